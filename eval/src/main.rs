//! The command line of the evaluation.

use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use nutgraf::embed::{BUNDLED_MODEL, Fidelity, ModelSource, StsBenchmark};
use nutgraf::split::{RuleSplitter, SentenceSplitter};
use nutgraf::summarize::Budget;
use nutgraf_eval::{datasets, retrieval, summary};

/// Evaluates nutgraf on public data.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compare a model's vectors with those of its f32 original
    Fidelity {
        /// The model: the bundled one's name or a folder
        #[arg(long, default_value = BUNDLED_MODEL)]
        model: String,
        /// The f32 original: a folder
        #[arg(long)]
        reference: String,
        /// News to take sentences from: JSONL with `article` and `highlights[]`
        #[arg(long)]
        news: PathBuf,
        /// How many sentences
        #[arg(long, default_value_t = 3000)]
        sentences: usize,
        /// A file of the STS benchmark
        #[arg(long)]
        sts: Option<PathBuf>,
    },
    /// Precision of the five nearest articles by category
    Retrieval {
        /// JSONL with `category`, `title` and `paragraphs[]`
        data: PathBuf,
        /// At most this many articles, evenly spread
        #[arg(long)]
        sample: Option<usize>,
    },
    /// Summarise with several scorers; prints JSONL that `eval/rouge.py` scores
    Summary {
        /// JSONL with `article` and `highlights[]`
        data: PathBuf,
        /// The scorers
        #[arg(long, value_delimiter = ',', default_value = "lead,centrality,lexrank")]
        scorers: Vec<String>,
        /// Sentences of a summary
        #[arg(long, default_value_t = 3)]
        sentences: usize,
        /// At most this many documents, evenly spread
        #[arg(long)]
        sample: Option<usize>,
    },
}

fn main() -> Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    match Cli::parse().command {
        Command::Fidelity { model, reference, news, sentences: count, sts } => {
            let model = ModelSource::parse(&model)?.load()?;
            let reference = ModelSource::parse(&reference)?.load()?;
            let mut sentences = Vec::new();
            for pair in datasets::highlights(&news)? {
                let body = &pair.document.article.body;
                sentences.extend(RuleSplitter.split(body).iter().map(|s| s.text(body).to_owned()));
            }
            let sentences = datasets::sample(sentences, Some(count));
            let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
            let result = Fidelity::between(model.as_ref(), reference.as_ref(), &texts)?;
            writeln!(out, "{}", serde_json::to_string(&result)?)?;
            if let Some(path) = sts {
                let benchmark = StsBenchmark::read(&path)?;
                for (name, model) in [("model", &model), ("reference", &reference)] {
                    let spearman = benchmark.spearman(model.as_ref())?;
                    let spearman = spearman.context("it finds all pairs equally alike")?;
                    writeln!(out, "STS Spearman x 100, {name}: {:.2}", 100.0 * spearman)?;
                }
            }
        }
        Command::Retrieval { data, sample } => {
            let documents = datasets::sample(datasets::labelled(&data)?, sample);
            writeln!(out, "{}", serde_json::to_string(&retrieval::retrieval(&documents)?)?)?;
        }
        Command::Summary { data, scorers, sentences, sample } => {
            let embedder = ModelSource::Bundled.load()?;
            let budget = Budget::sentences(sentences)?;
            for (number, pair) in
                datasets::sample(datasets::highlights(&data)?, sample).iter().enumerate()
            {
                for scored in summary::summaries(embedder.as_ref(), &scorers, budget, number, pair)?
                {
                    writeln!(out, "{}", serde_json::to_string(&scored)?)?;
                }
            }
        }
    }
    out.flush()?;
    Ok(())
}
