//! Documents shown whole, beside their references and what a system made of them.

use std::collections::{HashMap, HashSet};

use super::choice::{Choice, choices};
use super::overlap::Bigrams;
use super::reading::{Picks, Reading};
use super::svg::shorten;
use super::table::minus;
use super::view::{Section, unit_value};
use crate::report::SourceText;
use crate::results::Unit;
use crate::statistics::Measure;

/// How many measures the small table beside a document has.
const SCORES: usize = 5;

/// Documents under one heading.
pub(super) struct Group {
    /// What the heading's anchor ends with.
    pub(super) key: &'static str,
    /// The heading.
    pub(super) heading: String,
    /// The documents.
    pub(super) documents: Vec<DocumentView>,
}

/// One document.
pub(super) struct DocumentView {
    /// Its anchor.
    pub(super) anchor: String,
    /// Its id in the data set.
    pub(super) id: String,
    /// Its title, or else its beginning.
    pub(super) title: String,
    /// The system's primary measure, as it is shown.
    pub(super) score: String,
    /// The difference to the baseline, as it is shown, or nothing.
    pub(super) difference: String,
    /// `gain`, `loss` or nothing, after the sign of the difference.
    pub(super) verdict: &'static str,
    /// What is shown when it is unfolded; `None` where the page has it already, further up.
    pub(super) body: Option<Body>,
}

/// The unfolded part of a document.
pub(super) struct Body {
    /// Whether it is unfolded from the start.
    pub(super) open: bool,
    /// The text; `None` if it is not at hand.
    pub(super) reading: Option<Reading>,
    /// The references: sentences as HTML.
    pub(super) references: Vec<Vec<String>>,
    /// The system's summary: sentences as HTML.
    pub(super) summary: Vec<String>,
    /// What the audit found.
    pub(super) findings: Vec<String>,
    /// The labels of the small table.
    pub(super) heads: Vec<&'static str>,
    /// The rows of the small table.
    pub(super) scores: Vec<ScoreRow>,
    /// The strips of picks, or nothing.
    pub(super) strips: String,
}

/// A system in the small table.
pub(super) struct ScoreRow {
    /// Its name.
    pub(super) system: String,
    /// The classes of its colour.
    pub(super) class: String,
    /// Whether it is the one whose documents are shown.
    pub(super) chosen: bool,
    /// Its measures on this document.
    pub(super) values: Vec<String>,
}

/// What all documents of a data set are made with.
struct Maker<'a> {
    section: &'a Section<'a>,
    system: &'a str,
    measure: Measure,
    prefix: String,
    measures: Vec<Measure>,
    units: Vec<HashMap<&'a str, &'a Unit>>,
    made: HashSet<&'a str>,
}

/// The best and worst documents of `system`, up to `count` of each.
pub(super) fn documents<'a>(
    section: &'a Section<'a>,
    system: &'a str,
    count: usize,
    prefix: &str,
) -> Vec<Group> {
    let task = section.view.results.run.task;
    let units: Vec<_> =
        section.view.systems.iter().map(|&system| section.units_by_id(system)).collect();
    let present = |measure: &&Measure| {
        measure.shown
            && units
                .iter()
                .flat_map(HashMap::values)
                .any(|unit| unit_value(measure.kind, &unit.values).is_some())
    };
    let measures = task.measures().iter().filter(present).take(SCORES).copied().collect();
    let measure = section.view.primary;
    let mut maker = Maker {
        section,
        system,
        measure,
        prefix: prefix.to_owned(),
        measures,
        units,
        made: HashSet::new(),
    };
    let choices = choices(section, &measure, system, count);
    choices.into_iter().map(|choice| maker.group(choice)).collect()
}

impl<'a> Maker<'a> {
    fn group(&mut self, choice: Choice<'a>) -> Group {
        let mut documents = Vec::new();
        for (place, unit) in choice.units.into_iter().enumerate() {
            let first = self.made.insert(&unit.id);
            let open = place == 0 && matches!(choice.key, "best" | "worst");
            documents.push(self.document(unit, first.then_some(open)));
        }
        Group { key: choice.key, heading: choice.heading, documents }
    }

    /// A document, with its body if `open` says how it begins.
    fn document(&self, unit: &'a Unit, open: Option<bool>) -> DocumentView {
        let text = self.section.view.text(&unit.dataset, &unit.id);
        let value = unit_value(self.measure.kind, &unit.values);
        let other = self.other(unit).and_then(|other| unit_value(self.measure.kind, &other.values));
        let difference = value.zip(other).map(|(value, other)| value - other);
        let scale = self.measure.scale;
        DocumentView {
            anchor: format!("{}-{}", self.prefix, self.place(unit)),
            id: unit.id.clone(),
            title: title(unit, text),
            score: value.map(|value| minus(&scale.show(value))).unwrap_or_default(),
            difference: difference
                .map(|difference| minus(&scale.show_signed(difference)))
                .unwrap_or_default(),
            verdict: match difference {
                Some(difference) if difference > 0.0 => "gain",
                Some(difference) if difference < 0.0 => "loss",
                _ => "",
            },
            body: open.map(|open| self.body(unit, text, open)),
        }
    }

    fn body(&self, unit: &'a Unit, text: Option<&SourceText>, open: bool) -> Body {
        let sentences = text.map_or(0, |text| text.sentences.len());
        let all: Vec<&Unit> =
            self.units.iter().filter_map(|units| units.get(unit.id.as_str()).copied()).collect();
        let picks = Picks::new(all.clone(), sentences);
        let summary = Bigrams::of(&unit.output);
        let references = text.map(|text| text.references.as_slice()).unwrap_or_default();
        let reference = Bigrams::of(references.iter().flatten());
        let emphasised = |bigrams: &Bigrams, sentences: &[String]| -> Vec<String> {
            sentences.iter().map(|sentence| bigrams.emphasise(sentence)).collect()
        };
        let view = self.section.view;
        Body {
            open,
            reading: text.map(|text| picks.reading(view, text, self.system, &reference)),
            references: references.iter().map(|one| emphasised(&summary, one)).collect(),
            summary: emphasised(&reference, &unit.output),
            findings: unit.findings.clone(),
            heads: self.measures.iter().map(|measure| measure.label).collect(),
            scores: all.iter().map(|unit| self.score_row(unit)).collect(),
            strips: picks.strips(view, sentences).unwrap_or_default(),
        }
    }

    fn score_row(&self, unit: &Unit) -> ScoreRow {
        let show = |measure: &Measure| {
            unit_value(measure.kind, &unit.values)
                .map_or_else(|| "–".to_owned(), |value| minus(&measure.scale.show(value)))
        };
        ScoreRow {
            system: unit.system.clone(),
            class: self.section.view.class(&unit.system),
            chosen: unit.system == self.system,
            values: self.measures.iter().map(show).collect(),
        }
    }

    /// The baseline's unit on the same document, if the system is not the baseline itself.
    fn other(&self, unit: &Unit) -> Option<&'a Unit> {
        let baseline = self.section.view.baseline().filter(|&name| name != self.system)?;
        self.units.get(self.section.view.place(baseline))?.get(unit.id.as_str()).copied()
    }

    /// The place of a document among the system's units, for its anchor.
    fn place(&self, unit: &Unit) -> usize {
        let units = self.section.units(self.system);
        units.iter().position(|other| std::ptr::eq(*other, unit)).unwrap_or(0)
    }
}

fn title(unit: &Unit, text: Option<&SourceText>) -> String {
    let given = text.and_then(|text| text.title.clone()).filter(|title| !title.trim().is_empty());
    let beginning = || text.and_then(|text| text.sentences.first().cloned());
    let title = given.or_else(beginning).unwrap_or_else(|| unit.id.clone());
    shorten(title.trim(), 110)
}
