//! Vectors that others are to make: what was stored first and is embedded later, by whichever worker comes.
//!
//! A job is an article and the model whose vector it awaits. A worker claims some for a time, renews its claim while it
//! works, and finishes them: the vector is stored and the job is gone in one transaction, if the claim still holds.
//! So a job is never done twice with effect; one whose worker has died is claimed by another when its time is over. What
//! fails is tried again, later each time, and put aside with its reason in the end.

use std::time::Duration;

use jiff::Timestamp;

use super::{Added, ArticleVector};
#[cfg(doc)]
use super::{Store, Stories};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::vector::ModelId;

/// So often a job is tried before it is put aside.
pub const MOST_ATTEMPTS: u32 = 5;

/// What came first is done first; what was stored for long and awaits another model's vector comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// Somebody has just stored it.
    New,
    /// It is found by another model's vector meanwhile, or was stored without any.
    Old,
}

/// A job that a worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub number: u64,
    /// The article.
    pub article: ArticleId,
    /// How often it was claimed, this time among them.
    pub attempts: u32,
    /// What tells this claim from those before and after it.
    pub(super) token: [u8; 16],
}

/// A job that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// The article.
    pub article: ArticleId,
    /// The model whose vector it awaits.
    pub model: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub reason: String,
    /// When it was put aside.
    pub at: Timestamp,
}

/// How many jobs there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// To be claimed now.
    pub ready: u64,
    /// Claimed, and in time.
    pub claimed: u64,
    /// To be tried again later.
    pub delayed: u64,
    /// Put aside.
    pub dead: u64,
}

impl JobCounts {
    /// Those that some worker is still to do.
    #[must_use]
    pub fn awaited(&self) -> u64 {
        self.ready + self.claimed + self.delayed
    }
}

/// The jobs of a store.
pub trait Jobs {
    /// Stores articles as [`Store::add`] does, and in the same transaction makes a job for each that is new, has a new
    /// text, or lacks the vector of this model.
    ///
    /// # Errors
    /// As [`Store::add`]; otherwise, and so for every method here, if the store cannot be read or written.
    fn add_later(&self, articles: &[&Article], model: &ModelId) -> Result<Vec<Result<Added>>>;

    /// Makes jobs for the first `limit` articles that have neither a vector of this model nor a job, and says how many.
    fn want_vectors(&self, model: &ModelId, limit: usize) -> Result<usize>;

    /// Claims up to `limit` jobs of this model for so long. What another worker has not finished or renewed in time is
    /// claimed anew.
    fn claim(
        &self,
        worker: &str,
        model: &ModelId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Job>>;

    /// Holds these claims for so long from now, and says how many still held.
    fn renew(&self, jobs: &[Job], lease: Duration) -> Result<usize>;

    /// Stores the vectors that were made of these articles and ends their jobs, in one transaction, and says how many
    /// vectors it stored. A claim that does not hold any more, and a vector of a text that has changed, has no effect.
    ///
    /// # Errors
    /// As [`Store::set_vectors`]; nothing is stored then.
    fn finish(&self, done: &[(&Job, &Article, ArticleVector)]) -> Result<usize>;

    /// Takes note of a job having failed: it may be claimed again after so long, or is put aside.
    fn fail(&self, job: &Job, reason: &str, again_after: Option<Duration>) -> Result<()>;

    /// Gives back what was claimed and not begun. It counts as not tried.
    fn give_back(&self, jobs: &[Job]) -> Result<()>;

    /// How many jobs there are, of all models.
    fn job_counts(&self) -> Result<JobCounts>;

    /// The jobs that were put aside, the last first.
    fn dead_jobs(&self, limit: usize) -> Result<Vec<DeadJob>>;

    /// Has those that were put aside tried again, and says how many they are.
    fn retry_dead(&self) -> Result<usize>;

    /// The place in stored order of the first article that awaits a vector: what comes after it is not to be compared with
    /// those before it yet.
    fn first_awaited(&self) -> Result<Option<u64>>;

    /// Waits until there may be something to claim, at most so long.
    fn await_jobs(&self, at_most: Duration) -> Result<()>;
}

/// How long to wait before the next try: twice as long each time.
#[must_use]
pub fn again_after(attempts: u32) -> Option<Duration> {
    const FIRST: u64 = 5;
    let doubled = FIRST << attempts.saturating_sub(1).min(16);
    (attempts < MOST_ATTEMPTS).then(|| Duration::from_secs(doubled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_twice_as_long_and_the_last_is_the_last() {
        let waits: Vec<Option<u64>> =
            (1..=6).map(|attempts| again_after(attempts).map(|wait| wait.as_secs())).collect();
        assert_eq!(waits, [Some(5), Some(10), Some(20), Some(40), None, None]);
    }
}
