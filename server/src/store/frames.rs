//! Rows for devices: frames of the log, and repairs.

use super::sight::{self, Sight};
use super::sql::{Row, either, sql};
use super::{StoreError, Tx, blob, bytes, signed, sums, tenant, to_json, unsigned, uuid};
use domain::ids::{InquiryId, TenantId, UnitId};
use protocol::checksum::{self, PARTS, Sum};
use protocol::wire::{Op, PullReply, RepairFrame};

/// Rows read at once.
const PAGE: i64 = 256;
/// A row that has to go costs about this much in a frame.
const REMOVAL_BYTES: u64 = 96;

/// Rows in scope as they stand, cases that were erased whatever their department was, and those that left after the
/// cursor and are not back. A restricted case that the device could not see before it left is none of these.
fn changed(tx: &Tx<'_>) -> String {
    let among = sight::among(tx, "?3");
    let sees = |column| sight::sees(tx, column, "?5");
    let (now, then, still) = (sees("seen_by"), sees("l.from_seen_by"), sees("i.seen_by"));
    let (no, yes) = if tx.is_postgres() {
        ("0::bigint", "1::bigint")
    } else {
        ("0", "1")
    };
    format!(
        "select seq, id, unit, content, {no} as erased from inquiry \
         where tenant = ?1 and seq > ?2 and unit in ({among}) and {now} \
         union all \
         select seq, inquiry as id, '' as unit, null as content, {yes} as erased from erasure where tenant = ?1 and seq > ?2 \
         union all \
         select max(l.seq) as seq, l.inquiry as id, '' as unit, null as content, {no} as erased from log l \
         where l.tenant = ?1 and l.seq > ?6 and l.from_unit in ({among}) and {then} and not exists ( \
           select 1 from inquiry i where i.tenant = l.tenant and i.id = l.inquiry \
           and i.unit in ({among}) and {still}) \
         group by l.inquiry order by seq limit ?4"
    )
}

/// A frame: the state of each row that changed after `cursor` and is, or was, in sight; at most about `max_bytes` of it,
/// but at least one row.
pub(crate) async fn pull(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sight: &Sight,
    cursor: u64,
    max_bytes: u64,
) -> Result<PullReply, StoreError> {
    let head = tenant::counter(tx, tenant, "log").await?;
    let (text, scope, named) = (changed(tx), sight.scope()?, sight.named()?);
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
        let rows = sql(&text)
            .bind(blob(tenant.0))
            .bind(signed(reply.to))
            .bind(&scope)
            .bind(PAGE)
            .bind(named.clone())
            .bind(signed(reply.to.max(sight.since)))
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
    for unit in &sight.buckets {
        let sum = sum(tx, tenant, unit, sight).await?;
        reply.buckets.push(sum.bucket(unit.clone()));
    }
    Ok(reply)
}

/// Number and checksum of what a device may hold of a bucket. Of restricted cases, which are few, each device has others.
async fn sum(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    sight: &Sight,
) -> Result<Sum, StoreError> {
    let (_, restricted) = checksum::unit_of(unit);
    if !restricted || sight.people.is_none() {
        return sums::get(tx, tenant, unit).await;
    }
    let parts = part_sums(tx, tenant, unit, Some(sight)).await?;
    Ok(parts.into_iter().fold(Sum::default(), |all, part| Sum {
        rows: all.rows + part.rows,
        sum: all.sum.wrapping_add(part.sum),
    }))
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

/// Sums of a bucket's parts, as far as a device may see them; `None` sees all.
pub(crate) async fn part_sums(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    sight: Option<&Sight>,
) -> Result<Vec<Sum>, StoreError> {
    const T: &str = "inquiry";
    const ALL: &str = "select part, digest from inquiry where tenant = ?1 and unit = ?2";
    let named = match sight.filter(|_| checksum::unit_of(unit).1) {
        Some(sight) => sight.named()?,
        None => None,
    };
    // Asked for all, the index alone has the answer.
    let query = match named {
        None => sql(ALL).bind(blob(tenant.0)).bind(unit.as_str()),
        Some(named) => sql(ALL)
            .push(" and ")
            .push(&sight::sees(tx, "seen_by", "?3"))
            .bind(blob(tenant.0))
            .bind(unit.as_str())
            .bind(named),
    };
    let rows = query.fetch_all(tx).await?;
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

/// Some rows of a unit after a sequence, in its order.
pub(crate) async fn page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    after: u64,
) -> Result<Vec<(InquiryId, u64, String)>, StoreError> {
    const T: &str = "inquiry";
    let rows = either(
        tx,
        "select seq, id, content from inquiry indexed by inquiry_seq \
         where tenant = ? and seq > ? and unit = ? order by seq limit ?",
        "select seq, id, content from inquiry where tenant = ? and seq > ? and unit = ? order by seq limit ?",
    )
    .bind(blob(tenant.0))
    .bind(signed(after))
    .bind(unit.as_str())
    .bind(PAGE)
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                uuid(T, &row.bytes("id")?)?,
                unsigned(T, row.int("seq")?)?,
                row.get("content")?,
            ))
        })
        .collect()
}

/// Whether a row has left a bucket after a sequence: moved, or restricted.
pub(crate) async fn left_since(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    seq: u64,
) -> Result<bool, StoreError> {
    let found: Option<i64> =
        sql("select seq from log where tenant = ? and from_unit = ? and seq > ? limit 1")
            .bind(blob(tenant.0))
            .bind(unit.as_str())
            .bind(signed(seq))
            .scalar(tx)
            .await?;
    Ok(found.is_some())
}

/// Rows of some parts of a bucket after a sequence, as far as a device may see them.
pub(crate) async fn repair(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sight: &Sight,
    unit: &UnitId,
    parts: &[u8],
    after: u64,
    max_bytes: u64,
) -> Result<RepairFrame, StoreError> {
    let (parts, named) = (to_json("inquiry", parts)?, sight.named()?);
    let sees = sight::sees(tx, "seen_by", "?6");
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
             where tenant = ?1 and seq > ?2 and unit = ?3 and part in (select value from json_each(?4)) and ",
            "select seq, id, unit, content from inquiry \
             where tenant = ?1 and seq > ?2 and unit = ?3 \
             and part in (select value::bigint from jsonb_array_elements_text(?4::jsonb)) and ",
        )
        .push(&sees)
        .push(" order by seq limit ?5")
        .bind(blob(tenant.0))
        .bind(signed(frame.to))
        .bind(unit.as_str())
        .bind(&parts)
        .bind(PAGE)
        .bind(named.clone())
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
