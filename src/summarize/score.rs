//! A sentence's score and its parts.

use serde::ser::{Serialize, Serializer};

/// The part of a score that readers would give, where a scorer knows them: in log odds.
pub(super) const READERS: &str = "readers";

/// What a scorer makes of one sentence: higher is better.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The sum of the parts.
    pub total: f32,
    /// The parts.
    pub parts: Parts,
}

impl Score {
    /// The score that these parts add up to.
    #[must_use]
    pub fn from_parts(parts: impl Into<Parts>) -> Self {
        let parts = parts.into();
        Self { total: parts.sum(), parts }
    }
}

/// The named summands of a score, in the order in which they are added up.
///
/// Serialises as a map in that order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts(Vec<(&'static str, f32)>);

impl Parts {
    /// The summands.
    #[must_use]
    pub fn as_slice(&self) -> &[(&'static str, f32)] {
        &self.0
    }

    /// The summand of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f32> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// What they add up to, from the first to the last.
    #[must_use]
    pub fn sum(&self) -> f32 {
        self.0.iter().map(|(_, value)| value).sum()
    }
}

impl<const N: usize> From<[(&'static str, f32); N]> for Parts {
    fn from(parts: [(&'static str, f32); N]) -> Self {
        parts.into_iter().collect()
    }
}

impl FromIterator<(&'static str, f32)> for Parts {
    fn from_iter<I: IntoIterator<Item = (&'static str, f32)>>(parts: I) -> Self {
        // A part of nothing is 0, and never the -0 that a negative weight makes of it.
        Self(parts.into_iter().map(|(name, value)| (name, value + 0.0)).collect())
    }
}

impl Serialize for Parts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// The rank of each value, 0 for the greatest and 1 for the least; ties by position.
pub(super) fn relative_ranks(values: &[f32]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i] = rank as f32 / (values.len() - 1).max(1) as f32;
    }
    ranks
}
