//! The transport of the real program.

use crate::error::SyncError;
use crate::transport::{Body, Method, Reply, Request, Transport, TransportError};
use std::io::Read;
use std::net::IpAddr;
use std::time::Duration;
use ureq::Agent;
use ureq::http::{HeaderMap, Response, Uri};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// The most that a reply may hold, decompressed.
const MOST: u64 = 256 * 1024 * 1024;
/// Bodies under this are sent as they are.
const WORTH_COMPRESSING: usize = 512;
const CONNECT: Duration = Duration::from_secs(10);
/// Nothing read or written for so long is a stall. There is no limit on the whole: over 2G a frame takes its time.
const STALL: Duration = Duration::from_secs(60);

/// Calls over HTTP or HTTPS.
#[derive(Debug, Clone)]
pub struct Http {
    base: String,
    agent: Agent,
}

impl Http {
    /// A way to the server at `base`, for example `https://desk.example.kg` (a path prefix is kept).
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self::with_stall(base, STALL)
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_stall(base: &str, stall: Duration) -> Self {
        Self::with_tls(base, stall, TlsConfig::default())
    }

    /// Whether a text can be a server's address: http or https, a host, and no account in it.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.parse::<Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
                && uri
                    .authority()
                    .is_some_and(|a| a.as_str() == a.host() || a.port_u16().is_some())
                && uri.authority().is_some_and(|a| !a.as_str().contains('@'))
                && uri.query().is_none()
        })
    }

    /// Whether nobody reads what is sent to an address: it is encrypted, or does not leave this computer.
    #[must_use]
    pub fn is_private(address: &str) -> bool {
        let Ok(uri) = address.parse::<Uri>() else {
            return false;
        };
        let host = uri.host().unwrap_or_default();
        let ip = host.trim_start_matches('[').trim_end_matches(']');
        uri.scheme_str() == Some("https")
            || host.eq_ignore_ascii_case("localhost")
            || ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// A way to a server whose certificate an authority of the office's own has signed. That one alone is believed
    /// then, and none of the world's.
    ///
    /// # Errors
    /// [`SyncError::BadAuthority`] for a text that holds no certificate in PEM.
    pub fn trusting(base: &str, authority: &str) -> Result<Self, SyncError> {
        let mut roots = Vec::new();
        for item in parse_pem(authority.as_bytes()) {
            if let PemItem::Certificate(root) = item.map_err(|_| SyncError::BadAuthority)? {
                roots.push(root);
            }
        }
        if roots.is_empty() {
            return Err(SyncError::BadAuthority);
        }
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots))
            .build();
        Ok(Self::with_tls(base, STALL, tls))
    }

    fn with_tls(base: &str, stall: Duration, tls: TlsConfig) -> Self {
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(stall))
            .timeout_per_write(Some(stall))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("inquiry-desk/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self {
            base: base.trim_end_matches('/').to_owned(),
            agent,
        }
    }

    fn call_now(&self, request: &Request) -> Result<Reply, TransportError> {
        let url = format!("{}{}", self.base, request.path);
        let (bytes, kind, compressed) = body(&request.body)?;
        let mut builder = ureq::http::Request::builder()
            .uri(&url)
            .header("accept-encoding", "zstd")
            .method(match request.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Put => "PUT",
            });
        if let Some(token) = &request.token {
            builder = builder.header("authorization", format!("Bearer {}", token.expose()));
        }
        if let Some(kind) = kind {
            builder = builder.header("content-type", kind);
        }
        if compressed {
            builder = builder.header("content-encoding", "zstd");
        }
        let response = if request.method == Method::Get {
            self.agent.run(builder.body(()).map_err(garbled)?)
        } else {
            self.agent.run(builder.body(bytes).map_err(garbled)?)
        };
        read(response.map_err(failure)?)
    }
}

impl Transport for Http {
    fn looks_ahead(&self) -> bool {
        true
    }

    async fn call(&self, request: Request) -> Result<Reply, TransportError> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || this.call_now(&request))
            .await
            .map_err(garbled)?
    }
}

type Encoded = (Vec<u8>, Option<&'static str>, bool);

fn body(body: &Body) -> Result<Encoded, TransportError> {
    Ok(match body {
        Body::Empty => (Vec::new(), None, false),
        Body::Bytes(bytes) => (bytes.clone(), Some("application/octet-stream"), false),
        Body::Json(bytes) if bytes.len() < WORTH_COMPRESSING => {
            (bytes.clone(), Some("application/json"), false)
        }
        Body::Json(bytes) => (
            zstd::encode_all(bytes.as_slice(), 3).map_err(garbled)?,
            Some("application/json"),
            true,
        ),
    })
}

fn read(mut response: Response<ureq::Body>) -> Result<Reply, TransportError> {
    let status = response.status().as_u16();
    let compressed = response
        .headers()
        .get("content-encoding")
        .is_some_and(|v| v.as_bytes() == b"zstd");
    let retry_after = retry_after(response.headers());
    let reader = response.body_mut().with_config().limit(MOST).reader();
    let mut bytes = Vec::new();
    if compressed {
        let decoder = zstd::Decoder::new(reader).map_err(broken)?;
        decoder.take(MOST).read_to_end(&mut bytes).map_err(broken)?;
    } else {
        let mut reader = reader;
        reader.read_to_end(&mut bytes).map_err(broken)?;
    }
    Ok(Reply {
        status,
        body: bytes,
        retry_after,
    })
}

/// `Retry-After` in seconds. A date is not read: it would be held against a clock that may be wrong.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get("retry-after")?.to_str().ok()?.trim();
    seconds.parse().ok().map(Duration::from_secs)
}

fn garbled(error: impl std::fmt::Display) -> TransportError {
    TransportError::Garbled(error.to_string())
}

fn failure(error: ureq::Error) -> TransportError {
    match error {
        ureq::Error::BodyStalled
        | ureq::Error::Timeout(ureq::Timeout::PerRead | ureq::Timeout::PerWrite) => {
            TransportError::Stall
        }
        ureq::Error::Io(error) => broken(error),
        ureq::Error::Rustls(error) => tls(&error),
        ureq::Error::Protocol(_) | ureq::Error::BodyExceedsLimit(_) => garbled(error),
        other => TransportError::Offline(other.to_string()),
    }
}

/// What went wrong below HTTP: only the certificate is somebody's to put right; a flipped bit passes.
fn tls(error: &rustls::Error) -> TransportError {
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            TransportError::Untrusted(error.to_string())
        }
        rustls::Error::InvalidMessage(_) => garbled(error),
        other => TransportError::Offline(other.to_string()),
    }
}

/// A connection that breaks off within a body. ureq hides its own errors inside of `io::Error`.
fn broken(error: std::io::Error) -> TransportError {
    let timed_out = error.kind() == std::io::ErrorKind::TimedOut;
    let inner = error.get_ref();
    if let Some(error) = inner.and_then(|e| e.downcast_ref::<rustls::Error>()) {
        return tls(error);
    }
    match error.downcast::<ureq::Error>() {
        Ok(inner @ ureq::Error::Io(_)) => TransportError::Offline(inner.to_string()),
        Ok(inner) => failure(inner),
        Err(_) if timed_out => TransportError::Stall,
        Err(other) => TransportError::Offline(other.to_string()),
    }
}
