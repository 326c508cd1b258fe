//! The name of a model on a hub: `owner/name`, or `owner/name@revision`.
//!
//! In comes what a user typed, out goes a [`ModelReference`] whose parts are safe to build both
//! addresses and paths from: no part of it can leave the folder that it is joined to.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// Hubs allow 96 characters for owner and name each.
const MAX_NAME: usize = 96;
/// Git itself allows more; no branch or tag of a model comes near.
const MAX_REVISION: usize = 200;

/// A model on a hub: its repository and, where one was asked for, the revision.
///
/// Parsed from `owner/name` or `owner/name@revision`; printed in the same form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelReference {
    repository: String,
    revision: Option<String>,
}

impl ModelReference {
    /// The reference with these parts.
    ///
    /// # Errors
    /// [`Error::ModelNotFound`] if `repository` is not `owner/name`, each of ASCII letters,
    /// digits, `-`, `_` and `.`, or if `revision` is no branch, tag or commit id.
    pub fn new(repository: &str, revision: Option<&str>) -> Result<Self> {
        let refuse = |hint: &str| {
            let shown: String = repository.chars().take(2 * MAX_NAME).collect();
            Err(Error::ModelNotFound {
                name: shown.escape_debug().to_string(),
                hint: hint.to_owned(),
            })
        };
        let named = repository.split_once('/').is_some_and(|(o, n)| is_name(o) && is_name(n));
        if !named {
            return refuse(
                "a model on a hub is named owner/name or owner/name@revision, with ASCII \
                 letters, digits, `-`, `_` and `.` only",
            );
        }
        if revision.is_some_and(|revision| !is_revision(revision)) {
            return refuse("the revision after `@` must be a branch, a tag or a commit id");
        }
        Ok(Self { repository: repository.to_owned(), revision: revision.map(ToOwned::to_owned) })
    }

    /// The repository, `owner/name`.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The branch, tag or commit id that was asked for.
    #[must_use]
    pub fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// The revision, if it is a full commit id and so can never come to mean another one.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        self.revision().filter(|revision| is_commit(revision))
    }
}

impl FromStr for ModelReference {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.split_once('@') {
            Some((repository, revision)) => Self::new(repository, Some(revision)),
            None => Self::new(text, None),
        }
    }
}

impl fmt::Display for ModelReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository)?;
        self.revision.iter().try_for_each(|revision| write!(f, "@{revision}"))
    }
}

/// Whether a text is a full git commit id: 40 lowercase hex digits.
pub(super) fn is_commit(text: &str) -> bool {
    is_lowercase_hex(text, 40)
}

/// Whether a text is `digits` lowercase hex digits.
pub(super) fn is_lowercase_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// An owner or a name. Caches join the two with `--`, so neither may hold it.
fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && !text.starts_with(['-', '.'])
        && !text.ends_with(['-', '.'])
        && !text.contains("--")
        && !text.contains("..")
}

/// A branch, a tag or a commit id. A subset of git's own rule that also holds for paths.
fn is_revision(text: &str) -> bool {
    (1..=MAX_REVISION).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./+".contains(&b))
        && !text.contains("..")
        && text.split('/').all(|segment| {
            !segment.is_empty() && !segment.starts_with(['-', '.']) && !segment.ends_with('.')
        })
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn a_reference_is_printed_as_it_was_given() {
        for text in ["acme/tiny-bert", "a/b@main", "acme/x.y_z@refs/pr/5", "a/b@v1.0+cpu"] {
            assert_eq!(text.parse::<ModelReference>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn only_a_full_lowercase_id_is_a_commit() {
        let commit = |text: String| text.parse::<ModelReference>().unwrap().commit().is_some();
        assert!(commit(format!("a/b@{COMMIT}")));
        assert!(!commit(format!("a/b@{}", &COMMIT[..12])));
        assert!(!commit(format!("a/b@{}", COMMIT.to_uppercase())));
        assert!(!commit("a/b".to_owned()));
    }

    #[test]
    fn what_could_leave_a_folder_or_an_address_is_refused() {
        let long = format!("a/{}", "x".repeat(97));
        for text in [
            "",
            "/",
            "a",
            "a/",
            "/a",
            "a/b/c",
            "../b",
            "a/..",
            "a/.b",
            "a/b..c",
            "a--b/c",
            "-a/b",
            "a/b@",
            "a/b@..",
            "a/b@x/../y",
            "a/b@/etc",
            "a/b@x//y",
            "a/b@x/",
            "a/b@.git",
            "a/b@-x",
            "a/b@x?y",
            "a/b@x#y",
            "a/b@x%2e",
            "a/b@x y",
            "a/b@x\n",
            "a\n/b",
            "ä/b",
            "a/b@x@y",
            "C:\\a/b",
            "a\\b/c",
            &long,
        ] {
            let error = text.parse::<ModelReference>().expect_err(text);
            assert!(!error.to_string().contains('\n'), "{error:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_parses_is_a_relative_path_of_plain_names(text in "[a-z./@%~-]{1,3}/[ -~]{0,24}") {
            if let Ok(reference) = text.parse::<ModelReference>() {
                for part in [Some(reference.repository()), reference.revision()].into_iter().flatten() {
                    prop_assert!(
                        Path::new(part).components().all(|c| matches!(c, Component::Normal(_))),
                        "{part}"
                    );
                }
            }
        }
    }
}
