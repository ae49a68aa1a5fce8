//! Golden fixtures: what goes over the wire to the central server, byte for byte.
//!
//! `wire/<kind>.json` is a message, `wire/<kind>.<variant>.json` a variant of an enum, and a third word is one more sample
//! of it: one line of JSON as it travels, and a line end. Each is read into its type and has to come out the same.
//!
//! **A published fixture is never edited and never taken away; new ones are only added.** Laptops are away for months and
//! come back with an outbox full of commands that an old program wrote and signed. That outbox must drain, so this
//! program reads for ever what any released one wrote. When a form changes, the new one gets a fixture of its own, and
//! the old one moves to [`READ_AS`]: it is read, and has to mean the same as the one beside it.
//!
//! Whoever adds a variant is sent here by the compiler: the macro [`variants!`] matches each enum without a wildcard. The
//! new line then fails until the fixture exists. All of it is made up; expected hashes and signatures are in
//! `vectors.rs`, a run in the right order in `docs/sync.md`, whose bodies are compared with these files.
//!
//! Inside of `mine`, `theirs` and `undo.before`, which hold any JSON, keys stand in alphabetical order: whether
//! `serde_json` keeps another order depends on what else is compiled with it.
#![expect(
    clippy::unwrap_used,
    reason = "all of this is test: what is not there fails it"
)]

use domain::inquiry::AttachmentRole;
use domain::merge::Base;
use domain::{Act, Inquiry, Lang, Refusal, Role, State};
use protocol::devices::{Devices, DevicesAsk};
use protocol::wire::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn root() -> PathBuf {
    // Asked when it runs: what one clone built may run in another.
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
}

/// A fixture's line.
fn line(name: &str) -> String {
    let path = root().join("tests/wire").join(format!("{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let line = text
        .strip_suffix('\n')
        .unwrap_or_else(|| panic!("{name}: ends without a line end"));
    assert!(!line.contains(['\n', '\r']), "{name}: one line");
    line.to_owned()
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&line(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

/// Reads a fixture and writes it again.
fn same<T: Serialize + DeserializeOwned>(name: &str) -> T {
    let value: T = read(name);
    assert_eq!(
        written(&value),
        line(name),
        "{name} is not written as it was read"
    );
    value
}

/// Messages, and further samples of variants: name of the file, type.
macro_rules! samples {
    ($($file:literal: $type:ty,)+) => {
        const SAMPLES: &[&str] = &[$($file),+];

        #[test]
        fn each_message_is_written_as_it_was_read() {
            $(same::<$type>($file);)+
        }
    };
}

samples! {
    "enrol_request": EnrolRequest,
    "enrol_request.staff": EnrolRequest,
    "enrol_reply": EnrolReply,
    "scope": Scope,
    "scope.profile": Scope,
    "add_staff": AddStaff,
    "staff_token": StaffToken,
    "devices": Devices,
    "devices_ask": DevicesAsk,
    "hello": Hello,
    "hello.idle": Hello,
    "hello.profile": Hello,
    "hello.witness": Hello,
    "hello_reply": HelloReply,
    "hello_reply.backed_up": HelloReply,
    "hello_reply.idle": HelloReply,
    "hello_reply.profile": HelloReply,
    "hello_reply.tree": HelloReply,
    "hello_reply.scope": HelloReply,
    "unsigned": Unsigned,
    "unsigned.epoch": Unsigned,
    "unsigned.form2": Unsigned,
    "unsigned.stacked": Unsigned,
    "command": Command,
    "command.was": Command,
    "command.tombstone": Command,
    "push": Push,
    "push.late": Push,
    "push.none": Push,
    "push_reply": PushReply,
    "push_reply.conflict": PushReply,
    "push_reply.unsupported": PushReply,
    "outcome.applied.journal": Outcome,
    "outcome.merged.nothing": Outcome,
    "pull": Pull,
    "pull_reply": PullReply,
    "pull_reply.between": PullReply,
    "bucket": Bucket,
    "repair_check": RepairCheck,
    "repair_check.empty": RepairCheck,
    "repair_plan": RepairPlan,
    "repair_plan.none": RepairPlan,
    "repair_pull": RepairPull,
    "snapshot_ask": SnapshotAsk,
    "snapshot": protocol::snapshot::Manifest,
    "snapshot.erased": protocol::snapshot::Manifest,
    "hello_reply.snapshots": HelloReply,
    "repair_frame": RepairFrame,
    "blob_offer": BlobOffer,
    "blob_offer.empty": BlobOffer,
    "blob_state": BlobState,
    "blob_state.stored": BlobState,
    "blob_receipt": BlobReceipt,
    "inquiry": Inquiry,
    "inquiry.received": Inquiry,
    "inquiry.website": Inquiry,
    "inquiry.base": Inquiry,
    "inquiry.full": Inquiry,
    "inquiry.recounted": Inquiry,
    "act.register.least": Act,
    "act.correct.all": Act,
    "act.assign.least": Act,
    "act.save_draft.least": Act,
    "act.link.undone": Act,
    "act.settle_conflict.kept": Act,
}

/// Fixtures that are only read: what an older program wrote, or another client may write. Each means the same as the one
/// beside it.
const READ_AS: [(&str, &str); 4] = [
    ("act.register.short", "act.register.least"),
    ("act.assign.short", "act.assign.least"),
    ("act.save_draft.short", "act.save_draft.least"),
    ("error.internal.short", "error.internal"),
];

#[test]
fn what_others_write_is_read_and_means_the_same() {
    for (short, whole) in READ_AS {
        assert_ne!(line(short), line(whole), "{short} belongs to the samples");
        let again = if short.starts_with("act.") {
            written(&read::<Act>(short))
        } else {
            written(&read::<WireError>(short))
        };
        assert_eq!(again, line(whole), "{short}");
    }
}

/// An enum's variants: the test that reads the fixture of each, the names of the files, how they begin, the type in the
/// files, the enum and where it is in there. A new variant does not compile before it has a line here.
macro_rules! variants {
    ($test:ident, $files:ident, $kind:literal, $whole:ty, $enum:ty, $part:expr,
     { $($pattern:pat => $name:literal),+ $(,)? }) => {
        const $files: &[&str] = &[$(concat!($kind, ".", $name)),+];

        #[test]
        fn $test() {
            fn name(value: &$enum) -> &'static str {
                match value {
                    $($pattern => concat!($kind, ".", $name),)+
                }
            }
            let part: fn(&$whole) -> &$enum = $part;
            for file in $files {
                assert_eq!(name(part(&same::<$whole>(file))), *file);
            }
        }
    };
}

variants!(each_act_has_its_fixture, ACTS, "act", Act, Act, |a| a, {
    Act::Receive(_) => "receive",
    Act::Register(_) => "register",
    Act::EnterInRegister { .. } => "enter_in_register",
    Act::Correct(_) => "correct",
    Act::Assign { .. } => "assign",
    Act::SaveDraft(_) => "save_draft",
    Act::SubmitForSignoff => "submit_for_signoff",
    Act::Return { .. } => "return",
    Act::Approve => "approve",
    Act::RecordDispatch { .. } => "record_dispatch",
    Act::Close { .. } => "close",
    Act::Reopen { .. } => "reopen",
    Act::Forward { .. } => "forward",
    Act::Extend { .. } => "extend",
    Act::Recount { .. } => "recount",
    Act::NotConsidered { .. } => "not_considered",
    Act::Void { .. } => "void",
    Act::AddNote { .. } => "add_note",
    Act::Attach(_) => "attach",
    Act::RecordRedaction(_) => "record_redaction",
    Act::Link { .. } => "link",
    Act::Restrict { .. } => "restrict",
    Act::Archive { .. } => "archive",
    Act::Withdraw { .. } => "withdraw",
    Act::SettleConflict { .. } => "settle_conflict",
});

variants!(each_base_has_its_fixture, BASES, "base", Base, Base, |b| b, {
    Base::Version(_) => "version",
    Base::After(_) => "after",
});

variants!(each_outcome_has_its_fixture, OUTCOMES, "outcome", Outcome, OutcomeKind, |o| &o.result, {
    OutcomeKind::Applied => "applied",
    OutcomeKind::Merged => "merged",
    OutcomeKind::Conflict { .. } => "conflict",
    OutcomeKind::Rejected { .. } => "rejected",
    OutcomeKind::Unsupported => "unsupported",
});

variants!(each_refusal_has_its_fixture, REFUSALS, "refusal", Refusal, Refusal, |r| r, {
    Refusal::NotAllowed { .. } => "not_allowed",
    Refusal::WrongState { .. } => "wrong_state",
    Refusal::Exists => "exists",
    Refusal::Unknown => "unknown",
    Refusal::Missing { .. } => "missing",
    Refusal::NotInProfile { .. } => "not_in_profile",
    Refusal::OutOfBounds { .. } => "out_of_bounds",
    Refusal::TooLong { .. } => "too_long",
    Refusal::NotTheLast => "not_the_last",
    Refusal::Restricted => "restricted",
    Refusal::OutOfScope => "out_of_scope",
    Refusal::Malformed => "malformed",
    Refusal::Erased => "erased",
    Refusal::Inconsistent { .. } => "inconsistent",
});

variants!(each_change_of_a_row_has_its_fixture, OPS, "op", Op, Op, |o| o, {
    Op::Put { .. } => "put",
    Op::Remove { .. } => "remove",
    Op::Erase { .. } => "erase",
});

variants!(each_state_has_its_fixture, STATES, "state", State, State, |s| s, {
    State::Received => "received",
    State::Registered => "registered",
    State::Assigned => "assigned",
    State::InWork => "in_work",
    State::AwaitingSignoff { .. } => "awaiting_signoff",
    State::Returned { .. } => "returned",
    State::Answered { .. } => "answered",
    State::Forwarded { .. } => "forwarded",
    State::NotConsidered { .. } => "not_considered",
    State::Closed { .. } => "closed",
    State::Archived { .. } => "archived",
    State::Void { .. } => "void",
});

variants!(each_kind_of_file_has_its_fixture, FILES, "attachment_role", AttachmentRole, AttachmentRole, |r| r, {
    AttachmentRole::Received => "received",
    AttachmentRole::Answer => "answer",
    AttachmentRole::RedactedCopy { .. } => "redacted_copy",
});

variants!(each_role_has_its_fixture, ROLES, "role", Role, Role, |r| r, {
    Role::Clerk => "clerk",
    Role::Supervisor => "supervisor",
    Role::Archivist => "archivist",
    Role::Administrator => "administrator",
    Role::DataOfficer => "data_officer",
});

variants!(each_language_has_its_fixture, LANGS, "lang", Lang, Lang, |l| l, {
    Lang::Ky => "ky",
    Lang::Ru => "ru",
    Lang::En => "en",
});

/// Fixtures of errors: their codes are texts, so here the list stands in for the compiler.
fn errors() -> Vec<String> {
    WireError::CODES
        .iter()
        .map(|code| format!("error.{code}"))
        .collect()
}

#[test]
fn each_error_has_its_fixture() {
    for (code, file) in WireError::CODES.iter().zip(errors()) {
        let error: WireError = same(&file);
        assert_eq!(error.code, *code);
        let tells_where = matches!(*code, "gap" | "bad-chain");
        assert_eq!(error.expected.is_some(), tells_where, "{code}");
    }
}

#[test]
fn the_codes_of_acts_refusals_and_states_are_those_of_their_fixtures() {
    for file in ACTS {
        assert_eq!(format!("act.{}", read::<Act>(file).code()), *file);
    }
    for file in REFUSALS {
        let code = read::<Refusal>(file).code().replace('-', "_");
        assert_eq!(format!("refusal.{code}"), *file);
    }
    for file in STATES {
        assert_eq!(format!("state.{}", read::<State>(file).code()), *file);
    }
}

/// A file that nobody reads proves nothing.
#[test]
fn no_fixture_is_left_out() {
    let lists = [
        SAMPLES, ACTS, BASES, OUTCOMES, REFUSALS, OPS, STATES, FILES, ROLES, LANGS,
    ];
    let mut known: BTreeSet<String> = errors().into_iter().collect();
    known.extend(lists.into_iter().flatten().map(|name| (*name).to_owned()));
    known.extend(READ_AS.iter().map(|(short, _)| (*short).to_owned()));
    let there: BTreeSet<String> = fs::read_dir(root().join("tests/wire"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.trim_end_matches(".json").to_owned())
        .collect();
    assert_eq!(there, known);
}

#[test]
fn a_text_of_a_later_version_still_has_its_envelope() {
    let later = line("unsigned").replace("\"act\":\"register\"", "\"act\":\"levitate\"");
    assert!(serde_json::from_str::<Unsigned>(&later).is_err());
    let envelope: Envelope = serde_json::from_str(&later).unwrap();
    let body: Unsigned = read("unsigned");
    assert_eq!(
        (envelope.device_seq, envelope.id, envelope.prev_hash),
        (body.device_seq, body.id, body.prev_hash)
    );
}

/// The bodies in the protocol's document are these fixtures: a block that begins with "```json <fixture>".
#[test]
fn the_document_shows_bodies_as_they_are() {
    let document = fs::read_to_string(root().join("../../docs/sync.md")).unwrap();
    let mut shown = 0;
    for block in document.split("\n```json ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let (body, _) = rest.split_once("\n```").unwrap();
        assert_eq!(body, line(name), "{name}");
        shown += 1;
    }
    assert!(shown >= 10, "{shown} bodies in the document");
    assert!(
        document.contains(&line("unsigned.stacked")),
        "the signed text, byte for byte"
    );
}
