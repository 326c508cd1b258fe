//! `questions`: summaries of what a reader asks.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use nutgraf::embed::ModelSource;
use nutgraf::summarize::default_scorer;
use nutgraf_eval::datasets::{Fields, read_kept, sample};
use nutgraf_eval::tasks::Sample;
use nutgraf_eval::tasks::question_set::{self, Outcome, Outcomes};
use nutgraf_eval::tasks::questions::ask;
use nutgraf_eval::tasks::summary::{PreparedDocument, open};

use super::args::QuestionsArgs;
use super::print;

pub(super) fn run(args: &QuestionsArgs) -> Result<ExitCode> {
    let model = ModelSource::parse(&args.model.model)?.load()?;
    for path in &args.set {
        let outcomes = question_set::ask(
            &read_kept(path)?,
            &args.data,
            model.as_ref(),
            default_scorer().as_ref(),
        )?;
        print(&table(&path.display().to_string(), &outcomes)?)?;
    }
    if !args.set.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let sets = open(&args.data, &Fields::default(), Sample::default())?;
    let items = sets.into_iter().flat_map(|set| set.items).collect();
    let documents: Vec<PreparedDocument> =
        sample(items, args.sample, args.seed).into_iter().map(PreparedDocument::new).collect();
    ensure!(documents.len() > 1, "there is only one document; a question needs another to fail in");
    let questions = ask(&documents, model.as_ref(), default_scorer().as_ref())?;
    let mut text = format!("{} documents\n", documents.len());
    for (kind, answers) in [("sentences", questions.sentences), ("names", questions.names)] {
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let mean = |sum: f64| 100.0 * sum / answers.asked.max(1) as f64;
        writeln!(
            text,
            "{kind}: found {:.1} % of {}, elsewhere {:.1} % of {}; R1 of the best sentence {:.2}, unasked {:.2}",
            share(answers.found, answers.asked),
            answers.asked,
            share(answers.found_elsewhere, answers.asked_elsewhere),
            answers.asked_elsewhere,
            mean(answers.nearness),
            mean(answers.nearness_unasked),
        )?;
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What came of a set of questions, as a table in Markdown.
fn table(name: &str, outcomes: &Outcomes) -> Result<String> {
    let mut text = format!("{name}, {} left out\n\n", outcomes.left_out);
    writeln!(
        text,
        "| kind | asked | first right | one of three | found are right | nothing found | where there is no answer |"
    )?;
    writeln!(text, "|---|---|---|---|---|---|---|")?;
    let mut row = |kind: &str, outcome: &Outcome| {
        let Outcome { answered, first, any, missed, found, right, unanswered, silent } = *outcome;
        writeln!(
            text,
            "| {kind} | {answered} | {first} | {any} | {right} of {found} | {missed} | {silent} of {unanswered} |"
        )
    };
    for (kind, outcome) in &outcomes.kinds {
        row(kind, outcome)?;
    }
    row("all", &outcomes.all())?;
    Ok(text)
}
