//! The payoff of a sentence: how much of what readers come for stands in it, by the kind of the piece.
//!
//! The verdict of a review, the thesis of an opinion, the answers of an interview, who announces what,
//! what a service is and asks, the findings and the advice. News tells its news first, and is left to
//! scorers.
//!
//! In: a document, its kind, its form and the kinds of its lines. Out: a number from 0 to 1 for each
//! sentence; 0 for all of news and of pieces of no kind, and for lines that state nothing. Numbers of one
//! document compare with each other; those of different documents only roughly. English words have a say
//! only in English; elsewhere places and questions alone.

mod signs;
mod standing;
#[cfg(test)]
mod tests;

use super::kind::{Form, PieceKind};
use super::line_kind::LineKind;
use super::{Document, line_kinds};
use signs::{Sign, signs};
use standing::{Section, Standing};

/// The payoff of each sentence of `document`.
#[must_use]
pub fn payoffs(document: &Document<'_>) -> Vec<f32> {
    let form = Form::new(document);
    let kind = PieceKind::told(document, &form);
    payoffs_of(document, kind)
}

/// The payoff of each sentence of `document`, taken as a piece of this kind.
#[must_use]
pub fn payoffs_of(document: &Document<'_>, kind: PieceKind) -> Vec<f32> {
    let count = document.sentences.len();
    if matches!(kind, PieceKind::News | PieceKind::Other) {
        return vec![0.0; count];
    }
    payoffs_by(document, kind, &line_kinds(document))
}

/// The payoff of each sentence, where its lines are of these kinds.
pub(super) fn payoffs_by(document: &Document<'_>, kind: PieceKind, lines: &[LineKind]) -> Vec<f32> {
    let count = document.sentences.len();
    let standings = standing::standings(document, lines);
    let payoff = |i: usize| {
        if !lines.get(i).is_some_and(|line| line.states()) {
            return 0.0;
        }
        let sentence = Sentence::new(document, i, &standings[i], count);
        sentence.payoff(kind).clamp(0.0, 1.0)
    };
    (0..count).map(payoff).collect()
}

/// A sentence as its payoff is told.
struct Sentence<'a> {
    text: &'a str,
    signs: signs::Found,
    standing: &'a Standing,
    words: usize,
    /// Its place among all sentences, from 0 to 1.
    place: f32,
}

impl<'a> Sentence<'a> {
    fn new(document: &Document<'a>, i: usize, standing: &'a Standing, count: usize) -> Self {
        let text = &document.body[document.statement(i)];
        let signs = if document.is_english() { signs(text) } else { signs::Found::default() };
        let place = i as f32 / (count.max(2) - 1) as f32;
        Self { text, signs, standing, words: text.split_whitespace().count(), place }
    }

    fn payoff(&self, kind: PieceKind) -> f32 {
        match kind {
            PieceKind::News | PieceKind::Other => 0.0,
            PieceKind::Opinion => self.thesis(),
            PieceKind::Review => self.verdict(),
            PieceKind::Interview | PieceKind::Questions => self.answer(),
            PieceKind::List | PieceKind::HowTo => self.finding(),
            PieceKind::ServicePage => self.service(),
            PieceKind::PressRelease => self.announcement(),
            PieceKind::LiveBlog => self.entry(),
        }
    }

    /// What an opinion holds, and what it calls for.
    fn thesis(&self) -> f32 {
        let near_end = if self.place > 0.85 { 0.15 } else { 0.0 };
        let near_opening = if self.place < 0.2 && !self.standing.is_first { 0.12 } else { 0.0 };
        0.12 + self.amount(Sign::Ought, 0.35)
            + self.amount(Sign::Belief, 0.25)
            + self.amount(Sign::Stake, 0.2)
            + self.amount(Sign::Contrast, 0.08)
            + self.subject(0.15)
            + near_end
            + near_opening
            - self.amount(Sign::Anecdote, 0.2)
            - self.quoted(0.25)
            - self.asks(0.2)
            - self.short(0.12)
            - self.aside()
    }

    /// What a review comes to.
    fn verdict(&self) -> f32 {
        let after_verdict = if self.standing.section == Section::Verdict { 0.35 } else { 0.0 };
        let near_end = if self.place > 0.7 { 0.12 } else { 0.0 };
        0.1 + self.amount(Sign::Judgement, 0.25)
            + self.amount(Sign::Verdict, 0.4)
            + self.subject(0.1)
            + after_verdict
            + near_end
            - self.asks(0.2)
            - self.quoted(0.1)
            - self.short(0.1)
            - self.aside()
    }

    /// What answers a question.
    fn answer(&self) -> f32 {
        let behind = match self.standing.behind_question {
            Some(0) => 0.45,
            Some(1) => 0.3,
            Some(2) => 0.18,
            Some(_) => 0.1,
            // What a piece says before it asks is what it comes to, unless it is who asks.
            None if self.signs.has(Sign::Asker as usize) => 0.0,
            None => (0.35 - 3.0 * self.place).max(0.1),
        };
        let told = if self.words >= 14 { 0.08 } else { 0.0 };
        let early = 0.1 * (1.0 - self.place);
        behind
            + early
            + told
            + self.subject(0.1)
            + self.standing.answers * 0.12
            + self.amount(Sign::Recommendation, 0.15)
            + self.amount(Sign::Judgement, 0.06)
            + self.amount(Sign::Stake, 0.06)
            - self.asks(0.5)
            - self.short(0.2)
            - self.amount(Sign::Clearing, 0.15)
            - self.aside()
    }

    /// What a list or instructions are about and come to, in prose.
    fn finding(&self) -> f32 {
        let opens = self.standing.section == Section::Opening;
        let section = match self.standing.section {
            Section::Takeaways => 0.45 + 0.1 * (1.0 - self.place),
            Section::Verdict => 0.2,
            Section::Opening => 0.1 + 0.15 * (1.0 - self.place),
            Section::Body => -0.1,
        };
        let subject = self.subject(if opens { 0.3 } else { 0.12 });
        let promise = self.amount(Sign::Promise, if opens { 0.25 } else { 0.0 });
        0.1 + section
            + subject
            + promise
            + self.amount(Sign::Recommendation, 0.15)
            + self.amount(Sign::Advice, 0.12)
            - self.amount(Sign::Clearing, 0.15)
            - self.asks(0.3)
            - self.amount(Sign::Anecdote, 0.2)
            - self.amount(Sign::Asker, 0.12)
            - self.quoted(0.15)
            - self.short(0.1)
            - self.aside()
    }

    /// What a service is, what one gets and has to do.
    fn service(&self) -> f32 {
        let early = 0.3 * (1.0 - self.place) * (1.0 - self.place);
        0.1 + early
            + self.amount(Sign::Definition, 0.25)
            + self.amount(Sign::Terms, 0.2)
            + self.subject(0.2)
            - self.asks(0.3)
            - self.quoted(0.3)
            - self.amount(Sign::Call, 0.15)
            - self.short(0.1)
            - self.aside()
    }

    /// Who announces what.
    fn announcement(&self) -> f32 {
        if self.standing.is_boilerplate {
            return 0.0;
        }
        let early = 0.35 * (1.0 - self.place) * (1.0 - self.place);
        0.1 + early
            + self.amount(Sign::Announcement, 0.3)
            + self.amount(Sign::Definition, 0.1)
            + self.subject(0.15)
            - self.quoted(0.2)
            - self.asks(0.3)
            - self.amount(Sign::Call, 0.2)
            - self.aside()
    }

    /// What is new.
    fn entry(&self) -> f32 {
        let section = if self.standing.section == Section::Takeaways { 0.5 } else { 0.0 };
        let opens = if self.standing.begins_paragraph { 0.2 } else { 0.0 };
        0.1 + section + opens + 0.3 * (1.0 - self.place) - self.asks(0.2) - self.quoted(0.1)
    }

    fn amount(&self, sign: Sign, of: f32) -> f32 {
        if self.signs.has(sign as usize) { of } else { 0.0 }
    }

    /// A share of `of` by how many of the title's words it has, or else of the piece's own.
    fn subject(&self, of: f32) -> f32 {
        self.standing.subject * of
    }

    fn quoted(&self, of: f32) -> f32 {
        let marks = self.text.matches(['"', '“', '”']).count() + self.text.matches("``").count();
        if marks > 0 { of } else { 0.0 }
    }

    fn asks(&self, of: f32) -> f32 {
        if self.text.trim_end().ends_with('?') { of } else { 0.0 }
    }

    fn short(&self, of: f32) -> f32 {
        const FEW: usize = 7;
        if self.words < FEW { of } else { 0.0 }
    }

    /// What is said by the way: in brackets, of the piece itself, of its author.
    fn aside(&self) -> f32 {
        self.amount(Sign::OfItself, 0.3) + if self.text.starts_with('(') { 0.2 } else { 0.0 }
    }
}
