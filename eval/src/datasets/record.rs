//! One row of a data file: named fields, as strings, numbers or lists of them.
//!
//! In: a JSON object, or a row of a table under its header. Out: the texts, ids and references
//! that are in its fields, or the reason why there are none. Which field holds what is said by
//! the caller, or known by common names; a field serves once in a row.

use serde_json::{Map, Value};

use super::Text;

/// Why a row is left out, to be read after a number: "without a text".
pub(super) type Reason = String;

/// The names of the fields of a data set, where they are not the usual ones.
///
/// A row that lacks a named field, or in which it is null, is left out (save for the title,
/// which not every article has); if no row has it, that is an error. What is `None` is looked
/// for under its usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The article.
    pub text: Option<String>,
    /// The reference summary or summaries.
    pub reference: Option<String>,
    /// The title of the article.
    pub title: Option<String>,
    /// What names the article; usually `id`, or the number of the row where there is none.
    pub id: Option<String>,
    /// The category of the article.
    pub category: Option<String>,
}

impl Fields {
    /// The names that were given, in the order of the struct.
    pub(super) fn given(&self) -> impl Iterator<Item = &str> {
        [&self.text, &self.reference, &self.title, &self.id, &self.category]
            .into_iter()
            .filter_map(|name| name.as_deref())
    }
}

const TITLES: [&str; 3] = ["title", "headline", "headlines"];
const IDS: [&str; 6] = ["id", "_id", "guid", "doc_id", "document_id", "article_id"];
/// `ctext` comes before `text`, which holds the summary where there is a `ctext` (Inshorts).
const TEXTS: [&str; 11] = [
    "article",
    "document",
    "ctext",
    "sentences",
    "paragraphs",
    "text",
    "body",
    "content",
    "full_text",
    "articleBody",
    "story",
];
const REFERENCES: [&str; 8] = [
    "highlights",
    "summary",
    "abstract",
    "references",
    "reference",
    "summaries",
    "reference_summary",
    "target",
];
const CATEGORIES: [&str; 6] = ["category", "label", "class", "topic", "section", "class_name"];

/// A row of a data file.
pub(super) struct Record {
    /// The number of the row, from 1.
    pub(super) number: usize,
    /// What it holds.
    pub(super) fields: Map<String, Value>,
}

impl Record {
    /// The id: a string or a number; the number of the row if there is none.
    pub(super) fn id(&self, given: Option<&str>) -> Result<String, Reason> {
        let name = match given {
            Some(name) => Some(self.named(name)?),
            None => self.first_of(&IDS, &[]),
        };
        let id = name.and_then(|name| self.label(name));
        match (id, given) {
            (Some(id), _) => Ok(id),
            (None, Some(name)) => Err(format!("without an id in `{name}`")),
            (None, None) => Ok(self.number.to_string()),
        }
    }

    /// The title, if there is one in a field that is not `taken`.
    pub(super) fn title(&self, given: Option<&str>, taken: &[&str]) -> Option<String> {
        self.label(given.or_else(|| self.first_of(&TITLES, taken))?)
    }

    /// The category: a string or a number.
    pub(super) fn category(&self, given: Option<&str>) -> Result<String, Reason> {
        let name = match given {
            Some(name) => Some(self.named(name)?),
            None => self.first_of(&CATEGORIES, &[]),
        };
        name.and_then(|name| self.label(name)).ok_or_else(|| "without a category".to_owned())
    }

    /// The name of the field of the text, which is not that of the reference.
    pub(super) fn text_name<'a>(&'a self, fields: &'a Fields) -> Result<&'a str, Reason> {
        match fields.text.as_deref() {
            Some(name) => self.named(name),
            None => self
                .first_of(&TEXTS, fields.reference.as_deref().as_slice())
                .ok_or_else(|| "without a text".to_owned()),
        }
    }

    /// The text in a field: a string as it is; a list as sentences, unless the field is called
    /// `paragraphs`.
    pub(super) fn text(&self, name: &str) -> Result<Text, Reason> {
        let text = match self.fields.get(name) {
            Some(Value::String(text)) => Text::Whole(text.trim().to_owned()),
            Some(Value::Array(parts)) => {
                let parts =
                    strings(parts).ok_or("with a text that is neither a string nor strings")?;
                match name {
                    "paragraphs" => Text::Whole(parts.join("\n\n")),
                    _ => Text::Sentences(parts),
                }
            }
            Some(Value::Null) | None => return Err("without a text".to_owned()),
            Some(_) => return Err("with a text that is neither a string nor strings".to_owned()),
        };
        if text.is_empty() { Err("without a text".to_owned()) } else { Ok(text) }
    }

    /// The name of the field of the references, which is not that of the text.
    pub(super) fn reference_name<'a>(
        &'a self,
        fields: &'a Fields,
        text: &str,
    ) -> Result<&'a str, Reason> {
        match fields.reference.as_deref() {
            Some(name) => self.named(name),
            None => self
                .first_of(&REFERENCES, &[text])
                .or_else(|| (text == "ctext" && self.has("text")).then_some("text"))
                .ok_or_else(|| "without a reference".to_owned()),
        }
    }

    /// The references in a field: at least one, each of at least one line.
    ///
    /// A string is one reference, split at its line breaks alone. A list of strings is one
    /// reference, split already, or several under a name in the plural (`references`,
    /// `summaries`); a list of lists is several.
    pub(super) fn references(&self, name: &str) -> Result<Vec<Vec<String>>, Reason> {
        let several = matches!(name, "references" | "summaries");
        let references = match self.fields.get(name) {
            Some(Value::Array(parts)) if several || parts.iter().any(Value::is_array) => {
                parts.iter().map(reference).collect::<Result<_, _>>()?
            }
            Some(value) => vec![reference(value)?],
            None => Vec::new(),
        };
        let references: Vec<Vec<String>> =
            references.into_iter().filter(|lines| !lines.is_empty()).collect();
        if references.is_empty() {
            return Err("without a reference".to_owned());
        }
        let counts = |line: &String| line.contains(|c: char| c.is_ascii_alphanumeric());
        if !references.iter().flatten().any(counts) {
            // Every summary would score 0, a perfect one too.
            return Err("with references in which ROUGE counts nothing, as it knows the letters \
                        a to z and digits alone"
                .to_owned());
        }
        Ok(references)
    }

    /// A string that is there and not blank, without the white space around it.
    pub(super) fn string(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str().map(str::trim).filter(|it| !it.is_empty())
    }

    /// A number, be it written as a string or not; infinity and NaN are none.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let number = match self.fields.get(name)? {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    /// A string that is not blank, or a number in its digits.
    fn label(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::Number(number) => Some(number.to_string()),
            _ => self.string(name).map(str::to_owned),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn first_of(&self, names: &[&'static str], taken: &[&str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.has(name) && !taken.contains(name))
    }

    fn named<'a>(&self, name: &'a str) -> Result<&'a str, Reason> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Err(format!("without the field `{name}`")),
            Some(_) => Ok(name),
        }
    }
}

/// The strings of a list, without the blank ones; none if it holds anything else.
fn strings(parts: &[Value]) -> Option<Vec<String>> {
    parts
        .iter()
        .map(|part| part.as_str().map(str::trim))
        .filter(|part| *part != Some(""))
        .map(|part| part.map(str::to_owned))
        .collect()
}

fn reference(value: &Value) -> Result<Vec<String>, Reason> {
    match value {
        Value::String(text) => Ok(lines(text)),
        Value::Array(parts) => {
            strings(parts).ok_or_else(|| "with a reference that is no text".into())
        }
        Value::Null => Ok(Vec::new()),
        _ => Err("with a reference that is no text".to_owned()),
    }
}

/// The lines of a text that are not blank, without the white space around them.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
