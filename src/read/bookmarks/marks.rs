//! The bookmarks in a page, as the page is read from its first tag to its last.
//!
//! In: HTML whose tags are hardly ever closed. Out: its links, each with the folders or the section
//! that it stands in. Nothing is built of the page but that.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use jiff::Timestamp;

use crate::text::paragraphs::clean_line;

/// Folders deeper than this are not named.
const DEEPEST: usize = 64;
/// The most bytes of a title, a folder's name or a note.
const TEXT: usize = 64 << 10;
/// The most tags of a link.
const TAGS: usize = 200;

/// A link and what is noted of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Mark {
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) folder: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) note: Option<String>,
    pub(super) starred: bool,
    pub(super) is_read: bool,
    pub(super) added: Option<Timestamp>,
    pub(super) changed: Option<Timestamp>,
    pub(super) visited: Option<Timestamp>,
}

/// The links in a page, in their order.
pub(super) fn marks(html: &str) -> Vec<Mark> {
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.settle();
    page.marks
}

/// What the text that comes belongs to.
#[derive(Debug, Default)]
enum Taking {
    #[default]
    Nothing,
    Link(Box<Mark>),
    Folder,
    Section,
    Note,
}

#[derive(Debug, Default)]
struct Page {
    marks: Vec<Mark>,
    taking: Taking,
    text: String,
    /// The name of the folder whose list comes next.
    folder: Option<String>,
    folders: Vec<Option<String>>,
    beyond: usize,
    /// Under which heading of the page we are, where that is no folder's.
    section: Option<String>,
    /// Whether the last thing was a link: a note belongs to it.
    is_after_link: bool,
}

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            TagToken(tag) if tag.kind == StartTag => page.start(&tag),
            TagToken(tag) if tag.kind == EndTag => page.end(&tag.name),
            CharacterTokens(text) => page.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn text(&mut self, text: &str) {
        if !matches!(self.taking, Taking::Nothing) && self.text.len() + text.len() <= TEXT {
            self.text.push_str(text);
        }
    }

    fn start(&mut self, tag: &Tag) {
        match &*tag.name {
            "a" => {
                self.settle();
                if let Some(mark) = self.mark(tag) {
                    self.taking = Taking::Link(Box::new(mark));
                }
            }
            "h3" | "h2" => self.take(Taking::Folder),
            "h1" => self.take(Taking::Section),
            "dd" => self.take(Taking::Note),
            "dl" => {
                self.settle();
                let folder = self.folder.take();
                if self.folders.len() < DEEPEST {
                    self.folders.push(folder);
                } else {
                    self.beyond += 1;
                }
            }
            "dt" | "ul" | "ol" | "li" | "hr" => self.settle(),
            "br" | "p" => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" | "h1" | "h2" | "h3" | "dt" | "dd" | "li" | "ul" | "ol" => self.settle(),
            "dl" => {
                self.settle();
                self.is_after_link = false;
                match self.beyond {
                    0 => drop(self.folders.pop()),
                    some => self.beyond = some - 1,
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, what: Taking) {
        self.settle();
        self.taking = what;
    }

    /// What the text since the last tag says, now that it is over.
    fn settle(&mut self) {
        let text = std::mem::take(&mut self.text);
        let line = || Some(clean_line(&text)).filter(|line| !line.is_empty());
        match std::mem::take(&mut self.taking) {
            Taking::Nothing => {}
            Taking::Link(mut mark) => {
                mark.title = line();
                self.marks.push(*mark);
                self.is_after_link = true;
            }
            Taking::Folder => {
                self.folder = line();
                self.is_after_link = false;
            }
            Taking::Section => {
                self.section = line();
                self.is_after_link = false;
            }
            Taking::Note => {
                let is_after_link = std::mem::take(&mut self.is_after_link);
                if let Some(mark) = self.marks.last_mut().filter(|_| is_after_link) {
                    let text =
                        text.replace("[linkding-notes]", "").replace("[/linkding-notes]", "");
                    let lines = text.split('\n').map(clean_line).filter(|line| !line.is_empty());
                    mark.note = Some(lines.collect::<Vec<_>>().join("\n"));
                }
            }
        }
    }

    /// The link that a tag begins, if it is one of a page on the web.
    fn mark(&self, tag: &Tag) -> Option<Mark> {
        let attribute = |name: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            found.map(|attribute| attribute.value.trim()).filter(|value| !value.is_empty())
        };
        let url = attribute("href")?;
        let is_page = super::list::begins_address(url);
        let time = |names: &[&str]| names.iter().find_map(|name| moment(attribute(name)?));
        let section = self.section.as_deref().unwrap_or_default();
        let says = |words: &[&str]| {
            words.iter().any(|word| section.eq_ignore_ascii_case(word)) && self.folders.is_empty()
        };
        let is_state = says(&["unread", "read archive", "archive", "starred", "liked", "home"]);
        // In a page of lists, the headings are the folders.
        let heading = || self.section.clone().filter(|_| self.folders.is_empty() && !is_state);
        let mut tags: Vec<String> = Vec::new();
        for tag in attribute("tags").unwrap_or_default().split(',').map(clean_line).take(TAGS) {
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        is_page.then(|| Mark {
            url: url.to_owned(),
            folder: self.folder_path().or_else(heading),
            tags,
            starred: says(&["starred", "liked"])
                || attribute("data-important").is_some_and(|it| it.eq_ignore_ascii_case("true")),
            is_read: says(&["read archive", "archive"]),
            added: time(&["add_date", "time_added"]),
            changed: time(&["last_modified"]),
            visited: time(&["last_visit"]),
            ..Mark::default()
        })
    }

    /// The folders that are open, outermost first.
    fn folder_path(&self) -> Option<String> {
        let named: Vec<&str> = self.folders.iter().flatten().map(String::as_str).collect();
        (!named.is_empty()).then(|| named.join(" / "))
    }
}

/// The moment that a number of seconds, milliseconds or microseconds since 1970 is. Nought is none.
fn moment(text: &str) -> Option<Timestamp> {
    let count: i64 = text.parse().ok().filter(|&count| count > 0)?;
    match count {
        ..100_000_000_000 => Timestamp::from_second(count),
        ..100_000_000_000_000 => Timestamp::from_millisecond(count),
        _ => Timestamp::from_microsecond(count),
    }
    .ok()
}
