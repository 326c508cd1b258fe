//! What is new in an article: which of its sentences tell something that what came before has not.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Engine;
use super::neighbors::Nearness;
use crate::article::{Article, ArticleId, Sentence};
use crate::error::Result;
use crate::story::{Novelty, NoveltyModel, Relation, Told};

/// At most so many articles are compared with: a story that is told more often is told again and again.
const COMPARED: usize = 32;

/// What an article is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The stored articles of the same story that came before it.
    Story,
    /// The stored articles like it that were read at least once, whenever they came.
    Read,
}

/// What is new in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// The articles that it was compared with, in the order of time.
    pub before: Vec<Before>,
    /// Its sentences, in order.
    pub sentences: Vec<SentenceNews>,
}

/// An article that came before.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// Its id.
    pub id: ArticleId,
    /// Its title, or its first words.
    pub title: String,
    /// When it was published, or stored if that is not known.
    pub at: Option<Timestamp>,
}

/// A sentence, and what of it is new.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceNews {
    /// Where it is.
    pub sentence: Sentence,
    /// Whether it tells something new.
    pub is_new: bool,
    /// What of it was not told before.
    pub novelty: Novelty,
    /// The sentence before that is nearest in meaning.
    pub nearest: Option<NearestTold>,
}

/// A sentence that was told before.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestTold {
    /// The article that tells it.
    pub article: ArticleId,
    /// What it says.
    pub text: String,
    /// The cosine of the two sentences' vectors.
    pub cosine: f32,
}

impl News {
    /// How many sentences are new.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sentences.iter().filter(|it| it.is_new).count()
    }
}

impl Engine {
    /// What is new in an article; all of it, where nothing came before.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn news(&self, article: &Article, against: Against) -> Result<News> {
        let earlier = self.earlier(article, against)?;
        let mut told = Told::default();
        let mut tellers: Vec<(ArticleId, String)> = Vec::new();
        for (other, before) in &earlier {
            let analysis = self.analyse(other)?;
            told.words(other.title.as_deref().unwrap_or_default());
            let rows = analysis.embedded.embeddings.rows();
            for (sentence, row) in analysis.sentences.iter().zip(rows) {
                let text = sentence.text(&other.body);
                told.sentence(text, row);
                tellers.push((before.id, text.to_owned()));
            }
        }
        let analysis = self.analyse(article)?;
        let model = NoveltyModel::bundled();
        let news = |(sentence, row): (&Sentence, &[f32])| {
            let novelty = told.novelty(sentence.text(&article.body), row);
            let nearest = novelty.nearest.and_then(|(at, cosine)| {
                let (article, text) = tellers.get(at)?.clone();
                Some(NearestTold { article, text, cosine })
            });
            let is_new = told.is_empty() || model.is_new(&novelty);
            SentenceNews { sentence: sentence.clone(), is_new, novelty, nearest }
        };
        let rows = analysis.embedded.embeddings.rows();
        Ok(News {
            before: earlier.into_iter().map(|(_, before)| before).collect(),
            sentences: analysis.sentences.iter().zip(rows).map(news).collect(),
        })
    }

    /// What an article is compared with, in the order of time.
    fn earlier(&self, article: &Article, against: Against) -> Result<Vec<(Article, Before)>> {
        let mut nearness = Nearness::of(COMPARED);
        if against == Against::Read {
            nearness.filter.read = Some(true);
        }
        let mut readings = self.similar(article, &nearness)?;
        if against == Against::Story {
            readings.retain(|reading| reading.relation >= Relation::SameStory);
        }
        let Ok(library) = self.library() else { return Ok(Vec::new()) };
        let ids: Vec<ArticleId> = readings.iter().map(|reading| reading.id).collect();
        let now = told_at(article);
        let mut earlier: Vec<(Article, Before)> = library
            .articles(&ids)?
            .into_iter()
            .filter_map(|other| {
                let reading = readings.iter().find(|reading| Some(reading.id) == other.id)?;
                let at = told_at(&other);
                let is_earlier = now.zip(at).is_none_or(|(now, at)| at < now);
                let before = Before { id: reading.id, title: reading.title.clone(), at };
                (against == Against::Read || is_earlier).then_some((other, before))
            })
            .collect();
        earlier.sort_by_key(|(_, before)| (before.at, before.id));
        Ok(earlier)
    }
}

/// When an article was told, as far as that is known: a day begins at midnight.
fn told_at(article: &Article) -> Option<Timestamp> {
    let day = || Some(article.date?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    article.published.or_else(day).or(article.created)
}
