//! What synchronisation needs of the replica.

use chrono::{DateTime, FixedOffset};
use domain::ids::{InquiryId, TenantId, UnitId};
use domain::sensitive::Sensitive;
use protocol::snapshot::BlockRows;
use protocol::window::sync::Changed;
use protocol::wire::{
    BlobOffer, BlobReceipt, Command, EraseReceipt, Op, Outcome, PullReply, Scope, TreeHead,
};
use std::collections::BTreeSet;
use std::future::Future;

/// Where the replica stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The device's bearer token.
    pub token: Sensitive<String>,
    /// Epoch of the log, as last entered by [`LocalStore::enter_epoch`] or given at enrolment.
    pub epoch: u64,
    /// Last log sequence applied.
    pub cursor: u64,
    /// Version of the scope that was last stored.
    pub scope_version: u64,
    /// Which legal profile it holds ([`protocol::wire::profile_digest`]), where its scope names another one.
    pub profile: Option<String>,
    /// Last device sequence whose outcome is stored; 0 before the first.
    pub acked: u64,
    /// Commands without an outcome.
    pub queued: u64,
    /// Last device sequence that was ever signed here.
    pub signed: u64,
    /// Units whose rows have to be compared and fetched again.
    pub repair: Vec<UnitId>,
    /// Receipts of erased cases that the server may not have yet; at most [`protocol::wire::RECEIPTS`].
    pub erased: Vec<EraseReceipt>,
    /// The body.
    pub tenant: TenantId,
    /// The last head of the server's audit that was sound.
    pub tree: Option<TreeHead>,
}

/// What the server said on greeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The server's clock.
    pub server_time: DateTime<FixedOffset>,
    /// The device's clock when the answer came: the difference is shown, never corrected for.
    pub device_time: DateTime<FixedOffset>,
    /// Until when the device may be unlocked without speaking to the server again.
    pub lease_until: DateTime<FixedOffset>,
    /// A new head of the server's audit, and whether it is sound. One that is not is kept beside the others.
    pub tree: Option<(TreeHead, bool)>,
    /// Erased cases whose receipts the server has now.
    pub confirmed: Vec<InquiryId>,
}

/// A file whose bytes the server does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A file whose bytes the replica does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedFile {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Chunks not yet written, ascending. A file of 0 bytes has none.
    pub missing: Vec<u32>,
}

/// The end of a repair: what is left to clear away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The unit.
    pub unit: UnitId,
    /// The parts that were fetched again (see [`protocol::checksum::part`]).
    pub parts: Vec<u8>,
    /// All rows that came.
    pub seen: BTreeSet<InquiryId>,
}

/// Why the replica could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The replica is locked or closed.
    #[error("the replica is closed")]
    Closed,
    /// Another program writes to the replica for a long time.
    #[error("another program holds the replica")]
    Busy,
    /// A file's bytes do not have the hash that its row names.
    #[error("a file's bytes do not match its hash")]
    WrongHash,
    /// A file that the replica names is not on the disk.
    #[error("a file is missing on the disk")]
    MissingFile,
    /// Anything else.
    #[error("the replica failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The replica, as synchronisation sees it. Every method that writes is one transaction, durable when it returns;
/// all of them bear being repeated, because a process may die after any of them. `Changed` names the inquiries whose
/// view changed.
///
/// Implementations may write `async fn` for each method.
pub trait LocalStore: Send + Sync {
    /// Where the replica stands.
    fn standing(&self) -> impl Future<Output = Result<Standing, StoreError>> + Send;

    /// Remembers a greeting.
    fn note_contact(
        &self,
        contact: &Contact,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The oldest commands without an outcome, in order of `device_seq` and contiguous: at most `commands` of them
    /// and `bytes` by [`Command::size`], but at least one when there is any.
    fn outbox(
        &self,
        commands: usize,
        bytes: usize,
    ) -> impl Future<Output = Result<Vec<Command>, StoreError>> + Send;

    /// Stores outcomes, by `device_seq`. A command with an outcome leaves the queue, yet
    /// - the screen goes on showing it over the base until the cursor has passed its `seq` (without a `seq`: from
    ///   now on no more), so that a clerk never sees an own act vanish;
    /// - a rejected one stays visible with its refusal until the clerk has seen it;
    /// - the signed text is kept (at least a month), for [`LocalStore::enter_epoch`].
    ///
    /// [`protocol::wire::OutcomeKind::Unsupported`] never comes here: such a command stays queued.
    fn store_outcomes(
        &self,
        outcomes: &[Outcome],
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// Applies a frame and moves the cursor to `frame.to`, in one transaction. `frame.from` is the cursor, which the
    /// caller has checked. `Put` replaces the row whatever its sequence was; `Erase` takes away all
    /// that the device holds of the case, the texts of its commands and its unsent files too. When the frame has `buckets`, they
    /// are compared in the same transaction with the replica's own sums ([`protocol::checksum::Sum`] of each unit),
    /// and units that differ are marked for repair durably; they come back in the next [`Standing::repair`].
    fn apply(&self, frame: &PullReply) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// Stores a scope: units and staff as given; rows, index entries and files of units that are no longer in it are
    /// deleted, units that are new are marked for repair (which fetches their rows). Each unit has two buckets
    /// ([`protocol::checksum::buckets_of`]), both come and go with it; that of its restricted rows is also marked when
    /// other people use the device, or in other roles. Queued commands stay.
    fn note_scope(&self, scope: &Scope)
    -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// Stores another legal profile in place of the one that is held. One that this program cannot read is left: the
    /// older one stays, and the server offers the new one again.
    fn note_profile(
        &self,
        _file: &str,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send {
        async { Ok(Changed::default()) }
    }

    /// The server has commands of this device that are not here: its disk was restored or copied. Nothing is signed any
    /// more, until [`LocalStore::enter_epoch`] says that the server has lost them, too.
    fn note_old_copy(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The server was restored from a backup and knows this device only up to `durable_seq` and its log only up to
    /// `head`: stores the epoch, puts every command after `durable_seq` back into the queue (with its text, signature
    /// and place as they were, its outcome forgotten), lowers the cursor to `head` if it is beyond, and marks both
    /// buckets of all units for repair.
    fn enter_epoch(
        &self,
        epoch: u64,
        durable_seq: u64,
        head: u64,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// Sums of a unit's 256 parts in hexadecimal ([`protocol::checksum`]); empty when it has no rows.
    fn part_sums(
        &self,
        unit: &UnitId,
    ) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Puts rows of a repair: as [`LocalStore::apply`], without touching the cursor.
    fn apply_repair(&self, ops: &[Op]) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// Ends a repair: deletes the rows of the unit and parts that were not seen, and takes the mark off. No frame is
    /// applied between a repair's beginning and its end.
    fn finish_repair(
        &self,
        repaired: &Repaired,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// The next block of a unit's snapshot that is not in yet; 0 where nothing of it is.
    fn snapshot_next(
        &self,
        unit: &UnitId,
        id: &str,
    ) -> impl Future<Output = Result<u32, StoreError>> + Send;

    /// Puts the rows of a block, and notes that it is in: as [`LocalStore::apply_repair`].
    fn apply_snapshot(
        &self,
        block: &BlockRows,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// All snapshots are in: moves the cursor from 0 to one before the earliest place at which one of them stood, those included
    /// that were begun and left for a newer one.
    fn finish_snapshots(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Files that the server lacks, smallest first, whose commands have been sent already.
    fn files_to_send(&self) -> impl Future<Output = Result<Vec<StoredFile>, StoreError>> + Send;

    /// The offer of a file: its chunks' hashes, of [`protocol::wire::CHUNK`] bytes each.
    fn offer(&self, sha256: &str) -> impl Future<Output = Result<BlobOffer, StoreError>> + Send;

    /// The bytes of chunk `n`.
    fn read_chunk(
        &self,
        sha256: &str,
        n: u32,
    ) -> impl Future<Output = Result<Vec<u8>, StoreError>> + Send;

    /// The server has the file; its signature on the receipt has been checked. Only now may the local copy go.
    fn file_sent(
        &self,
        receipt: &BlobReceipt,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Files that the replica lacks, smallest first.
    fn files_to_fetch(&self) -> impl Future<Output = Result<Vec<WantedFile>, StoreError>> + Send;

    /// Keeps chunk `n` of a file that is being fetched.
    fn write_chunk(
        &self,
        sha256: &str,
        n: u32,
        bytes: &[u8],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// All chunks are there: checks the hash of the whole and takes the file in. [`StoreError::WrongHash`] throws
    /// the chunks away, so that the next run fetches them anew.
    fn file_fetched(
        &self,
        sha256: &str,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;

    /// The server's Ed25519 public key, hexadecimal, as given at enrolment.
    fn server_key(&self) -> impl Future<Output = Result<String, StoreError>> + Send;

    /// The run is over: of rows that it took away nothing is left on the disk afterwards.
    fn sweep(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}
