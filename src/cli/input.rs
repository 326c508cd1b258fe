//! The articles that the command line names: files, folders, standard input.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use nutgraf::Error;
use nutgraf::error::without_credentials;
use nutgraf::library::FetchRecord;
use nutgraf::read::{self, Document, Format, Items, is_address, read};

use super::args::InputArgs;
use super::failure::Failure;
use super::fetching::Fetching;

/// How messages call standard input.
pub(crate) const STDIN: &str = "standard input";

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    File(PathBuf),
    Stdin,
    /// A folder without a file to read.
    EmptyFolder(PathBuf),
    /// A pipe or a device in a folder.
    Special(PathBuf),
    /// An address to fetch.
    Address(String),
}

/// An input that was opened.
pub(crate) enum Opened {
    /// What is in it, and what a server said of its version.
    Items(Items, Option<FetchRecord>),
    /// It is an address, and has not changed.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "nothing is asked without it"))]
    Unchanged,
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
        } else if let Some(address) = path.to_str().filter(|it| is_named_address(it)) {
            inputs.push(Input::Address(address.to_owned()));
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
        let wanted = path.extension().is_some_and(is_read);
        // A link to a folder could lead back up.
        if path.is_dir() && !path.is_symlink() && !hidden {
            walk(&path, inputs);
        } else if wanted && !hidden {
            // Reading a pipe or a device could wait for ever.
            let is_special = fs::metadata(&path).is_ok_and(|it| !it.is_file() && !it.is_dir());
            inputs.push(if is_special { Input::Special(path) } else { Input::File(path) });
        }
    }
}

impl Input {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) | Self::EmptyFolder(path) | Self::Special(path) => {
                path.display().to_string()
            }
            Self::Stdin => STDIN.to_owned(),
            Self::Address(address) => without_credentials(address).into_owned(),
        }
    }

    /// The input, opened.
    fn open(&self) -> Result<read::Input, Error> {
        match self {
            Self::File(path) => read::Input::file(path),
            Self::Stdin => Ok(read::Input::stream(STDIN, io::stdin())),
            Self::Address(_) => {
                let reason = "an address is fetched, not opened";
                Err(Error::Refused { name: self.name(), reason: reason.into() })
            }
            Self::EmptyFolder(path) => {
                let named: Vec<_> = Format::all()
                    .flat_map(Format::extensions)
                    .map(|name| format!(".{name}"))
                    .collect();
                let wanted = named.join(", ");
                let source =
                    io::Error::other(format!("no file in this folder ends in one of {wanted}"));
                Err(Error::Io { path: path.clone(), source })
            }
            Self::Special(path) => {
                let reason = "it is a pipe or a device; name it itself to read it";
                Err(Error::Refused { name: path.display().to_string(), reason: reason.into() })
            }
        }
    }

    /// What is in the input, one thing after the other. An address is fetched by
    /// [`Fetching`](super::fetching::Fetching) alone.
    pub(crate) fn items(&self, args: &InputArgs) -> Result<Items, Error> {
        Ok(read(args.applied_to(self.open()?)))
    }

    /// The articles in the input, or why there are none.
    pub(crate) fn documents(
        &self,
        args: &InputArgs,
    ) -> impl Iterator<Item = Result<Document, Error>> + use<> {
        let (items, failed) = match Fetching::new(args).open(self, args, None) {
            Ok(Opened::Items(items, _)) => (Some(items), None),
            Ok(Opened::Unchanged) => (None, None),
            Err(error) => (None, Some(Err(error))),
        };
        failed.into_iter().chain(items.into_iter().flat_map(Items::documents))
    }
}

/// Whether an argument names an address and no file: one that cannot be fetched is refused as such.
fn is_named_address(argument: &str) -> bool {
    is_address(argument) || (argument.contains("://") && !Path::new(argument).exists())
}

/// Whether files whose names end so are read in folders.
fn is_read(extension: &OsStr) -> bool {
    let mut read = Format::all().flat_map(Format::extensions);
    read.any(|name| extension.eq_ignore_ascii_case(name))
}
