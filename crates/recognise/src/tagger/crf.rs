//! From scores to tags: the best row of tags by Viterbi, and names from tags.

use super::{Name, Named};

/// Tags, in the order of the network: padding, outside, then beginning and inside of each kind.
pub const TAGS: usize = 8;

/// The tag of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// No name.
    Outside,
    /// The first word of a name.
    First(Named),
    /// A further word of a name.
    Inside(Named),
}

impl Tag {
    fn from_index(i: usize) -> Self {
        match i {
            2 => Tag::First(Named::Person),
            3 => Tag::Inside(Named::Person),
            4 => Tag::First(Named::Place),
            5 => Tag::Inside(Named::Place),
            6 => Tag::First(Named::Organisation),
            7 => Tag::Inside(Named::Organisation),
            _ => Tag::Outside,
        }
    }
}

/// The best row of tags. `scores` holds [`TAGS`] for each word, `steps` what each step from tag to tag adds (from x to).
pub fn decode(scores: &[f32], steps: &[f32]) -> Vec<Tag> {
    let mut rows = scores.chunks_exact(TAGS);
    let Some(first) = rows.next() else {
        return Vec::new();
    };
    let mut best: Vec<f32> = first.to_vec();
    let mut came_from: Vec<[usize; TAGS]> = Vec::new();
    for row in rows {
        let mut next = vec![0.0; TAGS];
        let mut from = [0; TAGS];
        for to in 0..TAGS {
            let (mut top, mut at) = (f32::NEG_INFINITY, 0);
            for (i, so_far) in best.iter().enumerate() {
                let score = so_far + steps[i * TAGS + to] + row[to];
                if score > top {
                    (top, at) = (score, i);
                }
            }
            next[to] = top;
            from[to] = at;
        }
        best = next;
        came_from.push(from);
    }
    let mut at = 0;
    for i in 1..TAGS {
        if best[i] > best[at] {
            at = i;
        }
    }
    let mut tags = vec![Tag::from_index(at)];
    for from in came_from.iter().rev() {
        at = from[at];
        tags.push(Tag::from_index(at));
    }
    tags.reverse();
    tags
}

/// Names from the tags of words.
pub fn names(tags: &[(usize, usize, Tag)]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut open = false;
    for (start, end, tag) in tags {
        match (tag, open) {
            (Tag::Outside, _) => open = false,
            (Tag::Inside(_), true) => {
                if let Some(last) = names.last_mut() {
                    last.end = *end;
                }
            }
            // The original drops a name whose first word is tagged as inside; that is a name all the same.
            (Tag::First(what), _) | (Tag::Inside(what), false) => {
                names.push(Name {
                    start: *start,
                    end: *end,
                    what: *what,
                });
                open = true;
            }
        }
    }
    names
}
