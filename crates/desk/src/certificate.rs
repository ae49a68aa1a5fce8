//! The certificate of a redaction as a paper.

use crate::error::{DeskError, Result};
use crate::files::blocking;
use crate::letter::{file_stem, write};
use crate::session::Session;
use domain::inquiry::AttachmentRole;
use domain::{AttachmentId, Inquiry, InquiryId, Lang, Refusal};
use paper::{
    Align, Block, Column, Content, Document, Embedded, Footer, KeyValues, PageSetup,
    ParagraphStyle, Relationship, Row, Table,
};
use protocol::window::papers::PaperView;
use redaction::Certificate;
use text::{Texts, arg, format};

impl Session {
    /// Makes the certificate of a redacted copy.
    ///
    /// # Errors
    /// A refusal for a file that is not a redacted copy, or the writer's.
    pub async fn make_certificate(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
        lang: Lang,
    ) -> Result<PaperView> {
        let i = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        self.check_access(&i)?;
        let file = i
            .attachment(id)
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        let AttachmentRole::RedactedCopy { certificate, .. } = &file.role else {
            return Err(Refusal::Unknown.into());
        };
        let read: Certificate =
            serde_json::from_str(certificate).map_err(DeskError::inconsistent("certificate"))?;
        let document = self.certificate_document(&i, &read, lang)?;
        let made = blocking(move || write(document)).await?;
        let stem: String = read.id.chars().take(8).collect();
        self.papers
            .keep(&format!("{}-{stem}.pdf", file_stem(&i)), made)
    }

    fn certificate_document(&self, i: &Inquiry, c: &Certificate, lang: Lang) -> Result<Document> {
        let t = Texts::new(lang);
        let profile = self.profile();
        let json = serde_json::to_vec_pretty(&c.public())
            .map_err(DeskError::inconsistent("certificate"))?;
        let reason = |mark: &redaction::CertifiedMark| {
            profile
                .label("redaction", &mark.reason.code().into(), lang)
                .to_owned()
        };
        let facts = vec![
            (
                t.get("certificate-inquiry"),
                i.shown_number().unwrap_or_default(),
            ),
            (t.get("certificate-id"), c.id.clone()),
            (t.get("certificate-by"), c.issued_by.clone()),
            (
                t.get("certificate-at"),
                format::date_time(lang, c.issued_at),
            ),
            (t.get("certificate-commitment"), c.source_commitment.clone()),
            (t.get("certificate-copy"), c.copy_sha256.clone()),
            (t.get("certificate-result"), t.get("certificate-passed")),
        ];
        let marks = c.marks.iter().enumerate().map(|(n, mark)| {
            let r = mark.rect;
            let place = format!("{:.0}, {:.0} – {:.0}, {:.0}", r.x0, r.y0, r.x1, r.y1);
            Row::named([
                (n + 1).to_string(),
                mark.page.to_string(),
                place,
                reason(mark),
            ])
        });
        let checks = c.checks.iter().map(|check| {
            let result = t.get(if check.passed {
                "certificate-check-passed"
            } else {
                "certificate-check-failed"
            });
            Row::named([
                t.get(&format!("redaction-check-{}", check.name)),
                check.version.to_string(),
                result,
            ])
        });
        let blocks = vec![
            Block::Heading {
                level: 1,
                text: t.get("certificate-title"),
                align: Align::Center,
            },
            Block::KeyValues(KeyValues {
                rows: facts,
                label_share: 0.34,
                summary: t.get("certificate-title"),
                lang: None,
            }),
            Block::heading(2, t.with("certificate-marks", &[("n", arg(c.marks.len()))])),
            table(
                &t,
                &[
                    "certificate-n",
                    "certificate-page",
                    "certificate-area",
                    "certificate-reason",
                ],
                &[1.0, 1.2, 4.0, 6.0],
                marks.collect(),
                "certificate-marks-summary",
            ),
            Block::heading(2, t.get("certificate-checks")),
            table(
                &t,
                &[
                    "certificate-check",
                    "certificate-version",
                    "certificate-outcome",
                ],
                &[8.0, 1.5, 2.5],
                checks.collect(),
                "certificate-checks",
            ),
            Block::paragraph(t.get("certificate-note"), ParagraphStyle::NOTE),
        ];
        Ok(Document {
            lang: lang.tag().into(),
            title: t.get("certificate-title"),
            subject: c.id.clone(),
            author: profile.body.name.get(lang).to_owned(),
            keywords: Vec::new(),
            page: PageSetup::PORTRAIT,
            footer: Footer {
                text: profile.body.name.get(lang).to_owned(),
                page_of: "{page} / {pages}".into(),
            },
            blocks,
            attachments: vec![Embedded {
                name: "certificate.json".into(),
                media_type: "application/json".into(),
                content: Content::Bytes(json),
                description: t.get("certificate-title"),
                relationship: Relationship::Data,
            }],
            created: c.issued_at,
        })
    }
}

fn table(t: &Texts, heads: &[&str], shares: &[f32], body: Vec<Row>, summary: &str) -> Block {
    Block::Table(Table {
        summary: t.get(summary),
        columns: shares
            .iter()
            .map(|share| Column {
                share: *share,
                align: Align::Left,
            })
            .collect(),
        head: vec![Row::new(heads.iter().map(|h| t.get(h)))],
        body,
        foot: Vec::new(),
        size: 9.0,
        lang: None,
        keep_with_next: false,
    })
}
