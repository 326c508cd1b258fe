//! Tables of systems: measures with intervals and differences, as cells for the page's templates.

use super::view::Section;
use crate::report::marks::significance;
use crate::results::{Aggregate, Difference};
use crate::statistics::{Better, Measure};

/// A table with a row a system.
pub(super) struct Table {
    /// Its columns after the system's name.
    pub(super) heads: Vec<Head>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// A column.
pub(super) struct Head {
    /// What is over it.
    pub(super) label: &'static str,
    /// The measure's name in results files.
    pub(super) name: &'static str,
    /// An arrow to the better end, or nothing.
    pub(super) arrow: &'static str,
}

/// A system.
pub(super) struct Row {
    /// Its name.
    pub(super) system: String,
    /// What it is.
    pub(super) about: String,
    /// The classes of its colour.
    pub(super) class: String,
    /// Whether the others are compared with it.
    pub(super) baseline: bool,
    /// Its time and units.
    pub(super) seconds: String,
    /// The cells under the heads.
    pub(super) cells: Vec<Cell>,
}

/// A measure of a system; all text is empty where the system lacks it.
#[derive(Default)]
pub(super) struct Cell {
    /// The value as it is shown.
    pub(super) value: String,
    /// The value to sort by.
    pub(super) sort: String,
    /// The 95 % interval.
    pub(super) interval: String,
    /// The difference to the baseline.
    pub(super) difference: String,
    /// One or two asterisks where chance is an unlikely reason.
    pub(super) mark: &'static str,
    /// `gain` or `loss` where the difference is significant, `chance` where it is not.
    pub(super) verdict: &'static str,
    /// The difference's interval and p-values, in words.
    pub(super) details: String,
    /// Whether no other system is better, oracles not counted.
    pub(super) best: bool,
}

impl Table {
    /// The table of these measures; a measure that no system has is left out.
    pub(super) fn new(section: &Section<'_>, measures: &[Measure]) -> Self {
        let aggregates = section.aggregates();
        let present: Vec<&Measure> = measures
            .iter()
            .filter(|measure| {
                aggregates.iter().any(|(system, _)| section.estimate(system, measure).is_some())
            })
            .collect();
        let rows = aggregates.iter().map(|&(system, aggregate)| {
            let info = section.view.info(system);
            Row {
                system: system.to_owned(),
                about: info.map(|info| info.about.clone()).unwrap_or_default(),
                class: section.view.class(system),
                baseline: section.view.baseline() == Some(system),
                seconds: seconds(aggregate.seconds),
                cells: present
                    .iter()
                    .map(|measure| cell(section, system, aggregate, measure))
                    .collect(),
            }
        });
        let rows = rows.collect();
        Self { heads: present.into_iter().map(head).collect(), rows }
    }
}

fn head(measure: &Measure) -> Head {
    let arrow = match measure.better {
        Better::Higher => "",
        Better::Lower => "↓",
        Better::Neither => "",
    };
    Head { label: measure.label, name: measure.name, arrow }
}

fn cell(section: &Section<'_>, system: &str, aggregate: &Aggregate, measure: &Measure) -> Cell {
    let Some(estimate) = section.estimate(system, measure) else {
        return Cell::default();
    };
    let scale = measure.scale;
    let interval = if estimate.low.is_finite() && estimate.high.is_finite() {
        format!("{}–{}", minus(&scale.show(estimate.low)), minus(&scale.show(estimate.high)))
    } else {
        String::new()
    };
    let best = section.best(measure).is_some_and(|(_, best)| best.value == estimate.value);
    let cell = Cell {
        value: minus(&scale.show(estimate.value)),
        sort: format!("{}", estimate.value),
        interval,
        best: best && !crate::report::marks::is_oracle(system),
        ..Cell::default()
    };
    match aggregate.differences.get(measure.name) {
        Some(difference) if difference.value.is_finite() => compared(cell, measure, difference),
        _ => cell,
    }
}

fn compared(cell: Cell, measure: &Measure, difference: &Difference) -> Cell {
    let mark = significance(Some(difference));
    let better = match measure.better {
        Better::Higher => Some(difference.value > 0.0),
        Better::Lower => Some(difference.value < 0.0),
        Better::Neither => None,
    };
    let verdict = match better {
        _ if mark.is_empty() => "chance",
        Some(true) => "gain",
        Some(false) => "loss",
        None => "",
    };
    let show = |value| minus(&measure.scale.show_signed(value));
    let details = format!(
        "95 % interval {} to {}; p = {} by approximate randomisation, {} by the bootstrap",
        show(difference.low),
        show(difference.high),
        probability(difference.p_randomisation),
        probability(difference.p_bootstrap)
    );
    Cell { difference: show(difference.value), mark, verdict, details, ..cell }
}

/// A p-value as it is shown.
pub(super) fn probability(p: f64) -> String {
    match p {
        p if !p.is_finite() => "unknown".to_owned(),
        p if p < 0.0001 => "below 0.0001".to_owned(),
        p if p < 0.01 => format!("{p:.4}"),
        p => format!("{p:.2}"),
    }
}

/// A number with a minus sign in place of a hyphen.
pub(super) fn minus(number: &str) -> String {
    number.replace('-', "−")
}

/// A time as it is shown.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        seconds if !seconds.is_finite() || seconds < 0.0 => String::new(),
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        seconds if seconds < 100.0 => format!("{seconds:.1} s"),
        seconds => {
            let whole = seconds.round() as u64;
            format!("{} min {} s", whole / 60, whole % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_a_fitting_unit() {
        assert_eq!(seconds(0.0123), "12 ms");
        assert_eq!(seconds(12.34), "12.3 s");
        assert_eq!(seconds(192.0), "3 min 12 s");
        assert_eq!(seconds(f64::NAN), "");
    }
}
