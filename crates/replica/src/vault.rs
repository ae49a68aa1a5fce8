//! The key of the database, wrapped once for each account and once for the printed recovery code.
//!
//! The key is random and never changes when a passphrase does. `DIR/vault.json` holds it encrypted with
//! XChaCha20-Poly1305 under Argon2id of the passphrase; the file alone opens nothing.

mod recovery;
mod wrap;

use crate::atomic;
use domain::Role;
use domain::passphrase::{self, Weakness};
use domain::sensitive::Sensitive;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

use recovery::{new_recovery_code, normal_code};
pub use wrap::Cost;
use wrap::{Wrap, unwrap, wrap};

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

    /// A key that is known already: 32 bytes that were random once.
    #[must_use]
    pub fn known(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
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
    /// The passphrase is too short: see [`domain::passphrase::LEAST`].
    #[error("the passphrase is too short")]
    TooShort,
    /// The passphrase is one that everybody tries first, or too long to be one.
    #[error("the passphrase is easy to guess")]
    Guessable,
    /// The file cannot be read.
    #[error("the vault cannot be read")]
    Corrupt,
    /// The file system.
    #[error("vault: {0}")]
    Io(#[from] std::io::Error),
    /// Another program enrols into the folder.
    #[error("another program enrols here")]
    Busy,
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
            VaultError::Guessable => "passphrase-guessable",
            VaultError::Corrupt => "vault-corrupt",
            VaultError::Io(_) => "files",
            VaultError::Busy => "busy",
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
    /// Nobody was ever given a passphrase, nor the recovery code: nothing that it closes was used.
    #[serde(default, skip_serializing_if = "is_false")]
    unfinished: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
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

const VERSION: u32 = 1;
/// Name under which the recovery code's wrap is bound; no login can contain a control character.
const RECOVERY: &str = "\u{1}recovery";

impl Vault {
    /// Whether a folder has a vault.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        file_of(dir).is_file()
    }

    /// Whether a vault was made and nobody was ever given a passphrase for it: its key is known to nobody, and what it
    /// closes can be opened by nobody.
    #[must_use]
    pub fn is_unfinished(dir: &Path) -> bool {
        Self::open(dir).is_ok_and(|v| v.file.unfinished && v.file.accounts.is_empty())
    }

    /// Makes a folder, for its user alone, and keeps other programs from enrolling into it until the file is dropped.
    ///
    /// # Errors
    /// [`VaultError::Busy`] while another program enrols there; the file system.
    pub fn alone(dir: &Path) -> Result<File, VaultError> {
        atomic::private_dir(dir)?;
        // It stays: two programs would not see each other in a file that one of them removes.
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join("enrol.lock"))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(VaultError::Busy),
            // Not every file system can lock.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
        }
    }

    /// Whether a passphrase may be used.
    ///
    /// # Errors
    /// [`VaultError::TooShort`], [`VaultError::Guessable`].
    pub fn may_use(passphrase: &str) -> Result<(), VaultError> {
        check(passphrase)
    }

    /// Removes a vault that is unfinished.
    ///
    /// # Errors
    /// [`VaultError::Exists`] for any other; the file system.
    pub fn discard(dir: &Path) -> Result<(), VaultError> {
        if !Self::is_unfinished(dir) {
            return Err(VaultError::Exists);
        }
        Ok(std::fs::remove_file(file_of(dir))?)
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
            unfinished: true,
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
    /// [`VaultError::TooShort`], [`VaultError::Guessable`], or the file system.
    pub fn add_account(
        &mut self,
        key: &DbKey,
        account: Account,
        passphrase: &str,
    ) -> Result<(), VaultError> {
        check(passphrase)?;
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
        self.file.unfinished = false;
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
    /// As [`Vault::unlock`], and [`VaultError::TooShort`], [`VaultError::Guessable`].
    pub fn change_passphrase(
        &mut self,
        login: &str,
        old: &str,
        new: &str,
    ) -> Result<(), VaultError> {
        check(new)?;
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

fn check(passphrase: &str) -> Result<(), VaultError> {
    match passphrase::weakness(passphrase) {
        None => Ok(()),
        Some(Weakness::Short) => Err(VaultError::TooShort),
        Some(Weakness::Long | Weakness::Guessable) => Err(VaultError::Guessable),
    }
}

#[cfg(test)]
mod tests;
