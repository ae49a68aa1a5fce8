//! What somebody sent becomes a received case, whatever form it came in: JSON, a website's form, or the page of the
//! Electronic Reception. One transaction, one entry in the audit, one receipt.

pub(crate) mod files;
pub(crate) mod form;

use crate::App;
use crate::decide::{Decided, FieldChange, Origin, Submitted};
use crate::error::Failure;
use crate::secrets;
use crate::store::batch::{self, Done, Named};
use crate::store::intake::{self as rows, Website};
use crate::store::{Tx, Wall, to_json};
use axum::http::StatusCode;
use chrono::{DateTime, FixedOffset, TimeZone};
use domain::alerts::{self, AlertKind};
use domain::fold::fold;
use domain::ids::{Code, CommandId, InquiryId};
use domain::inquiry::{Applicant, Attachment, Card, Consent, DataRequest, Source};
use domain::profile::Label;
use domain::{Act, Lang, Profile};
use intake::Submission;
use protocol::wire::OutcomeKind;
use std::collections::{BTreeMap, BTreeSet};
use text::Texts;

/// Characters of a subject made of the text's first line.
const SUBJECT: usize = 120;
/// Characters of a text that its language is guessed from.
const GUESSED_FROM: usize = 2_000;

/// What somebody sent, read and checked.
pub(crate) struct Entry {
    pub submission: Submission,
    /// Key by which the same submission is known again.
    pub key: String,
    pub system: String,
    pub kind: Option<Code>,
    pub address: Option<String>,
    pub territory: Option<Code>,
    pub minor: bool,
    pub consent: Option<Consent>,
    pub asks: Option<DataRequest>,
    pub warned_of: Vec<AlertKind>,
    /// Language of the form, where the text does not tell.
    pub form_lang: Option<Lang>,
    pub files: Vec<Attachment>,
    /// The receipt's code.
    pub secret: String,
}

/// What came of it.
pub(crate) struct Taken {
    pub id: InquiryId,
    /// Short number for people.
    pub reference: String,
}

/// Takes an entry in. The same one once more adds nothing but, with another code, another receipt.
pub(crate) async fn enter(
    app: &App,
    website: &Website,
    entry: Entry,
    now: DateTime<FixedOffset>,
) -> Result<Taken, Failure> {
    let key = entry.key.clone();
    let id = InquiryId::of_submission(&key)
        .ok_or_else(|| Failure::bad_request("a submission without a key"))?;
    let mut tx = app.store.begin(Wall::Tenant(website.tenant)).await?;
    let profile = app.store.profile(&mut tx, website.tenant).await?;
    let (secret, consent) = (entry.secret.clone(), entry.consent.clone());
    let act = Act::Receive(Box::new(card(entry, &profile, website, now)));
    let mut done = receive(app, &mut tx, website, &act, (id, key), now).await?;
    if let (Some(effect), Some(consent)) = (&mut done.0.effect, &consent) {
        // The chain names the consent, and commits to what was agreed to and when.
        effect.fields.push(FieldChange {
            field: "consent".into(),
            base: 0,
            version: effect.seq,
            value: to_json("audit", consent)?,
        });
    }
    let Decision(decided, world, head) = done;
    let done = [Done {
        decided,
        inquiry: id,
        actor: Some(website.actor),
        act: act.code(),
        sent: None,
    }];
    batch::flush(&mut tx, website.tenant, None, head, &world, &done, now).await?;
    let reference = secrets::reference(id);
    rows::receipt(
        &mut tx,
        website.tenant,
        id,
        &reference,
        &secrets::code_hash(&secret),
        &now.to_rfc3339(),
    )
    .await?;
    tx.commit().await?;
    Ok(Taken { id, reference })
}

/// What was decided, in which world, and the log's last sequence before.
struct Decision(Decided, crate::decide::World, u64);

async fn receive(
    app: &App,
    tx: &mut Tx<'_>,
    website: &Website,
    act: &Act,
    (id, key): (InquiryId, String),
    now: DateTime<FixedOffset>,
) -> Result<Decision, Failure> {
    let origin = Origin {
        device: None,
        units: BTreeSet::from([website.unit.clone()]),
        admitted: BTreeSet::from([website.actor]),
    };
    let named = Named {
        inquiries: BTreeSet::from([id]),
        sources: BTreeSet::from([key]),
        ..Named::default()
    };
    let mut world = batch::load(&app.store, tx, website.tenant, None, &named).await?;
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
        id: CommandId(secrets::fresh_id(now)?),
        inquiry: id,
        base: &BTreeMap::new(),
        was: &BTreeMap::new(),
        epoch: 0,
        act,
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
    Ok(Decision(decided, world, head))
}

fn card(entry: Entry, profile: &Profile, website: &Website, now: DateTime<FixedOffset>) -> Card {
    let Submission {
        name,
        phone,
        email,
        content,
        mut extra,
        language,
        topic,
        category,
        service,
        ..
    } = entry.submission;
    let mut coded = |list: &str, said: Option<String>| coded(profile, list, said, &mut extra);
    let kind = coded("kind", entry.kind.map(|c| c.0));
    let category = coded("category", category);
    let topic = coded("topic", topic);
    let territory = coded("territory", entry.territory.map(|c| c.0));
    let lang = language
        .or_else(|| Lang::guess(&content.chars().take(GUESSED_FROM).collect::<String>()))
        .or(entry.form_lang)
        .or_else(|| profile.languages.first().copied())
        .unwrap_or_default();
    let says_minor = || {
        alerts::find(&content, profile.minor_under)
            .iter()
            .any(|f| f.kind == AlertKind::Minor)
    };
    Card {
        unit: website.unit.clone(),
        received_at: profile.offset().from_utc_datetime(&now.naive_utc()),
        channel: Code::from("website"),
        kind: kind.unwrap_or_else(|| Code::from("application")),
        lang,
        applicants: vec![Applicant {
            name: name.unwrap_or_default().into(),
            phone: phone.unwrap_or_default().into(),
            email: email.unwrap_or_default().into(),
            address: entry.address.unwrap_or_default().into(),
            category,
        }],
        collective: false,
        subject: subject(&content, entry.asks, lang),
        minor: entry.minor || says_minor(),
        text: with_extra(content, &extra).into(),
        topic,
        territory,
        service,
        sheets: None,
        repeat_of: None,
        attachments: entry.files,
        source: Some(Source {
            system: entry.system,
            key: entry.key,
            consent: entry.consent,
            asks: entry.asks,
            warned_of: entry.warned_of,
        }),
    }
}

/// The code that is meant by a code or by a label in any language. What has none stands below the text.
fn coded(
    profile: &Profile,
    list: &str,
    said: Option<String>,
    extra: &mut Vec<(String, String)>,
) -> Option<Code> {
    let said = said.filter(|words| !words.trim().is_empty())?;
    let wanted = fold(said.trim());
    let means = |code: &Code, label: &Label| {
        fold(code.as_str()) == wanted || Lang::ALL.iter().any(|l| fold(label.get(*l)) == wanted)
    };
    let found = profile
        .list(list)
        .into_iter()
        .find(|(code, label)| means(code, label))
        .map(|(code, _)| code.clone());
    if found.is_none() {
        extra.push((list.to_owned(), said));
    }
    found
}

/// The words, and below them what has no place among the fields, as an import writes it.
fn with_extra(mut text: String, extra: &[(String, String)]) -> String {
    for (n, (name, value)) in extra.iter().enumerate() {
        text.push_str(if n == 0 { "\n\n" } else { "\n" });
        text.push_str(&format!("[{name}: {value}]"));
    }
    text
}

/// The text's first line that says something, cut at a word; what is asked about own data stands before it.
fn subject(text: &str, asks: Option<DataRequest>, lang: Lang) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    let line = match asks {
        Some(asks) => {
            let label = texts(lang).get(&format!("reception-asks-{}", asks.code()));
            format!("{label}: {line}")
        }
        None => line.to_owned(),
    };
    if line.chars().count() <= SUBJECT {
        return line;
    }
    let cut: String = line.chars().take(SUBJECT - 1).collect();
    let whole = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut.as_str(), |(head, _)| head);
    format!("{whole}…")
}

/// The texts of a language, parsed once.
pub(crate) fn texts(lang: Lang) -> &'static Texts {
    use std::sync::LazyLock;
    static ALL: LazyLock<[Texts; 3]> = LazyLock::new(|| Lang::ALL.map(Texts::new));
    match lang {
        Lang::Ky => &ALL[0],
        Lang::Ru => &ALL[1],
        Lang::En => &ALL[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_the_first_line_cut_at_a_word() {
        let plain = |text: &str| subject(text, None, Lang::Ky);
        assert_eq!(plain("\n  Жол бузук.\nКөпүрө да."), "Жол бузук.");
        let long = plain(&"Көчөнүн жарыгы ".repeat(20));
        assert!(
            long.ends_with("…") && long.chars().count() <= SUBJECT && !long.contains("жары…"),
            "{long}"
        );
        assert_eq!(plain(&"а".repeat(200)).chars().count(), SUBJECT);
        let erase = subject("Прошу.", Some(DataRequest::Erase), Lang::Ru);
        assert!(
            erase.ends_with(": Прошу.") && erase.chars().count() > 12,
            "{erase}"
        );
    }

    #[test]
    fn texts_are_those_of_their_language() {
        for lang in Lang::ALL {
            assert_eq!(texts(lang).lang(), lang);
        }
    }
}
