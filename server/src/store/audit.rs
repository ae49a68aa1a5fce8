//! The audit chain's rows.

use super::{
    StoreError, Tx, bad, blob, bytes, json, moment, signed, tenant, to_json, unsigned, uuid,
};
use crate::audit::{ChainReport, Entry, GENESIS};
use domain::ids::TenantId;
use sqlx::{QueryBuilder, Row, Sqlite};

/// Appends entries after the one numbered `last`.
pub(crate) async fn append(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    last: u64,
    entries: &[(Entry, [u8; 16])],
) -> Result<(), StoreError> {
    let head: Option<Vec<u8>> =
        sqlx::query_scalar("select hash from audit where tenant = ? and seq = ?")
            .bind(blob(tenant.0))
            .bind(signed(last))
            .fetch_optional(&mut **tx)
            .await?;
    let mut prev = match head {
        Some(hash) => bytes("audit", &hash)?,
        None if last == 0 => GENESIS,
        None => return Err(bad("audit", format!("entry {last} is missing"))),
    };
    for part in entries.chunks(super::batch::ROWS) {
        let mut chain = QueryBuilder::<Sqlite>::new(
            "insert into audit (tenant, seq, at, actor, device, command, inquiry, act, result, fields, prev_hash, hash) ",
        );
        let mut rows = Vec::with_capacity(part.len());
        for (entry, _) in part {
            let hash = entry.hash(&prev);
            rows.push((entry, to_json("audit", &entry.fields)?, prev, hash));
            prev = hash;
        }
        chain.push_values(rows, |mut row, (entry, fields, prev, hash)| {
            row.push_bind(blob(tenant.0))
                .push_bind(signed(entry.seq))
                .push_bind(entry.at.to_rfc3339())
                .push_bind(entry.actor.map(|a| blob(a.0)))
                .push_bind(entry.device.map(|d| blob(d.0)))
                .push_bind(blob(entry.command.0))
                .push_bind(blob(entry.inquiry.0))
                .push_bind(entry.act.as_str())
                .push_bind(entry.result.as_str())
                .push_bind(fields)
                .push_bind(prev.to_vec())
                .push_bind(hash.to_vec());
        });
        chain.build().execute(&mut **tx).await?;
        let mut salts = QueryBuilder::<Sqlite>::new("insert into audit_salt (tenant, seq, salt) ");
        salts.push_values(part, |mut row, (entry, salt)| {
            row.push_bind(blob(tenant.0))
                .push_bind(signed(entry.seq))
                .push_bind(salt.to_vec());
        });
        salts.build().execute(&mut **tx).await?;
    }
    if let Some((entry, _)) = entries.last() {
        tenant::advance(tx, tenant, "audit", last, entry.seq).await?;
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
        let rows = sqlx::query(
            "select seq, at, actor, device, command, inquiry, act, result, fields, prev_hash, hash from audit \
             where tenant = ? and seq > ? order by seq limit ?",
        )
        .bind(blob(tenant.0))
        .bind(signed(report.entries))
        .bind(PAGE)
        .fetch_all(&mut **tx)
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
    if tenant::counter(tx, tenant, "audit").await? != report.entries {
        report.broken_at = Some(report.entries + 1);
    }
    Ok(report)
}

fn read(row: &sqlx::sqlite::SqliteRow) -> Result<(Entry, [u8; 32], [u8; 32]), StoreError> {
    const T: &str = "audit";
    let (actor, device): (Option<Vec<u8>>, Option<Vec<u8>>) =
        (row.try_get("actor")?, row.try_get("device")?);
    let entry = Entry {
        seq: unsigned(T, row.try_get("seq")?)?,
        at: moment(T, row.try_get("at")?)?,
        actor: actor.map(|id| uuid(T, &id)).transpose()?,
        device: device.map(|id| uuid(T, &id)).transpose()?,
        command: uuid(T, row.try_get("command")?)?,
        inquiry: uuid(T, row.try_get("inquiry")?)?,
        act: row.try_get("act")?,
        result: row.try_get("result")?,
        fields: json(T, row.try_get("fields")?)?,
    };
    Ok((
        entry,
        bytes(T, row.try_get("prev_hash")?)?,
        bytes(T, row.try_get("hash")?)?,
    ))
}
