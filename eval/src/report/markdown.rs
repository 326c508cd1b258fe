//! Results in Markdown: a table for each data set, with intervals and differences in full.

use std::fmt::Write;

use super::marks::{LEGEND, best, significance};
use super::table::{heading, shown, trained_on};
use crate::results::{Aggregate, Dataset, Difference, Results};
use crate::statistics::Measure;

/// The results in Markdown.
#[must_use]
pub fn markdown(results: &Results) -> String {
    let run = &results.run;
    let mut text = format!("# Evaluation: {}\n\n", run.task.name());
    let _ = write!(text, "nutgraf {}", run.version);
    if let Some(model) = &run.model {
        let _ = write!(text, ", model `{model}`");
    }
    for (name, value) in &run.options {
        let _ = write!(text, ", {name} {value}");
    }
    text.push_str(". In brackets 95 % intervals");
    if let Some(baseline) = &run.baseline {
        let _ = write!(text, "; in parentheses the difference to `{baseline}`. {LEGEND}");
    }
    text.push_str(".\n");
    for dataset in &results.datasets {
        write_dataset(&mut text, results, dataset);
    }
    text
}

fn write_dataset(text: &mut String, results: &Results, dataset: &Dataset) {
    let aggregates: Vec<&Aggregate> =
        results.aggregates.iter().filter(|a| a.dataset == dataset.name).collect();
    let measures: Vec<&Measure> = shown(results.run.task.measures(), &aggregates).collect();
    let _ = writeln!(
        text,
        "\n## {}\n\nsha256 `{}`\n",
        escape(&heading(dataset, results.run.task.units())),
        dataset.sha256
    );
    if let Some(note) = trained_on(results, dataset) {
        let _ = writeln!(text, "{note}\n");
    }
    let labels: Vec<&str> = measures.iter().map(|measure| measure.label).collect();
    let _ = writeln!(text, "| system | {} |", labels.join(" | "));
    let _ = writeln!(text, "|---{}|", "|---".repeat(measures.len()));
    for aggregate in &aggregates {
        let cells: Vec<String> = measures
            .iter()
            .map(|measure| {
                let best = best(&aggregates, measure);
                cell(aggregate, measure, best.contains(&aggregate.system.as_str()))
            })
            .collect();
        let _ = writeln!(text, "| {} | {} |", escape(&aggregate.system), cells.join(" | "));
    }
}

fn cell(aggregate: &Aggregate, measure: &Measure, is_best: bool) -> String {
    let Some(estimate) = aggregate.measures.get(measure.name) else { return String::new() };
    let show = |value| measure.scale.show(value);
    let value = match is_best {
        true => format!("**{}**", show(estimate.value)),
        false => show(estimate.value),
    };
    let mut cell = format!("{value} [{}, {}]", show(estimate.low), show(estimate.high));
    if let Some(difference) = aggregate.differences.get(measure.name) {
        let _ = write!(cell, " ({})", self::difference(difference, measure));
    }
    cell
}

fn difference(difference: &Difference, measure: &Measure) -> String {
    let value = measure.scale.show_signed(difference.value);
    format!("{value}{}", significance(Some(difference)).replace('*', "\\*"))
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}
