//! The order in which sentences are taken.
//!
//! A core, the best summary of its length, shrinks and grows by one sentence at a time. To shrink,
//! it drops the sentence that can best be spared; to grow, it takes the best that repeats nothing
//! and leaves nothing dangling. A sentence that dangles waits until what it refers to has been
//! taken; where the two of them are on average better than what else there is, its antecedent is
//! taken for its sake. Where all that is left dangles, the best is taken as it is, and what mends it
//! next: so comes in what is not relevant itself, and a shorter summary stays within a longer one.

use super::Candidates;

/// What was taken first is compared with all that follows, however far.
const ALWAYS: usize = 64;

impl Candidates<'_> {
    /// The first `limit` sentences in the order in which they are taken.
    pub(super) fn order(&self, limit: usize) -> Vec<usize> {
        if limit >= self.spans.len() && self.relevant.is_none() {
            return (0..self.spans.len()).collect();
        }
        let mut chain = Chain::new(self, self.shrunk());
        chain.taken.truncate(limit);
        while chain.taken.len() < limit {
            // Whether there is room for two may not matter: longer summaries hold shorter ones.
            let next = match chain.mending() {
                Some(mending) => mending,
                None => match chain.next(|_, _| true) {
                    // What answers a question best comes first, and what it refers to behind it.
                    Some(next) if self.relevant.is_some() && chain.taken.is_empty() => {
                        chain.suffer(next.best)
                    }
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
    pub(super) fn order_within(&self, limit: usize, costs: &[usize]) -> Vec<usize> {
        let cost = |i: usize| costs[i];
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
        let dearest = chain.waiting.iter().map(|&i| cost(i)).max().unwrap_or(0);
        let mut left = limit;
        loop {
            if left < dearest {
                let before = chain.waiting.len();
                chain.keep(|i| cost(i) <= left);
                if chain.waiting.len() < before && !chain.taken.is_empty() {
                    chain.keep(|i| is_good[i]);
                }
            }
            let fits = |i, antecedent| cost(i) + cost(antecedent) <= left;
            let next = chain.next(fits);
            let next = match next {
                Some(Next { harmless: Some(harmless), .. }) => Some(harmless),
                Some(next) => chain.rescuer(next.best, next.antecedent, None, fits),
                None => None,
            };
            let Some(next) = next else { return chain.taken };
            left -= cost(next);
            chain.take(next);
        }
    }

    /// The sentences of the core, so that each beginning of them is a good summary: none that is torn
    /// out of a quotation, the opening first, then the least left dangling.
    fn shrunk(&self) -> Vec<usize> {
        let mut set = self.core.clone();
        set.sort_unstable();
        let mut dropped = Vec::with_capacity(set.len());
        while set.len() > 1 {
            let without = |place: usize| {
                let mut rest = set.clone();
                let spared = rest.remove(place);
                let lacks = self.opening == Some(spared);
                ((lacks, self.is_torn(&rest), self.faults_of(&rest)), self.score(spared))
            };
            let compare = |a: &usize, b: &usize| {
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
    /// Statements that may follow, best first.
    waiting: Vec<usize>,
    /// Whether each sentence is among these.
    is_waiting: Vec<bool>,
    /// Statements that say what others said.
    repeating: Vec<usize>,
    /// What was taken although it dangled then, and still does.
    suffered: Vec<usize>,
    /// What each sentence would leave dangling beside what was taken, bit by bit.
    needs: Vec<u32>,
    /// The sentences that would leave anything.
    dangling: Vec<usize>,
    /// With how many of what was taken each sentence was compared, and whether it repeats any.
    compared: Vec<(usize, bool)>,
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
        let count = candidates.spans.len();
        let mut is_waiting = vec![false; count];
        candidates.statements.iter().for_each(|&i| is_waiting[i] = true);
        taken.iter().for_each(|&i| is_waiting[i] = false);
        let waiting = candidates.statements.iter().copied().filter(|&i| is_waiting[i]).collect();
        let needs: Vec<u32> = (0..count).map(|i| candidates.needs(i)).collect();
        let dangling = (0..count).filter(|&i| needs[i] != 0).collect();
        let mut chain = Self {
            candidates,
            taken: Vec::new(),
            waiting,
            is_waiting,
            repeating: Vec::new(),
            suffered: Vec::new(),
            needs,
            dangling,
            compared: vec![(0, false); count],
        };
        taken.into_iter().for_each(|i| chain.take(i));
        chain
    }

    fn take(&mut self, i: usize) {
        if std::mem::take(&mut self.is_waiting[i]) {
            self.waiting.retain(|&other| other != i);
        }
        self.taken.push(i);
        let (needs, candidates) = (&mut self.needs, self.candidates);
        self.dangling.retain(|&other| {
            needs[other] = candidates.needs_beside(other, needs[other], i);
            needs[other] != 0
        });
    }

    /// Lets only those wait that `keeps` holds for.
    fn keep(&mut self, keeps: impl Fn(usize) -> bool) {
        let is_waiting = &mut self.is_waiting;
        self.waiting.retain(|&i| {
            is_waiting[i] = keeps(i);
            is_waiting[i]
        });
    }

    /// Whether sentence `i` says what was taken says.
    fn repeats(&mut self, i: usize) -> bool {
        let (compared, repeats) = self.compared[i];
        if repeats || compared == self.taken.len() {
            return repeats;
        }
        let candidates = self.candidates;
        let repeats = self.taken.iter().enumerate().skip(compared).any(|(place, &j)| {
            (place < ALWAYS || candidates.is_near(i, j)) && candidates.comparison.repeat(i, j)
        });
        self.compared[i] = (self.taken.len(), repeats);
        repeats
    }

    /// What can be taken next; nothing where all that is left repeats. `fits(i, j)` says whether
    /// there is room for both.
    fn next(&mut self, fits: impl Fn(usize, usize) -> bool) -> Option<Next> {
        let mut dangling: Option<Next> = None;
        let mut place = 0;
        while let Some(&i) = self.waiting.get(place) {
            if self.repeats(i) {
                self.waiting.remove(place);
                self.is_waiting[i] = false;
                self.repeating.push(i);
                continue;
            }
            if self.needs[i] == 0 {
                let Some(next) = dangling else {
                    return Some(Next { harmless: Some(i), best: i, antecedent: None });
                };
                let rescuer = self.rescuer(next.best, next.antecedent, Some(i), fits);
                return Some(Next { harmless: rescuer.or(Some(i)), ..next });
            }
            if dangling.is_none() {
                let antecedent = self.candidates.mended_by(i, self.needs[i]);
                dangling = Some(Next { harmless: None, best: i, antecedent });
            }
            place += 1;
        }
        dangling
    }

    /// What is taken although it dangles: `best`, but no piece of a quotation alone if there is
    /// anything else.
    fn suffer(&mut self, best: usize) -> usize {
        let is_whole = |i: &&usize| !self.candidates.is_torn(&[**i]);
        let whole = self.waiting.iter().find(is_whole).filter(|_| self.taken.is_empty());
        let i = whole.copied().unwrap_or(best);
        self.suffered.push(i);
        i
    }

    /// What mends something that was taken and dangles.
    fn mending(&mut self) -> Option<usize> {
        let needs = &self.needs;
        self.suffered.retain(|&i| needs[i] != 0);
        for place in 0..self.suffered.len() {
            let i = self.suffered[place];
            let antecedents = self.candidates.all_mended_by(i, self.needs[i]);
            let mending = antecedents.into_iter().find(|&antecedent| self.is_harmless(antecedent));
            if mending.is_some() {
                return mending;
            }
        }
        None
    }

    /// Whether sentence `i` is a statement, relevant or not, that leaves nothing dangling and repeats
    /// nothing.
    fn is_harmless(&mut self, i: usize) -> bool {
        self.candidates.is_statement.get(i) == Some(&true) && self.needs[i] == 0 && !self.repeats(i)
    }

    /// The antecedent of sentence `i`, which dangles without it, if the two are better than `other`,
    /// which does no harm.
    fn rescuer(
        &mut self,
        i: usize,
        antecedent: Option<usize>,
        other: Option<usize>,
        fits: impl Fn(usize, usize) -> bool,
    ) -> Option<usize> {
        let antecedent = antecedent?;
        let score = |i| self.candidates.score(i);
        let is_better = other.is_none_or(|other| {
            self.is_waiting.get(antecedent) == Some(&true)
                && (score(i) + score(antecedent)) / 2.0 > score(other)
        });
        let serves = is_better
            && self.is_harmless(antecedent)
            && fits(i, antecedent)
            && self.candidates.needs_beside(i, self.needs[i], antecedent) == 0;
        serves.then_some(antecedent)
    }
}
