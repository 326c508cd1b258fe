//! Replacing a file as a whole, so that no reader and no crash ever sees half of one.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A temporary file that nobody has written to for so long belongs to a process that is gone.
const ABANDONED: Duration = Duration::from_secs(10 * 60);

/// Puts what `write` writes in the place of `path`, and clears away abandoned attempts to.
///
/// # Errors
/// What the system says; the file that was there is then untouched, and no temporary is left.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    remove_abandoned(path);
    let (temporary, mut file) = create_temporary(path)?;
    let written = write(&mut file).and_then(|()| file.sync_all());
    drop(file);
    let replaced = written.and_then(|()| fs::rename(&temporary, path));
    if replaced.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
    }
    replaced.and_then(|()| sync_folder_of(path))
}

fn create_temporary(path: &Path) -> io::Result<(PathBuf, File)> {
    static ATTEMPT: AtomicU32 = AtomicU32::new(0);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // As private as the library that it is made of.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    loop {
        let attempt = ATTEMPT.fetch_add(1, Ordering::Relaxed);
        let mut name = temporary_prefix(path)?;
        name.push(format!("{}-{attempt}", std::process::id()));
        let temporary = folder_of(path).join(name);
        match options.open(&temporary) {
            // Another process bore this number, here or in a container that shares the folder.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(file) => return Ok((temporary, file)),
        }
    }
}

/// Removes what killed processes left; failing to is no reason not to write.
fn remove_abandoned(path: &Path) {
    let Ok(prefix) = temporary_prefix(path) else { return };
    let Ok(entries) = fs::read_dir(folder_of(path)) else { return };
    for entry in entries.flatten() {
        let abandoned = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > ABANDONED));
        let ours = entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes());
        if ours && abandoned {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the names of temporary files for `path` begin.
fn temporary_prefix(path: &Path) -> io::Result<OsString> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".tmp-");
    Ok(prefix)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a file's name survive a power cut, where the system has such a thing.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder_of(path))?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::time::SystemTime;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        replace(&path, |file| file.write_all(b"old")).unwrap();
        let failed = replace(&path, |file| {
            file.write_all(b"ne")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["data"]);
    }

    #[test]
    fn abandoned_temporaries_go_and_those_in_use_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let old = File::create(folder.path().join(".data.tmp-1-0")).unwrap();
        old.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        fs::write(folder.path().join(".data.tmp-2-0"), b"being written").unwrap();
        let other = File::create(folder.path().join(".other.tmp-1-0")).unwrap();
        other.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        replace(&path, |file| file.write_all(b"new")).unwrap();
        assert_eq!(names(folder.path()), [".data.tmp-2-0", ".other.tmp-1-0", "data"]);
    }
}
