//! The four profiles that ship, profiles of an older schema, and each contradiction that a check must find.

use domain::ids::Code;
use domain::number::RegistrationNumber;
use domain::profile::{KG_DISTRICT, Profile, SHIPPED, Status, shipped};
use domain::profile_check::Violation;
use serde_json::{Value, json};

const SCHEMA_1: &str = include_str!("fixtures/kg-district-schema-1.json");

fn file(id: &str) -> Value {
    serde_json::from_str(shipped(id).expect("it ships")).expect("json")
}

/// What is wrong with a file after a change.
fn wrong(id: &str, change: impl FnOnce(&mut Value)) -> Vec<Violation> {
    let mut file = file(id);
    change(&mut file);
    Profile::read(&file.to_string()).err().unwrap_or_default()
}

/// The one thing that is wrong after a change.
fn check(id: &str, change: impl FnOnce(&mut Value), place: &str, what: &str) {
    let found = wrong(id, change);
    let expected = [Violation {
        place: place.into(),
        what: what.into(),
    }];
    assert_eq!(found, expected);
}

const KG: &str = "kg-district";
const RU: &str = "ru-municipality";

#[test]
fn the_four_that_ship_are_valid_and_go_round() {
    for (id, text) in SHIPPED {
        let profile = Profile::read(text).unwrap_or_else(|wrong| panic!("{id}: {wrong:#?}"));
        assert_eq!(profile.id, id);
        assert_eq!(profile.schema, domain::profile::SCHEMA);
        let again = Profile::read(&serde_json::to_string(&profile).expect("serialises"));
        assert_eq!(again.as_ref(), Ok(&profile), "{id}");
    }
    assert!(shipped("nowhere").is_none());
}

#[test]
fn the_three_of_the_republic_have_one_law_and_one_calendar() {
    let read = |id| Profile::read(shipped(id).expect("it ships")).expect("valid");
    let district = read(KG);
    for id in ["kg-vacancies", "kg-consular"] {
        let other = read(id);
        assert_eq!(other.clocks, district.clocks, "{id}");
        assert_eq!(other.kinds, district.kinds, "{id}");
        assert_eq!(other.calendar, district.calendar, "{id}");
        assert_eq!(other.counting, district.counting, "{id}");
    }
}

#[test]
fn statuses_are_as_the_law_was_found() {
    let kg = Profile::read(KG_DISTRICT).expect("valid");
    let clock = kg.clock_of(&Code::from("application")).expect("a clock");
    let today = "2026-11-02".parse().expect("a date");
    let said = |s: &domain::profile::Series| {
        let rule = s.on(today);
        (rule.value, rule.status)
    };
    assert_eq!(said(&clock.registration), (1, Status::Verified));
    assert_eq!(said(&clock.consideration), (14, Status::Verified));
    assert_eq!(said(&clock.extension), (30, Status::Unverified));
    assert_eq!(said(&clock.forwarding), (5, Status::Unverified));
    let ru = Profile::read(shipped(RU).expect("it ships")).expect("valid");
    let clock = ru.clock_of(&Code::from("complaint")).expect("a clock");
    assert_eq!(said(&clock.registration), (3, Status::Verified));
    assert_eq!(said(&clock.consideration), (30, Status::Verified));
    assert_eq!(said(&clock.forwarding), (7, Status::Secondary));
    assert_eq!(said(&clock.extension), (30, Status::Secondary));
    let documents = clock.documents.as_ref().expect("the law has it");
    assert_eq!(said(documents), (15, Status::Secondary));
    let fine = kg.limit(&Code::from("fine"), today).expect("a figure");
    assert_eq!((fine.value, fine.status), (10_000, Status::Verified));
}

#[test]
fn a_profile_of_the_first_schema_is_read_and_counts_as_before() {
    let old = Profile::read(SCHEMA_1).expect("valid");
    assert_eq!(old.schema, 1);
    let new = Profile::read(KG_DISTRICT).expect("valid");
    assert_eq!(old.counting, new.counting);
    for date in ["2025-01-03", "2026-04-24", "2026-12-21"] {
        let due = |p| {
            domain::deadline::consideration(
                p,
                &Code::from("application"),
                date.parse().expect("a date"),
            )
            .expect("a clock")
            .on
        };
        assert_eq!(due(&old), due(&new), "{date}");
    }
    // Nor does a newer program ask of it what it could not say.
    let mut json: Value = serde_json::from_str(SCHEMA_1).expect("json");
    json["calendar"]["transfers"][0]["worked"] = "2025-01-10".into();
    assert!(Profile::read(&json.to_string()).is_ok());
}

#[test]
fn all_that_is_wrong_is_named_at_once() {
    let found = wrong(KG, |f| {
        f["kinds"][0]["clock"] = "nowhere".into();
        f["clocks"][0]["consideration"] = json!([]);
        f["clocks"][1]
            .as_object_mut()
            .expect("a clock")
            .remove("forwarding");
        f["calendar"]["hours"]["to"] = "08:00:00".into();
        f["retention"][0]["article"] = " ".into();
    });
    let places: Vec<&str> = found.iter().map(|v| v.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "clocks.appeal.consideration",
            "clocks.information.forwarding",
            "kinds.proposal",
            "calendar.hours",
            "calendar.hours",
            "retention.appeals",
        ],
        "{found:#?}"
    );
    let found = Profile::read("{\n\"id\": 3}").expect_err("no profile");
    assert_eq!(found.len(), 1);
    assert!(found[0].place.starts_with("line "), "{found:?}");
}

#[test]
fn heads() {
    check(
        KG,
        |f| f["schema"] = 9.into(),
        "schema",
        "this program knows schemas up to 2",
    );
    check(
        KG,
        |f| f["languages"] = json!(["ky", "ky", "ru", "en"]),
        "languages",
        "a language is there twice",
    );
    check(
        KG,
        |f| f["minor_under"] = 0.into(),
        "minor_under",
        "an age from 1 to 21",
    );
    check(KG, |f| f["version"] = "".into(), "version", "is empty");
    check(
        KG,
        |f| f["body"]["name"]["ky"] = "".into(),
        "body.name",
        "no text in ky",
    );
    check(
        KG,
        |f| {
            drop(
                f["origins"]
                    .as_object_mut()
                    .expect("map")
                    .remove("channels"),
            )
        },
        "origins.channels",
        "does not say where it is from",
    );
    check(
        KG,
        |f| f["origins"]["topics"]["source"] = " ".into(),
        "origins.topics",
        "names no source",
    );
    let other = |f: &mut Value| f["origins"]["weather"] = f["origins"]["topics"].clone();
    check(KG, other, "origins.weather", "there is no such field");
}

#[test]
fn kinds_and_clocks() {
    check(
        KG,
        |f| f["kinds"][1]["clock"] = "nowhere".into(),
        "kinds.application",
        "no clock nowhere",
    );
    check(
        KG,
        |f| f["kinds"][1]["code"] = "proposal".into(),
        "kind.proposal",
        "the code is there twice",
    );
    check(
        KG,
        |f| f["kinds"][1]["source"] = "".into(),
        "kinds.application",
        "names no source",
    );
    check(
        KG,
        |f| f["kinds"][3]["clock"] = "appeal".into(),
        "clocks.information",
        "no kind runs by it",
    );
    check(
        KG,
        |f| f["clocks"][0]["forwarding"][0]["value"] = 0.into(),
        "clocks.appeal.forwarding",
        "a term has 1 to 366 days",
    );
    check(
        KG,
        |f| f["clocks"][0]["forwarding"][0]["source"] = "".into(),
        "clocks.appeal.forwarding",
        "a term names its source",
    );
    let twice = |f: &mut Value| {
        let rules = f["clocks"][0]["consideration"]
            .as_array_mut()
            .expect("rules");
        rules.push(rules[0].clone());
    };
    check(
        KG,
        twice,
        "clocks.appeal.consideration",
        "two rules from 2007-05-04",
    );
    let late = |f: &mut Value| {
        let rules = f["clocks"][0]["consideration"]
            .as_array_mut()
            .expect("rules");
        let mut reform = rules[0].clone();
        reform["effective_from"] = "2028-01-01".into();
        rules.push(reform);
    };
    check(
        KG,
        late,
        "clocks.appeal.consideration",
        "the calendar ends before the rule of 2028-01-01",
    );
    let long = |f: &mut Value| {
        f["calendar"]["complete"] = json!([2027, 2027]);
        let holidays = f["calendar"]["holidays"].as_array_mut().expect("holidays");
        holidays.retain(|h| h["from"].as_str().is_some_and(|d| d.starts_with("2027")));
        f["calendar"]["transfers"] = json!([]);
        f["clocks"][1]["consideration"][0]["value"] = 240.into();
    };
    check(
        KG,
        long,
        "clocks.information.consideration",
        "the calendar ends before a deadline that begins on its first day",
    );
    let pause = json!({"code": "reply", "label": {"ky": "Жооп", "ru": "Ответ", "en": ""}, "source": "s", "status": "unverified", "effective_from": "2026-01-01"});
    check(
        KG,
        |f| f["clocks"][0]["pauses"] = json!([pause]),
        "clocks.appeal.pauses.reply",
        "no text in en",
    );
    check(
        KG,
        |f| f["clocks"][0]["proposed"][0]["source"] = "".into(),
        "clocks.appeal.proposed.consideration",
        "names no source",
    );
    let limit = |f: &mut Value| {
        let rows = f["limits"].as_array_mut().expect("rows");
        rows.push(rows[0].clone());
    };
    check(KG, limit, "limits.fine", "two rows from 2025-07-01");
}

#[test]
fn calendars() {
    let cal = |path: &str, value: Value| {
        let path = format!("/calendar/{path}");
        move |f: &mut Value| *f.pointer_mut(&path).expect("a place") = value
    };
    check(
        KG,
        cal("transfers/0/worked", json!("2025-03-08")),
        "calendar.transfers.2025-03-08",
        "a holiday is not worked in place of another day",
    );
    check(
        KG,
        cal("transfers/0/worked", json!("2025-01-10")),
        "calendar.transfers.2025-01-10",
        "is no weekly day off",
    );
    check(
        KG,
        cal("transfers/0/stands_for", json!("2025-01-14")),
        "calendar.transfers.2025-01-11",
        "2025-01-14 is not among the holidays",
    );
    check(
        KG,
        cal("holidays/1/from", json!("2025-01-02")),
        "calendar.holidays.2025-01-02",
        "overlaps with that of 2025-01-01",
    );
    check(
        KG,
        cal("holidays/6/to", json!("2025-04-01")),
        "calendar.holidays.2025-05-01",
        "ends 0 to 31 days after it begins",
    );
    check(
        KG,
        cal("complete", json!([2025, 2028])),
        "calendar.complete",
        "no holiday in 2028",
    );
    check(
        KG,
        cal("weekend", json!([6, 7, 7])),
        "calendar.weekend",
        "a day is there twice",
    );
    check(
        KG,
        cal("hours/lunch_to", json!("18:00:00")),
        "calendar.hours",
        "the pause lies within the hours",
    );
    let outside = |f: &mut Value| {
        let holidays = f["calendar"]["holidays"].as_array_mut().expect("holidays");
        let mut far = holidays[0].clone();
        (far["from"], far["to"]) = (json!("2031-01-01"), Value::Null);
        holidays.push(far);
    };
    check(
        KG,
        outside,
        "calendar.holidays.2031-01-01",
        "lies outside the years of the calendar",
    );
    let short = |date: &str, to: &str| json!([{"date": date, "to": to, "source": "s", "status": "unverified"}]);
    let put = |value: Value| move |f: &mut Value| f["calendar"]["short_days"] = value;
    check(
        KG,
        put(short("2026-11-07", "16:30:00")),
        "calendar.short_days.2026-11-07",
        "is not worked at all",
    );
    check(
        KG,
        put(short("2026-11-06", "18:30:00")),
        "calendar.short_days.2026-11-06",
        "closes within the hours of other days",
    );
}

#[test]
fn the_classifier_is_a_tree() {
    check(
        KG,
        |f| f["topics"][1]["parent"] = "nowhere".into(),
        "topics.social.aid",
        "no topic nowhere",
    );
    let ring = |f: &mut Value| {
        f["topics"][0]["parent"] = "social.aid".into();
    };
    let found = wrong(KG, ring);
    let places: Vec<&str> = found.iter().map(|v| v.place.as_str()).collect();
    assert_eq!(places, ["topics.social", "topics.social.aid"]);
    let leaf = |f: &Value| {
        let topics = f["topics"].as_array().expect("topics");
        topics.len() - 1
    };
    for (code, what) in [
        (
            "0005.0001.0002.00x3",
            "the code has not the prescribed form",
        ),
        (
            "0004.0001.0002.0003",
            "the code does not begin with its section's",
        ),
    ] {
        let change = |f: &mut Value| {
            let n = leaf(f);
            f["topics"][n]["code"] = code.into();
        };
        check(RU, change, &format!("topics.{code}"), what);
    }
    let shallow = |f: &mut Value| {
        let topics = f["topics"].as_array_mut().expect("topics");
        topics.push(
            json!({"code": "0005.0009", "label": {"ru": "Иное", "en": "Other"}, "parent": "0005"}),
        );
    };
    check(
        RU,
        shallow,
        "topics.0005.0009",
        "the code has not the prescribed form",
    );
}

#[test]
fn letters_and_templates() {
    check(
        KG,
        |f| f["letters"][1]["text"]["ky"] = "".into(),
        "letters.extended.text",
        "no text in ky",
    );
    check(
        KG,
        |f| f["letters"][1]["code"] = "registered".into(),
        "letters.registered",
        "the code is there twice",
    );
    let lost = |f: &mut Value| drop(f["letters"].as_array_mut().expect("letters").remove(2));
    check(KG, lost, "letters", "no letter for forwarded");
    check(
        KG,
        |f| {
            f["letters"][0]["text"]["en"] =
                "{applicant} {number} {due_date} {registered_date}".into()
        },
        "letters.registered",
        "other variables in en than in another language",
    );
    check(
        RU,
        |f| f["templates"][0]["outcome"] = "nowhere".into(),
        "templates.satisfied",
        "no outcome nowhere",
    );
    let found = wrong(RU, |f| {
        f["templates"][0]["text"]["en"] = "{aplicant}".into()
    });
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0].what, "no variable aplicant (en)");
    // A language that the body does not use may be empty.
    assert!(wrong(RU, |_| ()).is_empty());
}

#[test]
fn files_forms_numbers_portals() {
    check(
        KG,
        |f| f["files"][0]["row"] = "nowhere".into(),
        "files.01-14",
        "no row nowhere in the retention schedule",
    );
    check(
        KG,
        |f| f["files"][1]["index"] = "01-14".into(),
        "files.01-14",
        "the index is there twice",
    );
    check(
        KG,
        |f| f["retention"][0]["article"] = "".into(),
        "retention.appeals",
        "names no article",
    );
    check(
        KG,
        |f| f["retention"][0]["years"] = 0.into(),
        "retention.appeals",
        "1 to 100 years, or none for ever",
    );
    check(
        RU,
        |f| f["forms"][0]["languages"] = json!(["ky"]),
        "forms.card",
        "ky is no language of the body",
    );
    check(
        KG,
        |f| f["numbers"]["registration"] = "{serial}".into(),
        "numbers.registration",
        "{year} is missing",
    );
    check(
        RU,
        |f| f["portals"][0]["statuses"][3]["outcome"] = "nowhere".into(),
        "portals.sstu.Explained",
        "no outcome nowhere",
    );
    check(
        RU,
        |f| f["portals"][0]["statuses"][1]["states"] = json!([]),
        "portals.sstu",
        "no word for the state received",
    );
    let found = wrong(RU, |f| {
        f["portals"][0]["statuses"][0]["states"] = json!(["lost"])
    });
    assert_eq!(found[0].place, "portals.sstu.NotReceived");
}

#[test]
fn what_a_profile_says_of_its_records() {
    let ru = Profile::read(shipped(RU).expect("it ships")).expect("valid");
    let word = |state, outcome: Option<&str>| {
        let outcome = outcome.map(Code::from);
        ru.portals[0]
            .word(state, outcome.as_ref())
            .map(|w| w.value.as_str())
    };
    assert_eq!(word("in_work", None), Some("InWork"));
    assert_eq!(word("closed", Some("satisfied")), Some("Supported"));
    assert_eq!(word("closed", None), Some("Answered"));
    assert_eq!(word("void", None), None);
    let row = ru.retention_of("01-14").expect("a row");
    assert_eq!((row.years, row.review), (Some(5), true));
    let number = |journal: &str| RegistrationNumber {
        year: 2026,
        journal: journal.into(),
        serial: 17,
    };
    // As the program writes them everywhere.
    for number in [number(""), number("К")] {
        assert_eq!(ru.numbers.write(&number), number.to_string());
    }
}
