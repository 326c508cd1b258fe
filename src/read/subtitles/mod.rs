//! Subtitles: SRT and WebVTT as running text.
//!
//! In: cues, each with its times and the lines on the screen. Out: what is said, as paragraphs: the
//! lines of all cues joined, without times, numbers, notes, styles, marks of who speaks and of
//! sounds. Captions that roll, and so stand twice or grow word by word, are read once.

mod cues;
mod marks;
mod speech;

#[cfg(test)]
mod tests;

use self::cues::{Cues, times};
use self::speech::Speech;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::source::Source;
use super::table::Reader;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::text::language_code;
use crate::text::paragraphs::{clean_line, with_line_feeds};

pub(crate) const READER: Reader = Reader {
    name: "subtitles",
    extensions: &["srt", "vtt"],
    media_types: &["text/vtt", "application/x-subrip", "text/srt"],
    looks,
    read,
};

/// The most bytes of subtitles.
const LARGEST: usize = 256 << 20;

/// The header of WebVTT, or the times of a first cue, whatever the name.
fn looks(head: &Head<'_>) -> Looks {
    if is_header(head.text.lines().next().unwrap_or_default()) {
        return Looks::Certain;
    }
    let mut lines = head.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let timed = if is_number { lines.next().unwrap_or_default() } else { first };
    if times(timed).is_some() { Looks::Certain } else { Looks::Other }
}

fn is_header(line: &str) -> bool {
    let rest = line.trim_start_matches('\u{FEFF}').strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']))
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let text = with_line_feeds(decoded.text);
    let mut article = header(&text);
    let mut speech = Speech::default();
    for cue in Cues::new(&text) {
        speech.add(&cue);
    }
    article.body = speech.finish();
    if article.body.is_empty() {
        return Err(Error::NoText { name });
    }
    Ok(Entry { warnings: decoded.warnings, ..Entry::new(name, article) })
}

/// What the header of WebVTT says of the text.
fn header(text: &str) -> Article {
    let mut article = Article::default();
    let mut lines = text.lines();
    let first = lines.next().filter(|line| is_header(line));
    let Some(title) = first.and_then(|line| line.split_once("WEBVTT")).map(|(_, title)| title)
    else {
        return article;
    };
    let title = clean_line(title.trim_start_matches(['-', '–', ' ', '\t']));
    article.title = Some(title).filter(|title| !title.is_empty());
    for (key, value) in
        lines.take_while(|line| !line.trim().is_empty()).filter_map(|it| it.split_once(':'))
    {
        match &*key.trim().to_ascii_lowercase() {
            "language" => article.language = language_code(value.trim()),
            "title" => article.title = Some(clean_line(value)).filter(|title| !title.is_empty()),
            _ => {}
        }
    }
    article
}
