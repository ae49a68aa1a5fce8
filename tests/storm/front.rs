//! What stands in front of the servers, as in an office: it ends the TLS of the devices and gives each call to one of the
//! servers, by chance. In a storm it also loses calls and answers, says some twice, at once or much later, holds answers
//! back, and changes what has to be found out behind TLS too: commands, chunks of files, rows.

use crate::http::Message;
use crate::journal::Journal;
use crate::wire::{self, Trouble};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use scenarios::programs::Chance;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A server that has not answered by then will not.
const PATIENCE: Duration = Duration::from_secs(30);
/// What travels between a device's end of the wire and the front's.
const PIPE: usize = 64 * 1024;

/// The front. It stands until the runtime ends.
pub struct Front {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    servers: Vec<SocketAddr>,
    acceptor: TlsAcceptor,
    storm: AtomicBool,
    seed: u64,
    /// Connections so far: each has a chance of its own.
    connections: AtomicU64,
    /// Calls that will be said once more.
    late: Mutex<Vec<Message>>,
    journal: Arc<Journal>,
}

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Passes,
    Lost,
    AnswerLost,
    AnswerLate,
    Twice,
    Refused,
    CallChanged,
    AnswerChanged,
}

impl Fate {
    fn by(chance: &mut Chance, request: &Message) -> Self {
        match chance.below(100) {
            0..4 => Self::Lost,
            4..12 => Self::AnswerLost,
            12..18 => Self::AnswerLate,
            18..28 => Self::Twice,
            28..31 => Self::Refused,
            // Among calls with nothing that may be changed there are none to spare.
            31..55 if is_guarded_call(request) => Self::CallChanged,
            31..75 if is_guarded_answer(request) => Self::AnswerChanged,
            _ => Self::Passes,
        }
    }
}

/// Commands are signed, chunks have hashes.
fn is_guarded_call(request: &Message) -> bool {
    let chunk = request.method() == "PUT" && request.path().contains("/chunks/");
    (chunk || request.path() == "/v1/push") && !request.body.is_empty()
}

fn is_guarded_answer(request: &Message) -> bool {
    is_chunk(request) || is_rows(request)
}

fn is_chunk(request: &Message) -> bool {
    request.method() == "GET" && request.path().contains("/chunks/")
}

fn is_rows(request: &Message) -> bool {
    ["/v1/pull", "/v1/repair/pull"].contains(&request.path())
}

impl Front {
    /// Stands in front of these servers; writes the certificate of the authority that devices have to believe.
    pub fn open(
        rt: &Runtime,
        servers: Vec<SocketAddr>,
        authority: &Path,
        seed: u64,
        journal: Arc<Journal>,
    ) -> Self {
        let listener = rt.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let shared = Arc::new(Shared {
            servers,
            acceptor: acceptor(authority),
            storm: AtomicBool::new(false),
            seed,
            connections: AtomicU64::new(0),
            late: Mutex::default(),
            journal,
        });
        let front = Self {
            address,
            shared: Arc::clone(&shared),
        };
        rt.spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&shared).connection(device));
            }
        });
        front
    }

    /// Begins a storm, or ends it.
    pub fn storm(&self, storm: bool) {
        self.shared.storm.store(storm, Ordering::SeqCst);
    }

    /// Says everything that it still owes.
    pub async fn say_late(&self) {
        let late = std::mem::take(&mut *self.shared.late());
        let mut chance = Chance::new(self.shared.seed);
        for call in late {
            let answer = self.shared.ask(&call, &mut chance).await;
            assert!(answer.is_ok(), "the servers answer again");
        }
    }
}

/// With a certificate of an authority of the office's own.
fn acceptor(authority: &Path) -> TlsAcceptor {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("an authority");
    std::fs::write(authority, issuer.pem()).expect("writes");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".into()]).expect("a name");
    let cert = params.signed_by(&key, &issuer).expect("a certificate");
    let chain = vec![CertificateDer::from(cert.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a pair");
    Arc::new(config).into()
}

impl Shared {
    fn late(&self) -> std::sync::MutexGuard<'_, Vec<Message>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connection(self: Arc<Self>, device: TcpStream) {
        let n = 1 + self.connections.fetch_add(1, Ordering::SeqCst);
        let mut chance = Chance::new(self.seed ^ n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let trouble = match self.storm.load(Ordering::SeqCst) {
            true => Trouble::of(n, &mut chance),
            false => [None; 2],
        };
        let _ = device.set_nodelay(true);
        let (here, there) = tokio::io::duplex(PIPE);
        let calls = async {
            // A device that goes away in the middle is nothing to speak of.
            let _ = self.calls(here, &mut chance).await;
        };
        tokio::join!(wire::carry(device, there, trouble, &self.journal), calls);
    }

    async fn calls(&self, wire: tokio::io::DuplexStream, chance: &mut Chance) -> Result<()> {
        let mut device = self.acceptor.accept(wire).await?;
        while let Some(request) = Message::read(&mut device).await? {
            let answer = match self.storm.load(Ordering::SeqCst) {
                true => {
                    self.say_one_late(chance).await;
                    let fate = Fate::by(chance, &request);
                    if request.method() != "GET" && chance.below(8) == 0 {
                        self.late().push(request.clone());
                    }
                    self.meets(fate, request, chance).await?
                }
                false => self.pass_on(&request, chance).await,
            };
            answer.write(&mut device).await?;
        }
        Ok(())
    }

    async fn say_one_late(&self, chance: &mut Chance) {
        let call = {
            let mut late = self.late();
            match late.len() as u64 {
                n if n > 0 && chance.below(8) == 0 => {
                    let which = usize::try_from(chance.below(n)).unwrap_or(0);
                    Some(late.swap_remove(which))
                }
                _ => None,
            }
        };
        if let Some(call) = call {
            self.journal.trouble("said late", call.path());
            // Whatever is answered, nobody hears it; a server that is dead has not heard the call.
            let _ = self.ask(&call, chance).await;
        }
    }

    async fn meets(
        &self,
        fate: Fate,
        mut request: Message,
        chance: &mut Chance,
    ) -> Result<Message> {
        let told = |kind| self.journal.trouble(kind, request.path());
        match fate {
            Fate::Passes => {}
            Fate::Lost => {
                told("call lost");
                return Err(ErrorKind::ConnectionReset.into());
            }
            Fate::AnswerLost => {
                told("answer lost");
                let _ = self.ask(&request, chance).await;
                return Err(ErrorKind::ConnectionReset.into());
            }
            Fate::Refused => {
                told("refused");
                return Ok(bad_gateway());
            }
            Fate::AnswerLate => {
                told("answer late");
                let answer = self.pass_on(&request, chance).await;
                tokio::time::sleep(Duration::from_millis(50 + chance.below(1_500))).await;
                return Ok(answer);
            }
            Fate::Twice => {
                told("said twice");
                let (first, second) = (
                    self.pass_on(&request, chance).await,
                    self.pass_on(&request, chance).await,
                );
                return Ok(if chance.below(2) == 0 { first } else { second });
            }
            Fate::CallChanged => {
                told("call changed");
                flip(&mut request.body, chance);
            }
            Fate::AnswerChanged => {
                let mut answer = self.pass_on(&request, chance).await;
                if answer.is_ok() && is_chunk(&request) {
                    told("chunk changed");
                    flip(&mut answer.body, chance);
                } else if answer.is_ok()
                    && let Some(changed) = with_another_row(&answer, chance)
                {
                    told("row changed");
                    answer = changed;
                }
                return Ok(answer);
            }
        }
        Ok(self.pass_on(&request, chance).await)
    }

    /// An answer, if only that there is no server.
    async fn pass_on(&self, request: &Message, chance: &mut Chance) -> Message {
        match self.ask(request, chance).await {
            Ok(answer) => answer,
            Err(error) => {
                self.journal
                    .note(format!("no server for {}: {error}", request.path()));
                bad_gateway()
            }
        }
    }

    /// Asks one of the servers, on a connection of its own.
    async fn ask(&self, request: &Message, chance: &mut Chance) -> Result<Message> {
        let which = chance.below(self.servers.len() as u64);
        let server = self.servers[usize::try_from(which).unwrap_or(0)];
        let asked = async {
            let mut server = TcpStream::connect(server).await?;
            request.write(&mut server).await?;
            Message::read(&mut server)
                .await?
                .ok_or_else(|| Error::from(ErrorKind::UnexpectedEof))
        };
        tokio::time::timeout(PATIENCE, asked).await?
    }
}

fn bad_gateway() -> Message {
    Message::answer(
        "502 Bad Gateway",
        "text/html",
        b"<html>Bad gateway</html>".to_vec(),
    )
}

fn flip(bytes: &mut [u8], chance: &mut Chance) {
    let bit = usize::try_from(chance.below(bytes.len().max(1) as u64 * 8)).unwrap_or(0);
    if let Some(byte) = bytes.get_mut(bit / 8) {
        *byte ^= 1 << (bit % 8);
    }
}

/// A frame with one letter or digit of a row changed; in every second one, of a file's hash, so that the device asks for a
/// file that there is not. `None` where there is no row.
fn with_another_row(answer: &Message, chance: &mut Chance) -> Option<Message> {
    let json = match answer.header("content-encoding") {
        Some("zstd") => zstd::decode_all(answer.body.as_slice()).ok()?,
        _ => answer.body.clone(),
    };
    let mut frame: serde_json::Value = serde_json::from_slice(&json).ok()?;
    let mut rows: Vec<_> = frame["ops"].as_array_mut()?.iter_mut().collect();
    rows.retain(|row| row["content"].is_string());
    let hash = chance.below(2) == 0 && rows.iter().any(|row| hash_in(row).is_some());
    rows.retain(|row| !hash || hash_in(row).is_some());
    let which = chance.below((rows.len() as u64).max(1));
    let row = rows.into_iter().nth(usize::try_from(which).ok()?)?;
    let hash = hash_in(row).filter(|_| hash);
    let mut bytes = row["content"].as_str()?.as_bytes().to_vec();
    let place = match hash {
        Some(at) => at + usize::try_from(chance.below(64)).ok()?,
        None => usize::try_from(chance.below(bytes.len() as u64)).ok()?,
    };
    let at = (place..bytes.len()).find(|at| bytes[*at].is_ascii_alphanumeric())?;
    bytes[at] = match bytes[at] {
        b'0'..=b'8' | b'a'..=b'e' => bytes[at] + 1,
        b'9' => b'0',
        _ => b'a',
    };
    row["content"] = String::from_utf8(bytes).ok()?.into();
    let body = serde_json::to_vec(&frame).ok()?;
    Some(Message::answer("200 OK", "application/json", body))
}

/// Where a file's hash stands in a row.
fn hash_in(row: &serde_json::Value) -> Option<usize> {
    const BEFORE: &str = "\"sha256\":\"";
    let at = row["content"].as_str()?.find(BEFORE)?;
    Some(at + BEFORE.len())
}
