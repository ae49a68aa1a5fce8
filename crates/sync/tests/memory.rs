//! A replica in memory. What is in it is durable: a run that breaks off leaves what its writes had reached.

use domain::ids::{CommandId, DeviceId, InquiryId, StaffId, UnitId};
use domain::merge::Base;
use domain::{Act, Inquiry};
use ed25519_dalek::{Signer, SigningKey};
use protocol::checksum::{self, Sum};
use protocol::snapshot::BlockRows;
use protocol::window::sync::Changed;
use protocol::wire::{
    BlobOffer, BlobReceipt, CHUNK, Command, EnrolReply, EraseReceipt, GENESIS, Op, Outcome,
    PullReply, Scope, TreeHead, Unsigned,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use sync::{Contact, LocalStore, Repaired, Standing, StoreError, StoredFile, WantedFile};
use uuid::Uuid;

/// What the replica holds.
#[derive(Default, Clone)]
pub struct Held {
    pub epoch: u64,
    pub cursor: u64,
    pub scope_version: u64,
    pub units: BTreeSet<UnitId>,
    /// Who uses the device, with their roles.
    pub people: Vec<(StaffId, Vec<domain::Role>)>,
    pub rows: BTreeMap<InquiryId, (UnitId, u64, String)>,
    pub commands: Vec<(Command, Option<Outcome>)>,
    pub repair: BTreeSet<UnitId>,
    pub files: BTreeMap<String, Vec<u8>>,
    pub unsent: BTreeSet<String>,
    pub chunks: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    pub receipts: Vec<BlobReceipt>,
    pub contacts: Vec<Contact>,
    pub requeued: u64,
    /// Whether this was said to be an old copy.
    pub old_copy: bool,
    /// Heads of the server's audit, and whether they were sound.
    pub heads: Vec<(TreeHead, bool)>,
    /// Erased cases, and whether the server has the receipt.
    pub erased: BTreeMap<InquiryId, bool>,
    /// Snapshots that are being fetched: which, from where in the log, and the next block.
    pub snapshots: BTreeMap<UnitId, (String, u64, u32)>,
    /// Fetches files of the rows it holds.
    pub fetches: bool,
}

pub struct Memory {
    pub held: Mutex<Held>,
    pub enrolled: EnrolReply,
    key: SigningKey,
    /// The write at which the process dies: before it when even, after it when odd. Negative: never.
    dies_at: AtomicI64,
    writes: AtomicI64,
}

impl Memory {
    pub fn new(enrolled: EnrolReply, key: SigningKey) -> Self {
        let held = Held {
            epoch: enrolled.epoch,
            scope_version: enrolled.scope.version,
            units: enrolled
                .scope
                .units
                .iter()
                .flat_map(checksum::buckets_of)
                .collect(),
            people: people(&enrolled.scope),
            fetches: true,
            ..Held::default()
        };
        Self {
            held: Mutex::new(held),
            enrolled,
            key,
            dies_at: AtomicI64::new(-1),
            writes: AtomicI64::new(0),
        }
    }

    pub fn device(&self) -> DeviceId {
        self.enrolled.device
    }

    pub fn die_at(&self, half_write: i64) {
        self.writes.store(0, Ordering::SeqCst);
        self.dies_at.store(half_write, Ordering::SeqCst);
    }

    pub fn writes(&self) -> i64 {
        self.writes.load(Ordering::SeqCst)
    }

    /// One durable transaction, in which the process may die.
    fn write<T>(
        &self,
        change: impl FnOnce(&mut Held) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let n = self.writes.fetch_add(1, Ordering::SeqCst) * 2;
        let dies_at = self.dies_at.load(Ordering::SeqCst);
        if dies_at == n {
            return Err(StoreError::Closed);
        }
        let mut held = self.held.lock().unwrap();
        let done = change(&mut held);
        if dies_at == n + 1 {
            Err(StoreError::Closed)
        } else {
            done
        }
    }

    /// A clerk's act: queued and signed.
    pub fn queue(&self, actor: StaffId, inquiry: InquiryId, act: Act) -> CommandId {
        const FIELDS: [&str; 8] = [
            "subject", "topic", "unit", "state", "executor", "draft", "outcome", "kind",
        ];
        let mut held = self.held.lock().unwrap();
        let id = CommandId(Uuid::now_v7());
        let cursor = held.cursor;
        // An own act that the rows do not show yet is what this one stands on.
        let pending = held.commands.iter().rev().find(|(command, outcome)| {
            let open = outcome
                .as_ref()
                .is_none_or(|o| o.seq.is_some_and(|seq| seq > cursor));
            open && command.read().is_ok_and(|body| body.inquiry == inquiry)
        });
        let pending = pending.map(|(command, _)| command.read().unwrap().id);
        let versions = held
            .rows
            .get(&inquiry)
            .map(|(_, _, content)| parse(content).versions)
            .unwrap_or_default();
        let base = FIELDS.map(|field| {
            let seen = match pending {
                Some(command) => Base::After(command),
                None => Base::Version(versions.get(field).copied().unwrap_or(0)),
            };
            (field.to_owned(), seen)
        });
        let body = Unsigned {
            device_seq: held.commands.len() as u64 + 1,
            id,
            type_version: protocol::wire::ACT_FORM,
            inquiry,
            base: base.into(),
            act,
            actor,
            at: crate::support::now(),
            provisional: None,
            prev_hash: held
                .commands
                .last()
                .map_or_else(|| GENESIS.to_owned(), |(c, _)| c.hash_hex()),
            epoch: held.epoch,
        };
        let command = Command::sign(&body, |hash| self.key.sign(hash).to_bytes()).unwrap();
        held.commands.push((command, None));
        id
    }

    /// A file of the clerk's.
    pub fn keep_file(&self, bytes: Vec<u8>) -> (String, u64) {
        let (sha256, size) = (hex::encode(Sha256::digest(&bytes)), bytes.len() as u64);
        let mut held = self.held.lock().unwrap();
        held.unsent.insert(sha256.clone());
        held.files.insert(sha256.clone(), bytes);
        (sha256, size)
    }

    pub fn queued(&self) -> usize {
        self.held
            .lock()
            .unwrap()
            .commands
            .iter()
            .filter(|(_, o)| o.is_none())
            .count()
    }

    pub fn outcome(&self, id: CommandId) -> Option<Outcome> {
        let held = self.held.lock().unwrap();
        held.commands
            .iter()
            .find(|(c, _)| c.read().unwrap().id == id)
            .and_then(|(_, o)| o.clone())
    }

    pub fn inquiry(&self, id: InquiryId) -> Option<Inquiry> {
        self.held
            .lock()
            .unwrap()
            .rows
            .get(&id)
            .map(|(_, _, content)| parse(content))
    }

    pub fn rows(&self) -> BTreeMap<InquiryId, (UnitId, u64, String)> {
        self.held.lock().unwrap().rows.clone()
    }

    /// The departments in its scope.
    pub fn units(&self) -> Vec<UnitId> {
        let held = self.held.lock().unwrap();
        let units = held.units.iter();
        units
            .filter(|u| !u.as_str().contains('~'))
            .cloned()
            .collect()
    }
}

fn people(scope: &Scope) -> Vec<(StaffId, Vec<domain::Role>)> {
    let here = scope.staff.iter().filter(|s| s.on_this_device && s.active);
    here.map(|s| (s.id, s.roles.clone())).collect()
}

pub fn parse(content: &str) -> Inquiry {
    serde_json::from_str(content).unwrap()
}

impl Held {
    fn erase(&mut self, id: InquiryId) {
        for (command, _) in &mut self.commands {
            if command.read().is_ok_and(|body| body.inquiry == id) {
                *command = command.erased().unwrap();
            }
        }
        self.erased.insert(id, false);
    }

    fn sum(&self, unit: &UnitId) -> Sum {
        let rows = self.rows.iter().filter(|(_, (of, _, _))| of == unit);
        rows.fold(Sum::default(), |sum, (id, (_, seq, content))| {
            sum.plus(checksum::row(*id, *seq, content))
        })
    }

    fn put(&mut self, ops: &[Op]) -> Changed {
        let mut inquiries = Vec::new();
        for op in ops {
            match op {
                Op::Put {
                    seq,
                    id,
                    unit,
                    content,
                } => {
                    self.rows.insert(*id, (unit.clone(), *seq, content.clone()));
                    inquiries.push(*id);
                }
                Op::Erase { id, .. } => {
                    self.rows.remove(id);
                    self.erase(*id);
                    inquiries.push(*id);
                }
                Op::Remove { id, .. } => {
                    self.rows.remove(id);
                    inquiries.push(*id);
                }
            }
        }
        Changed {
            inquiries,
            all: false,
        }
    }
}

impl LocalStore for Memory {
    async fn standing(&self) -> Result<Standing, StoreError> {
        let held = self.held.lock().unwrap();
        Ok(Standing {
            token: self.enrolled.token.clone().into(),
            epoch: held.epoch,
            cursor: held.cursor,
            scope_version: held.scope_version,
            profile: None,
            acked: held
                .commands
                .iter()
                .take_while(|(_, o)| o.is_some())
                .count() as u64,
            queued: held.commands.iter().filter(|(_, o)| o.is_none()).count() as u64,
            signed: held.commands.len() as u64,
            repair: held.repair.iter().cloned().collect(),
            tenant: self.enrolled.tenant,
            tree: held
                .heads
                .iter()
                .rev()
                .find(|(_, sound)| *sound)
                .map(|(head, _)| head.clone()),
            erased: held
                .erased
                .iter()
                .filter(|(_, sent)| !**sent)
                .map(|(inquiry, _)| EraseReceipt {
                    inquiry: *inquiry,
                    signature: hex::encode(
                        self.key
                            .sign(EraseReceipt::message(*inquiry).as_bytes())
                            .to_bytes(),
                    ),
                })
                .collect(),
        })
    }

    async fn note_contact(&self, contact: &Contact) -> Result<(), StoreError> {
        self.write(|held| {
            held.contacts.push(contact.clone());
            held.heads.extend(contact.tree.clone());
            for id in &contact.confirmed {
                held.erased.insert(*id, true);
            }
            Ok(())
        })
    }

    async fn outbox(&self, commands: usize, bytes: usize) -> Result<Vec<Command>, StoreError> {
        let held = self.held.lock().unwrap();
        let mut room = bytes;
        let mut next = Vec::new();
        for (command, _) in held
            .commands
            .iter()
            .filter(|(_, o)| o.is_none())
            .take(commands)
        {
            if command.size() > room && !next.is_empty() {
                break;
            }
            room = room.saturating_sub(command.size());
            next.push(command.clone());
        }
        Ok(next)
    }

    async fn store_outcomes(&self, outcomes: &[Outcome]) -> Result<Changed, StoreError> {
        self.write(|held| {
            let mut changed = Changed::default();
            for outcome in outcomes {
                let place = usize::try_from(outcome.device_seq).unwrap() - 1;
                let (command, slot) = &mut held.commands[place];
                let body = command.read().unwrap();
                assert_eq!(body.id, outcome.id);
                if let Some(earlier) = slot {
                    assert_eq!(earlier, outcome, "a retry returns the identical outcome");
                }
                *slot = Some(outcome.clone());
                changed.inquiries.push(body.inquiry);
            }
            Ok(changed)
        })
    }

    async fn apply(&self, frame: &PullReply) -> Result<Changed, StoreError> {
        self.write(|held| {
            assert_eq!(frame.from, held.cursor);
            assert!(frame.to >= held.cursor, "the cursor only grows");
            held.cursor = frame.to;
            let changed = held.put(&frame.ops);
            for bucket in &frame.buckets {
                if !held.sum(&bucket.unit).agrees(bucket) {
                    held.repair.insert(bucket.unit.clone());
                }
            }
            Ok(changed)
        })
    }

    async fn note_scope(&self, scope: &Scope) -> Result<Changed, StoreError> {
        self.write(|held| {
            let units: BTreeSet<UnitId> =
                scope.units.iter().flat_map(checksum::buckets_of).collect();
            held.rows.retain(|_, (unit, _, _)| units.contains(unit));
            held.repair.retain(|unit| units.contains(unit));
            if held.cursor > 0 {
                let fresh: Vec<UnitId> = units.difference(&held.units).cloned().collect();
                held.repair.extend(fresh);
            }
            let people = people(scope);
            if held.cursor > 0 && held.people != people {
                let restricted = scope.units.iter().map(checksum::restricted_bucket);
                held.repair.extend(restricted);
            }
            held.people = people;
            held.units = units;
            held.scope_version = scope.version;
            Ok(Changed {
                inquiries: Vec::new(),
                all: true,
            })
        })
    }

    async fn note_old_copy(&self) -> Result<(), StoreError> {
        self.write(|held| {
            held.old_copy = true;
            Ok(())
        })
    }

    async fn enter_epoch(
        &self,
        epoch: u64,
        durable_seq: u64,
        head: u64,
    ) -> Result<Changed, StoreError> {
        self.write(|held| {
            held.epoch = epoch;
            held.old_copy = false;
            for (_, outcome) in held
                .commands
                .iter_mut()
                .skip(usize::try_from(durable_seq).unwrap())
            {
                held.requeued += u64::from(outcome.take().is_some());
            }
            held.cursor = held.cursor.min(head);
            let units = held.units.clone();
            held.repair.extend(units);
            Ok(Changed {
                inquiries: Vec::new(),
                all: true,
            })
        })
    }

    async fn part_sums(&self, unit: &UnitId) -> Result<Vec<String>, StoreError> {
        let held = self.held.lock().unwrap();
        let mut sums = vec![Sum::default(); checksum::PARTS];
        for (id, (of, seq, content)) in &held.rows {
            if of == unit {
                let part = usize::from(checksum::part(*id));
                sums[part] = sums[part].plus(checksum::row(*id, *seq, content));
            }
        }
        Ok(sums.into_iter().map(Sum::hex).collect())
    }

    async fn apply_repair(&self, ops: &[Op]) -> Result<Changed, StoreError> {
        self.write(|held| Ok(held.put(ops)))
    }

    async fn finish_repair(&self, repaired: &Repaired) -> Result<Changed, StoreError> {
        self.write(|held| {
            held.rows.retain(|id, (unit, _, _)| {
                *unit != repaired.unit
                    || !repaired.parts.contains(&checksum::part(*id))
                    || repaired.seen.contains(id)
            });
            held.repair.remove(&repaired.unit);
            Ok(Changed {
                inquiries: Vec::new(),
                all: true,
            })
        })
    }

    async fn snapshot_next(&self, unit: &UnitId, id: &str) -> Result<u32, StoreError> {
        let held = self.held.lock().unwrap();
        let begun = held.snapshots.get(unit).filter(|(of, _, _)| of == id);
        Ok(begun.map_or(0, |(_, _, next)| *next))
    }

    async fn apply_snapshot(&self, block: &BlockRows) -> Result<Changed, StoreError> {
        self.write(|held| {
            assert_eq!(held.cursor, 0, "only who begins takes a snapshot");
            let at = held.snapshots.get(&block.unit).map_or(block.at, |b| b.1);
            let noted = (block.id.clone(), at.min(block.at), block.n + 1);
            held.snapshots.insert(block.unit.clone(), noted);
            Ok(held.put(&block.ops))
        })
    }

    async fn finish_snapshots(&self) -> Result<(), StoreError> {
        self.write(|held| {
            let at = held.snapshots.values().map(|(_, at, _)| *at).min();
            held.cursor = held.cursor.max(at.unwrap_or(0).saturating_sub(1));
            held.snapshots.clear();
            Ok(())
        })
    }

    async fn files_to_send(&self) -> Result<Vec<StoredFile>, StoreError> {
        let held = self.held.lock().unwrap();
        let size = |sha256: &String| held.files.get(sha256).map_or(0, Vec::len) as u64;
        let mut files: Vec<StoredFile> = held
            .unsent
            .iter()
            .map(|sha256| StoredFile {
                sha256: sha256.clone(),
                size: size(sha256),
            })
            .collect();
        files.sort_by_key(|f| f.size);
        Ok(files)
    }

    async fn offer(&self, sha256: &str) -> Result<BlobOffer, StoreError> {
        let held = self.held.lock().unwrap();
        let bytes = held.files.get(sha256).ok_or(StoreError::MissingFile)?;
        Ok(BlobOffer {
            sha256: sha256.to_owned(),
            size: bytes.len() as u64,
            chunks: bytes
                .chunks(CHUNK)
                .map(|c| hex::encode(Sha256::digest(c)))
                .collect(),
        })
    }

    async fn read_chunk(&self, sha256: &str, n: u32) -> Result<Vec<u8>, StoreError> {
        let held = self.held.lock().unwrap();
        let bytes = held.files.get(sha256).ok_or(StoreError::MissingFile)?;
        Ok(bytes.chunks(CHUNK).nth(n as usize).unwrap().to_vec())
    }

    async fn file_sent(&self, receipt: &BlobReceipt) -> Result<(), StoreError> {
        self.write(|held| {
            held.unsent.remove(&receipt.sha256);
            held.receipts.push(receipt.clone());
            Ok(())
        })
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn files_to_fetch(&self) -> Result<Vec<WantedFile>, StoreError> {
        let held = self.held.lock().unwrap();
        if !held.fetches {
            return Ok(Vec::new());
        }
        let mut wanted = BTreeMap::new();
        for file in held
            .rows
            .values()
            .flat_map(|(_, _, content)| parse(content).attachments)
        {
            if !held.files.contains_key(&file.sha256) {
                let have = held.chunks.get(&file.sha256);
                let chunks = u32::try_from(file.size.div_ceil(CHUNK as u64)).unwrap();
                let missing = (0..chunks)
                    .filter(|n| have.is_none_or(|h| !h.contains_key(n)))
                    .collect();
                wanted.insert(
                    file.sha256.clone(),
                    WantedFile {
                        sha256: file.sha256,
                        size: file.size,
                        missing,
                    },
                );
            }
        }
        Ok(wanted.into_values().collect())
    }

    async fn write_chunk(&self, sha256: &str, n: u32, bytes: &[u8]) -> Result<(), StoreError> {
        self.write(|held| {
            held.chunks
                .entry(sha256.to_owned())
                .or_default()
                .insert(n, bytes.to_vec());
            Ok(())
        })
    }

    async fn file_fetched(&self, sha256: &str) -> Result<Changed, StoreError> {
        self.write(|held| {
            let bytes = held
                .chunks
                .remove(sha256)
                .unwrap_or_default()
                .into_values()
                .collect::<Vec<_>>()
                .concat();
            if hex::encode(Sha256::digest(&bytes)) != sha256 {
                return Err(StoreError::WrongHash);
            }
            held.files.insert(sha256.to_owned(), bytes);
            Ok(Changed::default())
        })
    }

    async fn server_key(&self) -> Result<String, StoreError> {
        Ok(self.enrolled.server_key.clone())
    }
}
