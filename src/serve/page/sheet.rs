//! All that the page of one article needs from the engine.

use std::collections::{BTreeMap, HashMap};

use crate::Result;
use crate::article::{Article, ArticleId};
use crate::engine::{Against, Card, CardOptions, Engine, News};
use crate::library::{Copies, Store};
use crate::summarize::Budget;
use crate::text::Document;

/// The shortest and the longest summary of the page, in sentences.
pub(super) const SENTENCES: std::ops::RangeInclusive<usize> = 1..=10;

/// What the page of an article is made of.
pub(super) struct Sheet {
    /// Its card.
    pub(super) card: Card,
    /// Which of its sentences are new, if anything like it came before.
    pub(super) news: Option<(Against, News)>,
    /// The similar readings themselves, for their sources and languages.
    pub(super) beside: HashMap<ArticleId, Article>,
    /// The story that it is of, and how many articles tell that.
    pub(super) story: Option<(String, usize)>,
}

/// What a reader may ask of an article's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View {
    /// How many sentences its summary has.
    pub(super) sentences: usize,
    /// Whether it says of every sentence why it is in the summary, or is not.
    pub(super) explains: bool,
}

impl View {
    /// A view with so many sentences, or as many as are usual.
    pub(super) fn new(sentences: Option<usize>, explains: bool) -> Self {
        const USUAL: usize = 3;
        let sentences = sentences.unwrap_or(USUAL).clamp(*SENTENCES.start(), *SENTENCES.end());
        Self { sentences, explains }
    }

    fn options(self) -> Result<CardOptions> {
        Ok(CardOptions {
            budget: Budget::sentences(self.sentences)?,
            copies: Copies::Folded(Vec::new()),
            explains: self.explains,
            ..CardOptions::default()
        })
    }
}

impl Sheet {
    /// The sheet of an article, stored or not.
    pub(super) fn of(engine: &Engine, document: &Document, view: View) -> Result<Self> {
        let card = engine.card(document, &view.options()?)?;
        let article = &document.article;
        let news = match card.news {
            Some(news) => Some((news.against, engine.news(article, news.against)?)),
            None => None,
        };
        let library = engine.library()?;
        let ids: Vec<ArticleId> = card.similar.iter().map(|reading| reading.id).collect();
        let beside = by_id(library, &ids)?;
        let story = match article.id {
            Some(id) => story_of(library, id)?,
            None => None,
        };
        Ok(Self { card, news, beside, story })
    }

    /// Whether each sentence is new; nothing where nothing came before.
    pub(super) fn is_new(&self) -> Vec<bool> {
        let news = self.news.iter().flat_map(|(_, news)| &news.sentences);
        news.map(|sentence| sentence.is_new).collect()
    }
}

/// Those of these articles that are stored.
pub(super) fn by_id(library: &dyn Store, ids: &[ArticleId]) -> Result<HashMap<ArticleId, Article>> {
    let articles = library.articles(ids)?.into_iter();
    Ok(articles.filter_map(|article| Some((article.id?, article))).collect())
}

/// The languages of these articles, as far as they are known.
pub(super) fn languages(
    library: &dyn Store,
    ids: impl IntoIterator<Item = ArticleId>,
) -> Result<BTreeMap<ArticleId, String>> {
    let mut ids: Vec<ArticleId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut languages = BTreeMap::new();
    // A few at a time: their bodies come with them.
    for some in ids.chunks(64) {
        for article in library.articles(some)? {
            languages.extend(article.id.zip(article.language));
        }
    }
    Ok(languages)
}

fn story_of(library: &dyn Store, id: ArticleId) -> Result<Option<(String, usize)>> {
    if library.places(&[id])?.iter().all(|place| place.story.is_none()) {
        return Ok(None);
    }
    let story = library.story(&id.to_string())?;
    Ok(story.id.map(|id| (id.to_string(), story.members.len())))
}
