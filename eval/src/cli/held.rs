//! `compare`, `gate` and `report`: what is done with results that are there.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use nutgraf_eval::report::SourceText;
use nutgraf_eval::report::html::{HtmlOptions, html};
use nutgraf_eval::results::{self, Results};
use nutgraf_eval::statistics::bootstrap::Resampling;
use nutgraf_eval::tasks::summary::{open, source_texts};
use nutgraf_eval::tasks::{Sample, Task};
use nutgraf_eval::{compare, gate};

use super::args::{CompareArgs, Format, GateArgs, ReportArgs};
use super::print;
use super::run::fields_of;

pub(super) fn compare(args: &CompareArgs) -> Result<ExitCode> {
    let (before, after) = (Results::read(&args.before)?, Results::read(&args.after)?);
    let sides = compare::Sides { first: args.system.clone(), second: args.with.clone() };
    let how = Resampling { rounds: args.resamples, ..Resampling::default() };
    print(&compare::show(&compare::compare(&before, &after, &sides, how)?))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn gate(args: &GateArgs) -> Result<ExitCode> {
    let results = Results::read(&args.results)?;
    ensure!(
        results.end.is_some(),
        "{}: the run did not come to its end: run it again to finish it",
        args.results.display()
    );
    if args.update {
        results::write(&args.baseline, results.records(false))?;
        print(&format!("{}: written\n", args.baseline.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let verdict = gate::check(&results, &Results::read(&args.baseline)?, args.tolerance)?;
    print(&gate::show(&verdict))?;
    Ok(if verdict.passes() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) fn report(args: &ReportArgs) -> Result<ExitCode> {
    let results = Results::read(&args.results)?;
    if let Some(path) = &args.html {
        let texts = source_texts_again(&results)?;
        write_html(path, &results, &texts, args.system.clone())?;
    }
    print(&shown(&results, args.format)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The results in the form that was asked for.
pub(super) fn shown(results: &Results, format: Format) -> Result<String> {
    Ok(match format {
        Format::Table => nutgraf_eval::report::table::table(results),
        Format::Markdown => nutgraf_eval::report::markdown::markdown(results),
        Format::Json => {
            let lines = results.records(false).map(|record| serde_json::to_string(&record));
            let lines = lines.collect::<Result<Vec<_>, _>>()?;
            format!("{}\n", lines.join("\n"))
        }
    })
}

/// Writes the page of a run.
pub(super) fn write_html(
    path: &Path,
    results: &Results,
    texts: &[SourceText],
    system: Option<String>,
) -> Result<()> {
    let options = HtmlOptions { system, ..HtmlOptions::default() };
    let page = html(results, texts, &options)?;
    fs::write(path, page).with_context(|| format!("{}: cannot be written", path.display()))
}

/// Reads the documents of a run again, where they lay; only what is still the same is shown.
fn source_texts_again(results: &Results) -> Result<Vec<SourceText>> {
    if results.run.task != Task::Summary {
        return Ok(Vec::new());
    }
    let fields = fields_of(&results.run.options);
    let mut texts = Vec::new();
    for dataset in &results.datasets {
        let read = open(&[Path::new(&dataset.path)], &fields, Sample::default());
        let read = read.with_context(|| format!("the data of {} are needed", dataset.name))?;
        for loaded in &read {
            ensure!(
                loaded.name != dataset.name || loaded.sha256 == dataset.sha256,
                "{}: not the data that were evaluated: run the evaluation again",
                dataset.path
            );
        }
        texts.extend(source_texts(read));
    }
    Ok(texts)
}
