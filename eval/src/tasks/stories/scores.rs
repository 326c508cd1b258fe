//! How well values tell those that are from those that are not.

use std::collections::BTreeMap;

use crate::statistics::bootstrap::{Resampling, bootstrap, interval};
use crate::statistics::{Columns, Kind, Statistic};

/// What was said of pairs, and what they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// They are, and it was said.
    pub right: usize,
    /// They are not, and it was said.
    pub wrong: usize,
    /// They are, and it was not said.
    pub missed: usize,
}

impl Told {
    /// The tally of what was said and what is.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (bool, bool)>) -> Self {
        let mut told = Self::default();
        for (said, is) in pairs {
            told.right += usize::from(said && is);
            told.wrong += usize::from(said && !is);
            told.missed += usize::from(!said && is);
        }
        told
    }

    /// The share of what was said that is; 1 where nothing was said.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what is that was said; 1 where nothing is.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both.
    #[must_use]
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// The interval of F1 over the units that pairs of what was said and what is belong to.
#[must_use]
pub fn f1_interval<'a>(pairs: impl IntoIterator<Item = (&'a str, (bool, bool))>) -> (f64, f64) {
    let mut by_unit: BTreeMap<&str, Vec<(bool, bool)>> = BTreeMap::new();
    for (unit, pair) in pairs {
        by_unit.entry(unit).or_default().push(pair);
    }
    let units: Vec<BTreeMap<String, f64>> = by_unit
        .into_values()
        .map(|pairs| {
            let Told { right, wrong, missed } = Told::of(pairs);
            [("right", right), ("wrong", wrong), ("missed", missed)]
                .map(|(name, count)| (name.to_owned(), count as f64))
                .into()
        })
        .collect();
    let columns = Columns::new(units.iter());
    let statistic = Statistic::new(Kind::F1("right", "wrong", "missed"), &columns);
    interval(&bootstrap(&[&statistic], units.len(), Resampling::default())[0])
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The chance that one that is has a higher value than one that is not, ties half (the area under the ROC
/// curve); NaN where there are not both.
#[must_use]
pub fn auc(values: &[(f32, bool)]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let positive = sorted.iter().filter(|(_, is)| *is).count() as f64;
    let negative = sorted.len() as f64 - positive;
    let (mut below, mut won) = (0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let of_these = tied.iter().filter(|(_, is)| *is).count() as f64;
        let others = tied.len() as f64 - of_these;
        won += of_these * (below + others / 2.0);
        below += others;
    }
    won / (positive * negative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_tallied() {
        let told =
            Told::of([(true, true), (true, true), (true, false), (false, true), (false, false)]);
        assert_eq!(told, Told { right: 2, wrong: 1, missed: 1 });
        assert!(
            (told.precision() - 2.0 / 3.0).abs() < 1e-9 && (told.f1() - 2.0 / 3.0).abs() < 1e-9
        );
        assert_eq!(Told::default().f1(), 1.0);
    }

    #[test]
    fn an_interval_is_of_units() {
        let same = (0..5).flat_map(|_| [("a", (true, true)), ("b", (true, true))]);
        assert_eq!(f1_interval(same), (1.0, 1.0));
        let (low, high) =
            f1_interval([("a", (true, true)), ("b", (true, false)), ("c", (true, true))]);
        assert!(low < 0.5 && high == 1.0, "{low} {high}");
    }

    #[test]
    fn areas_count_ties_half() {
        let values = [(0.9, true), (0.8, false), (0.7, true), (0.1, false)];
        assert_eq!(auc(&values), 0.75);
        assert_eq!(auc(&[(0.5, true), (0.5, false)]), 0.5);
        assert!(auc(&[(0.5, true)]).is_nan());
    }
}
