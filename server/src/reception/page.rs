//! What all pages have in common, and the short ones.

use super::Place;
use super::policy::Shown;
use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, html};
use text::Texts;

/// A page: its name, what stands above, what it says, what stands below.
fn whole(texts: &Texts, title: &str, head: &Markup, main: &Markup, foot: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.lang().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noarchive";
                title { (title) }
                link rel="stylesheet" href="/reception/style.css";
            }
            body {
                a.skip href="#main" { (texts.get("reception-skip")) }
                header { (head) }
                main #main tabindex="-1" { (main) }
                footer { (foot) }
            }
        }
    }
}

/// A page of a body. `here` is the end of its address.
pub(super) fn of(place: &Place, here: &str, title: &str, main: &Markup) -> Markup {
    let body = &place.profile.body;
    let name = body.name.get(place.lang);
    let links = [
        ("", "nav-write"),
        ("/status", "nav-status"),
        ("/policy", "nav-policy"),
    ];
    let head = html! {
        p.body { (name) }
        p.place { (place.say("name")) }
        nav.langs aria-label=(place.say("languages")) {
            ul {
                @for lang in &place.profile.languages {
                    li {
                        a href=(place.link_in(here, *lang)) hreflang=(lang.tag()) lang=(lang.tag())
                            aria-current=[(*lang == place.lang).then_some("true")] {
                            (crate::entry::texts(*lang).get(&format!("language-{}", lang.tag())))
                        }
                    }
                }
            }
        }
        nav.pages aria-label=(place.say("pages")) {
            ul {
                @for (rest, key) in links {
                    li {
                        a href=(place.link(rest)) aria-current=[(rest == here).then_some("page")] { (place.say(key)) }
                    }
                }
            }
        }
    };
    let foot = html! {
        p { (name) }
        p { (body.address.get(place.lang)) }
        @if !body.phone.is_empty() { p { (body.phone) } }
        p.muted { (place.say("no-tracking")) }
    };
    whole(
        place.texts,
        &format!("{title} · {name}"),
        &head,
        main,
        &foot,
    )
}

/// What the policy's file says.
pub(super) fn policy(place: &Place) -> Markup {
    let title = place.say("policy-title");
    let main = html! {
        h1 { (title) }
        p.muted { (place.texts.with("reception-policy-version", &[("version", place.policy.version.clone().into())])) }
        @match place.policy.shown(place.lang) {
            Shown::Address(address) => p { (place.say("policy-elsewhere")) " " a href=(address) rel="noreferrer" { (address) } },
            Shown::Text(text) => @for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
                @match line.strip_prefix("# ") {
                    Some(heading) => h2 { (heading) },
                    None => p { (line) },
                }
            },
        }
    };
    of(place, "/policy", &title, &main)
}

/// Which body somebody wants to write to; or that there is none here.
pub(super) fn which(texts: &Texts, others: &[(String, String)]) -> Markup {
    let say = |key: &str| texts.get(&format!("reception-{key}"));
    let none = others.is_empty();
    let title = say(if none { "none-title" } else { "which-title" });
    let main = html! {
        h1 { (title) }
        @if none {
            p { (say("none")) }
        } @else {
            ul.bodies {
                @for (link, name) in others { li { a href=(link) { (name) } } }
            }
        }
    };
    let head = html! { p.place { (say("name")) } };
    whole(texts, &title, &head, &main, &html! {})
}

/// Something failed before a form could be read.
pub(super) fn failed(texts: &Texts, status: StatusCode) -> Markup {
    let says = match status {
        StatusCode::TOO_MANY_REQUESTS => "failed-many",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "failed-form",
        StatusCode::PAYLOAD_TOO_LARGE => "failed-large",
        _ => "failed-fault",
    };
    let say = |key: &str| texts.get(&format!("reception-{key}"));
    let main = html! {
        h1 { (say("failed-title")) }
        div.box.late role="alert" { p { (say(says)) } }
        p { (say("failed-safe")) }
    };
    let head = html! { p.place { (say("name")) } };
    whole(texts, &say("failed-title"), &head, &main, &html! {})
}
