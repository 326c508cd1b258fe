//! Two results files of one task: what changed, where, and whether it is more than chance.
//!
//! Figures are compared over the units that both files have, paired by id. A file without units,
//! such as a baseline of a gate, gives the differences without their significance.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Result, ensure};

use crate::report::table::align;
use crate::results::{Aggregate, Difference, Results, SystemUnits, Unit, aggregates};
use crate::statistics::bootstrap::Resampling;
use crate::statistics::{Better, Measure};

/// How many of the units that changed most are named, each way.
const NAMED: usize = 5;

/// Which systems are compared.
#[derive(Debug, Clone, Default)]
pub struct Sides {
    /// A system of the first file; without it, each system that both have is compared.
    pub first: Option<String>,
    /// A system of the second file; without it, the one of the same name.
    pub second: Option<String>,
}

/// What changed from one results file to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What differs in the runs themselves, in words: version, model, options, data.
    pub conditions: Vec<String>,
    /// The figures, by data set and system.
    pub systems: Vec<SystemComparison>,
}

/// What changed for one system on one data set.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemComparison {
    /// The data set.
    pub dataset: String,
    /// The system in the first file, and in the second.
    pub systems: [String; 2],
    /// How many units both files have; 0 where one of them has aggregates alone.
    pub units: usize,
    /// The shown measures.
    pub measures: Vec<MeasureComparison>,
    /// The units whose first measure fell or rose most: id, before, after.
    pub changed: Vec<(String, f64, f64)>,
}

/// What changed in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureComparison {
    /// The measure.
    pub measure: &'static Measure,
    /// Its value before and after.
    pub values: [f64; 2],
    /// The second less the first, with its significance, where units could be paired.
    pub difference: Option<Difference>,
}

/// Compares two results files.
///
/// # Errors
/// If they are of different tasks, or have no data set and system in common.
pub fn compare(a: &Results, b: &Results, sides: &Sides, how: Resampling) -> Result<Comparison> {
    ensure!(
        a.run.task == b.run.task,
        "the first file is of `{}`, the second of `{}`: only results of one task compare",
        a.run.task.name(),
        b.run.task.name()
    );
    let mut systems = Vec::new();
    for first in &a.aggregates {
        if sides.first.as_ref().is_some_and(|name| *name != first.system) {
            continue;
        }
        let name = sides.second.as_deref().unwrap_or(&first.system);
        if let Some(second) = b.aggregate_of(&first.dataset, name) {
            systems.push(compare_systems([a, b], [first, second], how));
        }
    }
    ensure!(
        !systems.is_empty(),
        "nothing to compare: the first file has {}; the second has {}",
        contents(a),
        contents(b)
    );
    Ok(Comparison { conditions: conditions(a, b), systems })
}

fn contents(results: &Results) -> String {
    let of = |a: &Aggregate| format!("{} on {}", a.system, a.dataset);
    let all: Vec<String> = results.aggregates.iter().map(of).collect();
    if all.is_empty() { "no finished data set".to_owned() } else { all.join(", ") }
}

fn conditions(a: &Results, b: &Results) -> Vec<String> {
    let mut found = Vec::new();
    let mut note = |what: &str, a: Option<&str>, b: Option<&str>| {
        if a != b {
            found.push(format!("{what}: {} -> {}", a.unwrap_or("none"), b.unwrap_or("none")));
        }
    };
    note("version", Some(&a.run.version), Some(&b.run.version));
    note("model", a.run.model.as_deref(), b.run.model.as_deref());
    let names: BTreeMap<&String, ()> =
        a.run.options.keys().chain(b.run.options.keys()).map(|name| (name, ())).collect();
    for name in names.into_keys() {
        let value = |results: &'_ Results| results.run.options.get(name).cloned();
        note(name, value(a).as_deref(), value(b).as_deref());
    }
    for dataset in &a.datasets {
        if let Some(other) = b.datasets.iter().find(|other| other.name == dataset.name) {
            let what = format!("data of {}", dataset.name);
            note(&what, Some(&dataset.sha256), Some(&other.sha256));
        }
    }
    found
}

fn compare_systems(
    [a, b]: [&Results; 2],
    [first, second]: [&Aggregate; 2],
    how: Resampling,
) -> SystemComparison {
    let (before, after) = paired(
        a.units_of(&first.dataset, &first.system),
        b.units_of(&second.dataset, &second.system),
    );
    let all = a.run.task.measures();
    let of_units = |units: &[&Unit]| units.len();
    let units = of_units(&before);
    let names = ["before", "after"];
    let both = [before, after];
    let recomputed = match units {
        0 => None,
        _ => {
            let systems = names
                .iter()
                .zip(&both)
                .map(|(system, units)| SystemUnits { system, units: units.clone() });
            let systems: Vec<SystemUnits> = systems.collect();
            Some(aggregates(&first.dataset, &systems, all, Some(0), how))
        }
    };
    let [first_figures, second_figures] = match recomputed.as_deref() {
        Some([before, after]) => [before, after],
        _ => [first, second],
    };
    let measures = all
        .iter()
        .filter(|measure| measure.shown)
        .filter_map(|measure| {
            let value = |a: &Aggregate| Some(a.measures.get(measure.name)?.value);
            let values = [value(first_figures)?, value(second_figures)?];
            let difference = second_figures.differences.get(measure.name).copied();
            let difference = difference.filter(|_| units > 0);
            Some(MeasureComparison { measure, values, difference })
        })
        .collect();
    SystemComparison {
        dataset: first.dataset.clone(),
        systems: [first.system.clone(), second.system.clone()],
        units,
        measures,
        changed: changed(&both[0], &both[1], all),
    }
}

/// The units of both that have the same ids, in the order of the first.
fn paired<'a>(
    a: impl Iterator<Item = &'a Unit>,
    b: impl Iterator<Item = &'a Unit>,
) -> (Vec<&'a Unit>, Vec<&'a Unit>) {
    let by_id: BTreeMap<&str, &Unit> = b.map(|unit| (unit.id.as_str(), unit)).collect();
    a.filter_map(|unit| Some((unit, *by_id.get(unit.id.as_str())?))).unzip()
}

/// The units whose first measure that a unit has by itself changed most.
fn changed(before: &[&Unit], after: &[&Unit], measures: &[Measure]) -> Vec<(String, f64, f64)> {
    let of =
        |unit: &Unit| measures.iter().find_map(|measure| unit.values.get(measure.name)).copied();
    let mut changed: Vec<(String, f64, f64)> = before
        .iter()
        .zip(after)
        .filter_map(|(before, after)| Some((before.id.clone(), of(before)?, of(after)?)))
        .filter(|(_, before, after)| before != after)
        .collect();
    changed.sort_by(|a, b| (a.2 - a.1).total_cmp(&(b.2 - b.1)).then_with(|| a.0.cmp(&b.0)));
    if changed.len() > 2 * NAMED {
        changed.drain(NAMED..changed.len() - NAMED);
    }
    changed
}

/// The comparison in words and tables, for the terminal.
#[must_use]
pub fn show(comparison: &Comparison) -> String {
    let mut text = String::new();
    for condition in &comparison.conditions {
        let _ = writeln!(text, "differs: {condition}");
    }
    for system in &comparison.systems {
        let _ = writeln!(text, "\n{}", title(system));
        let header = ["", "before", "after", "difference", "95 % interval", "p", ""];
        let header = header.map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> =
            [header].into_iter().chain(system.measures.iter().map(row)).collect();
        for line in align(&rows) {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if !system.changed.is_empty() {
            text.push_str("changed most:\n");
        }
        for (id, before, after) in &system.changed {
            let points = 100.0 * (after - before);
            let _ = writeln!(text, "  {points:+7.2}  {id}  ({before:.4} -> {after:.4})");
        }
    }
    text
}

fn title(system: &SystemComparison) -> String {
    let [a, b] = &system.systems;
    let names = if a == b { a.clone() } else { format!("{a} -> {b}") };
    match system.units {
        0 => format!("{}: {names} (aggregates alone: no significance)", system.dataset),
        units => format!("{}: {names}, {units} units of both", system.dataset),
    }
}

fn row(compared: &MeasureComparison) -> Vec<String> {
    let MeasureComparison { measure, values: [before, after], difference } = compared;
    let scale = measure.scale;
    let (interval, p, verdict) = match difference {
        None => (String::new(), String::new(), ""),
        Some(found) => (
            format!("[{}, {}]", scale.show_signed(found.low), scale.show_signed(found.high)),
            format!("{:.4}", found.p_randomisation),
            verdict(found, measure.better),
        ),
    };
    vec![
        measure.label.to_owned(),
        scale.show(*before),
        scale.show(*after),
        scale.show_signed(after - before),
        interval,
        p,
        verdict.to_owned(),
    ]
}

fn verdict(difference: &Difference, better: Better) -> &'static str {
    if difference.p_randomisation >= 0.05 {
        return "";
    }
    match (better, difference.value > 0.0) {
        (Better::Neither, _) => "changed",
        (Better::Higher, true) | (Better::Lower, false) => "better",
        _ => "worse",
    }
}
