//! Upkeep: what makes later answers faster and changes none, and copies.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::failure::Failure;
use super::file::{make_private, unusable};
use super::{SqliteStore, index, rows, vectors};
use crate::library::{Depth, Effort, Entry, IndexState, Statistics};
use crate::similar::{Damaged, Index, Merge, SEAL_FROM, Subject, Writing, sync_folder_of};
use crate::vector::ModelId;
use crate::{Error, Result};

/// A graph over so many articles takes some seconds, whoever waits for it.
const FEW: usize = 25_000;
/// A command that wrote so many articles may build a graph over so many times as many.
const SHARE: usize = 16;

impl Effort {
    /// Whether a graph over so many vectors may be built.
    fn allows(self, vectors: usize) -> bool {
        match self {
            Self::Least => false,
            Self::Articles(written) => vectors <= FEW.max(written.saturating_mul(SHARE)),
            Self::All | Self::Compact => true,
        }
    }

    /// Whether everything is to be in segments.
    fn is_whole(self) -> bool {
        matches!(self, Self::All | Self::Compact)
    }
}

/// The index with what should be sealed, and what should then be made one; nothing if all is well.
fn next_step(index: &Index, effort: Effort) -> Option<(Index, Option<Merge>)> {
    let seals = index.tail_len() >= if effort.is_whole() { 1 } else { SEAL_FROM };
    let sealed = if seals { index.sealed() } else { index.clone() };
    let merge = match effort {
        Effort::Compact => sealed.merge_of_all().or_else(|| sealed.next_merge()),
        _ => sealed.next_merge(),
    };
    let merge = merge.filter(|merge| !merge.builds_graph() || effort.allows(merge.rows));
    (merge.is_some() || seals).then_some((sealed, merge))
}

impl SqliteStore {
    /// See [`Upkeep::keep_up`](crate::library::Upkeep::keep_up).
    pub(super) fn keep_up(&self, model: &ModelId, dimensions: usize, effort: Effort) -> Result<()> {
        let Some(folder) = &self.derived.folder else { return Ok(()) };
        let (_, index) = self.snapshot(model, dimensions)?;
        if next_step(&index, effort).is_none() {
            return Ok(());
        }
        let locked = folder.lock().map_err(|source| self.index_failed(source))?;
        let Some(writing) = locked else { return Ok(()) };
        // What another process has kept meanwhile is what is gone on from.
        self.derived.release();
        while self.keep_up_once(&writing, model, dimensions, effort)? {}
        Ok(())
    }

    /// Seals what was added, once it is much: else whoever asks next would have to read all of it.
    pub(super) fn seal_after(&self, entries: &[Entry]) {
        let mut vectors = entries.iter().filter_map(|entry| entry.vector);
        let Some(first) = vectors.next() else { return };
        let unsealed = &self.derived.unsealed;
        let count = 1 + vectors.count();
        if unsealed.fetch_add(count, Ordering::Relaxed) + count >= SEAL_FROM {
            unsealed.store(0, Ordering::Relaxed);
            // What is derived can be made at any later time.
            let _ = self.keep_up(first.model, first.values.len(), Effort::Least);
        }
    }

    /// Takes one step, and says whether there may be another.
    fn keep_up_once(
        &self,
        writing: &Writing,
        model: &ModelId,
        dimensions: usize,
        effort: Effort,
    ) -> Result<bool> {
        let Some(folder) = &self.derived.folder else { return Ok(false) };
        let (subject, index) = self.snapshot(model, dimensions)?;
        let Some((sealed, merge)) = next_step(&index, effort) else { return Ok(false) };
        let merged = match &merge {
            Some(merge) => match sealed.merged(merge) {
                Ok(merged) => merged,
                Err(Damaged(_)) => {
                    // Else what is held would be found damaged again, and again.
                    self.derived.release();
                    folder.clear(writing).map_err(|source| self.index_failed(source))?;
                    return Ok(true);
                }
            },
            None => sealed,
        };
        let stored = folder.store(writing, &merged, &subject);
        let stored = stored.map_err(|source| self.index_failed(source))?;
        self.derived.release();
        self.derived.hold(&subject, Arc::new(stored));
        Ok(merge.is_some())
    }

    fn index_failed(&self, source: std::io::Error) -> Error {
        let folder = self.derived.folder.as_ref();
        let path = folder.map_or_else(|| self.path.clone(), |folder| folder.path().to_owned());
        Error::Io { path, source }
    }

    /// The index as of now, and what it is of.
    fn snapshot(&self, model: &ModelId, dimensions: usize) -> Result<(Subject, Arc<Index>)> {
        self.read(|connection| {
            let dimensions =
                vectors::lookup(connection, model)?.map_or(dimensions, |(_, stored)| stored);
            let subject = index::subject(connection, model, dimensions)?;
            let index = self.derived.index(connection, &subject)?;
            Ok((subject, index))
        })
    }

    /// Forgets the index, so that it is made anew of the vectors.
    pub fn discard_index(&self) {
        self.derived.discard();
    }

    /// The state of the index that is kept for this model's vectors; in full, every byte of it is read.
    ///
    /// # Errors
    /// If the database cannot be read or is damaged.
    pub fn index_state(
        &self,
        model: &ModelId,
        dimensions: usize,
        depth: Depth,
    ) -> Result<IndexState> {
        self.read(|connection| {
            let subject = index::subject(connection, model, dimensions)?;
            self.derived.state(connection, &subject, depth == Depth::Full)
        })
    }

    /// What there is; vectors are those of this model.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn statistics(&self, model: &ModelId, dimensions: usize) -> Result<Statistics> {
        let (_, index) = self.snapshot(model, dimensions)?;
        let lacking_vectors = self.count_lacking_vectors(model)?;
        self.read(|connection| {
            let count = |sql: &str| {
                let count = connection.query_row(sql, [], |row| row.get(0))?;
                rows::unsigned(count, "count")
            };
            let pragma = |name| {
                let value = connection.pragma_query_value(None, name, |row| row.get(0))?;
                rows::unsigned(value, name)
            };
            Ok(Statistics {
                articles: count("SELECT count(*) FROM articles")?,
                read: count("SELECT count(*) FROM articles WHERE read_count > 0")?,
                lacking_vectors,
                awaited: count("SELECT count(*) FROM jobs WHERE state <> 'dead'")?,
                database_bytes: pragma("page_count")? * pragma("page_size")?,
                segments: index.segments(),
                unsealed: index.tail_len(),
            })
        })
    }

    /// Writes a consistent copy of the library as it is now to a file that is not there yet. Others may
    /// read and write meanwhile. The copy is whole, or there is none.
    ///
    /// # Errors
    /// [`Error::LibraryUnusable`], of the copy, if there is a file already or it cannot be written;
    /// otherwise if the library cannot be read or is damaged.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        let attempt = || -> Result<(), Failure> {
            if fs::symlink_metadata(to).is_ok() {
                let why = "there is such a file already, and it was left as it is; name another";
                return Err(unusable(to, why));
            }
            let mut part = to.as_os_str().to_owned();
            part.push(format!(".{}.part", uuid::Uuid::now_v7().simple()));
            let part = Path::new(&part);
            make_private(part);
            let written = self.copy_to(part).and_then(|()| {
                let finish = || {
                    File::options().write(true).open(part)?.sync_all()?;
                    // Unlike a renaming, a link never takes the place of what has come meanwhile; some file
                    // systems have none.
                    match fs::hard_link(part, to) {
                        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                            fs::rename(part, to)?;
                        }
                        linked => linked?,
                    }
                    sync_folder_of(to)
                };
                finish().map_err(|error| unusable(to, &format!("it cannot be written: {error}")))
            });
            let _ = fs::remove_file(part);
            written
        };
        attempt().map_err(|failure| failure.at(&self.path))
    }

    fn copy_to(&self, path: &Path) -> Result<(), Failure> {
        let name = path.to_str().ok_or_else(|| unusable(path, "its name is not UTF-8"))?;
        let reader = self.reader()?;
        reader.execute("VACUUM INTO ?1", [name]).map(drop).map_err(|error| match error {
            error if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                unusable(path, "it cannot be written; check that its folder is there and writable")
            }
            error => error.into(),
        })
    }

    /// Gives back the room that removed articles have left, in the database.
    ///
    /// # Errors
    /// As [`Store::add`](crate::library::Store::add) as a whole.
    pub fn vacuum(&self) -> Result<()> {
        let run = || -> Result<(), Failure> {
            let connection = self.lock();
            connection.execute_batch("VACUUM")?;
            connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
            Ok(())
        };
        run().map_err(|failure| failure.at(&self.path))
    }
}
