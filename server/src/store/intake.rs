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
    /// How its form is read, where it has names of its own.
    pub mapping: Option<String>,
}

/// A body's page of the Electronic Reception.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub website: Website,
    pub slug: String,
    /// The policy's file.
    pub policy: String,
}

pub(crate) async fn by_token(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
) -> Result<Option<Website>, StoreError> {
    let row = sql(
        "select t.id, t.intake_unit, t.system_staff, r.mapping from tenant t left join reception r on r.tenant = t.id \
         where t.intake_token_hash = ? and t.intake_unit is not null",
    )
        .bind(token_hash.as_slice())
        .fetch_optional(tx)
        .await?;
    row.map(|row| {
        Ok(Website {
            tenant: uuid("tenant", &row.bytes("id")?)?,
            unit: UnitId(row.get("intake_unit")?),
            actor: uuid("tenant", &row.bytes("system_staff")?)?,
            mapping: row.get("mapping")?,
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

/// How the website's form is read; `None` where it has this server's own names.
pub(crate) async fn set_mapping(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    mapping: Option<&str>,
) -> Result<(), StoreError> {
    let done = sql(
        "insert into reception (tenant, open, mapping) values (?1, ?2, ?3) \
         on conflict (tenant) do update set mapping = ?3",
    )
    .bind(blob(tenant.0))
    .bind(false)
    .bind(mapping)
    .execute(tx)
    .await?;
    one("reception", done)
}

/// Opens a body's page. An address that another body's page has is an error of the database.
pub(crate) async fn open_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitId,
    slug: &str,
    policy: &str,
) -> Result<(), StoreError> {
    let done = sql(
        "insert into reception (tenant, slug, unit, open, policy) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (tenant) do update set slug = ?2, unit = ?3, open = ?4, policy = ?5",
    )
    .bind(blob(tenant.0))
    .bind(slug)
    .bind(unit.as_str())
    .bind(true)
    .bind(policy)
    .execute(tx)
    .await?;
    one("reception", done)
}

/// Closes a body's page: what was sent stays, and nothing more is taken.
pub(crate) async fn close_page(tx: &mut Tx<'_>, tenant: TenantId) -> Result<bool, StoreError> {
    let done = sql("update reception set open = ? where tenant = ? and open = ?")
        .bind(false)
        .bind(blob(tenant.0))
        .bind(true)
        .execute(tx)
        .await?;
    Ok(done == 1)
}

/// The address and the policy that a body's page has, open or not.
pub(crate) async fn page_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Option<(String, String)>, StoreError> {
    let row = sql("select slug, policy from reception where tenant = ? and slug is not null and policy is not null")
        .bind(blob(tenant.0))
        .fetch_optional(tx)
        .await?;
    row.map(|row| Ok((row.get("slug")?, row.get("policy")?)))
        .transpose()
}

/// Whose page has an address.
pub(crate) async fn slug_owner(
    tx: &mut Tx<'_>,
    slug: &str,
) -> Result<Option<TenantId>, StoreError> {
    let id: Option<Vec<u8>> = sql("select tenant from reception where slug = ?")
        .bind(slug)
        .scalar(tx)
        .await?;
    id.map(|id| uuid("reception", &id)).transpose()
}

/// All open pages, by their address.
pub(crate) async fn pages(tx: &mut Tx<'_>) -> Result<Vec<Page>, StoreError> {
    let rows = sql(
        "select r.tenant, r.slug, r.unit, r.policy, t.system_staff from reception r join tenant t on t.id = r.tenant \
         where r.open = ? and r.slug is not null and r.unit is not null and r.policy is not null order by r.slug",
    )
    .bind(true)
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Page {
                website: Website {
                    tenant: uuid("reception", &row.bytes("tenant")?)?,
                    unit: UnitId(row.get("unit")?),
                    actor: uuid("tenant", &row.bytes("system_staff")?)?,
                    mapping: None,
                },
                slug: row.get("slug")?,
                policy: row.get("policy")?,
            })
        })
        .collect()
}

/// Remembers a receipt. The same one once more changes nothing.
pub(crate) async fn receipt(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
    reference: &str,
    secret_hash: &[u8; 32],
    now: &str,
) -> Result<(), StoreError> {
    sql(
        "insert into intake_receipt (tenant, inquiry, reference, secret_hash, at) values (?, ?, ?, ?, ?) \
         on conflict do nothing",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .bind(reference)
    .bind(secret_hash.as_slice())
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// How somebody names what they sent.
#[derive(Debug, Clone)]
pub(crate) enum Receipt {
    Id(InquiryId),
    Reference(String),
}

/// The content of the case for which somebody holds the secret.
pub(crate) async fn content(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    receipt: &Receipt,
    secret_hash: &[u8; 32],
) -> Result<Option<String>, StoreError> {
    const FROM: &str = "select i.content from intake_receipt r \
        join inquiry i on i.tenant = r.tenant and i.id = r.inquiry where r.tenant = ? and r.secret_hash = ? and ";
    let query = sql(FROM).bind(blob(tenant.0)).bind(secret_hash.as_slice());
    match receipt {
        Receipt::Id(id) => query.push("r.inquiry = ?").bind(blob(id.0)),
        Receipt::Reference(reference) => query.push("r.reference = ?").bind(reference.as_str()),
    }
    .scalar(tx)
    .await
}
