//! `POST /v1/articles` with lines: many articles, a line of JSON each, and a line of the answer for each once it
//! is on the disk.
//!
//! In: lines as they come, at any pace. Out: lines in the same order, `nutgraf.added/1` or `nutgraf.error/1`,
//! and in the end nothing. A bad line does not stop the others. Nothing that was answered is lost, whatever
//! becomes of the connection.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::BytesMut;
use futures_util::stream::unfold;
use http_body_util::BodyExt as _;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{sleep, timeout};

use super::articles::add_when;
use crate::engine::Engine;
use crate::read::{Format, Input, read};
use crate::serve::answer::json;
use crate::serve::load::Class;
use crate::serve::operation::Operations;
use crate::serve::problem::Problem;
use crate::serve::service::{Service, tokens_of_bytes};
use crate::text::Document;
use crate::wire::{AddedLine, FailureLine, named};
use crate::{Error, Result};

/// How many articles are made durable together.
const BATCH: usize = 32;
/// How long articles wait for others to be made durable with.
const PATIENCE: Duration = Duration::from_millis(100);

/// There is no route of its own: what comes as lines to `/v1/articles` comes here.
pub(super) fn operations() -> Operations {
    Operations::default()
}

/// Whether a media type is of lines of JSON.
pub(super) fn is_lines(name: &str) -> bool {
    matches!(
        name,
        "application/x-ndjson"
            | "application/jsonl"
            | "application/x-jsonlines"
            | "application/jsonlines"
    )
}

/// An answer that goes on while the body comes.
pub(super) fn stream(service: &Service, body: Body, later: bool) -> Response {
    // Lines of the answer wait here without bound: a client may send all before it reads anything, and would be
    // waited for without end otherwise. They are a few bytes for each article.
    let (sender, receiver) = unbounded_channel::<Bytes>();
    let adding = Adding { service: service.clone(), sender, later, written: 0 };
    tokio::spawn(adding.run(body));
    let lines = unfold(receiver, |mut receiver| async {
        let line = receiver.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(line), receiver))
    });
    let mut response = Body::from_stream(lines).into_response();
    let form = HeaderValue::from_static("application/x-ndjson");
    response.headers_mut().insert(header::CONTENT_TYPE, form);
    response
}

/// What is being added.
struct Adding {
    service: Service,
    sender: UnboundedSender<Bytes>,
    later: bool,
    written: usize,
}

/// A line that came, or why it is not read.
type Line = (usize, std::result::Result<Bytes, String>);

impl Adding {
    async fn run(mut self, mut body: Body) {
        let mut lines = Lines {
            rest: BytesMut::new(),
            number: 0,
            most: self.service.limits().line_bytes,
            skips: false,
        };
        let mut batch: Vec<Line> = Vec::new();
        let pause = self.service.limits().body_time;
        loop {
            let patience = if batch.is_empty() { pause } else { PATIENCE };
            let frame = timeout(patience, body.frame()).await;
            match frame {
                Ok(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        lines.take(&data, &mut batch);
                    }
                }
                // Whoever sent it has gone, perhaps in the middle of a line: what came whole is stored.
                Ok(Some(Err(_))) => break,
                Ok(None) => {
                    lines.end(&mut batch);
                    break;
                }
                Err(_) if batch.is_empty() => {
                    self.say_failure(&Error::Refused {
                        name: "the body".to_owned(),
                        reason: "nothing came for too long; send the rest by another request"
                            .to_owned(),
                    });
                    break;
                }
                Err(_) => {
                    if !self.store(&mut batch).await {
                        return;
                    }
                }
            }
            while batch.len() >= BATCH {
                let mut more = batch.split_off(BATCH);
                if !self.store(&mut batch).await {
                    return;
                }
                batch.append(&mut more);
            }
        }
        self.store(&mut batch).await;
        if self.written > 0 && !self.later {
            self.service.keep_up(self.written);
        }
    }

    /// Stores a batch and answers it. Whether to go on: not if the library cannot be written.
    async fn store(&mut self, batch: &mut Vec<Line>) -> bool {
        if batch.is_empty() {
            return true;
        }
        let lines = std::mem::take(batch);
        let bytes: usize =
            lines.iter().filter_map(|(_, line)| line.as_ref().ok()).map(Bytes::len).sum();
        loop {
            let these = lines.clone();
            let later = self.later;
            let tokens = if later { 0 } else { tokens_of_bytes(bytes) };
            let made = self
                .service
                .work(Class::Bulk, tokens, move |engine| added(engine, these, later))
                .await;
            match made {
                Ok((answer, written)) => {
                    self.written += written;
                    let _ = self.sender.send(answer.into());
                    return true;
                }
                // There is no hurry: the client is kept waiting, as its body is not read on.
                Err(Problem { retry_after: Some(after), .. }) => {
                    sleep(after.min(Duration::from_secs(2))).await;
                }
                Err(problem) if problem.kind == "too_large" && lines.len() > 1 => {
                    return Box::pin(self.store_by_halves(lines)).await;
                }
                Err(problem) if problem.kind == "too_large" => {
                    let name = place(lines[0].0);
                    self.say_failure(&Error::Refused { name, reason: problem.detail });
                    return true;
                }
                // The lines are not to blame: each is answered, so that it can be sent again.
                Err(problem) => {
                    for (number, _) in &lines {
                        let source = Error::LibraryUnusable {
                            path: "of this server".into(),
                            reason: problem.detail.clone(),
                        };
                        let (name, source) = (place(*number), Box::new(source));
                        self.say_failure(&Error::NotStored { name, source });
                    }
                    return false;
                }
            }
        }
    }

    async fn store_by_halves(&mut self, mut lines: Vec<Line>) -> bool {
        let mut second = lines.split_off(lines.len() / 2);
        self.store(&mut lines).await && self.store(&mut second).await
    }

    fn say_failure(&self, error: &Error) {
        let line = json(&named(FailureLine::from(error))) + "\n";
        let _ = self.sender.send(line.into());
    }
}

/// Stores the articles of some lines; the lines of the answer, and how many articles were written.
fn added(engine: &Engine, lines: Vec<Line>, later: bool) -> Result<(String, usize)> {
    let read: Vec<Result<Document>> = lines.into_iter().map(document).collect();
    let documents: Vec<Document> = read.iter().filter_map(|it| it.as_ref().ok()).cloned().collect();
    let mut results = add_when(engine, &documents, later)?.into_iter();
    let (mut answer, mut written) = (String::new(), 0);
    for read in read {
        let line = match read {
            Err(error) => json(&named(FailureLine::from(&error))),
            Ok(document) => match results.next() {
                Some(Ok(added)) => {
                    written += usize::from(added.outcome != crate::library::Outcome::Unchanged);
                    json(&named(AddedLine::new(&document.source, &added, &document.warnings)))
                }
                Some(Err(error)) => {
                    let name = document.source;
                    let error = Error::NotStored { name, source: Box::new(error) };
                    json(&named(FailureLine::from(&error)))
                }
                None => continue,
            },
        };
        answer.push_str(&line);
        answer.push('\n');
    }
    Ok((answer, written))
}

fn document((number, line): Line) -> Result<Document> {
    let name = place(number);
    let line = line.map_err(|reason| Error::Refused { name: name.clone(), reason })?;
    let input = Input::bytes(name.clone(), line).format(Format::named("json"));
    let found = read(input).documents().next().unwrap_or(Err(Error::NoText { name: name.clone() }));
    let mut document = found?;
    document.source = name;
    Ok(document)
}

fn place(number: usize) -> String {
    format!("the body:{number}")
}

/// Bytes to lines.
struct Lines {
    rest: BytesMut,
    number: usize,
    most: usize,
    /// Whether what comes up to the end of the line is left out, as the line is too long.
    skips: bool,
}

impl Lines {
    fn take(&mut self, data: &[u8], batch: &mut Vec<Line>) {
        let mut data = data;
        while let Some(end) = data.iter().position(|byte| *byte == b'\n') {
            if !self.skips {
                self.rest.extend_from_slice(&data[..end]);
            }
            data = &data[end + 1..];
            self.end(batch);
        }
        if self.skips {
            return;
        }
        self.rest.extend_from_slice(data);
        if self.rest.len() > self.most {
            self.refuse(batch);
            self.skips = true;
        }
    }

    /// A line ends here, or all of them.
    fn end(&mut self, batch: &mut Vec<Line>) {
        let line = self.rest.split().freeze();
        if std::mem::take(&mut self.skips) {
            return;
        }
        if line.len() > self.most {
            self.refuse(batch);
            return;
        }
        self.number += 1;
        if !line.trim_ascii().is_empty() {
            batch.push((self.number, Ok(line)));
        }
    }

    fn refuse(&mut self, batch: &mut Vec<Line>) {
        self.rest.clear();
        self.number += 1;
        let reason = format!("the line has more than {} bytes; divide it", self.most);
        batch.push((self.number, Err(reason)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_however_they_come() {
        let text = b"{\"a\":1}\n\n  {\"b\":2}\r\n0123456789abcdef\n{\"c\":3}";
        for step in 1..text.len() {
            let mut lines = Lines { rest: BytesMut::new(), number: 0, most: 12, skips: false };
            let mut batch = Vec::new();
            for part in text.chunks(step) {
                lines.take(part, &mut batch);
            }
            lines.end(&mut batch);
            let numbers: Vec<usize> = batch.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, [1, 3, 4, 5], "in steps of {step}");
            let read: Vec<bool> = batch.iter().map(|(_, line)| line.is_ok()).collect();
            assert_eq!(read, [true, true, false, true], "in steps of {step}");
            assert_eq!(batch[3].1.as_deref(), Ok(&b"{\"c\":3}"[..]));
        }
    }
}
