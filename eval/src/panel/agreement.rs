//! How far two readers agree on which of two summaries is better.

use std::cmp::Ordering;
use std::fmt::Write;

use super::Reader;

/// What two readers said of the same pairs of summaries.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Agreement {
    /// Pairs that both judged.
    pairs: usize,
    /// Both said the same: better, worse or a tie.
    same: usize,
    /// One said better where the other said worse.
    opposite: usize,
    /// Cohen's kappa of the three answers; NaN where chance alone would agree on all.
    kappa: f64,
    /// The mean difference of two marks for the same thing.
    marks: f64,
}

/// A line for each two readers; nothing where there is one.
pub(super) fn lines(readers: &[Reader]) -> String {
    let mut text = String::new();
    for (at, first) in readers.iter().enumerate() {
        for second in &readers[at + 1..] {
            let of = Agreement::between(first, second);
            let share = |count: usize| 100.0 * count as f64 / of.pairs.max(1) as f64;
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{} and {}: {} pairs of summaries, same {:.0} %, opposite {:.0} %, kappa {:.2}; \
                 marks differ by {:.2}",
                first.name,
                second.name,
                of.pairs,
                share(of.same),
                share(of.opposite),
                of.kappa,
                of.marks
            );
        }
    }
    text
}

impl Agreement {
    fn between(first: &Reader, second: &Reader) -> Self {
        let mut of = Self::default();
        let (mut counts, mut marks, mut differences) = ([[0_usize; 3]; 3], 0_usize, 0.0);
        for (number, judged) in &first.judged {
            let Some(others) = second.judged.get(number) else { continue };
            let both: Vec<_> = judged
                .iter()
                .filter_map(|(name, judgement)| Some((judgement, others.get(name)?)))
                .collect();
            for (a, b) in &both {
                for (a, b) in a.marks.iter().zip(b.marks) {
                    differences += f64::from(a.abs_diff(b));
                    marks += 1;
                }
            }
            for (at, (a, b)) in both.iter().enumerate() {
                for (c, d) in &both[at + 1..] {
                    // One summary of two systems is no pair.
                    if a == c && b == d {
                        continue;
                    }
                    let (one, other) = (a.rank.cmp(&c.rank), b.rank.cmp(&d.rank));
                    counts[place(one)][place(other)] += 1;
                    of.pairs += 1;
                    of.same += usize::from(one == other);
                    of.opposite += usize::from(one != Ordering::Equal && one == other.reverse());
                }
            }
        }
        of.kappa = kappa(&counts);
        of.marks = differences / marks.max(1) as f64;
        of
    }
}

fn place(order: Ordering) -> usize {
    match order {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    }
}

/// Cohen's kappa: agreement above that of chance, as a share of what is possible above it.
fn kappa(counts: &[[usize; 3]; 3]) -> f64 {
    let all = counts.iter().flatten().sum::<usize>() as f64;
    let same: usize = (0..3).map(|i| counts[i][i]).sum();
    let by_chance: f64 = (0..3)
        .map(|i| {
            let first: usize = counts[i].iter().sum();
            let second: usize = counts.iter().map(|row| row[i]).sum();
            (first * second) as f64
        })
        .sum();
    let (same, by_chance) = (same as f64 / all, by_chance / (all * all));
    (same - by_chance) / (1.0 - by_chance)
}

#[cfg(test)]
mod tests {
    use super::super::{Judgement, Judgements};
    use super::*;

    fn reader(name: &str, ranks: &[(usize, usize)]) -> Reader {
        let judgement = |rank: usize| Judgement { rank, marks: [5 - rank as u8; 3] };
        let judged = ranks.iter().enumerate().map(|(number, (a, b))| {
            let of = [("a".to_owned(), judgement(*a)), ("b".to_owned(), judgement(*b))];
            (number, Judgements::from(of))
        });
        Reader { name: name.to_owned(), judged: judged.collect() }
    }

    #[test]
    fn same_opposite_and_chance_are_counted() {
        let first = reader("x", &[(1, 2), (1, 2), (2, 1), (2, 1), (1, 1)]);
        let second = reader("y", &[(1, 2), (2, 1), (2, 1), (1, 1)]);
        let of = Agreement::between(&first, &second);
        assert_eq!((of.pairs, of.same, of.opposite), (4, 2, 1));
        // 2 of 4 agree; chance: (2*1 + 0*1 + 2*2) / 16.
        assert!((of.kappa - (0.5 - 0.375) / 0.625).abs() < 1e-12, "{}", of.kappa);
        assert!((of.marks - 3.0 / 8.0).abs() < 1e-12, "{}", of.marks);
        let itself = Agreement::between(&first, &first);
        assert!((itself.kappa - 1.0).abs() < 1e-12);
        assert!(lines(std::slice::from_ref(&first)).is_empty());
        assert!(lines(&[first, second]).starts_with("x and y: 4 pairs of summaries, same 50 %"));
    }
}
