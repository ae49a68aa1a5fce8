//! The case on paper.

use paper::{
    Align, Block, Column, Content, Document, Embedded, Footer, KeyValues, PageSetup,
    ParagraphStyle, Relationship, Row, Run, Table, file_names,
};
use text::format::{date_time, size};
use text::{Texts, arg};

use crate::case_file::{CaseAttachment, CaseFile, CaseText, Field};
use crate::data::NAME;

/// Names of the attachments inside the PDF; the case's data has its own first.
pub(crate) fn names(file: &CaseFile) -> Vec<String> {
    let given = file.attachments.iter().map(|a| a.name.as_str());
    let mut names = file_names(std::iter::once(NAME).chain(given));
    names.remove(0);
    names
}

/// The document with `data` and the attachments inside.
pub(crate) fn document(file: CaseFile, data: Vec<u8>, texts: &Texts) -> Document {
    let number = || arg(file.number.as_str());
    let title = texts.with("archive-title", &[("number", number())]);
    let when = arg(date_time(texts.lang(), file.as_of));
    let body = file.body.first().cloned().unwrap_or_default();
    let blocks = Sheet {
        file: &file,
        names: &names(&file),
        texts,
    }
    .blocks(&title);
    Document {
        lang: texts.lang().tag().to_owned(),
        subject: texts.with("archive-subject", &[("number", number()), ("when", when)]),
        footer: Footer {
            text: if body.is_empty() {
                title.clone()
            } else {
                format!("{title}. {body}")
            },
            page_of: texts.with(
                "archive-page-of",
                &[("page", arg("{page}")), ("pages", arg("{pages}"))],
            ),
        },
        title,
        author: body,
        keywords: vec![texts.get("archive-keyword"), file.number.clone()],
        page: PageSetup::PORTRAIT,
        blocks,
        created: file.as_of,
        attachments: embedded(file.attachments, data, texts),
    }
}

fn embedded(attachments: Vec<CaseAttachment>, data: Vec<u8>, texts: &Texts) -> Vec<Embedded> {
    let case = Embedded {
        name: NAME.to_owned(),
        media_type: "application/json".to_owned(),
        content: Content::Bytes(data),
        description: texts.get("archive-data"),
        relationship: Relationship::Data,
    };
    let files = attachments.into_iter().map(|a| Embedded {
        description: texts.with(
            "archive-embedded",
            &[("role", arg(a.role)), ("sha256", arg(a.sha256.as_str()))],
        ),
        name: a.name,
        media_type: a.media_type,
        content: CaseAttachment::checked(a.content, a.size, a.sha256),
        relationship: Relationship::Supplement,
    });
    std::iter::once(case).chain(files).collect()
}

struct Sheet<'f> {
    file: &'f CaseFile,
    names: &'f [String],
    texts: &'f Texts,
}

impl Sheet<'_> {
    fn get(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn blocks(&self, title: &str) -> Vec<Block> {
        let mut blocks = self.head(title);
        self.card(&mut blocks);
        self.applicants(&mut blocks);
        self.section("archive-text", &mut blocks);
        self.text(&self.file.text, &mut blocks);
        self.deadline(&mut blocks);
        self.resolutions(&mut blocks);
        self.answer(&mut blocks);
        self.timeline(&mut blocks);
        self.certificates(&mut blocks);
        self.attachments(&mut blocks);
        self.audit(&mut blocks);
        blocks
    }

    fn section(&self, key: &str, blocks: &mut Vec<Block>) {
        blocks.push(Block::heading(2, self.get(key)));
    }

    fn head(&self, title: &str) -> Vec<Block> {
        let name = ParagraphStyle {
            size: 12.0,
            leading: 1.3,
            align: Align::Center,
            after: 1.0,
            keep_with_next: true,
            ..ParagraphStyle::BODY
        };
        let bodies = self.file.body.iter();
        let mut blocks: Vec<Block> = bodies
            .map(|body| Block::Paragraph {
                runs: vec![Run::bold(body.as_str())],
                style: name,
                lang: None,
            })
            .collect();
        blocks.push(Block::Spacer(14.0));
        blocks.push(Block::Heading {
            level: 1,
            text: title.to_owned(),
            align: Align::Center,
        });
        let made = self.texts.with(
            "archive-made",
            &[
                ("when", arg(date_time(self.texts.lang(), self.file.as_of))),
                ("who", arg(self.file.made_by.as_str())),
            ],
        );
        let note = ParagraphStyle {
            align: Align::Center,
            after: 6.0,
            ..ParagraphStyle::NOTE
        };
        blocks.push(Block::paragraph(made, note));
        blocks
    }

    fn fields(&self, fields: &[Field], summary: String, blocks: &mut Vec<Block>) {
        if fields.is_empty() {
            return;
        }
        let rows = fields
            .iter()
            .map(|field| (field.label.clone(), field.value.clone()))
            .collect();
        blocks.push(Block::KeyValues(KeyValues {
            rows,
            label_share: 0.34,
            summary,
            lang: None,
        }));
    }

    fn card(&self, blocks: &mut Vec<Block>) {
        self.section("card-title", blocks);
        for group in &self.file.card {
            if group.fields.is_empty() {
                continue;
            }
            if !group.title.is_empty() {
                blocks.push(Block::heading(3, group.title.as_str()));
            }
            let summary = if group.title.is_empty() {
                self.get("card-title")
            } else {
                group.title.clone()
            };
            self.fields(&group.fields, summary, blocks);
        }
    }

    fn applicants(&self, blocks: &mut Vec<Block>) {
        let labels = [
            "card-name",
            "card-address",
            "card-phone",
            "card-email",
            "card-category",
        ]
        .map(|key| self.get(key));
        let name = |given: &str| {
            if given.trim().is_empty() {
                self.get("card-anonymous")
            } else {
                given.to_owned()
            }
        };
        match self.file.applicants.as_slice() {
            [] => {
                self.section("archive-applicant", blocks);
                blocks.push(Block::paragraph(
                    self.get("card-anonymous"),
                    ParagraphStyle::BODY,
                ));
            }
            [one] => {
                self.section("archive-applicant", blocks);
                let values = [
                    name(&one.name),
                    one.address.clone(),
                    one.phone.clone(),
                    one.email.clone(),
                    one.category.clone(),
                ];
                let fields: Vec<Field> = labels
                    .into_iter()
                    .zip(values)
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(label, value)| Field { label, value })
                    .collect();
                self.fields(&fields, self.get("archive-applicant"), blocks);
            }
            all => {
                self.section("archive-applicants", blocks);
                let rows = (1..).zip(all).map(|(n, a): (usize, _)| {
                    let contacts = [a.phone.as_str(), a.email.as_str()]
                        .into_iter()
                        .filter(|c| !c.is_empty());
                    let contacts = contacts.collect::<Vec<_>>().join("\n");
                    [
                        n.to_string(),
                        name(&a.name),
                        a.address.clone(),
                        contacts,
                        a.category.clone(),
                    ]
                });
                let [name, address, phone, _, category] = labels;
                let head = [self.get("archive-no"), name, address, phone, category];
                let shares = [0.5, 2.6, 3.2, 1.9, 1.6];
                blocks.push(self.table("archive-applicants", head, shares, rows));
            }
        }
    }

    fn table<const N: usize>(
        &self,
        summary: &str,
        head: [String; N],
        shares: [f32; N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> Block {
        Block::Table(Table {
            summary: self.get(summary),
            columns: shares
                .into_iter()
                .map(|share| Column {
                    share,
                    align: Align::Left,
                })
                .collect(),
            head: vec![Row::new(head)],
            body: rows.map(Row::named).collect(),
            foot: Vec::new(),
            keep_with_next: false,
            size: 8.5,
            lang: None,
        })
    }

    /// A text as it was written: a line feed begins a paragraph.
    fn text(&self, text: &CaseText, blocks: &mut Vec<Block>) {
        let lang = (text.lang != self.texts.lang()).then(|| text.lang.tag().to_owned());
        let paragraphs = text
            .text
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty());
        let before = blocks.len();
        blocks.extend(paragraphs.map(|line| Block::Paragraph {
            runs: vec![Run::plain(line)],
            style: ParagraphStyle {
                size: 11.0,
                leading: 1.4,
                first_indent: 24.0,
                ..ParagraphStyle::LETTER
            },
            lang: lang.clone(),
        }));
        if blocks.len() == before {
            blocks.push(Block::paragraph(
                self.get("archive-no-text"),
                ParagraphStyle::BODY,
            ));
        }
    }

    fn deadline(&self, blocks: &mut Vec<Block>) {
        if self.file.deadline.is_empty() {
            return;
        }
        self.section("archive-deadline", blocks);
        let style = ParagraphStyle {
            size: 10.5,
            after: 2.0,
            ..ParagraphStyle::BODY
        };
        blocks.extend(
            self.file
                .deadline
                .iter()
                .map(|line| Block::paragraph(line.as_str(), style)),
        );
    }

    fn resolutions(&self, blocks: &mut Vec<Block>) {
        if self.file.resolutions.is_empty() {
            return;
        }
        self.section("archive-resolutions", blocks);
        let head =
            ["archive-when", "archive-author", "archive-resolution"].map(|key| self.get(key));
        let rows = self
            .file
            .resolutions
            .iter()
            .map(|r| [r.when.clone(), r.author.clone(), r.text.clone()]);
        blocks.push(self.table("archive-resolutions", head, [1.5, 2.2, 5.0], rows));
    }

    fn answer(&self, blocks: &mut Vec<Block>) {
        self.section("archive-answer", blocks);
        match &self.file.answer {
            Some(answer) => {
                self.fields(&answer.fields, self.get("archive-answer"), blocks);
                self.text(&answer.text, blocks);
            }
            None => blocks.push(Block::paragraph(
                self.get("archive-no-answer"),
                ParagraphStyle::BODY,
            )),
        }
        if !self.file.dispatch.is_empty() {
            blocks.push(Block::heading(3, self.get("archive-dispatch")));
            self.fields(&self.file.dispatch, self.get("archive-dispatch"), blocks);
        }
    }

    fn timeline(&self, blocks: &mut Vec<Block>) {
        if self.file.timeline.is_empty() {
            return;
        }
        self.section("archive-timeline", blocks);
        let head = [
            "archive-when",
            "archive-event",
            "archive-who",
            "archive-detail",
        ]
        .map(|key| self.get(key));
        let rows = self.file.timeline.iter();
        let rows = rows.map(|e| {
            [
                e.when.clone(),
                e.what.clone(),
                e.who.clone(),
                e.detail.clone(),
            ]
        });
        blocks.push(self.table("archive-timeline", head, [1.5, 2.2, 2.0, 3.2], rows));
    }

    fn certificates(&self, blocks: &mut Vec<Block>) {
        if self.file.certificates.is_empty() {
            return;
        }
        self.section("archive-certificates", blocks);
        for certificate in &self.file.certificates {
            blocks.push(Block::heading(3, certificate.title.as_str()));
            self.fields(&certificate.fields, certificate.title.clone(), blocks);
        }
    }

    fn attachments(&self, blocks: &mut Vec<Block>) {
        self.section("archive-attachments", blocks);
        if self.file.attachments.is_empty() {
            blocks.push(Block::paragraph(
                self.get("archive-no-attachments"),
                ParagraphStyle::BODY,
            ));
            return;
        }
        let head = [
            "archive-no",
            "archive-file",
            "archive-role",
            "archive-size",
            "archive-sha256",
        ]
        .map(|key| self.get(key));
        let rows = (1..).zip(self.file.attachments.iter().zip(self.names)).map(
            |(n, (a, name)): (usize, _)| {
                let file = if *name == a.name {
                    a.name.clone()
                } else {
                    self.texts.with(
                        "archive-renamed",
                        &[("name", arg(a.name.as_str())), ("file", arg(name.as_str()))],
                    )
                };
                [
                    n.to_string(),
                    format!("{file}\n{}", a.media_type),
                    a.role.clone(),
                    size(self.texts.lang(), a.size),
                    halves(&a.sha256),
                ]
            },
        );
        blocks.push(self.table(
            "archive-attachments",
            head,
            [0.45, 2.6, 1.5, 1.0, 3.35],
            rows,
        ));
        blocks.push(Block::paragraph(
            self.get("archive-inside"),
            ParagraphStyle::NOTE,
        ));
    }

    fn audit(&self, blocks: &mut Vec<Block>) {
        let audit = &self.file.audit;
        if audit.lines.is_empty() && audit.head.is_empty() {
            return;
        }
        self.section("archive-audit", blocks);
        let head = [
            "archive-no",
            "archive-when",
            "archive-event",
            "archive-who",
            "archive-hash",
        ]
        .map(|key| self.get(key));
        let rows = audit.lines.iter();
        let rows = rows.map(|l| {
            [
                l.sequence.to_string(),
                l.when.clone(),
                l.what.clone(),
                l.who.clone(),
                halves(&l.hash),
            ]
        });
        blocks.push(self.table("archive-audit", head, [0.7, 1.4, 1.9, 1.6, 3.35], rows));
        let chain = self.texts.with(
            "archive-chain",
            &[
                ("sequence", arg(audit.head_sequence.to_string())),
                ("hash", arg(audit.head.as_str())),
            ],
        );
        blocks.push(Block::paragraph(chain, ParagraphStyle::NOTE));
    }
}

/// A hash in two lines of equal length, so that it can be compared by eye.
fn halves(hash: &str) -> String {
    match hash.split_at_checked(32) {
        Some((first, second)) if hash.len() == 64 => format!("{first}\n{second}"),
        _ => hash.to_owned(),
    }
}
