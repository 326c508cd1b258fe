//! What the query of an address asks.
//!
//! In: `?q=ferry&page=2`. Out: [`Asked`], which gives each value by name; what cannot be understood counts as
//! not asked, so that an address that someone shortened still leads to a page.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

/// The values of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked(Vec<(String, String)>);

impl Asked {
    /// The values of this query.
    pub(super) fn of(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The value of this name, trimmed; none if it is blank.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The same as an owned text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The same as a value of another kind; none if it is none.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// Whether a box was ticked.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.get(name) == Some("on")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_blank_ones_are_none() {
        let asked = Asked::of("q=two+ferries%21&page=x&unread=on&source=%20&q=later");
        assert_eq!(asked.get("q"), Some("two ferries!"));
        assert_eq!(asked.parsed::<usize>("page"), None);
        assert_eq!(asked.get("source"), None);
        assert!(asked.is_on("unread") && !asked.is_on("q"));
    }
}
