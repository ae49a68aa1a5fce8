//! Both wires as types: [`window`] <-> core (typed commands and views) and replica <-> server ([`wire`]).
//! No I/O; also compiles to wasm.
//!
//! To add a window command: a request and a reply in `window/`, a line in [`window::commands!`]'s list in
//! `window/mod.rs`, the same name in `commands.txt`, and a handler in `src-tauri/src/commands/`. A test compares the three.

pub mod checksum;
pub mod devices;
pub mod error;
pub mod forms;
pub mod snapshot;
#[cfg(not(target_arch = "wasm32"))]
pub mod stick;
pub mod tree;
pub mod window;
pub mod wire;

pub use error::ApiError;
