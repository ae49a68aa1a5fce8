//! Reading the archives: tar, and gzip inside.

use std::io::Read as _;

use super::WeightsError;

const BLOCK: usize = 512;

/// A tar archive in memory.
pub struct Archive<'a> {
    bytes: &'a [u8],
}

impl<'a> Archive<'a> {
    /// Of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Where an entry lies: its first byte and its size.
    pub fn place(&self, name: &str) -> Result<(usize, usize), WeightsError> {
        let missing = || WeightsError::Missing(name.to_owned());
        let mut at = 0;
        while let Some(header) = self.bytes.get(at..at + BLOCK) {
            let field = |from: usize, to: usize| -> &[u8] {
                let field = header.get(from..to).unwrap_or_default();
                field.split(|b| *b == 0).next().unwrap_or_default()
            };
            if field(0, 100).is_empty() {
                break;
            }
            let size = std::str::from_utf8(field(124, 136))
                .ok()
                .and_then(|s| usize::from_str_radix(s.trim(), 8).ok())
                .ok_or_else(missing)?;
            let start = at + BLOCK;
            if field(0, 100) == name.as_bytes() {
                let whole = start
                    .checked_add(size)
                    .is_some_and(|end| end <= self.bytes.len());
                return whole.then_some((start, size)).ok_or_else(missing);
            }
            at = size
                .checked_next_multiple_of(BLOCK)
                .and_then(|blocks| start.checked_add(blocks))
                .ok_or_else(missing)?;
        }
        Err(missing())
    }

    /// An entry's bytes.
    pub fn entry(&self, name: &str) -> Result<&'a [u8], WeightsError> {
        let (start, size) = self.place(name)?;
        self.bytes
            .get(start..start + size)
            .ok_or_else(|| WeightsError::Missing(name.to_owned()))
    }

    /// An entry of little-endian 32-bit floats; exactly so many.
    pub fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.entry(name)?;
        if bytes.len() != count * 4 {
            return Err(WeightsError::Form("an array"));
        }
        Ok(bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    /// The lines of a gzipped entry.
    pub fn lines(&self, name: &str) -> Result<Vec<String>, WeightsError> {
        let text = String::from_utf8(unzip(self.entry(name)?)?)
            .map_err(|_| WeightsError::Form("a vocabulary"))?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// The most that a vocabulary may unpack to.
const MOST: u64 = 64 << 20;

/// Unpacks gzip.
pub fn unzip(bytes: &[u8]) -> Result<Vec<u8>, WeightsError> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .take(MOST)
        .read_to_end(&mut out)
        .map_err(|_| WeightsError::Form("a compressed entry"))?;
    Ok(out)
}
