//! Faithfulness audit of extractive summaries: references left dangling and discourse links broken
//! by leaving sentences out.
//!
//! In: the sentences of an English document and the indices of the picked ones. Out: an [`Audit`]
//! with one [`Finding`] for each picked sentence and kind of fault, with the words at fault and the
//! document sentence that would mend it. An extractive summary copies sentences and can still
//! mislead; Zhang, Wan and Bansal, "Extractive is not Faithful" (ACL 2023), label 15.4 % of such
//! summaries with an incomplete reference and 10.7 % with an incomplete discourse link.
//!
//! The audit is made of rules and word lists, without a parser, and keeps to the faults that a
//! sentence's own words show:
//!
//! - a third-person pronoun with nothing before it in its sentence to refer to;
//! - an opening "This", "Those", "Such", "Another", "Both", "The latter";
//! - an opening "The company", "The pair" that identifies nothing by itself;
//! - an opening "But", "So", "As a result", or the answer to a question.
//!
//! Each is judged against the summary alone. A picked sentence whose predecessor in the document is
//! picked too is never at fault, nor is the document's first: leaving sentences out has taken
//! nothing from them. It does not look for references that resolve to the wrong thing, for surnames
//! whose full name was left out, which readers can live with, for descriptions further inside a
//! sentence, or for misleading omission.
//!
//! How far to trust it: one reader labelled the 254 picked sentences of 139 news summaries whose
//! predecessor was left out. Connectives had precision and recall 1.00, pronouns 0.77 and 0.82,
//! demonstratives 0.87 and 0.93, definite descriptions 0.76 and 0.93. The rules were mended on that
//! sample; before, on the part of it that they had not seen, pronouns had 0.58 and 0.70, all kinds
//! together 0.70 and 0.70. Most errors are two names for one person ("a British mother", "Scholes")
//! and pronouns about things within quotations, which are not audited.
//!
//! ```
//! use nutgraf::summarize::discourse::{Kind, audit};
//!
//! let document = [
//!     "Ada Moss opened the bakery in May.",
//!     "The street had waited for years.",
//!     "But she closed it again in June.",
//! ];
//! let english = audit(&document, &[1, 2], "en").map(|audit| audit.is_faithful());
//! assert_eq!(english, Some(true));
//!
//! let broken = audit(&document, &[2], "en").expect("English is audited");
//! assert!(broken.has_broken_connective() && broken.has_dangling_reference());
//! assert_eq!(broken.findings[0].kind, Kind::BrokenConnective);
//! assert_eq!(broken.findings[0].antecedent, Some(1));
//!
//! assert_eq!(audit(&document, &[2], "de"), None);
//! ```

mod connective;
mod definite;
mod demonstrative;
mod lexicon;
mod mention;
mod name;
mod reference;
#[cfg(test)]
mod tests;
mod token;
mod vocabulary;

use std::ops::Range;

use mention::{Mention, People, Reach};
use token::Sentence;
use vocabulary::Vocabulary;

/// The fault that a [`Finding`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The sentence opens with a connective, or an answer, and the sentence that it follows is left
    /// out.
    BrokenConnective,
    /// A third-person pronoun whose antecedent is left out.
    DanglingPronoun,
    /// An opening "this", "such", "another", "the latter" or the like, with what it points at left
    /// out.
    DanglingDemonstrative,
    /// An opening definite description, "The company", with what introduces it left out.
    DanglingDefinite,
}

/// One fault of a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The index of the picked sentence in the document.
    pub sentence: usize,
    /// What is wrong with it.
    pub kind: Kind,
    /// The words at fault: bytes within the sentence.
    pub span: Range<usize>,
    /// The nearest earlier sentence of the document that has what the words refer to. It is not
    /// picked. `None` where none was recognised.
    pub antecedent: Option<usize>,
}

/// What an audit found, by sentence and then by [`Kind`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// At most one for each picked sentence and kind. Empty for an empty summary.
    pub findings: Vec<Finding>,
}

impl Audit {
    /// Whether nothing was found.
    pub fn is_faithful(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether a pronoun, a demonstrative or a definite description is left dangling.
    pub fn has_dangling_reference(&self) -> bool {
        self.findings.iter().any(|f| f.kind != Kind::BrokenConnective)
    }

    /// Whether a connective is left without the sentence that it follows.
    pub fn has_broken_connective(&self) -> bool {
        self.findings.iter().any(|f| f.kind == Kind::BrokenConnective)
    }
}

/// Audits one summary: `picks` are indices into `sentences`. Their order and repetitions do not
/// matter; indices past the end are passed over. `language` is a BCP 47 tag ("en", "en-GB").
/// `None`: the language is not English, and nothing was audited.
///
/// Use an [`Auditor`] for several summaries of one document.
pub fn audit(sentences: &[&str], picks: &[usize], language: &str) -> Option<Audit> {
    is_english(language).then(|| {
        let picked = flags(picks, sentences.len());
        let judged = |index: usize| index > 0 && picked[index] && !picked[index - 1];
        Auditor::read(sentences, judged).audit(picks)
    })
}

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

/// Something that a sentence needs from those before it.
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
    /// The sentence before, or any that has this noun.
    PreviousOr(u32),
    /// Something that a pronoun can refer to.
    Antecedent(Reach),
    /// This noun, or something that it describes.
    Noun { head: u32, reach: Option<Reach>, role: bool },
}

impl Auditor {
    /// Reads the document's sentences, given in order. `None` where `language` is not English.
    pub fn new(sentences: &[&str], language: &str) -> Option<Self> {
        // Nothing was left out before the first sentence.
        is_english(language).then(|| Self::read(sentences, |index| index > 0))
    }

    /// Reads the document, and what the `judged` sentences need from those before them.
    fn read(sentences: &[&str], judged: impl Fn(usize) -> bool) -> Self {
        let mut vocabulary = Vocabulary::for_text(sentences.iter().map(|s| s.len()).sum());
        let mut open = false;
        let parsed: Vec<Sentence<'_>> =
            sentences.iter().map(|s| Sentence::new(s, &mut vocabulary, &mut open)).collect();
        let mut people = People::default();
        for sentence in &parsed {
            people.read(&sentence.tokens, &vocabulary);
        }
        let mut introduced = Words::new(vocabulary.len());
        let mut readings = Vec::with_capacity(parsed.len());
        for (index, sentence) in parsed.iter().enumerate() {
            let mentions = mention::find(&sentence.tokens, &people, &vocabulary);
            let asked = index.checked_sub(1).is_some_and(|previous| parsed[previous].is_question());
            let demands = match judged(index) {
                true => demands(sentence, &mentions, &introduced, asked),
                false => Vec::new(),
            };
            for mention in &mentions {
                introduced.insert(mention.head);
            }
            let mut words = Words::new(vocabulary.len());
            sentence.tokens.iter().filter(|t| t.is_word()).for_each(|t| words.insert(t.stem));
            readings.push(Reading { mentions, words, demands });
        }
        Self { sentences: readings }
    }

    /// Audits the summary made of the sentences `picks`, as [`audit`] does.
    pub fn audit(&self, picks: &[usize]) -> Audit {
        let picked = flags(picks, self.sentences.len());
        let mut summary = Words::default();
        let mut findings = Vec::new();
        for (index, reading) in self.sentences.iter().enumerate().filter(|&(i, _)| picked[i]) {
            if index > 0 && !picked[index - 1] {
                self.check(index, &picked, &summary, &mut findings);
            }
            summary.extend(&reading.words);
        }
        Audit { findings }
    }

    /// Adds the first unmet demand of each kind of the sentence at `index`.
    fn check(&self, index: usize, picked: &[bool], summary: &Words, findings: &mut Vec<Finding>) {
        for demand in &self.sentences[index].demands {
            let known = findings.iter().any(|f| f.sentence == index && f.kind == demand.kind);
            if known {
                continue;
            }
            if let Some(antecedent) = self.unmet(index, demand.need, picked, summary) {
                findings.push(Finding {
                    sentence: index,
                    kind: demand.kind,
                    span: demand.span.clone(),
                    antecedent,
                });
            }
        }
    }

    /// `None` where the summary so far meets the need; otherwise the sentence that would, if there
    /// is one.
    fn unmet(
        &self,
        index: usize,
        need: Need,
        picked: &[bool],
        summary: &Words,
    ) -> Option<Option<usize>> {
        match need {
            Need::Previous => Some(index.checked_sub(1)),
            Need::PreviousOr(noun) => (!summary.has(noun)).then(|| index.checked_sub(1)),
            Need::Antecedent(reach) => {
                self.nearest(index, picked, summary, |m| m.reach.meets(reach))
            }
            Need::Noun { head, .. } if summary.has(head) => None,
            Need::Noun { head, reach: Some(reach), role: true } => {
                let named = reach == Reach::THING;
                let candidate =
                    |m: &Mention| m.head == head || m.reach.meets(reach) && (m.name || !named);
                self.nearest(index, picked, summary, candidate)
            }
            Need::Noun { head, role, .. } => {
                let before = self.sentences[..index].iter().rposition(|s| s.words.has(head));
                (role || before.is_some()).then_some(before)
            }
        }
    }

    /// Goes back to the nearest sentence with a candidate. `None` where that sentence is picked or
    /// the summary has the candidate's head from elsewhere; otherwise that sentence, if there is
    /// one.
    fn nearest(
        &self,
        index: usize,
        picked: &[bool],
        summary: &Words,
        candidate: impl Fn(&Mention) -> bool,
    ) -> Option<Option<usize>> {
        for (at, reading) in self.sentences[..index].iter().enumerate().rev() {
            let mut candidates = reading.mentions.iter().filter(|m| candidate(m)).peekable();
            if candidates.peek().is_some() {
                let met = picked[at] || candidates.any(|m| summary.has(m.head));
                return (!met).then_some(Some(at));
            }
        }
        Some(None)
    }
}

fn is_english(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en")
}

/// For each of `count` sentences, whether it is among `picks`.
fn flags(picks: &[usize], count: usize) -> Vec<bool> {
    let mut picked = vec![false; count];
    for &pick in picks {
        if let Some(flag) = picked.get_mut(pick) {
            *flag = true;
        }
    }
    picked
}

/// What `sentence` needs from those before it, in the order of [`Kind`]. `introduced` has the heads
/// of all earlier mentions; `asked` says whether the sentence before is a question.
fn demands(
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

    fn extend(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(bits, more)| *bits |= more);
    }
}
