//! A server whose files lie in a store that really speaks S3, over the loopback: from the offer to the check.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "all of this is test: what is not there fails it"
)]

use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::Act;
use domain::ids::{AttachmentId, CommandId, InquiryId, StaffId, TenantId, UnitId};
use domain::inquiry::{Attachment, AttachmentRole};
use domain::profile::{KG_DISTRICT, Label};
use ed25519_dalek::{Signer, SigningKey};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use protocol::window::directory::UnitRow;
use protocol::wire::{
    BlobOffer, BlobReceipt, BlobState, CHUNK, Command, EnrolReply, EnrolRequest, GENESIS, Push,
    PushReply, Unsigned, WireError,
};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use serde::de::DeserializeOwned;
use server::{Config, Enrolment, NewStaff, Running};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use sync::{Body, Http, Method, Request, Transport};
use tokio::net::TcpListener;
use uuid::Uuid;

const TENANT: TenantId = TenantId(Uuid::from_u128(1));
const CLERK: StaffId = StaffId(Uuid::from_u128(2));

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap()
}

/// Serves the folders of `root` as buckets; ends with the test's runtime.
async fn store(root: &Path) -> String {
    std::fs::create_dir_all(root.join("files")).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).unwrap());
    builder.set_auth(SimpleAuth::from_single("demo", "demo-secret"));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let http = Builder::new(TokioExecutor::new());
            let call = http.serve_connection(TokioIo::new(stream), service.clone());
            tokio::spawn(call.into_owned());
        }
    });
    format!("http://{address}")
}

async fn serve(data: &Path, endpoint: &str, secret: &str) -> Running {
    let mut config = Config::new(data, "127.0.0.1:0".parse().unwrap());
    config.clock = Arc::new(now);
    config.objects_url = Some("s3://files/desk".into());
    config.objects_options = [
        ("AWS_ENDPOINT", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "demo"),
        ("AWS_SECRET_ACCESS_KEY", secret),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    server::start(config).await.unwrap()
}

/// A device that calls.
struct Device {
    http: Http,
    enrolled: EnrolReply,
    key: SigningKey,
    last: (u64, String),
}

impl Device {
    async fn enrol(running: &Running) -> Self {
        let admin = running.admin();
        admin.create_tenant(TENANT, KG_DISTRICT).await.unwrap();
        let unit = UnitRow {
            id: UnitId::from("general"),
            name: Label::same("general"),
        };
        admin.add_unit(TENANT, &unit).await.unwrap();
        let clerk = NewStaff {
            id: CLERK,
            login: "demo.clerk".into(),
            password: "демо-сырсөз-2026".into(),
            name: "Демо Катчы".into(),
            position: Label::default(),
            roles: vec![domain::Role::Clerk],
            unit: UnitId::from("general"),
            phone: String::new(),
        };
        admin.add_staff(TENANT, clerk).await.unwrap();
        let enrolment = Enrolment {
            units: vec![UnitId::from("general")],
            staff: vec![CLERK],
            device: None,
            valid_for: TimeDelta::hours(1),
        };
        let key = SigningKey::from_bytes(&[7; 32]);
        let request = EnrolRequest {
            code: admin.issue_enrolment_code(TENANT, enrolment).await.unwrap(),
            public_key: hex::encode(key.verifying_key().to_bytes()),
            app_version: "0.1.0".into(),
            device_name: "demo".into(),
            staff: Vec::new(),
        };
        let http = Http::new(&running.url());
        Self {
            enrolled: sync::enrol(&http, &request).await.unwrap(),
            http,
            key,
            last: (0, GENESIS.into()),
        }
    }

    /// A call's bytes, or the refusal.
    async fn call(&self, method: Method, path: &str, body: Body) -> Result<Vec<u8>, WireError> {
        let request = Request {
            method,
            path: path.to_owned(),
            token: Some(self.enrolled.token.clone().into()),
            body,
        };
        let reply = self.http.call(request).await.unwrap();
        if reply.status < 300 {
            Ok(reply.body)
        } else {
            Err(serde_json::from_slice(&reply.body).unwrap())
        }
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, message: &impl serde::Serialize) -> T {
        let body = Body::Json(serde_json::to_vec(message).unwrap());
        let reply = self.call(Method::Post, path, body).await.unwrap();
        serde_json::from_slice(&reply).unwrap()
    }

    async fn act(&mut self, inquiry: InquiryId, act: Act) {
        let body = Unsigned {
            device_seq: self.last.0 + 1,
            id: CommandId(Uuid::now_v7()),
            type_version: 1,
            inquiry,
            base: Default::default(),
            act,
            actor: CLERK,
            at: now(),
            provisional: None,
            prev_hash: self.last.1.clone(),
            epoch: self.enrolled.epoch,
        };
        let command = Command::sign(&body, |hash| self.key.sign(hash).to_bytes()).unwrap();
        self.last = (body.device_seq, command.hash_hex());
        let push = Push {
            epoch: self.enrolled.epoch,
            commands: vec![command],
        };
        let reply: PushReply = self.post("/v1/push", &push).await;
        assert!(reply.outcomes[0].seq.is_some(), "{:?}", reply.outcomes);
    }

    async fn offer(&self, offer: &BlobOffer) -> BlobState {
        self.post("/v1/blobs", offer).await
    }

    async fn put(&self, offer: &BlobOffer, n: usize, bytes: &[u8]) {
        let path = format!("/v1/blobs/{}/chunks/{n}", offer.sha256);
        let body = Body::Bytes(bytes.to_vec());
        self.call(Method::Put, &path, body).await.unwrap();
    }

    async fn complete(&self, offer: &BlobOffer) -> Result<BlobReceipt, WireError> {
        let path = format!("/v1/blobs/{}/complete", offer.sha256);
        let reply = self.call(Method::Post, &path, Body::Empty).await?;
        Ok(serde_json::from_slice(&reply).unwrap())
    }

    async fn get(&self, offer: &BlobOffer, n: usize) -> Result<Vec<u8>, WireError> {
        let path = format!("/v1/blobs/{}/chunks/{n}", offer.sha256);
        self.call(Method::Get, &path, Body::Empty).await
    }
}

fn file(size: usize) -> (Vec<u8>, BlobOffer) {
    let bytes: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let hash = |part: &[u8]| hex::encode(Sha256::digest(part));
    let offer = BlobOffer {
        sha256: hash(&bytes),
        size: bytes.len() as u64,
        chunks: bytes.chunks(CHUNK).map(hash).collect(),
    };
    (bytes, offer)
}

fn attach(offer: &BlobOffer) -> Act {
    Act::Attach(Box::new(Attachment {
        id: AttachmentId(Uuid::now_v7()),
        name: "кат.pdf".into(),
        media_type: "application/pdf".into(),
        size: offer.size,
        sha256: offer.sha256.clone(),
        role: AttachmentRole::Received,
        added_at: now(),
    }))
}

/// Names of all files below a folder.
fn below(root: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            names.extend(below(&entry.path()));
        } else {
            names.push(entry.path().to_string_lossy().into_owned());
        }
    }
    names
}

/// What the store keeps of uploads that were begun and neither finished nor taken back.
fn begun(root: &Path) -> Vec<String> {
    let names = below(root).into_iter();
    names.filter(|name| name.contains("upload")).collect()
}

fn inquiry() -> (InquiryId, Act) {
    let card = serde_json::json!({
        "act": "register",
        "args": {
            "unit": "general", "received_at": now(), "channel": "post", "kind": "application", "lang": "ky",
            "applicants": [{ "name": "Демоев Бакыт" }],
            "subject": "Көчөнүн жарыгы", "text": "Көчөдө жарык жок."
        }
    });
    let id = InquiryId(Uuid::now_v7());
    (id, serde_json::from_value(card).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_larger_than_a_part_goes_into_the_store_and_comes_out() {
    let (data, bucket) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = store(bucket.path()).await;
    let running = serve(data.path(), &endpoint, "demo-secret").await;
    let mut device = Device::enrol(&running).await;
    let (id, register) = inquiry();
    // Parts of an upload have five megabytes: these are two.
    let (bytes, offer) = file(24 * CHUNK + 5);
    device.act(id, register).await;
    device.act(id, attach(&offer)).await;
    assert_eq!(device.offer(&offer).await.missing.len(), 25);
    for (n, chunk) in bytes.chunks(CHUNK).enumerate().take(23) {
        device.put(&offer, n, chunk).await;
    }
    let early = device.complete(&offer).await.unwrap_err();
    assert_eq!(early.code, "incomplete-blob");
    assert!(
        begun(bucket.path()).is_empty(),
        "{:?}",
        begun(bucket.path())
    );
    assert_eq!(
        device.get(&offer, 0).await.unwrap_err().code,
        "unknown-blob"
    );
    assert_eq!(device.offer(&offer).await.missing.len(), 25, "all anew");
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        device.put(&offer, n, chunk).await;
    }
    let receipt = device.complete(&offer).await.unwrap();
    assert_eq!(receipt.size, offer.size);
    assert_eq!(device.complete(&offer).await.unwrap(), receipt);
    for n in [0, 7, 24] {
        let chunk = bytes.chunks(CHUNK).nth(n).unwrap();
        assert_eq!(device.get(&offer, n).await.unwrap(), chunk, "{n}");
    }
    let left = below(bucket.path());
    assert!(
        left.iter().all(|name| !name.contains("incoming")),
        "{left:?}"
    );
    assert!(begun(bucket.path()).is_empty(), "{left:?}");
    assert!(
        below(data.path())
            .iter()
            .all(|name| !name.contains("objects"))
    );
    assert!(running.admin().check().await.unwrap().sound());

    // Somebody touches the store: a check finds it.
    let name = left.iter().find(|name| name.ends_with(&offer.sha256));
    std::fs::write(name.unwrap(), b"edited").unwrap();
    let report = running.admin().check().await.unwrap();
    assert_eq!(report.tenants[0].files, [offer.sha256]);
    running.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chunks_that_make_another_file_are_taken_back_part_by_part() {
    let (data, bucket) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = store(bucket.path()).await;
    let running = serve(data.path(), &endpoint, "demo-secret").await;
    let device = Device::enrol(&running).await;
    let (bytes, offer) = file(24 * CHUNK + 5);
    let other = BlobOffer {
        sha256: file(3).1.sha256,
        ..offer
    };
    device.offer(&other).await;
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        device.put(&other, n, chunk).await;
    }
    let wrong = device.complete(&other).await.unwrap_err();
    assert_eq!(wrong.code, "incomplete-blob");
    assert!(
        begun(bucket.path()).is_empty(),
        "{:?}",
        begun(bucket.path())
    );
    let left = below(bucket.path());
    assert!(
        left.iter().all(|name| !name.contains(&other.sha256)),
        "{left:?}"
    );
    running.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_not_an_empty_store() {
    let (data, bucket) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = store(bucket.path()).await;
    let running = serve(data.path(), &endpoint, "another-secret").await;
    let device = Device::enrol(&running).await;
    let ready = device.http.call(Request {
        method: Method::Get,
        path: "/ready".into(),
        token: None,
        body: Body::Empty,
    });
    assert_eq!(ready.await.unwrap().status, 503);
    let (bytes, offer) = file(10);
    device.offer(&offer).await;
    let path = format!("/v1/blobs/{}/chunks/0", offer.sha256);
    let refused = device.call(Method::Put, &path, Body::Bytes(bytes)).await;
    assert_eq!(refused.unwrap_err().code, "internal");
    assert_eq!(
        device.offer(&offer).await.missing,
        [0],
        "nothing is called kept"
    );
    running.shutdown().await;
}
