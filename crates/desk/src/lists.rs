//! Lists, counts, and inquiries that resemble one another.

use crate::error::Result;
use crate::session::Session;
use protocol::window::list::{CountsView, List, ListView, RowView};
use protocol::window::work::FindSimilar;

/// How many similar inquiries are shown.
const SIMILAR: u32 = 8;

impl Session {
    /// A window of a list. At most 200 rows, whatever is asked.
    ///
    /// # Errors
    /// [`crate::DeskError::Gone`] for a figure of a report that is no longer kept, the replica's.
    pub async fn list(&self, list: &List) -> Result<ListView> {
        let mut list = list.clone();
        list.limit = list.limit.min(200);
        let only = match &list.figure {
            Some(figure) => Some(self.papers.behind(figure)?),
            None => None,
        };
        Ok(self
            .replica
            .list(
                &list,
                only.as_deref(),
                &self.viewer(),
                self.today(),
                &self.profile(),
            )
            .await?)
    }

    /// How many each view has.
    ///
    /// # Errors
    /// The replica's.
    pub async fn counts(&self) -> Result<CountsView> {
        Ok(self
            .replica
            .counts(&self.viewer(), self.today(), &self.profile())
            .await?)
    }

    /// Earlier inquiries of the same person or about the same matter.
    ///
    /// # Errors
    /// The replica's.
    pub async fn find_similar(&self, like: &FindSimilar) -> Result<Vec<RowView>> {
        let office = self.office();
        Ok(self
            .replica
            .similar(
                &like.name,
                &like.phone,
                &like.text,
                SIMILAR,
                &self.viewer(),
                self.today(),
                &office.profile,
            )
            .await?)
    }
}
