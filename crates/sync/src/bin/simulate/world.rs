//! A run: the plan's events one after another, with the invariants that must hold all the way.

use crate::broken::Break;
use crate::broken_rule::{Broken, Result, broken};
use crate::central::{self, Central, actor, unit};
use crate::chance::Chance;
use crate::device::{self, Device, Issued};
use crate::invariants;
use crate::link::{Link, Marks, Seen, deliver};
use crate::model::Model;
use crate::person::{self, Desk};
use crate::plan::{Deed, Event, Fault, Plan};
use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::ids::{CommandId, InquiryId};
use domain::{Act, Inquiry, Profile};
use protocol::wire::Push;
use replica::{NewCommand, ReplicaError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, PoisonError};
use sync::{Body, ReplicaStore, Request, SyncError, synchronise};

/// Rounds within which all queues must be empty once nothing goes wrong any more.
const ROUNDS: usize = 8;
/// Cases that somebody looks at before choosing one.
const LOOKS: usize = 5;

/// What every run begins with.
pub struct Templates {
    /// The server's database.
    pub server: Vec<u8>,
    /// The files of a replica.
    pub replica: BTreeMap<String, Vec<u8>>,
    /// The law.
    pub profile: Profile,
}

impl Templates {
    /// Makes them, with a folder to work in.
    pub async fn new(dir: &Path) -> Result<Self> {
        let profile = Profile::read(domain::profile::KG_DISTRICT);
        Ok(Self {
            server: central::template(dir).await?,
            replica: device::template().await?,
            profile: profile.or_else(|_| broken(0, "the legal profile is not valid"))?,
        })
    }
}

/// What a run did.
#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    /// Events and calm rounds.
    pub steps: u64,
    /// Commands that people made durable.
    pub commands: u64,
    /// Times that the power went.
    pub crashes: u64,
}

/// Everything of a run.
pub struct World {
    /// The server.
    pub central: Central,
    /// The devices.
    pub devices: Vec<Device>,
    /// What must be.
    pub model: Model,
    /// What was done.
    pub count: Count,
    /// Every step in words.
    pub trace: Vec<String>,
    templates: Arc<Templates>,
    small_frames: bool,
    breaks: Option<Break>,
    reused: bool,
    restored: bool,
    late: Vec<(usize, Request)>,
    /// Chance that belongs to the step: leaving an event out does not change the others.
    chance: Chance,
}

impl World {
    /// Makes server and devices.
    pub async fn new(
        plan: &Plan,
        breaks: Option<Break>,
        dir: &Path,
        templates: &Arc<Templates>,
    ) -> Result<Self> {
        let central = Central::start(&dir.join("server"), &templates.server).await?;
        let mut devices = Vec::new();
        for (place, device) in plan.devices.iter().enumerate() {
            let dir = dir.join(format!("d{place}"));
            devices.push(Device::enrol(&central, place, device, &dir, &templates.replica).await?);
        }
        Ok(Self {
            central,
            devices,
            model: Model::default(),
            count: Count::default(),
            trace: Vec::new(),
            templates: Arc::clone(templates),
            small_frames: plan.small_frames,
            breaks,
            reused: false,
            restored: false,
            late: Vec::new(),
            chance: Chance::new(plan.seed),
        })
    }

    /// Lets everything of the plan happen, then calm, then looks at all.
    pub async fn run(&mut self, plan: &Plan) -> Result<()> {
        for planned in &plan.events {
            self.count.steps += 1;
            self.central.tick();
            let salt = plan.seed.wrapping_mul(1_000).wrapping_add(planned.n as u64);
            self.chance = Chance::new(salt);
            self.tell(format!("{}: {:?}", planned.n, planned.event));
            self.happen(&planned.event).await?;
        }
        self.calm().await?;
        invariants::at_rest(self, plan.seed).await
    }

    fn tell(&mut self, line: String) {
        self.trace.push(line);
    }

    fn device(&mut self, place: usize) -> Result<&mut Device> {
        match self.devices.get_mut(place) {
            Some(device) => Ok(device),
            None => broken(0, "no such device"),
        }
    }

    async fn happen(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Act {
                device,
                actor,
                deed,
                salt,
                dies,
            } => self.act(*device, *actor, *deed, *salt, *dies).await,
            Event::Sync {
                device,
                faults,
                dies,
            } => self.sync(*device, faults, *dies).await.map(|_| ()),
            Event::Restart { device, dies } => self.restart(*device, *dies).await,
            Event::Crash { device } => self.crash(*device, None).await,
            Event::Clock { device, ahead } => {
                self.device(*device)?.ahead = TimeDelta::seconds(*ahead);
                Ok(())
            }
            Event::Partition { device, runs } => {
                self.device(*device)?.partitioned = *runs;
                Ok(())
            }
            Event::Rescope { device, units } => self.rescope(*device, units).await,
            Event::Promote { clerk, officer } => self.central.promote(*clerk, *officer).await,
            Event::Leave { clerk, active } => self.central.leave(*clerk, *active).await,
            Event::Revoke { device } => self.revoke(*device).await,
            Event::Late => self.deliver_late().await,
            Event::OldClient { device } => {
                self.device(*device)?.old = true;
                Ok(())
            }
            Event::Backup => self.central.back_up().await,
            Event::Snapshot => self.central.snapshot().await,
            Event::Restore => self.restore().await,
            Event::Erase { salt } => self.erase(*salt).await,
        }
    }

    /// A case that this device shows, rather one of the latest.
    async fn choose(&self, place: usize, chance: &mut Chance) -> Result<Option<Inquiry>> {
        let cases = &self.model.cases;
        for _ in 0..LOOKS {
            let back = chance.below(cases.len()).min(chance.below(cases.len()));
            let Some(case) = cases.iter().rev().nth(back) else {
                return Ok(None);
            };
            let replica = self.devices.get(place).map(Device::replica).transpose()?;
            if let Some(replica) = replica
                && let Some(found) = replica.get(*case).await?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn act(
        &mut self,
        place: usize,
        who: usize,
        deed: Deed,
        salt: u64,
        dies: Option<u32>,
    ) -> Result<()> {
        let mut chance = Chance::new(salt);
        let case = match deed {
            Deed::Register => None,
            _ => match self.choose(place, &mut chance).await? {
                Some(case) => Some(case),
                None => return Ok(()),
            },
        };
        let id = case.as_ref().map_or(InquiryId(chance.uuid()), |c| c.id);
        let word = format!("z{salt:016x}");
        let now = self.now_at(place)?;
        let device = self.device(place)?;
        device.drive().light_fuse(dies);
        let units: Vec<_> = device.units.iter().cloned().collect();
        let desk = Desk {
            replica: device.replica()?,
            units: &units,
            now,
        };
        let act = person::act(&desk, deed, case.as_ref(), &word, &mut chance).await;
        let act = match act {
            Ok(Some(act)) => act,
            Ok(None) => {
                device.drive().light_fuse(None);
                return self.perhaps_crash(place, None).await;
            }
            Err(error) => return self.failed(place, error, None).await,
        };
        let issued = Issued {
            seq: device.issued.len() as u64 + 1,
            id: CommandId(chance.uuid()),
            case: id,
            deed,
            word,
            file: act
                .files()
                .first()
                .map(|(id, sha256)| (id.0, (*sha256).to_owned())),
        };
        if let Act::Withdraw { command } = &act {
            self.model.withdrawn.insert(*command);
        }
        self.perform(place, who, act, issued).await
    }

    async fn perform(&mut self, place: usize, who: usize, act: Act, issued: Issued) -> Result<()> {
        let at = self.now_at(place)?;
        let templates = Arc::clone(&self.templates);
        let device = self.device(place)?;
        let new = NewCommand {
            id: issued.id,
            inquiry: issued.case,
            act,
            at,
        };
        let done = device
            .replica()?
            .perform(new, &actor(who), &templates.profile)
            .await;
        match done {
            Ok(done) => {
                let shown = device.replica()?.get(issued.case).await;
                if !device.drive().is_dead() {
                    invariants::i06_shown_at_once(&issued, &done.inquiry, shown?.as_ref())?;
                }
                device.drive().light_fuse(None);
                self.tell(format!("  done as {} of device {place}", issued.seq));
                self.note_issued(place, issued)?;
                self.perhaps_crash(place, None).await
            }
            Err(ReplicaError::Refused(refusal)) => {
                device.drive().light_fuse(None);
                self.tell(format!("  refused: {}", refusal.code()));
                self.perhaps_crash(place, None).await
            }
            Err(error) => self.failed(place, error, Some(issued)).await,
        }
    }

    fn note_issued(&mut self, place: usize, issued: Issued) -> Result<()> {
        self.count.commands += 1;
        if issued.deed == Deed::Register {
            self.model.cases.push(issued.case);
        }
        self.device(place)?.issued.push(issued);
        Ok(())
    }

    /// A write failed: either the power went, or the replica is at fault.
    async fn failed(
        &mut self,
        place: usize,
        error: ReplicaError,
        issued: Option<Issued>,
    ) -> Result<()> {
        if self.device(place)?.drive().is_dead() {
            self.crash(place, issued).await
        } else {
            Err(Broken::from(error))
        }
    }

    async fn perhaps_crash(&mut self, place: usize, issued: Option<Issued>) -> Result<()> {
        if self.device(place)?.drive().is_dead() {
            self.crash(place, issued).await?;
        }
        Ok(())
    }

    /// The power goes. `issued` was under way: it is there whole afterwards, or not at all.
    async fn crash(&mut self, place: usize, issued: Option<Issued>) -> Result<()> {
        self.count.crashes += 1;
        let mut chance = self.chance.clone();
        let device = self.device(place)?;
        device.crash(&mut chance).await?;
        let stored = invariants::after_crash(device, issued.as_ref().map(|i| i.id)).await?;
        self.tell(format!("  the power went at device {place}"));
        match issued.filter(|_| stored) {
            Some(issued) => self.note_issued(place, issued),
            None => Ok(()),
        }
    }

    async fn restart(&mut self, place: usize, dies: Option<u32>) -> Result<()> {
        let device = self.device(place)?;
        device.drive().light_fuse(dies);
        let closed = device.close().await;
        if device.drive().is_dead() {
            return self.crash(place, None).await;
        }
        device.drive().light_fuse(None);
        closed?;
        device.open().await
    }

    /// A device's clock.
    fn now_at(&mut self, place: usize) -> Result<DateTime<FixedOffset>> {
        let now = self.central.now();
        Ok(now + self.device(place)?.ahead)
    }

    /// One run of synchronisation. Whether it came to its end.
    async fn sync(
        &mut self,
        place: usize,
        faults: &[(usize, Fault)],
        dies: Option<u32>,
    ) -> Result<bool> {
        let mine = match self.breaks {
            Some(Break::DropAck | Break::SkipRow) if place != 0 => None,
            other => other,
        };
        let now = self.now_at(place)?;
        let (offline, old) = {
            let device = self.device(place)?;
            let offline = device.partitioned > 0;
            device.partitioned = device.partitioned.saturating_sub(1);
            (offline, std::mem::take(&mut device.old))
        };
        let link = Link {
            central: &self.central,
            faults: faults.iter().copied().collect(),
            offline,
            small_frames: self.small_frames,
            old,
            breaks: mine,
            marks: Marks {
                reused: self.reused,
                ..Marks::default()
            }
            .into(),
        };
        let Some(device) = self.devices.get(place) else {
            return broken(0, "no such device");
        };
        device.drive().light_fuse(dies);
        let store = ReplicaStore(device.replica()?);
        let outcome = synchronise(&store, &link, &move || now, &|_| {}).await;
        let marks = link
            .marks
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(broken) = marks.failed {
            return Err(broken);
        }
        self.reused = marks.reused;
        self.late.extend(marks.late.into_iter().map(|r| (place, r)));
        self.look(place, &marks.seen)?;
        let problems: Vec<&str> = outcome.problems.iter().map(SyncError::code).collect();
        self.tell(format!(
            "  sent {}, got {}, files {}/{}, problems {problems:?}",
            outcome.pushed, outcome.pulled, outcome.files_sent, outcome.files_fetched
        ));
        if self.device(place)?.drive().is_dead() {
            self.crash(place, None).await?;
            return Ok(false);
        }
        let Some(device) = self.devices.get_mut(place) else {
            return broken(0, "no such device");
        };
        device.drive().light_fuse(None);
        device.garbled |= marks.garbled;
        device.garbled &= !outcome.complete;
        if let Some(SyncError::Store(error)) = outcome
            .problems
            .iter()
            .find(|p| matches!(p, SyncError::Store(_)))
            && !device.garbled
        {
            let mut what = String::from("the replica failed without a fault");
            let mut cause: Option<&dyn std::error::Error> = Some(error);
            while let Some(this) = cause {
                what = format!("{what}: {this}");
                cause = this.source();
            }
            return broken(6, what);
        }
        if problems.contains(&"audit-forked") {
            return broken(
                10,
                format!("device {place}: an audit that is whole seems forked"),
            );
        }
        let clean = faults.is_empty() && !offline;
        invariants::after_run(device, &self.model, old && clean).await?;
        Ok(outcome.complete)
    }

    /// What the server answered, held against what it answered before.
    fn look(&mut self, place: usize, seen: &[Seen]) -> Result<()> {
        for Seen { request, reply } in seen {
            if request.path != "/v1/push" || reply.status != 200 {
                continue;
            }
            if let Body::Json(body) = &request.body {
                let push: Push = serde_json::from_slice(body)?;
                self.model.answered(place, &push, &reply.body)?;
            }
        }
        Ok(())
    }

    async fn deliver_late(&mut self) -> Result<()> {
        for (place, request) in std::mem::take(&mut self.late) {
            let reply = deliver(&self.central, &request).await?;
            self.tell(format!(
                "  late {} of device {place}: {}",
                request.path, reply.status
            ));
            self.look(place, &[Seen { request, reply }])?;
        }
        Ok(())
    }

    async fn rescope(&mut self, place: usize, units: &[usize]) -> Result<()> {
        let units: Vec<_> = units.iter().map(|u| unit(*u)).collect();
        let id = self.device(place)?.id;
        let admin = self.central.admin()?;
        admin.set_device_units(central::TENANT, id, &units).await?;
        self.device(place)?.units = units.into_iter().collect();
        Ok(())
    }

    async fn erase(&mut self, salt: u64) -> Result<()> {
        let case = Chance::new(salt).pick(&self.model.cases).copied();
        if let Some(case) = case
            && self.central.erase(case).await?
        {
            self.tell(format!("  erased {case}"));
            self.model.head += 1;
        }
        Ok(())
    }

    async fn revoke(&mut self, place: usize) -> Result<()> {
        let id = self.device(place)?.id;
        let admin = self.central.admin()?;
        admin.revoke_device(central::TENANT, id).await?;
        self.device(place)?.revoked = true;
        Ok(())
    }

    /// The backup is put back: what the server knows afterwards is what it knew then.
    async fn restore(&mut self) -> Result<()> {
        if !self.central.restore().await? {
            return Ok(());
        }
        self.tell("  restored, epoch raised".into());
        self.restored = true;
        for known in self.central.devices().await? {
            let device = self.devices.iter_mut().find(|d| d.id == known.id);
            if let Some(device) = device {
                device.units = known.units;
                device.revoked = known.revoked;
            }
        }
        let ids: Vec<_> = self.devices.iter().map(|d| d.id).collect();
        self.model.restored(&self.central, &ids).await
    }

    /// Files that do not come any more: only a revoked device has them; or the database forgot them when it was put back,
    /// and the device that had brought them has let them go with their case. (The store of the files still has the
    /// latter, but nobody knows of what they are.)
    async fn lost_files(&self) -> Result<BTreeSet<String>> {
        let mut lost = BTreeSet::new();
        for device in &self.devices {
            for (_, sha256) in device.issued.iter().filter_map(|i| i.file.as_ref()) {
                if device.revoked || self.restored && !device.replica()?.has(sha256).await? {
                    lost.insert(sha256.clone());
                }
            }
        }
        Ok(lost)
    }

    /// Nothing goes wrong any more: after a few rounds nothing waits anywhere.
    async fn calm(&mut self) -> Result<()> {
        self.tell("calm".into());
        self.deliver_late().await?;
        for device in &mut self.devices {
            device.partitioned = 0;
            device.old = false;
        }
        let mut quiet = false;
        for _ in 0..ROUNDS {
            quiet = true;
            for place in 0..self.devices.len() {
                self.count.steps += 1;
                self.central.tick();
                if self.device(place)?.revoked {
                    continue;
                }
                quiet &= self.sync(place, &[], None).await?;
            }
            let lost = self.lost_files().await?;
            for device in self.devices.iter().filter(|d| !d.revoked) {
                quiet &= invariants::is_quiet(device, self.model.head, &lost).await?;
            }
            if quiet {
                break;
            }
        }
        // Receipts of what was erased in the last round go with the next greeting.
        for place in 0..self.devices.len() {
            if !self.device(place)?.revoked {
                self.sync(place, &[], None).await?;
            }
        }
        invariants::i14_queues_empty(quiet, ROUNDS)
    }
}
