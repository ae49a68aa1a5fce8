//! Which key a case has, by its id. The ids themselves lie in the entries: here only the keys are kept, so that a million
//! cases cost 19 MB instead of 52.

use super::Entry;
use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};
use uuid::Uuid;

/// Keys of entries, found by the id of the entry.
#[derive(Debug, Default)]
pub(super) struct Places {
    keys: HashTable<i64>,
    random: RandomState,
}

impl Places {
    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize, entries: &[Entry]) {
        let random = &self.random;
        self.keys.reserve(more, |key| hash(random, entries, *key));
    }

    pub fn find(&self, id: Uuid, entries: &[Entry]) -> Option<i64> {
        let hash = self.random.hash_one(id);
        let found = self.keys.find(hash, |key| id_of(entries, *key) == Some(id));
        found.copied()
    }

    /// Notes the key of an entry that lies among the entries already.
    pub fn put(&mut self, id: Uuid, key: i64, entries: &[Entry]) {
        let random = &self.random;
        let of_id = random.hash_one(id);
        let found = self
            .keys
            .find_mut(of_id, |key| id_of(entries, *key) == Some(id));
        match found {
            Some(place) => *place = key,
            None => {
                self.keys
                    .insert_unique(of_id, key, |key| hash(random, entries, *key));
            }
        }
    }

    /// Keeps some keys. To be called before their entries go.
    pub fn retain(&mut self, keep: impl Fn(i64) -> bool) {
        self.keys.retain(|key| keep(*key));
    }
}

fn id_of(entries: &[Entry], key: i64) -> Option<Uuid> {
    let at = entries.binary_search_by_key(&key, |e| e.id).ok()?;
    entries.get(at).map(|e| e.uuid)
}

fn hash(random: &RandomState, entries: &[Entry], key: i64) -> u64 {
    random.hash_one(id_of(entries, key).unwrap_or_default())
}
