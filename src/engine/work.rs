//! A worker: it makes the vectors of what was stored to be embedded later, and sees to what follows from them.
//!
//! In: a library that other processes use. Out: vectors, places in stories, an index. Any number of workers may run at
//! once, on any processors, as a vector is the same bits on all of them; one that is killed loses nothing, as what it had
//! claimed is claimed by another when its time is over.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Engine;
use crate::article::{Article, ArticleId};
use crate::error::{Error, ErrorKind, Result};
use crate::library::{ArticleVector, Effort, Job, Task, again_after};

/// A job whose workers have died so often is what they died of.
const MOST_CLAIMS: u32 = 25;
/// How often it is seen to what waits, while there are jobs.
const SEE_TO_EVERY: Duration = Duration::from_secs(5);
/// How long a worker waits for word of jobs before it looks itself.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// So many jobs are made at a time for what lacks vectors.
const WANTED_AT_ONCE: usize = 10_000;
/// So many articles are compared with those before them between batches.
const PLACED_AT_ONCE: usize = 256;

/// How a worker works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOptions {
    /// What it is called in the library.
    pub name: String,
    /// How many articles it claims at a time.
    pub batch: usize,
    /// For how long it claims them; it renews its claim in time. What it leaves when it is killed waits for so long.
    pub lease: Duration,
    /// Whether it ends when nothing is left to do, and not only when it is told to.
    pub until_done: bool,
}

impl Default for WorkOptions {
    fn default() -> Self {
        Self {
            name: format!("process {}", std::process::id()),
            batch: 32,
            lease: Duration::from_secs(30),
            until_done: false,
        }
    }
}

/// What a worker tells of its work.
#[derive(Debug)]
pub enum WorkStep<'a> {
    /// So many vectors were stored.
    Embedded(usize),
    /// An article could not be embedded; it is tried again, or put aside.
    Failed {
        /// The article.
        article: ArticleId,
        /// Why.
        reason: &'a str,
        /// Whether it is put aside.
        is_dead: bool,
    },
    /// The library cannot be used now; it is tried again.
    Trouble(&'a Error),
}

/// The part of a worker that lasts from one batch to the next.
struct Worker<'a> {
    engine: &'a Engine,
    options: &'a WorkOptions,
    told: &'a mut dyn FnMut(WorkStep<'_>),
    written: usize,
    seen_to: Option<Instant>,
}

impl Engine {
    /// Works until told to end, or until nothing is left to do. When it is told to, it finishes what it has begun.
    ///
    /// # Errors
    /// If the model cannot be loaded. What else fails is told, and tried again; with
    /// [`WorkOptions::until_done`], a library that cannot be used is an error.
    pub fn work(
        &self,
        options: &WorkOptions,
        is_to_end: &(dyn Fn() -> bool + Sync),
        told: &mut dyn FnMut(WorkStep<'_>),
    ) -> Result<()> {
        const PAUSES: [Duration; 4] = [
            Duration::from_millis(200),
            Duration::from_secs(1),
            Duration::from_secs(3),
            Duration::from_secs(10),
        ];
        self.embedder()?;
        let mut worker = Worker { engine: self, options, told, written: 0, seen_to: None };
        let mut failures = 0;
        while !is_to_end() {
            match worker.step(is_to_end) {
                Ok(true) => return Ok(()),
                Ok(false) => failures = 0,
                Err(error) => {
                    (worker.told)(WorkStep::Trouble(&error));
                    if options.until_done && failures >= PAUSES.len() {
                        return Err(error);
                    }
                    let pause = Instant::now() + PAUSES[failures.min(PAUSES.len() - 1)];
                    while Instant::now() < pause && !is_to_end() {
                        thread::sleep(Duration::from_millis(50));
                    }
                    failures += 1;
                }
            }
        }
        Ok(())
    }
}

impl Worker<'_> {
    /// Does a batch, or waits for one; says whether nothing is left to do.
    fn step(&mut self, is_to_end: &(dyn Fn() -> bool + Sync)) -> Result<bool> {
        let Self { engine, options, .. } = *self;
        let library = engine.library()?;
        let model = engine.model()?;
        let jobs = library.claim(&options.name, model, options.batch, options.lease)?;
        if jobs.is_empty() {
            let is_seen_to = self.see_to(Effort::All)?;
            if options.until_done && is_seen_to && library.job_counts()?.awaited() == 0 {
                return Ok(true);
            }
            let from = Instant::now();
            while !is_to_end() && from.elapsed() < LOOK_EVERY && library.job_counts()?.ready == 0 {
                library.await_jobs(LOOK_EVERY / 8)?;
            }
            return Ok(false);
        }
        // What a worker has died of must not take others with it: it is done by itself.
        let (again, new): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(|job| job.attempts > 1);
        self.batch(&new)?;
        for job in again {
            if is_to_end() {
                library.give_back(&[job])?;
            } else if job.attempts > MOST_CLAIMS {
                self.failed(&job, "its workers have ended before it was done", None)?;
            } else {
                self.batch(&[job])?;
            }
        }
        if self.seen_to.is_none_or(|at| at.elapsed() > SEE_TO_EVERY) {
            self.see_to(Effort::Articles(self.written))?;
        }
        Ok(false)
    }

    /// Embeds the articles of these jobs, holding the claim meanwhile.
    fn batch(&mut self, jobs: &[Job]) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let Self { engine, options, .. } = *self;
        let library = engine.library()?;
        let ids: Vec<ArticleId> = jobs.iter().map(|job| job.article).collect();
        let articles: HashMap<ArticleId, Article> =
            library.articles(&ids)?.into_iter().filter_map(|it| Some((it.id?, it))).collect();
        let found: Vec<(&Job, &Article)> =
            jobs.iter().filter_map(|job| Some((job, articles.get(&job.article)?))).collect();
        for job in jobs.iter().filter(|job| !articles.contains_key(&job.article)) {
            self.failed(job, "the article cannot be read", again_after(job.attempts))?;
        }
        let texts: Vec<&Article> = found.iter().map(|(_, article)| *article).collect();
        let made = while_held(library, jobs, options.lease, || engine.article_vectors(&texts));
        match made {
            Ok(vectors) => self.finish(&found, &vectors),
            Err(error) if error.kind() == ErrorKind::Library => Err(error),
            // One of them may be what failed: each by itself.
            Err(_) if found.len() > 1 => {
                let each: Vec<Job> = found.iter().map(|(job, _)| (*job).clone()).collect();
                each.iter().try_for_each(|job| self.batch(std::slice::from_ref(job)))
            }
            Err(error) => jobs.iter().try_for_each(|job| {
                self.failed(job, &error.to_string(), again_after(job.attempts))
            }),
        }
    }

    fn finish(&mut self, found: &[(&Job, &Article)], vectors: &[Vec<f32>]) -> Result<()> {
        let engine = self.engine;
        let model = engine.model()?;
        let done: Vec<(&Job, &Article, ArticleVector)> = found
            .iter()
            .zip(vectors)
            .map(|((job, article), values)| (*job, *article, ArticleVector { model, values }))
            .collect();
        let stored = engine.library()?.finish(&done)?;
        self.written += stored;
        (self.told)(WorkStep::Embedded(stored));
        Ok(())
    }

    fn failed(&mut self, job: &Job, reason: &str, again_after: Option<Duration>) -> Result<()> {
        self.engine.library()?.fail(job, reason, again_after)?;
        let (article, is_dead) = (job.article, again_after.is_none());
        (self.told)(WorkStep::Failed { article, reason, is_dead });
        Ok(())
    }

    /// Sees to what waits, unless another worker is at it; says whether there is nothing more of that.
    fn see_to(&mut self, effort: Effort) -> Result<bool> {
        let engine = self.engine;
        let library = engine.library()?;
        let embedder = engine.embedder()?;
        let (model, dimensions) = (embedder.model(), embedder.dimensions());
        let mut wanted = 0;
        let is_own = library.exclusively(Task::Queue, &mut || {
            wanted = library.want_vectors(model, WANTED_AT_ONCE)?;
            Ok(())
        })?;
        let most = if effort == Effort::All { usize::MAX } else { PLACED_AT_ONCE };
        let is_placed = engine.place_waiting(most)?;
        library.keep_up(model, dimensions, effort)?;
        self.written = 0;
        self.seen_to = Some(Instant::now());
        Ok(is_own && wanted == 0 && is_placed)
    }
}

/// Does something, and renews the claim on these jobs in time until it is done.
fn while_held<T>(
    library: &dyn crate::library::Store,
    jobs: &[Job],
    lease: Duration,
    work: impl FnOnce() -> T,
) -> T {
    let (done, woken) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut is_done = done.lock().unwrap_or_else(PoisonError::into_inner);
            while !*is_done {
                let waited = woken.wait_timeout(is_done, lease / 3);
                is_done = waited.unwrap_or_else(PoisonError::into_inner).0;
                if !*is_done {
                    // If it cannot be renewed it may be lost, and then what is made has no effect.
                    let _ = library.renew(jobs, lease);
                }
            }
        });
        // What panics must not leave the other thread waiting.
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        *done.lock().unwrap_or_else(PoisonError::into_inner) = true;
        woken.notify_all();
        made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
