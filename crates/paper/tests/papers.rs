//! Whole documents, read back by programs that are not ours.
#![allow(clippy::unwrap_used, reason = "tests")]

mod tools;

use chrono::{DateTime, FixedOffset};
use paper::{
    Align, Bar, BarChart, Block, Cell, Column, Content, Document, Embedded, Footer, KeyValues,
    Letter, LetterHead, List, PageSetup, PaperError, ParagraphStyle, Picture, Relationship, Row,
    Run, SignatureLine, Table, write,
};

const LONG: &str = "Кайрылуу жашоочулардын катышуусунда жеринде каралды, ичүүчү суу түтүгүнүн абалы текшерилди жана \
    оңдоо иштеринин графиги бекитилди. Иштер аяктагандан кийин жыйынтыгы боюнча кошумча билдирүү жөнөтүлөт. ";

fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-04-03T09:30:00+06:00").unwrap()
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        lang: "ky".to_owned(),
        title: "Өтүнмө".to_owned(),
        subject: "Текшерүү үчүн документ".to_owned(),
        author: "Үлгү райондук администрациясы".to_owned(),
        keywords: vec!["кайрылуу".to_owned()],
        page: PageSetup::PORTRAIT,
        footer: Footer {
            text: "Үлгү".to_owned(),
            page_of: "{page} / {pages}".to_owned(),
        },
        blocks,
        attachments: Vec::new(),
        created: at(),
    }
}

fn table(rows: usize) -> Table {
    let column = |share, align| Column { share, align };
    Table {
        summary: "Темалар".to_owned(),
        columns: vec![
            column(5.0, Align::Left),
            column(1.0, Align::Right),
            column(1.0, Align::Right),
        ],
        head: vec![Row::new(["Тема", "Мезгил", "Былтыр"])],
        body: (0..rows)
            .map(|n| Row::named([format!("Тема {n}"), n.to_string(), (n * 2).to_string()]))
            .collect(),
        foot: vec![Row::named([
            "Бардыгы".to_owned(),
            rows.to_string(),
            (2 * rows).to_string(),
        ])],
        keep_with_next: false,
        size: 9.0,
        lang: None,
    }
}

fn made(name: &str, blocks: Vec<Block>) -> Vec<u8> {
    let bytes = write(document(blocks)).unwrap().bytes;
    tools::keep(name, &bytes);
    tools::check(&bytes);
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 256) as u8, (y % 256) as u8, 128])
    });
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn every_block() -> Vec<Block> {
    vec![
        Block::Heading {
            level: 1,
            text: "Кайрылууну каттоо-көзөмөл карточкасы".to_owned(),
            align: Align::Center,
        },
        Block::paragraph("Өтүнмө Ңң Үү", ParagraphStyle::BODY),
        Block::heading(2, "Маалымат"),
        Block::KeyValues(KeyValues {
            rows: vec![
                ("Каттоо номери".to_owned(), "214/2026".to_owned()),
                (
                    "Кайрылуучу".to_owned(),
                    "Үлгү Үлгүев, Үлгү айылы".to_owned(),
                ),
                ("Кыскача мазмуну".to_owned(), LONG.to_owned()),
            ],
            label_share: 0.32,
            summary: "Карточка".to_owned(),
            lang: None,
        }),
        Block::heading(2, "Мазмуну"),
        Block::Paragraph {
            runs: vec![Run::plain(LONG), Run::bold("Маанилүү: "), Run::plain(LONG)],
            style: ParagraphStyle::LETTER,
            lang: None,
        },
        Block::Paragraph {
            runs: vec![Run::plain("Ответ на русском языке.")],
            style: ParagraphStyle::BODY,
            lang: Some("ru".to_owned()),
        },
        Block::heading(3, "Тизме"),
        Block::List(List {
            numbered: true,
            items: vec!["Биринчи тиркеме".to_owned(), LONG.to_owned()],
            style: ParagraphStyle::BODY,
            lang: None,
        }),
        Block::heading(2, "Таблица"),
        Block::Table(table(6)),
        Block::heading(2, "Диаграмма"),
        Block::BarChart(BarChart {
            title: "Каналдар боюнча".to_owned(),
            series: vec!["2026".to_owned(), "2025".to_owned()],
            bars: [
                ("Почта", 120.0, 96.0),
                ("Сайт", 75.0, 30.0),
                ("Жеке кабыл алуу жана көчмө кабыл алуулар", 0.0, 3.0),
            ]
            .into_iter()
            .map(|(label, a, b)| Bar {
                label: label.to_owned(),
                values: vec![(a, a.to_string()), (b, b.to_string())],
            })
            .collect(),
        }),
        Block::Picture(Picture {
            bytes: png(300, 80),
            alt: "Үлгү сүрөт".to_owned(),
            width: Some(200.0),
            align: Align::Center,
        }),
        Block::Signature(vec![SignatureLine {
            role: "Администрациянын башчысынын биринчи орун басары".to_owned(),
            name: "Ү. Үлгүев".to_owned(),
            under: "кол тамгасы".to_owned(),
        }]),
    ]
}

#[test]
fn every_block_is_written_and_read_back() {
    let pdf = made("every.pdf", every_block());
    let text = tools::text(&pdf);
    assert!(text.contains("Өтүнмө Ңң Үү"), "{text}");
    let structure = tools::structure(&pdf);
    for expected in [
        "H1 ",
        "H2 ",
        "H3 ",
        "THead",
        "TBody",
        "TFoot",
        "TH:",
        "/Scope /Column",
        "/Scope /Row",
        "Figure",
        "LBody",
        "Каттоо номери",
    ] {
        assert!(
            structure.contains(expected),
            "{expected:?} is not in the structure:\n{structure}"
        );
    }
    let (_, raw) = tools::run(
        "qpdf",
        &["--qdf", "--object-streams=disable", "{}", "-"],
        &pdf,
    );
    assert!(
        raw.contains("/Lang (ru)") && raw.contains("/Lang (ky)"),
        "languages of document and paragraph"
    );
    assert!(
        !structure.contains("1 / 2") && tools::words(&pdf).contains("1 / 2"),
        "the footer is an artefact"
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (a, b) = (
        write(document(every_block())).unwrap(),
        write(document(every_block())).unwrap(),
    );
    assert!(a.bytes == b.bytes);
}

#[test]
fn heads_of_tables_are_repeated_and_read_once() {
    let pdf = made(
        "table.pdf",
        vec![Block::heading(1, "Отчёт"), Block::Table(table(130))],
    );
    let text = tools::text(&pdf);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 2);
    let words = tools::words(&pdf);
    for (index, page) in pages.iter().enumerate() {
        assert!(
            page.contains("Былтыр"),
            "page {} has no head:\n{page}",
            index + 1
        );
        assert!(
            words.contains(&format!("Үлгү {} / {}", index + 1, pages.len())),
            "page {} has no number",
            index + 1
        );
    }
    let (_, structure) = tools::run("pdfinfo", &["-struct", "{}"], &pdf);
    assert_eq!(
        structure.matches("/Scope /Column").count(),
        3,
        "the repeated heads are artefacts"
    );
    for n in 0..130 {
        assert_eq!(
            text.lines()
                .filter(|l| l.trim_start().starts_with(&format!("Тема {n} ")))
                .count(),
            1,
            "row {n}"
        );
    }
}

#[test]
fn totals_take_a_row_with_them() {
    for rows in 44..58 {
        let bytes = write(document(vec![Block::Table(table(rows))]))
            .unwrap()
            .bytes;
        let text = tools::text(&bytes);
        let last = text
            .trim_end_matches('\u{c}')
            .rsplit('\u{c}')
            .next()
            .unwrap();
        assert!(
            last.contains("Бардыгы") && last.contains(&format!("Тема {} ", rows - 1)),
            "{rows} rows: {last}"
        );
    }
}

#[test]
fn a_heading_is_never_the_last_on_its_page() {
    for lines in 38..50 {
        let filler = "Сап\n".repeat(lines);
        for next in [
            Block::paragraph(LONG.repeat(3), ParagraphStyle::BODY),
            Block::Table(table(3)),
            Block::List(List {
                numbered: false,
                items: vec!["Биринчи".to_owned()],
                style: ParagraphStyle::BODY,
                lang: None,
            }),
        ] {
            let blocks = vec![
                Block::paragraph(filler.clone(), ParagraphStyle::BODY),
                Block::heading(2, "Бөлүм"),
                Block::heading(3, "Бөлүк"),
                next,
            ];
            let text = tools::text(&write(document(blocks)).unwrap().bytes);
            for page in text.split('\u{c}') {
                let last = page
                    .lines()
                    .map(str::trim)
                    .rfind(|l| !l.is_empty() && !l.starts_with("Үлгү "))
                    .unwrap_or_default();
                assert!(last != "Бөлүк" && last != "Бөлүм", "{lines} lines:\n{text}");
            }
        }
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_and_loses_nothing() {
    let words: Vec<String> = (0..1500).map(|n| format!("сөз{n}")).collect();
    let mut table = table(2);
    table.body.insert(
        1,
        Row::named([words.join(" "), "1".to_owned(), "2".to_owned()]),
    );
    let pdf = made(
        "high-row.pdf",
        vec![Block::heading(1, "Узун сап"), Block::Table(table)],
    );
    let text = tools::text(&pdf);
    let found: std::collections::HashSet<&str> = text.split_whitespace().collect();
    for word in &words {
        assert!(found.contains(word.as_str()), "{word} is lost");
    }
}

#[test]
fn cells_span_columns() {
    let mut table = table(3);
    let wide = Cell {
        text: "Бардыгы биригип".to_owned(),
        span: 3,
        bold: true,
        align: Some(Align::Center),
    };
    table.body.insert(
        0,
        Row {
            cells: vec![wide],
            named: false,
        },
    );
    let structure = tools::structure(&made(
        "span.pdf",
        vec![Block::heading(1, "Кең"), Block::Table(table)],
    ));
    assert!(structure.contains("/ColSpan 3"), "{structure}");
}

#[test]
fn what_the_fonts_lack_is_shown_as_a_box_and_reported() {
    let hostile = "Салам 😀👍🏽 سلام 你好 \u{0}\u{1}\u{7f}\u{85} \u{202e}abc\u{202c} \u{e000} \u{ffff} a\u{301} e\u{301}\u{302}\u{303} \
         \u{301} \u{10ffff} \u{fffe} \u{feff}\tтаб";
    let blocks = vec![
        Block::heading(1, hostile),
        Block::paragraph(hostile, ParagraphStyle::LETTER),
        Block::KeyValues(KeyValues {
            rows: vec![(hostile.to_owned(), hostile.to_owned())],
            label_share: 0.5,
            summary: hostile.to_owned(),
            lang: None,
        }),
        Block::BarChart(BarChart {
            title: hostile.to_owned(),
            series: vec![hostile.to_owned()],
            bars: vec![Bar {
                label: hostile.to_owned(),
                values: vec![(f64::NAN, hostile.to_owned()), (-4.0, String::new())],
            }],
        }),
    ];
    let mut document = document(blocks);
    document.title = hostile.to_owned();
    document.subject = hostile.to_owned();
    document.keywords = vec![hostile.to_owned()];
    document.footer.text = hostile.repeat(9);
    document.attachments = vec![attachment(hostile, b"1")];
    let paper = write(document).unwrap();
    tools::keep("hostile.pdf", &paper.bytes);
    tools::check(&paper.bytes);
    let replaced: String = paper.replaced.iter().map(|r| r.character).collect();
    for expected in ['😀', 'س', '你', '\u{1}', '\u{e000}', '\u{ffff}'] {
        assert!(
            replaced.contains(expected),
            "{expected:?} is not in {replaced:?}"
        );
    }
    assert!(!replaced.contains('С'));
    let text = tools::text(&paper.bytes);
    assert!(text.contains("Салам") && text.contains("таб"), "{text}");
    assert!(
        text.contains('😀') && text.contains("你好"),
        "the true text stays readable: {text}"
    );
}

#[test]
fn names_of_three_hundred_characters_and_words_without_end_stay_on_the_page() {
    let name = "Үлгүбай".repeat(43);
    let endless = "https://example.kg/".to_owned() + &"a".repeat(3_000);
    let marks = "а".to_owned() + &"\u{301}".repeat(2_000);
    let mut table = table(1);
    table
        .body
        .push(Row::named([name.clone(), endless.clone(), "1".to_owned()]));
    let pdf = made(
        "endless.pdf",
        vec![
            Block::heading(1, name.clone()),
            Block::Table(table),
            Block::paragraph(endless, ParagraphStyle::LETTER),
            Block::paragraph(marks, ParagraphStyle::BODY),
            Block::Signature(vec![SignatureLine {
                role: name.clone(),
                name: name.clone(),
                under: name,
            }]),
        ],
    );
    let (_, boxes) = tools::run("pdftotext", &["-bbox", "{}", "-"], &pdf);
    for word in boxes.lines().filter(|line| line.contains("<word ")) {
        let right: f32 = word
            .split("xMax=\"")
            .nth(1)
            .and_then(|w| w.split('"').next())
            .unwrap()
            .parse()
            .unwrap();
        assert!(
            right <= PageSetup::PORTRAIT.width - PageSetup::PORTRAIT.right + 1.0,
            "{word}"
        );
    }
}

#[test]
fn an_empty_document_is_a_page() {
    let paper = write(document(Vec::new())).unwrap();
    assert_eq!(paper.pages, 1);
    tools::check(&paper.bytes);
    let pdf = made(
        "nothing.pdf",
        vec![
            Block::heading(1, ""),
            Block::paragraph("", ParagraphStyle::BODY),
            Block::Table(Table {
                columns: Vec::new(),
                ..table(0)
            }),
            Block::List(List {
                numbered: true,
                items: Vec::new(),
                style: ParagraphStyle::BODY,
                lang: None,
            }),
            Block::Signature(Vec::new()),
            Block::PageBreak,
            Block::PageBreak,
        ],
    );
    assert!(tools::words(&pdf).contains("2 / 2"));
}

fn attachment(name: &str, bytes: &[u8]) -> Embedded {
    Embedded {
        name: name.to_owned(),
        media_type: "text/csv".to_owned(),
        content: Content::Bytes(bytes.to_vec()),
        description: "Саптар".to_owned(),
        relationship: Relationship::Data,
    }
}

#[test]
fn attachments_come_out_as_they_went_in() {
    let mut document = document(vec![Block::heading(1, "Тиркемелер")]);
    let noise: Vec<u8> = (0..100_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let again = noise.clone();
    document.attachments = vec![
        attachment("саптар.csv", "a;b\n1;2\n".as_bytes()),
        attachment("саптар.csv", b"other"),
        Embedded {
            name: "../scan.jpg".to_owned(),
            media_type: "not a type".to_owned(),
            content: Content::Load(Box::new(move || Ok(again))),
            description: String::new(),
            relationship: Relationship::Supplement,
        },
    ];
    let pdf = write(document).unwrap().bytes;
    tools::check(&pdf);
    let files = tools::attachments(&pdf);
    assert_eq!(
        files.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>(),
        ["scan.jpg", "саптар (2).csv", "саптар.csv"]
    );
    assert_eq!(files[0].1, noise);
    assert_eq!(files[2].1, b"a;b\n1;2\n");
    let (_, raw) = tools::run(
        "qpdf",
        &["--qdf", "--object-streams=disable", "{}", "-"],
        &pdf,
    );
    assert!(raw.contains("/AFRelationship /Data") && raw.contains("/AFRelationship /Supplement"));
}

#[test]
fn an_attachment_that_cannot_be_read_is_an_error_with_its_name() {
    let mut document = document(Vec::new());
    let load = Box::new(|| Err(std::io::Error::other("gone")));
    document.attachments = vec![Embedded {
        content: Content::Load(load),
        ..attachment("a.csv", b"")
    }];
    assert!(matches!(write(document), Err(PaperError::Attachment { name, .. }) if name == "a.csv"));
}

#[test]
fn a_damaged_picture_is_an_error() {
    let picture = |bytes: Vec<u8>| {
        Block::Picture(Picture {
            bytes,
            alt: "Сүрөт".to_owned(),
            width: None,
            align: Align::Left,
        })
    };
    for bytes in [
        Vec::new(),
        b"GIF89a".to_vec(),
        png(50, 50).into_iter().take(60).collect(),
    ] {
        assert!(write(document(vec![picture(png(20, 20)), picture(bytes)])).is_err());
    }
}

#[test]
fn a_letter_reads_in_its_order_and_is_signed_beside_its_text() {
    for paragraphs in [1, 4, 5, 6, 7] {
        let document = paper::letter(Letter {
            lang: "ky".to_owned(),
            title: "214/2026 кайрылууга жооп".to_owned(),
            head: LetterHead {
                names: vec![
                    "Үлгү районунун мамлекеттик администрациясы".to_owned(),
                    "Администрация Образцового района".to_owned(),
                ],
                contacts: "Үлгү айылы, Үлгү көчөсү 1 · тел. 0000 00-00-00 · uлгу@example.kg"
                    .to_owned(),
            },
            marks: vec![
                "2026-жылдын 3-апрели № 02-17/318".to_owned(),
                "2026-жылдын 20-марты № 214/2026 кайрылууга".to_owned(),
            ],
            addressee: vec![
                "Үлгү Үлгүевге".to_owned(),
                "Үлгү району, Үлгү айылы, Бак көчөсү 12".to_owned(),
            ],
            salutation: "Урматтуу Үлгү Үлгүевич!".to_owned(),
            body: vec![LONG.repeat(2); paragraphs],
            annexes_title: String::new(),
            annexes: Vec::new(),
            signer: SignatureLine {
                role: "Администрациянын башчысы".to_owned(),
                name: "Ү. Үлгүев".to_owned(),
                under: String::new(),
            },
            executor: "Аткаруучу: Ү. Үлгүева, тел. 0000 00-00-01".to_owned(),
            footer: Footer {
                text: String::new(),
                page_of: "{page} / {pages}".to_owned(),
            },
            attachments: Vec::new(),
            created: at(),
        });
        let bytes = write(document).unwrap().bytes;
        tools::keep(&format!("letter-{paragraphs}.pdf"), &bytes);
        tools::check(&bytes);
        let words = tools::words(&bytes);
        let places: Vec<usize> = [
            "мамлекеттик администрациясы",
            "№ 214/2026",
            "Бак көчөсү 12",
            "Урматтуу",
            "Администрациянын башчысы",
        ]
        .iter()
        .map(|part| {
            words
                .find(part)
                .unwrap_or_else(|| panic!("{part} is missing: {words}"))
        })
        .collect();
        assert!(places.is_sorted(), "{places:?}");
        let text = tools::text(&bytes);
        let signed = text
            .split('\u{c}')
            .find(|page| page.contains("Администрациянын башчысы"))
            .unwrap();
        assert!(
            signed.contains("жөнөтүлөт"),
            "{paragraphs}: the signature stands alone:\n{signed}"
        );
    }
}
