//! Spreads: how the units of each system are distributed over the values of one measure.

use super::axis::{Axis, range};
use super::figure::Figure;
use super::svg::{Point, Svg, shorten};
use super::view::{Section, unit_value};
use crate::statistics::Measure;

const WIDTH: f64 = 380.0;
const ROW: f64 = 34.0;
const TOP: f64 = 8.0;
const PLOT: (f64, f64) = (108.0, 370.0);
const BINS: usize = 32;

/// A histogram a system, one under the other, with the median and the middle half; `None` if no
/// unit has the measure.
pub(super) fn spread(section: &Section<'_>, measure: &Measure) -> Option<Figure> {
    let (factor, _) = measure.scale.factor_and_decimals();
    let rows: Vec<(&str, Vec<f64>)> = section
        .order(measure)
        .into_iter()
        .map(|system| (system, sorted_values(section, system, measure, factor)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let (low, high) = range(rows.iter().flat_map(|(_, values)| values.iter().copied()))?;
    let axis = Axis::covering((low.min(0.0), high), PLOT);
    let histograms: Vec<Vec<f64>> = rows.iter().map(|(_, values)| bins(values, &axis)).collect();
    let (_, most) = range(histograms.iter().flatten().copied())?;
    let bottom = TOP + ROW * rows.len() as f64;
    let label = describe(section, measure, &rows);
    let mut svg = Svg::new((WIDTH, bottom + 20.0), label);
    for tick in axis.ticks() {
        svg.line("gridline", (axis.at(tick), TOP), (axis.at(tick), bottom));
        svg.text("tick middle", (axis.at(tick), bottom + 14.0), &axis.label(tick));
    }
    for (row, ((system, values), histogram)) in rows.iter().zip(&histograms).enumerate() {
        let base = TOP + ROW * (row as f64 + 1.0) - 5.0;
        let [first, median, third] = [0.25, 0.5, 0.75].map(|share| quantile(values, share));
        let title = format!("{system}: median {median:.1}, half from {first:.1} to {third:.1}");
        svg.open(&format!("m {}", section.view.class(system)), &title);
        svg.text("name end", (PLOT.0 - 8.0, base - 4.0), &shorten(system, 16));
        svg.path("ridge", &outline(histogram, base, (ROW - 8.0) / most), true);
        svg.line("middle-half", (axis.at(first), base + 2.5), (axis.at(third), base + 2.5));
        svg.line("median", (axis.at(median), base - 7.0), (axis.at(median), base + 4.0));
        svg.close();
    }
    let title = format!("{} of single {}", measure.label, section.view.results.run.task.units());
    Some(Figure::new(&title, "The tick is the median; the thick line holds half.", svg.finish()))
}

fn sorted_values(section: &Section<'_>, system: &str, measure: &Measure, factor: f64) -> Vec<f64> {
    let units = section.units(system).iter();
    let values = units.filter_map(|unit| unit_value(measure.kind, &unit.values));
    let mut values: Vec<f64> = values.map(|value| value * factor).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The share of values in each of [`BINS`] equal parts of the axis.
fn bins(values: &[f64], axis: &Axis) -> Vec<f64> {
    let mut shares = vec![0.0; BINS];
    for &value in values {
        let share = (value - axis.low()) / (axis.high() - axis.low());
        let bin = ((share * BINS as f64) as usize).min(BINS - 1);
        shares[bin] += 1.0 / values.len() as f64;
    }
    shares
}

/// The steps of a histogram above the height `base`.
fn outline(histogram: &[f64], base: f64, scale: f64) -> Vec<Point> {
    let step = (PLOT.1 - PLOT.0) / histogram.len() as f64;
    let tops = histogram.iter().enumerate().flat_map(|(bin, share)| {
        let (left, top) = (PLOT.0 + bin as f64 * step, base - share * scale);
        [(left, top), (left + step, top)]
    });
    [(PLOT.0, base)].into_iter().chain(tops).chain([(PLOT.1, base)]).collect()
}

/// A quantile of ascending values, interpolated between neighbours.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

fn describe(section: &Section<'_>, measure: &Measure, rows: &[(&str, Vec<f64>)]) -> String {
    let medians: Vec<String> = rows
        .iter()
        .map(|(system, values)| format!("{system} {:.1}", quantile(values, 0.5)))
        .collect();
    let name = &section.dataset.name;
    format!("Distribution of {} on {name}; medians: {}", measure.label, medians.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0], 0.75), 1.0);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 5.0], 0.5), 2.5);
    }

    #[test]
    fn every_value_falls_into_a_bin() {
        let axis = Axis::covering((0.0, 100.0), PLOT);
        let shares = bins(&[0.0, 50.0, 100.0, 100.0], &axis);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(shares[BINS - 1], 0.5);
    }
}
