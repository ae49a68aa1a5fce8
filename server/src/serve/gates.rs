//! How many calls are worked on at a time, by kind. One too many is told at once to come again, which costs nothing;
//! waiting in line would cost memory here and patience there.

use super::Limits;
use crate::error::Failure;
use crate::secrets;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Seconds after which one who was turned away may come again: between these two.
const SOONEST: u32 = 1;
const SPREAD: u8 = 4;

/// A gate for each kind of call.
#[derive(Clone)]
pub(crate) struct Gates {
    reads: Arc<Semaphore>,
    writes: Arc<Semaphore>,
    files: Arc<Semaphore>,
    door: Arc<Semaphore>,
}

impl Gates {
    pub(crate) fn new(limits: &Limits) -> Self {
        let gate = |n: usize| Arc::new(Semaphore::new(n.min(Semaphore::MAX_PERMITS)));
        Self {
            reads: gate(limits.reads),
            writes: gate(limits.writes),
            files: gate(limits.files),
            door: gate(limits.door),
        }
    }

    /// The gate of a call; who only asks whether the server lives passes none.
    fn of(&self, method: &Method, path: &str) -> Option<&Arc<Semaphore>> {
        match path {
            "/v1/pull" | "/v1/repair/check" | "/v1/repair/pull" => Some(&self.reads),
            "/health" | "/ready" => None,
            path if path.starts_with("/v1/blobs/") => Some(&self.files),
            "/v1/enrol" => Some(&self.door),
            path if path.starts_with("/v1/") => Some(&self.writes),
            _ if method == Method::GET => Some(&self.reads),
            _ => Some(&self.door),
        }
    }
}

/// Lets a call through its gate, or says when to come again.
pub(crate) async fn pass(State(gates): State<Gates>, request: Request, next: Next) -> Response {
    let Some(gate) = gates.of(request.method(), request.uri().path()) else {
        return next.run(request).await;
    };
    match gate.try_acquire() {
        Ok(_open) => next.run(request).await,
        Err(_) => {
            // Without randomness all come at once: no worse than no answer.
            let spread = secrets::random::<1>().map_or(0, |[n]| n % (SPREAD + 1));
            Failure::busy(SOONEST + u32::from(spread)).into_response()
        }
    }
}
