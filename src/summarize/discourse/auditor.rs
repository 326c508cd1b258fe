//! The reading of a document, and what its sentences need from each other.
//!
//! In: the sentences. Out: an [`Auditor`] that tells of any choice of them what it leaves dangling.
//! A need is met or not by what is chosen; choosing more never leaves one unmet that was met.

use std::collections::HashMap;
use std::ops::Range;

use super::mention::{self, Mention, People, Reach};
use super::quotation::{Loose, loose_ends};
use super::token::Sentence;
use super::vocabulary::{StemHasher, Vocabulary};
use super::{Audit, Finding, Kind, connective, definite, demonstrative, is_english, reference};

/// A document that was read once and can be audited for any number of summaries.
#[derive(Debug)]
pub struct Auditor {
    sentences: Vec<Reading>,
}

/// What the audit keeps of a sentence.
#[derive(Debug)]
struct Reading {
    /// Its distinct words, ascending.
    words: Vec<u32>,
    demands: Vec<Demand>,
}

/// Something that a sentence needs from another. Any of what would meet it is enough.
#[derive(Debug)]
struct Demand {
    kind: Kind,
    span: Range<usize>,
    /// This sentence.
    neighbour: usize,
    /// This one too.
    at: Option<usize>,
    /// An earlier one that has one of these words.
    words: Vec<u32>,
    /// Which sentence is said to mend it, if one is known.
    by: Option<usize>,
}

/// What a sentence needs, as its own words show.
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
    /// The same, where the sentence before does not stand for it.
    Named(Reach),
    /// This noun, or something that it describes.
    Noun { head: u32, reach: Option<Reach>, role: bool },
}

/// A need with the words that show it.
#[derive(Debug)]
struct Shown {
    kind: Kind,
    span: Range<usize>,
    need: Need,
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
        let mut past = Past::new(vocabulary.len());
        let mut readings = Vec::with_capacity(parsed.len());
        for (index, sentence) in parsed.iter().enumerate() {
            let mentions = mention::find(&sentence.tokens, &people, &vocabulary);
            let mut shown = Vec::new();
            // Nothing was left out before the first sentence, nor after the last.
            let is_empty = sentence.tokens.is_empty();
            if index > 0 && !is_empty {
                let asked = parsed[index - 1].is_question();
                shown = demands_before(sentence, &mentions, &past, asked);
                shown.extend(loose[index].before(sentence));
            }
            if index + 1 < parsed.len() && !is_empty {
                shown.extend(loose[index].after(sentence));
                shown.extend(answer(sentence));
            }
            let demands = shown.into_iter().filter_map(|shown| past.demand(index, shown)).collect();
            let mut words: Vec<u32> =
                sentence.tokens.iter().filter(|t| t.is_word()).map(|t| t.stem).collect();
            words.sort_unstable();
            words.dedup();
            past.add(index, mentions, &words);
            readings.push(Reading { words, demands });
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
        let before = &picks[..picks.partition_point(|&pick| pick < index)];
        let says = |stem: u32| before.iter().any(|&pick| self.says(pick, stem));
        self.findings(index, picks, says)
    }

    /// As [`Auditor::check`], where the words of the picks are known.
    pub(in crate::summarize) fn check_beside(
        &self,
        index: usize,
        picks: &[usize],
        said: &Said,
    ) -> Vec<Finding> {
        self.findings(index, picks, |stem| said.first.get(&stem).is_some_and(|&at| at < index))
    }

    /// The words of these ascending picks.
    pub(in crate::summarize) fn said(&self, picks: &[usize]) -> Said {
        let mut first = HashMap::default();
        for &pick in picks {
            for &stem in self.sentences.get(pick).map_or(&[][..], |reading| &reading.words) {
                first.entry(stem).or_insert(pick);
            }
        }
        Said { first }
    }

    fn findings(&self, index: usize, picks: &[usize], says: impl Fn(u32) -> bool) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let Some(reading) = self.sentences.get(index) else { return findings };
        for demand in &reading.demands {
            let known = findings.iter().any(|f| f.kind == demand.kind);
            let met = || {
                has(picks, demand.neighbour)
                    || demand.at.is_some_and(|at| has(picks, at))
                    || demand.words.iter().any(|&stem| says(stem))
            };
            if !known && !met() {
                findings.push(demand.finding(index));
            }
        }
        findings
    }

    /// How much the sentence at `index` needs, bit by bit, where nothing else is picked.
    pub(in crate::summarize) fn needs(&self, index: usize) -> u32 {
        let count = self.sentences.get(index).map_or(0, |reading| reading.demands.len());
        u32::MAX.checked_shr(u32::BITS.saturating_sub(count as u32)).unwrap_or(0)
    }

    /// What is left of these needs once `pick` is picked too.
    pub(in crate::summarize) fn needs_beside(&self, index: usize, needs: u32, pick: usize) -> u32 {
        let Some(reading) = self.sentences.get(index) else { return 0 };
        let mut left = needs;
        for (bit, demand) in reading.demands.iter().enumerate().take(u32::BITS as usize) {
            let is_open = left & 1 << bit != 0;
            let met = || {
                demand.neighbour == pick
                    || demand.at == Some(pick)
                    || pick < index && demand.words.iter().any(|&stem| self.says(pick, stem))
            };
            if is_open && met() {
                left &= !(1 << bit);
            }
        }
        left
    }

    /// What would mend the first of these needs, if that is known.
    pub(in crate::summarize) fn mended_by(&self, index: usize, needs: u32) -> Option<usize> {
        self.sentences.get(index)?.demands.get(needs.trailing_zeros() as usize)?.by
    }

    /// What would mend these needs, the first of each kind.
    pub(in crate::summarize) fn all_mended_by(&self, index: usize, needs: u32) -> Vec<usize> {
        let demands = self.sentences.get(index).map_or(&[][..], |reading| &reading.demands);
        let mut open: Vec<&Demand> = Vec::new();
        for (bit, demand) in demands.iter().enumerate().take(u32::BITS as usize) {
            if needs & 1 << bit != 0 && open.iter().all(|other| other.kind != demand.kind) {
                open.push(demand);
            }
        }
        open.into_iter().filter_map(|demand| demand.by).collect()
    }

    /// Whether the sentence at `index` tears a quotation, where it stands alone.
    pub(in crate::summarize) fn is_torn(&self, index: usize) -> bool {
        let demands = self.sentences.get(index).map_or(&[][..], |reading| &reading.demands);
        demands.iter().any(|demand| demand.kind == Kind::CutQuotation)
    }

    /// Whether sentence `pick` has the word.
    fn says(&self, pick: usize, stem: u32) -> bool {
        self.sentences.get(pick).is_some_and(|reading| reading.words.binary_search(&stem).is_ok())
    }
}

/// The words of a summary: for each the first pick that has it.
#[derive(Debug, Default)]
pub(in crate::summarize) struct Said {
    first: HashMap<u32, usize, StemHasher>,
}

impl Demand {
    fn finding(&self, sentence: usize) -> Finding {
        Finding { sentence, kind: self.kind, span: self.span.clone(), antecedent: self.by }
    }
}

/// What the sentences so far have said, by where it was said last.
struct Past {
    /// The mentions of each sentence.
    mentions: Vec<Vec<Mention>>,
    /// For each stem the last sentence that has it.
    word: Vec<Option<usize>>,
    /// For each stem the last sentence that has a mention with this head.
    head: Vec<Option<usize>>,
    /// For each kind of reference the last sentence with a mention that answers it: any, and a name.
    reach: [[Option<usize>; Reach::KINDS]; 2],
}

impl Past {
    fn new(vocabulary: usize) -> Self {
        Self {
            mentions: Vec::new(),
            word: vec![None; vocabulary],
            head: vec![None; vocabulary],
            reach: [[None; Reach::KINDS]; 2],
        }
    }

    /// Adds sentence `index`, which has these mentions and words.
    fn add(&mut self, index: usize, mentions: Vec<Mention>, words: &[u32]) {
        let note = |table: &mut Vec<Option<usize>>, stem: u32| {
            if let Some(last) = table.get_mut(stem as usize) {
                *last = Some(index);
            }
        };
        for mention in &mentions {
            note(&mut self.head, mention.head);
            for kind in mention.reach.kinds() {
                self.reach[0][kind] = Some(index);
                if mention.name {
                    self.reach[1][kind] = Some(index);
                }
            }
        }
        words.iter().for_each(|&stem| note(&mut self.word, stem));
        self.mentions.push(mentions);
    }

    /// Whether something with this head was mentioned.
    fn has_mentioned(&self, stem: u32) -> bool {
        last(&self.head, stem).is_some()
    }

    /// The last sentence with a mention that answers `reach`.
    fn last_with(&self, reach: Reach, only_names: bool) -> Option<usize> {
        reach.kinds().filter_map(|kind| self.reach[usize::from(only_names)][kind]).max()
    }

    /// The heads of the candidates in sentence `at`.
    fn heads(&self, at: Option<usize>, is: impl Fn(&Mention) -> bool) -> Vec<u32> {
        let mentions = at.and_then(|at| self.mentions.get(at)).map_or(&[][..], Vec::as_slice);
        mentions.iter().filter(|mention| is(mention)).map(|mention| mention.head).collect()
    }

    /// What would meet the need that sentence `index` shows. `None` where there is nothing to miss.
    fn demand(&self, index: usize, shown: Shown) -> Option<Demand> {
        let Shown { kind, span, need } = shown;
        let neighbour = match need {
            Need::Next => index + 1,
            _ => index.checked_sub(1)?,
        };
        let plain =
            Demand { kind, span, neighbour, at: None, words: Vec::new(), by: Some(neighbour) };
        Some(match need {
            Need::Previous | Need::Next => plain,
            Need::PreviousOr(noun) => Demand { words: vec![noun], ..plain },
            Need::Antecedent(reach) => {
                let at = self.last_with(reach, false);
                Demand { at, words: self.heads(at, |m| m.reach.meets(reach)), by: at, ..plain }
            }
            Need::Named(reach) => {
                let at = self.last_with(reach, false);
                let words = self.heads(at, |m| m.reach.meets(reach));
                Demand { neighbour: at.unwrap_or(neighbour), at, words, by: at, ..plain }
            }
            Need::Noun { head, reach: Some(reach), role: true } => {
                let named = reach == Reach::THING;
                let at = last(&self.head, head).max(self.last_with(reach, named));
                let is = |m: &Mention| m.head == head || m.reach.meets(reach) && (m.name || !named);
                let mut words = self.heads(at, is);
                words.push(head);
                Demand { at, words, by: at, ..plain }
            }
            Need::Noun { head, role, .. } => {
                let by = last(&self.word, head);
                if !role && by.is_none() {
                    return None;
                }
                Demand { words: vec![head], by, ..plain }
            }
        })
    }
}

/// The last sentence in the table of a stem.
fn last(table: &[Option<usize>], stem: u32) -> Option<usize> {
    table.get(stem as usize).copied().flatten()
}

/// Whether the ascending `picks` have `index`.
fn has(picks: &[usize], index: usize) -> bool {
    picks.binary_search(&index).is_ok()
}

/// What `sentence` needs from those before it, in the order of [`Kind`]. `past` is what those
/// have said; `asked` says whether the sentence before is a question.
fn demands_before(
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    past: &Past,
    asked: bool,
) -> Vec<Shown> {
    let mut demands = Vec::new();
    let mut start = sentence.first_word();
    let answer = if asked { connective::answer(sentence) } else { None };
    if let Some(tokens) = connective::opening(sentence).or(answer) {
        start = tokens.end + usize::from(sentence.has_mark(tokens.end, &[',']));
        let span = sentence.bytes(tokens);
        demands.push(Shown { kind: Kind::BrokenConnective, span, need: Need::Previous });
    }
    let sums_up = connective::sums_up(sentence);
    for pronoun in reference::pronouns(sentence, mentions) {
        let span = sentence.bytes(pronoun.at..pronoun.at + 1);
        let need = match sums_up && pronoun.reach.meets(Reach::PERSON) {
            true => Need::Named(pronoun.reach),
            false => Need::Antecedent(pronoun.reach),
        };
        demands.push(Shown { kind: Kind::DanglingPronoun, span, need });
    }
    if let Some(pointer) =
        demonstrative::opening(sentence, start).or_else(|| demonstrative::inside(sentence, start))
    {
        let need = pointer.noun.map_or(Need::Previous, Need::PreviousOr);
        let span = sentence.bytes(pointer.tokens);
        demands.push(Shown { kind: Kind::DanglingDemonstrative, span, need });
    } else if let Some(found) = definite::opening(sentence, start, |stem| past.has_mentioned(stem))
    {
        let need = Need::Noun { head: found.head, reach: found.reach, role: found.role };
        let span = sentence.bytes(found.tokens);
        demands.push(Shown { kind: Kind::DanglingDefinite, span, need });
    }
    demands
}

/// What a question needs.
fn answer(sentence: &Sentence<'_>) -> Option<Shown> {
    let span = sentence.bytes(sentence.first_word()..sentence.tokens.len());
    sentence.is_question().then_some(Shown { kind: Kind::OpenQuestion, span, need: Need::Next })
}

impl Loose {
    fn before(self, sentence: &Sentence<'_>) -> Option<Shown> {
        (self.begins_inside || self.is_bare).then(|| Shown::of_quotation(sentence, Need::Previous))
    }

    fn after(self, sentence: &Sentence<'_>) -> Option<Shown> {
        self.ends_inside.then(|| Shown::of_quotation(sentence, Need::Next))
    }
}

impl Shown {
    fn of_quotation(sentence: &Sentence<'_>, need: Need) -> Self {
        let is_mark = |t: &super::token::Token| super::token::is_quotation_mark(t.mark);
        let at = sentence.tokens.iter().position(is_mark).unwrap_or(0);
        Self { kind: Kind::CutQuotation, span: sentence.bytes(at..at + 1), need }
    }
}
