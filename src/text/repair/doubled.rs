//! A body in which nearly every line stands twice (or three times) in a row, short ones too.

use super::tokens::Tokens;
use crate::article::RepairKind;

/// Lines that a body must have before doubling can be told from chance.
const RUNS: usize = 3;
/// The share of runs that may be single, as its reciprocal: a title or a byline.
const SINGLES: usize = 5;

/// Marks what is superfluous in runs of equal lines, if nearly all lines stand in such runs.
///
/// The copies made are the greatest common divisor of the lengths of the runs, so a line that
/// stood twice by intent, and four times after doubling, stands twice again.
pub(super) fn mark(tokens: &Tokens, removed: &mut [Option<RepairKind>]) {
    let paragraphs: Vec<usize> = (0..tokens.paragraphs.len()).collect();
    let runs: Vec<&[usize]> = paragraphs
        .chunk_by(|&a, &b| tokens.paragraph(a) == tokens.paragraph(b))
        .filter(|run| !tokens.paragraph(run[0]).is_empty())
        .collect();
    let repeated = || runs.iter().filter(|run| run.len() > 1);
    let singles = runs.len() - repeated().count();
    let copies = repeated().fold(0, |divisor, run| greatest_common_divisor(divisor, run.len()));
    if copies < 2 || repeated().count() < RUNS || SINGLES * singles > runs.len() {
        return;
    }
    for run in repeated() {
        for &paragraph in &run[run.len() / copies..] {
            removed[tokens.paragraphs[paragraph].units.clone()]
                .fill(Some(RepairKind::RepeatedBlock));
        }
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
