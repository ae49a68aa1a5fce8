//! Every device is a witness of the server's audit: it keeps the heads that the server signed, and asks each later one to
//! prove that it holds the earlier one whole.

use super::signature;
use crate::store::Standing;
use protocol::tree::{Hash, is_consistent};
use protocol::wire::{HelloReply, TreeHead};

/// Whether the head in a greeting is the server's, and goes on where the device's last one ended. The first of an epoch has
/// nothing to go on from: the log began anew, which the epoch itself tells.
pub(super) fn is_sound(
    server_key: &str,
    standing: &Standing,
    reply: &HelloReply,
    head: &TreeHead,
) -> bool {
    if head.epoch != reply.epoch
        || !signature::holds(server_key, &head.message(standing.tenant), &head.signature)
    {
        return false;
    }
    let before = standing
        .tree
        .as_ref()
        .filter(|seen| seen.epoch == head.epoch);
    let Some(before) = before else { return true };
    let (Some(old), Some(new)) = (hash(&before.root), hash(&head.root)) else {
        return false;
    };
    let proof: Option<Vec<Hash>> = reply.proof.iter().map(|part| hash(part)).collect();
    proof.is_some_and(|proof| is_consistent((before.size, &old), (head.size, &new), &proof))
}

fn hash(text: &str) -> Option<Hash> {
    hex::decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::TenantId;
    use ed25519_dalek::{Signer, SigningKey};
    use protocol::tree::{self, Edge};
    use uuid::Uuid;

    const TENANT: TenantId = TenantId(Uuid::from_u128(7));

    fn moment() -> chrono::DateTime<chrono::FixedOffset> {
        chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap()
    }

    fn edge(entries: &[&str]) -> Edge {
        let mut edge = Edge::default();
        for entry in entries {
            edge.push(tree::leaf(entry.as_bytes()), |_, _, _| {});
        }
        edge
    }

    fn head(key: &SigningKey, epoch: u64, entries: &[&str]) -> TreeHead {
        let edge = edge(entries);
        let mut head = TreeHead {
            epoch,
            size: edge.size(),
            root: hex::encode(edge.root()),
            at: moment(),
            signature: String::new(),
        };
        head.signature = hex::encode(key.sign(head.message(TENANT).as_bytes()).to_bytes());
        head
    }

    fn sound(
        key: &SigningKey,
        seen: Option<TreeHead>,
        epoch: u64,
        new: &TreeHead,
        proof: &[Hash],
    ) -> bool {
        let standing = Standing {
            token: String::new().into(),
            epoch,
            cursor: 0,
            scope_version: 0,
            profile: None,
            acked: 0,
            queued: 0,
            signed: 0,
            repair: Vec::new(),
            erased: Vec::new(),
            tenant: TENANT,
            tree: seen,
        };
        let reply = HelloReply {
            protocol: 1,
            epoch,
            head: 0,
            durable_seq: 0,
            server_time: moment(),
            lease_until: moment(),
            scope: None,
            tree: Some(new.clone()),
            proof: proof.iter().map(hex::encode).collect(),
            backed_up: None,
            snapshots: Vec::new(),
            profile: None,
        };
        let public = hex::encode(key.verifying_key().to_bytes());
        is_sound(&public, &standing, &reply, new)
    }

    #[test]
    fn a_log_that_was_changed_cannot_prove_that_it_goes_on() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let old = head(&key, 1, &["a", "b"]);
        let new = head(&key, 1, &["a", "b", "c"]);
        let proof = [tree::leaf(b"c")];
        assert!(sound(&key, None, 1, &old, &[]), "the first one");
        assert!(sound(&key, Some(old.clone()), 1, &new, &proof));
        assert!(!sound(&key, Some(old.clone()), 1, &new, &[]), "no proof");
        let changed = head(&key, 1, &["a", "X", "c"]);
        assert!(!sound(&key, Some(old.clone()), 1, &changed, &proof));
        let shorter = head(&key, 1, &["a"]);
        assert!(!sound(&key, Some(old.clone()), 1, &shorter, &[]));
        let anew = head(&key, 2, &["z"]);
        assert!(
            sound(&key, Some(old.clone()), 2, &anew, &[]),
            "after a restore"
        );
        assert!(
            !sound(&key, Some(old.clone()), 1, &anew, &[]),
            "of another epoch than it says"
        );
        let stranger = SigningKey::from_bytes(&[4; 32]);
        assert!(!sound(
            &key,
            Some(old),
            1,
            &head(&stranger, 1, &["a", "b", "c"]),
            &proof
        ));
    }
}
