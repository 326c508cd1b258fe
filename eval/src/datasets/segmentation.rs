//! Texts of which it is known where their sentences are.
//!
//! In: JSON lines or a JSON array of `text` with either `sents` (or `sentences`) as strings, each
//! found in the text behind the one before, as the Pragmatic Segmenter's golden rules, or
//! `sentences` as pairs of offsets in characters (Unicode scalar values), the end excluded, as
//! Universal Dependencies texts. Out: a [`SegmentedText`] with spans in bytes.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::Loaded;
use super::detect::{Task, open_each};
use super::reading::Reading;
use super::record::{Reason, Record};
use super::table::WITH_HEADER;

/// A text and its sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentedText {
    /// Names the text within its data set: its id, or the number of its row from 1.
    pub id: String,
    /// The text, exactly as in the file.
    pub text: String,
    /// The sentences in the order of the text, as spans in bytes: at least one, none empty, none
    /// overlapping another; white space between them is mostly left out.
    pub sentences: Vec<Range<usize>>,
}

/// Reads a data set of segmented texts; of a folder, every data file in it as a data set of its
/// own.
///
/// # Errors
/// If a file cannot be read or has no text with its sentences; with what was found instead.
pub fn open_segmentation(path: &Path) -> Result<Vec<Loaded<Vec<SegmentedText>>>> {
    open_each(Task::Segmentation, path, open_file)
}

fn open_file(path: &Path) -> Result<Loaded<Vec<SegmentedText>>> {
    let mut reading = Reading::new(Task::Segmentation);
    let mut items = reading.items(path, &WITH_HEADER, segmented)?;
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

fn segmented(record: &Record) -> Result<SegmentedText, Reason> {
    let text = record.fields.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err("without a text".to_owned());
    }
    let sentences = record.fields.get("sents").or_else(|| record.fields.get("sentences"));
    let sentences = match sentences {
        Some(Value::Array(sentences)) if !sentences.is_empty() => sentences,
        _ => return Err("without sentences".to_owned()),
    };
    let spans = if sentences.iter().all(Value::is_string) {
        found_in(text, sentences.iter().filter_map(Value::as_str))
            .ok_or("with a sentence that is not in its text")?
    } else {
        let offsets: Option<Vec<(usize, usize)>> = sentences.iter().map(offsets).collect();
        byte_spans(text, &offsets.ok_or("with sentences that are neither strings nor offsets")?)
            .ok_or("with offsets that are out of order or beyond the text")?
    };
    Ok(SegmentedText { id: record.id(None)?, text: text.to_owned(), sentences: spans })
}

/// Where each sentence is behind the one before; none if one is not, or is blank.
pub(crate) fn found_in<'a>(
    text: &str,
    sentences: impl Iterator<Item = &'a str>,
) -> Option<Vec<Range<usize>>> {
    let mut end = 0;
    sentences
        .map(str::trim)
        .map(|sentence| {
            let start = end + text[end..].find(sentence)?;
            end = start + sentence.len();
            (!sentence.is_empty()).then_some(start..end)
        })
        .collect()
}

fn offsets(sentence: &Value) -> Option<(usize, usize)> {
    let [start, end] = sentence.as_array()?.as_slice() else { return None };
    Some((usize::try_from(start.as_u64()?).ok()?, usize::try_from(end.as_u64()?).ok()?))
}

/// Spans in bytes from spans in characters; none if they overlap, are empty or beyond the text.
fn byte_spans(text: &str, spans: &[(usize, usize)]) -> Option<Vec<Range<usize>>> {
    let mut starts: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
    starts.push(text.len());
    let mut last = 0;
    spans
        .iter()
        .map(|&(start, end)| {
            let in_order = last <= start && start < end;
            last = end;
            in_order.then_some(*starts.get(start)?..*starts.get(end)?)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the characters, both ways of giving sentences lead to the same spans.
        #[test]
        fn strings_and_offsets_agree(sentences in prop::collection::vec("[a-zé日🚢]{1,5}\\.", 1..8)) {
            let text = sentences.join(" ");
            let found = found_in(&text, sentences.iter().map(String::as_str)).unwrap();
            let mut start = 0;
            let offsets: Vec<(usize, usize)> = sentences
                .iter()
                .map(|sentence| {
                    let end = start + sentence.chars().count();
                    (std::mem::replace(&mut start, end + 1), end)
                })
                .collect();
            prop_assert_eq!(&byte_spans(&text, &offsets).unwrap(), &found);
            let slices: Vec<&str> = found.into_iter().map(|span| &text[span]).collect();
            prop_assert_eq!(slices, sentences);
        }

        #[test]
        fn any_offsets_are_refused_or_in_order(
            text in ".{0,12}",
            offsets in prop::collection::vec((0_usize..15, 0_usize..15), 0..5),
        ) {
            if let Some(spans) = byte_spans(&text, &offsets) {
                prop_assert!(spans.iter().all(|span| !text[span.clone()].is_empty()));
                prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }

    #[test]
    fn a_sentence_that_comes_twice_is_found_twice() {
        let found = found_in("Row. Row. Rest.", ["Row.", "Row.", "Rest."].into_iter()).unwrap();
        assert_eq!(found, [0..4, 5..9, 10..15]);
        assert_eq!(found_in("Row. Rest.", ["Rest.", "Row."].into_iter()), None);
        assert_eq!(found_in("Row.", ["Row.", " "].into_iter()), None);
    }
}
