//! A department's rows as they stood at one place of the log, prepared once for all devices that begin.
//!
//! A snapshot is a [`Manifest`] and its blocks, in order of the rows' sequences. A block travels and is stored packed
//! by zstd, named by the SHA-256 of its packed bytes. Unpacked it is rows one after another, each of them:
//!
//! | bytes | what |
//! |---|---|
//! | 16 | the inquiry's id |
//! | 8 | sequence of its latest change, big-endian |
//! | 4 | bytes of the content, big-endian |
//! | as many | the content, UTF-8: canonical JSON, byte for byte |
//!
//! A device that has applied all blocks stands at [`Manifest::at`] and goes on from there by the log. What a snapshot
//! says is never more than a beginning: the checksums at the head of the log decide, as they do without it.

use crate::wire::Op;
use domain::ids::{InquiryId, UnitId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of rows in a block, before it is packed, after which the next one begins.
pub const BLOCK: usize = 1024 * 1024;
/// The most that a block may hold: one row may be larger than a block.
pub const BLOCK_MOST: usize = 32 * 1024 * 1024;

/// What a snapshot consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The unit.
    pub unit: UnitId,
    /// Epoch of the log.
    pub epoch: u64,
    /// Sequence of the log at which the rows stood so.
    pub at: u64,
    /// Rows.
    pub rows: u64,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// What had been erased by then. A device that begins here does not meet it in the log any more, and still has to
    /// give its receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<Gone>,
}

/// A case that was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Sequence of the log at which it was.
    pub seq: u64,
    /// The inquiry.
    pub inquiry: InquiryId,
}

/// A block of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// SHA-256 of the packed bytes, hexadecimal.
    pub sha256: String,
    /// Packed bytes.
    pub size: u64,
}

/// A block of a snapshot, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockRows {
    /// The unit.
    pub unit: UnitId,
    /// Which snapshot: [`Manifest::id`].
    pub id: String,
    /// Where it stood in the log.
    pub at: u64,
    /// The block's place, from 0.
    pub n: u32,
    /// Its rows.
    pub ops: Vec<Op>,
}

impl Manifest {
    /// What tells this snapshot from any other: SHA-256 over the hashes of its blocks, and where it stood.
    #[must_use]
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{}:{}:{}", self.unit.0, self.epoch, self.at));
        for block in &self.blocks {
            hash.update(format!(":{}", block.sha256));
        }
        hex::encode(hash.finalize())
    }

    /// A block of it, with its rows. The first one brings what had been erased, too.
    #[must_use]
    pub fn block(&self, n: u32, rows: Vec<Op>) -> BlockRows {
        let mut ops = Vec::new();
        if n == 0 {
            let gone = self.erased.iter();
            ops.extend(gone.map(|gone| Op::Erase {
                seq: gone.seq,
                id: gone.inquiry,
            }));
        }
        ops.extend(rows);
        BlockRows {
            unit: self.unit.clone(),
            id: self.id(),
            at: self.at,
            n,
            ops,
        }
    }

    /// Packed bytes of all blocks.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.blocks.iter().map(|block| block.size).sum()
    }
}

/// Adds a row to the unpacked bytes of a block. Whether there was room for its length: a content of 4 GiB has none.
#[must_use]
pub fn push_row(block: &mut Vec<u8>, id: InquiryId, seq: u64, content: &str) -> bool {
    let Ok(length) = u32::try_from(content.len()) else {
        return false;
    };
    block.extend_from_slice(id.0.as_bytes());
    block.extend_from_slice(&seq.to_be_bytes());
    block.extend_from_slice(&length.to_be_bytes());
    block.extend_from_slice(content.as_bytes());
    true
}

/// A block that is none: it breaks off, or a content is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a block of a snapshot that cannot be read")]
pub struct NoBlock;

/// The rows of a block's unpacked bytes, as a frame of the log would bring them.
///
/// # Errors
/// [`NoBlock`].
pub fn rows(unit: &UnitId, mut block: &[u8]) -> Result<Vec<Op>, NoBlock> {
    let mut rows = Vec::new();
    while !block.is_empty() {
        let id = Uuid::from_bytes(take(&mut block)?);
        let seq = u64::from_be_bytes(take(&mut block)?);
        let length = u32::from_be_bytes(take(&mut block)?) as usize;
        let (content, rest) = block.split_at_checked(length).ok_or(NoBlock)?;
        block = rest;
        rows.push(Op::Put {
            seq,
            id: InquiryId(id),
            unit: unit.clone(),
            content: std::str::from_utf8(content)
                .map_err(|_| NoBlock)?
                .to_owned(),
        });
    }
    Ok(rows)
}

fn take<const N: usize>(from: &mut &[u8]) -> Result<[u8; N], NoBlock> {
    let (first, rest) = from.split_first_chunk::<N>().ok_or(NoBlock)?;
    *from = rest;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_went_and_a_torn_block_is_none() {
        let unit = UnitId::from("general");
        let mut block = Vec::new();
        for n in 1..=3_u64 {
            let id = InquiryId(Uuid::from_u128(u128::from(n)));
            assert!(push_row(&mut block, id, n, &"Ң".repeat(n as usize)));
        }
        let ops = rows(&unit, &block).unwrap();
        assert_eq!(ops.len(), 3);
        assert!(matches!(&ops[2], Op::Put { seq: 3, content, .. } if content == "ҢҢҢ"));
        for cut in [1, 20, 27, block.len() - 1] {
            assert_eq!(rows(&unit, &block[..cut]), Err(NoBlock), "{cut}");
        }
        let end = block.len() - 1;
        block[end] = 0xff;
        assert_eq!(rows(&unit, &block), Err(NoBlock));
        assert_eq!(rows(&unit, &[]), Ok(Vec::new()));
    }

    #[test]
    fn another_block_is_another_snapshot() {
        let manifest = |sha256: &str| Manifest {
            unit: "general".into(),
            epoch: 1,
            at: 7,
            rows: 1,
            blocks: vec![Block {
                sha256: sha256.into(),
                size: 9,
            }],
            erased: Vec::new(),
        };
        assert_eq!(manifest("aa").id(), manifest("aa").id());
        assert_ne!(manifest("aa").id(), manifest("ab").id());
    }
}
