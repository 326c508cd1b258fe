//! `novelty`: which sentences tell something new.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use nutgraf::embed::ModelSource;
use nutgraf::story::NoveltyModel;
use nutgraf_eval::datasets::open_stories;
use nutgraf_eval::tasks::novelty::{Judged, NoveltyReport, best_distance};
use nutgraf_eval::training::fit_novelty;

use super::args::NoveltyArgs;
use super::print;

pub(super) fn run(args: &NoveltyArgs) -> Result<ExitCode> {
    let embedder = ModelSource::Bundled.load()?;
    let read = |paths: &[PathBuf]| -> Result<Vec<Judged>> {
        let mut all = Vec::new();
        for path in paths {
            all.extend(Judged::all(&open_stories(path)?, embedder.as_ref())?);
        }
        Ok(all)
    };
    let tune = read(&args.tune)?;
    let model = match &args.fit {
        Some(path) => {
            let model = fit_novelty(&tune);
            let json = format!("{}\n", serde_json::to_string(&model)?);
            fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))?;
            model
        }
        None => NoveltyModel::bundled().clone(),
    };
    let report = NoveltyReport::of(&read(&args.decide)?, &model, best_distance(&tune));
    print(&format!("{model:?}\n{report}"))?;
    Ok(ExitCode::SUCCESS)
}
