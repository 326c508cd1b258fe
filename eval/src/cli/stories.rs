//! `stories`: which articles tell one story.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use nutgraf::engine::Engine;
use nutgraf::story::RelationModel;
use nutgraf_eval::datasets::open_stories;
use nutgraf_eval::tasks::stories::{Pairs, StoryReport, stories};
use nutgraf_eval::training::fit_relation;

use super::args::StoriesArgs;
use super::print;

/// Invented stories are few and made to be hard: each of their pairs counts for so many of the others'.
const INVENTED: f64 = 4.0;

pub(super) fn run(args: &StoriesArgs) -> Result<ExitCode> {
    let mut tune: Vec<(Pairs, f64)> = Vec::new();
    let mut decide: Vec<(String, Pairs)> = Vec::new();
    for path in &args.data {
        let pairs = pairs(path)?;
        let mut topics = pairs.topics.clone();
        topics.sort_unstable();
        topics.dedup();
        let is_kept =
            |topic: &str| topics.iter().position(|it| it == topic).is_some_and(|at| at % 3 == 2);
        tune.push((pairs.of_topics(|topic| !is_kept(topic)), 1.0));
        decide.push((name(path, ", every third topic"), pairs.of_topics(is_kept)));
    }
    for path in &args.tune {
        tune.push((pairs(path)?, INVENTED));
    }
    for path in &args.decide {
        decide.push((name(path, ""), pairs(path)?));
    }
    let model = match &args.fit {
        Some(path) => {
            let model = fit_relation(&tune);
            let json = format!("{}\n", serde_json::to_string(&model)?);
            fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))?;
            model
        }
        None => RelationModel::bundled().clone(),
    };
    let threshold = threshold(&tune, &model);
    print(&format!(
        "{model:?}\nstories are joined above log odds of {threshold}, chosen on the rest\n"
    ))?;
    for (name, pairs) in &decide {
        print(&format!("\n{}", StoryReport::of(name, pairs, &model, threshold)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The threshold that makes the best stories of what may be tuned on; 0 if there is nothing.
fn threshold(tune: &[(Pairs, f64)], model: &RelationModel) -> f32 {
    let worth = |threshold: f32| -> f64 {
        tune.iter().map(|(pairs, _)| stories(pairs, model, threshold).f1()).sum()
    };
    let grid = (-8..=8).map(|step| step as f32 / 4.0);
    let best = grid.map(|threshold| (threshold, worth(threshold)));
    // Of equals the one that is nearest to even odds.
    let best = best.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.abs().total_cmp(&a.0.abs())));
    best.filter(|_| !tune.is_empty()).map_or(0.0, |(threshold, _)| threshold)
}

fn pairs(path: &Path) -> Result<Pairs> {
    // A library of its own: an article is not to be taken for one of another data set.
    let engine = Engine::builder().library_in_memory().build()?;
    Pairs::of(&open_stories(path)?, &engine)
}

fn name(path: &Path, part: &str) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}{part}")
}
