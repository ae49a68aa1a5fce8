//! `POST /intake/inquiries`: the website's form posts here. `POST /intake/status`: how a submission stands, for
//! whoever has its number and secret, without personal data.

use crate::App;
use crate::auth::{self, Address};
use crate::body::{BRIEF, Packed};
use crate::decide::{Origin, Submitted};
use crate::erasure;
use crate::error::Failure;
use crate::secrets;
use crate::store::batch::{self, Done, Named};
use crate::store::intake::{self as rows, Website};
use crate::store::{Wall, attempt, blob};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, TimeZone};
use domain::ids::{AttachmentId, Code, CommandId, InquiryId};
use domain::inquiry::{Applicant, Attachment, AttachmentRole, Card, Source};
use domain::{Act, Inquiry, Lang, Profile};
use intake::{FieldProblem, Submission, WebSubmission, validate_web};
use protocol::wire::{BlobOffer, CHUNK, OutcomeKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Submissions from one address in a quarter of an hour.
const SUBMISSIONS: i64 = 60;
/// Wrong secrets from one address in a quarter of an hour.
const TRIES: i64 = 20;
/// Files with one submission, and bytes of one.
const FILES_MOST: usize = 10;
const FILE_MOST: usize = 8 * 1024 * 1024;
/// Characters of a subject made of the text's first line.
const SUBJECT: usize = 120;

/// What the website posts: the form's fields, and the files' bytes.
#[derive(Deserialize)]
pub(crate) struct Posted {
    #[serde(flatten)]
    submission: WebSubmission,
    #[serde(default)]
    attachments: Vec<PostedFile>,
}

#[derive(Deserialize)]
struct PostedFile {
    name: String,
    /// Base64.
    content: String,
}

/// What it gets. The secret is told once.
#[derive(Serialize)]
struct Receipt {
    id: InquiryId,
    secret: String,
}

#[derive(Serialize)]
struct Problems {
    problems: Vec<FieldProblem>,
}

/// The website that posts. Known by its token, and counted, before anything of its body is read.
pub(crate) struct Poster(Website);

impl FromRequestParts<App> for Poster {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Address(address) = Address::from_request_parts(parts, app).await?;
        let website = website(app, &parts.headers).await?;
        let from = format!("intake:{}:{address}", website.tenant);
        count(app, &from, SUBMISSIONS, (app.clock)()).await?;
        Ok(Self(website))
    }
}

pub(crate) async fn receive(
    State(app): State<App>,
    Poster(website): Poster,
    Packed { message, accepts }: Packed<Posted>,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let submission = match validate_web(&message.submission) {
        Ok(submission) => submission,
        Err(problems) => {
            let mut response = accepts.reply(&Problems { problems })?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
    };
    let key = submission.key();
    let id = InquiryId::of_submission(&key)
        .ok_or_else(|| Failure::bad_request("a submission without a key"))?;
    let files = files(&app, &website, message.attachments, now).await?;
    let mut tx = app.store.begin(Wall::Tenant(website.tenant)).await?;
    let profile = app.store.profile(&mut tx, website.tenant).await?;
    let act = Act::Receive(Box::new(card(
        &submission,
        key.clone(),
        &profile,
        &website,
        files,
        now,
    )));
    let origin = Origin {
        device: None,
        units: BTreeSet::from([website.unit.clone()]),
        admitted: BTreeSet::from([website.actor]),
    };
    let command = CommandId(secrets::fresh_id(now)?);
    let named = Named {
        inquiries: BTreeSet::from([id]),
        sources: BTreeSet::from([key]),
        ..Named::default()
    };
    let mut world = batch::load(&app.store, &mut tx, website.tenant, None, &named).await?;
    // The website's own hand: no password opens it, and it may only receive.
    world.staff.insert(
        website.actor,
        domain::Actor {
            id: website.actor,
            roles: BTreeSet::from([domain::Role::Clerk]),
        },
    );
    let head = world.head;
    let submitted = Submitted {
        device_seq: 0,
        id: command,
        inquiry: id,
        base: &BTreeMap::new(),
        epoch: 0,
        act: &act,
        actor: website.actor,
        at: now,
        provisional: None,
    };
    let decided = world.decide(&origin, &submitted);
    if let OutcomeKind::Rejected { refusal } = &decided.outcome.result {
        return Err(
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "refused").because(refusal.code())
        );
    }
    let done = [Done {
        decided,
        inquiry: id,
        actor: Some(website.actor),
        act: act.code(),
        sent: None,
    }];
    batch::flush(&mut tx, website.tenant, None, head, &world, &done, now).await?;
    let secret = secrets::typed_code()?;
    rows::receipt(
        &mut tx,
        website.tenant,
        id,
        &secrets::code_hash(&secret),
        &now.to_rfc3339(),
    )
    .await?;
    tx.commit().await?;
    let mut response = accepts.reply(&Receipt { id, secret })?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

async fn website(app: &App, headers: &HeaderMap) -> Result<Website, Failure> {
    let token = auth::bearer(headers).ok_or_else(auth::refused)?;
    let mut tx = app.store.snapshot(Wall::Open).await?;
    rows::by_token(&mut tx, &secrets::hash(token))
        .await?
        .ok_or_else(auth::refused)
}

/// Counts a call, and refuses when there were too many.
async fn count(app: &App, key: &str, most: i64, now: DateTime<FixedOffset>) -> Result<(), Failure> {
    let mut tx = app.store.begin(Wall::Open).await?;
    if attempt::barred(&mut tx, key, most, now).await? {
        return Err(Failure::too_many_tries());
    }
    attempt::count(&mut tx, key, now).await?;
    tx.commit().await?;
    Ok(())
}

fn card(
    submission: &Submission,
    key: String,
    profile: &Profile,
    website: &Website,
    attachments: Vec<Attachment>,
    now: DateTime<FixedOffset>,
) -> Card {
    let category = submission
        .category
        .clone()
        .map(Code)
        .filter(|c| profile.has("category", c));
    Card {
        unit: website.unit.clone(),
        received_at: profile.offset().from_utc_datetime(&now.naive_utc()),
        channel: Code::from("website"),
        kind: Code::from("application"),
        lang: submission
            .language
            .or_else(|| Lang::guess(&submission.content))
            .or_else(|| profile.languages.first().copied())
            .unwrap_or_default(),
        applicants: vec![Applicant {
            name: submission.name.clone().unwrap_or_default().into(),
            phone: submission.phone.clone().unwrap_or_default().into(),
            email: submission.email.clone().unwrap_or_default().into(),
            address: String::new().into(),
            category,
        }],
        collective: false,
        subject: subject(&submission.content),
        text: submission.content.clone().into(),
        topic: submission
            .topic
            .clone()
            .map(Code)
            .filter(|c| profile.has("topic", c)),
        territory: None,
        service: submission.service.clone(),
        sheets: None,
        repeat_of: None,
        minor: false,
        attachments,
        source: Some(Source {
            system: "electronic-reception".into(),
            key,
        }),
    }
}

/// The text's first line that says something, cut at a word.
fn subject(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    if line.chars().count() <= SUBJECT {
        return line.to_owned();
    }
    let cut: String = line.chars().take(SUBJECT - 1).collect();
    let whole = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut.as_str(), |(head, _)| head);
    format!("{whole}…")
}

/// Stores the files, before and apart from the transaction. What is not plainly a document or a picture waits in
/// quarantine until somebody has checked it.
async fn files(
    app: &App,
    website: &Website,
    posted: Vec<PostedFile>,
    now: DateTime<FixedOffset>,
) -> Result<Vec<Attachment>, Failure> {
    if posted.len() > FILES_MOST {
        return Err(Failure::too_large(format!("at most {FILES_MOST} files")));
    }
    let mut attachments = Vec::with_capacity(posted.len());
    for file in posted {
        let bytes = STANDARD
            .decode(file.content)
            .map_err(|_| Failure::bad_request("a file that is no base64"))?;
        if bytes.len() > FILE_MOST {
            return Err(Failure::too_large(format!(
                "at most {FILE_MOST} bytes a file"
            )));
        }
        let media_type = media_type(&bytes);
        let offer = BlobOffer {
            sha256: hex::encode(Sha256::digest(&bytes)),
            size: bytes.len() as u64,
            chunks: bytes
                .chunks(CHUNK)
                .map(|c| hex::encode(Sha256::digest(c)))
                .collect(),
        };
        let known = {
            let mut tx = app.store.snapshot(Wall::Tenant(website.tenant)).await?;
            blob::get(&mut tx, website.tenant, &offer.sha256)
                .await?
                .is_some_and(|b| b.stored)
        };
        if !known {
            erasure::sweep_before::<Failure>(app, website.tenant, &offer.sha256).await?;
            app.objects
                .keep(website.tenant, &offer.sha256, bytes.into())
                .await?;
            let mut tx = app.store.begin(Wall::Tenant(website.tenant)).await?;
            blob::offer(&mut tx, website.tenant, &offer, media_type.is_none()).await?;
            blob::stored(&mut tx, website.tenant, &offer.sha256, &now.to_rfc3339()).await?;
            tx.commit().await?;
        }
        attachments.push(Attachment {
            id: AttachmentId(secrets::fresh_id(now)?),
            name: domain::file_name::clean_name(&file.name).into(),
            media_type: media_type.unwrap_or("application/octet-stream").to_owned(),
            size: offer.size,
            sha256: offer.sha256,
            role: AttachmentRole::Received,
            added_at: now,
        });
    }
    Ok(attachments)
}

/// The media type of the few kinds that are let through, by their first bytes.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"%PDF-", "application/pdf"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"RIFF", "image/webp"),
    ];
    KINDS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, kind)| *kind)
}

/// Somebody asks how a submission stands.
#[derive(Deserialize)]
pub(crate) struct Asked {
    id: InquiryId,
    secret: String,
}

/// What everybody with the secret may know.
#[derive(Serialize)]
struct Status {
    state: &'static str,
    number: Option<String>,
    registered_on: Option<chrono::NaiveDate>,
    due: Option<chrono::NaiveDate>,
}

pub(crate) async fn status(
    State(app): State<App>,
    headers: HeaderMap,
    Address(address): Address,
    Packed { message, accepts }: Packed<Asked, BRIEF>,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let website = website(&app, &headers).await?;
    let from = format!("status:{}:{address}", website.tenant);
    let mut tx = app.store.snapshot(Wall::Tenant(website.tenant)).await?;
    if attempt::barred(&mut tx, &from, TRIES, now).await? {
        return Err(Failure::too_many_tries());
    }
    let secret = secrets::code_hash(&message.secret);
    let Some(content) = rows::content(&mut tx, website.tenant, message.id, &secret).await? else {
        drop(tx);
        count(&app, &from, TRIES, now).await?;
        return Err(Failure::new(StatusCode::NOT_FOUND, "bad-code"));
    };
    let inquiry: Inquiry = crate::store::json("inquiry", &content)?;
    accepts.reply(&Status {
        state: inquiry.state.code(),
        number: inquiry.number.as_ref().map(ToString::to_string),
        registered_on: inquiry.registered_on,
        due: inquiry.due.as_ref().map(|d| d.on),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_the_first_line_cut_at_a_word() {
        assert_eq!(subject("\n  Жол бузук.\nКөпүрө да."), "Жол бузук.");
        let long = subject(&"Көчөнүн жарыгы ".repeat(20));
        assert!(
            long.ends_with("…") && long.chars().count() <= SUBJECT && !long.contains("жары…"),
            "{long}"
        );
        assert_eq!(subject(&"а".repeat(200)).chars().count(), SUBJECT);
    }
}
