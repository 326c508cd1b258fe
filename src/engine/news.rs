//! What is new in an article: which of its sentences tell something that what came before has not.

use std::collections::HashMap;

use jiff::Timestamp;

use super::card::SimilarReading;
use super::neighbors::Nearness;
use super::{Analysis, Engine};
use crate::article::{Article, ArticleId, Sentence};
use crate::error::Result;
use crate::library::Member;
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

/// How many of an article's sentences are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSentences {
    /// So many are.
    pub new: usize,
    /// Of so many.
    pub of: usize,
    /// After so many articles.
    pub articles: usize,
    /// Which these are.
    pub against: Against,
}

impl News {
    /// How many sentences are new.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sentences.iter().filter(|it| it.is_new).count()
    }
}

impl From<Member> for Before {
    fn from(member: Member) -> Self {
        let at = Some(member.at());
        Self { id: member.id, title: member.title, at }
    }
}

impl Engine {
    /// What is new in an article; all of it, where nothing came before.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn news(&self, article: &Article, against: Against) -> Result<News> {
        self.news_of(article, &self.analyse(article)?, against)
    }

    /// How much of an article is new to whoever has read some of its story, else how much of it the story before
    /// has not told; none if nothing of either is among the readings like it.
    pub(super) fn new_sentences(
        &self,
        article: &Article,
        analysis: &Analysis,
        similar: &[SimilarReading],
    ) -> Result<Option<NewSentences>> {
        let is_of_story = |id: ArticleId| {
            let mut same = similar.iter().filter(|it| it.relation >= Relation::SameStory);
            same.any(|reading| reading.id == id)
        };
        if !similar.iter().any(|reading| is_of_story(reading.id)) {
            return Ok(None);
        }
        for against in [Against::Read, Against::Story] {
            let news = self.news_of(article, analysis, against)?;
            if news.before.iter().any(|before| is_of_story(before.id)) {
                let (new, of, articles) = (news.count(), news.sentences.len(), news.before.len());
                return Ok(Some(NewSentences { new, of, articles, against }));
            }
        }
        Ok(None)
    }

    fn news_of(&self, article: &Article, analysis: &Analysis, against: Against) -> Result<News> {
        let earlier = self.earlier(article, analysis, against)?;
        let mut told = Told::default();
        let mut tellers: Vec<(ArticleId, String)> = Vec::new();
        for (other, before) in &earlier {
            let of_other = self.analyse(other)?;
            told_by(other, &of_other, &mut told);
            let texts = of_other.sentences.iter().map(|sentence| sentence.text(&other.body));
            tellers.extend(texts.map(|text| (before.id, text.to_owned())));
        }
        let model = NoveltyModel::bundled();
        let news = |(sentence, row): (&Sentence, &[f32])| {
            let novelty = told.novelty(sentence.text(&article.body), row);
            let nearest = novelty.nearest.and_then(|(at, cosine)| {
                let (article, text) = tellers.get(at)?.clone();
                Some(NearestTold { article, text, cosine })
            });
            let is_new = told.is_empty() || model.is_new(&novelty);
            SentenceNews { sentence: *sentence, is_new, novelty, nearest }
        };
        let rows = analysis.embedded.embeddings.rows();
        Ok(News {
            before: earlier.into_iter().map(|(_, before)| before).collect(),
            sentences: analysis.sentences.iter().zip(rows).map(news).collect(),
        })
    }

    /// What an article is compared with, in the order of time.
    fn earlier(
        &self,
        article: &Article,
        analysis: &Analysis,
        against: Against,
    ) -> Result<Vec<(Article, Before)>> {
        if !self.has_articles()? {
            return Ok(Vec::new());
        }
        let mut nearness = Nearness::of(COMPARED);
        if against == Against::Read {
            nearness.filter.read = Some(true);
        }
        let library = self.library()?;
        let own = self.itself(article)?;
        let story =
            own.filter(|_| against == Against::Story).map(|id| library.story(&id.to_string()));
        let mut before: Vec<Before> = match story.transpose()? {
            Some(story) => {
                let others = story.members.into_iter().filter(|member| Some(member.id) != own);
                others.map(Before::from).collect()
            }
            None => {
                let mut readings = self.readings_of(article, analysis, &nearness)?;
                if against == Against::Story {
                    readings.retain(|reading| reading.relation >= Relation::SameStory);
                }
                let of = |reading: SimilarReading| {
                    let SimilarReading { id, title, .. } = reading;
                    Before { id, title, at: None }
                };
                readings.into_iter().map(of).collect()
            }
        };
        let now = told_at(article);
        let ids: Vec<ArticleId> = before.iter().map(|before| before.id).collect();
        let mut articles: HashMap<ArticleId, Article> =
            library.articles(&ids)?.into_iter().filter_map(|it| Some((it.id?, it))).collect();
        before.retain_mut(|before| {
            before.at = articles.get(&before.id).and_then(told_at);
            let is_earlier = now.zip(before.at).is_none_or(|(now, at)| at < now);
            against == Against::Read || is_earlier
        });
        before.sort_by_key(|before| (before.at, before.id));
        let latest = before.split_off(before.len().saturating_sub(COMPARED));
        let both = latest.into_iter().filter_map(|it| Some((articles.remove(&it.id)?, it)));
        Ok(both.collect())
    }
}

/// Takes note of what an article tells.
pub(super) fn told_by(article: &Article, analysis: &Analysis, told: &mut Told) {
    told.words(article.title.as_deref().unwrap_or_default());
    let rows = analysis.embedded.embeddings.rows();
    for (sentence, row) in analysis.sentences.iter().zip(rows) {
        told.sentence(sentence.text(&article.body), row);
    }
}

/// When an article was told, as far as that is known.
fn told_at(article: &Article) -> Option<Timestamp> {
    article.published_at().or(article.created)
}
