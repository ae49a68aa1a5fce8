//! What waits for the administrator: commands that their device was not allowed, and files that are no documents.

use super::{Admin, AdminError, commit, said};
use crate::store::quarantine::{self, HeldCommand};
use crate::store::{Wall, blob};
use domain::ids::{InquiryId, TenantId};
use futures_util::TryStreamExt;
use std::io::Write;

/// Splits `3-17` into the device's number and the command's place.
fn parts(name: &str) -> Option<(u32, u64)> {
    let (number, place) = name.split_once('-')?;
    Some((number.parse().ok()?, place.parse().ok()?))
}

impl Admin {
    /// Commands in quarantine, without their texts: those that nobody has seen to, or all.
    ///
    /// # Errors
    /// The database.
    pub async fn held_commands(
        &self,
        tenant: TenantId,
        settled_too: bool,
    ) -> Result<Vec<HeldCommand>, AdminError> {
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        Ok(quarantine::list(&mut tx, tenant, settled_too).await?)
    }

    /// One of them with its text, which holds personal data.
    ///
    /// # Errors
    /// An unknown name, the database.
    pub async fn held_command(
        &self,
        tenant: TenantId,
        name: &str,
    ) -> Result<HeldCommand, AdminError> {
        let unknown = AdminError::Unknown { what: "command" };
        let Some(named) = parts(name) else {
            return Err(unknown);
        };
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        quarantine::one_of(&mut tx, tenant, named)
            .await?
            .ok_or(unknown)
    }

    /// Notes that somebody has seen to a command in quarantine. It stays stored.
    ///
    /// # Errors
    /// An unknown name, no note, a command that was settled already, the database.
    pub async fn settle_command(
        &self,
        tenant: TenantId,
        name: &str,
        note: &str,
    ) -> Result<(), AdminError> {
        let note = said(note)?;
        let unknown = AdminError::Unknown { what: "command" };
        let Some(named) = parts(name) else {
            return Err(unknown);
        };
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let held = quarantine::one_of(&mut tx, tenant, named).await?;
        let held = held.ok_or(unknown)?;
        if held.settled_at.is_some() {
            let (name, note) = (name.to_owned(), held.settled_note.unwrap_or_default());
            return Err(AdminError::Settled { name, note });
        }
        let now = (self.app.clock)();
        quarantine::settle(&mut tx, tenant, (held.device, named.1), now, note).await?;
        commit(tx).await
    }

    /// Files of the website that wait to be checked, with their case.
    ///
    /// # Errors
    /// The database.
    pub async fn quarantined(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(String, Option<InquiryId>)>, AdminError> {
        Ok(blob::quarantined(&mut self.app.store.snapshot(Wall::Open).await?, tenant).await?)
    }

    /// Writes a file in quarantine somewhere, to be looked at.
    ///
    /// # Errors
    /// A file that is not in quarantine, the store of the files, what cannot be written.
    pub async fn copy_quarantined(
        &self,
        tenant: TenantId,
        sha256: &str,
        to: &mut impl Write,
    ) -> Result<(), AdminError> {
        self.waits(tenant, sha256).await?;
        let found = self.app.objects.read(tenant, sha256).await?;
        let mut bytes = found.ok_or(AdminError::Unknown { what: "file" })?;
        while let Some(part) = bytes.try_next().await? {
            to.write_all(&part).map_err(AdminError::Write)?;
        }
        to.flush().map_err(AdminError::Write)
    }

    async fn waits(&self, tenant: TenantId, sha256: &str) -> Result<(), AdminError> {
        let mut waiting = self.quarantined(tenant).await?.into_iter();
        match waiting.any(|(file, _)| file == sha256) {
            true => Ok(()),
            false => Err(AdminError::Unknown { what: "file" }),
        }
    }

    /// Lets a checked file out of quarantine.
    ///
    /// # Errors
    /// A file that is not in quarantine.
    pub async fn release(&self, tenant: TenantId, sha256: &str) -> Result<(), AdminError> {
        self.waits(tenant, sha256).await?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        blob::release(&mut tx, tenant, sha256).await?;
        commit(tx).await
    }

    /// Keeps a file from everybody for good. It leaves the list; the case goes on naming it.
    ///
    /// # Errors
    /// A file that is not in quarantine, no note.
    pub async fn refuse_file(
        &self,
        tenant: TenantId,
        sha256: &str,
        note: &str,
    ) -> Result<(), AdminError> {
        let note = said(note)?;
        self.waits(tenant, sha256).await?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        blob::refuse(&mut tx, tenant, sha256, note).await?;
        commit(tx).await
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_a_device_and_a_place() {
        let check = |name, expect| assert_eq!(super::parts(name), expect);
        check("3-17", Some((3, 17)));
        check("3", None);
        check("3-", None);
        check("-17", None);
        check("3-17-1", None);
    }
}
