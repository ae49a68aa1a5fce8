//! The Merkle tree of RFC 6962 (section 2.1) over the entries of an audit chain: leaves, roots, and proofs that a later
//! tree holds an earlier one whole. Hashes only; who signs a root and where nodes are kept is the callers' to say.
//!
//! A leaf is `SHA-256(0x00 || entry)`, a node `SHA-256(0x01 || left || right)`, the empty tree `SHA-256("")`.

use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// The hash of two neighbours.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of the empty tree.
#[must_use]
pub fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// The right edge of a growing tree: the roots of its complete subtrees, largest first. All that is needed to append.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    size: u64,
    peaks: Vec<Hash>,
}

impl Edge {
    /// The edge of a tree of `size` leaves with these peaks, largest first; `None` where their number does not fit.
    #[must_use]
    pub fn of(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// Leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends a leaf. Every subtree that it completes is told: level (a leaf has 0), number from the left, hash.
    pub fn push(&mut self, leaf: Hash, mut completed: impl FnMut(u32, u64, Hash)) {
        let (mut hash, mut place, mut level) = (leaf, self.size, 0);
        completed(level, place, hash);
        while place & 1 == 1 {
            // An odd place has its left neighbour among the peaks.
            if let Some(left) = self.peaks.pop() {
                hash = node(&left, &hash);
            }
            place >>= 1;
            level += 1;
            completed(level, place, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => empty(),
            Some(last) => peaks.fold(*last, |right, left| node(left, &right)),
        }
    }
}

/// A part of a proof: a complete or incomplete subtree of the leaves `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// First leaf.
    pub from: u64,
    /// Behind the last leaf.
    pub to: u64,
}

/// The largest power of two below `n`, for `n` of two or more.
fn split(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

/// Which subtrees' roots prove that the tree of `new` leaves begins with that of `old`, in the order of RFC 6962
/// (section 2.1.2). Nothing for `old` of 0 or `new`.
#[must_use]
pub fn consistency(old: u64, new: u64) -> Vec<Part> {
    let mut parts = Vec::new();
    if old == 0 || old >= new {
        return parts;
    }
    let (mut old, mut from, mut to, mut whole) = (old, 0, new, true);
    loop {
        let size = to - from;
        if old == size {
            if !whole {
                parts.push(Part { from, to });
            }
            break;
        }
        let k = split(size);
        if old <= k {
            parts.push(Part { from: from + k, to });
            to = from + k;
        } else {
            parts.push(Part { from, to: from + k });
            from += k;
            old -= k;
            whole = false;
        }
    }
    parts.reverse();
    parts
}

/// Checks a proof that the tree of `new` leaves with `new_root` begins with the tree of `old` leaves and `old_root`
/// (RFC 9162, section 2.1.4.2).
#[must_use]
pub fn is_consistent(
    (old, old_root): (u64, &Hash),
    (new, new_root): (u64, &Hash),
    proof: &[Hash],
) -> bool {
    if old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == empty();
    }
    let mut path = proof.iter();
    // A complete old tree is itself the first subtree.
    let first = if old.is_power_of_two() {
        Some(old_root)
    } else {
        path.next()
    };
    let Some(first) = first else { return false };
    let (mut of_old, mut of_new) = (*first, *first);
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    for part in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            of_old = node(part, &of_old);
            of_new = node(part, &of_new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            of_new = node(&of_new, part);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight entries and roots that implementations of Certificate Transparency test with.
    const ENTRIES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn root_of(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty(),
            [one] => *one,
            more => {
                let (left, right) = more.split_at(split(more.len() as u64) as usize);
                node(&root_of(left), &root_of(right))
            }
        }
    }

    #[test]
    fn the_known_roots_come_out() {
        let mut edge = Edge::default();
        assert_eq!(hex::encode(edge.root()), hex::encode(Sha256::digest([])));
        for (entry, root) in ENTRIES.iter().zip(ROOTS) {
            edge.push(leaf(&hex::decode(entry).unwrap()), |_, _, _| {});
            assert_eq!(hex::encode(edge.root()), root);
        }
    }

    #[test]
    fn a_proof_holds_for_its_two_trees_and_for_no_others() {
        let leaves: Vec<Hash> = (0..70_u8).map(|n| leaf(&[n])).collect();
        let root = |n: usize| root_of(&leaves[..n]);
        for new in 0..=leaves.len() {
            for old in 0..=new {
                let proof: Vec<Hash> = consistency(old as u64, new as u64)
                    .iter()
                    .map(|p| root_of(&leaves[p.from as usize..p.to as usize]))
                    .collect();
                let (a, b) = (root(old), root(new));
                let holds = |a: &Hash, b: &Hash, proof: &[Hash]| {
                    is_consistent((old as u64, a), (new as u64, b), proof)
                };
                assert!(holds(&a, &b, &proof), "{old} {new}");
                assert!(proof.len() <= 16, "{old} {new}");
                let other = leaf(b"other");
                assert!(!holds(&other, &b, &proof) && (old == 0 || !holds(&a, &other, &proof)));
                if let Some((_, short)) = proof.split_last() {
                    assert!(!holds(&a, &b, short), "{old} {new}");
                }
                let long = [proof.clone(), vec![other]].concat();
                assert!(!holds(&a, &b, &long), "{old} {new}");
                for at in 0..proof.len() {
                    let mut wrong = proof.clone();
                    wrong[at][0] ^= 1;
                    assert!(!holds(&a, &b, &wrong), "{old} {new} {at}");
                }
            }
        }
        assert!(!is_consistent((2, &root(2)), (1, &root(1)), &[]));
    }

    #[test]
    fn completed_subtrees_are_told_once_and_make_the_edge_anew() {
        let mut edge = Edge::default();
        let mut kept = std::collections::BTreeMap::new();
        for n in 0..37_u8 {
            edge.push(leaf(&[n]), |level, place, hash| {
                assert!(kept.insert((level, place), hash).is_none());
            });
            let again = Edge::of(edge.size(), edge.peaks().to_vec()).unwrap();
            assert_eq!(again.root(), edge.root());
        }
        assert_eq!(kept[&(5, 0)], edge.peaks()[0]);
        assert!(Edge::of(3, vec![[0; 32]]).is_none());
    }
}
