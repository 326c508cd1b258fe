//! The gate: a results file has to be no worse than a baseline.
//!
//! A baseline is a results file too, usually without its units: it is committed beside the code,
//! and a build that makes summaries worse fails. Every measure that a table shows and that has a
//! better side is held against it.

use std::fmt::Write;

use anyhow::{Result, ensure};

use crate::report::table::align;
use crate::results::{Aggregate, Results};
use crate::statistics::{Better, Measure};

/// A difference smaller than this is rounding.
const ROUNDING: f64 = 1e-9;

/// What the gate found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// Everything that is held against the baseline.
    pub checks: Vec<Check>,
    /// What the baseline has and the results lack: a data set, a system or a measure.
    pub lacking: Vec<String>,
}

/// One measure of one system on one data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The data set.
    pub dataset: String,
    /// The system.
    pub system: String,
    /// The measure.
    pub measure: &'static Measure,
    /// What the baseline has.
    pub baseline: f64,
    /// What the results have.
    pub found: f64,
    /// Whether it is worse by more than the tolerance.
    pub is_worse: bool,
}

impl Verdict {
    /// Whether nothing is worse and nothing lacks.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.lacking.is_empty() && self.checks.iter().all(|check| !check.is_worse)
    }
}

/// Holds results against a baseline. `tolerance` is by how much a measure may be worse, in the
/// unit in which tables show it.
///
/// # Errors
/// If the two cannot be compared: other tasks, or other data under the same name.
pub fn check(results: &Results, baseline: &Results, tolerance: f64) -> Result<Verdict> {
    ensure!(
        results.run.task == baseline.run.task,
        "the results are of `{}`, the baseline of `{}`",
        results.run.task.name(),
        baseline.run.task.name()
    );
    for dataset in &results.datasets {
        let other = baseline.datasets.iter().find(|other| other.name == dataset.name);
        ensure!(
            other
                .is_none_or(|other| other.sha256 == dataset.sha256 && other.units == dataset.units),
            "the data of {} are not those of the baseline: make the baseline anew with --update",
            dataset.name
        );
    }
    let mut verdict = Verdict::default();
    for expected in &baseline.aggregates {
        match results.aggregate_of(&expected.dataset, &expected.system) {
            Some(found) => {
                check_system(expected, found, baseline, tolerance, &mut verdict);
            }
            None => verdict.lacking.push(format!("{} on {}", expected.system, expected.dataset)),
        }
    }
    ensure!(
        !verdict.checks.is_empty() || !verdict.lacking.is_empty(),
        "the baseline has no figure: make it with --update from the results of a finished run"
    );
    Ok(verdict)
}

fn check_system(
    expected: &Aggregate,
    found: &Aggregate,
    baseline: &Results,
    tolerance: f64,
    verdict: &mut Verdict,
) {
    for measure in baseline.run.task.measures() {
        let Some(before) = expected.measures.get(measure.name) else { continue };
        let sign = match measure.better {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
            Better::Neither => continue,
        };
        if !measure.shown {
            continue;
        }
        let Some(now) = found.measures.get(measure.name) else {
            let Aggregate { system, dataset, .. } = expected;
            verdict.lacking.push(format!("{} of {system} on {dataset}", measure.name));
            continue;
        };
        let allowed = tolerance / measure.scale.factor_and_decimals().0 + ROUNDING;
        verdict.checks.push(Check {
            dataset: expected.dataset.clone(),
            system: expected.system.clone(),
            measure,
            baseline: before.value,
            found: now.value,
            is_worse: sign * (before.value - now.value) > allowed,
        });
    }
}

/// The verdict in words, for the terminal: what changed, and whether it passes.
#[must_use]
pub fn show(verdict: &Verdict) -> String {
    let mut text = String::new();
    let changed = verdict.checks.iter().filter(|c| (c.baseline - c.found).abs() > ROUNDING);
    let rows: Vec<Vec<String>> = changed
        .map(|check| {
            let scale = check.measure.scale;
            vec![
                format!("{} on {}: {}", check.system, check.dataset, check.measure.label),
                scale.show(check.baseline),
                "->".to_owned(),
                scale.show(check.found),
                scale.show_signed(check.found - check.baseline),
                if check.is_worse { "worse" } else { "" }.to_owned(),
            ]
        })
        .collect();
    for line in align(&rows) {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for lacking in &verdict.lacking {
        let _ = writeln!(text, "lacking: {lacking}");
    }
    let worse = verdict.checks.iter().filter(|check| check.is_worse).count();
    let _ = match verdict.passes() {
        true => writeln!(text, "passes: {} figures are no worse", verdict.checks.len()),
        false => writeln!(
            text,
            "fails: {worse} of {} figures are worse, {} lacking",
            verdict.checks.len(),
            verdict.lacking.len()
        ),
    };
    text
}
