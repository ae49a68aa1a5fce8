//! What must hold when the storm is over and nothing waits any more: the invariants of the design that can be seen from
//! outside of programs.

use crate::database::Holdings;
use crate::office::{DEVICES, LOGIN, Office, PASSPHRASE};
use crate::person::{Acknowledged, Deed, Person};
use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::{Inquiry, InquiryId};
use protocol::window::list::{List, View};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// All of them. Returns how many files of several chunks came whole to how many devices.
pub fn hold(office: &Office, people: &mut [Person]) -> Seen {
    let shown: Vec<u64> = people.iter_mut().map(Person::shown_as_refused).collect();
    for person in people.iter() {
        let audit = person.device.run(&["audit", "verify"]);
        assert_eq!(
            audit.code,
            Some(0),
            "device {}: {audit:?}",
            person.device.place
        );
    }
    office.stop();
    office.done(&["check"]);
    let held = office.database.holdings();
    log_and_numbers_have_no_gaps(&held);
    every_command_ends_once(&held, people, &shown);
    whatever_was_acknowledged_is_there_once(&held, people);
    let mut seen = Seen::default();
    for command in &held.commands {
        let result = command.2["result"]["is"].as_str().unwrap_or_default();
        *seen.outcomes.entry(result.to_owned()).or_default() += 1;
    }
    let rt = crate::office::runtime();
    for person in people.iter() {
        rt.block_on(replica_equals_server(person, &held, &mut seen));
    }
    seen
}

/// What the story came to, so that one in which nothing happened fails.
#[derive(Debug, Default)]
pub struct Seen {
    /// Outcomes of commands by their code.
    pub outcomes: BTreeMap<String, u32>,
    /// Files read whole on some device, and those of more than one chunk among them.
    pub files: u32,
    pub large: u32,
}

fn log_and_numbers_have_no_gaps(held: &Holdings) {
    let last = held.log.len() as i64;
    assert!(
        held.log.iter().copied().eq(1..=last),
        "the log: {:?}",
        held.log
    );
    let mut numbers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (_, case) in held
        .cases
        .values()
        .filter(|(_, case)| !case["number"].is_null())
    {
        let number = &case["number"];
        let journal = format!("{} {}", number["journal"], number["year"]);
        numbers
            .entry(journal)
            .or_default()
            .push(number["serial"].as_u64().expect("a serial"));
    }
    for (journal, mut serials) in numbers {
        serials.sort_unstable();
        let count = serials.len() as u64;
        assert!(
            serials.iter().copied().eq(1..=count),
            "{journal}: {serials:?}"
        );
    }
}

/// Each acknowledged command has one outcome, no command has two, and whatever was refused is shown to its person.
fn every_command_ends_once(held: &Holdings, people: &[Person], shown: &[u64]) {
    let mut ends: BTreeMap<Uuid, (i64, &str)> = BTreeMap::new();
    let mut refused: BTreeMap<i64, u64> = BTreeMap::new();
    for (command, device, outcome) in &held.commands {
        let result = outcome["result"]["is"].as_str().expect("an outcome");
        let known = ["applied", "merged", "conflict", "rejected"].contains(&result);
        assert!(known, "command {command} is {result}");
        let twice = ends.insert(*command, (*device, result));
        assert_eq!(twice, None, "command {command} has two outcomes");
        *refused.entry(*device).or_default() += u64::from(result == "rejected");
    }
    let effects: BTreeSet<Uuid> = held.audit.iter().copied().collect();
    assert_eq!(
        effects.len(),
        held.audit.len(),
        "the audit tells of a command twice"
    );
    for person in people {
        // Numbers are given in the order of enrolment.
        let (place, number) = (person.device.place, person.device.place as i64 + 1);
        for done in &person.acknowledged {
            let end = ends.get(&done.command).map(|(device, _)| *device);
            assert_eq!(end, Some(number), "device {place}: {done:?} has no outcome");
        }
        let refused = refused.get(&number).copied().unwrap_or(0);
        assert_eq!(shown[place], refused, "device {place}: shown and refused");
    }
}

/// Subjects and notes of the story are there once at most; those that were acknowledged, once.
fn whatever_was_acknowledged_is_there_once(held: &Holdings, people: &[Person]) {
    let refused = |done: &Acknowledged| {
        let mut ends = held
            .commands
            .iter()
            .filter(|(id, _, _)| *id == done.command);
        ends.any(|(_, _, outcome)| outcome["result"]["is"] == "rejected")
    };
    let mut subjects: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    let mut notes: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for (id, (_, case)) in &held.cases {
        subjects
            .entry(case["subject"].as_str().unwrap_or(""))
            .or_default()
            .push(*id);
        for note in case["notes"].as_array().into_iter().flatten() {
            notes
                .entry(note["text"].as_str().unwrap_or(""))
                .or_default()
                .push(*id);
        }
    }
    for (what, places) in subjects.iter().chain(&notes) {
        assert_eq!(
            places.len(),
            1,
            "{what} is there more than once: {places:?}"
        );
    }
    for person in people {
        for done in person.acknowledged.iter().filter(|done| !refused(done)) {
            let found = match &done.deed {
                Deed::Registered(subject, _) => subjects.get(subject.as_str()),
                Deed::Noted(text) => notes.get(text.as_str()),
                Deed::Changed => continue,
            };
            assert_eq!(found, Some(&vec![done.inquiry]), "{done:?}");
            if let Deed::Registered(_, Some(sha256)) = &done.deed {
                let files = &held.cases[&done.inquiry].1["attachments"];
                assert_eq!(files[0]["sha256"], sha256.as_str(), "{done:?}");
            }
        }
        for subject in &person.imported {
            assert!(
                subjects.contains_key(subject.as_str()),
                "{subject} was imported"
            );
        }
    }
}

/// A device holds the cases of its departments, each as the server has it, with all of their files.
async fn replica_equals_server(person: &Person, held: &Holdings, seen: &mut Seen) {
    let place = person.device.place;
    let desk = Desk::at(&person.device.dir, Arc::new(SystemClock));
    let session = desk.unlock(LOGIN, PASSPHRASE).await.expect("unlocks");
    let here: BTreeSet<Uuid> = ids(&session).await;
    let mine = |unit: &str| DEVICES[place].contains(&unit);
    let there = held.cases.iter().filter(|(_, (unit, _))| mine(unit));
    let there: BTreeMap<Uuid, &Value> = there.map(|(id, (_, case))| (*id, case)).collect();
    let differ: Vec<_> = here.iter().filter(|id| !there.contains_key(id)).collect();
    assert!(
        differ.is_empty(),
        "device {place} has what the server has not: {differ:?}"
    );
    for (id, case) in there {
        assert!(here.contains(&id), "device {place} lacks {id}");
        let shown = session
            .open_case(InquiryId(id))
            .await
            .expect("opens")
            .inquiry;
        let value = serde_json::to_value(&shown).expect("JSON");
        assert_eq!(&value, case, "device {place}: {id}");
        files_are_whole(&session, &shown, seen).await;
    }
    drop(session);
    desk.lock().await.expect("closes");
}

async fn ids(session: &Session) -> BTreeSet<Uuid> {
    let mut all = BTreeSet::new();
    loop {
        let list = List {
            view: View::All,
            offset: u32::try_from(all.len()).expect("not so many"),
            limit: 100,
            ..List::default()
        };
        let page = session.list(&list).await.expect("a list");
        let before = all.len();
        all.extend(page.rows.iter().map(|row| row.id.0));
        if all.len() == before {
            return all;
        }
    }
}

async fn files_are_whole(session: &Session, case: &Inquiry, seen: &mut Seen) {
    for file in &case.attachments {
        let read = session.attachment(case.id, file.id).await;
        let (_, bytes) = read.unwrap_or_else(|error| panic!("{}: {error}", case.subject));
        let hash = hex::encode(Sha256::digest(&bytes));
        assert_eq!(hash, file.sha256, "{}", case.subject);
        seen.files += 1;
        seen.large += u32::from(bytes.len() > protocol::wire::CHUNK);
    }
}
