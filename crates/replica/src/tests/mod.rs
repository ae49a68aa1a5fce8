//! Tests of the replica as a whole: a folder of its own for each, trivial key derivation, fictional people.

mod audit;
mod door;
mod erase;
mod files;
mod kill;
mod lists;
mod model;
mod search;
mod secrets;
mod server;
mod sweep;
mod sync;

use crate::{DbKey, Done, Identity, NewCommand, Replica, Result, Viewer};
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::inquiry::{Applicant, Card, Draft};
use domain::profile::KG_DISTRICT;
use domain::{
    Act, Actor, CommandId, DeviceId, InquiryId, Lang, Profile, Role, StaffId, TenantId, UnitId,
};
use protocol::window::list::{List, View};
use protocol::wire::Scope;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

pub(crate) const CLERK: StaffId = StaffId(Uuid::from_u128(0xc1e2c));
pub(crate) const OTHER: StaffId = StaffId(Uuid::from_u128(0x07e2));
pub(crate) const CHIEF: StaffId = StaffId(Uuid::from_u128(0xc41ef));

pub(crate) fn profile() -> &'static Profile {
    static PROFILE: OnceLock<Profile> = OnceLock::new();
    PROFILE.get_or_init(|| Profile::read(KG_DISTRICT).unwrap())
}

pub(crate) fn actor(id: StaffId, roles: &[Role]) -> Actor {
    Actor {
        id,
        roles: roles.iter().copied().collect(),
    }
}

pub(crate) fn clerk() -> Actor {
    actor(CLERK, &[Role::Clerk])
}

pub(crate) fn chief() -> Actor {
    actor(CHIEF, &[Role::Clerk, Role::Supervisor])
}

pub(crate) fn viewer(actor: &Actor) -> Viewer {
    Viewer {
        staff: actor.id,
        roles: actor.roles.clone(),
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub(crate) fn now() -> DateTime<FixedOffset> {
    at("2026-03-04T10:00:00+06:00")
}

pub(crate) fn today() -> NaiveDate {
    day("2026-03-04")
}

/// Ids that differ within a test run.
pub(crate) fn fresh() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(
        0x0192_0000_0000_7000_8000_0000_0000_0000
            + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)),
    )
}

pub(crate) fn inquiry_id() -> InquiryId {
    InquiryId(fresh())
}

pub(crate) fn card(name: &str, subject: &str, text: &str) -> Card {
    Card {
        unit: UnitId::from("general"),
        received_at: at("2026-03-03T09:30:00+06:00"),
        channel: "post".into(),
        kind: "application".into(),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: name.into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: subject.to_owned(),
        text: text.into(),
        topic: None,
        territory: None,
        service: None,
        sheets: None,
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }
}

pub(crate) fn draft(body: &str) -> Act {
    Act::SaveDraft(Box::new(Draft {
        lang: Lang::Ky,
        template: None,
        outcome: Some("explained".into()),
        body: body.into(),
    }))
}

pub(crate) fn assign(executor: StaffId) -> Act {
    Act::Assign {
        executor,
        co_executors: Vec::new(),
        topic: Some("roads.repair".into()),
        resolution: String::new(),
    }
}

pub(crate) fn note(text: &str) -> Act {
    Act::AddNote {
        text: text.to_owned(),
    }
}

pub(crate) fn identity(device_number: u32) -> Identity {
    Identity {
        device: DeviceId(Uuid::from_u128(0xd0 + u128::from(device_number))),
        device_number,
        tenant: TenantId(Uuid::from_u128(0x7e)),
        token: "canary-token".to_owned().into(),
        epoch: 1,
        server_key: "00".repeat(32),
        signing_seed: [9; 32].into(),
        server_url: "http://127.0.0.1:9".into(),
        server_ca: None,
        scope: Scope {
            version: 1,
            units: vec!["general".into(), "roads".into()],
            all_units: Vec::new(),
            staff: Vec::new(),
            profile: None,
        },
        profile_json: KG_DISTRICT.to_owned(),
        lease_until: None,
    }
}

/// An enrolled replica in a folder of its own.
pub(crate) struct Desk {
    pub replica: Replica,
    pub key: DbKey,
    pub dir: tempfile::TempDir,
}

impl Desk {
    pub async fn new() -> Self {
        Self::number(3).await
    }

    pub async fn number(device: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = DbKey::random().unwrap();
        let replica = Replica::create(dir.path(), &key).await.unwrap();
        replica.set_identity(&identity(device)).await.unwrap();
        Self { replica, key, dir }
    }

    /// Closes and opens again.
    pub async fn restart(&mut self) {
        self.replica.close().await.unwrap();
        self.replica = Replica::open(self.dir.path(), &self.key).await.unwrap();
    }

    pub async fn act_as(&self, actor: &Actor, inquiry: InquiryId, act: Act) -> Result<Done> {
        let new = NewCommand {
            id: CommandId(fresh()),
            inquiry,
            act,
            at: now(),
        };
        self.replica.perform(new, actor, profile()).await
    }

    /// As the chief, who may do everything that the tests need.
    pub async fn act(&self, inquiry: InquiryId, act: Act) -> Done {
        self.act_as(&chief(), inquiry, act).await.unwrap()
    }

    pub async fn register(&self, name: &str, subject: &str, text: &str) -> InquiryId {
        let id = inquiry_id();
        self.act(id, Act::Register(Box::new(card(name, subject, text))))
            .await;
        id
    }

    /// Ids of a list in its order.
    pub async fn ids(&self, list: &List, actor: &Actor) -> Vec<InquiryId> {
        let list = List {
            limit: 200,
            ..list.clone()
        };
        let view = self
            .replica
            .list(&list, None, &viewer(actor), today(), profile())
            .await
            .unwrap();
        assert!(view.total as usize >= view.rows.len());
        view.rows.iter().map(|r| r.id).collect()
    }

    pub async fn search(&self, query: &str) -> BTreeSet<InquiryId> {
        let list = List {
            view: View::All,
            search: query.to_owned(),
            ..List::default()
        };
        self.ids(&list, &chief()).await.into_iter().collect()
    }

    /// Reads a single number out of the database.
    pub async fn number_of(&self, sql: &'static str) -> i64 {
        let mut held = self.replica.inner.db.reader().await.unwrap();
        sqlx::query_scalar(sql)
            .fetch_one(held.conn().unwrap())
            .await
            .unwrap()
    }

    /// Changes the database behind the replica's back.
    pub async fn tamper(&self, sql: &'static str) {
        let mut held = self.replica.inner.db.writer().await.unwrap();
        sqlx::query(sql)
            .execute(held.conn().unwrap())
            .await
            .unwrap();
    }
}
