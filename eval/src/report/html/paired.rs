//! Paired comparisons: one system against the baseline, unit by unit.

use std::collections::HashMap;

use super::axis::{Axis, range};
use super::figure::Figure;
use super::svg::{Point, Svg, shorten};
use super::view::{Section, unit_value};
use crate::results::Unit;
use crate::statistics::{Better, Measure};

const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 250.0;
const ROW: f64 = 24.0;
const BARS: (f64, f64) = (108.0, 372.0);

/// On how many units a system is better than, as good as and worse than the baseline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outcome {
    better: usize,
    equal: usize,
    worse: usize,
}

/// The differences of `system` to the baseline on every unit, sorted; `None` if there are none.
pub(super) fn sorted_differences(
    section: &Section<'_>,
    measure: &Measure,
    system: &str,
) -> Option<Figure> {
    let baseline = section.view.baseline().filter(|&baseline| baseline != system)?;
    let mut values = gains(section, measure, system)?;
    values.sort_by(|left, right| right.total_cmp(left));
    let (factor, _) = measure.scale.factor_and_decimals();
    let outcome = Outcome::of(&values);
    let sign = if measure.better == Better::Lower { -1.0 } else { 1.0 };
    let heights: Vec<f64> = values.iter().map(|gain| gain * sign * factor).collect();
    let (low, high) = range(heights.iter().copied().chain([0.0]))?;
    let y = Axis::covering((low, high), (HEIGHT - 18.0, 10.0));
    let x = |place: usize| 38.0 + (WIDTH - 44.0) * place as f64 / heights.len() as f64;
    let label = format!(
        "{} of {system} less {baseline}, unit by unit in order: {}",
        measure.label,
        outcome.words()
    );
    let mut svg = Svg::new((WIDTH, HEIGHT), label);
    for tick in y.ticks() {
        svg.line("gridline", (38.0, y.at(tick)), (WIDTH - 6.0, y.at(tick)));
        svg.text("tick end", (32.0, y.at(tick) + 3.5), &y.label(tick));
    }
    let zero = y.at(0.0);
    let area = |from: usize, to: usize| -> Vec<Point> {
        let steps = (from..to).flat_map(|place| {
            let height = y.at(heights[place]);
            [(x(place), height), (x(place + 1), height)]
        });
        [(x(from), zero)].into_iter().chain(steps).chain([(x(to), zero)]).collect()
    };
    let tie = outcome.better + outcome.equal;
    svg.path("gain", &area(0, outcome.better), true);
    svg.path("loss", &area(tie, heights.len()), true);
    svg.line("zero", (38.0, zero), (WIDTH - 6.0, zero));
    draw_counts(&mut svg, outcome, zero, sign);
    let units = section.view.results.run.task.units();
    let title = format!("{system} less {baseline}, all {units} in order");
    Some(Figure::new(&title, &outcome.words(), svg.finish()))
}

fn draw_counts(svg: &mut Svg, outcome: Outcome, zero: f64, sign: f64) {
    let beyond = |away: f64| zero + if away * sign > 0.0 { 16.0 } else { -8.0 };
    let better = format!("{} better", outcome.better);
    let worse = format!("{} worse", outcome.worse);
    svg.text("tick start strong", (42.0, beyond(1.0)), &better);
    svg.text("tick end strong", (WIDTH - 8.0, beyond(-1.0)), &worse);
}

/// A bar of better, equal and worse units for each system; `None` if there is no baseline.
pub(super) fn outcomes(section: &Section<'_>, measure: &Measure) -> Option<Figure> {
    let baseline = section.view.baseline()?;
    let order = section.order(measure).into_iter().filter(|&system| system != baseline);
    let rows: Vec<(&str, Outcome)> = order
        .filter_map(|system| Some((system, Outcome::of(&gains(section, measure, system)?))))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let words: Vec<String> =
        rows.iter().map(|(system, outcome)| format!("{system}: {}", outcome.words())).collect();
    let label = format!("{} against {baseline}. {}", measure.label, words.join("; "));
    let mut svg = Svg::new((WIDTH, ROW * rows.len() as f64 + 22.0), label);
    for (row, (system, outcome)) in rows.iter().enumerate() {
        let y = ROW * row as f64 + 4.0;
        svg.open(&format!("m {}", section.view.class(system)), &words[row]);
        svg.text("name end", (BARS.0 - 8.0, y + 12.0), &shorten(system, 16));
        draw_outcome(&mut svg, y, *outcome);
        svg.close();
    }
    let bottom = ROW * rows.len() as f64 + 16.0;
    svg.text("tick start", (BARS.0, bottom), "better");
    svg.text("tick end", (BARS.1, bottom), "worse");
    let title = format!("Better, equal or worse than {baseline}");
    Some(Figure::new(
        &title,
        &format!("How many of the {}.", section.view.results.run.task.units()),
        svg.finish(),
    ))
}

fn draw_outcome(svg: &mut Svg, y: f64, outcome: Outcome) {
    let all = (outcome.better + outcome.equal + outcome.worse) as f64;
    let x = |count: usize| BARS.0 + (BARS.1 - BARS.0) * count as f64 / all;
    let tie = outcome.better + outcome.equal;
    let parts = [
        ("gain", 0, outcome.better),
        ("tie", outcome.better, outcome.equal),
        ("loss", tie, outcome.worse),
    ];
    for (class, from, count) in parts {
        let (left, right) = (x(from), x(from + count));
        svg.rect(class, (left, y), (right - left, 16.0));
    }
    if outcome.better > 0 {
        svg.text("inside start", (BARS.0 + 4.0, y + 12.0), &outcome.better.to_string());
    }
    if outcome.worse > 0 {
        svg.text("inside end", (BARS.1 - 4.0, y + 12.0), &outcome.worse.to_string());
    }
}

/// By how much a system is better than the baseline on each unit that both have, in the order of
/// the data; `None` if there is no such unit.
fn gains(section: &Section<'_>, measure: &Measure, system: &str) -> Option<Vec<f64>> {
    let baseline = section.units_by_id(section.view.baseline()?);
    let units = section.units(system).iter();
    let gains: Vec<f64> = units.filter_map(|unit| gain(unit, &baseline, measure)).collect();
    (!gains.is_empty()).then_some(gains)
}

/// By how much a unit is better than the baseline's of the same id: negative where it is worse.
pub(super) fn gain(unit: &Unit, baseline: &HashMap<&str, &Unit>, measure: &Measure) -> Option<f64> {
    let other = baseline.get(unit.id.as_str())?;
    let difference =
        unit_value(measure.kind, &unit.values)? - unit_value(measure.kind, &other.values)?;
    Some(if measure.better == Better::Lower { -difference } else { difference })
}

impl Outcome {
    fn of(gains: &[f64]) -> Self {
        let count = |wanted: fn(f64) -> bool| gains.iter().filter(|&&gain| wanted(gain)).count();
        Self {
            better: count(|gain| gain > 0.0),
            equal: count(|gain| gain == 0.0),
            worse: count(|gain| gain < 0.0),
        }
    }

    fn words(self) -> String {
        format!("{} better, {} equal, {} worse", self.better, self.equal, self.worse)
    }
}
