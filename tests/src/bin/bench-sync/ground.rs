//! What the bench stands on: a server with a body, and desks with real replicas.

use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::act::Correction;
use domain::inquiry::{Applicant, Card, Draft};
use domain::profile::{KG_DISTRICT, Label};
use domain::sensitive::Sensitive;
use domain::{Act, Actor, CommandId, InquiryId, Lang, Profile, Role, StaffId, TenantId, UnitId};
use ed25519_dalek::SigningKey;
use protocol::window::directory::UnitRow;
use protocol::wire::{Command, EnrolRequest, Op};
use replica::{DbKey, Identity, NewCommand, Replica};
use scenarios::light::{Light, fresh};
use server::{Config, Enrolment, NewStaff, Running};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use sync::{Body, Http, ReplicaStore, Reply, Request, SyncOutcome, Transport, TransportError};
use tempfile::TempDir;
use uuid::Uuid;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

const TENANT: TenantId = TenantId(Uuid::from_u128(0x1000));
pub const CLERK: StaffId = StaffId(Uuid::from_u128(0x1001));
/// Characters of a text that makes a row of 1.8 kB.
const TEXT: usize = 560;
/// Words that no row of one repeats after another.
const WORDS: [&str; 24] = [
    "көчө",
    "жол",
    "суу",
    "жарык",
    "мектеп",
    "айыл",
    "жер",
    "пенсия",
    "оңдоо",
    "көпүрө",
    "дарыкана",
    "автобус",
    "канал",
    "базар",
    "прошу",
    "ремонт",
    "вода",
    "дорога",
    "свет",
    "школа",
    "срок",
    "ответ",
    "участок",
    "справка",
];

/// Rows as a device gets them: id, unit, sequence, content.
pub type Rows = Vec<(InquiryId, String, u64, String)>;

pub struct Ground {
    pub dir: TempDir,
    running: Running,
    loader: Light,
    made: Vec<InquiryId>,
}

pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").expect("a moment")
}

pub fn draft() -> Act {
    Act::SaveDraft(Box::new(Draft {
        lang: Lang::Ky,
        template: None,
        outcome: None,
        body: "Урматтуу арыз ээси! Кайрылууңуз каралды, жумуш башталды.".into(),
    }))
}

/// A card whose row is about 1.8 kB.
pub fn card(n: u64) -> Card {
    let mut text = String::new();
    let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while text.chars().count() < TEXT {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let word = WORDS.get((state % 24) as usize).copied().unwrap_or("суу");
        text.push_str(word);
        text.push(' ');
        if state.is_multiple_of(7) {
            text.push_str(&format!("{} ", state % 100_000));
        }
    }
    Card {
        unit: "general".into(),
        received_at: now(),
        channel: "post".into(),
        kind: "application".into(),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: format!("Демоев Демо {n}").into(),
            phone: format!("+996 000 {n:06}").into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: format!("Үлгү кайрылуу {n}"),
        text: text.into(),
        topic: None,
        territory: None,
        service: None,
        sheets: Some(1),
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }
}

impl Ground {
    pub async fn new(database_url: Option<String>) -> Result<Self, Failure> {
        let dir = tempfile::tempdir()?;
        let running = serve(dir.path(), database_url).await?;
        let admin = running.admin();
        admin.create_tenant(TENANT, KG_DISTRICT).await?;
        let unit = UnitRow {
            id: "general".into(),
            name: Label::same("general"),
        };
        admin.add_unit(TENANT, &unit).await?;
        let clerk = NewStaff {
            id: CLERK,
            login: "demo.clerk".into(),
            password: "ченөө-сырсөз-2026".into(),
            name: "Демо Катчы".into(),
            position: Label::default(),
            roles: vec![Role::Clerk, Role::Supervisor],
            unit: "general".into(),
            phone: String::new(),
        };
        admin.add_staff(TENANT, clerk).await?;
        let code = code(&running).await?;
        let loader = Light::enrol(&running.url(), &code, 0).await?;
        Ok(Self {
            dir,
            running,
            loader,
            made: Vec::new(),
        })
    }

    pub fn url(&self) -> String {
        self.running.url()
    }

    pub fn address(&self) -> SocketAddr {
        self.running.addr
    }

    pub async fn code(&self) -> Result<String, Failure> {
        code(&self.running).await
    }

    pub fn made(&self) -> &[InquiryId] {
        &self.made
    }

    pub fn assign(&self) -> Act {
        Act::Assign {
            executor: CLERK,
            co_executors: Vec::new(),
            topic: Some("roads.repair".into()),
            resolution: "Текшерип, жооп бериңиз.".into(),
        }
    }

    pub async fn make_snapshots(&self) -> Result<(), Failure> {
        self.running.admin().make_snapshots(TENANT).await?;
        Ok(())
    }

    /// Registers so many inquiries.
    pub async fn fill(&mut self, count: u64) -> Result<(), Failure> {
        let mut batch = Vec::new();
        for n in 0..count {
            let id = InquiryId(fresh());
            self.made.push(id);
            let act = Act::Register(Box::new(card(n)));
            batch.push(self.loader.sign(CLERK, id, act, &[], now())?);
            // Of 1.8 kB each, 100 stay below the bytes of a push.
            if batch.len() == 100 || n + 1 == count {
                self.send(std::mem::take(&mut batch)).await?;
            }
            if (n + 1).is_multiple_of(20_000) {
                eprintln!("  {}", n + 1);
            }
        }
        Ok(())
    }

    /// Changes so many rows.
    pub async fn change(&mut self, count: u64) -> Result<(), Failure> {
        let ids: Vec<InquiryId> = self
            .made
            .iter()
            .take(usize::try_from(count)?)
            .copied()
            .collect();
        for part in ids.chunks(100) {
            let mut batch = Vec::new();
            for id in part {
                let act = Act::Correct(Box::new(Correction {
                    subject: Some(format!("Оңдолду {id}")),
                    ..Correction::default()
                }));
                let seen = [("subject", u64::MAX >> 1)];
                batch.push(self.loader.sign(CLERK, *id, act, &seen, now())?);
            }
            self.send(batch).await?;
        }
        Ok(())
    }

    async fn send(&self, batch: Vec<Command>) -> Result<(), Failure> {
        let outcomes = self.loader.push(batch).await?;
        match outcomes.iter().find(|o| o.seq.is_none()) {
            Some(refused) => Err(format!("{:?}", refused.result).into()),
            None => Ok(()),
        }
    }

    /// All rows, as a device gets them.
    pub async fn rows(&self) -> Result<Rows, Failure> {
        let mut reader = Light::enrol(&self.url(), &self.code().await?, 1).await?;
        let mut rows = Vec::new();
        loop {
            let frame = reader.pull(8 << 20).await?;
            for op in frame.ops {
                if let Op::Put {
                    seq,
                    id,
                    unit,
                    content,
                } = op
                {
                    rows.push((id, unit.0, seq, content));
                }
            }
            if frame.to == frame.head {
                return Ok(rows);
            }
        }
    }

    /// A desk with an empty replica, that reaches the server at `url`.
    pub async fn desk(&self, url: &str) -> Result<Desk, Failure> {
        desk(url, &self.code().await?, self.dir.path()).await
    }

    pub async fn end(self) {
        self.running.shutdown().await;
    }

    /// Ends the server, and leaves its folder.
    pub async fn leave(self) -> TempDir {
        self.running.shutdown().await;
        self.dir
    }
}

/// A server on the folder of a ground.
pub async fn serve(dir: &Path, database_url: Option<String>) -> Result<Running, Failure> {
    let mut config = Config::new(dir.join("server"), "127.0.0.1:0".parse()?);
    config.database_url = database_url;
    // Only when a figure asks for one.
    config.snapshot_rows = u64::MAX;
    // Those 500 devices have one address here, as behind a proxy.
    config.limits.connections_of_one = 1_024;
    Ok(server::start(config).await?)
}

/// A desk with an empty replica in a folder of its own within `dir`.
pub async fn desk(url: &str, code: &str, dir: &Path) -> Result<Desk, Failure> {
    let dir = tempfile::tempdir_in(dir)?;
    let seed = [9; 32];
    let http = Http::new(url);
    let request = EnrolRequest {
        code: code.to_owned(),
        public_key: hex::encode(SigningKey::from_bytes(&seed).verifying_key().to_bytes()),
        app_version: env!("CARGO_PKG_VERSION").into(),
        device_name: "demo".into(),
        staff: Vec::new(),
    };
    let reply = sync::enrol(&http, &request).await?;
    let replica = Replica::create(dir.path(), &DbKey::random()?).await?;
    let identity = Identity::admitted(reply, Sensitive(seed), url, None);
    replica.set_identity(&identity).await?;
    Ok(Desk {
        replica,
        http,
        profile: Profile::read(KG_DISTRICT).map_err(|_| "the profile is not valid")?,
        _dir: dir,
    })
}

async fn code(running: &Running) -> Result<String, Failure> {
    let enrolment = Enrolment {
        units: vec![UnitId::from("general")],
        staff: vec![CLERK],
        device: None,
        valid_for: TimeDelta::hours(24),
    };
    Ok(running
        .admin()
        .issue_enrolment_code(TENANT, enrolment)
        .await?)
}

/// A desk at which somebody works.
pub struct Desk {
    replica: Replica,
    http: Http,
    profile: Profile,
    _dir: TempDir,
}

/// A run that may have been cut.
pub struct Tried {
    pub complete: bool,
    /// Bytes of the largest reply.
    pub largest: usize,
}

/// The same calls, with the sizes of their bodies noted.
struct Noted<'a> {
    http: &'a Http,
    sent: Mutex<usize>,
    largest: Mutex<usize>,
    got: Mutex<usize>,
}

impl Transport for Noted<'_> {
    async fn call(&self, request: Request) -> Result<Reply, TransportError> {
        let size = match &request.body {
            Body::Empty => 0,
            Body::Json(bytes) | Body::Bytes(bytes) => bytes.len(),
        };
        add(&self.sent, size);
        let reply = self.http.call(request).await?;
        add(&self.got, reply.body.len());
        let mut largest = self.largest.lock().map_err(|_| TransportError::Stall)?;
        *largest = (*largest).max(reply.body.len());
        drop(largest);
        Ok(reply)
    }
}

fn add(to: &Mutex<usize>, n: usize) {
    if let Ok(mut sum) = to.lock() {
        *sum += n;
    }
}

impl Desk {
    async fn run<T: Transport>(&self, transport: &T) -> SyncOutcome {
        sync::synchronise(&ReplicaStore(&self.replica), transport, &now, &|_| {}).await
    }

    pub async fn synchronise(&self) -> Result<SyncOutcome, Failure> {
        Ok(self.run(&self.http).await.into_result()?)
    }

    fn noted(&self) -> Noted<'_> {
        Noted {
            http: &self.http,
            sent: Mutex::new(0),
            largest: Mutex::new(0),
            got: Mutex::new(0),
        }
    }

    pub async fn try_synchronise(&self) -> Tried {
        let noted = self.noted();
        let outcome = self.run(&noted).await;
        Tried {
            complete: outcome.complete,
            largest: noted.largest.into_inner().unwrap_or(0),
        }
    }

    /// Bytes of all bodies of a run.
    pub async fn bodies_of_nothing(&self) -> Result<usize, Failure> {
        let noted = self.noted();
        self.run(&noted).await.into_result()?;
        Ok(noted.sent.into_inner()? + noted.got.into_inner()?)
    }

    pub async fn register(&self, n: u64) -> Result<InquiryId, Failure> {
        let id = InquiryId(fresh());
        self.act(id, Act::Register(Box::new(card(n)))).await?;
        Ok(id)
    }

    pub async fn act(&self, inquiry: InquiryId, act: Act) -> Result<(), Failure> {
        let new = NewCommand {
            id: CommandId(fresh()),
            inquiry,
            act,
            at: now(),
        };
        let actor = Actor {
            id: CLERK,
            roles: [Role::Clerk, Role::Supervisor].into(),
        };
        self.replica.perform(new, &actor, &self.profile).await?;
        Ok(())
    }

    pub async fn index_all(&self) -> Result<(), Failure> {
        while self.replica.index_pending(5_000).await? > 0 {}
        Ok(())
    }
}
