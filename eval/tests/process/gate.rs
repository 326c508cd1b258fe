//! The gate: summaries of the project's own articles are no worse than they were.
//!
//! `data/baseline.jsonl` is what they were. Vectors are the same bits on every processor, so the
//! figures are the same everywhere, and any change is one of the code. After a change for the
//! better, or one that is meant, make the baseline anew:
//!
//! ```text
//! cargo run --release -p nutgraf-eval -- summary eval/data/news.jsonl \
//!     -s lead learned centrality lexrank first oracle -o results.jsonl
//! cargo run --release -p nutgraf-eval -- gate results.jsonl --baseline eval/data/baseline.jsonl --update
//! ```

use std::path::Path;

use crate::program::Program;

#[test]
fn summaries_are_no_worse_than_they_were() {
    let program = Program::new();
    let systems = ["-s", "lead", "learned", "centrality", "lexrank", "first", "oracle"];
    let args = ["summary", &program.news(), "-o", "results.jsonl", "-q", "--resamples", "100"];
    let out = program.run(&[&args[..], &systems[..]].concat());
    assert_eq!(out.code, 0, "{}", out.stderr);
    let baseline = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/baseline.jsonl");
    let baseline = baseline.to_str().expect("a path in UTF-8");
    let out = program.run(&["gate", "results.jsonl", "--baseline", baseline]);
    assert_eq!(out.code, 0, "{}{}", out.stdout, out.stderr);
}
