//! Longest common subsequences: how many tokens ROUGE-L and ROUGE-Lsum count as shared.
//!
//! Two prepared texts go in, a number of tokens comes out. Both measures run a bit-parallel
//! recurrence (H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004): 64 rows of the
//! table of lengths are one word, in which a 0 says that the length grows at that row.
//!
//! A longest common subsequence is rarely the only one, and ROUGE-Lsum depends on which is taken.
//! This takes the one that `rouge-score` takes: going back from the end of both lines, a match is
//! used at once; else the candidate's last token is dropped if that loses nothing that dropping
//! the reference's last token would keep, which is where the length grows at the reference's row.

use super::prepared::Prepared;

/// The length of the longest common subsequence of two texts, lines disregarded.
///
/// Time: reference tokens x candidate tokens / 64. Memory: linear.
pub(super) fn length(reference: &Prepared, candidate: &Prepared) -> usize {
    let candidate_ranks = ranks_in_reference(reference, candidate);
    let mut table = BitTable::new(reference.distinct().len(), candidate_ranks.len());
    let mut length = 0;
    for rows in reference.ranks().chunks(64) {
        let last = table.fill(rows, &candidate_ranks, |_| ());
        length += last.count_zeros() as usize;
    }
    length
}

/// The tokens that the lines of the reference share with those of the candidate.
///
/// For each line of the reference the union, over the candidate's lines, of one longest common
/// subsequence each; of these tokens, none is counted more often than the candidate has it
/// (ROUGE 1.5.5; the paper counts them all).
///
/// Memory: two bits for each pair of tokens in the longest pair of lines.
pub(super) fn summary_level_hits(reference: &Prepared, candidate: &Prepared) -> usize {
    let candidate_ranks = ranks_in_reference(reference, candidate);
    let distinct = reference.distinct().len();
    // Tokens that the reference lacks are counted under a rank of their own, which nothing reads.
    let mut left_in_candidate = vec![0u32; distinct + 1];
    candidate_ranks.iter().for_each(|&rank| left_in_candidate[rank as usize] += 1);
    let mut table = BitTable::new(distinct, candidate_ranks.len());
    let mut union = Vec::new();
    let mut hits = 0;
    for line in reference.lines() {
        let line = &reference.ranks()[line];
        union.clear();
        union.resize(line.len(), false);
        for candidate_line in candidate.lines() {
            table.mark_subsequence(line, &candidate_ranks[candidate_line], &mut union);
        }
        // A token of the reference is in one union at most: only the candidate's can run out.
        for (&rank, _) in line.iter().zip(&union).filter(|(_, in_union)| **in_union) {
            let left = &mut left_in_candidate[rank as usize];
            hits += usize::from(*left > 0);
            *left = left.saturating_sub(1);
        }
    }
    hits
}

/// The candidate's tokens as ranks of the reference's distinct tokens; a token that the reference
/// lacks gets the number of those.
fn ranks_in_reference(reference: &Prepared, candidate: &Prepared) -> Vec<u32> {
    let (theirs, ours) = (reference.distinct(), candidate.distinct());
    let mut rank = 0;
    let rank_of_ours: Vec<u32> = ours
        .iter()
        .map(|token| {
            while theirs.get(rank).is_some_and(|other| other < token) {
                rank += 1;
            }
            if theirs.get(rank) == Some(token) { rank as u32 } else { theirs.len() as u32 }
        })
        .collect();
    candidate.ranks().iter().map(|&rank| rank_of_ours[rank as usize]).collect()
}

/// The table of lengths of one pair of lines, 64 reference tokens at a time.
struct BitTable {
    /// For each distinct token of the reference, the rows of the current 64 where it stands. One
    /// more, always 0, for the tokens that it lacks.
    matches: Vec<u64>,
    /// For each candidate token, what the addition of the rows so far carries over.
    carries: Vec<bool>,
    /// Where the way back stops in a column, by block of 64 rows and then by column.
    stops: Vec<u64>,
}

impl BitTable {
    fn new(distinct: usize, longest_candidate: usize) -> Self {
        let carries = vec![false; longest_candidate];
        Self { matches: vec![0; distinct + 1], carries, stops: Vec::new() }
    }

    /// Fills the next 64 or fewer rows and returns their last column. `visit` gets, for each
    /// column, the rows that match or where the length grows.
    fn fill(&mut self, rows: &[u32], columns: &[u32], mut visit: impl FnMut(u64)) -> u64 {
        for (row, &rank) in rows.iter().enumerate() {
            self.matches[rank as usize] |= 1 << row;
        }
        let mut column = u64::MAX;
        for (&rank, carry) in columns.iter().zip(&mut self.carries) {
            let matching = self.matches[rank as usize];
            let (sum, over) = column.overflowing_add(column & matching);
            let (sum, over_by_carry) = sum.overflowing_add(u64::from(*carry));
            *carry = over | over_by_carry;
            column = sum | (column & !matching);
            visit(matching | !column);
        }
        for &rank in rows {
            self.matches[rank as usize] = 0;
        }
        column
    }

    /// Marks the tokens of `line` that are in its longest common subsequence with `columns`.
    fn mark_subsequence(&mut self, line: &[u32], columns: &[u32], marks: &mut [bool]) {
        self.carries[..columns.len()].fill(false);
        let mut stops = std::mem::take(&mut self.stops);
        stops.clear();
        for rows in line.chunks(64) {
            self.fill(rows, columns, |stop| stops.push(stop));
        }
        let mut end = line.len();
        for (column, &rank) in columns.iter().enumerate().rev() {
            let at = |block: usize| stops[block * columns.len() + column];
            let Some(row) = last_row_before(end, at) else { break };
            if line[row] == rank {
                marks[row] = true;
                end = row;
            } else {
                end = row + 1;
            }
        }
        self.stops = stops;
    }
}

/// The last row before `end` whose bit is set, in blocks of 64 rows that `block` gives.
fn last_row_before(end: usize, block: impl Fn(usize) -> u64) -> Option<usize> {
    let last = end.checked_sub(1)?;
    let up_to_last = u64::MAX >> (63 - last % 64);
    let first_look = std::iter::once(block(last / 64) & up_to_last);
    let rows = first_look.chain((0..last / 64).rev().map(&block));
    let found = rows.zip((0..=last / 64).rev()).find(|(bits, _)| *bits != 0);
    found.map(|(bits, index)| index * 64 + 63 - bits.leading_zeros() as usize)
}

#[cfg(test)]
mod tests;
