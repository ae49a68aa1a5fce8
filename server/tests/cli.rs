//! The program as an operator calls it: sentences or JSON, and exit codes that a script can trust.

use crate::database::Database;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Exit code, standard output, standard error.
pub fn run(data: &Path, url: Option<&str>, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inquiry-server"));
    command
        .args(arguments)
        .env("INQUIRY_SERVER_DATA", data)
        .env("INQUIRY_SERVER_PASSWORD", "демо-сырсөз-2026")
        .env_remove("DATABASE_URL")
        .env_remove("INQUIRY_BACKUP_PASSPHRASE")
        .env_remove("RUST_LOG");
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    let done = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = done.status.code().unwrap();
    (code, text(done.stdout), text(done.stderr))
}

#[test]
fn an_operator_sets_up_looks_after_saves_and_restores() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::new(dir.path());
    let url = database.url();
    let call = |arguments: &[&str]| run(dir.path(), url.as_deref(), arguments);
    let done = |arguments: &[&str]| {
        let (code, out, err) = call(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        out
    };
    let json = |arguments: &[&str]| -> Value {
        let arguments = [&["--json"], arguments].concat();
        serde_json::from_str(&done(&arguments)).unwrap()
    };
    let (code, told, _) = call(&["migrate", "--check"]);
    assert!(
        code == 1 && told.contains("would be brought from version 0"),
        "{told}"
    );
    let (code, _, err) = call(&["backup", dir.path().join("none").to_str().unwrap()]);
    let said = ["nothing to save", "no server's data"];
    assert!(code == 2 && said.iter().any(|s| err.contains(s)), "{err}");
    assert!(
        !dir.path().join("server.sqlite").exists(),
        "nothing was made"
    );
    assert!(done(&["migrate"]).contains("was brought from version 0"));
    assert!(done(&["migrate", "--check"]).contains("nothing is to be done"));
    done(&["tenant"]);
    let (code, _, err) = call(&["tenant"]);
    assert!(code == 2 && err.contains("--another"), "{err}");
    for unit in ["general", "roads"] {
        done(&["unit", unit, "--ky", unit, "--ru", unit, "--en", unit]);
    }
    let refused = |arguments: &[&str], expect: &str| {
        let (code, _, err) = call(arguments);
        assert!(code == 2 && err.contains(expect), "{arguments:?}: {err}");
    };
    let again = ["unit", "roads", "--ky", "x", "--ru", "x", "--en", "x"];
    refused(&again, "there is a department roads already");
    let unnamed = ["unit", "water", "--ky", " ", "--ru", "x", "--en", "x"];
    refused(&unnamed, "a name of the department is empty");
    let add = [
        "staff",
        "add",
        "demo.clerk",
        "--name",
        "Демо Катчы",
        "--position",
        "катчы",
    ];
    let id = done(&[&add[..], &["--unit", "general", "--role", "clerk"]].concat());
    let id = id.trim();
    let twice = [&add[..], &["--unit", "general", "--role", "clerk"]].concat();
    refused(&twice, "there is a login demo.clerk already");
    refused(&["staff", "return", "website"], "no such staff");
    let ever = ["device", "code", "--unit", "general", "--hours"];
    refused(&[&ever[..], &["0"]].concat(), "0 is not in 1..=720");
    done(&["staff", "roles", "demo.clerk", "--role", "supervisor"]);
    done(&["staff", "password", id]);
    assert!(done(&["staff", "leave", id]).contains("does not work here any more"));
    let staff = json(&["staff", "list"]);
    let clerk = staff
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["id"] == id)
        .unwrap();
    assert_eq!(
        (&clerk["active"], &clerk["roles"]),
        (&false.into(), &serde_json::json!(["supervisor"]))
    );
    done(&["staff", "return", "demo.clerk"]);
    let (code, _, err) = call(&["staff", "leave", "nobody"]);
    assert!(
        code == 2 && err.contains("nobody of this id or login"),
        "{err}"
    );
    assert_eq!(
        done(&["device", "code", "--unit", "general"]).trim().len(),
        31
    );
    assert_eq!(json(&["device", "list"]), serde_json::json!([]));
    let (code, _, err) = call(&["device", "revoke", "01900000-0000-7000-8000-000000000000"]);
    assert!(code == 2 && err.contains("no such device"), "{err}");

    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("b");
    let file = file.to_str().unwrap();
    let said = done(&["backup", file]);
    assert!(
        said.contains("key is NOT in it") && said.contains("personal data"),
        "{said}"
    );
    let (code, _, err) = call(&["backup", file]);
    assert!(code == 2 && err.contains("is there already"), "{err}");
    assert!(done(&["restore", "--check", file]).contains("is whole"));
    let (code, _, err) = call(&["restore", file]);
    assert!(code == 2 && err.contains("--replace"), "{err}");
    let restored = json(&["restore", "--replace", file]);
    assert_eq!(
        (&restored["server_key"], &restored["files"]),
        (&"present".into(), &0.into())
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, said, err) = run(elsewhere.path(), None, &["restore", file]);
    assert_eq!(code, 0, "{err}");
    assert!(said.contains("Next, step 1: put the server.key"), "{said}");
    only_mine(elsewhere.path());
    // Nothing makes another key behind the administrator's back.
    let (code, _, err) = run(elsewhere.path(), None, &["check"]);
    assert!(code == 2 && err.contains("server.key is missing"), "{err}");
    assert!(!elsewhere.path().join("server.key").exists());
    let (code, _, err) = run(elsewhere.path(), None, &["new-key"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(elsewhere.path(), None, &["new-key"]);
    assert!(code == 2 && err.contains("already"), "{err}");
    let (code, said, _) = run(elsewhere.path(), None, &["check"]);
    assert!(
        code == 0 && said.contains("Everything fits together"),
        "{said}"
    );
    let nowhere = elsewhere.path().join("nowhere");
    let (code, _, err) = run(&nowhere, None, &["check"]);
    assert!(code == 2 && err.contains("no server's data"), "{err}");
    assert!(!nowhere.exists());
}

/// Nobody but the server's user reads what it writes.
fn only_mine(dir: &Path) {
    #[cfg(unix)]
    for entry in std::fs::read_dir(dir).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
        if entry.metadata().unwrap().is_dir() {
            only_mine(&entry.path());
        }
    }
}

#[test]
fn what_cannot_be_used_is_said_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let says = |arguments: &[&str], expect: &str| {
        let (code, _, err) = run(dir.path(), None, arguments);
        assert!(code == 2 && err.contains(expect), "{arguments:?}: {err}");
    };
    assert_eq!(run(dir.path(), None, &["tenant"]).0, 0);
    only_mine(dir.path());
    let key = std::fs::read(dir.path().join("server.key")).unwrap();
    for length in [0, 31, 33] {
        std::fs::write(dir.path().join("server.key"), vec![7; length]).unwrap();
        says(&["check"], "server.key is damaged");
    }
    // A key as it should be, and of another database: devices would believe nothing that it signs.
    std::fs::write(dir.path().join("server.key"), [7; 32]).unwrap();
    says(&["check"], "is not the one of this database");
    says(&["new-key"], "there is a server.key");
    std::fs::write(dir.path().join("server.key"), key).unwrap();
    let profile = dir.path().join("nowhere.toml");
    let profile = profile.to_str().unwrap();
    says(&["tenant", "--another", "--profile", profile], profile);
    let database = dir.path().join("server.sqlite");
    let newer = "insert into _sqlx_migrations values (999, 'later', '', true, x'00', 0)";
    Database::Sqlite(database.clone()).edit(newer, newer);
    says(&["check"], "newer than this program");
    std::fs::write(&database, [7; 9_000]).unwrap();
    says(&["check"], "the database is damaged");
    // Nor is an empty one made where one was lost: its log may hold the last rows.
    let log = dir.path().join("server.sqlite-wal");
    std::fs::write(&log, [7; 100]).unwrap();
    std::fs::write(&database, []).unwrap();
    says(&["check"], "though there is its write-ahead log");
    std::fs::remove_file(&database).unwrap();
    says(
        &["serve", "--listen", "127.0.0.1:0"],
        "though there is its write-ahead log",
    );
    std::fs::remove_file(&log).unwrap();
    says(&["tenant"], "though there is a server.key");
    assert!(!database.exists());

    let mut command = Command::new(env!("CARGO_BIN_EXE_inquiry-server"));
    command.args(["staff", "add", "x", "--name", "x", "--position", "x"]);
    command.args(["--unit", "x", "--role", "clerk"]);
    let other = tempfile::tempdir().unwrap();
    assert_eq!(run(other.path(), None, &["tenant"]).0, 0);
    command.env("INQUIRY_SERVER_DATA", other.path());
    command.env("INQUIRY_SERVER_DTAA", "x");
    command.env_remove("INQUIRY_SERVER_PASSWORD");
    command.env_remove("DATABASE_URL");
    let done = command.output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert!(
        err.contains("put the password into INQUIRY_SERVER_PASSWORD"),
        "{err}"
    );
    assert!(err.contains("INQUIRY_SERVER_DTAA is no setting"), "{err}");
}

#[test]
fn what_a_check_finds_is_said_in_a_sentence() {
    let house = crate::support::House::new();
    let mut desk = house.desk(&["general"]);
    for _ in 0..3 {
        desk.act(
            house.clerk,
            crate::support::new_id(),
            crate::support::register("general"),
            &[],
        );
    }
    let edit = "update audit set act = 'close' where seq = 2; delete from log where seq = 2;";
    house.database.edit(edit, edit);
    let url = house.database.url();
    let (code, said, _) = run(house.dir.path(), url.as_deref(), &["check"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("the audit chain does not fit from entry 2 on"),
        "{said}"
    );
    assert!(
        said.contains("the log has no entry 2, though it goes up to 3"),
        "{said}"
    );
    let (code, said, _) = run(house.dir.path(), url.as_deref(), &["check", "--json"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &report["tenants"][0]["log_gap"]), (1, &2.into()));
}
