//! The signs of each kind of piece, and which kind they speak for.
//!
//! In: a document and its form. Out: a [`PieceKind`]. Each kind has one sum of signs, as a share of what
//! it takes to be sure of it; the kind of the greatest is named, if it is 1 or more. The weights were set
//! by hand on half of the pieces in `eval/data/kinds`.

use super::PieceKind;
use super::cues::{Cue, Cues, cues};
use super::form::{Form, Paragraph, is_advice};
use super::title::Title;
use super::turns::Turns;
use super::voices::Voices;
use crate::summarize::Document;

/// What is seen of a document.
pub(super) struct Signs<'a> {
    document: &'a Document<'a>,
    form: &'a Form,
    title: Title,
    /// Cues at its beginning or its end.
    cues: Cues,
    /// Cues at its very beginning.
    beginning: Cues,
    /// Cues at its end.
    end: Cues,
}

impl<'a> Signs<'a> {
    pub(super) fn new(document: &'a Document<'a>, form: &'a Form) -> Self {
        const HEAD: usize = 1500;
        const TAIL: usize = 900;
        const BEGINNING: usize = 1200;
        let body = document.body;
        let upto = |len: usize| &body[..body.floor_char_boundary(len)];
        let from = body.floor_char_boundary(body.len().saturating_sub(TAIL));
        let find = |text| if document.is_english() { cues(text) } else { Cues::default() };
        let beginning = BEGINNING.min((body.len() / 2).max(200));
        Self {
            document,
            form,
            title: Title::new(document.title),
            cues: find(upto(HEAD)),
            beginning: find(upto(beginning)),
            end: find(&body[from..]),
        }
    }

    /// The kind that they speak for.
    pub(super) fn kind(&self) -> PieceKind {
        let mut best = (PieceKind::Other, 1.0);
        for (kind, sum) in self.sums() {
            if sum >= best.1 {
                best = (kind, sum);
            }
        }
        best.0
    }

    /// The sum of signs of each kind, the surer of two equal ones last.
    fn sums(&self) -> [(PieceKind, f32); 10] {
        [
            (PieceKind::News, self.news() / 0.65),
            (PieceKind::ServicePage, self.service_page() / 0.85),
            (PieceKind::PressRelease, self.press_release() / 0.75),
            (PieceKind::Opinion, self.opinion() / 0.7),
            (PieceKind::HowTo, self.how_to() / 0.9),
            (PieceKind::List, self.list() / 0.9),
            (PieceKind::Questions, self.questions() / 0.75),
            (PieceKind::Review, self.review()),
            (PieceKind::LiveBlog, self.live_blog()),
            (PieceKind::Interview, self.interview()),
        ]
    }

    fn voices(&self) -> &Voices {
        &self.form.voices
    }

    /// `of` where the cue stands at the beginning or the end.
    fn cue(&self, cue: Cue, of: f32) -> f32 {
        amount(self.cues.has(cue) || self.end.has(cue), of)
    }
}

/// Signs of single kinds.
impl Signs<'_> {
    fn interview(&self) -> f32 {
        let Turns { asking, answering, is_dialogue, share } = Turns::of(self.document);
        let is_asked = asking >= 2 && answering >= 2 && share >= 0.5;
        let is_talk = is_dialogue && share >= 0.8 && self.form.fragments() < 0.5;
        if is_asked || is_talk { 3.0 } else { 0.0 }
    }

    fn live_blog(&self) -> f32 {
        let share = self.form.times as f32 / self.form.paragraphs.len().max(1) as f32;
        let is_told = self.voices().i < 0.03 && self.form.code < 0.2;
        if self.form.times >= 3 && share >= 0.06 && is_told { 1.5 } else { 0.0 }
    }

    fn review(&self) -> f32 {
        let ruled = |text: &str| {
            let text = text.to_lowercase();
            ["verdict", "our ruling", "final verdict", "the verdict", "rating:", "score:"]
                .iter()
                .any(|known| text.starts_with(known) || text.ends_with(known))
        };
        let heads = self.form.paragraphs.iter().filter(|it| it.words <= 5);
        let is_ruled = heads.map(|it| self.head_of(it)).any(ruled);
        let sum = amount(self.title.reviews(), 0.8)
            + amount(is_ruled, 0.7)
            + self.cue(Cue::Rated, 0.4)
            + self.cue(Cue::Tried, 0.7)
            + self.cue(Cue::Judged, 0.5);
        sum + f32::min(self.voices().judged * 40.0, 0.6)
            - self.voices().said * 30.0
            - f32::min(self.form.headings() as f32 * 0.03, 0.6)
    }

    fn questions(&self) -> f32 {
        let answered = self.form.answered();
        let heads = self.form.headings().max(answered).max(1);
        let listed = amount(answered >= 3, 1.7 * answered as f32 / heads as f32);
        let counted = self
            .form
            .paragraphs
            .iter()
            .any(|it| it.words == 2 && is_answer_count(self.head_of(it)));
        let asks = self.beginning.has(Cue::Asks) && self.voices().i > 0.015;
        let title = amount(self.title.asks(), 0.3);
        let thread = amount(asks, 0.7 + title) + f32::min(self.voices().i * 12.0, 0.5)
            - f32::min(self.form.headings() as f32 * 0.03, 0.5);
        f32::max(listed, thread) + amount(counted, 1.0)
    }

    fn list(&self) -> f32 {
        let form = self.form;
        let numbered = form.numbered;
        let announced = self.cues.has(Cue::Counted);
        amount(self.title.counts(), 0.7)
            + amount(numbered >= 3, 0.5)
            + f32::min(form.headings() as f32 * 0.05, 0.5)
            + amount(form.bulleted >= 5, 0.4)
            + amount(announced, 0.5)
            + amount(announced && form.headings() >= 3, 0.3)
            - self.advised_headings() * 1.2
            - form.advice * 1.5
            - amount(self.title.instructs(), 0.2)
            - form.code
    }

    fn how_to(&self) -> f32 {
        let form = self.form;
        let (advice, you) =
            (f32::min(form.advice * 3.0, 0.6), f32::min(self.voices().you * 10.0, 0.5));
        advice
            + you
            + amount(self.title.instructs(), 0.5)
            + amount(form.numbered >= 3, 0.2)
            + self.advised_headings() * 0.5
            - self.voices().offered * 12.0
            - self.voices().said * 30.0
            - form.prices * 3.0
            - amount(
                self.title.counts() && self.advised_headings() < 0.3 && !self.title.instructs(),
                0.4,
            )
    }

    fn opinion(&self) -> f32 {
        let voices = self.voices();
        self.cue(Cue::Signed, 2.0)
            + self.cue(Cue::Argues, 0.4)
            + f32::min(voices.argued * 60.0, 0.6)
            + f32::min(voices.i * 12.0, 0.3)
            + f32::min(voices.we * 8.0, 0.2)
            + 0.1
            - voices.said * 30.0
            - voices.offered * 15.0
            - self.form.fragments()
            - self.form.advice * 2.0
            - f32::min(self.form.quoted, 0.5)
            - f32::min(self.form.headings() as f32 * 0.03, 0.4)
    }

    fn press_release(&self) -> f32 {
        let paragraphs = &self.form.paragraphs;
        let late = paragraphs.len() / 2;
        let about = paragraphs[late..]
            .iter()
            .any(|it| it.words <= 6 && self.head_of(it).starts_with("About ") && !it.is_finished);
        amount(about, 0.7)
            + self.cue(Cue::Wired, 0.9)
            + self.cue(Cue::Announces, 0.4)
            + self.cue(Cue::Informs, 0.4)
            + amount(self.document.body.contains(['®', '™']), 0.2)
            - self.voices().i * 15.0
            - self.form.prices * 3.0
            - amount(self.title.counts(), 0.5)
            - f32::max(0.0, self.form.fragments() - 0.3) * 2.0
    }

    fn service_page(&self) -> f32 {
        let (form, voices) = (self.form, self.voices());
        self.cue(Cue::Sells, 0.4)
            + f32::min(voices.offered * 18.0, 0.7)
            + f32::min(form.prices * 3.0, 0.8)
            + f32::min(form.fragments() * 0.7, 0.5)
            + f32::min(form.bullets() * 0.8, 0.4)
            + f32::min(voices.we * 8.0, 0.3)
            + f32::min(voices.you * 4.0, 0.2)
            - voices.past * 25.0
            - voices.said * 40.0
            - voices.i * 12.0
            - form.quoted * 0.3
            - self.advised_headings() * 0.5
            - amount(self.title.counts(), 0.8)
            - amount(self.title.instructs(), 0.4)
            - amount(form.prices < 0.2, form.code)
    }

    fn news(&self) -> f32 {
        let (form, voices) = (self.form, self.voices());
        let is_dated = is_dated(self.document.body);
        f32::min(voices.said * 60.0, 0.8)
            + f32::min(voices.past * 20.0, 0.5)
            + f32::min(form.quoted, 0.4)
            + amount(is_dated, 0.4)
            + 0.35
            - voices.you * 12.0
            - voices.i * 12.0
            - voices.we * 6.0
            - form.fragments() * 1.2
            - voices.argued * 15.0
            - form.advice * 2.0
            - amount(form.numbered >= 3, 0.8)
            - amount(form.bulleted >= 5, 0.8)
            - f32::min(form.headings() as f32 * 0.04, 0.4)
            - form.code
    }

    fn head_of(&self, paragraph: &Paragraph) -> &str {
        self.document.sentences[paragraph.first].text(self.document.body)
    }

    /// The share of headings that advise.
    fn advised_headings(&self) -> f32 {
        let pairs = self.form.paragraphs.windows(2);
        let heads: Vec<bool> = pairs
            .filter(|pair| pair[0].is_heading() && pair[1].is_prose())
            .map(|pair| is_advice(self.head_of(&pair[0])))
            .collect();
        let advised = heads.iter().filter(|&&is| is).count();
        if heads.len() < 3 { 0.0 } else { advised as f32 / heads.len() as f32 }
    }
}

/// "11 Answers", "3 replies".
fn is_answer_count(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()))
        && words.next().is_some_and(|word| {
            ["answer", "answers", "replies", "comments"]
                .contains(&word.to_ascii_lowercase().as_str())
        })
}

fn amount(is: bool, of: f32) -> f32 {
    if is { of } else { 0.0 }
}

/// Whether a wire's name stands at the beginning: "HARBOURTOWN (AP) —".
fn is_dated(body: &str) -> bool {
    const NEAR: usize = 80;
    let head = &body[..body.floor_char_boundary(NEAR)];
    ["(AP)", "(CNN)", "(Reuters)", "(AFP)", "(PTI)"].iter().any(|wire| head.contains(wire))
}
