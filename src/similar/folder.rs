//! The folder in which an index is kept.
//!
//! In comes an index, out comes the same again, mapped. Everything in the folder is derived data: what
//! is damaged, or of another library, model or time line, is of no use and is replaced. Files are
//! written under temporary names, synced and renamed, and the manifest comes last, so a killed process
//! leaves nothing that is used. One process at a time writes; any number read.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::blocks::Damaged;
use super::index::{Index, Part};
use super::manifest::{Manifest, Named, Subject};
use super::mask::Mask;
use super::replace::replace;
use super::segment::Segment;

const MANIFEST: &str = "manifest";
const LOCK: &str = "lock";
const SEGMENT: &str = "segment";
/// The name by which programs that copy files know that a folder's content can be made again
/// (<https://bford.info/cachedir/>); its text says whose it is.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # nutgraf keeps its index of similar articles here, and makes it again where it is gone.\n";
/// How often a manifest is read anew whose segments another process removes meanwhile.
const ATTEMPTS: usize = 5;

/// The folder in which an index is kept: derived data, that one process at a time writes and any read.
#[derive(Debug, Clone)]
pub struct IndexFolder {
    path: PathBuf,
}

/// Why a folder gave no index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// There is none.
    Absent,
    /// It is whole and of something else: what, is said here.
    Other(String),
    /// It is not what was once written: why, is said here.
    Damaged(String),
}

/// That this process alone writes, until it is dropped.
#[derive(Debug)]
pub struct Writing(#[expect(dead_code, reason = "held for its lock")] File);

impl IndexFolder {
    /// The folder at this path, which need not be there.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The index that is kept here, if it is of this subject.
    ///
    /// # Errors
    /// Why there is none.
    pub fn load(&self, subject: &Subject) -> Result<Index, Unusable> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let manifest = self.manifest()?;
            if let Some(why) = difference(&manifest.subject, subject) {
                return Err(Unusable::Other(why));
            }
            match self.open(&manifest) {
                Ok(index) => return Ok(index),
                // Another process may have removed what it has made one with others.
                Err(_) if attempt < ATTEMPTS && self.manifest()? != manifest => {}
                Err(Damaged(why)) => return Err(Unusable::Damaged(why)),
            }
        }
    }

    fn manifest(&self) -> Result<Manifest, Unusable> {
        let bytes = match fs::read(self.path.join(MANIFEST)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unusable::Absent),
            Err(error) => return Err(Unusable::Damaged(format!("it cannot be read: {error}"))),
        };
        Manifest::from_bytes(&bytes).map_err(|Damaged(why)| Unusable::Damaged(why))
    }

    fn open(&self, manifest: &Manifest) -> Result<Index, Damaged> {
        let part = |named: &Named| {
            let segment = Segment::open(&self.segment_path(named.name))?;
            if segment.len() != named.rows as usize
                || segment.checksum() != named.checksum
                || segment.dimensions() != manifest.subject.dimensions
            {
                return Err(Damaged::because("a segment is not the one that was stored"));
            }
            let dead = Arc::new(named.dead.clone());
            Ok(Part { segment: Arc::new(segment), dead, name: Some(named.name) })
        };
        let parts = manifest.segments.iter().map(part).collect::<Result<_, _>>()?;
        Ok(Index::of_parts(manifest.subject.dimensions, manifest.mark, parts))
    }

    /// The right to write, or nothing where another process has it.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or is somebody else's.
    pub fn lock(&self) -> io::Result<Option<Writing>> {
        self.claim()?;
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.path.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Writing(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// Makes the folder, or makes sure that it is ours.
    fn claim(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        let tag = self.path.join(TAG);
        if fs::read_to_string(&tag).is_ok_and(|text| text == TAG_TEXT) || self.manifest().is_ok() {
            return Ok(());
        }
        if self.path.is_dir() && fs::read_dir(&self.path)?.next().is_none() {
            return replace(&tag, |file| file.write_all(TAG_TEXT.as_bytes()));
        }
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is not of an index, and was left as it is", self.path.display()),
        ))
    }

    /// Keeps an index in place of the one that is there, and gives it mapped. Its tail is sealed: what is
    /// kept is all that there was at its moment.
    ///
    /// # Errors
    /// What the system says; the index that was there is then as it was.
    pub fn store(&self, _writing: &Writing, index: &Index, subject: &Subject) -> io::Result<Index> {
        let index = index.sealed();
        let mut segments = Vec::with_capacity(index.parts.len());
        for part in &index.parts {
            let name = match part.name {
                Some(name) => name,
                None => {
                    let name = Uuid::now_v7().as_u64_pair().1;
                    replace(&self.segment_path(name), |file| {
                        let mut writer = io::BufWriter::with_capacity(1 << 20, file);
                        part.segment.write(&mut writer)?;
                        writer.flush()
                    })?;
                    name
                }
            };
            segments.push(Named {
                name,
                rows: part.segment.len() as u32,
                checksum: part.segment.checksum(),
                dead: Mask::clone(&part.dead),
            });
        }
        let manifest = Manifest { subject: subject.clone(), mark: index.mark(), segments };
        replace(&self.path.join(MANIFEST), |file| file.write_all(&manifest.to_bytes()))?;
        self.remove_others(&manifest);
        let opened = self.open(&manifest);
        opened.map_err(|Damaged(why)| io::Error::new(io::ErrorKind::InvalidData, why))
    }

    /// Forgets what is kept here, so that it is made anew.
    ///
    /// # Errors
    /// What the system says.
    pub fn clear(&self, _writing: &Writing) -> io::Result<()> {
        match fs::remove_file(self.path.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes the segments that a manifest does not name; where one cannot be removed, a later time will.
    fn remove_others(&self, manifest: &Manifest) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            let is_segment = path.extension() == Some(OsStr::new(SEGMENT));
            let named = |named: &Named| self.segment_path(named.name) == path;
            if is_segment && !manifest.segments.iter().any(named) {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn segment_path(&self, name: u64) -> PathBuf {
        self.path.join(format!("{name:016x}.{SEGMENT}"))
    }
}

/// How a subject differs from the one that is wanted.
fn difference(found: &Subject, wanted: &Subject) -> Option<String> {
    if found.library != wanted.library {
        Some("it is of another library".to_owned())
    } else if found != wanted {
        Some(format!("it is of the model {}, not {}", found.model, wanted.model))
    } else {
        None
    }
}
