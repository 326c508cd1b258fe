//! The body of a request, within its limits.
//!
//! In: bytes as they come. Out: all of them, or what they are as JSON. A body that is larger than it may be, or
//! comes too slowly, is refused before it is held whole; one that is compressed is not read, so there is no
//! bomb; JSON is at most so deep as the parser's own limit, 128.

use std::pin::pin;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::limits::Limits;
use super::problem::Problem;

/// The whole body.
pub(super) async fn read(body: Body, limits: &Limits) -> Result<Bytes, Problem> {
    let most = limits.body_bytes;
    let whole = async {
        let mut body = pin!(body);
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                return Err(Problem::bad_request("the body broke off; send it again"));
            };
            let Some(data) = frame.data_ref() else { continue };
            if bytes.len() + data.len() > most {
                let detail = format!("the body has more than {most} bytes; divide it");
                return Err(Problem::too_large(detail, most));
            }
            bytes.extend_from_slice(data);
        }
        Ok(bytes.freeze())
    };
    timeout(limits.body_time, whole).await.unwrap_or_else(|_| Err(Problem::timeout()))
}

/// Refuses a body that is compressed.
pub(super) fn refuse_compressed(headers: &HeaderMap) -> Result<(), Problem> {
    let encoding = headers.get(header::CONTENT_ENCODING).map(|it| it.as_bytes());
    match encoding {
        None | Some(b"" | b"identity") => Ok(()),
        Some(_) => Err(Problem::unsupported("a compressed body is not read; send it as it is")),
    }
}

/// The media type of a body, in lower case, without its parameters; none if it is not said.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let named = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let name = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// A value from JSON; whoever sends JSON without saying so is understood.
pub(super) async fn json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<T, Problem> {
    if let Some(named) = media_type(headers)
        && !is_json(&named)
    {
        return Err(Problem::unsupported(format!("this takes application/json, and no {named}")));
    }
    parsed(&read(body, limits).await?)
}

/// A value from the bytes of its JSON.
pub(super) fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // A list would be taken for the fields of a struct in their order.
    if bytes.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return Err(Problem::bad_request("the body must be a JSON object"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let place = error.path().to_string();
        let place = if place == "." { String::new() } else { format!(", at `{place}`") };
        Problem::bad_request(format!("the body{place}: {}", error.into_inner()))
    })?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(Problem::bad_request(format!("the body: {error}"))),
    }
}

/// Whether a media type is of JSON. `text/plain` is what scripts send that do not think of it.
pub(super) fn is_json(name: &str) -> bool {
    matches!(
        name,
        "application/json" | "text/json" | "text/plain" | "application/x-www-form-urlencoded"
    ) || name.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_large_body_is_refused_with_its_limit() {
        let limits = Limits { body_bytes: 10, ..Limits::default() };
        assert_eq!(read(Body::from("0123456789"), &limits).await.unwrap().len(), 10);
        let refused = read(Body::from("0123456789a"), &limits).await.unwrap_err();
        assert_eq!((refused.status.as_u16(), refused.limit), (413, Some(10)));
    }

    #[test]
    fn what_is_wrong_with_json_is_told_with_its_place() {
        #[derive(Debug, serde::Deserialize)]
        struct Wanted {
            #[expect(dead_code, reason = "it is read")]
            count: Vec<u8>,
        }
        let refused = parsed::<Wanted>(br#"{"count": [1, -2]}"#).unwrap_err();
        assert!(refused.detail.contains("`count[1]`"), "{}", refused.detail);
        assert!(parsed::<Wanted>(br#"{"count": []} x"#).is_err());
        let deep = "[".repeat(100_000);
        assert_eq!(parsed::<serde_json::Value>(deep.as_bytes()).unwrap_err().status.as_u16(), 400);
    }
}
