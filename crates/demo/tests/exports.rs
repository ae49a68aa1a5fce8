//! What the website would export is read by the import, each format with its own losses.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use demo::{ExportFormat, Options, submissions};

fn options() -> Options {
    Options::year(
        900,
        7,
        NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day"),
    )
}

fn keys(format: ExportFormat) -> BTreeSet<String> {
    let file = submissions(options(), 80, format);
    let import = intake::read(&file.bytes, Some(file.name)).expect("readable");
    assert_eq!(import.rows.len(), file.good, "{format:?}");
    assert_eq!(
        import.problems.len(),
        file.bad,
        "{format:?}: {:?}",
        import.problems
    );
    assert_eq!(import.total, 80);
    assert!(
        import
            .problems
            .iter()
            .all(|problem| problem.code.code() == "content-missing")
    );
    import.rows.iter().map(intake::Submission::key).collect()
}

#[test]
fn every_format_is_read_with_the_same_keys() {
    let first = keys(ExportFormat::Csv);
    assert_eq!(first.len(), 76);
    for format in [
        ExportFormat::ExcelCsv,
        ExportFormat::ExcelUnicode,
        ExportFormat::Json,
        ExportFormat::JsonLines,
    ] {
        assert_eq!(keys(format), first, "{format:?}");
    }
}

#[test]
fn excel_loses_letters_and_telephones_and_the_import_says_so() {
    let file = submissions(options(), 80, ExportFormat::ExcelCsv);
    let import = intake::read(&file.bytes, Some(file.name)).expect("readable");
    let said = |code| {
        import
            .rows
            .iter()
            .filter(|row| row.warnings.iter().any(|w| w.code == code))
            .count()
    };
    assert!(said(intake::WarningCode::LostLetters) > 20);
    assert!(said(intake::WarningCode::PhoneDamaged) > 5);
    let clean = submissions(options(), 80, ExportFormat::Json);
    let import = intake::read(&clean.bytes, Some(clean.name)).expect("readable");
    assert!(import.rows.iter().all(|row| row.warnings.iter().all(|w| {
        matches!(
            w.code,
            intake::WarningCode::Anonymous | intake::WarningCode::NoContact
        )
    })));
}

#[test]
fn the_same_options_give_the_same_file() {
    for format in [
        ExportFormat::Csv,
        ExportFormat::ExcelCsv,
        ExportFormat::ExcelUnicode,
        ExportFormat::Json,
    ] {
        assert_eq!(
            submissions(options(), 30, format).bytes,
            submissions(options(), 30, format).bytes
        );
    }
}
