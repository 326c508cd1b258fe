//! What of a page is furniture: navigation, shares, related links, advertisements, comments.
//!
//! In: an element. Out: what its name, class, id and role say of it. Whether that is to be
//! believed is for the caller to weigh: names lie.

use super::tag::Tag;
use super::tokens::Attributes;

/// What an element says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The text of an article, by a mark or a name that is used for nothing else.
    Body,
    /// An article, or the main part of the page.
    Article,
    /// Nothing of note.
    Plain,
    /// What stands in or about an article and is not its text.
    Furniture,
    /// What readers wrote below it.
    Comments,
    /// What is not shown.
    Hidden,
}

/// What an element says of itself.
pub(super) fn role(tag: Tag, attributes: Attributes<'_>) -> Role {
    match tag {
        Tag::Nav
        | Tag::Footer
        | Tag::Menu
        | Tag::Button
        | Tag::Form
        | Tag::Figcaption
        | Tag::Dialog
        | Tag::Label
        | Tag::Legend
        | Tag::Aside
        | Tag::Search => {
            return Role::Furniture;
        }
        _ => {}
    }
    let mut words = Words::default();
    let mut mark = None;
    for (name, value) in attributes.iter() {
        match () {
            () if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") => {
                words.add(value);
            }
            () if name.eq_ignore_ascii_case("data-component")
                || name.eq_ignore_ascii_case("data-testid") =>
            {
                words.add(value);
            }
            () if name.eq_ignore_ascii_case("itemprop") => match value {
                "articleBody" | "reviewBody" => mark = Some(Role::Body),
                "author" | "datePublished" | "dateModified" | "publisher" | "comment"
                | "caption" => mark = Some(Role::Furniture),
                _ => {}
            },
            () if name.eq_ignore_ascii_case("role") => match value {
                "main" | "article" => mark = mark.or(Some(Role::Article)),
                "navigation" | "banner" | "complementary" | "contentinfo" | "search" | "menu"
                | "menubar" | "dialog" | "alert" | "toolbar" | "tablist" | "note" => {
                    return Role::Furniture;
                }
                _ => {}
            },
            () if name.eq_ignore_ascii_case("hidden") => return Role::Hidden,
            () if name.eq_ignore_ascii_case("aria-hidden") && value == "true" => {
                return Role::Hidden;
            }
            () if name.eq_ignore_ascii_case("style") => {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                if style.contains("display:none") || style.contains("visibility:hidden") {
                    return Role::Hidden;
                }
            }
            () => {}
        }
    }
    mark.unwrap_or_else(|| words.role(tag))
}

/// What the words of classes and ids say.
#[derive(Debug, Default)]
struct Words {
    comments: bool,
    furniture: bool,
    body: bool,
    text: bool,
    article: bool,
    hidden: bool,
    social: bool,
    embedded: bool,
}

impl Words {
    fn add(&mut self, value: &str) {
        for class in value.split_ascii_whitespace() {
            // Classes of layout frameworks have names of dozens of words.
            if class.len() < 80 {
                self.add_class(class);
            }
        }
    }

    fn add_class(&mut self, class: &str) {
        // Where several words make one: before-related, has-sidebar, no-comments.
        let mut before = String::new();
        let (mut is_article, mut is_text) = (false, false);
        for word in words(class) {
            match &*word {
                "widget" if before == "elementor" => {}
                "embed" | "embedded" | "tweet" => self.embedded = true,
                _ if matches!(&*before, "has" | "with" | "no" | "without" | "is" | "not") => {}
                "comment" | "comments" | "disqus" | "respond" | "commentlist" | "replies"
                | "discussion" | "livefyre" | "coral" => self.comments = true,
                "share" | "sharing" | "shares" | "sharethis" | "addthis" | "addtoany"
                | "sharebar" | "sharedaddy" | "sharetools" | "social" | "socials"
                | "socialmedia" => {
                    self.social = true;
                }
                "related" | "relatedposts" | "relatedarticles" | "recommended"
                | "recommendation" | "recommendations" | "recirc" | "recirculation"
                | "newsletter" | "newsletters" | "subscribe" | "subscription" | "signup"
                | "optin" | "promo" | "promos" | "promotion" | "promoted" | "sponsor"
                | "sponsored" | "advert" | "adverts" | "advertisement" | "advertising" | "ads"
                | "ad" | "adsense" | "adslot" | "dfp" | "breadcrumb" | "breadcrumbs" | "cookie"
                | "cookies" | "gdpr" | "consent" | "footer" | "masthead" | "menu" | "navbar"
                | "nav" | "navigation" | "navigator" | "sidebar" | "widget" | "widgets"
                | "popup" | "modal" | "lightbox" | "pagination" | "pager" | "toolbar" | "tags"
                | "taglist" | "hashtags" | "caption" | "captions" | "credit" | "credits"
                | "byline" | "bylines" | "dateline" | "timestamp" | "rating" | "ratings"
                | "outbrain" | "taboola" | "tooltip" | "copyright" | "login" | "trending"
                | "popular" | "mostpopular" | "mostread" | "playlist" | "donate" | "donation"
                | "follow" | "ticker" | "skip" | "aside" | "infobox" | "navbox" | "metadata"
                | "editsection" | "reflist" | "poll" | "cta" | "authorbox" | "bio" | "postmeta"
                | "backtotop" | "fancybox" | "noprint" | "rollover" | "popover" | "flyout"
                | "dropdown" | "hatnote" | "catlinks" => {
                    self.furniture = true;
                }
                word if word.ends_with("toc") && word.len() <= 8 => self.furniture = true,
                "more" | "next" | "prev" | "previous"
                    if matches!(&*before, "read" | "see" | "learn" | "up") =>
                {
                    self.furniture = true;
                }
                "also" | "next" if matches!(&*before, "read" | "see") => self.furniture = true,
                "author" | "info" | "meta" | "date" | "time" | "links"
                    if matches!(
                        &*before,
                        "about" | "author" | "post" | "entry" | "article" | "story"
                    ) =>
                {
                    self.furniture = true;
                }
                "articlebody" | "storybody" | "articletext" | "postbody" | "postcontent"
                | "entrycontent" | "articlecontent" | "bodytext" | "bodycopy" | "storytext" => {
                    self.body = true;
                }
                "hentry" => self.article = true,
                "article" | "story" | "post" | "entry" | "blog" | "news" => is_article = true,
                "body" | "content" | "text" | "copy" | "contents" => is_text = true,
                _ => {}
            }
            before = word;
        }
        self.text |= is_article && is_text;
        self.hidden |= matches!(
            class,
            "sr-only"
                | "visually-hidden"
                | "visuallyhidden"
                | "screen-reader-text"
                | "hidden"
                | "screenreader"
                | "u-hidden"
                | "hide"
                | "print-only"
                | "printonly"
        );
    }

    fn role(&self, tag: Tag) -> Role {
        match () {
            () if self.comments => Role::Comments,
            () if self.hidden => Role::Hidden,
            () if self.furniture || (self.social && !self.embedded) => Role::Furniture,
            () if self.body || self.text => Role::Body,
            () if self.article || matches!(tag, Tag::Article | Tag::Main) => Role::Article,
            () => Role::Plain,
        }
    }
}

/// The words that a class is made of, in small letters: `relatedPosts-2` is `related`, `posts`.
fn words(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in class.chars() {
        let starts = c.is_ascii_uppercase() && was_small;
        was_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        if starts || !c.is_ascii_alphabetic() {
            words.push(String::new());
        }
        if c.is_ascii_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether an element is named as the line that says who wrote an article.
pub(super) fn is_byline(attributes: Attributes<'_>) -> bool {
    let classes = attributes.get("class").unwrap_or_default().split_ascii_whitespace();
    let mut classes = classes.filter(|class| class.len() < 80).map(words);
    classes.any(|words| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(
            &*words,
            ["byline"]
                | ["author"]
                | ["author", "name"]
                | ["byline", "name"]
                | ["post", "author"]
                | ["entry", "author"]
                | ["article", "author"]
                | ["byline", "author"]
        )
    })
}
