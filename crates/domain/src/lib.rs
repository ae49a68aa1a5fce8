//! What an inquiry is and what may become of it: the states of a case, the acts that change them, the
//! working calendar, deadlines with their explanation, roles, and the law as data ([`profile::Profile`]).
//!
//! This crate is pure. It never does I/O, never reads a clock and never draws a random number: the time of
//! an act and every id come in as parameters, so the window, the replica and the server compute the same
//! result from the same command. It also compiles to wasm.
//!
//! To add an act: a variant in [`act::Act`], its permission in [`role`], its transition in [`apply`], and a
//! line in the profile's data if the law names it.

pub mod act;
pub mod alerts;
pub mod apply;
pub mod bounds;
pub mod calendar;
pub mod case;
pub mod clean;
pub mod collate;
pub mod deadline;
pub mod file_name;
pub mod fold;
pub mod ids;
pub mod inquiry;
pub mod lang;
pub mod merge;
pub mod number;
pub mod passphrase;
pub mod places;
pub mod profile;
pub mod profile_check;
pub mod recount;
pub mod refusal;
pub mod role;
pub mod sensitive;
pub mod state;
pub mod undo;

pub use act::Act;
pub use apply::{Actor, Circumstances, apply};
pub use case::ClosedCase;
pub use ids::{
    AttachmentId, Code, CommandId, ConflictId, DeviceId, InquiryId, StaffId, TenantId, UnitId,
};
pub use inquiry::Inquiry;
pub use lang::Lang;
pub use profile::Profile;
pub use refusal::Refusal;
pub use role::Role;
pub use state::State;
