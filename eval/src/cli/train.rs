//! `train`: the forests of the trained scorer, and what they are worth.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use nutgraf::embed::{Embedder, ModelSource};
use nutgraf::summarize::{Budget, Selection, Summary};
use nutgraf_eval::datasets::{Fields, open_public};
use nutgraf_eval::tasks::Sample;
use nutgraf_eval::tasks::summary::open;
use nutgraf_eval::training::choice::{Fitted, read};
use nutgraf_eval::training::{Example, Judged, Trained, cross_validate, examples, train};
use serde_json::json;

use super::args::TrainArgs;
use super::print;

pub(super) fn run(args: &TrainArgs) -> Result<ExitCode> {
    let sets = open(&args.data, &Fields::default(), Sample::default())?;
    let embedder = ModelSource::Bundled.load()?;
    let examples = examples(sets, embedder.as_ref())?;
    ensure!(!examples.is_empty(), "there is no English document with a summary to learn from");
    let judged = judged(args, embedder.as_ref())?;
    print(&format!("{} documents, {} judgements\n", examples.len(), judged.len()))?;
    if let Some(folder) = &args.cross_validate {
        let budget = match args.words {
            Some(words) => Budget::words(words)?,
            None => Budget::sentences(args.sentences)?,
        };
        let selection = Selection { keeps_discourse: !args.any_discourse, ..Selection::default() };
        let report = |fold| {
            // A line that nobody reads is no reason to stop.
            let _ = print(&format!("fold {} of {}\n", fold + 1, args.folds));
        };
        let folds = usize::from(args.folds);
        let summaries =
            cross_validate(&examples, &judged, folds, (budget, &selection), args.seed, report)?;
        write_summaries(folder, &examples, &summaries)?;
    }
    if let Some(folder) = &args.output {
        let all: Vec<&Example> = examples.iter().collect();
        let judged: Vec<&Judged> = judged.iter().collect();
        let Trained { sentences, terms, sets, lexical, choice, readers } =
            train(&all, &judged, args.seed)?;
        for (name, readers) in
            ["news", "news by words", "others", "others by words"].iter().zip(readers)
        {
            let Fitted { preferences, agreement, first } = readers;
            let (agreement, first) = (100.0 * agreement, 100.0 * first);
            print(&format!(
                "{name}: {preferences} preferences, cross-validated {agreement:.1} % agreed with, \
                 the reader's first chosen in {first:.1} % of articles\n"
            ))?;
        }
        let files = [
            ("sentences.forest", sentences),
            ("terms.forest", terms),
            ("sets.forest", sets),
            ("lexical.forest", lexical),
            ("choice.json", choice),
        ];
        for (name, bytes) in files {
            let path = folder.join(name);
            write_file(&path, &bytes)?;
            print(&format!("{}: {} bytes\n", path.display(), bytes.len()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What readers judged, as far as its articles are there.
fn judged(args: &TrainArgs, embedder: &dyn Embedder) -> Result<Vec<Judged>> {
    let judgements = read(&args.preferences)?;
    let beside = || args.data[0].ancestors().nth(1).unwrap_or(Path::new(".")).to_path_buf();
    let folder = args.articles.clone().unwrap_or_else(beside);
    let ids: BTreeSet<String> = judgements.iter().map(|judged| judged.id.clone()).collect();
    let articles = open_public(&folder, &ids)?;
    let count = judgements.len();
    let judged = Judged::all(judgements, &articles, embedder)?;
    ensure!(
        !judged.is_empty() || count == 0,
        "{}: none of the articles that were judged is there; name the folder with --articles",
        folder.display()
    );
    Ok(judged)
}

/// Writes the summaries of each data set as the answers of an external system.
fn write_summaries(folder: &Path, examples: &[Example], summaries: &[Summary]) -> Result<()> {
    let all: Vec<(&Example, &Summary)> = examples.iter().zip(summaries).collect();
    for of_set in all.chunk_by(|(a, _), (b, _)| a.dataset == b.dataset) {
        let mut text = String::new();
        for (example, summary) in of_set {
            let body = example.document().body;
            let lines: Vec<&str> =
                summary.picks.iter().map(|pick| &body[pick.span.range()]).collect();
            let picks: Vec<usize> = summary.picks.iter().map(|pick| pick.index).collect();
            writeln!(text, "{}", json!({"id": example.id(), "picks": picks, "summary": lines}))?;
        }
        write_file(&folder.join(format!("{}.jsonl", of_set[0].0.dataset)), text.as_bytes())?;
    }
    Ok(())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let cannot = || format!("{}: cannot be written", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    fs::write(path, bytes).with_context(cannot)
}
