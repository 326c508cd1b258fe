//! The folder where models from a hub lie: the layout that `hf-hub` and the hub's own tools
//! share, so that a model pulled by any of them is found here, and the other way round.
//!
//! ```text
//! models--owner--name/blobs/ID                  the bytes, named by the hub's id of them
//! models--owner--name/snapshots/COMMIT/FILE     a link to ../../blobs/ID
//! models--owner--name/refs/REVISION             the commit that a branch or tag meant
//! .locks/models--owner--name/nutgraf.lock       held by the one pull that may write
//! ```
//!
//! Links and refs are put in place by a rename, so that a kill leaves the old or the new one.
//! Nothing here opens a connection. What a ref file holds is used only if it is a commit id.

use std::fs::{self, File, TryLockError};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::symlink as symlink_file;
#[cfg(windows)]
use std::os::windows::fs::symlink_file;
use std::path::{Path, PathBuf};

use hf_hub::{Cache, CacheRepo, Repo};

use super::reference::{ModelReference, is_commit};
use super::verify::{ContentId, Defect, Expected, Verified, verify};
use super::{Cached, MODEL_FILES, ModelFile};
use crate::error::{Error, Result};

/// What the name of a transfer that has not ended ends with.
const PARTIAL: &str = ".nutgraf-part";

/// The folder of one repository in the cache.
#[derive(Debug)]
pub(super) struct RepositoryCache {
    layout: CacheRepo,
    folder: PathBuf,
    lock: PathBuf,
}

impl RepositoryCache {
    /// That of `repository` (`owner/name`, from a [`ModelReference`]) in the folder `cache`.
    pub(super) fn new(cache: &Path, repository: &str) -> Self {
        let repository = Repo::model(repository.to_owned());
        let name = repository.folder_name();
        Self {
            layout: Cache::new(cache.to_owned()).repo(repository),
            folder: cache.join(&name),
            lock: cache.join(".locks").join(&name).join("nutgraf.lock"),
        }
    }

    /// The commit that a reference meant when it was last pulled.
    pub(super) fn commit_of(&self, reference: &ModelReference) -> Option<String> {
        if let Some(commit) = reference.commit() {
            return Some(commit.to_owned());
        }
        let path = self.folder.join("refs").join(reference.revision().unwrap_or("main"));
        let stored = fs::read_to_string(path).ok()?;
        Some(stored.trim().to_owned()).filter(|commit| is_commit(commit))
    }

    /// The folder of a commit, if every file that a model needs is there.
    pub(super) fn complete_snapshot(&self, commit: &str) -> Option<PathBuf> {
        let folder = self.snapshot(commit);
        is_complete(&folder).then_some(folder)
    }

    /// The folder of a commit.
    pub(super) fn snapshot(&self, commit: &str) -> PathBuf {
        self.layout.pointer_path(commit)
    }

    /// Where the bytes with this id lie.
    pub(super) fn blob(&self, id: &str) -> PathBuf {
        self.layout.blob_path(id)
    }

    /// Where the bytes of a transfer with this name gather; the folder is made.
    pub(super) fn partial(&self, name: &str) -> Result<PathBuf> {
        let path = self.blob(&format!("{name}{PARTIAL}"));
        make_parent(&path)?;
        Ok(path)
    }

    /// Reads a file of a snapshot and compares it with the id that its link leads to; `None` if
    /// it is not there.
    pub(super) fn check(
        &self,
        commit: &str,
        file: ModelFile,
    ) -> Result<Option<Result<Verified, Defect>>> {
        let path = self.snapshot(commit).join(file.name);
        let Ok(target) = path.canonicalize() else { return Ok(None) };
        if !target.is_file() {
            return Ok(None);
        }
        let id = target.file_name().and_then(|name| ContentId::parse(name.to_str()?));
        let expected = Expected { id, bytes: None, json: file.is_json() };
        verify(&target, &expected).map(Some).map_err(at(&target))
    }

    /// Makes `file` of a snapshot lead to a blob.
    pub(super) fn link(&self, commit: &str, file: &str, blob: &str) -> Result<()> {
        let pointer = self.snapshot(commit).join(file);
        make_parent(&pointer)?;
        let up_to_repository = Path::new(file).components().count() + 1;
        let mut target: PathBuf = std::iter::repeat_n("..", up_to_repository).collect();
        target.extend(["blobs", blob]);

        let staged = self.folder.join("snapshots").join(".nutgraf-link");
        remove_if_there(&staged)?;
        match symlink_file(&target, &staged) {
            Ok(()) => fs::rename(&staged, &pointer).map_err(at(&pointer)),
            // A file system without links: the snapshot gets the file itself.
            Err(_) => fs::rename(self.blob(blob), &pointer).map_err(at(&pointer)),
        }
    }

    /// Notes the commit that a branch or tag means.
    pub(super) fn write_ref(&self, revision: &str, commit: &str) -> Result<()> {
        let refs = self.folder.join("refs");
        let (path, staged) = (refs.join(revision), refs.join(".nutgraf-ref"));
        make_parent(&path)?;
        fs::write(&staged, commit).map_err(at(&staged))?;
        fs::rename(&staged, &path).map_err(at(&path))
    }

    /// Waits until no other pull writes here, and keeps others out until the result is dropped
    /// or the process ends, however it ends.
    pub(super) fn lock(&self, on_wait: impl FnOnce()) -> Result<File> {
        make_parent(&self.lock)?;
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&self.lock)
            .map_err(at(&self.lock))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                on_wait();
                file.lock().map_err(at(&self.lock))?;
            }
            Err(TryLockError::Error(source)) => return Err(at(&self.lock)(source)),
        }
        Ok(file)
    }

    /// Removes what is left of transfers that will not be taken up again. Needs the lock.
    pub(super) fn remove_partials(&self) {
        // A leftover that cannot be removed does no harm: nothing reads a file of that name.
        let blobs = self.folder.join("blobs");
        for entry in fs::read_dir(blobs).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.ends_with(PARTIAL)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Every complete snapshot in a cache, by repository and commit.
pub(super) fn list(cache: &Path) -> Vec<Cached> {
    let mut found = Vec::new();
    for name in folder_names(cache) {
        let Some(repository) = name.strip_prefix("models--").map(|name| name.replace("--", "/"))
        else {
            continue;
        };
        if ModelReference::new(&repository, None).is_err() {
            continue;
        }
        let snapshots = cache.join(&name).join("snapshots");
        for commit in folder_names(&snapshots).into_iter().filter(|name| is_commit(name)) {
            let folder = snapshots.join(&commit);
            if is_complete(&folder) {
                found.push(Cached { repository: repository.clone(), revision: commit, folder });
            }
        }
    }
    found.sort();
    found
}

fn folder_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

fn is_complete(snapshot: &Path) -> bool {
    MODEL_FILES.iter().filter(|file| file.required).all(|file| snapshot.join(file.name).is_file())
}

fn make_parent(path: &Path) -> Result<()> {
    path.parent().map_or(Ok(()), |parent| fs::create_dir_all(parent).map_err(at(parent)))
}

/// Removes a file; that it was not there is no error.
pub(super) fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(at(path)(source)),
        _ => Ok(()),
    }
}

/// Says which file an error of the system was about.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn fill(cache: &Path, repository: &str, commit: &str) -> RepositoryCache {
        let folder = RepositoryCache::new(cache, repository);
        for file in MODEL_FILES.iter().filter(|file| file.required) {
            let blob = folder.blob(&format!("blob-of-{}", file.name));
            make_parent(&blob).unwrap();
            fs::write(blob, "{}").unwrap();
            folder.link(commit, file.name, &format!("blob-of-{}", file.name)).unwrap();
        }
        folder
    }

    #[test]
    fn a_ref_leads_to_its_snapshot_and_a_forged_one_nowhere() {
        let cache = tempfile::tempdir().unwrap();
        let folder = fill(cache.path(), "acme/tiny", COMMIT);
        let reference: ModelReference = "acme/tiny@refs/pr/5".parse().unwrap();
        assert_eq!(folder.commit_of(&reference), None);
        folder.write_ref("refs/pr/5", COMMIT).unwrap();
        assert_eq!(folder.commit_of(&reference).as_deref(), Some(COMMIT));
        assert!(folder.complete_snapshot(COMMIT).is_some());
        folder.write_ref("refs/pr/5", "../../../elsewhere").unwrap();
        assert_eq!(folder.commit_of(&reference), None);
    }

    #[test]
    fn a_link_is_replaced_and_may_lie_deeper() {
        let cache = tempfile::tempdir().unwrap();
        let folder = fill(cache.path(), "acme/tiny", COMMIT);
        for content in ["old", "new"] {
            fs::write(folder.blob(content), content).unwrap();
            folder.link(COMMIT, "1_Pooling/config.json", content).unwrap();
            let path = folder.snapshot(COMMIT).join("1_Pooling/config.json");
            assert_eq!(fs::read_to_string(path).unwrap(), content);
        }
    }

    #[test]
    fn only_complete_snapshots_are_listed_and_in_order() {
        let cache = tempfile::tempdir().unwrap();
        let later = COMMIT.replace('0', "f");
        for (repository, commit) in [("b/b", COMMIT), ("a/z", &later), ("a/z", COMMIT)] {
            fill(cache.path(), repository, commit);
        }
        let incomplete = fill(cache.path(), "a/a", COMMIT);
        fs::remove_file(incomplete.blob("blob-of-tokenizer.json")).unwrap();
        for other in ["models--noowner/snapshots", "datasets--a--b", "models--..--x", ".locks"] {
            fs::create_dir_all(cache.path().join(other)).unwrap();
        }

        let listed: Vec<_> =
            list(cache.path()).into_iter().map(|c| (c.repository, c.revision)).collect();
        let expected = [("a/z", COMMIT), ("a/z", later.as_str()), ("b/b", COMMIT)];
        assert_eq!(listed, expected.map(|(r, c)| (r.to_owned(), c.to_owned())));
        assert!(list(&cache.path().join("absent")).is_empty());
    }

    #[test]
    fn the_second_to_lock_waits_for_the_first() {
        let cache = tempfile::tempdir().unwrap();
        let folder = RepositoryCache::new(cache.path(), "acme/tiny");
        let first = folder.lock(|| panic!("nobody holds it")).unwrap();
        std::thread::scope(|scope| {
            let (waits, waiting) = std::sync::mpsc::channel();
            let second = scope.spawn(|| folder.lock(move || waits.send(()).unwrap()).is_ok());
            waiting.recv().unwrap();
            drop(first);
            assert!(second.join().unwrap());
        });
    }
}
