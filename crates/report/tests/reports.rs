//! Reports over known rows: the model and the paper as snapshots, and what must hold for any rows.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../../paper/tests/tools/mod.rs"]
mod tools;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate};
use domain::Lang;
use report::{
    Dimension, Labels, Period, ReportError, ReportInput, ReportModel, ReportRow, Signer, Unsynced,
    csv, json, pdf,
};
use text::Texts;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quarter() -> Period {
    Period {
        from: day("2026-01-01"),
        to: day("2026-03-31"),
    }
}

/// A row of the quarter; what it answers follows from its number alone.
fn row(n: u64, period: Period) -> ReportRow {
    let pick = |list: &[&str], every: u64| {
        list[usize::try_from(n / every).unwrap() % list.len()].to_owned()
    };
    let received = period.from + Days::new(n * 7 % 90);
    let registered = received + Days::new(1);
    let due = registered + Days::new(14);
    let answered = match n % 5 {
        0 | 1 => Some(due - Days::new(n % 9)),
        2 => Some(due + Days::new(3)),
        _ => None,
    };
    let channel = pick(&["post", "website", "reception", "website", "phone"], 1);
    ReportRow {
        id: format!("{}-{n}", period.from),
        number: format!("{n}/{}", period.from.format("%Y")),
        received,
        registered: (n % 11 != 10).then_some(registered),
        form: match channel.as_str() {
            "website" => "electronic",
            "post" => "written",
            _ => "oral",
        }
        .to_owned(),
        channel,
        kind: pick(&["application", "complaint", "application", "proposal"], 2),
        topic: (n % 7 != 6).then(|| pick(&["water", "roads", "aid", "water", "land"], 1)),
        territory: Some(pick(&["kemin", "chym", "unknown-village"], 3)),
        outcome: answered.map(|_| pick(&["satisfied", "explained", "refused"], 5)),
        state: if answered.is_some() {
            "answered"
        } else {
            "in_work"
        }
        .to_owned(),
        due: (n % 11 != 10).then_some(due),
        answered,
        closed: None,
        repeat: n % 6 == 5,
        collective: n % 8 == 3,
        category: (n % 4 == 1).then(|| "pensioner".to_owned()),
        lang: pick(&["ky", "ru"], 2),
        executor: (n % 9 != 8).then(|| pick(&["staff-1", "staff-2"], 1)),
    }
}

fn input(count: u64, count_before: u64) -> ReportInput {
    let known = [
        (Dimension::Form, vec!["written", "electronic", "oral"]),
        (
            Dimension::Channel,
            vec!["post", "website", "reception", "hotline"],
        ),
        (
            Dimension::Kind,
            vec!["proposal", "application", "complaint"],
        ),
        (
            Dimension::Outcome,
            vec!["satisfied", "explained", "refused"],
        ),
    ];
    ReportInput {
        period: quarter(),
        rows: (1..=count).map(|n| row(n, quarter())).collect(),
        rows_before: (1..=count_before)
            .map(|n| row(n, quarter().year_before()))
            .collect(),
        known: known
            .into_iter()
            .map(|(d, codes)| (d, codes.into_iter().map(str::to_owned).collect()))
            .collect(),
        as_of: DateTime::parse_from_rfc3339("2026-04-03T09:30:00+06:00").unwrap(),
        sequence: Some(4711),
        body: vec![
            "Үлгү районунун мамлекеттик администрациясы".to_owned(),
            "Администрация Образцового района".to_owned(),
        ],
        profile: "Кыргыз Республикасы: район".to_owned(),
        profile_version: "2026-01".to_owned(),
        made_by: "Үлгү Жетекчиев".to_owned(),
        signers: vec![Signer {
            role: "Администрациянын аппарат жетекчиси".to_owned(),
            name: "Ү. Жетекчиев".to_owned(),
        }],
        unsynced: Unsynced::default(),
    }
}

fn labels() -> Labels {
    let mut labels = Labels::new();
    for (dimension, code, label) in [
        (Dimension::Channel, "post", "Почта"),
        (Dimension::Channel, "website", "Электрондук кабылдама"),
        (Dimension::Channel, "reception", "Жеке кабыл алуу"),
        (Dimension::Channel, "hotline", "Ишеним телефону"),
        (Dimension::Kind, "proposal", "сунуш"),
        (Dimension::Kind, "application", "арыз"),
        (Dimension::Kind, "complaint", "даттануу"),
        (Dimension::Topic, "water", "Ичүүчү суу менен камсыз кылуу"),
        (Dimension::Topic, "roads", "Жолдор"),
        (Dimension::Topic, "aid", "Материалдык жардам"),
        (Dimension::Topic, "land", "Жер маселелери"),
        (Dimension::Outcome, "satisfied", "канааттандырылды"),
        (Dimension::Outcome, "explained", "түшүндүрүлдү"),
        (Dimension::Outcome, "refused", "четке кагылды"),
        (Dimension::Territory, "kemin", "Кемин айыл аймагы (үлгү)"),
        (Dimension::Territory, "chym", "Чым айыл аймагы (үлгү)"),
        (Dimension::Category, "pensioner", "пенсионер"),
        (Dimension::Executor, "staff-1", "А. Үлгүев"),
        (Dimension::Executor, "staff-2", "Б. Үлгүева"),
    ] {
        labels.add(dimension, code, label);
    }
    labels
}

fn model(count: u64, before: u64) -> ReportModel {
    ReportModel::build(input(count, before)).unwrap()
}

#[test]
fn the_model_of_a_quarter() {
    let mut model = model(24, 17);
    // The rows are the input; the figures and what stands behind them are the result.
    model.rows.clear();
    model.rows_before.clear();
    insta::assert_json_snapshot!("model", model);
}

#[test]
fn figures_are_those_that_a_plain_count_gives() {
    let model = model(400, 333);
    let on = model.as_of.date_naive();
    for dimension in Dimension::ALL {
        let mut plain: BTreeMap<Option<String>, (usize, usize)> = BTreeMap::new();
        for n in 1..=400 {
            plain
                .entry(dimension.of(&row(n, quarter()), on).map(str::to_owned))
                .or_default()
                .0 += 1;
        }
        for n in 1..=333 {
            plain
                .entry(
                    dimension
                        .of(&row(n, quarter().year_before()), on)
                        .map(str::to_owned),
                )
                .or_default()
                .1 += 1;
        }
        let section = model.section(dimension).unwrap();
        for row in &section.rows {
            let expect = plain.remove(&row.code).unwrap_or_default();
            assert_eq!(
                (row.figure.count, row.figure.before),
                expect,
                "{dimension:?} {:?}",
                row.code
            );
            assert!(
                model
                    .behind(row)
                    .all(|r| dimension.of(r, on).map(str::to_owned) == row.code)
            );
            assert!(
                model
                    .behind_before(row)
                    .all(|r| dimension.of(r, on).map(str::to_owned) == row.code)
            );
            assert_eq!(model.behind(row).count(), row.figure.count);
        }
        assert!(plain.is_empty(), "{dimension:?} lacks {plain:?}");
    }
}

#[test]
fn deadlines_are_judged_on_the_day_of_the_data() {
    let base = ReportRow {
        due: Some(day("2026-03-20")),
        answered: None,
        closed: None,
        ..row(1, quarter())
    };
    let check = |due: Option<&str>,
                 answered: Option<&str>,
                 closed: Option<&str>,
                 on: &str,
                 expect: &str| {
        let row = ReportRow {
            due: due.map(day),
            answered: answered.map(day),
            closed: closed.map(day),
            ..base.clone()
        };
        assert_eq!(
            row.timeliness(day(on)).code(),
            expect,
            "{due:?} {answered:?} {closed:?} {on}"
        );
    };
    check(
        Some("2026-03-20"),
        Some("2026-03-20"),
        None,
        "2026-04-03",
        "in_time",
    );
    check(
        Some("2026-03-20"),
        Some("2026-03-21"),
        None,
        "2026-04-03",
        "late",
    );
    check(
        Some("2026-03-20"),
        None,
        Some("2026-03-19"),
        "2026-04-03",
        "in_time",
    );
    check(
        Some("2026-03-20"),
        Some("2026-03-20"),
        Some("2026-03-25"),
        "2026-04-03",
        "in_time",
    );
    check(Some("2026-03-20"), None, None, "2026-03-20", "pending");
    check(Some("2026-03-20"), None, None, "2026-03-21", "overdue");
    check(None, None, None, "2026-03-21", "no_deadline");
}

#[test]
fn the_order_of_the_rows_makes_no_difference() {
    let mut turned = input(60, 40);
    turned.rows.reverse();
    turned.rows_before.reverse();
    assert_eq!(ReportModel::build(turned).unwrap(), model(60, 40));
}

#[test]
fn a_report_that_does_not_add_up_is_refused() {
    type Harm = fn(&mut ReportModel);
    let harms: [(&str, Harm); 6] = [
        ("a count is raised", |m| {
            m.sections[3].rows[0].figure.count += 1
        }),
        ("an inquiry is missing", |m| {
            let _ = m.sections[1].rows[0].inquiries.pop();
        }),
        ("an inquiry stands in two rows", |m| {
            let moved = m.sections[2].rows[1].inquiries[0];
            m.sections[2].rows[0].inquiries[0] = moved;
        }),
        ("an inquiry is not there", |m| {
            m.sections[2].rows[0].inquiries_before[0] = 9999
        }),
        ("the section's total is another", |m| {
            m.sections[0].total.before += 1
        }),
        ("a row was removed", |m| drop(m.rows.pop())),
    ];
    for (what, harm) in harms {
        let mut model = model(30, 20);
        model.reconcile().unwrap();
        harm(&mut model);
        assert!(
            matches!(model.reconcile(), Err(ReportError::Unreconciled { .. })),
            "{what}"
        );
    }
}

#[test]
fn rows_outside_the_period_or_given_twice_are_refused() {
    let build = |harm: fn(&mut ReportInput)| {
        let mut input = input(5, 5);
        harm(&mut input);
        ReportModel::build(input)
    };
    assert!(matches!(
        build(|i| i.rows[0].received = day("2025-12-31")),
        Err(ReportError::OutsidePeriod { .. })
    ));
    assert!(matches!(
        build(|i| i.rows_before[0].received = day("2026-01-01")),
        Err(ReportError::OutsidePeriod { .. })
    ));
    assert!(matches!(
        build(|i| i.rows[1].id = i.rows[0].id.clone()),
        Err(ReportError::Twice { .. })
    ));
    assert!(matches!(
        build(|i| i.period.to = day("2025-12-31")),
        Err(ReportError::Period { .. })
    ));
}

#[test]
fn the_paper_in_three_languages() {
    let mut input = input(24, 17);
    input.unsynced = Unsynced {
        queued: 3,
        devices: vec!["Үлгү-2".to_owned()],
    };
    let model = ReportModel::build(input).unwrap();
    for lang in Lang::ALL {
        let paper = pdf(&model, &labels(), &Texts::new(lang)).unwrap();
        tools::keep(&format!("report-{}.pdf", lang.tag()), &paper.bytes);
        tools::check(&paper.bytes);
        assert_eq!(paper.replaced, []);
        let text = tools::text(&paper.bytes);
        assert!(!text.contains("report-"), "a text is missing: {text}");
        // Gaps are the reader's business, the words and their lines are ours.
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|l| !l.is_empty())
            .collect();
        insta::assert_snapshot!(format!("paper-{}", lang.tag()), lines.join("\n"));
    }
}

#[test]
fn the_rows_travel_inside() {
    let model = model(24, 17);
    let texts = Texts::new(Lang::Ru);
    let paper = pdf(&model, &labels(), &texts).unwrap();
    let files = tools::attachments(&paper.bytes);
    assert_eq!(
        files
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        ["report.csv", "report.json"]
    );
    assert_eq!(files[0].1, csv(&model, &labels(), &texts).unwrap());
    assert_eq!(files[1].1, json(&model).unwrap());
    let data: serde_json::Value = serde_json::from_slice(&files[1].1).unwrap();
    assert_eq!(data["rows"].as_array().unwrap().len(), 24);
    let late = data["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["timeliness"] == "late")
        .count();
    let section = data["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["by"] == "timeliness")
        .unwrap();
    let figure = section["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["code"] == "late")
        .unwrap();
    assert_eq!(figure["count"], late);
}

#[test]
fn cells_of_the_table_are_not_formulas() {
    let mut input = input(2, 0);
    input.rows[0].number = "=HYPERLINK(\"http://example.kg\")".to_owned();
    let mut labels = labels();
    labels.add(Dimension::Executor, "staff-1", "+996; \"А\"");
    labels.add(Dimension::Executor, "staff-2", "@А\nБ");
    let model = ReportModel::build(input).unwrap();
    let bytes = csv(&model, &labels, &Texts::new(Lang::Ky)).unwrap();
    let table = String::from_utf8(bytes).unwrap();
    let table = table.strip_prefix('\u{feff}').unwrap();
    assert!(
        table.contains("\"'=HYPERLINK(\"\"http://example.kg\"\")\"")
            && table.contains("\"'+996; \"\"А\"\"\"")
            && table.contains("'@А"),
        "{table}"
    );
}

#[test]
fn an_empty_period_and_a_single_inquiry_make_papers() {
    for (count, before) in [(0, 0), (1, 0), (0, 1)] {
        let model = model(count, before);
        for lang in Lang::ALL {
            let paper = pdf(&model, &Labels::new(), &Texts::new(lang)).unwrap();
            tools::check(&paper.bytes);
        }
        let paper = pdf(&model, &Labels::new(), &Texts::new(Lang::En)).unwrap();
        tools::keep(&format!("report-{count}-{before}.pdf"), &paper.bytes);
        let words = tools::words(&paper.bytes);
        assert_eq!(
            words.contains("No inquiry was received in this period."),
            count == 0,
            "{words}"
        );
    }
}

#[test]
fn hostile_names_make_a_valid_paper() {
    let mut input = input(20, 10);
    let hostile = "سلام 😀 \u{1}\u{202e} ".to_owned() + &"Өзгөчөузуналкакаттуу".repeat(15);
    input.body = vec![hostile.clone()];
    input.made_by = hostile.clone();
    input.unsynced.devices = vec![hostile.clone(); 3];
    input.signers = vec![Signer {
        role: hostile.clone(),
        name: hostile.clone(),
    }];
    let mut labels = labels();
    labels.add(Dimension::Topic, "water", hostile.clone());
    labels.add(Dimension::Channel, "website", hostile);
    let paper = pdf(
        &ReportModel::build(input).unwrap(),
        &labels,
        &Texts::new(Lang::Ky),
    )
    .unwrap();
    tools::keep("report-hostile.pdf", &paper.bytes);
    tools::check(&paper.bytes);
    assert!(paper.replaced.iter().any(|r| r.character == '😀'));
}
