//! The elements of HTML that are told apart, and what kind each is.

macro_rules! tags {
    ($($tag:ident $name:literal),* $(,)?) => {
        /// The name of an element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Tag {
            $(#[doc = $name] $tag,)*
            /// An element that HTML does not know: a custom one, or one of another vocabulary.
            Other,
        }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Self::Other as usize + 1;

            /// The element of this name; `None` if HTML knows none.
            pub(super) fn known(name: &str) -> Option<Self> {
                // No name is longer.
                let mut small = [0; 12];
                let small = small.get_mut(..name.len())?;
                small.copy_from_slice(name.as_bytes());
                small.make_ascii_lowercase();
                match &*small {
                    $(it if it == $name.as_bytes() => Some(Self::$tag),)*
                    _ => None,
                }
            }

            /// Its name.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Self::$tag => $name,)*
                    Self::Other => "span",
                }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", Applet "applet", Area "area",
    Article "article", Aside "aside", Audio "audio", B "b", Base "base", Bdi "bdi", Bdo "bdo",
    Big "big", Blink "blink", Blockquote "blockquote", Body "body", Br "br", Button "button",
    Canvas "canvas", Caption "caption", Center "center", Cite "cite", Code "code", Col "col",
    Colgroup "colgroup", Data "data", Datalist "datalist", Dd "dd", Del "del", Details "details",
    Dfn "dfn", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer",
    Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
    H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i",
    Iframe "iframe", Image "image", Img "img", Input "input", Ins "ins", Kbd "kbd",
    Label "label", Legend "legend", Li "li", Link "link", Main "main", Map "map", Mark "mark",
    Marquee "marquee", Math "math", Menu "menu", Meta "meta", Meter "meter", Nav "nav",
    Nobr "nobr", Noembed "noembed", Noframes "noframes", Noscript "noscript", Object "object",
    Ol "ol", Optgroup "optgroup", Option "option", Output "output", P "p", Param "param",
    Picture "picture", Plaintext "plaintext", Pre "pre", Progress "progress", Q "q", Rp "rp",
    Rt "rt", Ruby "ruby", S "s", Samp "samp", Script "script", Search "search",
    Section "section", Select "select", Slot "slot", Small "small", Source "source",
    Span "span", Strike "strike", Strong "strong", Style "style", Sub "sub",
    Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td",
    Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead",
    Time "time", Title "title", Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Var "var",
    Video "video", Wbr "wbr", Xmp "xmp",
}

impl Tag {
    /// Whether it never holds anything.
    pub(super) fn is_void(self) -> bool {
        use Tag::{
            Area, Base, Br, Col, Embed, Frame, Hr, Image, Img, Input, Link, Meta, Param, Source,
            Track, Wbr,
        };
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Frame
                | Hr
                | Image
                | Img
                | Input
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Whether what it holds is characters up to its end tag, and no elements.
    pub(super) fn is_raw(self) -> bool {
        use Tag::{Iframe, Noembed, Noframes, Script, Style, Textarea, Title, Xmp};
        matches!(self, Script | Style | Textarea | Title | Xmp | Iframe | Noembed | Noframes)
    }

    /// Whether nothing in it is text of the page.
    pub(super) fn is_dropped(self) -> bool {
        use Tag::{
            Applet, Audio, Canvas, Datalist, Embed, Head, Iframe, Noembed, Noframes, Noscript,
            Object, Script, Select, Style, Svg, Template, Textarea, Title, Video,
        };
        matches!(
            self,
            Applet
                | Audio
                | Canvas
                | Datalist
                | Embed
                | Head
                | Iframe
                | Noembed
                | Noframes
                | Noscript
                | Object
                | Script
                | Select
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Video
        )
    }

    /// Whether it is part of a line of text.
    pub(super) fn is_inline(self) -> bool {
        use Tag::{
            A, Abbr, Acronym, B, Bdi, Bdo, Big, Blink, Button, Cite, Code, Data, Del, Dfn, Em,
            Font, I, Image, Img, Input, Ins, Kbd, Label, Link, Map, Mark, Math, Meta, Meter, Nobr,
            Other, Output, Picture, Progress, Q, Rp, Rt, Ruby, S, Samp, Script, Slot, Small, Span,
            Strike, Strong, Style, Sub, Sup, Time, Tt, U, Var, Wbr,
        };
        matches!(
            self,
            A | Abbr
                | Acronym
                | B
                | Bdi
                | Bdo
                | Big
                | Blink
                | Button
                | Cite
                | Code
                | Data
                | Del
                | Dfn
                | Em
                | Font
                | I
                | Image
                | Img
                | Input
                | Ins
                | Kbd
                | Label
                | Link
                | Map
                | Mark
                | Math
                | Meta
                | Meter
                | Nobr
                | Other
                | Output
                | Picture
                | Progress
                | Q
                | Rp
                | Rt
                | Ruby
                | S
                | Samp
                | Script
                | Slot
                | Small
                | Span
                | Strike
                | Strong
                | Style
                | Sub
                | Sup
                | Time
                | Tt
                | U
                | Var
                | Wbr
        )
    }

    /// Whether it is a heading.
    pub(super) fn is_heading(self) -> bool {
        use Tag::{H1, H2, H3, H4, H5, H6};
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }
}
