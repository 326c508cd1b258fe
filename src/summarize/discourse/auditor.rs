//! The reading of a document, and what its sentences need from each other.
//!
//! In: the sentences. Out: an [`Auditor`] that tells of any choice of them what it leaves dangling.
//! A need is met or not by what is chosen; choosing more never leaves one unmet that was met.

use std::ops::Range;

use super::mention::{self, Mention, People, Reach};
use super::quotation::{Loose, loose_ends};
use super::token::Sentence;
use super::vocabulary::Vocabulary;
use super::{Audit, Finding, Kind, connective, definite, demonstrative, is_english, reference};

/// A document that was read once and can be audited for any number of summaries.
#[derive(Debug)]
pub struct Auditor {
    sentences: Vec<Reading>,
}

/// What the audit keeps of a sentence.
#[derive(Debug)]
struct Reading {
    mentions: Vec<Mention>,
    words: Words,
    demands: Vec<Demand>,
}

/// Something that a sentence needs from another.
#[derive(Debug)]
struct Demand {
    kind: Kind,
    span: Range<usize>,
    need: Need,
}

#[derive(Clone, Copy, Debug)]
enum Need {
    /// The sentence before.
    Previous,
    /// The sentence after.
    Next,
    /// The sentence before, or any that has this noun.
    PreviousOr(u32),
    /// Something that a pronoun can refer to.
    Antecedent(Reach),
    /// This noun, or something that it describes.
    Noun { head: u32, reach: Option<Reach>, role: bool },
}

/// Where a need is not met: the sentence that would meet it, if one is known.
struct Unmet {
    by: Option<usize>,
}

impl Auditor {
    /// Reads the document's sentences, given in order. `None` where `language` is not English.
    pub fn new(sentences: &[&str], language: &str) -> Option<Self> {
        is_english(language).then(|| Self::read(sentences))
    }

    fn read(sentences: &[&str]) -> Self {
        let mut vocabulary = Vocabulary::for_text(sentences.iter().map(|s| s.len()).sum());
        let mut open = false;
        let parsed: Vec<Sentence<'_>> =
            sentences.iter().map(|s| Sentence::new(s, &mut vocabulary, &mut open)).collect();
        let mut people = People::default();
        for sentence in &parsed {
            people.read(&sentence.tokens, &vocabulary);
        }
        let loose = loose_ends(sentences);
        let mut introduced = Words::new(vocabulary.len());
        let mut readings = Vec::with_capacity(parsed.len());
        for (index, sentence) in parsed.iter().enumerate() {
            let mentions = mention::find(&sentence.tokens, &people, &vocabulary);
            let mut demands = Vec::new();
            // Nothing was left out before the first sentence, nor after the last.
            let is_empty = sentence.tokens.is_empty();
            if index > 0 && !is_empty {
                let asked = parsed[index - 1].is_question();
                demands = demands_before(sentence, &mentions, &introduced, asked);
                demands.extend(loose[index].before(sentence));
            }
            if index + 1 < parsed.len() && !is_empty {
                demands.extend(loose[index].after(sentence));
                demands.extend(answer(sentence));
            }
            for mention in &mentions {
                introduced.insert(mention.head);
            }
            let mut words = Words::new(vocabulary.len());
            sentence.tokens.iter().filter(|t| t.is_word()).for_each(|t| words.insert(t.stem));
            readings.push(Reading { mentions, words, demands });
        }
        Self { sentences: readings }
    }

    /// Audits the summary made of the sentences `picks`, as [`audit`](super::audit) does.
    pub fn audit(&self, picks: &[usize]) -> Audit {
        let picks = self.known(picks);
        Audit { findings: picks.iter().flat_map(|&index| self.check(index, &picks)).collect() }
    }

    /// These sentences in order, each once, but for those that there are not.
    fn known(&self, picks: &[usize]) -> Vec<usize> {
        let mut picks: Vec<usize> =
            picks.iter().copied().filter(|&pick| pick < self.sentences.len()).collect();
        picks.sort_unstable();
        picks.dedup();
        picks
    }

    /// What the sentence at `index` leaves dangling beside `picks`, which are ascending: at most
    /// one finding of each kind.
    pub fn check(&self, index: usize, picks: &[usize]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let Some(reading) = self.sentences.get(index) else { return findings };
        let follows = index.checked_sub(1).is_some_and(|before| has(picks, before));
        let before = &picks[..picks.partition_point(|&pick| pick < index)];
        for demand in &reading.demands {
            let known = findings.iter().any(|f| f.kind == demand.kind);
            let met = match demand.need {
                Need::Next => has(picks, index + 1),
                _ => follows,
            };
            if known || met {
                continue;
            }
            if let Some(Unmet { by }) = self.unmet(index, demand.need, before) {
                let (kind, span) = (demand.kind, demand.span.clone());
                findings.push(Finding { sentence: index, kind, span, antecedent: by });
            }
        }
        findings
    }

    /// `None` where the sentences picked before `index` meet the need.
    fn unmet(&self, index: usize, need: Need, picks: &[usize]) -> Option<Unmet> {
        match need {
            Need::Previous => Some(Unmet { by: index.checked_sub(1) }),
            Need::Next => Some(Unmet { by: Some(index + 1) }),
            Need::PreviousOr(noun) => {
                (!self.say(picks, noun)).then(|| Unmet { by: index.checked_sub(1) })
            }
            Need::Antecedent(reach) => self.nearest(index, picks, |m| m.reach.meets(reach)),
            Need::Noun { head, .. } if self.say(picks, head) => None,
            Need::Noun { head, reach: Some(reach), role: true } => {
                let named = reach == Reach::THING;
                let candidate =
                    |m: &Mention| m.head == head || m.reach.meets(reach) && (m.name || !named);
                self.nearest(index, picks, candidate)
            }
            Need::Noun { head, role, .. } => {
                let by = self.sentences[..index].iter().rposition(|s| s.words.has(head));
                (role || by.is_some()).then_some(Unmet { by })
            }
        }
    }

    /// Whether one of `picks` has the word.
    fn say(&self, picks: &[usize], stem: u32) -> bool {
        picks.iter().any(|&pick| self.sentences[pick].words.has(stem))
    }

    /// Goes back to the nearest sentence with a candidate. The need is met where that sentence is
    /// picked, or one of `picks` has the candidate's head.
    fn nearest(
        &self,
        index: usize,
        picks: &[usize],
        candidate: impl Fn(&Mention) -> bool,
    ) -> Option<Unmet> {
        for (at, reading) in self.sentences[..index].iter().enumerate().rev() {
            let mut candidates = reading.mentions.iter().filter(|m| candidate(m)).peekable();
            if candidates.peek().is_some() {
                let met = has(picks, at) || candidates.any(|m| self.say(picks, m.head));
                return (!met).then_some(Unmet { by: Some(at) });
            }
        }
        Some(Unmet { by: None })
    }
}

/// Whether the ascending `picks` have `index`.
fn has(picks: &[usize], index: usize) -> bool {
    picks.binary_search(&index).is_ok()
}

/// What `sentence` needs from those before it, in the order of [`Kind`]. `introduced` has the heads
/// of all earlier mentions; `asked` says whether the sentence before is a question.
fn demands_before(
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    introduced: &Words,
    asked: bool,
) -> Vec<Demand> {
    let mut demands = Vec::new();
    let mut start = sentence.first_word();
    let answer = if asked { connective::answer(sentence) } else { None };
    if let Some(tokens) = connective::opening(sentence).or(answer) {
        start = tokens.end + usize::from(sentence.has_mark(tokens.end, &[',']));
        let span = sentence.bytes(tokens);
        demands.push(Demand { kind: Kind::BrokenConnective, span, need: Need::Previous });
    }
    for pronoun in reference::pronouns(sentence, mentions) {
        let span = sentence.bytes(pronoun.at..pronoun.at + 1);
        let need = Need::Antecedent(pronoun.reach);
        demands.push(Demand { kind: Kind::DanglingPronoun, span, need });
    }
    if let Some(pointer) =
        demonstrative::opening(sentence, start).or_else(|| demonstrative::inside(sentence, start))
    {
        let need = pointer.noun.map_or(Need::Previous, Need::PreviousOr);
        let span = sentence.bytes(pointer.tokens);
        demands.push(Demand { kind: Kind::DanglingDemonstrative, span, need });
    } else if let Some(found) = definite::opening(sentence, start, |stem| introduced.has(stem)) {
        let need = Need::Noun { head: found.head, reach: found.reach, role: found.role };
        let span = sentence.bytes(found.tokens);
        demands.push(Demand { kind: Kind::DanglingDefinite, span, need });
    }
    demands
}

/// What a question needs.
fn answer(sentence: &Sentence<'_>) -> Option<Demand> {
    let span = sentence.bytes(sentence.first_word()..sentence.tokens.len());
    sentence.is_question().then_some(Demand { kind: Kind::OpenQuestion, span, need: Need::Next })
}

impl Loose {
    fn before(self, sentence: &Sentence<'_>) -> Option<Demand> {
        (self.begins_inside || self.is_bare).then(|| Demand::of_quotation(sentence, Need::Previous))
    }

    fn after(self, sentence: &Sentence<'_>) -> Option<Demand> {
        self.ends_inside.then(|| Demand::of_quotation(sentence, Need::Next))
    }
}

impl Demand {
    fn of_quotation(sentence: &Sentence<'_>, need: Need) -> Self {
        let is_mark = |t: &super::token::Token| super::token::is_quotation_mark(t.mark);
        let at = sentence.tokens.iter().position(is_mark).unwrap_or(0);
        Self { kind: Kind::CutQuotation, span: sentence.bytes(at..at + 1), need }
    }
}

/// A set of stems.
#[derive(Debug, Default)]
struct Words(Vec<u64>);

impl Words {
    fn new(vocabulary: usize) -> Self {
        Self(vec![0; vocabulary.div_ceil(64)])
    }

    fn insert(&mut self, stem: u32) {
        if let Some(bits) = self.0.get_mut(stem as usize / 64) {
            *bits |= 1 << (stem % 64);
        }
    }

    fn has(&self, stem: u32) -> bool {
        self.0.get(stem as usize / 64).is_some_and(|bits| bits & 1 << (stem % 64) != 0)
    }
}
