//! Importing the website's submissions: looked at first, then taken; the same file twice adds nothing.

use crate::clock::{Ids, random};
use crate::error::{DeskError, Result};
use crate::session::Session;
use chrono::{DateTime, FixedOffset, TimeZone as _};
use domain::inquiry::{Applicant, Card, Source};
use domain::{Act, InquiryId, Lang, Profile, UnitId};
use intake::Submission;
use protocol::window::work::{ImportPreview, ImportProblem, ImportReport, ImportRow};
use replica::NewCommand;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::PoisonError;

/// Rows shown for a look.
const SAMPLE: usize = 20;
/// Files looked at and not yet taken, at most.
const PENDING: usize = 3;

/// A file that was looked at and not yet taken.
pub struct Pending {
    token: String,
    import: intake::Import,
}

impl Session {
    /// Reads a file of submissions; nothing is stored.
    ///
    /// # Errors
    /// A file that is not one of submissions, or cannot be read.
    pub async fn preview_import(&self, path: &Path) -> Result<ImportPreview> {
        let bytes = tokio::fs::read(path)
            .await
            .map_err(|source| DeskError::File {
                path: path.to_owned(),
                source,
            })?;
        let file = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        self.preview_import_bytes(&file, bytes).await
    }

    /// As [`Session::preview_import`], from bytes.
    ///
    /// # Errors
    /// As there.
    pub async fn preview_import_bytes(&self, file: &str, bytes: Vec<u8>) -> Result<ImportPreview> {
        let name = file.to_owned();
        let import = crate::files::blocking(move || Ok(intake::read(&bytes, Some(&name))?)).await?;
        let known = self.known_keys(&import).await?;
        let is_known = |s: &Submission| known.contains(&s.key());
        let new = import
            .rows
            .iter()
            .filter(|s| !is_known(s))
            .map(Submission::key)
            .collect::<BTreeSet<_>>()
            .len();
        let preview = ImportPreview {
            token: hex::encode(random::<16>()?),
            file: file.to_owned(),
            format: describe(&import.format),
            total: count(import.total),
            new: count(new),
            known: count(import.rows.len() - new),
            problems: problems(&import),
            sample: import
                .rows
                .iter()
                .take(SAMPLE)
                .map(|s| ImportRow {
                    line: line(s.line),
                    name: s.name.clone().unwrap_or_default(),
                    subject: subject(s),
                    known: is_known(s),
                })
                .collect(),
        };
        let mut pending = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.len() == PENDING {
            pending.remove(0);
        }
        pending.push(Pending {
            token: preview.token.clone(),
            import,
        });
        Ok(preview)
    }

    async fn known_keys(&self, import: &intake::Import) -> Result<BTreeSet<String>> {
        let keys: Vec<String> = import.rows.iter().map(Submission::key).collect();
        Ok(self.replica.known_sources(&keys).await?)
    }

    /// Takes the good rows of a file that was looked at, all in one durable transaction.
    ///
    /// # Errors
    /// [`DeskError::Gone`] for an unknown preview, a refusal for a unit or role that may not, the replica's.
    pub async fn commit_import(
        &self,
        token: &str,
        unit: &UnitId,
        register: bool,
    ) -> Result<ImportReport> {
        let import = {
            let mut pending = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
            let place = pending
                .iter()
                .position(|p| p.token == token)
                .ok_or(DeskError::Gone("import"))?;
            pending.remove(place).import
        };
        let known = self.known_keys(&import).await?;
        let profile = self.profile();
        let (mut seen, mut commands) = (known.clone(), Vec::new());
        for submission in &import.rows {
            if !seen.insert(submission.key()) {
                continue;
            }
            let key = submission.key();
            let inquiry =
                InquiryId::of_submission(&key).ok_or_else(|| DeskError::Inconsistent {
                    place: "submission key".into(),
                    why: key,
                })?;
            let card = card_of(submission, unit, &profile, self.now());
            let receive = Act::Receive(Box::new(card));
            commands.push(self.command(inquiry, receive)?);
            if register {
                commands.push(self.command(inquiry, Act::EnterInRegister { on: self.today() })?);
            }
        }
        let taken = seen.len() - known.len();
        let changes = self
            .replica
            .perform_many(commands, &self.actor, &profile)
            .await?;
        self.announce(changes.inquiries).await?;
        Ok(ImportReport {
            taken: count(taken),
            known: count(import.rows.len() - taken),
            problems: problems(&import),
        })
    }

    fn command(&self, inquiry: InquiryId, act: Act) -> Result<NewCommand> {
        Ok(NewCommand {
            id: Ids(&*self.clock).command()?,
            inquiry,
            act,
            at: self.now(),
        })
    }
}

fn card_of(s: &Submission, unit: &UnitId, profile: &Profile, now: DateTime<FixedOffset>) -> Card {
    Card {
        unit: unit.clone(),
        received_at: received_at(s, profile)
            .filter(|at| *at <= now)
            .unwrap_or(now),
        channel: "website".into(),
        kind: kind_of(s, profile),
        lang: s
            .language
            .or_else(|| Lang::guess(&s.content))
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
        }),
    }
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
fn subject(s: &Submission) -> String {
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

fn problems(import: &intake::Import) -> Vec<ImportProblem> {
    let bad = import.problems.iter().map(|p| ImportProblem {
        line: line(p.line),
        column: p.column.clone(),
        code: p.code.code().to_owned(),
        excerpt: p.excerpt.clone(),
        warning: false,
    });
    let remarks = import.rows.iter().flat_map(|s| {
        s.warnings.iter().map(|w| ImportProblem {
            line: line(s.line),
            column: w.column.clone(),
            code: w.code.code().to_owned(),
            excerpt: String::new(),
            warning: true,
        })
    });
    let mut all: Vec<ImportProblem> = bad.chain(remarks).collect();
    all.sort_by_key(|p| (p.line, p.warning));
    all
}

fn describe(format: &intake::DetectedFormat) -> String {
    let delimiter = match format.delimiter {
        Some('\t') => ", Tab".to_owned(),
        Some(c) => format!(", {c}"),
        None => String::new(),
    };
    let kind = if format.delimiter.is_some() {
        "CSV"
    } else {
        "JSON"
    };
    format!("{kind}, {}{delimiter}", encoding_name(format.encoding))
}

fn line(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A name for people; encodings are named the same in every language.
fn encoding_name(encoding: intake::Encoding) -> &'static str {
    use intake::Encoding as E;
    match encoding {
        E::Utf8 | E::Utf8Bom => "UTF-8",
        E::Utf16Le | E::Utf16Be => "UTF-16",
        E::Windows1251 => "Windows-1251",
        E::Koi8R => "KOI8-R",
        E::Ibm866 => "CP866",
        E::MacCyrillic => "Mac Cyrillic",
    }
}
