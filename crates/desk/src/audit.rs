//! The audit chain of this device.

use crate::error::Result;
use crate::session::Session;
use protocol::window::sync::AuditView;

impl Session {
    /// Reads the whole chain and says where it breaks, if it does.
    ///
    /// # Errors
    /// The replica's.
    pub async fn verify_audit(&self) -> Result<AuditView> {
        Ok(self.replica.audit_verify().await?)
    }
}
