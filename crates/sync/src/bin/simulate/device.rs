//! A device of a run: a real replica on a disk that loses power, and what the simulator remembers of it.

use crate::broken_rule::{Result, broken};
use crate::central::{Central, TENANT, unit};
use crate::chance::Chance;
use crate::drive::Drive;
use crate::link::deliver;
use crate::{plan, vfs};
use chrono::TimeDelta;
use domain::ids::{CommandId, DeviceId, InquiryId, UnitId};
use domain::sensitive::Sensitive;
use protocol::wire::{EnrolReply, EnrolRequest};
use replica::{DbKey, Identity, OpenOptions, Replica};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use sync::{Reply, Request, Transport, TransportError};
use uuid::Uuid;

/// The key of all replicas: what they are encrypted with decides nothing.
pub const KEY: [u8; 32] = [0x5c; 32];

/// A command that is durable on its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Place on the device.
    pub seq: u64,
    /// Id.
    pub id: CommandId,
    /// The case.
    pub case: InquiryId,
    /// What it is.
    pub deed: plan::Deed,
    /// A word that no other command has and that nobody else typed.
    pub word: String,
    /// The file that it brings.
    pub file: Option<(Uuid, String)>,
}

/// A device.
pub struct Device {
    /// Place in the plan.
    pub place: usize,
    /// Id at the server.
    pub id: DeviceId,
    /// Departments at the server.
    pub units: BTreeSet<UnitId>,
    /// Whether the server lets it in no more.
    pub revoked: bool,
    /// Runs that will not reach the server.
    pub partitioned: u32,
    /// The next run is that of an old program.
    pub old: bool,
    /// How far its clock is ahead.
    pub ahead: TimeDelta,
    /// Commands on its disk, in order.
    pub issued: Vec<Issued>,
    /// Epoch and cursor when last looked at.
    pub stood: (u64, u64),
    /// A garbled row may be shown until the next run that came to its end.
    pub garbled: bool,
    drive: Arc<Drive>,
    dir: PathBuf,
    replica: Option<Replica>,
}

fn options() -> OpenOptions {
    OpenOptions {
        vfs: Some(vfs::NAME.into()),
    }
}

/// The files of an empty replica.
pub async fn template() -> Result<BTreeMap<String, Vec<u8>>> {
    vfs::register();
    let folder = "/template";
    let drive = Drive::mount(folder, &BTreeMap::new());
    let replica = Replica::create_with(Path::new(folder), &DbKey::known(KEY), &options()).await?;
    replica.close().await?;
    let files = drive.files();
    Drive::unmount(folder);
    Ok(files)
}

/// A way to the server on which nothing happens.
struct Plain<'a>(&'a Central);

impl Transport for Plain<'_> {
    async fn call(&self, request: Request) -> std::result::Result<Reply, TransportError> {
        let reply = deliver(self.0, &request).await;
        reply.map_err(|broken| TransportError::Offline(broken.what))
    }
}

impl Device {
    /// Enrols a device.
    pub async fn enrol(
        central: &Central,
        place: usize,
        plan: &plan::Device,
        dir: &Path,
        template: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Self> {
        let id = DeviceId(Uuid::from_u128(0xde_0000 + place as u128));
        let seed = Sensitive([u8::try_from(place + 1).unwrap_or(1); 32]);
        let request = EnrolRequest {
            code: central.code(id, &plan.units, &plan.staff).await?,
            public_key: replica::sign::public_key(&seed),
            app_version: "0.1.0".into(),
            device_name: format!("demo {place}"),
            staff: Vec::new(),
        };
        let reply = sync::enrol(&Plain(central), &request).await?;
        std::fs::create_dir_all(dir)?;
        let drive = Drive::mount(&dir.to_string_lossy(), template);
        let replica = Replica::open_with(dir, &DbKey::known(KEY), &options()).await?;
        replica.set_identity(&identity(reply, seed)).await?;
        Ok(Self {
            place,
            id,
            units: plan.units.iter().map(|u| unit(*u)).collect(),
            revoked: false,
            partitioned: 0,
            old: false,
            ahead: TimeDelta::zero(),
            issued: Vec::new(),
            stood: (0, 0),
            garbled: false,
            drive,
            dir: dir.to_owned(),
            replica: Some(replica),
        })
    }

    /// The replica.
    pub fn replica(&self) -> Result<&Replica> {
        match &self.replica {
            Some(replica) => Ok(replica),
            None => broken(0, "the replica is closed"),
        }
    }

    /// The disk.
    pub fn drive(&self) -> &Drive {
        &self.drive
    }

    /// Its folder, where files of cases are.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database, to look at.
    pub async fn database(&self) -> Result<SqliteConnection> {
        let options = SqliteConnectOptions::new()
            .filename(self.dir.join("replica.db"))
            .vfs(vfs::NAME)
            .pragma("key", format!("\"x'{}'\"", hex::encode(KEY)))
            .disable_statement_logging();
        Ok(options.connect().await?)
    }

    /// Closes the replica as a person does.
    pub async fn close(&mut self) -> Result<()> {
        match self.replica.take() {
            Some(replica) => Ok(replica.close().await?),
            None => Ok(()),
        }
    }

    /// Opens the replica.
    pub async fn open(&mut self) -> Result<()> {
        match Replica::open_with(&self.dir, &DbKey::known(KEY), &options()).await {
            Ok(replica) => {
                // As the program does: what a crash left between a file and its row has no key any more.
                replica.tidy_files(Duration::ZERO).await?;
                self.replica = Some(replica);
                Ok(())
            }
            Err(error) => broken(
                1,
                format!("after a crash the replica does not open: {error}"),
            ),
        }
    }

    /// The power goes, if it has not, and comes back; the program is started again.
    pub async fn crash(&mut self, chance: &mut Chance) -> Result<()> {
        self.drive.crash(chance);
        // Its files are of a former life: it can write nothing any more, not even on closing.
        drop(self.replica.take());
        self.open().await
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        drop(self.replica.take());
        Drive::unmount(&self.dir.to_string_lossy());
    }
}

fn identity(reply: EnrolReply, seed: Sensitive<[u8; 32]>) -> Identity {
    debug_assert_eq!(reply.tenant, TENANT);
    Identity::admitted(reply, seed, "http://127.0.0.1:9", None)
}
