//! TLS in the server itself. A renewed certificate is taken up without a restart; one that does not fit is not, and
//! the one before goes on being used.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error, ServerConfig};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Where certificate and key are, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's certificate, and behind it those that lead to the root.
    pub cert: PathBuf,
    /// Its private key (PKCS #8, PKCS #1 or SEC 1), without a passphrase.
    pub key: PathBuf,
}

/// Certificate and key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No certificate in PEM.
    #[error("{} holds no certificate in PEM", .0.display())]
    NoCertificate(PathBuf),
    /// No private key in PEM, or one with a passphrase.
    #[error("{} holds no private key in PEM, or one that is locked with a passphrase", .0.display())]
    NoKey(PathBuf),
    /// Key and certificate are not a pair.
    #[error("the key in {} is not that of the certificate in {}", key.display(), cert.display())]
    NoPair {
        /// Key.
        key: PathBuf,
        /// Certificate.
        cert: PathBuf,
    },
    /// Whatever else is wrong with them.
    #[error("certificate and key cannot be used: {0}")]
    Unusable(Error),
}

/// What tells one state of the files from another.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// Certificate and key as they are now.
pub(crate) struct Tls {
    files: TlsFiles,
    now: RwLock<(Arc<ServerConfig>, Stamp)>,
}

impl Tls {
    pub(crate) fn read(files: TlsFiles) -> Result<Self, TlsError> {
        let stamp = files.stamp();
        let now = RwLock::new((Arc::new(files.read()?), stamp));
        Ok(Self { files, now })
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now.0).into()
    }

    /// Reads the files again. Where they cannot be used, what was there before stays.
    pub(crate) fn reload(&self) -> Result<(), TlsError> {
        let stamp = self.files.stamp();
        let read = self.files.read();
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        now.1 = stamp;
        now.0 = Arc::new(read?);
        Ok(())
    }

    /// Reads the files again whenever they have changed. Ends with the task that it runs in.
    pub(crate) async fn watch(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let known = self.now.read().unwrap_or_else(PoisonError::into_inner).1;
            if self.files.stamp() == known {
                continue;
            }
            match self.reload() {
                Ok(()) => tracing::info!("the renewed certificate is used from now on"),
                Err(error) => tracing::error!(%error, "the certificate before goes on being used"),
            }
        }
    }
}

impl TlsFiles {
    fn stamp(&self) -> Stamp {
        [&self.cert, &self.key].map(|path| {
            let data = std::fs::metadata(path).ok()?;
            Some((data.modified().ok()?, data.len()))
        })
    }

    fn read(&self) -> Result<ServerConfig, TlsError> {
        let (cert, key) = (bytes(&self.cert)?, bytes(&self.key)?);
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&cert)
            .collect::<Result<_, _>>()
            .map_err(|_| TlsError::NoCertificate(self.cert.clone()))?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate(self.cert.clone()));
        }
        let secret =
            PrivateKeyDer::from_pem_slice(&key).map_err(|_| TlsError::NoKey(self.key.clone()))?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Unusable)?
            .with_no_client_auth()
            .with_single_cert(chain, secret)
            .map_err(|error| match error {
                Error::InconsistentKeys(_) => TlsError::NoPair {
                    key: self.key.clone(),
                    cert: self.cert.clone(),
                },
                other => TlsError::Unusable(other),
            })?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::File {
        path: path.to_owned(),
        source,
    })
}
