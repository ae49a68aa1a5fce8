//! A body with a server, desks, and links that break.

use crate::memory::Memory;
use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::act::Correction;
use domain::ids::{AttachmentId, Code, InquiryId, StaffId, TenantId, UnitId};
use domain::inquiry::{Applicant, Attachment, AttachmentRole, Card};
use domain::profile::{KG_DISTRICT, Label};
use domain::{Act, Lang, Role};
use ed25519_dalek::SigningKey;
use protocol::window::directory::UnitRow;
use protocol::wire::{CHUNK, EnrolRequest};
use server::{Admin, Config, Enrolment, NewStaff, Running};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use sync::{Http, Reply, Request, SyncOutcome, Transport, TransportError, synchronise};
use tempfile::TempDir;
use uuid::Uuid;

pub struct House {
    pub running: Option<Running>,
    pub dir: TempDir,
    pub tenant: TenantId,
    pub clerk: StaffId,
    pub supervisor: StaffId,
}

pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap()
}

fn config(dir: &TempDir) -> Config {
    let mut config = Config::new(dir.path(), "127.0.0.1:0".parse().unwrap());
    config.clock = std::sync::Arc::new(now);
    config
}

impl House {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let running = server::start(config(&dir)).await.unwrap();
        let [tenant, clerk, supervisor] = [1, 2, 3].map(|n| Uuid::from_u128(0x1000 + n));
        let (tenant, clerk, supervisor) = (TenantId(tenant), StaffId(clerk), StaffId(supervisor));
        let admin = running.admin();
        admin.create_tenant(tenant, KG_DISTRICT).await.unwrap();
        for unit in ["general", "roads"] {
            admin
                .add_unit(
                    tenant,
                    &UnitRow {
                        id: UnitId::from(unit),
                        name: Label::same(unit),
                    },
                )
                .await
                .unwrap();
        }
        for (id, login, role) in [
            (clerk, "demo.clerk", Role::Clerk),
            (supervisor, "demo.supervisor", Role::Supervisor),
        ] {
            let new = NewStaff {
                id,
                login: login.into(),
                password: "демо-сырсөз-2026".into(),
                name: format!("Демо {login}"),
                position: Label::default(),
                roles: vec![role],
                unit: UnitId::from("general"),
                phone: String::new(),
            };
            admin.add_staff(tenant, new).await.unwrap();
        }
        Self {
            running: Some(running),
            dir,
            tenant,
            clerk,
            supervisor,
        }
    }

    pub fn admin(&self) -> Admin {
        self.running.as_ref().unwrap().admin()
    }

    pub fn http(&self) -> Http {
        Http::new(&self.running.as_ref().unwrap().url())
    }

    pub async fn stop(&mut self) {
        self.running.take().unwrap().shutdown().await;
    }

    pub async fn start(&mut self) {
        self.running = Some(server::start(config(&self.dir)).await.unwrap());
    }

    pub async fn code(&self, units: &[&str]) -> String {
        self.code_for(units, &[self.clerk, self.supervisor]).await
    }

    pub async fn code_for(&self, units: &[&str], staff: &[StaffId]) -> String {
        let enrolment = Enrolment {
            units: units.iter().map(|u| UnitId::from(*u)).collect(),
            staff: staff.to_vec(),
            device: None,
            valid_for: TimeDelta::hours(1),
        };
        self.admin()
            .issue_enrolment_code(self.tenant, enrolment)
            .await
            .unwrap()
    }

    pub async fn desk(&self, units: &[&str]) -> Memory {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut secret = [7; 32];
        secret[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        let key = SigningKey::from_bytes(&secret);
        let request = EnrolRequest {
            code: self.code(units).await,
            public_key: hex::encode(key.verifying_key().to_bytes()),
            app_version: "0.1.0".into(),
            device_name: "demo".into(),
            staff: Vec::new(),
        };
        Memory::new(sync::enrol(&self.http(), &request).await.unwrap(), key)
    }

    pub async fn sync(&self, desk: &Memory) -> SyncOutcome {
        let outcome = run(desk, &self.http()).await;
        assert!(outcome.complete, "{:?}", outcome.problems);
        outcome
    }

    pub async fn head(&self) -> u64 {
        let report = self.admin().check().await.unwrap();
        assert!(report.sound(), "{report:?}");
        report.tenants[0].head
    }
}

pub async fn run<T: Transport>(desk: &Memory, transport: &T) -> SyncOutcome {
    synchronise(desk, transport, &now, &|_| {}).await
}

/// How a call is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The request is lost: the server never sees it.
    Request,
    /// The reply is lost: the server has acted.
    Reply,
    /// The request arrives twice, as a proxy may do.
    Twice,
}

/// A link that breaks at one call, and remembers all.
pub struct Link<'a> {
    inner: Http,
    cut: Option<(usize, Cut)>,
    pub calls: Mutex<Vec<String>>,
    /// Called after each call that went through.
    pub after: Option<&'a (dyn Fn(&str) + Send + Sync)>,
}

impl<'a> Link<'a> {
    pub fn whole(inner: Http) -> Self {
        Self {
            inner,
            cut: None,
            calls: Mutex::new(Vec::new()),
            after: None,
        }
    }

    pub fn cut(inner: Http, at: usize, how: Cut) -> Self {
        Self {
            cut: Some((at, how)),
            ..Self::whole(inner)
        }
    }

    pub fn then(self, after: &'a (dyn Fn(&str) + Send + Sync)) -> Self {
        Self {
            after: Some(after),
            ..self
        }
    }
}

impl Transport for Link<'_> {
    async fn call(&self, request: Request) -> Result<Reply, TransportError> {
        let n = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(request.path.clone());
            calls.len() - 1
        };
        let how = self.cut.filter(|(at, _)| *at == n).map(|(_, how)| how);
        let path = request.path.clone();
        let reply = match how {
            Some(Cut::Request) => return Err(TransportError::Offline("cut".into())),
            Some(Cut::Reply) => {
                self.inner.call(request).await?;
                return Err(TransportError::Stall);
            }
            Some(Cut::Twice) => {
                self.inner.call(request.clone()).await?;
                self.inner.call(request).await?
            }
            None => self.inner.call(request).await?,
        };
        if let Some(after) = self.after {
            after(&path);
        }
        Ok(reply)
    }
}

pub fn new_id() -> InquiryId {
    InquiryId(Uuid::now_v7())
}

pub fn register(unit: &str) -> Act {
    Act::Register(Box::new(Card {
        unit: UnitId::from(unit),
        received_at: now(),
        channel: Code::from("post"),
        kind: Code::from("application"),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: "Демоев Бакыт".into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: "Көчөнүн жарыгы".into(),
        text: "Көчөдө жарык жок.".into(),
        topic: None,
        territory: None,
        service: None,
        sheets: None,
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }))
}

pub fn note(text: &str) -> Act {
    Act::AddNote { text: text.into() }
}

pub fn correct_subject(subject: &str) -> Act {
    Act::Correct(Box::new(Correction {
        subject: Some(subject.into()),
        ..Correction::default()
    }))
}

pub fn move_to(unit: &str) -> Act {
    Act::Correct(Box::new(Correction {
        unit: Some(UnitId::from(unit)),
        ..Correction::default()
    }))
}

pub fn assign(executor: StaffId) -> Act {
    Act::Assign {
        executor,
        co_executors: Vec::new(),
        topic: None,
        resolution: String::new(),
    }
}

/// A file of a little more than two chunks, different each time.
pub fn bytes() -> Vec<u8> {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let seed = NEXT.fetch_add(1, Ordering::SeqCst);
    (0..2 * CHUNK as i64 + 100)
        .map(|i| ((i * seed) % 251) as u8)
        .collect()
}

pub fn attach(sha256: &str, size: u64) -> Act {
    Act::Attach(Box::new(Attachment {
        id: AttachmentId(Uuid::now_v7()),
        name: "кат.pdf".into(),
        media_type: "application/pdf".into(),
        size,
        sha256: sha256.into(),
        role: AttachmentRole::Received,
        added_at: now(),
    }))
}
