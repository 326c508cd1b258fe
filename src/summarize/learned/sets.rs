//! The summaries that are weighed as a whole: sets of the best sentences and of those of the greatest
//! payoffs, runs of sentences that follow each other, and the lead.

use std::collections::HashSet;

use super::SET_SIZE;
use super::choice::Evidence;

/// How many of the best sentences sets are made of, beside the first and the opening.
const POOL: usize = 8;

/// How many of the sentences of the greatest payoffs are tried with them.
const PAYOFFS: usize = 2;

/// Sentences that are this alike are never in one set.
const NEAR_DUPLICATES: f32 = 0.9;

/// The sets that are weighed, each ascending, all of one size and each once; the first one is the
/// lead, the first statements of the document. The statements have these scores.
pub(super) fn candidates(evidence: &Evidence<'_>, scores: &[f32]) -> Vec<Vec<usize>> {
    let are_near_duplicates = |i: usize, j: usize| evidence.likeness(i, j) >= NEAR_DUPLICATES;
    let mut ranking: Vec<usize> = (0..scores.len()).collect();
    ranking.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let mut pool: Vec<usize> = Vec::with_capacity(POOL + 2);
    for &i in &ranking {
        if pool.len() == POOL {
            break;
        }
        if pool.iter().all(|&j| !are_near_duplicates(i, j)) {
            pool.push(i);
        }
    }
    if !pool.is_empty() {
        for i in [0, evidence.opening()].into_iter().chain(evidence.best_payoffs(PAYOFFS)) {
            if pool.iter().all(|&j| i != j && !are_near_duplicates(i, j)) {
                pool.push(i);
            }
        }
    }
    pool.sort_unstable();
    let size = SET_SIZE.min(pool.len());
    let mut sets = vec![(0..size).collect()];
    subsets(&pool, size, &mut Vec::new(), &mut sets);
    if size == SET_SIZE {
        let runs = runs(&pool, evidence.opening(), scores.len());
        sets.extend(runs.filter(|set| {
            let repeats = |i: usize, j: usize| are_near_duplicates(set[i], set[j]);
            !repeats(0, 1) && !repeats(1, 2) && !repeats(0, 2)
        }));
    }
    let mut seen = HashSet::with_capacity(sets.len());
    sets.retain(|set| seen.insert(set.clone()));
    sets
}

/// Three sentences that follow each other, one of them of the pool, and the opening with two.
fn runs(pool: &[usize], opening: usize, count: usize) -> impl Iterator<Item = Vec<usize>> {
    let starts = pool.iter().flat_map(|&i| i.saturating_sub(2)..=i);
    let threes = starts.map(|i| vec![i, i + 1, i + 2]);
    let starts = pool.iter().flat_map(|&i| i.saturating_sub(1)..=i);
    let twos = starts.map(move |i| vec![opening, i, i + 1]);
    threes.chain(twos).filter(move |set| set[2] < count && set.is_sorted_by(|a, b| a < b))
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
