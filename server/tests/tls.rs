//! TLS in the server itself, with an authority of the office's own.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use server::{Config, TlsFiles};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// One for all: what was started in it goes on being served.
fn rt() -> &'static tokio::runtime::Runtime {
    static RT: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RT.get_or_init(|| tokio::runtime::Runtime::new().unwrap())
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Writes a certificate for the loopback and its key.
fn write(dir: &Path, authority: &Authority) -> TlsFiles {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".into()]).unwrap();
    let cert = params.signed_by(&key, authority).unwrap();
    let files = TlsFiles {
        cert: dir.join("cert.pem"),
        key: dir.join("key.pem"),
    };
    std::fs::write(&files.cert, cert.pem()).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    files
}

fn agent(authority: &Authority) -> ureq::Agent {
    let root = ureq::tls::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::new_with_certs(&[root]))
        .build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        .build()
        .new_agent()
}

fn start(dir: &TempDir, files: TlsFiles) -> Result<server::Running, String> {
    let mut config = Config::new(dir.path(), "127.0.0.1:0".parse().unwrap());
    config.tls = Some(files);
    rt().block_on(server::start(config))
        .map_err(|e| e.to_string())
}

#[test]
fn a_certificate_is_served_and_renewed_without_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (authority(), authority());
    let files = write(dir.path(), &old);
    let running = start(&dir, files.clone()).unwrap();
    let url = format!("{}/health", running.url());
    assert!(url.starts_with("https://"));
    let ok = |authority: &Authority| {
        let got = agent(authority).get(&url).call();
        got.is_ok_and(|mut r| r.body_mut().read_to_string().unwrap() == "ok")
    };
    assert!(ok(&old));
    assert!(!ok(&new), "what another authority signed is not believed");
    assert!(
        ureq::get(&url).call().is_err(),
        "nor what none of the world's did"
    );
    let plain = url.replace("https://", "http://");
    assert!(
        ureq::get(&plain).call().is_err(),
        "and nothing goes in the clear"
    );

    // Half of a new pair: the old one stays in use.
    let aside = tempfile::tempdir().unwrap();
    let renewed = write(aside.path(), &new);
    std::fs::copy(&renewed.cert, &files.cert).unwrap();
    let wrong = running.reload_tls().unwrap_err().to_string();
    assert!(wrong.contains("is not that of the certificate"), "{wrong}");
    assert!(ok(&old));
    std::fs::copy(&renewed.key, &files.key).unwrap();
    running.reload_tls().unwrap();
    assert!(ok(&new) && !ok(&old));
    rt().block_on(running.shutdown());
}

#[test]
fn both_versions_of_http_are_spoken() {
    let dir = tempfile::tempdir().unwrap();
    let authority = authority();
    let running = start(&dir, write(dir.path(), &authority)).unwrap();
    for (version, says) in [("h2", None), ("http/1.1", Some("HTTP/1.1 200"))] {
        let mut stream = by_hand(&authority, running.addr, version);
        match says {
            Some(says) => {
                let call = b"GET /health HTTP/1.1\r\nhost: desk\r\n\r\n";
                stream.write_all(call).unwrap();
                let mut begins = vec![0; says.len()];
                stream.read_exact(&mut begins).unwrap();
                assert_eq!(begins, says.as_bytes());
            }
            None => {
                // The opening and an empty frame of settings; the fourth byte of the answer is the kind: settings.
                stream
                    .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .unwrap();
                stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).unwrap();
                let mut frame = [0; 9];
                stream.read_exact(&mut frame).unwrap();
                assert_eq!(frame[3], 4);
            }
        }
        assert_eq!(stream.conn.alpn_protocol(), Some(version.as_bytes()));
    }
    rt().block_on(running.shutdown());
}

fn by_hand(
    authority: &Authority,
    to: SocketAddr,
    version: &str,
) -> StreamOwned<ClientConnection, std::net::TcpStream> {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![version.as_bytes().to_vec()];
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(connection, std::net::TcpStream::connect(to).unwrap())
}

#[test]
fn a_key_that_does_not_fit_is_said_before_anything_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let authority = authority();
    let files = write(dir.path(), &authority);
    let said = |files: &TlsFiles| start(&dir, files.clone()).err().unwrap();
    std::fs::write(&files.key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
    assert!(said(&files).contains("is not that of the certificate"));
    std::fs::write(&files.key, "no key").unwrap();
    assert!(said(&files).contains("holds no private key"));
    let swapped = TlsFiles {
        cert: files.key.clone(),
        ..files.clone()
    };
    assert!(said(&swapped).contains("holds no certificate"));
    let absent = TlsFiles {
        cert: dir.path().join("none.pem"),
        ..files
    };
    assert!(said(&absent).contains("none.pem cannot be read"));
}
