//! The blocks of Markdown: paragraphs, headings, items, quotations, HTML.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::read::html;

/// The paragraphs found so far, and the one that is being read.
#[derive(Default)]
pub(super) struct Blocks {
    takes_title: bool,
    in_title: bool,
    pub(super) title: Option<String>,
    pub(super) paragraphs: Vec<String>,
    current: String,
    /// How many elements that are left out we are in.
    left_out: usize,
    /// The HTML that is being read.
    html: String,
}

impl Blocks {
    /// Nothing yet; the first heading of level 1 is the title if `takes_title`.
    pub(super) fn new(takes_title: bool) -> Self {
        Self { takes_title, ..Self::default() }
    }

    /// Takes a piece of the text.
    pub(super) fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) if is_left_out(&tag) => self.left_out += 1,
            Event::End(tag) if ends_left_out(tag) => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            _ if self.left_out > 0 => {}
            Event::Html(html) => self.html.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => {
                self.flush();
                let html = std::mem::take(&mut self.html);
                let text = html::text_of(&html);
                let paragraphs = text.split("\n\n").map(str::trim);
                let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
                self.paragraphs.extend(paragraphs.map(str::to_owned));
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if self.takes_title => {
                self.flush();
                (self.takes_title, self.in_title) = (false, true);
            }
            Event::End(TagEnd::Heading(_)) if self.in_title => {
                self.in_title = false;
                self.title = Some(std::mem::take(&mut self.current));
            }
            Event::Start(tag) if is_block(&tag) => self.flush(),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) | Event::Rule => {
                self.flush();
            }
            Event::Text(text) | Event::Code(text) => self.current.push_str(&text),
            Event::SoftBreak => self.current.push(' '),
            Event::HardBreak => self.current.push('\n'),
            Event::InlineHtml(html) if html.starts_with("<br") => self.current.push('\n'),
            _ => {}
        }
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.current);
        if !paragraph.trim().is_empty() {
            self.paragraphs.push(paragraph);
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::List(_) | Tag::BlockQuote(_)
    )
}

fn is_left_out(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::CodeBlock(_) | Tag::Table(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)
    )
}

fn ends_left_out(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::CodeBlock | TagEnd::Table | TagEnd::Image | TagEnd::FootnoteDefinition)
}
