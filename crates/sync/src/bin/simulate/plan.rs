//! What happens in a run: made from the seed at once, so that events can be left out without changing the others.

use crate::chance::Chance;

/// Departments of the simulated body.
pub const UNITS: [&str; 3] = ["general", "roads", "land"];
/// Staff: a clerk, another, a supervisor, an archivist, the data officer.
pub const STAFF: usize = 5;

/// A device: departments and staff, by their places in [`UNITS`] and among the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Departments whose rows it holds at first.
    pub units: Vec<usize>,
    /// Who works on it.
    pub staff: Vec<usize>,
}

/// What a person does. What it is done to, and with which words, the event's salt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Register,
    Note,
    Subject,
    Assign,
    Move,
    Draft,
    Submit,
    Approve,
    Undo,
    Settle,
    Attach,
    Restrict,
}

/// What the link does to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request is lost.
    Request,
    /// The reply is lost: the server has acted.
    Reply,
    /// The request arrives twice.
    Twice,
    /// The reply is lost, and the request arrives once more some day.
    Late,
    /// The reply ends early.
    Cut(u64),
    /// A bit of the reply is another.
    Flip(u64),
    /// A proxy answers in the server's place.
    Proxy,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody does something; the power may go after so many writes of the disk.
    Act {
        device: usize,
        actor: usize,
        deed: Deed,
        salt: u64,
        dies: Option<u32>,
    },
    /// A run of synchronisation, with faults of the link by call.
    Sync {
        device: usize,
        faults: Vec<(usize, Fault)>,
        dies: Option<u32>,
    },
    /// The program is closed and opened again; the power may go meanwhile.
    Restart { device: usize, dies: Option<u32> },
    /// The power goes while nothing is done.
    Crash { device: usize },
    /// The device's clock is so many seconds ahead from now on.
    Clock { device: usize, ahead: i64 },
    /// The device has no link for so many runs.
    Partition { device: usize, runs: u32 },
    /// The administrator changes the device's departments.
    Rescope { device: usize, units: Vec<usize> },
    /// The administrator makes a clerk data officer as well, or clerk alone: other restricted cases are in sight.
    Promote { clerk: usize, officer: bool },
    /// Somebody works here no more, or again.
    Leave { clerk: usize, active: bool },
    /// The administrator revokes the device.
    Revoke { device: usize },
    /// Requests of long ago arrive.
    Late,
    /// In its next run the device speaks only the protocol before this one.
    OldClient { device: usize },
    /// The server's database is copied.
    Backup,
    /// The server's database is put back, if there is a copy.
    Restore,
    /// The server packs what it has for devices that begin.
    Snapshot,
    /// The data of a case's subject are erased.
    Erase { salt: u64 },
}

/// An event with its place in the whole plan: its name when others are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Place.
    pub n: usize,
    /// Event.
    pub event: Event,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Where it came from.
    pub seed: u64,
    /// Devices.
    pub devices: Vec<Device>,
    /// Frames of the log are as small as the server makes them.
    pub small_frames: bool,
    /// Events in order.
    pub events: Vec<Planned>,
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let devices: Vec<Device> = (0..2 + chance.below(4))
            .map(|place| Device {
                units: some_units(&mut chance),
                staff: some_staff(place, &mut chance),
            })
            .collect();
        let small_frames = chance.one_in(2);
        let length = 30 + chance.below(51);
        let mut events = Vec::with_capacity(length);
        for n in 0..length {
            // Without a few cases that several devices know there is nothing to disagree about.
            let event = match n {
                0..4 => act(&devices, &mut chance, Some(Deed::Register)),
                n if n < 4 + 2 * devices.len() && chance.one_in(2) => Event::Sync {
                    device: (n - 4) % devices.len(),
                    faults: Vec::new(),
                    dies: None,
                },
                // Before some of the devices have begun.
                n if n < 4 + 2 * devices.len() && chance.one_in(4) => Event::Snapshot,
                _ => event(&devices, &mut chance),
            };
            events.push(Planned { n, event });
        }
        Self {
            seed,
            devices,
            small_frames,
            events,
        }
    }

    /// The plan with some of its events alone.
    pub fn keeping(&self, places: &[usize]) -> Self {
        let mut plan = self.clone();
        plan.events.retain(|e| places.contains(&e.n));
        plan
    }
}

fn some_units(chance: &mut Chance) -> Vec<usize> {
    let first = chance.below(UNITS.len());
    match chance.below(4) {
        0 => return vec![first],
        1 => return (0..UNITS.len()).collect(),
        _ => {}
    }
    let mut both = vec![first, (first + 1) % UNITS.len()];
    both.sort_unstable();
    both
}

/// One to four. A clerk is always among them. The supervisor sees every restricted case, so some devices must do without;
/// the first one has them, or nothing would ever be answered.
fn some_staff(place: usize, chance: &mut Chance) -> Vec<usize> {
    let mut staff = vec![chance.below(2)];
    if place == 0 || chance.one_in(3) {
        staff.push(2);
    }
    for other in [3, 4] {
        if chance.one_in(if other == 4 { 6 } else { 3 }) {
            staff.push(other);
        }
    }
    staff
}

fn event(devices: &[Device], chance: &mut Chance) -> Event {
    let device = chance.below(devices.len());
    match chance.below(100) {
        0..=50 => act(devices, chance, None),
        51..=75 => Event::Sync {
            device,
            faults: faults(chance),
            dies: dies(chance, 8, 40),
        },
        76..=78 => Event::Restart {
            device,
            dies: dies(chance, 2, 12),
        },
        79..=81 => Event::Crash { device },
        82..=85 => Event::Clock {
            device,
            ahead: ahead(chance),
        },
        86..=87 => Event::Partition {
            device,
            runs: 1 + u32::from(chance.one_in(2)),
        },
        88..=89 => Event::Rescope {
            device,
            units: some_units(chance),
        },
        90 if chance.one_in(3) => Event::Leave {
            clerk: chance.below(3),
            active: !chance.one_in(3),
        },
        90 => Event::Promote {
            clerk: chance.below(2),
            officer: chance.one_in(2),
        },
        91 if chance.one_in(2) => Event::Revoke { device },
        91..=92 => Event::Late,
        93 => Event::Snapshot,
        94 => Event::OldClient { device },
        95..=96 => Event::Backup,
        97 => Event::Restore,
        _ => Event::Erase {
            salt: chance.number(),
        },
    }
}

fn act(devices: &[Device], chance: &mut Chance, deed: Option<Deed>) -> Event {
    use Deed::{
        Approve, Assign, Attach, Draft, Move, Note, Register, Restrict, Settle, Subject, Submit,
        Undo,
    };
    const DEEDS: [Deed; 24] = [
        Register, Register, Note, Note, Note, Subject, Subject, Subject, Subject, Assign, Assign,
        Assign, Move, Draft, Draft, Submit, Approve, Undo, Settle, Attach, Attach, Restrict,
        Restrict, Restrict,
    ];
    let device = chance.below(devices.len());
    let staff = devices.get(device).map(|d| d.staff.as_slice());
    let staff = staff.unwrap_or_default();
    let deed = deed
        .or_else(|| chance.pick(&DEEDS).copied())
        .unwrap_or(Note);
    // Mostly somebody who may do it: what is refused at once teaches little.
    let fitting = match deed {
        Approve => 2..3,
        Restrict => 2..5,
        _ => 0..3,
    };
    let fitting: Vec<usize> = staff
        .iter()
        .copied()
        .filter(|s| fitting.contains(s))
        .collect();
    let among = if chance.one_in(8) { staff } else { &fitting };
    let actor = chance.pick(among).or(staff.first()).copied();
    Event::Act {
        device,
        actor: actor.unwrap_or_default(),
        deed,
        salt: chance.number(),
        dies: dies(chance, 15, 8),
    }
}

fn dies(chance: &mut Chance, one_in: usize, within: usize) -> Option<u32> {
    let dies = chance.one_in(one_in);
    let after = chance.below(within);
    dies.then(|| u32::try_from(after).unwrap_or(0))
}

fn faults(chance: &mut Chance) -> Vec<(usize, Fault)> {
    if chance.one_in(3) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for call in 0..12 {
        if chance.one_in(6) {
            let fault = match chance.below(8) {
                0 => Fault::Request,
                1 => Fault::Reply,
                2 | 3 => Fault::Twice,
                4 => Fault::Late,
                5 => Fault::Cut(chance.number()),
                6 => Fault::Flip(chance.number()),
                _ => Fault::Proxy,
            };
            faults.push((call, fault));
        }
    }
    faults
}

/// Seconds, minutes, days or up to ten years, either way.
fn ahead(chance: &mut Chance) -> i64 {
    const MOST: [usize; 4] = [90, 7_200, 40 * 86_400, 3_650 * 86_400];
    let most = chance.pick(&MOST).copied().unwrap_or_default();
    let seconds = i64::try_from(chance.below(most)).unwrap_or(0);
    if chance.one_in(2) { -seconds } else { seconds }
}
