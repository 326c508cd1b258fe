//! Selection: a ranking and a budget in, picks in the order of the document out.
//!
//! Sentences are taken one by one, in the order that [`chain`] makes: first the scorer's core,
//! the best summary of three, and behind it whatever ranks next, repeats nothing that was taken
//! and leaves nothing dangling ([`discourse`](super::discourse)). What does harm comes after all
//! that does not; near-duplicates come later still, and fragments (captions, bylines) last. That
//! order depends on no budget, so summaries nest: the one of N sentences is contained in the one
//! of N + 1, and has N sentences if the document does.
//!
//! Under a budget of words or characters, a sentence that does not fit is passed over for the next
//! one that does; what room is left then is not filled with what does harm or repeats, nor with
//! sentences that rank in the lower half, which fit only because they are short. Where no whole
//! sentence fits, the best is cut ([`cut`]). One line is made in [`line`]. The full form of a name
//! that a reader misses is put into a pick in [`complete`].

mod chain;
mod clause;
mod complete;
mod cut;
mod explain;
mod items;
mod line;
#[cfg(test)]
mod tests;

use super::budget::{Budget, Limit, Unit};
use super::discourse::Auditor;
use super::document::Document;
use super::items::Items;
use super::kind::PieceKind;
use super::line_kind::line_kinds;
use super::redundancy::{Comparison, Redundancy};
use super::score::{READERS, Score};
use super::similarity::MOST;
use super::summary::Pick;
use super::{Ranking, WeighedSet, discourse};
use crate::article::Span;

pub use explain::{Verdict, explain};

/// In a document of more than [`MOST`] sentences, two that stand further apart than this are not
/// compared, unless one is among the first that are taken.
const NEAR: usize = 512;

/// Readers would clearly rather have a sentence than the opening where its score is greater by so much.
const OUTRANKED: f32 = 1.0;

/// What is minded when sentences are put together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selection {
    /// What counts as saying the same.
    pub redundancy: Redundancy,
    /// Whether a sentence gives way to another where it would leave a reference dangling or a
    /// discourse link broken.
    pub keeps_discourse: bool,
    /// Whether picks are left as they are, without the full form of a name in square brackets
    /// where one alone says too little. A sentence gives way to another then.
    pub verbatim: bool,
    /// Whether a list, or instructions, are summed up by their items, where the scorer weighs whole
    /// summaries.
    pub lists_items: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            redundancy: Redundancy::default(),
            keeps_discourse: true,
            verbatim: false,
            lists_items: true,
        }
    }
}

/// What was selected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selected {
    /// What kind of piece the document is.
    pub kind: PieceKind,
    /// The sentences, in the order of the document.
    pub picks: Vec<Pick>,
    /// How many items the document has, where some of them are picks.
    pub items: Option<usize>,
    /// The core's odds against the lead as a probability, see
    /// [`Summary::confidence`](super::Summary::confidence).
    pub confidence: Option<f32>,
    /// How far from each other picks were compared, where there are too many to compare all.
    pub sampled: Option<usize>,
}

/// Picks sentences of `document` by `ranking`.
///
/// Never more than `budget`, and never nothing where there is a sentence that is relevant. A score
/// that is not a number counts as the lowest.
#[must_use]
pub fn select(
    document: &Document<'_>,
    ranking: &Ranking,
    budget: Budget,
    selection: &Selection,
) -> Selected {
    let candidates = Candidates::new(document, ranking, selection);
    let mut picks = match budget.limit(candidates.words.iter().sum()) {
        Limit::Sentences(limit) => candidates.itemised(limit).unwrap_or_else(|| {
            candidates.order(limit).into_iter().map(|i| candidates.whole(i)).collect()
        }),
        Limit::Length(limit, unit) => candidates.best_within(limit, unit),
        Limit::Line(limit, unit) => candidates.line(limit, unit).into_iter().collect(),
    };
    picks.sort_unstable_by_key(|pick| pick.index);
    candidates.complete(&mut picks, |pick| match budget {
        Budget::Line(limit) => pick.words <= limit.get(),
        Budget::LineOfCharacters(limit) => {
            pick.text(document.body).is_some_and(|text| text.chars().count() <= limit.get())
        }
        _ => true,
    });
    let sampled = candidates.is_long().then_some(NEAR);
    let has_items = picks.iter().any(|pick| pick.role.is_some());
    let items = candidates.items.as_ref().filter(|_| has_items).map(|items| items.items.len());
    let (kind, confidence) = (candidates.piece, candidates.confidence);
    Selected { kind, picks, items, confidence, sampled }
}

/// The sentences of a document, ranked.
struct Candidates<'a> {
    document: &'a Document<'a>,
    scores: &'a [Score],
    /// Which sentences may be picked for themselves, if not all.
    relevant: Option<&'a [bool]>,
    /// Each sentence without what stands before its statement.
    spans: Vec<Span>,
    /// The number of words in each of these.
    words: Vec<usize>,
    /// The sentences that are no fragments, best first; the fragments where there are none.
    statements: Vec<usize>,
    /// The other sentences, best first.
    fragments: Vec<usize>,
    /// For each sentence, whether it may be taken for the sake of one that refers to it.
    is_statement: Vec<bool>,
    /// The best summary of its length, as far as the scorer knows one.
    core: Vec<usize>,
    /// What says what the text is about: the last that the core gives up.
    opening: Option<usize>,
    /// How likely it is better than the lead.
    confidence: Option<f32>,
    /// What kind of piece it is.
    piece: PieceKind,
    /// Its items, where these are what a summary is made of.
    items: Option<Items>,
    comparison: Comparison,
    auditor: Option<Auditor>,
}

impl<'a> Candidates<'a> {
    fn new(document: &'a Document<'a>, ranking: &'a Ranking, selection: &Selection) -> Self {
        let scores = &ranking.scores[..];
        let relevant = ranking.relevant.as_deref();
        let known = relevant.map_or(scores.len(), |relevant| relevant.len().min(scores.len()));
        let count = document.sentences.len().min(known);
        let texts: Vec<&str> = document.texts().collect();
        let spans: Vec<Span> = (0..count).map(|i| document.statement(i)).collect();
        let words: Vec<usize> =
            spans.iter().map(|&span| (document.count_words)(&document.body[span])).collect();
        let mut order: Vec<usize> = (0..count).collect();
        // A stable sort: sentences of one score stay in the order of the document.
        order.sort_by(|&a, &b| value(&scores[b]).total_cmp(&value(&scores[a])));
        let kinds = line_kinds(document);
        let (mut statements, mut fragments): (Vec<usize>, Vec<usize>) =
            order.into_iter().partition(|&i| kinds[i].states());
        let mut is_statement = vec![false; count];
        statements.iter().for_each(|&i| is_statement[i] = true);
        let is_relevant = |i: &usize| relevant.is_none_or(|relevant| relevant[*i]);
        statements.retain(is_relevant);
        fragments.retain(is_relevant);
        if statements.is_empty() {
            std::mem::swap(&mut fragments, &mut statements);
        }
        let language = if document.is_english() { Some("en") } else { document.language };
        let language = language.filter(|_| selection.keeps_discourse);
        let auditor = language.and_then(|language| Auditor::new(&texts, language));
        let auditor = match selection.verbatim {
            true => auditor,
            false => auditor.map(Auditor::with_insertions),
        };
        let comparison = Comparison::new(document, selection.redundancy);
        let mut candidates = Self {
            document,
            scores,
            relevant,
            spans,
            words,
            statements,
            fragments,
            is_statement,
            core: Vec::new(),
            opening: None,
            confidence: None,
            piece: PieceKind::default(),
            items: None,
            comparison,
            auditor,
        };
        let may_open = |&i: &usize| {
            relevant.is_none()
                && candidates.is_statement.get(i) == Some(&true)
                && candidates.needs(i) == 0
                && !candidates.is_outranked(i)
        };
        candidates.opening = ranking.opening.filter(may_open);
        if let Some(best) = candidates.best_set(&ranking.sets) {
            let odds = best.value - ranking.sets[0].value;
            candidates.core = best.sentences.clone();
            candidates.confidence = Some(1.0 / (1.0 + (-odds).exp()));
        } else {
            candidates.core.extend(candidates.opening);
        }
        candidates.itemise(&kinds, selection.lists_items && !ranking.sets.is_empty());
        candidates
    }

    /// Whether readers would clearly rather have another sentence than sentence `i`, as far as the scorer
    /// knows readers.
    fn is_outranked(&self, i: usize) -> bool {
        let knows_readers = self.scores[i].parts.get(READERS).is_some();
        let may_be = |j: &usize| *j != i && self.is_statement[*j] && self.needs(*j) == 0;
        let best = self.statements.iter().copied().find(may_be);
        knows_readers
            && best
                .is_some_and(|best| value(&self.scores[best]) > value(&self.scores[i]) + OUTRANKED)
    }

    /// The set of the greatest value, but none that is nothing but a torn quotation.
    fn best_set<'s>(&self, sets: &'s [WeighedSet]) -> Option<&'s WeighedSet> {
        let known = |set: &&WeighedSet| set.sentences.iter().all(|&i| i < self.spans.len());
        let rank = |set: &&WeighedSet| (!self.is_torn(&set.sentences), set.value);
        let compare = |a: &&WeighedSet, b: &&WeighedSet| {
            let (a, b) = (rank(a), rank(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        // Of equal ones the first: `max_by` takes the last.
        sets.iter().rev().filter(known).max_by(compare)
    }

    /// The picks that fit into so many words or characters.
    fn best_within(&self, limit: usize, unit: Unit) -> Vec<Pick> {
        // What stands between two sentences is a character.
        let (limit, between) = match unit {
            Unit::Words => (limit, 0),
            Unit::Characters => (limit + 1, 1),
        };
        let cost = |(i, &span)| self.measure(span, unit) + self.most_inserted(i, unit) + between;
        let costs: Vec<usize> = self.spans.iter().enumerate().map(cost).collect();
        if let Some(picks) = self.itemised_within(limit, unit, &costs) {
            return picks;
        }
        let taken = self.order_within(limit, &costs);
        match (taken.as_slice(), self.first()) {
            ([], Some(best)) => vec![self.beginning(best, limit - between, unit)],
            _ => taken.into_iter().map(|i| self.whole(i)).collect(),
        }
    }

    /// The sentence that a summary of one is.
    fn first(&self) -> Option<usize> {
        self.order(1).first().copied()
    }

    fn measure(&self, span: Span, unit: Unit) -> usize {
        match unit {
            Unit::Words => (self.document.count_words)(&self.document.body[span]),
            Unit::Characters => self.document.body[span].chars().count(),
        }
    }

    /// Whether there are too many sentences to compare all with all.
    fn is_long(&self) -> bool {
        self.spans.len() > MOST
    }

    /// Whether two sentences stand near enough to be compared.
    fn is_near(&self, i: usize, j: usize) -> bool {
        !self.is_long() || i.abs_diff(j) <= NEAR
    }

    /// What sentence `i` needs beside it, bit by bit, where nothing is picked.
    fn needs(&self, i: usize) -> u32 {
        self.auditor.as_ref().map_or(0, |auditor| auditor.needs(i))
    }

    /// What is left of these needs once `pick` is picked.
    fn needs_beside(&self, i: usize, needs: u32, pick: usize) -> u32 {
        self.auditor.as_ref().map_or(0, |auditor| auditor.needs_beside(i, needs, pick))
    }

    /// What would mend the first of these needs of sentence `i`.
    fn mended_by(&self, i: usize, needs: u32) -> Option<usize> {
        self.auditor.as_ref()?.mended_by(i, needs)
    }

    /// What would mend these needs of sentence `i`, the first first.
    fn all_mended_by(&self, i: usize, needs: u32) -> Vec<usize> {
        let auditor = self.auditor.as_ref();
        auditor.map_or_else(Vec::new, |auditor| auditor.all_mended_by(i, needs))
    }

    /// Whether each of these sentences tears a quotation, where it stands alone.
    fn is_torn(&self, sentences: &[usize]) -> bool {
        let auditor = self.auditor.as_ref();
        auditor.is_some_and(|auditor| sentences.iter().all(|&i| auditor.is_torn(i)))
    }

    /// What sentence `i` would leave dangling beside the ascending `picks`.
    fn faults(&self, i: usize, picks: &[usize]) -> Vec<discourse::Finding> {
        self.auditor.as_ref().map_or_else(Vec::new, |auditor| auditor.check(i, picks))
    }

    /// How much a summary of these ascending sentences leaves dangling.
    fn faults_of(&self, picks: &[usize]) -> usize {
        picks.iter().map(|&i| self.faults(i, picks).len()).sum()
    }

    /// Whether sentence `i` may be picked for itself.
    fn is_relevant(&self, i: usize) -> bool {
        self.relevant.is_none_or(|relevant| relevant[i])
    }

    fn score(&self, i: usize) -> f32 {
        value(&self.scores[i])
    }

    fn whole(&self, index: usize) -> Pick {
        let Score { total, parts } = self.scores[index].clone();
        let (span, words) = (self.spans[index], self.words[index]);
        let insertions = Vec::new();
        Pick { index, span, cut: false, role: None, words, score: total, parts, insertions }
    }

    /// Sentence `index`, cut to so many words or characters if it has more.
    fn beginning(&self, index: usize, limit: usize, unit: Unit) -> Pick {
        if self.measure(self.spans[index], unit) <= limit {
            return self.whole(index);
        }
        let text = &self.document.body[self.spans[index]];
        let fits = |part: &str| self.fits_cut(part, limit, unit);
        let len = cut::cut(text, self.document.is_english(), fits);
        self.cut_at(index, len)
    }

    /// Whether the beginning of a sentence and the ellipsis behind it have no more words or
    /// characters than `limit`.
    fn fits_cut(&self, part: &str, limit: usize, unit: Unit) -> bool {
        match unit {
            Unit::Words => (self.document.count_words)(part) <= limit,
            Unit::Characters => part.chars().count() < limit,
        }
    }

    /// The first `len` bytes of the pick of sentence `index`.
    fn cut_at(&self, index: usize, len: usize) -> Pick {
        let whole = self.whole(index);
        let span = Span::new(whole.span.start, whole.span.start + len);
        let words = (self.document.count_words)(&self.document.body[span]);
        Pick { span, cut: span != whole.span, words, ..whole }
    }
}

/// A score that can be compared.
fn value(score: &Score) -> f32 {
    if score.total.is_nan() { f32::MIN } else { score.total }
}
