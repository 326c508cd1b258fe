//! The reading of a document, and what its sentences need from each other.
//!
//! In: the sentences. Out: an [`Auditor`] that tells of any choice of them what it leaves dangling.
//! A need is met or not by what is chosen; choosing more never leaves one unmet that was met.

use std::collections::HashMap;
use std::ops::Range;

use super::acronym::Acronyms;
use super::full_name::FullNames;
use super::insertion::Insertion;
use super::mention::{self, People};
use super::need::{answer, demands_before, lead_in};
use super::past::Past;
use super::quotation::loose_ends;
use super::token::Sentence;
use super::vocabulary::{StemHasher, Vocabulary};
use super::{Audit, Finding, Kind, opening_words, primary};

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
    /// What an insertion mends, by where it stands; nothing where nothing is inserted.
    insertable: Vec<Demand>,
}

/// Something that a sentence needs from another. Any of what would meet it is enough.
#[derive(Debug)]
pub(super) struct Demand {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// This sentence.
    pub(super) neighbour: usize,
    /// This one too.
    pub(super) at: Option<usize>,
    /// An earlier one that has one of these words.
    pub(super) words: Vec<u32>,
    /// Which sentence is said to mend it, if one is known.
    pub(super) by: Option<usize>,
    /// What would mend it if it were put into the sentence.
    pub(super) insertion: Option<Insertion>,
}

impl Auditor {
    /// Reads the document's sentences, given in order. `None` where `language` is neither English
    /// nor one of those of which opening words are known.
    pub fn new(sentences: &[&str], language: &str) -> Option<Self> {
        let primary = primary(language);
        if primary.eq_ignore_ascii_case("en") {
            return Some(Self::read(sentences));
        }
        opening_words::knows(primary).then(|| Self::read_openings(sentences, primary))
    }

    /// Reads no more of sentences than the words they open with and the marks they end with.
    fn read_openings(sentences: &[&str], primary: &str) -> Self {
        let demands = |index: usize, text: &str| {
            let opening = opening_words::opening(text, primary).filter(|_| index > 0);
            let before =
                opening.map(|(kind, span)| Demand::of(kind, span, index.saturating_sub(1)));
            let last = index + 1 == sentences.len();
            let lead_in = lead_in(text).filter(|_| !last);
            let after = lead_in.map(|span| Demand::of(Kind::OpenLeadIn, span, index + 1));
            before.into_iter().chain(after).collect()
        };
        let reading = |(index, text): (usize, &&str)| Reading {
            words: Vec::new(),
            demands: demands(index, text),
            insertable: Vec::new(),
        };
        Self { sentences: sentences.iter().enumerate().map(reading).collect() }
    }

    fn read(sentences: &[&str]) -> Self {
        let mut vocabulary = Vocabulary::for_text(sentences.iter().map(|s| s.len()).sum());
        let mut open = false;
        let parsed: Vec<Sentence<'_>> =
            sentences.iter().map(|s| Sentence::new(s, &mut vocabulary, &mut open)).collect();
        let (mut people, mut full_names) = (People::default(), FullNames::default());
        for (index, sentence) in parsed.iter().enumerate() {
            people.read(&sentence.tokens, &vocabulary);
            full_names.read(index, sentence, &vocabulary);
        }
        let acronyms = Acronyms::read(&parsed);
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
            let mut demands: Vec<Demand> =
                shown.into_iter().filter_map(|shown| past.demand(index, shown)).collect();
            if let Some(span) = lead_in(sentence.text()).filter(|_| index + 1 < parsed.len()) {
                demands.push(Demand::of(Kind::OpenLeadIn, span, index + 1));
            }
            demands.extend(full_names.demands(index, sentence, &vocabulary));
            demands.extend(acronyms.demands(index, sentence));
            let mut words: Vec<u32> =
                sentence.tokens.iter().filter(|t| t.is_word()).map(|t| t.stem).collect();
            words.sort_unstable();
            words.dedup();
            past.add(index, mentions, &words);
            readings.push(Reading { words, demands, insertable: Vec::new() });
        }
        Self { sentences: readings }
    }

    /// The same, where what an insertion mends is no fault: see [`Auditor::insertions`].
    #[must_use]
    pub fn with_insertions(mut self) -> Self {
        for reading in &mut self.sentences {
            let demands = std::mem::take(&mut reading.demands);
            let (insertable, demands) =
                demands.into_iter().partition(|demand| demand.insertion.is_some());
            (reading.demands, reading.insertable) = (demands, insertable);
            reading.insertable.sort_by_key(|demand| demand.span.start);
        }
        self
    }

    /// What the sentence at `index` needs put into it beside `picks`, which are ascending, in the
    /// order of the sentence. Nothing but after [`Auditor::with_insertions`].
    pub fn insertions(&self, index: usize, picks: &[usize]) -> Vec<&Insertion> {
        let before = &picks[..picks.partition_point(|&pick| pick < index)];
        let says = |stem: u32| before.iter().any(|&pick| self.says(pick, stem));
        let demands = self.sentences.get(index).map_or(&[][..], |reading| &reading.insertable);
        let unmet = demands.iter().filter(|demand| !demand.is_met(picks, says));
        unmet.filter_map(|demand| demand.insertion.as_ref()).collect()
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
            if !known && !demand.is_met(picks, &says) {
                findings.push(demand.finding(index));
            }
        }
        findings
    }

    /// How much all that the ascending `picks` leave dangling hurts a reader: the sum of the
    /// [`Kind::severity`] of every kind of fault of every pick.
    pub fn hurt(&self, picks: &[usize]) -> f32 {
        let severity = |finding: Finding| finding.kind.severity();
        picks.iter().flat_map(|&pick| self.check(pick, picks)).map(severity).sum()
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
    /// One that only the sentence `neighbour` meets.
    fn of(kind: Kind, span: Range<usize>, neighbour: usize) -> Self {
        let by = Some(neighbour);
        Self { kind, span, neighbour, at: None, words: Vec::new(), by, insertion: None }
    }

    /// Whether the ascending `picks` meet it; `says` tells whether one before has a word.
    fn is_met(&self, picks: &[usize], says: impl Fn(u32) -> bool) -> bool {
        has(picks, self.neighbour)
            || self.at.is_some_and(|at| has(picks, at))
            || self.words.iter().any(|&stem| says(stem))
    }

    fn finding(&self, sentence: usize) -> Finding {
        Finding { sentence, kind: self.kind, span: self.span.clone(), antecedent: self.by }
    }
}

/// Whether the ascending `picks` have `index`.
fn has(picks: &[usize], index: usize) -> bool {
    picks.binary_search(&index).is_ok()
}
