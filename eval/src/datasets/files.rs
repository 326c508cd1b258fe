//! Which files a data set is made of, and what they are called.
//!
//! In: a path that somebody typed. Out: its format by the ending of its name, a name for people,
//! and the data files of a folder in the order of their names. Folders within are not looked
//! into.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::source::is_compressed;

/// The kinds of file, by the endings of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `.jsonl`, `.ndjson`, `.json`
    Json,
    /// `.csv`
    Csv,
    /// `.tsv`, `.tab`
    Tsv,
    /// `.story`
    Story,
}

/// The format that a file's name tells; none if it is none of these.
pub(super) fn format(path: &Path) -> Option<Format> {
    let name = uncompressed(path);
    match name.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" | "json" => Some(Format::Json),
        "csv" => Some(Format::Csv),
        "tsv" | "tab" => Some(Format::Tsv),
        "story" => Some(Format::Story),
        _ => None,
    }
}

/// What a data set is called: the name of its file without the endings of its format, or that of
/// its folder.
pub(super) fn name(path: &Path) -> String {
    match format(path) {
        Some(_) => stem(path),
        // `.` and `..` have no name of their own.
        None => match path.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => path.canonicalize().map_or_else(|_| file_name(path), |path| file_name(&path)),
        },
    }
}

/// The name of a file without the endings of its format.
pub(super) fn stem(path: &Path) -> String {
    uncompressed(path).file_stem().map_or_else(String::new, |it| it.to_string_lossy().into_owned())
}

/// The last part of a path, for messages.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The files of a folder that are not hidden, in the order of their names.
pub(super) fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.is_file() && !file_name(&path).starts_with('.') {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn uncompressed(path: &Path) -> PathBuf {
    if is_compressed(path) { path.with_extension("") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_out_the_format() {
        for (path, expected) in [
            ("a/news.jsonl", "news"),
            ("a/news.v2.JSONL.gz", "news.v2"),
            ("a/scifact", "scifact"),
            ("a/v1.0/", "v1.0"),
        ] {
            assert_eq!(name(Path::new(path)), expected);
        }
        assert!(!name(Path::new(".")).is_empty());
        assert_ne!(name(Path::new(".")), ".");
    }

    #[test]
    fn formats_are_told_by_the_name() {
        assert_eq!(format(Path::new("a.ndjson")), Some(Format::Json));
        assert_eq!(format(Path::new("a.csv.gz")), Some(Format::Csv));
        assert_eq!(format(Path::new("a.TSV")), Some(Format::Tsv));
        assert_eq!(format(Path::new("a.parquet")), None);
        assert_eq!(format(Path::new("jsonl")), None);
    }

    #[test]
    fn hidden_files_and_folders_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.txt", ".hidden.csv"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("c.csv")).unwrap();
        let found: Vec<String> =
            in_folder(folder.path()).unwrap().iter().map(|it| file_name(it)).collect();
        assert_eq!(found, ["a.txt", "b.csv"]);
    }
}
