//! `POST /v1/staff`: a member of staff proves who they are, and is admitted to the device.

use crate::App;
use crate::auth::{Address, Caller};
use crate::body::Packed;
use crate::error::Failure;
use crate::secrets;
use crate::store::{StoreError, Tx, Wall, attempt, device, staff};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::{StaffId, TenantId};
use protocol::wire::{AddStaff, StaffToken};

/// Wrong passwords of one account, and from one address, in a quarter of an hour.
const ACCOUNT_TRIES: i64 = 5;
const ADDRESS_TRIES: i64 = 20;

pub(crate) async fn admit(
    State(app): State<App>,
    Caller(caller): Caller,
    Address(address): Address,
    Packed { message, accepts }: Packed<AddStaff>,
) -> Result<Response, Failure> {
    let proven = prove(&app, caller.tenant, &address, message).await?;
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    proven.welcome(&mut tx).await?;
    if staff::admit(&mut tx, caller.id, proven.id).await? {
        device::sight_changed(&mut tx, caller.id).await?;
    }
    let caller = device::get(&mut tx, caller.id).await?;
    let reply = StaffToken {
        staff: proven.id,
        scope: super::scope(&app.store, &mut tx, &caller).await?,
    };
    tx.commit().await?;
    accepts.reply(&reply)
}

/// Somebody whose password was right.
pub(super) struct Proven {
    pub id: StaffId,
    account: String,
    from: String,
}

impl Proven {
    /// The tries that led here are forgiven.
    pub async fn welcome(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        attempt::clear(tx, &self.account).await?;
        attempt::forgive(tx, &self.from).await
    }
}

/// Looks at a login and a password.
pub(super) async fn prove(
    app: &App,
    tenant: TenantId,
    address: &impl std::fmt::Display,
    message: AddStaff,
) -> Result<Proven, Failure> {
    let now = (app.clock)();
    let login = hex::encode(secrets::hash(&message.login));
    let account = format!("staff:{tenant}:{login}");
    let from = format!("staff:{address}");
    // Counted before the password is looked at: tries that come side by side are tries like any other.
    let credentials = {
        let mut tx = app.store.begin(Wall::Tenant(tenant)).await?;
        if attempt::barred(&mut tx, &account, ACCOUNT_TRIES, now).await?
            || attempt::barred(&mut tx, &from, ADDRESS_TRIES, now).await?
        {
            return Err(Failure::too_many_tries());
        }
        attempt::count(&mut tx, &account, now).await?;
        attempt::count(&mut tx, &from, now).await?;
        let credentials = staff::credentials(&mut tx, tenant, &message.login).await?;
        tx.commit().await?;
        credentials
    };
    let (id, phc) = credentials.map_or((None, None), |(id, phc)| (Some(id), Some(phc)));
    // Argon2 takes its time on purpose: not on a thread that serves others.
    let right = tokio::task::spawn_blocking(move || {
        secrets::verify_password(&message.password, phc.as_deref())
    })
    .await?;
    let Some(id) = id.filter(|_| right) else {
        return Err(Failure::new(StatusCode::FORBIDDEN, "bad-password"));
    };
    Ok(Proven { id, account, from })
}
