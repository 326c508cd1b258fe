//! What is new in an article.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::article::Article;
use crate::engine;

/// What is new in an article, after what came before it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NewsLine<'a> {
    /// The article's id, if it is stored.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<&'a str>,
    /// The articles that it was compared with, in the order of time.
    pub before: Vec<BeforeLine<'a>>,
    /// How many of its sentences are new.
    pub new: usize,
    /// Its sentences, in order.
    pub sentences: Vec<SentenceNews<'a>>,
}

/// An article that came before.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BeforeLine<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// When it was published, or stored if that is not known.
    pub at: Option<String>,
}

/// A sentence, and what of it is new.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SentenceNews<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Where it begins in the body, in bytes of UTF-8.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it tells something new.
    pub new: bool,
    /// Which part of its words that say something, by weight, nothing before had.
    pub unseen: f32,
    /// Names that nothing before had.
    pub names: &'a [String],
    /// Figures that nothing before had.
    pub figures: &'a [String],
    /// The sentence before that is nearest in meaning.
    pub nearest: Option<NearestTold<'a>>,
}

/// A sentence that was told before.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NearestTold<'a> {
    /// The id of the article that tells it.
    pub article: String,
    /// What it says.
    pub text: &'a str,
    /// The cosine of the two sentences' vectors.
    pub cosine: f32,
}

/// How many of an article's sentences are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NewSentences {
    /// So many are.
    pub new: usize,
    /// Of so many.
    pub of: usize,
    /// After so many articles.
    pub articles: usize,
    /// Which these are: `read` for those that were read, `story` for those of the story before it.
    pub against: &'static str,
}

impl From<engine::NewSentences> for NewSentences {
    fn from(news: engine::NewSentences) -> Self {
        let engine::NewSentences { new, of, articles, against } = news;
        let against = match against {
            engine::Against::Read => "read",
            engine::Against::Story => "story",
        };
        Self { new, of, articles, against }
    }
}

impl Schema for NewsLine<'_> {
    const NAME: &'static str = "nutgraf.news/1";
    const COMMANDS: &'static str = "new";
}

impl<'a> NewsLine<'a> {
    /// What is new in this article.
    #[must_use]
    pub fn new(article: &'a Article, news: &'a engine::News) -> Self {
        let before = news.before.iter().map(|before| BeforeLine {
            id: before.id.to_string(),
            title: &before.title,
            at: before.at.map(|at| at.to_string()),
        });
        let sentence = |it: &'a engine::SentenceNews| SentenceNews {
            text: it.sentence.text(&article.body),
            start: it.sentence.span.start,
            end: it.sentence.span.end,
            new: it.is_new,
            unseen: it.novelty.unseen,
            names: &it.novelty.names,
            figures: &it.novelty.figures,
            nearest: it.nearest.as_ref().map(|told| NearestTold {
                article: told.article.to_string(),
                text: &told.text,
                cosine: told.cosine,
            }),
        };
        Self {
            id: article.id.map(|id| id.to_string()),
            title: article.title.as_deref(),
            before: before.collect(),
            new: news.count(),
            sentences: news.sentences.iter().map(sentence).collect(),
        }
    }
}
