//! The encrypted local database of one computer: all of its SQL, and one door for what people do.
//!
//! - [`vault`]: the database's key, wrapped for each account;
//! - [`Replica::perform`]: the one door: row, signed command and audit entry in one durable transaction;
//! - [`Replica::apply_pull`], [`Replica::store_outcomes`]: the server's side; what a screen shows is always the
//!   server's row with this device's unconfirmed commands on it;
//! - [`Replica::list`], [`Replica::counts`], [`Replica::similar`], [`Replica::report_rows`]: reading;
//! - [`Replica::stage`] and what follows: attachments, encrypted beside the database.
//!
//! Invariants: reads never write; nothing leaves the outbox without an outcome of the server; nothing is shown that
//! is not on the disk; ids, times and the law come in as parameters (keys, salts and nonces do not: they decide
//! nothing).
//!
//! To add a column for lists or reports: a migration, [`extract`], `rows::COLUMNS` with `sql/inquiry_upsert.sql`,
//! and, if lists filter or sort by it, `roster`.

mod atomic;
mod audit;
mod base;
mod bulk;
mod days;
mod db;
mod erase;
mod error;
mod extract;
pub mod files;
mod forms;
mod identity;
mod list;
mod outbox;
mod perform;
mod pull;
mod random;
mod replay;
mod replica;
mod report;
mod roster;
mod rows;
mod search;
mod settings;
pub mod sign;
mod similar;
mod snapshot;
mod sweep;
#[cfg(test)]
mod tests;
pub mod vault;
mod witness;
mod writing;

pub use audit::{AuditEntry, AuditOf, Happened};
pub use error::{ReplicaError, Result};
pub use files::{Staged, clean_name};
pub use identity::Identity;
pub use list::Viewer;
pub use outbox::{ChipCounts, Standing};
pub use perform::{Done, NewCommand};
pub use replica::{Changes, OpenOptions, Replica, Tag};
pub use report::ReportRow;
pub use settings::Contact;
pub use vault::{DbKey, Vault, VaultError};
