//! How a command ends: its exit code, and what is said about an error.

use std::io;

use nutgraf::{Error, ErrorKind};

use super::lines::LineError;

/// At least one of several inputs could not be used.
pub(crate) const SOME_FAILED: u8 = 1;

/// How a command ended that got to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All that was asked for is done.
    Done,
    /// Some of it could not be done, as was said.
    SomeFailed,
}

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Whoever read the output has had enough.
    #[error("the output was closed")]
    ClosedPipe,
    #[error("{0}")]
    Usage(String),
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("{}", Failure::said(.0))]
    Library(#[from] Error),
}

impl Failure {
    /// An error of the library in its own words, and what can be done about it here.
    pub(crate) fn said(error: &Error) -> String {
        let advice = match error {
            Error::AddressOnly { .. } => "`add --fetch` fetches it",
            Error::NoTextField { .. } => "name the one with the text with --text-field",
            Error::PrivateAddress { .. } => "`--allow-private` allows it",
            Error::LibraryAbsent { .. } => "`nutgraf add FILE` makes it",
            Error::LibraryDamaged { .. } => {
                "then `nutgraf check` says what can still be read and `nutgraf export` saves it"
            }
            Error::ArticleNotFound { .. } => "`nutgraf list` shows what there is",
            Error::StoryNotFound { .. } => {
                "`nutgraf stories` and `nutgraf list` show what there is"
            }
            Error::ModelNotFound { name, .. } if name.contains('/') && cfg!(feature = "hub") => {
                return format!("{error}; `nutgraf models pull {name}` fetches it");
            }
            Error::NoLibrary => "name one with --library PATH or NUTGRAF_LIBRARY",
            _ => return error.to_string(),
        };
        format!("{error}; {advice}")
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Usage(_) => 2,
            Self::Output(_) | Self::Line(_) => SOME_FAILED,
            Self::Library(error) => match error.kind() {
                ErrorKind::NotFound => 3,
                ErrorKind::Library => 4,
                ErrorKind::Model => 5,
                ErrorKind::Network => 6,
                _ => SOME_FAILED,
            },
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Output(error)
        }
    }
}
