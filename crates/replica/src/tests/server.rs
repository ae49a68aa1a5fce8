//! A server in memory that applies commands as the real one does: with `domain::merge`, a log, and official numbers.

use domain::merge::merge;
use domain::number::RegistrationNumber;
use domain::{Actor, Circumstances, CommandId, DeviceId, Inquiry, InquiryId, Role, UnitId};
use protocol::checksum::{self, Sum};
use protocol::wire::{Command, Op, Outcome, OutcomeKind, PullReply};
use std::collections::BTreeMap;

pub(crate) struct Row {
    pub seq: u64,
    pub inquiry: Inquiry,
}

impl Row {
    fn content(&self) -> String {
        serde_json::to_string(&self.inquiry).unwrap()
    }
}

#[derive(Default)]
pub(crate) struct Server {
    pub head: u64,
    pub rows: BTreeMap<InquiryId, Row>,
    /// Sequence of the removal of rows that left the scope.
    pub removed: BTreeMap<InquiryId, u64>,
    pub outcomes: BTreeMap<CommandId, Outcome>,
    pub serial: u32,
    /// Acts of a kind that this server refuses outright.
    pub refuses: Option<&'static str>,
}

impl Server {
    pub fn push(&mut self, device: DeviceId, commands: &[Command]) -> Vec<Outcome> {
        commands.iter().map(|c| self.apply(device, c)).collect()
    }

    fn apply(&mut self, device: DeviceId, command: &Command) -> Outcome {
        let body = command.read().unwrap();
        if let Some(known) = self.outcomes.get(&body.id) {
            return known.clone();
        }
        let actor = Actor {
            id: body.actor,
            roles: Role::ALL.into(),
        };
        let now = Circumstances {
            actor: &actor,
            inquiry: body.inquiry,
            command: body.id,
            device: Some(device),
            at: body.at,
            provisional: body.provisional.clone(),
            profile: super::profile(),
        };
        let current = self.rows.get(&body.inquiry).map(|r| &r.inquiry);
        let seq_of = |c: CommandId| self.outcomes.get(&c).and_then(|o| o.seq);
        let merged = if self.refuses == Some(body.act.code()) {
            Err(domain::Refusal::NotAllowed {
                act: body.act.code().into(),
            })
        } else {
            merge(current, &body.act, &body.base, &command.was, &now, seq_of)
        };
        let mut outcome = Outcome {
            id: body.id,
            device_seq: body.device_seq,
            result: OutcomeKind::Applied,
            seq: None,
            number: None,
        };
        match merged {
            Err(refusal) => outcome.result = OutcomeKind::Rejected { refusal },
            Ok(merged) => {
                let mut inquiry = merged.inquiry;
                self.head += 1;
                if inquiry.registered_on.is_some() && inquiry.number.is_none() {
                    self.serial += 1;
                    let number = RegistrationNumber {
                        year: 2026,
                        journal: String::new(),
                        serial: self.serial,
                    };
                    inquiry.number = Some(number.clone());
                    outcome.number = Some(number);
                }
                for field in merged.changed {
                    inquiry.versions.insert(field, self.head);
                }
                outcome.seq = Some(self.head);
                if !merged.conflicts.is_empty() {
                    outcome.result = OutcomeKind::Conflict {
                        fields: merged.conflicts,
                    };
                } else if merged.merged {
                    outcome.result = OutcomeKind::Merged;
                }
                self.rows.insert(
                    inquiry.id,
                    Row {
                        seq: self.head,
                        inquiry,
                    },
                );
            }
        }
        self.outcomes.insert(body.id, outcome.clone());
        outcome
    }

    /// Changes a row by hand, as another office's device would.
    pub fn edit(&mut self, id: InquiryId, fields: &[&str], change: impl FnOnce(&mut Inquiry)) {
        self.head += 1;
        let head = self.head;
        let row = self.rows.get_mut(&id).unwrap();
        change(&mut row.inquiry);
        for field in fields {
            row.inquiry.versions.insert((*field).to_owned(), head);
        }
        row.seq = head;
    }

    /// Takes a row out of the device's scope.
    pub fn remove(&mut self, id: InquiryId) {
        self.head += 1;
        self.rows.remove(&id);
        self.removed.insert(id, self.head);
    }

    /// A frame of the log after a cursor: as many changes as wanted, each row as it stands.
    pub fn pull(&self, cursor: u64, most: usize) -> PullReply {
        let mut ops: Vec<(u64, Op)> = self
            .rows
            .iter()
            .filter(|(_, row)| row.seq > cursor)
            .map(|(id, row)| {
                let put = Op::Put {
                    seq: row.seq,
                    id: *id,
                    unit: row.inquiry.unit.clone(),
                    content: row.content(),
                };
                (row.seq, put)
            })
            .chain(
                self.removed
                    .iter()
                    .filter(|(_, seq)| **seq > cursor)
                    .map(|(id, seq)| (*seq, Op::Remove { seq: *seq, id: *id })),
            )
            .collect();
        ops.sort_by_key(|(seq, _)| *seq);
        let to = if ops.len() > most {
            ops.truncate(most);
            ops.last().map_or(cursor, |(seq, _)| *seq)
        } else {
            self.head
        };
        let buckets = if to == self.head {
            self.buckets()
        } else {
            Vec::new()
        };
        let ops = ops.into_iter().map(|(_, op)| op).collect();
        PullReply {
            from: cursor,
            to,
            head: self.head,
            ops,
            buckets,
        }
    }

    pub fn buckets(&self) -> Vec<protocol::wire::Bucket> {
        let mut sums: BTreeMap<UnitId, Sum> = BTreeMap::from([
            ("general".into(), Sum::default()),
            ("roads".into(), Sum::default()),
        ]);
        for (id, row) in &self.rows {
            let sum = sums.entry(row.inquiry.unit.clone()).or_default();
            *sum = sum.plus(checksum::row(*id, row.seq, &row.content()));
        }
        sums.into_iter()
            .map(|(unit, sum)| sum.bucket(unit))
            .collect()
    }
}

impl super::Desk {
    /// Sends everything and takes everything in.
    pub async fn synchronise(&self, server: &mut Server) {
        self.send(server).await;
        self.fetch(server).await;
    }

    pub async fn send(&self, server: &mut Server) {
        let device = super::identity(3).device;
        loop {
            let acked = self.replica.standing().await.unwrap().acked;
            let commands = self.replica.outbox_after(acked, 50, 1 << 20).await.unwrap();
            if commands.is_empty() {
                return;
            }
            let outcomes = server.push(device, &commands);
            self.replica.store_outcomes(&outcomes).await.unwrap();
        }
    }

    pub async fn fetch(&self, server: &Server) {
        loop {
            let cursor = self.replica.standing().await.unwrap().cursor;
            let frame = server.pull(cursor, 20);
            self.replica.apply_pull(&frame).await.unwrap();
            if frame.to == frame.head {
                return;
            }
        }
    }
}
