//! The public test sets: the golden rules, and the ends of sentences in UD English EWT.

use crate::skipped::skipped;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::{RuleSplitter, SentenceSplitter};

fn read(name: &str) -> Option<String> {
    let path: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/segmentation").join(name);
    let file = std::fs::read_to_string(&path);
    if file.is_err() {
        skipped(format_args!("{} is absent", path.display()));
    }
    file.ok()
}

#[test]
fn the_golden_rules_hold() {
    let Some(file) = read("golden_rules_en.json") else { return };
    let rules: Vec<Value> = serde_json::from_str(&file).unwrap();
    assert_eq!(rules.len(), 48);
    for rule in rules {
        let text = rule["text"].as_str().unwrap();
        let expected: Vec<&str> =
            rule["sents"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
        for language in [None, Some("en")] {
            let found = RuleSplitter.split(text, language);
            let found: Vec<&str> = found.iter().map(|sentence| sentence.text(text)).collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_ends_in_ewt_are_found() {
    let Some(file) = read("ud-ewt-dev.jsonl") else { return };
    let (mut hit, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
    for line in file.lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        let text = document["text"].as_str().unwrap();
        // The file counts in characters.
        let mut at: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        at.push(text.len());
        let last = text.trim_end().len();
        let gold: BTreeSet<usize> = document["sentences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| at[usize::try_from(pair[1].as_u64().unwrap()).unwrap()])
            .map(|end| text[..end].trim_end().len())
            .filter(|&end| end < last)
            .collect();
        let found: BTreeSet<usize> = RuleSplitter
            .split(text, None)
            .iter()
            .map(|sentence| sentence.span.end)
            .filter(|&end| end < last)
            .collect();
        hit += u32::try_from(gold.intersection(&found).count()).unwrap();
        wrong += u32::try_from(found.difference(&gold).count()).unwrap();
        missed += u32::try_from(gold.difference(&found).count()).unwrap();
    }
    let f1 = 200.0 * f64::from(hit) / f64::from(2 * hit + wrong + missed);
    assert!(f1 >= 92.3, "hit {hit}, wrong {wrong}, missed {missed}, F1 {f1:.2}");
}
