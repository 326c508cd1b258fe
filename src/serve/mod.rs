//! A server: what nutgraf does, for other programs over HTTP, and for people in a browser.
//!
//! In: an [`Engine`] with a library, and [`ServeOptions`]. Out: answers, until told to end.
//!
//! ```text
//! listen -> trace -> guard -> openai | tei | ollama | api | feed | page -> load -> Engine
//! ```
//!
//! | part | what it does |
//! |---|---|
//! | `listen` | takes connections, within limits of time and number |
//! | `trace` | ids, times, the log; a panic is the answer 500 for one request |
//! | `guard` | who asks, by which name, from which page |
//! | `load` | who is admitted, and in which order the model works |
//! | `openai`, `tei`, `ollama` | the contracts that clients for embedding speak |
//! | `api` | nutgraf's own, described by `openapi` |
//! | `page`, `feed` | for people: pages, and feeds for their readers |
//!
//! Nothing that takes longer than a few microseconds is done on the threads that read and write: the model runs
//! on workers of its own, and the library is asked on threads that may wait.
//!
//! What it does not do: TLS, which is for whoever stands in front; fetching, unless it is switched on.

mod access;
mod answer;
mod api;
mod body;
mod contract;
mod docs;
mod feed;
mod guard;
mod health;
mod limits;
mod listen;
mod load;
mod metrics;
mod ollama;
mod openai;
mod openapi;
mod operation;
mod page;
mod problem;
mod service;
mod tei;
mod texts;
mod trace;

use std::io;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

pub use self::access::{AccessTokens, TokensError};
pub use self::guard::Origins;
pub use self::limits::Limits;
pub use self::listen::{Listen, Listener};
use self::operation::Operations;
use self::problem::Problem;
pub use self::service::ServeOptions;
use self::service::Service;
pub use self::trace::Log;
use crate::engine::Engine;
use crate::error::Result;

/// A server, ready to answer.
pub struct Server {
    service: Service,
    log: Log,
}

impl Server {
    /// A server of this engine, whose model is loaded now.
    ///
    /// # Errors
    /// [`Error::NoLibrary`](crate::Error::NoLibrary); as [`Engine::embedder`];
    /// [`Error::Embed`](crate::Error::Embed) if its embedder takes no tokens.
    pub fn new(engine: Engine, options: ServeOptions, log: Log) -> Result<Self> {
        engine.library()?;
        Ok(Self { service: Service::new(engine, options)?, log })
    }

    /// All routes, for a program that serves others beside them.
    pub fn router(&self) -> Router {
        let service = self.service.clone();
        operations()
            .router
            .merge(openapi::router())
            .merge(feed::router())
            .merge(page::router())
            .fallback(|| async {
                Problem::not_found("there is nothing at this address; /docs lists what there is")
            })
            .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
            // Bodies are read within limits of our own.
            .layer(DefaultBodyLimit::disable())
            .layer(from_fn_with_state(service.clone(), guard::guard))
            .layer(from_fn_with_state((service.clone(), self.log), trace::trace))
            .with_state(service)
    }

    /// Answers at this place until `end` is ready, then finishes what was taken. To be called within a tokio
    /// runtime.
    ///
    /// # Errors
    /// If the place cannot be listened at.
    pub async fn serve(&self, listener: Listener, end: impl Future<Output = ()>) -> io::Result<()> {
        let answered = listen::accept(listener, self.router(), self.service.limits(), end).await;
        self.service.close();
        answered
    }

    /// The same on a runtime of its own, until the process is told to end (SIGTERM or SIGINT).
    ///
    /// # Errors
    /// If threads cannot be started, or the place cannot be listened at.
    pub fn run(&self, listener: Listener) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            use tokio::signal::unix::{SignalKind, signal};
            let (mut terminate, mut interrupt) =
                (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            let told = async {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            };
            self.serve(listener, told).await
        })
    }
}

/// All that the API can be asked.
fn operations() -> Operations {
    openai::operations()
        .and(tei::operations())
        .and(ollama::operations())
        .and(api::operations())
        .and(health::operations())
}
