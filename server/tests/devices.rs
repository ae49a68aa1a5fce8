//! How the computers of a department stand.

use crate::support::*;
use chrono::TimeDelta;
use protocol::devices::{DeviceState, Devices, DevicesAsk};
use protocol::wire::{Hello, HelloReply, PROTOCOL};

fn asked(desk: &Desk) -> Vec<DeviceState> {
    let reply: Devices = desk.post("/v1/devices", &DevicesAsk {}).unwrap();
    reply.devices
}

fn greet(desk: &Desk, acked: u64, queued: u64) {
    let hello = Hello {
        protocol: PROTOCOL,
        epoch: desk.epoch,
        cursor: 0,
        scope_version: desk.scope_version,
        acked,
        queued,
        clock: start_of_time(),
        tree: None,
        erased: Vec::new(),
        profile: None,
    };
    let _: HelloReply = desk.post("/v1/hello", &hello).unwrap();
}

#[test]
fn what_waits_on_a_computer_is_known_to_those_of_its_departments_only() {
    let house = House::new();
    let (asks, roads) = (house.desk(&["general"]), house.desk(&["roads"]));
    let mut away = house.desk(&["general", "roads"]);
    assert!(asked(&asks).iter().all(|d| d.last_seen.is_none()));
    greet(&away, 0, 3);
    let number = |desk: &Desk| {
        let here = asked(desk).into_iter().find(|d| d.here);
        here.unwrap().number
    };
    let (here, there, theirs) = (number(&asks), number(&away), number(&roads));
    let seen = |desk: &Desk| {
        let devices = asked(desk);
        let pairs = devices.iter().map(|d| (d.number, d.waiting));
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(seen(&asks), sorted([(here, 0), (there, 3)]));
    assert_eq!(seen(&roads), sorted([(theirs, 0), (there, 3)]));
    // Two of the three come: one is left, until it greets again and says that there is nothing.
    let clerk = house.clerk;
    let batch = [0, 1].map(|_| away.command(clerk, new_id(), register("general"), &[]));
    assert!(away.push(&batch).unwrap().iter().all(is_applied));
    assert_eq!(seen(&asks), sorted([(here, 0), (there, 1)]));
    house.pass(TimeDelta::hours(1));
    greet(&away, 2, 0);
    assert_eq!(seen(&asks), sorted([(here, 0), (there, 0)]));
    let device = asked(&asks).into_iter().find(|d| d.number == there);
    let (device, now) = (device.unwrap(), start_of_time() + TimeDelta::hours(1));
    assert_eq!(device.last_seen, Some(now));
    assert_eq!(device.clock_skew, Some(-3_600));
    // Numbers that cannot be mean no more than that much waits.
    greet(&away, u64::MAX, u64::MAX);
    assert!(asked(&asks).iter().any(|d| d.waiting > 1 << 60));
    let admin = house.admin();
    let revoke = admin.revoke_device(house.tenant, away.enrolled.device);
    house.rt.block_on(revoke).unwrap();
    assert_eq!(seen(&asks), [(here, 0)]);
}

fn sorted(mut pairs: [(u32, u64); 2]) -> Vec<(u32, u64)> {
    pairs.sort_unstable();
    pairs.to_vec()
}

#[test]
fn a_computers_name_is_one_line_that_reads_as_it_is_written() {
    let house = House::new();
    let code = house.code(&["general"], &[]);
    let request = protocol::wire::EnrolRequest {
        code,
        public_key: hex::encode(
            ed25519_dalek::SigningKey::from_bytes(&[9; 32])
                .verifying_key()
                .to_bytes(),
        ),
        app_version: "0.1.0".into(),
        device_name: format!(" desk\u{202e} of\n\u{7}{}", "x".repeat(500)),
        staff: Vec::new(),
    };
    let _: protocol::wire::EnrolReply = post(&house.url(), "/v1/enrol", None, &request).unwrap();
    let devices = house.rt.block_on(house.admin().devices(house.tenant));
    let name = devices.unwrap().pop().unwrap().name;
    assert!(name.starts_with("desk of x"), "{name:?}");
    assert_eq!(name.chars().count(), 100);
}
