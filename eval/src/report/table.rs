//! A table for the terminal: a block for each data set, a line for each system.

use std::fmt::Write;

use super::marks::{LEGEND, best, significance};
use crate::results::{Aggregate, Dataset, Results};
use crate::statistics::Measure;
use crate::tasks::Task;
use crate::training::is_training_data;

/// The results as a table in plain text, lines of up to some 110 columns.
#[must_use]
pub fn table(results: &Results) -> String {
    let mut text = String::new();
    for dataset in &results.datasets {
        let _ = writeln!(text, "{}", heading(dataset, results.run.task.units()));
        if let Some(note) = trained_on(results, dataset) {
            let _ = writeln!(text, "{note}");
        }
        let rows = rows(results, dataset);
        for line in align(&rows) {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push('\n');
    }
    if let Some(baseline) = &results.run.baseline {
        let _ = writeln!(text, "± is half a 95 % interval. {LEGEND} {baseline}.");
    } else {
        text.push_str("± is half a 95 % interval.\n");
    }
    if let Some(end) = &results.end {
        let _ = write!(text, "{:.1} s", end.seconds);
        if end.embedding_seconds > 0.0 {
            let _ = write!(text, ", of which embedding {:.1} s", end.embedding_seconds);
        }
        text.push('\n');
    }
    text
}

/// That a system was trained on a data set, where one was.
pub(super) fn trained_on(results: &Results, dataset: &Dataset) -> Option<String> {
    let mut here = results.aggregates.iter().filter(|it| it.dataset == dataset.name);
    let is_trained = results.run.task == Task::Summary && is_training_data(&dataset.name);
    let named = is_trained && here.any(|aggregate| aggregate.system == "learned");
    named.then(|| {
        "learned was trained on this data set: here, its figures say nothing of how good it is; \
         `train --cross-validate` does."
            .to_owned()
    })
}

/// What a data set is and what of it was used.
pub(super) fn heading(dataset: &Dataset, units: &str) -> String {
    let mut text = format!("{}: {} {units}", dataset.name, dataset.units);
    if dataset.rows != dataset.units {
        let _ = write!(text, " of {} rows", dataset.rows);
    }
    for skip in &dataset.skipped {
        let _ = write!(text, "; skipped: {skip}");
    }
    for change in &dataset.changed {
        let _ = write!(text, "; changed: {change}");
    }
    text
}

/// The measures that have a value somewhere.
pub(super) fn shown<'a>(
    measures: &'a [Measure],
    aggregates: &'a [&Aggregate],
) -> impl Iterator<Item = &'a Measure> {
    measures.iter().filter(|measure| {
        measure.shown && aggregates.iter().any(|a| a.measures.contains_key(measure.name))
    })
}

fn rows(results: &Results, dataset: &Dataset) -> Vec<Vec<String>> {
    let aggregates: Vec<&Aggregate> =
        results.aggregates.iter().filter(|a| a.dataset == dataset.name).collect();
    let measures: Vec<&Measure> = shown(results.run.task.measures(), &aggregates).collect();
    let header = ["system".to_owned()]
        .into_iter()
        .chain(measures.iter().map(|measure| format!("{}  ", measure.label)))
        .chain(["s".to_owned()]);
    let best: Vec<Vec<&str>> = measures.iter().map(|measure| best(&aggregates, measure)).collect();
    let row = |aggregate: &&Aggregate| -> Vec<String> {
        let cells = measures.iter().zip(&best).map(|(measure, best)| {
            let is_best = best.contains(&aggregate.system.as_str());
            cell(aggregate, measure, is_best)
        });
        [aggregate.system.clone()]
            .into_iter()
            .chain(cells)
            .chain([format!("{:.2}", aggregate.seconds)])
            .collect()
    };
    [header.collect()].into_iter().chain(aggregates.iter().map(row)).collect()
}

fn cell(aggregate: &Aggregate, measure: &Measure, is_best: bool) -> String {
    let Some(estimate) = aggregate.measures.get(measure.name) else { return "-  ".to_owned() };
    let best = if is_best { ">" } else { "" };
    let value = measure.scale.show(estimate.value);
    let half = measure.scale.show((estimate.high - estimate.low) / 2.0);
    // Marks hang to the right, so that numbers stand under each other.
    let mark = significance(aggregate.differences.get(measure.name));
    format!("{best}{value}±{half}{mark:<2}")
}

/// The rows with their columns under each other: the first to the left, the others to the right.
pub(crate) fn align(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let _ = match column {
                    0 => write!(line, "{cell:<width$}"),
                    _ => write!(line, "  {cell:>width$}"),
                };
            }
            line
        })
        .collect()
}
