//! Which stored articles are meant: the options that narrow them.

use clap::Args;
use jiff::civil::Date;
use nutgraf::engine::{Nearness, Order};
use nutgraf::library::{Copies, Filter, Store};

use super::failure::Failure;

/// Options that narrow which stored articles are meant.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which articles")]
pub(crate) struct FilterArgs {
    /// Only this category
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) category: Option<String>,
    /// Only this language, as an ISO 639 code
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// Only those of this day or later, as 2024-12-24
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Only those of this day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Only those from this source: a site's name, or its host
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Only those that were read
    #[arg(long, conflicts_with = "unread")]
    pub(crate) read: bool,
    /// Only those that were not read
    #[arg(long)]
    pub(crate) unread: bool,
    /// Not this one; may be given more than once
    #[arg(long, value_name = "ID")]
    pub(crate) exclude: Vec<String>,
}

impl FilterArgs {
    /// The filter, in which ids are those of a library's articles.
    pub(crate) fn filter(&self, library: &dyn Store) -> Result<Filter, Failure> {
        let mut exclude = Vec::with_capacity(self.exclude.len());
        for reference in &self.exclude {
            exclude.extend(library.get(reference)?.id);
        }
        Ok(Filter {
            category: self.category.clone(),
            language: self.language.clone(),
            since: self.since,
            until: self.until,
            read: if self.read { Some(true) } else { self.unread.then_some(false) },
            source: self.source.clone(),
            exclude,
        })
    }
}

/// Which of several articles with the same text are shown.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CopyArgs {
    /// Show each of several articles with the same text, and not the first alone
    #[arg(long)]
    pub(crate) copies: bool,
    /// Show the one from this source, if it is among them; may be given more than once
    #[arg(long, value_name = "SOURCE", conflicts_with = "copies")]
    pub(crate) prefer: Vec<String>,
}

impl CopyArgs {
    pub(crate) fn copies(&self) -> Copies {
        if self.copies { Copies::Each } else { Copies::Folded(self.prefer.clone()) }
    }
}

/// Which of those that are like an article come first.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OrderArgs {
    /// Leave out what is much like one that is named already
    #[arg(long, conflicts_with = "newest")]
    pub(crate) diverse: bool,
    /// The newest of those that are alike first
    #[arg(long)]
    pub(crate) newest: bool,
}

impl OrderArgs {
    pub(crate) fn order(&self) -> Order {
        match (self.diverse, self.newest) {
            (true, _) => Order::Diverse,
            (_, true) => Order::Newest,
            _ => Order::Alike,
        }
    }
}

/// What is near enough to be named.
#[derive(Debug, Clone, Args)]
pub(crate) struct ScoreArgs {
    /// Leave out what is less alike than this, from -1 to 1 [default: 0.3 for what is like an article]
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, value_parser = score)]
    pub(crate) min_score: Option<f32>,
}

fn score(text: &str) -> Result<f32, String> {
    let score = text.parse().ok().filter(|score| (-1.0..=1.0).contains(score));
    score.ok_or_else(|| "it must be a number from -1 to 1".to_owned())
}

/// What a search by meaning is to name.
pub(crate) fn nearness(
    count: usize,
    filter: &FilterArgs,
    score: &ScoreArgs,
    library: &dyn Store,
) -> Result<Nearness, Failure> {
    let filter = filter.filter(library)?;
    Ok(Nearness { filter, min_score: score.min_score, ..Nearness::of(count) })
}
