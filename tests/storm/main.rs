//! Real programs in a storm: two servers over one PostgreSQL (or one over SQLite), laptops that work and synchronise
//! through a front which loses, doubles, delays and changes what passes, and `kill -9` of all of them. When it is calm
//! again everything that a program had said it did is there once, on the servers and on each laptop.

mod database;
mod front;
mod http;
mod invariants;
mod journal;
mod office;
mod person;
mod wire;

use front::Front;
use journal::Journal;
use office::Office;
use person::Person;
use scenarios::programs::Chance;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Another seed, or more days, may be asked for: `STORM_SEED=7 STORM_DAYS=50`.
const SEED: u64 = 0x5EA5_0B5E_1F0D_2026;
/// Days of work in the storm.
const DAYS: u64 = 5;
/// In calm, nothing waits any more after so many rounds of all laptops.
const ROUNDS: u32 = 6;
/// A server dies after one of so many changes on a laptop.
const WRITES: u64 = 30;

#[test]
fn what_was_acknowledged_in_a_storm_is_there_once_when_it_is_calm() {
    let seed = asked("STORM_SEED").unwrap_or(SEED);
    let days = asked("STORM_DAYS").unwrap_or(DAYS);
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let journal = Arc::new(Journal::new(seed));
    let rt = office::runtime();
    let office = Office::new(dir, Arc::clone(&journal));
    let authority = dir.join("authority.pem");
    let front = Front::open(
        &rt,
        office.addresses(),
        &authority,
        seed,
        Arc::clone(&journal),
    );
    let common = Arc::new(Mutex::new(Vec::new()));
    let devices = office.enrol_all(&front).into_iter();
    let mut people: Vec<Person> = devices
        .map(|device| Person::new(device, dir, seed, Arc::clone(&common), Arc::clone(&journal)))
        .collect();
    for n in 0..2 {
        people[2].register(&format!("storm-common-{n}"), false, None);
    }
    settle(&mut people, &[]);

    front.storm(true);
    let mut chance = Chance::new(seed);
    for day in 0..days {
        a_day(&office, &mut people, day, &mut chance);
    }
    front.storm(false);
    rt.block_on(front.say_late());

    // Something new for each, so that all compare their sums with the server's once more.
    let calm: Vec<String> = people
        .iter()
        .map(|p| format!("storm-calm-{}", p.device.place))
        .collect();
    settle(&mut people, &calm);
    let seen = invariants::hold(&office, &mut people);
    enough_has_happened(&office, &people, &seen);
}

fn asked(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().expect("a number above 0"))
}

/// Everybody works at once, and meanwhile servers die.
fn a_day(office: &Office, people: &mut [Person], day: u64, chance: &mut Chance) {
    let working = AtomicUsize::new(people.len());
    let folders: Vec<_> = people.iter().map(|p| p.device.dir.clone()).collect();
    std::thread::scope(|scope| {
        for person in people {
            let working = &working;
            scope.spawn(move || {
                // Also where it fails: else nobody would end the day.
                let _ended = Ended(working);
                person.day(day);
            });
        }
        let over = || working.load(Ordering::SeqCst) == 0;
        while !over() {
            let which = usize::try_from(chance.below(folders.len() as u64)).unwrap_or(0);
            chance.moment(WRITES).wait(&folders[which], over);
            if !over() {
                office.strike(chance);
            }
        }
    });
}

struct Ended<'a>(&'a AtomicUsize);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Each may do one thing more; then all synchronise until nothing waits anywhere.
fn settle(people: &mut [Person], subjects: &[String]) {
    for (person, subject) in people.iter_mut().zip(subjects) {
        person.register(subject, true, None);
    }
    for _ in 0..ROUNDS {
        let quiet = people
            .iter_mut()
            .filter_map(|p| p.is_quiet().then_some(()))
            .count();
        if quiet == people.len() {
            return;
        }
    }
    panic!("something still waits after {ROUNDS} calm rounds");
}

/// Kinds of trouble, of which some must have been made.
const TROUBLES: [&[&str]; 4] = [
    &["wire cut", "wire flipped", "wire still"],
    &["call lost", "answer lost", "answer late"],
    &["said twice", "said late"],
    &["call changed", "chunk changed", "row changed"],
];

/// A storm in which nothing happens proves nothing.
fn enough_has_happened(office: &Office, people: &[Person], seen: &invariants::Seen) {
    let journal = &office.journal;
    let killed: u32 = people.iter().map(|p| p.killed).sum();
    let refused: u32 = people.iter().map(|p| p.refused).sum();
    let acknowledged: usize = people
        .iter()
        .map(|p| p.acknowledged.len() + p.imported.len())
        .sum();
    let told = format!(
        "programs killed {killed}, acts acknowledged {acknowledged}, refused on the spot {refused}, {seen:?}, {}",
        journal.counts()
    );
    eprintln!("{told}");
    assert!(u64::from(killed) >= DAYS && acknowledged >= 30, "{told}");
    assert!(seen.files >= 8 && seen.large >= 3, "{told}");
    for n in 0..office.addresses().len() {
        let struck = journal.count(["server 0 killed", "server 1 killed"][n]);
        assert!(struck >= 1, "{told}");
    }
    for kinds in TROUBLES {
        let made: u32 = kinds.iter().map(|kind| journal.count(kind)).sum();
        assert!(made >= 2, "{kinds:?}: {told}");
    }
}
