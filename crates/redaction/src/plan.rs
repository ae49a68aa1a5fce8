//! The plan: what a person marked. Plain data that can be reviewed before anything is applied.

use serde::{Deserialize, Serialize};

use crate::PageInfo;

/// A rectangle on a page as it is displayed (after rotation and crop), measured from its top left corner:
/// in PDF points (1/72 inch) for a PDF, in pixels of the upright image for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge, greater than `x0`.
    pub x1: f32,
    /// Bottom edge, greater than `y0`.
    pub y1: f32,
}

impl Rect {
    /// A rectangle from its four edges.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0, y0, x1, y1 }
    }

    /// Width; negative if the edges are the wrong way round.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height; negative if the edges are the wrong way round.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect::new(
            self.x0.min(other.x0),
            self.y0.min(other.y0),
            self.x1.max(other.x1),
            self.y1.max(other.y1),
        )
    }

    /// The part in both, if they share an area.
    pub fn intersection(&self, other: &Rect) -> Option<Rect> {
        let shared = Rect::new(
            self.x0.max(other.x0),
            self.y0.max(other.y0),
            self.x1.min(other.x1),
            self.y1.min(other.y1),
        );
        (shared.width() > 0.0 && shared.height() > 0.0).then_some(shared)
    }

    /// The rectangle with `by` added on every side.
    pub fn grown(&self, by: f32) -> Rect {
        Rect::new(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)
    }

    fn is_finite(&self) -> bool {
        [self.x0, self.y0, self.x1, self.y1]
            .iter()
            .all(|edge| edge.is_finite())
    }
}

/// Why something is taken out; the legal profile names the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// Personal data of the applicant or of another person.
    PersonalData,
    /// Data of a third party.
    ThirdParty,
    /// Data of a minor.
    Minor,
    /// Number or code of a payment card.
    CardData,
    /// A secret protected by law.
    SecretByLaw,
}

impl ReasonCode {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [ReasonCode; 5] = [
        Self::PersonalData,
        Self::ThirdParty,
        Self::Minor,
        Self::CardData,
        Self::SecretByLaw,
    ];

    /// The code as in JSON. The localised name is `redaction-reason-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonalData => "personal-data",
            Self::ThirdParty => "third-party",
            Self::Minor => "minor",
            Self::CardData => "card-data",
            Self::SecretByLaw => "secret-by-law",
        }
    }
}

/// One place to be taken out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The page, from 1. A picture has one page; a TIFF may have more.
    pub page: u32,
    /// Where.
    pub rect: Rect,
    /// Why.
    pub reason: ReasonCode,
    /// What the marked words said, when known: the verifier searches the copy for it. It is never written to a certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The marked words are what must not be seen, so they are not printed.
impl std::fmt::Debug for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mark")
            .field("page", &self.page)
            .field("rect", &self.rect)
            .field("reason", &self.reason)
            .field("text", &self.text.as_ref().map(|_| "***"))
            .finish()
    }
}

/// Everything to be taken out of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// In any order; overlapping marks are fine.
    pub marks: Vec<Mark>,
}

/// What is wrong with a plan. `mark` counts from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "violation")]
pub enum PlanViolation {
    /// Nothing is marked.
    NoMarks,
    /// The rectangle has no area, or an edge is not a number.
    BadRectangle {
        /// Which mark.
        mark: usize,
    },
    /// The page is 0 or past the end of the file.
    NoSuchPage {
        /// Which mark.
        mark: usize,
        /// Its page.
        page: u32,
    },
    /// The rectangle lies wholly outside its page.
    OutsidePage {
        /// Which mark.
        mark: usize,
        /// Its page.
        page: u32,
    },
}

impl PlanViolation {
    /// Every code there is.
    pub const CODES: [&'static str; 4] =
        ["no-marks", "bad-rectangle", "no-such-page", "outside-page"];

    /// The code in kebab case. The localised sentence is `redaction-plan-<code>`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoMarks => "no-marks",
            Self::BadRectangle { .. } => "bad-rectangle",
            Self::NoSuchPage { .. } => "no-such-page",
            Self::OutsidePage { .. } => "outside-page",
        }
    }
}

impl Plan {
    /// Every violation that can be seen without the file. An empty list: the plan is well formed.
    pub fn validate(&self) -> Vec<PlanViolation> {
        let mut found = Vec::new();
        if self.marks.is_empty() {
            found.push(PlanViolation::NoMarks);
        }
        for (mark, m) in self.marks.iter().enumerate() {
            if m.page == 0 {
                found.push(PlanViolation::NoSuchPage { mark, page: 0 });
            }
            if !m.rect.is_finite() || m.rect.width() <= 0.0 || m.rect.height() <= 0.0 {
                found.push(PlanViolation::BadRectangle { mark });
            }
        }
        found
    }

    /// Every violation, the pages of the file known.
    pub fn validate_for(&self, pages: &[PageInfo]) -> Vec<PlanViolation> {
        let mut found = self.validate();
        for (mark, m) in self.marks.iter().enumerate() {
            if m.page == 0 || found.contains(&PlanViolation::BadRectangle { mark }) {
                continue;
            }
            match pages.get(m.page as usize - 1) {
                None => found.push(PlanViolation::NoSuchPage { mark, page: m.page }),
                Some(info) if m.rect.intersection(&info.rect()).is_none() => {
                    found.push(PlanViolation::OutsidePage { mark, page: m.page });
                }
                Some(_) => {}
            }
        }
        found
    }

    pub(crate) fn on_page(&self, page: u32) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |m| m.page == page)
    }

    /// Identifies the plan, so that a verification cannot be made of another one.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let json = serde_json::to_vec(self).expect("a plan is plain data");
        crate::sha256(&json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(page: u32, rect: Rect) -> Mark {
        Mark {
            page,
            rect,
            reason: ReasonCode::PersonalData,
            text: None,
        }
    }

    #[test]
    fn every_violation_is_listed() {
        let plan = Plan {
            marks: vec![
                mark(0, Rect::new(1.0, 1.0, 2.0, 2.0)),
                mark(1, Rect::new(5.0, 1.0, 2.0, 2.0)),
                mark(1, Rect::new(f32::NAN, 1.0, 2.0, 2.0)),
                mark(3, Rect::new(1.0, 1.0, 2.0, 2.0)),
                mark(2, Rect::new(101.0, 1.0, 120.0, 2.0)),
                mark(2, Rect::new(90.0, 1.0, 120.0, 2.0)),
            ],
        };
        let pages = [PageInfo {
            width: 100.0,
            height: 100.0,
        }; 2];
        assert_eq!(
            plan.validate_for(&pages),
            [
                PlanViolation::NoSuchPage { mark: 0, page: 0 },
                PlanViolation::BadRectangle { mark: 1 },
                PlanViolation::BadRectangle { mark: 2 },
                PlanViolation::NoSuchPage { mark: 3, page: 3 },
                PlanViolation::OutsidePage { mark: 4, page: 2 },
            ]
        );
        assert_eq!(Plan::default().validate(), [PlanViolation::NoMarks]);
    }

    #[test]
    fn a_plan_reads_as_people_write_it() {
        let json = r#"{"marks":[{"page":1,"rect":{"x0":1.0,"y0":2.0,"x1":3.0,"y1":4.0},"reason":"secret-by-law"}]}"#;
        let plan: Plan = serde_json::from_str(json).unwrap();
        assert_eq!(plan.marks[0].reason, ReasonCode::SecretByLaw);
        assert_eq!(serde_json::to_string(&plan).unwrap(), json);
    }

    #[test]
    fn debug_output_holds_no_marked_words() {
        let mut m = mark(1, Rect::new(1.0, 1.0, 2.0, 2.0));
        m.text = Some("21210198500234".to_owned());
        assert!(!format!("{m:?}").contains("2121"));
    }
}
