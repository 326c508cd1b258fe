//! A form that was sent.
//!
//! In: a request whose body is a form, with or without a file. Out: [`Submitted`], whose token is that of the
//! caller: a page of another site cannot have sent it. It is bounded in size and time.

use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use url::form_urlencoded;

use super::page_error::PageError;
use crate::serve::access::Caller;
use crate::serve::body;
use crate::serve::problem::Problem;
use crate::serve::service::Service;

/// The hidden field with the token.
const TOKEN: &str = "form_token";

/// The values of a form.
pub(super) struct Submitted {
    /// Who sent it.
    pub(super) caller: Caller,
    /// The file in it, if one was chosen.
    pub(super) file: Option<Upload>,
    fields: HashMap<String, String>,
}

/// A file that was sent.
pub(super) struct Upload {
    /// What it is called.
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Bytes,
}

impl Submitted {
    /// The value of a field, trimmed; none if it is blank or absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The same as an owned text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// Refuses a caller who may only read.
    pub(super) fn writes(&self) -> Result<(), PageError> {
        if self.caller.may_write {
            return Ok(());
        }
        Err(Problem::forbidden("you may read here, and change nothing").into())
    }

    /// Where to go on: the field `back`, if that is a path of this server.
    pub(super) fn back(&self) -> Option<&str> {
        let is_path = |path: &&str| {
            path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\r', '\n'])
                && path.bytes().all(|byte| byte.is_ascii_graphic())
        };
        self.get("back").filter(is_path)
    }

    async fn read(request: Request, service: &Service) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let caller = parts.extensions.get::<Caller>().cloned();
        let caller =
            caller.ok_or_else(|| Problem::forbidden("nobody is known to have sent this"))?;
        let bytes = body::read(body, service.limits()).await?;
        let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let is_multipart = media_type.is_some_and(|it| it.starts_with("multipart/form-data"));
        let (fields, file) = if is_multipart {
            multipart(Request::from_parts(parts, Body::from(bytes))).await?
        } else {
            (form_urlencoded::parse(&bytes).into_owned().collect(), None)
        };
        let submitted = Self { caller, file, fields };
        let token = submitted.get(TOKEN).unwrap_or_default();
        service.check_form_token(&submitted.caller, token)?;
        Ok(submitted)
    }
}

impl FromRequest<Service> for Submitted {
    type Rejection = PageError;

    async fn from_request(request: Request, service: &Service) -> Result<Self, PageError> {
        Ok(Self::read(request, service).await?)
    }
}

/// The fields of a form with a file, and the file. Its body is bounded already, and the server sets no limit of its own for extractors.
async fn multipart(request: Request) -> Result<(HashMap<String, String>, Option<Upload>), Problem> {
    let unusable = |error: &dyn std::fmt::Display| {
        Problem::bad_request(format!("the form cannot be read: {error}"))
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| unusable(&error))?;
    let mut fields = HashMap::new();
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(|error| unusable(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file_name) = field.file_name().map(str::to_owned) {
            let bytes = field.bytes().await.map_err(|error| unusable(&error))?;
            // A browser sends the field though no file was chosen.
            if !bytes.is_empty() {
                file = Some(Upload { name: base_name(&file_name), bytes });
            }
        } else {
            let value = field.text().await.map_err(|error| unusable(&error))?;
            fields.entry(name).or_insert(value);
        }
    }
    Ok((fields, file))
}

/// The last part of a path, which is all that some browsers send.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if name.is_empty() { "upload".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submitted(back: &str) -> Submitted {
        let caller = Caller { name: None, may_write: true };
        let fields = HashMap::from([("back".to_owned(), back.to_owned())]);
        Submitted { caller, file: None, fields }
    }

    #[test]
    fn going_on_never_leaves_this_server() {
        assert_eq!(submitted("/?q=ferry&page=2").back(), Some("/?q=ferry&page=2"));
        for away in
            ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
        {
            assert_eq!(submitted(away).back(), None, "{away}");
        }
        assert_eq!(submitted("/a\r\nx: y").back(), None);
    }

    #[tokio::test]
    async fn a_form_with_a_file_is_read() {
        let body = "--x\r\ncontent-disposition: form-data; name=\"keep\"\r\n\r\non\r\n--x\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"C:\\\\a\\\\ferry.txt\"\r\n\r\n\
            The ferry.\r\n--x--\r\n";
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        let (fields, file) = multipart(request).await.unwrap();
        assert_eq!(fields.get("keep").map(String::as_str), Some("on"));
        let file = file.unwrap();
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("ferry.txt", &b"The ferry."[..]));
    }
}
