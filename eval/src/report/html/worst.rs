//! The worst units of a system, by their ids: for tasks without documents to show.

use super::choice::ranked;
use super::svg::shorten;
use super::table::minus;
use super::view::{Section, unit_value};
use crate::results::Unit;
use crate::statistics::{Better, Kind, Measure, Scale};

/// A table of units.
pub(super) struct WorstUnits {
    /// What makes a unit bad here.
    pub(super) explanation: String,
    /// The columns after the id.
    pub(super) heads: Vec<String>,
    /// The rows, the worst first.
    pub(super) rows: Vec<WorstRow>,
}

/// A unit.
pub(super) struct WorstRow {
    /// Its id.
    pub(super) id: String,
    /// Its title, or what the system gave for it, or nothing.
    pub(super) about: String,
    /// What is under the heads.
    pub(super) cells: Vec<String>,
}

/// Up to `count` units of `system` that are short of the best possible, the worst first; `None`
/// if there are none.
pub(super) fn worst_units(section: &Section<'_>, system: &str, count: usize) -> Option<WorstUnits> {
    let measure = section.view.primary;
    let worst = match measure.kind {
        Kind::Spearman(first, second) | Kind::Pearson(first, second) => {
            disagreements(section, system, [first, second], count)
        }
        _ => lowest(section, &measure, system, count),
    };
    Some(worst).filter(|worst| !worst.rows.is_empty())
}

fn lowest(section: &Section<'_>, measure: &Measure, system: &str, count: usize) -> WorstUnits {
    let short_of_perfect = |unit: &&Unit| match (measure.better, measure.scale) {
        (Better::Higher, Scale::Percent) => {
            unit_value(measure.kind, &unit.values).is_some_and(|value| value < 1.0)
        }
        _ => true,
    };
    let baseline = section.view.baseline().filter(|&baseline| baseline != system);
    let others = baseline.map(|baseline| section.units_by_id(baseline));
    let parts = parts(measure.kind);
    let show = |unit: Option<&Unit>| {
        unit.and_then(|unit| unit_value(measure.kind, &unit.values))
            .map_or_else(|| "–".to_owned(), |value| minus(&measure.scale.show(value)))
    };
    let row = |unit: &Unit| {
        let own = [show(Some(unit))];
        let other = others.as_ref().map(|others| show(others.get(unit.id.as_str()).copied()));
        let parts = parts.iter().map(|name| raw(unit.values.get(*name)));
        row(section, unit, own.into_iter().chain(other).chain(parts).collect())
    };
    let ranked = ranked(section, measure, system);
    let worst = ranked.into_iter().rev().filter(short_of_perfect).take(count);
    let heads = [measure.label.to_owned()].into_iter();
    let heads = heads.chain(baseline.map(|baseline| format!("{} of {baseline}", measure.label)));
    WorstUnits {
        explanation: format!("The lowest {} of {system}.", measure.label),
        rows: worst.map(row).collect(),
        heads: heads.chain(parts.iter().map(|&name| name.replace('_', " "))).collect(),
    }
}

/// The units on which the ranks by two values are furthest apart.
fn disagreements(
    section: &Section<'_>,
    system: &str,
    names: [&str; 2],
    count: usize,
) -> WorstUnits {
    let values = |unit: &Unit| -> Option<[f64; 2]> {
        let [first, second] = names.map(|name| unit.values.get(name).copied());
        Some([first?, second?]).filter(|values| values.iter().all(|value| value.is_finite()))
    };
    let units: Vec<(&Unit, [f64; 2])> =
        section.units(system).iter().filter_map(|&unit| Some((unit, values(unit)?))).collect();
    let [first, second] =
        [0, 1].map(|side| rank_shares(&units.iter().map(|unit| unit.1[side]).collect::<Vec<_>>()));
    let apart = |place: usize| (first[place] - second[place]).abs();
    let mut order: Vec<usize> = (0..units.len()).filter(|&place| apart(place) > 0.0).collect();
    order.sort_by(|&left, &right| apart(right).total_cmp(&apart(left)));
    let share = |share: f64| format!("{:.0} %", 100.0 * share);
    let row = |place: usize| {
        let (unit, [score, gold]) = units[place];
        let cells =
            [raw(Some(&score)), raw(Some(&gold)), share(first[place]), share(second[place])];
        row(section, unit, cells.to_vec())
    };
    let [score, gold] = names;
    WorstUnits {
        explanation: format!(
            "Where the order by {score} of {system} is furthest from that by {gold}; the shares \
             say how many of all units lie below."
        ),
        heads: vec![
            score.to_owned(),
            gold.to_owned(),
            format!("rank by {score}"),
            format!("rank by {gold}"),
        ],
        rows: order.into_iter().take(count).map(row).collect(),
    }
}

/// For each value the share of the others that are less, equal ones counted half.
fn rank_shares(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let others = (values.len().max(2) - 1) as f64;
    let share = |&value: &f64| {
        let below = sorted.partition_point(|&other| other < value);
        let up_to = sorted.partition_point(|&other| other <= value);
        (below as f64 + (up_to - below - 1) as f64 / 2.0) / others
    };
    values.iter().map(share).collect()
}

fn row(section: &Section<'_>, unit: &Unit, cells: Vec<String>) -> WorstRow {
    let text = section.view.text(&unit.dataset, &unit.id);
    let title = text.and_then(|text| text.title.clone());
    let beginning = || text.and_then(|text| text.sentences.first().cloned());
    let output = || (!unit.output.is_empty()).then(|| unit.output.join(" "));
    let about = title.or_else(beginning).or_else(output).unwrap_or_default();
    WorstRow { id: unit.id.clone(), about: shorten(&about, 140), cells }
}

/// The values that a measure is made of, if it is more than the mean of one.
fn parts(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Mean(_) => Vec::new(),
        Kind::Ratio(part, whole) => {
            let others = whole.iter().copied().filter(|&name| name != part);
            [part].into_iter().chain(others).collect()
        }
        Kind::F1(hits, false_positives, misses) => vec![hits, false_positives, misses],
        Kind::HarmonicMean(first, second)
        | Kind::Spearman(first, second)
        | Kind::Pearson(first, second) => vec![first, second],
    }
}

/// A value as it is, with three decimals where it has any.
fn raw(value: Option<&f64>) -> String {
    match value {
        Some(value) if value.fract() == 0.0 => minus(&format!("{value:.0}")),
        Some(value) if value.is_finite() => minus(&format!("{value:.3}")),
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(rank_shares(&[3.0, 1.0, 3.0]), [0.75, 0.0, 0.75]);
        assert_eq!(rank_shares(&[7.0]), [0.0]);
    }
}
