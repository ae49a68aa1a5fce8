//! `/v1/blobs`: files by chunks, in both directions. The database is never locked while bytes are written.

use super::pull::Reader;
use crate::App;
use crate::auth::Caller;
use crate::body::{Packed, Raw};
use crate::erasure;
use crate::error::Failure;
use crate::objects::{self, Assembled};
use crate::secrets;
use crate::store::device::Device;
use crate::store::{Wall, blob, proof};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::wire::{BlobOffer, BlobReceipt, BlobState, CHUNK};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Bytes of a file.
const FILE_MOST: u64 = 1024 * 1024 * 1024;

pub(crate) async fn offer(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<BlobOffer>,
) -> Result<Response, Failure> {
    if message.size > FILE_MOST {
        return Err(Failure::too_large(format!("at most {FILE_MOST} bytes")));
    }
    if !objects::sound(&message, FILE_MOST) {
        return Err(Failure::bad_request("hashes or sizes that do not fit"));
    }
    erasure::sweep_before::<Failure>(&app, caller.tenant, &message.sha256).await?;
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    if blob::is_barred(&mut tx, caller.tenant, &message.sha256).await? {
        return Err(unknown());
    }
    let sha256 = &message.sha256;
    let known = blob::get(&mut tx, caller.tenant, sha256).await?;
    let stored = known.as_ref().is_some_and(|k| k.stored);
    let chunks = match &known {
        Some(known) if stored => known.offer.chunks.len(),
        _ => message.chunks.len(),
    };
    if !stored && known.is_none_or(|k| k.offer != message) {
        blob::forget_chunks(&mut tx, caller.tenant, sha256).await?;
        blob::offer(&mut tx, caller.tenant, &message, false).await?;
    }
    let all = 0..u32::try_from(chunks).unwrap_or(u32::MAX);
    let mut missing: BTreeSet<u32> = all.clone().collect();
    if stored {
        missing.clear();
    } else {
        let have = blob::chunks(&mut tx, caller.tenant, sha256).await?;
        missing.retain(|n| !have.contains(n));
    }
    // Who names a file that they could not have fetched shows that they have it, whether the server lacks it or not.
    if proof::is_owed(&mut tx, caller.tenant, sha256, caller.id).await? {
        let shown = proof::shown(&mut tx, caller.tenant, sha256, caller.id).await?;
        missing.extend(all.filter(|n| !shown.contains(n)));
    }
    let whole = stored
        && missing.is_empty()
        && proof::settle(&mut tx, caller.tenant, sha256, caller.id, chunks).await?;
    tx.commit().await?;
    let state = BlobState {
        missing: missing.into_iter().collect(),
        receipt: whole.then(|| receipt(&app, sha256, message.size)),
    };
    accepts.reply(&state)
}

pub(crate) async fn put_chunk(
    State(app): State<App>,
    Caller(caller): Caller,
    Path((sha256, n)): Path<(String, u32)>,
    Raw(bytes): Raw,
) -> Result<StatusCode, Failure> {
    let (offered, owed) = offered(&app, &caller, &sha256).await?;
    if offered.stored && !owed {
        return Ok(StatusCode::NO_CONTENT);
    }
    let right = offered.offer.chunks.get(n as usize).is_some_and(|hash| {
        bytes.len() <= CHUNK
            && secrets::same(
                hash.as_bytes(),
                hex::encode(Sha256::digest(&bytes)).as_bytes(),
            )
    });
    if !right {
        return Err(Failure::new(StatusCode::BAD_REQUEST, "bad-chunk"));
    }
    if !offered.stored {
        app.objects
            .keep_chunk(caller.tenant, &sha256, n, bytes)
            .await?;
    }
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    if !offered.stored {
        blob::chunk_arrived(&mut tx, caller.tenant, &sha256, n).await?;
    }
    if owed {
        proof::show(&mut tx, caller.tenant, &sha256, caller.id, n).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn complete(
    State(app): State<App>,
    Caller(caller): Caller,
    Path(sha256): Path<String>,
) -> Result<Response, Failure> {
    let (offered, owed) = offered(&app, &caller, &sha256).await?;
    if !offered.stored {
        // In a task of its own: who called may go away, and what was begun is still ended in order.
        let (objects, offer) = (app.objects.clone(), offered.offer.clone());
        let assembling = async move { objects.assemble(caller.tenant, &offer).await };
        let ended = tokio::spawn(assembling).await??;
        let now = (app.clock)().to_rfc3339();
        let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
        let wanted = match ended {
            Assembled::Stored => blob::stored(&mut tx, caller.tenant, &sha256, &now).await?,
            // What the folder lacks has to come again, whatever the table says.
            Assembled::Incomplete | Assembled::WrongHash => {
                blob::forget_chunks(&mut tx, caller.tenant, &sha256).await?;
                true
            }
        };
        tx.commit().await?;
        app.objects.forget_chunks(caller.tenant, &sha256).await?;
        if !wanted {
            // Its case was erased while it was put together.
            app.objects.remove(caller.tenant, &sha256).await?;
            return Err(unknown());
        }
        if ended != Assembled::Stored {
            return Err(Failure::new(StatusCode::CONFLICT, "incomplete-blob"));
        }
    }
    if owed {
        let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
        let chunks = offered.offer.chunks.len();
        if !proof::settle(&mut tx, caller.tenant, &sha256, caller.id, chunks).await? {
            return Err(Failure::new(StatusCode::CONFLICT, "incomplete-blob"));
        }
        tx.commit().await?;
    }
    let receipt = receipt(&app, &sha256, offered.offer.size);
    Ok(axum::Json(receipt).into_response())
}

pub(crate) async fn get_chunk(
    State(app): State<App>,
    Caller(caller): Caller,
    Path((sha256, n)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let Reader { mut tx, sight, .. } = Reader::of(&app, &caller).await?;
    // A file of a case that is not for this device, one in quarantine and one that does not exist look the same from
    // outside.
    let known = blob::get(&mut tx, caller.tenant, &sha256)
        .await?
        .filter(|b| b.stored && !b.quarantined);
    let may = blob::in_scope(&mut tx, caller.tenant, &sha256, &sight).await?;
    let known = known.filter(|_| may).ok_or_else(unknown)?;
    if n as usize >= known.offer.chunks.len() {
        return Err(unknown());
    }
    drop(tx);
    let bytes = app
        .objects
        .read_chunk(caller.tenant, &sha256, n, known.offer.size)
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// A file, and whether the caller has yet to show that they have it.
async fn offered(
    app: &App,
    caller: &Device,
    sha256: &str,
) -> Result<(blob::Offered, bool), Failure> {
    if !objects::is_hash(sha256) {
        return Err(unknown());
    }
    let mut tx = app.store.snapshot(Wall::Tenant(caller.tenant)).await?;
    let offered = blob::get(&mut tx, caller.tenant, sha256).await?;
    let owed = proof::is_owed(&mut tx, caller.tenant, sha256, caller.id).await?;
    Ok((offered.ok_or_else(unknown)?, owed))
}

fn unknown() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "unknown-blob")
}

fn receipt(app: &App, sha256: &str, size: u64) -> BlobReceipt {
    BlobReceipt {
        sha256: sha256.to_owned(),
        size,
        signature: secrets::sign_receipt(&app.key, sha256, size),
    }
}
