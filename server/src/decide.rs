//! What becomes of commands, decided without I/O: the store loads a [`World`] under the write lock, the commands are
//! applied to it one after another, and the store writes down what changed. A refused command leaves no trace in the
//! world but its outcome.

use chrono::{DateTime, Datelike, FixedOffset};
use domain::apply::Actor;
use domain::ids::{CommandId, DeviceId, InquiryId, StaffId, UnitId};
use domain::merge::{self, Base};
use domain::number::{ProvisionalNumber, RegistrationNumber};
use domain::{Act, Circumstances, Inquiry, Profile, Refusal, undo};
use protocol::checksum;
use protocol::wire::{Envelope, Outcome, OutcomeKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A case in the world.
#[derive(Debug, Clone)]
pub struct Row {
    /// As it stands, with all commands of the batch so far.
    pub inquiry: Inquiry,
    /// Log sequence of its latest change.
    pub seq: u64,
    /// Bucket and checksum as stored before the batch; `None` for a row that the batch makes.
    pub stored: Option<(UnitId, u128)>,
    /// Whether the batch changed it.
    pub dirty: bool,
}

/// Everything that the commands of a batch may look at.
#[derive(Debug)]
pub struct World {
    /// The law.
    pub profile: Arc<Profile>,
    /// Departments of the body.
    pub units: BTreeSet<UnitId>,
    /// Staff who work here, with their roles.
    pub staff: BTreeMap<StaffId, Actor>,
    /// The cases that the batch names, as far as they exist.
    pub rows: BTreeMap<InquiryId, Row>,
    /// Which case a website's submission has become.
    pub sources: BTreeMap<String, InquiryId>,
    /// Last sequence of the log.
    pub head: u64,
    /// Last registration numbers by journal and year.
    pub numbers: BTreeMap<(String, i32), u32>,
    /// Outcomes of the device's earlier commands that the batch refers to.
    pub confirmed: BTreeMap<CommandId, Outcome>,
    /// Ids of the batch that another device has used.
    pub taken: BTreeSet<CommandId>,
    /// Cases that the batch names and that were erased.
    pub erased: BTreeSet<InquiryId>,
    /// Numbers of erased cases, by journal, year and serial.
    pub kept_numbers: BTreeSet<(String, i32, u32)>,
    /// Where each later epoch began: the last sequence of the log that the backup had.
    pub restored: BTreeMap<u64, u64>,
}

/// Where commands come from.
#[derive(Debug)]
pub struct Origin {
    /// The device; `None` for the server itself.
    pub device: Option<DeviceId>,
    /// Departments that it may touch.
    pub units: BTreeSet<UnitId>,
    /// Staff admitted to it.
    pub admitted: BTreeSet<StaffId>,
}

/// A command as far as deciding needs it.
#[derive(Debug)]
pub struct Submitted<'a> {
    /// Place on the device.
    pub device_seq: u64,
    /// Id.
    pub id: CommandId,
    /// The case.
    pub inquiry: InquiryId,
    /// What the device had seen.
    pub base: &'a BTreeMap<String, Base>,
    /// With which values, for those who settle a conflict.
    pub was: &'a BTreeMap<String, serde_json::Value>,
    /// Epoch of the log whose sequences `base` names; 0 where it is not known.
    pub epoch: u64,
    /// The act.
    pub act: &'a Act,
    /// Who.
    pub actor: StaffId,
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// Provisional number of a registration.
    pub provisional: Option<ProvisionalNumber>,
}

/// What became of one command.
#[derive(Debug, Clone)]
pub struct Decided {
    /// For the device.
    pub outcome: Outcome,
    /// What it did, if anything.
    pub effect: Option<Effect>,
    /// It touched what its device may not touch: kept for the administrator.
    pub quarantined: bool,
}

/// What a command did.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Its place in the log.
    pub seq: u64,
    /// Where the case lies afterwards.
    pub place: Place,
    /// Where it lay before, if that was elsewhere.
    pub from: Option<Place>,
    /// Fields it changed.
    pub fields: Vec<FieldChange>,
    /// Files it refers to, by SHA-256.
    pub files: Vec<String>,
}

/// Where a case lies: which devices may hold it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Bucket: the department's, or that of its restricted cases.
    pub bucket: UnitId,
    /// Of a restricted case, who is named on it; `None`: the whole department sees it.
    pub seen_by: Option<BTreeSet<StaffId>>,
}

impl Place {
    /// The place of a case.
    #[must_use]
    pub fn of(inquiry: &Inquiry) -> Self {
        if inquiry.restricted {
            Self {
                bucket: checksum::restricted_bucket(&inquiry.unit),
                seen_by: Some(inquiry.named().collect()),
            }
        } else {
            Self {
                bucket: inquiry.unit.clone(),
                seen_by: None,
            }
        }
    }
}

/// One field's change, for the audit.
#[derive(Debug, Clone)]
pub struct FieldChange {
    /// Field; `*` for a case that was made.
    pub field: String,
    /// Version that stood before.
    pub base: u64,
    /// Version now; the same as before where the value was kept and the proposal became a conflict.
    pub version: u64,
    /// The value (of a conflict: the proposal) as JSON text.
    pub value: String,
}

/// A refusal, and whether the command goes into quarantine.
struct No(Refusal, bool);

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self(refusal, false)
    }
}

impl World {
    /// Applies one command.
    pub fn decide(&mut self, origin: &Origin, command: &Submitted<'_>) -> Decided {
        match self.attempt(origin, command) {
            Ok((result, effect, number)) => {
                let outcome = Outcome {
                    id: command.id,
                    device_seq: command.device_seq,
                    result,
                    seq: effect.as_ref().map(|e| e.seq),
                    number,
                };
                self.remember(&outcome);
                Decided {
                    outcome,
                    effect,
                    quarantined: false,
                }
            }
            Err(No(refusal, quarantined)) => {
                let outcome = Outcome {
                    id: command.id,
                    device_seq: command.device_seq,
                    result: OutcomeKind::Rejected { refusal },
                    seq: None,
                    number: None,
                };
                self.remember(&outcome);
                Decided {
                    outcome,
                    effect: None,
                    quarantined,
                }
            }
        }
    }

    /// Refuses a command of which nothing but its place can be read. It is kept for the administrator.
    pub fn refuse(&mut self, envelope: &Envelope, refusal: Refusal) -> Decided {
        let refusal = if self.taken.contains(&envelope.id) {
            Refusal::Exists
        } else {
            refusal
        };
        let outcome = Outcome {
            id: envelope.id,
            device_seq: envelope.device_seq,
            result: OutcomeKind::Rejected { refusal },
            seq: None,
            number: None,
        };
        self.remember(&outcome);
        Decided {
            outcome,
            effect: None,
            quarantined: true,
        }
    }

    /// The first use of an id stands.
    fn remember(&mut self, outcome: &Outcome) {
        if self.taken.insert(outcome.id) {
            self.confirmed.insert(outcome.id, outcome.clone());
        }
    }

    fn attempt(
        &mut self,
        origin: &Origin,
        command: &Submitted<'_>,
    ) -> Result<(OutcomeKind, Option<Effect>, Option<RegistrationNumber>), No> {
        let actor = self.authorise(origin, command)?;
        let current = self.rows.get(&command.inquiry).map(|r| &r.inquiry);
        if let Some(known) = self.same_submission(command) {
            // The same submission imported twice: nothing to add, and nothing to complain about.
            return if known == command.inquiry {
                Ok((OutcomeKind::Merged, None, None))
            } else {
                Err(Refusal::Exists.into())
            };
        }
        let circumstances = Circumstances {
            actor: &actor,
            inquiry: command.inquiry,
            command: command.id,
            device: origin.device,
            at: command.at,
            provisional: command.provisional.clone(),
            profile: &self.profile,
        };
        let base = self.resolved(command.base, command.epoch);
        let (act, was) = (command.act, command.was);
        let merged = merge::merge(current, act, &base, was, &circumstances, |_| None)?;
        self.check_unit(&merged.inquiry)?;
        Ok(self.take(command, merged))
    }

    /// Whether the person may act, on this device, on this case, now.
    fn authorise(&self, origin: &Origin, command: &Submitted<'_>) -> Result<Actor, No> {
        let not_allowed = || Refusal::NotAllowed {
            act: command.act.code().into(),
        };
        if self.erased.contains(&command.inquiry) {
            return Err(Refusal::Erased.into());
        }
        if self.taken.contains(&command.id) {
            return Err(No(Refusal::Exists, true));
        }
        let actor = self
            .staff
            .get(&command.actor)
            .ok_or_else(|| No(not_allowed(), true))?;
        if !origin.admitted.contains(&command.actor) {
            return Err(No(not_allowed(), true));
        }
        let current = self.rows.get(&command.inquiry).map(|r| &r.inquiry);
        let unit = match (current, command.act) {
            (Some(inquiry), _) => &inquiry.unit,
            (None, Act::Receive(card) | Act::Register(card)) => &card.unit,
            (None, _) => return Err(Refusal::Unknown.into()),
        };
        if !origin.units.contains(unit) {
            return Err(No(Refusal::OutOfScope, true));
        }
        if current.is_some_and(|inquiry| !actor.sees(inquiry)) {
            return Err(Refusal::Restricted.into());
        }
        if !actor.may(command.act) {
            return Err(not_allowed().into());
        }
        Ok(actor.clone())
    }

    /// The case that the submission of a creating act has already become.
    fn same_submission(&self, command: &Submitted<'_>) -> Option<InquiryId> {
        let (Act::Receive(card) | Act::Register(card)) = command.act else {
            return None;
        };
        let by_key = card
            .source
            .as_ref()
            .and_then(|s| self.sources.get(&s.key))
            .copied();
        match command.act {
            Act::Receive(_) if self.rows.contains_key(&command.inquiry) => Some(command.inquiry),
            Act::Receive(_) => by_key,
            // A registration says that it is new; the same case a second time is a mistake that somebody must see.
            _ => by_key.filter(|known| *known != command.inquiry),
        }
    }

    /// What the device had seen, with its own unconfirmed commands turned into versions. A field on which such a
    /// command lost was never seen by the device as it stands, so an act stacked on it may not pass over it either.
    ///
    /// A sequence of a log that was lost says nothing of the one that took its place: what the device had seen is then
    /// what the backup had, and whatever the field became since is new to it.
    fn resolved(&self, base: &BTreeMap<String, Base>, epoch: u64) -> BTreeMap<String, Base> {
        let lost = self.restored.iter().filter(|(begun, _)| **begun > epoch);
        let common = lost.map(|(_, head)| *head).min().unwrap_or(u64::MAX);
        base.iter()
            .map(|(field, seen)| {
                let version = match seen {
                    Base::Version(version) => (*version).min(common),
                    Base::After(id) => match self.confirmed.get(id) {
                        Some(Outcome {
                            result: OutcomeKind::Conflict { fields },
                            ..
                        }) if fields.contains(field) => 0,
                        Some(outcome) => outcome.seq.unwrap_or(0),
                        None => 0,
                    },
                };
                (field.clone(), Base::Version(version))
            })
            .collect()
    }

    fn check_unit(&self, inquiry: &Inquiry) -> Result<(), Refusal> {
        if self.units.contains(&inquiry.unit) {
            Ok(())
        } else {
            Err(Refusal::NotInProfile {
                field: "unit".into(),
                code: inquiry.unit.0.clone(),
            })
        }
    }

    /// Takes a merged case into the world: number, versions, place in the log.
    fn take(
        &mut self,
        command: &Submitted<'_>,
        merged: merge::Merged,
    ) -> (OutcomeKind, Option<Effect>, Option<RegistrationNumber>) {
        let merge::Merged {
            mut inquiry,
            mut changed,
            conflicts,
            merged,
        } = merged;
        let seq = self.head + 1;
        self.head = seq;
        let number = self.number(&mut inquiry);
        if number.is_some() {
            changed.push("number".into());
        }
        let before = self.rows.get(&command.inquiry);
        let place = Place::of(&inquiry);
        let from = before
            .map(|r| Place::of(&r.inquiry))
            .filter(|before| *before != place);
        let made = before.is_none();
        let mut fields = Vec::new();
        if made {
            fields.push(FieldChange {
                field: "*".into(),
                base: 0,
                version: seq,
                value: text_of(&inquiry),
            });
        } else {
            for field in &changed {
                let base = inquiry.versions.insert(field.clone(), seq).unwrap_or(0);
                let value = undo::value(&inquiry, field)
                    .ok()
                    .flatten()
                    .map(|v| v.to_string())
                    .unwrap_or_default();
                fields.push(FieldChange {
                    field: field.clone(),
                    base,
                    version: seq,
                    value,
                });
            }
            for conflict in inquiry
                .conflicts
                .iter()
                .filter(|c| c.command == command.id && conflicts.contains(&c.field))
            {
                let stands = inquiry.versions.get(&conflict.field).copied().unwrap_or(0);
                fields.push(FieldChange {
                    field: conflict.field.clone(),
                    base: conflict.base_version,
                    version: stands,
                    value: conflict.mine.to_string(),
                });
            }
        }
        if let Some(source) = inquiry.source.as_ref().filter(|_| made) {
            self.sources.insert(source.key.clone(), command.inquiry);
        }
        let files = command
            .act
            .files()
            .into_iter()
            .map(|(_, sha256)| sha256.to_owned())
            .collect();
        let effect = Effect {
            seq,
            place,
            from,
            fields,
            files,
        };
        let stored = self
            .rows
            .get(&command.inquiry)
            .and_then(|r| r.stored.clone());
        self.rows.insert(
            command.inquiry,
            Row {
                inquiry,
                seq,
                stored,
                dirty: true,
            },
        );
        let kind = match (conflicts.is_empty(), merged) {
            (false, _) => OutcomeKind::Conflict { fields: conflicts },
            (true, true) => OutcomeKind::Merged,
            (true, false) => OutcomeKind::Applied,
        };
        (kind, Some(effect), number)
    }

    /// Gives the official number to a case that has just been entered in the register.
    fn number(&mut self, inquiry: &mut Inquiry) -> Option<RegistrationNumber> {
        let year = inquiry
            .registered_on
            .filter(|_| inquiry.number.is_none())?
            .year();
        let journal = String::new();
        let last = self.numbers.entry((journal.clone(), year)).or_insert(0);
        *last += 1;
        // Given before a restore to a case that was erased since: never given twice.
        while self.kept_numbers.contains(&(journal.clone(), year, *last)) {
            *last += 1;
        }
        let number = RegistrationNumber {
            year,
            journal,
            serial: *last,
        };
        inquiry.number = Some(number.clone());
        Some(number)
    }
}

/// Canonical JSON of a case: what devices get byte for byte.
#[must_use]
pub fn text_of(inquiry: &Inquiry) -> String {
    // Serialising plain structs with string keys cannot fail.
    serde_json::to_string(inquiry).unwrap_or_default()
}
