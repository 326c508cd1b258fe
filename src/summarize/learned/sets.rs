//! The summaries that are weighed as a whole: sets of the best sentences, and the lead.

use super::SET_SIZE;
use super::analysis::Analysis;
use super::set_features::Standing;
use crate::vector::dot;

/// How many of the best sentences sets are made of, beside the first.
const POOL: usize = 8;

/// Sentences that are this alike are never in one set.
const NEAR_DUPLICATES: f32 = 0.9;

/// The sets that are weighed, each ascending, all of one size; the first one is the lead, the
/// first statements of the document.
pub(super) fn candidates(analysis: &Analysis, standing: &Standing) -> Vec<Vec<usize>> {
    let are_near_duplicates = |i: usize, j: usize| {
        let row = |i| analysis.embeddings.row(i);
        dot(row(i), row(j)) >= NEAR_DUPLICATES
    };
    let mut ranking: Vec<usize> = (0..analysis.len()).collect();
    ranking.sort_by(|&a, &b| standing.scores[b].total_cmp(&standing.scores[a]));
    let mut pool: Vec<usize> = Vec::with_capacity(POOL + 1);
    for &i in &ranking {
        if pool.len() == POOL {
            break;
        }
        if pool.iter().all(|&j| !are_near_duplicates(i, j)) {
            pool.push(i);
        }
    }
    if !pool.is_empty() && pool.iter().all(|&i| !are_near_duplicates(0, i) && i != 0) {
        pool.push(0);
    }
    pool.sort_unstable();
    let size = SET_SIZE.min(pool.len());
    let lead: Vec<usize> = (0..size).collect();
    let mut sets = vec![lead.clone()];
    subsets(&pool, size, &mut Vec::new(), &mut sets);
    let mut is_first = true;
    sets.retain(|set| std::mem::take(&mut is_first) || *set != lead);
    sets
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
