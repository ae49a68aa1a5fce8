//! The shown row: the server's row with this device's unconfirmed commands applied again.

use crate::error::{ReplicaError, Result};
use crate::identity::Enrolment;
use crate::rows;
use domain::{Actor, Circumstances, Inquiry, InquiryId, Role};
use protocol::wire::Unsigned;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// An unconfirmed command.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub body: Unsigned,
    pub roles: BTreeSet<Role>,
}

fn open_of(row: &sqlx::sqlite::SqliteRow) -> Result<Open> {
    let device_seq: i64 = row.try_get(0)?;
    let corrupt = |_| ReplicaError::corrupt(format!("outbox, place {device_seq}"));
    Ok(Open {
        body: serde_json::from_str(row.try_get(1)?).map_err(corrupt)?,
        roles: serde_json::from_str(row.try_get(2)?).map_err(corrupt)?,
    })
}

/// The unconfirmed commands about an inquiry, oldest first.
pub(crate) async fn open_commands(conn: &mut SqliteConnection, id: InquiryId) -> Result<Vec<Open>> {
    let rows = sqlx::query(
        "select device_seq, signed, roles from outbox
         where inquiry = ? and status in ('queued', 'acked') and tombstone is null
         order by device_seq",
    )
    .bind(rows::blob(id.0))
    .fetch_all(conn)
    .await?;
    rows.iter().map(open_of).collect()
}

/// How many unconfirmed commands each inquiry has.
pub(crate) async fn open_inquiries(conn: &mut SqliteConnection) -> Result<HashMap<Uuid, i64>> {
    let rows = sqlx::query(
        "select inquiry, count(*) from outbox where status in ('queued', 'acked') and tombstone is null group by inquiry",
    )
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| Ok((rows::uuid(row, 0)?, row.try_get(1)?)))
        .collect()
}

/// Applies commands to a row. One that no longer applies is passed over: it stays queued, and the server judges it.
pub(crate) fn replay(
    base: Option<Inquiry>,
    commands: &[Open],
    enrolment: &Enrolment,
) -> Option<Inquiry> {
    let mut current = base;
    for open in commands {
        let body = &open.body;
        let now = Circumstances {
            actor: &Actor {
                id: body.actor,
                roles: open.roles.clone(),
            },
            inquiry: body.inquiry,
            command: body.id,
            device: Some(enrolment.identity.device),
            at: body.at,
            provisional: body.provisional.clone(),
            profile: &enrolment.profile,
        };
        // The server has it already when its id is in the timeline (it can be ahead of the outcome that we store).
        let known = current
            .as_ref()
            .is_some_and(|i| i.history.iter().any(|e| e.command == body.id));
        if known {
            continue;
        }
        if let Ok(after) = domain::apply(current.as_ref(), &body.act, &now) {
            current = Some(after);
        }
    }
    current
}
