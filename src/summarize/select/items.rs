//! A summary of items: what a list or instructions are about, in one statement, and their items.
//!
//! The statement goes first, alone where the budget is one sentence. The items come next, all as one
//! sentence of a budget of sentences; under a budget of words or characters they come in order while
//! they fit, and not at all unless some do. Whatever room is left is filled as in any summary.

use super::{Candidates, Unit};
use crate::article::Span;
use crate::summarize::items::Items;
use crate::summarize::kind::{Form, PieceKind};
use crate::summarize::line_kind::LineKind;
use crate::summarize::payoff::payoffs_by;
use crate::summarize::score::Parts;
use crate::summarize::summary::{Pick, Role};

/// No more items are shown.
const MOST: usize = 10;

/// Fewer items than this do not stand for a list.
const LEAST: usize = 2;

/// A statement of more words says too much to head a list.
const LONGEST: usize = 45;

/// What stands before an item in a text, and behind it.
const MARK: usize = 3;

impl Candidates<'_> {
    /// Finds the kind of the piece, its items, and the statement that goes before them.
    pub(super) fn itemise(&mut self, lines: &[LineKind], lists: bool) {
        let form = Form::new(self.document);
        self.piece = PieceKind::told(self.document, &form);
        if !lists || self.relevant.is_some() || self.is_long() || self.spans.len() < lines.len() {
            return;
        }
        let Some(items) = Items::of(self.document, self.piece, &form, lines) else { return };
        let payoffs = payoffs_by(self.document, self.piece, lines);
        let Some(statement) = self.statement(&items, &payoffs) else { return };
        // What follows it is what such pieces come to, not what they open with.
        self.statements.sort_by(|&i, &j| payoffs[j].total_cmp(&payoffs[i]));
        self.statements.retain(|&i| i != statement);
        self.statements.insert(0, statement);
        self.core = vec![statement];
        self.opening = None;
        self.items = Some(items);
    }

    /// The sentence that says what the items are of: of those before them, or else of all.
    fn statement(&self, items: &Items, payoffs: &[f32]) -> Option<usize> {
        let first = items.items.first()?.sentence;
        let is_item = |i: usize| items.items.iter().any(|item| item.sentence == i);
        let may_head = |&i: &usize| {
            self.is_statement[i] && !is_item(i) && self.needs(i) == 0 && self.words[i] <= LONGEST
        };
        let best = |i: &usize, j: &usize| {
            payoffs[*i].total_cmp(&payoffs[*j]).then(self.score(*i).total_cmp(&self.score(*j)))
        };
        let before = (0..first).filter(may_head).max_by(best);
        before.or_else(|| (0..self.spans.len()).filter(may_head).max_by(best))
    }

    /// The picks of so many sentences, of which the items are the second.
    pub(super) fn itemised(&self, limit: usize) -> Option<Vec<Pick>> {
        let items = self.items.as_ref().filter(|_| limit > 1)?;
        let picks: Vec<Pick> = self.order(limit - 1).into_iter().map(|i| self.whole(i)).collect();
        Some(self.with_items(picks, items, MOST))
    }

    /// The picks that fit into so many words or characters, with items where some fit.
    pub(super) fn itemised_within(
        &self,
        limit: usize,
        unit: Unit,
        costs: &[usize],
    ) -> Option<Vec<Pick>> {
        let items = self.items.as_ref()?;
        let &statement = self.core.first()?;
        let mut left = limit.checked_sub(costs[statement])?;
        let mark = if unit == Unit::Words { 0 } else { MARK };
        let mut count = 0;
        for item in items.items.iter().take(MOST) {
            let Some(rest) = left.checked_sub(self.measure(item.span, unit) + mark) else { break };
            (left, count) = (rest, count + 1);
        }
        if count < LEAST.min(items.items.len()) {
            return None;
        }
        let taken = self.order_within(costs[statement] + left, costs);
        let picks = taken.into_iter().map(|i| self.whole(i)).collect();
        Some(self.with_items(picks, items, count))
    }

    /// These picks, and the first items that are not among them.
    fn with_items(&self, mut picks: Vec<Pick>, items: &Items, count: usize) -> Vec<Pick> {
        let picked: Vec<usize> = picks.iter().map(|pick| pick.index).collect();
        let new = items.items.iter().take(count).filter(|item| !picked.contains(&item.sentence));
        picks.extend(new.map(|item| self.item(item.sentence, item.span)));
        picks
    }

    fn item(&self, index: usize, span: Span) -> Pick {
        let words = (self.document.count_words)(&self.document.body[span]);
        let (score, parts) = match self.scores.get(index) {
            Some(score) => (score.total, score.parts.clone()),
            None => (0.0, Parts::default()),
        };
        let (role, insertions) = (Some(Role::Item), Vec::new());
        Pick { index, span, cut: false, role, words, score, parts, insertions }
    }
}

#[cfg(test)]
mod tests {
    use crate::summarize::kind::tests::{HARBOURS, Piece, TIPS};
    use crate::summarize::{
        Budget, Document, Lead, PieceKind, Ranking, Selection, SentenceScorer, Summary, WeighedSet,
        summarize, summarize_with,
    };

    const TITLE: Option<&str> = Some("4 tips to keep your boat dry");

    /// The lead, as a scorer that weighs whole summaries.
    struct WeighingLead;

    impl SentenceScorer for WeighingLead {
        fn name(&self) -> &'static str {
            "lead"
        }

        fn uses_embeddings(&self) -> bool {
            false
        }

        fn rank(&self, document: &Document<'_>) -> crate::Result<Ranking> {
            let lead = WeighedSet { sentences: vec![0], value: 0.0 };
            Ok(Ranking { sets: vec![lead], ..Lead.rank(document)? })
        }
    }

    #[test]
    fn the_first_sentences_are_asked_for_by_name() {
        let piece = Piece::new(TITLE, TIPS);
        let budget = Budget::sentences(3).unwrap();
        let summary = summarize(&piece.document(), &Lead, budget).unwrap();
        assert_eq!((summary.items, summary.picks.len()), (None, 3));
    }

    fn summary(piece: &Piece, budget: Budget) -> Summary {
        summarize(&piece.document(), &WeighingLead, budget).unwrap()
    }

    #[test]
    fn a_statement_goes_before_the_items() {
        let piece = Piece::new(TITLE, TIPS);
        let body = piece.document().body;
        let two = summary(&piece, Budget::sentences(2).unwrap());
        assert_eq!((two.kind, two.items, two.items_left_out()), (PieceKind::HowTo, Some(4), 0));
        assert_eq!(two.sentences().count(), 1);
        let text = two.text(body);
        assert!(text.starts_with("A dry boat needs moving air"), "{text}");
        let items = " • Open the hatches • Empty the bilge • Choose a cover that breathes • Take the cushions home";
        assert!(text.ends_with(items), "{text}");
        let one = summary(&piece, Budget::sentences(1).unwrap());
        assert_eq!(one.picks.len(), 1);
        assert_eq!(one.items, None);
        assert!(text.starts_with(&one.text(body)));
        let line = summary(&piece, Budget::line(40).unwrap());
        assert_eq!(line.text(body), one.text(body));
    }

    #[test]
    fn longer_summaries_hold_shorter_ones() {
        for (title, lines) in [(TITLE, TIPS), (Some("The 5 best harbours"), HARBOURS), (None, TIPS)]
        {
            let piece = Piece::new(title, lines);
            let mut before: Vec<usize> = Vec::new();
            for count in 1..20 {
                let picks = summary(&piece, Budget::sentences(count).unwrap()).picks;
                let indices: Vec<usize> = picks.iter().map(|pick| pick.index).collect();
                assert!(
                    before.iter().all(|i| indices.contains(i)),
                    "{count}: {before:?} {indices:?}"
                );
                assert!(indices.windows(2).all(|pair| pair[0] < pair[1]), "{count}: {indices:?}");
                let plain = picks.iter().filter(|pick| pick.role.is_none()).count();
                assert!(count == 1 || plain < picks.len() && plain < count || count > 9, "{count}");
                before = indices;
            }
        }
    }

    #[test]
    fn items_come_while_they_fit() {
        let piece = Piece::new(TITLE, TIPS);
        let body = piece.document().body;
        let mut shown = Vec::new();
        for limit in 2..400 {
            let summary = summary(&piece, Budget::characters(limit).unwrap());
            let text = summary.text(body);
            assert!(text.chars().count() <= limit, "{limit}: {text}");
            let items = summary.items().count();
            assert!(items != 1, "{limit}: {text}");
            shown.push(items);
        }
        assert_eq!(shown.first(), Some(&0));
        assert_eq!(shown.iter().max(), Some(&4));
        for limit in 1..80 {
            let summary = summary(&piece, Budget::words(limit).unwrap());
            assert!(summary.words() <= limit, "{limit}");
        }
    }

    #[test]
    fn items_are_left_out_where_they_are_not_wanted() {
        let piece = Piece::new(TITLE, TIPS);
        let selection = Selection { lists_items: false, ..Selection::default() };
        let three = Budget::sentences(3).unwrap();
        let summary = summarize_with(&piece.document(), &WeighingLead, three, &selection).unwrap();
        assert_eq!((summary.items, summary.picks.len()), (None, 3));
        assert_eq!(summary.kind, PieceKind::HowTo);
    }

    #[test]
    fn many_items_are_counted() {
        let mut lines = vec![
            "These eleven boats of the harbour can be boarded on Sunday, and each has its story."
                .to_owned(),
        ];
        for i in 1..=11 {
            lines.push(format!(
                "{i}. The boat of berth {}",
                ["red", "grey", "tar", "oak", "elm", "ash", "old", "new", "low", "tall", "wide"]
                    [i - 1]
            ));
            lines.push(format!("It was built in the year 19{i:02} by a family that still owns the yard on the mole."));
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let piece = Piece::new(Some("11 boats to see"), &lines);
        let summary = summary(&piece, Budget::sentences(2).unwrap());
        assert_eq!(
            (summary.items, summary.items().count(), summary.items_left_out()),
            (Some(11), 10, 1)
        );
    }
}
