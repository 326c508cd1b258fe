//! `prefer`: the weights of the choice among summaries, fitted to what readers preferred.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use nutgraf::embed::ModelSource;
use nutgraf::summarize::learned::SET_SIZE;
use nutgraf_eval::datasets::open_public;
use nutgraf_eval::training::preferences::{fit, read, weighable};
use serde_json::json;

use super::args::PreferArgs;
use super::print;
use super::train::write_file;

pub(super) fn run(args: &PreferArgs) -> Result<ExitCode> {
    let judgements = read(&args.preferences)?;
    let ids: BTreeSet<String> = judgements.iter().map(|judged| judged.id.clone()).collect();
    let articles = open_public(&args.data, &ids)?;
    ensure!(!articles.is_empty(), "{}: none of the articles is there", args.data.display());
    let embedder = ModelSource::Bundled.load()?;
    let weighable = weighable(&judgements, &articles, SET_SIZE, embedder.as_ref())?;
    if let Some(path) = &args.table {
        let mut text = String::new();
        for of_one in &weighable {
            for ([vectors, words], place) in &of_one.candidates {
                let row = json!({"id": of_one.id, "vectors": vectors, "words": words, "place": place});
                writeln!(text, "{row}")?;
            }
        }
        write_file(path, text.as_bytes())?;
    }
    let (weights, fitted) = fit(&weighable, args.l2)?;
    let mut text = format!("{} articles, {} judgements\n", articles.len(), weighable.len());
    for (name, fitted) in ["vectors", "words"].iter().zip(&fitted) {
        let (pairs, agreement) = (fitted.pairs, 100.0 * fitted.agreement);
        writeln!(text, "{name}: {pairs} preferences, {agreement:.1} % agreed with, cross-validated")?;
    }
    writeln!(text, "{:<18} {:>8} {:>8}", "feature", "vectors", "words")?;
    for (name, weight) in &weights.vectors {
        writeln!(text, "{name:<18} {weight:>8.3} {:>8.3}", weights.words[name])?;
    }
    print(&text)?;
    if let Some(path) = &args.output {
        let mut json = serde_json::to_string_pretty(&weights)?;
        json.push('\n');
        write_file(path, json.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
