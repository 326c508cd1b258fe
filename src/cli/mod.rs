//! The command line: parse, resolve, do, print, exit.
//!
//! Results go to standard output, everything else to standard error. A reader that closes the
//! pipe early is a success, as it is for `head`.

mod add;
mod args;
mod blocks;
mod browse;
mod calibration;
mod card;
mod cards;
mod change;
mod copy;
mod digest;
mod dry_run;
mod embed;
mod explanation;
mod failure;
mod fetching;
mod filter;
mod find;
mod input;
mod lines;
mod models;
mod news;
mod output;
mod printer;
mod quantize;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod setup;
mod shell;
mod spool;
mod stories;
mod summarize;
mod transfer;
mod upkeep;
mod vectors;
mod whole_file;
mod work;

use std::env;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::{Failure, Outcome};
use output::{Output, clean};

/// Runs the program with the arguments that it was given.
pub(crate) fn run() -> ExitCode {
    let cli = parse();
    let mut out = Output::new(&cli.global);
    let outcome = dispatch(&cli, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(failure::SOME_FAILED),
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was already printed belongs before the error; nothing helps if that fails.
            let _ = out.flush();
            out.error(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// The arguments; what is wrong with them ends the program.
fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| {
        // The message repeats what was typed, and a name that a shell completed may hold anything.
        let shown = env::args_os().map(|argument| clean(&argument.to_string_lossy()).to_string());
        Cli::try_parse_from(shown).err().unwrap_or(error).exit()
    })
}

fn dispatch(cli: &Cli, out: &mut Output) -> Result<Outcome, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Summarize(args) => summarize::run(global, args, out),
        Command::Add(args) => add::run(global, args, out),
        Command::List(args) => browse::list(global, args, out),
        Command::Show(args) => browse::show(global, args, out),
        Command::Read(args) => browse::read(global, args, out),
        Command::Edit(args) => change::edit(global, args, out),
        Command::Rm(args) => change::remove(global, args, out),
        Command::Similar(args) => find::similar(global, args, out),
        Command::New(args) => news::run(global, args, out),
        Command::Stories(args) => stories::list(global, args, out),
        Command::Story(args) => stories::run(global, args, out),
        Command::Digest(args) => digest::run(global, args, out),
        Command::Search(args) => find::search(global, args, out),
        Command::Export(args) => transfer::export(global, args, out),
        Command::Check(args) => upkeep::check(global, args, out),
        Command::Stats => upkeep::stats(global, out),
        Command::Compact => upkeep::compact(global, out),
        Command::Backup(args) => upkeep::backup(global, args, out),
        Command::Copy(args) => copy::run(global, args, out),
        Command::Work(args) => work::run(global, args, out),
        Command::Embed(args) => embed::run(global, args, out),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(global, args, out),
        Command::Models(command) => models::run(global, command, out),
        Command::Completions { shell } => shell::completions(*shell, out),
        Command::Man => shell::man(out),
        Command::Schema { name } => schema::run(name.as_deref(), out),
    }
}
