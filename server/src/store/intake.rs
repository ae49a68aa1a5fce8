//! The website's side.

use super::sql::sql;
use super::{StoreError, Tx, blob, one, uuid};
use domain::ids::{InquiryId, StaffId, TenantId, UnitId};

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
    let row = sql("select id, intake_unit, system_staff from tenant where intake_token_hash = ? and intake_unit is not null")
        .bind(token_hash.as_slice())
        .fetch_optional(tx)
        .await?;
    row.map(|row| {
        Ok(Website {
            tenant: uuid("tenant", &row.bytes("id")?)?,
            unit: UnitId(row.get("intake_unit")?),
            actor: uuid("tenant", &row.bytes("system_staff")?)?,
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
    let done = sql("update tenant set intake_token_hash = ?, intake_unit = ? where id = ?")
        .bind(token_hash.as_slice())
        .bind(unit.as_str())
        .bind(blob(tenant.0))
        .execute(tx)
        .await?;
    one("tenant", done)
}

pub(crate) async fn receipt(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
    secret_hash: &[u8; 32],
    now: &str,
) -> Result<(), StoreError> {
    sql("insert into intake_receipt (tenant, inquiry, secret_hash, at) values (?, ?, ?, ?)")
        .bind(blob(tenant.0))
        .bind(blob(inquiry.0))
        .bind(secret_hash.as_slice())
        .bind(now)
        .execute(tx)
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
    sql(
        "select i.content from intake_receipt r join inquiry i on i.tenant = r.tenant and i.id = r.inquiry \
         where r.tenant = ? and r.inquiry = ? and r.secret_hash = ?",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .bind(secret_hash.as_slice())
    .scalar(tx)
    .await
}
