//! The choice of documents that are shown whole: the best and the worst of a system, and those
//! where it gains and loses most against the baseline.

use std::cmp::Ordering;

use super::paired::gain;
use super::view::{Section, unit_value};
use crate::results::Unit;
use crate::statistics::{Better, Measure};

/// Documents that are shown for one reason.
pub(super) struct Choice<'a> {
    /// What the heading's anchor ends with.
    pub(super) key: &'static str,
    /// The heading.
    pub(super) heading: String,
    /// The system's units on these documents, the most telling first.
    pub(super) units: Vec<&'a Unit>,
}

/// The choices for a system, without empty ones: up to `count` best and as many worst, which share
/// no document, and half as many gains and losses.
pub(super) fn choices<'a>(
    section: &Section<'a>,
    measure: &Measure,
    system: &str,
    count: usize,
) -> Vec<Choice<'a>> {
    let ranked = ranked(section, measure, system);
    let best = count.min(ranked.len().div_ceil(2));
    let worst = count.min(ranked.len() - best);
    let mut choices = vec![
        Choice {
            key: "best",
            heading: format!("Where {system} is best"),
            units: ranked[..best].to_vec(),
        },
        Choice {
            key: "worst",
            heading: format!("Where {system} is worst"),
            units: ranked[ranked.len() - worst..].iter().rev().copied().collect(),
        },
    ];
    if let Some(baseline) = section.view.baseline().filter(|&baseline| baseline != system) {
        let gains = gains(section, measure, system);
        let half = count.div_ceil(2);
        let pick = |sign: f64| -> Vec<&Unit> {
            let mut units: Vec<(f64, &Unit)> =
                gains.iter().copied().filter(|(gain, _)| gain * sign > 0.0).collect();
            units.sort_by(|left, right| (right.0 * sign).total_cmp(&(left.0 * sign)));
            units.into_iter().take(half).map(|(_, unit)| unit).collect()
        };
        choices.push(Choice {
            key: "gains",
            heading: format!("Where {system} gains most on {baseline}"),
            units: pick(1.0),
        });
        choices.push(Choice {
            key: "losses",
            heading: format!("Where {system} loses most to {baseline}"),
            units: pick(-1.0),
        });
    }
    choices.retain(|choice| !choice.units.is_empty());
    choices
}

/// A system's units that have the measure, the best first.
pub(super) fn ranked<'a>(section: &Section<'a>, measure: &Measure, system: &str) -> Vec<&'a Unit> {
    let mut units: Vec<(f64, &Unit)> = section
        .units(system)
        .iter()
        .filter_map(|&unit| Some((unit_value(measure.kind, &unit.values)?, unit)))
        .collect();
    units.sort_by(|left, right| best_first(measure, left.0, right.0));
    units.into_iter().map(|(_, unit)| unit).collect()
}

fn best_first(measure: &Measure, left: f64, right: f64) -> Ordering {
    match measure.better {
        Better::Lower => left.total_cmp(&right),
        Better::Higher | Better::Neither => right.total_cmp(&left),
    }
}

fn gains<'a>(section: &Section<'a>, measure: &Measure, system: &str) -> Vec<(f64, &'a Unit)> {
    let Some(baseline) = section.view.baseline() else {
        return Vec::new();
    };
    let baseline = section.units_by_id(baseline);
    section
        .units(system)
        .iter()
        .filter_map(|&unit| Some((gain(unit, &baseline, measure)?, unit)))
        .collect()
}
