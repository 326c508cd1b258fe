//! Against scoring the joined text, and against trying every selection.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::rouge::{Prepared, RougeScorer, Stemming, rouge_n};
use super::{Limit, Oracle, Selection};

#[derive(Debug)]
struct Case {
    scorer: RougeScorer,
    texts: Vec<String>,
    reference: Prepared,
    words: Vec<usize>,
    oracle: Oracle,
}

impl Case {
    fn new(texts: &[String], reference: &str) -> Self {
        let scorer = RougeScorer::new(Stemming::Porter);
        let sentences: Vec<_> = texts.iter().map(|text| scorer.prepare(&[text])).collect();
        let reference = scorer.prepare(&[reference]);
        let words = texts.iter().map(|text| text.split_whitespace().count()).collect();
        let oracle = Oracle::new(&reference, &sentences);
        Self { scorer, texts: texts.to_vec(), reference, words, oracle }
    }

    /// The objective by preparing and scoring the joined sentences.
    fn objective(&self, chosen: &[usize]) -> f64 {
        let joined: Vec<&str> = chosen.iter().map(|&index| &*self.texts[index]).collect();
        let candidate = self.scorer.prepare(&joined);
        [1, 2].map(|n| rouge_n(&self.reference, &candidate, n).f1).iter().sum()
    }

    fn allowed(&self, chosen: &[usize], limit: Limit<'_>) -> bool {
        match limit {
            Limit::Sentences(most) => chosen.len() <= most,
            Limit::Words { budget, counts } => {
                chosen.iter().map(|&index| counts[index]).sum::<usize>() <= budget
            }
        }
    }

    /// The highest objective of all selections.
    fn exhaustive(&self, limit: Limit<'_>) -> f64 {
        let subsets = (0..1u32 << self.texts.len())
            .map(|bits| (0..self.texts.len()).filter(|i| bits >> i & 1 == 1).collect::<Vec<_>>());
        let allowed = subsets.filter(|chosen| self.allowed(chosen, limit));
        allowed.map(|chosen| self.objective(&chosen)).fold(0.0, f64::max)
    }

    /// The greedy search by scoring texts.
    fn slow_greedy(&self, limit: Limit<'_>) -> Selection {
        let mut best = Selection::default();
        loop {
            let before = best.clone();
            for sentence in (0..self.texts.len()).filter(|s| !before.sentences.contains(s)) {
                let mut chosen = before.sentences.clone();
                chosen.push(sentence);
                chosen.sort_unstable();
                let objective = self.objective(&chosen);
                if self.allowed(&chosen, limit) && objective > best.objective {
                    best = Selection { sentences: chosen, objective };
                }
            }
            if best == before {
                return best;
            }
        }
    }
}

impl Case {
    /// The beam search, or the greedy one where that is as good, by scoring texts.
    fn slow_beam(&self, limit: Limit<'_>, width: usize) -> Selection {
        let mut best = self.slow_greedy(limit);
        let mut level = BTreeSet::from([Vec::new()]);
        while !level.is_empty() {
            let mut larger = BTreeSet::new();
            for chosen in &level {
                for sentence in (0..self.texts.len()).filter(|s| !chosen.contains(s)) {
                    let mut chosen = chosen.clone();
                    chosen.push(sentence);
                    chosen.sort_unstable();
                    // A sentence without words changes nothing and is never taken.
                    if self.words[sentence] > 0 && self.allowed(&chosen, limit) {
                        larger.insert(chosen);
                    }
                }
            }
            let mut ranked: Vec<_> = larger.into_iter().collect();
            // Stable: equals stay in the order of their sentences.
            ranked.sort_by(|a, b| self.objective(b).total_cmp(&self.objective(a)));
            ranked.truncate(width);
            for chosen in &ranked {
                let objective = self.objective(chosen);
                if objective > best.objective {
                    best = Selection { sentences: chosen.clone(), objective };
                }
            }
            level = ranked.into_iter().collect();
        }
        best
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn greedy_misses_what_a_beam_finds() {
    // The first sentence is the best by itself; the two others together are the reference.
    let texts = owned(&["a b c d e f x", "a b c d", "e f g h"]);
    let case = Case::new(&texts, "a b c d e f g h");
    assert_eq!(case.oracle.greedy(Limit::Sentences(2)).sentences[0], 0);
    let found = case.oracle.beam(Limit::Sentences(2), 3);
    assert_eq!((found.sentences, found.objective), (vec![1, 2], 2.0));
}

#[test]
fn a_sentence_between_two_parts_their_bigram() {
    let case = Case::new(&owned(&["a b", "c", "d e"]), "a b c b d e");
    for limit in [2, 3].map(Limit::Sentences) {
        let greedy = case.oracle.greedy(limit);
        assert_eq!(greedy.objective, case.objective(&greedy.sentences));
    }
    assert_eq!(case.oracle.greedy(Limit::Sentences(3)).sentences, [0, 1, 2]);
}

#[test]
fn ties_go_to_the_earlier_sentence() {
    let case = Case::new(&owned(&["nothing", "a b", "c d", "a b"]), "a b c d");
    assert_eq!(case.oracle.greedy(Limit::Sentences(1)).sentences, [1]);
    assert_eq!(case.oracle.beam(Limit::Sentences(1), 4).sentences, [1]);
}

#[test]
fn it_stops_where_nothing_is_gained() {
    let case = Case::new(&owned(&["a b", "x y", "…", "z"]), "a b");
    let expected = Selection { sentences: vec![0], objective: 2.0 };
    assert_eq!(case.oracle.greedy(Limit::Sentences(9)), expected);
    assert_eq!(case.oracle.beam(Limit::Sentences(9), 9), expected);
}

#[test]
fn nothing_to_choose() {
    for (texts, reference) in [(owned(&[]), "a"), (owned(&["a"]), ""), (owned(&["b", ""]), "a")] {
        let case = Case::new(&texts, reference);
        assert_eq!(case.oracle.beam(Limit::Sentences(3), 2), Selection::default());
    }
    let case = Case::new(&owned(&["a"]), "a");
    assert_eq!(case.oracle.beam(Limit::Sentences(0), 2), Selection::default());
    let without_counts = Limit::Words { budget: usize::MAX, counts: &[] };
    assert_eq!(case.oracle.beam(without_counts, 2), Selection::default());
}

#[test]
fn word_counts_that_overflow_do_not_fit() {
    let case = Case::new(&owned(&["a", "b"]), "a b");
    let counts = [usize::MAX, 1];
    let limit = Limit::Words { budget: usize::MAX, counts: &counts };
    assert_eq!(case.oracle.greedy(limit).sentences, [0]);
}

prop_compose! {
    fn cases()(
        // Few words, so that bigrams of the reference stand at the joints too.
        texts in prop::collection::vec("([a-d] ){0,4}", 0..7),
        reference in "([a-d] ){0,14}",
        sentences in 0usize..6,
        budget in 0usize..20,
    ) -> (Case, usize, usize) {
        (Case::new(&texts, &reference), sentences, budget)
    }
}

proptest! {
    #[test]
    fn as_the_joined_text_scores((case, sentences, budget) in cases()) {
        let by_words = Limit::Words { budget, counts: &case.words };
        for limit in [Limit::Sentences(sentences), by_words] {
            let greedy = case.oracle.greedy(limit);
            prop_assert_eq!(&greedy, &case.slow_greedy(limit));
            let best = case.exhaustive(limit);
            for width in [0, 1, 2, 4] {
                let beam = case.oracle.beam(limit, width);
                prop_assert!(case.allowed(&beam.sentences, limit));
                prop_assert!(beam.sentences.is_sorted());
                prop_assert_eq!(&beam, &case.slow_beam(limit, width));
                prop_assert!(greedy.objective <= beam.objective && beam.objective <= best);
            }
            prop_assert_eq!(case.oracle.beam(limit, 1 << case.texts.len()).objective, best);
        }
    }
}
