//! Typed letters and certificates as PDF.

use chrono::{DateTime, FixedOffset};
use domain::Lang;
use paper::{
    Align, Block, Column, Document, Footer, KeyValues, PageSetup, ParagraphStyle, Row,
    SignatureLine, Table,
};

use crate::attachment::{RenderError, Rendered};
use crate::office::{BODY, in_lang};

const FICTION: [&str; 3] = [
    "ДЕМО. Ойдон чыгарылган документ",
    "ДЕМО. Вымышленный документ",
    "DEMO. A fictional document",
];

fn document(lang: Lang, title: &str, blocks: Vec<Block>, at: DateTime<FixedOffset>) -> Document {
    Document {
        lang: lang.tag().to_owned(),
        title: title.to_owned(),
        subject: in_lang(&FICTION, lang).to_owned(),
        author: in_lang(&BODY, lang).to_owned(),
        keywords: vec!["demo".into()],
        page: PageSetup::PORTRAIT,
        footer: Footer {
            text: in_lang(&FICTION, lang).to_owned(),
            page_of: "{page} / {pages}".into(),
        },
        blocks,
        attachments: Vec::new(),
        created: at,
    }
}

/// A letter as somebody types it at home.
pub(crate) fn letter(
    lang: Lang,
    subject: &str,
    text: &str,
    at: DateTime<FixedOffset>,
) -> Result<Rendered, RenderError> {
    let mut blocks = vec![Block::heading(1, subject)];
    blocks.extend(
        text.split('\n')
            .filter(|l| !l.is_empty())
            .map(|l| Block::paragraph(l, ParagraphStyle::LETTER)),
    );
    let truth = format!("{subject}\n{text}");
    let made = paper::write(document(lang, subject, blocks, at))?;
    Ok(Rendered {
        bytes: made.bytes,
        media_type: "application/pdf",
        truth,
        regions: Vec::new(),
    })
}

/// A certificate of the family's composition, full of personal data.
pub(crate) fn certificate(
    lang: Lang,
    rows: &[(String, String)],
    family: &[[String; 3]],
    at: DateTime<FixedOffset>,
) -> Result<Rendered, RenderError> {
    let title = in_lang(
        &[
            "Үй-бүлө курамы тууралуу маалымкат",
            "Справка о составе семьи",
            "Certificate of the family's composition",
        ],
        lang,
    );
    let heads = match lang {
        Lang::Ky => ["Аты-жөнү", "Тууганчылыгы", "ПИН"],
        Lang::Ru => ["Фамилия, имя, отчество", "Родство", "ПИН"],
        Lang::En => ["Name", "Relation", "PIN"],
    };
    let column = |share| Column {
        share,
        align: Align::Left,
    };
    let blocks = vec![
        Block::paragraph(
            in_lang(&BODY, lang),
            ParagraphStyle {
                align: Align::Center,
                first_indent: 0.0,
                ..ParagraphStyle::LETTER
            },
        ),
        Block::Heading {
            level: 1,
            text: title.to_owned(),
            align: Align::Center,
        },
        Block::KeyValues(KeyValues {
            rows: rows.to_vec(),
            label_share: 0.35,
            summary: title.to_owned(),
            lang: None,
        }),
        Block::Spacer(12.0),
        Block::Table(Table {
            summary: title.to_owned(),
            columns: vec![column(5.0), column(2.0), column(3.0)],
            head: vec![Row::new(heads)],
            body: family
                .iter()
                .map(|member| Row::named(member.iter().cloned()))
                .collect(),
            foot: Vec::new(),
            size: 10.0,
            keep_with_next: false,
            lang: None,
        }),
        Block::Spacer(24.0),
        Block::Signature(vec![SignatureLine {
            role: in_lang(&["Адис", "Специалист", "Specialist"], lang).to_owned(),
            name: in_lang(&["Мисалова А.", "Мисалова А.", "A. Misalova"], lang).to_owned(),
            under: String::new(),
        }]),
    ];
    let lines = rows.iter().map(|(label, value)| format!("{label} {value}"));
    let members = family.iter().map(|member| member.join(" "));
    let truth = std::iter::once(title.to_owned())
        .chain(lines)
        .chain(members)
        .collect::<Vec<_>>()
        .join("\n");
    let made = paper::write(document(lang, title, blocks, at))?;
    Ok(Rendered {
        bytes: made.bytes,
        media_type: "application/pdf",
        truth,
        regions: Vec::new(),
    })
}
