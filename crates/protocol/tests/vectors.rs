//! Hashes, checksums and signatures with their expected values, for whoever writes a client: `vectors.json`.
//!
//! What is published there is never edited, only added to, for the same reason as the fixtures of `wire.rs`: a device that
//! was away for months chains, signs and sums as its program did when it left.
#![expect(
    clippy::unwrap_used,
    reason = "all of this is test: what is not there fails it"
)]

use domain::InquiryId;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use protocol::checksum::{self, Sum};
use protocol::wire::{BlobReceipt, CHUNK, Command, GENESIS, Push, Unsigned};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs;

#[derive(Deserialize)]
struct Vectors {
    keys: Keys,
    signature: Signed,
    genesis: String,
    chain: Vec<Link>,
    foreign: Link,
    rows: Vec<Row>,
    unit: Whole,
    blob: Blob,
    submission: Submission,
}

#[derive(Deserialize)]
struct Keys {
    device_seed: String,
    device_public: String,
    server_seed: String,
    server_public: String,
}

#[derive(Deserialize)]
struct Signed {
    bytes: String,
    signature: String,
}

#[derive(Deserialize)]
struct Link {
    signed: String,
    hash: String,
    signature: String,
    #[serde(default)]
    size: usize,
}

#[derive(Deserialize)]
struct Row {
    id: InquiryId,
    seq: u64,
    content: String,
    checksum: String,
    part: u8,
}

#[derive(Deserialize)]
struct Whole {
    rows: u64,
    sum: String,
    without_the_last: String,
}

#[derive(Deserialize)]
struct Blob {
    size: usize,
    sha256: String,
    chunks: Vec<String>,
    receipt_text: String,
    receipt_signature: String,
}

#[derive(Deserialize)]
struct Submission {
    key: String,
    inquiry: InquiryId,
}

fn file<T: DeserializeOwned>(path: &str) -> T {
    // Asked when it runs: what one clone built may run in another.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let path = format!("{here}/tests/{path}");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn vectors() -> Vectors {
    file("vectors.json")
}

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

fn key(seed: &str) -> SigningKey {
    SigningKey::from_bytes(&bytes(seed))
}

fn holds(public: &str, message: &[u8], signature: &str) -> bool {
    VerifyingKey::from_bytes(&bytes(public))
        .unwrap()
        .verify_strict(message, &Signature::from_bytes(&bytes(signature)))
        .is_ok()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[test]
fn keys_and_a_signature_over_known_bytes() {
    let v = vectors();
    for (seed, public) in [
        (&v.keys.device_seed, &v.keys.device_public),
        (&v.keys.server_seed, &v.keys.server_public),
    ] {
        assert_eq!(hex::encode(key(seed).verifying_key().to_bytes()), *public);
    }
    let message = hex::decode(&v.signature.bytes).unwrap();
    let made = key(&v.keys.server_seed).sign(&message).to_bytes();
    assert_eq!(hex::encode(made), v.signature.signature);
    assert!(!holds(
        &v.keys.server_public,
        b"\x73",
        &v.signature.signature
    ));
}

#[test]
fn three_commands_are_hashed_linked_and_signed() {
    let v = vectors();
    assert_eq!(v.genesis, GENESIS);
    let mut prev = v.genesis;
    for (place, link) in (1..).zip(&v.chain) {
        let body: Unsigned = serde_json::from_str(&link.signed).unwrap();
        assert_eq!((body.device_seq, &body.prev_hash), (place, &prev));
        let device = key(&v.keys.device_seed);
        let command = Command::sign(&body, |hash| device.sign(hash).to_bytes()).unwrap();
        assert_eq!(
            command.signed, link.signed,
            "command {place}, byte for byte"
        );
        assert_eq!(command.hash_hex(), link.hash);
        assert_eq!(command.signature, link.signature);
        assert_eq!(command.size(), link.size);
        assert!(holds(
            &v.keys.device_public,
            &command.hash(),
            &link.signature
        ));
        prev = command.hash_hex();
    }
    assert_eq!(v.chain.len(), 3);
    let push: Push = file("wire/push.json");
    let sent = push.commands.iter().map(|c| (&c.signed, &c.signature));
    assert!(sent.eq(v.chain.iter().map(|l| (&l.signed, &l.signature))));
}

/// Another order, other blanks, escapes, a field that nobody knows: the bytes count, not how we would write them.
#[test]
fn a_text_that_another_client_wrote_is_hashed_as_it_is() {
    let v = vectors();
    let command = Command {
        signed: v.foreign.signed,
        signature: v.foreign.signature,
        tombstone: None,
        was: Default::default(),
    };
    assert_eq!(command.hash_hex(), v.foreign.hash);
    assert!(holds(
        &v.keys.device_public,
        &command.hash(),
        &command.signature
    ));
    let body = command.read().unwrap();
    assert_eq!(body.act.code(), "add_note");
    assert_ne!(serde_json::to_string(&body).unwrap(), command.signed);
}

#[test]
fn rows_and_their_sums() {
    let v = vectors();
    let (mut sum, mut exact, mut before) = (Sum::default(), 0.0, Sum::default());
    for row in &v.rows {
        let checksum = checksum::row(row.id, row.seq, &row.content);
        assert_eq!(format!("{checksum:032x}"), row.checksum);
        assert_eq!(checksum::part(row.id), row.part);
        before = sum;
        sum = sum.plus(checksum);
        exact += checksum as f64;
    }
    assert_eq!((sum.rows, sum.hex()), (v.unit.rows, v.unit.sum));
    assert!(exact > u128::MAX as f64, "the sum goes round at 2^128");
    assert_eq!(before.hex(), v.unit.without_the_last);
    let last = v.rows.last().unwrap();
    let last = checksum::row(last.id, last.seq, &last.content);
    assert_eq!(sum.minus(last), before);
}

#[test]
fn a_file_its_chunks_and_the_receipt() {
    let v = vectors();
    let whole: Vec<u8> = (0..=250).cycle().take(v.blob.size).collect();
    assert_eq!(sha256(&whole), v.blob.sha256);
    let chunks: Vec<String> = whole.chunks(CHUNK).map(sha256).collect();
    assert_eq!(chunks, v.blob.chunks);
    let receipt: BlobReceipt = file("wire/blob_receipt.json");
    assert_eq!(
        v.blob.receipt_text,
        format!("blob:{}:{}", receipt.sha256, receipt.size)
    );
    let signed = key(&v.keys.server_seed).sign(v.blob.receipt_text.as_bytes());
    assert_eq!(hex::encode(signed.to_bytes()), v.blob.receipt_signature);
    assert_eq!(receipt.signature, v.blob.receipt_signature);
    let other = format!("blob:{}:{}", receipt.sha256, receipt.size + 1);
    assert!(!holds(
        &v.keys.server_public,
        other.as_bytes(),
        &receipt.signature
    ));
}

#[test]
fn the_id_of_a_submission_comes_from_its_key() {
    let v = vectors();
    assert_eq!(
        InquiryId::of_submission(&v.submission.key),
        Some(v.submission.inquiry)
    );
}
