//! `nutgraf work`: makes the vectors of what was stored to be embedded later.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use nutgraf::engine::{WorkOptions, WorkStep};
use nutgraf::library::Location;
use nutgraf::wire::{DeadJobLine, WorkedLine};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::args::GlobalArgs;
use super::card::local_time;
use super::failure::{Failure, Outcome};
use super::output::{Output, clean};
use super::setup::{builder, existing_library, library_location, use_threads};

pub(crate) const EXAMPLES: &str = "Examples:\n  nutgraf add --later examples/articles\n  \
    nutgraf work --until-done\n\n\
    As many may run at once as there are processors, here and on other machines that reach the \
    library. One that is killed loses nothing.";

/// How often it is said how far the work is.
const SAID_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    /// End when nothing is left to do
    #[arg(long)]
    until_done: bool,
    /// Articles that are claimed at a time
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    batch: u16,
    /// Seconds for which they are claimed, and after which others take them from one that was killed
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    lease: u64,
    /// What the worker is called in the library
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Threads that run the model [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Print what could not be done, and why
    #[arg(long)]
    dead: bool,
    /// Have that tried again
    #[arg(long, conflicts_with = "dead")]
    retry: bool,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &WorkArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    if args.dead {
        return print_dead(global, out);
    }
    use_threads(args.threads)?;
    let location = library_location(global)?;
    let library = match location {
        // A file that is not there was meant otherwise; a database may have been made for this.
        Location::File(_) => location.open_existing()?,
        Location::Postgres(_) => location.open()?,
    };
    if args.retry {
        let retried = library.retry_dead()?;
        out.note(format_args!("{retried} are tried again"));
    }
    let engine = builder(global, None)?.open_library(Arc::clone(&library)).build()?;
    let ends = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Told twice, it ends at once: its claims run out, and nothing is lost.
        flag::register_conditional_shutdown(signal, 1, Arc::clone(&ends))
            .and_then(|_| flag::register(signal, Arc::clone(&ends)))
            .map_err(Failure::Output)?;
    }
    let mut options = WorkOptions {
        batch: args.batch.into(),
        lease: Duration::from_secs(args.lease),
        until_done: args.until_done,
        ..WorkOptions::default()
    };
    if let Some(name) = &args.name {
        options.name.clone_from(name);
    }
    out.note("at work; Ctrl-C ends it");
    let (mut embedded, mut said, mut at) = (0, 0, Instant::now());
    let worked = engine.work(&options, &|| ends.load(Ordering::Relaxed), &mut |step| match step {
        WorkStep::Embedded(count) => {
            embedded += count;
            if at.elapsed() > SAID_EVERY && embedded > said {
                let rate = (embedded - said) as f64 / at.elapsed().as_secs_f64();
                out.note(format_args!("embedded {embedded}; {rate:.0} a second"));
                (said, at) = (embedded, Instant::now());
            }
        }
        WorkStep::Failed { article, reason, is_dead } => {
            let next = if is_dead { "put aside" } else { "tried again later" };
            out.error(&format_args!("{article} is {next}: {}", clean(reason)));
        }
        WorkStep::Trouble(error) => out.error(&format_args!("{error}; trying again")),
    });
    worked?;
    if global.json {
        out.line(WorkedLine { embedded })?;
    } else {
        writeln!(out, "embedded {embedded} articles")?;
    }
    let counts = library.job_counts()?;
    if counts.dead > 0 {
        out.note(format_args!("{} could not be done; --dead says why", counts.dead));
    }
    Ok(if args.until_done && counts.dead > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

fn print_dead(global: &GlobalArgs, out: &mut Output) -> Result<Outcome, Failure> {
    const MOST: usize = 1_000;
    let dead = existing_library(global, out)?.dead_jobs(MOST)?;
    if dead.is_empty() {
        out.note("nothing was put aside");
    }
    for job in dead {
        if global.json {
            out.line(DeadJobLine::from(&job))?;
        } else {
            writeln!(
                out,
                "{}  {}  tried {} times: {}",
                job.article,
                local_time(job.at),
                job.attempts,
                clean(&job.reason)
            )?;
        }
    }
    Ok(Outcome::Done)
}
