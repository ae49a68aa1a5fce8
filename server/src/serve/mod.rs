//! Connections: taken, bounded in number and time, unwrapped of TLS, answered over HTTP/1.1 or 2, and let end in peace
//! when the server stops. What a call may cost is bounded in [`gates`], what a connection may in here.

pub(crate) mod gates;
mod guests;
pub(crate) mod pace;
pub(crate) mod tls;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use guests::Guests;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use pace::{PacedBody, PacedStream};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tls::Tls;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tower::Service as _;

/// How long a connection that was refused by the system is not tried again: it has no file left, for example.
const REFUSED: Duration = Duration::from_secs(1);
/// A connection of HTTP/2 on which nothing comes is asked whether anybody is there, and left without an answer.
const ASK_AFTER: Duration = Duration::from_secs(30);
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// Calls at a time on one connection of HTTP/2.
const STREAMS: u32 = 64;

/// What callers may cost. Beyond a bound of calls the answer is 503 with `Retry-After`, at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Calls at a time that read rows.
    pub reads: usize,
    /// Calls at a time that write.
    pub writes: usize,
    /// Calls at a time that carry files.
    pub files: usize,
    /// Calls at a time of those who are not known yet: enrolment, the website.
    pub door: usize,
    /// Connections in all.
    pub connections: usize,
    /// Connections of one address; without effect behind a proxy, whose address all have.
    pub connections_of_one: usize,
    /// Time for TLS, and then for the head of each call.
    pub head: Duration,
    /// Time in which at least something of a body must come, or of a reply be taken.
    pub idle: Duration,
    /// Time after which a body must have come at [`Limits::least_rate`] on the average.
    pub patience: Duration,
    /// Bytes a second.
    pub least_rate: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            reads: 64,
            writes: 64,
            files: 32,
            door: 16,
            connections: 2048,
            connections_of_one: 256,
            head: Duration::from_secs(20),
            idle: Duration::from_secs(60),
            patience: Duration::from_secs(60),
            least_rate: 256,
        }
    }
}

/// How connections are taken.
#[derive(Clone)]
pub(crate) struct Entrance {
    pub limits: Limits,
    pub tls: Option<Arc<Tls>>,
    pub behind_proxy: bool,
}

/// Takes connections until `stopped`, then waits until the open calls have ended.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    entrance: Entrance,
    mut stopped: oneshot::Receiver<()>,
) {
    let of_one = if entrance.behind_proxy {
        entrance.limits.connections
    } else {
        entrance.limits.connections_of_one
    };
    let guests = Guests::new(entrance.limits.connections, of_one);
    let (close, closed) = watch::channel(());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Either way: asked to stop, or whoever could ask is gone.
            _ = &mut stopped => break,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "a connection was not taken");
                tokio::time::sleep(REFUSED).await;
                continue;
            }
        };
        let Some(guest) = guests.admit(from.ip()) else {
            continue;
        };
        let (router, entrance, closed) = (router.clone(), entrance.clone(), closed.clone());
        tokio::spawn(async move {
            receive(stream, from, router, entrance, closed).await;
            drop(guest);
        });
    }
    drop((listener, closed));
    // Nobody listens where no connection is open.
    let _ = close.send(());
    close.closed().await;
}

async fn receive(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    entrance: Entrance,
    closed: watch::Receiver<()>,
) {
    let limits = entrance.limits;
    // Merely slower without.
    let _ = stream.set_nodelay(true);
    let Some(tls) = entrance.tls else {
        return answer(stream, from, router, limits, closed).await;
    };
    match tokio::time::timeout(limits.head, tls.acceptor().accept(stream)).await {
        Ok(Ok(stream)) => answer(stream, from, router, limits, closed).await,
        Ok(Err(error)) => tracing::debug!(kind = ?error.kind(), "no TLS"),
        Err(_) => tracing::debug!("TLS took too long"),
    }
}

async fn answer<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    from: SocketAddr,
    router: Router,
    limits: Limits,
    mut closed: watch::Receiver<()>,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(PacedBody::new(body, limits)));
        request.extensions_mut().insert(ConnectInfo(from));
        router.clone().call(request)
    });
    let mut http = Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(ASK_AFTER)
        .keep_alive_timeout(ANSWER_WITHIN)
        .max_concurrent_streams(STREAMS);
    let stream = TokioIo::new(PacedStream::new(stream, limits));
    let mut connection = pin!(http.serve_connection(stream, service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = closed.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
