//! `inquiry-server`: serves, and does the administrator's work on a data folder.

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use domain::Role;
use domain::ids::{DeviceId, StaffId, TenantId, UnitId};
use domain::profile::Label;
use protocol::window::directory::UnitRow;
use server::settings::{self, Log};
use server::{Admin, Config, Enrolment, NewStaff};
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "inquiry-server",
    version,
    about = "The central server of Inquiry Desk"
)]
struct Cli {
    /// File with the settings: see docs/server.md.
    #[arg(long, env = "INQUIRY_SERVER_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the database, the files and the key; wins over the settings.
    #[arg(long)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to stop.
    Serve {
        /// Where to listen. Put a proxy with TLS in front of anything but the loopback.
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
    },
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
    Staff(StaffCommand),
    /// Devices.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Lets the website post to a department; prints the token, once. With --page or --close it is about the server's own
    /// page instead, and the website's token stays as it is.
    Intake(IntakeArgs),
    /// To be called after the data folder was restored from a backup, before serving.
    Restored,
    /// Checks the database, the log, the numbers, the audit chain and the files. Exit code 1 when something is wrong.
    Check,
}

#[derive(Args)]
struct OfTenant {
    /// The body; may be left out where there is only one.
    #[arg(long)]
    tenant: Option<TenantId>,
}

#[derive(Args)]
struct IntakeArgs {
    #[command(flatten)]
    tenant: OfTenant,
    /// Department.
    unit: String,
    /// File that says how the website's form is read (see server/mappings); checked, and stored with the token.
    #[arg(long, conflicts_with_all = ["page", "close"])]
    mapping: Option<PathBuf>,
    /// Opens the page of the Electronic Reception; prints its path.
    #[arg(long, conflicts_with = "close")]
    page: bool,
    /// Last part of the page's address: /reception/SLUG.
    #[arg(long, requires = "page")]
    slug: Option<String>,
    /// File of the policy that people agree to (see server/policies).
    #[arg(long, requires = "page")]
    policy: Option<PathBuf>,
    /// Closes the page.
    #[arg(long)]
    close: bool,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Adds somebody. The password is read from INQUIRY_SERVER_PASSWORD.
    Add {
        #[command(flatten)]
        tenant: OfTenant,
        /// Login.
        login: String,
        /// Name as on papers.
        #[arg(long)]
        name: String,
        /// Office.
        #[arg(long)]
        position: String,
        /// Department.
        #[arg(long)]
        unit: String,
        /// clerk, supervisor, archivist, administrator or data_officer; may be repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// Telephone for the applicant.
        #[arg(long, default_value = "")]
        phone: String,
        /// Password; from the environment, so that it is in no history.
        #[arg(
            long,
            env = "INQUIRY_SERVER_PASSWORD",
            hide_env_values = true,
            hide = true
        )]
        password: String,
    },
    /// Says that somebody does not work here any more.
    Leave {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id.
        id: StaffId,
    },
}

#[derive(Subcommand)]
enum DeviceCommand {
    /// Prints a one-time code that lets a device in.
    Code {
        #[command(flatten)]
        tenant: OfTenant,
        /// Department whose rows it may hold; may be repeated.
        #[arg(long = "unit", required = true)]
        units: Vec<String>,
        /// Id of somebody who may use it from the beginning; may be repeated.
        #[arg(long = "staff")]
        staff: Vec<StaffId>,
        /// Hours that the code is good for.
        #[arg(long, default_value_t = 24)]
        hours: u32,
    },
    /// Lists devices.
    List {
        #[command(flatten)]
        tenant: OfTenant,
    },
    /// Revokes a device.
    Revoke {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id.
        id: DeviceId,
    },
}

type Failed = Box<dyn Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let settings = settings::read(cli.config.as_deref(), |name| std::env::var(name).ok());
    log(settings.as_ref().map_or(Log::Text, |s| s.log));
    let settings = match settings {
        Ok(settings) => settings,
        Err(wrong) => {
            for violation in wrong {
                tracing::error!("{violation}");
            }
            return ExitCode::from(2);
        }
    };
    match run(cli, settings.config).await {
        Ok(code) => code,
        Err(error) => {
            let mut text = error.to_string();
            let mut cause = error.source();
            while let Some(next) = cause {
                text.push_str(&format!(": {next}"));
                cause = next.source();
            }
            tracing::error!("{text}");
            ExitCode::from(2)
        }
    }
}

fn log(kind: Log) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,sqlx=warn".into());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match kind {
        Log::Text => lines.init(),
        Log::Json => lines.json().init(),
    }
}

async fn run(cli: Cli, mut config: Config) -> Result<ExitCode, Failed> {
    if let Some(data) = cli.data {
        config.data_dir = data;
    }
    if let Command::Serve {
        listen,
        behind_proxy,
    } = cli.command
    {
        config.listen = listen.unwrap_or(config.listen);
        config.behind_proxy |= behind_proxy;
        serve(config).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let admin = Admin::open(&config).await?;
    match cli.command {
        Command::Serve { .. } => {}
        Command::Tenant { profile } => {
            let text = match profile {
                Some(file) => std::fs::read_to_string(file)?,
                None => domain::profile::KG_DISTRICT.to_owned(),
            };
            let id = TenantId(admin.new_id()?);
            admin.create_tenant(id, &text).await?;
            say(&id)?;
        }
        Command::Unit {
            tenant,
            code,
            ky,
            ru,
            en,
        } => {
            let row = UnitRow {
                id: UnitId(code),
                name: Label { ky, ru, en },
            };
            admin.add_unit(only(&admin, tenant).await?, &row).await?;
        }
        Command::Staff(command) => staff(&admin, command).await?,
        Command::Device(command) => device(&admin, command).await?,
        Command::Intake(args) => intake(&admin, args).await?,
        Command::Restored => say(&format!("epoch {}", admin.raise_epoch().await?))?,
        Command::Check => {
            let report = admin.check().await?;
            say(&serde_json::to_string_pretty(&report)?)?;
            return Ok(if report.sound() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), Failed> {
    let running = server::start(config).await?;
    say(&running.url())?;
    stop_asked().await?;
    running.shutdown().await;
    Ok(())
}

/// Waits for Ctrl+C, or for what a service manager sends.
async fn stop_asked() -> Result<(), Failed> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

async fn intake(admin: &Admin, args: IntakeArgs) -> Result<(), Failed> {
    let tenant = only(admin, args.tenant).await?;
    let unit = UnitId(args.unit);
    let read = |file: Option<PathBuf>| file.map(std::fs::read_to_string).transpose();
    if args.close {
        let closed = admin.close_page(tenant).await?;
        return say(&if closed { "closed" } else { "it was not open" });
    }
    if args.page {
        let (slug, policy) = (args.slug.as_deref(), read(args.policy)?);
        let path = admin.open_page(tenant, &unit, slug, policy.as_deref());
        return say(&path.await?);
    }
    // A mapping that is wrong ends no token.
    let mapping = read(args.mapping)?;
    admin.set_mapping(tenant, mapping.as_deref()).await?;
    say(&admin.set_intake(tenant, &unit).await?)
}

async fn staff(admin: &Admin, command: StaffCommand) -> Result<(), Failed> {
    match command {
        StaffCommand::Add {
            tenant,
            login,
            name,
            position,
            unit,
            roles,
            phone,
            password,
        } => {
            let roles: Option<Vec<Role>> = roles
                .iter()
                .map(|code| Role::ALL.into_iter().find(|r| r.code() == code))
                .collect();
            let id = StaffId(admin.new_id()?);
            let position = Label {
                ky: position.clone(),
                ru: position.clone(),
                en: position,
            };
            let roles = roles.ok_or("a role that does not exist")?;
            let new = NewStaff {
                id,
                login,
                password,
                name,
                position,
                roles,
                unit: UnitId(unit),
                phone,
            };
            admin.add_staff(only(admin, tenant).await?, new).await?;
            say(&id)?;
        }
        StaffCommand::Leave { tenant, id } => {
            admin
                .set_active(only(admin, tenant).await?, id, false)
                .await?
        }
    }
    Ok(())
}

async fn device(admin: &Admin, command: DeviceCommand) -> Result<(), Failed> {
    match command {
        DeviceCommand::Code {
            tenant,
            units,
            staff,
            hours,
        } => {
            let enrolment = Enrolment {
                units: units.into_iter().map(UnitId).collect(),
                staff,
                device: None,
                valid_for: TimeDelta::hours(i64::from(hours)),
            };
            say(&admin
                .issue_enrolment_code(only(admin, tenant).await?, enrolment)
                .await?)?;
        }
        DeviceCommand::List { tenant } => {
            for d in admin.devices(only(admin, tenant).await?).await? {
                let seen = d
                    .last_seen
                    .map_or_else(|| "-".to_owned(), |at| at.to_rfc3339());
                let state = if d.revoked { "revoked" } else { "enrolled" };
                say(&format!(
                    "{}\t{}\t{state}\t{seen}\t{}",
                    d.number, d.id, d.name
                ))?;
            }
        }
        DeviceCommand::Revoke { tenant, id } => {
            admin.revoke_device(only(admin, tenant).await?, id).await?
        }
    }
    Ok(())
}

/// The body that was named, or the only one.
async fn only(admin: &Admin, of: OfTenant) -> Result<TenantId, Failed> {
    if let Some(tenant) = of.tenant {
        return Ok(tenant);
    }
    match admin.tenants().await?.as_slice() {
        [one] => Ok(*one),
        [] => Err("there is no body yet: inquiry-server tenant".into()),
        _ => Err("there are several bodies: name one with --tenant".into()),
    }
}

fn say(line: &dyn std::fmt::Display) -> Result<(), Failed> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
