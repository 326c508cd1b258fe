//! `lines`: what is a statement and what is not.

use std::process::ExitCode;

use anyhow::Result;
use nutgraf_eval::datasets::read_kept;
use nutgraf_eval::tasks::lines::compare;

use super::args::LinesArgs;
use super::print;

pub(super) fn run(args: &LinesArgs) -> Result<ExitCode> {
    print(&compare(&read_kept(&args.labels)?, &args.data)?.to_string())?;
    Ok(ExitCode::SUCCESS)
}
