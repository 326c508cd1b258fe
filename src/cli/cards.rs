//! The cards of what the inputs hold: made on all processors while more is read.
//!
//! In: inputs. Out: their articles' cards, in their order, each as soon as it and those before it
//! are there: who writes an article to a pipe has its card before the next is written.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use nutgraf::Result;
use nutgraf::engine::{Card, CardOptions, Engine};

use super::args::InputArgs;
use super::input::Input;

/// How many articles each processor has in work or waiting: some are much longer than others.
const AHEAD: usize = 4;
/// The most that are in work: a thread that waits for a part of one takes up another, on the same stack.
const MOST: usize = 32;

/// The cards of articles, or why there are none, each with the number of the input that it is from.
pub(crate) fn cards(
    engine: Arc<Engine>,
    options: CardOptions,
    inputs: Vec<Input>,
    args: InputArgs,
) -> impl Iterator<Item = (usize, Result<Card>)> {
    let options = Arc::new(options);
    let (sender, begun) = sync_channel(MOST.min(AHEAD * rayon::current_num_threads()));
    thread::spawn(move || {
        for (number, input) in inputs.iter().enumerate() {
            for document in input.documents(&args) {
                let (made, card) = sync_channel(1);
                // A receiver that is gone wants no more.
                if sender.send((number, card)).is_err() {
                    return;
                }
                let (engine, options) = (Arc::clone(&engine), Arc::clone(&options));
                rayon::spawn_fifo(move || {
                    let _ = made.send(document.and_then(|it| engine.card(&it, &options)));
                });
            }
        }
    });
    // Each sends one card before it is gone.
    begun.into_iter().filter_map(|(number, card)| Some((number, card.recv().ok()?)))
}
