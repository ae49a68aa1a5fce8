//! `inquiry-server quarantine`: nothing that was refused or held back is lost before somebody has looked at it.

use super::{Failed, OfTenant, Say, about, only};
use clap::Subcommand;
use serde_json::json;
use server::{Admin, HeldCommand};
use std::fs::File;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists commands that their device was not allowed, and files that are no documents, without personal data.
    List {
        #[command(flatten)]
        tenant: OfTenant,
        /// Also the commands that somebody has seen to.
        #[arg(long)]
        all: bool,
    },
    /// Prints a command as its device sent it. It holds personal data.
    Show {
        #[command(flatten)]
        tenant: OfTenant,
        /// Its name in the list: 3-17.
        name: String,
    },
    /// Notes what was done about a command: who was told, where it was entered again. It stays stored.
    Settle {
        #[command(flatten)]
        tenant: OfTenant,
        /// Its name in the list: 3-17.
        name: String,
        /// What was done, without personal data.
        #[arg(long)]
        note: String,
    },
    /// Writes a file in quarantine to a place where it can be checked.
    Fetch {
        #[command(flatten)]
        tenant: OfTenant,
        /// Its SHA-256 in the list.
        sha256: String,
        /// The file to make; it must not be there yet.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Lets a file that was checked out of quarantine: devices get it.
    Release {
        #[command(flatten)]
        tenant: OfTenant,
        /// Its SHA-256 in the list.
        sha256: String,
    },
    /// Keeps a file that was checked from everybody for good.
    Refuse {
        #[command(flatten)]
        tenant: OfTenant,
        /// Its SHA-256 in the list.
        sha256: String,
        /// Why.
        #[arg(long)]
        note: String,
    },
}

pub(super) async fn run(admin: &Admin, command: Command, say: &Say) -> Result<(), Failed> {
    match command {
        Command::List { tenant, all } => {
            let tenant = only(admin, tenant).await?;
            let commands = admin.held_commands(tenant, all).await?;
            let files = admin.quarantined(tenant).await?;
            let named =
                |(sha256, inquiry): &(String, _)| json!({ "sha256": sha256, "inquiry": inquiry });
            let value = json!({
                "commands": commands,
                "files": files.iter().map(named).collect::<Vec<_>>(),
            });
            say.either(&value, || {
                let mut lines: Vec<String> = commands.iter().map(line).collect();
                lines.extend(files.iter().map(|(sha256, inquiry)| {
                    let case = inquiry.map_or_else(|| "-".to_owned(), |id| id.to_string());
                    format!("file\t{sha256}\tcase {case}")
                }));
                if lines.is_empty() {
                    lines.push("Nothing waits.".to_owned());
                }
                lines
            })
        }
        Command::Show { tenant, name } => {
            let held = admin
                .held_command(only(admin, tenant).await?, &name)
                .await?;
            say.either(&held, || {
                let text = held.signed.clone().unwrap_or_default();
                let text = if text.is_empty() {
                    "Its text went with the case, which was erased.".to_owned()
                } else {
                    text
                };
                vec![line(&held), text]
            })
        }
        Command::Settle { tenant, name, note } => {
            let tenant = only(admin, tenant).await?;
            admin.settle_command(tenant, &name, &note).await?;
            say.either(&json!({ "settled": name }), || {
                vec![format!("{name} is settled.")]
            })
        }
        Command::Fetch {
            tenant,
            sha256,
            output,
        } => {
            let tenant = only(admin, tenant).await?;
            let mut file = File::create_new(&output).map_err(about(&output))?;
            let done = admin.copy_quarantined(tenant, &sha256, &mut file).await;
            if done.is_err() {
                // Nothing half-written is left; why it failed is what counts.
                let _ = std::fs::remove_file(&output);
            }
            done?;
            say.either(&json!({ "file": output }), || {
                vec![format!(
                    "{} is written. It came from a stranger: do not open it before it is checked.",
                    output.display()
                )]
            })
        }
        Command::Release { tenant, sha256 } => {
            admin.release(only(admin, tenant).await?, &sha256).await?;
            say.either(&json!({ "released": sha256 }), || {
                vec!["Devices get the file now.".to_owned()]
            })
        }
        Command::Refuse {
            tenant,
            sha256,
            note,
        } => {
            let tenant = only(admin, tenant).await?;
            admin.refuse_file(tenant, &sha256, &note).await?;
            say.either(&json!({ "refused": sha256 }), || {
                vec!["Nobody gets the file.".to_owned()]
            })
        }
    }
}

fn line(held: &HeldCommand) -> String {
    let unread = || "unreadable".to_owned();
    let case = held
        .inquiry
        .map_or_else(|| "-".to_owned(), |id| id.to_string());
    let settled = match (&held.settled_at, &held.settled_note) {
        (Some(at), note) => {
            let note = note.as_deref().unwrap_or_default();
            format!("\tsettled {}: {note}", at.to_rfc3339())
        }
        (None, _) => String::new(),
    };
    format!(
        "command\t{}\t{}\t{}\tcase {case}\t{}\t{}{settled}",
        held.name,
        held.received_at.to_rfc3339(),
        held.act.clone().unwrap_or_else(unread),
        held.refusal,
        held.device_name
    )
}
