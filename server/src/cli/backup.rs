//! `inquiry-server backup` and `restore`.

use super::{Failed, Say};
use clap::Args;
use serde_json::json;
use server::{
    Admin, Config, KeyState, LoadOptions, Manifest, Restored, SaveOptions, Tell, verify_backup,
};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Args)]
pub(super) struct Save {
    /// The file to make; it must not be there yet. It holds personal data in the clear.
    file: PathBuf,
    /// Leaves the files of the cases out: for stores that are saved by other means.
    #[arg(long)]
    without_files: bool,
    #[command(flatten)]
    key: Passphrase,
}

#[derive(Args)]
pub(super) struct Load {
    /// The backup.
    file: PathBuf,
    /// Only checks that it is whole, and says what is in it.
    #[arg(long, conflicts_with = "replace")]
    check: bool,
    /// Puts it in the place of what is there.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    key: Passphrase,
}

#[derive(Args)]
struct Passphrase {
    /// Passphrase of the server's key in the backup; from the environment, so that it is in no history.
    #[arg(
        long,
        env = "INQUIRY_BACKUP_PASSPHRASE",
        hide_env_values = true,
        hide = true
    )]
    passphrase: Option<String>,
}

impl Passphrase {
    fn given(self) -> Option<Zeroizing<String>> {
        self.passphrase
            .filter(|p| !p.is_empty())
            .map(Zeroizing::new)
    }
}

/// Lines on standard error: files only now and then, since there are many.
fn told() -> Tell {
    Arc::new(|what, done| {
        if what != "files" || done.is_multiple_of(100) {
            // Whoever does not listen is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{what}: {done}");
        }
    })
}

pub(super) async fn save(config: &Config, save: Save, say: &Say) -> Result<ExitCode, Failed> {
    let admin = Admin::open_as_it_is(config).await?;
    let options = SaveOptions {
        files: !save.without_files,
        passphrase: save.key.given(),
        progress: told(),
    };
    let saved = admin.save(&save.file, &options).await?;
    let manifest = &saved.manifest;
    let value = json!({ "file": save.file, "bytes": saved.bytes, "manifest": manifest });
    say.either(&value, || {
        let (file, bytes) = (save.file.display(), saved.bytes);
        let mut lines = vec![format!("{file} is made: {bytes} bytes.")];
        lines.extend(contents(manifest));
        lines
    })?;
    Ok(if manifest.missing.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn contents(manifest: &Manifest) -> Vec<String> {
    let rows: u64 = manifest.parts.iter().map(|p| p.rows).sum();
    let (taken, database, version) = (&manifest.taken_at, &manifest.database, manifest.version);
    let files = if manifest.holds_files {
        format!("{} files are in it.", manifest.files)
    } else {
        "The files are NOT in it: save their store by other means.".to_owned()
    };
    let key = if manifest.holds_key {
        "The server's key is in it, encrypted: keep the passphrase apart from it.".to_owned()
    } else {
        "The server's key is NOT in it: keep a copy of server.key apart, devices believe no other."
            .to_owned()
    };
    let mut lines = vec![
        format!("Taken {taken} from {database}, version {version}: {rows} rows."),
        files,
        key,
        "It holds personal data in the clear: keep it where only you can read it.".to_owned(),
    ];
    for missing in &manifest.missing {
        lines.push(format!(
            "The file {missing} was missing in the store, or damaged, when the backup was made."
        ));
    }
    lines
}

pub(super) async fn load(config: &Config, load: Load, say: &Say) -> Result<(), Failed> {
    if load.check {
        let manifest = verify_backup(load.file.clone()).await?;
        return say.either(&manifest, || {
            let file = load.file.display();
            let mut lines = vec![format!("{file} is whole.")];
            lines.extend(contents(&manifest));
            lines
        });
    }
    let options = LoadOptions {
        replace: load.replace,
        passphrase: load.key.given(),
        progress: told(),
    };
    let restored = server::restore(config, load.file, &options).await?;
    let value = json!({
        "replaced": restored.aside,
        "epoch": restored.epoch,
        "rows": restored.rows,
        "files": restored.files,
        "absent_files": restored.absent,
        "server_key": match restored.key {
            KeyState::Restored => "restored",
            KeyState::Present => "present",
            KeyState::Wanted => "wanted",
        },
    });
    say.either(&value, || next(&restored))
}

/// What was done, and what is to be done now.
fn next(restored: &Restored) -> Vec<String> {
    let (rows, files, epoch) = (restored.rows, restored.files, restored.epoch);
    let mut lines = vec![format!(
        "Restored: {rows} rows and {files} files. The epoch is {epoch} now."
    )];
    if restored.absent > 0 {
        lines.push(format!(
            "{} files of cases are not in the store: devices that have them will send them again.",
            restored.absent
        ));
    }
    if let Some(aside) = &restored.aside {
        let aside = aside.display();
        lines.push(format!(
            "What was there before is in {aside}. It holds personal data, also of cases that were erased since: delete the folder as soon as you do not need it."
        ));
    }
    let mut steps = Vec::new();
    if restored.key == KeyState::Wanted {
        steps
            .push("put the server.key of that time into the data folder: devices believe no other");
    }
    steps.push("inquiry-server check");
    steps.push("inquiry-server serve: devices then offer again what the backup does not have");
    for (n, step) in (1..).zip(steps) {
        lines.push(format!("Next, step {n}: {step}."));
    }
    lines
}
