//! Omnivore: an archive with what is known of each article, its text, and what was marked in it.
//!
//! In: an archive with `metadata_0_to_20.json` and so on, `content/{slug}.html` or `.pdf` and
//! `highlights/{slug}.md`; or one of these arrays by itself, whose articles have no text. Out: one
//! entry an article, with its text.

use std::collections::HashMap;
use std::vec::IntoIter;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{has, placeholder};
use crate::article::Warning;
use crate::error::{Error, Result};
use crate::read::archive::bounded::Archive;
use crate::read::archive::read_nested;
use crate::read::charset;
use crate::read::entry::{Entries, Entry, one};
use crate::read::html::text_of;
use crate::read::json::shapes::{Place, Shape};
use crate::read::source::Source;

/// The most bytes of a file of the archive.
const LARGEST: usize = 64 << 20;

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| has(object, &["slug", "savedAt", "readingProgress"]),
    entries: |object, place| one(Ok(draft(&object).entry(place))),
};

/// What the array of an archive says of an article.
fn draft(object: &Map<String, Value>) -> Draft<'_> {
    let mut draft = Draft::new(object);
    draft.url(&["url", "originalUrl"]);
    draft.identity("omnivore", "id");
    draft.title("title");
    draft.article.author = draft.line("author");
    draft.article.site = draft.line("siteName");
    draft.published("publishedAt");
    draft.article.created = draft.time("savedAt");
    draft.article.updated = draft.time("updatedAt");
    draft.article.last_read = draft.time("readAt");
    draft.read(draft.line("state").is_some_and(|state| state.eq_ignore_ascii_case("archived")));
    draft.progress("readingProgress", 100.0);
    draft.tags(draft.words("labels", &["name"]));
    draft
}

/// The entries of an archive that Omnivore wrote, if it is one.
pub(crate) fn entries(archive: Archive, source: Source) -> Result<Entries, Box<(Archive, Source)>> {
    let files = Files::of(&archive);
    if files.metadata.is_empty() || files.others.is_empty() {
        return Err(Box::new((archive, source)));
    }
    let metadata = files.metadata.clone().into_iter();
    Ok(Box::new(Export { archive, source, files, metadata, articles: None }))
}

/// The numbers of the files of an archive.
struct Files {
    /// Those that tell of articles, in their order.
    metadata: Vec<usize>,
    /// The texts and highlights by folder and name.
    others: HashMap<String, usize>,
}

impl Files {
    fn of(archive: &Archive) -> Self {
        let mut metadata = Vec::new();
        let mut others = HashMap::new();
        for (index, path) in archive.names().enumerate() {
            let mut parts = path.rsplit(['/', '\\']);
            let name = parts.next().unwrap_or_default();
            let folder = parts.next().unwrap_or_default();
            if let Some(start) = metadata_start(name) {
                metadata.push((start, index));
            } else if matches!(folder, "content" | "highlights") && !name.is_empty() {
                others.insert(format!("{folder}/{name}"), index);
            }
        }
        metadata.sort_unstable();
        Self { metadata: metadata.into_iter().map(|(_, index)| index).collect(), others }
    }
}

/// The first number in a name such as `metadata_20_to_40.json`.
fn metadata_start(name: &str) -> Option<u64> {
    let range = name.strip_prefix("metadata_")?.strip_suffix(".json")?;
    range.split('_').next()?.parse().ok()
}

/// The articles of an archive that are left.
struct Export {
    archive: Archive,
    source: Source,
    files: Files,
    metadata: IntoIter<usize>,
    /// The articles of the file that is being read, its place, and how many there were.
    articles: Option<(IntoIter<Value>, Place, usize)>,
}

impl Iterator for Export {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((articles, place, count)) = &mut self.articles {
                if let Some(article) = articles.next() {
                    let place = place.element(*count);
                    *count += 1;
                    return Some(self.article(&article, place));
                }
                self.articles = None;
            }
            let index = self.metadata.next()?;
            match self.list(index) {
                Ok(articles) => self.articles = Some(articles),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Export {
    /// The articles that a file tells of.
    fn list(&mut self, index: usize) -> Result<(IntoIter<Value>, Place, usize)> {
        let name = self.archive.place(index);
        let bytes = self.archive.read(index, LARGEST)?;
        let place = Place { name: name.clone(), ..Place::of(&self.source) };
        let articles: Vec<Value> =
            serde_json::from_slice(&bytes).map_err(|source| Error::InvalidJson { name, source })?;
        Ok((articles.into_iter(), place, 0))
    }

    /// An article with its text and what was marked in it.
    fn article(&mut self, article: &Value, place: Place) -> Result<Entry> {
        let empty = Map::new();
        let object = article.as_object().unwrap_or(&empty);
        let mut draft = draft(object);
        let slug = draft.line("slug").unwrap_or_default();
        let mut warnings = Vec::new();
        match self.text(&slug) {
            Ok(Some((text, of_text))) => {
                warnings = of_text;
                if !placeholder::is_placeholder(&text) {
                    draft.article.body = text;
                }
            }
            Ok(None) => {}
            // It is known all the same, and may be fetched.
            Err(error) if draft.article.url.is_some() => {
                warnings.push(Warning::Cut { reason: format!("its text is left out: {error}") });
            }
            Err(error) => return Err(error),
        }
        let marked = self.files.others.get(&format!("highlights/{slug}.md")).copied();
        match marked.map(|index| self.archive.read(index, LARGEST)).transpose() {
            Ok(marked) => {
                let marked = String::from_utf8_lossy(marked.as_deref().unwrap_or_default());
                for (quote, note) in highlights(&marked) {
                    draft.highlight(&quote, &note);
                }
            }
            Err(error) => {
                let reason = format!("its highlights are left out: {error}");
                warnings.push(Warning::Cut { reason });
            }
        }
        let mut entry = draft.entry(&place);
        entry.warnings.extend(warnings);
        Ok(entry)
    }

    /// The text of the article of this name in addresses, and what was wrong with it.
    fn text(&mut self, slug: &str) -> Result<Option<(String, Vec<Warning>)>> {
        let file =
            |ending: &str| self.files.others.get(&format!("content/{slug}.{ending}")).copied();
        if let Some(index) = file("html").or_else(|| file("htm")) {
            let bytes = self.archive.read(index, LARGEST)?;
            let decoded = charset::decode(&self.archive.place(index), bytes, None)?;
            return Ok(Some((text_of(&decoded.text), decoded.warnings)));
        }
        let Some(index) = file("pdf").or_else(|| file("md")) else { return Ok(None) };
        let bytes = self.archive.read(index, LARGEST)?;
        let nested = self.source.nested(self.archive.place(index), bytes)?;
        let mut texts = Vec::new();
        let mut warnings = Vec::new();
        for entry in read_nested(nested) {
            let entry = entry?;
            texts.push(entry.article.body);
            warnings.extend(entry.warnings);
        }
        Ok(Some((texts.join("\n\n"), warnings)))
    }
}

/// The passages in a file of highlights and the notes on them: a passage is quoted by `>`, labels
/// stand after it as `#label`, and a note follows below.
fn highlights(markdown: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_in_quote = false;
    for line in markdown.lines() {
        if let Some(quoted) = line.trim_start().strip_prefix('>') {
            if !is_in_quote {
                found.push((String::new(), String::new()));
            }
            is_in_quote = true;
            if let Some((quote, _)) = found.last_mut() {
                quote.push_str(quoted.trim());
                quote.push('\n');
            }
        } else {
            is_in_quote = false;
            if let Some((_, note)) = found.last_mut() {
                note.push_str(line);
                note.push('\n');
            }
        }
    }
    for (quote, note) in &mut found {
        *quote = without_labels(quote.trim()).to_owned();
        *note = note.trim().to_owned();
    }
    found
}

/// A passage without the labels after it.
fn without_labels(quote: &str) -> &str {
    let mut quote = quote;
    while let Some((before, label)) = quote.rsplit_once([' ', '\n'])
        && label.strip_prefix('#').is_some_and(|name| name.starts_with(char::is_alphabetic))
    {
        quote = before.trim_end();
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_have_notes_and_lose_their_labels() {
        let markdown = "> The ferry was late. #sea #slow-travel\n\nAs ever.\nTwice.\n\n\
            > Nobody minded\n> on the pier.\n\n> It was the #1 ferry\n";
        let note = |text: &str| text.to_owned();
        assert_eq!(
            highlights(markdown),
            [
                (note("The ferry was late."), note("As ever.\nTwice.")),
                (note("Nobody minded\non the pier."), note("")),
                (note("It was the #1 ferry"), note("")),
            ]
        );
        assert_eq!(highlights("Nothing marked.\n"), []);
    }
}
