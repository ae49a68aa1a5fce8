//! What `inquiry-server` can be told on the command line. Results go to standard output, as sentences or with `--json`
//! as one JSON value; progress and failures go to standard error.
//!
//! | Exit code | Meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a check found something, or a backup lacks files that the store does not have |
//! | 2 | not done: wrong usage or settings, or the reason that was printed |

mod backup;
mod check;
mod device;
mod intake;
mod profile;
mod quarantine;
mod serve;
mod staff;

use clap::{Args, Parser, Subcommand};
use domain::ids::{InquiryId, StaffId, TenantId, UnitId};
use domain::profile::Label;
use protocol::window::directory::UnitRow;
use serde::Serialize;
use server::{Admin, Config, ErasureState};
use std::error::Error;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "inquiry-server",
    version,
    about = "The central server of Inquiry Desk"
)]
pub(crate) struct Cli {
    /// File with the settings: see docs/server.md.
    #[arg(long, env = "INQUIRY_SERVER_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Folder of the database, the files and the key; wins over the settings.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Prints JSON instead of sentences.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to stop.
    Serve {
        /// Where to listen. Use TLS, or a proxy with TLS in front, on anything but the loopback.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// A proxy stands in front and sets x-forwarded-for.
        #[arg(long)]
        behind_proxy: bool,
    },
    /// Makes a body from a legal profile.
    Tenant {
        /// The profile's file; the district profile where none is given.
        #[arg(long)]
        profile: Option<PathBuf>,
        /// Makes one beside those that there are: from then on each command has to name one with --tenant.
        #[arg(long)]
        another: bool,
    },
    /// Legal profiles: check a file, see what a change does, put it in force.
    #[command(subcommand)]
    Profile(profile::Command),
    /// Adds a department.
    Unit {
        #[command(flatten)]
        tenant: OfTenant,
        /// Code.
        code: String,
        /// Name in Kyrgyz.
        #[arg(long)]
        ky: String,
        /// Name in Russian.
        #[arg(long)]
        ru: String,
        /// Name in English.
        #[arg(long)]
        en: String,
    },
    /// Staff.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Devices.
    #[command(subcommand)]
    Device(device::Command),
    /// Lets the website post to a department; prints the token, once. With --page or --close it is about the server's own
    /// page instead, and the website's token stays as it is.
    Intake(intake::Intake),
    /// Brings the database to this program's version.
    Migrate {
        /// Only tells what would be done. Exit code 1 where there is something to do.
        #[arg(long)]
        check: bool,
    },
    /// Saves everything into one file; a server may serve meanwhile.
    Backup(backup::Save),
    /// Restores a backup, or only checks one.
    Restore(backup::Load),
    /// What waits for the administrator: commands that their device was not allowed, files that are no documents.
    #[command(subcommand)]
    Quarantine(quarantine::Command),
    /// Erases a case on an officer's order: here, in the store of the files, and on every device as it calls.
    Erase {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id of the case.
        inquiry: InquiryId,
        /// Id of the officer who orders it.
        #[arg(long)]
        by: StaffId,
        /// Why, without personal data.
        #[arg(long)]
        reason: String,
    },
    /// Lists what was erased, and which devices still owe a receipt.
    Erasures {
        #[command(flatten)]
        tenant: OfTenant,
    },
    /// To be called after the database was put back by other means than `restore`, before serving.
    Restored,
    /// Makes a new server.key where the old one is lost for good. Every device has to enrol again.
    NewKey,
    /// Checks the database, the log, the numbers, the audit chain and the files. Exit code 1 when something is wrong.
    Check,
}

#[derive(Args)]
struct OfTenant {
    /// The body; may be left out where there is only one.
    #[arg(long)]
    tenant: Option<TenantId>,
}

type Failed = Box<dyn Error>;

/// Does what was asked.
pub(crate) async fn run(cli: Cli, mut config: Config) -> Result<ExitCode, Failed> {
    if let Some(data) = cli.data {
        config.data_dir = data;
    }
    let say = Say { json: cli.json };
    let begins = matches!(
        cli.command,
        Command::Serve { .. }
            | Command::Tenant { .. }
            | Command::Migrate { .. }
            | Command::Restore(_)
            | Command::Profile(_)
    );
    if !begins && !server::exists(&config) {
        let dir = config.data_dir.display();
        return Err(format!("there is no server's data in {dir}; nothing was made there").into());
    }
    match cli.command {
        Command::Serve {
            listen,
            behind_proxy,
        } => {
            config.listen = listen.unwrap_or(config.listen);
            config.behind_proxy |= behind_proxy;
            serve::serve(config, &say).await?;
        }
        Command::Profile(command) => return profile::run(&config, command, &say).await,
        Command::Migrate { check } => return migrate(&config, check, &say).await,
        Command::Backup(save) => return backup::save(&config, save, &say).await,
        Command::Restore(load) => backup::load(&config, load, &say).await?,
        Command::Tenant { profile, another } => {
            tenant(&Admin::open(&config).await?, profile, another, &say).await?;
        }
        Command::Unit {
            tenant,
            code,
            ky,
            ru,
            en,
        } => {
            let admin = Admin::open(&config).await?;
            let row = UnitRow {
                id: UnitId(code),
                name: Label { ky, ru, en },
            };
            admin.add_unit(only(&admin, tenant).await?, &row).await?;
        }
        Command::Staff(command) => {
            staff::run(&Admin::open(&config).await?, command, &say).await?;
        }
        Command::Device(command) => {
            device::run(&Admin::open(&config).await?, command, &say).await?;
        }
        Command::Intake(args) => intake::run(&Admin::open(&config).await?, args, &say).await?,
        Command::Quarantine(command) => {
            quarantine::run(&Admin::open(&config).await?, command, &say).await?;
        }
        Command::Erase {
            tenant,
            inquiry,
            by,
            reason,
        } => {
            let admin = Admin::open(&config).await?;
            let tenant = only(&admin, tenant).await?;
            admin.erase(tenant, inquiry, by, &reason).await?;
            say.either(&serde_json::json!({ "erased": inquiry }), || {
                vec![format!(
                    "{inquiry} is erased here. `erasures` tells which devices have still to confirm it."
                )]
            })?;
        }
        Command::Erasures { tenant } => {
            let admin = Admin::open(&config).await?;
            let states = admin.erasures(only(&admin, tenant).await?).await?;
            say.either(&states, || erasures(&states))?;
        }
        Command::Restored => {
            let epoch = Admin::open(&config).await?.raise_epoch().await?;
            say.either(&serde_json::json!({ "epoch": epoch }), || {
                vec![format!(
                    "The epoch is {epoch} now: devices offer again what the database lacks."
                )]
            })?;
        }
        Command::NewKey => {
            server::new_key(&config).await?;
            say.either(&serde_json::json!({ "new_key": true }), || {
                vec!["server.key is a new one: every device has to enrol again.".to_owned()]
            })?;
        }
        Command::Check => return check::check(&Admin::open(&config).await?, &say).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn erasures(states: &[ErasureState]) -> Vec<String> {
    if states.is_empty() {
        return vec!["Nothing was erased yet.".to_owned()];
    }
    let mut lines = Vec::new();
    for state in states {
        let order = &state.order;
        lines.push(format!(
            "{} on {}, ordered by {}: {}",
            order.inquiry,
            order.at.to_rfc3339(),
            order.ordered_by,
            order.reason
        ));
        lines.push(format!(
            "  confirmed by {} devices, {} still owe it",
            state.confirmed.len(),
            state.owed.len()
        ));
        lines.extend(state.owed.iter().map(|id| format!("  owes: {id}")));
        let lost = state.lost.iter();
        lines.extend(lost.map(|id| format!("  revoked before it confirmed: {id}")));
    }
    lines
}

async fn tenant(
    admin: &Admin,
    profile: Option<PathBuf>,
    another: bool,
    say: &Say,
) -> Result<(), Failed> {
    if !another && let Some(known) = admin.tenants().await?.first() {
        return Err(format!(
            "there is a body already: {known}. --another makes one more, for a second administration on this server"
        )
        .into());
    }
    let text = match profile {
        Some(file) => std::fs::read_to_string(&file).map_err(about(&file))?,
        None => domain::profile::KG_DISTRICT.to_owned(),
    };
    let id = TenantId(admin.new_id()?);
    admin.create_tenant(id, &text).await?;
    say.value(&id)
}

async fn migrate(config: &Config, check: bool, say: &Say) -> Result<ExitCode, Failed> {
    let done = server::migrate(config, check).await?;
    let (from, to) = (done.from, done.to);
    say.either(&done, || {
        vec![if from > to {
            format!("The database is of version {from}, newer than this program ({to}).")
        } else if from == to {
            format!("The database is of version {to} already; nothing is to be done.")
        } else if check {
            format!("The database would be brought from version {from} to version {to}.")
        } else {
            format!("The database was brought from version {from} to version {to}.")
        }]
    })?;
    Ok(if check && from != to {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The body that was named, or the only one.
async fn only(admin: &Admin, of: OfTenant) -> Result<TenantId, Failed> {
    let bodies = admin.tenants().await?;
    if let Some(tenant) = of.tenant {
        return match bodies.contains(&tenant) {
            true => Ok(tenant),
            false => Err(format!("there is no body {tenant} here").into()),
        };
    }
    match bodies.as_slice() {
        [one] => Ok(*one),
        [] => Err("there is no body yet: inquiry-server tenant".into()),
        _ => Err("there are several bodies: name one with --tenant".into()),
    }
}

/// A failure of a file, with its name.
fn about(file: &Path) -> impl FnOnce(std::io::Error) -> Failed {
    move |error| match error.kind() {
        ErrorKind::AlreadyExists => format!(
            "{} is there already; nothing is overwritten",
            file.display()
        )
        .into(),
        _ => format!("{}: {error}", file.display()).into(),
    }
}

/// How results are printed.
struct Say {
    json: bool,
}

impl Say {
    /// One value: an id, a code, a token.
    fn value<T: std::fmt::Display + Serialize>(&self, value: &T) -> Result<(), Failed> {
        self.either(value, || vec![value.to_string()])
    }

    /// JSON, or sentences.
    fn either<T: Serialize>(
        &self,
        value: &T,
        sentences: impl FnOnce() -> Vec<String>,
    ) -> Result<(), Failed> {
        let mut out = std::io::stdout();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(value)?)?;
        } else {
            for sentence in sentences() {
                writeln!(out, "{sentence}")?;
            }
        }
        Ok(())
    }
}
