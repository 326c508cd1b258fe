//! An import: an export's articles, stored some at a time behind the answer.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;

use super::desk::locked;
use crate::error::Error;
use crate::library::Outcome;
use crate::read::{Input, Item, Items, read};
use crate::serve::load::Class;
use crate::serve::problem::Problem;
use crate::serve::service::Service;
use crate::text::Document;

/// How many articles are made durable at a time.
const BATCH: usize = 32;
/// So many reasons for leaving something out are told.
const REASONS: usize = 200;

/// An import.
pub(super) struct Job {
    /// Its number.
    pub(super) number: u64,
    /// Who began it.
    pub(super) owner: Option<String>,
    /// What the file is called.
    pub(super) name: String,
    progress: Mutex<Progress>,
}

/// How far an import is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// How many articles there are, once that is known.
    pub(super) total: Option<usize>,
    /// How many of them were added.
    pub(super) added: usize,
    /// How many were stored, and are now what they came as.
    pub(super) updated: usize,
    /// How many were stored as they came.
    pub(super) unchanged: usize,
    /// How many were left out.
    pub(super) skipped: usize,
    /// Why, of the first of them.
    pub(super) reasons: Vec<String>,
    /// Whether it goes on.
    pub(super) is_running: bool,
    /// Why it ended before its end.
    pub(super) failure: Option<String>,
}

impl Progress {
    /// How many articles are done with.
    pub(super) fn done(&self) -> usize {
        self.added + self.updated + self.unchanged + self.skipped
    }

    fn skip(&mut self, error: &Error) {
        self.skipped += 1;
        if self.reasons.len() < REASONS {
            self.reasons.push(error.to_string());
        }
    }
}

impl Job {
    /// One that has just begun.
    pub(super) fn new(number: u64, owner: Option<String>, name: String) -> Self {
        let progress = Mutex::new(Progress { is_running: true, ..Progress::default() });
        Self { number, owner, name, progress }
    }

    /// How far it is.
    pub(super) fn progress(&self) -> Progress {
        locked(&self.progress).clone()
    }

    /// Takes note of how far it is.
    pub(super) fn update(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut locked(&self.progress));
    }
}

/// Stores what is in a file, to its end or until something fails.
pub(super) async fn run(job: Arc<Job>, service: Service, bytes: Bytes) {
    let failure = store_all(&job, &service, bytes).await.err();
    job.update(|progress| {
        progress.is_running = false;
        progress.failure = failure.map(|problem| problem.detail);
    });
}

async fn store_all(job: &Arc<Job>, service: &Service, bytes: Bytes) -> Result<(), Problem> {
    let (name, counted) = (job.name.clone(), bytes.clone());
    let total = aside(move || read(Input::bytes(name, counted.to_vec())).count()).await?;
    job.update(|progress| progress.total = Some(total));
    let mut items = read(Input::bytes(job.name.clone(), bytes.to_vec()));
    drop(bytes);
    loop {
        let reading = Arc::clone(job);
        let (rest, batch) = aside(move || next_batch(items, &reading)).await?;
        items = rest;
        if batch.is_empty() {
            break;
        }
        store(job, service, batch).await?;
    }
    let progress = job.progress();
    let written = progress.added + progress.updated;
    if written > 0 {
        service.keep_up(written);
    }
    Ok(())
}

/// The next articles of a file; none at its end. What cannot be read is taken note of.
fn next_batch(mut items: Items, job: &Job) -> (Items, Vec<Document>) {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        match items.next() {
            Some(Ok(Item::Document(document))) => batch.push(document),
            Some(Ok(Item::Address(address))) => {
                let error = Error::from(address);
                job.update(|progress| progress.skip(&error));
            }
            Some(Err(error)) => job.update(|progress| progress.skip(&error)),
            None => break,
        }
    }
    (items, batch)
}

async fn store(job: &Job, service: &Service, batch: Vec<Document>) -> Result<(), Problem> {
    let bytes = batch.iter().map(|document| document.article.body.len()).sum();
    let (results, sources) = service
        .work(Class::Bulk, super::cost(bytes), move |engine| {
            let results = engine.add(&batch)?;
            Ok((results, batch.into_iter().map(|it| it.source).collect::<Vec<_>>()))
        })
        .await?;
    job.update(|progress| {
        for (result, name) in results.into_iter().zip(sources) {
            match result.map(|added| added.outcome) {
                Ok(Outcome::Added) => progress.added += 1,
                Ok(Outcome::Updated) => progress.updated += 1,
                Ok(Outcome::Unchanged) => progress.unchanged += 1,
                Err(error) => progress.skip(&Error::NotStored { name, source: Box::new(error) }),
            }
        }
    });
    Ok(())
}

/// What `f` gives, off the reactor.
pub(super) async fn aside<T: Send + 'static>(
    f: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(|_| Problem::internal("this file made the reader stumble"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_read_and_what_is_left_out_is_told() {
        let lines = "{\"title\": \"Ferry\", \"text\": \"The ferry stopped on Monday.\"}\n{\"url\": \
            \"https://news.example/a\"}\n";
        let job = Job::new(1, None, "news.jsonl".into());
        let items = read(Input::bytes("news.jsonl", lines));
        let (items, batch) = next_batch(items, &job);
        assert_eq!(batch.len(), 1);
        assert!(next_batch(items, &job).1.is_empty());
        let progress = job.progress();
        assert_eq!((progress.skipped, progress.done()), (1, 1));
        assert!(progress.reasons[0].contains("https://news.example/a"));
    }
}
