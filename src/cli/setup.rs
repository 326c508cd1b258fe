//! From global options to an engine and a library.

use std::sync::Arc;

use etcetera::{BaseStrategy, choose_base_strategy};
use nutgraf::embed::ModelSource;
use nutgraf::engine::{CardOptions, Engine, EngineBuilder};
use nutgraf::library::{Location, Store};
use nutgraf::summarize::{Budget, scorer, scorer_names};
use rayon::ThreadPoolBuilder;

use super::args::{CardArgs, GlobalArgs, SummaryArgs};
use super::failure::Failure;
use super::output::Output;

/// Where the library is: as named, else at the platform's place for data.
pub(crate) fn library_location(global: &GlobalArgs) -> Result<Location, Failure> {
    if let Some(name) = &global.library {
        return Ok(Location::named(name));
    }
    let strategy = choose_base_strategy().map_err(|_| {
        Failure::Usage(
            "there is no home folder to keep the library in; name one with --library".into(),
        )
    })?;
    Ok(Location::File(strategy.data_dir().join("nutgraf").join("library.db")))
}

/// An engine builder with the model and the scorer that were asked for.
pub(crate) fn builder(
    global: &GlobalArgs,
    summary: Option<&SummaryArgs>,
) -> Result<EngineBuilder, Failure> {
    let builder = Engine::builder().model(ModelSource::parse(&global.model)?);
    let Some(summary) = summary else { return Ok(builder) };
    let scorer = scorer(&summary.scorer).ok_or_else(|| {
        Failure::Usage(format!(
            "no scorer `{}`; there are {}",
            summary.scorer,
            scorer_names().collect::<Vec<_>>().join(", ")
        ))
    })?;
    Ok(builder.scorer(scorer))
}

/// Has the model run on so many threads, if it is said on how many. To be called at most once.
pub(crate) fn use_threads(threads: Option<u16>) -> Result<(), Failure> {
    let Some(threads) = threads else { return Ok(()) };
    let pool = ThreadPoolBuilder::new().num_threads(threads.into());
    pool.build_global().map_err(|error| {
        Failure::Usage(format!("{threads} threads cannot be started: {error}; ask for fewer"))
    })
}

/// The library, which must be there.
pub(crate) fn existing_library(
    global: &GlobalArgs,
    out: &Output,
) -> Result<Arc<dyn Store>, Failure> {
    let library = library_location(global)?.open_existing()?;
    note_if_immutable(library.as_ref(), out);
    Ok(library)
}

/// Says that a library is read as one that nobody writes.
pub(crate) fn note_if_immutable(library: &dyn Store, out: &Output) {
    if library.is_immutable() {
        out.note("the library may not be written here; it is read as it lies on the disk");
    }
}

/// What of a card was asked for.
pub(crate) fn card_options(args: &CardArgs) -> Result<CardOptions, Failure> {
    /// The words of one line: more than headlines have, and enough for most openings of news.
    const LINE_WORDS: usize = 30;
    let SummaryArgs { sentences, words, characters, ratio, one_line, ref query, .. } = args.summary;
    let budget = if one_line {
        match characters {
            Some(count) => Budget::line_of_characters(count),
            None => Budget::line(words.unwrap_or(LINE_WORDS)),
        }
    } else if let Some(count) = sentences {
        Budget::sentences(count)
    } else if let Some(count) = words {
        Budget::words(count)
    } else if let Some(count) = characters {
        Budget::characters(count)
    } else if let Some(share) = ratio {
        Budget::ratio(share)
    } else {
        Ok(Budget::default())
    };
    let budget = budget.map_err(|error| Failure::Usage(error.to_string()))?;
    if query.as_ref().is_some_and(|query| !query.contains(char::is_alphanumeric)) {
        return Err(Failure::Usage("--query has no word; say what you want to read about".into()));
    }
    Ok(CardOptions {
        budget,
        copies: args.copies.copies(),
        order: args.order.order(),
        neighbors: if args.summary_only { 0 } else { args.neighbors },
        min_score: args.score.min_score,
        query: query.clone(),
        explains: args.explain,
        verbatim: args.summary.verbatim,
        ..CardOptions::default()
    })
}

/// Embeds stored articles that this model has not seen, with a progress bar if there are many.
pub(crate) fn refresh_vectors(engine: &Engine, out: &Output) -> Result<(), Failure> {
    let bar = out.progress(0, "embedding stored articles");
    let refreshed = engine.refresh_vectors(|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    Ok(refreshed?)
}
