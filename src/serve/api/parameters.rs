//! What may stand behind the `?` of an address, and what it means.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::engine::{CardOptions, Engine, Nearness, Order};
use crate::library::{Copies, Filter};
use crate::serve::problem::Problem;
use crate::summarize::Budget;
use crate::wire::OffsetUnit;
use crate::{Error, Result};

/// The parameters of a request, or what is wrong with them as a problem.
pub(in crate::serve) struct Parameters<T>(pub(in crate::serve) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(parameters)) => Ok(Self(parameters)),
            Err(rejection) => Err(Problem::bad_request(rejection.body_text())),
        }
    }
}

/// How a card is made. Of `sentences`, `words`, `characters` and `ratio` one may be given.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CardParameters {
    /// At most this many sentences; 3 if nothing is said.
    pub(super) sentences: Option<usize>,
    /// At most this many words.
    pub(super) words: Option<usize>,
    /// At most this many characters.
    pub(super) characters: Option<usize>,
    /// At most this share of the article's words, over 0 and up to 1.
    pub(super) ratio: Option<f32>,
    /// One statement, as below a headline.
    pub(super) one_line: bool,
    /// Only what the article says about this.
    pub(super) query: Option<String>,
    /// How sentences are ranked: `learned`, `centrality`, `lexrank` or `lead`.
    pub(super) scorer: Option<String>,
    /// Whether each sentence says why it was picked, or was not.
    pub(super) explain: bool,
    /// Whether sentences stay as they are, without the full form of a name in brackets.
    pub(super) verbatim: bool,
    /// How many similar readings are named; 5 if nothing is said.
    pub(super) neighbors: Option<usize>,
    /// What offsets count: `bytes` of UTF-8, or `chars`.
    pub(super) offsets: Offsets,
    /// Whether an address that the body names is fetched, where the server allows it.
    pub(super) fetch: bool,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Offsets {
    /// Bytes of UTF-8.
    #[default]
    Bytes,
    /// Unicode scalar values.
    Chars,
}

impl From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Bytes => Self::Bytes,
            Offsets::Chars => Self::Chars,
        }
    }
}

impl CardParameters {
    /// The options of a card.
    pub(super) fn options(&self) -> Result<CardOptions, Problem> {
        /// As of the command line's `--one-line`.
        const LINE_WORDS: usize = 30;
        const MOST_NEIGHBORS: usize = 100;
        let given = [
            self.sentences.is_some(),
            self.words.is_some(),
            self.characters.is_some(),
            self.ratio.is_some(),
        ];
        if given.iter().filter(|is_given| **is_given).count() > 1 {
            return Err(Problem::bad_request(
                "of `sentences`, `words`, `characters` and `ratio` one may be given",
            ));
        }
        let budget = match *self {
            Self { one_line: true, characters: Some(count), .. } => {
                Budget::line_of_characters(count)
            }
            Self { one_line: true, words, .. } => Budget::line(words.unwrap_or(LINE_WORDS)),
            Self { sentences: Some(count), .. } => Budget::sentences(count),
            Self { words: Some(count), .. } => Budget::words(count),
            Self { characters: Some(count), .. } => Budget::characters(count),
            Self { ratio: Some(share), .. } => Budget::ratio(share),
            _ => Ok(Budget::default()),
        };
        if self.query.as_ref().is_some_and(|query| !query.contains(char::is_alphanumeric)) {
            return Err(Problem::bad_request(
                "`query` has no word; say what the summary is to be about",
            ));
        }
        let defaults = CardOptions::default();
        Ok(CardOptions {
            budget: budget.map_err(|error| Problem::bad_request(error.to_string()))?,
            neighbors: self.neighbors.unwrap_or(defaults.neighbors).min(MOST_NEIGHBORS),
            scorer: self.scorer.clone(),
            query: self.query.clone(),
            explains: self.explain,
            verbatim: self.verbatim,
            copies: Copies::Folded(Vec::new()),
            ..defaults
        })
    }
}

/// Which stored articles are meant.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct FilterParameters {
    /// Only this category.
    pub(in crate::serve) category: Option<String>,
    /// Only this language, as an ISO 639 code.
    pub(in crate::serve) language: Option<String>,
    /// Only those of this day or later, as 2024-12-24.
    #[schemars(with = "Option<String>")]
    pub(in crate::serve) since: Option<Date>,
    /// Only those of this day or earlier.
    #[schemars(with = "Option<String>")]
    pub(in crate::serve) until: Option<Date>,
    /// Only those from this source: a site's name, or its host.
    pub(in crate::serve) source: Option<String>,
    /// Only those that were read (`true`), or were not (`false`).
    #[serde(deserialize_with = "flag")]
    #[schemars(with = "Option<bool>")]
    pub(in crate::serve) read: Option<bool>,
}

/// A truth value that is flattened out of a query, where all is text.
fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    match Option::<String>::deserialize(deserializer)?.as_deref() {
        None | Some("") => Ok(None),
        Some("true" | "1" | "on") => Ok(Some(true)),
        Some("false" | "0" | "off") => Ok(Some(false)),
        Some(_) => Err(serde::de::Error::custom("`read` must be true or false")),
    }
}

/// A number that is flattened out of a query, where all is text.
fn number<'de, D: serde::Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: std::str::FromStr,
{
    match Option::<String>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => text.trim().parse().map(Some).map_err(|_| {
            serde::de::Error::custom(format!(
                "`{}` is no number that can be here",
                shortened(&text)
            ))
        }),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

impl FilterParameters {
    pub(in crate::serve) fn filter(&self) -> Filter {
        let Self { category, language, since, until, source, read } = self.clone();
        Filter { category, language, since, until, source, read, exclude: Vec::new() }
    }
}

/// A list, a page at a time.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ListParameters {
    #[serde(flatten)]
    pub(super) filter: FilterParameters,
    /// At most this many, up to 1,000; 50 if nothing is said.
    #[serde(deserialize_with = "number")]
    #[schemars(with = "Option<usize>")]
    pub(super) limit: Option<usize>,
    /// Where the page before ended: its `next`.
    pub(super) cursor: Option<String>,
    /// Whether each of several articles with the same text is listed.
    #[serde(deserialize_with = "flag")]
    #[schemars(with = "Option<bool>")]
    pub(super) copies: Option<bool>,
}

/// What is to be found.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct FindParameters {
    #[serde(flatten)]
    pub(super) filter: FilterParameters,
    /// At most this many, up to 100; 5 if nothing is said.
    #[serde(deserialize_with = "number")]
    #[schemars(with = "Option<usize>")]
    pub(super) limit: Option<usize>,
    /// Leave out what is less alike than this, from -1 to 1.
    #[serde(deserialize_with = "number")]
    #[schemars(with = "Option<f32>")]
    pub(super) min_score: Option<f32>,
    /// In which order: `alike`, `diverse` or `newest`.
    pub(super) order: Option<OrderParameter>,
    /// Whether the sentences that match best are told.
    #[serde(deserialize_with = "flag")]
    #[schemars(with = "Option<bool>")]
    pub(super) why: Option<bool>,
}

/// In which order readings are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum OrderParameter {
    /// That first which is most like it.
    Alike,
    /// The same, but for what is like one that was named already.
    Diverse,
    /// The newest first.
    Newest,
}

/// What is to be searched for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct SearchParameters {
    /// What is to be found.
    pub(super) q: String,
    /// `meaning`, or `words` for articles that have all these words.
    #[serde(default)]
    pub(super) by: By,
    #[serde(flatten)]
    pub(super) find: FindParameters,
}

/// By what is searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum By {
    /// By meaning.
    #[default]
    Meaning,
    /// By words.
    Words,
}

const MOST_FOUND: usize = 100;

impl FindParameters {
    /// How many at most.
    pub(super) fn count(&self) -> usize {
        self.limit.unwrap_or(5).min(MOST_FOUND)
    }

    /// Which stored articles are named, and how many.
    pub(super) fn nearness(&self) -> Result<Nearness, Problem> {
        if self.min_score.is_some_and(|score| !(-1.0..=1.0).contains(&score)) {
            return Err(Problem::bad_request("`min_score` must be a number from -1 to 1"));
        }
        Ok(Nearness {
            filter: self.filter.filter(),
            min_score: self.min_score,
            copies: Copies::Folded(Vec::new()),
            order: match self.order {
                None | Some(OrderParameter::Alike) => Order::Alike,
                Some(OrderParameter::Diverse) => Order::Diverse,
                Some(OrderParameter::Newest) => Order::Newest,
            },
            ..Nearness::of(self.count())
        })
    }
}

/// The article that a reference means.
pub(super) fn stored(engine: &Engine, reference: &str) -> Result<crate::article::Article> {
    if reference.contains('\0') {
        return Err(Error::ArticleNotFound { reference: reference.replace('\0', "") });
    }
    engine.library()?.get(reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn parsed<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
        let uri = format!("/v1/articles?{query}");
        let (mut parts, ()) =
            axum::http::Request::builder().uri(uri).body(()).unwrap().into_parts();
        Parameters::from_request_parts(&mut parts, &()).await.map(|Parameters(it)| it)
    }

    #[tokio::test]
    async fn parameters_are_read_and_what_is_wrong_is_named() {
        let list: ListParameters =
            parsed("limit=7&read=false&since=2024-12-24&category=a%20b").await.unwrap();
        assert_eq!((list.limit, list.filter.read), (Some(7), Some(false)));
        assert_eq!(list.filter.category.as_deref(), Some("a b"));
        for wrong in ["limit=x", "limit=-1", "since=yesterday", "read=perhaps"] {
            let problem = parsed::<ListParameters>(wrong).await.unwrap_err();
            assert_eq!(problem.status.as_u16(), 400, "{wrong}");
        }
        assert!(parsed::<CardParameters>("sentence=3").await.is_err());
        let card: CardParameters = parsed("words=60&explain=true").await.unwrap();
        assert!(card.options().unwrap().explains);
        for wrong in ["words=60&sentences=2", "sentences=0", "ratio=2", "query=!!"] {
            assert!(parsed::<CardParameters>(wrong).await.unwrap().options().is_err(), "{wrong}");
        }
    }
}
