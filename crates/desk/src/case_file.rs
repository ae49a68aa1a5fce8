//! The archival PDF of a closed case.

use crate::error::{DeskError, Result};
use crate::explained;
use crate::files::blocking;
use crate::history;
use crate::letter::file_stem;
use crate::office::Office;
use crate::session::Session;
use archive::{
    Answer, AuditLine, AuditSlice, CaseApplicant, CaseAttachment, CaseFile, CaseText, Certificate,
    Content, Event, Field, Group, Resolution,
};
use domain::inquiry::AttachmentRole;
use domain::{ClosedCase, Inquiry, InquiryId, Lang, Refusal};
use protocol::window::papers::PaperView;
use text::{Texts, format};

impl Session {
    /// Makes the case file. The case is closed, has its official number, and all its files are on this device.
    ///
    /// # Errors
    /// A refusal for a case that is not closed, [`DeskError::NotHere`] while a file has not come, or the writer's.
    pub async fn make_case_file(&self, inquiry: InquiryId, lang: Lang) -> Result<PaperView> {
        let i = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        self.check_access(&i)?;
        let closed = ClosedCase::of(i)?;
        let file = self.case_file(closed.inquiry(), lang).await?;
        let name = format!("{}.pdf", file_stem(closed.inquiry()));
        let made = blocking(move || {
            archive::archive(&closed, file, &Texts::new(lang))
                .map_err(|e| DeskError::Paper(e.to_string()))
        })
        .await?;
        self.papers.keep(&name, made.bytes)
    }

    async fn case_file(&self, i: &Inquiry, lang: Lang) -> Result<CaseFile> {
        let (office, t) = (self.office(), Texts::new(lang));
        let body = &office.profile.body.name;
        Ok(CaseFile {
            number: i
                .number
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            body: vec![
                body.ky.clone(),
                body.get(if lang == Lang::Ky { Lang::Ru } else { lang })
                    .to_owned(),
            ],
            as_of: self.now(),
            made_by: self.staff.name.clone(),
            card: vec![Group {
                title: String::new(),
                fields: fields(history::card(i, &office, &t)),
            }],
            applicants: i
                .applicants
                .iter()
                .map(|a| applicant(a, &office, lang))
                .collect(),
            text: CaseText {
                lang: i.lang,
                text: i.text.expose().clone(),
            },
            deadline: domain::deadline::explain(&office.profile, i)?
                .iter()
                .flat_map(|d| explained::deadline(d, &office.profile, &t))
                .collect(),
            resolutions: i
                .resolutions
                .iter()
                .map(|r| Resolution {
                    when: format::date_time(lang, r.at),
                    author: office.name_of(r.author),
                    text: r.text.clone(),
                })
                .collect(),
            answer: answer(i, &office, &t),
            dispatch: dispatch(i, &office, &t),
            timeline: i.history.iter().map(|e| event(e, &office, &t)).collect(),
            certificates: certificates(i, &office, &t)?,
            attachments: self.files_of(i, &t).await?,
            audit: self.audit_slice(i.id, &office, &t).await?,
        })
    }

    async fn files_of(&self, i: &Inquiry, t: &Texts) -> Result<Vec<CaseAttachment>> {
        let mut files = Vec::new();
        for file in &i.attachments {
            // Opened here, read when its turn comes: one file is in memory at a time.
            let mut reader = self
                .replica
                .open_reader(file.id)
                .await?
                .ok_or(DeskError::NotHere)?;
            let role = match file.role {
                AttachmentRole::Received => "file-role-received",
                AttachmentRole::Answer => "file-role-answer",
                AttachmentRole::RedactedCopy { .. } => "file-role-redacted",
            };
            files.push(CaseAttachment {
                name: file.name.expose().clone(),
                media_type: file.media_type.clone(),
                size: file.size,
                sha256: file.sha256.clone(),
                role: t.get(role),
                content: Content::Load(Box::new(move || {
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut reader, &mut bytes)?;
                    Ok(bytes)
                })),
            });
        }
        Ok(files)
    }

    async fn audit_slice(&self, id: InquiryId, office: &Office, t: &Texts) -> Result<AuditSlice> {
        let slice = self.replica.audit_of(id).await?;
        let lines = slice.entries.into_iter().map(|e| AuditLine {
            sequence: e.seq,
            when: format::date_time(t.lang(), e.at),
            what: t.get(&format!("act-{}", e.act)),
            who: e.actor.map(|a| office.name_of(a)).unwrap_or_default(),
            hash: e.hash,
        });
        Ok(AuditSlice {
            lines: lines.collect(),
            head: slice.head,
            head_sequence: slice.head_seq,
        })
    }
}

fn fields(lines: Vec<history::Line>) -> Vec<Field> {
    lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Field::new(label, value))
        .collect()
}

fn applicant(a: &domain::inquiry::Applicant, office: &Office, lang: Lang) -> CaseApplicant {
    CaseApplicant {
        name: a.name.expose().clone(),
        address: a.address.expose().clone(),
        phone: a.phone.expose().clone(),
        email: a.email.expose().clone(),
        category: a
            .category
            .as_ref()
            .map(|c| office.profile.label("category", c, lang).to_owned())
            .unwrap_or_default(),
    }
}

fn answer(i: &Inquiry, office: &Office, t: &Texts) -> Option<Answer> {
    let outcome = i.outcome.as_ref()?;
    let draft = i.draft.as_ref()?;
    let signed = i.history.iter().rev().find(|e| e.what == "approve");
    let mut answer = vec![Field::new(
        t.get("card-outcome"),
        office.profile.label("outcome", outcome, t.lang()),
    )];
    if let Some(event) = signed {
        let value = format!(
            "{}, {}",
            office.name_of(event.by),
            format::date_time(t.lang(), event.at)
        );
        answer.push(Field::new(t.get("act-approve"), value));
    }
    if let Some(executor) = i.executor {
        answer.push(Field::new(t.get("card-executor"), office.name_of(executor)));
    }
    Some(Answer {
        text: CaseText {
            lang: draft.lang,
            text: i.with_official_number(draft.body.expose()),
        },
        fields: answer,
    })
}

fn dispatch(i: &Inquiry, office: &Office, t: &Texts) -> Vec<Field> {
    let Some(d) = &i.dispatch else {
        return Vec::new();
    };
    let mut lines = vec![
        Field::new(
            t.get("dispatch-method"),
            office.profile.label("delivery", &d.method, t.lang()),
        ),
        Field::new(t.get("dispatch-day"), format::date_long(t.lang(), d.on)),
    ];
    if !d.reference.is_empty() {
        lines.push(Field::new(t.get("dispatch-reference"), d.reference.clone()));
    }
    lines
}

fn event(e: &domain::inquiry::Event, office: &Office, t: &Texts) -> Event {
    Event {
        when: format::date_time(t.lang(), e.at),
        what: t.get(&format!("act-{}", e.what)),
        who: office.name_of(e.by),
        detail: history::remark(e, office, t.lang()),
    }
}

fn certificates(i: &Inquiry, office: &Office, t: &Texts) -> Result<Vec<Certificate>> {
    let written = i.attachments.iter().filter_map(|a| match &a.role {
        AttachmentRole::RedactedCopy { certificate, .. } => Some((a, certificate)),
        _ => None,
    });
    written
        .map(|(file, json)| {
            let c: redaction::Certificate =
                serde_json::from_str(json).map_err(DeskError::inconsistent("certificate"))?;
            let reasons: std::collections::BTreeSet<String> = c
                .marks
                .iter()
                .map(|m| {
                    office
                        .profile
                        .label("redaction", &m.reason.code().into(), t.lang())
                        .to_owned()
                })
                .collect();
            Ok(Certificate {
                title: file.name.expose().clone(),
                fields: vec![
                    Field::new(t.get("certificate-id"), c.id),
                    Field::new(t.get("certificate-by"), c.issued_by),
                    Field::new(
                        t.get("certificate-at"),
                        format::date_time(t.lang(), c.issued_at),
                    ),
                    Field::new(
                        t.get("certificate-reason"),
                        reasons.into_iter().collect::<Vec<_>>().join(", "),
                    ),
                    Field::new(t.get("certificate-copy"), c.copy_sha256),
                    Field::new(t.get("certificate-commitment"), c.source_commitment),
                    Field::new(t.get("certificate-result"), t.get("certificate-passed")),
                ],
            })
        })
        .collect()
}
