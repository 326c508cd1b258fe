//! The HTML report: results and the texts that belong to them in, one page out.
//!
//! The page stands alone. Charts are SVG made here, styles and script are inside, and nothing is
//! fetched from anywhere. Without JavaScript everything can be read; the script adds sorting,
//! emphasis of one system, another system's picks and the choice of light or dark.
//!
//! The page shows what the results say and computes no measure; the exceptions are what the
//! results do not aggregate: distributions over units, and which units are the best and the
//! worst. Everything that comes from data is escaped. A missing measure or one that is no number
//! is left blank.

mod axis;
mod bars;
mod choice;
mod curve;
mod documents;
mod figure;
mod heading;
mod histogram;
mod lede;
mod overlap;
mod page;
mod paired;
mod reading;
mod spread;
mod svg;
mod table;
#[cfg(test)]
mod tests;
mod view;
mod worst;

use anyhow::{Result, bail};

use self::view::View;
use crate::report::SourceText;
use crate::results::Results;

/// What the report shows of single documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlOptions {
    /// How many of the best documents, and how many of the worst.
    pub documents: usize,
    /// The system whose best and worst documents they are; if `None`, the one with the best
    /// primary measure, not counting oracles, nor the baseline if there is another.
    pub system: Option<String>,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self { documents: 8, system: None }
    }
}

/// The report of a run as one page of HTML.
///
/// `texts` may be those of all documents or of none: the text of a document that is not among them
/// is left out. Only the chosen documents become part of the page.
///
/// # Errors
/// If the options name a system that is not in the results.
///
/// ```
/// use nutgraf_eval::report::html::{HtmlOptions, html};
/// use nutgraf_eval::results::{Results, Run, SCHEMA};
/// use nutgraf_eval::tasks::Task;
///
/// let run = Run {
///     schema: SCHEMA.to_owned(),
///     task: Task::Summary,
///     version: "0.1.0".to_owned(),
///     model: None,
///     options: Default::default(),
///     systems: Vec::new(),
///     baseline: None,
/// };
/// let page = html(&Results::new(run), &[], &HtmlOptions::default())?;
/// assert!(page.starts_with("<!doctype html>"));
/// # Ok::<(), anyhow::Error>(())
/// ```
pub fn html(results: &Results, texts: &[SourceText], options: &HtmlOptions) -> Result<String> {
    let Some(view) = View::new(results, texts) else {
        bail!("the task `{}` has no measures to report", results.run.task.name());
    };
    if let Some(wanted) = &options.system
        && !view.systems.contains(&wanted.as_str())
    {
        bail!("no system `{wanted}` in these results; there are: {}", view.systems.join(", "));
    }
    page::render(&view, options)
}
