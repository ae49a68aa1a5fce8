//! What somebody who has a computer's disk finds on it, with the key and without.

use aes::Aes256;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bytes of a page of SQLCipher 4: the text, then 16 of the vector and 64 of the seal.
const PAGE: usize = 4096;
const TAIL: usize = 80;
const VECTOR: usize = 16;
/// What a write-ahead log begins with, and what each of its pages does.
const LOG_HEADING: usize = 32;
const FRAME_HEADING: usize = 24;

/// Where the bytes of an attachment are.
pub fn file_of(dir: &Path, attachment: Uuid) -> PathBuf {
    let name = attachment.to_string();
    let folder: String = name.chars().rev().take(2).collect();
    dir.join("files").join(folder).join(name)
}

/// The first of several words that is among the bytes.
pub fn find(bytes: &[u8], words: &[String]) -> Option<String> {
    let search = aho_corasick::AhoCorasick::new(words).ok()?;
    let found = search.find(bytes)?;
    words.get(found.pattern().as_usize()).cloned()
}

/// A database file, or its write-ahead log, with all its pages decrypted, free and outdated ones too.
pub fn decrypted(file: &[u8], name: &str) -> Vec<u8> {
    let log = name.ends_with("-wal");
    let (heading, before_page) = if log {
        (LOG_HEADING, FRAME_HEADING)
    } else {
        (0, 0)
    };
    let pages = file.get(heading..).unwrap_or_default();
    let mut plain = Vec::with_capacity(file.len());
    for (n, page) in pages.chunks_exact(before_page + PAGE).enumerate() {
        let (frame, page) = page.split_at(before_page);
        // In place of SQLite's own heading the first page has the salt.
        let first = if log {
            frame.starts_with(&[0, 0, 0, 1])
        } else {
            n == 0
        };
        let start = if first { VECTOR } else { 0 };
        let (text, tail) = page.split_at(PAGE - TAIL);
        let vector: Option<[u8; VECTOR]> = tail.get(..VECTOR).and_then(|v| v.try_into().ok());
        let mut text = text.get(start..).unwrap_or_default().to_vec();
        if let Some(vector) = vector {
            let cipher = cbc::Decryptor::<Aes256>::new(&crate::device::KEY.into(), &vector.into());
            let _ = cipher.decrypt_padded::<NoPadding>(&mut text);
        }
        plain.extend(text);
    }
    plain
}
