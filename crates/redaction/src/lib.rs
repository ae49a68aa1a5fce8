//! Redaction: plan -> burn -> verify. What is taken out cannot be got back, and no copy can leave before that is proved.
//!
//! - [`Plan`] is what a person marked: plain data, reviewed before it is applied.
//! - [`burn`] turns every page into pixels, destroys the marked ones and builds a **new** file. Nothing of the source but
//!   pixels passes into it: no text layer, no metadata, no object.
//! - [`verify`] is a second reader that trusts none of this. It takes the copy apart and looks for what was marked.
//! - [`release`] alone makes a [`ReleasableCopy`], and only from a [`Burned`] with a passed [`Verification`] of that very
//!   copy. The [`Certificate`] tells who, when, why and which checks ran; [`verify_copy`] checks it again years later.
//!
//! Bytes in, bytes out: no database, no network, no clock. The crate never edits a document in place, and never writes the
//! marked words anywhere.
//!
//! To add a format: teach `detect` its magic bytes, `picture::source` to decode and `picture::build` to encode it, and
//! `verify::container` to account for every byte of it.

mod area;
mod burn;
mod certificate;
mod detect;
mod error;
mod find;
mod fold;
pub mod limits;
mod pdf;
mod picture;
mod plan;
mod raster;
mod release;
mod suggest;
#[cfg(test)]
mod tests;
mod verify;
mod view;

pub use burn::{Burned, Flow, burn};
pub use certificate::{Certificate, CertifiedMark};
pub use detect::{SourceKind, detect};
pub use error::{Foreign, Limit, RedactionError};
pub use find::{widen_to_field, widen_to_line};
pub use plan::{Mark, Plan, PlanViolation, ReasonCode, Rect};
pub use release::{Issued, RefusalReason, Refused, ReleasableCopy, release, release_salted};
pub use suggest::{Suggestion, Suggestions, reason, suggest, suggest_in};
pub use verify::{CHECK_NAMES, Check, Verification, Violation, verify, verify_copy};
pub use view::{PageInfo, PagePicture, Word, find_text, pages, render_page, text_under, words};

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}
