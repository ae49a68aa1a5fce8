//! Importing the website's submissions: looked at first, then taken; the same file twice adds nothing.

use crate::clock::{Ids, random};
use crate::error::{DeskError, Result};
use crate::session::{Event, Session};
use crate::submission::{card_of, same_text, subject};
use domain::inquiry::Card;
use domain::{Act, InquiryId, UnitId};
use intake::Submission;
use protocol::window::sync::Progress;
use protocol::window::work::{ImportPreview, ImportProblem, ImportReport, ImportRow};
use replica::NewCommand;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::PoisonError;
use tokio::sync::broadcast;

/// Rows shown for a look.
const SAMPLE: usize = 20;
/// Files looked at and not yet taken, at most.
const PENDING: usize = 3;

/// A file that was looked at and not yet taken.
pub struct Pending {
    token: String,
    import: intake::Import,
}

/// Keys of submissions that are here, with their inquiries.
type Known = BTreeMap<String, InquiryId>;

impl Session {
    /// Reads a file of submissions; nothing is stored.
    ///
    /// # Errors
    /// A file that is not one of submissions, or cannot be read.
    pub async fn preview_import(&self, path: &Path) -> Result<ImportPreview> {
        let failed = |source| DeskError::File {
            path: path.to_owned(),
            source,
        };
        let found = tokio::fs::metadata(path).await.map_err(failed)?;
        if !found.is_file() && !found.is_dir() {
            // A pipe or a device may never end.
            return Err(failed(std::io::ErrorKind::InvalidInput.into()));
        }
        let size = found.len();
        // Judged before it is read: what is too large for the reader may be too large for the memory.
        if size > intake::MAX_FILE_BYTES as u64 {
            return Err(intake::FileError::TooLarge {
                bytes: usize::try_from(size).unwrap_or(usize::MAX),
                limit: intake::MAX_FILE_BYTES,
            }
            .into());
        }
        let bytes = tokio::fs::read(path).await.map_err(failed)?;
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
        let differ = self.differ(&import, &known).await?;
        let is_known = |s: &Submission| known.contains_key(&s.key());
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
            known: count(import.rows.len() - new - differ.len()),
            problems: problems(&import, &differ),
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

    async fn known_keys(&self, import: &intake::Import) -> Result<Known> {
        let keys: Vec<String> = import.rows.iter().map(Submission::key).collect();
        Ok(self.replica.known_sources(&keys).await?)
    }

    /// Places of the rows whose number is in the register with another text: the site changed it, or gave the number
    /// twice. They are not taken, and a person has to look at them. Without a number the text itself is the key.
    async fn differ(&self, import: &intake::Import, known: &Known) -> Result<BTreeSet<usize>> {
        let mut differ = BTreeSet::new();
        for (place, row) in import.rows.iter().enumerate() {
            let Some(id) = known.get(&row.key()).filter(|_| row.id.is_some()) else {
                continue;
            };
            if let Some(here) = self.replica.get(*id).await?
                && !same_text(row, here.text.expose())
            {
                differ.insert(place);
            }
        }
        Ok(differ)
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
        self.office().check_unit(unit)?;
        let import = {
            let mut pending = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
            let place = pending
                .iter()
                .position(|p| p.token == token)
                .ok_or(DeskError::Gone("import"))?;
            pending.remove(place).import
        };
        let known = self.known_keys(&import).await?;
        let differ = self.differ(&import, &known).await?;
        let profile = self.profile();
        let (rows, left_out) = (import.rows.len(), problems(&import, &differ));
        let fresh = self.cards(import, &known, unit).await?;
        let taken = fresh.len();
        let mut commands = Vec::new();
        for (inquiry, card) in fresh {
            commands.push(self.command(inquiry, Act::Receive(card))?);
            if register {
                commands.push(self.command(inquiry, Act::EnterInRegister { on: self.today() })?);
            }
        }
        let of = taken + commands.len();
        let events = self.events.clone();
        let mut tell = |done: usize| far(&events, taken + done, of);
        let changes = self
            .replica
            .perform_many_telling(commands, &self.actor, &profile, &mut tell)
            .await?;
        self.announce(changes.inquiries).await?;
        Ok(ImportReport {
            taken: count(taken),
            known: count(rows - taken - differ.len()),
            problems: left_out,
        })
    }

    /// The cards of what is new, in the order of the file. The words of each are read for its language and for a
    /// writer under age: with a large file that takes long, so it is done on a thread of its own.
    async fn cards(
        &self,
        import: intake::Import,
        known: &Known,
        unit: &UnitId,
    ) -> Result<Vec<(InquiryId, Box<Card>)>> {
        let mut seen: BTreeSet<String> = known.keys().cloned().collect();
        let (unit, profile, now) = (unit.clone(), self.profile(), self.now());
        let events = self.events.clone();
        crate::files::blocking(move || {
            let (mut cards, of) = (Vec::new(), import.rows.len());
            for (done, submission) in (1..).zip(&import.rows) {
                let key = submission.key();
                if seen.insert(key.clone()) {
                    let inquiry =
                        InquiryId::of_submission(&key).ok_or_else(|| DeskError::Inconsistent {
                            place: "submission key".into(),
                            why: key,
                        })?;
                    let card = card_of(submission, &unit, &profile, now);
                    cards.push((inquiry, Box::new(card)));
                }
                // Each is then received, and most often registered.
                far(&events, done, of * 3);
            }
            Ok(cards)
        })
        .await
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

/// Tells how far an import is, a hundred times in all.
fn far(events: &broadcast::Sender<Event>, done: usize, of: usize) {
    if done.is_multiple_of((of / 100).max(1)) || done == of {
        // Nobody listening is no error.
        let _ = events.send(Event::Progress(Progress {
            job: "import".into(),
            what: "import".into(),
            done: done as u64,
            of: of as u64,
        }));
    }
}

fn problems(import: &intake::Import, differ: &BTreeSet<usize>) -> Vec<ImportProblem> {
    let bad = import.problems.iter().map(|p| ImportProblem {
        line: line(p.line),
        element: p.element.map(line),
        column: p.column.clone(),
        code: p.code.code().to_owned(),
        excerpt: p.excerpt.clone(),
        warning: false,
    });
    let differing = differ.iter().filter_map(|place| import.rows.get(*place));
    let changed = differing.map(|s| ImportProblem {
        line: line(s.line),
        element: s.element.map(line),
        column: None,
        code: intake::ProblemCode::KnownDiffers.code().to_owned(),
        excerpt: intake::problem::excerpt(s.id.as_deref().unwrap_or_default()),
        warning: false,
    });
    let remarks = import.rows.iter().enumerate().flat_map(|(place, s)| {
        // What is not taken needs no remark on how it was taken.
        let taken = !differ.contains(&place);
        s.warnings
            .iter()
            .filter(move |_| taken)
            .map(|w| ImportProblem {
                line: line(s.line),
                element: s.element.map(line),
                column: w.column.clone(),
                code: w.code.code().to_owned(),
                excerpt: String::new(),
                warning: true,
            })
    });
    let mut all: Vec<ImportProblem> = bad.chain(changed).chain(remarks).collect();
    all.sort_by_key(|p| (p.line, p.element, p.warning));
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
