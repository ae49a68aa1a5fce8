//! What the csv crate writes, in every encoding, with every delimiter and line end, is read back;
//! and nothing that can be put into a file makes the reader panic.

use encoding_rs::{IBM866, KOI8_R, WINDOWS_1251, X_MAC_CYRILLIC};
use intake::{Encoding, Import, read};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Row {
    name: String,
    content: String,
    topic: String,
}

/// Letters that every supported encoding holds, and what breaks naive readers.
const PLAIN: &str = "[а-яА-ЯёЁa-zA-Z0-9 .,;:!?\"'|\t\n()-]{0,60}";
/// The same and Kyrgyz letters, an emoji, a dash.
const WIDE: &str = "[а-яА-ЯңөүҢӨҮa-z0-9 .,;\"'|\t\n🙂—-]{0,60}";

fn rows(pattern: &'static str) -> impl Strategy<Value = Vec<Row>> {
    let row = (pattern, pattern, pattern).prop_map(|(name, content, topic)| Row {
        name: one_line(&name),
        content: format!("Обращение {content}").trim().to_owned(),
        topic: one_line(&topic),
    });
    prop::collection::vec(row, 1..12)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table(
    rows: &[Row],
    delimiter: u8,
    line_end: csv::Terminator,
    quotes: csv::QuoteStyle,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(line_end)
        .quote_style(quotes)
        .from_writer(Vec::new());
    writer
        .write_record(["Номер обращения", "ФИО", "Текст обращения", "Тема", "Район"])
        .expect("to memory");
    for (number, row) in rows.iter().enumerate() {
        let number = format!("ЭП-{number}");
        writer
            .write_record([&number, &row.name, &row.content, &row.topic, "Демо"])
            .expect("to memory");
    }
    String::from_utf8(writer.into_inner().expect("flushed")).expect("text")
}

fn encode(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
    let single = |table: &'static encoding_rs::Encoding| {
        let (bytes, _, lost) = table.encode(text);
        assert!(!lost, "the sample holds only what {} can", table.name());
        bytes.into_owned()
    };
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xFF, 0xFE]
                .into_iter()
                .filter(|_| mark)
                .chain(units)
                .collect()
        }
        Encoding::Utf16Be => {
            let units = text.encode_utf16().flat_map(u16::to_be_bytes);
            [0xFE, 0xFF]
                .into_iter()
                .filter(|_| mark)
                .chain(units)
                .collect()
        }
        Encoding::Windows1251 => single(WINDOWS_1251),
        Encoding::Koi8R => single(KOI8_R),
        Encoding::Ibm866 => single(IBM866),
        Encoding::MacCyrillic => single(X_MAC_CYRILLIC),
    }
}

fn same(import: &Import, rows: &[Row]) -> Result<(), TestCaseError> {
    prop_assert!(import.problems.is_empty(), "{:?}", import.problems);
    prop_assert_eq!(import.total, rows.len());
    prop_assert_eq!(import.rows.len(), rows.len());
    for (taken, row) in import.rows.iter().zip(rows) {
        prop_assert_eq!(&taken.content, &row.content);
        prop_assert_eq!(taken.name.as_deref().unwrap_or_default(), &row.name);
        prop_assert_eq!(taken.topic.as_deref().unwrap_or_default(), &row.topic);
        prop_assert_eq!(&taken.extra, &[("Район".to_owned(), "Демо".to_owned())]);
    }
    Ok(())
}

fn shape() -> impl Strategy<Value = (u8, csv::Terminator, csv::QuoteStyle, bool)> {
    (
        prop::sample::select(vec![b',', b';', b'\t']),
        prop::sample::select(vec![
            csv::Terminator::CRLF,
            csv::Terminator::Any(b'\n'),
            csv::Terminator::Any(b'\r'),
        ]),
        prop::sample::select(vec![csv::QuoteStyle::Necessary, csv::QuoteStyle::Always]),
        any::<bool>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn unicode_tables_are_read_back(
        rows in rows(WIDE),
        (delimiter, line_end, quotes, mark) in shape(),
        encoding in prop::sample::select(vec![
            Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be,
        ]),
    ) {
        let bytes = encode(&table(&rows, delimiter, line_end, quotes), encoding, mark);
        let import = read(&bytes, Some("export.csv")).expect("a table");
        prop_assert_eq!(import.format.encoding, encoding);
        prop_assert_eq!(import.format.delimiter, Some(char::from(delimiter)));
        same(&import, &rows)?;
    }

    #[test]
    fn single_byte_tables_are_read_back(
        rows in rows(PLAIN),
        (delimiter, line_end, quotes, _) in shape(),
        encoding in prop::sample::select(vec![
            Encoding::Windows1251, Encoding::Koi8R, Encoding::Ibm866, Encoding::MacCyrillic,
        ]),
    ) {
        let bytes = encode(&table(&rows, delimiter, line_end, quotes), encoding, false);
        let import = read(&bytes, None).expect("a table");
        prop_assert_eq!(import.format.encoding, encoding);
        same(&import, &rows)?;
    }

    #[test]
    fn the_same_rows_have_the_same_keys_in_every_encoding(rows in rows(WIDE)) {
        let text = table(&rows, b';', csv::Terminator::CRLF, csv::QuoteStyle::Necessary);
        // Without the site's number the content decides.
        let text: String = text.replacen("Номер обращения", "Колонка", 1).replace('🙂', "");
        let poor: String = text
            .chars()
            .map(|c| if "ңөүҢӨҮ".contains(c) { '?' } else { c })
            .collect();
        let keys = |bytes: &[u8]| -> Vec<String> {
            let import = read(bytes, None).expect("a table");
            import.rows.iter().map(intake::Submission::key).collect()
        };
        let expected = keys(text.as_bytes());
        prop_assert_eq!(expected.len(), rows.len());
        prop_assert_eq!(&expected, &keys(&encode(&text, Encoding::Utf16Le, true)));
        prop_assert_eq!(&expected, &keys(&encode(&poor, Encoding::Windows1251, false)));
    }

    #[test]
    fn json_is_read_back(rows in rows(WIDE), lines in any::<bool>(), holder in any::<bool>()) {
        let values: Vec<serde_json::Value> = rows
            .iter()
            .map(|row| serde_json::json!({
                "name": row.name, "content": row.content, "topic": row.topic, "Район": "Демо",
            }))
            .collect();
        let text = if lines {
            values.iter().map(|v| format!("{v}\r\n")).collect()
        } else if holder {
            serde_json::to_string_pretty(&serde_json::json!({"submissions": values})).expect("json")
        } else {
            serde_json::to_string(&values).expect("json")
        };
        let import = read(text.as_bytes(), Some("export.json")).expect("json");
        same(&import, &rows)?;
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let _ = read(&bytes, None);
    }

    #[test]
    fn damaged_files_never_panic_and_count_every_row(
        rows in rows(WIDE),
        (delimiter, line_end, quotes, mark) in shape(),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le]),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&table(&rows, delimiter, line_end, quotes), encoding, mark);
        for (at, value) in hits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(cut.index(bytes.len()));
        if let Ok(import) = read(&bytes, None) {
            prop_assert!(import.rows.len() <= import.total);
            prop_assert!(import.rows.len() + import.problems.len() >= import.total);
            prop_assert!(import.rows.iter().all(|row| !row.content.trim().is_empty()));
        }
    }
}
