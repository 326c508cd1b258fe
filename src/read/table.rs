//! The formats that can be read: one [`Reader`] each.

use std::fmt;

use super::detect::{Head, Looks};
use super::entry::Entries;
use super::source::Source;
use super::{
    archive, bookmarks, csv, docx, epub, feed, html, json, lines, mail, markdown, odt, pdf, plain,
    subtitles,
};

/// A format and how it is read.
pub(crate) struct Reader {
    /// Its name, for `--format`.
    pub(crate) name: &'static str,
    /// What names of files in this format end in, in small letters and without the dot.
    pub(crate) extensions: &'static [&'static str],
    /// What servers call it.
    pub(crate) media_types: &'static [&'static str],
    /// Whether an input looks like it, by its first bytes.
    pub(crate) looks: fn(&Head<'_>) -> Looks,
    /// Reads an input in this format.
    pub(crate) read: fn(Source) -> Entries,
}

/// All formats. Where several look like the right one, the first of the surest is.
pub(crate) static READERS: &[Reader] = &[
    lines::READER,
    json::READER,
    epub::READER,
    docx::READER,
    odt::READER,
    archive::READER,
    pdf::READER,
    feed::READER,
    feed::opml::READER,
    mail::READER,
    mail::mbox::READER,
    bookmarks::READER,
    bookmarks::list::READER,
    subtitles::READER,
    html::READER,
    csv::READER,
    markdown::READER,
    plain::READER,
];

/// A format that can be read, as a handle.
#[derive(Clone, Copy)]
pub struct Format(&'static Reader);

impl Format {
    /// All formats.
    pub fn all() -> impl Iterator<Item = Self> {
        READERS.iter().map(Self)
    }

    /// The format of this name, see [`Self::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// Its name: `text`, `markdown`, `json`, `jsonl`, ...
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// What names of files in this format end in.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.0.extensions
    }

    pub(crate) fn reader(self) -> &'static Reader {
        self.0
    }
}

impl From<&'static Reader> for Format {
    fn from(reader: &'static Reader) -> Self {
        Self(reader)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_belong_to_one_format_each() {
        for (index, reader) in READERS.iter().enumerate() {
            for other in &READERS[index + 1..] {
                assert_ne!(reader.name, other.name);
                let shared = reader.extensions.iter().find(|it| other.extensions.contains(it));
                assert_eq!(shared, None, "{} and {}", reader.name, other.name);
            }
        }
    }
}
