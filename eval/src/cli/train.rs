//! `train`: the forests of the trained scorer, and what they are worth.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use nutgraf::embed::{Embedder, ModelSource};
use nutgraf::summarize::{Budget, Selection, Summary};
use nutgraf_eval::datasets::{Fields, open_public, read_kept};
use nutgraf_eval::tasks::Sample;
use nutgraf_eval::tasks::summary::open;
use nutgraf_eval::training::choice::{Fitted, Judgement};
use nutgraf_eval::training::readers::Extract;
use nutgraf_eval::training::{Example, Judged, Read, Said, cross_validate, examples, train};
use serde_json::json;

use super::args::TrainArgs;
use super::print;

pub(super) fn run(args: &TrainArgs) -> Result<ExitCode> {
    let sets = open(&args.data, &Fields::default(), Sample::default())?;
    let embedder = ModelSource::Bundled.load()?;
    let examples = examples(sets, embedder.as_ref())?;
    ensure!(!examples.is_empty(), "there is no English document with a summary to learn from");
    let (judged, read) = said(args, embedder.as_ref())?;
    print(&format!(
        "{} documents, {} judgements, {} articles read\n",
        examples.len(),
        judged.len(),
        read.len()
    ))?;
    let said = Said { judged: judged.iter().collect(), read: read.iter().collect() };
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
            cross_validate(&examples, &said, folds, (budget, &selection), args.seed, report)?;
        write_summaries(folder, &examples, &summaries)?;
    }
    if let Some(folder) = &args.output {
        let all: Vec<&Example> = examples.iter().collect();
        let trained = train(&all, &said, args.seed)?;
        for (name, fitted) in
            ["news", "news by words", "others", "others by words"].iter().zip(trained.agreement)
        {
            let Fitted { preferences, agreement, first } = fitted;
            let (agreement, first) = (100.0 * agreement, 100.0 * first);
            print(&format!(
                "{name}: {preferences} preferences, cross-validated {agreement:.1} % agreed with, \
                 the reader's first chosen in {first:.1} % of articles\n"
            ))?;
        }
        for (name, bytes) in trained.files() {
            let path = folder.join(name);
            write_file(&path, bytes)?;
            print(&format!("{}: {} bytes\n", path.display(), bytes.len()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What readers said, as far as its articles are there.
fn said(args: &TrainArgs, embedder: &dyn Embedder) -> Result<(Vec<Judged>, Vec<Read>)> {
    let judgements: Vec<Judgement> = read_kept(&args.preferences)?;
    let extracts: Vec<Extract> = read_kept(&args.extracts)?;
    let beside = || vec![args.data[0].ancestors().nth(1).unwrap_or(Path::new(".")).to_path_buf()];
    let folders = if args.articles.is_empty() { beside() } else { args.articles.clone() };
    let judged = judgements.iter().map(|judgement| judgement.id.clone());
    let ids: BTreeSet<String> =
        judged.chain(extracts.iter().map(|extract| extract.id.clone())).collect();
    let mut articles = BTreeMap::new();
    for folder in &folders {
        articles.extend(open_public(folder, &ids)?);
    }
    let judged = Judged::all(judgements, &articles, embedder)?;
    let read = Read::all(extracts, &articles, embedder)?;
    ensure!(
        !read.is_empty(),
        "{}: it has no extract of an article that is there; name other extracts with --extracts, \
         or the folders of their articles with --articles",
        args.extracts.display()
    );
    Ok((judged, read))
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
