//! Where the hub and its cache are, and how long to wait for them.
//!
//! In come the environment variables that every tool of this family honours, or values from a
//! caller; out goes [`HubOptions`]. Nothing is opened here but the file with the token.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hf_hub::Cache;

use crate::error::{Error, Result, without_credentials};

/// How to reach a hub and where to keep what came from it.
#[derive(Clone)]
#[non_exhaustive]
pub struct HubOptions {
    /// The folder that holds one `models--owner--name` folder a repository. It need not exist.
    pub cache: PathBuf,
    /// The address of the hub; `None` is the public one that the crate `hf-hub` knows.
    pub endpoint: Option<String>,
    /// The token for private and gated models.
    pub token: Option<Token>,
    /// Whether every answer must come from the cache, without a connection.
    pub offline: bool,
    /// How long to wait.
    pub timeouts: Timeouts,
}

impl fmt::Debug for HubOptions {
    /// Without a name and a password in the address of the hub.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HubOptions")
            .field("cache", &self.cache)
            .field("endpoint", &self.endpoint.as_deref().map(without_credentials))
            .field("token", &self.token)
            .field("offline", &self.offline)
            .field("timeouts", &self.timeouts)
            .finish()
    }
}

impl HubOptions {
    /// The public hub, without a token, with this cache folder.
    #[must_use]
    pub fn new(cache: impl Into<PathBuf>) -> Self {
        Self {
            cache: cache.into(),
            endpoint: None,
            token: None,
            offline: false,
            timeouts: Timeouts::default(),
        }
    }

    /// What the environment says.
    ///
    /// - The cache: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else `~/.cache/huggingface/hub`.
    /// - The address: `HF_ENDPOINT`.
    /// - The token: `HF_TOKEN`, else the file `token` in `HF_HOME`, where the tools of the hub
    ///   put it at login.
    /// - Offline: `HF_HUB_OFFLINE` is `1`, `true`, `yes` or `on`.
    ///
    /// A variable that is empty counts as one that is not set.
    ///
    /// # Errors
    /// [`Error::Io`] if no variable names a folder and the home folder is not known.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(|name| env::var_os(name), env::home_dir())
    }

    fn from_variables(
        variable: impl Fn(&str) -> Option<OsString>,
        user_home: Option<PathBuf>,
    ) -> Result<Self> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &str| {
            let value = variable(name)?.to_string_lossy().trim().to_owned();
            Some(value).filter(|value| !value.is_empty())
        };

        let home = variable("HF_HOME")
            .map(PathBuf::from)
            .or_else(|| user_home.map(|home| home.join(".cache").join("huggingface")));
        let cache = variable("HF_HUB_CACHE")
            .map(PathBuf::from)
            .or_else(|| home.as_ref().map(|home| home.join("hub")))
            .ok_or_else(no_home)?;
        let token = text("HF_TOKEN").or_else(|| home.as_deref().and_then(stored_token));

        Ok(Self {
            endpoint: text("HF_ENDPOINT"),
            token: token.map(Token::new),
            offline: text("HF_HUB_OFFLINE").is_some_and(|value| is_true(&value)),
            ..Self::new(cache)
        })
    }
}

/// The token that a login left in this folder. (`hf-hub` looks beside the cache folder.)
fn stored_token(home: &Path) -> Option<String> {
    Cache::new(home.join("hub")).token()
}

fn is_true(value: &str) -> bool {
    ["1", "true", "yes", "on"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn no_home() -> Error {
    let reason = "the home folder is not known; set HF_HOME to the folder for pulled models";
    Error::Io {
        path: PathBuf::from("~/.cache/huggingface"),
        source: io::Error::new(io::ErrorKind::NotFound, reason),
    }
}

/// How long to wait for a hub before giving up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For finding the host, and again for connecting to it, encryption included.
    pub connect: Duration,
    /// For the next byte, of an answer's head as of its body. How long a whole transfer takes
    /// has no limit: a slow line is no error.
    pub stall: Duration,
}

impl Default for Timeouts {
    /// 10 s to connect, 30 s without a byte.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), stall: Duration::from_secs(30) }
    }
}

/// A secret that opens private models. It prints as `Token(..)`, never as itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, if a request can carry it: visible ASCII characters only.
    pub(super) fn for_request(&self) -> Option<&str> {
        let fits = !self.0.is_empty() && self.0.bytes().all(|b| b.is_ascii_graphic());
        fits.then_some(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn options(variables: &[(&str, &str)], home: Option<&str>) -> Result<HubOptions> {
        HubOptions::from_variables(
            |name| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| value.into()),
            home.map(PathBuf::from),
        )
    }

    #[test]
    fn the_nearer_variable_names_the_cache() {
        let cache = |variables: &[_]| options(variables, Some("/home/ada")).unwrap().cache;
        assert_eq!(cache(&[]), Path::new("/home/ada/.cache/huggingface/hub"));
        assert_eq!(cache(&[("HF_HOME", "")]), Path::new("/home/ada/.cache/huggingface/hub"));
        assert_eq!(cache(&[("HF_HOME", "/h")]), Path::new("/h/hub"));
        assert_eq!(cache(&[("HF_HOME", "/h"), ("HF_HUB_CACHE", "/c")]), Path::new("/c"));
        assert!(options(&[], None).unwrap_err().to_string().contains("HF_HOME"));
        assert!(options(&[("HF_HUB_CACHE", "/c")], None).is_ok());
    }

    #[test]
    fn offline_is_what_the_tools_of_the_hub_take_it_for() {
        let offline = |value| options(&[("HF_HUB_OFFLINE", value)], Some("/h")).unwrap().offline;
        assert!(["1", "true", "YES", "On", " 1 "].into_iter().all(offline));
        assert!(!["", "0", "false", "no", "2"].into_iter().any(offline));
    }

    #[test]
    fn the_token_comes_from_the_variable_then_from_the_file() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("token"), "from-file\n").unwrap();
        let home = home.path().to_str().unwrap();
        let token = |variables: &[_]| options(variables, None).unwrap().token;
        assert_eq!(token(&[("HF_HOME", home)]), Some(Token::new("from-file")));
        assert_eq!(
            token(&[("HF_HOME", home), ("HF_TOKEN", "from-variable")]),
            Some(Token::new("from-variable"))
        );
        assert_eq!(token(&[("HF_HUB_CACHE", home)]), None);
    }

    #[test]
    fn a_token_and_a_password_are_never_printed() {
        let endpoint = ("HF_ENDPOINT", "https://ada:secret@hub.example");
        let options = options(&[("HF_HOME", "/h"), ("HF_TOKEN", "secret"), endpoint], None);
        let printed = format!("{:?}", options.unwrap());
        assert!(!printed.contains("secret") && printed.contains("hub.example"), "{printed}");
    }
}
