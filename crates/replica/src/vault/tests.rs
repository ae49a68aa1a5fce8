use super::wrap::Cost;
use super::{Account, Vault, VaultError, file_of};
use domain::Role;

fn account(login: &str) -> Account {
    Account {
        login: login.into(),
        name: "Demo".into(),
        roles: vec![Role::Clerk],
    }
}

#[test]
fn each_passphrase_gives_the_same_key_and_a_wrong_one_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    made.vault
        .add_account(&made.key, account("a"), "first passphrase")
        .unwrap();
    made.vault
        .add_account(&made.key, account("b"), "second passphrase")
        .unwrap();

    let vault = Vault::open(dir.path()).unwrap();
    assert_eq!(vault.accounts().len(), 2);
    for (login, pass) in [("a", "first passphrase"), ("b", "second passphrase")] {
        assert_eq!(*vault.unlock(login, pass).unwrap().0, *made.key.0);
    }
    assert!(matches!(
        vault.unlock("a", "second passphrase"),
        Err(VaultError::WrongPassphrase { tries: 1 })
    ));
    assert!(matches!(
        vault.unlock("a", "x"),
        Err(VaultError::WrongPassphrase { tries: 2 })
    ));
    let again = Vault::open(dir.path()).unwrap();
    assert_eq!(
        again.tries("a").unwrap(),
        2,
        "a restart does not forget the tries"
    );
    again.unlock("a", "first passphrase").unwrap();
    assert_eq!(Vault::open(dir.path()).unwrap().tries("a").unwrap(), 0);
}

#[test]
fn the_recovery_code_opens_and_a_new_one_replaces_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    let typed = made
        .recovery_code
        .expose()
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o");
    assert_eq!(
        *made.vault.unlock_with_recovery(&typed).unwrap().0,
        *made.key.0
    );
    let new = made.vault.recovery_code(&made.key).unwrap();
    assert!(matches!(
        made.vault.unlock_with_recovery(made.recovery_code.expose()),
        Err(VaultError::WrongRecoveryCode { tries: 1 })
    ));
    made.vault.unlock_with_recovery(new.expose()).unwrap();
}

#[test]
fn a_changed_passphrase_replaces_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    made.vault
        .add_account(&made.key, account("a"), "old passphrase")
        .unwrap();
    assert!(matches!(
        made.vault.change_passphrase("a", "old passphrase", "short"),
        Err(VaultError::TooShort)
    ));
    made.vault
        .change_passphrase("a", "old passphrase", "new passphrase")
        .unwrap();
    assert!(made.vault.unlock("a", "old passphrase").is_err());
    assert_eq!(
        *made.vault.unlock("a", "new passphrase").unwrap().0,
        *made.key.0
    );
}

#[test]
fn a_wrap_under_another_name_opens_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    made.vault
        .add_account(&made.key, account("a"), "one passphrase")
        .unwrap();
    let path = file_of(dir.path());
    let swapped = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\"login\": \"a\"", "\"login\": \"z\"");
    std::fs::write(&path, swapped).unwrap();
    assert!(
        Vault::open(dir.path())
            .unwrap()
            .unlock("z", "one passphrase")
            .is_err()
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_file_and_it_holds_no_secret() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    made.vault
        .add_account(&made.key, account("a"), "canary passphrase")
        .unwrap();
    let path = file_of(dir.path());
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("canary") && !text.contains(&hex::encode(*made.key.0)));
    assert!(!text.contains(made.recovery_code.expose().as_str()));
    assert_eq!(format!("{:?}", made.key), "DbKey(secret)");
}
