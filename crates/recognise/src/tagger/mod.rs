//! The name tagger: slovnet's network for names, over navec's word vectors. Both are given as they are published; see
//! `network` for the arithmetic and `archive` for the files.
//!
//! Works line by line, as it was measured: a line is a sentence or a few.

mod archive;
mod crf;
mod network;
mod shape;
mod split;
mod vectors;

use crate::normal::Normal;
pub use crf::Tag;
use network::Network;
use vectors::Vectors;

/// File names of the weights as they are published.
pub const NAVEC: &str = "navec_news_v1_1B_250K_300d_100q.tar";
/// See [`NAVEC`].
pub const SLOVNET: &str = "slovnet_ner_news_v1.tar";

/// What is wrong with weights that were given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The archive has no such entry, or it ends too early.
    #[error("the weights lack {0}")]
    Missing(String),
    /// An entry has another size or form than the network needs.
    #[error("{0} of the weights has not the form that is expected")]
    Form(&'static str),
}

/// Words and shapes in, tags out.
#[derive(Debug)]
pub struct Tagger {
    vectors: Vectors,
    network: Network,
    shapes: shape::Shapes,
}

/// A name that was found: scalar values of the line, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// First character.
    pub start: usize,
    /// After the last.
    pub end: usize,
    /// What it names.
    pub what: Named,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
}

impl Tagger {
    /// From the bytes of `navec_news_v1_1B_250K_300d_100q.tar` and `slovnet_ner_news_v1.tar`. The first stays in memory
    /// (27 MB).
    ///
    /// # Errors
    /// If either is not what it should be.
    pub fn load(navec: Vec<u8>, slovnet: &[u8]) -> Result<Self, WeightsError> {
        let slovnet = archive::Archive::new(slovnet);
        Ok(Self {
            vectors: Vectors::load(navec)?,
            network: Network::load(&slovnet)?,
            shapes: shape::Shapes::load(&slovnet)?,
        })
    }

    /// The tags of a line, with the words they belong to.
    #[must_use]
    pub fn tags(&self, line: &[char]) -> Vec<(usize, usize, Tag)> {
        let words = split::words(line);
        if words.is_empty() {
            return Vec::new();
        }
        let input: Vec<(u32, u8)> = words
            .iter()
            .map(|(start, end)| {
                let word = &line[*start..*end];
                let lower: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
                (self.vectors.id(&lower), self.shapes.id(word))
            })
            .collect();
        let scores = self.network.scores(&self.vectors, &input);
        let tags = self.network.decode(&scores);
        words
            .into_iter()
            .zip(tags)
            .map(|((start, end), tag)| (start, end, tag))
            .collect()
    }

    /// The names of a line.
    #[must_use]
    pub fn names(&self, line: &[char]) -> Vec<Name> {
        crf::names(&self.tags(line))
    }

    /// Names of a text, line by line, in its own positions; whether each is a person.
    pub(crate) fn persons_and_names(&self, text: &Normal) -> Vec<(usize, usize, bool)> {
        let mut found = Vec::new();
        let mut start = 0;
        for line in text.chars.split(|c| *c == '\n') {
            // A line without a capital has no name that the network would see.
            if line.iter().any(|c| c.is_uppercase()) {
                let recased = recased(line);
                let line = recased.as_deref().unwrap_or(line);
                found.extend(
                    self.names(line)
                        .into_iter()
                        .map(|n| (start + n.start, start + n.end, n.what == Named::Person)),
                );
            }
            start += line.len() + 1;
        }
        found
    }
}

/// Of a line in capitals its words with one capital each: the network was not taught with capitals.
fn recased(line: &[char]) -> Option<Vec<char>> {
    let upper = line.iter().filter(|c| c.is_uppercase()).count();
    let lower = line.iter().filter(|c| c.is_lowercase()).count();
    if upper < 8 || lower * 4 > upper {
        return None;
    }
    let mut inside = false;
    Some(
        line.iter()
            .map(|c| {
                let small = inside;
                inside = c.is_alphabetic();
                let mut lower = c.to_lowercase();
                // A letter whose small form is two keeps its place.
                match (small, lower.next(), lower.next()) {
                    (true, Some(l), None) => l,
                    _ => *c,
                }
            })
            .collect(),
    )
}
