//! Bars with intervals: one measure of every system, and by how much each differs from the
//! baseline.
//!
//! Bars begin at zero. Where all systems are so near to each other that such bars would say
//! nothing, dots on a cut axis take their place.

use super::axis::{Axis, range};
use super::figure::Figure;
use super::svg::{Svg, shorten};
use super::view::Section;
use crate::report::marks::is_oracle;
use crate::results::{Difference, Estimate};
use crate::statistics::Measure;

const WIDTH: f64 = 380.0;
const ROW: f64 = 24.0;
const TOP: f64 = 20.0;
const PLOT: (f64, f64) = (108.0, 318.0);
/// If all intervals lie above this share of the greatest value, bars from zero look alike.
const LOOK_ALIKE: f64 = 0.8;

/// The bars of one measure, the best first; `None` if no system has it.
pub(super) fn bars(section: &Section<'_>, measure: &Measure) -> Option<Figure> {
    let ranking = section.ranking(measure);
    let shown: Vec<(&str, Estimate)> =
        ranking.iter().map(|(system, estimate)| (*system, scaled(*estimate, measure))).collect();
    let (low, high) = range(shown.iter().flat_map(|(_, bar)| [bar.low, bar.value, bar.high]))?;
    let cut = low > LOOK_ALIKE * high;
    let axis = Axis::covering(if cut { (low, high) } else { (low.min(0.0), high) }, PLOT);
    let mut svg = Svg::new((WIDTH, height(shown.len())), describe(section, measure, &ranking));
    draw_axis(&mut svg, &axis, shown.len());
    for (row, (system, bar)) in shown.iter().enumerate() {
        let title = figures(system, &ranking[row].1, measure);
        svg.open(&format!("m {}", section.view.class(system)), &title);
        draw_name(&mut svg, row, system);
        if cut {
            svg.line("stem", (axis.at(bar.low), middle(row)), (axis.at(bar.high), middle(row)));
            svg.dot("fill", (axis.at(bar.value), middle(row)), 4.5);
        } else {
            let zero = axis.at(0.0);
            let end = axis.at(bar.value);
            let corner = (zero.min(end), middle(row) - 6.5);
            svg.rect("fill", corner, ((end - zero).abs(), 13.0));
            draw_whisker(&mut svg, row, (axis.at(bar.low), axis.at(bar.high)));
        }
        let value = measure.scale.show(ranking[row].1.value);
        svg.text("number end", (WIDTH - 2.0, middle(row) + 4.0), &value);
        svg.close();
    }
    draw_baseline(&mut svg, section, &shown, &axis);
    let note = if cut { "The axis does not begin at zero." } else { "" };
    Some(Figure::new(measure.label, note, svg.finish()))
}

/// The differences of all systems to the baseline by one measure, in the order of [`bars`];
/// `None` if there are none.
pub(super) fn differences(section: &Section<'_>, measure: &Measure) -> Option<Figure> {
    let baseline = section.view.baseline()?;
    let aggregates = section.aggregates();
    let rows: Vec<(&str, Difference)> = section
        .ranking(measure)
        .into_iter()
        .filter_map(|(system, _)| {
            let (_, aggregate) = aggregates.iter().find(|(name, _)| *name == system)?;
            Some((system, *aggregate.differences.get(measure.name)?))
        })
        .filter(|(_, difference)| difference.value.is_finite())
        .collect();
    let (factor, _) = measure.scale.factor_and_decimals();
    // An oracle is so far off that nothing else could be told apart beside it.
    let rivals = rows.iter().filter(|(system, _)| !is_oracle(system));
    let ends = rivals.flat_map(|(_, difference)| [difference.low, difference.high, 0.0]);
    let (low, high) = range(ends.map(|end| end * factor))
        .or_else(|| range(rows.iter().flat_map(|(_, row)| [row.value * factor, 0.0])))?;
    let axis = Axis::covering((low, high), PLOT);
    let label = format!("{}: differences to {baseline}, with 95 % intervals", measure.label);
    let mut svg = Svg::new((WIDTH, height(rows.len())), label);
    draw_axis(&mut svg, &axis, rows.len());
    let zero = axis.at(0.0);
    svg.line("zero", (zero, TOP - 4.0), (zero, TOP + ROW * rows.len() as f64));
    for (row, (system, difference)) in rows.iter().enumerate() {
        let value = measure.scale.show_signed(difference.value).replace('-', "−");
        let title = format!("{system}: {value}, p = {:.4}", difference.p_randomisation);
        svg.open(&format!("m {}", section.view.class(system)), &title);
        draw_name(&mut svg, row, system);
        draw_difference(&mut svg, row, &axis, difference, factor);
        svg.text("number end", (WIDTH - 2.0, middle(row) + 4.0), &value);
        svg.close();
    }
    let title = format!("{}, difference to {baseline}", measure.label);
    Some(Figure::new(&title, "Filled: p < 0.05.", svg.finish()))
}

/// A bar in words: the value, and its interval if it has one.
fn figures(system: &str, estimate: &Estimate, measure: &Measure) -> String {
    let [value, low, high] =
        [estimate.value, estimate.low, estimate.high].map(|figure| measure.scale.show(figure));
    if estimate.low.is_finite() && estimate.high.is_finite() {
        format!("{system}: {value} [{low}, {high}]")
    } else {
        format!("{system}: {value}")
    }
}

fn draw_difference(svg: &mut Svg, row: usize, axis: &Axis, difference: &Difference, factor: f64) {
    let value = difference.value * factor;
    let y = middle(row);
    if !axis.holds(value) {
        let (tip, way) =
            if value > axis.high() { (PLOT.1 + 2.0, -1.0) } else { (PLOT.0 - 2.0, 1.0) };
        let points = [(tip, y), (tip + 7.0 * way, y - 4.5), (tip + 7.0 * way, y + 4.5)];
        svg.path("fill", &points, true);
        return;
    }
    let (low, high) = (axis.at(difference.low * factor), axis.at(difference.high * factor));
    svg.line("stem", (low, y), (high, y));
    let class = if difference.p_randomisation < 0.05 { "fill" } else { "hollow" };
    svg.dot(class, (axis.at(value), y), 4.5);
}

fn draw_axis(svg: &mut Svg, axis: &Axis, rows: usize) {
    let bottom = TOP + ROW * rows as f64;
    for tick in axis.ticks() {
        let x = axis.at(tick);
        svg.line("gridline", (x, TOP - 4.0), (x, bottom));
        svg.text("tick middle", (x, bottom + 14.0), &axis.label(tick));
    }
}

fn draw_name(svg: &mut Svg, row: usize, system: &str) {
    svg.text("name end", (PLOT.0 - 8.0, middle(row) + 4.0), &shorten(system, 16));
}

fn draw_whisker(svg: &mut Svg, row: usize, (low, high): (f64, f64)) {
    let y = middle(row);
    svg.line("halo", (low, y), (high, y));
    svg.line("whisker", (low, y), (high, y));
    svg.line("whisker", (low, y - 3.0), (low, y + 3.0));
    svg.line("whisker", (high, y - 3.0), (high, y + 3.0));
}

fn draw_baseline(svg: &mut Svg, section: &Section<'_>, shown: &[(&str, Estimate)], axis: &Axis) {
    let baseline = section.view.baseline();
    if let Some((name, bar)) = shown.iter().find(|(name, _)| Some(*name) == baseline) {
        let x = axis.at(bar.value);
        svg.line("baseline", (x, TOP - 6.0), (x, TOP + ROW * shown.len() as f64));
        svg.text("tick middle", (x, TOP - 9.0), &shorten(name, 16));
    }
}

fn scaled(estimate: Estimate, measure: &Measure) -> Estimate {
    let (factor, _) = measure.scale.factor_and_decimals();
    // A bound that is no number, as of a single unit, is drawn as no interval.
    let bound = |bound: f64| if bound.is_finite() { bound } else { estimate.value } * factor;
    Estimate {
        value: estimate.value * factor,
        low: bound(estimate.low),
        high: bound(estimate.high),
    }
}

fn describe(section: &Section<'_>, measure: &Measure, ranking: &[(&str, Estimate)]) -> String {
    let systems: Vec<String> = ranking
        .iter()
        .map(|(system, estimate)| format!("{system} {}", measure.scale.show(estimate.value)))
        .collect();
    format!("{} on {}: {}", measure.label, section.dataset.name, systems.join(", "))
}

fn middle(row: usize) -> f64 {
    TOP + ROW * (row as f64 + 0.5)
}

fn height(rows: usize) -> f64 {
    TOP + ROW * rows as f64 + 20.0
}
