//! The report on paper.

use paper::{
    Align, Bar, BarChart, Block, Cell, Column, Content, Document, Embedded, Footer, KeyValues,
    PageSetup, Paper, ParagraphStyle, Relationship, Row, Run, SignatureLine, Table,
};
use text::format::{date_long, date_time, number, percent};
use text::{Texts, arg};

use crate::ReportError;
use crate::data::{csv, json};
use crate::labels::Labels;
use crate::model::{Figure, ReportModel, Section};
use crate::row::Dimension;

/// Charts show no more bars; the table beside them has all.
const BARS: usize = 8;

/// The report as PDF, with its rows inside as JSON and CSV.
///
/// # Errors
/// See [`ReportError`].
pub fn pdf(model: &ReportModel, labels: &Labels, texts: &Texts) -> Result<Paper, ReportError> {
    Ok(paper::write(document(model, labels, texts)?)?)
}

/// The report as a document, before it is written.
///
/// # Errors
/// [`ReportError::Data`].
pub fn document(
    model: &ReportModel,
    labels: &Labels,
    texts: &Texts,
) -> Result<Document, ReportError> {
    let sheet = Sheet {
        model,
        labels,
        texts,
    };
    let title = texts.get("report-title");
    let period = sheet.period();
    Ok(Document {
        lang: texts.lang().tag().to_owned(),
        title: format!("{title}: {period}"),
        subject: texts.with("report-subject", &[("period", arg(period.clone()))]),
        author: model.body.first().cloned().unwrap_or_default(),
        keywords: vec![texts.get("report-keyword")],
        page: PageSetup::PORTRAIT,
        footer: Footer {
            text: format!("{title}: {period}"),
            page_of: texts.with(
                "report-page-of",
                &[("page", arg("{page}")), ("pages", arg("{pages}"))],
            ),
        },
        blocks: sheet.blocks(),
        attachments: sheet.attachments()?,
        created: model.as_of,
    })
}

struct Sheet<'m> {
    model: &'m ReportModel,
    labels: &'m Labels,
    texts: &'m Texts,
}

impl Sheet<'_> {
    fn get(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn count(&self, n: usize) -> String {
        number(self.texts.lang(), i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn between(&self, period: crate::model::Period) -> String {
        let day = |day| arg(date_long(self.texts.lang(), day));
        self.texts.with(
            "report-between",
            &[("from", day(period.from)), ("to", day(period.to))],
        )
    }

    fn period(&self) -> String {
        self.between(self.model.period)
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.head();
        let last = self.model.sections.len().saturating_sub(1);
        for (index, section) in self.model.sections.iter().enumerate() {
            blocks.push(Block::heading(
                2,
                self.get(&format!("report-by-{}", section.dimension.code())),
            ));
            if matches!(section.dimension, Dimension::Channel | Dimension::Topic)
                && let Some(chart) = self.chart(section)
            {
                blocks.push(Block::BarChart(chart));
            }
            // The signature does not stand on a page without a figure.
            blocks.push(Block::Table(Table {
                keep_with_next: index == last,
                ..self.table(section)
            }));
        }
        blocks.extend(self.tail());
        blocks
    }

    fn head(&self) -> Vec<Block> {
        let name = ParagraphStyle {
            size: 12.0,
            leading: 1.3,
            align: Align::Center,
            after: 1.0,
            keep_with_next: true,
            ..ParagraphStyle::BODY
        };
        let mut blocks: Vec<Block> = self
            .model
            .body
            .iter()
            .map(|body| Block::Paragraph {
                runs: vec![Run::bold(body.as_str())],
                style: name,
                lang: None,
            })
            .collect();
        blocks.push(Block::Spacer(14.0));
        blocks.push(Block::Heading {
            level: 1,
            text: self.get("report-title"),
            align: Align::Center,
        });
        let style = ParagraphStyle {
            after: 12.0,
            ..name
        };
        blocks.push(Block::Paragraph {
            runs: vec![Run::plain(self.period())],
            style,
            lang: None,
        });
        blocks.push(Block::KeyValues(self.card()));
        if !self.model.unsynced.is_empty() {
            blocks.push(self.warning());
        }
        if self.model.total.count == 0 {
            blocks.push(Block::paragraph(
                self.get("report-nothing"),
                ParagraphStyle::BODY,
            ));
        }
        blocks
    }

    fn card(&self) -> KeyValues {
        let model = self.model;
        let lang = self.texts.lang();
        let as_of = match model.sequence {
            Some(sequence) => self.texts.with(
                "report-as-of-sequence",
                &[
                    ("when", arg(date_time(lang, model.as_of))),
                    ("sequence", arg(sequence.to_string())),
                ],
            ),
            None => date_time(lang, model.as_of),
        };
        let total = self.texts.with(
            "report-total-line",
            &[
                ("count", arg(self.count(model.total.count))),
                ("before", arg(self.count(model.total.before))),
            ],
        );
        let profile = self.texts.with(
            "report-profile-line",
            &[
                ("profile", arg(model.profile.as_str())),
                ("version", arg(model.profile_version.as_str())),
            ],
        );
        let rows = [
            ("report-received-total", total),
            ("report-compared", self.between(model.before)),
            ("report-as-of", as_of),
            ("report-profile", profile),
            ("report-made-by", model.made_by.clone()),
            ("report-counted", self.get("report-counted-how")),
        ];
        KeyValues {
            rows: rows
                .into_iter()
                .map(|(key, value)| (self.get(key), value))
                .collect(),
            label_share: 0.32,
            summary: self.get("report-card"),
            lang: None,
        }
    }

    fn warning(&self) -> Block {
        let unsynced = &self.model.unsynced;
        let mut text = Vec::new();
        if unsynced.queued > 0 {
            let n = i64::try_from(unsynced.queued).unwrap_or(i64::MAX);
            text.push(self.texts.with("report-queued", &[("n", arg(n))]));
        }
        if !unsynced.devices.is_empty() {
            text.push(self.texts.with(
                "report-devices",
                &[("devices", arg(unsynced.devices.join(", ")))],
            ));
        }
        let runs = vec![
            Run::bold(format!("{} ", self.get("report-warning"))),
            Run::plain(text.join(" ")),
        ];
        Block::Paragraph {
            runs,
            style: ParagraphStyle::REMARK,
            lang: None,
        }
    }

    fn table(&self, section: &Section) -> Table {
        let column = |share, align| Column { share, align };
        let title = self.get(&format!("report-by-{}", section.dimension.code()));
        let mut head = Row::new([
            self.get(&format!("report-column-{}", section.dimension.code())),
            self.get("report-column-count"),
            self.get("report-column-before"),
            self.get("report-column-difference"),
            self.get("report-column-share"),
        ]);
        for cell in head.cells.iter_mut().skip(1) {
            cell.align = Some(Align::Center);
        }
        let body = section.rows.iter().map(|row| {
            let name = self
                .labels
                .name(self.texts, section.dimension, row.code.as_deref());
            self.row(name, row.figure)
        });
        let mut total = self.row(self.get("report-sum"), section.total);
        for cell in &mut total.cells {
            cell.bold = true;
        }
        Table {
            summary: title,
            columns: vec![
                column(4.6, Align::Left),
                column(1.2, Align::Right),
                column(1.35, Align::Right),
                column(1.2, Align::Right),
                column(1.25, Align::Right),
            ],
            head: vec![head],
            body: body.collect(),
            foot: vec![total],
            keep_with_next: false,
            size: 9.0,
            lang: None,
        }
    }

    fn row(&self, name: String, figure: Figure) -> Row {
        let lang = self.texts.lang();
        let difference = match figure.difference {
            0 => "0".to_owned(),
            n if n > 0 => format!("+{}", number(lang, n)),
            n => format!("−{}", number(lang, n.saturating_neg())),
        };
        let share = figure
            .per_mille
            .map_or("—".to_owned(), |n| percent(lang, n.into()));
        let figures = [
            self.count(figure.count),
            self.count(figure.before),
            difference,
            share,
        ];
        let plain = |text| Cell {
            text,
            ..Cell::default()
        };
        Row {
            cells: std::iter::once(name).chain(figures).map(plain).collect(),
            named: true,
        }
    }

    fn chart(&self, section: &Section) -> Option<BarChart> {
        let mut rows: Vec<_> = section
            .rows
            .iter()
            .filter(|row| row.figure.count + row.figure.before > 0)
            .collect();
        if rows.len() < 2 {
            return None;
        }
        rows.truncate(BARS);
        let bars = rows
            .into_iter()
            .map(|row| Bar {
                label: self
                    .labels
                    .name(self.texts, section.dimension, row.code.as_deref()),
                values: [row.figure.count, row.figure.before]
                    .into_iter()
                    .map(|n| (n as f64, self.count(n)))
                    .collect(),
            })
            .collect();
        Some(BarChart {
            title: self.get(&format!("report-chart-{}", section.dimension.code())),
            series: vec![
                self.get("report-series-now"),
                self.get("report-series-before"),
            ],
            bars,
        })
    }

    fn tail(&self) -> Vec<Block> {
        let total = arg(self.count(self.model.total.count));
        let reconciled = self.texts.with("report-reconciled", &[("total", total)]);
        let style = ParagraphStyle {
            before: 6.0,
            keep_with_next: true,
            ..ParagraphStyle::NOTE
        };
        let under = self.get("report-signature");
        let mut lines: Vec<SignatureLine> = self
            .model
            .signers
            .iter()
            .map(|signer| SignatureLine {
                role: signer.role.clone(),
                name: signer.name.clone(),
                under: under.clone(),
            })
            .collect();
        if lines.is_empty() {
            lines.push(SignatureLine {
                role: self.get("report-signer"),
                name: String::new(),
                under,
            });
        }
        vec![Block::paragraph(reconciled, style), Block::Signature(lines)]
    }

    fn attachments(&self) -> Result<Vec<Embedded>, ReportError> {
        let embedded = |name: &str, media_type: &str, bytes, key: &str| Embedded {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            content: Content::Bytes(bytes),
            description: self.get(key),
            relationship: Relationship::Data,
        };
        Ok(vec![
            embedded(
                "report.json",
                "application/json",
                json(self.model)?,
                "report-data-json",
            ),
            embedded(
                "report.csv",
                "text/csv",
                csv(self.model, self.labels, self.texts)?,
                "report-data-csv",
            ),
        ])
    }
}
