//! Backups: made while it serves, restored into either database, refused where a byte differs.

use crate::blobs::{attach, complete, file, get, put};
use crate::database::Database;
use crate::support::*;
use chrono::TimeDelta;
use protocol::wire::{BlobState, CHUNK};
use server::{
    Admin, BackupError, Config, KeyState, LoadOptions, Restored, Running, SaveOptions, Saved,
    verify_backup,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use zeroize::Zeroizing;

const PASSPHRASE: &str = "көл-тоо-булут-2026";

fn options(files: bool, passphrase: Option<&str>) -> SaveOptions {
    SaveOptions {
        files,
        passphrase: passphrase.map(|p| Zeroizing::new(p.to_owned())),
        progress: Arc::new(|_, _| {}),
    }
}

fn into(replace: bool, passphrase: Option<&str>) -> LoadOptions {
    LoadOptions {
        replace,
        passphrase: passphrase.map(|p| Zeroizing::new(p.to_owned())),
        progress: Arc::new(|_, _| {}),
    }
}

fn save(house: &House, path: &Path, options: &SaveOptions) -> Result<Saved, BackupError> {
    house.rt.block_on(house.admin().save(path, options))
}

/// A folder, and a database where the server's is no file in it.
struct Place {
    dir: TempDir,
    database: Option<Database>,
}

impl Place {
    fn folder() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            database: None,
        }
    }

    /// On the database that this run of the tests is about.
    fn like_the_house() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = Some(Database::new(dir.path()));
        Self { dir, database }
    }

    fn config(&self) -> Config {
        let mut config = Config::new(self.dir.path(), "127.0.0.1:0".parse().unwrap());
        config.database_url = self.database.as_ref().and_then(Database::url);
        config.clock = Arc::new(|| start_of_time() + TimeDelta::hours(1));
        config
    }

    fn restore(
        &self,
        house: &House,
        backup: &Path,
        options: &LoadOptions,
    ) -> Result<Restored, BackupError> {
        let config = self.config();
        let restored = server::restore(&config, backup.to_owned(), options);
        house.rt.block_on(restored)
    }

    /// The administrator brings the key that no backup without a passphrase holds.
    fn take_key(&self, from: &Path) {
        let key = "server.key";
        std::fs::copy(from.join(key), self.dir.path().join(key)).unwrap();
    }

    fn start(&self, house: &House) -> Running {
        house.rt.block_on(server::start(self.config())).unwrap()
    }
}

/// A house with a case that has a file, and a desk that made it.
fn furnished() -> (House, Desk, Vec<u8>, protocol::wire::BlobOffer) {
    let house = House::new();
    let mut desk = house.desk(&["general", "roads"]);
    let (bytes, offer) = file(3, CHUNK + 77);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    desk.act(house.clerk, id, attach(&offer), &[]);
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        put(&desk, &offer.sha256, n, chunk).unwrap();
    }
    complete(&desk, &offer.sha256).unwrap();
    (house, desk, bytes, offer)
}

fn only_in(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    entries.map(|e| e.unwrap().path()).collect()
}

#[test]
fn what_is_restored_goes_on_where_the_backup_ended_on_either_database() {
    let (house, mut desk, bytes, offer) = furnished();
    assert_eq!(desk.hello().backed_up, None);
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("monday.backup");
    // Another desk goes on working meanwhile: the snapshot is of one moment all the same.
    let mut other = house.desk(&["general", "roads"]);
    let enough = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            while !enough.load(Ordering::SeqCst) {
                let done = other.act(house.clerk, new_id(), register("roads"), &[]);
                assert!(is_applied(&done));
            }
        });
        let saved = save(&house, &backup, &options(true, Some(PASSPHRASE)));
        enough.store(true, Ordering::SeqCst);
        busy.join().unwrap();
        let saved = saved.unwrap();
        assert_eq!((saved.manifest.files, saved.manifest.holds_key), (1, true));
        assert_eq!(saved.bytes, std::fs::metadata(&backup).unwrap().len());
    });
    assert_eq!(
        only_in(kept.path()),
        std::slice::from_ref(&backup),
        "nothing half is left"
    );
    assert_eq!(
        desk.hello().backed_up,
        Some(2),
        "the device is told what a backup holds"
    );
    let lost = desk.command(house.clerk, new_id(), register("general"), &[]);
    assert!(is_applied(
        &desk.push(std::slice::from_ref(&lost)).unwrap()[0]
    ));

    // Into a file of SQLite, and from there into the database that this run is about.
    let first = Place::folder();
    let restored = first.restore(&house, &backup, &into(false, Some(PASSPHRASE)));
    let restored = restored.unwrap();
    assert_eq!((restored.files, restored.absent), (1, 0));
    assert_eq!(restored.key, KeyState::Restored);
    let running = first.start(&house);
    let again = kept.path().join("again.backup");
    let saving = running.admin();
    house
        .rt
        .block_on(saving.save(&again, &options(true, None)))
        .unwrap();
    house.rt.block_on(running.shutdown());
    let second = Place::like_the_house();
    let restored = second.restore(&house, &again, &into(false, None)).unwrap();
    assert_eq!(restored.key, KeyState::Wanted, "it was left out");
    second.take_key(first.dir.path());
    let running = second.start(&house);
    let report = house.rt.block_on(running.admin().check()).unwrap();
    assert!(report.sound(), "{report:?}");
    let before = desk.epoch;
    desk.url = running.url();
    let reply = desk.hello();
    assert!(reply.epoch > before);
    assert_eq!(
        reply.durable_seq, 2,
        "what came after the backup is not there"
    );
    let done = desk.push(&[lost]).unwrap();
    assert!(is_applied(&done[0]), "and is offered again: {done:?}");
    assert_eq!(get(&desk, &offer.sha256, 0).unwrap(), bytes[..CHUNK]);
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(
        state.receipt.unwrap(),
        complete(
            &Desk {
                url: house.url(),
                ..desk
            },
            &offer.sha256
        )
        .unwrap(),
        "receipts are of the same key"
    );
    house.rt.block_on(running.shutdown());
}

#[test]
fn a_restore_twice_from_one_backup_gives_two_epochs() {
    let (house, ..) = furnished();
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("b");
    save(&house, &backup, &options(false, None)).unwrap();
    let place = Place::like_the_house();
    let first = place.restore(&house, &backup, &into(false, None)).unwrap();
    let again = place
        .restore(&house, &backup, &into(false, None))
        .unwrap_err();
    assert!(matches!(again, BackupError::Occupied(_)), "{again}");
    let second = place.restore(&house, &backup, &into(true, None)).unwrap();
    assert!(second.epoch > first.epoch);
    assert!(first.epoch > first.manifest.epoch);
}

#[test]
fn files_that_are_not_there_are_named_and_asked_for_again() {
    let (house, mut desk, bytes, offer) = furnished();
    let kept = tempfile::tempdir().unwrap();
    let without = kept.path().join("without");
    let saved = save(&house, &without, &options(false, None)).unwrap();
    assert!(!saved.manifest.holds_files);
    let sha256 = &offer.sha256;
    let folder: String = sha256.chars().take(2).collect();
    let stored = format!("objects/{}/{folder}/{sha256}", house.tenant);
    std::fs::remove_file(house.dir.path().join(stored)).unwrap();
    let backup = kept.path().join("with");
    let saved = save(&house, &backup, &options(true, None)).unwrap();
    assert_eq!(
        saved.manifest.missing,
        [format!("{}/{sha256}", house.tenant)]
    );
    for backup in [without, backup] {
        let place = Place::like_the_house();
        let restored = place.restore(&house, &backup, &into(false, None)).unwrap();
        assert_eq!((restored.files, restored.absent), (0, 1));
        assert_eq!(restored.key, KeyState::Wanted);
        let lost = house.rt.block_on(server::start(place.config()));
        let said = lost.err().unwrap().to_string();
        assert!(said.contains("server.key"), "no other key is made: {said}");
        place.take_key(house.dir.path());
        let running = place.start(&house);
        desk.url = running.url();
        desk.hello();
        let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
        assert_eq!((state.missing, state.receipt), (vec![0, 1], None));
        for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
            put(&desk, sha256, n, chunk).unwrap();
        }
        complete(&desk, sha256).unwrap();
        let report = house.rt.block_on(running.admin().check()).unwrap();
        assert!(report.sound(), "{report:?}");
        house.rt.block_on(running.shutdown());
    }
}

#[test]
fn a_byte_that_differs_and_an_end_that_is_missing_restore_nothing() {
    let (house, ..) = furnished();
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("b");
    save(&house, &backup, &options(true, None)).unwrap();
    let whole = std::fs::read(&backup).unwrap();
    let place = Place::like_the_house();
    let verified = |bytes: &[u8]| {
        std::fs::write(&backup, bytes).unwrap();
        house.rt.block_on(verify_backup(backup.clone()))
    };
    for place_of_byte in [3, whole.len() / 3, whole.len() / 2, whole.len() - 2] {
        let mut bytes = whole.clone();
        bytes[place_of_byte] ^= 0x20;
        let error = verified(&bytes).unwrap_err();
        assert!(matches!(error, BackupError::Damaged(_)), "{error}");
        let error = place.restore(&house, &backup, &into(false, None));
        assert!(matches!(error, Err(BackupError::Damaged(_))));
    }
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        let error = verified(&whole[..length]).unwrap_err();
        assert!(
            matches!(error, BackupError::Damaged(_)),
            "{length}: {error}"
        );
    }
    let other = only_in(place.dir.path());
    assert!(
        other.iter().all(|f| f.ends_with("serving.lock")),
        "{other:?}"
    );
    assert_eq!(verified(&whole).unwrap().files, 1);
    place.restore(&house, &backup, &into(false, None)).unwrap();
}

#[test]
fn nothing_is_overwritten_and_what_failed_leaves_nothing() {
    let (mut house, ..) = furnished();
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("b");
    let weak = save(&house, &backup, &options(true, Some("password"))).unwrap_err();
    assert!(matches!(weak, BackupError::Secret(_)), "{weak}");
    assert!(only_in(kept.path()).is_empty());
    save(&house, &backup, &options(true, Some(PASSPHRASE))).unwrap();
    let again = save(&house, &backup, &options(true, None)).unwrap_err();
    assert!(matches!(again, BackupError::Exists(_)), "{again}");
    assert_eq!(only_in(kept.path()).len(), 1);
    let nowhere = save(&house, &kept.path().join("no/b"), &options(true, None));
    assert!(matches!(nowhere, Err(BackupError::File { .. })));

    let place = Place::folder();
    let wrong = place.restore(&house, &backup, &into(false, Some("another-one-2026")));
    assert!(matches!(wrong, Err(BackupError::Passphrase)));
    // Not below a server that runs, whatever is said.
    let mut here = Config::new(house.dir.path(), "127.0.0.1:0".parse().unwrap());
    here.database_url = house.database.url();
    let over = |house: &House, replace| {
        let options = into(replace, None);
        let restored = server::restore(&here, backup.clone(), &options);
        house.rt.block_on(restored)
    };
    let running = over(&house, true);
    assert!(matches!(running, Err(BackupError::Running)));
    house.rt.block_on(house.running.take().unwrap().shutdown());
    let occupied = over(&house, false);
    assert!(matches!(occupied, Err(BackupError::Occupied(_))));
    let done = over(&house, true).unwrap();
    assert_eq!((done.key, done.files), (KeyState::Present, 1));
    assert_eq!(house.database.is_postgres(), done.aside.is_none());
    if let Some(aside) = &done.aside {
        assert!(aside.join("server.sqlite").exists());
        // What is no database any more is replaced all the same, and its log does not come into the new one.
        let database = house.dir.path().join("server.sqlite");
        std::fs::write(&database, [7; 9_000]).unwrap();
        std::fs::write(house.dir.path().join("server.sqlite-wal"), [7; 9_000]).unwrap();
        assert!(over(&house, false).is_err());
        let again = over(&house, true).unwrap();
        assert!(again.epoch > done.epoch);
        assert_ne!(again.aside.as_ref(), Some(aside));
        assert_eq!(
            std::fs::read(again.aside.unwrap().join("server.sqlite-wal")).unwrap(),
            [7; 9_000]
        );
    }
    house.restart_stopped();
    assert!(house.check().sound());
}

#[test]
fn what_was_erased_since_the_backup_is_not_there_when_it_is_restored() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let (erased, stays) = (new_id(), new_id());
    for id in [erased, stays] {
        desk.act(house.clerk, id, register("general"), &[]);
    }
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("b");
    save(&house, &backup, &options(true, None)).unwrap();
    let admin = house.admin();
    let order = admin.erase(house.tenant, erased, house.supervisor, "арыз боюнча");
    house.rt.block_on(order).unwrap();
    drop(admin);
    house.rt.block_on(house.running.take().unwrap().shutdown());
    let mut here = Config::new(house.dir.path(), "127.0.0.1:0".parse().unwrap());
    here.database_url = house.database.url();
    let over = into(true, None);
    let restored = server::restore(&here, backup, &over);
    house.rt.block_on(restored).unwrap();
    // No server has started since.
    let check = || {
        let admin = house.rt.block_on(Admin::open(&here)).unwrap();
        house.rt.block_on(admin.check()).unwrap()
    };
    let report = check();
    assert!(report.sound(), "{report:?}");
    let forget = "delete from erasure";
    house.database.edit(forget, forget);
    let report = check();
    assert!(!report.sound());
    assert_eq!(report.tenants[0].unerased, [erased]);
    house.restart_stopped();
    assert!(house.check().sound());
    desk.url = house.url();
    desk.hello();
    assert_eq!(desk.rows().into_keys().collect::<Vec<_>>(), [stays]);
}

#[test]
fn what_a_killed_backup_left_goes_with_the_next_one_and_nothing_else_does() {
    let (house, ..) = furnished();
    let kept = tempfile::tempdir().unwrap();
    let at = |name: &str| kept.path().join(name);
    save(&house, &at("monday"), &options(true, None)).unwrap();
    let whole = std::fs::read(at("monday")).unwrap();
    let half = whole.get(..whole.len() / 2).unwrap();
    // Of a killed program; the same of one that is still at work; what only is called so.
    for name in ["sunday.123.partial", "sunday.124.partial", "sunday.partial"] {
        std::fs::write(at(name), half).unwrap();
    }
    std::fs::write(at("letter.7.partial"), "not ours").unwrap();
    let busy = std::fs::File::open(at("sunday.124.partial")).unwrap();
    busy.lock().unwrap();
    save(&house, &at("tuesday"), &options(true, None)).unwrap();
    let mut left: Vec<String> = only_in(kept.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    left.sort();
    let expect = [
        "letter.7.partial",
        "monday",
        "sunday.124.partial",
        "sunday.partial",
        "tuesday",
    ];
    assert_eq!(left, expect);
}

#[test]
fn a_database_is_migrated_by_hand_where_that_is_asked() {
    let place = Place::like_the_house();
    let house = House::new();
    let mut config = place.config();
    config.migrate_by_hand = true;
    let refused = house.rt.block_on(server::start(config.clone()));
    let said = refused.err().unwrap().to_string();
    assert!(said.contains("inquiry-server migrate"), "{said}");
    let migrate = |only_tell| {
        house
            .rt
            .block_on(server::migrate(&config, only_tell))
            .unwrap()
    };
    let told = migrate(true);
    assert_eq!(told.from, 0);
    assert_eq!(migrate(true), told, "telling changes nothing");
    assert_eq!(migrate(false), told);
    assert_eq!(migrate(false).from, told.to);
    house.rt.block_on(server::start(config)).unwrap();
}
