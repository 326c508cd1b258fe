//! The order in which sentences are taken.
//!
//! A core, the best summary of its length, shrinks and grows by one sentence at a time. To shrink,
//! it drops the sentence that can best be spared; to grow, it takes the best that repeats nothing
//! and leaves nothing dangling. A sentence that dangles waits until what it refers to has been
//! taken; where the two of them are on average better than what else there is, its antecedent is
//! taken for its sake. Where all that is left dangles, the best is taken as it is, and what mends it
//! next: so comes in what is not relevant itself, and a shorter summary stays within a longer one.

use std::cmp::Ordering;

use super::Candidates;

impl Candidates<'_> {
    /// The first `limit` sentences in the order in which they are taken.
    pub(super) fn order(&self, limit: usize) -> Vec<usize> {
        let mut chain = Chain::new(self, self.shrunk());
        chain.taken.truncate(limit);
        while chain.taken.len() < limit {
            // Whether there is room for two may not matter: longer summaries hold shorter ones.
            let next = match chain.mending() {
                Some(mending) => mending,
                None => match chain.next(|_, _| true) {
                    Some(next) => next.harmless.unwrap_or_else(|| chain.suffer(next.best)),
                    None => break,
                },
            };
            chain.take(next);
        }
        let Chain { mut taken, repeating, .. } = chain;
        taken.extend(repeating.into_iter().chain(self.fragments.iter().copied()));
        taken.truncate(limit);
        taken
    }

    /// The sentences taken while their costs are within `limit`: nothing that does harm.
    pub(super) fn order_within(&self, limit: usize, cost: impl Fn(usize) -> usize) -> Vec<usize> {
        let mut chain = Chain::new(self, Vec::new());
        // The core goes before what ranks higher than some of it.
        let core = self.shrunk();
        chain.waiting.retain(|i| !core.contains(i));
        chain.waiting.splice(0..0, core);
        let mut is_good = vec![false; self.spans.len()];
        let good = match self.relevant {
            Some(_) => self.statements.len(),
            None => self.statements.len().div_ceil(2),
        };
        self.statements[..good].iter().chain(&self.core).for_each(|&i| is_good[i] = true);
        let mut left = limit;
        loop {
            let before = chain.waiting.len();
            chain.waiting.retain(|&i| cost(i) <= left);
            if chain.waiting.len() < before && !chain.taken.is_empty() {
                chain.waiting.retain(|&i| is_good[i]);
            }
            let fits = |i, antecedent| cost(i) + cost(antecedent) <= left;
            let next = chain.next(fits);
            let mended = |next: &Next| chain.rescuer(next.best, next.antecedent, None, fits);
            let Some(next) = next.and_then(|next| next.harmless.or_else(|| mended(&next))) else {
                return chain.taken;
            };
            left -= cost(next);
            chain.take(next);
        }
    }

    /// The sentences of the core, so that each beginning of them is a good summary.
    fn shrunk(&self) -> Vec<usize> {
        let mut set = self.core.clone();
        set.sort_unstable();
        let mut dropped = Vec::with_capacity(set.len());
        while set.len() > 1 {
            let without = |place: usize| {
                let mut rest = set.clone();
                let spared = rest.remove(place);
                (self.faults_of(&rest), self.score(spared))
            };
            let compare = |a: &usize, b: &usize| -> Ordering {
                let (a, b) = (without(*a), without(*b));
                a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
            };
            let spared = (0..set.len()).min_by(compare).unwrap_or(0);
            dropped.push(set.remove(spared));
        }
        dropped.extend(set);
        dropped.reverse();
        dropped
    }
}

/// A summary that grows.
struct Chain<'a> {
    candidates: &'a Candidates<'a>,
    /// What was taken, in that order.
    taken: Vec<usize>,
    /// The same, ascending.
    picks: Vec<usize>,
    /// Statements that may follow, best first.
    waiting: Vec<usize>,
    /// Statements that say what others said.
    repeating: Vec<usize>,
    /// What was taken although it dangled then.
    suffered: Vec<usize>,
}

/// What may be taken next.
struct Next {
    /// The best of what does no harm.
    harmless: Option<usize>,
    /// The best of all.
    best: usize,
    /// What would mend it, if it dangles and that is known.
    antecedent: Option<usize>,
}

impl<'a> Chain<'a> {
    fn new(candidates: &'a Candidates<'a>, taken: Vec<usize>) -> Self {
        let waiting =
            candidates.statements.iter().copied().filter(|i| !taken.contains(i)).collect();
        let mut picks = taken.clone();
        picks.sort_unstable();
        Self { candidates, taken, picks, waiting, repeating: Vec::new(), suffered: Vec::new() }
    }

    fn take(&mut self, i: usize) {
        self.waiting.retain(|&other| other != i);
        self.taken.push(i);
        self.picks.insert(self.picks.partition_point(|&pick| pick < i), i);
    }

    /// What can be taken next; nothing where all that is left repeats. `fits(i, j)` says whether
    /// there is room for both.
    fn next(&mut self, fits: impl Fn(usize, usize) -> bool) -> Option<Next> {
        let mut dangling: Option<Next> = None;
        let mut place = 0;
        while let Some(&i) = self.waiting.get(place) {
            if self.candidates.repeats(i, &self.taken) {
                self.repeating.push(self.waiting.remove(place));
                continue;
            }
            let faults = self.candidates.faults(i, &self.picks);
            let Some(fault) = faults.first() else {
                let Some(next) = dangling else {
                    return Some(Next { harmless: Some(i), best: i, antecedent: None });
                };
                let rescuer = self.rescuer(next.best, next.antecedent, Some(i), fits);
                return Some(Next { harmless: rescuer.or(Some(i)), ..next });
            };
            dangling.get_or_insert(Next { harmless: None, best: i, antecedent: fault.antecedent });
            place += 1;
        }
        dangling
    }

    /// Notes that sentence `i` is taken although it dangles.
    fn suffer(&mut self, i: usize) -> usize {
        self.suffered.push(i);
        i
    }

    /// What mends something that was taken and dangles.
    fn mending(&self) -> Option<usize> {
        let faults = self.suffered.iter().flat_map(|&i| self.candidates.faults(i, &self.picks));
        faults.filter_map(|fault| fault.antecedent).find(|&antecedent| self.is_harmless(antecedent))
    }

    /// Whether sentence `i` is a statement, relevant or not, that leaves nothing dangling and repeats
    /// nothing.
    fn is_harmless(&self, i: usize) -> bool {
        self.candidates.is_statement.get(i) == Some(&true)
            && !self.candidates.repeats(i, &self.taken)
            && self.candidates.faults(i, &self.picks).is_empty()
    }

    /// The antecedent of sentence `i`, which dangles without it, if the two are better than `other`,
    /// which does no harm.
    fn rescuer(
        &self,
        i: usize,
        antecedent: Option<usize>,
        other: Option<usize>,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<usize> {
        let antecedent = antecedent?;
        let score = |i| self.candidates.score(i);
        let mut both = self.picks.clone();
        both.insert(both.partition_point(|&pick| pick < antecedent), antecedent);
        let is_better = other.is_none_or(|other| {
            self.waiting.contains(&antecedent)
                && (score(i) + score(antecedent)) / 2.0 > score(other)
        });
        let serves = self.is_harmless(antecedent)
            && is_better
            && fits(i, antecedent)
            && self.candidates.faults(i, &both).is_empty();
        serves.then_some(antecedent)
    }
}
