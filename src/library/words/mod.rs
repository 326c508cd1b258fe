//! Words: what a query asks for, what a text has, and what of it is shown.
//!
//! Every store divides texts in the same way, so that they find the same articles.

mod divided;
mod snippet;
mod terms;
mod tokens;

#[cfg(test)]
pub(super) use divided::DIVIDER;
pub(super) use divided::divided;
pub(super) use snippet::Finder;
pub(super) use terms::{Term, terms};
#[cfg(any(feature = "postgres", test))]
pub(super) use tokens::each_word;
