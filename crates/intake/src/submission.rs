//! One submission as it was taken, and the key by which it is known again.

use std::fmt;

use chrono::NaiveDateTime;
use domain::Lang;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Warning;

/// A submission of the website that can be registered.
///
/// Everything a citizen wrote is personal data: `Debug` prints none of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Submission {
    /// The physical line of the file on which it begins, from 1; 1 for one posted alone.
    pub line: u64,
    /// Its place among the elements of a JSON list, from 1.
    pub element: Option<u64>,
    /// The site's own number, if it gives one.
    pub id: Option<String>,
    /// When it was submitted, as far as the site says.
    pub submitted_at: Option<SubmittedAt>,
    /// The language of the form.
    pub language: Option<Lang>,
    /// The applicant's name; `None` means anonymous.
    pub name: Option<String>,
    /// Telephone: `+` and digits where it could be read, otherwise as written (a warning says so).
    pub phone: Option<String>,
    /// E-mail: in lower case where it could be read, otherwise as written (a warning says so).
    pub email: Option<String>,
    /// The text, with `\n` as line end. Never blank.
    pub content: String,
    /// Names or addresses of files that were sent along. They name; the bytes are not here.
    pub files: Vec<String>,
    /// Topic in the site's words.
    pub topic: Option<String>,
    /// Category in the site's words.
    pub category: Option<String>,
    /// Public service in the site's words.
    pub service: Option<String>,
    /// What other columns hold: name as the file has it, and value. Blank ones are left out.
    pub extra: Vec<(String, String)>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
}

/// When a submission was made, in the clock of the place that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SubmittedAt {
    /// Date and time as written; midnight where only a date was given.
    pub wall: NaiveDateTime,
    /// Minutes east of UTC, where the file says so.
    pub utc_offset_minutes: Option<i32>,
    /// Whether a time of day was given.
    pub has_time: bool,
}

/// The language that a form's field names: a code, or the language's name in any of the three.
pub(crate) fn language(text: &str) -> Option<Lang> {
    let text = text.trim().to_lowercase();
    match text.split(['-', '_']).next().unwrap_or_default() {
        "ky"
        | "kg"
        | "kir"
        | "kyr"
        | "kyrgyz"
        | "кыргызча"
        | "кыргыз"
        | "кыргыз тили"
        | "киргизский"
        | "кыргызский"
        | "кырг" => Some(Lang::Ky),
        "ru" | "rus" | "russian" | "русский" | "орусча" | "орус" | "орус тили" | "рус" => {
            Some(Lang::Ru)
        }
        "en" | "eng" | "english" | "английский" | "англисче" | "англис тили" => {
            Some(Lang::En)
        }
        _ => None,
    }
}

impl Submission {
    /// The key by which the same submission is known again: 64 hexadecimal digits.
    ///
    /// With the site's number the key depends on it alone. Without, on the applicant, the content,
    /// topic, category, service, files and the day. It reads only what survives a change of
    /// encoding: letters and digits without case, blanks and punctuation, and without the Kyrgyz
    /// letters that cp1251 turns into question marks. So the same file saved once more in another
    /// encoding adds nothing.
    #[must_use]
    pub fn key(&self) -> String {
        match self.id.as_deref().map(essence).filter(|id| !id.is_empty()) {
            Some(id) => {
                let mut hash = Sha256::new();
                hash.update(b"inquiry-desk intake number 1\0");
                hash.update(id.trim_start_matches('0'));
                hex::encode(hash.finalize())
            }
            None => self.content_key(),
        }
    }

    /// The key from the content alone, whatever the number.
    pub(crate) fn content_key(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"inquiry-desk intake content 1\0");
        let mut part = |text: &str| {
            hash.update(essence(text));
            hash.update(b"\0");
        };
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        part(&optional(&self.name));
        part(&optional(&self.phone));
        part(&optional(&self.email));
        part(&self.content);
        part(&optional(&self.topic));
        part(&optional(&self.category));
        part(&optional(&self.service));
        part(&self.files.concat());
        part(
            &self
                .submitted_at
                .map(|at| at.wall.date().to_string())
                .unwrap_or_default(),
        );
        hex::encode(hash.finalize())
    }
}

/// The letters that single-byte Cyrillic encodings lose, and their look-alikes.
const KYRGYZ: &str = "ңөүҢӨҮɵʏ";

/// What of a text survives every supported encoding; the text itself where nothing does.
fn essence(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .filter(|c| !KYRGYZ.contains(*c))
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect();
    if kept.is_empty() {
        // Nothing but punctuation and lost letters: as the poorest encoding would show it.
        text.trim()
            .chars()
            .map(|c| if KYRGYZ.contains(c) { '?' } else { c })
            .collect()
    } else {
        kept
    }
}

/// Whether two texts say the same to whoever exports and imports them: line ends, blanks, case and what an encoding
/// loses do not matter.
#[must_use]
pub fn same_words(one: &str, other: &str) -> bool {
    essence(one) == essence(other)
}

impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission")
            .field("line", &self.line)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Submission {
        Submission {
            line: 2,
            element: None,
            id: None,
            submitted_at: None,
            language: None,
            name: Some("Демоева Айгүл".into()),
            phone: Some("+996000111222".into()),
            email: None,
            content: "Көчөдө жарык жок.\nӨчүп калды.".into(),
            files: vec!["сүрөт.jpg".into()],
            topic: None,
            category: None,
            service: None,
            extra: Vec::new(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn the_key_outlives_lost_letters_and_line_ends() {
        let mut other = sample();
        other.name = Some("Демоева  Айг?л".into());
        other.content = "К?ч?д? жарык жок.\r\n?ч?п калды. ".into();
        other.files = vec!["с?р?т.jpg".into()];
        other.line = 9;
        assert_eq!(sample().key(), other.key());
    }

    #[test]
    fn another_content_applicant_or_day_is_another_key() {
        let keys = [
            sample().key(),
            Submission {
                content: "Көчөдө жарык бар.".into(),
                ..sample()
            }
            .key(),
            Submission {
                phone: Some("+996000111223".into()),
                ..sample()
            }
            .key(),
            Submission {
                topic: Some("Демоева".into()),
                ..sample()
            }
            .key(),
            Submission {
                id: Some("17".into()),
                ..sample()
            }
            .key(),
            Submission {
                content: "!!!".into(),
                ..sample()
            }
            .key(),
            Submission {
                content: "???".into(),
                ..sample()
            }
            .key(),
            Submission {
                content: "道路很糟糕".into(),
                ..sample()
            }
            .key(),
            Submission {
                content: "没有水".into(),
                ..sample()
            }
            .key(),
        ];
        for (i, a) in keys.iter().enumerate() {
            assert!(keys.iter().skip(i + 1).all(|b| a != b), "{i}");
        }
    }

    #[test]
    fn the_number_alone_decides_where_there_is_one() {
        let a = Submission {
            id: Some("ER-0017".into()),
            ..sample()
        };
        let b = Submission {
            id: Some("er-0017".into()),
            content: "x".into(),
            ..sample()
        };
        assert_eq!(a.key(), b.key());
        let lead = Submission {
            id: Some("00017".into()),
            ..sample()
        };
        let plain = Submission {
            id: Some("17".into()),
            ..sample()
        };
        assert_eq!(lead.key(), plain.key(), "Excel drops leading zeros");
    }

    #[test]
    fn debug_prints_nothing_of_the_person() {
        let shown = format!("{:?}", sample());
        assert!(!shown.contains("Демоева") && !shown.contains("996") && !shown.contains("жарык"));
    }
}
