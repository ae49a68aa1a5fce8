//! What this computer saw of the server's audit: each head that the server signed. One that did not go on from the one
//! before is kept too: it is the evidence.

use crate::error::{ReplicaError, Result};
use crate::outbox::{signed, unsigned};
use crate::replica::Replica;
use protocol::window::sync::WitnessView;
use protocol::wire::TreeHead;
use sqlx::{Row, SqliteConnection};

/// Sound heads that are kept; each of them proves all that came before it.
const KEPT: i64 = 1_000;

fn read(json: &str) -> Result<TreeHead> {
    serde_json::from_str(json).map_err(|_| ReplicaError::corrupt("a tree head"))
}

impl Replica {
    /// The last sound head.
    ///
    /// # Errors
    /// The database's.
    pub async fn tree_head(&self) -> Result<Option<TreeHead>> {
        let mut held = self.inner.db.reader().await?;
        let json: Option<String> = sqlx::query_scalar(
            "select head from tree_head where sound = 1 order by n desc limit 1",
        )
        .fetch_optional(held.conn()?)
        .await?;
        json.as_deref().map(read).transpose()
    }

    /// Keeps a head. One that is not sound is kept once, however often the server repeats it.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_tree_head(&self, head: &TreeHead, sound: bool) -> Result<()> {
        let json = serde_json::to_string(head).map_err(|_| ReplicaError::corrupt("a tree head"))?;
        let mut held = self.inner.db.writer().await?;
        let mut tx = crate::writing::begin(&mut held).await?;
        sqlx::query(
            "insert into tree_head (epoch, size, sound, head) select ?1, ?2, ?3, ?4
             where ?3 = 1 or not exists (select 1 from tree_head where sound = 0 and epoch = ?1 and size = ?2)",
        )
        .bind(signed(head.epoch))
        .bind(signed(head.size))
        .bind(sound)
        .bind(json)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "delete from tree_head where sound = 1
             and n <= (select n from tree_head where sound = 1 order by n desc limit 1 offset ?)",
        )
        .bind(KEPT)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

/// What a person is shown of it; `None` before the first head.
pub(crate) async fn view(conn: &mut SqliteConnection) -> Result<Option<WitnessView>> {
    let last = sqlx::query("select head from tree_head where sound = 1 order by n desc limit 1")
        .fetch_optional(&mut *conn)
        .await?;
    let forks: i64 = sqlx::query_scalar("select count(*) from tree_head where sound = 0")
        .fetch_one(conn)
        .await?;
    let Some(last) = last else { return Ok(None) };
    let head = read(last.try_get(0)?)?;
    Ok(Some(WitnessView {
        entries: head.size,
        at: head.at,
        root: head.root,
        forks: unsigned(forks),
    }))
}
