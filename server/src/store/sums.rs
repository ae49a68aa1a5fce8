//! Number and checksum of each bucket's rows, kept with the rows.

use super::sql::sql;
use super::{Store, StoreError, Tx, Wall, blob, bytes, one, signed, unsigned, uuid};
use domain::ids::{TenantId, UnitId};
use protocol::checksum::Sum;

/// The migration that moved restricted rows into buckets of their own, and left their sums to be counted.
const BUCKETS: i64 = 11;

pub(crate) async fn put(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    sum: Sum,
) -> Result<(), StoreError> {
    let affected = sql(
        "insert into unit_sum (tenant, unit, row_count, sum) values (?1, ?2, ?3, ?4) \
         on conflict (tenant, unit) do update set row_count = ?3, sum = ?4",
    )
    .bind(blob(tenant.0))
    .bind(unit.as_str())
    .bind(signed(sum.rows))
    .bind(sum.sum.to_be_bytes().to_vec())
    .execute(tx)
    .await?;
    one("unit_sum", affected)
}

/// Of all rows of a bucket, whoever may see them.
pub(crate) async fn get(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
) -> Result<Sum, StoreError> {
    let row = sql("select row_count, sum from unit_sum where tenant = ? and unit = ?")
        .bind(blob(tenant.0))
        .bind(unit.as_str())
        .fetch_optional(tx)
        .await?;
    match row {
        None => Ok(Sum::default()),
        Some(row) => Ok(Sum {
            rows: unsigned("unit_sum", row.int("row_count")?)?,
            sum: u128::from_be_bytes(bytes("unit_sum", &row.bytes("sum")?)?),
        }),
    }
}

/// All buckets of a body that have, or had, rows.
pub(crate) async fn buckets(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<UnitId>, StoreError> {
    let units: Vec<String> = sql(
        "select unit from unit_sum where tenant = ?1 union select unit from inquiry where tenant = ?1 order by 1",
    )
    .bind(blob(tenant.0))
    .scalars(tx)
    .await?;
    Ok(units.into_iter().map(UnitId).collect())
}

/// Counts what a migration left to be counted: no SQL adds numbers of 128 bits. Until it is done the count of rows is
/// negative, so that a break in between is made good at the next start.
pub(crate) async fn count_again(store: &Store, version: i64) -> Result<(), StoreError> {
    const LEFT: &str = "select tenant, unit from unit_sum where row_count < 0";
    if version < BUCKETS {
        return Ok(());
    }
    let left = sql(LEFT)
        .fetch_all(&mut store.snapshot(Wall::Open).await?)
        .await?;
    if left.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin(Wall::Open).await?;
    for row in sql(LEFT).fetch_all(&mut tx).await? {
        let tenant: TenantId = uuid("unit_sum", &row.bytes("tenant")?)?;
        let unit = UnitId(row.get("unit")?);
        let mut sum = Sum::default();
        sql("select digest from inquiry where tenant = ? and unit = ?")
            .bind(blob(tenant.0))
            .bind(unit.as_str())
            .each(&mut tx, |row| {
                let digest = bytes("inquiry", &row.bytes("digest")?)?;
                sum = sum.plus(u128::from_be_bytes(digest));
                Ok::<_, StoreError>(())
            })
            .await?;
        put(&mut tx, tenant, &unit, sum).await?;
    }
    tx.commit().await
}
