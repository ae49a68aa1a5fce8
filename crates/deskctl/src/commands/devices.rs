//! `devices`: how the computers of the departments stand, as the server knows.

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;
use protocol::devices::DeviceState;
use text::{Texts, arg};

pub async fn devices(cli: &Cli) -> Result<(), Failure> {
    let open = open(cli).await?;
    let asked = open.session.devices().await;
    open.close().await?;
    let devices = asked?.devices;
    let texts = Texts::new(cli.lang());
    print(cli, &devices, |devices| {
        let lines: Vec<String> = devices.iter().map(|d| line(&texts, d)).collect();
        lines.join("\n")
    })
}

fn line(texts: &Texts, device: &DeviceState) -> String {
    let seen = match device.last_seen {
        Some(at) => text::format::date_time(texts.lang(), at),
        None => texts.get("sync-screen-device-never"),
    };
    let waits = match device.waiting {
        0 => texts.get("sync-screen-device-nothing"),
        n => texts.with("sync-screen-device-waiting", &[("n", n.into())]),
    };
    let here = texts.get("sync-screen-device-here");
    let here = if device.here { here.as_str() } else { "" };
    let values = [
        ("number", arg(device.number.to_string())),
        (
            "name",
            arg(format!("{} {here}", device.name).trim().to_owned()),
        ),
        ("seen", arg(seen)),
        ("waits", arg(waits)),
    ];
    texts.with("deskctl-device", &values)
}
