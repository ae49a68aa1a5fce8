//! The second reader. It takes a finished copy apart, with other code than that which made it, and looks for what was
//! marked. It believes nothing: a check that could not run has not passed.

mod container;
mod needles;
mod pdf;
mod picture;
mod pixels;

use serde::{Deserialize, Serialize};

use crate::area::{Growth, ON_PAPER, ON_PICTURE, painted};
use crate::error::guarded;
use crate::pdf::{source, text};
use crate::{Burned, Certificate, PageInfo, Plan, Rect, RedactionError, SourceKind, Word, detect};
use needles::Needles;

/// The names of all checks, in the order in which they are reported. The localised name is `redaction-check-<name>`.
pub const CHECK_NAMES: [&str; 9] = [
    SAME_SOURCE,
    READABLE,
    STRUCTURE,
    NOTHING_BESIDE,
    METADATA,
    NO_TEXT,
    SEARCH,
    MARKS_FLAT,
    PAGES_KEPT,
];

/// The copy was burned from this source by this plan.
const SAME_SOURCE: &str = "same-source";
/// Another library opens the copy.
const READABLE: &str = "readable";
/// Only the kinds of objects that pictures on pages need.
const STRUCTURE: &str = "structure";
/// No bytes between, beside or behind them.
const NOTHING_BESIDE: &str = "nothing-beside";
/// No metadata but the fixed ones.
const METADATA: &str = "metadata";
/// No text that could be selected.
const NO_TEXT: &str = "no-text";
/// The marked words are nowhere, in no encoding.
const SEARCH: &str = "search";
/// Every marked area is of one colour.
const MARKS_FLAT: &str = "marks-flat";
/// All pages are there, and what was not marked still shows.
const PAGES_KEPT: &str = "pages-kept";

/// The version of the checks; it rises when a check changes what it looks for.
const VERSION: u32 = 1;

/// A check and its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// One of [`CHECK_NAMES`].
    pub name: String,
    /// Which version of the check ran.
    pub version: u32,
    /// Whether it ran to its end and found nothing.
    pub passed: bool,
    /// What was looked at, for people who look into it. Never holds marked words.
    pub detail: String,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Violation {
    /// The check.
    pub check: &'static str,
    /// The page, from 1, if it is on one.
    pub page: Option<u32>,
    /// The place on the page, in the units of [`Rect`], if it has one.
    pub rect: Option<Rect>,
    /// Where and what, for people who look into it. Never holds marked words.
    pub place: String,
}

/// The result of [`verify`]. It cannot be made or changed elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verification {
    #[serde(skip)]
    pub(crate) copy_sha256: [u8; 32],
    checks: Vec<Check>,
    violations: Vec<Violation>,
}

impl Verification {
    /// Every check for this kind of file, whether it passed or not.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// True if every check ran and none found anything.
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.passed)
    }

    /// Everything that was found, with page and place.
    pub fn failures(&self) -> &[Violation] {
        &self.violations
    }
}

/// Verifies a burned copy against its source and plan. It always gives an answer: what cannot be read has not passed.
pub fn verify(burned: &Burned, source: &[u8], plan: &Plan) -> Verification {
    let mut examiner = Examiner::new(burned.kind, true);
    let same = burned.source_sha256 == crate::sha256(source) && burned.plan_digest == plan.digest();
    if !same {
        examiner.found(
            SAME_SOURCE,
            "the source or the plan is not the one that was burned",
        );
    }
    examiner.done(SAME_SOURCE, "hashes compared".to_owned());
    let outcome = guarded("verifying", || {
        let original = Original::read(burned.kind, source, plan)?;
        examine(
            &mut examiner,
            burned.kind,
            &burned.bytes,
            &original.subject,
            Some(&original),
        )
    });
    examiner.conclude(outcome, &burned.bytes)
}

/// Checks a released copy again, perhaps years later, without its source: that it is the certified file, is built of
/// nothing but pictures of pages, and shows one flat colour wherever something was taken out. The words themselves are not
/// in the certificate, so they cannot be searched for again. An empty list: all is well.
pub fn verify_copy(copy: &[u8], certificate: &Certificate) -> Vec<Violation> {
    let mut examiner = Examiner::new(certificate.kind, false);
    if hex::encode(crate::sha256(copy)) != certificate.copy_sha256 {
        examiner.found(SAME_SOURCE, "the file is not the one that was certified");
    }
    let subject = Subject {
        flat: certificate
            .marks
            .iter()
            // The rim of a painted box may share its pixels with what lies around it.
            .map(|mark| (mark.page, mark.rect.grown(-1.0)))
            .filter(|(_, rect)| rect.width() > 0.0 && rect.height() > 0.0)
            .collect(),
        painted: Vec::new(),
    };
    let outcome = guarded("verifying", || {
        examine(&mut examiner, certificate.kind, copy, &subject, None)
    });
    examiner.conclude(outcome, copy).violations
}

/// What the copy must show.
struct Subject {
    /// Areas that must be of one colour, by page.
    flat: Vec<(u32, Rect)>,
    /// Areas that may look otherwise than in the source: the marks, grown as they are when they are painted.
    painted: Vec<(u32, Rect)>,
}

/// What the verifier itself reads from the source.
struct Original<'s> {
    bytes: &'s [u8],
    pages: Vec<PageInfo>,
    needles: Needles,
    subject: Subject,
}

/// A word of which so much lies under a mark must be gone as a whole.
const WORD_GONE_FROM: f32 = 0.5;

impl<'s> Original<'s> {
    fn read(kind: SourceKind, bytes: &'s [u8], plan: &Plan) -> Result<Self, RedactionError> {
        let mut original = Self {
            bytes,
            pages: crate::pages(bytes)?,
            needles: Needles::none(),
            subject: Subject {
                flat: Vec::new(),
                painted: Vec::new(),
            },
        };
        let mut texts: Vec<String> = Vec::new();
        texts.extend(plan.marks.iter().filter_map(|mark| mark.text.clone()));
        let margin = if kind == SourceKind::Pdf { 1.0 } else { 2.0 };
        let areas = plan
            .marks
            .iter()
            .map(|mark| (mark.page, mark.rect.grown(margin)));
        original.subject.flat.extend(areas);
        if kind == SourceKind::Pdf {
            original.read_words(plan, &mut texts)?;
        } else {
            for (number, info) in (1..).zip(original.pages.clone()) {
                original.may_paint(plan, number, &info, &[], ON_PICTURE);
            }
        }
        original.needles =
            Needles::new(&texts).ok_or(RedactionError::Failed("preparing the search"))?;
        Ok(original)
    }

    fn may_paint(&mut self, plan: &Plan, number: u32, info: &PageInfo, words: &[Word], by: Growth) {
        let areas = plan
            .on_page(number)
            .map(|mark| (number, painted(mark, words, info, by)));
        self.subject.painted.extend(areas);
    }

    /// The words beneath the marks: they are searched for, and must be gone as a whole.
    fn read_words(&mut self, plan: &Plan, texts: &mut Vec<String>) -> Result<(), RedactionError> {
        let pdf = source::open(self.bytes)?;
        let area = |rect: &Rect| rect.width() * rect.height();
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            let marks: Vec<_> = plan.on_page(number).collect();
            if marks.is_empty() {
                continue;
            }
            let words = text::words(&text::lines(page));
            self.may_paint(plan, number, &source::info(page), &words, ON_PAPER);
            for word in words {
                for mark in &marks {
                    let Some(shared) = word.rect.intersection(&mark.rect) else {
                        continue;
                    };
                    texts.push(word.text.clone());
                    if area(&shared) >= WORD_GONE_FROM * area(&word.rect) {
                        self.subject.flat.push((number, word.rect));
                    }
                }
            }
        }
        Ok(())
    }
}

fn examine(
    examiner: &mut Examiner,
    kind: SourceKind,
    copy: &[u8],
    subject: &Subject,
    original: Option<&Original<'_>>,
) -> Result<(), RedactionError> {
    if detect(copy)? != kind {
        return Err(RedactionError::Unreadable("a copy of another format"));
    }
    match kind {
        SourceKind::Pdf => pdf::examine(examiner, copy, subject, original),
        _ => picture::examine(examiner, kind, copy, subject, original),
    }
}

/// Collects what is found, and which checks ran to their end.
struct Examiner {
    expected: Vec<&'static str>,
    done: Vec<(&'static str, String)>,
    violations: Vec<Violation>,
}

impl Examiner {
    fn new(kind: SourceKind, with_source: bool) -> Self {
        let expected = CHECK_NAMES
            .into_iter()
            .filter(|name| match *name {
                // A picture has no text to select.
                NO_TEXT => kind == SourceKind::Pdf,
                SAME_SOURCE | SEARCH | PAGES_KEPT => with_source,
                _ => true,
            })
            .collect();
        Self {
            expected,
            done: Vec::new(),
            violations: Vec::new(),
        }
    }

    fn found(&mut self, check: &'static str, place: impl Into<String>) {
        self.found_at(check, None, None, place);
    }

    fn found_at(
        &mut self,
        check: &'static str,
        page: Option<u32>,
        rect: Option<Rect>,
        place: impl Into<String>,
    ) {
        self.violations.push(Violation {
            check,
            page,
            rect,
            place: place.into(),
        });
    }

    fn done(&mut self, check: &'static str, detail: String) {
        self.done.push((check, detail));
    }

    fn conclude(mut self, outcome: Result<(), RedactionError>, copy: &[u8]) -> Verification {
        if let Err(error) = outcome {
            self.found(READABLE, error.to_string());
        }
        for name in self.expected.clone() {
            let ran = self.done.iter().any(|(done, _)| *done == name);
            if !ran && !self.violations.iter().any(|v| v.check == name) {
                self.found(name, "could not be checked");
            }
        }
        let checks = self
            .expected
            .iter()
            .map(|name| Check {
                name: (*name).to_owned(),
                version: VERSION,
                passed: !self.violations.iter().any(|v| v.check == *name),
                detail: self
                    .done
                    .iter()
                    .find(|(done, _)| done == name)
                    .map(|(_, detail)| detail.clone())
                    .unwrap_or_default(),
            })
            .collect();
        Verification {
            copy_sha256: crate::sha256(copy),
            checks,
            violations: self.violations,
        }
    }
}
