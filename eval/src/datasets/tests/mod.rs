//! The loaders over small files made for the purpose, one trap each.

mod folders;
mod formats;
mod summaries;
mod tasks;

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use tempfile::TempDir;

use super::*;

/// A folder of files, which goes with the test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Writes a file, and the folders above it.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

/// The one data set of summaries in a file.
fn summaries(name: &str, content: impl AsRef<[u8]>) -> Result<Loaded<Vec<SummaryItem>>> {
    summaries_with(&Fields::default(), name, content)
}

fn summaries_with(
    fields: &Fields,
    name: &str,
    content: impl AsRef<[u8]>,
) -> Result<Loaded<Vec<SummaryItem>>> {
    let folder = Folder::new();
    let mut sets = open_summaries(&folder.write(name, content), fields)?;
    assert_eq!(sets.len(), 1);
    Ok(sets.remove(0))
}

fn whole(text: &str) -> Text {
    Text::Whole(text.to_owned())
}

/// Asserts that something fails, and that its message has some parts.
#[track_caller]
fn assert_fails<T>(result: Result<T>, parts: &[&str]) {
    let Err(error) = result else { panic!("should have failed with {parts:?}") };
    let message = format!("{error:#}");
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}
