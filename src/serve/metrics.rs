//! What was asked and how long it took, for Prometheus.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::load::Standing;

/// The bounds of the times' buckets, in seconds.
const BOUNDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    method: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// All that is counted.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    tokens: Counter,
    truncated: Counter,
    in_flight: Gauge,
    waiting: Gauge,
    rate: Gauge<f64, AtomicU64>,
    batches: Gauge,
    batched_tokens: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("nutgraf");
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        let histogram: fn() -> Histogram = || Histogram::new(BOUNDS);
        let seconds = Family::new_with_constructor(histogram);
        registry.register("request_seconds", "Time until an answer begins", seconds.clone());
        let (tokens, truncated) = (Counter::default(), Counter::default());
        registry.register(
            "embedded_tokens",
            "Tokens of texts that were sent to be embedded",
            tokens.clone(),
        );
        registry.register(
            "truncated_texts",
            "Texts of which the model read only the beginning",
            truncated.clone(),
        );
        let (in_flight, waiting, rate) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register(
            "tokens_in_flight",
            "Tokens that wait or are worked on",
            in_flight.clone(),
        );
        registry.register("tasks_waiting", "Tasks that wait for a worker", waiting.clone());
        registry.register("tokens_per_second", "Tokens done in a second of work", rate.clone());
        let (batches, batched_tokens) = (Gauge::default(), Gauge::default());
        registry.register("batches", "Batches of texts so far", batches.clone());
        registry.register("batched_tokens", "Tokens of these batches", batched_tokens.clone());
        Self {
            registry,
            requests,
            seconds,
            tokens,
            truncated,
            in_flight,
            waiting,
            rate,
            batches,
            batched_tokens,
        }
    }

    /// A request was answered. `route` is its pattern, so that there are only so many.
    pub(super) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let request = Request { route: route.to_owned(), method: method.to_owned(), status };
        self.requests.get_or_create(&request).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Texts were sent to be embedded.
    pub(super) fn texts(&self, tokens: usize, truncated: usize) {
        self.tokens.inc_by(tokens as u64);
        self.truncated.inc_by(truncated as u64);
    }

    /// All of it, as Prometheus reads it.
    pub(super) fn text(&self, standing: &Standing) -> Result<String, fmt::Error> {
        self.in_flight.set(standing.tokens as i64);
        self.waiting.set(standing.waiting as i64);
        self.rate.set(standing.rate);
        self.batches.set(standing.batches as i64);
        self.batched_tokens.set(standing.batched_tokens as i64);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
