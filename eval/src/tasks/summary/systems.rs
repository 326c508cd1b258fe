//! The systems that make summaries: nutgraf's scorers, baselines, oracles, and external ones.

use nutgraf::summarize::{Budget, SentenceScorer, scorer, scorer_names, summarize};
use nutgraf::text::count_words;
use nutgraf::vector::Embeddings;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::Length;
use super::align::Alignment;
use super::prepared::PreparedDocument;
use crate::metrics::oracle::{Limit, Oracle};
use crate::random::Random;
use crate::systems::external::Given;

/// The names of all systems that are built in, the scorers first.
#[must_use]
pub fn names() -> Vec<&'static str> {
    scorer_names().chain(BASELINES.iter().map(|(name, _)| *name)).collect()
}

const BASELINES: &[(&str, Baseline)] = &[
    ("first", Baseline::First),
    ("random", Baseline::Random),
    ("longest", Baseline::Longest),
    ("oracle", Baseline::Oracle { width: 1 }),
    ("oracle-beam", Baseline::Oracle { width: 16 }),
];

/// A system that makes summaries.
pub(super) enum Summarizer {
    /// A scorer of nutgraf and its selection.
    Scorer(Box<dyn SentenceScorer>),
    /// A baseline.
    Baseline(Baseline),
    /// What an external system gave.
    Given(Given),
}

/// What a summary has to beat, or cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Baseline {
    /// The first sentences, whatever they are.
    First,
    /// Sentences by lot, the same ones at every run.
    Random,
    /// The sentences with the most words.
    Longest,
    /// The sentences that, knowing the reference, are best by ROUGE: greedily, or with a beam.
    Oracle {
        /// How many candidate sets are kept; 1 is greedy.
        width: usize,
    },
}

/// A document and all that a system may see of it.
pub(super) struct Task<'a> {
    pub(super) document: &'a PreparedDocument,
    pub(super) embeddings: Option<&'a Embeddings>,
    /// The words of each sentence.
    pub(super) words: &'a [usize],
    /// Knows the first reference.
    pub(super) oracle: &'a Oracle,
    pub(super) seed: u64,
}

impl Task<'_> {
    /// A length as an oracle takes it.
    pub(super) fn limit(&self, length: Length) -> Limit<'_> {
        match length {
            Length::Sentences(most) => Limit::Sentences(most),
            Length::Words(budget) => Limit::Words { budget, counts: self.words },
        }
    }
}

/// A summary.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Produced {
    /// Its sentences.
    pub(super) lines: Vec<String>,
    /// The sentences of the document that they are, ascending; nothing if they are none.
    pub(super) picks: Vec<usize>,
}

impl Summarizer {
    /// The built-in system of this name.
    pub(super) fn built_in(name: &str) -> Result<Self> {
        if let Some(scorer) = scorer(name) {
            return Ok(Self::Scorer(scorer));
        }
        let baseline = BASELINES.iter().find(|(known, _)| *known == name);
        let (_, baseline) = baseline.with_context(|| format!("no system `{name}`"))?;
        Ok(Self::Baseline(*baseline))
    }

    /// Whether it looks at embeddings.
    pub(super) fn uses_embeddings(&self) -> bool {
        matches!(self, Self::Scorer(scorer) if scorer.uses_embeddings())
    }

    /// The time that it had taken for each document before it was asked, in seconds.
    pub(super) fn seconds_before(&self) -> f64 {
        match self {
            Self::Given(given) => given.seconds_each(),
            _ => 0.0,
        }
    }

    /// Whether it can be asked for any length.
    pub(super) fn has_lengths(&self) -> bool {
        !matches!(self, Self::Given(_))
    }

    /// The summary of a document within a limit, as a reader is shown it: with marks before items, and with
    /// what an editor put in.
    pub(super) fn shown(&self, task: &Task, length: Length) -> Result<String> {
        let Self::Scorer(scorer) = self else {
            return Ok(self.summarize(task, length)?.lines.join(" "));
        };
        let document = task.document;
        let seen = document.as_document(task.embeddings);
        Ok(summarize(&seen, scorer.as_ref(), budget(length)?)?.text(&document.body))
    }

    /// The summary of a document within a limit; what an external system gave is as it is.
    pub(super) fn summarize(&self, task: &Task, length: Length) -> Result<Produced> {
        let document = task.document;
        match self {
            Self::Scorer(scorer) => {
                let summary = summarize(
                    &document.as_document(task.embeddings),
                    scorer.as_ref(),
                    budget(length)?,
                )?;
                Ok(Produced {
                    lines: summary
                        .picks
                        .iter()
                        .map(|pick| document.body[pick.span.range()].to_owned())
                        .collect(),
                    picks: summary.picks.iter().map(|pick| pick.index).collect(),
                })
            }
            Self::Baseline(baseline) => {
                let picks = baseline.picks(task, length);
                let texts: Vec<&str> = document.texts().collect();
                let lines = picks.iter().map(|&pick| texts[pick].to_owned()).collect();
                Ok(Produced { lines, picks })
            }
            Self::Given(given) => {
                let object = given.by_id.get(&document.id);
                let object = object.with_context(|| format!("nothing for `{}`", document.id))?;
                produced(object, document).with_context(|| format!("for `{}`", document.id))
            }
        }
    }
}

fn budget(length: Length) -> Result<Budget> {
    Ok(match length {
        Length::Sentences(count) => Budget::sentences(count)?,
        Length::Words(count) => Budget::words(count)?,
    })
}

impl Baseline {
    fn picks(self, task: &Task, length: Length) -> Vec<usize> {
        let count = task.words.len();
        let order: Vec<usize> = match self {
            Self::Oracle { width } => {
                let limit = task.limit(length);
                let found = match width {
                    1 => task.oracle.greedy(limit),
                    _ => task.oracle.beam(limit, width),
                };
                return found.sentences;
            }
            Self::First => (0..count).collect(),
            Self::Longest => {
                let mut order: Vec<usize> = (0..count).collect();
                order.sort_by_key(|&i| (std::cmp::Reverse(task.words[i]), i));
                order
            }
            Self::Random => shuffled(count, task.seed, &task.document.id),
        };
        take(&order, task.words, length)
    }
}

/// Takes sentences in this order while there is room, and gives them in that of the document. A
/// sentence that does not fit ends it: a baseline does not choose.
fn take(order: &[usize], words: &[usize], length: Length) -> Vec<usize> {
    let mut left = length;
    let mut picks: Vec<usize> = order
        .iter()
        .copied()
        .take_while(|&i| match &mut left {
            Length::Sentences(left) => left.checked_sub(1).map(|rest| *left = rest).is_some(),
            Length::Words(left) => left.checked_sub(words[i]).map(|rest| *left = rest).is_some(),
        })
        .collect();
    picks.sort_unstable();
    picks
}

/// The numbers below `count` in an order that depends on the seed and the document alone.
fn shuffled(count: usize, seed: u64, id: &str) -> Vec<usize> {
    let of_id =
        id.bytes().fold(seed, |state, byte| Random::new(state ^ u64::from(byte)).next_u64());
    let mut random = Random::new(of_id);
    let mut order: Vec<usize> = (0..count).collect();
    for place in 0..count {
        order.swap(place, place + random.below(count - place));
    }
    order
}

/// What an external system is told of a document.
pub(super) fn question(document: &PreparedDocument, length: Length) -> Value {
    let (unit, most) = match length {
        Length::Sentences(most) => ("sentences", most),
        Length::Words(most) => ("words", most),
    };
    json!({
        "id": document.id,
        "title": document.title,
        "text": document.body,
        "sentences": document.texts().collect::<Vec<_>>(),
        "length": { unit: most },
    })
}

/// Reads what an external system gave: `picks`, indices of sentences, or `summary`, a list of
/// sentences or one string with a sentence on each line; or both, where what is shown of the picks is not
/// all of them.
fn produced(object: &Value, document: &PreparedDocument) -> Result<Produced> {
    let texts: Vec<&str> = document.texts().collect();
    let given_picks = object.get("picks").map(|picks| picks_of(picks, texts.len())).transpose()?;
    let given_lines = object.get("summary").map(lines_of).transpose()?;
    Ok(match (given_lines, given_picks) {
        (Some(lines), Some(picks)) => Produced { lines, picks },
        (None, Some(picks)) => {
            let lines = picks.iter().map(|&pick| texts[pick].to_owned()).collect();
            Produced { lines, picks }
        }
        (Some(lines), None) => {
            let picks = Alignment::new(texts.into_iter()).picks(&lines).unwrap_or_default();
            Produced { lines, picks }
        }
        (None, None) => bail!("{EXPECTED}"),
    })
}

const EXPECTED: &str = "a `summary` (a string or a list of strings) or `picks` is expected";

fn picks_of(value: &Value, sentences: usize) -> Result<Vec<usize>> {
    let mut picks: Vec<usize> = serde_json::from_value(value.clone())
        .context("`picks` has to be a list of indices of sentences, from 0")?;
    picks.sort_unstable();
    picks.dedup();
    ensure!(
        picks.iter().all(|&pick| pick < sentences),
        "`picks` names a sentence that there is not: the document has {sentences}"
    );
    Ok(picks)
}

fn lines_of(value: &Value) -> Result<Vec<String>> {
    let lines: Vec<String> = match value {
        Value::String(text) => text.lines().map(str::to_owned).collect(),
        Value::Array(lines) => {
            let lines: Option<Vec<&str>> = lines.iter().map(Value::as_str).collect();
            let lines = lines.context("`summary` has to be a list of strings")?;
            lines.iter().flat_map(|line| line.lines()).map(str::to_owned).collect()
        }
        // The summary of a card that nutgraf printed.
        Value::Object(card) => match card.get("text").and_then(Value::as_str) {
            Some(text) => vec![text.to_owned()],
            None => bail!("{EXPECTED}"),
        },
        _ => bail!("{EXPECTED}"),
    };
    Ok(lines.into_iter().filter(|line| !line.trim().is_empty()).collect())
}

/// The words of each sentence of a document.
pub(super) fn word_counts(document: &PreparedDocument) -> Vec<usize> {
    document.texts().map(count_words).collect()
}
