//! Why a sentence is in a summary, and why an article is a similar reading, in plain words.

use super::wording::{beginning, duration, likeness};
use crate::article::{ArticleId, Sentence};
use crate::engine::{Card, Explained, SimilarReading};
use crate::story::Relation;
use crate::summarize::{Basis, Parts, Verdict};

/// Parts that are smaller round to nothing.
const LEAST: f32 = 0.005;

/// How many characters of a sentence stand for it in a table.
const SHOWN: usize = 90;

/// A part of a sentence's score.
pub(super) struct Reason {
    /// What speaks for the sentence, or against it.
    pub(super) what: &'static str,
    /// How much: `+0.83`.
    pub(super) value: String,
    /// Whether it speaks for it.
    pub(super) is_for: bool,
}

/// What a score adds up from, the largest first; what every sentence has is left out.
pub(super) fn reasons(parts: &Parts) -> Vec<Reason> {
    let known = parts.as_slice().iter().filter(|(name, _)| *name != "base");
    let mut parts: Vec<_> = known.filter(|(_, value)| value.abs() >= LEAST).collect();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let reason = |(name, value): &(&'static str, f32)| Reason {
        what: in_words(name),
        value: format!("{value:+.2}"),
        is_for: *value > 0.0,
    };
    parts.into_iter().map(reason).collect()
}

/// What a part of a score weighs.
fn in_words(part: &'static str) -> &'static str {
    match part {
        "position" => "its place in the article",
        "centrality" => "how much the other sentences are about the same",
        "topic" => "how much it says of what the article is about",
        "length" => "its length",
        "form" => "its form: figures, names, quotations, speech",
        "readers" => "how gladly readers would have it in a summary",
        "fragment" => "it states nothing by itself",
        "following" => "how much of what follows is about the same",
        "preceding" => "how much of it was said before",
        "links" => "how many sentences like it lead to it",
        "restart" => "what every sentence is worth",
        "meaning" => "how near it is in meaning to what was asked",
        "words" => "how much of what was asked it names",
        "importance" => "how important it is to the article",
        "answer" => "whether it has what the question asks for",
        other => other,
    }
}

/// A sentence of the article, and what became of it.
pub(super) struct Judged {
    /// Its number, by which it is linked to.
    pub(super) number: usize,
    /// Its beginning.
    pub(super) text: String,
    /// Its score.
    pub(super) score: String,
    /// Whether it is in the summary.
    pub(super) is_picked: bool,
    /// What became of it.
    pub(super) verdict: String,
}

/// What became of every sentence; nothing where the card was not asked to say it.
pub(super) fn judged(card: &Card) -> Vec<Judged> {
    let explained = card.explanation.iter().flatten();
    let judged = |(number, (explained, sentence)): (usize, (&Explained, &Sentence))| Judged {
        number,
        text: beginning(sentence.text(card.body()), SHOWN),
        score: format!("{:.2}", explained.score.total),
        is_picked: matches!(explained.verdict, Verdict::Picked | Verdict::Antecedent),
        verdict: verdict(card, &explained.verdict),
    };
    explained.zip(&card.sentences).enumerate().map(judged).collect()
}

fn verdict(card: &Card, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Picked => "in the summary".into(),
        Verdict::Antecedent => "in the summary, for a sentence that refers to it".into(),
        Verdict::Fragment => "left out: no statement".into(),
        Verdict::Irrelevant => "left out: not about what was asked".into(),
        Verdict::Repeats { of } => format!("left out: repeats sentence {}", of + 1),
        Verdict::Dangles { kind, span } => {
            let words = card.body().get(span.range()).unwrap_or_default();
            format!("left out: “{words}” {}", kind.fault())
        }
        Verdict::Outranked => "left out: others say more".into(),
    }
}

/// What the sentences were ranked by, and what the summary is worth.
pub(super) fn how(card: &Card) -> String {
    let summary = &card.summary;
    let compared = match summary.basis {
        Some(Basis::Vectors) => ", sentences compared by their meaning",
        Some(Basis::Words) => ", sentences compared by their words",
        None => "",
    };
    let worth = match summary.confidence {
        Some(confidence) if confidence > 0.5 => format!(
            "; {:.0} % sure that readers would rather have it than the first sentences",
            100.0 * confidence
        ),
        Some(_) => "; the article's first sentences would serve as well".into(),
        None => String::new(),
    };
    format!("Ranked by the scorer “{}”{compared}{worth}.", summary.scorer)
}

/// Why an article is a similar reading.
pub(super) struct Likeness {
    /// What it is to the article: `same story`; nothing if it is only alike.
    pub(super) relation: Option<&'static str>,
    /// How alike they are, in words.
    pub(super) strength: &'static str,
    /// The same as a number.
    pub(super) score: String,
    /// Names that both have.
    pub(super) names: String,
    /// Figures that both have.
    pub(super) figures: String,
    /// When it was published, as seen from the article.
    pub(super) when: Option<String>,
    /// How much of the text both have, if that is much.
    pub(super) copied: Option<String>,
    /// Others with its text.
    pub(super) copies: Vec<ArticleId>,
}

impl Likeness {
    /// What a similar reading has in common with the article.
    pub(super) fn of(reading: &SimilarReading) -> Self {
        /// Less is chance.
        const MUCH: f32 = 0.1;
        let reasons = reading.reasons.as_ref();
        let when = |hours: f64| match hours {
            hours if hours.abs() < 1.0 / 120.0 => "published at the same time".to_owned(),
            hours if hours < 0.0 => format!("published {} earlier", duration(-hours)),
            hours => format!("published {} later", duration(hours)),
        };
        let copied = |share: f32| format!("{:.0} % of the shorter text is the same", 100.0 * share);
        Self {
            relation: relation(reading.relation),
            strength: likeness(reading.score),
            score: format!("{:.2}", reading.score),
            names: reasons.map(|it| it.shared.names.join(", ")).unwrap_or_default(),
            figures: reasons.map(|it| it.shared.figures.join(", ")).unwrap_or_default(),
            when: reasons.and_then(|it| it.hours_later).map(when),
            copied: reasons.map(|it| it.evidence.copied[0]).filter(|it| *it > MUCH).map(copied),
            copies: reading.copies.clone(),
        }
    }
}

fn relation(relation: Relation) -> Option<&'static str> {
    match relation {
        Relation::SameText => Some("same text"),
        Relation::SameStory => Some("same story"),
        Relation::Related => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_in_words_the_largest_first() {
        let parts =
            Parts::from([("base", 2.0), ("length", -0.2), ("position", 0.83), ("form", 0.0)]);
        let reasons = reasons(&parts);
        let said: Vec<_> = reasons.iter().map(|it| (it.what, it.value.as_str())).collect();
        assert_eq!(said, [("its place in the article", "+0.83"), ("its length", "-0.20")]);
        assert!(reasons[0].is_for && !reasons[1].is_for);
    }
}
