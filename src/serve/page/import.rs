//! Imports: an export is uploaded, stored behind the answer, and its progress watched.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::frame::{Frame, page};
use super::job::{self, Progress};
use super::new::size;
use super::page_error::PageError;
use super::submitted::{Submitted, Upload};
use super::wording::{count_of, grouped};
use crate::serve::access::Caller;
use crate::serve::answer::Named;
use crate::serve::problem::Problem;
use crate::serve::service::Service;

/// The form.
#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    frame: Frame,
    most: String,
}

/// How far an import is.
#[derive(Template)]
#[template(path = "import_progress.html")]
pub(super) struct ProgressPage {
    pub(super) frame: Frame,
    pub(super) name: String,
    pub(super) progress: Progress,
}

/// GET `/import`.
pub(super) async fn form(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, PageError> {
    let frame = Frame::new(&service, &caller, "new");
    page(&ImportPage { frame, most: size(service.limits().body_bytes) })
}

/// POST `/import`.
pub(super) async fn begin(
    State(service): State<Service>,
    mut form: Submitted,
) -> Result<Response, PageError> {
    form.writes()?;
    let Some(file) = form.file.take() else {
        return Err(Problem::bad_request("there is no file here: choose one").into());
    };
    start(&service, &form.caller, file)
}

/// Begins to store what is in a file, and leads to where its progress is shown.
pub(super) fn start(
    service: &Service,
    caller: &Caller,
    file: Upload,
) -> Result<Response, PageError> {
    let begun = service.desk().begin(caller, file.name)?;
    let path = format!("/import/{}", begun.number);
    tokio::spawn(job::run(begun, service.clone(), file.bytes));
    Ok(Redirect::to(&path).into_response())
}

/// GET `/import/{job}`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(number): Named,
) -> Result<Response, PageError> {
    let found = number.parse().ok().and_then(|number| service.desk().job(&caller, number));
    let job = found.ok_or_else(|| {
        Problem::not_found("there is no such import; the server forgets them when it ends")
    })?;
    page(&ProgressPage {
        frame: Frame::new(&service, &caller, "new"),
        name: job.name.clone(),
        progress: job.progress(),
    })
}

impl ProgressPage {
    /// How far it is, as a sentence.
    fn status(&self) -> String {
        let done = grouped(self.progress.done());
        match (self.progress.is_running, self.progress.total) {
            (true, None) => "Reading the file …".to_owned(),
            (true, Some(total)) => format!("{done} of {} are done.", count_of(total, "article")),
            (false, _) if self.progress.failure.is_some() => format!("It ended after {done}."),
            (false, _) => format!("All {done} are done."),
        }
    }

    /// What became of the articles, by name.
    fn counts(&self) -> [(&'static str, String); 4] {
        let Progress { added, updated, unchanged, skipped, .. } = self.progress;
        let counts = [
            ("Added", added),
            ("Brought up to date", updated),
            ("There already", unchanged),
            ("Left out", skipped),
        ];
        counts.map(|(name, count)| (name, grouped(count)))
    }

    /// How many reasons are not told.
    fn reasons_left_out(&self) -> usize {
        self.progress.skipped.saturating_sub(self.progress.reasons.len())
    }
}
