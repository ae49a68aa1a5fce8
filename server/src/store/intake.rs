//! The website's side.

use super::{StoreError, Tx, blob, one, uuid};
use domain::ids::{InquiryId, StaffId, TenantId, UnitId};
use sqlx::Row;

/// Who posts, and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct Website {
    pub tenant: TenantId,
    pub unit: UnitId,
    pub actor: StaffId,
}

pub(crate) async fn by_token(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
) -> Result<Option<Website>, StoreError> {
    let row = sqlx::query("select id, intake_unit, system_staff from tenant where intake_token_hash = ? and intake_unit is not null")
        .bind(token_hash.as_slice())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| {
        Ok(Website {
            tenant: uuid("tenant", row.try_get("id")?)?,
            unit: UnitId(row.try_get("intake_unit")?),
            actor: uuid("tenant", row.try_get("system_staff")?)?,
        })
    })
    .transpose()
}

pub(crate) async fn set(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    token_hash: &[u8; 32],
    unit: &UnitId,
) -> Result<(), StoreError> {
    let done = sqlx::query("update tenant set intake_token_hash = ?, intake_unit = ? where id = ?")
        .bind(token_hash.as_slice())
        .bind(unit.as_str())
        .bind(blob(tenant.0))
        .execute(&mut **tx)
        .await?;
    one("tenant", done.rows_affected())
}

pub(crate) async fn receipt(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
    secret_hash: &[u8; 32],
    now: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into intake_receipt (tenant, inquiry, secret_hash, at) values (?, ?, ?, ?)",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .bind(secret_hash.as_slice())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The content of the case for which somebody holds the secret.
pub(crate) async fn content(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
    secret_hash: &[u8; 32],
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "select i.content from intake_receipt r join inquiry i on i.tenant = r.tenant and i.id = r.inquiry \
         where r.tenant = ? and r.inquiry = ? and r.secret_hash = ?",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .bind(secret_hash.as_slice())
    .fetch_optional(&mut **tx)
    .await?)
}
