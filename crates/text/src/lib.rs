//! Every word that the program says, in Kyrgyz, Russian and English, and how dates, numbers and plurals are
//! written. Used by the window, the command line, the papers and the server's pages, so that one thing has one
//! name everywhere. Pure; also compiles to wasm.
//!
//! To add texts: a key in the same file of each of `ftl/ky`, `ftl/ru`, `ftl/en`. A test compares them. An
//! office overrides a text by its key without a build (see [`Texts::with_overrides`]).

pub mod catalogue;
pub mod format;

pub use catalogue::{Texts, arg, source_key};
pub use fluent_bundle::FluentValue;
