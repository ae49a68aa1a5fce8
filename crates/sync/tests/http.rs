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

#[test]
fn an_address_of_a_server_has_a_scheme_and_a_host_and_no_account() {
    for good in [
        "https://desk.example.kg",
        "http://127.0.0.1:8480/",
        "https://h/prefix",
    ] {
        assert!(Http::is_address(good), "{good}");
    }
    let bad = [
        "",
        "not a url",
        "ftp://h",
        "desk.example.kg",
        "https://",
        "http://u:p@h",
        "https://h?x=1",
        "http://h:99999",
        "http://h:",
    ];
    for bad in bad {
        assert!(!Http::is_address(bad), "{bad}");
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_ends_the_run_and_says_for_how_long() {
    let busy = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 4\r\ncontent-length: 28\r\n\r\n\
                 {\"code\":\"busy\",\"details\":\"\"}";
    let proxy = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 9\r\ncontent-length: 0\r\n\r\n";
    let house = crate::support::House::new().await;
    let desk = house.desk(&["general"]).await;
    for (bytes, seconds) in [(&busy[..], 4), (proxy, 9)] {
        let outcome = crate::support::run(&desk, &Http::new(&answers(bytes, false).await)).await;
        let problem = &outcome.problems[0];
        assert_eq!((problem.code(), outcome.problems.len()), ("server-busy", 1));
        assert_eq!(problem.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(problem.passes());
    }
    let outcome = crate::support::run(&desk, &house.http()).await;
    assert!(outcome.complete, "{:?}", outcome.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_of_the_offices_own_is_believed_and_no_other() {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    let authority = || {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    };
    let (own, other) = (authority(), authority());
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".into()]).unwrap();
    let cert = params.signed_by(&key, &own).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let files = server::TlsFiles {
        cert: dir.path().join("cert.pem"),
        key: dir.path().join("key.pem"),
    };
    std::fs::write(&files.cert, cert.pem()).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    let mut config = server::Config::new(dir.path(), "127.0.0.1:0".parse().unwrap());
    config.tls = Some(files);
    let running = server::start(config).await.unwrap();
    let asked = |http: Http| async move { http.call(request()).await };
    let both = format!("{}\n{}", other.pem(), own.pem());
    for roots in [own.pem(), both] {
        let reply = asked(Http::trusting(&running.url(), &roots).unwrap()).await;
        assert_eq!(
            reply.unwrap().status,
            401,
            "it is our server, without a token"
        );
    }
    for http in [
        Http::trusting(&running.url(), &other.pem()).unwrap(),
        Http::new(&running.url()),
    ] {
        let error = asked(http).await.err().unwrap();
        assert!(matches!(error, TransportError::Untrusted(_)), "{error:?}");
    }
    for text in ["", "no PEM", &key.serialize_pem()] {
        let error = Http::trusting(&running.url(), text).err().unwrap();
        assert_eq!(error.code(), "bad-authority");
    }
    running.shutdown().await;
}
