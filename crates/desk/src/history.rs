//! A case in words: card, timeline. One source for the case file, the letter and the command line.

use crate::office::Office;
use domain::inquiry::{Applicant, Event};
use domain::{Inquiry, Lang, State};
use text::{Texts, format};

/// Label and value.
pub type Line = (String, String);

/// The registration-control card, in the order of the form.
#[must_use]
pub fn card(i: &Inquiry, office: &Office, t: &Texts) -> Vec<Line> {
    let (lang, p) = (t.lang(), &office.profile);
    let yes = |b: bool| t.get(if b { "card-yes" } else { "card-no" });
    let mut lines = vec![
        ("card-number", i.shown_number().unwrap_or_default()),
        (
            "card-registered",
            i.registered_on
                .map(|d| format::date_short(lang, d))
                .unwrap_or_default(),
        ),
        ("card-received", format::date_time(lang, i.received_at)),
        (
            "card-channel",
            p.label("channel", &i.channel, lang).to_owned(),
        ),
        ("card-kind", p.label("kind", &i.kind, lang).to_owned()),
        (
            "card-language",
            t.get(&format!("language-{}", i.lang.tag())),
        ),
        ("card-collective", yes(i.collective)),
        ("card-repeat", yes(i.repeat_of.is_some())),
        (
            "card-topic",
            i.topic
                .as_ref()
                .map(|c| p.label("topic", c, lang).to_owned())
                .unwrap_or_default(),
        ),
        (
            "card-territory",
            i.territory
                .as_ref()
                .map(|c| p.label("territory", c, lang).to_owned())
                .unwrap_or_default(),
        ),
        (
            "card-sheets",
            i.sheets.map(|n| n.to_string()).unwrap_or_default(),
        ),
        ("card-annexes", i.attachments.len().to_string()),
        ("card-subject", i.subject.clone()),
        (
            "card-executor",
            i.executor.map(|e| office.name_of(e)).unwrap_or_default(),
        ),
        (
            "card-co-executors",
            i.co_executors
                .iter()
                .map(|e| office.name_of(*e))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        (
            "card-due",
            i.due
                .as_ref()
                .map(|d| format::date_short(lang, d.on))
                .unwrap_or_default(),
        ),
        (
            "card-outcome",
            i.outcome
                .as_ref()
                .map(|c| p.label("outcome", c, lang).to_owned())
                .unwrap_or_default(),
        ),
    ];
    if let Some(e) = i.left_by() {
        let label = match e.what.as_str() {
            "forward" => "act-forward",
            _ => "act-not_considered",
        };
        lines.push((label, remark(e, office, lang)));
    }
    if let Some(d) = &i.dispatch {
        lines.push(("card-dispatch", dispatch(d, office, t)));
    }
    if let Some((index, at)) = filed(i) {
        lines.push(("card-closed", format::date_short(lang, at.date_naive())));
        lines.push(("card-file", index.to_owned()));
    }
    lines
        .into_iter()
        .map(|(key, value)| (t.get(key), value))
        .collect()
}

fn dispatch(d: &domain::inquiry::Dispatch, office: &Office, t: &Texts) -> String {
    let method = office.profile.label("delivery", &d.method, t.lang());
    let day = format::date_short(t.lang(), d.on);
    if d.reference.is_empty() {
        format!("{day}, {method}")
    } else {
        format!("{day}, {method}, № {}", d.reference)
    }
}

/// Index of the file and the moment of closing.
fn filed(i: &Inquiry) -> Option<(&str, chrono::DateTime<chrono::FixedOffset>)> {
    match &i.state {
        State::Closed { at, file_index, .. } | State::Archived { at, file_index, .. } => {
            Some((file_index, *at))
        }
        _ => None,
    }
}

/// An applicant's lines.
#[must_use]
pub fn applicant(a: &Applicant, office: &Office, t: &Texts) -> Vec<Line> {
    let category = a
        .category
        .as_ref()
        .map(|c| office.profile.label("category", c, t.lang()).to_owned());
    [
        ("card-name", a.name.expose().clone()),
        ("card-address", a.address.expose().clone()),
        ("card-phone", a.phone.expose().clone()),
        ("card-email", a.email.expose().clone()),
        ("card-category", category.unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(key, value)| *key == "card-name" || !value.is_empty())
    .map(|(key, value)| {
        (
            t.get(key),
            if value.is_empty() {
                t.get("card-anonymous")
            } else {
                value
            },
        )
    })
    .collect()
}

/// What stands beside an act in the timeline: the reason of the law, if the act gave one, and the remark.
#[must_use]
pub fn remark(e: &Event, office: &Office, lang: Lang) -> String {
    let Some(reason) = &e.reason else {
        return e.detail.clone();
    };
    let label = office.profile.label(e.reasons(), reason, lang);
    match e.detail.as_str() {
        "" => label.to_owned(),
        detail => format!("{label} · {detail}"),
    }
}

/// One line of the timeline: when, who, what.
#[must_use]
pub fn event(e: &Event, office: &Office, t: &Texts) -> [String; 3] {
    let what = t.get(&format!("act-{}", e.what));
    let remark = remark(e, office, t.lang());
    let what = if remark.is_empty() {
        what
    } else {
        format!("{what}: {remark}")
    };
    [
        format::date_time(t.lang(), e.at),
        office.name_of(e.by),
        what,
    ]
}
