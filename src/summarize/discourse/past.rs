//! What the sentences of a document have said so far, and what would meet a need for it.
//!
//! In: the mentions and words of each sentence, in order. Out: for a [`Shown`] need a [`Demand`],
//! which names the sentences and words that meet it. It resolves nothing: the last thing that a
//! word can refer to is taken for what it refers to.

use super::auditor::Demand;
use super::mention::{Mention, Reach};
use super::need::{Need, Shown};

/// What the sentences so far have said, by where it was said last.
pub(super) struct Past {
    /// The mentions of each sentence.
    mentions: Vec<Vec<Mention>>,
    /// For each stem the last sentence that has it.
    word: Vec<Option<usize>>,
    /// For each stem the last sentence that has a mention with this head.
    head: Vec<Option<usize>>,
    /// For each stem whether an indefinite article brought it in.
    introduced: Vec<bool>,
    /// For each kind of reference the last sentence with a mention that answers it: any, and a name.
    reach: [[Option<usize>; Reach::KINDS]; 2],
}

impl Past {
    pub(super) fn new(vocabulary: usize) -> Self {
        Self {
            mentions: Vec::new(),
            word: vec![None; vocabulary],
            head: vec![None; vocabulary],
            introduced: vec![false; vocabulary],
            reach: [[None; Reach::KINDS]; 2],
        }
    }

    /// Adds sentence `index`, which has these mentions and words.
    pub(super) fn add(&mut self, index: usize, mentions: Vec<Mention>, words: &[u32]) {
        let note = |table: &mut Vec<Option<usize>>, stem: u32| {
            if let Some(last) = table.get_mut(stem as usize) {
                *last = Some(index);
            }
        };
        for mention in &mentions {
            note(&mut self.head, mention.head);
            if let Some(introduced) = self.introduced.get_mut(mention.head as usize) {
                *introduced |= mention.indefinite;
            }
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
    pub(super) fn has_mentioned(&self, stem: u32) -> bool {
        last(&self.head, stem).is_some()
    }

    /// Whether something was brought in with this head: "a law".
    pub(super) fn has_introduced(&self, stem: u32) -> bool {
        self.introduced.get(stem as usize) == Some(&true)
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
    pub(super) fn demand(&self, index: usize, shown: Shown) -> Option<Demand> {
        let Shown { kind, span, need } = shown;
        let neighbour = match need {
            Need::Next => index + 1,
            _ => index.checked_sub(1)?,
        };
        let plain = Demand {
            kind,
            span,
            neighbour,
            at: None,
            words: Vec::new(),
            by: Some(neighbour),
            insertion: None,
        };
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
