//! The Electronic Reception: pages of the server's own where citizens write to a body and ask how it stands. Plain HTML,
//! made here; no script, no cookie, nothing from another place, nothing that follows anybody.
//!
//! There is no token against forged requests, and none is needed: nobody is signed in here, no cookie exists that another
//! site could make a browser send along, and a form posted from elsewhere does no more than one filled in here.
//!
//! - `write` takes the form in, `follow` says how it stands; `draft` is what was typed, with what is wrong with it.
//! - `page*` are the pages; every word of theirs is in `crates/text` (`reception.ftl`).
//!
//! To add a field: [`draft::Draft`], `page_form`, three texts.

mod draft;
mod follow;
mod key;
mod page;
mod page_form;
mod page_receipt;
pub(crate) mod policy;
mod write;

use crate::App;
use crate::entry::texts;
use crate::error::Failure;
use crate::store::Wall;
use crate::store::intake::{self as rows, Page};
use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::{Lang, Profile};
use maud::Markup;
use policy::Policy;
use std::convert::Infallible;
use std::sync::Arc;
use text::Texts;

/// Addresses that no body's page can have.
pub(crate) const RESERVED: [&str; 3] = ["status", "policy", "style.css"];

const STYLE: &str = include_str!("style.css");

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/reception", get(write::show).post(write::take))
        .route("/reception/status", get(follow::show).post(follow::ask))
        .route("/reception/policy", get(show_policy))
        .route("/reception/style.css", get(style))
        .route("/reception/{body}", get(write::show).post(write::take))
        .route(
            "/reception/{body}/status",
            get(follow::show).post(follow::ask),
        )
        .route("/reception/{body}/policy", get(show_policy))
        .layer(map_response(guarded))
}

async fn style() -> Response {
    const CSS: HeaderValue = HeaderValue::from_static("text/css; charset=utf-8");
    const HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
    let headers = [(header::CONTENT_TYPE, CSS), (header::CACHE_CONTROL, HOUR)];
    (headers, STYLE).into_response()
}

/// What a browser may do with the pages: show them, and send their forms back here.
async fn guarded(mut response: Response) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'";
    const ALL: [(HeaderName, &str); 8] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        // What somebody typed, and a receipt's code, stay in no cache.
        (header::CACHE_CONTROL, "no-store"),
    ];
    let headers = response.headers_mut();
    for (name, value) in ALL {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// What stands in the address of a page. Whatever else somebody's address has, it shows a page: the first language that
/// is named counts.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    lang: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let mut named = url::form_urlencoded::parse(query.as_bytes());
        let lang = named.find(|(name, _)| name == "lang");
        Ok(Self {
            lang: lang.map(|(_, tag)| tag.into_owned()),
        })
    }
}

/// A body's page, and who looks at it.
pub(crate) struct Place {
    pub page: Page,
    pub profile: Arc<Profile>,
    pub policy: Policy,
    pub lang: Lang,
    pub texts: &'static Texts,
}

impl Place {
    /// Address of a page of this body, in this language.
    pub(crate) fn link(&self, rest: &str) -> String {
        self.link_in(rest, self.lang)
    }

    pub(crate) fn link_in(&self, rest: &str, lang: Lang) -> String {
        format!("/reception/{}{rest}?lang={}", self.page.slug, lang.tag())
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.texts.get(&format!("reception-{key}"))
    }
}

/// No page to show: which ones there are, or that there is none.
pub(crate) struct Nowhere {
    lang: Lang,
    /// Address and name.
    others: Vec<(String, String)>,
}

impl IntoResponse for Nowhere {
    fn into_response(self) -> Response {
        let status = if self.others.is_empty() {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::OK
        };
        html(status, page::which(texts(self.lang), &self.others))
    }
}

/// Why a page cannot be shown.
pub(crate) enum Lost {
    Nowhere(Nowhere),
    Failed(Lang, Failure),
}

impl IntoResponse for Lost {
    fn into_response(self) -> Response {
        match self {
            Self::Nowhere(nowhere) => nowhere.into_response(),
            Self::Failed(lang, failure) => failed(lang, &failure),
        }
    }
}

/// A fault of ours, or too many calls, in words.
pub(crate) fn failed(lang: Lang, failure: &Failure) -> Response {
    let status = failure.status();
    html(status, page::failed(texts(lang), status))
}

pub(crate) fn html(status: StatusCode, page: Markup) -> Response {
    const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(header::CONTENT_TYPE, HTML)], page.into_string()).into_response()
}

/// The page that an address names; without a name the only one there is.
pub(crate) async fn place(
    app: &App,
    slug: Option<Path<String>>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Place, Lost> {
    let wished = wished(asked, headers);
    let first = wished.first().copied().unwrap_or_default();
    let failed = |failure: Failure| Lost::Failed(first, failure);
    let mut tx = app
        .store
        .snapshot(Wall::Open)
        .await
        .map_err(|e| failed(e.into()))?;
    let pages = rows::pages(&mut tx).await.map_err(|e| failed(e.into()))?;
    let found = match &slug {
        Some(Path(slug)) => pages.iter().find(|p| p.slug == *slug),
        None if pages.len() == 1 => pages.first(),
        None => None,
    };
    let Some(page) = found.cloned() else {
        let mut others = Vec::new();
        for page in pages.iter().filter(|_| slug.is_none()) {
            let profile = app.store.profile(&mut tx, page.website.tenant).await;
            let profile = profile.map_err(|e| failed(e.into()))?;
            let link = format!("/reception/{}?lang={}", page.slug, first.tag());
            others.push((link, profile.body.name.get(first).to_owned()));
        }
        return Err(Lost::Nowhere(Nowhere {
            lang: first,
            others,
        }));
    };
    let profile = app.store.profile(&mut tx, page.website.tenant).await;
    let profile = profile.map_err(|e| failed(e.into()))?;
    let policy = Policy::read(&page.policy, &profile).map_err(|wrong| {
        let what = format!("policy: {} violations", wrong.len());
        failed(crate::store::bad("reception", what).into())
    })?;
    let lang = wished
        .into_iter()
        .find(|l| profile.languages.contains(l))
        .or(profile.languages.first().copied())
        .unwrap_or_default();
    Ok(Place {
        page,
        profile,
        policy,
        lang,
        texts: texts(lang),
    })
}

/// Languages in the order in which somebody wishes them: the address, the browser, Kyrgyz.
fn wished(asked: &Asked, headers: &HeaderMap) -> Vec<Lang> {
    let chosen = asked.lang.as_deref().and_then(Lang::from_tag);
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let mut browser: Vec<(f32, Lang)> = accepted
        .split(',')
        .filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = rest.trim().strip_prefix("q=")?.parse().ok()?;
            Some((weight, Lang::from_tag(tag.trim())?))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    // The order of what weighs the same stays.
    browser.sort_by(|a, b| b.0.total_cmp(&a.0));
    chosen
        .into_iter()
        .chain(browser.into_iter().map(|(_, lang)| lang))
        .chain([Lang::default()])
        .collect()
}

async fn show_policy(
    State(app): State<App>,
    slug: Option<Path<String>>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Lost> {
    let place = place(&app, slug, &asked, &headers).await?;
    Ok(html(StatusCode::OK, page::policy(&place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_chosen_one_then_the_browsers_then_kyrgyz() {
        let first = |chosen: Option<&str>, accepts: &str| {
            let asked = Asked {
                lang: chosen.map(str::to_owned),
            };
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepts.parse().unwrap());
            wished(&asked, &headers)[0]
        };
        assert_eq!(first(Some("en"), "ru"), Lang::En);
        assert_eq!(first(Some("xx"), "ru-RU,ru;q=0.9,en;q=0.8"), Lang::Ru);
        assert_eq!(first(None, "de,en;q=0.5,ru;q=0.7"), Lang::Ru);
        assert_eq!(first(None, "de;q=x, ru;q=0"), Lang::Ky);
        assert_eq!(first(None, ""), Lang::Ky);
    }
}
