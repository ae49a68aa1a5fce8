//! Rows for devices: frames of the log, and repairs.

use super::sql::{Row, either, sql};
use super::{StoreError, Tx, batch, blob, bytes, signed, tenant, to_json, unsigned, uuid};
use domain::ids::{InquiryId, TenantId, UnitId};
use protocol::checksum::{PARTS, Sum};
use protocol::wire::{Op, PullReply, RepairFrame};
use std::collections::BTreeSet;

/// Rows read at once.
const PAGE: i64 = 256;
/// A row that has to go costs about this much in a frame.
const REMOVAL_BYTES: u64 = 96;

/// Rows in scope as they stand, cases that were erased whatever their department was, and those that left after the cursor and are not back.
const CHANGED_SQLITE: &str = "\
    select seq, id, unit, content, 0 as erased from inquiry \
    where tenant = ?1 and seq > ?2 and unit in (select value from json_each(?3)) \
    union all \
    select seq, inquiry as id, '' as unit, null as content, 1 as erased from erasure where tenant = ?1 and seq > ?2 \
    union all \
    select max(l.seq) as seq, l.inquiry as id, '' as unit, null as content, 0 as erased from log l \
    where l.tenant = ?1 and l.seq > ?2 and l.from_unit in (select value from json_each(?3)) and not exists ( \
      select 1 from inquiry i where i.tenant = l.tenant and i.id = l.inquiry \
      and i.unit in (select value from json_each(?3))) \
    group by l.inquiry order by seq limit ?4";
const CHANGED_POSTGRES: &str = "\
    select seq, id, unit, content, 0::bigint as erased from inquiry \
    where tenant = ?1 and seq > ?2 and unit in (select jsonb_array_elements_text(?3::jsonb)) \
    union all \
    select seq, inquiry as id, '' as unit, null as content, 1::bigint as erased from erasure where tenant = ?1 and seq > ?2 \
    union all \
    select max(l.seq) as seq, l.inquiry as id, '' as unit, null as content, 0::bigint as erased from log l \
    where l.tenant = ?1 and l.seq > ?2 and l.from_unit in (select jsonb_array_elements_text(?3::jsonb)) and not exists ( \
      select 1 from inquiry i where i.tenant = l.tenant and i.id = l.inquiry \
      and i.unit in (select jsonb_array_elements_text(?3::jsonb))) \
    group by l.inquiry order by seq limit ?4";

/// A frame: the state of each row that changed after `cursor` and is, or was, in one of the units; at most about
/// `max_bytes` of it, but at least one row.
pub(crate) async fn pull(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    units: &BTreeSet<UnitId>,
    cursor: u64,
    max_bytes: u64,
) -> Result<PullReply, StoreError> {
    let head = tenant::counter(tx, tenant, "log").await?;
    let scope = to_json("device", units)?;
    let mut reply = PullReply {
        from: cursor,
        to: cursor,
        head,
        ops: Vec::new(),
        buckets: Vec::new(),
    };
    let mut room = max_bytes;
    loop {
        // A row that left is known by the log of its leaving: the row itself is not this device's to see any more.
        let rows = either(tx, CHANGED_SQLITE, CHANGED_POSTGRES)
            .bind(blob(tenant.0))
            .bind(signed(reply.to))
            .bind(&scope)
            .bind(PAGE)
            .fetch_all(tx)
            .await?;
        let last_page = rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        for row in rows {
            let op = if row.int("erased")? == 1 {
                erase(&row)?
            } else {
                operation(&row)?
            };
            let size = size(&op);
            if size > room && !reply.ops.is_empty() {
                return Ok(reply);
            }
            room = room.saturating_sub(size);
            reply.to = unsigned("inquiry", row.int("seq")?)?;
            reply.ops.push(op);
        }
        if last_page {
            break;
        }
    }
    reply.to = head;
    for unit in units {
        reply
            .buckets
            .push(batch::sum(tx, tenant, unit).await?.bucket(unit.clone()));
    }
    Ok(reply)
}

fn operation(row: &Row) -> Result<Op, StoreError> {
    const T: &str = "inquiry";
    let id: InquiryId = uuid(T, &row.bytes("id")?)?;
    let seq = unsigned(T, row.int("seq")?)?;
    Ok(match row.get::<Option<String>>("content")? {
        Some(content) => Op::Put {
            seq,
            id,
            unit: UnitId(row.get("unit")?),
            content,
        },
        None => Op::Remove { seq, id },
    })
}

fn erase(row: &Row) -> Result<Op, StoreError> {
    Ok(Op::Erase {
        seq: unsigned("erasure", row.int("seq")?)?,
        id: uuid("erasure", &row.bytes("id")?)?,
    })
}

fn size(op: &Op) -> u64 {
    match op {
        Op::Put { content, .. } => content.len() as u64 + REMOVAL_BYTES,
        Op::Remove { .. } | Op::Erase { .. } => REMOVAL_BYTES,
    }
}

/// Sums of a unit's parts.
pub(crate) async fn part_sums(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
) -> Result<Vec<Sum>, StoreError> {
    const T: &str = "inquiry";
    let rows = sql("select part, digest from inquiry where tenant = ? and unit = ?")
        .bind(blob(tenant.0))
        .bind(unit.as_str())
        .fetch_all(tx)
        .await?;
    let mut sums = vec![Sum::default(); PARTS];
    for row in rows {
        let part = usize::try_from(row.int("part")?).unwrap_or(usize::MAX);
        let digest = u128::from_be_bytes(bytes(T, &row.bytes("digest")?)?);
        let sum = sums
            .get_mut(part)
            .ok_or_else(|| super::bad(T, "a part out of range"))?;
        *sum = sum.plus(digest);
    }
    Ok(sums)
}

/// Rows of some parts of a unit after a sequence.
pub(crate) async fn repair(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    parts: &[u8],
    after: u64,
    max_bytes: u64,
) -> Result<RepairFrame, StoreError> {
    let parts = to_json("inquiry", parts)?;
    let mut frame = RepairFrame {
        ops: Vec::new(),
        to: after,
        last: false,
    };
    let mut room = max_bytes;
    loop {
        let rows = either(
            tx,
            "select seq, id, unit, content from inquiry indexed by inquiry_seq \
             where tenant = ? and seq > ? and unit = ? and part in (select value from json_each(?)) \
             order by seq limit ?",
            "select seq, id, unit, content from inquiry \
             where tenant = ? and seq > ? and unit = ? \
             and part in (select value::bigint from jsonb_array_elements_text(?::jsonb)) \
             order by seq limit ?",
        )
        .bind(blob(tenant.0))
        .bind(signed(frame.to))
        .bind(unit.as_str())
        .bind(&parts)
        .bind(PAGE)
        .fetch_all(tx)
        .await?;
        let last_page = rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        for row in rows {
            let op = operation(&row)?;
            let size = size(&op);
            if size > room && !frame.ops.is_empty() {
                return Ok(frame);
            }
            room = room.saturating_sub(size);
            frame.to = unsigned("inquiry", row.int("seq")?)?;
            frame.ops.push(op);
        }
        if last_page {
            frame.last = true;
            return Ok(frame);
        }
    }
}
