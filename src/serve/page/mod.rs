//! The page for people: the library, an article with its card, stories, a digest, forms that add and change.
//!
//! In: requests of a browser. Out: HTML that is whole without scripts; a small script adds keys and saves a few
//! loads. Forms are answered by a redirect, so that loading a page again repeats nothing.
//!
//! ```text
//! request -> Asked | Submitted -> Service (work, look) -> a view of what it gave -> template -> HTML
//! ```
//!
//! Every text is escaped by the templates: no page marks a text as safe. A page refers to nothing but itself and
//! three files under `/assets/`, so that a strict content security policy holds.
//!
//! What it does not do: check who asks (`guard.rs`), or know of any store or index.

mod article;
mod asked;
mod assets;
mod change;
mod desk;
mod digest;
mod frame;
mod import;
mod job;
mod languages;
mod library;
mod new;
mod page_error;
mod reasons;
mod rows;
mod running_text;
mod sheet;
mod statistics;
mod stories;
mod submitted;
#[cfg(test)]
mod tests;
mod wording;

pub(super) use self::desk::Desk;
pub(super) use self::page_error::error;

use axum::Router;
use axum::routing::{get, post};

use super::service::{Service, tokens_of_bytes};

/// The pages.
pub(super) fn router() -> Router<Service> {
    Router::new()
        .route("/", get(library::show))
        .route("/articles/{id}", get(article::show))
        .route("/articles/{id}/read", post(change::mark_read))
        .route("/articles/{id}/edit", get(change::form).post(change::edit))
        .route("/articles/{id}/delete", post(change::delete))
        .route("/undo/{number}", post(change::undo))
        .route("/new", get(new::form).post(new::add))
        .route("/import", get(import::form).post(import::begin))
        .route("/import/{job}", get(import::show))
        .route("/stories", get(stories::list))
        .route("/stories/{id}", get(stories::show))
        .route("/digest", get(digest::show))
        .route("/stats", get(statistics::show))
        .route("/assets/{hash}/{name}", get(assets::get))
}

/// What work on a text of so many bytes counts. A reader's one article is never too much: what is stored is
/// embedded already.
fn cost(bytes: usize) -> usize {
    const MOST: usize = 16_384;
    tokens_of_bytes(bytes).min(MOST)
}
