//! Axes: values in, pixels and round ticks out.

/// A linear axis from values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Axis {
    /// The axis of the values from `values.0` to `values.1`, widened to round numbers, over the
    /// pixels from `pixels.0` to `pixels.1`. It always has an extent, whatever the values.
    pub(super) fn covering(values: (f64, f64), pixels: (f64, f64)) -> Self {
        let (low, high) = match values {
            (low, high) if low.is_finite() && high.is_finite() && low < high => (low, high),
            (low, _) if low.is_finite() && low > 0.0 => (0.0, low),
            (low, _) if low.is_finite() && low < 0.0 => (low, 0.0),
            _ => (0.0, 1.0),
        };
        let step = round_step((high - low) / 4.0);
        let low = (low / step + 1e-9).floor() * step;
        let high = (high / step - 1e-9).ceil() * step;
        Self { low, high, start: pixels.0, end: pixels.1 }
    }

    /// Where a value lies; one beyond the axis lies at its end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.start + share * (self.end - self.start)
    }

    /// Whether a value is on the axis.
    pub(super) fn holds(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }

    /// The least value.
    pub(super) fn low(&self) -> f64 {
        self.low
    }

    /// The greatest value.
    pub(super) fn high(&self) -> f64 {
        self.high
    }

    /// Round values along the axis, from three to six.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let step = round_step((self.high - self.low) / 4.0);
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last).map(|tick| tick as f64 * step).collect()
    }

    /// A tick's label, with as many decimals as the ticks need.
    pub(super) fn label(&self, tick: f64) -> String {
        let step = round_step((self.high - self.low) / 4.0);
        let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
        format!("{:.decimals$}", tick + 0.0).replace('-', "−")
    }
}

/// The smallest of 1, 2, 2.5, 5 and their decimal multiples that is at least `step`; the decimal
/// multiples of 2.5 are left out below 10, where their labels would need a digit more.
fn round_step(step: f64) -> f64 {
    let magnitude = 10_f64.powf(step.log10().floor());
    let factors: &[f64] =
        if magnitude >= 10.0 { &[1.0, 2.0, 2.5, 5.0, 10.0] } else { &[1.0, 2.0, 5.0, 10.0] };
    let wanted = step / magnitude - 1e-9;
    magnitude * factors.iter().copied().find(|&factor| factor >= wanted).unwrap_or(10.0)
}

/// The least and the greatest of the finite values; `None` if there are none.
pub(super) fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| {
        let (low, high) = range.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        let axis = Axis::covering((0.0, 46.3), (0.0, 100.0));
        assert_eq!(axis.ticks(), [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(axis.at(30.0), 50.0);
        let axis = Axis::covering((-0.31, 0.92), (0.0, 100.0));
        assert_eq!(axis.ticks().len(), 4);
        assert_eq!(axis.label(-0.5), "−0.5");
        assert_eq!(axis.label(0.0), "0.0");
    }

    #[test]
    fn an_axis_without_extent_gets_one() {
        for values in [(0.0, 0.0), (5.0, 5.0), (-5.0, -5.0), (f64::NAN, 1.0), (2.0, 1.0)] {
            let axis = Axis::covering(values, (10.0, 20.0));
            assert!(axis.low() < axis.high(), "{values:?}: {axis:?}");
            assert!((10.0..=20.0).contains(&axis.at(values.0)) || values.0.is_nan());
        }
    }

    #[test]
    fn the_range_passes_over_what_is_no_number() {
        assert_eq!(range([f64::NAN, 2.0, f64::INFINITY, -1.0]), Some((-1.0, 2.0)));
        assert_eq!(range([f64::NAN]), None);
    }
}
