//! The story of the server's database, told through HTTP against a real server on a random port.

mod access;
mod blobs;
mod intake;
mod order;
mod rows;
mod support;
