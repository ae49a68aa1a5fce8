//! Case files of closed cases, read back by programs that are not ours.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../../paper/tests/tools/mod.rs"]
mod tools;

use archive::{
    Answer, ArchiveError, AuditLine, AuditSlice, CaseApplicant, CaseAttachment, CaseFile, CaseText,
    Certificate, Content, Event, Field, Group, Resolution, archive,
};
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::inquiry::{Applicant, Attachment, AttachmentRole, Card};
use domain::number::RegistrationNumber;
use domain::{AttachmentId, ClosedCase, Code, Inquiry, InquiryId, Lang, StaffId, State, UnitId};
use text::Texts;
use uuid::Uuid;

const SCAN: &[u8] = b"\x89PNG not really a picture, but bytes as received";

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn hash(bytes: &[u8]) -> String {
    // The hash that the tests expect comes from a program that is not ours.
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned()
}

fn inquiry() -> Inquiry {
    let card = Card {
        unit: UnitId("district".into()),
        received_at: at("2026-03-19T11:20:00+06:00"),
        channel: Code("post".into()),
        kind: Code("application".into()),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: "Үлгү Үлгүев".into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: "Ичүүчү суу".into(),
        text: TEXT.into(),
        topic: Some(Code("water".into())),
        territory: None,
        service: None,
        sheets: Some(2),
        repeat_of: None,
        minor: false,
        attachments: vec![Attachment {
            id: AttachmentId(Uuid::from_u128(7)),
            name: "арыз.png".into(),
            media_type: "image/png".into(),
            size: SCAN.len() as u64,
            sha256: hash(SCAN),
            role: AttachmentRole::Received,
            added_at: at("2026-03-19T11:25:00+06:00"),
        }],
        source: None,
    };
    let mut inquiry = Inquiry::from_card(InquiryId(Uuid::from_u128(1)), card);
    inquiry.number = Some(RegistrationNumber {
        year: 2026,
        journal: String::new(),
        serial: 214,
    });
    inquiry.registered_on = NaiveDate::from_ymd_opt(2026, 3, 20);
    inquiry.state = closed();
    inquiry
}

fn closed() -> State {
    let by = StaffId(Uuid::from_u128(2));
    State::Closed {
        by,
        at: at("2026-04-06T16:00:00+06:00"),
        file_index: "02-17".into(),
    }
}

const TEXT: &str = "Урматтуу администрация!\n\nБиздин көчөдө эки жумадан бери таза суу жок. Түтүк эскирген, оңдоо иштери жүргүзүлбөй \
    жатат. Үй-бүлөлөр сууну үч чакырымдан ташып жатышат, мектепте да суу жок.\n\nЧара көрүүңүздөрдү суранам.";

const ANSWER: &str = "Сиздин кайрылууңуз каралды. Ичүүчү суу түтүгү 2026-жылдын 2-апрелинде алмаштырылды, суу берүү калыбына \
    келтирилди.\nЖооп менен макул болбосоңуз, жогору турган органга же сотко кайрыла аласыз.";

fn fields(list: &[(&str, &str)]) -> Vec<Field> {
    list.iter()
        .map(|(label, value)| Field::new(*label, *value))
        .collect()
}

fn file() -> CaseFile {
    let line = |sequence: u64, what: &str| AuditLine {
        sequence,
        when: "20.03.2026, 09:0".to_owned() + &sequence.to_string(),
        what: what.to_owned(),
        who: "Ү. Катчыева".to_owned(),
        hash: hash(what.as_bytes()),
    };
    let event = |when: &str, what: &str, who: &str, detail: &str| Event {
        when: when.to_owned(),
        what: what.to_owned(),
        who: who.to_owned(),
        detail: detail.to_owned(),
    };
    CaseFile {
        number: "214/2026".to_owned(),
        body: vec!["Үлгү районунун мамлекеттик администрациясы".to_owned()],
        as_of: at("2026-04-07T10:00:00+06:00"),
        made_by: "Ү. Архивчиева".to_owned(),
        card: vec![
            Group {
                title: "Каттоо".to_owned(),
                fields: fields(&[
                    ("Каттоо номери", "214/2026"),
                    ("Катталган күнү", "20.03.2026"),
                    ("Келип түштү", "19.03.2026, 11:20"),
                    ("Келип түшүү жолу", "Почта"),
                    ("Түрү", "арыз"),
                    ("Кайрылуунун тили", "кыргызча"),
                    ("Тема", "Ичүүчү суу менен камсыз кылуу"),
                    ("Барактардын саны", "2"),
                ]),
            },
            Group {
                title: "Көзөмөл".to_owned(),
                fields: fields(&[
                    ("Аткаруу мөөнөтү", "09.04.2026"),
                    ("Аткаруучу", "Ү. Катчыева"),
                    ("Жыйынтыгы", "канааттандырылды"),
                    ("Көзөмөлдөн алынды", "06.04.2026, А. Жетекчиев"),
                    ("Иштин индекси", "02-17"),
                ]),
            },
        ],
        applicants: vec![CaseApplicant {
            name: "Үлгү Үлгүев".to_owned(),
            address: "Үлгү району, Үлгү айылы, Бак көчөсү 12".to_owned(),
            phone: "0000 00-00-01".to_owned(),
            ..CaseApplicant::default()
        }],
        text: CaseText { lang: Lang::Ky, text: TEXT.to_owned() },
        deadline: vec![
            "14 жумуш күнү, 2026-жылдын 20-мартынан баштап эсептелет: мөөнөтү — 2026-жылдын 9-апрели".to_owned(),
            "Негиз: «Жарандардын кайрылууларын кароо тартиби жөнүндө» мыйзам, 8-берене (булакта ырасталган).".to_owned(),
        ],
        resolutions: vec![Resolution {
            when: "20.03.2026, 10:15".to_owned(),
            author: "А. Жетекчиев".to_owned(),
            text: "Ү. Катчыевага: «Суу» ишканасы менен бирге жеринде текшерип, чара көрүңүз.".to_owned(),
        }],
        answer: Some(Answer {
            text: CaseText { lang: Lang::Ky, text: ANSWER.to_owned() },
            fields: fields(&[("Жыйынтыгы", "канааттандырылды"), ("Кол койду", "А. Жетекчиев, 03.04.2026")]),
        }),
        dispatch: fields(&[("Жолу", "Почта"), ("Күнү", "03.04.2026"), ("Номери", "02-17/318")]),
        timeline: vec![
            event("19.03.2026, 11:20", "Келип түштү", "Ү. Катчыева", "Почта менен"),
            event("20.03.2026, 09:05", "Катталды", "Ү. Катчыева", "№ 214/2026"),
            event("03.04.2026, 14:40", "Жоопко кол коюлду", "А. Жетекчиев", ""),
            event("06.04.2026, 16:00", "Жабылды", "А. Жетекчиев", "Иштин индекси 02-17"),
        ],
        certificates: vec![Certificate {
            title: "Маалыматты жашыруу күбөлүгү № 1".to_owned(),
            fields: fields(&[("Файл", "арыз.png"), ("Жашырылган аймактар", "3"), ("Текшерилди", "03.04.2026, 12:00")]),
        }],
        attachments: vec![CaseAttachment {
            name: "арыз.png".to_owned(),
            media_type: "image/png".to_owned(),
            size: SCAN.len() as u64,
            sha256: hash(SCAN),
            role: "келип түшкөн".to_owned(),
            content: Content::Load(Box::new(|| Ok(SCAN.to_vec()))),
        }],
        audit: AuditSlice {
            lines: vec![line(1, "register"), line(2, "assign"), line(3, "close")],
            head: hash(b"head"),
            head_sequence: 4711,
        },
    }
}

fn case() -> ClosedCase {
    ClosedCase::of(inquiry()).unwrap()
}

#[test]
fn a_case_becomes_one_file() {
    for lang in Lang::ALL {
        let made = archive(&case(), file(), &Texts::new(lang)).unwrap();
        tools::keep(&format!("case-{}.pdf", lang.tag()), &made.bytes);
        tools::check(&made.bytes);
        assert_eq!(made.sha256, hash(&made.bytes));
        assert_eq!(made.replaced, []);
        let text = tools::text(&made.bytes);
        assert!(
            !text.contains("archive-") && !text.contains("card-"),
            "a text is missing: {text}"
        );
        let words = tools::words(&made.bytes);
        let places: Vec<usize> = [
            "02-17",
            "Бак көчөсү 12",
            "Биздин көчөдө",
            "жеринде текшерип",
            "алмаштырылды",
            "№ 214/2026",
            "4711",
        ]
        .iter()
        .map(|part| {
            words
                .rfind(part)
                .unwrap_or_else(|| panic!("{part} is missing: {words}"))
        })
        .collect();
        assert!(
            places[1..5].is_sorted(),
            "card, applicant, text, resolution, answer: {places:?}"
        );
    }
}

#[test]
fn the_text_of_a_case_file() {
    let made = archive(&case(), file(), &Texts::new(Lang::Ky)).unwrap();
    let text = tools::text(&made.bytes);
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|l| !l.is_empty())
        .collect();
    insta::assert_snapshot!("case-ky", lines.join("\n"));
}

#[test]
fn attachments_and_data_travel_inside() {
    let made = archive(&case(), file(), &Texts::new(Lang::Ky)).unwrap();
    let files = tools::attachments(&made.bytes);
    assert_eq!(
        files
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        ["case.json", "арыз.png"]
    );
    assert_eq!(files[1].1, SCAN);
    let data: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
    assert_eq!(data["number"], "214/2026");
    assert_eq!(data["inquiry"]["text"], TEXT);
    assert_eq!(data["inquiry"]["number"]["serial"], 214);
    assert_eq!(data["attachments"][0]["file"], "арыз.png");
    assert_eq!(data["attachments"][0]["sha256"], hash(SCAN));
    assert_eq!(data["audit"]["lines"][2]["hash"], hash(b"close"));
}

#[test]
fn recording_the_archiving_does_not_change_the_file() {
    let before = archive(&case(), file(), &Texts::new(Lang::Ky)).unwrap();
    let mut later = inquiry();
    later.state = State::Archived {
        at: at("2026-04-07T10:01:00+06:00"),
        sha256: before.sha256.clone(),
        file_index: "02-17".into(),
    };
    later.versions.insert("state".into(), 9);
    let after = archive(
        &ClosedCase::of(later).unwrap(),
        file(),
        &Texts::new(Lang::Ky),
    )
    .unwrap();
    assert_eq!(after.sha256, before.sha256);
}

#[test]
fn an_open_case_is_not_a_closed_case() {
    let mut open = inquiry();
    open.state = State::InWork;
    assert!(ClosedCase::of(open).is_err());
}

#[test]
fn a_file_with_something_missing_or_altered_is_not_made() {
    let check = |harm: fn(&mut CaseFile)| {
        let mut file = file();
        harm(&mut file);
        archive(&case(), file, &Texts::new(Lang::Ru)).unwrap_err()
    };
    assert!(matches!(
        check(|f| f.number = "215/2026".into()),
        ArchiveError::OtherCase { .. }
    ));
    assert!(
        matches!(check(|f| f.attachments.clear()), ArchiveError::Missing { name } if name == "арыз.png")
    );
    let altered = check(|f| {
        let mut bytes = SCAN.to_vec();
        bytes[10] ^= 1;
        f.attachments[0].content = Content::Bytes(bytes);
    });
    assert!(matches!(altered, ArchiveError::Altered { name } if name == "арыз.png"));
    assert!(matches!(
        check(|f| f.attachments[0].size += 1),
        ArchiveError::Altered { .. }
    ));
    let gone = check(|f| {
        f.attachments[0].content = Content::Load(Box::new(|| Err(std::io::Error::other("gone"))))
    });
    assert!(matches!(gone, ArchiveError::Unreadable { name, .. } if name == "арыз.png"));
}

#[test]
fn names_that_clash_are_told_on_paper() {
    let mut file = file();
    for name in ["case.json", "арыз.png"] {
        file.attachments.push(CaseAttachment {
            name: name.to_owned(),
            media_type: "application/json".to_owned(),
            size: 2,
            sha256: hash(b"{}"),
            role: "келип түшкөн".to_owned(),
            content: Content::Bytes(b"{}".to_vec()),
        });
    }
    let made = archive(&case(), file, &Texts::new(Lang::En)).unwrap();
    let names: Vec<String> = tools::attachments(&made.bytes)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        ["case (2).json", "case.json", "арыз (2).png", "арыз.png"]
    );
    let words = tools::words(&made.bytes);
    assert!(words.contains("inside this file: case (2).json"), "{words}");
}

#[test]
fn a_hard_case_makes_a_valid_file() {
    let hostile = "سلام 😀 \u{1}\u{202e}\t".to_owned() + &"Өзгөчөузуналкакаттуу".repeat(15);
    let mut file = file();
    file.applicants = (0..6)
        .map(|_| CaseApplicant {
            name: hostile.clone(),
            address: hostile.clone(),
            ..CaseApplicant::default()
        })
        .collect();
    file.text.text = (hostile.clone() + "\n").repeat(20);
    file.made_by = hostile.clone();
    file.timeline = (0..30)
        .map(|_| Event {
            when: "19.03.2026".into(),
            what: hostile.clone(),
            who: hostile.clone(),
            detail: String::new(),
        })
        .collect();
    file.attachments[0].name = format!("{hostile}.png");
    file.answer = None;
    file.dispatch.clear();
    let made = archive(&case(), file, &Texts::new(Lang::Ru)).unwrap();
    tools::keep("case-hard.pdf", &made.bytes);
    tools::check(&made.bytes);
    assert!(made.replaced.iter().any(|r| r.character == '😀'));
    let empty = CaseFile {
        card: Vec::new(),
        applicants: Vec::new(),
        text: CaseText {
            lang: Lang::Ru,
            text: " \n ".to_owned(),
        },
        deadline: Vec::new(),
        resolutions: Vec::new(),
        answer: None,
        dispatch: Vec::new(),
        timeline: Vec::new(),
        certificates: Vec::new(),
        audit: AuditSlice::default(),
        ..self::file()
    };
    tools::check(
        &archive(&case(), empty, &Texts::new(Lang::En))
            .unwrap()
            .bytes,
    );
}
