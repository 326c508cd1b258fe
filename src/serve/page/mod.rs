//! The pages that people read on.

use axum::Router;

use super::service::Service;

/// What readers have in hand: imports that run, articles that can be put back.
#[derive(Default)]
pub(super) struct Desk {}

/// The routes.
pub(super) fn router() -> Router<Service> {
    Router::new()
}
