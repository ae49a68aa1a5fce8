//! Which rows a device may hold: those of its departments, and of restricted cases those that its people may see.
//!
//! A restricted case lies in a bucket beside its department's ([`checksum::restricted_bucket`]); column `seen_by` then
//! names those who may see it, and is null for all other cases. So a statement that forgets about restricted cases
//! finds none of them.

use super::sql::sql;
use super::{StoreError, Tx, blob, json, to_json, uuid};
use crate::store::device::Device;
use domain::Role;
use domain::ids::{StaffId, UnitId};
use protocol::checksum;
use std::collections::BTreeSet;

/// What a device may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Its departments, each with the bucket of its restricted cases.
    pub buckets: BTreeSet<UnitId>,
    /// Those who use it and work here; `None` where one of them sees every restricted case.
    pub people: Option<BTreeSet<StaffId>>,
    /// See [`Device::sight_since`].
    pub since: u64,
}

impl Sight {
    /// The buckets as they are bound.
    pub(crate) fn scope(&self) -> Result<String, StoreError> {
        to_json("device", &self.buckets)
    }

    /// The people as [`sees`] wants them: null sees all.
    pub(crate) fn named(&self) -> Result<Option<String>, StoreError> {
        self.people
            .as_ref()
            .map(|people| to_json("device", people))
            .transpose()
    }
}

/// What a device may hold as of now.
pub(crate) async fn of(tx: &mut Tx<'_>, device: &Device) -> Result<Sight, StoreError> {
    const T: &str = "staff";
    let rows = sql(
        "select s.id, s.roles from device_staff d join staff s on s.id = d.staff where d.device = ? and s.active",
    )
    .bind(blob(device.id.0))
    .fetch_all(tx)
    .await?;
    let (mut people, mut all) = (BTreeSet::new(), false);
    for row in rows {
        people.insert(uuid(T, &row.bytes("id")?)?);
        let roles: BTreeSet<Role> = json(T, &row.text("roles")?)?;
        all |= roles.iter().any(|role| role.sees_restricted());
    }
    Ok(Sight {
        buckets: device.units.iter().flat_map(checksum::buckets_of).collect(),
        people: (!all).then_some(people),
        since: device.sight_since,
    })
}

/// Condition that a column like `seen_by` lets some people see the row; `people` is where [`Sight::named`] is bound.
pub(crate) fn sees(tx: &Tx<'_>, column: &str, people: &str) -> String {
    if tx.is_postgres() {
        format!(
            "({column} is null or {people}::text is null or jsonb_exists_any({column}::jsonb, \
             array(select jsonb_array_elements_text({people}::jsonb))))"
        )
    } else {
        format!(
            "({column} is null or {people} is null or exists (select 1 from json_each({column}) named \
             where named.value in (select value from json_each({people}))))"
        )
    }
}

/// What a list in JSON has, bound at `list`, as a subquery gives it.
pub(crate) fn among(tx: &Tx<'_>, list: &str) -> String {
    if tx.is_postgres() {
        format!("select jsonb_array_elements_text({list}::jsonb)")
    } else {
        format!("select value from json_each({list})")
    }
}
