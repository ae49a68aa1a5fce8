//! The Merkle tree over the audit chain: grown with each entry, and asked for proofs.

use super::sql::sql;
use super::{StoreError, Tx, bad, blob, bytes, signed, unsigned};
use domain::ids::TenantId;
use protocol::tree::{self, Edge, Hash, Part};

/// Subtrees of 2^6 entries and more are kept; a proof makes the smaller ones from the entries.
const KEPT: u32 = 6;
/// Entries read at once when the tree has to catch up.
const PAGE: i64 = 1_000;

/// The tree's right edge.
pub(crate) async fn edge(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Edge, StoreError> {
    const T: &str = "audit_edge";
    let row = sql("select size, peaks from audit_edge where tenant = ?")
        .bind(blob(tenant.0))
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else {
        return Ok(Edge::default());
    };
    let peaks = row.bytes("peaks")?;
    let peaks = peaks
        .chunks(32)
        .map(|peak| bytes(T, peak))
        .collect::<Result<Vec<Hash>, StoreError>>()?;
    Edge::of(unsigned(T, row.int("size")?)?, peaks)
        .ok_or_else(|| bad(T, "peaks that do not fit the size"))
}

/// Takes in the entries that are not in the tree yet.
pub(crate) async fn grow(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Edge, StoreError> {
    let before = edge(tx, tenant).await?;
    let mut edge = before.clone();
    let mut nodes = Vec::new();
    loop {
        let hashes: Vec<Vec<u8>> =
            sql("select hash from audit where tenant = ? and seq > ? order by seq limit ?")
                .bind(blob(tenant.0))
                .bind(signed(edge.size()))
                .bind(PAGE)
                .scalars(tx)
                .await?;
        for hash in &hashes {
            edge.push(tree::leaf(hash), |level, place, hash| {
                if level >= KEPT {
                    nodes.push((level, place, hash));
                }
            });
        }
        if hashes.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            break;
        }
    }
    if edge == before {
        return Ok(edge);
    }
    for part in nodes.chunks(super::batch::ROWS) {
        let rows = part.iter().map(|(level, place, hash)| {
            vec![
                blob(tenant.0).into(),
                i64::from(*level).into(),
                signed(*place).into(),
                hash.to_vec().into(),
            ]
        });
        sql("insert into audit_node (tenant, level, place, hash)")
            .push_rows(rows)
            .execute(tx)
            .await?;
    }
    sql(
        "insert into audit_edge (tenant, size, peaks) values (?1, ?2, ?3) \
         on conflict (tenant) do update set size = ?2, peaks = ?3",
    )
    .bind(blob(tenant.0))
    .bind(signed(edge.size()))
    .bind(edge.peaks().concat())
    .execute(tx)
    .await?;
    Ok(edge)
}

/// The proof that the tree of `new` entries begins with that of `old`: see [`tree::consistency`].
pub(crate) async fn proof(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, StoreError> {
    let mut proof = Vec::new();
    for part in tree::consistency(old, new) {
        proof.push(root(tx, tenant, part).await?);
    }
    Ok(proof)
}

/// The root of some neighbouring entries, whose first place is a multiple of each subtree in them.
async fn root(tx: &mut Tx<'_>, tenant: TenantId, part: Part) -> Result<Hash, StoreError> {
    let mut peaks = Vec::new();
    let (mut from, size) = (part.from, part.to - part.from);
    for level in (0..64).rev().filter(|level| size >> level & 1 == 1) {
        peaks.push(subtree(tx, tenant, level, from >> level).await?);
        from += 1 << level;
    }
    Edge::of(size, peaks)
        .map(|edge| edge.root())
        .ok_or_else(|| bad("audit_node", "a part without entries"))
}

/// The root of a complete subtree.
async fn subtree(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    level: u32,
    place: u64,
) -> Result<Hash, StoreError> {
    if level >= KEPT {
        let hash: Option<Vec<u8>> =
            sql("select hash from audit_node where tenant = ? and level = ? and place = ?")
                .bind(blob(tenant.0))
                .bind(i64::from(level))
                .bind(signed(place))
                .scalar(tx)
                .await?;
        let hash = hash.ok_or_else(|| bad("audit_node", format!("none at {level}/{place}")))?;
        return bytes("audit_node", &hash);
    }
    let (from, to) = (place << level, (place + 1) << level);
    let hashes: Vec<Vec<u8>> =
        sql("select hash from audit where tenant = ? and seq > ? and seq <= ? order by seq")
            .bind(blob(tenant.0))
            .bind(signed(from))
            .bind(signed(to))
            .scalars(tx)
            .await?;
    let mut edge = Edge::default();
    for hash in &hashes {
        edge.push(tree::leaf(hash), |_, _, _| {});
    }
    if edge.size() == 1 << level {
        Ok(edge.root())
    } else {
        Err(bad("audit", format!("entries are missing behind {from}")))
    }
}

/// Makes the whole tree anew from the entries, and compares. Whether it is the one that is kept.
pub(crate) async fn sound(tx: &mut Tx<'_>, tenant: TenantId) -> Result<bool, StoreError> {
    let kept = edge(tx, tenant).await?;
    let mut fresh = Edge::default();
    let mut nodes = std::collections::BTreeMap::new();
    loop {
        let hashes: Vec<Vec<u8>> =
            sql("select hash from audit where tenant = ? and seq > ? order by seq limit ?")
                .bind(blob(tenant.0))
                .bind(signed(fresh.size()))
                .bind(PAGE)
                .scalars(tx)
                .await?;
        if hashes.is_empty() {
            break;
        }
        for hash in &hashes {
            fresh.push(tree::leaf(hash), |level, place, hash| {
                if level >= KEPT {
                    nodes.insert((i64::from(level), signed(place)), hash.to_vec());
                }
            });
        }
    }
    let rows = sql("select level, place, hash from audit_node where tenant = ?")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    let mut same = rows.len() == nodes.len() && kept == fresh;
    for row in &rows {
        let place = (row.int("level")?, row.int("place")?);
        same &= nodes.get(&place) == Some(&row.bytes("hash")?);
    }
    Ok(same)
}
