//! The story of synchronisation: replicas in memory, the real server on a random port, HTTP, and everything that can
//! go wrong between them.

mod converge;
mod cuts;
mod http;
mod memory;
mod storm;
mod support;
mod words;
