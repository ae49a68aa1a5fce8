//! `inquiry-server device`.

use super::{Failed, OfTenant, Say, only};
use chrono::TimeDelta;
use clap::Subcommand;
use domain::ids::{DeviceId, StaffId, UnitId};
use serde_json::json;
use server::{Admin, Device, Enrolment};
use std::path::PathBuf;

#[derive(Subcommand)]
pub(super) enum Command {
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
        /// Hours that the code is good for, up to 720.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=720))]
        hours: u32,
    },
    /// Lists devices.
    List {
        #[command(flatten)]
        tenant: OfTenant,
    },
    /// Revokes a device: its next call is refused.
    Revoke {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id.
        id: DeviceId,
    },
    /// Writes what a device that begins needs into a file for a stick. Only that device can read it.
    Snapshot {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id.
        id: DeviceId,
        /// The file to make; it must not be there yet.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Takes in what a device that cannot call has written on a stick. Doing it twice does no harm.
    Outbox {
        /// The file.
        file: PathBuf,
    },
    /// Changes whose rows a device may hold: all departments are named anew.
    Scope {
        #[command(flatten)]
        tenant: OfTenant,
        /// Id.
        id: DeviceId,
        /// Department; may be repeated.
        #[arg(long = "unit", required = true)]
        units: Vec<String>,
    },
}

pub(super) async fn run(admin: &Admin, command: Command, say: &Say) -> Result<(), Failed> {
    match command {
        Command::Code {
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
            let tenant = only(admin, tenant).await?;
            say.value(&admin.issue_enrolment_code(tenant, enrolment).await?)
        }
        Command::List { tenant } => {
            let devices = admin.devices(only(admin, tenant).await?).await?;
            let values: Vec<_> = devices.iter().map(value).collect();
            say.either(&values, || devices.iter().map(line).collect())
        }
        Command::Revoke { tenant, id } => {
            admin.revoke_device(only(admin, tenant).await?, id).await?;
            say.either(&json!({ "device": id }), || {
                vec![format!("The device {id} is revoked.")]
            })
        }
        Command::Snapshot { tenant, id, output } => {
            let tenant = only(admin, tenant).await?;
            let made = admin.write_snapshot_stick(tenant, id, &output).await?;
            let rows: u64 = made.manifests.iter().map(|m| m.rows).sum();
            let value = json!({ "file": output, "bytes": made.bytes, "rows": rows });
            say.either(&value, || {
                let (file, bytes) = (output.display(), made.bytes);
                vec![format!(
                    "{file} is made: {rows} cases, {bytes} bytes. Only the device {id} can read it."
                )]
            })
        }
        Command::Outbox { file } => {
            let taken = admin.take_outbox_stick(&file).await?;
            let value = json!({
                "commands": taken.commands,
                "applied": taken.applied,
                "conflicts": taken.conflicts,
                "rejected": taken.rejected,
            });
            say.either(&value, || {
                let (commands, applied) = (taken.commands, taken.applied);
                let (conflicts, rejected) = (taken.conflicts, taken.rejected);
                vec![
                    format!("{commands} acts: {applied} took effect, {conflicts} have conflicts, {rejected} were refused."),
                    "The device learns it at its next call.".to_owned(),
                ]
            })
        }
        Command::Scope { tenant, id, units } => {
            let codes: Vec<UnitId> = units.iter().map(|u| UnitId(u.clone())).collect();
            let tenant = only(admin, tenant).await?;
            admin.set_device_units(tenant, id, &codes).await?;
            say.either(&json!({ "device": id, "units": units }), || {
                let units = units.join(", ");
                vec![format!("The device {id} may hold the rows of: {units}.")]
            })
        }
    }
}

fn state(device: &Device) -> &'static str {
    if device.revoked {
        "revoked"
    } else {
        "enrolled"
    }
}

fn value(device: &Device) -> serde_json::Value {
    json!({
        "id": device.id,
        "number": device.number,
        "name": device.name,
        "state": state(device),
        "units": device.units,
        "last_seen": device.last_seen,
        "clock_skew": device.clock_skew,
        "lease_until": device.lease_until,
        "durable_seq": device.durable_seq,
        "protocol": device.protocol,
    })
}

fn line(device: &Device) -> String {
    let seen = device
        .last_seen
        .map_or_else(|| "-".to_owned(), |at| at.to_rfc3339());
    let units: Vec<&str> = device.units.iter().map(UnitId::as_str).collect();
    format!(
        "{}\t{}\t{}\t{seen}\t{}\t{}",
        device.number,
        device.id,
        state(device),
        units.join(","),
        device.name
    )
}
