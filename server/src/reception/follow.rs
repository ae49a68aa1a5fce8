//! How it stands, for whoever has the receipt's number and code: the state in plain words and its dates, and nothing of
//! a person.

use super::{Asked, Lost, html, page_receipt, place};
use crate::App;
use crate::auth::Address;
use crate::error::Failure;
use crate::routes::intake::find;
use crate::secrets;
use crate::store::intake::Receipt as Named;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use url::form_urlencoded;

/// Bytes of a number and a code, with room.
const MOST: usize = 4096;

pub(super) async fn show(
    State(app): State<App>,
    slug: Option<Path<String>>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Lost> {
    let place = place(&app, slug, &asked, &headers).await?;
    Ok(html(StatusCode::OK, page_receipt::ask(&place, "", None)))
}

pub(super) async fn ask(
    State(app): State<App>,
    slug: Option<Path<String>>,
    asked: Asked,
    headers: HeaderMap,
    Address(address): Address,
    request: Request,
) -> Result<Response, Lost> {
    let place = place(&app, slug, &asked, &headers).await?;
    let lost = |failure| Lost::Failed(place.lang, failure);
    let body = axum::body::to_bytes(request.into_body(), MOST)
        .await
        .map_err(|_| lost(Failure::too_large(format!("at most {MOST} bytes"))))?;
    let (mut number, mut code) = (String::new(), String::new());
    for (name, value) in form_urlencoded::parse(&body) {
        match name.as_ref() {
            "number" => number = value.trim().to_owned(),
            "code" => code = value.trim().to_owned(),
            _ => {}
        }
    }
    if number.is_empty() || code.is_empty() {
        let page = page_receipt::ask(&place, &number, Some("status-missing"));
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let named = match number.parse() {
        Ok(id) => Named::Id(id),
        Err(_) => Named::Reference(secrets::as_reference(&number)),
    };
    let website = &place.page.website;
    let from = format!("status:{}:{address}", website.tenant);
    let found = find(&app, website, &from, &named, &code)
        .await
        .map_err(lost)?;
    Ok(match found {
        Some(inquiry) => html(StatusCode::OK, page_receipt::status(&place, &inquiry)),
        None => {
            let page = page_receipt::ask(&place, &number, Some("status-unknown"));
            html(StatusCode::NOT_FOUND, page)
        }
    })
}
