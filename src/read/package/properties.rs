//! What documents say of themselves, in the terms of Dublin Core.
//!
//! In: the XML of an OPF package, of `docProps/core.xml` or of `meta.xml`. Out: an article's title,
//! author, language and date, where they say something.

use super::xml::{Piece, Xml};
use crate::article::Article;
use crate::read::dates;
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

/// Names of programs and of nobody in particular, which stand where an author should.
const NOBODY: [&str; 14] = [
    "admin",
    "administrator",
    "anonymous",
    "author",
    "calibre",
    "default",
    "microsoft",
    "microsoft office user",
    "openoffice",
    "python-docx",
    "un-named",
    "unknown",
    "unknown author",
    "user",
];
/// What programs call a document that nobody gave a title.
const UNTITLED: [&str; 7] = [
    "document",
    "microsoft word",
    "powerpoint presentation",
    "unbekannt",
    "unknown",
    "untitled",
    "word document",
];

/// What a document says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Properties {
    /// Its title, if that is one.
    pub(crate) title: Option<String>,
    /// Who wrote it: one name, or several with commas between.
    pub(crate) author: Option<String>,
    language: Option<String>,
    date: Option<jiff::civil::Date>,
}

impl Properties {
    /// Reads them; those of a package have further elements beside, which are passed over.
    pub(crate) fn read(xml: &str) -> Self {
        let mut properties = Self::default();
        let mut authors: Vec<String> = Vec::new();
        let mut dates: Vec<(u8, jiff::civil::Date)> = Vec::new();
        let mut open: Option<(String, u8)> = None;
        let mut text = String::new();
        let mut pieces = Xml::new(xml);
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Open(tag) => {
                    let name = tag.name().to_owned();
                    let rank = rank(&name, tag.attribute("event").as_deref());
                    let role = tag.attribute("role").filter(|role| role != "aut");
                    open = Some((if role.is_some() { String::new() } else { name }, rank));
                    text.clear();
                }
                Piece::Text(more) => text.push_str(&more),
                Piece::Close(_) => {
                    let Some((name, rank)) = open.take() else { continue };
                    let value = clean_line(&text);
                    match name.as_str() {
                        "title" if properties.title.is_none() && is_title(&value) => {
                            properties.title = Some(value);
                        }
                        "creator" | "initial-creator"
                            if is_name(&value) && !authors.contains(&value) =>
                        {
                            authors.push(value);
                        }
                        "language" if properties.language.is_none() => {
                            properties.language = language_code(&value);
                        }
                        "date" | "created" | "modified" | "creation-date" => {
                            dates.extend(dates::date(&value).map(|date| (rank, date)));
                        }
                        _ => {}
                    }
                }
            }
        }
        properties.author = (!authors.is_empty()).then(|| authors.join(", "));
        properties.date = dates.into_iter().min_by_key(|(rank, _)| *rank).map(|(_, date)| date);
        properties
    }

    /// Puts them into an article, but for the title.
    pub(crate) fn apply(&self, article: &mut Article) {
        article.author.clone_from(&self.author);
        article.language.clone_from(&self.language);
        article.date = self.date;
    }
}

/// Which of several dates is the document's: the least.
fn rank(element: &str, event: Option<&str>) -> u8 {
    match (element, event) {
        ("date", Some("publication" | "original-publication")) => 0,
        ("created" | "creation-date", _) => 1,
        ("date", None) => 2,
        ("date", Some("creation")) => 3,
        _ => 4,
    }
}

/// Whether this is somebody's name, and not a program's.
pub(crate) fn is_name(author: &str) -> bool {
    !author.is_empty() && !NOBODY.contains(&author.to_lowercase().as_str())
}

/// Whether this is a title, and not a file's name or a program's.
pub(crate) fn is_title(title: &str) -> bool {
    let small = title.to_lowercase();
    let ends_in_extension = small.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && matches!(extension.len(), 2..=5)
            && extension.bytes().all(|b| b.is_ascii_alphanumeric())
            && extension.bytes().any(|b| b.is_ascii_alphabetic())
            && !stem.ends_with(' ')
    });
    let bare = small.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_path = small.contains('\\') || small.starts_with("file:");
    let is_name = !small.contains(' ') && small.contains('_');
    let is_untitled = UNTITLED.contains(&bare) || small.starts_with("microsoft word -");
    let has_words = small.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    has_words && !ends_in_extension && !is_path && !is_name && !is_untitled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_document_says_who_and_when() {
        let properties = Properties::read(
            "<cp:coreProperties><dc:title>The Pier</dc:title><dc:creator>Ada Quill</dc:creator>\
             <dcterms:created xsi:type='dcterms:W3CDTF'>2021-03-04T10:00:00Z</dcterms:created>\
             <dcterms:modified>2023-01-01T00:00:00Z</dcterms:modified>\
             <dc:language>en-GB</dc:language></cp:coreProperties>",
        );
        assert_eq!(properties.title.as_deref(), Some("The Pier"));
        assert_eq!(properties.author.as_deref(), Some("Ada Quill"));
        assert_eq!(properties.language.as_deref(), Some("en"));
        assert_eq!(properties.date, Some(jiff::civil::date(2021, 3, 4)));
    }

    #[test]
    fn a_book_has_authors_and_the_date_of_its_publication() {
        let properties = Properties::read(
            "<metadata><dc:creator opf:role='aut'>Ada Quill</dc:creator>\
             <dc:creator opf:role='ill'>Tom Brush</dc:creator><dc:creator>Ben Rill</dc:creator>\
             <dc:date opf:event='modification'>2024-01-01</dc:date>\
             <dc:date opf:event='publication'>1999-05-06</dc:date></metadata>",
        );
        assert_eq!(properties.author.as_deref(), Some("Ada Quill, Ben Rill"));
        assert_eq!(properties.date, Some(jiff::civil::date(1999, 5, 6)));
    }

    #[test]
    fn names_of_files_and_programs_are_no_titles() {
        for name in [
            "report_final_v2",
            "report.docx",
            "Microsoft Word - report.doc",
            "Document1",
            "Untitled",
            "untitled 3",
            "C:\\texts\\report",
            "12",
            "",
        ] {
            assert!(!is_title(name), "{name}");
        }
        for title in ["The Pier", "Report 2.0", "Why Node.js? A story", "Mr. Quill", "Documents"] {
            assert!(is_title(title), "{title}");
        }
    }
}
