//! Who is admitted, and what is done when: the model's work, in turn.
//!
//! In: texts' tokens to embed, or a call that runs the model; with each how many tokens it is, about, and whether
//! somebody waits for it. Out: the answer, or a [`Refusal`] at once.
//!
//! ```text
//! request -> admit (tokens in flight) -> queue: interactive | bulk -> a worker: a batch of texts, or one call
//! ```
//!
//! What is in flight is counted in tokens, not requests: one request beyond the whole envelope is refused for
//! good ([`Refusal::TooLarge`]), one that finds it full for now ([`Refusal::Busy`], with the time after which
//! as much as waits will have been done at the measured rate). What somebody waits for and bulk work each have
//! an envelope of their own; bulk work waits while the other does, but for every ninth turn. A batch is what has queued while the workers were busy; nobody waits for a
//! batch to fill. What nobody waits for any more is dropped.
//!
//! A text's vector does not depend on its batch, so none of this changes an answer.

mod queue;
mod rate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use self::queue::{Queue, Task, Work};
use super::limits::Limits;
use crate::embed::{Embedded, Tokens};
use crate::engine::Engine;
use crate::error::Result;
use crate::vector::Embeddings;

/// Whether somebody waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A person, or a program that answers one.
    Interactive,
    /// Nobody in particular: an import, many texts at once.
    Bulk,
}

/// Why a request is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is more than may ever be in flight.
    TooLarge {
        /// Its tokens.
        tokens: usize,
        /// So many may be.
        most: usize,
    },
    /// Too much is in flight now.
    Busy {
        /// After this, as much as waits now will have been done.
        retry_after: Duration,
    },
    /// The server is about to end.
    Closing,
}

/// Why there is no answer to what was taken.
#[derive(Debug)]
pub(super) enum Failure {
    /// It was not taken.
    Refused(Refusal),
    /// The engine could not do it.
    Failed(crate::Error),
    /// It panicked.
    Panicked,
}

/// An answer, and where its time went.
#[derive(Debug)]
pub(super) struct Timed<T> {
    /// The answer.
    pub(super) value: T,
    /// How long it waited for a worker.
    pub(super) waited: Duration,
    /// How long it was worked on.
    pub(super) worked: Duration,
}

/// What is in flight, and what was done.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Standing {
    /// Tokens in flight.
    pub(super) tokens: usize,
    /// Tasks that wait.
    pub(super) waiting: usize,
    /// Tokens a second, as measured while there was work.
    pub(super) rate: f64,
    /// Batches of texts so far.
    pub(super) batches: u64,
    /// Tokens of texts so far.
    pub(super) batched_tokens: u64,
}

/// The threads that run the model.
pub(super) struct Workers {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

/// Tokens of texts that are embedded together: a fraction of a second's work.
const BATCH_TOKENS: usize = 2_048;
/// Texts of one request that stand in the queue together, so that others come between.
const PIECE_TOKENS: usize = 1_024;

impl Workers {
    /// Starts so many threads.
    pub(super) fn start(engine: &Arc<Engine>, threads: usize, limits: &Limits) -> Self {
        let queue = Arc::new(Queue::new(limits.tokens_in_flight, limits.awaited));
        let spawn = |number| {
            let (queue, engine) = (Arc::clone(&queue), Arc::clone(engine));
            thread::Builder::new()
                .name(format!("model-{number}"))
                .spawn(move || work(&queue, &engine))
        };
        let threads = (0..threads.max(1)).filter_map(|number| spawn(number).ok()).collect();
        Self { queue, threads }
    }

    /// Does a call on a worker.
    pub(super) async fn call<T: Send + 'static>(
        &self,
        class: Class,
        tokens: usize,
        f: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<Timed<T>, Failure> {
        let came = Instant::now();
        let (sender, receiver) = oneshot::channel();
        let permit = self.queue.admit(class, tokens).map_err(Failure::Refused)?;
        let call = Box::new(move |engine: &Engine| {
            if sender.is_closed() {
                return;
            }
            let begun = Instant::now();
            let made = catch_unwind(AssertUnwindSafe(|| f(engine)));
            let made =
                made.map_err(|_| Failure::Panicked).and_then(|it| it.map_err(Failure::Failed));
            // Whoever asked may have gone meanwhile.
            let _ = sender.send(made.map(|value| (value, begun)));
        });
        self.queue.put(class, Task { work: Work::Call(call), permit });
        let (value, begun) = receiver.await.unwrap_or(Err(Failure::Panicked))?;
        Ok(Timed { value, waited: begun.duration_since(came), worked: begun.elapsed() })
    }

    /// Embeds texts, which may be done in several batches beside others.
    pub(super) async fn embed(
        &self,
        class: Class,
        texts: Vec<Tokens>,
    ) -> Result<Timed<Embedded>, Failure> {
        let came = Instant::now();
        let count = |tokens: &Tokens| tokens.ids.len();
        let total: usize = texts.iter().map(count).sum();
        let mut permit = self.queue.admit(class, total).map_err(Failure::Refused)?;
        let mut pieces: Vec<Vec<Tokens>> = vec![Vec::new()];
        let mut room = PIECE_TOKENS;
        for tokens in texts {
            if count(&tokens) > room && room < PIECE_TOKENS {
                pieces.push(Vec::new());
                room = PIECE_TOKENS;
            }
            room = room.saturating_sub(count(&tokens));
            if let Some(piece) = pieces.last_mut() {
                piece.push(tokens);
            }
        }
        let mut answers = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let (reply, receiver) = oneshot::channel();
            let permit = permit.split(piece.iter().map(count).sum());
            self.queue.put(class, Task { work: Work::Texts { texts: piece, reply }, permit });
            answers.push(receiver);
        }
        let mut made: Vec<Embedded> = Vec::with_capacity(answers.len());
        let mut first: Option<Instant> = None;
        for answer in answers {
            let (piece, begun) = answer.await.unwrap_or(Err(Failure::Panicked))?;
            first = Some(first.map_or(begun, |first| first.min(begun)));
            made.push(piece);
        }
        let begun = first.unwrap_or(came);
        let (waited, worked) = (begun.duration_since(came), begun.elapsed());
        Ok(Timed { value: joined(made), waited, worked })
    }

    /// What is in flight.
    pub(super) fn standing(&self) -> Standing {
        self.queue.standing()
    }

    /// Takes nothing more, and ends the threads when all that was taken is done.
    pub(super) fn close(&self) {
        self.queue.close();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // What panicked in it was answered for.
            let _ = thread.join();
        }
    }
}

/// What a worker does until the queue is closed and empty.
fn work(queue: &Queue, engine: &Engine) {
    while let Some(tasks) = queue.take(BATCH_TOKENS) {
        let tokens = tasks.iter().map(|task| task.permit.tokens()).sum();
        let mut texts = Vec::new();
        let mut permits = Vec::with_capacity(tasks.len());
        let mut is_batch = false;
        for Task { work, permit } in tasks {
            permits.push(permit);
            match work {
                // A panic is caught inside, where its answer is.
                Work::Call(call) => call(engine),
                Work::Texts { texts: of_task, reply } => {
                    is_batch = true;
                    texts.push((of_task, reply));
                }
            }
        }
        embed(engine, texts);
        queue.done(tokens, is_batch);
        drop(permits);
    }
}

/// Where vectors go, with the time at which making them began.
type Reply = oneshot::Sender<Result<(Embedded, Instant), Failure>>;

/// Embeds the texts of several tasks together, and answers each. One whose tokens fail is asked alone, so that
/// it fails alone.
fn embed(engine: &Engine, tasks: Vec<(Vec<Tokens>, Reply)>) {
    if tasks.is_empty() {
        return;
    }
    let begun = Instant::now();
    let all: Vec<Tokens> = tasks.iter().flat_map(|(texts, _)| texts.iter().cloned()).collect();
    match tokens_embedded(engine, &all) {
        Ok(made) => {
            let mut first = 0;
            for (texts, reply) in tasks {
                let rows = first..first + texts.len();
                first = rows.end;
                let _ = reply.send(Ok((part(&made, rows), begun)));
            }
        }
        Err(failure) if tasks.len() == 1 => {
            let mut only = Some(failure);
            for (_, reply) in tasks {
                let _ = reply.send(Err(only.take().unwrap_or(Failure::Panicked)));
            }
        }
        Err(_) => {
            for (texts, reply) in tasks {
                let _ = reply.send(tokens_embedded(engine, &texts).map(|made| (made, begun)));
            }
        }
    }
}

fn tokens_embedded(engine: &Engine, tokens: &[Tokens]) -> Result<Embedded, Failure> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let embedder = engine.embedder()?.by_tokens();
        embedder.map(|embedder| embedder.embed_tokens(tokens)).transpose()
    }));
    match made {
        Ok(Ok(Some(made))) => Ok(made),
        Ok(Err(error)) => Err(Failure::Failed(error)),
        // A server is not started with an embedder that takes no tokens.
        Ok(Ok(None)) | Err(_) => Err(Failure::Panicked),
    }
}

/// Some rows of what was embedded together.
fn part(made: &Embedded, rows: std::ops::Range<usize>) -> Embedded {
    let (model, dimensions) = (made.embeddings.model().clone(), made.embeddings.dimensions());
    let values = &made.embeddings.as_slice()[rows.start * dimensions..rows.end * dimensions];
    Embedded {
        embeddings: Embeddings::new(model, dimensions, values.to_vec()),
        truncated: made.truncated[rows].to_vec(),
    }
}

/// What was embedded apart, as one.
fn joined(mut parts: Vec<Embedded>) -> Embedded {
    let mut first = parts.remove(0);
    if parts.is_empty() {
        return first;
    }
    let (model, dimensions) = (first.embeddings.model().clone(), first.embeddings.dimensions());
    let mut values = first.embeddings.as_slice().to_vec();
    for part in parts {
        values.extend_from_slice(part.embeddings.as_slice());
        first.truncated.extend(part.truncated);
    }
    Embedded { embeddings: Embeddings::new(model, dimensions, values), truncated: first.truncated }
}
