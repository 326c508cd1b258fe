//! `words`: how rare words are.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use nutgraf_eval::training::count_words;

use super::args::WordsArgs;
use super::print;

pub(super) fn run(args: &WordsArgs) -> Result<ExitCode> {
    let table = count_words(&args.data, &args.sentences)?;
    let path = &args.output;
    fs::write(path, table.to_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    print(&format!("{}: {} words\n", path.display(), table.len()))?;
    Ok(ExitCode::SUCCESS)
}
