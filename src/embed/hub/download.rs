//! One file from the hub into the cache.
//!
//! The bytes gather in a partial file, are read back and compared with what the hub announced,
//! and only then take the name under which anyone looks for them. A partial file of a known
//! sha256 stays when a transfer breaks off, and the next one goes on behind its last byte; if
//! the whole then has another sha256 it is fetched once more from the start. Any other partial
//! file is removed. The caller holds the lock of the repository.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::PullEvent;
use super::cache::{RepositoryCache, at, remove_if_there};
use super::client::{RemoteFile, Stream};
use super::failure;
use super::verify::{Defect, Expected, Verified, verify};
use crate::error::{Error, Result};

/// The most that is read of a file whose length the hub does not say.
const MAX_UNANNOUNCED: u64 = 256 << 20;

/// A file that now lies in the cache.
#[derive(Debug)]
pub(super) struct Fetched {
    /// The name of its blob.
    pub(super) blob: String,
    /// What it is.
    pub(super) verified: Verified,
}

/// Fetches a file, unless its blob is there and whole; `None` if the hub has none.
pub(super) fn fetch(
    remote: &RemoteFile<'_>,
    cache: &RepositoryCache,
    progress: &mut dyn FnMut(PullEvent),
) -> Result<Option<Fetched>> {
    let Some(announced) = remote.announce()? else { return Ok(None) };
    let json = remote.file().is_json();
    let expected = Expected { id: announced.id, bytes: announced.bytes, json };
    if let Some(fetched) = already_there(cache, &expected)? {
        progress(PullEvent::AlreadyThere { file: remote.file().name });
        return Ok(Some(fetched));
    }
    Transfer { remote, cache, expected }.run(progress).map(Some)
}

/// The blob that an earlier pull of another revision left, if it is whole.
fn already_there(cache: &RepositoryCache, expected: &Expected) -> Result<Option<Fetched>> {
    let Some(id) = &expected.id else { return Ok(None) };
    let path = cache.blob(id.as_str());
    if !path.is_file() {
        return Ok(None);
    }
    let verified = verify(&path, expected).map_err(at(&path))?.ok();
    Ok(verified.map(|verified| Fetched { blob: id.as_str().to_owned(), verified }))
}

struct Transfer<'a> {
    remote: &'a RemoteFile<'a>,
    cache: &'a RepositoryCache,
    expected: Expected,
}

impl Transfer<'_> {
    fn run(mut self, progress: &mut dyn FnMut(PullEvent)) -> Result<Fetched> {
        let file = self.remote.file().name;
        let name = self.expected.id.as_ref().map_or(file, |id| id.as_str()).replace('/', "-");
        let partial = self.cache.partial(&name)?;
        let mut from = self.resumable(&partial)?;
        loop {
            let arrived = self.receive(&partial, from, progress);
            if arrived.is_err() && self.expected.sha256().is_none() {
                remove_if_there(&partial)?;
            }
            let resumed = arrived? > 0;
            match verify(&partial, &self.expected).map_err(at(&partial))? {
                Ok(verified) => {
                    let fetched = self.place(&partial, verified)?;
                    progress(PullEvent::Finished { file });
                    return Ok(fetched);
                }
                Err(defect) => {
                    remove_if_there(&partial)?;
                    if !resumed {
                        return Err(self.refuse(&defect));
                    }
                    from = 0;
                }
            }
        }
    }

    /// Gives the checked file the name that others look for.
    fn place(&self, partial: &Path, verified: Verified) -> Result<Fetched> {
        let blob = match &self.expected.id {
            Some(id) => id.as_str().to_owned(),
            None => verified.sha256.clone(),
        };
        let path = self.cache.blob(&blob);
        fs::rename(partial, &path).map_err(at(&path))?;
        Ok(Fetched { blob, verified })
    }

    /// How many bytes of an earlier transfer can be gone on from.
    fn resumable(&self, partial: &Path) -> Result<u64> {
        let kept = fs::metadata(partial).map_or(0, |metadata| metadata.len());
        let fits = self.expected.bytes.is_none_or(|bytes| kept <= bytes);
        if self.expected.sha256().is_some() && fits {
            return Ok(kept);
        }
        remove_if_there(partial)?;
        Ok(0)
    }

    /// Writes the bytes from offset `from` on into the partial file, and onto the disk; says
    /// from which offset they did come.
    fn receive(
        &mut self,
        partial: &Path,
        from: u64,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<u64> {
        let file = self.remote.file().name;
        if from > 0 && self.expected.bytes == Some(from) {
            progress(PullEvent::Started { file, bytes: Some(from) });
            progress(PullEvent::Advanced { bytes: from });
            return Ok(from);
        }
        let stream = self.remote.open(from)?;
        self.expected.bytes = self.expected.bytes.or(stream.bytes);
        if !self.expected.json && self.expected.sha256().is_none() && self.expected.bytes.is_none()
        {
            return Err(self.uncheckable());
        }
        progress(PullEvent::Started { file, bytes: self.expected.bytes });
        if stream.start > 0 {
            progress(PullEvent::Advanced { bytes: stream.start });
        }
        let start = stream.start;
        let out = open_at(partial, start).map_err(at(partial))?;
        self.copy(stream, &out, partial, progress)?;
        out.sync_all().map_err(at(partial))?;
        Ok(start)
    }

    fn copy(
        &self,
        stream: Stream,
        mut out: &File,
        partial: &Path,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<()> {
        // One byte more than announced is enough to see that it is too long.
        let limit = self.expected.bytes.unwrap_or(MAX_UNANNOUNCED).saturating_add(1);
        let mut body = stream.body.into_reader().take(limit.saturating_sub(stream.start));
        let mut buffer = vec![0; 1 << 16];
        loop {
            match body.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => {
                    out.write_all(&buffer[..read]).map_err(at(partial))?;
                    progress(PullEvent::Advanced { bytes: read as u64 });
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let error = ureq::Error::from(error);
                    return Err(failure::transport(
                        self.remote.url(),
                        &error,
                        self.remote.timeouts(),
                    ));
                }
            }
        }
    }

    fn refuse(&self, defect: &Defect) -> Error {
        let reason = format!("{defect}; it was deleted. Run again, or check HF_ENDPOINT");
        failure::network(self.remote.url(), reason)
    }

    fn uncheckable(&self) -> Error {
        let reason = "the hub says neither its sha256 nor its length, so it cannot be checked; \
                      use another HF_ENDPOINT";
        failure::network(self.remote.url(), reason)
    }
}

/// Opens a file for writing behind its first `start` bytes; what lay further on is cut off.
fn open_at(path: &Path, start: u64) -> io::Result<File> {
    let mut file = File::options().create(true).write(true).truncate(false).open(path)?;
    file.set_len(start)?;
    file.seek(SeekFrom::Start(start))?;
    Ok(file)
}
