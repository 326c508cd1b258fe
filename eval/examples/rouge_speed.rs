//! How many documents a second nutgraf's ROUGE scores, on one thread.
//!
//! Reads JSON lines of `{"reference": [..], "summary": [..]}` from the file that is named first,
//! prepares and scores every document (rouge1, rouge2, rouge3, rougeL, rougeLsum, stemmed) by a
//! fresh scorer, as often as the second argument says, and prints one line of JSON with the
//! documents, the seconds of each pass and the sum of all F1, by which a peer can be checked.
//! Reading the file is not timed; tokenising is.

use std::io::Write;
use std::time::Instant;

use anyhow::{Context, Result};
use nutgraf_eval::metrics::rouge::{RougeScorer, Stemming, score};
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    reference: Vec<String>,
    summary: Vec<String>,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("name a file of JSON lines: {reference, summary}")?;
    let passes: usize = arguments.next().map_or(Ok(1), |passes| passes.parse())?;
    let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    let documents = text.lines().map(serde_json::from_str::<Document>);
    let documents = documents.collect::<Result<Vec<_>, _>>().with_context(|| path.clone())?;

    let mut seconds = Vec::new();
    let mut sum_of_f1 = 0.0;
    for _ in 0..passes {
        let start = Instant::now();
        sum_of_f1 = score_all(&documents);
        seconds.push(start.elapsed().as_secs_f64());
    }
    let result = serde_json::json!({
        "documents": documents.len(), "seconds": seconds, "sum_of_f1": sum_of_f1,
    });
    writeln!(std::io::stdout(), "{result}")?;
    Ok(())
}

fn score_all(documents: &[Document]) -> f64 {
    let scorer = RougeScorer::new(Stemming::Porter);
    let mut sum = 0.0;
    for document in documents {
        let reference = scorer.prepare(&document.reference);
        let candidate = scorer.prepare(&document.summary);
        sum += score(&reference, &candidate).named().iter().map(|(_, score)| score.f1).sum::<f64>();
    }
    sum
}
