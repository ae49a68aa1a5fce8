//! How the computers of the departments stand: what waits on one of them is in no list and in no report here.

use crate::components::{ErrorNote, Icon, Loading};
use crate::i18n::words;
use crate::ipc::{Remote, fetch};
use crate::state::desk;
use leptos::prelude::*;
use protocol::devices::{DeviceState, Devices};
use protocol::window::sync::ViewDevices;

/// The server is asked whenever it is reached again; without a link nothing is known.
#[component]
pub fn OtherComputers() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let reached = Memo::new(move |_| {
        desk.chip
            .with(|chip| (chip.online && !chip.busy, chip.last))
    });
    let shown = fetch(move || reached.get().0.then_some(ViewDevices {}));
    view! {
        <section class="stack" aria-label=words.say("sync-screen-devices") data-test="sync-devices">
            <h2>{words.say("sync-screen-devices")}</h2>
            <p class="muted">{words.say("sync-screen-devices-lead")}</p>
            {move || match (shown.value.get(), reached.get().0) {
                (Remote::Ready(devices), _) => view! { <Table devices/> }.into_any(),
                (_, false) => view! { <p class="muted">{words.say("sync-screen-devices-offline")}</p> }.into_any(),
                (Remote::Loading, true) => view! { <Loading/> }.into_any(),
                (Remote::Failed(error), true) => view! { <ErrorNote error on_retry=move || shown.refresh()/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Table(devices: Devices) -> impl IntoView {
    let words = words();
    view! {
        <table class="plain">
            <thead>
                <tr>
                    <th scope="col">{words.say("sync-screen-device")}</th>
                    <th scope="col">{words.say("sync-screen-device-name")}</th>
                    <th scope="col">{words.say("sync-screen-device-seen")}</th>
                    <th scope="col">{words.say("sync-screen-device-waits")}</th>
                </tr>
            </thead>
            <tbody>{devices.devices.into_iter().map(|device| view! { <Row device/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(device: DeviceState) -> impl IntoView {
    let words = words();
    let seen = device.last_seen;
    let waiting = i64::try_from(device.waiting).unwrap_or(i64::MAX);
    let (look, icon) = if waiting > 0 {
        ("line soon", "clock")
    } else {
        ("line", "check")
    };
    view! {
        <tr>
            <td class="figures">{device.number.to_string()}</td>
            <td>
                {device.name}
                {device.here.then(|| view! { " "<span class="muted">{words.say("sync-screen-device-here")}</span> })}
            </td>
            <td class="figures nowrap">{move || match seen {
                Some(at) => words.moment(at),
                None => words.get("sync-screen-device-never"),
            }}</td>
            <td><span class=look><Icon name=icon/>{move || match waiting {
                0 => words.get("sync-screen-device-nothing"),
                n => words.with("sync-screen-device-waiting", &[("n", n.into())]),
            }}</span></td>
        </tr>
    }
}
