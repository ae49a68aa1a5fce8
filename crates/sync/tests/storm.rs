//! Three devices work at random over links that break at random. When the storm is over, a few calm runs bring all
//! of them to the same bytes, with nothing lost and nothing twice. The same seed is the same storm.

use crate::memory::Memory;
use crate::support::*;
use domain::{Act, InquiryId};
use protocol::wire::OutcomeKind;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn act(dice: &mut Dice, house: &House) -> Act {
    match dice.roll(7) {
        0 | 1 => note(&format!("эскертүү {}", dice.roll(1000))),
        2 | 3 => correct_subject(&format!("Тема {}", dice.roll(1000))),
        4 => assign(house.clerk),
        5 => move_to(if dice.roll(2) == 0 {
            "general"
        } else {
            "roads"
        }),
        _ => Act::Approve,
    }
}

async fn storm(house: &House, seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut desks: Vec<Memory> = Vec::new();
    for _ in 0..3 {
        desks.push(house.desk(&["general", "roads"]).await);
    }
    let mut cases: Vec<InquiryId> = Vec::new();
    let before = house.head().await;
    for _ in 0..40 {
        let desk = &desks[dice.roll(3) as usize];
        match dice.roll(4) {
            0 => {
                let id = new_id();
                cases.push(id);
                desk.queue(house.clerk, id, register("general"));
            }
            1 | 2 if !cases.is_empty() => {
                let id = cases[dice.roll(cases.len() as u64) as usize];
                desk.queue(house.clerk, id, act(&mut dice, house));
            }
            _ => {
                let how = [Cut::Request, Cut::Reply, Cut::Twice][dice.roll(3) as usize];
                let at = dice.roll(8) as usize;
                if dice.roll(3) == 0 {
                    desk.die_at(dice.roll(8) as i64);
                }
                run(desk, &Link::cut(house.http(), at, how)).await;
                desk.die_at(-1);
            }
        }
    }
    for _ in 0..2 {
        for desk in &desks {
            house.sync(desk).await;
        }
    }
    let rows = desks[0].rows();
    assert!(
        desks.iter().all(|d| d.rows() == rows),
        "seed {seed}: all see the same bytes"
    );
    let mut effects = 0;
    for desk in &desks {
        assert_eq!(desk.queued(), 0, "seed {seed}");
        for (command, outcome) in &desk.held.lock().unwrap().commands {
            let (body, outcome) = (command.read().unwrap(), outcome.as_ref().unwrap());
            effects += u64::from(outcome.seq.is_some());
            let events = rows.get(&body.inquiry).map_or(0, |(_, _, content)| {
                crate::memory::parse(content)
                    .history
                    .iter()
                    .filter(|e| e.command == body.id)
                    .count()
            });
            let rejected = matches!(outcome.result, OutcomeKind::Rejected { .. });
            assert_eq!(events, usize::from(!rejected), "seed {seed}: {outcome:?}");
            if let OutcomeKind::Conflict { fields } = &outcome.result {
                let row = crate::memory::parse(&rows[&body.inquiry].2);
                let kept = row
                    .conflicts
                    .iter()
                    .filter(|c| c.command == body.id)
                    .count();
                assert_eq!(
                    kept,
                    fields.len(),
                    "seed {seed}: every losing value is kept"
                );
            }
        }
    }
    assert_eq!(
        house.head().await - before,
        effects,
        "seed {seed}: the log has each effect once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn storms_pass() {
    let house = House::new().await;
    let seeds = std::env::var("STORM_SEEDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(8);
    let first = std::env::var("STORM_FIRST")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1);
    for seed in first..first + seeds {
        storm(&house, seed).await;
    }
}
