//! Computers whose work can be missing from the figures: something waits on them, or they have not reached the server
//! since the period.

use super::Work;
use crate::components::Note;
use crate::ipc::{Remote, fetch};
use chrono::NaiveDate;
use leptos::prelude::*;
use protocol::devices::{DeviceState, Devices};
use protocol::window::sync::ViewDevices;

/// Computers but this one that may hold acts up to the last day of a period, as far as the server knows.
fn lacking(devices: Devices, to: NaiveDate, today: NaiveDate) -> Vec<DeviceState> {
    // Whoever was seen today has sent what it had then.
    let since = to.succ_opt().unwrap_or(to).min(today);
    let lacks = |device: &DeviceState| {
        let seen = device.last_seen.map(|at| at.date_naive());
        device.waiting > 0 || seen.is_some_and(|day| day < since)
    };
    let devices = devices.devices.into_iter();
    devices.filter(|d| !d.here && lacks(d)).collect()
}

/// Says which they are. Without a link nothing is known, and the report says that for itself.
#[component]
pub(super) fn OtherComputers(work: Work) -> impl IntoView {
    let (desk, words) = (work.desk, work.words);
    let reached = Memo::new(move |_| {
        desk.chip
            .with(|chip| (chip.online && !chip.busy, chip.last))
    });
    let shown = fetch(move || reached.get().0.then_some(ViewDevices {}));
    let lacking = move || match (shown.value.get(), work.bounds()) {
        (Remote::Ready(devices), Some((_, to))) => lacking(devices, to, desk.today()),
        _ => Vec::new(),
    };
    move || {
        let lacking = lacking();
        (!lacking.is_empty()).then(|| {
            view! {
                <div data-test="reports-devices"><Note kind="soon">
                    <p>{words.say("reports-devices")}</p>
                    <ul>{lacking.into_iter().map(|device| view! { <li>{row(work, &device)}</li> }).collect_view()}</ul>
                </Note></div>
            }
        })
    }
}

fn row(work: Work, device: &DeviceState) -> String {
    let words = work.words;
    let seen = match device.last_seen {
        Some(at) => words.moment(at),
        None => words.get("sync-screen-device-never"),
    };
    let waiting = match i64::try_from(device.waiting).unwrap_or(i64::MAX) {
        0 => words.get("sync-screen-device-nothing"),
        n => words.with("sync-screen-device-waiting", &[("n", n.into())]),
    };
    let values = [
        ("name", device.name.clone().into()),
        ("number", device.number.to_string().into()),
        ("seen", seen.into()),
        ("waiting", waiting.into()),
    ];
    words.with("reports-device", &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn device(number: u32, seen: Option<&str>, waiting: u64) -> DeviceState {
        DeviceState {
            number,
            name: String::new(),
            here: number == 1,
            last_seen: seen.map(|at| DateTime::parse_from_rfc3339(at).unwrap()),
            waiting,
            lease_until: DateTime::parse_from_rfc3339("2026-12-01T00:00:00+06:00").unwrap(),
            clock_skew: None,
        }
    }

    #[test]
    fn a_computer_lacks_when_something_waits_or_it_was_not_seen_since_the_period() {
        let check = |seen, waiting, to, expect: bool| {
            let devices = Devices {
                devices: vec![device(1, None, 9), device(2, seen, waiting)],
            };
            let found = lacking(devices, day(to), day("2026-11-23"));
            let numbers: Vec<u32> = found.iter().map(|d| d.number).collect();
            let expect: &[u32] = if expect { &[2] } else { &[] };
            assert_eq!(numbers, expect, "{seen:?} {waiting} {to}");
        };
        check(Some("2026-11-23T08:00:00+06:00"), 0, "2026-11-30", false);
        check(Some("2026-11-22T23:00:00+06:00"), 0, "2026-11-30", true);
        check(Some("2026-11-22T23:00:00+06:00"), 0, "2026-09-30", false);
        check(Some("2026-09-30T23:00:00+06:00"), 0, "2026-09-30", true);
        check(Some("2026-10-01T00:00:00+06:00"), 0, "2026-09-30", false);
        check(Some("2026-11-23T08:00:00+06:00"), 1, "2026-09-30", true);
        // It was let in and has nothing yet.
        check(None, 0, "2026-09-30", false);
    }
}
