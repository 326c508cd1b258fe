//! An input that was opened: what a reader is given.
//!
//! In: an [`Input`]. Out: its first bytes, for detection, and then all of them, whole or as they
//! come. Every way out is bounded.

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::sync::Arc;

use super::charset;
use super::input::{Content, FieldPaths, Input};
use crate::error::{Error, Result};

/// How many bytes are looked at to tell the format.
pub(crate) const HEAD: usize = 64 << 10;
/// The most bytes of an input that is read whole.
pub(crate) const LARGEST: usize = 1 << 30;
/// How deep inputs may lie in inputs: a mail in a mailbox in an archive.
pub(crate) const DEEPEST: usize = 4;

/// An input that was opened.
pub(crate) struct Source {
    /// What errors call it.
    pub(crate) name: String,
    /// Where it was fetched from.
    pub(crate) address: Option<String>,
    /// What a server called it.
    pub(crate) media_type: Option<String>,
    /// Fields that hold what their names do not tell.
    pub(crate) fields: Arc<FieldPaths>,
    /// In how many other inputs it lies.
    pub(crate) depth: usize,
    /// The bytes that were read of a file or a stream.
    head: Vec<u8>,
    /// Whether these are all.
    is_whole: bool,
    content: Content,
}

/// Bytes that can be read from any place.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Source {
    /// Opens an input: reads its first bytes.
    pub(crate) fn open(input: Input) -> Result<Self> {
        let Input { name, mut content, media_type, address, fields, .. } = input;
        let (head, is_whole) =
            first_bytes(&mut content).map_err(|source| unreadable(&name, source))?;
        Ok(Self { name, address, media_type, fields, depth: 0, head, is_whole, content })
    }

    /// An input that lies in this one.
    ///
    /// # Errors
    /// [`Error::Refused`] if it lies too deep.
    pub(crate) fn nested(&self, name: String, bytes: Vec<u8>) -> Result<Self> {
        if self.depth >= DEEPEST {
            let reason = format!("it lies in {DEEPEST} other files; unpack the outer ones first");
            return Err(Error::Refused { name, reason });
        }
        Ok(Self {
            name,
            address: None,
            media_type: None,
            fields: Arc::clone(&self.fields),
            depth: self.depth + 1,
            head: Vec::new(),
            is_whole: true,
            content: Content::Memory(bytes),
        })
    }

    /// What is known of it without its bytes: for what lies in it, once they are being read.
    pub(crate) fn without_content(&self) -> Self {
        Self {
            name: self.name.clone(),
            address: self.address.clone(),
            media_type: self.media_type.clone(),
            fields: Arc::clone(&self.fields),
            depth: self.depth,
            head: Vec::new(),
            is_whole: true,
            content: Content::Memory(Vec::new()),
        }
    }

    /// Its first bytes: some [`HEAD`] of them, fewer where there are no more or where a pipe has
    /// given a whole line.
    pub(crate) fn head(&self) -> &[u8] {
        match &self.content {
            Content::Memory(bytes) => &bytes[..bytes.len().min(HEAD)],
            Content::File(_) | Content::Stream(_) => &self.head,
        }
    }

    /// Whether the head is all of it.
    pub(crate) fn is_head_all(&self) -> bool {
        match &self.content {
            Content::Memory(bytes) => bytes.len() <= HEAD,
            Content::File(_) | Content::Stream(_) => self.is_whole,
        }
    }

    /// All its bytes.
    ///
    /// # Errors
    /// [`Error::Refused`] if there are more than `most`, [`Error::Io`] if they cannot be read.
    pub(crate) fn into_bytes(self, most: usize) -> Result<Vec<u8>> {
        let Self { name, mut head, is_whole, content, .. } = self;
        let stream: &mut dyn Read = &mut match content {
            Content::Memory(bytes) => return within(bytes, most, &name),
            Content::File(_) | Content::Stream(_) if is_whole => {
                return within(head, most, &name);
            }
            Content::File(file) => {
                let length = file.metadata().map_or(0, |it| it.len()) as usize;
                head.reserve_exact(length.min(most).saturating_sub(head.len()) + 1);
                Box::new(file) as Box<dyn Read + Send>
            }
            Content::Stream(stream) => stream,
        };
        let limit = (most + 1).saturating_sub(head.len());
        let read = stream.take(limit as u64).read_to_end(&mut head);
        read.map_err(|source| unreadable(&name, source))?;
        within(head, most, &name)
    }

    /// All its text.
    ///
    /// # Errors
    /// As [`Self::into_bytes`], and [`Error::NotText`].
    pub(crate) fn into_text(self, most: usize) -> Result<charset::Decoded> {
        let name = self.name.clone();
        let charset = self.media_type.as_deref().and_then(charset::of_media_type);
        charset::decode(&name, self.into_bytes(most)?, charset)
    }

    /// Its bytes as they come, and what else is known of it.
    pub(crate) fn into_reader(self) -> Box<dyn BufRead + Send> {
        match self.content {
            Content::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Content::File(file) => Box::new(BufReader::new(Cursor::new(self.head).chain(file))),
            Content::Stream(stream) => {
                Box::new(BufReader::new(Cursor::new(self.head).chain(stream)))
            }
        }
    }

    /// Its bytes, to be read from any place; a stream is read whole for that.
    ///
    /// # Errors
    /// As [`Self::into_bytes`].
    pub(crate) fn into_seekable(self, most: usize) -> Result<Box<dyn ReadSeek>> {
        if let Content::File(file) = &self.content
            && let Ok(mut file) = file.try_clone()
            && file.rewind().is_ok()
        {
            return Ok(Box::new(file));
        }
        Ok(Box::new(Cursor::new(self.into_bytes(most)?)))
    }
}

/// Reads the first bytes of a file or a stream, and says whether they are all.
fn first_bytes(content: &mut Content) -> io::Result<(Vec<u8>, bool)> {
    let (reader, is_stream): (&mut dyn Read, bool) = match content {
        Content::Memory(_) => return Ok((Vec::new(), true)),
        Content::File(file) => (file, false),
        Content::Stream(stream) => (stream, true),
    };
    let mut head = vec![0; HEAD];
    let mut filled = 0;
    let mut is_whole = false;
    while filled < HEAD {
        match reader.read(&mut head[filled..]) {
            Ok(0) => {
                is_whole = true;
                break;
            }
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        // Whoever writes a line of JSON to a pipe may wait for its answer.
        let text = head[..filled].trim_ascii_start();
        if is_stream && text.starts_with(b"{") && text.contains(&b'\n') {
            break;
        }
    }
    head.truncate(filled);
    Ok((head, is_whole))
}

fn within(bytes: Vec<u8>, most: usize, name: &str) -> Result<Vec<u8>> {
    if bytes.len() <= most {
        return Ok(bytes);
    }
    let reason = format!("it is larger than {} MiB; divide it", most >> 20);
    Err(Error::Refused { name: name.to_owned(), reason })
}

fn unreadable(name: &str, source: io::Error) -> Error {
    Error::Io { path: name.into(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a piece with each read, and fails the test when read once more.
    struct Pieces(Vec<&'static [u8]>);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(!self.0.is_empty(), "read on although a line was there");
            let piece = self.0.remove(0);
            buffer[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    #[test]
    fn a_pipe_that_gave_a_line_is_not_waited_for() {
        let stream = Input::stream("-", Pieces(vec![b"{\"body\":", b" \"x\"}\n"]));
        assert_eq!(Source::open(stream).unwrap().head(), b"{\"body\": \"x\"}\n");
    }

    #[test]
    fn all_ways_out_give_all_bytes_and_no_more_than_may_be() {
        let text = b"some text".repeat(20_000);
        let opened = || Source::open(Input::stream("in", Cursor::new(text.clone()))).unwrap();
        assert_eq!(opened().head().len(), HEAD);
        assert_eq!(opened().into_bytes(LARGEST).unwrap(), text);
        let mut read = Vec::new();
        opened().into_reader().read_to_end(&mut read).unwrap();
        assert_eq!(read, text);
        let mut read = Vec::new();
        opened().into_seekable(LARGEST).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, text);
        let refused = opened().into_bytes(100_000).unwrap_err().to_string();
        assert!(refused.starts_with("in: it is larger than"), "{refused}");
    }
}
