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
    // A link stays one, and what it leads to is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nutgraf-").suffix(".partial");
    // Opened here, what is not there yet gets what the process gives to any file, and an error does
    // not name a file that nobody asked for.
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    let made = builder
        .make_in(folder, |partial| options.open(partial))
        .map_err(|source| io_error(path, source))?;
    if let Ok(metadata) = fs::metadata(&target) {
        let kept = made.as_file().set_permissions(metadata.permissions());
        kept.map_err(|source| io_error(path, source))?;
    }
    let (file, partial) = made.into_parts();
    let mut writer = BufWriter::new(file);
    let value = write(&mut writer)?;
    let file = writer.into_inner().map_err(|error| io_error(path, error.into_error()))?;
    file.sync_all().map_err(|source| io_error(path, source))?;
    partial.persist(&target).map_err(|error| io_error(path, error.error))?;
    Ok(value)
}

fn io_error(path: &Path, source: io::Error) -> Failure {
    Failure::Library(Error::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tempfile::TempDir;

    use super::*;

    fn write_text(path: &Path, text: &str) {
        write(path, |file| file.write_all(text.as_bytes()).map_err(|it| io_error(path, it)))
            .unwrap();
    }

    #[test]
    fn what_lies_beside_it_stays() {
        let folder = TempDir::new().unwrap();
        let (path, own) = (folder.path().join("out"), folder.path().join("out.partial"));
        fs::write(&own, "the user's own").unwrap();
        write_text(&path, "one");
        write_text(&path, "two");
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_to_string(&own).unwrap(), "the user's own");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn an_error_names_the_path_that_was_given_and_no_other() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("absent/out");
        let said = write(&path, |_| Ok(())).unwrap_err().to_string();
        assert!(said.starts_with(&format!("{}: ", path.display())), "{said}");
        assert!(!said.contains("partial"), "{said}");
    }

    #[test]
    fn one_of_two_writers_wins_and_neither_fails() {
        let folder = TempDir::new().unwrap();
        let path = &folder.path().join("out");
        std::thread::scope(|scope| {
            for text in ["a", "b"] {
                scope.spawn(move || (0..50).for_each(|_| write_text(path, &text.repeat(100_000))));
            }
        });
        let text = fs::read_to_string(path).unwrap();
        assert!(text == "a".repeat(100_000) || text == "b".repeat(100_000));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_mode_are_kept() {
        use std::os::unix::fs::PermissionsExt;

        let folder = TempDir::new().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write_text(&link, "after");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
