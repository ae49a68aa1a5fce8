//! What an operator watches, in Prometheus' text form: calls by endpoint and status, how long they took, what became of
//! commands. No label holds anything of a person or of a device.

use crate::store::batch::result_code;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use protocol::wire::OutcomeKind;
use std::sync::Arc;
use std::time::Instant;

/// An endpoint's pattern, never its path: ids would make a series each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    endpoint: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Endpoint {
    endpoint: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Result {
    result: &'static str,
}

/// The figures of one instance.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    calls: Family<Call, Counter>,
    seconds: Family<Endpoint, Histogram, fn() -> Histogram>,
    commands: Family<Result, Counter>,
    open: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let calls = Family::default();
        let seconds = Family::new_with_constructor(duration as fn() -> Histogram);
        let commands = Family::default();
        let open = Gauge::default();
        let mut registry = Registry::with_prefix("inquiry");
        registry.register("calls", "Calls answered", calls.clone());
        registry.register("call_seconds", "Time until the answer", seconds.clone());
        registry.register(
            "commands",
            "Commands by what became of them",
            commands.clone(),
        );
        registry.register("open_calls", "Calls being answered", open.clone());
        Self {
            registry: Arc::new(registry),
            calls,
            seconds,
            commands,
            open,
        }
    }

    /// A command has its outcome.
    pub(crate) fn outcome(&self, kind: &OutcomeKind) {
        let result = result_code(kind);
        self.commands.get_or_create(&Result { result }).inc();
    }

    /// The page for Prometheus.
    pub(crate) fn page(&self) -> std::result::Result<String, std::fmt::Error> {
        let mut page = String::new();
        prometheus_client::encoding::text::encode(&mut page, &self.registry)?;
        Ok(page)
    }
}

/// From 2 ms to half a minute.
fn duration() -> Histogram {
    Histogram::new(exponential_buckets(0.002, 2.0, 15))
}

/// Counts a call around its endpoint.
pub(crate) async fn count(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let endpoint = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let begun = Instant::now();
    let open = Open::of(&metrics.open);
    let response = next.run(request).await;
    drop(open);
    let seconds = begun.elapsed().as_secs_f64();
    metrics
        .seconds
        .get_or_create(&Endpoint {
            endpoint: endpoint.clone(),
        })
        .observe(seconds);
    let status = response.status().as_u16();
    metrics
        .calls
        .get_or_create(&Call { endpoint, status })
        .inc();
    response
}

/// A call being answered; also when whoever called has gone and nobody waits for the answer.
struct Open<'a>(&'a Gauge);

impl<'a> Open<'a> {
    fn of(gauge: &'a Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
