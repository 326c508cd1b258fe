//! How a library in PostgreSQL does beside one in SQLite: the same articles and vectors, the same questions.
//!
//! ```text
//! cargo bench --bench stores -- FOLDER library.db postgres://...
//! cargo bench --bench stores -- --rows 100000 FOLDER ...
//! ```
//!
//! FOLDER is one that `benches/nearest/vectors.py` made. A library that is there already is asked only.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use nutgraf::article::Article;
use nutgraf::library::{ArticleVector, Effort, Entry, Filter, Location, Store};
use nutgraf::vector::{ModelId, dot};
use rayon::prelude::*;

#[derive(Parser)]
struct Options {
    /// base.f32 and queries.f32, as vectors.py makes them.
    folder: PathBuf,
    /// The libraries, by their files or URLs.
    locations: Vec<PathBuf>,
    /// So many of the vectors.
    #[arg(long)]
    rows: Option<usize>,
    /// So many queries.
    #[arg(long, default_value_t = 500)]
    queries: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

const DIMENSIONS: usize = 384;
const NEAREST: usize = 5;
/// Articles that are added in one call.
const BATCH: usize = 512;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a question is narrowed to: of which rows what remains is this.
#[derive(Clone, Copy)]
struct Narrowed {
    name: &'static str,
    of: usize,
    rest: usize,
}

const NARROWED: [Narrowed; 3] = [
    Narrowed { name: "all", of: 1, rest: 0 },
    Narrowed { name: "1 in 10", of: 10, rest: 3 },
    Narrowed { name: "1 in 1,000", of: 1_000, rest: 7 },
];

impl Narrowed {
    fn filter(self) -> Filter {
        match self.of {
            1 => Filter::default(),
            10 => Filter { source: Some(site(self.rest)), ..Filter::default() },
            _ => Filter { category: Some(category(self.rest)), ..Filter::default() },
        }
    }
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let base = floats(&options.folder.join("base.f32"))?;
    let queries = floats(&options.folder.join("queries.f32"))?;
    let rows = options.rows.unwrap_or(usize::MAX).min(base.len() / DIMENSIONS);
    let base = &base[..rows * DIMENSIONS];
    let queries: Vec<&[f32]> = queries.chunks_exact(DIMENSIONS).take(options.queries).collect();
    let truths = NARROWED.map(|narrowed| truth(base, &queries, narrowed));
    for location in options.locations.iter().map(Location::named) {
        writeln!(stdout(), "{location}: {rows} articles")?;
        let store = match location.find()? {
            Some(store) if store.count()? > 0 => store,
            _ => load(&location, base)?,
        };
        for (narrowed, truth) in NARROWED.into_iter().zip(&truths) {
            ask(store.as_ref(), &queries, narrowed, truth)?;
        }
    }
    Ok(())
}

fn floats(path: &Path) -> Outcome<Vec<f32>> {
    let bytes = fs::read(path)?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|&value| f32::from_le_bytes(value)).collect())
}

/// The rows that are nearest to each query, of those that pass.
fn truth(base: &[f32], queries: &[&[f32]], narrowed: Narrowed) -> Vec<Vec<usize>> {
    let nearest = |query: &&[f32]| {
        let rows = base.chunks_exact(DIMENSIONS).enumerate();
        let passing = rows.filter(|(row, _)| row % narrowed.of == narrowed.rest);
        let mut scored: Vec<(f32, usize)> =
            passing.map(|(row, values)| (dot(query, values), row)).collect();
        let last = NEAREST.min(scored.len()) - 1;
        scored.select_nth_unstable_by(last, |a, b| b.0.total_cmp(&a.0));
        scored[..=last].iter().map(|(_, row)| *row).collect()
    };
    queries.par_iter().map(nearest).collect()
}

fn load(location: &Location, base: &[f32]) -> Outcome<std::sync::Arc<dyn Store>> {
    let mut out = stdout();
    let store = location.open()?;
    let model = model();
    let rows: Vec<(usize, &[f32])> = base.chunks_exact(DIMENSIONS).enumerate().collect();
    let begun = Instant::now();
    for batch in rows.chunks(BATCH) {
        let articles: Vec<Article> = batch.iter().map(|(row, _)| article(*row)).collect();
        let entry = |(article, (_, values))| Entry {
            article,
            vector: Some(ArticleVector { model: &model, values }),
        };
        let entries: Vec<Entry> = articles.iter().zip(batch.iter().copied()).map(entry).collect();
        for added in store.add(&entries)? {
            added?;
        }
    }
    let stored = begun.elapsed();
    writeln!(
        out,
        "stored    in {stored:.1?}, {:.0} a second",
        rows.len() as f64 / stored.as_secs_f64()
    )?;
    let begun = Instant::now();
    store.keep_up(&model, DIMENSIONS, Effort::All)?;
    writeln!(out, "indexed   in {:.1?}", begun.elapsed())?;
    let begun = Instant::now();
    store.vacuum()?;
    writeln!(out, "vacuumed  in {:.1?}", begun.elapsed())?;
    let statistics = store.statistics(&model, DIMENSIONS)?;
    let segments: usize = statistics.segments.iter().map(|segment| segment.bytes).sum();
    let bytes = statistics.database_bytes + segments as u64;
    writeln!(out, "bytes     {bytes}, {} an article", bytes / rows.len().max(1) as u64)?;
    Ok(store)
}

fn ask(
    store: &dyn Store,
    queries: &[&[f32]],
    narrowed: Narrowed,
    truth: &[Vec<usize>],
) -> Outcome<()> {
    let model = model();
    let filter = narrowed.filter();
    let once = |query: &[f32]| {
        store.nearest(ArticleVector { model: &model, values: query }, NEAREST, &filter)
    };
    for query in queries.iter().take(50) {
        once(query)?;
    }
    let (mut times, mut good, mut given) = (Vec::<Duration>::new(), 0, 0);
    for (query, truth) in queries.iter().zip(truth) {
        let begun = Instant::now();
        let found = once(query)?;
        times.push(begun.elapsed());
        given += found.len();
        let is_true = |title: &str| title.parse().is_ok_and(|row: usize| truth.contains(&row));
        good += found.iter().filter(|it| is_true(&it.article.title)).count();
    }
    times.sort_unstable();
    let percentile = |part: f64| 1e3 * times[(times.len() as f64 * part) as usize].as_secs_f64();
    writeln!(
        stdout(),
        "nearest   {:<10}  p50 {:.2} ms, p99 {:.2} ms, recall@5 {:.4}, {:.2} of 5 given",
        narrowed.name,
        percentile(0.5),
        percentile(0.99),
        good as f64 / (NEAREST * queries.len()) as f64,
        given as f64 / queries.len() as f64
    )?;
    Ok(())
}

fn model() -> ModelId {
    ModelId::new("bench", "0123456789abcdef")
}

fn category(number: usize) -> String {
    format!("c{}", number % 1_000)
}

fn site(number: usize) -> String {
    format!("Site {}", number % 10)
}

/// An invented article; its title is the number of its row.
fn article(number: usize) -> Article {
    let body = format!(
        "Report {number} from the harbour of Lorne. The ferry left at {} and came back with {} \
         passengers. Nobody was hurt, and the council will look at the pier in week {}.",
        number % 24,
        number % 311,
        number % 53
    );
    Article {
        external_id: Some(number.to_string()),
        title: Some(number.to_string()),
        category: Some(category(number)),
        site: Some(site(number)),
        word_count: 34,
        body,
        ..Article::default()
    }
}
