//! Accounts for every byte of a picture file: which parts a copy may consist of, and whether anything lies beside them.

/// What is wrong with a container, for people who look into it. Never holds content of the file.
pub(crate) type Complaint = String;

/// A JPEG may hold: SOI, a plain JFIF header, tables, one frame, one scan, EOI, and nothing behind.
pub(crate) fn jpeg(bytes: &[u8]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let Some(mut rest) = bytes.strip_prefix(&[0xFF, 0xD8]) else {
        return vec!["no JPEG start".to_owned()];
    };
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            complaints.push("bytes between segments".to_owned());
            return complaints;
        };
        if *marker == 0xD9 {
            if !after.is_empty() {
                complaints.push(format!("{} bytes behind the end", after.len()));
            }
            return complaints;
        }
        let Some((body, following)) = segment(after) else {
            complaints.push("a segment is cut off".to_owned());
            return complaints;
        };
        match marker {
            // JFIF without a thumbnail is 14 bytes.
            0xE0 if body.starts_with(b"JFIF\0") && body.len() == 14 => {}
            0xC0 | 0xC4 | 0xDB | 0xDD => {}
            0xDA => {
                rest = behind_scan(following);
                continue;
            }
            other => complaints.push(format!("a segment FF{other:02X}")),
        }
        rest = following;
    }
}

fn segment(after_marker: &[u8]) -> Option<(&[u8], &[u8])> {
    let [high, low, ..] = after_marker else {
        return None;
    };
    let len = usize::from(u16::from_be_bytes([*high, *low]));
    let body = after_marker.get(2..len)?;
    Some((body, after_marker.get(len..)?))
}

/// Skips entropy-coded data up to the next marker.
fn behind_scan(data: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some(pair) = data.get(at..at + 2) {
        let is_marker = pair[0] == 0xFF && pair[1] != 0 && !(0xD0..=0xD7).contains(&pair[1]);
        if is_marker {
            break;
        }
        at += 1;
    }
    data.get(at..).unwrap_or_default()
}

/// A PNG may hold IHDR, IDAT and IEND, and nothing behind.
pub(crate) fn png(bytes: &[u8]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") else {
        return vec!["no PNG start".to_owned()];
    };
    loop {
        let (Some(len), Some(name)) = (rest.first_chunk::<4>(), rest.get(4..8)) else {
            complaints.push("a chunk is cut off".to_owned());
            return complaints;
        };
        let len = u32::from_be_bytes(*len) as usize;
        if !matches!(name, b"IHDR" | b"IDAT" | b"IEND") {
            complaints.push(format!("a chunk {}", String::from_utf8_lossy(name)));
        }
        let last = name == b"IEND";
        let Some(following) = rest.get(len.saturating_add(12)..) else {
            complaints.push("a chunk is cut off".to_owned());
            return complaints;
        };
        if last {
            if !following.is_empty() || len != 0 {
                complaints.push("bytes behind the end".to_owned());
            }
            return complaints;
        }
        rest = following;
    }
}

/// A WebP may hold one lossless picture.
pub(crate) fn webp(bytes: &[u8]) -> Vec<Complaint> {
    let size = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|field| field.first_chunk::<4>())
            .map(|field| u32::from_le_bytes(*field) as usize)
    };
    let (Some(riff), Some(chunk)) = (size(4), size(16)) else {
        return vec!["cut off".to_owned()];
    };
    let padded = chunk + chunk % 2;
    let mut complaints = Vec::new();
    if bytes.get(12..16) != Some(b"VP8L") {
        complaints.push("a chunk other than the picture".to_owned());
    }
    if riff + 8 != bytes.len() || padded + 20 != bytes.len() {
        complaints.push("bytes beside the picture".to_owned());
    }
    complaints
}

/// A BMP may hold its headers, a grey palette and the pixels.
pub(crate) fn bmp(bytes: &[u8], width: u32, height: u32) -> Vec<Complaint> {
    let number = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|field| field.first_chunk::<4>())
            .map(|field| u32::from_le_bytes(*field) as usize)
    };
    let (Some(file), Some(pixels), Some(info)) = (number(2), number(10), number(14)) else {
        return vec!["cut off".to_owned()];
    };
    let bits = bytes.get(28).map_or(0, |b| usize::from(*b));
    let row = (width as usize * bits).div_ceil(32) * 4;
    let palette = if bits == 8 { 256 * 4 } else { 0 };
    let mut complaints = Vec::new();
    if file != bytes.len() || pixels + row * height as usize != bytes.len() {
        complaints.push("bytes beside the pixels".to_owned());
    }
    if pixels != 14 + info + palette {
        complaints.push("bytes before the pixels".to_owned());
    }
    let grey = (0..palette / 4).all(|i| {
        let at = 14 + info + i * 4;
        bytes.get(at..at + 3) == Some(&[i as u8; 3])
    });
    if !grey {
        complaints.push("a palette that is not grey".to_owned());
    }
    complaints
}

/// The tags that a page of a TIFF copy has: size, format, strips, and a resolution of 1.
const TIFF_TAGS: [u16; 16] = [
    256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 283, 284, 296, 317, 338, 339,
];

/// A TIFF may hold its header, directories with the tags of pixels alone, their values and strips; every byte belongs to one
/// of them.
pub(crate) fn tiff(bytes: &[u8]) -> Vec<Complaint> {
    let mut walk = TiffWalk {
        bytes,
        used: vec![(0, 8)],
        complaints: Vec::new(),
    };
    if !bytes.starts_with(b"II*\0") {
        return vec!["not the TIFF that is written here".to_owned()];
    }
    if walk.directories().is_none() {
        walk.complaints.push("a directory is cut off".to_owned());
    }
    walk.account();
    walk.complaints
}

struct TiffWalk<'b> {
    bytes: &'b [u8],
    used: Vec<(usize, usize)>,
    complaints: Vec<Complaint>,
}

impl TiffWalk<'_> {
    fn u16_at(&self, at: usize) -> Option<u16> {
        let field = self.bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(*field.first_chunk()?))
    }

    fn u32_at(&self, at: usize) -> Option<usize> {
        let field = self.bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(*field.first_chunk()?) as usize)
    }

    fn directories(&mut self) -> Option<()> {
        let mut next = self.u32_at(4)?;
        let mut seen = 0;
        while next != 0 {
            seen += 1;
            if seen > crate::limits::MAX_PAGES {
                return None;
            }
            let entries = usize::from(self.u16_at(next)?);
            let (mut offsets, mut lengths) = (Vec::new(), Vec::new());
            for entry in 0..entries {
                let at = next.checked_add(2 + entry * 12)?;
                let tag = self.u16_at(at)?;
                if !TIFF_TAGS.contains(&tag) {
                    self.complaints.push(format!("a tag {tag}"));
                }
                let values = self.values(at)?;
                match tag {
                    273 => offsets = values,
                    279 => lengths = values,
                    282 | 283 if values != [1, 1] => {
                        self.complaints.push("a resolution".to_owned());
                    }
                    _ => {}
                }
            }
            self.used.extend(offsets.into_iter().zip(lengths));
            self.used.push((next, 2 + entries * 12 + 4));
            next = self.u32_at(next + 2 + entries * 12)?;
        }
        Some(())
    }

    /// The values of an entry; where they stand outside the directory, their place is noted as used.
    fn values(&mut self, entry: usize) -> Option<Vec<usize>> {
        let kind = self.u16_at(entry + 2)?;
        let count = self.u32_at(entry + 4)?;
        // A rational is two numbers.
        let (size, count) = match kind {
            3 => (2, count),
            4 => (4, count),
            5 => (4, count.checked_mul(2)?),
            other => {
                self.complaints.push(format!("a value of type {other}"));
                return Some(Vec::new());
            }
        };
        let len = size * count;
        let at = if len > 4 {
            let at = self.u32_at(entry + 8)?;
            self.used.push((at, len));
            at
        } else {
            entry + 8
        };
        (0..count.min(self.bytes.len()))
            .map(|i| match size {
                2 => self.u16_at(at + i * 2).map(usize::from),
                _ => self.u32_at(at + i * 4),
            })
            .collect()
    }

    /// Every byte must belong to something; up to three that fill up to a multiple of four must be 0.
    fn account(&mut self) {
        self.used.sort_unstable();
        let mut end = 0;
        let mut gaps = 0;
        for &(start, len) in &self.used {
            if start > end {
                let aligned = start % 4 == 0 && start - end < 4;
                let gap = self.bytes.get(end..start);
                if !aligned || gap.is_none_or(|gap| gap.iter().any(|b| *b != 0)) {
                    gaps += start - end;
                }
            }
            end = end.max(start.saturating_add(len));
        }
        let behind = self.bytes.len().saturating_sub(end);
        if gaps + behind > 0 {
            self.complaints
                .push(format!("{} bytes that belong to nothing", gaps + behind));
        }
    }
}
