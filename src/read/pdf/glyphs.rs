//! The glyphs of a page, where they stand.
//!
//! In: a page. Out: [`Glyph`]s with their text, in the order in which they are drawn. Only what
//! shows text is carried out; colours, paths and pictures are passed over, and what is marked as an
//! artifact (running heads, page numbers) is left out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use hayro_cmap::{BfString, load_embedded};
use hayro_font::kurbo::{Affine, Point};
use hayro_font::{
    CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontQuery, FontResolverFn, StandardFont,
};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::page::{Page, Resources};

use super::faces::Listed;
use super::guard::Measured;

/// How deep forms may lie in forms.
const DEEPEST: usize = 12;
/// The most states that are saved at once.
const MOST_STATES: usize = 1024;
/// The most instructions of a page, those of its forms included.
const MOST_STEPS: usize = 4_000_000;
/// The most glyphs of a page.
const MOST_GLYPHS: usize = 200_000;

/// A glyph, in points from the left and the bottom of the page as it is seen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for; nothing if that is not known.
    pub(super) text: String,
    pub(super) start: Point,
    pub(super) end: Point,
    pub(super) size: f64,
}

/// What pages share.
pub(super) struct Drawing<'a> {
    fonts: FontCache<'a>,
    /// Fonts that are numbered by a public list, by the object that describes them.
    listed: RefCell<HashMap<ObjectIdentifier, Option<Rc<Listed>>>>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    measured: &'a Measured,
    /// The address of the file's first byte.
    base: usize,
    deadline: Instant,
}

/// The glyphs of a page, and whether it holds pictures.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) pictures: usize,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(file: &[u8], measured: &'a Measured, deadline: Instant) -> Self {
        Self {
            fonts: FontCache::new(),
            listed: RefCell::default(),
            font_resolver: Arc::new(standard_font),
            cmap_resolver: Arc::new(load_embedded),
            measured,
            base: file.as_ptr().addr(),
            deadline,
        }
    }

    /// The glyphs of `page`.
    pub(super) fn of(&self, page: &Page<'a>) -> Drawn {
        let mut content = Vec::new();
        let contents = match page.raw().get::<Object<'_>>("Contents") {
            Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
            Some(Object::Stream(stream)) => vec![stream],
            _ => Vec::new(),
        };
        for stream in contents {
            if content.len() <= MOST_STEPS * 8 {
                content.extend(self.decoded(&stream).unwrap_or_default());
                content.push(b' ');
            }
        }
        let transform = page.initial_transform(false).as_coeffs();
        let mut pen = Pen { drawing: self, drawn: Drawn::default(), steps: 0, marks: Vec::new() };
        let state = State { matrix: Affine::new(transform), ..State::default() };
        pen.draw(&content, page.resources(), state, 0);
        pen.drawn
    }

    /// The bytes of a stream that was measured.
    fn decoded(&self, stream: &Stream<'_>) -> Option<Vec<u8>> {
        self.may_decode(stream).then(|| stream.decoded_data().ok())?.map(Into::into)
    }

    fn may_decode(&self, stream: &Stream<'_>) -> bool {
        let at = stream.raw_data().as_ptr().addr().wrapping_sub(self.base);
        self.measured.allows(at)
    }

    /// The font that a dictionary describes, if all that is read for it was measured.
    fn face(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        let descendant = dict.get::<Array<'_>>("DescendantFonts");
        let descendant = descendant.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let dicts = [Some(dict), descendant.as_ref()];
        for dict in dicts.into_iter().flatten() {
            let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
            let streams =
                ["ToUnicode", "Encoding", "CIDToGIDMap"].map(|it| dict.get::<Stream<'_>>(it));
            let programs = ["FontFile", "FontFile2", "FontFile3"];
            let programs = programs.map(|it| descriptor.get::<Stream<'_>>(it));
            if streams.iter().chain(&programs).flatten().any(|it| !self.may_decode(it)) {
                return None;
            }
        }
        let font = self.fonts.font(dict, &self.font_resolver, &self.cmap_resolver)?;
        let listed = dict.obj_id().and_then(|id| {
            let mut known = self.listed.borrow_mut();
            known.entry(id).or_insert_with(|| Listed::of(dict).map(Rc::new)).clone()
        });
        Some(Face { font, listed })
    }
}

/// What shows text.
struct Face<'a> {
    font: Font<'a>,
    listed: Option<Rc<Listed>>,
}

/// The fonts that need not be in a file: what is not known is measured like Helvetica.
fn standard_font(query: &FontQuery) -> Option<(FontData, u32)> {
    let font = match query {
        FontQuery::Standard(font) => *font,
        FontQuery::Fallback(query) => query.pick_standard_font(),
    };
    Some(font.get_font_data())
}

/// What `q` saves.
#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self {
            matrix: Affine::IDENTITY,
            face: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Marked content that is open.
enum Mark {
    Plain,
    Artifact,
    /// Text that stands for what is drawn; it goes to the first glyph.
    Actual(Option<String>),
}

struct Pen<'d, 'a> {
    drawing: &'d Drawing<'a>,
    drawn: Drawn,
    steps: usize,
    marks: Vec<Mark>,
}

impl<'a> Pen<'_, 'a> {
    fn is_over(&mut self) -> bool {
        self.steps += 1;
        let is_late = self.steps.is_multiple_of(1024) && Instant::now() > self.drawing.deadline;
        if is_late {
            self.steps = MOST_STEPS;
        }
        self.steps >= MOST_STEPS || self.drawn.glyphs.len() >= MOST_GLYPHS
    }

    fn draw(&mut self, content: &[u8], resources: &Resources<'a>, state: State<'a>, depth: usize) {
        let mut state = state;
        let mut saved: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (Affine::IDENTITY, Affine::IDENTITY);
        let marks = self.marks.len();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if self.is_over() {
                break;
            }
            let mut next_line = |text: &mut Affine, x: f64, y: f64| {
                line *= Affine::translate((x, y));
                *text = line;
            };
            match instruction {
                TypedInstruction::SaveState(_) if saved.len() < MOST_STATES => {
                    saved.push(state.clone());
                }
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::Transform(it) => {
                    let matrix = [it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f64());
                    state.matrix *= Affine::new(matrix);
                }
                TypedInstruction::BeginText(_) => (text, line) = Default::default(),
                TypedInstruction::SetTextMatrix(it) => {
                    line = Affine::new([it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f64()));
                    text = line;
                }
                TypedInstruction::TextFont(it) => {
                    state.size = it.1.as_f64();
                    let font = resources.get_font(it.0);
                    let face = font.and_then(|dict| self.drawing.face(&dict));
                    state.face = face.or_else(|| self.fallback()).map(Rc::new);
                }
                TypedInstruction::CharacterSpacing(it) => state.character_space = it.0.as_f64(),
                TypedInstruction::WordSpacing(it) => state.word_space = it.0.as_f64(),
                TypedInstruction::HorizontalScaling(it) => state.scale = it.0.as_f64() / 100.0,
                TypedInstruction::TextLeading(it) => state.leading = it.0.as_f64(),
                TypedInstruction::TextRise(it) => state.rise = it.0.as_f64(),
                TypedInstruction::NextLine(it) => {
                    next_line(&mut text, it.0.as_f64(), it.1.as_f64());
                }
                TypedInstruction::NextLineAndSetLeading(it) => {
                    state.leading = -it.1.as_f64();
                    next_line(&mut text, it.0.as_f64(), it.1.as_f64());
                }
                TypedInstruction::NextLineUsingLeading(_) => {
                    next_line(&mut text, 0.0, -state.leading);
                }
                TypedInstruction::ShowText(it) => self.show(&state, &mut text, it.0),
                TypedInstruction::NextLineAndShowText(it) => {
                    next_line(&mut text, 0.0, -state.leading);
                    self.show(&state, &mut text, it.0);
                }
                TypedInstruction::ShowTextWithParameters(it) => {
                    state.word_space = it.0.as_f64();
                    state.character_space = it.1.as_f64();
                    next_line(&mut text, 0.0, -state.leading);
                    self.show(&state, &mut text, it.2);
                }
                TypedInstruction::ShowTexts(it) => {
                    for object in it.0.iter::<Object<'_>>() {
                        match object {
                            Object::Number(by) => {
                                let by = -by.as_f64() / 1000.0 * state.size * state.scale;
                                text *= Affine::translate((by, 0.0));
                            }
                            Object::String(string) => self.show(&state, &mut text, &string),
                            _ => {}
                        }
                    }
                }
                TypedInstruction::BeginMarkedContent(it) => {
                    self.mark(it.0, None);
                }
                TypedInstruction::BeginMarkedContentWithProperties(it) => {
                    let properties = match it.1 {
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
                        Object::Dict(dict) => Some(dict.clone()),
                        _ => None,
                    };
                    self.mark(it.0, properties.as_ref());
                }
                TypedInstruction::EndMarkedContent(_) if self.marks.len() > marks => {
                    self.marks.pop();
                }
                TypedInstruction::InlineImage(_) => self.drawn.pictures += 1,
                TypedInstruction::XObject(it) => {
                    if let Some(stream) = resources.get_x_object(it.0) {
                        self.object(&stream, resources, &state, depth);
                    }
                }
                _ => {}
            }
        }
        self.marks.truncate(marks);
    }

    /// Draws a form, or counts a picture.
    fn object(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) {
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype") {
            Some(kind) if kind.as_str() == "Form" => {}
            Some(kind) if kind.as_str() == "Image" => {
                self.drawn.pictures += 1;
                return;
            }
            _ => return,
        }
        if depth >= DEEPEST {
            return;
        }
        // What is unpacked again and again costs steps too.
        self.steps += stream.raw_data().len() / 8;
        if self.is_over() {
            return;
        }
        let Some(content) = self.drawing.decoded(stream) else { return };
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let mut state = state.clone();
        state.matrix *=
            Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or(Affine::IDENTITY.as_coeffs()));
        self.draw(&content, own.as_ref().unwrap_or(resources), state, depth + 1);
    }

    fn mark(&mut self, tag: &Name<'_>, properties: Option<&Dict<'_>>) {
        let actual = properties.and_then(|it| it.get::<PdfString<'_>>("ActualText"));
        let mark = match actual {
            _ if tag.as_str() == "Artifact" => Mark::Artifact,
            Some(text) => Mark::Actual(Some(super::info::text(text.as_bytes()))),
            None => Mark::Plain,
        };
        // Those that lie too deep are drawn as what they lie in.
        if self.marks.len() < MOST_STATES {
            self.marks.push(mark);
        }
    }

    fn fallback(&self) -> Option<Face<'a>> {
        let resolver = &self.drawing.font_resolver;
        let font = self.drawing.fonts.standard_font(StandardFont::Helvetica, resolver)?;
        Some(Face { font, listed: None })
    }

    fn show(&mut self, state: &State<'a>, text: &mut Affine, string: &PdfString<'_>) {
        let Some(face) = state.face.as_ref() else { return };
        let font = &face.font;
        let is_hidden = self.marks.iter().any(|mark| matches!(mark, Mark::Artifact));
        let bytes = string.as_bytes();
        let is_horizontal = font.is_horizontal();
        let mut at = 0;
        while at < bytes.len() && !self.is_over() {
            let (code, length) = font.read_code(bytes, at);
            at += length.max(1);
            let advance = font.code_advance(code);
            let word = if code == 32 && length == 1 { state.word_space } else { 0.0 };
            let advance = if is_horizontal { advance.x } else { advance.y } / 1000.0 * state.size;
            let step = advance + state.character_space + word;
            let shape = Affine::new([state.scale, 0.0, 0.0, 1.0, 0.0, state.rise]);
            let matrix = state.matrix * *text * shape;
            *text *= if is_horizontal {
                Affine::translate((step * state.scale, 0.0))
            } else {
                Affine::translate((0.0, step))
            };
            if is_hidden || !is_horizontal {
                continue;
            }
            let start = matrix * Point::ZERO;
            let end = matrix * Point::new(advance, 0.0);
            let size = (matrix * Point::new(0.0, state.size)).distance(start);
            if !(start.is_finite() && end.is_finite() && size.is_finite()) {
                continue;
            }
            let drawn = match self.marks.iter_mut().find_map(|mark| match mark {
                Mark::Actual(actual) => Some(actual.take().unwrap_or_default()),
                _ => None,
            }) {
                Some(actual) if actual.is_empty() => continue,
                Some(actual) => actual,
                None => unicode(face, code, length),
            };
            self.drawn.glyphs.push(Glyph { text: drawn, start, end, size });
        }
    }
}

/// What a character code stands for; nothing if that is not known.
fn unicode(face: &Face<'_>, code: u32, length: usize) -> String {
    let font = &face.font;
    let listed = face.listed.as_ref().and_then(|listed| listed.character(code, length));
    let said = || match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    match listed.or_else(said) {
        Some(BfString::Char(c)) => ligature(c),
        Some(BfString::String(text)) => text,
        None => String::new(),
    }
}

/// The letters of a ligature, and what stands for marks that have no code point of their own.
fn ligature(c: char) -> String {
    let letters = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        // Marks of items in Symbol and Wingdings.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F0A8}' | '\u{F0D8}' | '\u{F076}' | '\u{F0FC}' => "•",
        c => return c.to_string(),
    };
    letters.to_owned()
}
