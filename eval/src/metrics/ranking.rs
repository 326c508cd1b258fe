//! Precision, recall, reciprocal rank, average precision and nDCG of one ranking.
//!
//! In come the [`Judgements`] of a query and the documents that a system returned for it, best
//! first; out come the values that `trec_eval` prints (through `pytrec_eval`), and `ranx` where its
//! order of tied scores is the same. Means over queries are the caller's. Where `trec_eval` gives 0
//! for what is not defined (no relevant document, nothing retrieved), so does this module.
//!
//! A document is relevant if its grade is 1 or more. Documents without a judgement count as not
//! relevant. nDCG has the grade itself as gain and `log2(rank + 1)` as discount: Järvelin and
//! Kekäläinen, *Cumulated gain-based evaluation of IR techniques*, TOIS 2002, in the variant of
//! `trec_eval`.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;

/// What the judges of one query said: a grade for each judged document.
///
/// ```
/// use nutgraf_eval::metrics::ranking::Judgements;
///
/// let judgements: Judgements<&str> = [("ferry", 2), ("tide", 1), ("opera", 0)].into();
/// let ranking = judgements.judge(&["ferry", "opera", "storm", "tide"])?;
/// assert_eq!(ranking.precision_at(2), 0.5);
/// assert_eq!(ranking.recall_at(4), 1.0);
/// assert_eq!(ranking.average_precision(), (1.0 + 2.0 / 4.0) / 2.0);
/// # Ok::<(), nutgraf_eval::metrics::ranking::RankingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgements<Id: Eq + Hash = String> {
    grades: HashMap<Id, i64>,
}

/// A ranking in which each document has been replaced by its grade.
///
/// All metrics are functions of it; [`Judgements::judge`] is the usual way to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRanking {
    /// The grade of the document at each rank, 0 if it is not relevant.
    retrieved: Vec<u64>,
    /// The grades of all relevant documents, retrieved or not, best first.
    relevant: Vec<u64>,
}

/// A list that is not a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RankingError {
    /// The document at this index, counted from 0, stands further up already.
    Duplicate {
        /// Its index in the list.
        index: usize,
    },
    /// The score at this index, counted from 0, is not a number, so that nothing can be ordered.
    NotANumber {
        /// Its index in the list.
        index: usize,
    },
}

impl fmt::Display for RankingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { index } => write!(
                f,
                "document {} of the ranking occurs further up already: list each document once",
                index + 1
            ),
            Self::NotANumber { index } => write!(
                f,
                "the score of document {} is not a number: give a score that can be ordered",
                index + 1
            ),
        }
    }
}

impl std::error::Error for RankingError {}

impl<Id: Eq + Hash> FromIterator<(Id, i64)> for Judgements<Id> {
    /// If a document is judged twice, the last grade holds.
    fn from_iter<I: IntoIterator<Item = (Id, i64)>>(judged: I) -> Self {
        Self { grades: judged.into_iter().collect() }
    }
}

impl<Id: Eq + Hash, const N: usize> From<[(Id, i64); N]> for Judgements<Id> {
    fn from(judged: [(Id, i64); N]) -> Self {
        judged.into_iter().collect()
    }
}

impl<Id: Eq + Hash> Judgements<Id> {
    /// The grade of a document, `None` if nobody judged it.
    #[must_use]
    pub fn grade<Q: Eq + Hash + ?Sized>(&self, id: &Q) -> Option<i64>
    where
        Id: Borrow<Q>,
    {
        self.grades.get(id).copied()
    }

    /// How many documents have a grade of 1 or more.
    #[must_use]
    pub fn relevant(&self) -> usize {
        self.grades.values().filter(|&&grade| grade > 0).count()
    }

    /// Looks up the grades of `ranked`, whose order is taken as it is, best first.
    ///
    /// # Errors
    /// [`RankingError::Duplicate`] if a document occurs twice: it would count twice.
    pub fn judge<Q: Eq + Hash + ?Sized>(&self, ranked: &[&Q]) -> Result<JudgedRanking, RankingError>
    where
        Id: Borrow<Q>,
    {
        let mut seen = HashSet::with_capacity(ranked.len());
        if let Some(index) = ranked.iter().position(|id| !seen.insert(id)) {
            return Err(RankingError::Duplicate { index });
        }
        let retrieved = ranked.iter().map(|id| self.grade(id).unwrap_or(0));
        Ok(JudgedRanking::new(retrieved, self.grades.values().copied()))
    }
}

/// The documents of a run in the order of `trec_eval`: scores descending, and at the same score ids
/// descending (strings by their bytes). The order in which the run lists them does not count.
///
/// Scores are compared in single precision, which is what `pytrec_eval` stores: scores that differ
/// by less are tied. Infinite scores are allowed.
///
/// # Errors
/// [`RankingError::NotANumber`] if a score is NaN, for which `trec_eval` has no defined order.
pub fn trec_order<Id: Ord>(run: &[(Id, f64)]) -> Result<Vec<&Id>, RankingError> {
    if let Some(index) = run.iter().position(|(_, score)| score.is_nan()) {
        return Err(RankingError::NotANumber { index });
    }
    let mut order: Vec<&(Id, f64)> = run.iter().collect();
    order.sort_by(|(id, score), (other_id, other_score)| {
        let by_score = (*other_score as f32).partial_cmp(&(*score as f32));
        by_score.unwrap_or(Ordering::Equal).then_with(|| other_id.cmp(id))
    });
    Ok(order.into_iter().map(|(id, _)| id).collect())
}

impl JudgedRanking {
    /// From the grade at each rank, best rank first, and the grades of all judged documents of the
    /// query in any order, the retrieved ones included. Grades below 1 mean not relevant.
    ///
    /// This is the cheap way where relevance is a shared category: no set of ids is needed.
    pub fn new(
        retrieved: impl IntoIterator<Item = i64>,
        judged: impl IntoIterator<Item = i64>,
    ) -> Self {
        let gain = |grade: i64| u64::try_from(grade).unwrap_or(0);
        let mut relevant: Vec<u64> =
            judged.into_iter().map(gain).filter(|&gain| gain > 0).collect();
        relevant.sort_unstable_by(|a, b| b.cmp(a));
        Self { retrieved: retrieved.into_iter().map(gain).collect(), relevant }
    }

    /// How many of the first `k` documents are relevant.
    #[must_use]
    pub fn hits(&self, k: usize) -> usize {
        self.retrieved.iter().take(k).filter(|&&gain| gain > 0).count()
    }

    /// Precision at `k` (`P_k`): the relevant among the first `k`, divided by `k`. The divisor stays
    /// `k` if fewer documents were retrieved; 0 for `k` = 0.
    #[must_use]
    pub fn precision_at(&self, k: usize) -> f64 {
        ratio(self.hits(k), k)
    }

    /// Recall at `k` (`recall_k`): the relevant among the first `k`, divided by the relevant
    /// documents of the query; 0 if there are none.
    #[must_use]
    pub fn recall_at(&self, k: usize) -> f64 {
        ratio(self.hits(k), self.relevant.len())
    }

    /// Reciprocal rank (`recip_rank`): 1 divided by the rank, counted from 1, of the first relevant
    /// document; 0 if none was retrieved. Its mean over queries is MRR.
    #[must_use]
    pub fn reciprocal_rank(&self) -> f64 {
        let first = self.retrieved.iter().position(|&gain| gain > 0);
        first.map_or(0.0, |index| 1.0 / (index + 1) as f64)
    }

    /// Average precision (`map`): the precision at the rank of each relevant document, summed and
    /// divided by the relevant documents of the query, so that one which was not retrieved adds 0;
    /// 0 if there are none. Its mean over queries is MAP.
    #[must_use]
    pub fn average_precision(&self) -> f64 {
        self.average_precision_at(self.retrieved.len())
    }

    /// Average precision (`map_cut_k`) that only looks at the first `k` documents; the divisor is
    /// still the number of all relevant documents.
    #[must_use]
    pub fn average_precision_at(&self, k: usize) -> f64 {
        if self.relevant.is_empty() {
            return 0.0;
        }
        let mut hits = 0;
        let mut sum = 0.0;
        for (index, &gain) in self.retrieved.iter().take(k).enumerate() {
            if gain > 0 {
                hits += 1;
                sum += ratio(hits, index + 1);
            }
        }
        sum / self.relevant.len() as f64
    }

    /// nDCG of the whole list (`ndcg`): its discounted gain divided by that of the best possible
    /// list, which holds all relevant documents of the query; 0 if there are none.
    #[must_use]
    pub fn ndcg(&self) -> f64 {
        self.ndcg_at(usize::MAX)
    }

    /// nDCG at `k` (`ndcg_cut_k`): both lists are cut after `k` documents; 0 for `k` = 0.
    #[must_use]
    pub fn ndcg_at(&self, k: usize) -> f64 {
        let ideal = discounted_gain(&self.relevant, k);
        if ideal > 0.0 { discounted_gain(&self.retrieved, k) / ideal } else { 0.0 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn discounted_gain(gains: &[u64], k: usize) -> f64 {
    let ranked = gains.iter().take(k).enumerate().filter(|&(_, &gain)| gain > 0);
    ranked.map(|(index, &gain)| gain as f64 / ((index + 2) as f64).log2()).sum()
}

#[cfg(test)]
mod tests;
