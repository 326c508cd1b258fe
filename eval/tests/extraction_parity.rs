//! The extraction score against the article-extraction-benchmark's `evaluate.py`, whose values
//! `golden/extraction.py` recorded.

#[path = "../../src/skipped.rs"]
mod skipped;
use skipped::skipped;
use std::collections::BTreeMap;
use std::path::Path;

use nutgraf_eval::metrics::extraction::{ExtractionScore, ShingleMatch, words};
use serde::Deserialize;

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Golden {
    unicode: String,
    /// First and last code point of runs of word characters.
    word: Vec<(u32, u32)>,
    unassigned: Vec<(u32, u32)>,
    invented: Vec<Invented>,
    /// Precision, recall, F1, accuracy.
    invented_score: [f64; 4],
    pages: BTreeMap<String, [f64; 4]>,
    pages_score: [f64; 4],
}

#[derive(Deserialize)]
struct Invented {
    truth: String,
    extracted: String,
    /// True positives, false positives, false negatives, accuracy.
    values: [f64; 4],
}

#[derive(Deserialize)]
struct Page {
    #[serde(default, rename = "articleBody")]
    text: String,
}

fn golden() -> Golden {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/extraction.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn values(page: &ShingleMatch) -> [f64; 4] {
    let exact = f64::from(u8::from(page.exact));
    [page.true_positives, page.false_positives, page.false_negatives, exact]
}

fn score(pages: &[ShingleMatch]) -> [f64; 4] {
    let score = ExtractionScore::of(pages).unwrap();
    [score.precision, score.recall, score.f1, score.accuracy]
}

/// The largest difference between two lists of values.
fn difference(values: [f64; 4], expected: [f64; 4]) -> f64 {
    values.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// As `damaged` in `golden/extraction.py`.
fn damaged(text: &str, number: usize) -> String {
    if number.is_multiple_of(4) {
        return text.to_owned();
    }
    if number % 9 == 5 {
        return String::new();
    }
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let kept = paragraphs.iter().enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, p)| *p);
    kept.chain(paragraphs.first().copied()).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn invented_pairs_have_the_values_of_the_reference() {
    let golden = golden();
    let mut pages = Vec::new();
    let mut largest = 0.0_f64;
    for pair in &golden.invented {
        let page = ShingleMatch::of(&pair.truth, &pair.extracted);
        let difference = difference(values(&page), pair.values);
        assert!(difference <= TOLERANCE, "{:?}: {difference:e}", pair.truth);
        largest = largest.max(difference);
        pages.push(page);
    }
    let difference = difference(score(&pages), golden.invented_score);
    println!("{} invented pairs: {largest:.1e}, score {difference:.1e}", pages.len());
    assert!(difference <= TOLERANCE);
}

#[test]
fn pages_have_the_values_of_the_reference() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/extraction/gold.json");
    let Ok(file) = std::fs::read_to_string(&path) else {
        skipped(format_args!("{} is absent", path.display()));
        return;
    };
    let truth: BTreeMap<String, Page> = serde_json::from_str(&file).unwrap();
    let golden = golden();
    assert!(truth.keys().eq(golden.pages.keys()), "another gold.json than the golden values'");
    let mut pages = Vec::new();
    let mut largest = 0.0_f64;
    for (number, (id, Page { text })) in truth.iter().enumerate() {
        let page = ShingleMatch::of(text, &damaged(text, number));
        let difference = difference(values(&page), golden.pages[id]);
        assert!(difference <= TOLERANCE, "{id}: {difference:e}");
        largest = largest.max(difference);
        pages.push(page);
    }
    let difference = difference(score(&pages), golden.pages_score);
    println!("{} pages: {largest:.1e}, score {difference:.1e}", pages.len());
    assert!(difference <= TOLERANCE);
}

#[test]
fn every_character_is_in_a_word_where_python_has_it_in_one() {
    let golden = golden();
    let within = |ranges: &[(u32, u32)], code| {
        let after = ranges.partition_point(|&(_, last)| last < code);
        ranges.get(after).is_some_and(|&(first, _)| first <= code)
    };
    let mut compared = 0;
    for c in '\0'..=char::MAX {
        let code = u32::from(c);
        if within(&golden.unassigned, code) {
            continue;
        }
        compared += 1;
        let is_word = !words(c.encode_utf8(&mut [0; 4])).is_empty();
        assert_eq!(is_word, within(&golden.word, code), "U+{code:04X}");
    }
    println!("{compared} characters of Unicode {} are the same", golden.unicode);
}
