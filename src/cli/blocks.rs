//! Texts that come together: read on a thread of their own, embedded as many at a time as have come.
//!
//! In: lines. Out: blocks of bounded size. Whoever writes a line to a pipe has its vector at once;
//! from a file come full blocks.

use std::io::BufRead;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use super::failure::Failure;
use super::lines::Lines;

/// A block is full with this many texts or this many bytes of them.
const BLOCK_TEXTS: usize = 4_096;
const BLOCK_BYTES: usize = 1 << 20;
/// How many texts are read ahead.
const AHEAD: usize = 64;
/// How long a block that is not full waits for another text.
const PATIENCE: Duration = Duration::from_millis(10);

/// The blocks of an input.
pub(crate) struct Blocks {
    texts: Receiver<Result<String, Failure>>,
    /// What ended the lines, to be said after the block before it.
    failure: Option<Failure>,
}

impl Blocks {
    /// Begins to read.
    pub(crate) fn of<R: BufRead + Send + 'static>(mut lines: Lines<R>) -> Self {
        let (sender, texts) = sync_channel(AHEAD);
        thread::spawn(move || {
            while let Some(text) = lines.text().transpose() {
                let is_last = text.is_err();
                if sender.send(text).is_err() || is_last {
                    return;
                }
            }
        });
        Self { texts, failure: None }
    }

    /// The next texts; none at the input's end.
    pub(crate) fn block(&mut self) -> Result<Vec<String>, Failure> {
        let mut block = Vec::new();
        let mut bytes = 0;
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        while block.len() < BLOCK_TEXTS && bytes < BLOCK_BYTES {
            let text = match block.is_empty() {
                true => self.texts.recv().ok(),
                false => self.texts.recv_timeout(PATIENCE).ok(),
            };
            match text {
                Some(Ok(text)) => {
                    bytes += text.len();
                    block.push(text);
                }
                Some(Err(failure)) if block.is_empty() => return Err(failure),
                Some(Err(failure)) => {
                    self.failure = Some(failure);
                    break;
                }
                None => break,
            }
        }
        Ok(block)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    fn blocks(input: impl Read + Send + 'static) -> Blocks {
        Blocks::of(Lines::new("in".to_owned(), BufReader::new(input), None))
    }

    #[test]
    fn blocks_are_bounded_in_texts_and_bytes_and_complete() {
        let count = |input: String| {
            let mut blocks = blocks(Cursor::new(input));
            let mut sizes = Vec::new();
            loop {
                match blocks.block().unwrap().len() {
                    0 => return sizes,
                    size => sizes.push(size),
                }
            }
        };
        let sizes = count("a\n".repeat(2 * BLOCK_TEXTS + 1));
        assert_eq!(sizes.iter().sum::<usize>(), 2 * BLOCK_TEXTS + 1);
        assert!(sizes.iter().all(|&size| size <= BLOCK_TEXTS), "{sizes:?}");
        let sizes = count(format!("{}\n", "b".repeat(BLOCK_BYTES / 2)).repeat(3));
        assert!(sizes.iter().all(|&size| size <= 2) && sizes.iter().sum::<usize>() == 3);
    }

    #[test]
    fn what_came_before_a_bad_line_is_given_first() {
        let mut blocks = blocks(Cursor::new(b"a\nb\n\xff\nc\n"));
        let mut texts = Vec::new();
        let failure = loop {
            match blocks.block() {
                Ok(block) => texts.extend(block),
                Err(failure) => break failure.to_string(),
            }
        };
        assert_eq!(texts, ["a", "b"]);
        assert!(failure.contains("line 3"), "{failure}");
    }

    /// Gives what it is sent.
    struct Pipe(Receiver<&'static [u8]>);

    impl Read for Pipe {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Ok(bytes) = self.0.recv() else { return Ok(0) };
            buffer[..bytes.len()].copy_from_slice(bytes);
            Ok(bytes.len())
        }
    }

    #[test]
    fn a_line_is_not_kept_waiting_for_the_next() {
        let (pipe, bytes): (Sender<&'static [u8]>, _) = channel();
        let mut blocks = blocks(Pipe(bytes));
        pipe.send(b"one\n").unwrap();
        assert_eq!(blocks.block().unwrap(), ["one"]);
        pipe.send(b"two\nthr").unwrap();
        assert_eq!(blocks.block().unwrap(), ["two"]);
        pipe.send(b"ee\n").unwrap();
        drop(pipe);
        assert_eq!(blocks.block().unwrap(), ["three"]);
        assert!(blocks.block().unwrap().is_empty());
    }
}
