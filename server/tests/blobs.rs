//! Files by chunks.

use crate::support::*;
use domain::Act;
use domain::ids::AttachmentId;
use domain::inquiry::{Attachment, AttachmentRole};
use ed25519_dalek::{Signature, VerifyingKey};
use protocol::wire::{BlobOffer, BlobReceipt, BlobState, CHUNK, WireError};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub fn file(seed: u8, size: usize) -> (Vec<u8>, BlobOffer) {
    let bytes: Vec<u8> = (0..size).map(|i| (i % 251) as u8 ^ seed).collect();
    let hash = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
    let offer = BlobOffer {
        sha256: hash(&bytes),
        size: size as u64,
        chunks: bytes.chunks(CHUNK).map(hash).collect(),
    };
    (bytes, offer)
}

pub fn put(desk: &Desk, sha256: &str, n: usize, bytes: &[u8]) -> Result<(), WireError> {
    let path = format!("/v1/blobs/{sha256}/chunks/{n}");
    send(
        "PUT",
        &desk.url,
        &path,
        Some(&desk.enrolled.token),
        bytes,
        &[],
    )
    .map(|_| ())
}

pub fn get(desk: &Desk, sha256: &str, n: usize) -> Result<Vec<u8>, WireError> {
    let path = format!("/v1/blobs/{sha256}/chunks/{n}");
    send(
        "GET",
        &desk.url,
        &path,
        Some(&desk.enrolled.token),
        &[],
        &[],
    )
    .map(|(_, bytes)| bytes)
}

pub fn complete(desk: &Desk, sha256: &str) -> Result<BlobReceipt, WireError> {
    let path = format!("/v1/blobs/{sha256}/complete");
    send(
        "POST",
        &desk.url,
        &path,
        Some(&desk.enrolled.token),
        &[],
        &[],
    )
    .map(|(_, b)| serde_json::from_slice(&b).unwrap())
}

pub fn attach(offer: &BlobOffer) -> Act {
    Act::Attach(Box::new(Attachment {
        id: AttachmentId(Uuid::now_v7()),
        name: "кат.pdf".into(),
        media_type: "application/pdf".into(),
        size: offer.size,
        sha256: offer.sha256.clone(),
        role: AttachmentRole::Received,
        added_at: start_of_time(),
    }))
}

#[test]
fn a_file_is_resumed_checked_and_receipted() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let (bytes, offer) = file(1, 2 * CHUNK + 100);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    // The command goes first; its file is still on its way.
    assert!(is_applied(&desk.act(house.clerk, id, attach(&offer), &[])));
    assert_eq!(
        get(&desk, &offer.sha256, 0).unwrap_err().code,
        "unknown-blob"
    );
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!((state.missing, state.receipt), (vec![0, 1, 2], None));
    let chunk = |n: usize| &bytes[n * CHUNK..bytes.len().min((n + 1) * CHUNK)];
    put(&desk, &offer.sha256, 2, chunk(2)).unwrap();
    put(&desk, &offer.sha256, 0, chunk(0)).unwrap();
    assert_eq!(
        put(&desk, &offer.sha256, 1, chunk(0)).unwrap_err().code,
        "bad-chunk"
    );
    assert_eq!(
        put(&desk, &offer.sha256, 3, chunk(0)).unwrap_err().code,
        "bad-chunk"
    );
    house.restart(|_, _| {});
    desk.url = house.url();
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(state.missing, [1], "it goes on where it broke off");
    put(&desk, &offer.sha256, 1, chunk(1)).unwrap();
    let receipt = complete(&desk, &offer.sha256).unwrap();
    let key: [u8; 32] = hex::decode(&desk.enrolled.server_key)
        .unwrap()
        .try_into()
        .unwrap();
    let signature: [u8; 64] = hex::decode(&receipt.signature).unwrap().try_into().unwrap();
    let message = format!("blob:{}:{}", offer.sha256, offer.size);
    VerifyingKey::from_bytes(&key)
        .unwrap()
        .verify_strict(message.as_bytes(), &Signature::from_bytes(&signature))
        .expect("the receipt is signed by the key of enrolment");
    let again: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(again.receipt, Some(receipt.clone()));
    assert_eq!(
        complete(&desk, &offer.sha256).unwrap(),
        receipt,
        "a retry gets the same"
    );
    let fetched: Vec<u8> = (0..3)
        .flat_map(|n| get(&desk, &offer.sha256, n).unwrap())
        .collect();
    assert_eq!(fetched, bytes);
    assert_eq!(
        get(&desk, &offer.sha256, 3).unwrap_err().code,
        "unknown-blob"
    );
    let other = house.desk(&["roads"]);
    assert_eq!(
        get(&other, &offer.sha256, 0).unwrap_err().code,
        "unknown-blob",
        "not of its departments"
    );
    let report = house.check();
    assert!(report.sound(), "{report:?}");
    house.restart(|dir, _| {
        let path = dir
            .join("objects")
            .join(house_tenant())
            .join(offer.sha256.get(..2).unwrap())
            .join(&offer.sha256);
        std::fs::write(path, b"edited").unwrap();
    });
    assert_eq!(house.check().tenants[0].files, [offer.sha256]);
}

fn house_tenant() -> String {
    Uuid::from_u128(0x1001).to_string()
}

/// Sends the chunks that an offer asks for.
fn send_all(desk: &Desk, bytes: &[u8], offer: &BlobOffer) -> Vec<u32> {
    let state: BlobState = desk.post("/v1/blobs", offer).unwrap();
    for n in &state.missing {
        let chunk = bytes.chunks(CHUNK).nth(*n as usize).unwrap();
        put(desk, &offer.sha256, *n as usize, chunk).unwrap();
    }
    state.missing
}

#[test]
fn whoever_knows_a_hash_does_not_have_the_file() {
    let house = House::new();
    let (mut general, mut roads) = (house.desk(&["general"]), house.desk(&["roads"]));
    let (bytes, offer) = file(5, CHUNK + 100);
    let (theirs, ours) = (new_id(), new_id());
    general.act(house.clerk, theirs, register("general"), &[]);
    general.act(house.clerk, theirs, attach(&offer), &[]);
    send_all(&general, &bytes, &offer);
    complete(&general, &offer.sha256).unwrap();

    // A case of its own that names the file opens nothing.
    roads.act(house.clerk, ours, register("roads"), &[]);
    assert!(is_applied(&roads.act(
        house.clerk,
        ours,
        attach(&offer),
        &[]
    )));
    let kept = |desk: &Desk| get(desk, &offer.sha256, 0).is_ok();
    assert!(kept(&general) && !kept(&roads));
    let refused = complete(&roads, &offer.sha256).unwrap_err();
    assert_eq!(refused.code, "incomplete-blob");
    let state: BlobState = roads.post("/v1/blobs", &offer).unwrap();
    assert_eq!((state.missing, state.receipt), (vec![0, 1], None));
    let wrong = put(&roads, &offer.sha256, 0, b"guessed").unwrap_err();
    assert_eq!(wrong.code, "bad-chunk");
    // Nor does another one's sending.
    assert_eq!(send_all(&general, &bytes, &offer), [] as [u32; 0]);
    put(&general, &offer.sha256, 0, &bytes[..CHUNK]).unwrap();
    assert!(complete(&roads, &offer.sha256).is_err() && !kept(&roads));
    // A part of it is not the file, and what was shown is known after a cut.
    put(&roads, &offer.sha256, 0, &bytes[..CHUNK]).unwrap();
    assert!(complete(&roads, &offer.sha256).is_err() && !kept(&roads));
    assert_eq!(send_all(&roads, &bytes, &offer), [1]);
    complete(&roads, &offer.sha256).unwrap();
    assert!(kept(&roads));
    // From now on it is in its sight: another case may name it at once.
    let next = new_id();
    roads.act(house.clerk, next, register("roads"), &[]);
    roads.act(house.clerk, next, attach(&offer), &[]);
    let state: BlobState = roads.post("/v1/blobs", &offer).unwrap();
    assert!(state.missing.is_empty() && state.receipt.is_some());
    assert!(house.check().sound());
}

#[test]
fn a_file_is_shown_by_each_who_names_it_before_anybody_has_sent_it() {
    let house = House::new();
    let (mut general, mut roads) = (house.desk(&["general"]), house.desk(&["roads"]));
    let (bytes, offer) = file(6, CHUNK + 100);
    let (theirs, ours) = (new_id(), new_id());
    // Named ahead, so that the other one's sending might pay for it.
    roads.act(house.clerk, ours, register("roads"), &[]);
    roads.act(house.clerk, ours, attach(&offer), &[]);
    general.act(house.clerk, theirs, register("general"), &[]);
    general.act(house.clerk, theirs, attach(&offer), &[]);
    assert_eq!(send_all(&general, &bytes, &offer), [0, 1]);
    assert!(complete(&roads, &offer.sha256).is_err());
    assert!(get(&roads, &offer.sha256, 0).is_err());
    complete(&general, &offer.sha256).unwrap();
    assert!(get(&roads, &offer.sha256, 0).is_err());
    assert!(get(&general, &offer.sha256, 0).is_ok());

    // What its true owner erases is gone, whoever else names it.
    let admin = house.admin();
    let erased = admin.erase(house.tenant, theirs, house.supervisor, "арыз боюнча");
    house.rt.block_on(erased).unwrap();
    assert!(get(&general, &offer.sha256, 0).is_err());
    assert!(house.check().sound(), "{:?}", house.check());
    assert_eq!(send_all(&roads, &bytes, &offer), [0, 1]);
    complete(&roads, &offer.sha256).unwrap();
    assert!(get(&roads, &offer.sha256, 0).is_ok());
    assert!(house.check().sound(), "{:?}", house.check());
}

#[test]
fn chunks_that_do_not_make_the_file_are_thrown_away() {
    let house = House::new();
    let desk = house.desk(&["general"]);
    let (bytes, offer) = file(2, CHUNK + 5);
    let (other, wrong) = file(3, CHUNK + 5);
    // Right hashes of chunks, but of another file.
    let lying = BlobOffer {
        chunks: wrong.chunks.clone(),
        ..offer.clone()
    };
    let _: BlobState = desk.post("/v1/blobs", &lying).unwrap();
    for (n, chunk) in other.chunks(CHUNK).enumerate() {
        put(&desk, &offer.sha256, n, chunk).unwrap();
    }
    assert_eq!(
        complete(&desk, &offer.sha256).unwrap_err().code,
        "incomplete-blob"
    );
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(state.missing, [0, 1], "all of it has to come again");
    assert_eq!(
        complete(&desk, &offer.sha256).unwrap_err().code,
        "incomplete-blob"
    );
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        put(&desk, &offer.sha256, n, chunk).unwrap();
    }
    assert_eq!(complete(&desk, &offer.sha256).unwrap().sha256, offer.sha256);
}

#[test]
fn what_cannot_be_an_offer_is_refused() {
    let house = House::new();
    let desk = house.desk(&["general"]);
    let (_, offer) = file(4, 10);
    let refuse = |offer: &BlobOffer| {
        desk.post::<_, BlobState>("/v1/blobs", offer)
            .unwrap_err()
            .code
    };
    assert_eq!(
        refuse(&BlobOffer {
            size: 1 << 40,
            ..offer.clone()
        }),
        "too-large"
    );
    assert_eq!(
        refuse(&BlobOffer {
            size: CHUNK as u64 + 1,
            ..offer.clone()
        }),
        "bad-request"
    );
    assert_eq!(
        refuse(&BlobOffer {
            sha256: "../".repeat(21) + "a",
            ..offer.clone()
        }),
        "bad-request"
    );
    assert_eq!(
        put(&desk, &"0".repeat(64), 0, b"x").unwrap_err().code,
        "unknown-blob"
    );
    let up = "/v1/blobs/..%2f..%2f..%2fserver.key/chunks/0";
    let error = send("GET", &desk.url, up, Some(&desk.enrolled.token), &[], &[]).unwrap_err();
    assert_eq!(error.code, "unknown-blob");
}
