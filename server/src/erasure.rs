//! An officer orders that a case be erased. The database forgets it at once, the store of the files right after, each
//! device at its next synchronisation; who still owes a receipt is known. The order is also kept in the store of the files,
//! so that a database restored from a backup is made to forget again.

use crate::admin::{Admin, AdminError, said};
use crate::decide::{Decided, Effect, Place};
use crate::objects::{Objects, ObjectsError};
use crate::store::batch::{self, Done};
use crate::store::{Store, StoreError, Tx, Wall, device, erasure, staff, tenant};
use crate::{App, Clock, secrets};
use domain::ids::{CommandId, DeviceId, InquiryId, StaffId, TenantId};
use protocol::wire::{Outcome, OutcomeKind};
use serde::Serialize;

pub use crate::store::erasure::Erasure;

/// An order, and who has not confirmed it yet.
#[derive(Debug, Clone, Serialize)]
pub struct ErasureState {
    /// The order.
    #[serde(flatten)]
    pub order: Erasure,
    /// Devices that have signed that they hold nothing of the case.
    pub confirmed: Vec<DeviceId>,
    /// Devices that have not, and are not revoked.
    pub owed: Vec<DeviceId>,
    /// Revoked ones that have not: they will not call again. Their lease has run out or will.
    pub lost: Vec<DeviceId>,
}

impl Admin {
    /// Erases a case: its row, the texts that were signed about it, the salts of its audit, its files. What stays is that
    /// there was a case, its number in the register, who ordered it and why.
    ///
    /// # Errors
    /// No such case; one that was erased already; somebody who may not order it; no reason.
    pub async fn erase(
        &self,
        tenant: TenantId,
        inquiry: InquiryId,
        ordered_by: StaffId,
        reason: &str,
    ) -> Result<(), AdminError> {
        let app = self.app();
        let reason = said(reason)?;
        let mut tx = app.store.begin(Wall::Open).await?;
        let officers = staff::actors(&mut tx, tenant).await?;
        let orders = officers.get(&ordered_by);
        if !orders.is_some_and(|o| o.roles.iter().any(|r| r.orders_erasure())) {
            return Err(AdminError::NoOfficer);
        }
        let mut order = Erasure {
            inquiry,
            ordered_by,
            reason: reason.to_owned(),
            at: (app.clock)(),
            number: None,
        };
        if !carry_out(&app.clock, &mut tx, tenant, &mut order).await? {
            return Err(AdminError::Unknown { what: "inquiry" });
        }
        // Before the database forgets: should this fail, nothing was done; should the commit fail, an order is kept for
        // a case that is still there, and a restore would carry it out. Nobody is harmed by asking again.
        app.objects.keep_order(tenant, &order).await?;
        tx.commit().await?;
        app.store.scrub().await;
        app.objects.forget_snapshots(tenant).await?;
        sweep(&app.store, &app.objects, tenant).await
    }

    /// All orders of a body, and which devices still owe a receipt.
    ///
    /// # Errors
    /// The database.
    pub async fn erasures(&self, tenant: TenantId) -> Result<Vec<ErasureState>, AdminError> {
        let mut tx = self.app().store.snapshot(Wall::Open).await?;
        let devices = device::all(&mut tx, tenant).await?;
        let mut states = Vec::new();
        for order in erasure::all(&mut tx, tenant).await? {
            let confirmed = erasure::receipts(&mut tx, tenant, order.inquiry).await?;
            let rest = |revoked: bool| {
                devices
                    .iter()
                    .filter(|d| d.revoked == revoked && !confirmed.contains(&d.id))
                    .map(|d| d.id)
                    .collect()
            };
            states.push(ErasureState {
                owed: rest(false),
                lost: rest(true),
                order,
                confirmed: confirmed.into_iter().collect(),
            });
        }
        Ok(states)
    }
}

/// Carries out the orders that a database does not know, since it was restored from a backup: with the restore, and at
/// each start before anybody is served.
pub(crate) async fn again(
    store: &Store,
    objects: &Objects,
    clock: &Clock,
) -> Result<(), AdminError> {
    let tenants = tenant::all(&mut store.snapshot(Wall::Open).await?).await?;
    for id in tenants {
        let orders = objects.orders(id).await?;
        let ids = orders.iter().map(|order| order.inquiry).collect();
        let known = {
            let mut tx = store.snapshot(Wall::Open).await?;
            erasure::among(&mut tx, id, &ids).await?
        };
        if known.len() == ids.len() {
            continue;
        }
        let mut tx = store.begin(Wall::Open).await?;
        // Another instance may have been quicker.
        let known = erasure::among(&mut tx, id, &ids).await?;
        for mut order in orders {
            if !known.contains(&order.inquiry) {
                carry_out(clock, &mut tx, id, &mut order).await?;
            }
        }
        tx.commit().await?;
        store.scrub().await;
        objects.forget_snapshots(id).await?;
        sweep::<AdminError>(store, objects, id).await?;
    }
    Ok(())
}

/// Erases and writes the audit's entry. Whether there was such a case.
async fn carry_out(
    clock: &Clock,
    tx: &mut Tx<'_>,
    tenant: TenantId,
    order: &mut Erasure,
) -> Result<bool, AdminError> {
    let known = erasure::among(tx, tenant, &[order.inquiry].into()).await?;
    if !known.is_empty() {
        return Err(AdminError::Unknown { what: "inquiry" });
    }
    let found = erasure::erase(tx, tenant, order).await?;
    let done = Done {
        decided: Decided {
            outcome: Outcome {
                id: CommandId(secrets::fresh_id(clock())?),
                device_seq: 0,
                result: OutcomeKind::Applied,
                seq: None,
                number: None,
            },
            effect: Some(Effect {
                seq: 0,
                place: Place::default(),
                from: None,
                fields: Vec::new(),
                files: Vec::new(),
            }),
            quarantined: false,
        },
        inquiry: order.inquiry,
        actor: Some(order.ordered_by),
        act: "erase",
        sent: None,
    };
    batch::insert_audit(tx, tenant, None, &[done], order.at).await?;
    Ok(found)
}

/// Removes the bytes of erased cases from the store. What fails is done at the next start, or when the file is offered
/// again.
pub(crate) async fn sweep<E: From<StoreError> + From<ObjectsError>>(
    store: &Store,
    objects: &Objects,
    tenant: TenantId,
) -> Result<(), E> {
    let gone = {
        let mut tx = store.snapshot(Wall::Tenant(tenant)).await?;
        erasure::files_gone(&mut tx, tenant).await?
    };
    for sha256 in gone {
        objects.remove(tenant, &sha256).await?;
        let mut tx = store.begin(Wall::Tenant(tenant)).await?;
        erasure::file_went(&mut tx, tenant, &sha256).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// A file that somebody offers while it is about to go: it goes now, and is taken in afresh.
pub(crate) async fn sweep_before<E: From<StoreError> + From<ObjectsError>>(
    app: &App,
    tenant: TenantId,
    sha256: &str,
) -> Result<(), E> {
    let goes = {
        let mut tx = app.store.snapshot(Wall::Tenant(tenant)).await?;
        erasure::file_goes(&mut tx, tenant, sha256).await?
    };
    if goes {
        sweep(&app.store, &app.objects, tenant).await
    } else {
        Ok(())
    }
}

/// Ends at the start what a crash left undone.
pub(crate) async fn sweep_all(app: &App) -> Result<(), AdminError> {
    let tenants = tenant::all(&mut app.store.snapshot(Wall::Open).await?).await?;
    for id in tenants {
        sweep::<AdminError>(&app.store, &app.objects, id).await?;
    }
    Ok(())
}
