//! What becomes of the website's submission: the card, and whether a later export says the same.

use chrono::{DateTime, FixedOffset, TimeZone as _};
use domain::inquiry::{Applicant, Card, Source};
use domain::{Lang, Profile, UnitId};
use intake::Submission;

pub(crate) fn card_of(
    s: &Submission,
    unit: &UnitId,
    profile: &Profile,
    now: DateTime<FixedOffset>,
) -> Card {
    Card {
        unit: unit.clone(),
        received_at: received_at(s, profile)
            .filter(|at| *at <= now)
            .unwrap_or(now),
        channel: "website".into(),
        kind: kind_of(s, profile),
        lang: s
            .language
            .or_else(|| Lang::guess(beginning(&s.content)))
            .unwrap_or_default(),
        applicants: vec![Applicant {
            name: s.name.clone().unwrap_or_default().into(),
            phone: s.phone.clone().unwrap_or_default().into(),
            email: s.email.clone().unwrap_or_default().into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: subject(s),
        text: text_of(s).into(),
        topic: s
            .topic
            .as_deref()
            .and_then(|words| code_by_label(profile, "topic", words)),
        territory: None,
        service: s.service.clone(),
        sheets: None,
        repeat_of: None,
        minor: domain::alerts::find(&s.content, profile.minor_under)
            .iter()
            .any(|f| f.kind == domain::alerts::AlertKind::Minor),
        attachments: Vec::new(),
        source: Some(Source {
            system: "electronic-reception".into(),
            key: s.key(),
            ..Source::default()
        }),
    }
}

/// As much of a text as shows its language.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(2_000).map_or(text.len(), |c| c.0);
    text.get(..end).unwrap_or(text)
}

/// The submission's words; names of its files and other columns follow, so that nothing of the row is lost.
fn text_of(s: &Submission) -> String {
    let mut text = s.content.clone();
    if !s.files.is_empty() {
        text.push_str(&format!("\n\n[{}]", s.files.join("; ")));
    }
    for (name, value) in &s.extra {
        text.push_str(&format!("\n[{name}: {value}]"));
    }
    text
}

fn received_at(s: &Submission, profile: &Profile) -> Option<DateTime<FixedOffset>> {
    let at = s.submitted_at?;
    let offset = match at.utc_offset_minutes {
        Some(minutes) => FixedOffset::east_opt(minutes * 60)?,
        None => profile.offset(),
    };
    offset
        .from_local_datetime(&at.wall)
        .single()
        .map(|t| t.with_timezone(&profile.offset()))
}

fn kind_of(s: &Submission, profile: &Profile) -> domain::Code {
    s.category
        .as_deref()
        .and_then(|words| code_by_label(profile, "kind", words))
        .unwrap_or_else(|| "application".into())
}

/// A code of a list whose label, in any language, or code is these words.
fn code_by_label(profile: &Profile, list: &str, words: &str) -> Option<domain::Code> {
    let wanted = domain::fold::fold(words.trim());
    profile
        .list(list)
        .into_iter()
        .find(|(code, label)| {
            code.as_str() == wanted
                || Lang::ALL
                    .iter()
                    .any(|l| domain::fold::fold(label.get(*l)) == wanted)
        })
        .map(|(code, _)| code.clone())
}

/// The website's topic, else the beginning of the text.
pub(crate) fn subject(s: &Submission) -> String {
    if let Some(topic) = s.topic.as_deref().filter(|t| !t.trim().is_empty()) {
        return topic.trim().to_owned();
    }
    let words: Vec<&str> = s.content.split_whitespace().collect();
    let mut subject = String::new();
    for word in words {
        if subject.chars().count() + word.chars().count() > 80 {
            subject.push('…');
            break;
        }
        if !subject.is_empty() {
            subject.push(' ');
        }
        subject.extend(word.chars().take(60));
    }
    subject
}

/// Whether a row says what is stored. Other columns, and files, follow the words in the stored text; an export may have
/// more of them, or fewer, and still be of the same submission.
pub(crate) fn same_text(row: &Submission, stored: &str) -> bool {
    let own = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        let follows = |line: &&str| {
            let line = line.trim();
            line.is_empty() || line.starts_with('[') && line.ends_with(']')
        };
        let after = lines.iter().rev().take_while(|l| follows(l)).count();
        lines[..lines.len() - after].join("\n")
    };
    let written = text_of(row);
    intake::same_words(&written, stored)
        || intake::same_words(&row.content, stored)
        || intake::same_words(&own(&written), &own(stored))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(content: &str, extra: &[(&str, &str)]) -> Submission {
        let json = serde_json::json!({ "id": "17", "content": content });
        let bytes = serde_json::to_vec(&[json]).unwrap();
        let mut row = intake::read(&bytes, None).unwrap().rows.remove(0);
        row.extra = extra
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        row
    }

    #[test]
    fn the_same_submission_with_more_columns_says_the_same() {
        let first = row("Көчөдө жарык жок.\nӨчүп калды.", &[("Район", "Демо")]);
        let stored = text_of(&first);
        assert!(same_text(&first, &stored));
        assert!(same_text(
            &row("К?ч?д? жарык жок. ?ч?п калды.", &[]),
            &stored
        ));
        let more = [("Район", "Демо"), ("Статус", "жаңы")];
        assert!(same_text(&row(&first.content, &more), &stored));
        assert!(
            same_text(&first, &first.content),
            "as the server's intake stores it"
        );
        assert!(!same_text(&row("Көчөдө жарык жок.", &[]), &stored));
        assert!(!same_text(
            &row("Көчөдө жарык бар.\nӨчүп калды.", &[]),
            &stored
        ));
    }
}
