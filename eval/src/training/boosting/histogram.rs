//! Histograms: for each bin of a feature, the sums over the rows in it.

use std::ops::{Add, AddAssign, Sub, SubAssign};

use super::bins::Column;

/// A row that a tree is fitted to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Residual {
    /// The row's number.
    pub(super) row: u32,
    /// Its weight.
    pub(super) weight: f32,
    /// Its weight times what its prediction lacks.
    pub(super) weighted: f32,
}

/// Sums over rows. With squared error they are the gradient's, negated, and the hessian's.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    /// Of weights.
    pub(super) weight: f64,
    /// Of weights times residuals.
    pub(super) weighted: f64,
}

impl Sums {
    /// The sums over some rows, added in their order.
    pub(super) fn of(rows: &[Residual]) -> Self {
        let mut sums = Self::default();
        rows.iter().for_each(|row| sums += Self::from(row));
        sums
    }

    /// By how much the rows' weighted squared error sinks if they all get [`Sums::prediction`].
    pub(super) fn score(self, l2: f64) -> f64 {
        self.weighted * self.weighted / (self.weight + l2)
    }

    /// What the rows get as their prediction: their mean residual, shrunk by `l2`.
    pub(super) fn prediction(self, l2: f64) -> f64 {
        self.weighted / (self.weight + l2)
    }
}

impl From<&Residual> for Sums {
    fn from(row: &Residual) -> Self {
        Self { weight: row.weight.into(), weighted: row.weighted.into() }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.weight += other.weight;
        self.weighted += other.weighted;
    }
}

impl SubAssign for Sums {
    fn sub_assign(&mut self, other: Self) {
        self.weight -= other.weight;
        self.weighted -= other.weighted;
    }
}

impl Add for Sums {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sub for Sums {
    type Output = Self;

    fn sub(mut self, other: Self) -> Self {
        self -= other;
        self
    }
}

/// The histogram of one feature over the rows of one node.
pub(super) struct Histogram {
    bins: Vec<Sums>,
}

impl Histogram {
    /// The histogram of some rows.
    pub(super) fn new(column: &Column, rows: &[Residual]) -> Self {
        // One entry for each value that a bin's number can have: no check of bounds in the loop.
        let mut sums = [Sums::default(); 256];
        let bins = column.rows();
        for row in rows {
            sums[usize::from(bins[row.row as usize])] += Sums::from(row);
        }
        Self { bins: sums[..column.len()].to_vec() }
    }

    /// Takes out the rows of another histogram of the same feature.
    pub(super) fn subtract(&mut self, other: &Self) {
        self.bins.iter_mut().zip(&other.bins).for_each(|(sums, other)| *sums -= *other);
    }

    /// The sums of each bin, NaN's last.
    pub(super) fn bins(&self) -> &[Sums] {
        &self.bins
    }
}
