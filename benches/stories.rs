//! How long an article takes to find its story among many.
//!
//! ```text
//! cargo bench --bench stories -- ARTICLES.jsonl COUNT
//! ```
//!
//! Every tenth article of the file is kept aside. The others' sentences, six of six articles at a time, make
//! COUNT articles, which are stored with their vectors and taken for placed. Then those kept aside come one by one,
//! and the time from its being stored to its having a place is taken for each.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use nutgraf::article::Article;
use nutgraf::engine::Engine;
use nutgraf::library::{
    ArticleVector, Effort, Entry, Placing, SqliteStore, Store as _, Stories as _, Upkeep as _,
};
use nutgraf::read::{Input, read};
use nutgraf::vector::lead_weighted_mean;

#[derive(Parser)]
struct Options {
    /// Articles, as `nutgraf export` writes them.
    articles: PathBuf,
    /// How many to store.
    count: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Sentences of an article that is made up.
const SENTENCES: usize = 6;
/// Articles that are stored in one call.
const BATCH: usize = 512;
/// So many of those kept aside are placed.
const PLACED: usize = 500;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The sentences of a collection and their vectors.
struct Sentences {
    texts: Vec<String>,
    vectors: Vec<f32>,
    dimensions: usize,
}

impl Sentences {
    fn row(&self, at: usize) -> &[f32] {
        &self.vectors[at * self.dimensions..][..self.dimensions]
    }

    /// The body and the vector of the `n`th article.
    fn article(&self, n: usize) -> (Article, Vec<f32>) {
        let mut state = n as u64;
        let mut next = || {
            // splitmix64
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) % self.texts.len() as u64) as usize
        };
        let chosen: Vec<usize> = (0..SENTENCES).map(|_| next()).collect();
        let body = chosen.iter().map(|at| self.texts[*at].as_str()).collect::<Vec<_>>().join(" ");
        let vector = lead_weighted_mean(self.dimensions, chosen.iter().map(|at| self.row(*at)));
        let url = Some(format!("https://made-up.example/{n}"));
        let word_count = body.split_whitespace().count();
        (Article { url, body, word_count, ..Article::default() }, vector)
    }
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let folder = tempfile::TempDir::new()?;
    let path = folder.path().join("library.db");
    let store = SqliteStore::open(&path)?;
    let engine = Engine::builder().library(&path).build()?;
    let (model, dimensions) = (engine.model()?.clone(), engine.embedder()?.dimensions());

    let mut kept = Vec::new();
    let mut sentences = Sentences { texts: Vec::new(), vectors: Vec::new(), dimensions };
    for (n, document) in read(Input::file(&options.articles)?).documents().enumerate() {
        let article = document?.article;
        if n % 10 == 0 {
            kept.push(article);
            continue;
        }
        let split = engine.split(&article.body, article.language.as_deref());
        sentences.texts.extend(split.iter().map(|it| it.text(&article.body).to_owned()));
    }
    for texts in sentences.texts.chunks(4_096) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        sentences
            .vectors
            .extend_from_slice(engine.embedder()?.embed(&texts)?.embeddings.as_slice());
    }

    let mut stored = 0;
    while stored < options.count {
        let those = stored..(stored + BATCH).min(options.count);
        let made: Vec<(Article, Vec<f32>)> = those.clone().map(|n| sentences.article(n)).collect();
        let entries: Vec<Entry> = made
            .iter()
            .map(|(article, values)| Entry {
                article,
                vector: Some(ArticleVector { model: &model, values }),
            })
            .collect();
        let placings: Vec<Placing> = store
            .add(&entries)?
            .into_iter()
            .flatten()
            .map(|added| Placing { article: added.id, with: None, copy_of: None })
            .collect();
        store.place(&placings)?;
        stored = those.end;
    }
    store.keep_up(&model, dimensions, Effort::All)?;

    let mut times = Vec::new();
    for article in kept.iter().take(PLACED) {
        let split = engine.split(&article.body, article.language.as_deref());
        let texts: Vec<&str> = split.iter().map(|it| it.text(&article.body)).collect();
        let rows = engine.embedder()?.embed(&texts)?.embeddings;
        let values = lead_weighted_mean(dimensions, rows.rows());
        let vector = Some(ArticleVector { model: &model, values: &values });
        store.add(&[Entry { article, vector }])?;
        let begun = Instant::now();
        engine.place_waiting(1)?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let at = |part: f64| {
        let place = ((times.len() as f64 * part) as usize).min(times.len() - 1);
        1e3 * times[place].as_secs_f64()
    };
    let mean = times.iter().sum::<Duration>().as_secs_f64() / times.len() as f64;
    writeln!(
        stdout(),
        "{} stored, {} placed: mean {:.1} ms, p50 {:.1}, p95 {:.1}, p99 {:.1}; peak memory {}",
        options.count,
        times.len(),
        1e3 * mean,
        at(0.5),
        at(0.95),
        at(0.99),
        peak_memory()
    )?;
    Ok(())
}

/// The most memory that this process has held, as Linux says.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
