//! A server in this process, and how it is asked.

use std::sync::{Arc, Condvar, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use nutgraf::embed::Pooling;
use nutgraf::embed::{Embedded, Embedder, Int8Embedder, SentenceTokenizer, TokenEmbedder, Tokens};
use nutgraf::engine::Engine;
use nutgraf::serve::{Log, ServeOptions, Server};
use nutgraf::vector::ModelId;
use serde_json::Value;
use tower::ServiceExt as _;

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }
}

/// A server with an empty library in memory.
pub(crate) fn server(options: ServeOptions) -> Router {
    let engine = Engine::builder().library_in_memory().build().unwrap();
    Server::new(engine, options, Log::Faults).unwrap().router()
}

pub(crate) async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A request, with these headers.
pub(crate) fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

pub(crate) async fn get(router: &Router, path: &str) -> Answer {
    ask(router, request("GET", path, &[], "")).await
}

pub(crate) async fn post(router: &Router, path: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json")];
    ask(router, request("POST", path, &headers, body.to_string())).await
}

/// The bundled model, but that it panics at a text that begins with this word, and can be made to wait.
pub(crate) struct Fragile {
    inner: Int8Embedder,
    fatal: Tokens,
    gate: Arc<Gate>,
}

/// A gate that the model waits at while it is shut.
#[derive(Default)]
pub(crate) struct Gate {
    is_shut: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub(crate) fn shut(&self) {
        *self.is_shut.lock().unwrap() = true;
    }

    pub(crate) fn open(&self) {
        *self.is_shut.lock().unwrap() = false;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let is_shut = self.is_shut.lock().unwrap();
        drop(self.opened.wait_while(is_shut, |is_shut| *is_shut).unwrap());
    }
}

impl Fragile {
    /// With the gate that it passes at every batch.
    pub(crate) fn new() -> (Self, Arc<Gate>) {
        let inner = Int8Embedder::bundled().unwrap();
        let fatal = inner.tokenizer().encode(&["stumble"]).unwrap().remove(0);
        let gate = Arc::new(Gate::default());
        (Self { inner, fatal, gate: Arc::clone(&gate) }, gate)
    }
}

impl Embedder for Fragile {
    fn model(&self) -> &ModelId {
        self.inner.model()
    }

    fn dimensions(&self) -> usize {
        self.inner.dimensions()
    }

    fn max_tokens(&self) -> usize {
        self.inner.max_tokens()
    }

    fn embed(&self, texts: &[&str]) -> nutgraf::Result<Embedded> {
        self.embed_tokens(&self.tokenizer().encode(texts)?)
    }

    fn by_tokens(&self) -> Option<&dyn TokenEmbedder> {
        Some(self)
    }
}

impl TokenEmbedder for Fragile {
    fn tokenizer(&self) -> &SentenceTokenizer {
        self.inner.tokenizer()
    }

    fn pooling(&self) -> Pooling {
        self.inner.pooling()
    }

    fn precision(&self) -> &'static str {
        self.inner.precision()
    }

    fn embed_tokens(&self, tokens: &[Tokens]) -> nutgraf::Result<Embedded> {
        self.gate.pass();
        assert!(!tokens.contains(&self.fatal), "this model stumbles at a word");
        self.inner.embed_tokens(tokens)
    }
}
