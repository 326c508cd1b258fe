//! Against the table of lengths and the walk back through it, token by token.

use proptest::prelude::*;

use super::super::vocabulary::Encoded;
use super::{Prepared, length, summary_level_hits};

fn prepared(lines: &[Vec<u32>]) -> Prepared {
    let mut encoded = Encoded::default();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        encoded.tokens.extend(line);
        encoded.line_ends.push(encoded.tokens.len());
    }
    Prepared::new(0, encoded)
}

/// `table[i][j]`: the length for the first i tokens of `a` and the first j of `b`.
fn table(a: &[u32], b: &[u32]) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            table[i][j] = if a[i - 1] == b[j - 1] {
                table[i - 1][j - 1] + 1
            } else {
                table[i - 1][j].max(table[i][j - 1])
            };
        }
    }
    table
}

/// The rows of the subsequence that a walk back from the last cell meets.
fn walk_back(a: &[u32], b: &[u32]) -> Vec<usize> {
    let table = table(a, b);
    let (mut i, mut j) = (a.len(), b.len());
    let mut rows = Vec::new();
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            rows.push(i - 1);
            (i, j) = (i - 1, j - 1);
        } else if table[i][j - 1] > table[i - 1][j] {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    rows
}

fn hits_by_definition(reference: &[Vec<u32>], candidate: &[Vec<u32>]) -> usize {
    let count = |lines: &[Vec<u32>], token| lines.iter().flatten().filter(|t| **t == token).count();
    let mut unions = Vec::new();
    for line in reference {
        let mut rows: Vec<usize> =
            candidate.iter().flat_map(|other| walk_back(line, other)).collect();
        rows.sort_unstable();
        rows.dedup();
        unions.extend(rows.into_iter().map(|row| line[row]));
    }
    let mut distinct = unions.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let hits = |token| {
        let in_unions = unions.iter().filter(|t| **t == token).count();
        in_unions.min(count(candidate, token)).min(count(reference, token))
    };
    distinct.into_iter().map(hits).sum()
}

fn lines(tokens: u32, longest: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(1..tokens, 0..longest), 0..5)
}

#[test]
fn texts_without_tokens_share_nothing() {
    let (empty, one) = (prepared(&[]), prepared(&[vec![1]]));
    for (a, b) in [(&empty, &empty), (&empty, &one), (&one, &empty)] {
        assert_eq!((length(a, b), summary_level_hits(a, b)), (0, 0));
    }
}

#[test]
fn a_token_counts_no_more_often_than_the_candidate_has_it() {
    let reference = prepared(&[vec![1, 2], vec![1, 3]]);
    assert_eq!(summary_level_hits(&reference, &prepared(&[vec![1]])), 1);
    assert_eq!(summary_level_hits(&reference, &prepared(&[vec![1], vec![1]])), 2);
}

#[test]
fn a_carry_runs_through_a_block_without_matches() {
    let reference = prepared(&[[vec![1; 64], vec![2; 64], vec![1; 64]].concat()]);
    let candidate = prepared(&[vec![1; 100]]);
    assert_eq!(length(&reference, &candidate), 100);
    assert_eq!(summary_level_hits(&reference, &candidate), 100);
}

proptest! {
    #[test]
    fn short_lines(reference in lines(6, 12), candidate in lines(6, 12)) {
        let (a, b) = (prepared(&reference), prepared(&candidate));
        let (a_tokens, b_tokens) = (reference.concat(), candidate.concat());
        let expected = table(&a_tokens, &b_tokens)[a_tokens.len()][b_tokens.len()];
        prop_assert_eq!(length(&a, &b), expected);
        prop_assert_eq!(summary_level_hits(&a, &b), hits_by_definition(&reference, &candidate));
    }

    #[test]
    fn lines_of_many_blocks(reference in lines(9, 200), candidate in lines(9, 200)) {
        let (a, b) = (prepared(&reference), prepared(&candidate));
        let (a_tokens, b_tokens) = (reference.concat(), candidate.concat());
        let expected = table(&a_tokens, &b_tokens)[a_tokens.len()][b_tokens.len()];
        prop_assert_eq!(length(&a, &b), expected);
        prop_assert_eq!(summary_level_hits(&a, &b), hits_by_definition(&reference, &candidate));
    }
}
