//! Throughput of the int8 embedder on each instruction set of this machine, and how near it
//! comes to what the machine could do.
//!
//! ```text
//! cargo bench --bench embedding -- [--file TEXTS] [--threads N] [--rounds N] [--batch N] [--set NAME] [--no-peak]
//! ```
//!
//! TEXTS has a text a line; without it, the paragraphs of `examples/articles` are taken. A round
//! embeds all of them, `--batch` at a time (all at once, if it is not given); the sets take turns,
//! and the median round is printed. With `--latency` it prints instead how long a call for 1, 8,
//! 32 and 256 texts takes on the fastest set, or the first `--set`, one thread and `--threads`, as JSON lines that
//! `benches/peers/run --grid-nutgraf` reads.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use nutgraf::embed::{Embedder, Int8Embedder, TokenEmbedder as _};
use nutgraf::read::{Input, read};

#[derive(Parser)]
struct Options {
    /// Texts, one a line.
    #[arg(long)]
    file: Option<PathBuf>,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Rounds.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Texts embedded in a call; all, if it is not given.
    #[arg(long)]
    batch: Option<usize>,
    /// The instruction sets; all but `portable`, if none is given.
    #[arg(long = "set")]
    sets: Vec<String>,
    /// Print the latency of small batches.
    #[arg(long)]
    latency: bool,
    /// Do not measure what the set could do: for counting instructions.
    #[arg(long)]
    no_peak: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let texts = texts(options.file.as_deref())?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    if options.latency {
        return latencies(&texts, options.threads, options.sets.first().map(String::as_str));
    }
    rayon::ThreadPoolBuilder::new().num_threads(options.threads).build_global()?;
    let chosen = |set: &str| match options.sets.as_slice() {
        [] => set != "portable",
        sets => sets.iter().any(|it| it == set),
    };
    let sets = Int8Embedder::instruction_sets().into_iter().filter(|set| chosen(set));
    let embedders: Vec<Int8Embedder> = sets
        .map(|set| Int8Embedder::bundled()?.with_instruction_set(set))
        .collect::<nutgraf::Result<_>>()?;
    let Some(first) = embedders.first() else { return Err("no such instruction set here".into()) };
    let tokens: usize = first.tokenizer().encode(&texts)?.iter().map(|it| it.ids.len()).sum();
    let mut seconds = vec![Vec::new(); embedders.len()];
    for _ in 0..options.rounds.max(1) {
        for (embedder, seconds) in embedders.iter().zip(&mut seconds) {
            let start = Instant::now();
            for batch in texts.chunks(options.batch.unwrap_or(texts.len()).max(1)) {
                std::hint::black_box(embedder.embed(batch)?);
            }
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    let mut out = stdout().lock();
    writeln!(out, "{} texts, {tokens} tokens, {} threads", texts.len(), options.threads)?;
    for (embedder, seconds) in embedders.iter().zip(&mut seconds) {
        seconds.sort_by(f64::total_cmp);
        let median = seconds[seconds.len() / 2];
        let products = (tokens * embedder.products_per_token()) as f64;
        let peak = match options.no_peak {
            true => 0.0,
            false => embedder.peak_products_per_second(options.threads),
        };
        write!(
            out,
            "{:12} {:7.0} sentences/s {:8.0} tokens/s",
            embedder.instruction_set(),
            texts.len() as f64 / median,
            tokens as f64 / median,
        )?;
        match 100.0 * products / median / peak {
            share if share.is_finite() => {
                writeln!(out, ", {share:4.1} % of a peak of {:5.0} Gop/s", 2e-9 * peak)?;
            }
            _ => writeln!(out)?,
        }
    }
    Ok(())
}

/// The median seconds of a call, over many slices of the texts, as many as some seconds are enough for.
fn latencies(texts: &[&str], threads: usize, set: Option<&str>) -> Result<(), Box<dyn Error>> {
    const CALLS: usize = 200;
    const TIME: Duration = Duration::from_secs(4);
    let embedder = Int8Embedder::bundled()?;
    let embedder = match set {
        Some(set) => embedder.with_instruction_set(set)?,
        None => embedder,
    };
    let mut out = stdout().lock();
    for threads in if threads == 1 { vec![1] } else { vec![1, threads] } {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        for size in [1, 8, 32, 256] {
            let mut seconds = Vec::new();
            let begin = Instant::now();
            for batch in texts.chunks_exact(size).cycle().take(CALLS) {
                if begin.elapsed() > TIME {
                    break;
                }
                let start = Instant::now();
                std::hint::black_box(pool.install(|| embedder.embed(batch))?);
                seconds.push(start.elapsed().as_secs_f64());
            }
            seconds.sort_by(f64::total_cmp);
            let Some(median) = seconds.get(seconds.len() / 2) else {
                return Err(format!("there are fewer than {size} texts").into());
            };
            writeln!(
                out,
                r#"{{"threads": {threads}, "sentences": {size}, "seconds": {median:.6}}}"#
            )?;
        }
    }
    Ok(())
}

fn texts(file: Option<&Path>) -> Result<Vec<String>, Box<dyn Error>> {
    if let Some(file) = file {
        return Ok(fs::read_to_string(file)?.lines().map(str::to_owned).collect());
    }
    let mut texts = Vec::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles"))? {
        let path = file?.path();
        for document in read(Input::file(&path)?).documents() {
            texts.extend(document?.article.body.split("\n\n").map(str::to_owned));
        }
    }
    Ok(texts)
}
