//! Lists, counts, orders, and who sees what.

use super::*;
use domain::act::Correction;
use domain::deadline::Urgency;
use protocol::window::list::Sort;

async fn counts(desk: &Desk, actor: &Actor, on: NaiveDate) -> Vec<(View, u32)> {
    desk.replica
        .counts(&viewer(actor), on, profile())
        .await
        .unwrap()
        .views
}

async fn total(desk: &Desk, view: View, actor: &Actor, on: NaiveDate) -> u32 {
    let list = List {
        view,
        limit: 1,
        ..List::default()
    };
    desk.replica
        .list(&list, None, &viewer(actor), on, profile())
        .await
        .unwrap()
        .total
}

/// One inquiry in each state that a clerk and a chief can bring about.
async fn one_of_each(desk: &Desk) -> Vec<InquiryId> {
    let mut ids = Vec::new();
    let received = inquiry_id();
    desk.act(
        received,
        Act::Receive(Box::new(card("Аида", "received", "t"))),
    )
    .await;
    ids.push(received);
    let steps = [
        assign(CLERK),
        draft("body"),
        Act::SubmitForSignoff,
        Act::Return {
            reason: "typo".into(),
        },
        draft("better body"),
        Act::SubmitForSignoff,
        Act::Approve,
        Act::RecordDispatch {
            method: "post".into(),
            on: today(),
            reference: "12".into(),
        },
        Act::Close {
            file_index: "01-14".into(),
        },
    ];
    for done in 0..=steps.len() {
        let id = desk
            .register("Бакыт", &format!("after {done} steps"), "t")
            .await;
        for step in steps.iter().take(done) {
            desk.act(id, step.clone()).await;
        }
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn counts_agree_with_lists_and_with_the_states() {
    let mut desk = Desk::new().await;
    let ids = one_of_each(&desk).await;
    let late = day("2026-09-01");
    for restarted in [false, true] {
        if restarted {
            desk.restart().await;
        }
        for actor in [clerk(), chief(), actor(OTHER, &[Role::Clerk])] {
            for on in [today(), late] {
                for (view, count) in counts(&desk, &actor, on).await {
                    assert_eq!(count, total(&desk, view, &actor, on).await, "{view:?}");
                }
            }
        }
        let of = |counts: &[(View, u32)], view| counts.iter().find(|(v, _)| *v == view).unwrap().1;
        let now = counts(&desk, &clerk(), today()).await;
        let expect = [
            (View::Inbox, 8),
            (View::New, 1),
            (View::Mine, 8),
            (View::ToSign, 2),
            (View::Returned, 1),
            (View::Overdue, 0),
            (View::ToDispatch, 2),
            (View::Closed, 1),
            (View::All, 11),
            (View::Today, 2),
        ];
        for (view, count) in expect {
            assert_eq!(of(&now, view), count, "{view:?}, restarted: {restarted}");
        }
        let then = counts(&desk, &clerk(), late).await;
        assert_eq!(
            of(&then, View::Overdue),
            7,
            "all on control but the one that is only received"
        );
        assert_eq!(of(&then, View::Today), 8);
    }
    assert_eq!(ids.len(), 11);
}

#[tokio::test]
async fn rows_say_what_the_inquiry_says() {
    let desk = Desk::new().await;
    let id = desk.register("Үсөнова Айгүл", "Жарык жок", "t").await;
    desk.act(id, assign(CLERK)).await;
    let correction = Correction {
        collective: Some(true),
        minor: Some(true),
        ..Correction::default()
    };
    desk.act(id, Act::Correct(Box::new(correction))).await;
    let list = List {
        view: View::Mine,
        limit: 10,
        ..List::default()
    };
    let view = desk
        .replica
        .list(&list, None, &viewer(&clerk()), today(), profile())
        .await
        .unwrap();
    let (row, shown) = (&view.rows[0], desk.replica.get(id).await.unwrap().unwrap());
    assert_eq!((row.number.as_str(), row.provisional), ("P-3-1", true));
    assert_eq!(
        (row.applicant.as_str(), row.subject.as_str()),
        ("Үсөнова Айгүл", "Жарык жок")
    );
    assert_eq!(row.due, shown.due.as_ref().map(|d| d.on));
    assert_eq!(
        row.days_left,
        Some(domain::deadline::left(profile(), row.due.unwrap(), today()).0)
    );
    assert_eq!(row.urgency, Urgency::Ok);
    assert_eq!(
        (row.state.as_str(), row.executor),
        ("assigned", Some(CLERK))
    );
    assert_eq!(row.received, day("2026-03-03"));
    assert!(
        row.queued
            && row.collective
            && row.minor
            && !row.repeat
            && !row.restricted
            && !row.conflict
    );
}

#[tokio::test]
async fn orders_are_those_of_the_alphabet_and_the_calendar() {
    let desk = Desk::new().await;
    let names = [
        "Үсөн",
        "Улан",
        "Өмүр",
        "Омор",
        "Ермек",
        "",
        "Ңа",
        "Нур",
        "ермек",
    ];
    let mut by_name = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let id = inquiry_id();
        let mut card = card(name, "s", "t");
        card.received_at =
            at("2026-03-02T09:00:00+06:00") + chrono::TimeDelta::minutes(i64::try_from(n).unwrap());
        card.topic = [None, Some("land".into()), Some("admin".into())][n % 3].clone();
        desk.act(id, Act::Register(Box::new(card))).await;
        by_name.push((*name, id));
    }
    let received = inquiry_id();
    desk.act(
        received,
        Act::Receive(Box::new(card("Азамат", "not registered", "t"))),
    )
    .await;
    let name_of = |id: &InquiryId| {
        by_name
            .iter()
            .find(|(_, i)| i == id)
            .map_or("Азамат", |(n, _)| *n)
    };
    let sorted = async |sort, reverse| {
        let list = List {
            view: View::All,
            sort,
            reverse,
            ..List::default()
        };
        desk.ids(&list, &chief()).await
    };
    let applicants: Vec<&str> = sorted(Sort::Applicant, false)
        .await
        .iter()
        .map(name_of)
        .collect();
    assert_eq!(
        applicants,
        [
            "Азамат",
            "Ермек",
            "ермек",
            "Нур",
            "Ңа",
            "Омор",
            "Өмүр",
            "Улан",
            "Үсөн",
            ""
        ]
    );
    let reversed: Vec<&str> = sorted(Sort::Applicant, true)
        .await
        .iter()
        .map(name_of)
        .collect();
    assert_eq!(
        reversed.last(),
        Some(&""),
        "who has no name is last both ways"
    );
    assert_eq!(reversed[0], "Үсөн");
    let latest = sorted(Sort::Received, false).await;
    assert_eq!(latest[0], received);
    assert_eq!(latest[9], by_name[0].1);
    let numbers = sorted(Sort::Number, false).await;
    assert_eq!((numbers[0], numbers[9]), (by_name[8].1, received));
    assert_eq!(*sorted(Sort::Due, false).await.last().unwrap(), received);
    assert_eq!(*sorted(Sort::Due, true).await.last().unwrap(), received);
    let topics = sorted(Sort::Topic, false).await;
    assert_eq!(topics[0], by_name[2].1, "admin before land");
    // Pages of any size are the list.
    for size in [1, 3, 7] {
        let mut paged = Vec::new();
        for offset in (0..12).step_by(size) {
            let list = List {
                view: View::All,
                sort: Sort::Applicant,
                offset: u32::try_from(offset).unwrap(),
                limit: u32::try_from(size).unwrap(),
                ..List::default()
            };
            let page = desk
                .replica
                .list(&list, None, &viewer(&chief()), today(), profile())
                .await
                .unwrap();
            assert_eq!(page.total, 10);
            paged.extend(page.rows.iter().map(|r| r.id));
        }
        assert_eq!(paged, sorted(Sort::Applicant, false).await);
    }
}

#[tokio::test]
async fn filters_narrow() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for (topic, territory) in [
        ("roads.repair", "orlovka"),
        ("roads", "ak-tuz"),
        ("land", "orlovka"),
    ] {
        let id = inquiry_id();
        let mut card = card("A", "s", "t");
        (card.topic, card.territory) = (Some(topic.into()), Some(territory.into()));
        desk.act(id, Act::Register(Box::new(card))).await;
        ids.push(id);
    }
    desk.act(
        ids[2],
        Act::Assign {
            executor: OTHER,
            co_executors: vec![],
            topic: None,
            resolution: String::new(),
        },
    )
    .await;
    let check = async |list: List, expect: &[InquiryId]| {
        let list = List {
            view: View::All,
            ..list
        };
        assert_eq!(desk.ids(&list, &chief()).await, expect, "{list:?}");
    };
    check(
        List {
            topic: Some("roads".into()),
            ..List::default()
        },
        &ids[..2],
    )
    .await;
    check(
        List {
            topic: Some("roads.repair".into()),
            ..List::default()
        },
        &ids[..1],
    )
    .await;
    check(
        List {
            topic: Some("order".into()),
            ..List::default()
        },
        &[],
    )
    .await;
    check(
        List {
            territory: Some("orlovka".into()),
            ..List::default()
        },
        &[ids[0], ids[2]],
    )
    .await;
    check(
        List {
            executor: Some(OTHER),
            ..List::default()
        },
        &ids[2..],
    )
    .await;
    check(
        List {
            executor: Some(CLERK),
            ..List::default()
        },
        &[],
    )
    .await;
    let closed = List {
        view: View::Closed,
        limit: 50,
        ..List::default()
    };
    let behind = desk
        .replica
        .list(
            &closed,
            Some(&[ids[1]].into()),
            &viewer(&chief()),
            today(),
            profile(),
        )
        .await
        .unwrap();
    assert_eq!(
        behind.rows.iter().map(|r| r.id).collect::<Vec<_>>(),
        [ids[1]],
        "what is behind a figure is not narrowed by a view"
    );
}

#[tokio::test]
async fn a_restricted_case_is_seen_by_those_named_on_it_and_the_chief() {
    let mut desk = Desk::new().await;
    let id = desk.register("Демо", "Купуя маселе", "t").await;
    let copy = desk.register("Демо", "Кайталап", "t").await;
    desk.act(
        copy,
        Act::Link {
            repeat_of: Some(id),
        },
    )
    .await;
    let act = Act::Assign {
        executor: CLERK,
        co_executors: vec![OTHER],
        topic: None,
        resolution: String::new(),
    };
    desk.act(id, act).await;
    desk.act(id, Act::Restrict { restricted: true }).await;
    let stranger = actor(
        StaffId(Uuid::from_u128(99)),
        &[Role::Clerk, Role::Archivist],
    );
    let officer = actor(StaffId(Uuid::from_u128(98)), &[Role::DataOfficer]);
    for restarted in [false, true] {
        if restarted {
            desk.restart().await;
        }
        for (who, sees) in [
            (clerk(), true),
            (actor(OTHER, &[Role::Clerk]), true),
            (chief(), true),
            (officer.clone(), true),
            (stranger.clone(), false),
        ] {
            let all = List {
                view: View::All,
                ..List::default()
            };
            assert_eq!(desk.ids(&all, &who).await.contains(&id), sees);
            let found = List {
                view: View::All,
                search: "купуя".into(),
                ..List::default()
            };
            assert_eq!(
                desk.ids(&found, &who).await,
                if sees { vec![id] } else { vec![] }
            );
            let by_number = List {
                view: View::All,
                search: "P-3-1".into(),
                ..List::default()
            };
            assert_eq!(desk.ids(&by_number, &who).await.contains(&id), sees);
            let count = counts(&desk, &who, today())
                .await
                .iter()
                .find(|(v, _)| *v == View::All)
                .unwrap()
                .1;
            assert_eq!(count, if sees { 2 } else { 1 });
            let related = desk.replica.related(copy, &viewer(&who)).await.unwrap();
            assert_eq!(related.len(), usize::from(sees));
            let seer = viewer(&who);
            let similar = desk
                .replica
                .similar("Демо Демо", "", "", 5, &seer, today(), profile())
                .await
                .unwrap();
            assert_eq!(similar.iter().any(|r| r.id == id), sees);
            assert_eq!(
                seer.may_read(&desk.replica.get(id).await.unwrap().unwrap()),
                sees
            );
        }
    }
}

#[tokio::test]
async fn repeats_know_each_other() {
    let desk = Desk::new().await;
    let first = desk.register("A", "first", "t").await;
    let second = desk.register("A", "second", "t").await;
    let third = desk.register("A", "third", "t").await;
    desk.act(
        second,
        Act::Link {
            repeat_of: Some(first),
        },
    )
    .await;
    desk.act(
        third,
        Act::Link {
            repeat_of: Some(first),
        },
    )
    .await;
    let of = async |id| {
        let related = desk.replica.related(id, &viewer(&clerk())).await.unwrap();
        related
            .into_iter()
            .map(|r| (r.id, r.earlier))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(of(first).await, [(second, false), (third, false)].into());
    assert_eq!(of(second).await, [(first, true), (third, false)].into());
}

#[tokio::test]
async fn the_report_has_every_inquiry_of_its_period() {
    let desk = Desk::new().await;
    one_of_each(&desk).await;
    let rows = async |from, to| {
        let mut rows = Vec::new();
        desk.replica
            .report_rows(day(from), day(to), |row| rows.push(row))
            .await
            .unwrap();
        rows
    };
    assert!(rows("2026-03-04", "2026-03-31").await.is_empty());
    let rows = rows("2026-03-01", "2026-03-31").await;
    assert_eq!(rows.len(), 11);
    let closed = rows.iter().find(|r| r.state == "closed").unwrap();
    assert_eq!(
        (closed.ending.as_str(), closed.answered, closed.closed),
        ("approve", Some(today()), Some(today()))
    );
    assert_eq!(
        (
            closed.dispatched,
            closed.outcome.as_ref().map(|c| c.as_str())
        ),
        (Some(today()), Some("explained"))
    );
    assert!(rows.iter().filter(|r| r.answered.is_some()).count() == 3);
}
