//! Long texts in windows: nothing of them is lost, and short ones do not notice.

use std::collections::HashMap;
use std::sync::Mutex;

use proptest::prelude::*;

use super::tiny_model::{TinyModel, texts};
use crate::embed::{Embedded, Embedder, Windowed, embed_windows};
use crate::error::Result;
use crate::vector::{Embeddings, ModelId, dot, normalise};

const DIMENSIONS: usize = 64;

/// Counts letters, each a dimension of its own, in the words that it reads.
struct WordCounter {
    model: ModelId,
    most_words: usize,
    read: Mutex<Vec<String>>,
}

impl WordCounter {
    fn reading(most_words: usize) -> Self {
        Self { model: ModelId::new("words", "0"), most_words, read: Mutex::default() }
    }

    fn windows(&self, text: &str) -> Windowed {
        embed_windows(self, &[text]).unwrap()
    }
}

impl Embedder for WordCounter {
    fn model(&self) -> &ModelId {
        &self.model
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn max_tokens(&self) -> usize {
        self.most_words
    }

    fn embed(&self, texts: &[&str]) -> Result<Embedded> {
        let mut values = Vec::new();
        for text in texts {
            let mut row = [0f32; DIMENSIONS];
            for letter in text.split_whitespace().take(self.most_words).flat_map(str::bytes) {
                row[usize::from(letter) % DIMENSIONS] += 1.0;
            }
            normalise(&mut row);
            values.extend(row);
        }
        // A long word is several tokens, as a rare one is.
        let words = |text: &str| -> usize {
            text.split_whitespace().map(|word| word.len().div_ceil(2)).sum()
        };
        let truncated: Vec<bool> = texts.iter().map(|text| words(text) > self.most_words).collect();
        let whole = texts.iter().zip(&truncated).filter(|(_, truncated)| !**truncated);
        self.read.lock().unwrap().extend(whole.map(|(text, _)| (*text).to_owned()));
        Ok(Embedded {
            embeddings: Embeddings::new(self.model.clone(), DIMENSIONS, values),
            truncated,
        })
    }
}

#[test]
fn a_text_that_fits_has_the_vector_that_it_has_anyway() {
    let embedder = TinyModel::bert().load().unwrap();
    let texts = texts(40, 30);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let plain = embedder.embed(&texts).unwrap();
    assert!(!plain.truncated.contains(&true));
    let windowed = embed_windows(&embedder, &texts).unwrap();
    assert_eq!(windowed.embedded, plain);
    assert_eq!(windowed.windows, vec![1; texts.len()]);
    assert!(embed_windows(&embedder, &[]).unwrap().embedded.embeddings.is_empty());
}

#[test]
fn what_a_model_would_cut_off_counts() {
    let embedder = TinyModel::bert().load().unwrap();
    let start = "the old boat was lost in a storm off the island . ".repeat(4);
    let endings = ["the mayor opened a glass dam .", "snow fell on iron and copper .", ""];
    let texts = endings.map(|ending| format!("{start}{ending}"));
    let texts = texts.each_ref().map(String::as_str);
    let cut = embedder.embed(&texts).unwrap();
    assert_eq!(cut.truncated, [true; 3]);
    assert_eq!(cut.embeddings.row(0), cut.embeddings.row(1), "the endings are not read");
    let windowed = embed_windows(&embedder, &texts).unwrap();
    assert_eq!(windowed.embedded.truncated, [false; 3]);
    assert!(windowed.windows.iter().all(|&count| count >= 2), "{:?}", windowed.windows);
    let rows: Vec<&[f32]> = windowed.embedded.embeddings.rows().collect();
    assert!(dot(rows[0], rows[1]) < 0.9999 && dot(rows[1], rows[2]) < 0.9999);
    assert!(rows.iter().all(|row| (dot(row, row) - 1.0).abs() < 1e-5));
    for (index, text) in texts.iter().enumerate() {
        let alone = embed_windows(&embedder, &[text]).unwrap();
        assert_eq!(alone.embedded.embeddings.row(0), rows[index], "it depends on its batch");
    }
}

#[test]
fn windows_overlap() {
    let embedder = WordCounter::reading(32);
    let text = (b'a'..=b'z').cycle().take(100).map(|c| char::from(c).to_string());
    let text: Vec<String> = text.collect();
    let windowed = embedder.windows(&text.join(" "));
    assert_eq!(windowed.windows, [4]);
    let read: usize =
        embedder.read.lock().unwrap().iter().map(|window| window.split_whitespace().count()).sum();
    assert!((110..=130).contains(&read), "{read} words were read of 100");
}

#[test]
fn one_letter_that_is_too_long_is_flagged() {
    let embedder = WordCounter::reading(0);
    let windowed = embedder.windows("ab c");
    assert_eq!(windowed.embedded.truncated, [true]);
    assert_eq!(windowed.windows, [3]);
    let blank = embedder.windows(" \n ");
    assert_eq!((blank.embedded.truncated, blank.windows), (vec![false], vec![1]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Every word is in a window that is read whole, in words and without them.
    #[test]
    fn nothing_is_lost(text in "([a-zäß雪]{1,7}[ \t\u{a0}]{0,3}){0,60}", most_words in 1usize..20) {
        let embedder = WordCounter::reading(most_words);
        let windowed = embedder.windows(&text);
        let mut most: HashMap<char, usize> = HashMap::new();
        for window in embedder.read.lock().unwrap().iter() {
            for letter in window.chars() {
                *most.entry(letter).or_default() += 1;
            }
        }
        if windowed.embedded.truncated == [false] {
            for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
                let left = most.get_mut(&letter);
                prop_assert!(left.as_ref().is_some_and(|left| **left > 0), "{letter} is lost");
                *left.unwrap() -= 1;
            }
        } else {
            // A letter of two bytes is within every maximum but that of a letter of three.
            prop_assert!(most_words == 1 && text.contains('雪'));
        }
        let row = windowed.embedded.embeddings.row(0);
        prop_assert!(text.trim().is_empty() || (dot(row, row) - 1.0).abs() < 1e-5);
        prop_assert_eq!(windowed, embedder.windows(&text));
    }
}
