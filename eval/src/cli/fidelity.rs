//! `fidelity`: a model's vectors against those of its original.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use nutgraf::embed::{Fidelity, ModelSource, StsBenchmark};
use nutgraf_eval::datasets::{Fields, open_summaries, sample};
use nutgraf_eval::tasks::summary::PreparedDocument;

use super::args::FidelityArgs;
use super::print;

pub(super) fn run(args: &FidelityArgs) -> Result<ExitCode> {
    let model = ModelSource::parse(&args.model.model)?.load()?;
    let reference = ModelSource::parse(&args.reference)?.load()?;
    let mut sentences = Vec::new();
    for loaded in open_summaries(&args.news, &Fields::default())? {
        for item in loaded.items {
            let document = PreparedDocument::new(item);
            sentences.extend(document.texts().map(str::to_owned));
        }
    }
    let sentences = sample(sentences, args.sentences, 1);
    let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let result = Fidelity::between(model.as_ref(), reference.as_ref(), &texts)?;
    let mut text = serde_json::to_string(&result)?;
    text.push('\n');
    if let Some(path) = &args.sts {
        let benchmark = StsBenchmark::read(path)?;
        for (name, model) in [("model", &model), ("reference", &reference)] {
            let spearman = benchmark.spearman(model.as_ref())?;
            let spearman = spearman.context("it finds all pairs equally alike")?;
            writeln!(text, "STS Spearman x 100, {name}: {:.2}", 100.0 * spearman)?;
        }
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}
