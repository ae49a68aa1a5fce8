//! A computer is let in: what is mistyped costs no code and leaves nothing behind.

use desk::clock::SystemClock;
use desk::enrol::NewAccount;
use desk::{Desk, DeskError};
use domain::Role;
use domain::ids::{StaffId, TenantId, UnitId};
use domain::profile::{KG_DISTRICT, Label};
use protocol::window::directory::UnitRow;
use server::{Admin, Config, Enrolment, NewStaff};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

const PASSWORD: &str = "демо-сырсөз-2026";
const PASSPHRASE: &str = "demo-clerk-2026";

/// A body with a clerk; a code for a device.
async fn code(admin: &Admin) -> String {
    let tenant = TenantId(Uuid::from_u128(0x1000));
    admin
        .create_tenant(tenant, KG_DISTRICT)
        .await
        .expect("a body");
    let unit = UnitRow {
        id: UnitId::from("general"),
        name: Label::same("general"),
    };
    admin.add_unit(tenant, &unit).await.expect("a department");
    let clerk = NewStaff {
        id: StaffId(Uuid::from_u128(0x1001)),
        login: "demo.clerk".into(),
        password: PASSWORD.into(),
        name: "Демо Катчы".into(),
        position: Label::default(),
        roles: vec![Role::Clerk],
        unit: unit.id.clone(),
        phone: String::new(),
    };
    admin.add_staff(tenant, clerk).await.expect("a clerk");
    let enrolment = Enrolment {
        units: vec![unit.id],
        staff: Vec::new(),
        device: None,
        valid_for: chrono::TimeDelta::hours(1),
    };
    let code = admin.issue_enrolment_code(tenant, enrolment).await;
    code.expect("a code")
}

fn account(password: &str, passphrase: &str) -> [NewAccount; 1] {
    [NewAccount {
        login: "demo.clerk".into(),
        password: password.into(),
        passphrase: passphrase.into(),
    }]
}

fn is_empty(dir: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return true;
    };
    let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // Whom it keeps apart may come later.
    names.all(|name| name == "enrol.lock")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_mistyped_costs_no_code_and_leaves_nothing() {
    let dir = tempfile::tempdir().expect("a directory");
    let address = "127.0.0.1:0".parse().expect("an address");
    let running = server::start(Config::new(dir.path().join("server"), address));
    let running = running.await.expect("a server");
    let (url, admin) = (running.url(), running.admin());
    let code = code(&admin).await;
    let place = dir.path().join("desk");
    let desk = Desk::at(&place, Arc::new(SystemClock));
    let tries = [
        (
            url.as_str(),
            code.as_str(),
            "wrong",
            PASSPHRASE,
            "sync-problem-bad-password",
        ),
        (
            url.as_str(),
            code.as_str(),
            PASSWORD,
            "short",
            "passphrase-too-short",
        ),
        (
            url.as_str(),
            "AAAAA",
            PASSWORD,
            PASSPHRASE,
            "sync-problem-bad-code",
        ),
        (
            "ftp://127.0.0.1",
            code.as_str(),
            PASSWORD,
            PASSPHRASE,
            "sync-problem-bad-address",
        ),
        (
            "not a url",
            code.as_str(),
            PASSWORD,
            PASSPHRASE,
            "sync-problem-bad-address",
        ),
        (
            "http://127.0.0.1:99999",
            code.as_str(),
            PASSWORD,
            PASSPHRASE,
            "sync-problem-bad-address",
        ),
        (
            "http://127.0.0.1:1",
            code.as_str(),
            PASSWORD,
            PASSPHRASE,
            "not-reached-to-enrol",
        ),
        (
            url.as_str(),
            code.as_str(),
            PASSWORD,
            "passwordpassword",
            "passphrase-guessable",
        ),
        (
            "http://192.0.2.1:8480",
            code.as_str(),
            PASSWORD,
            PASSPHRASE,
            "sync-problem-plain-http",
        ),
    ];
    for (url, code, password, passphrase, expect) in tries {
        let people = account(password, passphrase);
        let refused = desk.enrol(url, None, code, "demo", &people).await;
        let refused = refused.err().expect("refused");
        assert_eq!(protocol::ApiError::from(refused).code, expect);
        assert!(is_empty(&place), "{expect}");
    }
    // What a crash left before anybody had a passphrase is of no use to anybody.
    let left = replica::Vault::create(&place).expect("a vault");
    let half = replica::Replica::create(&place, &left.key).await;
    half.expect("a database").close().await.expect("closes");
    let people = account(PASSWORD, PASSPHRASE);
    let other = replica::Vault::alone(&place).expect("another program enrols");
    let refused = desk.enrol(&url, None, &code, "demo", &people).await;
    let refused = protocol::ApiError::from(refused.err().expect("refused"));
    assert_eq!(refused.code, "busy");
    assert!(
        replica::Vault::is_unfinished(&place),
        "it goes on undisturbed"
    );
    drop(other);
    desk.enrol(&url, None, &code, "demo", &people)
        .await
        .expect("the same code is still good");
    let session = desk.unlock("demo.clerk", PASSPHRASE).await.expect("opens");
    session.synchronise().await.expect("a run");
    drop(session);
    desk.lock().await.expect("locks");
    let again = desk.enrol(&url, None, &code, "demo", &people).await;
    assert!(
        matches!(again, Err(DeskError::Replica(_))),
        "nothing is enrolled over"
    );
    desk.unlock("demo.clerk", PASSPHRASE).await.expect("opens");
    running.shutdown().await;
}
