//! Synchronisation, seen from the replica: commands go up, the server's rows come down, files follow.
//!
//! [`core`] decides without doing any I/O: it gets an [`core::Event`] and answers with the next [`core::Effect`].
//! [`synchronise`] runs it over a [`LocalStore`] ([`ReplicaStore`]: the replica) and a [`Transport`] (HTTP, or a test's). Commands go
//! before rows and rows before files; between two chunks of a file the outbox is looked at again, so a letter never
//! waits for its scan.
//!
//! To add a message: its types in `protocol::wire`, a variant in [`core::Message`] with its path, and the phase that
//! sends it. Whatever is added must bear being cut off before and after every call: the story in `tests/cuts.rs`
//! does that to each.

mod backoff;
mod clock;
pub mod core;
mod error;
mod http;
mod join;
mod replica_store;
mod run;
pub mod stick;
mod store;
mod transport;

pub use backoff::Backoff;
pub use clock::Clock;
pub use error::SyncError;
pub use http::Http;
pub use join::{admit, devices, enrol};
pub use replica_store::ReplicaStore;
pub use run::{SyncOutcome, synchronise};
pub use stick::StickProblem;
pub use store::{Contact, LocalStore, Repaired, Standing, StoreError, StoredFile, WantedFile};
pub use transport::{Body, Method, Reply, Request, Transport, TransportError};
