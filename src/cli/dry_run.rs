//! `nutgraf add --dry-run`: what is in the inputs, and what would become of it.

use std::collections::BTreeMap;
use std::io::Write;

use nutgraf::read::{Address, Item};
use nutgraf::text::Document;
use nutgraf::wire::PlannedLine;
use nutgraf::{Error, ErrorKind};

use super::add::AddArgs;
use super::args::GlobalArgs;
use super::failure::{Failure, Outcome};
use super::input::Input;
use super::output::{Output, clean};

/// How many reasons are told apart; the rest are counted together.
const REASONS: usize = 20;

/// What was found, in numbers.
#[derive(Default)]
struct Tally {
    articles: usize,
    words: usize,
    incomplete: usize,
    warned: usize,
    addresses: usize,
    /// What cannot be read, by reason.
    unreadable: BTreeMap<String, usize>,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &AddArgs,
    inputs: &[Input],
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let mut tally = Tally::default();
    let bar = out.counter("reading");
    for input in inputs {
        if matches!(input, Input::Address(_)) {
            tally.addresses += 1;
            continue;
        }
        match input.items(&args.input) {
            Ok(items) => {
                for item in items {
                    bar.suspend(|| tally.take(item, global, out))?;
                    bar.inc(1);
                }
            }
            Err(error) => tally.take(Err(error), global, out)?,
        }
    }
    bar.finish_and_clear();
    tally.report(args, global, out)
}

impl Tally {
    fn take(
        &mut self,
        item: Result<Item, Error>,
        global: &GlobalArgs,
        out: &mut Output,
    ) -> Result<(), Failure> {
        match &item {
            Ok(Item::Document(document)) => {
                self.articles += 1;
                self.words += document.article.word_count;
                self.warned += usize::from(!document.warnings.is_empty());
                let doubts = document.extraction.as_ref().map_or(0, |it| it.doubts.len());
                self.incomplete += usize::from(doubts > 0);
            }
            Ok(Item::Address(_)) => self.addresses += 1,
            Err(error) => *self.unreadable.entry(reason(error)).or_default() += 1,
        }
        if global.json { out.line(planned(&item)) } else { Ok(()) }
    }

    fn report(
        self,
        args: &AddArgs,
        global: &GlobalArgs,
        out: &mut Output,
    ) -> Result<Outcome, Failure> {
        let unreadable: usize = self.unreadable.values().sum();
        if !global.json {
            writeln!(out, "articles: {} ({} words)", self.articles, self.words)?;
            if self.incomplete > 0 {
                writeln!(out, "  that may be incomplete: {}", self.incomplete)?;
            }
            if self.warned > 0 {
                writeln!(out, "  with a warning: {}", self.warned)?;
            }
            let how = if args.fetch { "would be fetched" } else { "`--fetch` would fetch them" };
            writeln!(out, "addresses without text: {} ({how})", self.addresses)?;
            writeln!(out, "unreadable: {unreadable}")?;
            let mut reasons: Vec<_> = self.unreadable.into_iter().collect();
            reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            for (reason, count) in reasons.into_iter().take(REASONS) {
                writeln!(out, "  {count}  {}", clean(&reason))?;
            }
        }
        out.note("nothing was stored: this was a dry run");
        Ok(if unreadable > 0 { Outcome::SomeFailed } else { Outcome::Done })
    }
}

/// What is wrong, without the place where it is.
fn reason(error: &Error) -> String {
    let said = error.to_string();
    let place = error.input().filter(|_| error.kind() == ErrorKind::Input);
    let reason = place.and_then(|place| said.strip_prefix(place)?.strip_prefix(": "));
    reason.unwrap_or(&said).to_owned()
}

fn planned(item: &Result<Item, Error>) -> PlannedLine<'_> {
    match item {
        Ok(Item::Document(Document { article, source, .. })) => PlannedLine {
            source,
            is: "article",
            title: article.title.as_deref(),
            url: article.url.as_deref(),
            words: Some(article.word_count),
            error: None,
        },
        Ok(Item::Address(Address { article, source, .. })) => PlannedLine {
            source,
            is: "address",
            title: article.title.as_deref(),
            url: article.url.as_deref(),
            words: None,
            error: None,
        },
        Err(error) => PlannedLine {
            source: error.input().unwrap_or_default(),
            is: "unreadable",
            title: None,
            url: None,
            words: None,
            error: Some(error.to_string()),
        },
    }
}
