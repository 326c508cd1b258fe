//! The approximate index against the exact one: how many of the true neighbours it finds, and
//! what that costs.
//!
//! In: any set of articles or documents. Their sentences are embedded; of every ten vectors one
//! asks and nine are searched.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use nutgraf::article::Article;
use nutgraf::embed::Embedder;
use nutgraf::similar::{ExactIndex, HnswIndex, Rows, SimilarIndex};
use nutgraf::split::{RuleSplitter, SentenceSplitter};
use nutgraf::text::prepare;
use rayon::prelude::*;

use super::{Evaluation, Sample, dataset_record};
use crate::datasets::{Fields, Loaded, Text, open_articles, open_summaries};
use crate::metrics::neighbour_recall::recall_at_with_ties;
use crate::results::Unit;
use crate::systems::SystemSpec;

/// The systems that are built in.
pub const NAMES: [&str; 2] = ["hnsw", "exact"];

/// One vector in this many asks for its neighbours.
const ASKING: usize = 10;

/// How many neighbours are asked for.
const DEPTH: usize = 100;

/// The sentences of the data set at this path. The sample is one of sentences.
///
/// # Errors
/// If it is neither a set of documents with summaries nor one of articles.
pub fn open(path: &Path, fields: &Fields, sample: Sample) -> Result<Vec<Loaded<Vec<String>>>> {
    let texts = match open_articles(path, fields) {
        Ok(loaded) => loaded
            .into_iter()
            .map(|set| set.map(|items| items.into_iter().map(|item| item.text).collect()))
            .collect(),
        Err(_) => open_summaries(path, fields)?
            .into_iter()
            .map(|set| set.map(|items| items.into_iter().map(|item| item.text).collect()))
            .collect::<Vec<Loaded<Vec<Text>>>>(),
    };
    Ok(texts.into_iter().map(|set| set.map(|texts| sample.take(sentences(texts)))).collect())
}

fn sentences(texts: Vec<Text>) -> Vec<String> {
    let of_text = |text| match text {
        Text::Sentences(sentences) => sentences,
        Text::Whole(body) => {
            let article = prepare(Article { body, ..Article::default() }).article;
            RuleSplitter
                .split(&article.body, article.language.as_deref())
                .iter()
                .map(|s| s.text(&article.body).to_owned())
                .collect()
        }
    };
    texts.into_par_iter().flat_map_iter(of_text).collect()
}

struct Query {
    id: String,
    vector: Vec<f32>,
}

/// Evaluates the indexes of a run on one data set.
///
/// # Errors
/// If there are too few sentences, the model fails, or results cannot be written.
pub fn evaluate(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Vec<String>>,
    specs: &[SystemSpec],
    embedder: &dyn Embedder,
) -> Result<()> {
    ensure!(
        loaded.items.len() >= ASKING,
        "{}: {} sentences are too few, {ASKING} are the least",
        loaded.name,
        loaded.items.len()
    );
    let started = Instant::now();
    let mut rows = Rows::new(embedder.dimensions());
    let mut queries = Vec::new();
    for (number, batch) in loaded.items.chunks(1024).enumerate() {
        let texts: Vec<&str> = batch.iter().map(String::as_str).collect();
        let embeddings = embedder.embed(&texts)?.embeddings;
        for (place, vector) in embeddings.rows().enumerate() {
            let index = number * 1024 + place;
            if index % ASKING == ASKING - 1 {
                queries.push(Query { id: (index + 1).to_string(), vector: vector.to_vec() });
            } else {
                ensure!(rows.push(vector), "the model gave a vector of no direction");
            }
        }
    }
    evaluation.add_embedding(started.elapsed());
    let exact = ExactIndex::new(rows.clone());
    let systems: Vec<(&str, f64, Box<dyn SimilarIndex>)> = specs
        .iter()
        .map(|spec| {
            let started = Instant::now();
            let index: Box<dyn SimilarIndex> = match spec.name.as_str() {
                "exact" => Box::new(ExactIndex::new(rows.clone())),
                _ => Box::new(HnswIndex::build(rows.clone())),
            };
            (spec.name.as_str(), started.elapsed().as_secs_f64(), index)
        })
        .collect();
    let dataset = dataset_record(loaded, queries.len());
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &queries,
        |query| &query.id,
        256,
        |_, batch| {
            let mut units = Vec::with_capacity(batch.len() * systems.len());
            for query in batch {
                let wanted = neighbours(&exact, &query.vector);
                for (system, build, index) in &systems {
                    let started = Instant::now();
                    let found = neighbours(index.as_ref(), &query.vector);
                    let seconds = started.elapsed().as_secs_f64();
                    let recalls = [("recall@1", 1), ("recall@10", 10), ("recall@100", DEPTH)];
                    let recalls = recalls.into_iter().filter_map(|(name, k)| {
                        Some((name, recall_at_with_ties(k, &found, &wanted)?))
                    });
                    let times = [("microseconds", seconds * 1e6), ("build_seconds", *build)];
                    units.push(Unit::new(&name, system, &query.id, recalls.chain(times), seconds));
                }
            }
            Ok(units)
        },
    )
}

fn neighbours(index: &dyn SimilarIndex, vector: &[f32]) -> Vec<(usize, f32)> {
    index.nearest(vector, DEPTH).into_iter().map(|hit| (hit.row, hit.score)).collect()
}
