//! The form of a piece: its paragraphs, its headings and entries, who speaks to whom, what is asked.
//!
//! In: a document and the kinds of its lines. Out: counts and shares, from which [kinds](super) are
//! told. What words mean is not looked at beyond the lists of [`vocabulary`](super::vocabulary); they
//! are English, and count for nothing in other languages.

use super::mark::{Mark, mark};
use super::vocabulary::ADVISED;
use super::voices::{Quotation, Voices};
use crate::summarize::Document;

/// Sentences beyond this many are not read: the form of a piece shows long before.
const MOST: usize = 600;

/// A line of more words is no heading.
const MAX_HEADING: usize = 14;

/// A question of more words is none that heads its answer.
const MAX_QUESTION: usize = 30;

/// A paragraph of the piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::summarize) struct Paragraph {
    /// The number of its first sentence.
    pub first: usize,
    /// How many sentences it has.
    pub sentences: usize,
    /// Its words, roughly: what stands between spaces.
    pub words: usize,
    /// Whether it ends as a sentence does.
    pub is_finished: bool,
    /// Whether it asks, and nothing else.
    pub is_question: bool,
    /// The mark that it begins with, if any.
    pub mark: Option<Mark>,
}

impl Paragraph {
    /// Whether it is a short line that may head what follows.
    pub(in crate::summarize) fn is_heading(&self) -> bool {
        self.words > 0
            && self.words <= MAX_HEADING
            && (self.sentences == 1 || matches!(self.mark, Some(Mark::Number(_))))
            && !matches!(self.mark, Some(Mark::Bullet))
            && (!self.is_finished || self.is_question || matches!(self.mark, Some(Mark::Number(_))))
    }

    /// Whether it tells something at some length.
    pub(in crate::summarize) fn is_prose(&self) -> bool {
        const FEWEST: usize = 8;
        self.words >= FEWEST && (self.is_finished || self.sentences > 1)
    }
}

/// The form of a document.
#[derive(Debug, Clone)]
pub(in crate::summarize) struct Form {
    /// Its paragraphs, in order.
    pub(in crate::summarize) paragraphs: Vec<Paragraph>,
    /// Who speaks to whom, in shares of the words.
    pub(super) voices: Voices,
    /// Sentences that begin with a verb of advice, as a share of all.
    pub(super) advice: f32,
    /// Paragraphs that name a price, as a share of all.
    pub(super) prices: f32,
    /// Paragraphs that begin with a time of day.
    pub(super) times: usize,
    /// Sentences with a quotation, as a share of all.
    pub(super) quoted: f32,
    /// Lines of code, as a share of all paragraphs.
    pub(super) code: f32,
    /// How far numbers count up from 1 in the marks of sentences, or down to it.
    pub(super) numbered: usize,
    /// Sentences with bullets.
    pub(super) bulleted: usize,
}

impl Form {
    pub(in crate::summarize) fn new(document: &Document<'_>) -> Self {
        let paragraphs = paragraphs(document);
        let is_english = document.is_english();
        let count = document.sentences.len().min(MOST);
        let texts = || document.texts().take(MOST);
        let (mut voices, mut quotation) = (Voices::default(), Quotation::default());
        let (mut advice, mut quoted) = (0usize, 0usize);
        let mut last = usize::MAX;
        for (text, sentence) in texts().zip(document.sentences) {
            if sentence.paragraph != last {
                last = sentence.paragraph;
                quotation = Quotation::default();
            }
            quoted += usize::from(text.contains(['"', '“', '”']) || text.contains("``"));
            if is_english {
                voices.add(text, &mut quotation);
                advice += usize::from(is_advice(text));
            }
        }
        let share = |count: usize, of: usize| count as f32 / of.max(1) as f32;
        let head = |paragraph: &Paragraph| document.sentences[paragraph.first].text(document.body);
        let of_paragraphs = |is: &dyn Fn(&Paragraph, &str) -> bool| {
            paragraphs.iter().filter(|it| is(it, head(it))).count()
        };
        let all = paragraphs.len();
        Self {
            voices: voices.shares(),
            advice: share(advice, count),
            prices: share(
                of_paragraphs(&|it, text| it.words <= MAX_HEADING && has_price(text)),
                all,
            ),
            times: of_paragraphs(&|_, text| is_timed(text)),
            quoted: share(quoted, count),
            numbered: numbered(texts()),
            bulleted: texts().filter(|text| matches!(mark(text), Some((Mark::Bullet, _)))).count(),
            code: share(of_paragraphs(&|_, text| is_code(text)), all),
            paragraphs,
        }
    }

    /// Short lines that head prose.
    pub(super) fn headings(&self) -> usize {
        let pairs = self.paragraphs.windows(2);
        pairs.filter(|pair| pair[0].is_heading() && pair[1].is_prose()).count()
    }

    /// Questions that prose follows, as lines of their own.
    pub(super) fn answered(&self) -> usize {
        let pairs = self.paragraphs.windows(2);
        pairs
            .filter(|pair| pair[0].is_question && !pair[1].is_question && !pair[1].is_heading())
            .count()
    }

    /// Short lines without an end, as a share of all paragraphs.
    pub(super) fn fragments(&self) -> f32 {
        const LONG: usize = 14;
        let short = self.paragraphs.iter().filter(|it| !it.is_finished && it.words <= LONG).count();
        short as f32 / self.paragraphs.len().max(1) as f32
    }

    /// Entries with bullets, as a share of all paragraphs.
    pub(super) fn bullets(&self) -> f32 {
        let marked = self.paragraphs.iter().filter(|it| it.mark == Some(Mark::Bullet)).count();
        marked as f32 / self.paragraphs.len().max(1) as f32
    }
}

/// How far numbers count up from 1 in the marks of these, or down to it.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let (mut next, mut most, mut falls, mut last) = (1, 0, 0, None);
    for text in texts {
        let Some((Mark::Number(value), _)) = mark(text) else { continue };
        if value == 1 {
            next = 1;
        }
        if value == next {
            most = most.max(value as usize);
            next += 1;
        }
        falls += usize::from(last == Some(value + 1));
        last = Some(value);
    }
    if falls > 1 { most.max(falls + 1) } else { most }
}

/// The paragraphs of a document.
fn paragraphs(document: &Document<'_>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut current = usize::MAX;
    for (i, sentence) in document.sentences.iter().enumerate() {
        let text = sentence.text(document.body);
        let words = text.split_whitespace().count();
        let is_finished = is_finished(text);
        let is_question = text.trim_end().ends_with(['?', '？']) && words <= MAX_QUESTION;
        match paragraphs.last_mut() {
            Some(last) if sentence.paragraph == current => {
                last.sentences += 1;
                last.words += words;
                last.is_finished = is_finished;
                last.is_question = last.is_question && is_question;
            }
            _ => paragraphs.push(Paragraph {
                first: i,
                sentences: 1,
                words,
                is_finished,
                is_question,
                mark: mark(text).map(|(mark, _)| mark),
            }),
        }
        current = sentence.paragraph;
    }
    paragraphs
}

/// Whether `text` ends as a sentence does.
fn is_finished(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』', '）', ' ']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', ';'])
}

/// The first word of `text` in small letters.
pub(in crate::summarize) fn first_word(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or("");
    word.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'").to_lowercase()
}

/// Whether `text` begins as advice does, its mark aside.
pub(in crate::summarize) fn is_advice(text: &str) -> bool {
    let text = mark(text).map_or(text, |(_, len)| &text[len..]);
    ADVISED.contains(&first_word(text).as_str())
}

fn has_price(text: &str) -> bool {
    let is_currency = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '₩' | '₹');
    let digit = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.match_indices(is_currency).any(|(at, mark)| digit(&text[at + mark.len()..]))
}

/// "17:40 ET", "9.15pm: ".
fn is_timed(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let rest = &text[hours..];
    let is_hour = (1..=2).contains(&hours) && rest.starts_with([':', '.']);
    is_hour
        && digits(&rest[1..]) == 2
        && !rest[3..].starts_with(|c: char| c.is_ascii_digit() || c == '%')
}

/// Whether it is a line of a program.
fn is_code(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['{', '}', ';'])
        || text.starts_with(['$', '{', '}', '<'])
        || text.contains("()")
        || text.contains(" = ")
        || text.contains("=>")
        || text.contains(": {")
}
