//! A body with a server, and desks that speak to it.

use crate::database::Database;
use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::act::Correction;
use domain::ids::{Code, CommandId, DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::inquiry::{Applicant, Card, Draft, Source};
use domain::merge::Base;
use domain::profile::{KG_DISTRICT, Label};
use domain::{Act, Inquiry, Lang, Role};
use ed25519_dalek::{Signer, SigningKey};
use protocol::window::directory::UnitRow;
use protocol::wire::{
    Command, EnrolReply, EnrolRequest, GENESIS, Hello, HelloReply, Op, Outcome, OutcomeKind,
    PROTOCOL, Pull, PullReply, Push, PushReply, Unsigned, WireError,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::{Admin, Config, Enrolment, NewStaff, Running};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

pub const PASSWORD: &str = "демо-сырсөз-2026";

/// A server with one body: departments `general`, `roads` and `archive`; a clerk, a supervisor and an archivist.
pub struct House {
    pub rt: Runtime,
    pub running: Option<Running>,
    pub dir: TempDir,
    pub database: Database,
    pub tenant: TenantId,
    pub clerk: StaffId,
    pub supervisor: StaffId,
    pub archivist: StaffId,
    pub later: Arc<AtomicI64>,
    pub change: fn(&mut Config),
}

pub fn start_of_time() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap()
}

impl House {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// With other settings.
    pub fn with(change: fn(&mut Config)) -> Self {
        let rt = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (dir, later) = (tempfile::tempdir().unwrap(), Arc::new(AtomicI64::new(0)));
        let database = Database::new(dir.path());
        let config = config(&dir, &database, &later, change);
        let running = rt.block_on(server::start(config)).unwrap();
        let ids = [1, 2, 3, 4].map(|n| Uuid::from_u128(0x1000 + n));
        let house = Self {
            rt,
            running: Some(running),
            dir,
            database,
            tenant: TenantId(ids[0]),
            clerk: StaffId(ids[1]),
            supervisor: StaffId(ids[2]),
            archivist: StaffId(ids[3]),
            later,
            change,
        };
        house.furnish(
            house.tenant,
            [house.clerk, house.supervisor, house.archivist],
        );
        house
    }

    pub fn furnish(&self, tenant: TenantId, [clerk, supervisor, archivist]: [StaffId; 3]) {
        let admin = self.admin();
        self.rt.block_on(async {
            admin.create_tenant(tenant, KG_DISTRICT).await.unwrap();
            for unit in ["general", "roads", "archive"] {
                let name = Label {
                    ky: unit.into(),
                    ru: unit.into(),
                    en: unit.into(),
                };
                admin
                    .add_unit(
                        tenant,
                        &UnitRow {
                            id: UnitId::from(unit),
                            name,
                        },
                    )
                    .await
                    .unwrap();
            }
            for (id, login, role) in [
                (clerk, "demo.clerk", Role::Clerk),
                (supervisor, "demo.supervisor", Role::Supervisor),
                (archivist, "demo.archivist", Role::Archivist),
            ] {
                let new = NewStaff {
                    id,
                    login: login.into(),
                    password: PASSWORD.into(),
                    name: format!("Демо {login}"),
                    position: Label::default(),
                    roles: vec![role],
                    unit: UnitId::from("general"),
                    phone: String::new(),
                };
                admin.add_staff(tenant, new).await.unwrap();
            }
        });
    }

    pub fn admin(&self) -> Admin {
        self.running.as_ref().unwrap().admin()
    }

    pub fn url(&self) -> String {
        self.running.as_ref().unwrap().url()
    }

    pub fn pass(&self, time: TimeDelta) {
        self.later.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }

    /// Stops the server; `between` may touch its files and its database; then it starts again.
    pub fn restart(&mut self, between: impl FnOnce(&std::path::Path, &Database)) {
        self.rt.block_on(self.running.take().unwrap().shutdown());
        between(self.dir.path(), &self.database);
        self.restart_stopped();
    }

    /// Starts it again after it was stopped.
    pub fn restart_stopped(&mut self) {
        let config = config(&self.dir, &self.database, &self.later, self.change);
        self.running = Some(self.rt.block_on(server::start(config)).unwrap());
    }

    pub fn code(&self, units: &[&str], staff: &[StaffId]) -> String {
        self.code_of(self.tenant, units, staff)
    }

    pub fn code_of(&self, tenant: TenantId, units: &[&str], staff: &[StaffId]) -> String {
        let enrolment = Enrolment {
            units: units.iter().map(|u| UnitId::from(*u)).collect(),
            staff: staff.to_vec(),
            device: None,
            valid_for: TimeDelta::hours(24),
        };
        self.rt
            .block_on(self.admin().issue_enrolment_code(tenant, enrolment))
            .unwrap()
    }

    /// Another instance on the same database and files, where the database can serve two.
    pub fn twin(&self) -> Option<Running> {
        let config = config(&self.dir, &self.database, &self.later, self.change);
        let started = || self.rt.block_on(server::start(config)).unwrap();
        self.database.is_postgres().then(started)
    }

    /// A desk of these departments, used by clerk and supervisor.
    pub fn desk(&self, units: &[&str]) -> Desk {
        self.desk_of(units, &[self.clerk, self.supervisor])
    }

    /// A desk of these departments, used by these people.
    pub fn desk_of(&self, units: &[&str], staff: &[StaffId]) -> Desk {
        Desk::enrol(&self.url(), &self.code(units, staff)).unwrap()
    }

    pub fn check(&self) -> server::CheckReport {
        self.rt.block_on(self.admin().check()).unwrap()
    }
}

fn config(
    dir: &TempDir,
    database: &Database,
    later: &Arc<AtomicI64>,
    change: fn(&mut Config),
) -> Config {
    let later = Arc::clone(later);
    let mut config = Config::new(dir.path(), "127.0.0.1:0".parse().unwrap());
    config.database_url = database.url();
    config.clock =
        Arc::new(move || start_of_time() + TimeDelta::seconds(later.load(Ordering::SeqCst)));
    change(&mut config);
    config
}

/// A device that signs its commands.
pub struct Desk {
    pub url: String,
    pub enrolled: EnrolReply,
    pub key: SigningKey,
    pub epoch: u64,
    pub scope_version: u64,
    pub cursor: u64,
    pub seq: u64,
    pub prev_hash: String,
}

impl Desk {
    pub fn enrol(url: &str, code: &str) -> Result<Self, WireError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut secret = [0; 32];
        secret[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        let key = SigningKey::from_bytes(&secret);
        let request = EnrolRequest {
            code: code.into(),
            public_key: hex::encode(key.verifying_key().to_bytes()),
            app_version: "0.1.0".into(),
            device_name: "demo".into(),
            staff: Vec::new(),
        };
        let enrolled: EnrolReply = post(url, "/v1/enrol", None, &request)?;
        Ok(Self {
            url: url.into(),
            epoch: enrolled.epoch,
            scope_version: enrolled.scope.version,
            enrolled,
            key,
            cursor: 0,
            seq: 0,
            prev_hash: GENESIS.into(),
        })
    }

    pub fn post<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        question: &Q,
    ) -> Result<A, WireError> {
        post(&self.url, path, Some(&self.enrolled.token), question)
    }

    pub fn hello(&mut self) -> HelloReply {
        let hello = Hello {
            protocol: PROTOCOL,
            epoch: self.epoch,
            cursor: self.cursor,
            scope_version: self.scope_version,
            acked: self.seq,
            queued: 0,
            clock: start_of_time(),
            tree: None,
            erased: Vec::new(),
            profile: None,
        };
        let reply: HelloReply = self.post("/v1/hello", &hello).unwrap();
        if let Some(scope) = &reply.scope {
            self.scope_version = scope.version;
        }
        self.epoch = reply.epoch;
        reply
    }

    /// The device's next command.
    pub fn command(
        &mut self,
        actor: StaffId,
        inquiry: InquiryId,
        act: Act,
        base: &[(&str, Base)],
    ) -> Command {
        self.command_at(start_of_time(), actor, inquiry, act, base)
    }

    pub fn command_at(
        &mut self,
        at: DateTime<FixedOffset>,
        actor: StaffId,
        inquiry: InquiryId,
        act: Act,
        base: &[(&str, Base)],
    ) -> Command {
        let body = Unsigned {
            device_seq: self.seq + 1,
            id: CommandId(Uuid::now_v7()),
            type_version: protocol::wire::ACT_FORM,
            inquiry,
            base: base
                .iter()
                .map(|(f, b)| ((*f).to_owned(), b.clone()))
                .collect(),
            act,
            actor,
            at,
            provisional: None,
            prev_hash: self.prev_hash.clone(),
            epoch: self.epoch,
        };
        self.sign(&body)
    }

    pub fn sign(&mut self, body: &Unsigned) -> Command {
        let command = Command::sign(body, |hash| self.key.sign(hash).to_bytes()).unwrap();
        self.seq = body.device_seq;
        self.prev_hash = command.hash_hex();
        command
    }

    pub fn push(&self, commands: &[Command]) -> Result<Vec<Outcome>, WireError> {
        let push = Push {
            epoch: self.epoch,
            commands: commands.to_vec(),
        };
        self.post::<_, PushReply>("/v1/push", &push)
            .map(|r| r.outcomes)
    }

    /// One command, and what became of it.
    pub fn act(
        &mut self,
        actor: StaffId,
        inquiry: InquiryId,
        act: Act,
        base: &[(&str, Base)],
    ) -> Outcome {
        let command = self.command(actor, inquiry, act, base);
        self.push(&[command]).unwrap().remove(0)
    }

    pub fn try_pull(&self, cursor: u64, max_bytes: u64) -> Result<PullReply, WireError> {
        let pull = Pull {
            epoch: self.epoch,
            cursor,
            scope_version: self.scope_version,
            max_bytes,
        };
        self.post("/v1/pull", &pull)
    }

    /// All rows that the device gets from the beginning, as a replica would hold them.
    pub fn rows(&self) -> BTreeMap<InquiryId, (u64, String)> {
        let (mut rows, mut cursor) = (BTreeMap::new(), 0);
        loop {
            let frame = self.try_pull(cursor, 1 << 24).unwrap();
            take(&mut rows, &frame);
            if frame.to == frame.head {
                return rows;
            }
            cursor = frame.to;
        }
    }

    pub fn inquiry(&self, id: InquiryId) -> Inquiry {
        serde_json::from_str(&self.rows()[&id].1).unwrap()
    }
}

pub fn take(rows: &mut BTreeMap<InquiryId, (u64, String)>, frame: &PullReply) {
    for op in &frame.ops {
        match op {
            Op::Put {
                id, seq, content, ..
            } => {
                rows.insert(*id, (*seq, content.clone()));
            }
            Op::Remove { id, .. } | Op::Erase { id, .. } => {
                rows.remove(id);
            }
        }
    }
}

pub fn post<Q: Serialize, A: DeserializeOwned>(
    url: &str,
    path: &str,
    token: Option<&str>,
    question: &Q,
) -> Result<A, WireError> {
    let (_, text) = send(
        "POST",
        url,
        path,
        token,
        &serde_json::to_vec(question).unwrap(),
        &[],
    )?;
    Ok(serde_json::from_slice(&text).unwrap())
}

/// A call with its status; what is not a success is an error.
pub fn send(
    method: &str,
    url: &str,
    path: &str,
    token: Option<&str>,
    body: &[u8],
    headers: &[(&str, &str)],
) -> Result<(u16, Vec<u8>), WireError> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{url}{path}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = if method == "GET" {
        agent.run(request.body(()).unwrap()).unwrap()
    } else {
        agent.run(request.body(body.to_vec()).unwrap()).unwrap()
    };
    let status = response.status().as_u16();
    let bytes = response
        .body_mut()
        .with_config()
        .limit(1 << 28)
        .read_to_vec()
        .unwrap();
    if status < 300 {
        Ok((status, bytes))
    } else {
        Err(serde_json::from_slice(&bytes).unwrap())
    }
}

pub fn new_id() -> InquiryId {
    InquiryId(Uuid::now_v7())
}

pub fn card(unit: &str) -> Card {
    Card {
        unit: UnitId::from(unit),
        received_at: start_of_time(),
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
    }
}

pub fn register(unit: &str) -> Act {
    Act::Register(Box::new(card(unit)))
}

pub fn receive(unit: &str, key: &str) -> Act {
    let source = Some(Source {
        system: "electronic-reception".into(),
        key: key.into(),
        ..Source::default()
    });
    Act::Receive(Box::new(Card {
        source,
        ..card(unit)
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

pub fn draft(body: &str) -> Act {
    Act::SaveDraft(Box::new(Draft {
        lang: Lang::Ky,
        template: None,
        outcome: None,
        body: body.into(),
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

pub fn is_applied(outcome: &Outcome) -> bool {
    matches!(outcome.result, OutcomeKind::Applied | OutcomeKind::Merged)
}

pub fn refusal(outcome: &Outcome) -> Option<&str> {
    match &outcome.result {
        OutcomeKind::Rejected { refusal } => Some(refusal.code()),
        _ => None,
    }
}

pub fn device_of(desk: &Desk) -> DeviceId {
    desk.enrolled.device
}
