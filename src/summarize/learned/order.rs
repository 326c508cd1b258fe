//! The order in which sentences are taken: first the best summary of three, then what follows.
//!
//! Candidates are all sets of the best sentences and the first. Among those that leave least
//! dangling or broken, the set forest says which is best. A shorter summary drops the sentence
//! that can best be spared, a longer one takes the best that does no harm.

use super::SET_SIZE;
use super::analysis::Analysis;
use super::set_features::{Standing, set_features};
use crate::summarize::Document;
use crate::summarize::discourse::Auditor;
use crate::summarize::forest::Forest;
use crate::vector::dot;

/// How many of the best sentences candidates are made of, beside the first.
const POOL: usize = 8;

/// Sentences that are this alike are never in one set.
const NEAR_DUPLICATES: f32 = 0.9;

/// Up to how many sentences a longer summary looks at what it would leave dangling.
const AUDITED: usize = 12;

pub(super) struct Search<'a> {
    analysis: &'a Analysis,
    standing: &'a Standing,
    sets: Option<&'a Forest>,
    auditor: Option<Auditor>,
    /// The statements, best first.
    ranking: Vec<usize>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        document: &Document<'_>,
        analysis: &'a Analysis,
        standing: &'a Standing,
        sets: Option<&'a Forest>,
    ) -> Self {
        let texts: Vec<&str> = document.texts().collect();
        let mut ranking: Vec<usize> = (0..analysis.len()).collect();
        ranking.sort_by(|&a, &b| standing.scores[b].total_cmp(&standing.scores[a]));
        Self { analysis, standing, sets, auditor: Auditor::new(&texts, "en"), ranking }
    }

    /// The candidate sets, each ascending, all of the same size.
    pub(super) fn candidates(&self) -> Vec<Vec<usize>> {
        let mut pool: Vec<usize> = Vec::with_capacity(POOL + 1);
        for &i in &self.ranking {
            if pool.len() == POOL {
                break;
            }
            if pool.iter().all(|&j| !self.are_near_duplicates(i, j)) {
                pool.push(i);
            }
        }
        if !pool.is_empty() && pool.iter().all(|&i| !self.are_near_duplicates(0, i) && i != 0) {
            pool.push(0);
        }
        pool.sort_unstable();
        let mut sets = Vec::new();
        subsets(&pool, SET_SIZE.min(pool.len()), &mut Vec::new(), &mut sets);
        sets
    }

    fn are_near_duplicates(&self, i: usize, j: usize) -> bool {
        let row = |i| self.analysis.embeddings.row(i);
        dot(row(i), row(j)) >= NEAR_DUPLICATES
    }

    /// How much a summary of these statements leaves dangling or broken.
    fn faults(&self, set: &[usize]) -> usize {
        let Some(auditor) = &self.auditor else { return 0 };
        let picks: Vec<usize> = set.iter().map(|&i| self.analysis.statements[i]).collect();
        auditor.audit(&picks).findings.len()
    }

    fn score(&self, set: &[usize]) -> f32 {
        match self.sets {
            Some(forest) => forest.predict(&set_features(self.analysis, self.standing, set)),
            None => set.iter().map(|&i| self.standing.scores[i]).sum(),
        }
    }

    /// The best candidate: the one of least faults, and of these that of the highest score.
    fn best(&self) -> Vec<usize> {
        let mut candidates = self.candidates();
        // The lead leaves nothing dangling.
        let lead: Vec<usize> = (0..SET_SIZE.min(self.analysis.len())).collect();
        if candidates.iter().all(|set| self.faults(set) > 0) {
            candidates.push(lead);
        }
        let judged = candidates.into_iter().map(|set| (self.faults(&set), self.score(&set), set));
        let best = judged.min_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
        best.map_or_else(Vec::new, |(_, _, set)| set)
    }

    /// All statements in the order in which they are taken, as sentences of the document.
    pub(super) fn order(&self) -> Vec<usize> {
        let best = self.best();
        let mut order = self.shrunk(best.clone());
        self.grow(best, &mut order);
        order.into_iter().map(|i| self.analysis.statements[i]).collect()
    }

    /// The sentences of a set, so that each beginning of them is a good summary.
    fn shrunk(&self, mut set: Vec<usize>) -> Vec<usize> {
        let mut dropped = Vec::with_capacity(set.len());
        while set.len() > 1 {
            let without = |place: usize| {
                let mut rest = set.clone();
                rest.remove(place);
                (self.faults(&rest), self.standing.scores[set[place]])
            };
            let least = (0..set.len()).map(|place| (without(place), place));
            let least = least.min_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            dropped.push(set.remove(least.map_or(0, |(_, place)| place)));
        }
        dropped.extend(set);
        dropped.reverse();
        dropped
    }

    /// Adds all other statements behind a set.
    fn grow(&self, mut set: Vec<usize>, order: &mut Vec<usize>) {
        let mut left: Vec<usize> =
            self.ranking.iter().copied().filter(|i| !set.contains(i)).collect();
        while set.len() < AUDITED && !left.is_empty() {
            let before = self.faults(&set);
            let with = |i: usize| {
                let mut more = set.clone();
                let place = more.partition_point(|&other| other < i);
                more.insert(place, i);
                more
            };
            let harmless = left.iter().position(|&i| self.faults(&with(i)) <= before);
            let next = left.remove(harmless.unwrap_or(0));
            set = with(next);
            order.push(next);
        }
        order.extend(left);
    }
}

/// All subsets of `size` of ascending items, each ascending.
fn subsets(items: &[usize], size: usize, taken: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if taken.len() == size {
        found.push(taken.clone());
        return;
    }
    for (place, &item) in items.iter().enumerate() {
        taken.push(item);
        subsets(&items[place + 1..], size, taken, found);
        taken.pop();
    }
}
