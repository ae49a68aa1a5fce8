//! The command line as scripts and people meet it: exit codes, sentences, and what is left behind.
#![allow(clippy::unwrap_used, reason = "tests")]

mod deadline;
mod office;

use office::{Office, deskctl, ends, json, path, printed, said};
use std::path::Path;

#[test]
fn an_import_says_what_it_leaves_out_and_why() {
    let office = Office::new();
    let import = |name: &str, content: &str, more: &[&str]| {
        let file = office.file(name, content);
        let mut args = vec!["inquiries", "import", path(&file)];
        args.extend(more);
        office.run("clerk", &args)
    };
    let row = |text: &str| format!("Номер обращения;ФИО;Текст обращения\n77;Демо А;{text}\n");

    let unknown = import("a.csv", &row("Суу жок"), &["--unit", "nowhere"]);
    ends(&unknown, 2, "no department “nowhere”");
    assert!(said(&unknown).contains("general"), "{}", said(&unknown));

    let first = json(&import("a.csv", &row("Суу жок"), &["--json"]));
    assert_eq!((&first["taken"], &first["known"]), (&1.into(), &0.into()));
    let again = json(&import("b.csv", &row("Суу  жок."), &["--json"]));
    assert_eq!((&again["taken"], &again["known"]), (&0.into(), &1.into()));
    assert_eq!(
        again["problems"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|p| p["warning"] == false)
            .count(),
        0
    );

    let changed = json(&import("c.csv", &row("Жарык жок"), &["--json"]));
    assert_eq!(
        (&changed["taken"], &changed["known"]),
        (&0.into(), &0.into())
    );
    let problem = &changed["problems"][0];
    assert_eq!(problem["code"], "known-differs");
    assert_eq!(
        (&problem["line"], &problem["excerpt"]),
        (&2.into(), &"77".into())
    );
    let changed = import("c.csv", &row("Жарык жок"), &["--lang", "ru"]);
    ends(
        &changed,
        0,
        "с номером 77 уже зарегистрировано с другим текстом",
    );

    let list = r#"[{"content":"бир"},null,{"content":"эки","files":["a.pdf.exe"]}]"#;
    let taken = import("d.json", list, &[]);
    ends(&taken, 0, "1, element 2: ");
    assert!(
        said(&taken).contains("program or an active page"),
        "{}",
        said(&taken)
    );
    ends(&import("e.json", "[{\"content\": oops", &[]), 4, "not JSON");
}

#[test]
fn without_json_a_person_reads_sentences() {
    let office = Office::new();
    let file = office.file(
        "a.json",
        r#"[{"content":"Суу жок","text":"Жарык да жок"},{"name":"x"}]"#,
    );
    let import = office.run(
        "clerk",
        &["--lang", "ru", "inquiries", "import", path(&file)],
    );
    ends(&import, 0, "означают одно и то же");
    assert!(
        printed(&import).contains("Принято: 1."),
        "{}",
        printed(&import)
    );
    let found = office.run(
        "clerk",
        &["inquiries", "list", "--search", "жарык", "--json"],
    );
    let number = json(&found)["rows"][0]["number"].clone();
    let show = [
        "--lang",
        "ru",
        "inquiries",
        "show",
        number.as_str().unwrap(),
    ];
    let shown = printed(&office.run("clerk", &show));
    for part in ["Состояние: ", "Суу жок", "[text: Жарык да жок]"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains('{'), "{shown}");
    let sync = office.run("clerk", &["--lang", "ru", "sync"]);
    assert!(
        printed(&sync).contains("Ждут отправки: "),
        "{}",
        printed(&sync)
    );
}

#[test]
fn only_who_works_on_inquiries_is_assigned() {
    let office = Office::new();
    let number = json(&office.register(&["--json"]))["number"].clone();
    let assign = |login: &str| {
        let number = number.as_str().unwrap();
        office.run(
            "supervisor",
            &["inquiries", "assign", number, "--executor", login],
        )
    };
    ends(&assign("archivist"), 1, "(Executor)");
    assert!(assign("clerk").status.success());
    let first_year = office.register(&["--received", "0001-01-01T09:00:00+06:00"]);
    ends(&first_year, 1, "out of bounds: Received");
}

#[test]
fn what_comes_in_by_hand_is_clean_known_and_warned_of() {
    let office = Office::new();
    ends(&office.register(&["--unit", "nowhere"]), 2, "no department");
    ends(&office.register(&["--language", "xx"]), 2, "ky, ru, en");
    ends(&office.register(&["--lang", "xx"]), 2, "ky, ru, en");
    let future = office.register(&["--received", "2099-01-01T09:00:00+06:00"]);
    ends(&future, 1, "out of bounds: Received");
    let kind = office.register(&["--kind", "nothing"]);
    ends(&kind, 1, "application");

    let program = office.file("letter.svg", "<svg onload='x()'/>");
    let attach = ["--attach", path(&program), "--name", "Де\u{202e}мо\u{7}"];
    let done = office.register(&[&attach[..], &["--json"]].concat());
    ends(&done, 0, "program or an active page");
    let done = json(&done);
    assert_eq!(done["warnings"][0]["warning"], "can-run");
    let number = done["number"].as_str().unwrap();
    let case = json(&office.run("clerk", &["inquiries", "show", number, "--json"]));
    assert_eq!(case["inquiry"]["applicants"][0]["name"], "Демо");

    let long = "x".repeat(100_000) + "\u{202e}";
    let noted = office.run("clerk", &["inquiries", "note", number, &long]);
    assert!(noted.status.success(), "{}", said(&noted));
    let case = json(&office.run("clerk", &["inquiries", "show", number, "--json"]));
    let note = case["inquiry"]["notes"][0]["text"].as_str().unwrap();
    assert_eq!(note.len(), 100_000);
    let long = office.register(&["--name", &"ж".repeat(2_001)]);
    ends(&long, 1, "too long");
    let empty = office.file("empty.txt", "");
    let size = office.run(
        "clerk",
        &["--lang", "ru", "inquiries", "attach", number, path(&empty)],
    );
    ends(&size, 4, "Размер файла");
    let template = [
        "--lang",
        "ky",
        "inquiries",
        "answer",
        number,
        "--template",
        "x",
    ];
    ends(&office.run("clerk", &template), 1, "(Үлгү)");
}

#[test]
fn lists_and_checks_speak_the_language_asked_for() {
    let office = Office::new();
    let list = office.run("clerk", &["--lang", "ru", "inquiries", "list"]);
    assert!(printed(&list).contains("закрыто"), "{}", printed(&list));
    assert!(!printed(&list).contains("in_work") && !printed(&list).contains("closed"));
    let audit = office.run("clerk", &["--lang", "ky", "audit", "verify"]);
    assert!(printed(&audit).contains("чынжыр"), "{}", printed(&audit));
    assert!(!printed(&audit).contains("unbroken"));
    let view = office.run("clerk", &["inquiries", "list", "--view", "nothing"]);
    ends(&view, 2, "inbox, ");
    let out = office.at("r.pdf");
    let period = [
        "--from",
        "2026-02-01",
        "--to",
        "2026-01-01",
        "-o",
        path(&out),
    ];
    let report = office.run(
        "supervisor",
        &[&["--lang", "ru", "report", "activity"][..], &period].concat(),
    );
    ends(&report, 1, "Период");
}

#[test]
fn papers_are_written_whole_or_refused_with_their_place_named() {
    let office = Office::new();
    let number = office.number("closed");
    let archive = |login: &str, out: &Path, more: &[&str]| {
        let args = [&["archive", &number, "-o", path(out)][..], more].concat();
        office.run(login, &args)
    };
    let out = office.at("case.pdf");
    let refused = archive("clerk", &out, &["--record"]);
    ends(&refused, 1, "role does not allow");
    assert!(!out.exists(), "a refused act leaves no file");
    let before = office.file("case.pdf", "old");
    archive("clerk", &before, &["--record"]);
    assert_eq!(std::fs::read(&before).unwrap(), b"old");

    let nowhere = office.at("none/case.pdf");
    let written = archive("archivist", &nowhere, &["--lang", "ru"]);
    ends(&written, 7, "none/case.pdf нет");
    ends(
        &archive("archivist", office.0.path(), &[]),
        7,
        "is a folder",
    );
    let done = archive("archivist", &out, &["--record"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF"));
    let again = archive("archivist", &office.at("again.pdf"), &["--record"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(!office.at("again.pdf").exists());
}

/// Two archival PDFs of one case differ by nothing but the moment of their making, which stands on them.
#[tokio::test]
async fn the_same_case_at_the_same_moment_is_the_same_paper() {
    use desk::clock::{Clock as _, SetClock, SystemClock};
    let office = Office::new();
    let number = office.number("closed");
    let clock = std::sync::Arc::new(SetClock::at(SystemClock.now()));
    let desk = desk::Desk::at(&office.data(), clock.clone());
    let session = desk
        .unlock("archivist", "demo-archivist-2026")
        .await
        .unwrap();
    let id = session.replica().by_number(&number).await.unwrap().unwrap();
    let made = async || {
        let view = session.make_case_file(id, domain::Lang::Ky).await.unwrap();
        view.sha256
    };
    let first = made().await;
    assert_eq!(first, made().await);
    clock.set(SystemClock.now() + std::time::Duration::from_secs(3600));
    assert_ne!(first, made().await);
    drop(session);
    desk.lock().await.unwrap();
}

#[tokio::test]
async fn an_import_tells_how_far_it_is() {
    let office = Office::new();
    let desk = desk::Desk::at(
        &office.data(),
        std::sync::Arc::new(desk::clock::SystemClock),
    );
    let session = desk.unlock("clerk", "demo-clerk-2026").await.unwrap();
    let mut events = desk.subscribe();
    let rows: Vec<_> = (0..60)
        .map(|n| serde_json::json!({ "id": n.to_string(), "content": format!("Суу жок, {n}") }))
        .collect();
    let bytes = serde_json::to_vec(&rows).unwrap();
    let preview = session.preview_import_bytes("a.json", bytes).await.unwrap();
    let unit = session.staff().unit.clone();
    let report = session
        .commit_import(&preview.token, &unit, true)
        .await
        .unwrap();
    assert_eq!((report.taken, report.known), (60, 0));
    let mut steps = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let desk::session::Event::Progress(p) = event {
            steps.push((p.done, p.of));
        }
    }
    assert_eq!(steps.last(), Some(&(180, 180)));
    assert!(steps.len() > 20 && steps.is_sorted(), "{steps:?}");
    assert_eq!(session.export().await.unwrap().len(), 72);
    drop(session);
    desk.lock().await.unwrap();
}

#[test]
fn a_mark_with_a_text_stands_where_it_says() {
    let office = Office::new();
    let source = office.at("report.pdf");
    let period = [
        "--from",
        "2026-01-01",
        "--to",
        "2026-03-31",
        "-o",
        path(&source),
    ];
    let made = office.run(
        "supervisor",
        &[&["report", "activity"][..], &period].concat(),
    );
    assert!(made.status.success(), "{}", said(&made));
    let redact = |marks: &str| {
        let plan = office.file("plan.json", format!("{{\"marks\":[{marks}]}}"));
        let out = office.at("copy.pdf");
        let _ = std::fs::remove_file(&out);
        let args = [
            "redact",
            path(&source),
            "--plan",
            path(&plan),
            "-o",
            path(&out),
        ];
        let done = deskctl(&args);
        assert_eq!(out.exists(), done.status.success());
        done
    };
    let good = r#"{"page":1,"rect":[10,10,20,20],"reason":"personal-data"}"#;
    let text = redaction::words(&std::fs::read(&source).unwrap(), 1).unwrap();
    let word = text.iter().find(|w| w.text.chars().count() > 6).unwrap();
    let (r, text) = (word.rect, &word.text);
    let mark = |page: u32, rect: [f32; 4]| {
        format!(r#"{{"page":{page},"rect":{rect:?},"text":"{text}","reason":"personal-data"}}"#)
    };
    let beside = mark(1, [500.0, 800.0, 560.0, 820.0]);
    ends(
        &redact(&format!("{good},{beside}")),
        1,
        "Mark 2: the text does not stand",
    );
    let under = mark(1, [r.x0, r.y0, r.x1, r.y1]);
    assert!(redact(&under).status.success());
    let on_page = |page: u32, text: &str| {
        let mark = format!(r#"{{"page":{page},"text":"{text}","reason":"personal-data"}}"#);
        redact(&mark)
    };
    assert!(on_page(1, text).status.success());
    ends(&on_page(1, "нигде нет этого"), 1, "not found on page 1");
    assert_eq!(on_page(99, text).status.code(), Some(4));
    ends(
        &redact(r#"{"page":1,"reason":"personal-data"}"#),
        2,
        "Mark 1",
    );
}

#[test]
fn a_released_copy_can_be_checked_again_and_another_file_is_not_it() {
    let office = Office::new();
    let picture = office.file("scan.png", include_bytes!("../../../../icons/128x128.png"));
    let mark = r#"{"marks":[{"page":1,"rect":[10,10,60,60],"reason":"personal-data"}]}"#;
    let (plan, copy) = (office.file("plan.json", mark), office.at("copy.png"));
    let certificate = office.at("certificate.json");
    let made = deskctl(&[
        "redact",
        path(&picture),
        "--plan",
        path(&plan),
        "-o",
        path(&copy),
        "--certificate",
        path(&certificate),
        "--by",
        "Демо Айжан",
    ]);
    assert!(made.status.success(), "{}", said(&made));
    let check = |copy: &Path, certificate: &Path, more: &[&str]| {
        let named = [
            "verify-copy",
            path(copy),
            "--certificate",
            path(certificate),
        ];
        deskctl(&[&named[..], more].concat())
    };
    let holds = check(&copy, &certificate, &[]);
    assert!(holds.status.success(), "{}", said(&holds));
    assert!(printed(&holds).contains("Демо Айжан"));
    let of_source = check(&copy, &certificate, &["--source", path(&picture), "--json"]);
    let report = json(&of_source);
    assert_eq!(
        (&report["passed"], &report["of_source"]),
        (&true.into(), &true.into())
    );
    // The original instead of the copy, another original, a byte behind the end, no certificate at all.
    let other = check(&picture, &certificate, &[]);
    ends(&other, 3, "Do not hand it out");
    assert!(printed(&other).contains("Every marked area is of one colour"));
    let wrong = check(&copy, &certificate, &["--source", path(&plan)]);
    ends(&wrong, 3, "Do not hand it out");
    assert!(printed(&wrong).contains("NOT made from this original"));
    let mut longer = std::fs::read(&copy).unwrap();
    longer.push(0);
    let longer = office.file("longer.png", longer);
    assert_eq!(check(&longer, &certificate, &[]).status.code(), Some(3));
    ends(&check(&copy, &plan, &[]), 4, "no certificate of redaction");
    let mut public: redaction::Certificate =
        serde_json::from_slice(&std::fs::read(&certificate).unwrap()).unwrap();
    public = public.public();
    let public = office.file("public.json", serde_json::to_string(&public).unwrap());
    let russian = check(&copy, &public, &["--lang", "ru"]);
    assert!(
        printed(&russian).contains("Это копия"),
        "{}",
        said(&russian)
    );
    let source = ["--source", path(&picture)];
    ends(&check(&copy, &public, &source), 4, "public form");
}

#[test]
fn what_is_found_in_the_words_can_be_taken_out_at_once() {
    let office = Office::new();
    let out = office.at("auto.pdf");
    let redact = |input: &std::path::Path, more: &[&str]| {
        let _ = std::fs::remove_file(&out);
        let args = [&["redact", path(input), "--auto", "-o", path(&out)], more].concat();
        let done = deskctl(&args);
        assert_eq!(out.exists(), done.status.success(), "{}", said(&done));
        done
    };
    let source = office.at("report.pdf");
    let period = [
        "--from",
        "2026-01-01",
        "--to",
        "2026-03-31",
        "-o",
        path(&source),
    ];
    let made = office.run(
        "supervisor",
        &[&["report", "activity"][..], &period].concat(),
    );
    assert!(made.status.success(), "{}", said(&made));
    // A report of figures has no bank card.
    ends(
        &redact(&source, &["--kinds", "card"]),
        1,
        "No personal data of these kinds",
    );
    ends(
        &redact(&source, &["--kinds", "card,bank"]),
        2,
        "no kind of personal data bank",
    );
    let scan = office.file("scan.png", include_bytes!("../../../../icons/32x32.png"));
    ends(&redact(&scan, &[]), 4, "no words that can be read");
    let both = deskctl(&[
        "redact",
        path(&source),
        "--auto",
        "--plan",
        "p.json",
        "-o",
        path(&out),
    ]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn damage_is_said_in_words_and_never_written_over() {
    let office = Office::new();
    let list = || office.run("clerk", &["--lang", "ru", "inquiries", "list"]);
    let data = office.data();
    std::fs::write(data.join("settings.json"), "{ by hand").unwrap();
    std::fs::write(data.join("texts-ky.json"), "[]").unwrap();
    let output = list();
    ends(&output, 0, "settings.json повреждён");
    assert!(said(&output).contains("texts-ky.json повреждён"));
    let aside = std::fs::read(data.join("settings.json.damaged")).unwrap();
    assert_eq!(aside, b"{ by hand");
    assert!(!said(&list()).contains("settings.json"), "said once");

    let vault = std::fs::read(data.join("vault.json")).unwrap();
    std::fs::write(data.join("vault.json"), &vault[..vault.len() / 2]).unwrap();
    ends(&list(), 1, "Файл ключа vault.json повреждён");
    std::fs::write(data.join("vault.json"), &vault).unwrap();

    let database = data.join("replica.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let _ = std::fs::remove_file(data.join("replica.db-wal"));
    for place in (4096..bytes.len()).step_by(512) {
        bytes[place] ^= 0xff;
    }
    std::fs::write(&database, bytes).unwrap();
    let output = list();
    ends(&output, 1, "Часть базы не читается");
    let said = said(&output);
    assert!(
        !said.contains("ERROR") && !said.contains("sqlcipher"),
        "{said}"
    );
}
