//! Who this computer is to the server. Kept inside the encrypted database.

use crate::error::{ReplicaError, Result};
use chrono::{DateTime, FixedOffset};
use domain::Profile;
use domain::ids::{DeviceId, TenantId};
use domain::sensitive::Sensitive;
use ed25519_dalek::SigningKey;
use protocol::wire::{EnrolReply, Scope, profile_digest};
use serde::{Deserialize, Serialize};
use sqlx::{Row, SqliteConnection};

/// The enrolment of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The device's id.
    pub device: DeviceId,
    /// Its short number, for provisional numbers.
    pub device_number: u32,
    /// The body.
    pub tenant: TenantId,
    /// Bearer token.
    pub token: Sensitive<String>,
    /// Epoch of the server's log, as of [`crate::Replica::enter_epoch`].
    pub epoch: u64,
    /// The server's Ed25519 public key, hexadecimal.
    pub server_key: String,
    /// Seed of the device's signing key.
    pub signing_seed: Sensitive<[u8; 32]>,
    /// Address of the server.
    pub server_url: String,
    /// Certificate of the office's own authority, in PEM, where the server's is signed by it.
    #[serde(default)]
    pub server_ca: Option<String>,
    /// What the device may hold, and all staff and units for names.
    pub scope: Scope,
    /// The legal profile's file.
    pub profile_json: String,
    /// Until when the device may be unlocked without speaking to the server again.
    #[serde(default)]
    pub lease_until: Option<DateTime<FixedOffset>>,
}

impl Identity {
    /// What the server's consent makes of a device: its lease begins with the first greeting.
    #[must_use]
    pub fn admitted(
        reply: EnrolReply,
        signing_seed: Sensitive<[u8; 32]>,
        server_url: &str,
        server_ca: Option<&str>,
    ) -> Self {
        Self {
            device: reply.device,
            device_number: reply.device_number,
            tenant: reply.tenant,
            token: Sensitive(reply.token),
            epoch: reply.epoch,
            server_key: reply.server_key,
            signing_seed,
            server_url: server_url.to_owned(),
            server_ca: server_ca.map(str::to_owned),
            scope: reply.scope,
            profile_json: reply.profile,
            lease_until: None,
        }
    }
}

/// An identity with what is made of it, kept in memory while the replica is open.
#[derive(Debug)]
pub(crate) struct Enrolment {
    pub identity: Identity,
    pub key: SigningKey,
    pub profile: Profile,
    pub profile_digest: String,
}

impl Enrolment {
    pub fn of(identity: Identity) -> Result<Self> {
        let profile = Profile::read(&identity.profile_json).map_err(|violations| {
            ReplicaError::corrupt(format!("legal profile, {}", violations[0].place))
        })?;
        let key = SigningKey::from_bytes(identity.signing_seed.expose());
        Ok(Self {
            profile_digest: profile_digest(&identity.profile_json),
            identity,
            key,
            profile,
        })
    }

    /// The digest of the profile that is held, where the scope names another one.
    pub fn outdated_profile(&self) -> Option<String> {
        let named = self.identity.scope.profile.as_ref()?;
        (*named != self.profile_digest).then(|| self.profile_digest.clone())
    }
}

pub(crate) async fn load(conn: &mut SqliteConnection) -> Result<Option<Identity>> {
    let row = sqlx::query(
        "select i.body, d.epoch from identity i join device d on d.id = i.id where i.id = 1",
    )
    .fetch_optional(&mut *conn)
    .await?;
    row.map(|row| {
        let mut identity: Identity =
            serde_json::from_str(row.try_get(0)?).map_err(|_| ReplicaError::corrupt("identity"))?;
        identity.epoch = u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0);
        Ok(identity)
    })
    .transpose()
}

pub(crate) async fn store(conn: &mut SqliteConnection, identity: &Identity) -> Result<()> {
    let json = serde_json::to_string(identity).map_err(|_| ReplicaError::corrupt("identity"))?;
    sqlx::query("insert into identity (id, body) values (1, ?) on conflict (id) do update set body = excluded.body")
        .bind(json)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "update device set identity_generation = identity_generation + 1, epoch = ? where id = 1",
    )
    .bind(i64::try_from(identity.epoch).unwrap_or(i64::MAX))
    .execute(&mut *conn)
    .await?;
    Ok(())
}
