//! Beam search over sets of sentences.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::coverage::Coverage;
use super::{Limit, Oracle, Selection};

impl Oracle {
    /// The best selection that a beam meets, level by level: a level holds selections of one size.
    pub(super) fn search_beam(&self, limit: Limit<'_>, width: usize) -> Selection {
        let mut best = Selection::default();
        let mut level = vec![Coverage::new(&self.document)];
        while !level.is_empty() {
            let candidates = self.extensions(&mut level, limit);
            // The first is the best: they are sorted.
            if let Some(first) = candidates.first().filter(|c| c.objective > best.objective) {
                best = first.selection();
            }
            level = candidates.iter().take(width).map(|c| c.grown(&level)).collect();
        }
        best
    }

    /// The selections with one sentence more, each set once, best first.
    fn extensions(&self, level: &mut [Coverage<'_>], limit: Limit<'_>) -> Vec<Extension> {
        let mut extensions = Vec::new();
        let mut seen = FxHashSet::default();
        for (parent, coverage) in level.iter_mut().enumerate() {
            for added in 0..self.document.len() {
                if !self.fits(coverage.chosen(), added, limit) {
                    continue;
                }
                let mut sentences = coverage.chosen().to_vec();
                sentences.insert(sentences.partition_point(|&other| other < added), added);
                if seen.insert(sentences.clone()) {
                    let objective = coverage.objective_with(added);
                    extensions.push(Extension { parent, added, sentences, objective });
                }
            }
        }
        extensions.sort_unstable_by(Extension::best_first);
        extensions
    }
}

/// A selection of the level before and one sentence more.
struct Extension {
    parent: usize,
    added: usize,
    sentences: Vec<usize>,
    objective: f64,
}

impl Extension {
    fn best_first(&self, other: &Self) -> Ordering {
        let by_objective = other.objective.total_cmp(&self.objective);
        by_objective.then_with(|| self.sentences.cmp(&other.sentences))
    }

    fn selection(&self) -> Selection {
        Selection { sentences: self.sentences.clone(), objective: self.objective }
    }

    fn grown<'a>(&self, level: &[Coverage<'a>]) -> Coverage<'a> {
        let mut coverage = level[self.parent].clone();
        coverage.add(self.added);
        coverage
    }
}
