//! A file that is there whole or as it was before: it is written under another name, and gets its
//! own once it is on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use nutgraf::Error;

use super::failure::Failure;

/// Has `write` write the file at `path`; what is there already stays if that fails.
pub(crate) fn write<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    // A device or a pipe would be replaced by a file.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let reason = "this is no ordinary file; name another, or send standard output there";
        return Err(io_error(path, io::Error::other(reason)));
    }
    let partial = path.with_added_extension("partial");
    let written = write_partial(&partial, write).and_then(|value| {
        fs::rename(&partial, path).map_err(|source| io_error(path, source))?;
        Ok(value)
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

fn write_partial<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let file = File::create(path).map_err(|source| io_error(path, source))?;
    let mut writer = BufWriter::new(file);
    let value = write(&mut writer)?;
    let file = writer.into_inner().map_err(|error| io_error(path, error.into_error()))?;
    file.sync_all().map_err(|source| io_error(path, source))?;
    Ok(value)
}

fn io_error(path: &Path, source: io::Error) -> Failure {
    Failure::Library(Error::Io { path: path.to_owned(), source })
}
