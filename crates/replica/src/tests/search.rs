//! Full text and numbers.

use super::*;

#[tokio::test]
async fn words_are_found_without_kyrgyz_letters_and_by_their_beginning() {
    let desk = Desk::new().await;
    let water = desk
        .register(
            "Өмүрбеков Үсөн",
            "Көчөдө таза суу жок",
            "Эки жумадан бери суу келбейт",
        )
        .await;
    let road = desk
        .register(
            "Семёнова Алёна",
            "Ремонт дороги",
            "Прошу отремонтировать дорогу",
        )
        .await;
    let check = async |query: &str, expect: &[InquiryId]| {
        assert_eq!(
            desk.search(query).await,
            expect.iter().copied().collect(),
            "{query}"
        );
    };
    check("омурбеков", &[water]).await;
    check("ӨМҮРБ", &[water]).await;
    check("кочодо су", &[water]).await;
    check("семенова", &[road]).await;
    check("дорог", &[road]).await;
    check("дорога ремонта ", &[road]).await;
    check("көчөлөрдө суулар", &[water]).await;
    check("дарак ", &[]).await;
    check("су", &[water]).await;
    check("суу дорогу", &[]).await;
    check("\"суу\" OR дорога*", &[]).await;
    check("*", &[]).await;
    check("  ", &[water, road]).await;
}

#[tokio::test]
async fn what_was_corrected_is_found_by_the_new_words_only() {
    let mut desk = Desk::new().await;
    let id = desk.register("Демо", "эски тема", "t").await;
    let subject = Some("жаңы тема".to_owned());
    desk.act(
        id,
        Act::Correct(Box::new(domain::act::Correction {
            subject,
            ..Default::default()
        })),
    )
    .await;
    desk.restart().await;
    assert!(desk.search("эски").await.is_empty());
    assert_eq!(desk.search("жаны").await, [id].into());
    desk.act(id, note("эскертүү шайтан")).await;
    assert_eq!(desk.search("шайтан").await, [id].into());
    let undo = desk
        .replica
        .get(id)
        .await
        .unwrap()
        .unwrap()
        .undo
        .unwrap()
        .command;
    desk.act(id, Act::Withdraw { command: undo }).await;
    assert!(desk.search("шайтан").await.is_empty());
    assert_eq!(desk.number_of("select fts_stale from device").await, 0);
}

#[tokio::test]
async fn a_number_is_found_by_any_part_the_exact_one_first() {
    let desk = Desk::new().await;
    let mut server = server::Server::default();
    let mut ids = Vec::new();
    for _ in 0..125 {
        ids.push(desk.register("Демо", "subject", "t").await);
    }
    desk.synchronise(&mut server).await;
    let numbers = async |query: &str| {
        let list = List {
            view: View::All,
            search: query.into(),
            limit: 200,
            ..List::default()
        };
        let view = desk
            .replica
            .list(&list, None, &viewer(&chief()), today(), profile())
            .await
            .unwrap();
        view.rows
            .iter()
            .map(|r| r.number.clone())
            .collect::<Vec<_>>()
    };
    let found = numbers("12").await;
    assert_eq!(found[0], "12/2026", "{found:?}");
    for expect in ["112/2026", "120/2026", "124/2026"] {
        assert!(found.contains(&expect.to_owned()), "{expect} in {found:?}");
    }
    assert!(!found.contains(&"13/2026".to_owned()));
    assert_eq!(numbers("№ 57/2026").await, ["57/2026"]);
    assert_eq!(numbers("4/20").await[0], "4/2026");
    assert_eq!(numbers("2026").await.len(), 125);
    // The provisional number was written on paper: it is found afterwards too, also typed in Cyrillic.
    assert_eq!(numbers("P-3-99").await, ["99/2026"]);
    assert_eq!(numbers("р-3-99").await, ["99/2026"]);
    assert_eq!(numbers("9999").await.len(), 0);
    assert_eq!(
        desk.replica.by_number("57/2026").await.unwrap(),
        Some(ids[56])
    );
}

#[tokio::test]
async fn a_telephone_is_found_however_it_is_written() {
    let desk = Desk::new().await;
    let id = inquiry_id();
    let mut card = card("Демо Эсенов", "s", "t");
    card.applicants[0].phone = "+996 (555) 12-34-56".into();
    desk.act(id, Act::Register(Box::new(card))).await;
    for query in ["0555123456", "996555123456", "555123", "+996555123456"] {
        assert_eq!(desk.search(query).await, [id].into(), "{query}");
    }
    let similar = desk
        .replica
        .similar(
            "",
            "0555 123456",
            "",
            5,
            &viewer(&clerk()),
            today(),
            profile(),
        )
        .await
        .unwrap();
    assert_eq!(similar[0].id, id);
}

#[tokio::test]
async fn similar_ones_come_by_person_and_by_matter() {
    let desk = Desk::new().await;
    let text = "Биздин айылдын мектебинин жанындагы көпүрө бузулуп калды, балдар өтө албай жатышат";
    let same_person = desk
        .register(
            "Эсенов Нурбек",
            "башка маселе",
            "таптакыр башка нерсе жөнүндө",
        )
        .await;
    let same_matter = desk.register("Бөтөн Адам", "Көпүрө", text).await;
    let neither = desk
        .register("Үчүнчү Киши", "Жарык", "көчөдө жарык күйбөйт")
        .await;
    let found = desk
        .replica
        .similar(
            "Нурбек Эсенов",
            "",
            text,
            8,
            &viewer(&clerk()),
            today(),
            profile(),
        )
        .await
        .unwrap();
    let ids: Vec<InquiryId> = found.iter().map(|r| r.id).collect();
    assert!(
        ids.contains(&same_person) && ids.contains(&same_matter) && !ids.contains(&neither),
        "{ids:?}"
    );
}

#[tokio::test]
async fn many_rows_are_indexed_afterwards_and_end_in_the_same_index() {
    let desk = Desk::new().await;
    let mut server = server::Server::default();
    let source = Desk::number(3).await;
    for n in 0..260 {
        source
            .register("Демо", &format!("тема{n}"), "жалпысөз")
            .await;
    }
    source.send(&mut server).await;
    let frame = server.pull(0, 1_000);
    desk.replica.apply_pull(&frame).await.unwrap();
    assert_eq!(desk.number_of("select count(*) from unindexed").await, 260);
    // One of them changes while it waits: it is indexed then, and only once.
    let [early, ..] = frame.ops.as_slice() else {
        panic!()
    };
    let protocol::wire::Op::Put { id: early, .. } = early else {
        panic!()
    };
    desk.act(*early, note("экинчисөз")).await;
    assert_eq!(desk.search("экинчисоз").await, [*early].into());
    let mut left = u32::MAX;
    while left > 0 {
        let now = desk.replica.index_pending(100).await.unwrap();
        assert!(now < left);
        left = now;
    }
    assert_eq!(desk.search("тема7 ").await.len(), 1);
    let everything = List {
        view: View::All,
        search: "жалпысоз".into(),
        limit: 1,
        ..List::default()
    };
    let view = desk
        .replica
        .list(&everything, None, &viewer(&chief()), today(), profile())
        .await
        .unwrap();
    assert_eq!(view.total, 260);
    desk.number_of("select count(*) from search('жалпысоз')")
        .await;
    // FTS5 checks itself: a row indexed twice or forgotten wrongly would be seen.
    desk.tamper("insert into search (search) values ('integrity-check')")
        .await;
}

#[tokio::test]
async fn an_index_of_an_older_folding_is_made_anew() {
    let desk = Desk::new().await;
    let id = desk.register("Демо", "биринчи", "t").await;
    desk.register("Демо", "экинчи", "t").await;
    desk.tamper("update inquiry set search_hash = search_hash + 1 where id = 1")
        .await;
    let subject = Some("үчүнчү".to_owned());
    desk.act(
        id,
        Act::Correct(Box::new(domain::act::Correction {
            subject,
            ..Default::default()
        })),
    )
    .await;
    assert_eq!(desk.number_of("select fts_stale from device").await, 1);
    while desk.replica.index_pending(10).await.unwrap() > 0 {}
    assert!(
        desk.search("биринчи").await.is_empty(),
        "no trace of the old words"
    );
    assert_eq!(desk.search("учунчу").await, [id].into());
    assert_eq!(desk.search("экинчи").await.len(), 1);
}

#[tokio::test]
async fn the_text_of_an_attachment_is_found() {
    let desk = Desk::new().await;
    let id = desk.register("Демо", "тема", "t").await;
    let staged = desk
        .replica
        .stage("скан.pdf", b"%PDF-1.7 scan")
        .await
        .unwrap();
    let file = staged.describe(domain::inquiry::AttachmentRole::Received, now());
    desk.act(id, Act::Attach(Box::new(file))).await;
    let waiting = desk.replica.attachments_without_text(10).await.unwrap();
    assert_eq!(
        waiting,
        [(id, staged.attachment, "application/pdf".to_owned())]
    );
    desk.replica
        .set_attachment_text(id, staged.attachment, "Протокол жыйындын №5")
        .await
        .unwrap();
    assert!(
        desk.replica
            .attachments_without_text(10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        desk.search("тема протокол").await,
        [id].into(),
        "words of card and attachment together"
    );
    desk.act(id, note("дагы")).await;
    assert_eq!(desk.search("жыйындын даг").await, [id].into());
    desk.replica
        .set_attachment_text(id, staged.attachment, "бош")
        .await
        .unwrap();
    assert!(desk.search("протокол").await.is_empty());
    assert_eq!(desk.number_of("select fts_stale from device").await, 0);
}

#[tokio::test]
async fn submissions_are_known_by_their_keys() {
    let desk = Desk::new().await;
    let mut card = card("Демо", "s", "t");
    card.source = Some(domain::inquiry::Source {
        system: "electronic-reception".into(),
        key: "abc".into(),
        ..Default::default()
    });
    let id = inquiry_id();
    desk.act(id, Act::Receive(Box::new(card))).await;
    let known = desk
        .replica
        .known_sources(&["abc".into(), "def".into()])
        .await
        .unwrap();
    assert_eq!(known, [("abc".to_owned(), id)].into());
}
