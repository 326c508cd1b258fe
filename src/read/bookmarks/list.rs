//! Addresses as lines of text.
//!
//! In: text with an address on each line, alone or with a title before or behind it, as OneTab and
//! others write it; links of Markdown; a title and its address on alternate lines. Out: the
//! addresses. A line without one is an error of its own. Prose with addresses in it is no such list.

use url::Url;

use crate::article::Article;
use crate::error::{Error, Result};
use crate::read::detect::{Head, Looks};
use crate::read::entry::{Entries, Entry, one};
use crate::read::source::Source;
use crate::read::table::Reader;
use crate::text::paragraphs::{clean_line, with_line_feeds};

pub(crate) const READER: Reader = Reader {
    name: "addresses",
    extensions: &["urls", "uris"],
    media_types: &["text/uri-list"],
    looks,
    read,
};

/// The most bytes of a list.
const LARGEST: usize = 256 << 20;
/// How many lines are looked at to tell a list.
const LINES: usize = 200;
/// The most words of a title.
const TITLE_WORDS: usize = 40;
/// What may stand between an address and its title.
const BETWEEN: [char; 12] = ['|', '-', '–', '—', ':', ',', ';', '·', '•', '\t', ' ', '\u{A0}'];

/// What a line of a list is.
#[derive(Debug, Clone, PartialEq)]
enum Line<'a> {
    /// Blank, or a comment.
    Nothing,
    /// An address, and its title where it has one.
    Address { url: &'a str, title: Option<&'a str>, is_certain: bool },
    /// A title whose address may follow, or no part of a list.
    Words(&'a str),
}

/// Whether a text begins with an address of a page on the web.
pub(super) fn begins_address(text: &str) -> bool {
    let begins =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    (begins("http://") || begins("https://"))
        && Url::parse(text.trim()).is_ok_and(|url| url.has_host())
}

/// Lists in which hardly a line has no address. A line that could be a sentence must have company.
fn looks(head: &Head<'_>) -> Looks {
    let complete = match (head.is_whole, head.text.rfind(['\n', '\r'])) {
        (true, _) => head.text,
        (false, Some(end)) => &head.text[..end],
        (false, None) => return Looks::Other,
    };
    let (mut certain, mut likely, mut words, mut pairs) = (0, 0, 0, 0);
    let mut after_words = false;
    for line in complete.split(['\n', '\r']).take(LINES).map(line) {
        let is_words = matches!(line, Line::Words(_));
        match line {
            Line::Nothing => continue,
            Line::Address { title: None, .. } if after_words => pairs += 1,
            Line::Address { is_certain: true, .. } => certain += 1,
            Line::Address { .. } => likely += 1,
            Line::Words(text) if text.split_whitespace().count() > TITLE_WORDS => {
                return Looks::Other;
            }
            Line::Words(_) if after_words => return Looks::Other,
            Line::Words(_) => words += 1,
        }
        after_words = is_words;
    }
    let strays = words - pairs;
    let addresses = certain + likely + pairs;
    let is_list = match () {
        () if certain > 0 => 9 * strays <= addresses,
        () => addresses > 1 && 9 * strays <= addresses,
    };
    if addresses > 0 && is_list { Looks::Certain } else { Looks::Other }
}

/// What a line is.
fn line(text: &str) -> Line<'_> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return Line::Nothing;
    }
    let item = without_mark(text);
    if let Some((title, rest)) = item.strip_prefix('[').and_then(|it| it.split_once("](")) {
        let url = rest.strip_suffix(')').map(|it| it.split(' ').next().unwrap_or(it));
        if let Some(url) = url.filter(|url| begins_address(url)) {
            return Line::Address { url, title: Some(title), is_certain: true };
        }
    }
    let bare = item.strip_prefix('<').and_then(|it| it.strip_suffix('>')).unwrap_or(item);
    let first = bare.split([' ', '\t']).next().unwrap_or(bare);
    if begins_address(first.trim_end_matches([',', ';'])) {
        let rest = &bare[first.len()..];
        let title = rest.trim_matches(BETWEEN);
        let is_ruled = rest.trim_start_matches([' ', '\t']).starts_with(['|', '-', '–', '—'])
            || rest.starts_with('\t');
        let url = first.trim_end_matches([',', ';']);
        let is_short = title.split_whitespace().count() <= TITLE_WORDS;
        return match title {
            "" => Line::Address { url, title: None, is_certain: true },
            title if is_short => Line::Address { url, title: Some(title), is_certain: is_ruled },
            _ => Line::Words(text),
        };
    }
    let last = item.rsplit([' ', '\t']).next().unwrap_or(item);
    let url = last.trim_start_matches(['(', '<']).trim_end_matches([')', '>', ',', ';']);
    let title = item[..item.len() - last.len()].trim_matches(BETWEEN);
    let is_title = title.split_whitespace().count() <= TITLE_WORDS && !title.contains("http");
    if begins_address(url) && is_title && !title.is_empty() {
        return Line::Address { url, title: Some(title), is_certain: false };
    }
    Line::Words(text)
}

/// A line without the mark or the number that makes it an item of a list.
fn without_mark(line: &str) -> &str {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.strip_prefix(['.', ')']).filter(|_| digits.len() < line.len());
    let marked = line.strip_prefix(['-', '*', '+', '•']).or(numbered);
    marked.filter(|rest| rest.starts_with([' ', '\t'])).map_or(line, str::trim_start)
}

fn read(source: Source) -> Entries {
    let name = source.name.clone();
    match source.into_text(LARGEST) {
        Ok(decoded) => Box::new(Lines {
            text: with_line_feeds(decoded.text),
            at: 0,
            number: 0,
            name,
            title: None,
        }),
        Err(error) => one(Err(error)),
    }
}

/// The addresses of a list that are left.
struct Lines {
    text: String,
    at: usize,
    number: usize,
    name: String,
    /// The line before, if it may be the title of an address, and its number.
    title: Option<(String, usize)>,
}

impl Lines {
    fn stray(&mut self) -> Option<Result<Entry>> {
        let (line, number) = self.title.take()?;
        let shown: String = line.chars().take(40).collect();
        let reason = format!("there is no address on this line: `{shown}`");
        Some(Err(Error::Refused { name: format!("{}:{number}", self.name), reason }))
    }
}

impl Iterator for Lines {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let text = rest.split('\n').next().unwrap_or(rest);
            let (number, length) = (self.number + 1, text.len() + 1);
            match line(text) {
                Line::Nothing => {}
                Line::Words(words) => {
                    let words = words.to_owned();
                    let stray = self.stray();
                    self.title = Some((words, number));
                    (self.at, self.number) = (self.at + length, number);
                    match stray {
                        Some(stray) => return Some(stray),
                        None => continue,
                    }
                }
                Line::Address { title: Some(_), .. } if self.title.is_some() => {
                    return self.stray();
                }
                Line::Address { url, title, .. } => {
                    let above = self.title.take().map(|(title, _)| title);
                    let title = title.map(str::to_owned).or(above).map(|it| clean_line(&it));
                    let article = Article {
                        title: title.filter(|title| title != url),
                        url: Some(url.to_owned()),
                        ..Article::default()
                    };
                    (self.at, self.number) = (self.at + length, number);
                    return Some(Ok(Entry::new(format!("{}:{number}", self.name), article)));
                }
            }
            (self.at, self.number) = (self.at + length, number);
        }
        self.stray()
    }
}
