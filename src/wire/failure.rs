//! An input that could not be used, as a line among those of the others.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::{Error, ErrorKind};

/// What stands in an article's place where its input could not be used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FailureLine<'a> {
    /// Where it was to be read: a file, with the line or the part where it holds many, or an
    /// address. `null` where the failure is of no input.
    pub source: Option<&'a str>,
    /// What is wrong, for a person.
    pub error: String,
    /// The class of what is wrong: `input`, `not_found`, `model`, `library` or `network`.
    pub kind: &'static str,
    /// Where there is only the address of an article and not its text: the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<&'a str>,
}

impl Schema for FailureLine<'_> {
    const NAME: &'static str = "nutgraf.error/1";
    const COMMANDS: &'static str = "summarize, add";
}

impl<'a> From<&'a Error> for FailureLine<'a> {
    fn from(error: &'a Error) -> Self {
        let address = match error {
            Error::AddressOnly { address, .. } => Some(address.as_str()),
            _ => None,
        };
        let kind = match error.kind() {
            ErrorKind::Input => "input",
            ErrorKind::NotFound => "not_found",
            ErrorKind::Model => "model",
            ErrorKind::Library => "library",
            ErrorKind::Network => "network",
        };
        Self { source: error.input(), error: error.to_string(), kind, address }
    }
}
