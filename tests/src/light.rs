//! A device without a replica: it signs, sends and reads, and keeps nothing. For loads, and for filling a server.

use chrono::{DateTime, FixedOffset};
use domain::merge::Base;
use domain::{Act, CommandId, InquiryId, StaffId};
use ed25519_dalek::{Signer, SigningKey};
use protocol::wire::{
    ACT_FORM, Command, EnrolReply, EnrolRequest, GENESIS, Hello, HelloReply, Outcome, PROTOCOL,
    Pull, PullReply, Push, PushReply, Unsigned,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicU64, Ordering};
use sync::{Body, Http, Method, Request, SyncError, Transport, TransportError};
use uuid::Uuid;

/// An id that this process has not given yet. Each bench has a server of its own, so that is enough.
#[must_use]
pub fn fresh() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(
        0x0192_0000_0000_7000_8000_0000_0000_0000
            + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)),
    )
}

/// What went wrong.
#[derive(Debug)]
pub enum LightError {
    /// Enrolment.
    Enrol(SyncError),
    /// No answer.
    Transport(TransportError),
    /// The server refused: status and body.
    Refused(u16, String),
    /// Something that cannot be read.
    Json(serde_json::Error),
}

impl std::fmt::Display for LightError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for LightError {}

/// The device.
pub struct Light {
    http: Http,
    /// As the server let it in.
    pub enrolled: EnrolReply,
    key: SigningKey,
    seq: u64,
    prev_hash: String,
    /// Last sequence that it has pulled.
    pub cursor: u64,
}

impl Light {
    /// Enrols a device whose key is made from `seed`.
    ///
    /// # Errors
    /// [`LightError::Enrol`].
    pub async fn enrol(url: &str, code: &str, seed: u64) -> Result<Self, LightError> {
        let mut secret = [5; 32];
        secret[..8].copy_from_slice(&seed.to_be_bytes());
        let key = SigningKey::from_bytes(&secret);
        let request = EnrolRequest {
            code: code.into(),
            public_key: hex::encode(key.verifying_key().to_bytes()),
            app_version: env!("CARGO_PKG_VERSION").into(),
            device_name: format!("demo {seed}"),
            staff: Vec::new(),
        };
        let http = Http::new(url);
        let enrolled = sync::enrol(&http, &request)
            .await
            .map_err(LightError::Enrol)?;
        Ok(Self {
            http,
            enrolled,
            key,
            seq: 0,
            prev_hash: GENESIS.into(),
            cursor: 0,
        })
    }

    /// Signs the next command. It changes fields at the versions that `base` names.
    ///
    /// # Errors
    /// An act that cannot be serialised.
    pub fn sign(
        &mut self,
        actor: StaffId,
        inquiry: InquiryId,
        act: Act,
        base: &[(&str, u64)],
        at: DateTime<FixedOffset>,
    ) -> Result<Command, LightError> {
        let body = Unsigned {
            device_seq: self.seq + 1,
            id: CommandId(fresh()),
            type_version: ACT_FORM,
            inquiry,
            base: base
                .iter()
                .map(|(field, seen)| ((*field).to_owned(), Base::Version(*seen)))
                .collect(),
            act,
            actor,
            at,
            provisional: None,
            prev_hash: self.prev_hash.clone(),
            epoch: self.enrolled.epoch,
        };
        let command = Command::sign(&body, |hash| self.key.sign(hash).to_bytes())
            .map_err(LightError::Json)?;
        self.seq += 1;
        self.prev_hash = command.hash_hex();
        Ok(command)
    }

    /// Sends commands.
    ///
    /// # Errors
    /// [`LightError`].
    pub async fn push(&self, commands: Vec<Command>) -> Result<Vec<Outcome>, LightError> {
        let push = Push {
            epoch: self.enrolled.epoch,
            commands,
        };
        Ok(self.post::<_, PushReply>("/v1/push", &push).await?.outcomes)
    }

    /// Greets.
    ///
    /// # Errors
    /// [`LightError`].
    pub async fn hello(&self, clock: DateTime<FixedOffset>) -> Result<HelloReply, LightError> {
        let hello = Hello {
            protocol: PROTOCOL,
            epoch: self.enrolled.epoch,
            cursor: self.cursor,
            scope_version: self.enrolled.scope.version,
            acked: self.seq,
            queued: 0,
            clock,
            tree: None,
            profile: None,
            erased: Vec::new(),
        };
        self.post("/v1/hello", &hello).await
    }

    /// Pulls one frame.
    ///
    /// # Errors
    /// [`LightError`].
    pub async fn pull(&mut self, max_bytes: u64) -> Result<PullReply, LightError> {
        let pull = Pull {
            epoch: self.enrolled.epoch,
            cursor: self.cursor,
            scope_version: self.enrolled.scope.version,
            max_bytes,
        };
        let frame: PullReply = self.post("/v1/pull", &pull).await?;
        self.cursor = frame.to;
        Ok(frame)
    }

    async fn post<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        question: &Q,
    ) -> Result<A, LightError> {
        let body = serde_json::to_vec(question).map_err(LightError::Json)?;
        let request = Request {
            method: Method::Post,
            path: path.to_owned(),
            token: Some(self.enrolled.token.clone().into()),
            body: Body::Json(body),
        };
        let reply = self
            .http
            .call(request)
            .await
            .map_err(LightError::Transport)?;
        if (200..300).contains(&reply.status) {
            serde_json::from_slice(&reply.body).map_err(LightError::Json)
        } else {
            let body = String::from_utf8_lossy(&reply.body).into_owned();
            Err(LightError::Refused(reply.status, body))
        }
    }
}
