//! One submission posted to the server's intake endpoint, under the same rules as a file.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{RawRow, check};
use crate::columns::Field;
use crate::problem::{ProblemCode, excerpt};
use crate::submission::Submission;

/// A submission as the website posts it. Every field is text; all but `content` may be missing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "snake_case")]
pub struct WebSubmission {
    /// The site's own number.
    pub id: Option<String>,
    /// Date and time, RFC 3339 by preference.
    pub submitted_at: Option<String>,
    /// `ky`, `ru` or `en`.
    pub language: Option<String>,
    /// The applicant's name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    #[serde(alias = "e-mail", alias = "e_mail")]
    pub email: Option<String>,
    /// The text of the inquiry.
    pub content: String,
    /// Names or addresses of files.
    pub files: Vec<String>,
    /// Topic in the site's words.
    pub topic: Option<String>,
    /// Category in the site's words.
    pub category: Option<String>,
    /// Public service in the site's words.
    pub service: Option<String>,
}

// Personal data throughout.
impl fmt::Debug for WebSubmission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSubmission").finish_non_exhaustive()
    }
}

/// Why a posted submission was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// The field's name in the JSON.
    pub field: Option<String>,
    /// Why; the same codes as for a row of a file.
    pub code: ProblemCode,
}

/// Checks one posted submission and cleans it as a row of a file would be.
///
/// # Errors
/// Every violation, not the first.
pub fn validate_web(posted: &WebSubmission) -> Result<Submission, Vec<FieldProblem>> {
    let optional = [
        (Field::Id, "id", &posted.id),
        (Field::SubmittedAt, "submitted_at", &posted.submitted_at),
        (Field::Language, "language", &posted.language),
        (Field::Name, "name", &posted.name),
        (Field::Phone, "phone", &posted.phone),
        (Field::Email, "email", &posted.email),
        (Field::Topic, "topic", &posted.topic),
        (Field::Category, "category", &posted.category),
        (Field::Service, "service", &posted.service),
    ];
    let mut raw = RawRow {
        line: 1,
        files: posted.files.clone(),
        ..RawRow::default()
    };
    raw.cells.push((
        Field::Content,
        "content".into(),
        unify_line_ends(&posted.content),
    ));
    for (field, name, value) in optional {
        if let Some(value) = value {
            raw.cells.push((field, name.into(), unify_line_ends(value)));
        }
    }
    check(raw).map_err(|violations| {
        violations
            .into_iter()
            .map(|(field, code, _)| FieldProblem { field, code })
            .collect()
    })
}

/// JSON carries line ends as the browser typed them.
pub(crate) fn unify_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A problem of a row of a file, from a violation.
pub(crate) fn row_problem(
    line: u64,
    (column, code, value): (Option<String>, ProblemCode, String),
) -> crate::RowProblem {
    crate::RowProblem {
        line,
        element: None,
        column,
        code,
        excerpt: excerpt(&value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WarningCode;

    #[test]
    fn a_posted_submission_is_cleaned_like_a_row() {
        let posted: WebSubmission = serde_json::from_str(
            r#"{"name":" Демоев Бакыт ","phone":"0000 12 34 56","e-mail":"B@Demo.Example",
                "content":"Жол бузук.\r\nОңдоп бериңиздер.","files":["C:\\fakepath\\жол.jpg"],"language":"ky-KG","unknown":1}"#,
        )
        .expect("json");
        let taken = validate_web(&posted).expect("taken");
        assert_eq!(taken.name.as_deref(), Some("Демоев Бакыт"));
        assert_eq!(taken.phone.as_deref(), Some("+996000123456"));
        assert_eq!(taken.email.as_deref(), Some("b@demo.example"));
        assert_eq!(taken.content, "Жол бузук.\nОңдоп бериңиздер.");
        assert_eq!(taken.files, ["жол.jpg"]);
        assert!(taken.warnings.is_empty());
    }

    #[test]
    fn nothing_to_read_is_refused_and_a_stranger_is_not() {
        let blank = WebSubmission {
            content: " \n".into(),
            ..WebSubmission::default()
        };
        assert_eq!(
            validate_web(&blank).expect_err("refused"),
            [FieldProblem {
                field: Some("content".into()),
                code: ProblemCode::ContentMissing
            }]
        );
        let anonymous = WebSubmission {
            content: "Чөп таштанды".into(),
            ..WebSubmission::default()
        };
        let taken = validate_web(&anonymous).expect("taken");
        assert_eq!(
            taken.warnings.first().map(|w| w.code),
            Some(WarningCode::Anonymous)
        );
    }
}
