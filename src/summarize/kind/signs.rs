//! The signs of each kind of piece, and which kind they speak for.
//!
//! In: a document and its form. Out: a [`PieceKind`]. Each kind has one sum of signs; it is named if the
//! sum reaches [`SURE`] and no other is greater. The weights were set by hand on half of the pieces in
//! `eval/data/kinds`.

use super::PieceKind;
use super::form::{Form, Voices, is_asked};
use super::mark::{Mark, mark};
use super::vocabulary::{COUNTED, INSTRUCTED};
use crate::summarize::Document;

/// The sum of signs from which a kind is named.
const SURE: f32 = 1.0;

/// What is seen of a document.
pub(super) struct Signs<'a> {
    document: &'a Document<'a>,
    form: &'a Form,
    /// Its title in small letters, with straight apostrophes.
    title: String,
    /// The beginning of its text, likewise.
    head: String,
    /// Its end, likewise.
    tail: String,
}

impl<'a> Signs<'a> {
    pub(super) fn new(document: &'a Document<'a>, form: &'a Form) -> Self {
        const HEAD: usize = 1500;
        const TAIL: usize = 900;
        let body = document.body;
        let small = |text: &str| text.replace('’', "'").to_lowercase();
        let head = &body[..body.floor_char_boundary(HEAD)];
        let tail = &body[body.floor_char_boundary(body.len().saturating_sub(TAIL))..];
        let title = document.title.map(small).unwrap_or_default();
        Self { document, form, title, head: small(head), tail: small(tail) }
    }

    /// The kind that they speak for.
    pub(super) fn kind(&self) -> PieceKind {
        let sums = self.sums();
        let mut best = (PieceKind::Other, SURE);
        for (kind, sum) in sums {
            if sum >= best.1 {
                best = (kind, sum);
            }
        }
        best.0
    }

    pub(super) fn sums(&self) -> [(PieceKind, f32); 10] {
        [
            (PieceKind::News, self.news()),
            (PieceKind::ServicePage, self.service_page()),
            (PieceKind::PressRelease, self.press_release()),
            (PieceKind::Opinion, self.opinion()),
            (PieceKind::HowTo, self.how_to()),
            (PieceKind::List, self.list()),
            (PieceKind::Questions, self.questions()),
            (PieceKind::Review, self.review()),
            (PieceKind::LiveBlog, self.live_blog()),
            (PieceKind::Interview, self.interview()),
        ]
    }

    fn voices(&self) -> &Voices {
        &self.form.voices
    }
}

/// Signs of single kinds.
impl Signs<'_> {
    fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.head.contains(phrase) || self.tail.contains(phrase))
    }

    fn title_words(&self) -> impl Iterator<Item = &str> {
        self.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }

    /// "12 best boats", "Five ways to dry a boat", "The best boats of 2031".
    fn title_counts(&self) -> bool {
        const NUMBERS: &[&str] =
            &["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let mut words = self.title_words().peekable();
        let mut is_number = false;
        let mut near = 0;
        while let Some(word) = words.next() {
            let value = word.parse::<u32>().is_ok_and(|value| (2..200).contains(&value));
            if value || NUMBERS.contains(&word) {
                (is_number, near) = (true, 0);
            } else if is_number && near < 5 && (COUNTED.contains(&word) || word.ends_with('s')) {
                return true;
            }
            near += 1;
        }
        self.title.starts_with("best ") || self.title.starts_with("the best ")
            || self.title.starts_with("top ") || self.title.contains(" alternatives")
            || self.title.starts_with("list of ")
    }

    /// "How to dry a boat", "A guide to dry boats".
    fn title_instructs(&self) -> bool {
        self.title.contains("how to ") || self.title_words().any(|word| INSTRUCTED.contains(&word))
    }

    /// Who speaks in turns: turns that ask, other turns, how many speakers, and the share of the
    /// sentences from the first turn on.
    fn turns(&self) -> (usize, usize, usize, f32) {
        const LONGEST: usize = 40;
        let mut speakers: Vec<(&str, usize, usize)> = Vec::new();
        let mut first = None;
        for (i, text) in self.document.texts().enumerate() {
            let Some(at) = text.find([':', '.']).filter(|&at| at > 0 && at <= LONGEST) else { continue };
            let name = text[..at].trim();
            let is_letter = matches!(name, "Q" | "A");
            let is_stop = text[at..].starts_with('.');
            let words = name.split_whitespace().count();
            let is_name = !is_stop && words <= 3 && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
                && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
            if !(is_letter || is_name) || text[at + 1..].starts_with(|c: char| !c.is_whitespace()) {
                continue;
            }
            let last = name.rsplit(' ').next().unwrap_or(name);
            let asks = text.trim_end().ends_with('?') || matches!(last, "Q" | "Question");
            first = first.or(Some(i));
            match speakers.iter_mut().find(|(known, ..)| *known == last) {
                Some((_, turns, asked)) => {
                    *turns += 1;
                    *asked += usize::from(asks);
                }
                None => speakers.push((last, 1, usize::from(asks))),
            }
        }
        speakers.retain(|&(_, turns, _)| turns > 1);
        let asking = speakers.iter().filter(|&&(_, turns, asked)| asked * 2 >= turns && asked > 0).map(|&(_, turns, _)| turns).sum();
        let answering = speakers.iter().filter(|&&(_, turns, asked)| asked * 2 < turns).map(|&(_, turns, _)| turns).sum();
        let count = self.document.sentences.len();
        let share = first.map_or(0.0, |first| (count - first) as f32 / count as f32);
        (asking, answering, speakers.len(), share)
    }

    fn interview(&self) -> f32 { 0.0 }
    fn live_blog(&self) -> f32 { 0.0 }
    fn review(&self) -> f32 { 0.0 }
    fn questions(&self) -> f32 { 0.0 }
    fn list(&self) -> f32 { 0.0 }
    fn how_to(&self) -> f32 { 0.0 }
    fn opinion(&self) -> f32 { 0.0 }
    fn press_release(&self) -> f32 { 0.0 }
    fn service_page(&self) -> f32 { 0.0 }
    fn news(&self) -> f32 { 0.0 }
}

impl Signs<'_> {
    fn debug(&self) -> String {
        let f = self.form; let v = self.voices();
        let (q,a,turns,share) = self.turns();
        format!("par={} head={} ans={} frag={:.2} num={} bul={:.2} adv={:.2} price={:.2} times={} quo={:.2} code={:.2} you={:.3} i={:.3} we={:.3} said={:.3} past={:.3} arg={:.3} off={:.3} w={} turns={q}/{a}/{turns}/{share:.2} tn={} ti={}", f.paragraphs.len(), f.headings(), f.answered(), f.fragments(), f.numbered(), f.bullets(), f.advice, f.prices, f.times, f.quoted, f.code, v.you, v.i, v.we, v.said, v.past, v.argued, v.offered, v.words, self.title_counts() as u8, self.title_instructs() as u8)
    }
}
pub fn form_debug(document: &Document<'_>) -> String {
    let form = Form::new(document);
    Signs::new(document, &form).debug()
}
