//! The index of the articles' vectors: held in memory, kept in a folder, and caught up with the
//! database whenever it is asked.
//!
//! In comes a snapshot of the database; out comes an index of exactly that. A query never builds
//! anything: it reads what has changed since the index that there is. Where there is none, or none that
//! fits, or one that is damaged, every vector is read, which costs time and no answer.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::failure::Failure;
use super::open::Access;
use super::{changes, rows, vectors};
use crate::library::IndexState;
use crate::similar::{Damaged, Index, IndexFolder, SEAL_FROM, Subject, Unusable};

/// What the name of the folder has behind that of the library.
const SUFFIX: &str = ".nutgraf-index";

/// The index as this process has it.
#[derive(Debug)]
pub(super) struct Derived {
    /// Where it is kept; nowhere for a library in memory, or a damaged one.
    pub(super) folder: Option<IndexFolder>,
    held: Mutex<Option<Held>>,
    /// How many vectors were added here since the last sealing.
    pub(super) unsealed: AtomicUsize,
}

#[derive(Debug)]
struct Held {
    subject: Subject,
    index: Arc<Index>,
}

/// Why there is no index of a snapshot.
enum Trouble {
    /// A file of it is damaged.
    Damaged(Damaged),
    Failed(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Damaged> for Trouble {
    fn from(damaged: Damaged) -> Self {
        Self::Damaged(damaged)
    }
}

impl Derived {
    /// What is derived from the library at this path.
    pub(super) fn of(path: &Path, access: Access) -> Self {
        let folder = matches!(access, Access::Create | Access::Existing | Access::Immutable)
            .then(|| IndexFolder::at(folder_of(path)));
        Self { folder, held: Mutex::new(None), unsealed: AtomicUsize::new(0) }
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the index of a snapshot. If a file of it is damaged, one is made of the vectors and asked.
    pub(super) fn ask<T>(
        &self,
        connection: &Connection,
        subject: &Subject,
        question: impl Fn(&Arc<Index>) -> Result<T, Damaged>,
    ) -> Result<T, Failure> {
        let attempt =
            || -> Result<T, Trouble> { Ok(question(&self.current(connection, subject)?)?) };
        match attempt() {
            Ok(answer) => Ok(answer),
            Err(Trouble::Failed(failure)) => Err(failure),
            Err(Trouble::Damaged(_)) => {
                self.discard();
                let index = self.catch_up(connection, subject, None);
                let index = Arc::new(index.map_err(|trouble| match trouble {
                    Trouble::Failed(failure) => failure,
                    Trouble::Damaged(Damaged(why)) => Failure::Damaged(why),
                })?);
                self.hold(subject, Arc::clone(&index));
                question(&index).map_err(|Damaged(why)| Failure::Damaged(why))
            }
        }
    }

    /// The index of a snapshot.
    pub(super) fn index(
        &self,
        connection: &Connection,
        subject: &Subject,
    ) -> Result<Arc<Index>, Failure> {
        self.ask(connection, subject, |index| Ok(Arc::clone(index)))
    }

    fn current(&self, connection: &Connection, subject: &Subject) -> Result<Arc<Index>, Trouble> {
        let newest = changes::newest(connection)?;
        let held = self
            .held()
            .as_ref()
            .filter(|held| held.subject == *subject)
            .map(|held| Arc::clone(&held.index));
        let held = match held {
            Some(index) if index.mark() == newest => return Ok(index),
            Some(index) if changes::is_past(connection, index.mark())? => Some(index),
            _ => None,
        };
        let is_behind = held.as_ref().is_none_or(|index| index.tail_len() >= SEAL_FROM);
        let kept = if is_behind { self.kept(connection, subject)? } else { None };
        let base = match (held, kept) {
            (Some(held), Some(kept)) if kept.mark().change < held.mark().change => Some(held),
            (_, Some(kept)) => Some(Arc::new(kept)),
            (held, None) => held,
        };
        let index = Arc::new(self.catch_up(connection, subject, base.as_deref())?);
        self.hold(subject, Arc::clone(&index));
        Ok(index)
    }

    /// Whether what is held is of a later moment than a snapshot.
    pub(super) fn is_ahead_of(&self, connection: &Connection) -> Result<bool, Failure> {
        let held = self.held().as_ref().map(|held| held.index.mark().change);
        Ok(held > Some(changes::newest(connection)?.change))
    }

    /// The index in the folder, if it is of this library's past.
    fn kept(&self, connection: &Connection, subject: &Subject) -> Result<Option<Index>, Failure> {
        let Some(Ok(index)) = self.folder.as_ref().map(|folder| folder.load(subject)) else {
            return Ok(None);
        };
        Ok(Some(index).filter(|index| changes::is_past(connection, index.mark()).unwrap_or(false)))
    }

    /// An index with all that has happened since, or of all that there is.
    fn catch_up(
        &self,
        connection: &Connection,
        subject: &Subject,
        since: Option<&Index>,
    ) -> Result<Index, Trouble> {
        let newest = changes::newest(connection)?;
        let empty = Index::new(subject.dimensions);
        let before = since.unwrap_or(&empty);
        let mut after = before.changes();
        if let Some(index) = since {
            for number in changes::removals_since(connection, index.mark().change)? {
                after.remove(number);
            }
        }
        let since = since.map(|index| index.mark().change);
        vectors::for_each_since(
            connection,
            &subject.model,
            since,
            |number, vector| match vector {
                Some(values) => after.put(number, values),
                None => after.remove(number),
            },
        )?;
        Ok(after.applied(newest)?)
    }

    /// Holds an index, unless a newer one is held already.
    pub(super) fn hold(&self, subject: &Subject, index: Arc<Index>) {
        let mut held = self.held();
        let is_older = held.as_ref().is_some_and(|held| {
            held.subject == *subject && held.index.mark().change > index.mark().change
        });
        if !is_older {
            *held = Some(Held { subject: subject.clone(), index });
        }
    }

    /// Lets go of the index, so that the next is begun from the folder.
    pub(super) fn release(&self) {
        *self.held() = None;
    }

    /// Lets go of an index that is damaged, in the folder too, where that may be written.
    pub(super) fn discard(&self) {
        self.release();
        if let Some(folder) = &self.folder
            && let Ok(Some(writing)) = folder.lock()
        {
            let _ = folder.clear(&writing);
        }
    }

    /// What is wrong with the folder, if anything, for an index of this subject.
    pub(super) fn state(
        &self,
        connection: &Connection,
        subject: &Subject,
        in_full: bool,
    ) -> Result<IndexState, Failure> {
        let Some(folder) = &self.folder else { return Ok(IndexState::Absent) };
        let index = match folder.load(subject) {
            Ok(index) => index,
            Err(Unusable::Absent) => return Ok(IndexState::Absent),
            Err(Unusable::Other(why)) => return Ok(IndexState::Stale(why)),
            Err(Unusable::Damaged(why)) => return Ok(IndexState::Damaged(why)),
        };
        if in_full && let Err(Damaged(why)) = index.verify() {
            return Ok(IndexState::Damaged(why));
        }
        if !changes::is_past(connection, index.mark())? {
            return Ok(IndexState::Stale("it is of another time line of the library".to_owned()));
        }
        if in_full {
            let count = |since| match self.catch_up(connection, subject, since) {
                Ok(index) => Ok(Ok(index.len())),
                Err(Trouble::Damaged(Damaged(why))) => Ok(Err(why)),
                Err(Trouble::Failed(failure)) => Err(failure),
            };
            let all = count(None)?;
            let found = match count(Some(&index))? {
                Err(why) => return Ok(IndexState::Damaged(why)),
                found => found,
            };
            if found != all {
                let why = "it does not hold as many vectors as the library";
                return Ok(IndexState::Damaged(why.to_owned()));
            }
        }
        let behind = changes::newest(connection)?.change - index.mark().change;
        Ok(IndexState::Current { behind })
    }
}

/// The folder of the index of the library at this path, or at that to which it links.
fn folder_of(path: &Path) -> PathBuf {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut folder = path.into_os_string();
    folder.push(SUFFIX);
    folder.into()
}

/// What an index of this model's vectors is of.
pub(super) fn subject(
    connection: &Connection,
    model: &crate::vector::ModelId,
    dimensions: usize,
) -> Result<Subject, Failure> {
    let library = connection.query_row("SELECT identity FROM library", [], |row| row.get(0))?;
    Ok(Subject { library, model: model.clone(), dimensions })
}

/// A row's number as an index has it.
pub(super) fn number(number: i64) -> Result<u64, Failure> {
    rows::unsigned(number, "number")
}
