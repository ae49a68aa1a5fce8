//! The server inside of another program, without a socket: calls go straight to its routes. For the simulator of
//! synchronisation, which has to decide itself when a call arrives.

use crate::admin::Admin;
use crate::{App, Config, StartError, routes};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use std::net::SocketAddr;
use tower::Service as _;

/// A server without a socket.
pub struct Inside {
    app: App,
    router: Router,
    from: SocketAddr,
}

impl Inside {
    /// Opens the data folder as [`crate::start`] does. [`Config::listen`] is the address that calls seem to come from.
    ///
    /// # Errors
    /// A folder or database that cannot be used.
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        let app = App::open(config).await?;
        Ok(Self {
            router: routes::router(app.clone()),
            app,
            from: config.listen,
        })
    }

    /// What an administrator does.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin::of(self.app.clone())
    }

    /// Makes one call and waits for its reply: HTTP status and body, uncompressed. A call that is no HTTP at all is
    /// answered with status 400.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Vec<u8>,
    ) -> (u16, Vec<u8>) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .extension(ConnectInfo(self.from));
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let Ok(request) = request.body(Body::from(body)) else {
            return (StatusCode::BAD_REQUEST.as_u16(), Vec::new());
        };
        let mut router = self.router.clone();
        let reply = match router.call(request).await {
            Ok(reply) => reply,
            Err(never) => match never {},
        };
        let status = reply.status().as_u16();
        // What cannot be read whole came from ourselves: an empty body is refused by whoever reads it.
        let body = to_bytes(reply.into_body(), usize::MAX).await;
        (status, body.unwrap_or_default().to_vec())
    }

    /// Closes the database. What was acknowledged is in its file.
    pub async fn close(self) {
        self.app.store.close().await;
    }
}
