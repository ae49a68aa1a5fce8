//! `POST /intake/inquiries`: a website's form posts here, as JSON or as a form, under this server's names of fields or,
//! with a mapping, under its own. `POST /intake/status`: how a submission stands, for whoever has its number and secret,
//! without personal data.

use crate::App;
use crate::auth::{self, Address};
use crate::body::{Accepts, BRIEF, PACKED_MOST, Packed};
use crate::entry::files::{self, FILE_MOST, FILES_MOST, Upload};
use crate::entry::form::{self, Trouble};
use crate::entry::{self, Entry};
use crate::error::Failure;
use crate::mapping::{self, Fields, FileField, Mapped, Mapping};
use crate::secrets;
use crate::store::intake::{self as rows, Receipt as Named, Website};
use crate::store::{Wall, attempt};
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset};
use domain::Inquiry;
use domain::ids::{Code, InquiryId};
use domain::inquiry::{Consent, DataRequest};
use intake::{FieldProblem, WebSubmission, validate_web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Submissions from one address in a quarter of an hour.
pub(crate) const SUBMISSIONS: i64 = 60;
/// Tries of a secret from one address in a quarter of an hour.
pub(crate) const TRIES: i64 = 20;

/// What the website posts under this server's own names: the form's fields, and the files' bytes.
#[derive(Deserialize)]
struct Posted {
    #[serde(flatten)]
    submission: WebSubmission,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    territory: Option<String>,
    /// What is asked about data of their own.
    #[serde(default)]
    asks: Option<DataRequest>,
    /// Whether they agreed to the policy, and to which version.
    #[serde(default)]
    consent: bool,
    #[serde(default)]
    policy_version: Option<String>,
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
    /// Short number for the citizen, good for asking how it stands.
    number: String,
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
    request: Request,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let accepts = Accepts::of(request.headers());
    let (mapped, sent, system) = read(&app, &website, request, now).await?;
    let mut submission = match validate_web(&mapped.submission) {
        Ok(submission) => submission,
        Err(problems) => {
            let mut response = accepts.reply(&Problems { problems })?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
    };
    let key = submission.key();
    submission.extra = mapped.kept;
    let secret = secrets::typed_code()?;
    let entry = Entry {
        submission,
        key,
        system,
        kind: mapped.kind.map(Code),
        address: mapped.address,
        territory: mapped.territory.map(Code),
        minor: false,
        consent: mapped.consent,
        asks: mapped.asks,
        warned_of: Vec::new(),
        form_lang: None,
        files: files::keep(&app, website.tenant, sent, now).await?,
        secret: secret.clone(),
    };
    let taken = entry::enter(&app, &website, entry, now).await?;
    let mut response = accepts.reply(&Receipt {
        id: taken.id,
        number: taken.reference,
        secret,
    })?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

type Read = (Mapped, Vec<Upload>, String);

/// Reads what was posted, in whatever form.
async fn read(
    app: &App,
    website: &Website,
    request: Request,
    now: DateTime<FixedOffset>,
) -> Result<Read, Failure> {
    let mapping = match &website.mapping {
        Some(text) => Some(stored_mapping(app, website, text).await?),
        None => None,
    };
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|v| v.to_str().ok());
    if let Some(boundary) = form::boundary(content_type) {
        let form = form::read(&app.forms, boundary, request.into_body()).await;
        refuse_trouble(&form.trouble)?;
        return Ok(mapped(
            mapping.unwrap_or_else(Mapping::own),
            &form.fields,
            form.files,
            now,
        ));
    }
    if content_type.is_some_and(|t| t.starts_with("application/x-www-form-urlencoded")) {
        let body = axum::body::to_bytes(request.into_body(), PACKED_MOST)
            .await
            .map_err(|_| Failure::too_large(format!("at most {PACKED_MOST} bytes")))?;
        let mut fields = Fields::new();
        for (name, value) in url::form_urlencoded::parse(&body) {
            let values = fields.entry(name.into_owned()).or_default();
            values.push(value.into_owned());
        }
        return Ok(mapped(
            mapping.unwrap_or_else(Mapping::own),
            &fields,
            Vec::new(),
            now,
        ));
    }
    let Some(mapping) = mapping else {
        let Packed { message, .. } = Packed::<Posted>::from_request(request, &()).await?;
        return own(message, now);
    };
    let Packed { message, .. } = Packed::<Value>::from_request(request, &()).await?;
    let sent = posted_files(mapping.files.as_ref(), &message)?;
    let skip = mapping.files.as_ref().map(|f| f.field.clone());
    let fields = mapping::flatten(&message, skip.as_deref());
    Ok(mapped(mapping, &fields, sent, now))
}

fn mapped(
    mapping: Mapping,
    fields: &Fields,
    sent: Vec<Upload>,
    now: DateTime<FixedOffset>,
) -> Read {
    (mapping.apply(fields, now), sent, mapping.system)
}

/// The mapping that an administrator set: it was checked then.
async fn stored_mapping(app: &App, website: &Website, text: &str) -> Result<Mapping, Failure> {
    let mut tx = app.store.snapshot(Wall::Tenant(website.tenant)).await?;
    let profile = app.store.profile(&mut tx, website.tenant).await?;
    mapping::read(text, &profile).map_err(|wrong| {
        crate::store::bad("reception", format!("mapping: {} violations", wrong.len())).into()
    })
}

fn own(posted: Posted, now: DateTime<FixedOffset>) -> Result<Read, Failure> {
    let policy = posted.policy_version.filter(|v| !v.trim().is_empty());
    let mapped = Mapped {
        submission: posted.submission,
        address: posted.address,
        kind: posted.kind,
        asks: posted.asks,
        territory: posted.territory,
        consent: policy
            .filter(|_| posted.consent)
            .map(|policy| Consent { policy, at: now }),
        kept: Vec::new(),
    };
    if posted.attachments.len() > FILES_MOST {
        return Err(Failure::too_large(format!("at most {FILES_MOST} files")));
    }
    let sent = posted.attachments.into_iter();
    let sent = sent.map(|file| decoded(file.name, &file.content));
    Ok((
        mapped,
        sent.collect::<Result<_, _>>()?,
        "electronic-reception".into(),
    ))
}

/// The files of a JSON post, where a mapping says that they are.
fn posted_files(field: Option<&FileField>, message: &Value) -> Result<Vec<Upload>, Failure> {
    let list = field.and_then(|f| message.get(&f.field));
    let (Some(field), Some(Value::Array(list))) = (field, list) else {
        return Ok(Vec::new());
    };
    if list.len() > FILES_MOST {
        return Err(Failure::too_large(format!("at most {FILES_MOST} files")));
    }
    list.iter()
        .map(|file| {
            let text = |name: &str| file.get(name).and_then(Value::as_str);
            let content = text(&field.content)
                .ok_or_else(|| Failure::bad_request("a file without its content"))?;
            decoded(text(&field.name).unwrap_or_default().to_owned(), content)
        })
        .collect()
}

fn decoded(name: String, content: &str) -> Result<Upload, Failure> {
    let bytes = STANDARD
        .decode(content)
        .map_err(|_| Failure::bad_request("a file that is no base64"))?;
    if bytes.len() > FILE_MOST {
        return Err(Failure::too_large(format!(
            "at most {FILE_MOST} bytes a file"
        )));
    }
    Ok(Upload {
        name,
        bytes: bytes.into(),
    })
}

fn refuse_trouble(trouble: &[Trouble]) -> Result<(), Failure> {
    match trouble.first() {
        None => Ok(()),
        Some(Trouble::Broken) => Err(Failure::bad_request("a form that cannot be read")),
        Some(Trouble::FileEmpty(_)) => Err(Failure::bad_request("an empty file")),
        Some(Trouble::Busy) => Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "busy")),
        Some(Trouble::Slow) => Err(Failure::new(StatusCode::REQUEST_TIMEOUT, "slow")),
        Some(
            Trouble::TypedTooLarge
            | Trouble::TooLarge
            | Trouble::TooManyFiles
            | Trouble::FileTooLarge(_),
        ) => Err(Failure::too_large(format!(
            "at most {FILES_MOST} files of {FILE_MOST} bytes"
        ))),
    }
}

async fn website(app: &App, headers: &HeaderMap) -> Result<Website, Failure> {
    let token = auth::bearer(headers).ok_or_else(auth::refused)?;
    let mut tx = app.store.snapshot(Wall::Open).await?;
    rows::by_token(&mut tx, &secrets::hash(token))
        .await?
        .ok_or_else(auth::refused)
}

/// Counts a call, and refuses when there were too many.
pub(crate) async fn count(
    app: &App,
    key: &str,
    most: i64,
    now: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    let mut tx = app.store.begin(Wall::Open).await?;
    if attempt::barred(&mut tx, key, most, now).await? {
        return Err(Failure::too_many_tries());
    }
    attempt::count(&mut tx, key, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody asks how a submission stands.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    id: Option<InquiryId>,
    /// In place of the id: the short number of the receipt.
    #[serde(default)]
    number: Option<String>,
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
    let website = website(&app, &headers).await?;
    let named = match (message.id, message.number) {
        (Some(id), _) => Named::Id(id),
        (None, number) => Named::Reference(secrets::as_reference(&number.unwrap_or_default())),
    };
    let from = format!("status:{}:{address}", website.tenant);
    let inquiry = find(&app, &website, &from, &named, &message.secret)
        .await?
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "bad-code"))?;
    accepts.reply(&Status {
        state: inquiry.state.code(),
        number: inquiry.number.as_ref().map(ToString::to_string),
        registered_on: inquiry.registered_on,
        due: inquiry.due.as_ref().map(|d| d.on),
    })
}

/// The case of a receipt. A number that does not exist and a code that is wrong go the same way: counted first, one
/// look-up by both. A right one is not counted.
pub(crate) async fn find(
    app: &App,
    website: &Website,
    from: &str,
    named: &Named,
    secret: &str,
) -> Result<Option<Inquiry>, Failure> {
    count(app, from, TRIES, (app.clock)()).await?;
    let mut tx = app.store.begin(Wall::Tenant(website.tenant)).await?;
    let secret = secrets::code_hash(secret);
    let Some(content) = rows::content(&mut tx, website.tenant, named, &secret).await? else {
        return Ok(None);
    };
    attempt::forgive(&mut tx, from).await?;
    tx.commit().await?;
    Ok(Some(crate::store::json("inquiry", &content)?))
}
