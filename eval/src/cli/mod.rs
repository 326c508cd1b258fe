//! The command line: arguments in, runs and reports out.

pub(crate) mod args;
mod fidelity;
mod held;
mod lines;
mod novelty;
mod panel;
mod questions;
mod run;
mod stories;
mod train;
mod words;

use std::io::{ErrorKind, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use args::{Cli, Command};

/// Does what the arguments say. The exit code is 0 if all went well, 1 if a gate is not passed,
/// 2 for any error.
pub(crate) fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        Command::Summary(args) => run::summary(args),
        Command::Pairs(args) => run::pairs(args),
        Command::Retrieval(args) => run::retrieval(args),
        Command::Segmentation(args) => run::segmentation(args.run),
        Command::Extraction(args) => run::extraction(args.run),
        Command::Index(args) => run::index(args),
        Command::Compare(args) => held::compare(&args),
        Command::Gate(args) => held::gate(&args),
        Command::Report(args) => held::report(&args),
        Command::Questions(args) => questions::run(&args),
        Command::Lines(args) => lines::run(&args),
        Command::Panel { command } => panel::run(&command),
        Command::Train(args) => train::run(&args),
        Command::Fidelity(args) => fidelity::run(&args),
        Command::Words(args) => words::run(&args),
        Command::Stories(args) => stories::run(&args),
        Command::Novelty(args) => novelty::run(&args),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to hear of it if this fails too.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Prints; whoever closed the pipe has read enough.
fn print(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
