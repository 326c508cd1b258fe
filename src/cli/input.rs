//! The articles that the command line names: files, folders, standard input.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use nutgraf::Error;
use nutgraf::read::{self, Document, Format, Items, read};

use super::args::InputArgs;
use super::failure::Failure;

/// The names that a file in a folder must end in to be read.
const EXTENSIONS: [&str; 6] = ["txt", "md", "markdown", "json", "jsonl", "ndjson"];

/// How messages call standard input.
pub(crate) const STDIN: &str = "standard input";

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    File(PathBuf),
    Stdin,
    /// A folder without a file to read.
    EmptyFolder(PathBuf),
}

/// The inputs that the arguments name, folders replaced by the files in them.
///
/// A path that cannot be listed stays among them, and a folder without a file to read, as
/// reading them will say why.
pub(crate) fn inputs(args: &InputArgs) -> Result<Vec<Input>, Failure> {
    if args.inputs.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Failure::Usage(
                "name a file or a folder, or - for standard input; `--help` shows examples".into(),
            ));
        }
        return Ok(vec![Input::Stdin]);
    }
    Ok(expand(&args.inputs))
}

/// Paths, folders replaced by the files in them, `-` by standard input.
pub(crate) fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else {
            let count = inputs.len();
            walk(path, &mut inputs);
            if inputs.len() == count {
                inputs.push(Input::EmptyFolder(path.clone()));
            }
        }
    }
    inputs
}

fn walk(path: &Path, inputs: &mut Vec<Input>) {
    let Ok(entries) = fs::read_dir(path) else {
        inputs.push(Input::File(path.to_owned()));
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let wanted = path
            .extension()
            .is_some_and(|found| EXTENSIONS.iter().any(|name| found.eq_ignore_ascii_case(name)));
        // A link to a folder could lead back up.
        if path.is_dir() && !path.is_symlink() && !hidden {
            walk(&path, inputs);
        } else if wanted && !hidden {
            inputs.push(Input::File(path));
        }
    }
}

impl Input {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) | Self::EmptyFolder(path) => path.display().to_string(),
            Self::Stdin => STDIN.to_owned(),
        }
    }

    /// The input, opened.
    fn open(&self) -> Result<read::Input, Error> {
        match self {
            Self::File(path) => read::Input::file(path),
            Self::Stdin => Ok(read::Input::stream(STDIN, io::stdin())),
            Self::EmptyFolder(path) => {
                let named: Vec<_> = EXTENSIONS.iter().map(|name| format!(".{name}")).collect();
                let wanted = named.join(", ");
                let source =
                    io::Error::other(format!("no file in this folder ends in one of {wanted}"));
                Err(Error::Io { path: path.clone(), source })
            }
        }
    }

    /// The articles in the input, one after the other.
    pub(crate) fn items(&self, format: Option<Format>) -> Result<Items, Error> {
        Ok(read(self.open()?.format(format)))
    }

    /// The articles in the input, or why there are none.
    pub(crate) fn documents(
        &self,
        format: Option<Format>,
    ) -> impl Iterator<Item = Result<Document, Error>> {
        let (items, failed) = match self.items(format) {
            Ok(items) => (Some(items), None),
            Err(error) => (None, Some(Err(error))),
        };
        failed.into_iter().chain(items.into_iter().flat_map(Items::documents))
    }
}
