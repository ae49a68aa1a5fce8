//! Word vectors by product quantisation (navec): each of 100 parts of a vector is one of 256 codes of three numbers.

use super::{
    WeightsError,
    archive::{Archive, unzip},
};

/// Parts of a vector.
const PARTS: usize = 100;
/// Codes of a part.
const CODES: usize = 256;
/// Numbers of a code.
const CHUNK: usize = 3;
/// Numbers of a vector.
pub const WIDTH: usize = PARTS * CHUNK;

/// A vocabulary and its vectors.
pub struct Vectors {
    /// The archive as it was given; what lies in it uncompressed is read from there.
    bytes: Vec<u8>,
    /// Where in it the codes of words begin: 100 bytes a word.
    codes_of_words: usize,
    /// The codes, parts x codes x chunk.
    codes: Vec<f32>,
    /// All words, one behind the other, in order.
    words: String,
    /// Where each begins in `words`; one more at the end.
    starts: Vec<u32>,
    unknown: u32,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vectors({} words)", self.starts.len() - 1)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let b = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_le_bytes([b[0], b[1], b[2], b[3]])).ok()
}

impl Vectors {
    /// From navec's archive.
    pub fn load(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        let form = || WeightsError::Form("the vectors");
        let archive = Archive::new(&bytes);
        let (start, size) = archive.place("pq.bin")?;
        let head: Vec<usize> = (0..4)
            .filter_map(|i| number(&bytes, start + 4 * i))
            .collect();
        let [count, width, parts, codes] = head[..] else {
            return Err(form());
        };
        let expected = 16 + count * PARTS + PARTS * CODES * CHUNK * 4;
        if (width, parts, codes) != (WIDTH, PARTS, CODES) || size != expected {
            return Err(form());
        }
        let codes_of_words = start + 16;
        let codes = bytes
            .get(codes_of_words + count * PARTS..start + size)
            .ok_or_else(form)?
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        let (words, starts) = vocabulary(&unzip(archive.entry("vocab.bin")?)?, count)?;
        let unknown = u32::try_from(count - 2).map_err(|_| form())?;
        Ok(Self {
            bytes,
            codes_of_words,
            codes,
            words,
            starts,
            unknown,
        })
    }

    fn word(&self, i: usize) -> &str {
        let place = |i: usize| self.starts.get(i).map(|s| *s as usize);
        match (place(i), place(i + 1)) {
            (Some(a), Some(b)) => self.words.get(a..b).unwrap_or_default(),
            _ => "",
        }
    }

    /// The number of a word in lower case; that of the unknown word if it is not in the vocabulary.
    pub fn id(&self, word: &str) -> u32 {
        let (mut low, mut high) = (0, self.unknown as usize);
        while low < high {
            let middle = low.midpoint(high);
            match self.word(middle).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return u32::try_from(middle).unwrap_or(self.unknown),
            }
        }
        self.unknown
    }

    /// Writes the vector of a word, [`WIDTH`] numbers.
    pub fn write(&self, id: u32, into: &mut [f32]) {
        let at = self.codes_of_words + id as usize * PARTS;
        let parts = self.bytes.get(at..at + PARTS).unwrap_or_default();
        for (part, (code, out)) in parts.iter().zip(into.chunks_exact_mut(CHUNK)).enumerate() {
            let from = (part * CODES + usize::from(*code)) * CHUNK;
            out.copy_from_slice(&self.codes[from..from + CHUNK]);
        }
    }
}

/// Count, so many frequencies, then the words by line; the last two stand for the unknown and for nothing.
fn vocabulary(bytes: &[u8], count: usize) -> Result<(String, Vec<u32>), WeightsError> {
    let form = || WeightsError::Form("the vocabulary");
    if number(bytes, 0) != Some(count) || count < 2 {
        return Err(form());
    }
    let text = bytes
        .get(4 + 4 * count..)
        .and_then(|b| std::str::from_utf8(b).ok())
        .ok_or_else(form)?;
    let mut words = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(count + 1);
    let mut previous = "";
    for (i, word) in text.lines().enumerate() {
        // They are looked up by halving.
        if i + 2 < count && i > 0 && previous >= word {
            return Err(form());
        }
        starts.push(u32::try_from(words.len()).map_err(|_| form())?);
        words.push_str(word);
        previous = word;
    }
    starts.push(u32::try_from(words.len()).map_err(|_| form())?);
    if starts.len() != count + 1 {
        return Err(form());
    }
    Ok((words, starts))
}
