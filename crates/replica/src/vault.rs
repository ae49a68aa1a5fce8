//! The key of the database, wrapped once for each account and once for the printed recovery code.
//!
//! The key is random and never changes when a passphrase does. `DIR/vault.json` holds it encrypted with
//! XChaCha20-Poly1305 under Argon2id of the passphrase; the file alone opens nothing.

use crate::atomic;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use domain::Role;
use domain::sensitive::Sensitive;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The database's 256-bit key. Wiped when dropped; its `Debug` prints nothing.
#[derive(Clone)]
pub struct DbKey(Zeroizing<[u8; 32]>);

impl DbKey {
    /// A new random key.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn random() -> Result<Self, VaultError> {
        Ok(Self(Zeroizing::new(crate::random::bytes()?)))
    }

    /// The value of SQLCipher's `key` pragma: a raw key, so that no derivation runs at each opening.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("\"x'{}'\"", hex::encode(*self.0)))
    }
}

impl fmt::Debug for DbKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbKey(secret)")
    }
}

/// What Argon2id costs. Stored with each wrap, so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes: about 0.2 s on an office laptop.
    pub const STANDARD: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
    };
    /// For tests and throw-away demonstrations only: no protection against guessing.
    pub const TRIVIAL: Cost = Cost {
        memory_kib: 8,
        passes: 1,
    };
}

/// An account that can unlock this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Login.
    pub login: String,
    /// Name as on papers.
    pub name: String,
    /// Roles, for the first screen.
    pub roles: Vec<Role>,
}

/// What can go wrong with the vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no vault in the folder.
    #[error("there is no vault")]
    Absent,
    /// There is one already.
    #[error("a vault exists already")]
    Exists,
    /// No such account.
    #[error("no such account")]
    UnknownAccount,
    /// The passphrase does not fit. The caller lets the next try wait longer the more there were.
    #[error("wrong passphrase, try {tries}")]
    WrongPassphrase {
        /// Wrong tries since the last right one.
        tries: u32,
    },
    /// The recovery code does not fit.
    #[error("wrong recovery code, try {tries}")]
    WrongRecoveryCode {
        /// Wrong tries since the last right one.
        tries: u32,
    },
    /// The passphrase is too short: eight characters at least.
    #[error("the passphrase is too short")]
    TooShort,
    /// The file cannot be read.
    #[error("the vault cannot be read")]
    Corrupt,
    /// The file system.
    #[error("vault: {0}")]
    Io(#[from] std::io::Error),
}

impl VaultError {
    /// The code under which the texts keep the sentence.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            VaultError::Absent => "absent",
            VaultError::Exists => "exists",
            VaultError::UnknownAccount => "unknown-account",
            VaultError::WrongPassphrase { .. } => "wrong-passphrase",
            VaultError::WrongRecoveryCode { .. } => "wrong-recovery-code",
            VaultError::TooShort => "passphrase-too-short",
            VaultError::Corrupt => "vault-corrupt",
            VaultError::Io(_) => "files",
        }
    }

    /// Whether login and passphrase do not fit together; which of the two is wrong is nobody's business.
    #[must_use]
    pub fn is_wrong_passphrase(&self) -> bool {
        matches!(
            self,
            VaultError::WrongPassphrase { .. } | VaultError::UnknownAccount
        )
    }
}

/// A vault that was just made.
#[derive(Debug)]
pub struct Created {
    /// The vault, without accounts yet.
    pub vault: Vault,
    /// The database's key.
    pub key: DbKey,
    /// The recovery code, to be printed once and kept in a safe. It is stored nowhere.
    pub recovery_code: Sensitive<String>,
}

/// The vault of a data folder.
#[derive(Debug)]
pub struct Vault {
    path: PathBuf,
    cost: Cost,
    file: VaultFile,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct VaultFile {
    version: u32,
    accounts: Vec<StoredAccount>,
    recovery: Wrap,
    #[serde(default)]
    recovery_tries: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredAccount {
    #[serde(flatten)]
    account: Account,
    #[serde(flatten)]
    wrap: Wrap,
    #[serde(default)]
    tries: u32,
}

/// The key, encrypted under a secret that a person knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wrap {
    salt: String,
    cost: Cost,
    nonce: String,
    wrapped: String,
}

const VERSION: u32 = 1;
const MIN_PASSPHRASE: usize = 8;
/// Name under which the recovery code's wrap is bound; no login can contain a control character.
const RECOVERY: &str = "\u{1}recovery";

impl Vault {
    /// Whether a folder has a vault.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        file_of(dir).is_file()
    }

    /// Makes a vault with a new key and a new recovery code.
    ///
    /// # Errors
    /// [`VaultError::Exists`], or the file system.
    pub fn create(dir: &Path) -> Result<Created, VaultError> {
        Self::create_with(dir, Cost::STANDARD)
    }

    /// As [`Vault::create`], with another cost for this and all later wraps.
    ///
    /// # Errors
    /// As [`Vault::create`].
    pub fn create_with(dir: &Path, cost: Cost) -> Result<Created, VaultError> {
        let path = file_of(dir);
        if path.exists() {
            return Err(VaultError::Exists);
        }
        let key = DbKey::random()?;
        let code = new_recovery_code()?;
        let recovery = wrap(&key, RECOVERY, &normal_code(&code), cost)?;
        let file = VaultFile {
            version: VERSION,
            accounts: Vec::new(),
            recovery,
            recovery_tries: 0,
        };
        let vault = Self { path, cost, file };
        vault.store()?;
        Ok(Created {
            vault,
            key,
            recovery_code: Sensitive(code),
        })
    }

    /// Opens a folder's vault. Nothing is unlocked yet.
    ///
    /// # Errors
    /// [`VaultError::Absent`], [`VaultError::Corrupt`], or the file system.
    pub fn open(dir: &Path) -> Result<Self, VaultError> {
        let path = file_of(dir);
        let file = read(&path)?;
        let cost = file.recovery.cost;
        Ok(Self { path, cost, file })
    }

    /// The accounts, in the order in which they were added.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.file
            .accounts
            .iter()
            .map(|a| a.account.clone())
            .collect()
    }

    /// Adds an account, or gives a known login its new name, roles and passphrase.
    ///
    /// # Errors
    /// [`VaultError::TooShort`], or the file system.
    pub fn add_account(
        &mut self,
        key: &DbKey,
        account: Account,
        passphrase: &str,
    ) -> Result<(), VaultError> {
        check_length(passphrase)?;
        let wrap = wrap(key, &account.login, passphrase, self.cost)?;
        let stored = StoredAccount {
            account,
            wrap,
            tries: 0,
        };
        self.file = read(&self.path)?;
        match self
            .file
            .accounts
            .iter_mut()
            .find(|a| a.account.login == stored.account.login)
        {
            Some(place) => *place = stored,
            None => self.file.accounts.push(stored),
        }
        self.store()
    }

    /// Removes an account: it can no longer unlock this computer. Its wrap is gone from the file.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`], or the file system.
    pub fn remove_account(&mut self, login: &str) -> Result<(), VaultError> {
        let before = self.file.accounts.len();
        self.file.accounts.retain(|a| a.account.login != login);
        if self.file.accounts.len() == before {
            return Err(VaultError::UnknownAccount);
        }
        self.store()
    }

    /// Unlocks with a passphrase. Takes the time of [`Cost`]; call it off the thread that draws.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`]; [`VaultError::WrongPassphrase`], which is counted in the file.
    pub fn unlock(&self, login: &str, passphrase: &str) -> Result<DbKey, VaultError> {
        let opened = unwrap(&self.stored(login)?.wrap, login, passphrase)?;
        let tries = self.count(opened.is_some(), |file| {
            file.accounts
                .iter_mut()
                .find(|a| a.account.login == login)
                .map(|a| &mut a.tries)
        })?;
        opened.ok_or(VaultError::WrongPassphrase { tries })
    }

    /// Wrong tries of an account since the last right one.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`].
    pub fn tries(&self, login: &str) -> Result<u32, VaultError> {
        let file = read(&self.path)?;
        file.accounts
            .iter()
            .find(|a| a.account.login == login)
            .map(|a| a.tries)
            .ok_or(VaultError::UnknownAccount)
    }

    /// Changes a passphrase. The database's key stays.
    ///
    /// # Errors
    /// As [`Vault::unlock`], and [`VaultError::TooShort`].
    pub fn change_passphrase(
        &mut self,
        login: &str,
        old: &str,
        new: &str,
    ) -> Result<(), VaultError> {
        check_length(new)?;
        let key = self.unlock(login, old)?;
        let account = self.stored(login)?.account.clone();
        self.add_account(&key, account, new)
    }

    /// Unlocks with the printed code; blanks, dashes and case do not matter, nor O for 0 and I or L for 1.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`], which is counted in the file.
    pub fn unlock_with_recovery(&self, code: &str) -> Result<DbKey, VaultError> {
        let opened = unwrap(&self.file.recovery, RECOVERY, &normal_code(code))?;
        let tries = self.count(opened.is_some(), |file| Some(&mut file.recovery_tries))?;
        opened.ok_or(VaultError::WrongRecoveryCode { tries })
    }

    /// Makes a new recovery code; the old one opens nothing afterwards.
    ///
    /// # Errors
    /// The file system.
    pub fn recovery_code(&mut self, key: &DbKey) -> Result<Sensitive<String>, VaultError> {
        let code = new_recovery_code()?;
        self.file.recovery = wrap(key, RECOVERY, &normal_code(&code), self.cost)?;
        self.file.recovery_tries = 0;
        self.store()?;
        Ok(Sensitive(code))
    }

    fn stored(&self, login: &str) -> Result<&StoredAccount, VaultError> {
        self.file
            .accounts
            .iter()
            .find(|a| a.account.login == login)
            .ok_or(VaultError::UnknownAccount)
    }

    /// Counts a wrong try, or forgets the wrong ones after a right one. Works on the file as it is now: another
    /// program may have counted since.
    fn count(
        &self,
        right: bool,
        of: impl FnOnce(&mut VaultFile) -> Option<&mut u32>,
    ) -> Result<u32, VaultError> {
        let mut file = read(&self.path)?;
        let tries = of(&mut file).ok_or(VaultError::UnknownAccount)?;
        let now = if right { 0 } else { tries.saturating_add(1) };
        if *tries != now {
            *tries = now;
            write(&self.path, &file)?;
        }
        Ok(now)
    }

    fn store(&self) -> Result<(), VaultError> {
        write(&self.path, &self.file)
    }
}

fn read(path: &Path) -> Result<VaultFile, VaultError> {
    let text = match std::fs::read(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(VaultError::Absent),
        other => other?,
    };
    let file: VaultFile = serde_json::from_slice(&text).map_err(|_| VaultError::Corrupt)?;
    if file.version == VERSION {
        Ok(file)
    } else {
        Err(VaultError::Corrupt)
    }
}

fn write(path: &Path, file: &VaultFile) -> Result<(), VaultError> {
    let json = serde_json::to_vec_pretty(file).map_err(|_| VaultError::Corrupt)?;
    Ok(atomic::write(path, &json)?)
}

fn file_of(dir: &Path) -> PathBuf {
    dir.join("vault.json")
}

fn check_length(passphrase: &str) -> Result<(), VaultError> {
    if passphrase.chars().count() < MIN_PASSPHRASE {
        Err(VaultError::TooShort)
    } else {
        Ok(())
    }
}

fn derive(secret: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let params =
        Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(|_| VaultError::Corrupt)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, out.as_mut())
        .map_err(|_| VaultError::Corrupt)?;
    Ok(out)
}

/// Binds a wrap to its account, so that one account's wrap cannot be pasted under another's name.
fn bound_to(login: &str) -> Vec<u8> {
    [b"inquiry-desk vault 1\0".as_slice(), login.as_bytes()].concat()
}

fn wrap(key: &DbKey, login: &str, secret: &str, cost: Cost) -> Result<Wrap, VaultError> {
    let salt: [u8; 16] = crate::random::bytes()?;
    let nonce: [u8; 24] = crate::random::bytes()?;
    let cipher = XChaCha20Poly1305::new((&*derive(secret, &salt, cost)?).into());
    let wrapped = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: key.0.as_ref(),
                aad: &bound_to(login),
            },
        )
        .map_err(|_| VaultError::Corrupt)?;
    Ok(Wrap {
        salt: hex::encode(salt),
        cost,
        nonce: hex::encode(nonce),
        wrapped: hex::encode(wrapped),
    })
}

/// The key, or `None` when the secret does not fit.
fn unwrap(wrap: &Wrap, login: &str, secret: &str) -> Result<Option<DbKey>, VaultError> {
    let bytes = |text: &str| hex::decode(text).map_err(|_| VaultError::Corrupt);
    let nonce: [u8; 24] = bytes(&wrap.nonce)?
        .try_into()
        .map_err(|_| VaultError::Corrupt)?;
    let cipher = XChaCha20Poly1305::new((&*derive(secret, &bytes(&wrap.salt)?, wrap.cost)?).into());
    let wrapped = bytes(&wrap.wrapped)?;
    let opened = cipher.decrypt(
        &XNonce::from(nonce),
        Payload {
            msg: &wrapped,
            aad: &bound_to(login),
        },
    );
    let Ok(opened) = opened.map(Zeroizing::new) else {
        return Ok(None);
    };
    let mut key = Zeroizing::new([0; 32]);
    if opened.len() != key.len() {
        return Err(VaultError::Corrupt);
    }
    key.copy_from_slice(&opened);
    Ok(Some(DbKey(key)))
}

/// Letters and digits that are not mistaken for each other on paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 160 bits in eight groups of four.
fn new_recovery_code() -> Result<String, VaultError> {
    let bytes: [u8; 32] = crate::random::bytes()?;
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|four| {
            four.iter()
                .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
                .collect()
        })
        .collect();
    Ok(groups.join("-"))
}

fn normal_code(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
