//! The HTTP transport against servers that misbehave.

use std::time::{Duration, Instant};
use sync::{Body, Http, Method, Request, Transport, TransportError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn request() -> Request {
    Request {
        method: Method::Post,
        path: "/v1/hello".into(),
        token: None,
        body: Body::Json(b"{}".to_vec()),
    }
}

/// A server that reads a request, writes these bytes and then keeps silent.
async fn answers(bytes: &'static [u8], hold: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).await;
        let _ = stream.write_all(bytes).await;
        if hold {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_a_stall_before_and_within_a_reply() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
    ] {
        let http = Http::with_stall(&answers(bytes, true).await, Duration::from_millis(300));
        let begun = Instant::now();
        assert_eq!(
            http.call(request()).await.err(),
            Some(TransportError::Stall),
            "{:?}",
            bytes.len()
        );
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_connection_is_offline() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
    ] {
        let http = Http::new(&answers(bytes, false).await);
        let error = http.call(request()).await.err().unwrap();
        assert!(matches!(error, TransportError::Offline(_)), "{error:?}");
    }
    let gone = Http::new("http://127.0.0.1:9");
    assert!(matches!(
        gone.call(request()).await,
        Err(TransportError::Offline(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_page_is_not_our_server() {
    let page =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>";
    let house = crate::support::House::new().await;
    let desk = house.desk(&["general"]).await;
    let outcome = crate::support::run(&desk, &Http::new(&answers(page, false).await)).await;
    assert_eq!(outcome.problems[0].code(), "not-our-server");
    let elsewhere =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/login\r\ncontent-length: 0\r\n\r\n";
    let outcome = crate::support::run(&desk, &Http::new(&answers(elsewhere, false).await)).await;
    assert_eq!(
        outcome.problems[0].code(),
        "not-our-server",
        "and the token is sent nowhere else"
    );
}
