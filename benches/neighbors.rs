//! How long the nearest of many stored articles take to find.
//!
//! ```text
//! cargo bench --bench neighbors -- FOLDER             the index by itself
//! cargo bench --bench neighbors -- --library FOLDER   through a library's door
//! cargo bench --bench neighbors -- --similar LIBRARY  the similar readings of its articles, with their reasons
//! ```
//!
//! FOLDER is one that `benches/nearest/vectors.py` made. The first prints the JSON lines that
//! `benches/nearest/run` takes with `--ours`, of the index of the library that the second makes in FOLDER,
//! if that is there; the second prints what a user of a library waits for.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use nutgraf::article::Article;
use nutgraf::engine::{Engine, Nearness};
use nutgraf::library::{
    ArticleVector, Depth, Effort, Entry, Filter, ListOptions, SqliteStore, Store as _, Upkeep as _,
};
use nutgraf::similar::{Index, IndexFolder, Mark, Subject};
use nutgraf::vector::ModelId;

#[derive(Parser)]
struct Options {
    /// base.f32, queries.f32 and truth.u32, as vectors.py makes them.
    folder: PathBuf,
    /// Through a library's door.
    #[arg(long)]
    library: bool,
    /// The folder is a library; the similar readings of its newest articles.
    #[arg(long, conflicts_with = "library")]
    similar: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

const DIMENSIONS: usize = 384;
const NEAREST: usize = 10;
const EFS: [usize; 6] = [32, 64, 96, 128, 192, 256];
/// Articles that are added in one call.
const BATCH: usize = 512;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Vectors to store, and queries with the numbers of their nearest.
struct Vectors {
    base: Vec<f32>,
    queries: Vec<f32>,
    truth: Vec<u32>,
}

impl Vectors {
    fn read(folder: &Path) -> Outcome<Self> {
        let floats = |name: &str| -> Outcome<Vec<f32>> {
            let bytes = fs::read(folder.join(name))?;
            Ok(bytes.as_chunks::<4>().0.iter().map(|&value| f32::from_le_bytes(value)).collect())
        };
        let truth = fs::read(folder.join("truth.u32"))?;
        Ok(Self {
            base: floats("base.f32")?,
            queries: floats("queries.f32")?,
            truth: truth.as_chunks::<4>().0.iter().map(|&row| u32::from_le_bytes(row)).collect(),
        })
    }

    fn rows(&self) -> usize {
        self.base.len() / DIMENSIONS
    }

    fn queries(&self) -> impl Iterator<Item = &[f32]> {
        self.queries.chunks_exact(DIMENSIONS)
    }
}

/// Times and recalls of many queries.
#[derive(Default)]
struct Measured {
    times: Vec<Duration>,
    good: [usize; 2],
}

impl Measured {
    /// Asks every query once; `ask` gives the numbers of the rows that it found.
    fn of(vectors: &Vectors, mut ask: impl FnMut(&[f32]) -> Outcome<Vec<u32>>) -> Outcome<Self> {
        for query in vectors.queries().take(50) {
            ask(query)?;
        }
        let mut measured = Self::default();
        for (query, truth) in vectors.queries().zip(vectors.truth.chunks_exact(NEAREST)) {
            let begun = Instant::now();
            let found = ask(query)?;
            measured.times.push(begun.elapsed());
            for (good, count) in measured.good.iter_mut().zip([5, NEAREST]) {
                let truth = &truth[..count];
                *good += found.iter().take(count).filter(|row| truth.contains(row)).count();
            }
        }
        measured.times.sort_unstable();
        Ok(measured)
    }

    fn recall(&self, place: usize) -> f64 {
        self.good[place] as f64 / (self.times.len() * [5, NEAREST][place]) as f64
    }

    fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.times.iter().sum::<Duration>().as_secs_f64()
    }

    fn percentile(&self, part: f64) -> f64 {
        let place = (self.times.len() as f64 * part) as usize;
        1e3 * self.times[place.min(self.times.len() - 1)].as_secs_f64()
    }
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    if options.similar {
        return similar_readings(&options.folder);
    }
    let vectors = Vectors::read(&options.folder)?;
    match options.library {
        true => through_a_library(&options.folder, &vectors),
        false => index_alone(&options.folder, &vectors),
    }
}

/// Times of `Engine::similar` for stored articles, which embeds nothing.
fn similar_readings(path: &Path) -> Outcome<()> {
    let engine = Engine::builder().existing_library(path).build()?;
    let library = engine.library()?;
    let listed = library.list(&ListOptions { limit: Some(1_000), ..ListOptions::default() })?;
    let mut measured = Measured::default();
    for listed in &listed {
        let article = library.get_by_id(listed.id)?;
        let begun = Instant::now();
        engine.similar(&article, &Nearness::of(5))?;
        measured.times.push(begun.elapsed());
    }
    measured.times.sort_unstable();
    let [half, most] = [0.5, 0.99].map(|part| measured.percentile(part));
    writeln!(
        stdout(),
        "similar readings of {} articles: p50 {half:.2} ms, p99 {most:.2} ms",
        listed.len()
    )?;
    Ok(())
}

fn model() -> ModelId {
    ModelId::new("bench", "0123456789abcdef")
}

fn index_alone(folder: &Path, vectors: &Vectors) -> Outcome<()> {
    let path = folder.join("library.db");
    // A library numbers its articles from 1.
    let (place, library, first) = if path.exists() {
        let identity = SqliteStore::open_existing(&path)?.identity()?;
        (folder.join("library.db.nutgraf-index"), identity, 1)
    } else {
        (folder.join("nutgraf-index"), format!("{} rows", vectors.rows()), 0)
    };
    let place = IndexFolder::at(place);
    let subject = Subject { library, model: model(), dimensions: DIMENSIONS };
    let mut build_seconds = None;
    let index = match place.load(&subject) {
        Ok(index) => index,
        Err(_) => {
            let begun = Instant::now();
            let empty = Index::new(DIMENSIONS);
            let mut changes = empty.changes();
            for (number, row) in (first..).zip(vectors.base.chunks_exact(DIMENSIONS)) {
                changes.put(number, row);
            }
            let mut index =
                changes.applied(Mark { change: 1, stamp: [1; 16] }).map_err(told)?.sealed();
            if let Some(merge) = index.next_merge() {
                index = index.merged(&merge).map_err(told)?;
            }
            build_seconds = Some(begun.elapsed().as_secs_f64());
            let writing = place.lock()?.ok_or("another process has the index")?;
            place.store(&writing, &index, &subject)?
        }
    };
    let bytes: usize = index.segments().iter().map(|segment| segment.bytes).sum();
    for ef in EFS {
        let measured = Measured::of(vectors, |query| {
            let found = index.nearest_of(query, NEAREST, ef).map_err(told)?;
            Ok(found.iter().map(|candidate| (candidate.number - first) as u32).collect())
        })?;
        let line = serde_json::json!({
            "peer": "nutgraf i8",
            "version": env!("CARGO_PKG_VERSION"),
            "parameters": { "m": 16, "ef_construction": 200 },
            "build_seconds": build_seconds,
            "rows_per_second": build_seconds.map(|seconds| vectors.rows() as f64 / seconds),
            "bytes_per_row": bytes as f64 / vectors.rows() as f64,
            "ef": ef,
            "recall_at_5": measured.recall(0),
            "recall_at_10": measured.recall(1),
            "queries_per_second": measured.per_second(),
            "p50_ms": measured.percentile(0.5),
            "p99_ms": measured.percentile(0.99),
        });
        writeln!(stdout(), "{line}")?;
    }
    Ok(())
}

fn told(damaged: nutgraf::similar::Damaged) -> Box<dyn Error> {
    format!("{damaged:?}").into()
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
        category: Some(format!("c{}", number % 1000)),
        word_count: 34,
        body,
        ..Article::default()
    }
}

fn through_a_library(folder: &Path, vectors: &Vectors) -> Outcome<()> {
    let mut out = stdout();
    let path = folder.join("library.db");
    let model = model();
    let rows = vectors.rows();
    if !path.exists() {
        let store = SqliteStore::open(&path)?;
        let begun = Instant::now();
        let numbers: Vec<usize> = (0..rows).collect();
        for batch in numbers.chunks(BATCH) {
            let articles: Vec<Article> = batch.iter().map(|&number| article(number)).collect();
            let entries: Vec<Entry> = articles
                .iter()
                .zip(batch)
                .map(|(article, &number)| {
                    let values = &vectors.base[number * DIMENSIONS..][..DIMENSIONS];
                    Entry { article, vector: Some(ArticleVector { model: &model, values }) }
                })
                .collect();
            for added in store.add(&entries)? {
                added?;
            }
        }
        let added = begun.elapsed();
        writeln!(out, "stored    {rows} in {added:.1?}, peak {} MB", peak())?;
        let begun = Instant::now();
        store.keep_up(&model, DIMENSIONS, Effort::All)?;
        writeln!(out, "built     in {:.1?}, peak {} MB", begun.elapsed(), peak())?;
    }
    let begun = Instant::now();
    let store = SqliteStore::open_existing(&path)?;
    let opened = begun.elapsed();
    let query: Vec<f32> = vectors.queries[..DIMENSIONS].to_vec();
    let all = Filter::default();
    let ask = |query: &[f32], filter: &Filter, count: usize| -> Outcome<Vec<u32>> {
        let vector = ArticleVector { model: &model, values: query };
        let found = store.nearest(vector, count, filter)?;
        Ok(found.iter().map(|it| it.article.title.parse().unwrap_or(u32::MAX)).collect())
    };
    let begun = Instant::now();
    ask(&query, &all, 5)?;
    writeln!(out, "opened    in {opened:.2?}, first answer {:.2?} later", begun.elapsed())?;
    for count in [5, NEAREST] {
        let measured = Measured::of(vectors, |query| ask(query, &all, count))?;
        writeln!(
            out,
            "nearest   {count}: {:.0} queries/s, p50 {:.3} ms, p99 {:.3} ms, recall@5 {:.4}{}",
            measured.per_second(),
            measured.percentile(0.5),
            measured.percentile(0.99),
            measured.recall(0),
            if count == 5 { String::new() } else { format!(", @10 {:.4}", measured.recall(1)) }
        )?;
    }
    let rare = Filter { category: Some("c7".to_owned()), ..Filter::default() };
    let measured = Measured::of(vectors, |query| ask(query, &rare, 5))?;
    let [p50, p99] = [0.5, 0.99].map(|part| measured.percentile(part));
    writeln!(out, "filtered  to one in 1,000: p50 {p50:.3} ms, p99 {p99:.3} ms")?;

    // Each change, and how long until an answer shows it.
    let mut seen = [const { Vec::new() }; 3];
    for round in 0..10u32 {
        let mut vector: Vec<f32> =
            (0..DIMENSIONS).map(|at| ((at as u32 * 7 + round * 13) % 29) as f32 - 14.0).collect();
        nutgraf::vector::normalise(&mut vector);
        let new = Article {
            external_id: Some(format!("new {round}")),
            title: Some(format!("{}", 4_000_000 + round)),
            ..article(rows)
        };
        let entry = |article, values| Entry {
            article,
            vector: Some(ArticleVector { model: &model, values }),
        };
        let begun = Instant::now();
        let id = store.add(&[entry(&new, &vector)])?.remove(0)?.id;
        assert_eq!(ask(&vector, &all, 1)?, [4_000_000 + round], "it is found at once");
        seen[0].push(begun.elapsed());
        vector.reverse();
        let changed = Article { body: format!("{} It is {round}.", new.body), ..new.clone() };
        let begun = Instant::now();
        let made = Some((&changed, ArticleVector { model: &model, values: &vector }));
        store.patch(id, &mut |stored| Article { body: changed.body.clone(), ..stored }, made)?;
        assert_eq!(ask(&vector, &all, 1)?, [4_000_000 + round], "as it is now");
        seen[1].push(begun.elapsed());
        let begun = Instant::now();
        store.remove(id)?;
        assert_ne!(ask(&vector, &all, 1)?, [4_000_000 + round], "it is gone");
        seen[2].push(begun.elapsed());
    }
    for (what, mut times) in ["add", "edit", "rm"].into_iter().zip(seen) {
        times.sort_unstable();
        writeln!(out, "{what:<9} seen after {:.2?} (median), {:.2?} (most)", times[5], times[9])?;
    }
    let begun = Instant::now();
    store.list(&ListOptions { limit: Some(20), ..ListOptions::default() })?;
    writeln!(out, "list      first page in {:.2?}", begun.elapsed())?;
    let begun = Instant::now();
    store.count()?;
    writeln!(out, "count     in {:.2?}", begun.elapsed())?;
    let begun = Instant::now();
    let words = store.search_words("\"ferry left\" 17", 10, &all)?;
    writeln!(out, "words     {} found in {:.2?}", words.len(), begun.elapsed())?;
    let stats = store.statistics(&model, DIMENSIONS)?;
    let bytes: usize = stats.segments.iter().map(|segment| segment.bytes).sum();
    writeln!(
        out,
        "index     {:.0} bytes an article in {} segments, recall {:?} when built; database {:.0}",
        bytes as f64 / rows as f64,
        stats.segments.len(),
        stats.segments.iter().filter_map(|segment| segment.recall).collect::<Vec<_>>(),
        stats.database_bytes as f64 / rows as f64
    )?;
    let begun = Instant::now();
    let report = store.check(Depth::Quick, |text| text.split_whitespace().count())?;
    writeln!(out, "check     in {:.1?}, sound: {}", begun.elapsed(), report.is_sound())?;
    writeln!(out, "memory    peak {} MB", peak())?;
    Ok(())
}

/// The most memory that this process has had, in MB, where the system says it.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        peak.and_then(|peak| peak.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| (kilobytes / 1000).to_string())
}
