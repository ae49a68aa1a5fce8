//! The story of the server's database, told through HTTP against a real server on a random port.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "all of this is test: what is not there fails it, and its ids may differ from run to run"
)]

mod access;
mod backup;
mod blobs;
mod browser;
mod cli;
mod database;
mod devices;
mod erasure;
mod hostile;
mod intake;
mod mapping;
mod openapi;
mod order;
mod profile;
mod quarantine;
mod reception;
mod reception_pages;
mod restricted;
mod rows;
mod support;
mod table;
mod tls;
mod tree;
mod wall;
