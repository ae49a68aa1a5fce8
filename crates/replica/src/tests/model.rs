//! Whatever comes in whatever order: the shown row is the server's row as pulled, with this device's unconfirmed
//! commands on it; and when everything has passed, it is the server's.

use super::server::Server;
use super::*;
use domain::{Circumstances, Inquiry};
use proptest::prelude::*;
use protocol::wire::{Outcome, OutcomeKind, Unsigned};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Step {
    /// A person does something: which inquiry, which act.
    Act(u8, u8),
    /// A batch goes to the server, and its answer is stored.
    Send(u8),
    /// A batch goes to the server, and the answer is lost.
    Lose(u8),
    /// A frame of so many rows at most.
    Pull(u8),
    /// Another device changes a row.
    Elsewhere(u8, u8),
    /// The server takes a row out of the scope.
    OutOfScope(u8),
    /// The program ends and starts.
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (any::<u8>(), any::<u8>()).prop_map(|(i, a)| Step::Act(i, a)),
        3 => (1..6_u8).prop_map(Step::Send),
        1 => (1..4_u8).prop_map(Step::Lose),
        4 => (1..5_u8).prop_map(Step::Pull),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(i, f)| Step::Elsewhere(i, f)),
        1 => any::<u8>().prop_map(Step::OutOfScope),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 5..40)
}

struct Own {
    body: Unsigned,
    outcome: Option<Outcome>,
}

/// What the replica ought to hold, kept by plain maps.
#[derive(Default)]
struct Model {
    base: BTreeMap<InquiryId, (u64, Inquiry)>,
    own: Vec<Own>,
    cursor: u64,
    at_head: u64,
    ids: Vec<InquiryId>,
}

impl Model {
    fn open(&self, own: &Own) -> bool {
        let Some(outcome) = &own.outcome else {
            return true;
        };
        if matches!(outcome.result, OutcomeKind::Rejected { .. }) {
            return false;
        }
        let Some(seq) = outcome.seq else { return false };
        let arrived = self
            .base
            .get(&own.body.inquiry)
            .is_some_and(|(base, _)| *base >= seq);
        !arrived && self.at_head < seq
    }

    fn shown(&self, id: InquiryId) -> Option<Inquiry> {
        let mut current = self.base.get(&id).map(|(_, i)| i.clone());
        for own in self
            .own
            .iter()
            .filter(|o| o.body.inquiry == id && self.open(o))
        {
            let body = &own.body;
            if current
                .as_ref()
                .is_some_and(|i| i.history.iter().any(|e| e.command == body.id))
            {
                continue;
            }
            let now = Circumstances {
                actor: &chief(),
                inquiry: id,
                command: body.id,
                device: Some(identity(3).device),
                at: body.at,
                provisional: body.provisional.clone(),
                profile: profile(),
            };
            if let Ok(after) = domain::apply(current.as_ref(), &body.act, &now) {
                current = Some(after);
            }
        }
        current
    }

    fn pulled(&mut self, frame: &protocol::wire::PullReply) {
        use protocol::wire::Op;
        for op in &frame.ops {
            match op {
                Op::Put {
                    seq, id, content, ..
                } => {
                    self.base
                        .insert(*id, (*seq, serde_json::from_str(content).unwrap()));
                }
                Op::Remove { id, .. } | Op::Erase { id, .. } => {
                    self.base.remove(id);
                    // Its unconfirmed commands are no longer shown; they still go to the server.
                    self.ids.retain(|i| i != id);
                }
            }
        }
        self.cursor = frame.to;
        if frame.to == frame.head {
            self.at_head = frame.to;
        }
    }
}

fn act(which: u8, current: &Inquiry) -> Act {
    let subject = |text: String| {
        Act::Correct(Box::new(domain::act::Correction {
            subject: Some(text),
            ..Default::default()
        }))
    };
    match which % 9 {
        0 => note(&format!("note {which}")),
        1 => subject(format!("subject {which}")),
        2 => assign(if which.is_multiple_of(2) {
            CLERK
        } else {
            OTHER
        }),
        3 => draft(&format!("draft {which}")),
        4 => Act::SubmitForSignoff,
        5 => Act::Return {
            reason: "mend".into(),
        },
        6 => Act::Approve,
        7 => Act::Restrict {
            restricted: which.is_multiple_of(2),
        },
        _ => Act::Withdraw {
            command: current
                .undo
                .as_ref()
                .map_or(CommandId(current.id.0), |u| u.command),
        },
    }
}

async fn one(desk: &mut Desk, server: &mut Server, model: &mut Model, step: &Step) {
    match step {
        Step::Act(which, what) => {
            let known = model
                .ids
                .get(usize::from(*which) % (model.ids.len() + 1))
                .copied();
            let (id, act) = match known.and_then(|id| model.shown(id)) {
                Some(current) => (current.id, act(*what, &current)),
                None => {
                    let id = inquiry_id();
                    model.ids.push(id);
                    (
                        id,
                        Act::Register(Box::new(card("Демо", &format!("s{what}"), "t"))),
                    )
                }
            };
            if desk.act_as(&chief(), id, act).await.is_ok() {
                let last = desk.replica.standing().await.unwrap();
                let all = desk
                    .replica
                    .outbox_after(last.acked, 10_000, usize::MAX)
                    .await
                    .unwrap();
                model.own.push(Own {
                    body: all.last().unwrap().read().unwrap(),
                    outcome: None,
                });
            }
        }
        Step::Send(n) | Step::Lose(n) => {
            let acked = desk.replica.standing().await.unwrap().acked;
            let commands = desk
                .replica
                .outbox_after(acked, usize::from(*n), usize::MAX)
                .await
                .unwrap();
            let outcomes = server.push(identity(3).device, &commands);
            if matches!(step, Step::Send(_)) {
                desk.replica.store_outcomes(&outcomes).await.unwrap();
                for outcome in outcomes {
                    let own = model
                        .own
                        .iter_mut()
                        .find(|o| o.body.id == outcome.id)
                        .unwrap();
                    own.outcome = Some(outcome);
                }
            }
        }
        Step::Pull(n) => {
            let frame = server.pull(model.cursor, usize::from(*n));
            desk.replica.apply_pull(&frame).await.unwrap();
            model.pulled(&frame);
        }
        Step::Elsewhere(which, field) => {
            let ids: Vec<InquiryId> = server.rows.keys().copied().collect();
            let Some(id) = ids.get(usize::from(*which) % ids.len().max(1)) else {
                return;
            };
            if field % 2 == 0 {
                server.edit(*id, &["subject"], |i| {
                    i.subject = format!("elsewhere {field}")
                });
            } else {
                server.edit(*id, &["executor"], |i| i.executor = Some(OTHER));
            }
        }
        Step::OutOfScope(which) => {
            let ids: Vec<InquiryId> = server.rows.keys().copied().collect();
            if let Some(id) = ids.get(usize::from(*which) % ids.len().max(1)) {
                server.remove(*id);
            }
        }
        Step::Restart => desk.restart().await,
    }
}

async fn agree(desk: &Desk, model: &Model) {
    let mut shown = BTreeSet::new();
    for id in &model.ids {
        let expect = model.shown(*id);
        assert_eq!(desk.replica.get(*id).await.unwrap(), expect, "inquiry {id}");
        if expect.is_some() {
            shown.insert(*id);
        }
    }
    let list = List {
        view: View::All,
        ..List::default()
    };
    let listed: BTreeSet<InquiryId> = desk.ids(&list, &chief()).await.into_iter().collect();
    assert_eq!(listed, shown);
}

async fn story(steps: Vec<Step>) {
    let (mut desk, mut server, mut model) =
        (Desk::new().await, Server::default(), Model::default());
    for step in &steps {
        one(&mut desk, &mut server, &mut model, step).await;
        agree(&desk, &model).await;
    }
    desk.synchronise(&mut server).await;
    for (id, row) in &server.rows {
        assert_eq!(
            desk.replica.get(*id).await.unwrap().as_ref(),
            Some(&row.inquiry)
        );
    }
    let standing = desk.replica.standing().await.unwrap();
    assert_eq!((standing.queued, standing.repair.len()), (0, 0));
    assert_eq!(
        desk.number_of("select count(*) from outbox where status in ('queued', 'acked')")
            .await,
        0
    );
    assert_eq!(
        desk.number_of("select count(*) from inquiry where content is not null")
            .await,
        0
    );
    assert_eq!(desk.number_of("select fts_stale from device").await, 0);
    // Every command ended as exactly one of: done, or refused and visible.
    let refused = desk.number_of("select count(*) from rejected").await;
    let done = desk
        .number_of("select count(*) from outbox where status = 'done'")
        .await;
    assert_eq!(usize::try_from(refused + done).unwrap(), model.own.len());
    assert!(desk.replica.check_rows().await.unwrap().is_empty());
    assert_eq!(desk.replica.audit_verify().await.unwrap().broken_at, None);
    desk.tamper("insert into search (search) values ('integrity-check')")
        .await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn the_shown_row_is_base_and_outbox(steps in steps()) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story(steps));
    }
}
