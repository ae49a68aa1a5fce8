//! The pages of the Electronic Reception, as a browser without scripts uses them.

use crate::browser::*;
use crate::support::*;
use chrono::TimeDelta;
use domain::inquiry::DataRequest;
use domain::{Act, Lang, alerts::AlertKind};
use text::Texts;

#[test]
fn in_each_language_a_form_becomes_a_case_with_a_receipt_that_tells_how_it_stands() {
    let reception = Reception::new();
    for lang in Lang::ALL {
        let form = reception.get(&format!("/reception/demo?lang={}", lang.tag()));
        assert_eq!(form.status, 200);
        assert!(
            form.text
                .contains(&format!("<html lang=\"{}\">", lang.tag()))
        );
        form.says(lang, "reception-never");
        let key = reception.key();
        let text = format!("Көчөнүн жарыгы өчүп калды. {}", lang.tag());
        let sent = reception.send(lang, &filled(&key, &text), &[("арыз.pdf", PDF), ("", b"")]);
        assert_eq!(sent.status, 201, "{}", sent.text);
        sent.says(lang, "reception-receipt-keep");
        let date = text::format::date_long(lang, "2026-03-03".parse().unwrap());
        assert!(
            sent.text.contains(&date),
            "registered by {date}: {}",
            sent.text
        );
        sent.says_not("Демоева");
        let (number, code) = (sent.code(0), sent.code(1));
        assert_eq!((number.len(), code.len()), (11, 31));
        let status = reception.ask(lang, &number.to_lowercase(), &code.replace('-', " "));
        assert_eq!(status.status, 200);
        status.says(lang, "reception-state-received");
        for personal in ["Демоева", "0000", "жарыгы", "demo@example.org", "арыз"] {
            status.says_not(personal);
        }
    }
    let cases = reception.cases();
    assert_eq!(cases.len(), 3);
    for case in &cases {
        let applicant = &case.applicants[0];
        assert_eq!(applicant.name.expose(), "Демоева Айгүл");
        assert_eq!(applicant.phone.expose(), "+996000123456");
        assert!(applicant.address.expose().starts_with("Демо айылы"));
        assert_eq!((case.kind.as_str(), case.lang), ("complaint", Lang::Ky));
        assert_eq!(case.topic.as_ref().unwrap().as_str(), "utilities.lighting");
        assert_eq!(case.territory.as_ref().unwrap().as_str(), "kok-oyrok");
        assert_eq!(case.attachments.len(), 1);
        let source = case.source.as_ref().unwrap();
        assert_eq!(source.consent.as_ref().unwrap().policy, "2026-03-03");
        assert_eq!(
            case.history[0].detail, "2026-03-03",
            "the timeline names the policy"
        );
        assert!(source.warned_of.is_empty());
    }
    assert!(reception.0.check().sound());
}

#[test]
fn the_status_follows_the_case_and_a_wrong_code_says_no_more_than_a_wrong_number() {
    let reception = Reception::new();
    let key = reception.key();
    let sent = reception.send(
        Lang::Ru,
        &filled(&key, "Прошу починить дорогу у школы."),
        &[],
    );
    let (number, code) = (sent.code(0), sent.code(1));
    let mut desk = reception.0.desk(&["general"]);
    let id = *desk.rows().keys().next().unwrap();
    let on = "2026-03-02".parse().unwrap();
    let entered = desk.act(reception.0.clerk, id, Act::EnterInRegister { on }, &[]);
    assert!(is_applied(&entered));
    let status = reception.ask(Lang::Ru, &number, &code);
    status.says(Lang::Ru, "reception-state-registered");
    assert!(status.text.contains("1/2026") && status.text.contains("2 марта 2026 г."));
    let wrong_code = reception.ask(Lang::Ru, &number, "AAAAA-AAAAA");
    let wrong_number = reception.ask(Lang::Ru, "AAAAA-AAAAA", &code);
    assert_eq!((wrong_code.status, wrong_number.status), (404, 404));
    let without = |page: &Page, number: &str| page.text.replace(number, "");
    assert_eq!(
        without(&wrong_code, &number),
        without(&wrong_number, "AAAAA-AAAAA")
    );
    assert_eq!(reception.ask(Lang::Ru, "", &code).status, 422);
    for _ in 0..20 {
        reception.ask(Lang::Ru, "AAAAA-AAAAA", "x");
    }
    let barred = reception.ask(Lang::Ky, &number, &code);
    assert_eq!(barred.status, 429);
    barred.says(Lang::Ky, "reception-failed-many");
    reception.0.pass(TimeDelta::minutes(16));
    assert_eq!(reception.ask(Lang::Ky, &number, &code).status, 200);
}

#[test]
fn what_is_missing_is_said_with_links_and_nothing_typed_is_lost() {
    let reception = Reception::new();
    let key = reception.key();
    let fields = [
        ("key", key.as_str()),
        ("name", "Демоев \"Бакыт\" <b>"),
        ("text", " \n "),
        ("topic", "roads.repair"),
        ("minor", "yes"),
    ];
    let again = reception.send(Lang::En, &fields, &[("a.pdf", PDF)]);
    assert_eq!(again.status, 422);
    for field in ["what", "text", "consent"] {
        assert!(
            again.text.contains(&format!("href=\"#{field}\"")),
            "{field}"
        );
        assert!(again.text.contains(&format!("id=\"{field}\"")), "{field}");
    }
    assert!(again.text.contains("<title>Error: "));
    assert_eq!(again.value("name"), "Демоев &quot;Бакыт&quot; &lt;b&gt;");
    assert!(again.text.contains("value=\"roads.repair\" selected"));
    assert!(again.text.contains("name=\"minor\" value=\"yes\" checked"));
    again.says(Lang::En, "reception-files-again");
    again.says(Lang::En, "reception-problems-safe");
    assert_eq!(again.value("key"), key, "still the same form");
    assert!(reception.cases().is_empty());
}

#[test]
fn secrets_are_taken_only_after_a_warning_and_a_second_deliberate_press() {
    let reception = Reception::new();
    let key = reception.key();
    let text = format!("Картам {CARD}, сырсөзүм: тоолор, ПИН 21210198500234.");
    let first = reception.send(Lang::Ky, &filled(&key, &text), &[("a.pdf", PDF)]);
    assert_eq!(first.status, 422);
    first.says(Lang::Ky, "reception-warning");
    first.says(Lang::Ky, "reception-files-again");
    assert!(first.text.contains("•••• •••• •••• ••11"));
    let (above, _) = first.text.split_once("<form").unwrap();
    assert!(!above.contains(CARD), "the warning hides what it warns of");
    assert!(reception.cases().is_empty(), "nothing is stored before");
    let read = first.value("knowingly");
    // Pressing "send" again is not deliberate, and neither is a warning about something else.
    assert_eq!(
        reception.send(Lang::Ky, &filled(&key, &text), &[]).status,
        422
    );
    let other = text.replace("тоолор", "көлдөр");
    let mut fields = filled(&key, &other);
    fields.push(("knowingly", &read));
    assert_eq!(reception.send(Lang::Ky, &fields, &[]).status, 422);
    let mut fields = filled(&key, &text);
    fields.push(("knowingly", &read));
    assert_eq!(
        reception.send(Lang::Ky, &fields, &[("a.pdf", PDF)]).status,
        201
    );
    let cases = reception.cases();
    let source = cases[0].source.as_ref().unwrap();
    assert_eq!(
        source.warned_of,
        [AlertKind::Card, AlertKind::Pin, AlertKind::Password]
    );
    let key = reception.key();
    let clean = reception.send(Lang::Ky, &filled(&key, "Жол бузук, 0555 123456."), &[]);
    assert_eq!(clean.status, 201, "a telephone number is no secret");
}

#[test]
fn the_same_form_twice_is_one_case_with_one_receipt_and_a_changed_one_another() {
    let reception = Reception::new();
    let key = reception.key();
    let one = reception.send(Lang::Ky, &filled(&key, "Жол бузук."), &[("a.pdf", PDF)]);
    let two = reception.send(Lang::Ky, &filled(&key, "Жол бузук."), &[("a.pdf", PDF)]);
    assert_eq!((one.status, two.status), (201, 201));
    assert_eq!((one.code(0), one.code(1)), (two.code(0), two.code(1)));
    assert_eq!(reception.cases().len(), 1);
    let changed = reception.send(Lang::Ky, &filled(&key, "Көпүрө бузук."), &[]);
    assert_eq!(changed.status, 201);
    assert_ne!(changed.code(0), one.code(0), "an edited text is not lost");
    assert_eq!(reception.cases().len(), 2);
    if let Some(twin) = reception.0.twin() {
        let url = format!("{}/reception/demo/status?lang=ky", twin.url());
        let body = format!("number={}&code={}", one.code(0), one.code(1)).into_bytes();
        let status = call("POST", &url, "application/x-www-form-urlencoded", &[], body);
        assert_eq!(status.status, 200, "another instance knows the receipt");
        reception.0.rt.block_on(twin.shutdown());
    }
}

#[test]
fn machines_and_stale_forms_are_sent_back_without_losing_a_word() {
    let reception = Reception::new();
    let quick = reception.get("/reception/demo").value("key");
    let page = reception.send(Lang::Ru, &filled(&quick, "Прошу помочь."), &[]);
    assert_eq!(page.status, 422);
    page.says(Lang::Ru, "reception-notice-quick");
    reception.0.pass(TimeDelta::seconds(3));
    assert_eq!(
        reception
            .send(Lang::Ru, &filled(&quick, "Прошу помочь."), &[])
            .status,
        201
    );
    let mut trapped = filled(&quick, "Прошу.");
    trapped.retain(|(name, _)| *name != "leave_empty");
    trapped.push(("leave_empty", "https://spam.example"));
    let page = reception.send(Lang::Ru, &trapped, &[]);
    assert_eq!(page.status, 422);
    page.says(Lang::Ru, "reception-problem-trap");
    reception.0.pass(TimeDelta::hours(25));
    for stale in [quick.as_str(), "", "1.2.3", "x"] {
        let page = reception.send(Lang::Ru, &filled(stale, "Прошу ответить."), &[]);
        assert_eq!(page.status, 422);
        page.says(Lang::Ru, "reception-notice-expired");
        assert!(page.text.contains("Прошу ответить."));
        assert_ne!(page.value("key"), stale);
    }
    for n in 0..60 {
        if reception.send(Lang::Ky, &[], &[]).status == 429 {
            assert!(n > 30, "after {n}");
            return;
        }
    }
    panic!("nobody counts");
}

#[test]
fn requests_about_own_data_and_of_children_say_what_they_are() {
    let reception = Reception::new();
    for asks in DataRequest::ALL {
        let key = reception.key();
        let what = format!("data:{}", asks.code());
        let mut fields = filled(&key, "Прошу сделать это с моими данными на вашем сайте.");
        fields.retain(|(name, _)| *name != "what");
        fields.extend([("what", what.as_str()), ("minor", "yes")]);
        assert_eq!(reception.send(Lang::Ru, &fields, &[]).status, 201);
    }
    let cases = reception.cases();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let asks = case.source.unwrap().asks.unwrap();
        let label = Texts::new(Lang::Ru).get(&format!("reception-asks-{}", asks.code()));
        assert!(case.subject.starts_with(&label), "{}", case.subject);
        assert!(case.minor);
    }
}

#[test]
fn hostile_input_stays_input() {
    let reception = Reception::new();
    let key = reception.key();
    let script = "<script>alert(1)</script>";
    let mut fields = filled(&key, script);
    fields.retain(|(name, _)| *name != "consent" && *name != "name");
    fields.push(("name", "\"><img src=x onerror=alert(1)>"));
    let page = reception.send(Lang::Ky, &fields, &[]);
    page.says_not("<script");
    page.says_not("<img");
    assert!(page.text.contains(&escaped(script)));
    // A bomb named like a document waits; a path in a name is none.
    let zip = b"PK\x03\x04 bomb";
    let files: [(&str, &[u8]); 2] = [("bomb.pdf", zip), ("../../etc/passwd", PDF)];
    let sent = reception.send(Lang::Ky, &filled(&key, "Файлдар."), &files);
    assert_eq!(sent.status, 201, "{}", sent.text);
    let case = reception.cases().remove(0);
    let names: Vec<&str> = case
        .attachments
        .iter()
        .map(|a| a.name.expose().as_str())
        .collect();
    assert_eq!(names, ["bomb.pdf", "passwd"]);
    let waiting = reception.0.admin();
    let waiting = reception
        .0
        .rt
        .block_on(waiting.quarantined(reception.0.tenant));
    assert_eq!(
        waiting.unwrap(),
        [(case.attachments[0].sha256.clone(), Some(case.id))]
    );
    assert!(reception.0.check().sound());
}

#[test]
fn what_is_over_a_limit_gets_a_page_and_keeps_the_text() {
    let reception = Reception::new();
    let key = reception.key();
    let eleven = [("a.pdf", PDF); 11];
    let page = reception.send(Lang::Ky, &filled(&key, "Он бир файл."), &eleven);
    assert_eq!(page.status, 413);
    page.says(Lang::Ky, "reception-files-again");
    assert!(page.text.contains("Он бир файл."));
    let large = vec![b'x'; 8 * 1024 * 1024 + 1];
    let page = reception.send(
        Lang::Ru,
        &filled(&key, "Большой файл."),
        &[("большой.pdf", &large)],
    );
    assert_eq!(page.status, 413);
    assert!(page.text.contains("большой.pdf") && page.text.contains("Большой файл."));
    let page = reception.send(Lang::Ru, &filled(&key, "Пустой."), &[("пусто.pdf", b"")]);
    assert_eq!(page.status, 422);
    let page = reception.send(Lang::Ru, &filled(&key, &"ы".repeat(600_000)), &[]);
    assert_eq!(page.status, 422);
    page.says(Lang::Ru, "reception-problem-long-text");
    let page = reception.send(Lang::En, &filled(&key, &"x".repeat(5_000_000)), &[]);
    assert_eq!(page.status, 413);
    page.says(Lang::En, "reception-notice-typed-too-large");
    // The most that is taken, and a form that breaks off.
    let most = vec![b'x'; 8 * 1024 * 1024];
    let page = reception.send(
        Lang::En,
        &filled(&key, "The largest file."),
        &[("a.pdf", &most)],
    );
    assert_eq!(page.status, 201);
    let mut broken = multipart(&filled(&key, "Байланыш үзүлдү."), &[("a.pdf", PDF)]);
    broken.truncate(broken.len() - 60);
    let page = reception.post(Lang::Ky, broken);
    assert_eq!(page.status, 400);
    page.says(Lang::Ky, "reception-notice-broken");
    assert!(page.text.contains("Байланыш үзүлдү."));
    // A part whose head has no end.
    let mut endless = format!("--{BOUNDARY}\r\ncontent-disposition: ").into_bytes();
    endless.resize(4 * 1024 * 1024, b'x');
    assert_eq!(reception.post(Lang::Ky, endless).status, 400);
    let url = format!("{}/reception/demo?lang=ru", reception.0.url());
    for kind in ["", "application/json", "multipart/form-data"] {
        let page = call("POST", &url, kind, &[], vec![b'x'; 4 * 1024 * 1024]);
        assert_eq!(page.status, 415, "{kind}");
        page.says(Lang::Ru, "reception-failed-form");
    }
    assert_eq!(reception.cases().len(), 1);
}
