//! A case's life: the straight way, what is refused, taking back, merging.

use chrono::{DateTime, Duration, FixedOffset};
use domain::apply::undoable;
use domain::inquiry::{Applicant, Card, Draft};
use domain::merge::{Base, merge};
use domain::profile::{KG_DISTRICT, Profile};
use domain::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

struct Office {
    profile: Profile,
    clerk: Actor,
    supervisor: Actor,
    archivist: Actor,
}

fn office() -> Office {
    let actor = |n: u128, role| Actor {
        id: StaffId(Uuid::from_u128(n)),
        roles: BTreeSet::from([role]),
    };
    Office {
        profile: Profile::read(KG_DISTRICT).expect("the shipped profile is valid"),
        clerk: actor(1, Role::Clerk),
        supervisor: actor(2, Role::Supervisor),
        archivist: actor(3, Role::Archivist),
    }
}

fn morning() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-02T09:00:00+06:00").expect("a time")
}

fn card() -> Card {
    Card {
        unit: "general".into(),
        received_at: morning(),
        channel: "post".into(),
        kind: "application".into(),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: "Демо Өмүр".into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: "Таза суу".into(),
        text: "Көчөдө суу жок.".into(),
        topic: None,
        territory: None,
        service: None,
        sheets: Some(1),
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }
}

fn draft() -> Draft {
    Draft {
        lang: Lang::Ky,
        template: None,
        outcome: Some("satisfied".into()),
        body: "Урматтуу Өмүр!".into(),
    }
}

impl Office {
    fn act(
        &self,
        current: Option<&Inquiry>,
        actor: &Actor,
        act: &Act,
        n: u128,
    ) -> Result<Inquiry, Refusal> {
        apply(current, act, &self.circumstances(actor, n))
    }

    fn circumstances<'a>(&'a self, actor: &'a Actor, n: u128) -> Circumstances<'a> {
        Circumstances {
            actor,
            inquiry: InquiryId(Uuid::from_u128(99)),
            command: CommandId(Uuid::from_u128(n)),
            device: None,
            at: morning() + Duration::minutes(i64::try_from(n).expect("small")),
            provisional: None,
            profile: &self.profile,
        }
    }

    fn assign(&self) -> Act {
        Act::Assign {
            executor: self.clerk.id,
            co_executors: vec![],
            topic: Some("utilities.water".into()),
            resolution: "Карап чыгуу".into(),
        }
    }

    /// The straight way to a closed case, as (actor, act).
    fn way(&self) -> Vec<(&Actor, Act)> {
        vec![
            (&self.clerk, Act::Register(Box::new(card()))),
            (&self.supervisor, self.assign()),
            (&self.clerk, Act::SaveDraft(Box::new(draft()))),
            (&self.clerk, Act::SubmitForSignoff),
            (
                &self.supervisor,
                Act::Return {
                    reason: "Толуктаңыз".into(),
                },
            ),
            (&self.clerk, Act::SaveDraft(Box::new(draft()))),
            (&self.clerk, Act::SubmitForSignoff),
            (&self.supervisor, Act::Approve),
            (
                &self.clerk,
                Act::RecordDispatch {
                    method: "post".into(),
                    on: morning().date_naive(),
                    reference: "7".into(),
                },
            ),
            (
                &self.clerk,
                Act::Close {
                    file_index: "01-14".into(),
                },
            ),
        ]
    }

    fn walk(&self, steps: usize) -> Inquiry {
        let mut current = None;
        for (n, (actor, act)) in self.way().into_iter().take(steps).enumerate() {
            current = Some(
                self.act(current.as_ref(), actor, &act, n as u128 + 1)
                    .expect("the straight way"),
            );
        }
        current.expect("at least one step")
    }
}

#[test]
fn the_straight_way_ends_in_the_archive() {
    let office = office();
    let states: Vec<&str> = (1..=10).map(|n| office.walk(n).state.code()).collect();
    let expect = [
        "registered",
        "assigned",
        "in_work",
        "awaiting_signoff",
        "returned",
        "in_work",
        "awaiting_signoff",
        "answered",
        "answered",
        "closed",
    ];
    assert_eq!(states, expect);
    let mut closed = office.walk(10);
    assert_eq!(
        closed.due.as_ref().map(|d| d.on.to_string()).as_deref(),
        Some("2026-11-20")
    );
    assert_eq!(closed.outcome, Some("satisfied".into()));
    assert_eq!(closed.history.len(), 10);
    // Without an official number there is nothing to archive yet.
    assert!(matches!(
        ClosedCase::of(closed.clone()),
        Err(Refusal::Missing { .. })
    ));
    closed.number = Some(domain::number::RegistrationNumber {
        year: 2026,
        journal: String::new(),
        serial: 214,
    });
    assert!(ClosedCase::of(closed.clone()).is_ok());
    assert!(ClosedCase::of(office.walk(9)).is_err());
    let archived = office
        .act(
            Some(&closed),
            &office.archivist,
            &Act::Archive {
                sha256: "a".repeat(64),
            },
            50,
        )
        .expect("archived");
    assert_eq!(archived.state.code(), "archived");
}

#[test]
fn a_text_says_the_official_number_once_there_is_one() {
    use domain::number::{ProvisionalNumber, RegistrationNumber};
    let mut inquiry = office().walk(2);
    let provisional = |serial| ProvisionalNumber { device: 1, serial };
    inquiry.provisional = Some(provisional(29));
    let text = "Кайрылуу P-1-29 (P-1-292 эмес), № P-1-29.";
    assert_eq!(inquiry.with_official_number(text), text, "none yet");
    inquiry.number = Some(RegistrationNumber {
        year: 2026,
        journal: String::new(),
        serial: 7,
    });
    assert_eq!(
        inquiry.with_official_number(text),
        "Кайрылуу 7/2026 (P-1-292 эмес), № 7/2026."
    );
}

#[test]
fn what_is_not_allowed_is_refused_and_named() {
    let office = office();
    let answered = office.walk(4);
    assert_eq!(
        office.act(Some(&answered), &office.clerk, &Act::Approve, 9),
        Err(Refusal::NotAllowed {
            act: "approve".into()
        })
    );
    let empty = Act::Return {
        reason: "  ".into(),
    };
    assert_eq!(
        office.act(Some(&answered), &office.supervisor, &empty, 9),
        Err(Refusal::Missing {
            fields: vec!["reason".into()]
        })
    );
    let early = office.act(Some(&office.walk(1)), &office.supervisor, &Act::Approve, 9);
    assert!(matches!(early, Err(Refusal::WrongState { .. })));
    let undelivered = office.act(
        Some(&office.walk(8)),
        &office.clerk,
        &Act::Close {
            file_index: "01-14".into(),
        },
        9,
    );
    assert_eq!(
        undelivered,
        Err(Refusal::Missing {
            fields: vec!["dispatch".into()]
        })
    );
    let blank = Card {
        subject: " ".into(),
        text: String::new().into(),
        ..card()
    };
    let refused = office.act(None, &office.clerk, &Act::Register(Box::new(blank)), 1);
    assert_eq!(
        refused,
        Err(Refusal::Missing {
            fields: vec!["subject".into(), "text".into()]
        })
    );
    let unknown = Card {
        channel: "pigeon".into(),
        ..card()
    };
    assert!(matches!(
        office.act(None, &office.clerk, &Act::Register(Box::new(unknown)), 1),
        Err(Refusal::NotInProfile { .. })
    ));
}

#[test]
fn extension_counts_from_the_original_date_and_has_a_limit() {
    let office = office();
    let assigned = office.walk(2);
    let extend = |days| Act::Extend {
        days,
        reason: "Экспертиза".into(),
    };
    let longer = office
        .act(Some(&assigned), &office.supervisor, &extend(10), 20)
        .expect("extended");
    assert_eq!(
        longer.due.as_ref().map(|d| d.on.to_string()).as_deref(),
        Some("2026-11-30")
    );
    assert_eq!(
        office.act(Some(&longer), &office.supervisor, &extend(21), 21),
        Err(Refusal::OutOfBounds {
            field: "days".into()
        })
    );
    assert_eq!(
        deadline::explain(&office.profile, &longer)
            .expect("explained")
            .len(),
        2
    );
}

#[test]
fn the_last_act_is_taken_back_and_only_the_last() {
    let office = office();
    let (before, after) = (office.walk(1), office.walk(2));
    let back = |i: &Inquiry, command: u128, actor: &Actor| {
        office.act(
            Some(i),
            actor,
            &Act::Withdraw {
                command: CommandId(Uuid::from_u128(command)),
            },
            60,
        )
    };
    let undone = back(&after, 2, &office.supervisor).expect("taken back");
    assert_eq!(undone.state, before.state);
    assert_eq!(undone.executor, None);
    assert_eq!(undone.resolutions, Vec::new());
    assert_eq!(undone.history.len(), 3, "both acts stay in the timeline");
    assert_eq!(
        back(&after, 1, &office.supervisor),
        Err(Refusal::NotTheLast)
    );
    assert!(
        matches!(
            back(&after, 2, &office.clerk),
            Err(Refusal::NotAllowed { .. })
        ),
        "somebody else's act"
    );
    assert_eq!(
        back(&undone, 2, &office.supervisor),
        Err(Refusal::NotTheLast)
    );
}

#[test]
fn disjoint_fields_merge_and_the_same_field_becomes_a_conflict() {
    let office = office();
    let mut row = office.walk(2);
    let correct = |subject: Option<&str>, topic: Option<&str>| {
        Act::Correct(Box::new(act::Correction {
            subject: subject.map(Into::into),
            topic: topic.map(Into::into),
            ..Default::default()
        }))
    };
    // Somebody changed the subject at sequence 7; the device had seen 3.
    row.versions = BTreeMap::from([("subject".into(), 7), ("topic".into(), 3)]);
    let base = BTreeMap::from([
        ("subject".into(), Base::Version(3)),
        ("topic".into(), Base::Version(3)),
    ]);
    let was = BTreeMap::from([("subject".into(), "Суу".into())]);
    let now = office.circumstances(&office.clerk, 30);

    let disjoint = merge(
        Some(&row),
        &correct(None, Some("roads.repair")),
        &base,
        &was,
        &now,
        |_| None,
    )
    .expect("merged");
    assert_eq!(
        (disjoint.inquiry.topic.clone(), disjoint.conflicts.len()),
        (Some("roads.repair".into()), 0)
    );
    assert!(disjoint.merged);

    let both = merge(
        Some(&row),
        &correct(Some("Жол"), Some("roads.repair")),
        &base,
        &was,
        &now,
        |_| None,
    )
    .expect("merged");
    assert_eq!(
        both.inquiry.subject, row.subject,
        "the standing value stays"
    );
    assert_eq!(
        both.inquiry.topic,
        Some("roads.repair".into()),
        "the other field is taken"
    );
    let conflict = both
        .inquiry
        .open_conflicts()
        .next()
        .expect("a conflict")
        .clone();
    assert_eq!(
        (conflict.mine.as_str(), conflict.theirs.as_str()),
        (Some("Жол"), Some("Таза суу"))
    );
    assert_eq!(
        conflict.base,
        Some("Суу".into()),
        "what the device had seen"
    );
    assert_eq!(both.changed, ["topic"]);

    let settle = Act::SettleConflict {
        conflict: conflict.id,
        take_mine: true,
    };
    let settled = office
        .act(Some(&both.inquiry), &office.supervisor, &settle, 31)
        .expect("settled");
    assert_eq!(settled.subject, "Жол");
    assert!(settled.open_conflicts().next().is_none());
    assert_eq!(settled.conflicts.len(), 1, "both values are kept");

    // A stacked edit of the same device is no conflict with itself.
    let own = CommandId(Uuid::from_u128(29));
    let stacked = BTreeMap::from([("subject".into(), Base::After(own))]);
    let chained = merge(
        Some(&row),
        &correct(Some("Жол"), None),
        &stacked,
        &was,
        &now,
        |c| (c == own).then_some(7),
    )
    .expect("merged");
    assert!(chained.conflicts.is_empty());
}

#[test]
fn an_answer_with_an_open_place_of_its_template_is_not_sent_for_sign_off() {
    let office = office();
    let current = office.walk(1);
    let assigned = office
        .act(Some(&current), &office.supervisor, &office.assign(), 50)
        .expect("assigns");
    let open = Draft {
        body: "Урматтуу Өмүр! [себебин жазыңыз]".into(),
        ..draft()
    };
    let saved = office
        .act(
            Some(&assigned),
            &office.clerk,
            &Act::SaveDraft(Box::new(open)),
            51,
        )
        .expect("a draft may have open places");
    assert_eq!(
        office.act(Some(&saved), &office.clerk, &Act::SubmitForSignoff, 52),
        Err(Refusal::Missing {
            fields: vec!["places".into()]
        })
    );
}

#[test]
fn the_reason_of_an_end_without_an_answer_outlives_the_closing() {
    let office = office();
    let acts = [
        (
            Act::NotConsidered {
                reason: "insults".into(),
                note: "мазмуну".into(),
            },
            "not_considered",
            "insults",
            "мазмуну",
        ),
        (
            Act::Forward {
                to: "башка орган".into(),
                reason: "competence".into(),
            },
            "forwarded",
            "competence",
            "башка орган",
        ),
    ];
    for (act, list, reason, detail) in acts {
        let current = office.walk(1);
        assert_eq!(current.left_by(), None);
        let left = office
            .act(Some(&current), &office.supervisor, &act, 50)
            .expect("leaves");
        let close = Act::Close {
            file_index: "01-14".into(),
        };
        let closed = office
            .act(Some(&left), &office.supervisor, &close, 51)
            .expect("closes");
        let event = closed.left_by().expect("an end");
        assert_eq!(event.reasons(), list);
        assert_eq!(event.reason, Some(reason.into()));
        assert_eq!(event.detail, detail);
    }
}

/// Any act with plausible values.
fn any_act(office: &Office, pick: usize) -> Act {
    let acts = [
        office.assign(),
        Act::SaveDraft(Box::new(draft())),
        Act::SubmitForSignoff,
        Act::Return { reason: "r".into() },
        Act::Approve,
        Act::RecordDispatch {
            method: "post".into(),
            on: morning().date_naive(),
            reference: String::new(),
        },
        Act::Close {
            file_index: "01-14".into(),
        },
        Act::Reopen { reason: "r".into() },
        Act::Forward {
            to: "t".into(),
            reason: "competence".into(),
        },
        Act::Extend {
            days: 3,
            reason: "r".into(),
        },
        Act::NotConsidered {
            reason: "insults".into(),
            note: "n".into(),
        },
        Act::Void { reason: "r".into() },
        Act::AddNote { text: "n".into() },
        Act::Archive {
            sha256: "b".repeat(64),
        },
        Act::Restrict { restricted: true },
        Act::Correct(Box::new(act::Correction {
            kind: Some("complaint".into()),
            ..Default::default()
        })),
    ];
    acts[pick % acts.len()].clone()
}

proptest! {
    #[test]
    fn no_sequence_of_acts_breaks_a_case(picks in prop::collection::vec((0_usize..16, 0_usize..3), 0..40)) {
        let office = office();
        let mut current = office.walk(1);
        for (n, (pick, who)) in picks.into_iter().enumerate() {
            let actor = [&office.clerk, &office.supervisor, &office.archivist][who];
            let act = any_act(&office, pick);
            let command = n as u128 + 100;
            let Ok(after) = office.act(Some(&current), actor, &act, command) else { continue };
            prop_assert!(actor.may(&act));
            prop_assert_eq!(after.history.len(), current.history.len() + 1);
            prop_assert_eq!(&after.history[..current.history.len()], &current.history[..], "the timeline only grows");
            prop_assert_eq!(after.registered_on, current.registered_on);
            prop_assert!(after.resolutions.len() >= current.resolutions.len());
            let aside = matches!(act, Act::Reopen { .. } | Act::AddNote { .. } | Act::Archive { .. } | Act::Restrict { .. });
            prop_assert!(!current.state.ended() || aside);
            let json = serde_json::to_string(&after).expect("serialises");
            prop_assert_eq!(&serde_json::from_str::<Inquiry>(&json).expect("reads back"), &after);
            prop_assert_eq!(&serde_json::to_string(&serde_json::from_str::<Inquiry>(&json).expect("reads")).expect("serialises"), &json, "canonical");
            if undoable(&act) {
                let back = Act::Withdraw { command: CommandId(Uuid::from_u128(command)) };
                let undone = office.act(Some(&after), &office.supervisor, &back, command + 1_000);
                if office.supervisor.may(&back) {
                    let undone = undone.expect("what can be taken back, can");
                    prop_assert_eq!(undone.state, current.state.clone());
                    prop_assert_eq!(undone.executor, current.executor);
                    prop_assert_eq!(undone.notes.len(), current.notes.len());
                }
            }
            current = after;
        }
    }
}

#[test]
fn whatever_way_text_comes_in_it_is_stored_clean() {
    let office = office();
    let mut dirty = card();
    dirty.subject = "Таза\u{0}\u{202e} суу\nжок".into();
    dirty.text = "Суу\u{7} жок.\r\nЧара\u{2066} көрүңүздөр."
        .to_owned()
        .into();
    dirty.applicants = vec![Applicant {
        name: "Демо\u{200f} Өмүр".into(),
        ..Applicant::default()
    }];
    let register = Act::Register(Box::new(dirty));
    let i = office
        .act(None, &office.clerk, &register, 1)
        .expect("registers");
    assert_eq!(i.subject, "Таза суу жок");
    assert_eq!(i.text.expose(), "Суу жок.\nЧара көрүңүздөр.");
    assert_eq!(i.applicants[0].name.expose(), "Демо Өмүр");
    let note = Act::AddNote {
        text: "a\u{0}b".into(),
    };
    let i = office
        .act(Some(&i), &office.clerk, &note, 2)
        .expect("notes");
    assert_eq!(i.notes[0].text.expose(), "ab");
    let blank = Act::AddNote {
        text: "\u{0}\u{202e}".into(),
    };
    assert!(
        matches!(
            office.act(Some(&i), &office.clerk, &blank, 3),
            Err(Refusal::Missing { .. })
        ),
        "what shows nothing is nothing"
    );
    let mut long = card();
    long.subject = "ж".repeat(domain::clean::LONGEST_LINE + 1);
    let refused = office.act(None, &office.clerk, &Act::Register(Box::new(long)), 4);
    assert!(matches!(refused, Err(Refusal::TooLong { field, .. }) if field == "subject"));
}

#[test]
fn a_receipt_in_the_future_is_blamed_on_itself() {
    let office = office();
    let mut early = card();
    early.received_at = morning() + Duration::days(2);
    let refused = office.act(None, &office.clerk, &Act::Register(Box::new(early)), 1);
    assert_eq!(
        refused.err(),
        Some(Refusal::OutOfBounds {
            field: "received_at".into()
        })
    );
}
