//! The replica's inquiries as lines of JSON that are the same on every device and for the same seed: without ids
//! of devices and stored files, people by login.

use crate::error::{DeskError, Result};
use crate::session::Session;
use domain::InquiryId;
#[cfg(test)]
use domain::StaffId;
use protocol::window::list::{List, View};
use serde_json::Value;
use std::collections::BTreeMap;

impl Session {
    /// One line for each inquiry that this person may see, by id.
    ///
    /// # Errors
    /// The replica's.
    pub async fn export(&self) -> Result<Vec<String>> {
        let office = self.office();
        let logins: BTreeMap<String, String> = office
            .directory
            .iter()
            .map(|s| (s.id.to_string(), s.login.clone()))
            .collect();
        let mut lines = Vec::new();
        for id in self.all_ids().await? {
            let Some(inquiry) = self.replica.get(id).await? else {
                continue;
            };
            if self.check_access(&inquiry).is_err() {
                continue;
            }
            let mut value =
                serde_json::to_value(&inquiry).map_err(DeskError::inconsistent("inquiry"))?;
            neutral(&mut value, &logins);
            lines.push(value.to_string());
        }
        Ok(lines)
    }
}

impl Session {
    /// Ids of everything that this person may see, in order.
    async fn all_ids(&self) -> Result<Vec<InquiryId>> {
        let mut ids = Vec::new();
        loop {
            let offset = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let list = List {
                view: View::All,
                offset,
                limit: 200,
                ..List::default()
            };
            let page = self.list(&list).await?;
            ids.extend(page.rows.iter().map(|r| r.id));
            if page.rows.is_empty() || ids.len() >= page.total as usize {
                ids.sort_unstable();
                return Ok(ids);
            }
        }
    }
}

/// Takes out what differs between two equal offices.
fn neutral(value: &mut Value, logins: &BTreeMap<String, String>) {
    if let Value::Object(inquiry) = value {
        inquiry.remove("undo");
        if let Some(Value::Array(files)) = inquiry.get_mut("attachments") {
            for file in files.iter_mut().filter_map(Value::as_object_mut) {
                file.remove("id");
            }
        }
        if let Some(Value::Array(events)) = inquiry.get_mut("history") {
            for event in events.iter_mut().filter_map(Value::as_object_mut) {
                event.remove("device");
            }
        }
    }
    people(value, logins);
}

fn people(value: &mut Value, logins: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(login) = logins.get(text) {
                text.clone_from(login);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| people(v, logins)),
        Value::Object(map) => map.iter_mut().for_each(|(_, v)| people(v, logins)),
        _ => {}
    }
}

/// A person's id that nobody has, for tests of the neutral form.
#[cfg(test)]
fn somebody() -> StaffId {
    StaffId(uuid::Uuid::nil())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_offices_is_taken_out() {
        let logins = BTreeMap::from([(somebody().to_string(), "clerk".to_owned())]);
        let mut value = serde_json::json!({
            "undo": 1,
            "executor": somebody(),
            "attachments": [{ "id": "x", "sha256": "y" }],
            "history": [{ "device": "d", "by": somebody() }],
        });
        neutral(&mut value, &logins);
        let expect = serde_json::json!({
            "executor": "clerk",
            "attachments": [{ "sha256": "y" }],
            "history": [{ "by": "clerk" }],
        });
        assert_eq!(value, expect);
    }
}
