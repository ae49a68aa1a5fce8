//! How the other computers of the departments of this one stand: what waits on them is missing here.

use crate::error::{DeskError, Result};
use crate::session::Session;
use protocol::devices::Devices;

impl Session {
    /// Asks the server.
    ///
    /// # Errors
    /// No way to the server, or one of before this question.
    pub async fn devices(&self) -> Result<Devices> {
        let identity = self.replica.identity().await?;
        let token = identity.ok_or(DeskError::NotEnrolled)?.token;
        let transport = self.office().transport()?;
        Ok(sync::devices(&transport, token).await?)
    }
}
