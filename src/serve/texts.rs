//! Texts of a request to their vectors: what the contracts for embedding have in common.
//!
//! In: a text, token ids, or a list of either, as all these contracts take them. Out: a vector each, how many
//! tokens there were, and of which texts the model read only the beginning.

use std::sync::Arc;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Deserialize;

use super::load::Class;
use super::problem::Problem;
use super::service::{Service, Timing};
use crate::embed::{Embedded, Tokens};

/// What is to be embedded.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Inputs {
    /// A text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// The token ids of a text, of this model's vocabulary.
    Ids(Vec<u32>),
    /// The token ids of texts.
    IdLists(Vec<Vec<u32>>),
}

/// A text, or texts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum TextInputs {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl TextInputs {
    /// These texts.
    pub(super) fn into_texts(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

/// Whether texts are tokenized by one call, or by threads for themselves.
const ONE_TASK: usize = 16;

impl Inputs {
    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(_) | Self::Ids(_) => 1,
            Self::Texts(texts) => texts.len(),
            Self::IdLists(lists) => lists.len(),
        }
    }

    /// How many bytes these are.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Texts(texts) => texts.iter().map(String::len).sum(),
            Self::Ids(ids) => 4 * ids.len(),
            Self::IdLists(lists) => lists.iter().map(|ids| 4 * ids.len()).sum(),
        }
    }

    /// How many characters these are; of ids, none.
    pub(super) fn characters(&self) -> usize {
        match self {
            Self::Text(text) => text.chars().count(),
            Self::Texts(texts) => texts.iter().map(|text| text.chars().count()).sum(),
            Self::Ids(_) | Self::IdLists(_) => 0,
        }
    }

    /// Whether one of them is empty.
    pub(super) fn has_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Texts(texts) => texts.iter().any(String::is_empty),
            Self::Ids(ids) => ids.is_empty(),
            Self::IdLists(lists) => lists.iter().any(Vec::is_empty),
        }
    }
}

/// Refuses another number of dimensions than vectors have.
pub(super) fn check_dimensions(asked: Option<usize>, has: usize) -> Result<(), Problem> {
    match asked.filter(|asked| *asked != has) {
        None => Ok(()),
        Some(asked) => Err(Problem::bad_request(format!(
            "`dimensions` is {asked}; this model's vectors have {has} and cannot be cut"
        ))),
    }
}

/// The texts of a request with their vectors.
pub(super) struct Vectors {
    pub(super) embedded: Embedded,
    /// Tokens of all texts, the special ones included.
    pub(super) tokens: usize,
    /// How long it took to make tokens of them.
    pub(super) tokenizing: Duration,
    pub(super) timing: Timing,
}

impl Vectors {
    /// The numbers of the texts of which the model read only the beginning.
    pub(super) fn truncated(&self) -> Vec<usize> {
        let truncated = self.embedded.truncated.iter().enumerate();
        truncated.filter(|(_, cut)| **cut).map(|(number, _)| number).collect()
    }
}

/// How many texts at most somebody is taken to wait for.
const INTERACTIVE: usize = 8;

impl Service {
    /// Embeds what a request holds.
    ///
    /// # Errors
    /// A problem if there are too many texts, an id is none of the vocabulary, or the server is busy.
    pub(super) async fn vectors(&self, inputs: Inputs) -> Result<Vectors, Problem> {
        let count = inputs.len();
        let class = if count <= INTERACTIVE { Class::Interactive } else { Class::Bulk };
        let began = Instant::now();
        let texts = self.tokenized(inputs).await?;
        let tokenizing = began.elapsed();
        let tokens: usize = texts.iter().map(|text| text.ids.len()).sum();
        let made = self.embed(class, texts).await?;
        let timing = Timing::of(&made);
        let vectors = Vectors { embedded: made.value, tokens, tokenizing, timing };
        self.metrics().texts(tokens, vectors.truncated().len());
        Ok(vectors)
    }

    /// The tokens of what a request holds.
    pub(super) async fn tokenized(&self, inputs: Inputs) -> Result<Vec<Tokens>, Problem> {
        let most = self.limits().texts;
        if inputs.len() > most {
            let detail =
                format!("there are {} texts, and at most {most} may come at once", inputs.len());
            return Err(Problem::too_large(detail, most));
        }
        let bytes = inputs.bytes();
        let inputs = Arc::new(inputs);
        // A few words are tokenized before another thread would have begun.
        if bytes <= 4_096 && inputs.len() <= ONE_TASK {
            return Ok(self.tokens_of(&inputs)?);
        }
        let service = self.clone();
        self.look(move |_| service.tokens_of(&inputs)).await
    }

    fn tokens_of(&self, inputs: &Inputs) -> crate::Result<Vec<Tokens>> {
        let tokenizer = self.embedder()?.tokenizer();
        match inputs {
            Inputs::Text(text) => tokenizer.encode(&[text]),
            Inputs::Texts(texts) => {
                tokenizer.encode(&texts.iter().map(String::as_str).collect::<Vec<_>>())
            }
            Inputs::Ids(ids) => Ok(vec![tokenizer.tokens_of(ids)?]),
            Inputs::IdLists(lists) => lists.iter().map(|ids| tokenizer.tokens_of(ids)).collect(),
        }
    }
}
