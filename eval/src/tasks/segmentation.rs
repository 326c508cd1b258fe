//! The ends of sentences against those that people marked.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use nutgraf::split::{LineSplitter, RuleSplitter, SentenceSplitter};
use serde_json::{Value, json};

use super::{Evaluation, Sample, dataset_record, open_all, timed};
use crate::datasets::{Loaded, SegmentedText, found_in, open_segmentation};
use crate::metrics::segmentation::agreement;
use crate::results::Unit;
use crate::systems::external::Given;
use crate::systems::{Source, SystemSpec, external};

/// The systems that are built in.
pub const NAMES: [&str; 2] = ["rules", "lines"];

enum Splitter {
    BuiltIn(Box<dyn SentenceSplitter>),
    Given(Given),
}

/// Reads the data sets at these paths, and takes the sample of each.
///
/// # Errors
/// Those of [`open_segmentation`].
pub fn open(paths: &[impl AsRef<Path>], sample: Sample) -> Result<Vec<Loaded<Vec<SegmentedText>>>> {
    open_all(paths, sample, open_segmentation)
}

/// Evaluates the systems of a run on one data set.
///
/// # Errors
/// If an external system fails, or results cannot be written.
pub fn evaluate(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Vec<SegmentedText>>,
    specs: &[SystemSpec],
) -> Result<()> {
    let dataset = dataset_record(loaded, loaded.items.len());
    let questions: Vec<Value> =
        loaded.items.iter().map(|item| json!({"id": item.id, "text": item.text})).collect();
    let systems = specs
        .iter()
        .map(|spec| {
            let splitter = match (&spec.source, spec.name.as_str()) {
                (Source::BuiltIn, "lines") => Splitter::BuiltIn(Box::new(LineSplitter)),
                (Source::BuiltIn, _) => Splitter::BuiltIn(Box::new(RuleSplitter)),
                (source, name) => Splitter::Given(external::ask(name, source, &questions)?),
            };
            Ok((spec.name.as_str(), splitter))
        })
        .collect::<Result<Vec<_>>>()?;
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &loaded.items,
        |item| &item.id,
        256,
        |_, batch| {
            let mut units = Vec::with_capacity(batch.len() * systems.len());
            for item in batch {
                for (system, splitter) in &systems {
                    let given = match splitter {
                        Splitter::Given(given) => Some(given),
                        Splitter::BuiltIn(_) => None,
                    };
                    let (found, seconds) =
                        timed(given, || splitter.split(item)).with_context(|| {
                            format!("system `{system}`, {name}: text `{}`", item.id)
                        })?;
                    units.push(unit(&name, system, item, &found, seconds)?);
                }
            }
            Ok(units)
        },
    )
}

impl Splitter {
    fn split(&self, item: &SegmentedText) -> Result<Vec<Range<usize>>> {
        match self {
            Self::BuiltIn(splitter) => {
                let sentences = splitter.split(&item.text, None);
                Ok(sentences.iter().map(|sentence| sentence.span.range()).collect())
            }
            Self::Given(given) => {
                let sentences =
                    given.by_id.get(&item.id).and_then(|object| object.get("sentences"));
                let sentences = sentences.context("`sentences`, a list of strings, is expected")?;
                spans(&item.text, sentences)
            }
        }
    }
}

/// The spans of sentences that are given as strings, each found behind the one before.
fn spans(text: &str, sentences: &Value) -> Result<Vec<Range<usize>>> {
    let sentences = sentences.as_array().and_then(|all| all.iter().map(Value::as_str).collect());
    let sentences: Vec<&str> = sentences.context("`sentences` has to be a list of strings")?;
    found_in(text, sentences.into_iter())
        .context("one of the `sentences` is blank, or is not in the text behind the one before")
}

fn unit(
    dataset: &str,
    system: &str,
    item: &SegmentedText,
    found: &[Range<usize>],
    seconds: f64,
) -> Result<Unit> {
    let counts = agreement(&item.text, found, &item.sentences)?;
    let (ends, spans) = (counts.boundaries, counts.spans);
    let exact = spans.false_positives == 0 && spans.false_negatives == 0;
    let values = [
        ("ends_hit", ends.true_positives),
        ("ends_false", ends.false_positives),
        ("ends_missed", ends.false_negatives),
        ("spans_hit", spans.true_positives),
        ("spans_false", spans.false_positives),
        ("spans_missed", spans.false_negatives),
        ("exact", usize::from(exact)),
    ];
    let values = values.map(|(name, count)| (name, count as f64));
    Ok(Unit::new(dataset, system, &item.id, values, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_given_as_strings_are_found_in_order() {
        let text = "No. No. It rained.";
        let found = spans(text, &json!(["No.", " No. ", "It rained."])).unwrap();
        assert_eq!(found, [0..3, 4..7, 8..18]);
        let message = |given| spans(text, &given).unwrap_err().to_string();
        assert!(message(json!(["It rained.", "No."])).contains("behind the one before"));
        assert!(message(json!("No.")).contains("a list"));
        assert!(message(json!([" "])).contains("blank"));
    }
}
