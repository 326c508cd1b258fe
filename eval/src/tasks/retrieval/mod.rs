//! Documents found for a query against what people judged relevant.
//!
//! Two kinds of data: sets of documents, queries and judgements (BEIR); and articles with a
//! category, where each article asks for its neighbours, and those of its category are relevant.

mod bm25;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use nutgraf::article::{Article, ArticleId};
use nutgraf::engine::{Engine, Nearness};
use nutgraf::text::{Document, prepare};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Evaluation, Sample, dataset_record, timed};
use crate::datasets::{
    Fields, LabelledArticle, Loaded, RetrievalSet, Text, is_beir, open_articles, open_retrieval,
};
use crate::metrics::ranking::JudgedRanking;
use crate::results::Unit;
use crate::systems::external::Given;
use crate::systems::{Source, SystemSpec, external};
use bm25::Bm25;

/// The systems that are built in.
pub const NAMES: [&str; 2] = ["engine", "bm25"];

/// How many documents of a ranking are looked at.
pub const DEPTH: usize = 100;

/// How many queries are asked at a time.
const BATCH: usize = 64;

/// What is searched, what for, and what is to be found.
pub struct Collection {
    documents: Vec<Document>,
    queries: Vec<Query>,
}

struct Query {
    id: String,
    text: String,
    /// The document that asks for its neighbours, itself never one of them.
    asker: Option<usize>,
    grades: Grades,
}

/// Which documents are relevant.
enum Grades {
    /// Those of this category, and how many these are.
    Category(String, usize),
    /// Those with a grade, by index.
    Judged(HashMap<usize, i64>),
}

/// Reads the data sets at these paths. The sample is one of the queries: all documents are
/// searched.
///
/// # Errors
/// Those of [`open_articles`] and [`open_retrieval`].
pub fn open(
    paths: &[impl AsRef<Path>],
    fields: &Fields,
    split: Option<&str>,
    sample: Sample,
) -> Result<Vec<Loaded<Collection>>> {
    let mut all = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        if is_beir(path) {
            all.push(open_retrieval(path, split)?.map(Collection::of_judgements));
        } else {
            let loaded = open_articles(path, fields)?;
            all.extend(loaded.into_iter().map(|set| set.map(Collection::of_categories)));
        }
    }
    for loaded in &mut all {
        loaded.items.queries = sample.take(std::mem::take(&mut loaded.items.queries));
    }
    Ok(all)
}

impl Collection {
    fn of_categories(articles: Vec<LabelledArticle>) -> Self {
        let mut sizes: HashMap<String, usize> = HashMap::new();
        for article in &articles {
            *sizes.entry(article.category.clone()).or_insert(0) += 1;
        }
        let documents: Vec<Document> = articles.into_par_iter().map(document).collect();
        let queries = documents.iter().enumerate().map(|(index, document)| {
            let article = &document.article;
            let category = article.category.clone().unwrap_or_default();
            let others = sizes.get(&category).map_or(0, |size| size - 1);
            Query {
                id: article.external_id.clone().unwrap_or_default(),
                text: title_and_body(article),
                asker: Some(index),
                grades: Grades::Category(category, others),
            }
        });
        let queries = queries.collect();
        Self { documents, queries }
    }

    fn of_judgements(set: RetrievalSet) -> Self {
        let RetrievalSet { documents, queries, judgements, .. } = set;
        let index: HashMap<&str, usize> =
            documents.iter().enumerate().map(|(i, (id, ..))| (id.as_str(), i)).collect();
        let grades = |query: &str| -> HashMap<usize, i64> {
            let judged = judgements.get(query).into_iter().flatten();
            judged.filter_map(|(id, &grade)| Some((*index.get(id.as_str())?, grade))).collect()
        };
        let queries = queries
            .into_iter()
            .map(|(id, text)| {
                let grades = Grades::Judged(grades(&id));
                Query { id, text, asker: None, grades }
            })
            .collect();
        let documents = documents
            .into_par_iter()
            .map(|(id, title, text)| {
                document(LabelledArticle {
                    id,
                    title: Some(title),
                    text: Text::Whole(text),
                    category: String::new(),
                })
            })
            .collect();
        Self { documents, queries }
    }
}

fn document(article: LabelledArticle) -> Document {
    let body = match article.text {
        Text::Whole(text) => text,
        Text::Sentences(sentences) => sentences.join("\n"),
    };
    prepare(Article {
        title: article.title,
        body,
        category: Some(article.category),
        external_id: Some(article.id),
        ..Article::default()
    })
}

fn title_and_body(article: &Article) -> String {
    format!("{}\n{}", article.title.as_deref().unwrap_or(""), article.body)
}

/// Evaluates the systems of a run on one data set. `engine` makes an engine with an empty library
/// in memory; it is called where a system needs one.
///
/// # Errors
/// If an external system fails, the engine fails, or results cannot be written.
pub fn evaluate(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Collection>,
    specs: &[SystemSpec],
    engine: &dyn Fn() -> Result<Engine>,
) -> Result<()> {
    let collection = &loaded.items;
    let dataset = dataset_record(loaded, collection.queries.len());
    let systems = specs
        .iter()
        .map(|spec| {
            let started = Instant::now();
            let system = System::new(spec, collection, engine)?;
            if matches!(system, System::Engine(_)) {
                evaluation.add_embedding(started.elapsed());
            }
            Ok((spec.name.as_str(), system))
        })
        .collect::<Result<Vec<_>>>()?;
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &collection.queries,
        |query| &query.id,
        BATCH,
        |_, batch| {
            let units: Vec<Vec<Unit>> = batch
                .par_iter()
                .map(|query| {
                    let of_system = |(system_name, system): &(&str, System)| {
                        let given = match system {
                            System::Given(given, _) => Some(given),
                            _ => None,
                        };
                        let (found, seconds) =
                            timed(given, || system.find(query)).with_context(|| {
                                format!("system `{system_name}`, {name}: query `{}`", query.id)
                            })?;
                        Ok(unit(
                            &name,
                            system_name,
                            query,
                            collection.judge(query, &found),
                            seconds,
                        ))
                    };
                    systems.iter().map(of_system).collect::<Result<Vec<Unit>>>()
                })
                .collect::<Result<_>>()?;
            Ok(units.concat())
        },
    )
}

impl Collection {
    fn judge(&self, query: &Query, found: &[usize]) -> JudgedRanking {
        match &query.grades {
            Grades::Category(category, relevant) => {
                let is = |&document: &usize| {
                    i64::from(self.documents[document].article.category.as_ref() == Some(category))
                };
                JudgedRanking::new(found.iter().map(is), std::iter::repeat_n(1, *relevant))
            }
            Grades::Judged(grades) => {
                let grade = |document| grades.get(document).copied().unwrap_or(0);
                JudgedRanking::new(found.iter().map(grade), grades.values().copied())
            }
        }
    }

    fn index_of(&self) -> HashMap<&str, usize> {
        let ids = self.documents.iter().map(|document| document.article.external_id.as_deref());
        ids.enumerate().filter_map(|(index, id)| Some((id?, index))).collect()
    }
}

/// A system that finds documents.
enum System {
    Engine(Box<Searcher>),
    Bm25(Bm25),
    Given(Given, HashMap<String, usize>),
}

/// An engine with the documents in its library.
struct Searcher {
    engine: Engine,
    /// The stored articles in the order of the documents.
    stored: Vec<ArticleId>,
    index: HashMap<ArticleId, usize>,
}

impl System {
    fn new(
        spec: &SystemSpec,
        collection: &Collection,
        engine: &dyn Fn() -> Result<Engine>,
    ) -> Result<Self> {
        Ok(match (&spec.source, spec.name.as_str()) {
            (Source::BuiltIn, "bm25") => {
                let texts: Vec<String> =
                    collection.documents.iter().map(|d| title_and_body(&d.article)).collect();
                Self::Bm25(Bm25::new(texts.iter().map(String::as_str)))
            }
            (Source::BuiltIn, _) => {
                Self::Engine(Box::new(Searcher::new(engine()?, &collection.documents)?))
            }
            (source, name) => {
                let index = collection.index_of();
                let index = index.into_iter().map(|(id, i)| (id.to_owned(), i)).collect();
                Self::Given(external::ask(name, source, &questions(collection))?, index)
            }
        })
    }

    /// The documents for a query, best first.
    fn find(&self, query: &Query) -> Result<Vec<usize>> {
        match self {
            Self::Engine(searcher) => searcher.find(query),
            Self::Bm25(index) => {
                let mut found = index.search(&query.text, DEPTH + 1);
                found.retain(|document| Some(*document) != query.asker);
                found.truncate(DEPTH);
                Ok(found)
            }
            Self::Given(given, index) => {
                let ranking = given.by_id.get(&query.id).and_then(|object| object.get("ranking"));
                let ranking = ranking.and_then(Value::as_array);
                let ranking = ranking.context("`ranking`, a list of ids, is expected")?;
                let known = |id: &Value| index.get(id.as_str()?).copied();
                let mut found: Vec<usize> = Vec::with_capacity(ranking.len());
                for document in ranking.iter().filter_map(known) {
                    if Some(document) != query.asker && !found.contains(&document) {
                        found.push(document);
                    }
                }
                found.truncate(DEPTH);
                Ok(found)
            }
        }
    }
}

/// What an external system is told: first all documents, then the queries. Only the queries have
/// an `id`; documents have a `document` in its place.
fn questions(collection: &Collection) -> Vec<Value> {
    let documents = collection.documents.iter().map(|document| {
        let article = &document.article;
        let id = article.external_id.as_deref();
        json!({"document": id, "title": article.title, "text": article.body})
    });
    let queries = collection
        .queries
        .iter()
        .map(|query| json!({"id": query.id, "text": query.text, "depth": DEPTH}));
    documents.chain(queries).collect()
}

impl Searcher {
    fn new(engine: Engine, documents: &[Document]) -> Result<Self> {
        let mut stored = Vec::with_capacity(documents.len());
        for batch in documents.chunks(256) {
            for added in engine.add(batch)? {
                stored.push(added?.id);
            }
        }
        let index = stored.iter().enumerate().map(|(index, id)| (*id, index)).collect();
        Ok(Self { engine, stored, index })
    }

    fn find(&self, query: &Query) -> Result<Vec<usize>> {
        let ids: Vec<ArticleId> = match query.asker {
            Some(asker) => {
                let article = self.engine.library()?.get_by_id(self.stored[asker])?;
                // A ranking goes on where similar readings end.
                let all = Nearness { min_score: Some(-1.0), ..Nearness::of(DEPTH) };
                let found = self.engine.similar(&article, &all)?;
                found.into_iter().map(|reading| reading.id).collect()
            }
            None => {
                let found = self.engine.search(&query.text, &Nearness::of(DEPTH))?;
                found.into_iter().map(|hit| hit.id).collect()
            }
        };
        Ok(ids.iter().filter_map(|id| self.index.get(id).copied()).collect())
    }
}

fn unit(dataset: &str, system: &str, query: &Query, ranking: JudgedRanking, seconds: f64) -> Unit {
    let values = BTreeMap::from([
        ("precision@1", ranking.precision_at(1)),
        ("precision@5", ranking.precision_at(5)),
        ("precision@10", ranking.precision_at(10)),
        ("recall@10", ranking.recall_at(10)),
        ("recall@100", ranking.recall_at(100)),
        ("reciprocal_rank", ranking.reciprocal_rank()),
        ("average_precision", ranking.average_precision()),
        ("ndcg@10", ranking.ndcg_at(10)),
    ]);
    Unit::new(dataset, system, &query.id, values, seconds)
}
