//! The API of nutgraf itself: articles go in; cards, neighbours, news and stories come out.
//!
//! Bodies are those of [`crate::wire`], so what a client reads here it reads from the command line too. Errors
//! are RFC 9457 problem documents ([`Problem`](super::problem::Problem)).

mod articles;
mod bulk;
mod found;
mod input;
pub(super) mod parameters;
pub(super) mod stories;
mod summaries;

use super::operation::Operations;

pub(super) use self::input::documents;

/// The operations of the API.
pub(super) fn operations() -> Operations {
    summaries::operations()
        .and(articles::operations())
        .and(bulk::operations())
        .and(found::operations())
        .and(stories::operations())
}
