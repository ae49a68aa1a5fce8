//! What can go wrong in the replica. The window says it by [`ReplicaError::code`].

use domain::Refusal;

/// An error of the replica. Nothing was changed, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// The key does not open the database.
    #[error("the key does not open the replica")]
    WrongKey,
    /// Something stored cannot be read: table and id.
    #[error("inconsistent data in {0}")]
    Corrupt(String),
    /// The domain refuses the act.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Another program holds the database for too long.
    #[error("another program holds the replica")]
    Locked,
    /// The replica was closed (the program is locked).
    #[error("the replica is closed")]
    Closed,
    /// The server has commands of this computer that are not here: its disk was restored or copied.
    #[error("the replica is an old copy")]
    OldCopy,
    /// The computer is not enrolled yet.
    #[error("the device is not enrolled")]
    NotEnrolled,
    /// There is a replica already.
    #[error("a replica exists already")]
    Exists,
    /// There is no replica.
    #[error("there is no replica")]
    Absent,
    /// The database was made by a newer version of the program.
    #[error("the replica was made by a newer version")]
    Newer,
    /// A file's bytes are not on this computer, or not the ones that were promised.
    #[error("the file is not here")]
    NoFile,
    /// A file's bytes do not have the hash that was promised.
    #[error("the file's bytes do not match its hash")]
    WrongHash,
    /// A frame of the server's log does not follow on the cursor.
    #[error("the frame starts at {from}, the cursor is {cursor}")]
    Gap {
        /// Where the replica stands.
        cursor: u64,
        /// Where the frame starts.
        from: u64,
    },
    /// Files beside the database.
    #[error("files: {0}")]
    Io(std::io::Error),
    /// The database, otherwise: SQLite's code and message, without values.
    #[error("database {code}: {message}")]
    Db {
        /// SQLite's extended code, or a word of the driver.
        code: String,
        /// Technical.
        message: String,
    },
}

impl ReplicaError {
    /// The code under which the texts keep the sentence.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ReplicaError::WrongKey => "wrong-key",
            ReplicaError::Corrupt(_) => "corrupt",
            ReplicaError::Refused(_) => "refused",
            ReplicaError::Full => "disk-full",
            ReplicaError::Locked => "busy",
            ReplicaError::Closed => "closed",
            ReplicaError::OldCopy => "old-copy",
            ReplicaError::NotEnrolled => "not-enrolled",
            ReplicaError::Exists => "exists",
            ReplicaError::Absent => "absent",
            ReplicaError::Newer => "newer",
            ReplicaError::NoFile => "no-file",
            ReplicaError::WrongHash => "wrong-hash",
            ReplicaError::Gap { .. } => "gap",
            ReplicaError::Io(_) => "files",
            ReplicaError::Db { .. } => "database",
        }
    }

    pub(crate) fn corrupt(place: impl Into<String>) -> Self {
        ReplicaError::Corrupt(place.into())
    }
}

impl From<std::io::Error> for ReplicaError {
    fn from(e: std::io::Error) -> Self {
        match e.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                ReplicaError::Full
            }
            _ => ReplicaError::Io(e),
        }
    }
}

impl From<sqlx::Error> for ReplicaError {
    fn from(e: sqlx::Error) -> Self {
        if let sqlx::Error::Io(io) = e {
            return io.into();
        }
        let sqlx::Error::Database(database) = &e else {
            return ReplicaError::Db {
                code: "driver".into(),
                message: e.to_string(),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        Self::of_sqlite(code, database.message())
    }
}

/// SQLite cannot make the shared memory of its log larger: on a full disk the first thing that fails, also for reading.
const IOERR_SHMSIZE: u32 = 4874;

impl ReplicaError {
    fn of_sqlite(code: String, message: &str) -> Self {
        let extended = code.parse::<u32>().unwrap_or_default();
        // The low byte of SQLite's extended code is the primary one.
        match (extended & 0xff, extended) {
            (_, IOERR_SHMSIZE) => ReplicaError::Full,
            (5 | 6, _) => ReplicaError::Locked,
            (11, _) => ReplicaError::corrupt("database"),
            (13, _) => ReplicaError::Full,
            (26, _) => ReplicaError::WrongKey,
            _ => ReplicaError::Db {
                code,
                message: message.to_owned(),
            },
        }
    }

    /// Whether the database could not be written or made durable for a reason that SQLite does not tell. A full disk
    /// is one of them: whoever knows the folder can try it.
    #[must_use]
    pub fn is_failed_write(&self) -> bool {
        // IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_SHMOPEN, IOERR_SHMMAP, CANTOPEN.
        let failed = ["778", "1034", "1546", "4618", "5386", "14"];
        matches!(self, ReplicaError::Db { code, .. } if failed.contains(&code.as_str()))
    }
}

impl From<sqlx::migrate::MigrateError> for ReplicaError {
    fn from(e: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError as M;
        match e {
            M::Execute(inner) | M::ExecuteMigration(inner, _) => inner.into(),
            M::VersionMissing(_) | M::VersionTooNew(..) => ReplicaError::Newer,
            other => ReplicaError::Db {
                code: "migration".into(),
                message: other.to_string(),
            },
        }
    }
}

/// The result of the replica's calls.
pub type Result<T, E = ReplicaError> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_by_each_of_its_codes() {
        let check = |code: &str, expect: &str| {
            let error = ReplicaError::of_sqlite(code.into(), "m");
            assert_eq!(error.code(), expect, "{code}");
        };
        check("13", "disk-full");
        check("4874", "disk-full");
        check("261", "busy");
        check("267", "corrupt");
        check("26", "wrong-key");
        check("266", "database");
        let unsure = |code: &str| ReplicaError::of_sqlite(code.into(), "m").is_failed_write();
        assert!(unsure("778") && unsure("1034"));
        assert!(!unsure("266") && !unsure("13"));
    }
}
