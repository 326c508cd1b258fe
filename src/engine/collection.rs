//! Storing articles and finding them again.

use super::Engine;
use super::card::{Card, CardOptions};
use crate::article::{Article, ArticleId};
use crate::error::{Error, ErrorKind, Result, without_credentials};
use crate::library::{Added, ArticleVector, Entry, Outcome, Resolution};
use crate::text::{self, Document, clean_line, language_code};

/// A change to a stored article: a field that is `Some` is replaced, and removed if what it
/// holds is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The title.
    pub title: Option<Option<String>>,
    /// The category.
    pub category: Option<Option<String>>,
    /// The URL.
    pub url: Option<Option<String>>,
    /// The date.
    pub date: Option<Option<jiff::civil::Date>>,
    /// The language.
    pub language: Option<Option<String>>,
    /// The text, which is repaired as any other.
    pub body: Option<String>,
}

impl Change {
    /// The change as reading an article would have it: what it makes is stored again as it is when the
    /// library is exported and read.
    fn cleaned(self) -> Result<Self> {
        let line = |field: Option<Option<String>>| {
            field.map(|text| Some(clean_line(&text?)).filter(|line| !line.is_empty()))
        };
        let code = |named: String| {
            language_code(&named).ok_or_else(|| Error::InvalidField {
                name: "the change".to_owned(),
                field: "language",
                expected: "a language such as en or English",
                found: named,
            })
        };
        Ok(Self {
            title: line(self.title),
            category: line(self.category),
            url: line(self.url).map(|url| Some(without_credentials(&url?).into_owned())),
            language: line(self.language).map(|named| named.map(code).transpose()).transpose()?,
            date: self.date,
            body: self.body,
        })
    }

    /// An article with this change.
    fn applied_to(self, mut article: Article) -> Article {
        let Self { title, category, url, date, language, body } = self;
        // A text is repaired by its title: it may begin with it.
        let is_prepared = title.is_none() && body.is_none();
        replace(&mut article.title, title);
        replace(&mut article.category, category);
        replace(&mut article.url, url);
        replace(&mut article.date, date);
        replace(&mut article.language, language);
        article.body = body.unwrap_or(article.body);
        if is_prepared { article } else { text::prepare(article).article }
    }
}

impl Engine {
    /// Stores articles in one transaction: when this returns `Ok`, they are on the disk.
    ///
    /// Only what is new, or has a new text, is embedded, and of that only the sentences whose
    /// vectors the library has not cached. An article is recognised as
    /// [`Store::add`](crate::library::Store::add) says. The inner results are in the order of
    /// the documents; one that is refused does not keep the others from being stored. What is new then joins
    /// a story, or none.
    ///
    /// # Errors
    /// If the model fails or the library cannot be written; nothing is stored then.
    pub fn add(&self, documents: &[Document]) -> Result<Vec<Result<Added>>> {
        let library = self.library()?;
        let needs_vector = documents
            .iter()
            .map(|document| match library.resolve(&document.article) {
                Ok(resolution) => Ok(matches!(
                    resolution,
                    Resolution::New | Resolution::Changed { text: true, .. }
                )),
                // It will be refused, and by name.
                Err(error) if error.kind() == ErrorKind::Input => Ok(false),
                Err(error) => Err(error),
            })
            .collect::<Result<Vec<_>>>()?;
        let model = needs_vector.contains(&true).then(|| self.model()).transpose()?;
        let articles: Vec<&Article> = documents.iter().map(|document| &document.article).collect();
        let new = articles.iter().zip(&needs_vector).filter(|(_, needed)| **needed);
        let made = self.article_vectors(&new.map(|(article, _)| *article).collect::<Vec<_>>())?;
        let mut made = made.into_iter();
        let vectors: Vec<Option<Vec<f32>>> =
            needs_vector.iter().map(|&needed| if needed { made.next() } else { None }).collect();
        let entries: Vec<Entry<'_>> = documents
            .iter()
            .zip(&vectors)
            .map(|(document, vector)| Entry {
                article: &document.article,
                vector: model
                    .zip(vector.as_deref())
                    .map(|(model, values)| ArticleVector { model, values }),
            })
            .collect();
        let added = library.add(&entries)?;
        let stored = added.iter().flatten().filter(|it| it.outcome != Outcome::Unchanged);
        // They are on the disk, whatever comes of this: what cannot be placed now waits for upkeep.
        let _ = self.place(&stored.map(|it| it.id).collect::<Vec<_>>());
        Ok(added)
    }

    /// Stores articles now, to be embedded by whoever works on the library ([`Engine::work`]): until then they are not
    /// found by meaning, as [`Added::is_awaited`] says.
    ///
    /// # Errors
    /// As [`Engine::add`].
    pub fn add_later(&self, documents: &[Document]) -> Result<Vec<Result<Added>>> {
        let articles: Vec<&Article> = documents.iter().map(|document| &document.article).collect();
        self.library()?.add_later(&articles, self.model()?)
    }

    /// The card of a stored article, see [`Store::get`](crate::library::Store::get).
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn stored_card(&self, article: Article, options: &CardOptions) -> Result<Card> {
        // It was repaired when it was stored.
        let document = Document { article, ..Document::default() };
        self.card(&document, options)
    }

    /// Changes a stored article, and gives it as it is now.
    ///
    /// # Errors
    /// [`Error::InvalidField`] if the language is none; as [`Store::patch`](crate::library::Store::patch), or if the model fails.
    pub fn edit(&self, id: ArticleId, change: Change) -> Result<Article> {
        self.edit_if(id, change, |_| true)?
            .ok_or_else(|| Error::ArticleNotFound { reference: id.to_string() })
    }

    /// The same if the article is as wanted at the moment when the change is written; none if it is not.
    ///
    /// # Errors
    /// As [`Engine::edit`].
    pub fn edit_if(
        &self,
        id: ArticleId,
        change: Change,
        is_wanted: impl Fn(&Article) -> bool,
    ) -> Result<Option<Article>> {
        let library = self.library()?;
        let change = change.cleaned()?;
        let before = library.get_by_id(id)?;
        if !is_wanted(&before) {
            return Ok(None);
        }
        let article = change.clone().applied_to(before.clone());
        let is_same_text = (&article.body, &article.language) == (&before.body, &before.language);
        let vector = if is_same_text { None } else { self.article_vectors(&[&article])?.pop() };
        let model = vector.is_some().then(|| self.model()).transpose()?;
        let vector =
            model.zip(vector.as_deref()).map(|(model, values)| ArticleVector { model, values });
        let vector = vector.map(|vector| (&article, vector));
        let mut is_refused = false;
        let mut apply = |stored: Article| {
            is_refused = !is_wanted(&stored);
            if is_refused { stored } else { change.clone().applied_to(stored) }
        };
        library.patch(id, &mut apply, vector)?;
        if is_refused {
            return Ok(None);
        }
        let _ = self.place(&[id]);
        library.get_by_id(id).map(Some)
    }
}

fn replace<T>(field: &mut Option<T>, change: Option<Option<T>>) {
    if let Some(value) = change {
        *field = value;
    }
}
