//! Why each sentence is in a summary, or is not, as text.

use std::io::{self, Write};

use nutgraf::engine::{Card, Explained};
use nutgraf::summarize::{Basis, Verdict};

use super::card::heading;
use super::output::{BOLD, DIM, clean};

/// How many characters of a sentence are shown.
const SHOWN: usize = 60;

/// Parts that are smaller round to nothing.
const LEAST: f32 = 0.005;

/// Prints what became of each sentence, and what its score adds up from.
pub(super) fn print(out: &mut impl Write, card: &Card, scores: &[Explained]) -> io::Result<()> {
    heading(out, "Explanation")?;
    writeln!(out, "{}", how(card))?;
    for (i, (explained, sentence)) in scores.iter().zip(&card.sentences).enumerate() {
        let text = sentence.text(card.body());
        let style = if is_picked(&explained.verdict) { BOLD } else { DIM };
        let verdict = verdict(card, &explained.verdict);
        let score = explained.score.total;
        writeln!(out, "{i:>4} {score:>7.2}  {style}{}{style:#}", clean(&beginning(text)))?;
        writeln!(out, "{:14}{verdict}: {}", "", parts(explained))?;
    }
    writeln!(out)
}

fn is_picked(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Picked | Verdict::Antecedent)
}

/// What the ranking was made of, and what it is worth.
fn how(card: &Card) -> String {
    let summary = &card.summary;
    let compared = match summary.basis {
        Some(Basis::Vectors) => ", sentences compared by their vectors",
        Some(Basis::Words) => ", sentences compared by their words",
        None => "",
    };
    let worth = match summary.confidence {
        Some(confidence) if confidence > 0.5 => {
            format!("; {:.0} % sure to be better than the first sentences", 100.0 * confidence)
        }
        Some(_) => "; no better than the first sentences".into(),
        None => String::new(),
    };
    format!("Ranked by {}{compared}{worth}.", summary.scorer)
}

/// The beginning of a sentence, on one line.
fn beginning(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn verdict(card: &Card, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Picked => "picked".into(),
        Verdict::Antecedent => "picked for a sentence that refers to it".into(),
        Verdict::Fragment => "left out, no statement".into(),
        Verdict::Irrelevant => "left out, not about the query".into(),
        Verdict::Repeats { of } => format!("left out, repeats {of}"),
        Verdict::Dangles { kind, span } => {
            let words = card.body().get(span.range()).unwrap_or_default();
            format!("left out, “{}” {}", clean(words), kind.fault())
        }
        Verdict::Outranked => "left out".into(),
    }
}

/// `place +0.83, words -0.20`, the largest first.
fn parts(explained: &Explained) -> String {
    let mut parts: Vec<_> =
        explained.score.parts.as_slice().iter().filter(|(_, value)| value.abs() >= LEAST).collect();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    parts.iter().map(|(name, value)| format!("{name} {value:+.2}")).collect::<Vec<_>>().join(", ")
}
