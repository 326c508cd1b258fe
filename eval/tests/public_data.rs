//! The loaders over the public data beside the project, which is never part of it: every count
//! that its README states. Skipped where the data are absent.

#![allow(clippy::print_stderr)]

#[path = "../../src/skipped.rs"]
mod skipped;
use skipped::skipped;
use std::path::{Path, PathBuf};

use nutgraf_eval::datasets::{
    Fields, Loaded, Text, open_articles, open_extraction, open_pairs, open_segmentation,
    open_summaries,
};

/// Where a part of the data lies; none, with a message, if it is absent.
fn data(part: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(part);
    if !path.exists() {
        skipped(format_args!("{} is absent", path.display()));
        return None;
    }
    Some(path)
}

fn counts<T>(sets: &[Loaded<Vec<T>>]) -> Vec<(&str, usize, usize)> {
    for set in sets {
        eprintln!("{}: {} (sha256 {})", set.name, set.tally, set.sha256);
        assert_eq!(set.items.len(), set.tally.kept(), "{}", set.name);
        assert_eq!(set.sha256.len(), 64);
    }
    sets.iter().map(|set| (set.name.as_str(), set.tally.read, set.items.len())).collect()
}

#[test]
fn summaries() {
    let Some(path) = data("summarization") else { return };
    let sets = open_summaries(&path, &Fields::default()).unwrap();
    assert_eq!(
        counts(&sets),
        [
            ("cnndm-train", 742, 742),
            ("cnndm-validation", 1000, 1000),
            ("inshorts", 499, 494),
            ("usatoday-cnn", 121, 121),
            ("xsum", 2126, 2126),
        ]
    );
    assert!(sets.iter().all(|set| set.tally.noted.is_empty()));
    let is_split = |text: &Text| matches!(text, Text::Sentences(_));
    assert!(sets[3].items.iter().all(|item| is_split(&item.text) && item.title.is_some()));
    assert!(sets[4].items.iter().all(|item| item.references[0].len() == 1));
}

#[test]
fn articles() {
    let Some(path) = data("similarity") else { return };
    let mut sets = open_articles(&path.join("bbc.jsonl"), &Fields::default()).unwrap();
    sets.extend(open_articles(&path.join("ag-news.csv"), &Fields::default()).unwrap());
    assert_eq!(counts(&sets), [("bbc", 2071, 2071), ("ag-news", 7600, 7600)]);
    let categories = |set: &Loaded<Vec<_>>| {
        let items = set.items.iter();
        let mut found: Vec<String> =
            items.map(|it: &nutgraf_eval::datasets::LabelledArticle| it.category.clone()).collect();
        found.sort();
        found.dedup();
        found.len()
    };
    assert_eq!((categories(&sets[0]), categories(&sets[1])), (5, 4));
}

#[test]
fn pairs() {
    let Some(path) = data("similarity") else { return };
    for (name, rows) in [
        ("stsb-train.tsv", 5749),
        ("stsb-dev.tsv", 1500),
        ("stsb-de-dev.csv", 1500),
        ("stsb-es-dev.csv", 1500),
        ("stsb-fr-dev.csv", 1500),
        ("stsb-ja-dev.csv", 1500),
        ("stsb-zh-dev.csv", 1500),
    ] {
        let sets = open_pairs(&path.join(name)).unwrap();
        assert_eq!(counts(&sets), [(name.split('.').next().unwrap(), rows, rows)]);
        assert!(sets[0].items.iter().all(|pair| (0.0..=5.0).contains(&pair.score)));
    }
}

#[test]
fn segmentation() {
    let Some(path) = data("segmentation") else { return };
    let sets = open_segmentation(&path).unwrap();
    assert_eq!(counts(&sets), [("golden_rules_en", 48, 48), ("ud-ewt-dev", 318, 318)]);
    assert_eq!(sets[1].items.iter().map(|item| item.sentences.len()).sum::<usize>(), 2001);
    for item in sets.iter().flat_map(|set| &set.items) {
        for span in &item.sentences {
            let sentence = &item.text[span.clone()];
            assert_eq!(sentence, sentence.trim(), "{}", item.id);
        }
    }
}

#[test]
fn extraction() {
    let Some(path) = data("extraction") else { return };
    let loaded = [open_extraction(&path).unwrap()];
    assert_eq!(counts(&loaded), [("extraction", 91, 91)]);
    assert!(loaded[0].items.iter().all(|page| page.url.is_some() && page.html.len() > 1000));
}
