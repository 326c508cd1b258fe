//! ROUGE against the values of Google's `rouge-score` and stems against NLTK's, to 1e-9.
//!
//! The values lie in `golden/`; `golden/rouge.py` makes them, and the rules that make the pairs of
//! texts stand there as they do here. The public data is no part of the repository: without it
//! that test says so and passes.

#[path = "../../src/skipped.rs"]
mod skipped;
use skipped::skipped;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nutgraf_eval::metrics::rouge::{RougeScorer, Score, Stemming, porter_stem, score};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;
/// One round over all paragraphs each: how far the candidate starts behind the reference.
const OFFSETS: [usize; 7] = [1, 0, 1, 2, 0, 37, 1];

/// A reference and a candidate under the name that they have in the golden files.
struct Pair {
    name: String,
    reference: String,
    candidate: String,
}

/// A line of a golden file.
struct Golden {
    name: String,
    reference_tokens: usize,
    candidate_tokens: usize,
    /// Shared units without stemming and with it, of the five measures each.
    shared: [[usize; 5]; 2],
}

fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn public_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/summarization")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn read_rows(path: &Path) -> Result<Vec<Value>> {
    let text = read(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).context(path.display().to_string())).collect()
}

/// The strings of an array, or the string itself, or nothing for null.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

fn article_text(paragraphs: &[String], first: usize, count: usize, form: usize) -> String {
    let chosen = paragraphs.iter().cycle().skip(first).take(count);
    let chosen: Vec<&str> = chosen.map(String::as_str).collect();
    match form {
        0 => chosen.join("\n"),
        1 => chosen.join("\n").replace(". ", ".\n"),
        _ => chosen.join(" "),
    }
}

fn article_pairs() -> Result<Vec<Pair>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/articles");
    let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|e| Ok(e?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let mut paragraphs = Vec::new();
    for file in files {
        for row in read_rows(&file)? {
            paragraphs.extend(strings(&row["body"]).into_iter().map(str::to_owned));
        }
    }
    let pair = |index: usize| {
        let (round, at) = (index / paragraphs.len(), index % paragraphs.len());
        let form = (at + round) % 3;
        let reference = article_text(&paragraphs, at, 1 + round % 3, form);
        let start = at + OFFSETS[round];
        let mut candidate = article_text(&paragraphs, start, 1 + round / 2 % 3, form);
        if at % 2 == 1 {
            candidate = candidate.split('\n').rev().collect::<Vec<_>>().join("\n");
        }
        Pair { name: format!("article-{index}"), reference, candidate }
    };
    Ok((0..OFFSETS.len() * paragraphs.len()).map(pair).collect())
}

fn edge_pairs() -> Result<Vec<Pair>> {
    let texts: Vec<String> =
        serde_json::from_str(&read(&golden_folder().join("rouge-edge-texts.json"))?)?;
    let pair = |index: usize| Pair {
        name: format!("edge-{index}"),
        reference: texts[index / texts.len()].clone(),
        candidate: texts[index % texts.len()].clone(),
    };
    Ok((0..texts.len() * texts.len()).map(pair).collect())
}

/// The first three sentences by a naive rule, a line each; the first three of a list.
fn lead(value: &Value) -> String {
    let sentences = match value {
        Value::String(text) => text.split(". ").collect(),
        other => strings(other),
    };
    sentences.into_iter().take(3).collect::<Vec<_>>().join("\n")
}

fn public_pairs() -> Result<Vec<Pair>> {
    let sets = [
        ("cnndm-validation", "highlights", "article"),
        ("xsum", "summary", "document"),
        ("inshorts", "text", "ctext"),
        ("usatoday-cnn", "summary", "sentences"),
    ];
    let mut pairs = Vec::new();
    for (set, reference, candidate) in sets {
        let rows = read_rows(&public_folder().join(format!("{set}.jsonl")))?;
        pairs.extend(rows.iter().enumerate().map(|(index, row)| Pair {
            name: format!("{set}-{index}"),
            reference: match &row[reference] {
                list @ Value::Array(_) => strings(list).join("\n"),
                text => lead(text),
            },
            candidate: lead(&row[candidate]),
        }));
    }
    Ok(pairs)
}

fn read_golden(file: &str) -> Result<Vec<Golden>> {
    let text = read(&golden_folder().join(file))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| parse_golden(line).with_context(|| format!("{file}: {line}"))).collect()
}

fn parse_golden(line: &str) -> Result<Golden> {
    let (name, numbers) = line.split_once('\t').context("no tab")?;
    let numbers = numbers.split('\t').map(|cell| Ok(cell.parse()?)).collect::<Result<Vec<_>>>()?;
    ensure!(numbers.len() == 12, "{} numbers instead of 12", numbers.len());
    Ok(Golden {
        name: name.to_owned(),
        reference_tokens: numbers[0],
        candidate_tokens: numbers[1],
        shared: [numbers[2..7].try_into()?, numbers[7..12].try_into()?],
    })
}

impl Golden {
    /// The score of a measure as `rouge-score` computes it from its counts.
    fn score(&self, stemming: usize, measure: usize) -> Score {
        let order = [1, 2, 3, 1, 1][measure];
        let units = |tokens: usize| (tokens + 1).saturating_sub(order).max(1) as f64;
        let shared = self.shared[stemming][measure] as f64;
        let precision = shared / units(self.candidate_tokens);
        let recall = shared / units(self.reference_tokens);
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Score { precision, recall, f1 }
    }
}

/// Fails beyond the tolerance; else the largest difference over all pairs, both ways of stemming, five measures, three values.
fn largest_difference(pairs: &[Pair], golden: &[Golden]) -> Result<f64> {
    ensure!(golden.len() >= 2000, "{} golden values only", golden.len());
    let pairs: HashMap<&str, &Pair> = pairs.iter().map(|pair| (&*pair.name, pair)).collect();
    ensure!(pairs.len() == golden.len(), "{} pairs, {} golden", pairs.len(), golden.len());
    let mut largest: f64 = 0.0;
    for (which, stemming) in [Stemming::None, Stemming::Porter].into_iter().enumerate() {
        let scorer = RougeScorer::new(stemming);
        for expected in golden {
            let pair = pairs.get(&*expected.name).with_context(|| expected.name.clone())?;
            let reference = scorer.prepare(&[&pair.reference]);
            let candidate = scorer.prepare(&[&pair.candidate]);
            let tokens = (reference.token_count(), candidate.token_count());
            let expected_tokens = (expected.reference_tokens, expected.candidate_tokens);
            ensure!(tokens == expected_tokens, "{}: tokens {tokens:?}", pair.name);
            let found = score(&reference, &candidate).named();
            for (measure, (name, found)) in found.into_iter().enumerate() {
                let golden = expected.score(which, measure);
                let values = [
                    (found.precision, golden.precision),
                    (found.recall, golden.recall),
                    (found.f1, golden.f1),
                ];
                for (value, golden) in values {
                    let difference = (value - golden).abs();
                    let place = format_args!("{} {name}, {stemming:?}", pair.name);
                    ensure!(difference <= TOLERANCE, "{place}: {value}, not {golden}");
                    largest = largest.max(difference);
                }
            }
        }
    }
    Ok(largest)
}

#[test]
fn rouge_on_own_texts() -> Result<()> {
    let mut pairs = article_pairs()?;
    pairs.extend(edge_pairs()?);
    let largest = largest_difference(&pairs, &read_golden("rouge-own.tsv")?)?;
    println!("own texts: {} pairs, largest difference {largest:e}", pairs.len());
    Ok(())
}

#[test]
fn rouge_on_public_data() -> Result<()> {
    if !public_folder().exists() {
        skipped(format_args!("no public data at {}", public_folder().display()));
        return Ok(());
    }
    let pairs = public_pairs()?;
    let largest = largest_difference(&pairs, &read_golden("rouge-public.tsv")?)?;
    println!("public data: {} pairs, largest difference {largest:e}", pairs.len());
    Ok(())
}

#[test]
fn stems() -> Result<()> {
    let text = read(&golden_folder().join("porter.tsv"))?;
    assert!(text.lines().count() >= 2000);
    for line in text.lines() {
        let (word, stem) = line.split_once('\t').context("no tab")?;
        assert_eq!(porter_stem(word), stem, "{word}");
    }
    Ok(())
}
