//! The page: its parts in, its HTML out.

use anyhow::{Context, Result};
use askama::Template;

use super::HtmlOptions;
use super::bars::{bars, differences};
use super::curve::curves;
use super::documents::{self, Group};
use super::figure::{Figure, FigureGroup};
use super::heading::{self, Fact};
use super::histogram::positions;
use super::lede::{headline, lede};
use super::paired::{outcomes, sorted_differences};
use super::spread::spread;
use super::table::{Row, Table};
use super::view::{Section, View};
use super::worst::{WorstUnits, worst_units};
use crate::report::marks::is_oracle;
use crate::results::Dataset;
use crate::statistics::{Better, Measure};
use crate::tasks::Task;

#[derive(Template)]
#[template(path = "template.html")]
struct Page<'a> {
    title: String,
    stopped: bool,
    facts: Vec<Fact>,
    systems: Vec<Key>,
    overview: Option<Overview>,
    parts: Vec<Part<'a>>,
    primary: &'static str,
    style: &'static str,
    dark: &'static str,
    script: &'static str,
}

/// A system in the key of colours.
struct Key {
    name: String,
    about: String,
    class: String,
    place: usize,
    baseline: bool,
}

/// The primary measure on several data sets.
struct Overview {
    datasets: Vec<String>,
    rows: Vec<Row>,
}

/// What the page says on one data set.
struct Part<'a> {
    anchor: String,
    dataset: &'a Dataset,
    units: &'static str,
    headline: String,
    lede: String,
    table: Table,
    all: Table,
    has_differences: bool,
    groups: Vec<FigureGroup>,
    chosen: Option<String>,
    chosen_class: String,
    baseline: String,
    oracle: bool,
    documents: Vec<Group>,
    worst: Option<WorstUnits>,
}

/// The page as HTML.
///
/// # Errors
/// If the template cannot be filled.
pub(super) fn render(view: &View<'_>, options: &HtmlOptions) -> Result<String> {
    let sections = view.sections();
    let chosen = options.system.as_deref().or_else(|| contender(view, &sections));
    let page = Page {
        title: heading::title(view),
        stopped: view.results.end.is_none(),
        facts: heading::facts(view),
        systems: view.systems.iter().map(|&system| key(view, system)).collect(),
        overview: overview(view, &sections),
        parts: sections
            .iter()
            .enumerate()
            .map(|(place, section)| part(section, place, chosen, options.documents))
            .collect(),
        primary: view.primary.label,
        style: include_str!("style.css"),
        dark: include_str!("dark.css"),
        script: include_str!("script.js"),
    };
    page.render().context("the report's template cannot be filled")
}

fn key(view: &View<'_>, system: &str) -> Key {
    Key {
        name: system.to_owned(),
        about: view.info(system).map(|info| info.about.clone()).unwrap_or_default(),
        class: view.class(system),
        place: view.place(system),
        baseline: view.baseline() == Some(system),
    }
}

/// The system with the best primary measure over all data sets: no oracle, and the baseline only
/// if it is alone. Where there are no aggregates yet, the first such system.
fn contender<'a>(view: &View<'a>, sections: &[Section<'a>]) -> Option<&'a str> {
    let rivals = || view.systems.iter().copied().filter(|system| !is_oracle(system));
    let sign = if view.primary.better == Better::Lower { -1.0 } else { 1.0 };
    let mean = |system: &str| {
        let estimates = sections.iter().filter_map(|at| at.estimate(system, &view.primary));
        let values: Vec<f64> = estimates.map(|estimate| estimate.value * sign).collect();
        if values.is_empty() {
            f64::NEG_INFINITY
        } else {
            values.iter().sum::<f64>() / values.len() as f64
        }
    };
    // Of equal ones `max_by` takes the last, which is why they come in reverse.
    let compared = rivals().filter(|&system| Some(system) != view.baseline());
    let compared: Vec<&str> = compared.collect();
    let best = compared.into_iter().rev().max_by(|a, b| mean(a).total_cmp(&mean(b)));
    best.or_else(|| rivals().next()).or_else(|| view.systems.first().copied())
}

fn overview(view: &View<'_>, sections: &[Section<'_>]) -> Option<Overview> {
    if sections.len() < 2 {
        return None;
    }
    let rows = view.systems.iter().map(|&system| {
        let key = key(view, system);
        let cell = |table: Table| {
            let row = table.rows.into_iter().find(|row| row.system == system);
            row.and_then(|row| row.cells.into_iter().next()).unwrap_or_default()
        };
        Row {
            system: key.name,
            about: key.about,
            class: key.class,
            baseline: key.baseline,
            seconds: String::new(),
            cells: sections
                .iter()
                .map(|section| cell(Table::new(section, &[view.primary])))
                .collect(),
        }
    });
    let rows = rows.collect();
    Some(Overview { datasets: sections.iter().map(|at| at.dataset.name.clone()).collect(), rows })
}

fn part<'a>(
    section: &'a Section<'a>,
    place: usize,
    chosen: Option<&'a str>,
    count: usize,
) -> Part<'a> {
    let task = section.view.results.run.task;
    let shown: Vec<Measure> = task.measures().iter().filter(|one| one.shown).copied().collect();
    let anchor = format!("data-{}", place + 1);
    let documents = match (task, chosen) {
        (Task::Summary, Some(system)) => {
            documents::documents(section, system, count, &format!("{anchor}-document"))
        }
        _ => Vec::new(),
    };
    let worst = match (task, chosen) {
        (Task::Summary, _) | (_, None) => None,
        (_, Some(system)) => worst_units(section, system, 2 * count),
    };
    let aggregates = section.aggregates();
    Part {
        dataset: section.dataset,
        units: task.units(),
        headline: headline(section),
        lede: lede(section),
        table: Table::new(section, &shown),
        all: Table::new(section, task.measures()),
        has_differences: aggregates.iter().any(|(_, one)| !one.differences.is_empty()),
        groups: figure_groups(section, &shown, chosen),
        chosen: chosen.map(str::to_owned),
        chosen_class: chosen.map(|system| section.view.class(system)).unwrap_or_default(),
        baseline: section
            .view
            .baseline()
            .filter(|&baseline| Some(baseline) != chosen)
            .unwrap_or_default()
            .to_owned(),
        oracle: section.view.systems.iter().any(|system| is_oracle(system)),
        documents,
        worst,
        anchor,
    }
}

fn figure_groups(
    section: &Section<'_>,
    shown: &[Measure],
    chosen: Option<&str>,
) -> Vec<FigureGroup> {
    let groups = [
        score_figures(section, shown),
        fault_figures(section, shown),
        positions(section),
        curves(section),
        unit_figures(section, chosen),
    ];
    groups.into_iter().flatten().collect()
}

/// The bars of the measures of which more is better, and the primary one's differences.
fn score_figures(section: &Section<'_>, shown: &[Measure]) -> Option<FigureGroup> {
    let primary = section.view.primary;
    let others =
        shown.iter().filter(|one| one.better == Better::Higher && one.name != primary.name);
    let figures: Vec<Figure> = [bars(section, &primary), differences(section, &primary)]
        .into_iter()
        .chain(others.map(|measure| bars(section, measure)))
        .flatten()
        .collect();
    group(
        "scores",
        "Scores",
        "Bars are the values, thin lines their 95 % intervals (bootstrap over the units). The \
         dashed line is the baseline.",
        figures,
    )
}

/// The bars of the measures of which less is better.
fn fault_figures(section: &Section<'_>, shown: &[Measure]) -> Option<FigureGroup> {
    let faults = shown.iter().filter(|one| one.better == Better::Lower);
    let figures = faults.filter_map(|measure| bars(section, measure)).collect();
    let explanation = match section.view.results.run.task {
        Task::Summary => {
            "The share of summaries that refer to something they do not say (dangling), begin a \
             sentence with a connective whose other half is missing (broken), or have a quotation \
             or a question without what belongs to it (cut off). Less is better."
        }
        _ => "Less is better.",
    };
    group("faults", "Faithfulness", explanation, figures)
}

/// What the units say one by one.
fn unit_figures(section: &Section<'_>, chosen: Option<&str>) -> Option<FigureGroup> {
    let primary = section.view.primary;
    let figures = [
        spread(section, &primary),
        chosen.and_then(|system| sorted_differences(section, &primary, system)),
        outcomes(section, &primary),
    ];
    let explanation = "Means hide how different the units are: the distribution behind each mean, \
                       and the comparison with the baseline unit by unit.";
    group("units", "One by one", explanation, figures.into_iter().flatten().collect())
}

fn group(
    key: &'static str,
    heading: &'static str,
    explanation: &str,
    figures: Vec<Figure>,
) -> Option<FigureGroup> {
    let explanation = explanation.to_owned();
    (!figures.is_empty()).then_some(FigureGroup {
        key,
        heading,
        explanation,
        figures,
        layout: "wide",
    })
}
