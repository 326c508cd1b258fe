//! MBOX: a mailbox as one file.
//!
//! In: messages, each below a line that begins with `From `. Out: their articles, one after the
//! other as they come: only one message is held at a time.

use std::io::{BufRead, Read};

use super::message::{self, Found};
use super::{LARGEST, headers};
use crate::error::{Error, Result};
use crate::read::detect::{Head, Looks};
use crate::read::entry::{Entries, Entry};
use crate::read::source::Source;
use crate::read::table::Reader;

pub(crate) const READER: Reader = Reader {
    name: "mbox",
    extensions: &["mbox", "mbx"],
    media_types: &["application/mbox"],
    looks,
    read,
};

/// The most bytes of a line that are looked at as one.
const LINE: u64 = 64 << 10;

/// A line that begins a message, and headers below it.
fn looks(head: &Head<'_>) -> Looks {
    let Some((first, rest)) = head.text.split_once('\n') else { return Looks::Other };
    let is_mailbox = begins_message(first.as_bytes()) && headers::begin(rest);
    if is_mailbox { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    let name = source.name.clone();
    Box::new(Messages {
        reader: source.into_reader(),
        name,
        index: 0,
        message: Vec::new(),
        is_too_large: false,
        is_over: false,
    })
}

/// The messages of a mailbox that are left.
struct Messages {
    reader: Box<dyn BufRead + Send>,
    name: String,
    index: usize,
    /// The lines of the message that is being read.
    message: Vec<u8>,
    is_too_large: bool,
    is_over: bool,
}

/// Whether a line stands above a message: `From`, who sent it, and when. A sentence that begins
/// so has no time of the day and no year.
fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = &rest[..rest.len().min(200)];
    let is_time = |it: &[u8]| it[0].is_ascii_digit() && it[1] == b':' && it[2].is_ascii_digit();
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    rest.windows(3).any(is_time) && rest.split(u8::is_ascii_whitespace).any(is_year)
}

/// A line of a message as it was before it lay in a mailbox: `>From ` was `From `.
fn unescaped(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

impl Messages {
    /// The next message; `None` at the end.
    fn message(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let (mut is_line_start, mut was_blank) = (true, true);
        loop {
            line.clear();
            let read = self.reader.by_ref().take(LINE).read_until(b'\n', &mut line);
            let read = read.map_err(|source| {
                self.is_over = true;
                Error::Io { path: self.name.clone().into(), source }
            })?;
            self.is_over = read == 0;
            if self.is_over || is_line_start && was_blank && begins_message(&line) {
                let message = std::mem::take(&mut self.message);
                if !message.trim_ascii().is_empty() {
                    return Ok(Some(message));
                }
                if self.is_over {
                    return Ok(None);
                }
                continue;
            }
            if is_line_start {
                was_blank = line.trim_ascii().is_empty();
            }
            let kept = if is_line_start { unescaped(&line) } else { &line };
            is_line_start = line.ends_with(b"\n");
            if self.message.len() + kept.len() <= LARGEST {
                self.message.extend_from_slice(kept);
            } else {
                self.is_too_large = true;
            }
        }
    }

    fn entry(&self, message: Vec<u8>, source: String) -> Result<Entry> {
        if self.is_too_large {
            let reason = format!("the message is larger than {} MiB", LARGEST >> 20);
            return Err(Error::Refused { name: source, reason });
        }
        match message::read(&source, message)? {
            Found::Mail(article) => Ok(Entry::new(source, *article)),
            Found::Page { .. } => {
                let reason = "it is a saved page in a mailbox; give it as a file of its own";
                Err(Error::Refused { name: source, reason: reason.to_owned() })
            }
        }
    }
}

/// What a mail program keeps for itself in a mailbox.
fn is_internal(message: &[u8]) -> bool {
    let head = &message[..message.len().min(2_000)];
    let head = String::from_utf8_lossy(head);
    head.contains("FOLDER INTERNAL DATA")
        || head.contains("X-IMAPbase:") && head.contains("X-IMAP:")
}

impl Iterator for Messages {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let message = match self.message() {
                Ok(message) => message?,
                Err(error) => return Some(Err(error)),
            };
            if is_internal(&message) {
                continue;
            }
            let source = format!("{}[{}]", self.name, self.index);
            self.index += 1;
            let entry = self.entry(message, source);
            self.is_too_large = false;
            return Some(entry);
        }
        None
    }
}
