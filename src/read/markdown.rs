//! Markdown: the text that a reader would read, without its marks.
//!
//! In: Markdown (CommonMark, with tables and footnotes), with or without front matter between
//! `---` (YAML) or `+++` (TOML). Out: an article. The title is that of the front matter, else
//! the first heading of level 1. Paragraphs, list items and quotations become paragraphs, and
//! other headings too: they are words of the author's, and lead through a long article. The text
//! of links stays. Images, code blocks, tables, footnotes and HTML go: they hold no sentences.
//!
//! Of front matter only `key: value` (or `key = value`) lines are read; lists and nested values
//! are passed over.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::fields::Field;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::article::Article;
use crate::error::Result;
use crate::text::join_paragraphs;
use crate::text::paragraphs::with_line_feeds;

pub(crate) const READER: Reader = Reader {
    name: "markdown",
    extensions: &["md", "markdown", "mkd", "mdown"],
    media_types: &["text/markdown", "text/x-markdown"],
    looks,
    read,
};

/// A heading on the first line, or front matter.
fn looks(head: &Head<'_>) -> Looks {
    let first = head.text.lines().next().unwrap_or_default().trim_end();
    let is_front_matter = matches!(first, "---" | "+++")
        && head.text.lines().skip(1).any(|line| line.trim_end() == first);
    if first.starts_with("# ") || is_front_matter { Looks::Likely } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let article = article(&name, &with_line_feeds(decoded.text))?;
    Ok(Entry { warnings: decoded.warnings, ..Entry::new(name, article) })
}

/// Reads the Markdown called `name`.
///
/// # Errors
/// [`Error::InvalidField`](crate::error::Error::InvalidField) where the front matter holds a
/// date or a count that is none.
pub(crate) fn article(name: &str, text: &str) -> Result<Article> {
    let mut article = Article::default();
    let text = match front_matter(text) {
        Some((front, rest)) => {
            for (field, value) in front.lines().filter_map(field) {
                let _ = field.set(&mut article, name, value);
            }
            rest
        }
        None => text,
    };
    let mut blocks = Blocks { takes_title: article.title.is_none(), ..Blocks::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(text, options).for_each(|event| blocks.take(event));
    blocks.flush();
    if let Some(title) = blocks.title {
        let _ = Field::Title.set(&mut article, name, &title);
    }
    article.body = join_paragraphs(blocks.paragraphs);
    Ok(article)
}

/// The front matter of a text, and what comes after it.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let (fence, rest) = text.trim_start().split_once('\n')?;
    let fence = fence.trim_end();
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        let is_end = line.trim_end() == fence;
        if is_end && (offset == 0 || rest[..offset].contains([':', '='])) {
            return Some((&rest[..offset], &rest[offset + line.len()..]));
        }
        offset += line.len();
    }
    None
}

/// The field that a line of front matter gives, if it is one that we know.
fn field(line: &str) -> Option<(Field, &str)> {
    let is_nested = line.starts_with([' ', '\t', '-', '#']);
    let (key, value) = line.split_once([':', '=']).filter(|_| !is_nested)?;
    let key = key.trim().to_lowercase().replace('-', "_");
    let field = match key.as_str() {
        "link" | "canonical_url" => Field::Url,
        "published" | "pubdate" => Field::Date,
        "lastmod" => Field::Updated,
        "lang" => Field::Language,
        _ => Field::ALL.into_iter().find(|field| field.name() == key)?,
    };
    let value = value.trim();
    let quoted = ['"', '\''].iter().find_map(|&quote| {
        let inside = value.strip_prefix(quote)?;
        inside.rfind(quote).map(|end| &inside[..end])
    });
    let plain = || value.split(" #").next().unwrap_or(value).trim();
    let is_scalar = !value.starts_with(['[', '{', '|', '>']);
    quoted.or_else(|| is_scalar.then(plain)).map(|value| (field, value))
}

/// The paragraphs found so far, and the one that is being read.
#[derive(Default)]
struct Blocks {
    takes_title: bool,
    in_title: bool,
    title: Option<String>,
    paragraphs: Vec<String>,
    current: String,
    /// How many elements that are left out we are in.
    left_out: usize,
}

impl Blocks {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) if is_left_out(&tag) => self.left_out += 1,
            Event::End(tag) if ends_left_out(tag) => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            _ if self.left_out > 0 => {}
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

    fn flush(&mut self) {
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
        Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::Table(_)
            | Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
    )
}

fn ends_left_out(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "\
# The *late* ferry

It was [late](https://ferry.example) by **two**
hours, `again`.<br>Nobody ![a boat](boat.png)minded.

## Why

> The wind, they said.

- the first
- the second

  with a word more
1. one

```
let code = 1;
```

| a | b |
|---|---|
| 1 | 2 |

<div>html</div>

The end.[^1]

[^1]: A note.
";
        let article = article("in", text).unwrap();
        assert_eq!(article.title.as_deref(), Some("The late ferry"));
        let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
        assert_eq!(
            paragraphs,
            [
                "It was late by two hours, again.\nNobody minded.",
                "Why",
                "The wind, they said.",
                "the first",
                "the second",
                "with a word more",
                "one",
                "The end.",
            ]
        );
    }

    #[test]
    fn front_matter_gives_fields() {
        let yaml = "---\ntitle: \"Late: again\" # yes\ndate: 2021-09-03\ntags:\n  - id: 4\n\
            link: https://ferry.example/1\nlang: en\ncategory: [a, b]\n---\n# Heading\n\nText.";
        let article = article("in", yaml).unwrap();
        assert_eq!(article.title.as_deref(), Some("Late: again"));
        assert_eq!(article.url.as_deref(), Some("https://ferry.example/1"));
        assert_eq!(article.date, Some(jiff::civil::date(2021, 9, 3)));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!((article.category, article.external_id), (None, None));
        assert_eq!(article.body, "Heading\n\nText.");
        let toml = super::article("in", "+++\nid = 'f-1'\n+++\nText.").unwrap();
        assert_eq!((toml.external_id.as_deref(), &*toml.body), (Some("f-1"), "Text."));
    }

    #[test]
    fn a_rule_is_no_front_matter_and_a_bad_date_an_error() {
        assert_eq!(article("in", "---\nOne.\n\nTwo.").unwrap().body, "One.\n\nTwo.");
        assert!(article("in", "---\ndate: soon\n---\nText.").is_err());
    }
}

pub(crate) fn body(text: String) -> String {
    article("", &text).map_or(text, |it| it.body)
}
