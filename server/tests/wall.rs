//! The second wall: on PostgreSQL a transaction sees only its body, and of cases only its departments', whatever it
//! asks. On SQLite there is only the first wall, which the other files test.

use crate::support::*;
use domain::ids::{StaffId, TenantId};
use uuid::Uuid;

/// Every table with a tenant, and whether this story puts rows of both bodies into it.
const TABLES: [(&str, bool); 23] = [
    ("unit", true),
    ("staff", true),
    ("device", true),
    ("enrolment_code", true),
    ("inquiry", true),
    ("unit_sum", true),
    ("command", true),
    ("log", true),
    ("counter", true),
    ("audit", true),
    ("audit_salt", true),
    ("audit_edge", true),
    // Subtrees of 64 entries and more: none here.
    ("audit_node", false),
    ("erasure", true),
    ("erasure_receipt", false),
    ("blob_gone", false),
    ("blob_erased", false),
    ("blob", false),
    ("blob_chunk", false),
    ("blob_ref", false),
    ("blob_proof", false),
    ("intake_receipt", false),
    ("reception", true),
];

#[test]
fn behind_the_second_wall_nothing_of_others_is_there() {
    let house = House::new();
    if !house.database.is_postgres() {
        return;
    }
    let other = TenantId(Uuid::from_u128(0x2000));
    let people = [0x2001, 0x2002, 0x2003].map(|n| StaffId(Uuid::from_u128(n)));
    house.furnish(other, people);
    let ours = (house.clerk, house.supervisor);
    for (tenant, (clerk, orders)) in [(house.tenant, ours), (other, (people[0], people[1]))] {
        let code = house.code_of(tenant, &["general", "roads"], &[clerk]);
        let mapping = house.admin();
        house
            .rt
            .block_on(mapping.set_mapping(tenant, None))
            .unwrap();
        let mut desk = Desk::enrol(&house.url(), &code).unwrap();
        for unit in ["general", "roads"] {
            let done = desk.act(clerk, new_id(), register(unit), &[]);
            assert!(is_applied(&done), "{done:?}");
        }
        let gone = new_id();
        desk.act(clerk, gone, register("general"), &[]);
        let erased = house.admin();
        house
            .rt
            .block_on(erased.erase(tenant, gone, orders, "арыз боюнча"))
            .unwrap();
    }
    let tables = house.database.tables_with_tenant();
    let known: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    for table in &tables {
        assert!(
            known.contains(&table.as_str()),
            "no policy was tested for {table}"
        );
    }
    assert_eq!(tables.len(), known.len());
    let hex = |tenant: TenantId| hex::encode(tenant.0.as_bytes());
    for (table, filled) in TABLES {
        let all = house.database.seen("*", "*", table);
        let own = house.database.seen(&hex(house.tenant), "*", table);
        let others = house.database.seen(&hex(other), "*", table);
        assert_eq!(own + others, all, "{table}: each row belongs to one body");
        assert_eq!(
            own > 0 && others > 0,
            filled,
            "{table}: {own} and {others} rows"
        );
        assert_eq!(
            house.database.seen("", "", table),
            0,
            "{table}: nothing said, nothing seen"
        );
        let nobody = hex(TenantId(Uuid::from_u128(0x3000)));
        assert_eq!(
            house.database.seen(&nobody, "*", table),
            0,
            "{table}: of nobody"
        );
    }
    // The log also has the case that was erased: its registration, and its end.
    for (table, general) in [("inquiry", 1), ("log", 3)] {
        let seen = |units: &str| house.database.seen(&hex(house.tenant), units, table);
        assert_eq!(
            (seen("*"), seen("general"), seen("roads")),
            (general + 1, general, 1),
            "{table}"
        );
        assert_eq!(
            (seen("general\nroads"), seen("archive"), seen("")),
            (general + 1, 0, 0),
            "{table}"
        );
    }
}

#[test]
fn a_role_that_sees_past_the_wall_is_refused_at_the_start() {
    let mut house = House::new();
    let Some(url) = house.database.url() else {
        return;
    };
    house.restart(|dir, _| {
        let mut config = server::Config::new(dir, "127.0.0.1:0".parse().unwrap());
        config.database_url = Some(url.replace("user=inquiry", "user=desk"));
        let started = runtime().block_on(server::start(config));
        let error = started.err().unwrap().to_string();
        assert!(error.contains("BYPASSRLS"), "{error}");
    });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
