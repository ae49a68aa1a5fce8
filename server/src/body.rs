//! Bodies: JSON, compressed with zstd where the other side says so, and never larger than they may be once unpacked.

use crate::error::Failure;
use crate::serve::pace;
use axum::body::{Bytes, HttpBody as _, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error as _;
use std::io::Read;

/// The most that a body may hold as it travels.
pub(crate) const PACKED_MOST: usize = 16 * 1024 * 1024;
/// The most that it may hold once unpacked.
pub(crate) const UNPACKED_MOST: u64 = 64 * 1024 * 1024;
/// The most of a body that anybody may send, known or not: a code, a name, a secret.
pub(crate) const BRIEF: u64 = 64 * 1024;
/// A larger body, and one that has to be unpacked, is read on a thread of its own, so that nobody else waits for it.
const READ_AT_ONCE: usize = 64 * 1024;
/// A smaller reply is not worth compressing.
const WORTH_COMPRESSING: usize = 512;
/// Memory that a stream may make the decoder take: 2^23 bytes.
const WINDOW_LOG_MOST: u32 = 23;

/// A message that came, of at most so many bytes once unpacked.
pub(crate) struct Packed<T, const MOST: u64 = UNPACKED_MOST> {
    pub message: T,
    pub accepts: Accepts,
}

/// Whether the other side takes zstd.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accepts(bool);

impl<T, S, const MOST: u64> FromRequest<S> for Packed<T, MOST>
where
    T: DeserializeOwned + Send + 'static,
    S: Send + Sync,
{
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let accepts = Accepts::of(request.headers());
        let packed = is_zstd(request.headers(), header::CONTENT_ENCODING);
        let most = usize::try_from(MOST).map_or(PACKED_MOST, |most| most.min(PACKED_MOST));
        let body = whole(request, most).await?;
        let aside = packed || body.len() > READ_AT_ONCE;
        let read = move || match packed {
            true => parse(&unpack(&body, MOST)?),
            false => parse(&body),
        };
        let message = if aside {
            tokio::task::spawn_blocking(read).await??
        } else {
            read()?
        };
        Ok(Self { message, accepts })
    }
}

/// A file's chunk, as it came.
pub(crate) struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        whole(request, PACKED_MOST).await.map(Self)
    }
}

/// The body as it travelled. One that says itself that it is too long is refused before any of it is read.
async fn whole(request: Request, most: usize) -> Result<Bytes, Failure> {
    let too_large = || Failure::too_large(format!("at most {most} bytes"));
    let body = request.into_body();
    if body.size_hint().lower() > most as u64 {
        return Err(too_large());
    }
    to_bytes(body, most).await.map_err(|error| {
        let cause = error.source();
        if cause.is_some_and(pace::is_slow) {
            Failure::too_slow()
        } else if cause.is_some_and(|cause| cause.is::<LengthLimitError>()) {
            too_large()
        } else {
            Failure::bad_request("the body broke off")
        }
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    // Only the place: the parser's message may quote what a citizen wrote.
    serde_json::from_slice(bytes).map_err(|e| {
        Failure::bad_request(format!("JSON, line {}, column {}", e.line(), e.column()))
    })
}

/// Unpacks at most `most` bytes; a body that would be more is refused before it is held in memory.
fn unpack(packed: &[u8], most: u64) -> Result<Vec<u8>, Failure> {
    let garbled = |_| Failure::bad_request("not zstd");
    let mut decoder = zstd::Decoder::with_buffer(packed).map_err(garbled)?;
    decoder.window_log_max(WINDOW_LOG_MOST).map_err(garbled)?;
    let mut bytes = Vec::new();
    decoder
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(garbled)?;
    if bytes.len() as u64 > most {
        return Err(Failure::too_large(format!(
            "at most {most} bytes once unpacked"
        )));
    }
    Ok(bytes)
}

fn is_zstd(headers: &HeaderMap, name: header::HeaderName) -> bool {
    headers
        .get(name)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(',').any(|part| part.trim().starts_with("zstd")))
}

impl Accepts {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(is_zstd(headers, header::ACCEPT_ENCODING))
    }

    /// A reply.
    pub(crate) fn reply<T: Serialize>(self, message: &T) -> Result<Response, Failure> {
        let json = serde_json::to_string(message)
            .map_err(|_| Failure::bad_request("a reply that is no JSON"))?;
        Ok(self.reply_text(json))
    }

    /// A reply whose JSON is written already.
    pub(crate) fn reply_text(self, json: String) -> Response {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        if self.0
            && json.len() >= WORTH_COMPRESSING
            && let Ok(packed) = zstd::encode_all(json.as_bytes(), 3)
        {
            let encoding = HeaderValue::from_static("zstd");
            return (
                [
                    (header::CONTENT_TYPE, JSON),
                    (header::CONTENT_ENCODING, encoding),
                ],
                packed,
            )
                .into_response();
        }
        ([(header::CONTENT_TYPE, JSON)], json).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_without_being_held() {
        let bomb = zstd::encode_all(std::io::repeat(0).take(512 * 1024 * 1024), 3).unwrap();
        assert!(bomb.len() < 100_000, "{}", bomb.len());
        assert!(unpack(&bomb, 1024 * 1024).is_err());
        let good = zstd::encode_all(&b"hello"[..], 3).unwrap();
        assert_eq!(unpack(&good, 5).unwrap(), b"hello");
        assert!(unpack(&good, 4).is_err());
        assert!(unpack(b"hello", 100).is_err());
    }
}
