//! What is measured of one document's summaries.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Result;
use nutgraf::text::count_words;
use nutgraf::vector::Embeddings;

use super::prepared::PreparedDocument;
use super::systems::{Produced, Summarizer, Task, word_counts};
use super::{Length, SummaryOptions};
use crate::metrics::faithfulness::{Finding, Kind, audit};
use crate::metrics::oracle::Oracle;
use crate::metrics::rouge::{Prepared, RougeScorer, score_multi};
use crate::metrics::summary_shape::fragments::Fragments;
use crate::metrics::summary_shape::{compression, novelty, selection};
use crate::metrics::word_overlap::words as lower_words;
use crate::results::{CurvePoint, Unit};

/// Measures the summaries that systems make of one document.
pub(super) struct Examiner<'a> {
    dataset: &'a str,
    document: &'a PreparedDocument,
    embeddings: Option<&'a Embeddings>,
    scorer: &'a RougeScorer,
    options: &'a SummaryOptions,
    references: Vec<Prepared>,
    sentence_words: Vec<usize>,
    /// The words of the document in lower case.
    words: Vec<String>,
}

impl<'a> Examiner<'a> {
    pub(super) fn new(
        dataset: &'a str,
        document: &'a PreparedDocument,
        embeddings: Option<&'a Embeddings>,
        scorer: &'a RougeScorer,
        options: &'a SummaryOptions,
    ) -> Self {
        let references =
            document.references.iter().map(|reference| scorer.prepare(reference)).collect();
        let sentence_words = word_counts(document);
        let words = lower_words(&document.body);
        Self { dataset, document, embeddings, scorer, options, references, sentence_words, words }
    }

    /// The units of all systems, in their order.
    pub(super) fn units(&self, systems: &[(&str, Summarizer)]) -> Result<Vec<Unit>> {
        let sentences: Vec<Prepared> =
            self.document.texts().map(|text| self.scorer.prepare(&[text])).collect();
        let none = self.scorer.prepare::<&str>(&[]);
        let oracle = Oracle::new(self.references.first().unwrap_or(&none), &sentences);
        let task = Task {
            document: self.document,
            embeddings: self.embeddings,
            words: &self.sentence_words,
            oracle: &oracle,
            seed: self.options.seed,
        };
        let ideal = oracle.greedy(task.limit(self.options.length)).sentences;
        systems.iter().map(|(name, system)| self.unit(name, system, &task, &ideal)).collect()
    }

    fn unit(&self, name: &str, system: &Summarizer, task: &Task, ideal: &[usize]) -> Result<Unit> {
        let started = Instant::now();
        let Produced { lines, picks } = system.summarize(task, self.options.length)?;
        let seconds = started.elapsed().as_secs_f64() + system.seconds_before();
        let mut values = Values::default();
        self.measure_rouge(&lines, &mut values);
        self.measure_shape(&lines, &picks, &mut values);
        if !picks.is_empty() {
            let counts = selection(&picks, ideal);
            values.set_some("selection_precision", counts.precision());
            values.set_some("selection_recall", counts.recall());
            values.set_some("selection_f1", counts.f1());
        }
        let findings = self.measure_faithfulness(&picks, &mut values);
        let curve = match system.has_lengths() {
            true => self.curve(system, task)?,
            false => Vec::new(),
        };
        Ok(Unit {
            dataset: self.dataset.to_owned(),
            system: name.to_owned(),
            id: self.document.id.clone(),
            values: values.0,
            output: lines,
            picks,
            findings,
            curve,
            seconds,
        })
    }

    fn measure_rouge(&self, lines: &[String], values: &mut Values) {
        let candidate = self.scorer.prepare(lines);
        let Some(scores) = score_multi(&self.references, &candidate) else { return };
        for (name, score) in scores.named() {
            values.set(&format!("{name}_precision"), score.precision);
            values.set(&format!("{name}_recall"), score.recall);
            values.set(&format!("{name}_f1"), score.f1);
        }
        let cut =
            |reference| self.scorer.recall_within(reference, lines, 2, self.options.recall_words);
        let best = self.references.iter().map(cut).fold(0.0, f64::max);
        values.set("rouge2_recall_cut", best);
    }

    fn measure_shape(&self, lines: &[String], picks: &[usize], values: &mut Values) {
        let words: usize = lines.iter().map(|line| count_words(line)).sum();
        let all: usize = count_words(&self.document.body);
        values.set("words", words as f64);
        values.set("sentences", lines.len() as f64);
        values.set("document_sentences", self.document.sentences.len() as f64);
        values.set_some("compression", compression(words, all));
        let own: Vec<String> = lines.iter().flat_map(|line| lower_words(line)).collect();
        values.set_some("novelty2", novelty(2, &own, &self.words));
        // What is made of the document's own sentences covers it wholly.
        if picks.is_empty() {
            let fragments = Fragments::new(&own, &self.words);
            values.set_some("coverage", fragments.coverage());
            values.set_some("density", fragments.density());
        }
    }

    /// Audits a summary that is made of the document's sentences; what is found, in words.
    fn measure_faithfulness(&self, picks: &[usize], values: &mut Values) -> Vec<String> {
        if picks.is_empty() {
            return Vec::new();
        }
        let texts: Vec<&str> = self.document.texts().collect();
        let language = self.document.language.as_deref().unwrap_or("en");
        let Some(audit) = audit(&texts, picks, language) else { return Vec::new() };
        values.set("dangling", f64::from(u8::from(audit.has_dangling_reference())));
        values.set("broken", f64::from(u8::from(audit.has_broken_connective())));
        values.set("cut_off", f64::from(u8::from(audit.is_cut_off())));
        values.set("unfaithful", f64::from(u8::from(!audit.is_faithful())));
        audit.findings.iter().map(|finding| described(finding, &texts)).collect()
    }

    fn curve(&self, system: &Summarizer, task: &Task) -> Result<Vec<CurvePoint>> {
        (1..=self.options.curve)
            .map(|sentences| {
                let produced = system.summarize(task, Length::Sentences(sentences))?;
                let candidate = self.scorer.prepare(&produced.lines);
                let scores = score_multi(&self.references, &candidate).unwrap_or_default();
                let words: usize = produced.lines.iter().map(|line| count_words(line)).sum();
                Ok(CurvePoint {
                    sentences,
                    words: words as f64,
                    rouge1_f1: scores.rouge1.f1,
                    rouge2_recall: scores.rouge2.recall,
                })
            })
            .collect()
    }
}

/// A finding in words, sentences counted from 1.
fn described(finding: &Finding, texts: &[&str]) -> String {
    let fault = match finding.kind {
        Kind::BrokenConnective => "has lost what it continues",
        Kind::DanglingPronoun => "has no antecedent",
        Kind::DanglingDemonstrative => "points at nothing",
        Kind::DanglingDefinite => "is not introduced",
        Kind::CutQuotation => "is cut off from the rest of what is said, or from who says it",
        Kind::OpenQuestion => "is cut off from what follows it",
        Kind::OpenLeadIn => "leads to what is left out",
        Kind::DanglingSurname => "is a name of somebody who is not introduced",
        Kind::DanglingAcronym => "is never spelled out",
    };
    let words = texts.get(finding.sentence).and_then(|text| text.get(finding.span.clone()));
    let mut text = format!(
        "\u{201c}{}\u{201d} in sentence {} {fault}",
        words.unwrap_or(""),
        finding.sentence + 1
    );
    if let Some(antecedent) = finding.antecedent {
        text.push_str(&format!(" (sentence {} would help)", antecedent + 1));
    }
    text
}

/// Values by name.
#[derive(Default)]
struct Values(BTreeMap<String, f64>);

impl Values {
    fn set(&mut self, name: &str, value: f64) {
        self.0.insert(name.to_owned(), value);
    }

    fn set_some(&mut self, name: &str, value: Option<f64>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}
