//! What all handlers share: the engine, its workers, the limits, and who may ask.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::access::{AccessTokens, Caller};
use super::guard::Origins;
use super::limits::Limits;
use super::load::{Class, Standing, Timed, Workers};
use super::metrics::Metrics;
use super::page::Desk;
use super::problem::Problem;
use crate::embed::{Embedded, TokenEmbedder, Tokens};
use crate::engine::Engine;
use crate::library::Effort;
use crate::{Error, Result};

/// How a server is to be.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// Limits of size, number and time.
    pub limits: Limits,
    /// Who may ask. Default: whoever reaches it.
    pub tokens: AccessTokens,
    /// Names of the server, and pages that may ask it.
    pub origins: Origins,
    /// Whether addresses that requests name are fetched. Default: no.
    pub fetches: bool,
    /// Whether `/metrics` needs no token. Default: no.
    pub public_metrics: bool,
    /// Threads that run the model. Default: as many as there are processors.
    pub workers: Option<usize>,
}

/// What is to be kept up.
#[derive(Default)]
struct Upkeep {
    written: usize,
    is_running: bool,
}

/// What all handlers share.
#[derive(Clone)]
pub(super) struct Service(Arc<Inner>);

struct Inner {
    engine: Arc<Engine>,
    workers: Workers,
    library_calls: Semaphore,
    options: ServeOptions,
    metrics: Metrics,
    desk: Desk,
    /// How many articles were written since upkeep began last, and whether it goes on.
    upkeep: Mutex<Upkeep>,
    /// What the tokens of forms are made of: the library's, where several servers may answer one reader, or else one that
    /// goes with the process.
    secret: Vec<u8>,
}

impl Service {
    /// A service of this engine, which has loaded its model.
    ///
    /// # Errors
    /// As [`Engine::embedder`]; [`Error::Embed`] if the embedder takes no tokens.
    pub(super) fn new(engine: Engine, options: ServeOptions) -> Result<Self> {
        let engine = Arc::new(engine);
        if engine.embedder()?.by_tokens().is_none() {
            let source = "this embedder takes no tokens, and a server counts them";
            return Err(Error::Embed { source: source.into() });
        }
        let shared = engine.library().ok().map(|library| library.secret()).transpose()?.flatten();
        let secret = shared.unwrap_or_else(|| uuid::Uuid::new_v4().as_bytes().to_vec());
        let processors = available_parallelism().map_or(1, usize::from);
        let workers = options.workers.unwrap_or(processors);
        Ok(Self(Arc::new(Inner {
            workers: Workers::start(&engine, workers, &options.limits),
            library_calls: Semaphore::new(options.limits.library_calls.max(1)),
            metrics: Metrics::new(),
            desk: Desk::default(),
            upkeep: Mutex::default(),
            secret,
            options,
            engine,
        })))
    }

    /// The engine. What takes longer than a look at a field is not asked of it on the reactor.
    pub(super) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The embedder, as one that takes tokens.
    pub(super) fn embedder(&self) -> Result<&dyn TokenEmbedder> {
        let embedder = self.engine().embedder()?;
        embedder.by_tokens().ok_or_else(|| Error::Embed { source: "it takes no tokens".into() })
    }

    /// Does a call that runs the model, when it is its turn; `tokens` is about how many it embeds.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        class: Class,
        tokens: usize,
        f: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        Ok(self.timed_work(class, tokens, f).await?.value)
    }

    /// The same, and where the time went.
    pub(super) async fn timed_work<T: Send + 'static>(
        &self,
        class: Class,
        tokens: usize,
        f: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<Timed<T>, Problem> {
        Ok(self.0.workers.call(class, tokens, f).await?)
    }

    /// Embeds texts, beside those of others.
    pub(super) async fn embed(
        &self,
        class: Class,
        texts: Vec<Tokens>,
    ) -> Result<Timed<Embedded>, Problem> {
        Ok(self.0.workers.embed(class, texts).await?)
    }

    /// Does a call on the library alone, or another that takes no model and some time, off the reactor.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let Ok(_permit) = self.0.library_calls.acquire().await else {
            return Err(Problem::unavailable("the server is about to end"));
        };
        let service = self.clone();
        match spawn_blocking(move || f(service.engine())).await {
            Ok(made) => Ok(made?),
            Err(_) => Err(Problem::internal(
                "this request made the server stumble; others are not touched",
            )),
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.options.limits
    }

    pub(super) fn tokens(&self) -> &AccessTokens {
        &self.0.options.tokens
    }

    pub(super) fn origins(&self) -> &Origins {
        &self.0.options.origins
    }

    /// Whether addresses that requests name are fetched.
    pub(super) fn fetches(&self) -> bool {
        self.0.options.fetches && cfg!(feature = "fetch")
    }

    pub(super) fn shows_metrics(&self) -> bool {
        self.0.options.public_metrics
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(super) fn standing(&self) -> Standing {
        self.0.workers.standing()
    }

    /// What readers of the page have in hand: imports that run, articles that can be put back.
    pub(super) fn desk(&self) -> &Desk {
        &self.0.desk
    }

    /// Has the library made faster behind the answers, after so many articles were written: by one thread at a
    /// time, which takes none of those that readers are asked on.
    pub(super) fn keep_up(&self, written: usize) {
        let mut upkeep = self.upkeep();
        upkeep.written += written;
        if std::mem::replace(&mut upkeep.is_running, true) {
            return;
        }
        drop(upkeep);
        let service = self.clone();
        spawn_blocking(move || {
            loop {
                let mut upkeep = service.upkeep();
                let written = std::mem::take(&mut upkeep.written);
                if written == 0 {
                    upkeep.is_running = false;
                    return;
                }
                drop(upkeep);
                // What is not kept up now is after the next that is written.
                let kept_up = || service.engine().keep_up(Effort::Articles(written));
                let _ = catch_unwind(AssertUnwindSafe(kept_up));
            }
        });
    }

    fn upkeep(&self) -> std::sync::MutexGuard<'_, Upkeep> {
        self.0.upkeep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes no more work.
    pub(super) fn close(&self) {
        self.0.workers.close();
    }

    /// The token that a form of this caller carries: a page of another site cannot know it.
    pub(super) fn form_token(&self, caller: &Caller) -> String {
        let name = caller.name.as_deref().unwrap_or_default();
        let hash = Sha256::new().chain_update(&self.0.secret).chain_update(name).finalize();
        hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Refuses a form whose token is not this caller's.
    pub(super) fn check_form_token(&self, caller: &Caller, token: &str) -> Result<(), Problem> {
        let is_own = self.form_token(caller).as_bytes().ct_eq(token.as_bytes());
        if bool::from(is_own) {
            return Ok(());
        }
        Err(Problem::forbidden(
            "this form is of before the server was started; load the page again",
        ))
    }
}

/// About how many tokens a text of so many bytes is.
pub(super) fn tokens_of_bytes(bytes: usize) -> usize {
    bytes / 4 + 2
}

/// The parts of an answer's time, as the header `Server-Timing` has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Timing(pub(super) Vec<(&'static str, Duration)>);

impl Timing {
    /// Waiting, and what was worked on.
    pub(super) fn of<T>(timed: &Timed<T>) -> Self {
        Self(vec![("queue", timed.waited), ("model", timed.worked)])
    }
}
