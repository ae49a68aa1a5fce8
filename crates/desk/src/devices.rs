//! How the other computers of the departments of this one stand: what waits on them is missing here.

use crate::error::{DeskError, Result};
use crate::session::Session;
use protocol::devices::Devices;

impl Session {
    /// Asks the server. Its moments come in the body's own time, as all that people read.
    ///
    /// # Errors
    /// No way to the server, or one of before this question.
    pub async fn devices(&self) -> Result<Devices> {
        let identity = self.replica.identity().await?;
        let token = identity.ok_or(DeskError::NotEnrolled)?.token;
        let transport = self.office().transport()?;
        let mut known = sync::devices(&transport, token).await?;
        let offset = self.profile().offset();
        for device in &mut known.devices {
            device.last_seen = device.last_seen.map(|at| at.with_timezone(&offset));
            device.lease_until = device.lease_until.with_timezone(&offset);
        }
        Ok(known)
    }
}
