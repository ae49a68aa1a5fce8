//! The migrations, compiled in: the same versions for both kinds of database.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::sync::LazyLock;

macro_rules! migrations {
    ($folder:literal: $($version:literal $file:literal),+ $(,)?) => {
        Migrator::with_migrations(vec![$(Migration::new(
            $version,
            $file.into(),
            MigrationType::Simple,
            SqlStr::from_static(include_str!(concat!("../../../migrations/", $folder, "/", $file))),
            false,
        )),+])
    };
}

pub(super) static ON_SQLITE: LazyLock<Migrator> = LazyLock::new(|| {
    migrations!("server-sqlite":
        1 "0001_base.sql",
        2 "0002_erasure.sql",
        3 "0003_tree.sql",
        10 "0010_reception.sql",
        11 "0011_restricted.sql",
        12 "0012_announced.sql",
        13 "0013_quarantine.sql",
        14 "0014_proof.sql",
        15 "0015_server_key.sql",
    )
});

pub(super) static ON_POSTGRES: LazyLock<Migrator> = LazyLock::new(|| {
    migrations!("server-postgres":
        1 "0001_base.sql",
        2 "0002_erasure.sql",
        3 "0003_tree.sql",
        10 "0010_reception.sql",
        11 "0011_restricted.sql",
        12 "0012_announced.sql",
        13 "0013_quarantine.sql",
        14 "0014_proof.sql",
        15 "0015_server_key.sql",
    )
});

/// The version of the database that this program brings.
pub(crate) fn newest() -> i64 {
    let versions = ON_SQLITE.iter().map(|m| m.version);
    versions.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_both_folders_is_a_migration() {
        for (folder, known) in [
            ("server-sqlite", &ON_SQLITE),
            ("server-postgres", &ON_POSTGRES),
        ] {
            // Asked when it runs: what one clone built may run in another.
            let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
            let folder = format!("{here}/../migrations/{folder}");
            let files = std::fs::read_dir(folder).unwrap();
            let mut files: Vec<_> = files
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            assert_eq!(known.iter().count(), files.len(), "{files:?}");
            for (migration, file) in known.iter().zip(&files) {
                assert_eq!(migration.description, *file);
                let version = format!("{:04}_", migration.version);
                assert!(file.starts_with(&version), "{file}: {version}");
            }
        }
    }
}
