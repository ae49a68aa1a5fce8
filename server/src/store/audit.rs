//! The audit chain's rows.

use super::sql::{Row, sql};
use super::{
    StoreError, Tx, bad, blob, bytes, json, moment, signed, tenant, to_json, tree, unsigned, uuid,
};
use crate::audit::{ChainReport, Entry, GENESIS};
use domain::ids::TenantId;

/// Appends entries after the one numbered `last`.
pub(crate) async fn append(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    last: u64,
    entries: &[(Entry, [u8; 16])],
) -> Result<(), StoreError> {
    let head: Option<Vec<u8>> = sql("select hash from audit where tenant = ? and seq = ?")
        .bind(blob(tenant.0))
        .bind(signed(last))
        .scalar(tx)
        .await?;
    let mut prev = match head {
        Some(hash) => bytes("audit", &hash)?,
        None if last == 0 => GENESIS,
        None => return Err(bad("audit", format!("entry {last} is missing"))),
    };
    for part in entries.chunks(super::batch::ROWS) {
        let chain = sql(
            "insert into audit (tenant, seq, at, actor, device, command, inquiry, act, result, fields, prev_hash, hash)",
        );
        let mut rows = Vec::with_capacity(part.len());
        for (entry, _) in part {
            let hash = entry.hash(&prev);
            rows.push((entry, to_json("audit", &entry.fields)?, prev, hash));
            prev = hash;
        }
        let chain = chain.push_rows(rows.into_iter().map(|(entry, fields, prev, hash)| {
            vec![
                blob(tenant.0).into(),
                signed(entry.seq).into(),
                entry.at.to_rfc3339().into(),
                entry.actor.map(|a| blob(a.0)).into(),
                entry.device.map(|d| blob(d.0)).into(),
                blob(entry.command.0).into(),
                blob(entry.inquiry.0).into(),
                entry.act.as_str().into(),
                entry.result.as_str().into(),
                fields.into(),
                prev.to_vec().into(),
                hash.to_vec().into(),
            ]
        }));
        chain.execute(tx).await?;
        let salts = sql("insert into audit_salt (tenant, seq, salt)");
        let salts = salts.push_rows(part.iter().map(|(entry, salt)| {
            vec![
                blob(tenant.0).into(),
                signed(entry.seq).into(),
                salt.to_vec().into(),
            ]
        }));
        salts.execute(tx).await?;
    }
    if let Some((entry, _)) = entries.last() {
        tenant::advance(tx, tenant, "audit", last, entry.seq).await?;
        tree::grow(tx, tenant).await?;
    }
    Ok(())
}

/// Reads the whole chain and checks every hash, the numbering, and that its end is where the counter says.
pub(crate) async fn verify(tx: &mut Tx<'_>, tenant: TenantId) -> Result<ChainReport, StoreError> {
    const PAGE: i64 = 1000;
    let mut report = ChainReport {
        entries: 0,
        broken_at: None,
        head: hex::encode(GENESIS),
    };
    let mut prev = GENESIS;
    loop {
        let rows = sql(
            "select seq, at, actor, device, command, inquiry, act, result, fields, prev_hash, hash from audit \
             where tenant = ? and seq > ? order by seq limit ?",
        )
        .bind(blob(tenant.0))
        .bind(signed(report.entries))
        .bind(PAGE)
        .fetch_all(tx)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let place = report.entries + 1;
            let fits = read(row).ok().filter(|(entry, before, hash)| {
                entry.seq == place && *before == prev && entry.hash(&prev) == *hash
            });
            let Some((_, _, hash)) = fits else {
                report.broken_at = Some(place);
                return Ok(report);
            };
            prev = hash;
            report.entries = place;
            report.head = hex::encode(hash);
        }
    }
    // A tree that says something else than the chain has been tampered with, or the chain has.
    if !tree::sound(tx, tenant).await? {
        report.broken_at = Some(1);
    }
    if tenant::counter(tx, tenant, "audit").await? != report.entries {
        report.broken_at = Some(report.entries + 1);
    }
    Ok(report)
}

fn read(row: &Row) -> Result<(Entry, [u8; 32], [u8; 32]), StoreError> {
    const T: &str = "audit";
    let (actor, device): (Option<Vec<u8>>, Option<Vec<u8>>) =
        (row.get("actor")?, row.get("device")?);
    let entry = Entry {
        seq: unsigned(T, row.int("seq")?)?,
        at: moment(T, &row.text("at")?)?,
        actor: actor.map(|id| uuid(T, &id)).transpose()?,
        device: device.map(|id| uuid(T, &id)).transpose()?,
        command: uuid(T, &row.bytes("command")?)?,
        inquiry: uuid(T, &row.bytes("inquiry")?)?,
        act: row.get("act")?,
        result: row.get("result")?,
        fields: json(T, &row.text("fields")?)?,
    };
    Ok((
        entry,
        bytes(T, &row.bytes("prev_hash")?)?,
        bytes(T, &row.bytes("hash")?)?,
    ))
}
