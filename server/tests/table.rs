//! The table of access, `docs/access.md`: each of its cells is asked of a real server, and on PostgreSQL of the database
//! alone. `ACCESS_TABLE=write` writes the document anew.

use crate::blobs::{attach, complete, file, get, put};
use crate::support::*;
use domain::ids::{CommandId, ConflictId, InquiryId, StaffId, TenantId, UnitId};
use domain::profile::Label;
use domain::{Act, Role};
use protocol::checksum;
use protocol::devices::{Devices, DevicesAsk};
use protocol::wire::{
    AddStaff, BlobOffer, BlobState, Hello, HelloReply, PROTOCOL, Push, PushReply, RepairCheck,
    RepairFrame, RepairPlan, RepairPull, StaffToken, WireError,
};
use server::NewStaff;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use uuid::Uuid;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/access.md");

/// Kinds of cases, as a device of the department `general` meets them.
const KINDS: [&str; 6] = [
    "of the department",
    "of another department",
    "restricted, named on it",
    "restricted, not named",
    "restricted, named on it, of another department",
    "of another body",
];

/// A case of a kind, with its file.
struct Case {
    id: InquiryId,
    sha256: String,
}

/// A desk of `general` with one person, or with nobody.
struct Sitting {
    name: &'static str,
    who: Option<(StaffId, Role)>,
    desk: Desk,
}

struct Ground {
    house: House,
    cases: Vec<Case>,
    sittings: Vec<Sitting>,
    maker: Desk,
}

fn hire(house: &House, n: u128, login: &str, role: Role) -> StaffId {
    let id = StaffId(Uuid::from_u128(n));
    let new = NewStaff {
        id,
        login: login.into(),
        password: PASSWORD.into(),
        name: format!("Демо {login}"),
        position: Label::default(),
        roles: vec![role],
        unit: UnitId::from("general"),
        phone: String::new(),
    };
    let admin = house.admin();
    house
        .rt
        .block_on(admin.add_staff(house.tenant, new))
        .unwrap();
    id
}

fn case_of(desk: &mut Desk, who: StaffId, unit: &str, seed: u8) -> Case {
    let (id, (bytes, offer)) = (new_id(), file(seed, 100));
    assert!(is_applied(&desk.act(who, id, register(unit), &[])));
    assert!(is_applied(&desk.act(who, id, attach(&offer), &[])));
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    put(desk, &offer.sha256, 0, &bytes).unwrap();
    complete(desk, &offer.sha256).unwrap();
    Case {
        id,
        sha256: offer.sha256,
    }
}

fn ground() -> Ground {
    let house = House::new();
    let administrator = hire(&house, 0x1011, "demo.administrator", Role::Administrator);
    let officer = hire(&house, 0x1012, "demo.officer", Role::DataOfficer);
    let outsider = hire(&house, 0x1013, "demo.outsider", Role::Clerk);
    let people = [
        ("clerk", house.clerk, Role::Clerk),
        ("supervisor", house.supervisor, Role::Supervisor),
        ("archivist", house.archivist, Role::Archivist),
        ("administrator", administrator, Role::Administrator),
        ("data officer", officer, Role::DataOfficer),
    ];
    let mut maker = house.desk_of(&["general", "roads"], &[outsider, house.supervisor]);
    let chief = house.supervisor;
    let mut cases = Vec::new();
    for (seed, (unit, restricted, named)) in (1..).zip([
        ("general", false, false),
        ("roads", false, false),
        ("general", true, true),
        ("general", true, false),
        ("roads", true, true),
    ]) {
        let case = case_of(&mut maker, outsider, unit, seed);
        let assign = Act::Assign {
            executor: outsider,
            co_executors: people
                .iter()
                .filter(|_| named)
                .map(|(_, id, _)| *id)
                .collect(),
            topic: None,
            resolution: String::new(),
        };
        assert!(is_applied(&maker.act(outsider, case.id, assign, &[])));
        assert!(is_applied(&maker.act(
            chief,
            case.id,
            Act::Restrict { restricted },
            &[]
        )));
        cases.push(case);
    }
    let other = TenantId(Uuid::from_u128(0x2000));
    let strangers = [0x2001, 0x2002, 0x2003].map(|n| StaffId(Uuid::from_u128(n)));
    house.furnish(other, strangers);
    let code = house.code_of(other, &["general"], &strangers);
    let mut foreign = Desk::enrol(&house.url(), &code).unwrap();
    cases.push(case_of(&mut foreign, strangers[0], "general", 9));
    let mut sittings: Vec<Sitting> = people
        .into_iter()
        .map(|(name, id, role)| Sitting {
            name,
            who: Some((id, role)),
            desk: house.desk_of(&["general"], &[id]),
        })
        .collect();
    sittings.push(Sitting {
        name: "nobody",
        who: None,
        desk: house.desk_of(&["general"], &[]),
    });
    Ground {
        house,
        cases,
        sittings,
        maker,
    }
}

fn table(document: &mut String, corner: &str, columns: &[&str], rows: &[(String, Vec<String>)]) {
    let _ = writeln!(document, "| {corner} | {} |", columns.join(" | "));
    let _ = writeln!(document, "|---{}|", "|---".repeat(columns.len()));
    for (name, cells) in rows {
        assert_eq!(cells.len(), columns.len());
        let _ = writeln!(document, "| {name} | {} |", cells.join(" | "));
    }
    document.push('\n');
}

/// Cases that a device gets by comparing and fetching what it has nothing of.
fn repaired(desk: &Desk) -> BTreeSet<InquiryId> {
    let mut found = BTreeSet::new();
    for unit in checksum::buckets_of(&UnitId::from("general")) {
        let pull = RepairPull {
            epoch: desk.epoch,
            unit,
            parts: (0..=u8::MAX).collect(),
            after: 0,
            max_bytes: 1 << 20,
        };
        let frame: RepairFrame = desk.post("/v1/repair/pull", &pull).unwrap();
        assert!(frame.last);
        let ids = frame.ops.iter().filter_map(|op| match op {
            protocol::wire::Op::Put { id, .. } => Some(*id),
            _ => None,
        });
        found.extend(ids);
    }
    found
}

/// What a device reads of a case, whatever it asks.
fn reads(desk: &Desk, case: &Case) -> &'static str {
    let ways = [
        desk.rows().contains_key(&case.id),
        repaired(desk).contains(&case.id),
        get(desk, &case.sha256, 0).is_ok(),
    ];
    match ways {
        [true, true, true] => "reads",
        [false, false, false] => "nothing",
        other => panic!("row, repair and file differ: {other:?}"),
    }
}

fn outcome(desk: &mut Desk, who: StaffId, case: InquiryId, act: Act) -> String {
    let done = desk.act(who, case, act, &[]);
    refusal(&done).map_or_else(|| "applied".to_owned(), str::to_owned)
}

/// One of each act. What comes of it is of no interest but for the right to it.
fn acts(executor: StaffId) -> Vec<Act> {
    let text = || String::from("демо");
    let code = || "demo".into();
    let (_, offer) = file(30, 10);
    let Act::Attach(copy) = attach(&offer) else {
        panic!("no attachment");
    };
    vec![
        receive("general", &"cd".repeat(32)),
        register("general"),
        Act::EnterInRegister {
            on: start_of_time().date_naive(),
        },
        correct_subject("демо"),
        assign(executor),
        draft("демо"),
        Act::SubmitForSignoff,
        Act::Return { reason: text() },
        Act::Approve,
        Act::RecordDispatch {
            method: code(),
            on: start_of_time().date_naive(),
            reference: text(),
        },
        Act::Close { file_index: text() },
        Act::Reopen { reason: text() },
        Act::Forward {
            to: text(),
            reason: code(),
        },
        Act::Extend {
            days: 1,
            reason: text(),
        },
        Act::NotConsidered {
            reason: code(),
            note: text(),
        },
        note("демо"),
        attach(&offer),
        Act::RecordRedaction(copy),
        Act::Link { repeat_of: None },
        Act::Restrict { restricted: false },
        Act::Archive { sha256: text() },
        Act::Withdraw {
            command: CommandId(Uuid::nil()),
        },
        Act::SettleConflict {
            conflict: ConflictId(Uuid::nil()),
            take_mine: true,
        },
        Act::Void { reason: text() },
    ]
}

fn said<T>(answer: Result<T, WireError>) -> String {
    answer.map_or_else(|e| e.code, |_| "answered".into())
}

/// Every call of a device, and what it is told.
fn calls(house: &House, desk: &Desk) -> Vec<(&'static str, String)> {
    let unit = UnitId::from("general");
    let (_, offer) = file(1, 100);
    let hello = Hello {
        protocol: PROTOCOL,
        epoch: desk.epoch,
        cursor: 0,
        scope_version: desk.scope_version,
        acked: 0,
        queued: 0,
        clock: start_of_time(),
        tree: None,
        erased: Vec::new(),
        profile: None,
    };
    let check = RepairCheck {
        epoch: desk.epoch,
        unit: unit.clone(),
        sums: Vec::new(),
    };
    let pull = RepairPull {
        epoch: desk.epoch,
        unit,
        parts: Vec::new(),
        after: 0,
        max_bytes: 0,
    };
    let staff = AddStaff {
        login: "demo.archivist".into(),
        password: PASSWORD.into(),
    };
    let push = Push {
        epoch: desk.epoch,
        commands: Vec::new(),
    };
    let sha256 = &offer.sha256;
    let told = vec![
        (
            "devices",
            said(desk.post::<_, Devices>("/v1/devices", &DevicesAsk {})),
        ),
        (
            "hello",
            said(desk.post::<_, HelloReply>("/v1/hello", &hello)),
        ),
        ("push", said(desk.post::<_, PushReply>("/v1/push", &push))),
        ("pull", said(desk.try_pull(0, 0))),
        (
            "repair/check",
            said(desk.post::<_, RepairPlan>("/v1/repair/check", &check)),
        ),
        (
            "repair/pull",
            said(desk.post::<_, RepairFrame>("/v1/repair/pull", &pull)),
        ),
        (
            "blobs: offer",
            said(desk.post::<BlobOffer, BlobState>("/v1/blobs", &offer)),
        ),
        ("blobs: send", said(put(desk, sha256, 0, b"?"))),
        ("blobs: complete", said(complete(desk, sha256))),
        ("blobs: fetch", said(get(desk, sha256, 0))),
        (
            "staff",
            said(desk.post::<_, StaffToken>("/v1/staff", &staff)),
        ),
    ];
    // Tries of one address are counted for a quarter of an hour.
    house.pass(chrono::TimeDelta::minutes(16));
    told
}

fn of_cases(ground: &mut Ground, document: &mut String) {
    let names: Vec<&str> = ground.sittings.iter().map(|s| s.name).collect();
    let (mut reading, mut writing) = (Vec::new(), Vec::new());
    for (kind, case) in KINDS.into_iter().zip(&ground.cases) {
        let cells = ground.sittings.iter().map(|s| reads(&s.desk, case).into());
        reading.push((kind.to_owned(), cells.collect()));
        let with_people = ground.sittings.iter_mut().filter_map(|s| {
            let (who, _) = s.who?;
            Some(outcome(&mut s.desk, who, case.id, note("демо")))
        });
        writing.push((kind.to_owned(), with_people.collect::<Vec<_>>()));
    }
    document.push_str(
        "## What a device reads\nThe device has the department `general` and one person, of the role in the head of the column. \
         It asks for the row by pull and by repair, and for the file; all three say the same.\n\n",
    );
    table(document, "Case", &names, &reading);
    document.push_str(
        "## What becomes of a command\nThe same people send a note about the same cases.\n\n",
    );
    table(document, "Case", &names[..names.len() - 1], &writing);
}

fn of_acts(ground: &mut Ground, document: &mut String) {
    let executor = ground.house.clerk;
    let mut rows: Vec<(String, Vec<String>)> = acts(executor)
        .iter()
        .map(|act| (format!("`{}`", act.code()), Vec::new()))
        .collect();
    let mut names = Vec::new();
    for sitting in &mut ground.sittings {
        let Some((who, role)) = sitting.who else {
            continue;
        };
        names.push(sitting.name);
        let scratch = new_id();
        let chief = ground.house.supervisor;
        assert!(is_applied(&ground.maker.act(
            chief,
            scratch,
            register("general"),
            &[]
        )));
        let mut own = CommandId(Uuid::nil());
        for (mut act, row) in acts(executor).into_iter().zip(&mut rows) {
            // Only the supervisor can take back what somebody else did.
            if let Act::Withdraw { command } = &mut act {
                *command = own;
            }
            let (id, allowed) = (
                if act.creates() { new_id() } else { scratch },
                role.allows(&act),
            );
            let noted = matches!(act, Act::AddNote { .. });
            let done = sitting.desk.act(who, id, act, &[]);
            if noted {
                own = done.id;
            }
            let right = refusal(&done) != Some("not-allowed");
            assert_eq!(right, allowed, "{}: {done:?}", row.0);
            row.1
                .push(if allowed { "may" } else { "not-allowed" }.into());
        }
    }
    document.push_str(
        "## Acts\nOn a case of the device's department. `may` leaves it to the state of the case whether the act is applied.\n\n",
    );
    table(document, "Act", &names, &rows);
}

fn of_calls(ground: &Ground, document: &mut String) {
    let house = &ground.house;
    let in_use = house.desk_of(&["general"], &[house.clerk]);
    let revoked = house.desk_of(&["general"], &[house.clerk]);
    let revoking = house.admin();
    house
        .rt
        .block_on(revoking.revoke_device(house.tenant, device_of(&revoked)))
        .unwrap();
    let mut unknown = house.desk_of(&["general"], &[house.clerk]);
    unknown.enrolled.token = "0".repeat(64);
    let told = [&in_use, &revoked, &unknown].map(|desk| calls(house, desk));
    let rows: Vec<(String, Vec<String>)> = (0..told[0].len())
        .map(|n| {
            let cells = told.iter().map(|t| t[n].1.clone()).collect();
            (format!("`{}`", told[0][n].0), cells)
        })
        .collect();
    document.push_str(
        "## Calls\nOf a device that is let in, of one that was revoked, and of a token that nobody has.\n\n",
    );
    table(
        document,
        "Call",
        &["let in", "revoked", "unknown token"],
        &rows,
    );
}

/// On PostgreSQL: the same people before the database alone, with nothing but the settings of the wall.
fn behind_the_wall(ground: &Ground) {
    let house = &ground.house;
    if !house.database.is_postgres() {
        return;
    }
    let tenant = hex::encode(house.tenant.0.as_bytes());
    for sitting in &ground.sittings {
        let people = match sitting.who {
            Some((_, role)) if role.sees_restricted() => "*".into(),
            Some((who, _)) => who.to_string(),
            None => String::new(),
        };
        let wall = [tenant.as_str(), "general\ngeneral~restricted", &people];
        let seen: Vec<Vec<u8>> = house.database.behind(wall, "select id from inquiry");
        let seen: BTreeSet<InquiryId> = seen
            .iter()
            .map(|id| InquiryId(Uuid::from_slice(id).unwrap()))
            .collect();
        let told: BTreeSet<InquiryId> = sitting.desk.rows().into_keys().collect();
        assert_eq!(seen, told, "{}", sitting.name);
    }
}

#[test]
fn the_table_of_access_is_what_the_server_does() {
    let mut ground = ground();
    let mut document = String::from(
        "# Who gets what\nWritten by the test `the_table_of_access_is_what_the_server_does` (`server/tests/table.rs`), which asks each cell of a real server, \
         and on PostgreSQL what is read also of the database alone, behind its row-level security. The words are the codes of \
         [sync.md](sync.md). `ACCESS_TABLE=write` in the test's environment writes it anew.\n\n",
    );
    of_cases(&mut ground, &mut document);
    of_acts(&mut ground, &mut document);
    behind_the_wall(&ground);
    of_calls(&ground, &mut document);
    let document = format!("{}\n", document.trim_end());
    if std::env::var_os("ACCESS_TABLE").is_some_and(|v| v == "write") {
        std::fs::write(DOCUMENT, &document).unwrap();
    }
    let written = std::fs::read_to_string(DOCUMENT).unwrap_or_default();
    assert!(
        written == document,
        "docs/access.md is not what the server does:\n{document}"
    );
    assert!(ground.house.check().sound());
}
