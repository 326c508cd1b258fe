//! The text of a document with the picks of systems marked in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::overlap::Bigrams;
use super::svg::{Svg, escape, shorten};
use super::view::View;
use crate::report::SourceText;
use crate::report::marks::is_oracle;
use crate::results::Unit;

/// How many sentences there must be after the last pick for them to be folded away.
const FOLD: usize = 4;
/// How many sentences of a document without picks stay in sight.
const UNPICKED: usize = 12;

/// A document as HTML.
pub(super) struct Reading {
    /// The paragraphs up to the last pick.
    pub(super) shown: String,
    /// The paragraphs after it.
    pub(super) folded: String,
    /// How many sentences are folded away.
    pub(super) folded_sentences: usize,
}

/// Which systems picked each sentence of one document.
pub(super) struct Picks<'a> {
    systems: BTreeMap<usize, Vec<&'a str>>,
    units: Vec<&'a Unit>,
}

impl<'a> Picks<'a> {
    /// The picks of all systems' units on one document of `sentences` sentences; those beyond its
    /// end are passed over.
    pub(super) fn new(units: Vec<&'a Unit>, sentences: usize) -> Self {
        let mut systems: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for unit in &units {
            for &pick in unit.picks.iter().filter(|&&pick| pick < sentences) {
                systems.entry(pick).or_default().push(&unit.system);
            }
        }
        Self { systems, units }
    }

    /// The document with `system`'s picks marked, those of the baseline and of oracles in other
    /// ways; the words that a reference has as well are in bold.
    pub(super) fn reading(
        &self,
        view: &View<'_>,
        text: &SourceText,
        system: &str,
        reference: &Bigrams,
    ) -> Reading {
        let telling =
            |name: &&str| *name == system || Some(*name) == view.baseline() || is_oracle(name);
        let last = self.systems.iter().rev().find(|(_, names)| names.iter().any(telling));
        let end = last.map_or(UNPICKED, |(&pick, _)| pick + 1);
        let end = if end + FOLD > text.sentences.len() { text.sentences.len() } else { end };
        let sentence = |place: usize| {
            let words = reference.emphasise(&text.sentences[place]);
            match self.systems.get(&place) {
                Some(names) => mark(view, system, place, names, &words),
                None => words,
            }
        };
        Reading {
            shown: paragraphs(text, 0..end, &sentence),
            folded: paragraphs(text, end..text.sentences.len(), &sentence),
            folded_sentences: text.sentences.len() - end,
        }
    }

    /// A strip a system of where in the document its picks lie; `None` if nobody picked anything.
    pub(super) fn strips(&self, view: &View<'_>, sentences: usize) -> Option<String> {
        let rows: Vec<&&Unit> = self.units.iter().filter(|unit| !unit.picks.is_empty()).collect();
        if rows.is_empty() || sentences == 0 {
            return None;
        }
        let (left, width, row_height) = (96.0, 204.0, 14.0);
        let step = width / sentences as f64;
        let label = format!("Picks of each system among the {sentences} sentences");
        let mut svg = Svg::new((left + width, row_height * rows.len() as f64), label);
        for (row, unit) in rows.iter().enumerate() {
            let y = row_height * row as f64;
            let picks = || unit.picks.iter().filter(|&&pick| pick < sentences);
            let places: Vec<String> = picks().map(|pick| (pick + 1).to_string()).collect();
            let title = format!("{}: sentences {}", unit.system, places.join(", "));
            svg.open(&format!("m {}", view.class(&unit.system)), &title);
            svg.text("name end", (left - 7.0, y + 10.5), &shorten(&unit.system, 15));
            svg.rect("track", (left, y + 4.0), (width, 6.0));
            for &pick in picks() {
                let x = left + pick as f64 * step;
                svg.rect("fill", (x, y + 2.0), (step.max(2.5), 10.0));
            }
            svg.close();
        }
        Some(svg.finish())
    }
}

/// The sentences of `range` in their paragraphs.
fn paragraphs(
    text: &SourceText,
    range: std::ops::Range<usize>,
    sentence: &dyn Fn(usize) -> String,
) -> String {
    let mut html = String::new();
    for place in range.clone() {
        if place == range.start {
            html.push_str("<p>");
        } else if text.paragraph_starts.contains(&place) {
            html.push_str("</p>\n<p>");
        } else {
            html.push(' ');
        }
        html.push_str(&sentence(place));
    }
    if !range.is_empty() {
        html.push_str("</p>");
    }
    html
}

fn mark(view: &View<'_>, system: &str, place: usize, names: &[&str], words: &str) -> String {
    let mut classes = String::new();
    let mut by = String::new();
    for name in names {
        if *name == system {
            classes.push_str(" p");
        }
        if Some(*name) == view.baseline() {
            classes.push_str(" b");
        }
        if is_oracle(name) && !classes.ends_with(" o") {
            classes.push_str(" o");
        }
        // Writing to a string cannot fail.
        let _ = write!(by, " {}", view.place(name));
    }
    format!(
        r#"<mark class="{}" data-by="{}" title="Sentence {}: {}">{words}</mark>"#,
        classes.trim_start(),
        by.trim_start(),
        place + 1,
        escape(&names.join(", "))
    )
}
