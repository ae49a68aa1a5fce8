//! Letting a computer in: a key, a vault, an empty replica, the server's consent, the people who may unlock it.

use crate::clock::random;
use crate::error::{DeskError, Result};
use crate::office::way_to;
use crate::session::Desk;
use domain::sensitive::Sensitive;
use ed25519_dalek::SigningKey;
use protocol::wire::{AddStaff, EnrolRequest};
use replica::vault::{Account, Vault};
use replica::{DbKey, Identity, Replica};

/// A person who shall be able to unlock the new device.
pub struct NewAccount {
    /// Login at the server.
    pub login: String,
    /// Password at the server.
    pub password: String,
    /// Passphrase on this device.
    pub passphrase: String,
}

/// What the administrator must keep.
pub struct Enrolled {
    /// Opens the replica when every passphrase is forgotten; to be printed and locked away.
    pub recovery_code: Sensitive<String>,
}

impl Desk {
    /// Enrols this computer. Nothing is left behind when the server refuses; a crash in between leaves a
    /// directory without an identity, which the next try replaces. `authority` is the certificate, in PEM, of the
    /// office's own authority; it is kept, and from then on no other is believed.
    ///
    /// # Errors
    /// The server's refusal, no way to it, a passphrase that is too short, or a directory that is enrolled already.
    pub async fn enrol(
        &self,
        server_url: &str,
        authority: Option<&str>,
        code: &str,
        name: &str,
        accounts: &[NewAccount],
    ) -> Result<Enrolled> {
        std::fs::create_dir_all(&self.dir).map_err(|source| DeskError::Write {
            path: self.dir.clone(),
            source,
        })?;
        let seed = random::<32>()?;
        let transport = way_to(server_url, authority)?;
        let request = EnrolRequest {
            code: code.trim().to_owned(),
            public_key: hex::encode(SigningKey::from_bytes(&seed).verifying_key().to_bytes()),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            device_name: name.to_owned(),
        };
        // Also a database whose vault is lost: there may be work in it, and a code is used up only once.
        if Vault::exists(&self.dir) || Replica::exists(&self.dir) {
            return Err(replica::ReplicaError::Exists.into());
        }
        let reply = sync::enrol(&transport, &request).await?;
        let mut scope = reply.scope.clone();
        for account in accounts {
            let staff = AddStaff {
                login: account.login.clone(),
                password: account.password.clone(),
            };
            scope = sync::admit(&transport, Sensitive(reply.token.clone()), &staff)
                .await?
                .scope;
        }
        let identity = Identity {
            device: reply.device,
            device_number: reply.device_number,
            tenant: reply.tenant,
            token: Sensitive(reply.token),
            epoch: reply.epoch,
            server_key: reply.server_key,
            signing_seed: Sensitive(seed),
            server_url: server_url.to_owned(),
            server_ca: authority.map(str::to_owned),
            scope,
            profile_json: reply.profile,
            lease_until: None,
        };
        let (created, key) = self.make_vault(accounts, &identity)?;
        let replica = Replica::create(&self.dir, &key).await?;
        replica.set_identity(&identity).await?;
        replica.close().await?;
        Ok(Enrolled {
            recovery_code: created,
        })
    }

    fn make_vault(
        &self,
        accounts: &[NewAccount],
        identity: &Identity,
    ) -> Result<(Sensitive<String>, DbKey)> {
        let mut created = Vault::create(&self.dir)?;
        for account in accounts {
            let staff = identity
                .scope
                .staff
                .iter()
                .find(|s| s.login == account.login);
            let known = Account {
                login: account.login.clone(),
                name: staff.map(|s| s.name.clone()).unwrap_or_default(),
                roles: staff.map(|s| s.roles.clone()).unwrap_or_default(),
            };
            created
                .vault
                .add_account(&created.key, known, &account.passphrase)?;
        }
        Ok((created.recovery_code, created.key))
    }
}
