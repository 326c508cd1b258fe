//! The cards of what the inputs hold: made on all processors while more is read.
//!
//! In: inputs. Out: their articles' cards, in their order, each as soon as it and those before it
//! are there: who writes an article to a pipe has its card before the next is written.
//!
//! A summary needs no library: where that fails, cards are made without similar readings.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use nutgraf::engine::{Card, CardOptions, Engine};
use nutgraf::text::Document;
use nutgraf::{Error, ErrorKind, Result};

use super::args::InputArgs;
use super::input::Input;

/// How many articles each processor has in work or waiting: some are much longer than others.
const AHEAD: usize = 4;
/// The most that are in work: a thread that waits for a part of one takes up another, on the same stack.
const MOST: usize = 32;

/// A card that was made.
pub(crate) struct Made {
    pub(crate) card: Card,
    /// What failed in the library, on the first card that names no similar readings for it.
    pub(crate) library_failure: Option<Error>,
}

/// Makes cards.
struct Maker {
    engine: Engine,
    options: CardOptions,
    /// Whether the library has failed: each further try could cost as long as the first.
    is_alone: AtomicBool,
}

impl Maker {
    fn make(&self, document: &Document) -> Result<Made> {
        if self.is_alone.load(Ordering::Relaxed) {
            return self.make_alone(document, None);
        }
        match self.engine.card(document, &self.options) {
            Err(error) if error.kind() == ErrorKind::Library => {
                let is_first = !self.is_alone.swap(true, Ordering::Relaxed);
                self.make_alone(document, is_first.then_some(error))
            }
            made => Ok(Made { card: made?, library_failure: None }),
        }
    }

    fn make_alone(&self, document: &Document, library_failure: Option<Error>) -> Result<Made> {
        let options = CardOptions { neighbors: 0, ..self.options.clone() };
        Ok(Made { card: self.engine.card(document, &options)?, library_failure })
    }
}

/// The cards of articles, or why there are none, each with the number of the input that it is from.
pub(crate) fn cards(
    engine: Engine,
    options: CardOptions,
    inputs: Vec<Input>,
    args: InputArgs,
) -> impl Iterator<Item = (usize, Result<Made>)> {
    let maker = Arc::new(Maker { engine, options, is_alone: AtomicBool::new(false) });
    let (sender, begun) = sync_channel(MOST.min(AHEAD * rayon::current_num_threads()));
    thread::spawn(move || {
        for (number, input) in inputs.iter().enumerate() {
            for document in input.documents(&args) {
                let (made, card) = sync_channel(1);
                // A receiver that is gone wants no more.
                if sender.send((number, card)).is_err() {
                    return;
                }
                let maker = Arc::clone(&maker);
                rayon::spawn_fifo(move || {
                    let card = document.and_then(|it| maker.make(&it));
                    // With the last card the program may end, and the library is to be closed then.
                    drop(maker);
                    let _ = made.send(card);
                });
            }
        }
        drop(maker);
        drop(sender);
    });
    // Each sends one card before it is gone.
    begun.into_iter().filter_map(|(number, card)| Some((number, card.recv().ok()?)))
}
