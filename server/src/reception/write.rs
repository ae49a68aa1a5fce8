//! The form: shown, and taken in. What is wrong, or should not be sent, leads back to the form with everything that was
//! typed; nothing is stored before it is right.

use super::draft::{Draft, Problem};
use super::key::{self, Age};
use super::page_form::{self, Notice};
use super::{Asked, Lost, Place, html, page_receipt, place};
use crate::App;
use crate::auth::Address;
use crate::entry::form::{self, Form, Trouble};
use crate::entry::{self, Entry, Taken, files};
use crate::error::Failure;
use crate::routes::intake::{SUBMISSIONS, count};
use crate::secrets;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, FixedOffset};
use domain::alerts::AlertKind;
use domain::ids::Code;
use domain::inquiry::Consent;
use std::collections::BTreeSet;

/// For [`domain::inquiry::Source::system`].
const SYSTEM: &str = "electronic-reception-page";

pub(super) async fn show(
    State(app): State<App>,
    slug: Option<Path<String>>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Lost> {
    let place = place(&app, slug, &asked, &headers).await?;
    let draft = Draft {
        key: new_key(&app, &place)?,
        ..Draft::default()
    };
    let page = page_form::form(&place, &draft, &Notice::default());
    Ok(html(StatusCode::OK, page))
}

pub(super) async fn take(
    State(app): State<App>,
    slug: Option<Path<String>>,
    asked: Asked,
    headers: HeaderMap,
    Address(address): Address,
    request: Request,
) -> Result<Response, Lost> {
    let place = place(&app, slug, &asked, &headers).await?;
    let lost = |failure| Lost::Failed(place.lang, failure);
    let now = (app.clock)();
    let from = format!("reception:{}:{address}", place.page.website.tenant);
    if let Err(failure) = count(&app, &from, SUBMISSIONS, now).await {
        form::drain(request.into_body()).await;
        return Err(lost(failure));
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let Some(boundary) = form::boundary(content_type) else {
        form::drain(request.into_body()).await;
        let wrong = Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no-form");
        return Err(lost(wrong));
    };
    let form = form::read(&app.forms, boundary, request.into_body()).await;
    let mut draft = Draft::of(&form);
    let mut notice = noticed(&app, &place, &form, &mut draft, now)?;
    if notice.is_empty() {
        match send(&app, &place, &draft, form, now).await {
            Ok((taken, secret)) => {
                let page = page_receipt::receipt(&place, &draft, &taken, &secret, now);
                return Ok(html(StatusCode::CREATED, page));
            }
            Err(failure) => {
                notice.status = failure.status();
                notice.said = vec!["notice-failed"];
                // Files went with the call that failed.
                notice.files_again = true;
            }
        }
    }
    let status = notice.status;
    Ok(html(status, page_form::form(&place, &draft, &notice)))
}

fn new_key(app: &App, place: &Place) -> Result<String, Lost> {
    key::fresh(app, (app.clock)()).map_err(|e| Lost::Failed(place.lang, e.into()))
}

/// What has to be said before it can be taken: of the form, of its files, of what was typed.
fn noticed(
    app: &App,
    place: &Place,
    form: &Form,
    draft: &mut Draft,
    now: DateTime<FixedOffset>,
) -> Result<Notice, Lost> {
    let mut notice = Notice {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        files_again: form.had_files,
        ..Notice::default()
    };
    for trouble in &form.trouble {
        heed(trouble, &mut notice);
    }
    match key::age(app, &draft.key, now) {
        Age::Good => {}
        // Said only to whoever has nothing else to mend.
        Age::TooQuick if draft.check(&place.profile).is_ok() => {
            notice.said.push("notice-quick");
        }
        Age::TooQuick => {}
        Age::Expired => {
            notice.said.push("notice-expired");
            draft.key = new_key(app, place)?;
        }
    }
    if let Err(problems) = draft.check(&place.profile) {
        notice.problems.extend(problems);
        // A form that broke off lacks its end, not its writer's care.
        if form.trouble.contains(&Trouble::Broken) {
            notice.problems.clear();
        }
    }
    let findings = draft.findings(&place.profile);
    let warning = draft.warning(&findings);
    if findings.is_empty() {
        return Ok(notice);
    }
    notice.read_before = draft.knowingly == warning;
    if !notice.read_before {
        notice.findings = findings;
        notice.warning = warning;
    }
    Ok(notice)
}

fn heed(trouble: &Trouble, notice: &mut Notice) {
    let file = |says, name: &String| Problem {
        name: name.clone(),
        ..Problem::new("files", says)
    };
    match trouble {
        Trouble::Broken => {
            notice.status = StatusCode::BAD_REQUEST;
            notice.said.push("notice-broken");
        }
        Trouble::Slow => {
            notice.status = StatusCode::REQUEST_TIMEOUT;
            notice.said.push("notice-slow");
        }
        Trouble::Busy => {
            notice.status = StatusCode::SERVICE_UNAVAILABLE;
            notice.said.push("notice-busy");
        }
        Trouble::TooLarge => {
            notice.status = StatusCode::PAYLOAD_TOO_LARGE;
            notice.said.push("notice-too-large");
        }
        Trouble::TypedTooLarge => {
            notice.status = StatusCode::PAYLOAD_TOO_LARGE;
            notice.said.push("notice-typed-too-large");
        }
        Trouble::TooManyFiles => {
            notice.status = StatusCode::PAYLOAD_TOO_LARGE;
            let many = Problem::new("files", "problem-many-files");
            notice.problems.push(many);
        }
        Trouble::FileTooLarge(name) => {
            notice.status = StatusCode::PAYLOAD_TOO_LARGE;
            notice.problems.push(file("problem-large-file", name));
        }
        Trouble::FileEmpty(name) => notice.problems.push(file("problem-empty-file", name)),
    }
}

/// Takes it in. The same post once more gets the same receipt.
async fn send(
    app: &App,
    place: &Place,
    draft: &Draft,
    form: Form,
    now: DateTime<FixedOffset>,
) -> Result<(Taken, String), Failure> {
    let submission = draft
        .check(&place.profile)
        .map_err(|_| Failure::bad_request("a form that is not right"))?;
    let key = draft.source_key(&form.files, place.lang);
    let secret = secrets::code_of(&app.key, &key);
    let website = &place.page.website;
    let code = |text: &str| Some(Code::from(text)).filter(|c| !c.as_str().is_empty());
    let findings = draft.findings(&place.profile);
    let warned_of: BTreeSet<AlertKind> = findings.iter().map(|f| f.kind).collect();
    let entry = Entry {
        submission,
        key,
        system: SYSTEM.into(),
        kind: Some(draft.kind()),
        address: Some(draft.address.clone()),
        territory: code(&draft.territory),
        minor: draft.minor,
        consent: Some(Consent {
            policy: place.policy.version.clone(),
            at: now,
        }),
        asks: draft.asks(),
        warned_of: warned_of.into_iter().collect(),
        form_lang: Some(place.lang),
        files: files::keep(app, website.tenant, form.files, now).await?,
        secret: secret.clone(),
    };
    let taken = entry::enter(app, website, entry, now).await?;
    Ok((taken, secret))
}
