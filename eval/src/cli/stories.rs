//! `stories`: which articles tell one story.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use nutgraf::engine::Engine;
use nutgraf::story::{Evidence, RelationModel};
use nutgraf_eval::datasets::open_stories;
use nutgraf_eval::tasks::stories::{GradedPairs, Pairs, StoryReport};
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
    print(&format!("{model:?}\n"))?;
    for (name, pairs) in &decide {
        print(&format!("\n{}", StoryReport::of(name, pairs, &model)))?;
    }
    if let Some(path) = &args.pairs {
        print(&format!("\n{}", GradedPairs::open(path, &args.articles)?.report(&model)))?;
    }
    if args.ablate {
        ablate(&tune, &decide)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What becomes of the figures where a kind of evidence is left out, and the model fitted without it.
fn ablate(tune: &[(Pairs, f64)], decide: &[(String, Pairs)]) -> Result<()> {
    let all = [None].into_iter().chain(Evidence::PARTS.iter().copied().map(Some));
    for left_out in all {
        let without = |pairs: &Pairs| left_out.map_or(pairs.clone(), |part| pairs.without(part));
        let sets: Vec<(Pairs, f64)> =
            tune.iter().map(|(pairs, weight)| (without(pairs), *weight)).collect();
        let model = fit_relation(&sets);
        for (name, pairs) in decide {
            let (pair_f1, b_cubed) = StoryReport::of(name, &without(pairs), &model).figures();
            let what = left_out.unwrap_or("nothing");
            print(&format!(
                "without {what:<8} {name:<28} same story F1 {pair_f1:.3}, B-cubed {b_cubed:.3}\n"
            ))?;
        }
    }
    Ok(())
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
