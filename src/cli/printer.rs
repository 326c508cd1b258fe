//! Cards and failures as they are printed: text, lines of JSON, or summaries alone.

use std::io::Write;

use nutgraf::Error;
use nutgraf::engine::Card;
use nutgraf::summarize::Basis;
use nutgraf::text::Document;
use nutgraf::wire::{ArticleLine, ArticleOptions, FailureLine, OffsetUnit};

use super::args::{CardArgs, GlobalArgs, Offsets};
use super::card;
use super::failure::Failure;
use super::output::{DIM, Output, clean};

/// What stands between two cards.
const RULE: &str = "------------------------------------------------------------------------";

/// Prints cards one after the other.
pub(crate) struct Printer<'a> {
    global: &'a GlobalArgs,
    args: &'a CardArgs,
    /// Whether each summary that is printed alone says where it is from.
    names_sources: bool,
    is_first: bool,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(global: &'a GlobalArgs, args: &'a CardArgs, names_sources: bool) -> Self {
        Self { global, args, names_sources, is_first: true }
    }

    /// Prints the card of an article from the input called `input`.
    pub(crate) fn print(
        &mut self,
        made: &Card,
        input: &str,
        out: &mut Output,
    ) -> Result<(), Failure> {
        if self.global.json {
            let offsets = match self.args.offsets {
                Offsets::Bytes => OffsetUnit::Bytes,
                Offsets::Chars => OffsetUnit::Chars,
            };
            let options = ArticleOptions { offsets, leaves_out_text: self.args.no_text };
            out.line(ArticleLine::new(made, options))?;
        } else if self.args.summary_only {
            let source = &made.document.source;
            // One input of several articles names them too.
            let is_named = self.names_sources || source != input;
            if !source.is_empty() && is_named && card::unanswered(made).is_none() {
                let end = if self.args.bullets { "\n" } else { " " };
                write!(out, "{DIM}{}:{DIM:#}{end}", clean(source))?;
            }
            card::print_summary(out, made, self.args)?;
            if let Some(query) = card::unanswered(made) {
                out.note(format_args!("nothing in {} is about “{query}”", name(made)));
            }
        } else {
            if !self.is_first {
                writeln!(out, "\n{RULE}\n")?;
            }
            card::print(out, made, self.args)?;
        }
        self.is_first = false;
        // One article is on its way to a reader while the next is being read.
        Output::flush(out)?;
        warn(made, out);
        Ok(())
    }

    /// Says that an input could not be used; among lines of JSON, in its place.
    pub(crate) fn print_error(&mut self, error: &Error, out: &mut Output) -> Result<(), Failure> {
        if self.global.json {
            out.line(FailureLine::from(error))?;
            Output::flush(out)?;
        }
        out.error(&Failure::said(error));
        Ok(())
    }
}

/// Says what a reader of the card should know about how it came about.
fn warn(made: &Card, out: &Output) {
    let document = &made.document;
    warn_of_reading(document, out);
    let removed: usize = document.repairs.iter().map(|repair| repair.words).sum();
    if removed > 0 {
        out.note(format_args!("repaired the text: {removed} words removed"));
    }
    if made.summary.basis == Some(Basis::Words) {
        let language = document.article.language.as_deref().unwrap_or("an unknown language");
        out.note(format_args!(
            "the model or the scorer does not know {language}: sentences were compared by their words"
        ));
    }
    let truncated = (0..made.sentences.len()).filter(|&index| made.is_truncated(index)).count();
    if truncated > 0 {
        out.note(format_args!(
            "{truncated} of {} sentences are longer than the model reads; only their beginnings \
             were compared",
            made.sentences.len()
        ));
    }
}

/// Says what of an input was left out, and what speaks against the text's being whole.
pub(crate) fn warn_of_reading(document: &Document, out: &Output) {
    for warning in &document.warnings {
        out.note(format_args!("{}: {warning}", document.source));
    }
    if let Some(extraction) = &document.extraction
        && !extraction.doubts.is_empty()
    {
        let reasons: Vec<_> = extraction.doubts.iter().map(ToString::to_string).collect();
        out.note(format_args!(
            "{}: the text may not be the whole article: {}",
            document.source,
            reasons.join("; ")
        ));
    }
}

/// What an article is called in a note.
fn name(made: &Card) -> String {
    made.title().map_or_else(|| "the article".into(), |title| format!("“{title}”"))
}
