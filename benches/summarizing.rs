//! How long a summary takes beside the embedding of its sentences, one thread each.
//!
//! ```text
//! cargo bench --bench summarizing -- [ARTICLES] [--rounds N] [--long SENTENCES]
//! ```
//!
//! ARTICLES is JSONL; without it, `examples/articles` is taken. For each scorer it prints the
//! median of the rounds over all articles, a document, and for one document of `--long` sentences
//! that the articles make together.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use nutgraf::article::{Sentence, Span};
use nutgraf::embed::ModelSource;
use nutgraf::read::{Input, read};
use nutgraf::split::{RuleSplitter, SentenceSplitter};
use nutgraf::summarize::{Budget, Document, scorer, scorer_names, summarize};
use nutgraf::text::count_words;
use nutgraf::vector::Embeddings;

#[derive(Parser)]
struct Options {
    /// Articles, JSONL.
    articles: Option<PathBuf>,
    /// Rounds.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Sentences of the long document.
    #[arg(long, default_value_t = 3_000)]
    long: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// An article that is embedded.
struct Prepared {
    body: String,
    sentences: Vec<Sentence>,
    embeddings: Embeddings,
}

impl Prepared {
    fn document(&self) -> Document<'_> {
        Document {
            body: &self.body,
            title: None,
            language: Some("en"),
            sentences: &self.sentences,
            embeddings: Some(&self.embeddings),
            count_words,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let bodies = bodies(options.articles.as_deref())?;
    let embedder = ModelSource::Bundled.load()?;
    let mut embedding = Duration::ZERO;
    let mut articles = Vec::new();
    for body in bodies {
        let sentences = RuleSplitter.split(&body, None);
        let texts: Vec<&str> = sentences.iter().map(|sentence| sentence.text(&body)).collect();
        let start = Instant::now();
        let embeddings = embedder.embed(&texts)?.embeddings;
        embedding += start.elapsed();
        articles.push(Prepared { body, sentences, embeddings });
    }
    let long = together(&articles, options.long);
    let count = articles.len() as f64;
    let sentences: usize = articles.iter().map(|article| article.sentences.len()).sum();
    let each = 1e3 * embedding.as_secs_f64() / count;
    let mut out = stdout().lock();
    writeln!(out, "{count} articles, {sentences} sentences: {each:.2} ms an article to embed")?;
    for name in scorer_names() {
        let short = 1e3 * median(&options, name, &articles)? / count;
        let share = 100.0 * short / each;
        let of_long = 1e3 * median(&options, name, std::slice::from_ref(&long))?;
        let length = long.sentences.len();
        writeln!(
            out,
            "{name:10} {short:.3} ms an article, {share:.1} % of that; {of_long:.0} ms for {length} sentences"
        )?;
    }
    Ok(())
}

/// The seconds that a round of summaries takes.
fn median(options: &Options, name: &str, articles: &[Prepared]) -> Result<f64, Box<dyn Error>> {
    let scorer = scorer(name).ok_or("no such scorer")?;
    let mut rounds = Vec::new();
    for _ in 0..options.rounds {
        let start = Instant::now();
        for article in articles {
            summarize(&article.document(), scorer.as_ref(), Budget::default())?;
        }
        rounds.push(start.elapsed().as_secs_f64());
    }
    rounds.sort_by(f64::total_cmp);
    Ok(rounds[rounds.len() / 2])
}

/// The first sentences of all articles as one, repeated until there are enough.
fn together(articles: &[Prepared], count: usize) -> Prepared {
    let (mut body, mut sentences, mut values) = (String::new(), Vec::new(), Vec::new());
    let all = articles.iter().flat_map(|article| {
        article
            .sentences
            .iter()
            .zip(article.embeddings.rows())
            .map(|(sentence, row)| (sentence.text(&article.body), row))
    });
    for (paragraph, (text, row)) in
        all.collect::<Vec<_>>().into_iter().cycle().take(count).enumerate()
    {
        let start = body.len();
        body.push_str(text);
        sentences.push(Sentence { span: Span::new(start, body.len()), paragraph });
        body.push_str("\n\n");
        values.extend_from_slice(row);
    }
    let of = &articles[0].embeddings;
    let embeddings = Embeddings::new(of.model().clone(), of.dimensions(), values);
    Prepared { body, sentences, embeddings }
}

fn bodies(file: Option<&Path>) -> Result<Vec<String>, Box<dyn Error>> {
    let files = match file {
        Some(file) => vec![file.to_owned()],
        None => {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
            let mut files: Vec<PathBuf> = fs::read_dir(folder)?
                .map(|entry| Ok(entry?.path()))
                .collect::<Result<_, std::io::Error>>()?;
            files.sort();
            files
        }
    };
    let mut bodies = Vec::new();
    for file in files {
        for document in read(Input::file(&file)?).documents() {
            bodies.push(document?.article.body);
        }
    }
    Ok(bodies)
}
