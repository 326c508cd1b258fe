//! Pages.

use super::main_text::Measured;
use super::tree::Page;
use crate::article::Article;
use crate::error::Result;
use crate::read::detect::{Head, Looks};
use crate::read::entry::{Entries, Entry, one};
use crate::read::source::{LARGEST, Source};
use crate::read::table::Reader;

pub(crate) const READER: Reader = Reader {
    name: "html",
    extensions: &["html", "htm", "xhtml", "xht", "shtml"],
    media_types: &["text/html", "application/xhtml+xml"],
    looks,
    read,
};

fn looks(head: &Head<'_>) -> Looks {
    let start = head.text.get(..200).unwrap_or(head.text).to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Looks::Certain
    } else {
        Looks::Other
    }
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let page = Page::parse(&decoded.text);
    let mut measured = Measured::new(&page);
    measured.leave_out_furniture();
    let top = measured.top();
    if std::env::var_os("NOTRIM").is_none() {
        measured.trim(top);
    }
    let body = measured.text(top);
    let body = if std::env::var_os("SMOOTHIE").is_some() {
        let config = dom_smoothie::Config {
            text_mode: dom_smoothie::TextMode::Formatted,
            ..Default::default()
        };
        let html = if std::env::var("SMOOTHIE").unwrap() == "raw" {
            decoded.text.clone()
        } else {
            measured.html()
        };
        match dom_smoothie::Readability::new(html, None, Some(config)).and_then(|mut it| it.parse())
        {
            Ok(a) => a.text_content.to_string(),
            Err(_) => String::new(),
        }
    } else {
        body
    };
    Ok(Entry {
        warnings: decoded.warnings,
        ..Entry::new(name, Article { body, ..Article::default() })
    })
}
