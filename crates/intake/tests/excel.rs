//! Files as Excel, web forms and people who edit them really leave them.

use encoding_rs::WINDOWS_1251;
use intake::{Encoding, FileError, Import, Kind, MAX_ROWS, read};

fn import(text: &str) -> Import {
    read(text.as_bytes(), Some("обращения.csv")).expect("readable")
}

fn contents(import: &Import) -> Vec<(u64, &str)> {
    import
        .rows
        .iter()
        .map(|row| (row.line, row.content.as_str()))
        .collect()
}

fn problems(import: &Import) -> Vec<(u64, &'static str)> {
    import
        .problems
        .iter()
        .map(|p| (p.line, p.code.code()))
        .collect()
}

fn warnings(import: &Import, row: usize) -> Vec<&'static str> {
    import.rows[row]
        .warnings
        .iter()
        .map(|w| w.code.code())
        .collect()
}

#[test]
fn a_russian_excel_saves_semicolons_and_cp1251() {
    let text = "sep=;\r\nФИО;Телефон;E-mail;Содержание;Файлы;Тема;Категория;Услуга\r\n\
        Демоева Айгүл;9,96E+11;a@demo.example;\"Биздин көчөдө\nжарык жок; үч күн болду.\";арыз.pdf|сүрөт.jpg;Жарык;Даттануу;\r\n";
    let poor: String = text
        .chars()
        .map(|c| if "ңөүҢӨҮ".contains(c) { '?' } else { c })
        .collect();
    let (bytes, _, lost) = WINDOWS_1251.encode(&poor);
    assert!(!lost);
    let found = read(&bytes, Some("export.csv")).expect("a table");
    assert_eq!(found.format.encoding, Encoding::Windows1251);
    assert_eq!(found.format.delimiter, Some(';'));
    assert_eq!(found.format.kind, Kind::Table);
    assert_eq!(
        contents(&found),
        [(3, "Биздин к?ч?д?\nжарык жок; ?ч к?н болду.")]
    );
    assert_eq!(
        warnings(&found, 0),
        [
            "phone-damaged",
            "lost-letters",
            "lost-letters",
            "lost-letters"
        ]
    );
    assert_eq!(
        found.rows[0].phone.as_deref(),
        Some("9,96E+11"),
        "never invented"
    );
    assert_eq!(found.rows[0].files, ["арыз.pdf", "с?р?т.jpg"]);
    assert_eq!(found.rows[0].key(), import(text).rows[0].key());
}

#[test]
fn excels_unicode_text_is_utf16_with_tabs() {
    let text = "Аты-жөнү\tТелефону\tКайрылуунун мазмуну\tТили\r\n\
        Демоев Бакыт\t'+996000112233\t\"Жол \"\"Ак-Демо\"\" айылында бузук\"\tкыргызча\r\n\t\t\t\r\n";
    let bytes: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let found = read(&bytes, Some("export.txt")).expect("a table");
    assert_eq!(found.format.encoding, Encoding::Utf16Le);
    assert_eq!(contents(&found), [(2, "Жол \"Ак-Демо\" айылында бузук")]);
    assert_eq!(found.rows[0].phone.as_deref(), Some("+996000112233"));
    assert_eq!(found.rows[0].language.map(domain::Lang::tag), Some("ky"));
    assert_eq!(found.total, 1, "a row of nothing is skipped");
    assert!(warnings(&found, 0).is_empty());
}

#[test]
fn titles_above_the_header_and_columns_in_any_order() {
    let found = import(
        "Обращения через сайт;;;\n;;;\nТЕКСТ ОБРАЩЕНИЯ;№;Район;ФИО заявителя\nНет воды;1;Демо;Демоев\nНет света;2;;\n",
    );
    assert_eq!(contents(&found), [(4, "Нет воды"), (5, "Нет света")]);
    assert_eq!(
        found.rows[0].extra,
        [
            ("№".to_owned(), "1".to_owned()),
            ("Район".to_owned(), "Демо".to_owned())
        ]
    );
    assert_eq!(found.rows[0].id, None);
    assert_eq!(found.rows[1].name, None);
    assert_eq!(warnings(&found, 1), ["anonymous", "no-contact"]);
}

#[test]
fn each_bad_row_is_reported_by_its_physical_line_and_the_good_ones_are_taken() {
    let found = import(
        "name,phone,content,topic\r\n\
         A,,\"line one\r\nline two\",t\r\n\
         B,,,t\r\n\
         C,,text, with a comma,t,u\r\n\
         name,phone,content,topic\r\n\
         D,,fine,t\r\n\
         E,,\"never closed,t\r\n\
         F,,fine too,t\r\n\
         \r\n\
         Итого: 6\r\n",
    );
    assert_eq!(
        contents(&found),
        [(2, "line one\nline two"), (7, "fine"), (9, "fine too")]
    );
    assert_eq!(
        problems(&found),
        [
            (4, "content-missing"),
            (5, "too-many-cells"),
            (6, "header-again"),
            (8, "unclosed-quote"),
            (11, "content-missing"),
        ]
    );
    assert_eq!(found.problems[0].column.as_deref(), Some("content"));
    assert_eq!(found.total, 8);
}

#[test]
fn a_text_cut_by_line_breaks_without_quotes_is_doubted() {
    let found = import(
        "name;phone;content\nДемоев;;Первая строка\nвторая строка\nтретья\nДемоева;;Целый текст\n",
    );
    assert_eq!(contents(&found), [(2, "Первая строка"), (5, "Целый текст")]);
    assert_eq!(
        problems(&found),
        [(3, "content-missing"), (4, "content-missing")]
    );
    assert!(warnings(&found, 0).contains(&"short-row"));
    assert!(!warnings(&found, 1).contains(&"short-row"));
}

#[test]
fn undoubled_quotes_inside_a_text() {
    let found = import(
        "name;content;topic\nА;\"ОсОО \"Демо-Суу\" не отвечает\";вода\nБ;\"Улица \"Демо без конца;дорога\nВ;Школа \"Демо\" закрыта;школа\n",
    );
    assert_eq!(
        contents(&found).first(),
        Some(&(2, "ОсОО \"Демо-Суу\" не отвечает"))
    );
    assert!(warnings(&found, 0).contains(&"stray-quote"));
    assert_eq!(problems(&found), [(3, "unclosed-quote")]);
    assert_eq!(
        contents(&found).last(),
        Some(&(4, "Школа \"Демо\" закрыта"))
    );
}

#[test]
fn a_quote_that_closes_rows_later_costs_one_row_only() {
    let found = import(
        "name;content;topic\nА;\"начало \"цитаты;т\nБ;хорошо;т\nВ;\"тоже хорошо\";т\nГ;и это;т\n",
    );
    assert_eq!(problems(&found), [(2, "broken-quotes")]);
    assert_eq!(
        contents(&found),
        [(3, "хорошо"), (4, "тоже хорошо"), (5, "и это")]
    );
}

#[test]
fn the_same_row_twice_and_the_same_number_with_another_text() {
    let found = import("id,content,name\n7,Суу жок,А\n7,Суу жок,А\n7,Жол бузук,А\n8,Жол бузук,А\n");
    assert_eq!(
        contents(&found),
        [(2, "Суу жок"), (3, "Суу жок"), (5, "Жол бузук")]
    );
    assert!(warnings(&found, 1).contains(&"repeated"));
    assert_eq!(problems(&found), [(4, "same-number")]);
    assert_eq!(found.rows[0].key(), found.rows[1].key());
}

#[test]
fn what_is_no_table_says_what_it_is() {
    let refused = |bytes: &[u8], name: &str| read(bytes, Some(name)).expect_err("refused").code();
    assert_eq!(refused(b"", "a.csv"), "empty");
    assert_eq!(refused(b"\xEF\xBB\xBF \r\n", "a.csv"), "empty");
    assert_eq!(refused(b"PK\x03\x04\x14\x00", "a.xlsx"), "workbook");
    assert_eq!(
        refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], "a.csv"),
        "workbook"
    );
    assert_eq!(refused(b"PK\x03\x04\x14\x00", "photos.zip"), "not-text");
    assert_eq!(refused(b"<!DOCTYPE html><table>", "a.xls"), "web-page");
    assert_eq!(refused(b"a;b;c\n1;2;3\n", "a.csv"), "no-content-column");
    assert_eq!(refused(br#"{"a":[]}"#, "a.json"), "json-shape");
}

#[test]
fn limits_hold() {
    let mut text = String::from("content\n");
    for number in 0..=MAX_ROWS {
        text.push_str(&format!("т{number}\n"));
    }
    assert_eq!(
        read(text.as_bytes(), None).expect_err("too many"),
        FileError::TooManyRows { limit: MAX_ROWS }
    );
    let large = vec![b' '; intake::MAX_FILE_BYTES + 1];
    assert_eq!(
        read(&large, None).expect_err("too large").code(),
        "too-large"
    );
    let long = format!(
        "name,content\nA,{}\nB,ok\n",
        "x".repeat(intake::MAX_CELL_BYTES + 1)
    );
    let found = import(&long);
    assert_eq!(problems(&found), [(2, "cell-too-long")]);
    assert_eq!(found.problems[0].column.as_deref(), Some("content"));
    assert_eq!(contents(&found), [(3, "ok")]);
}

#[test]
fn one_bad_byte_is_shown_not_hidden() {
    let mut bytes = "Имя;Содержание\nДемоев;Суу жок экен, көчөдө да жок\nДемоева;Жол "
        .as_bytes()
        .to_vec();
    bytes.extend(b"\xD0;\n");
    let found = read(&bytes, None).expect("a table");
    assert_eq!(found.format.encoding, Encoding::Utf8);
    assert_eq!(found.rows[1].content, "Жол \u{fffd}");
    assert!(warnings(&found, 1).contains(&"unreadable-bytes"));
    assert!(!warnings(&found, 0).contains(&"unreadable-bytes"));
}
