//! The story of synchronisation: replicas in memory, the real server on a random port, HTTP, and everything that can
//! go wrong between them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "all of this is test: what is not there fails it, and its ids may differ from run to run"
)]

mod converge;
mod cuts;
mod http;
mod memory;
mod profile;
mod restricted;
mod simulate;
mod storm;
mod support;
mod words;
