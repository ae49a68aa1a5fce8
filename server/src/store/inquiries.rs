//! Cases, read whole.

use super::sql::sql;
use super::{StoreError, Tx, blob, json};
use domain::Inquiry;
use domain::ids::TenantId;

/// Rows that are read at a time.
const PAGE: i64 = 500;

/// The open cases of a body. What ended is read too, since what a case is stands in its content, but not kept.
pub(crate) async fn on_control(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<Inquiry>, StoreError> {
    let mut open = Vec::new();
    let mut after: Vec<u8> = Vec::new();
    loop {
        let rows =
            sql("select id, content from inquiry where tenant = ? and id > ? order by id limit ?")
                .bind(blob(tenant.0))
                .bind(after.clone())
                .bind(PAGE)
                .fetch_all(tx)
                .await?;
        let Some(last) = rows.last() else {
            return Ok(open);
        };
        after = last.bytes("id")?;
        for row in &rows {
            let inquiry: Inquiry = json("inquiry", &row.text("content")?)?;
            if inquiry.state.on_control() {
                open.push(inquiry);
            }
        }
    }
}
