//! `POST /v1/hello`: where both sides stand.

use crate::App;
use crate::auth::{self, Caller};
use crate::body::Packed;
use crate::error::Failure;
use crate::snapshots::{self, Counted};
use crate::store::device::Greeting;
use crate::store::{StoreError, Tx, Wall, device, erasure, tenant, tree};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, FixedOffset};
use domain::ids::TenantId;
use ed25519_dalek::Signer;
use protocol::wire::{EraseReceipt, Hello, HelloReply, PROTOCOL, RECEIPTS, TreeHead, TreeSeen};

pub(crate) async fn hello(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<Hello>,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let lease_until = now + crate::LEASE;
    let skew = (message.clock.to_utc() - now.to_utc()).num_seconds();
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    let greeting = Greeting {
        at: now,
        clock_skew: skew,
        lease_until,
        protocol: message.protocol[1],
        // Numbers of its own making: a sum beyond what can be stored says nothing.
        announced: message
            .acked
            .saturating_add(message.queued)
            .min(i64::MAX as u64),
    };
    device::seen(&mut tx, caller.id, &greeting).await?;
    let caller = device::get(&mut tx, caller.id).await?;
    for receipt in message.erased.iter().take(RECEIPTS) {
        let signed = EraseReceipt::message(receipt.inquiry);
        if auth::signed_by(&caller, signed.as_bytes(), &receipt.signature) {
            let (tenant, inquiry) = (caller.tenant, receipt.inquiry);
            erasure::receipt(
                &mut tx,
                tenant,
                caller.id,
                inquiry,
                &receipt.signature,
                &now.to_rfc3339(),
            )
            .await?;
        } else {
            return Err(Failure::new(StatusCode::FORBIDDEN, "bad-signature"));
        }
    }
    let epoch = tenant::epoch(&mut tx).await?;
    // After a restore the same version may have come to stand for another scope.
    let scope = if message.scope_version == caller.scope_version && message.epoch == epoch {
        None
    } else {
        Some(super::scope(&app.store, &mut tx, &caller).await?)
    };
    let (tree, proof) = head(&app, &mut tx, caller.tenant, epoch, message.tree, now).await?;
    let counted = match message.cursor {
        0 => Some(Counted::of(&mut tx, caller.tenant, &caller.units).await?),
        _ => None,
    };
    let mut reply = HelloReply {
        protocol: message.protocol[1].min(PROTOCOL[1]),
        epoch,
        head: known_head(&mut tx, caller.tenant, message.epoch).await?,
        durable_seq: caller.durable_seq,
        server_time: now,
        lease_until,
        scope,
        tree,
        proof,
        backed_up: match tenant::counter(&mut tx, caller.tenant, &tenant::backed_up(caller.id))
            .await?
        {
            0 => None,
            seq => Some(seq),
        },
        snapshots: Vec::new(),
        profile: other_profile(&app, &mut tx, caller.tenant, message.profile.as_deref()).await?,
    };
    tx.commit().await?;
    if let Some(counted) = counted {
        reply.snapshots = snapshots::offered(&app, caller.tenant, counted).await;
    }
    accepts.reply(&reply)
}

/// The body's profile, for a device that says it holds another one.
async fn other_profile(
    app: &App,
    tx: &mut Tx<'_>,
    tenant: TenantId,
    held: Option<&str>,
) -> Result<Option<String>, StoreError> {
    let Some(held) = held else { return Ok(None) };
    if app.store.profile_digest(tx, tenant).await? == held {
        return Ok(None);
    }
    Ok(Some(tenant::profile(tx, tenant).await?))
}

/// The last sequence of the log. To a device of an earlier epoch: the last one that its log and this one have in common,
/// to which it goes back. Behind that the same sequences stand for something else, and an erasure ordered since is to be
/// learnt from nothing but the log.
async fn known_head(tx: &mut Tx<'_>, tenant: TenantId, epoch: u64) -> Result<u64, StoreError> {
    let head = tenant::counter(tx, tenant, "log").await?;
    let restored = tenant::restored(tx, tenant).await?;
    let later = restored.iter().filter(|(begun, _)| **begun > epoch);
    Ok(later.map(|(_, common)| *common).fold(head, u64::min))
}

/// The audit's tree as it stands, signed, with the proof that it begins with the one that the device holds. A device that
/// holds a longer one gets no proof, and knows then what to think.
async fn head(
    app: &App,
    tx: &mut Tx<'_>,
    tenant: TenantId,
    epoch: u64,
    seen: Option<TreeSeen>,
    now: DateTime<FixedOffset>,
) -> Result<(Option<TreeHead>, Vec<String>), StoreError> {
    let edge = tree::grow(tx, tenant).await?;
    let seen = seen.filter(|seen| seen.epoch == epoch);
    if seen.is_some_and(|seen| seen.size == edge.size()) {
        return Ok((None, Vec::new()));
    }
    let mut head = TreeHead {
        epoch,
        size: edge.size(),
        root: hex::encode(edge.root()),
        at: now,
        signature: String::new(),
    };
    let signature = app.key.sign(head.message(tenant).as_bytes());
    head.signature = hex::encode(signature.to_bytes());
    let proof = match seen {
        Some(seen) => tree::proof(tx, tenant, seen.size, edge.size()).await?,
        None => Vec::new(),
    };
    Ok((Some(head), proof.iter().map(hex::encode).collect()))
}
