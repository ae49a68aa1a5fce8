//! A file such as the website's Electronic Reception exports, for trying the import: good rows, a few
//! bad ones, and what Excel does to both.

use domain::Lang;
use encoding_rs::WINDOWS_1251;
use serde_json::json;

use crate::inquiry::{DemoInquiry, inquiries};
use crate::world::Options;

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// As the site's own export button: CSV, UTF-8, commas, header in English.
    Csv,
    /// Opened and saved in a Russian Excel: semicolons, cp1251, Kyrgyz letters and telephones lost.
    ExcelCsv,
    /// "Unicode text" of Excel: UTF-16 with tabs, header in Kyrgyz.
    ExcelUnicode,
    /// `{ "submissions": [...] }`.
    Json,
    /// One JSON object a line.
    JsonLines,
}

/// An export.
#[derive(Clone, Debug)]
pub struct SubmissionsFile {
    /// Name of the file.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many rows can be taken.
    pub good: usize,
    /// How many cannot.
    pub bad: usize,
}

/// One row in: a blank content in every such many rows, as visitors who press "send" twice leave it.
const BLANK_EVERY: usize = 19;

struct Row {
    id: String,
    date: String,
    name: String,
    phone: String,
    email: String,
    topic: String,
    category: &'static str,
    service: &'static str,
    content: String,
    files: Vec<String>,
    lang: Lang,
}

/// Writes an export of `count` rows in the year of `options`. None of its submissions is in
/// [`inquiries`] of the same options.
#[must_use]
pub fn submissions(options: Options, count: usize, format: ExportFormat) -> SubmissionsFile {
    let more = Options {
        count: (count as u64).saturating_mul(10).max(200),
        seed: options.seed ^ 0x0057_4542,
        ..options
    };
    let rows: Vec<Row> = inquiries(more)
        .filter(|made| made.channel == "website")
        .take(count)
        .enumerate()
        .map(|(place, made)| row(place, made))
        .collect();
    let bad = rows
        .iter()
        .filter(|row| row.content.trim().is_empty())
        .count();
    let good = rows.len() - bad;
    let (name, bytes) = match format {
        ExportFormat::Csv => (
            "electronic-reception.csv",
            csv(&rows, ',', &EN_HEADER, false).into_bytes(),
        ),
        ExportFormat::ExcelCsv => ("обращения.csv", cp1251(&csv(&rows, ';', &RU_HEADER, true))),
        ExportFormat::ExcelUnicode => (
            "кайрылуулар.txt",
            utf16(&csv(&rows, '\t', &KY_HEADER, true)),
        ),
        ExportFormat::Json => {
            let values: Vec<_> = rows.iter().map(value).collect();
            let text = serde_json::to_string_pretty(
                &json!({ "exported": rows.len(), "submissions": values }),
            );
            (
                "electronic-reception.json",
                text.unwrap_or_default().into_bytes(),
            )
        }
        ExportFormat::JsonLines => {
            let lines: String = rows.iter().map(|row| format!("{}\n", value(row))).collect();
            ("electronic-reception.jsonl", lines.into_bytes())
        }
    };
    SubmissionsFile {
        name,
        bytes,
        good,
        bad,
    }
}

fn row(place: usize, made: DemoInquiry) -> Row {
    let applicant = made.applicants.first().cloned().unwrap_or_default();
    let blank = place % BLANK_EVERY == BLANK_EVERY - 1;
    Row {
        id: format!("ER-{:08}", 30_000_000 + place),
        date: made.received_at.format("%Y-%m-%d %H:%M:%S").to_string(),
        name: applicant.name.expose().clone(),
        phone: applicant.phone.expose().clone(),
        email: applicant.email.expose().clone(),
        topic: made.subject,
        category: category(made.kind, made.lang),
        service: made.service.unwrap_or_default(),
        content: if blank { " ".into() } else { made.text },
        // A browser sends the last part of a path only.
        files: made
            .attachments
            .iter()
            .map(|a| {
                a.name
                    .rsplit(['/', '\\'])
                    .next()
                    .unwrap_or_default()
                    .replace(['\n', ';', '|'], " ")
            })
            .collect(),
        lang: made.lang,
    }
}

fn category(kind: &str, lang: Lang) -> &'static str {
    let names = match kind {
        "complaint" => ["Даттануу", "Жалоба", "Complaint"],
        "proposal" => ["Сунуш", "Предложение", "Proposal"],
        "information_request" => [
            "Маалымат суроо",
            "Информационный запрос",
            "Information request",
        ],
        _ => ["Арыз", "Заявление", "Application"],
    };
    crate::office::in_lang(&names, lang)
}

const EN_HEADER: [&str; 11] = [
    "submission_id",
    "submitted_at",
    "name",
    "phone",
    "e-mail",
    "topic",
    "category",
    "service",
    "content",
    "files",
    "language",
];
const RU_HEADER: [&str; 11] = [
    "Номер обращения",
    "Дата подачи",
    "ФИО",
    "Телефон",
    "E-mail",
    "Тема",
    "Категория",
    "Услуга",
    "Текст обращения",
    "Файлы",
    "Язык",
];
const KY_HEADER: [&str; 11] = [
    "Кайрылуунун номери",
    "Жөнөтүлгөн күнү",
    "Аты-жөнү",
    "Телефону",
    "Электрондук почтасы",
    "Темасы",
    "Категориясы",
    "Кызматы",
    "Кайрылуунун мазмуну",
    "Файлдары",
    "Тили",
];

fn csv(rows: &[Row], delimiter: char, header: &[&str; 11], excel: bool) -> String {
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        let quoted: Vec<String> = cells.iter().map(|cell| quote(cell, delimiter)).collect();
        out.push_str(&quoted.join(&delimiter.to_string()));
        out.push_str("\r\n");
    };
    line(header.iter().map(ToString::to_string).collect());
    for (place, row) in rows.iter().enumerate() {
        let phone = if excel {
            spoiled(&row.phone, place)
        } else {
            row.phone.clone()
        };
        line(vec![
            row.id.clone(),
            row.date.clone(),
            row.name.clone(),
            phone,
            row.email.clone(),
            row.topic.clone(),
            row.category.to_owned(),
            row.service.to_owned(),
            row.content.clone(),
            row.files.join("; "),
            row.lang.tag().to_owned(),
        ]);
    }
    out
}

fn quote(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What a spreadsheet makes of a telephone number that is all digits.
fn spoiled(phone: &str, place: usize) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if phone.starts_with("+996000") && digits.len() == 12 {
        return "9,96E+11".to_owned();
    }
    if place % 7 == 3 && !phone.is_empty() {
        format!("'{phone}")
    } else {
        phone.to_owned()
    }
}

fn cp1251(text: &str) -> Vec<u8> {
    // What Windows cannot write becomes a question mark.
    let poor: String = text
        .chars()
        .map(|c| {
            let mut buffer = [0u8; 4];
            if WINDOWS_1251.encode(c.encode_utf8(&mut buffer)).2 {
                '?'
            } else {
                c
            }
        })
        .collect();
    WINDOWS_1251.encode(&poor).0.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect()
}

fn value(row: &Row) -> serde_json::Value {
    json!({
        "submission_id": row.id,
        "submitted_at": row.date,
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "topic": row.topic,
        "category": row.category,
        "service": row.service,
        "content": row.content,
        "files": row.files,
        "language": row.lang.tag(),
    })
}
