//! Letting a computer in: a key, a vault, an empty replica, the server's consent, the people who may unlock it.

use crate::clock::random;
use crate::error::{DeskError, Result};
use crate::office::way_to;
use crate::session::Desk;
use domain::sensitive::Sensitive;
use ed25519_dalek::SigningKey;
use protocol::wire::{AddStaff, EnrolReply, EnrolRequest, Scope};
use replica::vault::{Account, Created, Vault, VaultError};
use replica::{Identity, Replica};
use sync::{Http, SyncError};

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
    /// Enrols this computer. What can go wrong here is tried before the one-time code is used up, and the server looks at
    /// the passwords before it uses it up. Nothing is left behind by a try that failed; what a crash leaves can be opened by
    /// nobody, and the next try replaces it. `authority` is the certificate, in PEM, of the office's own authority; it is
    /// kept, and from then on no other is believed.
    ///
    /// # Errors
    /// The server's refusal, no way to it or an open one, a passphrase that is too weak, or a directory that is enrolled already.
    pub async fn enrol(
        &self,
        server_url: &str,
        authority: Option<&str>,
        code: &str,
        name: &str,
        accounts: &[NewAccount],
    ) -> Result<Enrolled> {
        for account in accounts {
            Vault::may_use(&account.passphrase)?;
        }
        let transport = way_to(server_url, authority)?;
        if !Http::is_private(server_url) {
            return Err(SyncError::PlainHttp.into());
        }
        let _alone = Vault::alone(&self.dir).map_err(|error| match error {
            VaultError::Io(source) => DeskError::Write {
                path: self.dir.clone(),
                source,
            },
            other => other.into(),
        })?;
        if Vault::is_unfinished(&self.dir) {
            Replica::discard(&self.dir)?;
        }
        // Also a database whose vault is lost: there may be work in it.
        if Vault::exists(&self.dir) || Replica::exists(&self.dir) {
            return Err(replica::ReplicaError::Exists.into());
        }
        let created = Vault::create(&self.dir)?;
        let enrolled = self.join(
            created,
            &transport,
            (server_url, authority),
            (code, name),
            accounts,
        );
        let enrolled = enrolled.await;
        if enrolled.is_err() && Vault::is_unfinished(&self.dir) {
            // What failed first is what counts; should this fail too, the next try does it.
            let _ = Replica::discard(&self.dir);
        }
        enrolled
    }

    async fn join(
        &self,
        created: Created,
        transport: &Http,
        (server_url, authority): (&str, Option<&str>),
        (code, name): (&str, &str),
        accounts: &[NewAccount],
    ) -> Result<Enrolled> {
        let Created {
            mut vault,
            key,
            recovery_code,
        } = created;
        let replica = Replica::create(&self.dir, &key).await?;
        let seed = random::<32>()?;
        let request = EnrolRequest {
            code: code.trim().to_owned(),
            public_key: hex::encode(SigningKey::from_bytes(&seed).verifying_key().to_bytes()),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            device_name: name.to_owned(),
            staff: accounts.iter().map(NewAccount::at_the_server).collect(),
        };
        let joined = match sync::enrol(transport, &request).await {
            Ok(reply) => self.admitted(transport, reply, accounts).await,
            Err(SyncError::Offline(why)) => Err(DeskError::NotReached(why)),
            Err(error) => Err(error.into()),
        };
        let reply = match joined {
            Ok(reply) => reply,
            Err(error) => {
                replica.close().await?;
                return Err(error);
            }
        };
        let identity = Identity::admitted(reply, Sensitive(seed), server_url, authority);
        replica.set_identity(&identity).await?;
        replica.close().await?;
        // Last: from here on somebody can open it, and it is never taken for what a crash left.
        for account in accounts {
            let known = account.as_known_to(&identity.scope);
            vault.add_account(&key, known, &account.passphrase)?;
        }
        Ok(Enrolled { recovery_code })
    }

    /// Admits those whom a server of before this program did not admit along with the device.
    async fn admitted(
        &self,
        transport: &Http,
        mut reply: EnrolReply,
        accounts: &[NewAccount],
    ) -> Result<EnrolReply> {
        for account in accounts {
            let mut staff = reply.scope.staff.iter();
            if staff.any(|s| s.login == account.login && s.on_this_device) {
                continue;
            }
            let token = Sensitive(reply.token.clone());
            reply.scope = sync::admit(transport, token, &account.at_the_server())
                .await?
                .scope;
        }
        Ok(reply)
    }
}

impl NewAccount {
    fn at_the_server(&self) -> AddStaff {
        AddStaff {
            login: self.login.clone(),
            password: self.password.clone(),
        }
    }

    fn as_known_to(&self, scope: &Scope) -> Account {
        let staff = scope.staff.iter().find(|s| s.login == self.login);
        Account {
            login: self.login.clone(),
            name: staff.map(|s| s.name.clone()).unwrap_or_default(),
            roles: staff.map(|s| s.roles.clone()).unwrap_or_default(),
        }
    }
}
