//! Files that came from the internet: stored before and apart from the transaction. What is not plainly a document or
//! a picture waits in quarantine until somebody has checked it.

use crate::App;
use crate::erasure;
use crate::error::Failure;
use crate::secrets;
use crate::store::{Wall, blob};
use bytes::Bytes;
use chrono::{DateTime, FixedOffset};
use domain::ids::{AttachmentId, TenantId};
use domain::inquiry::{Attachment, AttachmentRole};
use protocol::wire::{BlobOffer, CHUNK};
use sha2::{Digest, Sha256};

/// Files with one submission.
pub(crate) const FILES_MOST: usize = 10;
/// Bytes of one file.
pub(crate) const FILE_MOST: usize = 8 * 1024 * 1024;

/// A file as it was sent.
pub(crate) struct Upload {
    pub name: String,
    pub bytes: Bytes,
}

/// Stores files of a body.
pub(crate) async fn keep(
    app: &App,
    tenant: TenantId,
    sent: Vec<Upload>,
    now: DateTime<FixedOffset>,
) -> Result<Vec<Attachment>, Failure> {
    let mut attachments = Vec::with_capacity(sent.len());
    for file in sent {
        attachments.push(keep_one(app, tenant, file, now).await?);
    }
    Ok(attachments)
}

async fn keep_one(
    app: &App,
    tenant: TenantId,
    file: Upload,
    now: DateTime<FixedOffset>,
) -> Result<Attachment, Failure> {
    let media_type = media_type(&file.bytes);
    let offer = BlobOffer {
        sha256: hex::encode(Sha256::digest(&file.bytes)),
        size: file.bytes.len() as u64,
        chunks: file
            .bytes
            .chunks(CHUNK)
            .map(|c| hex::encode(Sha256::digest(c)))
            .collect(),
    };
    let known = {
        let mut tx = app.store.snapshot(Wall::Tenant(tenant)).await?;
        blob::get(&mut tx, tenant, &offer.sha256)
            .await?
            .is_some_and(|b| b.stored)
    };
    if !known {
        erasure::sweep_before::<Failure>(app, tenant, &offer.sha256).await?;
        app.objects.keep(tenant, &offer.sha256, file.bytes).await?;
        let mut tx = app.store.begin(Wall::Tenant(tenant)).await?;
        blob::offer(&mut tx, tenant, &offer, media_type.is_none()).await?;
        blob::stored(&mut tx, tenant, &offer.sha256, &now.to_rfc3339()).await?;
        tx.commit().await?;
    }
    Ok(Attachment {
        id: AttachmentId(secrets::fresh_id(now)?),
        name: domain::file_name::clean_name(&file.name).into(),
        media_type: media_type.unwrap_or("application/octet-stream").to_owned(),
        size: offer.size,
        sha256: offer.sha256,
        role: AttachmentRole::Received,
        added_at: now,
    })
}

/// The media type of the few kinds that are let through, by their first bytes. The name says nothing.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 5] = [
        (b"%PDF-", "application/pdf"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
    ];
    // A sound is RIFF too.
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("image/webp");
    }
    KINDS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_first_bytes_say_what_a_file_is() {
        let check = |bytes: &[u8], expect| assert_eq!(media_type(bytes), expect, "{bytes:?}");
        check(b"%PDF-1.7\n", Some("application/pdf"));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp"));
        check(b"RIFF\0\0\0\0WAVEfmt ", None);
        check(b"PK\x03\x04", None);
        check(b"", None);
    }
}
