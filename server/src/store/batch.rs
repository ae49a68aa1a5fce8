//! A batch of commands: what they may look at is loaded, what they did is written down, all in one transaction.

use super::proof;
use super::sql::sql;
use super::{
    Store, StoreError, Tx, audit, bad, blob, bytes, erasure, signed, staff, sums, tenant, to_json,
    unsigned, uuid,
};
use crate::audit::{Entry, Field};
use crate::decide::{Decided, Place, World, text_of};
use chrono::{DateTime, FixedOffset};
use domain::Inquiry;
use domain::ids::{CommandId, DeviceId, InquiryId, StaffId, TenantId, UnitId};
use protocol::checksum::{self, Sum};
use protocol::wire::{Command, Outcome, OutcomeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A command with what the audit says about it.
#[derive(Debug)]
pub(crate) struct Done {
    /// What became of it.
    pub decided: Decided,
    /// The case.
    pub inquiry: InquiryId,
    /// Who; `None` where the command cannot be read.
    pub actor: Option<StaffId>,
    /// The act's code.
    pub act: &'static str,
    /// As the device sent it; `None` for what the server does itself.
    pub sent: Option<Command>,
}

/// What the commands of a batch name.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Cases.
    pub inquiries: BTreeSet<InquiryId>,
    /// Keys of submissions.
    pub sources: BTreeSet<String>,
    /// The commands themselves.
    pub commands: BTreeSet<CommandId>,
    /// Earlier commands of the device.
    pub earlier: BTreeSet<CommandId>,
}

/// Loads what a batch may look at. To be called with the write lock held.
pub(crate) async fn load(
    store: &Store,
    tx: &mut Tx<'_>,
    tenant_id: TenantId,
    device: Option<DeviceId>,
    named: &Named,
) -> Result<World, StoreError> {
    let profile = store.profile(tx, tenant_id).await?;
    let mut world = World {
        profile,
        units: tenant::units(tx, tenant_id)
            .await?
            .into_iter()
            .map(|u| u.id)
            .collect(),
        staff: staff::actors(tx, tenant_id).await?,
        rows: BTreeMap::new(),
        sources: BTreeMap::new(),
        head: tenant::counter(tx, tenant_id, "log").await?,
        numbers: tenant::numbers(tx, tenant_id).await?,
        confirmed: BTreeMap::new(),
        taken: BTreeSet::new(),
        erased: erasure::among(tx, tenant_id, &named.inquiries).await?,
        kept_numbers: erasure::numbers(tx, tenant_id).await?,
        restored: tenant::restored(tx, tenant_id).await?,
    };
    load_rows(tx, tenant_id, named, &mut world).await?;
    load_commands(tx, tenant_id, device, named, &mut world).await?;
    Ok(world)
}

async fn load_rows(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    named: &Named,
    world: &mut World,
) -> Result<(), StoreError> {
    const T: &str = "inquiry";
    for ids in chunks(&named.inquiries) {
        let query =
            sql("select id, unit, seq, digest, content from inquiry where tenant = ? and id in ")
                .bind(blob(tenant.0))
                .push_list(ids.iter().map(|id| blob(id.0)));
        for row in query.fetch_all(tx).await? {
            let inquiry: Inquiry = super::json(T, &row.text("content")?)?;
            let stored = Some((
                UnitId(row.get("unit")?),
                u128::from_be_bytes(bytes(T, &row.bytes("digest")?)?),
            ));
            let seq = unsigned(T, row.int("seq")?)?;
            world.rows.insert(
                uuid(T, &row.bytes("id")?)?,
                crate::decide::Row {
                    inquiry,
                    seq,
                    stored,
                    dirty: false,
                },
            );
        }
    }
    for keys in chunks(&named.sources) {
        let query = sql("select source_key, id from inquiry where tenant = ? and source_key in ")
            .bind(blob(tenant.0))
            .push_list(keys.iter().cloned());
        for row in query.fetch_all(tx).await? {
            world
                .sources
                .insert(row.get("source_key")?, uuid(T, &row.bytes("id")?)?);
        }
    }
    Ok(())
}

/// Outcomes of the device's own commands, and ids that others have used.
async fn load_commands(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: Option<DeviceId>,
    named: &Named,
    world: &mut World,
) -> Result<(), StoreError> {
    const T: &str = "command";
    let both: BTreeSet<CommandId> = named.commands.union(&named.earlier).copied().collect();
    for ids in chunks(&both) {
        let query = sql("select id, device, outcome from command where tenant = ? and id in ")
            .bind(blob(tenant.0))
            .push_list(ids.iter().map(|id| blob(id.0)));
        for row in query.fetch_all(tx).await? {
            let (id, of): (CommandId, DeviceId) =
                (uuid(T, &row.bytes("id")?)?, uuid(T, &row.bytes("device")?)?);
            if named.commands.contains(&id) {
                world.taken.insert(id);
            }
            if Some(of) == device {
                let outcome: Outcome = super::json(T, &row.text("outcome")?)?;
                world.confirmed.insert(id, outcome);
            }
        }
    }
    Ok(())
}

/// Stored outcomes of a device, word for word, from a sequence on: sequence, hash of the command, outcome.
pub(crate) async fn outcomes(
    tx: &mut Tx<'_>,
    device: DeviceId,
    from: u64,
    to: u64,
) -> Result<BTreeMap<u64, (String, String)>, StoreError> {
    let rows = sql(
        "select device_seq, hash, outcome from command where device = ? and device_seq between ? and ? order by device_seq",
    )
    .bind(blob(device.0))
    .bind(signed(from))
    .bind(signed(to))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                unsigned("command", row.int("device_seq")?)?,
                (row.get("hash")?, row.get("outcome")?),
            ))
        })
        .collect()
}

/// Writes down what a batch did. The log's counter comes last: with it the batch becomes part of the one order.
pub(crate) async fn flush(
    tx: &mut Tx<'_>,
    tenant_id: TenantId,
    device: Option<DeviceId>,
    head_before: u64,
    world: &World,
    done: &[Done],
    now: DateTime<FixedOffset>,
) -> Result<Vec<String>, StoreError> {
    let outcomes = done
        .iter()
        .map(|d| to_json("command", &d.decided.outcome))
        .collect::<Result<Vec<String>, StoreError>>()?;
    if let Some(device) = device {
        insert_commands(tx, tenant_id, device, done, &outcomes, now).await?;
    }
    upsert_rows(tx, tenant_id, world).await?;
    insert_log(tx, tenant_id, done).await?;
    insert_files(tx, tenant_id, device, done).await?;
    insert_audit(tx, tenant_id, device, done, now).await?;
    let numbers_before = tenant::numbers(tx, tenant_id).await?;
    for ((journal, year), value) in &world.numbers {
        let before = numbers_before
            .get(&(journal.clone(), *year))
            .copied()
            .unwrap_or(0);
        if before != *value {
            let name = tenant::number_counter(journal, *year);
            tenant::advance(tx, tenant_id, &name, u64::from(before), u64::from(*value)).await?;
        }
    }
    if world.head != head_before {
        tenant::advance(tx, tenant_id, "log", head_before, world.head).await?;
    }
    Ok(outcomes)
}

async fn insert_commands(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
    done: &[Done],
    outcomes: &[String],
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let now = now.to_rfc3339();
    let sent: Vec<_> = done
        .iter()
        .zip(outcomes)
        .filter_map(|(d, o)| d.sent.as_ref().map(|s| (d, s, o)))
        .collect();
    for part in sent.chunks(ROWS) {
        let query = sql(
            "insert into command (device, device_seq, tenant, id, hash, signed, signature, outcome, quarantined, received_at)",
        );
        let query = query.push_rows(part.iter().map(|(done, sent, outcome)| {
            let id = &done.decided.outcome;
            // An id that another device has used already is kept under a name of its own.
            let taken = matches!(&id.result, OutcomeKind::Rejected { refusal } if *refusal == domain::Refusal::Exists)
                && done.decided.quarantined;
            let kept = if taken { own_name(device, id.device_seq) } else { blob(id.id.0) };
            // What was typed about an erased case is not kept: the hash is, and with it the device's chain.
            let text = if is_erased(&id.result) { "" } else { sent.signed.as_str() };
            vec![blob(device.0).into(), signed(id.device_seq).into(), blob(tenant.0).into(), kept.into(), sent.hash_hex().into(), text.into(), sent.signature.as_str().into(), outcome.as_str().into(), done.decided.quarantined.into(), now.as_str().into()]
        }));
        query.execute(tx).await?;
    }
    Ok(())
}

fn is_erased(result: &OutcomeKind) -> bool {
    matches!(result, OutcomeKind::Rejected { refusal } if *refusal == domain::Refusal::Erased)
}

fn own_name(device: DeviceId, device_seq: u64) -> Vec<u8> {
    [device.0.as_bytes().as_slice(), &device_seq.to_be_bytes()].concat()
}

/// Rows as they stand after the batch, each once, and the sums of their buckets.
async fn upsert_rows(tx: &mut Tx<'_>, tenant: TenantId, world: &World) -> Result<(), StoreError> {
    let mut all: BTreeMap<UnitId, Sum> = BTreeMap::new();
    let dirty: Vec<_> = world
        .rows
        .iter()
        .filter(|(_, row)| row.dirty)
        .map(|(id, row)| (id, row, Place::of(&row.inquiry)))
        .collect();
    let mut touched: BTreeSet<UnitId> = BTreeSet::new();
    for (_, row, place) in &dirty {
        touched.extend(row.stored.iter().map(|(bucket, _)| bucket.clone()));
        touched.insert(place.bucket.clone());
    }
    for unit in touched {
        let stored = sums::get(tx, tenant, &unit).await?;
        all.insert(unit, stored);
    }
    for part in dirty.chunks(ROWS) {
        let mut rows = Vec::with_capacity(part.len());
        for (id, row, place) in part {
            let content = text_of(&row.inquiry);
            let digest = checksum::row(**id, row.seq, &content);
            if let Some((bucket, before)) = &row.stored {
                all.entry(bucket.clone())
                    .and_modify(|s| *s = s.minus(*before));
            }
            all.entry(place.bucket.clone())
                .and_modify(|s| *s = s.plus(digest));
            rows.push(vec![
                blob(tenant.0).into(),
                blob(id.0).into(),
                place.bucket.as_str().into(),
                seen_by(place)?.into(),
                signed(row.seq).into(),
                (i64::from(checksum::part(**id))).into(),
                digest.to_be_bytes().to_vec().into(),
                row.inquiry.source.as_ref().map(|s| s.key.as_str()).into(),
                content.into(),
            ]);
        }
        let query = sql(
            "insert into inquiry (tenant, id, unit, seen_by, seq, part, digest, source_key, content)",
        );
        let query = query.push_rows(rows).push(
            " on conflict (tenant, id) do update set unit = excluded.unit, seen_by = excluded.seen_by, seq = excluded.seq, \
             digest = excluded.digest, content = excluded.content where inquiry.seq < excluded.seq",
        );
        let affected = query.execute(tx).await?;
        if affected != part.len() as u64 {
            return Err(bad(
                "inquiry",
                format!("{affected} rows written of {}", part.len()),
            ));
        }
    }
    for (unit, sum) in all {
        sums::put(tx, tenant, &unit, sum).await?;
    }
    Ok(())
}

/// Column `seen_by`: those named on a restricted case, as JSON; null for any other.
fn seen_by(place: &Place) -> Result<Option<String>, StoreError> {
    place
        .seen_by
        .as_ref()
        .map(|named| to_json("inquiry", named))
        .transpose()
}

async fn insert_log(tx: &mut Tx<'_>, tenant: TenantId, done: &[Done]) -> Result<(), StoreError> {
    let effects: Vec<_> = done
        .iter()
        .filter_map(|d| d.decided.effect.as_ref().map(|e| (d, e)))
        .collect();
    for part in effects.chunks(ROWS) {
        let mut rows = Vec::with_capacity(part.len());
        for (done, effect) in part {
            let from = effect.from.as_ref();
            rows.push(vec![
                blob(tenant.0).into(),
                signed(effect.seq).into(),
                blob(done.inquiry.0).into(),
                effect.place.bucket.as_str().into(),
                seen_by(&effect.place)?.into(),
                from.map(|f| f.bucket.as_str()).into(),
                from.map(seen_by).transpose()?.flatten().into(),
                done.act.into(),
            ]);
        }
        let query = sql(
            "insert into log (tenant, seq, inquiry, unit, seen_by, from_unit, from_seen_by, op)",
        );
        query.push_rows(rows).execute(tx).await?;
    }
    Ok(())
}

/// Files that a device's command names, whatever became of it.
fn named_files(done: &Done) -> Vec<String> {
    let read = done.sent.as_ref().and_then(|sent| sent.read().ok());
    let files = read.iter().flat_map(|command| command.act.files());
    files.map(|(_, sha256)| sha256.to_owned()).collect()
}

async fn insert_files(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: Option<DeviceId>,
    done: &[Done],
) -> Result<(), StoreError> {
    let (mut files, mut barred) = (Vec::new(), Vec::new());
    for done in done {
        if is_erased(&done.decided.outcome.result) {
            barred.extend(named_files(done));
        } else if let Some(effect) = &done.decided.effect {
            files.extend(effect.files.iter().map(|f| (done.inquiry, f.clone())));
        } else {
            // The file of a refused command comes too: an erasure of the case has to reach it.
            files.extend(named_files(done).into_iter().map(|f| (done.inquiry, f)));
        }
    }
    proof::refer(tx, tenant, device, &files).await?;
    for sha256 in barred {
        blob::bar(tx, tenant, &sha256).await?;
    }
    Ok(())
}

pub(crate) async fn insert_audit(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: Option<DeviceId>,
    done: &[Done],
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let mut entries = Vec::with_capacity(done.len());
    let first = tenant::counter(tx, tenant, "audit").await? + 1;
    for (seq, d) in (first..).zip(done) {
        let salt = crate::secrets::random::<16>().map_err(|e| bad("audit_salt", e.to_string()))?;
        let fields = d.decided.effect.iter().flat_map(|e| &e.fields);
        let entry = Entry {
            seq,
            at: now,
            actor: d.actor,
            device,
            command: d.decided.outcome.id,
            inquiry: d.inquiry,
            act: d.act.to_owned(),
            result: result_code(&d.decided.outcome.result).to_owned(),
            fields: fields
                .map(|f| Field {
                    field: f.field.clone(),
                    base: f.base,
                    version: f.version,
                    commitment: crate::audit::commitment(&salt, &f.field, &f.value),
                })
                .collect(),
        };
        entries.push((entry, salt));
    }
    audit::append(tx, tenant, first - 1, &entries).await
}

/// The outcome's word in the audit and in the figures.
pub(crate) fn result_code(kind: &OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Applied => "applied",
        OutcomeKind::Merged => "merged",
        OutcomeKind::Conflict { .. } => "conflict",
        OutcomeKind::Rejected { .. } => "rejected",
        OutcomeKind::Unsupported => "unsupported",
    }
}

/// Rows in one statement: far below SQLite's limit of bound values.
pub(crate) const ROWS: usize = 500;

pub(crate) fn chunks<T: Clone>(set: &BTreeSet<T>) -> Vec<Vec<T>> {
    let all: Vec<T> = set.iter().cloned().collect();
    all.chunks(ROWS).map(<[T]>::to_vec).collect()
}
