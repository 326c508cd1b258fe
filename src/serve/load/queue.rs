//! What waits for a worker, in two classes, and how much is in flight.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::rate::Rate;
use super::{Class, Refusal, Reply, Standing};
use crate::embed::Tokens;
use crate::engine::Engine;

/// After so many tasks that somebody waits for, one that nobody does has its turn.
const PASSED: usize = 8;
/// The longest that a client is told to wait.
const LONGEST_WAIT: f64 = 120.0;

/// Something to do.
pub(super) struct Task {
    pub(super) work: Work,
    pub(super) permit: Permit,
}

pub(super) enum Work {
    /// Texts to embed, with those of others.
    Texts {
        /// Their tokens.
        texts: Vec<Tokens>,
        /// Where the vectors go.
        reply: Reply,
    },
    /// A call, which answers by itself.
    Call(Box<dyn FnOnce(&Engine) + Send>),
}

impl Task {
    fn is_awaited(&self) -> bool {
        match &self.work {
            Work::Texts { reply, .. } => !reply.is_closed(),
            Work::Call(_) => true,
        }
    }
}

/// Tokens in flight, which are given back when this is dropped.
pub(super) struct Permit {
    tokens: usize,
    /// Whether it is a request, and not a part of one.
    is_whole: bool,
    class: Class,
    shared: Arc<Mutex<State>>,
}

impl Permit {
    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Some of it by itself; the request counts as long as this is there.
    pub(super) fn split(&mut self, tokens: usize) -> Self {
        let tokens = tokens.min(self.tokens);
        self.tokens -= tokens;
        Self { tokens, is_whole: false, class: self.class, shared: Arc::clone(&self.shared) }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = locked(&self.shared);
        let in_flight = state.in_flight(self.class);
        in_flight.tokens = in_flight.tokens.saturating_sub(self.tokens);
        in_flight.requests = in_flight.requests.saturating_sub(usize::from(self.is_whole));
    }
}

#[derive(Default)]
struct State {
    interactive: VecDeque<Task>,
    bulk: VecDeque<Task>,
    /// How many interactive tasks have come before bulk ones that wait.
    passed: usize,
    awaited: InFlight,
    unawaited: InFlight,
    working: usize,
    rate: Rate,
    batches: u64,
    batched_tokens: u64,
    is_closed: bool,
}

/// What is in flight of a class.
#[derive(Default)]
struct InFlight {
    tokens: usize,
    requests: usize,
}

/// The queue.
pub(super) struct Queue {
    shared: Arc<Mutex<State>>,
    came: Condvar,
    most_tokens: usize,
    most_awaited: usize,
}

impl Queue {
    /// One of at most so many tokens of each class, and so many tasks that somebody waits for.
    pub(super) fn new(most_tokens: usize, most_awaited: usize) -> Self {
        Self {
            shared: Arc::default(),
            came: Condvar::new(),
            most_tokens: most_tokens.max(1),
            most_awaited: most_awaited.max(1),
        }
    }

    /// Takes so many tokens into flight, or says why not.
    pub(super) fn admit(&self, class: Class, tokens: usize) -> Result<Permit, Refusal> {
        let tokens = tokens.max(1);
        if tokens > self.most_tokens {
            return Err(Refusal::TooLarge { tokens, most: self.most_tokens });
        }
        let mut state = locked(&self.shared);
        if state.is_closed {
            return Err(Refusal::Closing);
        }
        let in_flight = state.in_flight(class);
        let is_full = in_flight.tokens + tokens > self.most_tokens
            || (class == Class::Interactive && in_flight.requests >= self.most_awaited);
        if is_full {
            let waiting = in_flight.tokens as f64;
            let seconds = waiting / state.rate.per_second();
            let retry_after = Duration::from_secs_f64(seconds.clamp(0.05, LONGEST_WAIT));
            return Err(Refusal::Busy { retry_after });
        }
        in_flight.tokens += tokens;
        in_flight.requests += 1;
        Ok(Permit { tokens, is_whole: true, class, shared: Arc::clone(&self.shared) })
    }

    /// Puts in line what was admitted.
    pub(super) fn put(&self, class: Class, task: Task) {
        let mut state = locked(&self.shared);
        match class {
            Class::Interactive => state.interactive.push_back(task),
            Class::Bulk => state.bulk.push_back(task),
        }
        drop(state);
        self.came.notify_one();
    }

    /// What a worker does next: one call, or texts of so many tokens; those that somebody waits for first. None
    /// when the queue is closed and empty.
    pub(super) fn take(&self, most_tokens: usize) -> Option<Vec<Task>> {
        let mut state = locked(&self.shared);
        loop {
            let (taken, abandoned) = state.next(most_tokens);
            if !abandoned.is_empty() {
                // Its permits are given back under the same lock.
                drop(state);
                drop(abandoned);
                state = locked(&self.shared);
            }
            if !taken.is_empty() {
                if state.working == 0 {
                    state.rate.begin(Instant::now());
                }
                state.working += 1;
                return Some(taken);
            }
            if state.interactive.is_empty() && state.bulk.is_empty() {
                if state.is_closed {
                    return None;
                }
                state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// A worker has done what it took.
    pub(super) fn done(&self, tokens: usize, is_batch: bool) {
        let mut state = locked(&self.shared);
        state.working = state.working.saturating_sub(1);
        let is_idle = state.working == 0;
        state.rate.done(tokens, Instant::now(), is_idle);
        if is_batch {
            state.batches += 1;
            state.batched_tokens += tokens as u64;
        }
    }

    pub(super) fn standing(&self) -> Standing {
        let state = locked(&self.shared);
        Standing {
            tokens: state.awaited.tokens + state.unawaited.tokens,
            waiting: state.interactive.len() + state.bulk.len(),
            rate: state.rate.per_second(),
            batches: state.batches,
            batched_tokens: state.batched_tokens,
        }
    }

    pub(super) fn close(&self) {
        locked(&self.shared).is_closed = true;
        self.came.notify_all();
    }
}

impl State {
    fn in_flight(&mut self, class: Class) -> &mut InFlight {
        match class {
            Class::Interactive => &mut self.awaited,
            Class::Bulk => &mut self.unawaited,
        }
    }

    /// What is next, and what nobody waits for any more.
    fn next(&mut self, most_tokens: usize) -> (Vec<Task>, Vec<Task>) {
        let (mut taken, mut abandoned) = (Vec::new(), Vec::new());
        let mut room = most_tokens;
        let is_turn_of_bulk = self.passed >= PASSED && !self.bulk.is_empty();
        let mut lines = [(&mut self.interactive, false), (&mut self.bulk, true)];
        if is_turn_of_bulk {
            lines.reverse();
        }
        let mut has_bulk = false;
        for (line, is_bulk) in lines {
            while let Some(task) = line.pop_front() {
                if !task.is_awaited() {
                    abandoned.push(task);
                    continue;
                }
                let fits = match (&task.work, taken.is_empty()) {
                    (_, true) => true,
                    (Work::Texts { .. }, false) => task.permit.tokens() <= room,
                    (Work::Call(_), false) => false,
                };
                if !fits {
                    line.push_front(task);
                    break;
                }
                has_bulk |= is_bulk;
                let is_call = matches!(task.work, Work::Call(_));
                room = if is_call { 0 } else { room.saturating_sub(task.permit.tokens()) };
                taken.push(task);
                if is_call {
                    break;
                }
            }
            if room == 0 {
                break;
            }
        }
        if has_bulk || self.bulk.is_empty() {
            self.passed = 0;
        } else if !taken.is_empty() {
            self.passed += 1;
        }
        (taken, abandoned)
    }
}

/// The state, whoever panicked while holding it: every change of it is one assignment.
fn locked(shared: &Mutex<State>) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::super::Failure;
    use super::*;
    use crate::embed::Embedded;

    type Answer = oneshot::Receiver<Result<(Embedded, Instant), Failure>>;

    fn texts(queue: &Queue, class: Class, tokens: usize) -> Answer {
        let (reply, receiver) = oneshot::channel();
        let texts = vec![Tokens { ids: vec![1; tokens], truncated: false }];
        let permit = queue.admit(class, tokens).unwrap();
        queue.put(class, Task { work: Work::Texts { texts, reply }, permit });
        receiver
    }

    fn sizes(tasks: &[Task]) -> Vec<usize> {
        tasks.iter().map(|task| task.permit.tokens()).collect()
    }

    #[test]
    fn those_who_wait_come_first_and_batches_are_bounded() {
        let queue = Queue::new(1_000, 10);
        let _kept = [
            texts(&queue, Class::Bulk, 40),
            texts(&queue, Class::Bulk, 41),
            texts(&queue, Class::Interactive, 50),
            texts(&queue, Class::Interactive, 30),
        ];
        assert_eq!(sizes(&queue.take(125).unwrap()), [50, 30, 40]);
        assert_eq!(sizes(&queue.take(1).unwrap()), [41]);
    }

    #[test]
    fn what_nobody_waits_for_has_its_turn() {
        let queue = Queue::new(1_000, 100);
        let _bulk = texts(&queue, Class::Bulk, 7);
        let _interactive: Vec<_> = (0..20).map(|_| texts(&queue, Class::Interactive, 10)).collect();
        let taken: Vec<usize> = (0..12).flat_map(|_| sizes(&queue.take(10).unwrap())).collect();
        assert_eq!(taken.iter().position(|size| *size == 7), Some(PASSED));
    }

    #[test]
    fn what_nobody_waits_for_is_dropped_and_gives_its_tokens_back() {
        let queue = Queue::new(100, 3);
        drop(texts(&queue, Class::Interactive, 60));
        let _kept = texts(&queue, Class::Interactive, 40);
        assert_eq!(queue.standing().tokens, 100);
        let taken = queue.take(100).unwrap();
        assert_eq!((sizes(&taken), queue.standing().tokens), (vec![40], 40));
        drop(taken);
        assert_eq!(queue.standing().tokens, 0);
    }

    #[test]
    fn a_full_queue_refuses_and_bulk_takes_no_room_of_others() {
        let queue = Queue::new(100, 3);
        let too_large = Some(Refusal::TooLarge { tokens: 101, most: 100 });
        assert_eq!(queue.admit(Class::Interactive, 101).err(), too_large);
        let bulk = queue.admit(Class::Bulk, 95).unwrap();
        assert!(matches!(queue.admit(Class::Bulk, 10), Err(Refusal::Busy { .. })));
        let kept: Vec<_> = (0..3).map(|_| queue.admit(Class::Interactive, 30).unwrap()).collect();
        assert!(matches!(queue.admit(Class::Interactive, 1), Err(Refusal::Busy { .. })));
        drop(kept);
        let mut whole = queue.admit(Class::Interactive, 90).unwrap();
        let _parts: Vec<_> = (0..9).map(|_| whole.split(10)).collect();
        assert!(queue.admit(Class::Interactive, 1).is_ok(), "parts are no requests");
        drop(bulk);
        assert_eq!(queue.standing().tokens, 90);
    }

    #[test]
    fn a_closed_queue_gives_what_it_has_and_takes_nothing() {
        let queue = Queue::new(100, 3);
        let _kept = texts(&queue, Class::Bulk, 10);
        queue.close();
        assert_eq!(queue.admit(Class::Bulk, 1).err(), Some(Refusal::Closing));
        assert!(queue.take(10).is_some() && queue.take(10).is_none());
    }
}
