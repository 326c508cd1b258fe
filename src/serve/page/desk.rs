//! What readers have in hand while the server runs: articles that were removed, until that cannot be undone any
//! more, and imports.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::job::Job;
use crate::article::Article;
use crate::serve::access::Caller;
use crate::serve::problem::Problem;

/// So many removed articles are kept.
const REMOVED: usize = 50;
/// So many imports are remembered.
const JOBS: usize = 50;
/// So many imports run at a time.
const RUNNING: usize = 2;

/// What readers have in hand. Each caller sees what is theirs.
#[derive(Default)]
pub(in crate::serve) struct Desk {
    last: AtomicU64,
    removed: Mutex<VecDeque<Removed>>,
    jobs: Mutex<VecDeque<Arc<Job>>>,
}

/// An article that was removed.
struct Removed {
    number: u64,
    owner: Option<String>,
    article: Article,
}

impl Desk {
    /// Keeps an article that was removed, and gives the number by which it can be put back.
    pub(super) fn keep(&self, caller: &Caller, article: Article) -> u64 {
        let number = self.next();
        self.keep_as(number, caller, article);
        number
    }

    /// Keeps it under a number that it had.
    pub(super) fn keep_as(&self, number: u64, caller: &Caller, article: Article) {
        let mut removed = locked(&self.removed);
        if removed.len() == REMOVED {
            removed.pop_front();
        }
        removed.push_back(Removed { number, owner: caller.name.clone(), article });
    }

    /// The title of what was removed under this number; none if it cannot be put back.
    pub(super) fn removed_title(&self, caller: &Caller, number: u64) -> Option<String> {
        let removed = locked(&self.removed);
        let found = removed.iter().find(|it| it.number == number && it.owner == caller.name)?;
        let title = found.article.title.clone();
        Some(title.unwrap_or_else(|| super::wording::beginning(&found.article.body, 60)))
    }

    /// The article that was removed under this number, which is forgotten.
    pub(super) fn take(&self, caller: &Caller, number: u64) -> Option<Article> {
        let mut removed = locked(&self.removed);
        let at = removed.iter().position(|it| it.number == number && it.owner == caller.name)?;
        removed.remove(at).map(|it| it.article)
    }

    /// A new import.
    ///
    /// # Errors
    /// If as many run as may.
    pub(super) fn begin(&self, caller: &Caller, name: String) -> Result<Arc<Job>, Problem> {
        let mut jobs = locked(&self.jobs);
        if jobs.iter().filter(|job| job.progress().is_running).count() >= RUNNING {
            let detail = "other imports are still running; begin this one when they are done";
            return Err(Problem::unavailable(detail));
        }
        if jobs.len() == JOBS {
            let oldest_done = jobs.iter().position(|job| !job.progress().is_running);
            oldest_done.and_then(|at| jobs.remove(at));
        }
        let job = Arc::new(Job::new(self.next(), caller.name.clone(), name));
        jobs.push_back(Arc::clone(&job));
        Ok(job)
    }

    /// The import of this number.
    pub(super) fn job(&self, caller: &Caller, number: u64) -> Option<Arc<Job>> {
        let jobs = locked(&self.jobs);
        jobs.iter().find(|job| job.number == number && job.owner == caller.name).cloned()
    }

    fn next(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// What a lock guards. Nothing is done under one that could leave it half done.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(name: Option<&str>) -> Caller {
        Caller { name: name.map(str::to_owned), may_write: true }
    }

    fn article(title: &str) -> Article {
        Article { title: Some(title.to_owned()), ..Article::default() }
    }

    #[test]
    fn what_was_removed_is_put_back_once_and_by_whoever_removed_it() {
        let desk = Desk::default();
        let (ada, bo) = (caller(Some("ada")), caller(Some("bo")));
        let number = desk.keep(&ada, article("Ferry"));
        assert_eq!(desk.removed_title(&ada, number).as_deref(), Some("Ferry"));
        assert_eq!(desk.removed_title(&bo, number), None);
        assert_eq!(desk.take(&bo, number), None);
        assert_eq!(desk.take(&ada, number), Some(article("Ferry")));
        assert_eq!(desk.take(&ada, number), None);
    }

    #[test]
    fn the_oldest_is_forgotten_first() {
        let desk = Desk::default();
        let anyone = caller(None);
        let numbers: Vec<u64> = (0..=REMOVED).map(|_| desk.keep(&anyone, article("A"))).collect();
        assert_eq!(desk.removed_title(&anyone, numbers[0]), None);
        assert!(desk.removed_title(&anyone, numbers[1]).is_some());
    }

    #[test]
    fn few_imports_run_at_a_time() {
        let desk = Desk::default();
        let anyone = caller(None);
        let first = desk.begin(&anyone, "a.zip".into()).unwrap();
        desk.begin(&anyone, "b.zip".into()).unwrap();
        assert!(desk.begin(&anyone, "c.zip".into()).is_err());
        first.update(|progress| progress.is_running = false);
        let third = desk.begin(&anyone, "c.zip".into()).unwrap();
        assert!(desk.job(&anyone, third.number).is_some());
        assert!(desk.job(&caller(Some("ada")), third.number).is_none());
    }
}
