//! Who sends a byte now and then, or takes none of the reply, holds a connection for as long as they like: unless
//! somebody looks at the clock.

use super::Limits;
use axum::BoxError;
use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// The body came too slowly, or stopped coming.
#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
pub(crate) struct Slow;

/// Whether this is at the bottom of an error.
pub(crate) fn is_slow(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(this) = cause {
        if this.is::<Slow>() {
            return true;
        }
        cause = this.source();
    }
    false
}

pin_project_lite::pin_project! {
    /// A body that fails when it comes too slowly. The time runs from the first look at it.
    pub(crate) struct PacedBody<B> {
        #[pin]
        inner: B,
        #[pin]
        idle: Option<Sleep>,
        begun: Option<Instant>,
        bytes: u64,
        limits: Limits,
    }
}

impl<B> PacedBody<B> {
    pub(crate) fn new(inner: B, limits: Limits) -> Self {
        Self {
            inner,
            idle: None,
            begun: None,
            bytes: 0,
            limits,
        }
    }
}

impl<B: Body<Data = Bytes, Error: Into<BoxError>>> Body for PacedBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let mut this = self.project();
        let begun = *this.begun.get_or_insert_with(Instant::now);
        let Poll::Ready(frame) = this.inner.poll_frame(cx) else {
            if this.idle.is_none() {
                this.idle.set(Some(sleep(this.limits.idle)));
            }
            if let Some(idle) = this.idle.as_pin_mut() {
                ready!(idle.poll(cx));
            }
            return Poll::Ready(Some(Err(Slow.into())));
        };
        this.idle.set(None);
        let Some(frame) = frame.transpose().map_err(Into::into)? else {
            return Poll::Ready(None);
        };
        *this.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        let passed = begun.elapsed();
        let due = this.limits.least_rate.saturating_mul(passed.as_secs());
        if passed > this.limits.patience && *this.bytes < due {
            return Poll::Ready(Some(Err(Slow.into())));
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// What HTTP looks at before it knows its version, for which it has no clock itself.
const OPENING: usize = 24;

/// A connection that fails when its first bytes do not come, or what is written is not taken.
pub(super) struct PacedStream<S> {
    inner: S,
    limits: Limits,
    seen: usize,
    opening: Option<Pin<Box<Sleep>>>,
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> PacedStream<S> {
    pub(super) fn new(inner: S, limits: Limits) -> Self {
        Self {
            inner,
            limits,
            seen: 0,
            opening: Some(Box::pin(sleep(limits.head))),
            stuck: None,
        }
    }

    /// Passes on what a write came to, unless nothing has moved for too long.
    fn moved<T>(
        &mut self,
        cx: &mut Context<'_>,
        result: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stuck = None;
            return result;
        }
        let idle = self.limits.idle;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(idle)));
        ready!(stuck.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PacedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.inner).poll_read(cx, buffer);
        self.seen = self
            .seen
            .saturating_add(buffer.filled().len().saturating_sub(before));
        if self.seen >= OPENING {
            self.opening = None;
        }
        if let (Poll::Pending, Some(opening)) = (&result, &mut self.opening) {
            ready!(opening.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PacedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.moved(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, bytes);
        self.moved(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_flush(cx);
        self.moved(cx, result)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.moved(cx, result)
    }
}
