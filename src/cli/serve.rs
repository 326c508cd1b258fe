//! `nutgraf serve`: the library over HTTP, until told to end.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use nutgraf::serve::{
    AccessTokens, Limits, Listen, Log, Origins, ServeOptions, Server, TokensError,
};

use super::args::GlobalArgs;
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::setup::{builder, library_location, use_threads};

pub(crate) const EXAMPLES: &str = "Then http://127.0.0.1:7800/ is a page to read on, and /docs says what programs can ask.\n\
    Tokens come from a file, or one from the variable NUTGRAF_TOKEN.";

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Where to listen: an address with its port, unix:PATH, or systemd for the socket that it passes
    #[arg(long, value_name = "PLACE", default_value = "127.0.0.1:7800")]
    listen: Listen,
    /// A file of tokens: on each line a name, a token, and `read` if it may change nothing
    #[arg(long, value_name = "FILE", env = "NUTGRAF_TOKENS_FILE", hide_env_values = true)]
    tokens_file: Option<PathBuf>,
    /// Answer whoever reaches it, on an address that others reach, without a token
    #[arg(long)]
    insecure: bool,
    /// Another name by which the server is called; may be given more than once
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// A site whose pages may ask it, as https://news.example; may be given more than once
    #[arg(long, value_name = "ORIGIN")]
    origin: Vec<String>,
    /// Fetch the addresses that requests name; those of private networks never
    #[arg(long)]
    fetch: bool,
    /// Show /metrics without a token
    #[arg(long)]
    public_metrics: bool,
    /// Log each request, and not only those that failed by a fault of the server
    #[arg(long)]
    log_requests: bool,
    /// Threads that run the model [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Tokens of work that may wait or be worked on at a time, of each class
    #[arg(long, value_name = "N", default_value_t = Limits::default().tokens_in_flight, value_parser = tokens)]
    tokens_in_flight: usize,
    /// Requests that somebody waits for, in flight at a time: fewer are answered sooner, more are refused
    #[arg(long, value_name = "N", default_value_t = Limits::default().awaited)]
    awaited: usize,
    /// The most bytes of a body
    #[arg(long, value_name = "N", default_value_t = Limits::default().body_bytes)]
    body_bytes: usize,
    /// Connections at a time
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections)]
    connections: usize,
    /// Seconds that a body may take
    #[arg(long, value_name = "N", default_value_t = Limits::default().body_time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    body_seconds: u64,
}

pub(crate) fn run(global: &GlobalArgs, args: &ServeArgs, out: &Output) -> Result<Outcome, Failure> {
    let tokens = tokens_of(args)?;
    let listener = args.listen.open();
    let listener = listener
        .map_err(|error| Failure::Usage(format!("{} cannot be opened: {error}", args.listen)))?;
    if tokens.is_empty() && !listener.is_local() && !args.insecure {
        return Err(Failure::Usage(format!(
            "{} is reached by others: name who may ask with --tokens-file, or let everyone with --insecure",
            listener.place()
        )));
    }
    use_threads(args.threads)?;
    let engine = builder(global, None)?.library(library_location(global)?).build()?;
    let options = ServeOptions {
        limits: Limits {
            tokens_in_flight: args.tokens_in_flight,
            awaited: args.awaited,
            body_bytes: args.body_bytes,
            connections: args.connections,
            body_time: Duration::from_secs(args.body_seconds),
            ..Limits::default()
        },
        tokens,
        origins: Origins { hosts: args.host.clone(), origins: args.origin.clone() },
        fetches: args.fetch,
        public_metrics: args.public_metrics,
        workers: args.threads.map(usize::from),
    };
    let log = if args.log_requests { Log::Requests } else { Log::Faults };
    let server = Server::new(engine, options, log)?;
    out.note(format_args!("reading at {}; Ctrl-C ends it", listener.place()));
    server.run(listener).map_err(Failure::Output)?;
    Ok(Outcome::Done)
}

fn tokens_of(args: &ServeArgs) -> Result<AccessTokens, Failure> {
    let named = |name: String, error: TokensError| Failure::Usage(format!("{name}: {error}"));
    if let Some(path) = &args.tokens_file {
        return AccessTokens::from_file(path).map_err(|error| match error {
            TokensError::Unreadable { .. } => Failure::Usage(error.to_string()),
            error => named(path.display().to_string(), error),
        });
    }
    // What is typed is seen by others, hence the environment alone.
    if let Ok(token) = env::var("NUTGRAF_TOKEN") {
        let line = format!("environment {token}");
        return AccessTokens::parse(&line)
            .map_err(|error| named("NUTGRAF_TOKEN".to_owned(), error));
    }
    Ok(AccessTokens::default())
}

/// Fewer are less than one text.
fn tokens(text: &str) -> Result<usize, String> {
    const LEAST: usize = 1_024;
    let count = text.parse().ok().filter(|count| *count >= LEAST);
    count.ok_or_else(|| format!("it must be a number of at least {LEAST}"))
}
