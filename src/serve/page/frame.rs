//! What stands around the content of every page, and how a page becomes an answer.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use super::assets::ASSETS;
use super::page_error::PageError;
use crate::serve::access::Caller;
use crate::serve::problem::Problem;
use crate::serve::service::Service;

/// What a page may load and do: what comes from this server, no script or style within the page, and nobody
/// may show it in a frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'";

/// What stands around the content of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// The part of the page that is shown, as the navigation names it.
    pub(super) section: &'static str,
    /// Whether the caller may change the library: else forms that do are left out.
    pub(super) may_write: bool,
    /// What every form carries.
    pub(super) token: String,
    /// What has just been done.
    pub(super) notice: Option<Notice>,
}

/// What has just been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// In words.
    pub(super) text: String,
    /// The number by which it can be undone, if it can.
    pub(super) undo: Option<u64>,
}

impl Frame {
    /// The frame of a page for this caller.
    pub(super) fn new(service: &Service, caller: &Caller, section: &'static str) -> Self {
        let token = service.form_token(caller);
        Self { section, may_write: caller.may_write, token, notice: None }
    }

    /// The same with what has just been done, as the address says it.
    pub(super) fn done(mut self, done: Option<&str>) -> Self {
        let text = match done {
            Some("read") => "Marked as read.",
            Some("changed") => "Your changes are kept.",
            Some("restored") => "It is back in the library.",
            Some("added") => "It is in the library now.",
            Some("updated") => "It was in the library, and is brought up to date.",
            Some("unchanged") => "It was in the library already.",
            _ => return self,
        };
        self.notice = Some(Notice { text: text.to_owned(), undo: None });
        self
    }

    /// Whether this is the part that is shown.
    pub(super) fn is(&self, section: &str) -> bool {
        self.section == section
    }

    /// The address of the style sheet.
    pub(super) fn style(&self) -> &'static str {
        &ASSETS.style.path
    }

    /// The address of the script.
    pub(super) fn script(&self) -> &'static str {
        &ASSETS.script.path
    }

    /// The address of the icon.
    pub(super) fn icon(&self) -> &'static str {
        &ASSETS.icon.path
    }
}

/// A page as an answer.
pub(super) fn page(template: &impl Template) -> Result<Response, PageError> {
    page_with(StatusCode::OK, template)
}

/// A page as an answer with this status. It is of one caller and one moment: nobody keeps it.
pub(super) fn page_with(
    status: StatusCode,
    template: &impl Template,
) -> Result<Response, PageError> {
    let html = template.render().map_err(|error| Problem::internal(error.to_string()))?;
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // Other sites are not told what is read; a form says where it comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    Ok(response)
}
