//! Whether a closed case has all that an archive needs: every gap is named, with what to do.

use domain::Inquiry;

/// What is known of one attached file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// Name.
    pub name: String,
    /// How it stands.
    pub state: Readable,
}

/// Whether a file can be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readable {
    /// It is here and opens.
    Yes,
    /// It comes with a sync.
    NotHere,
    /// It cannot be opened: the sentence says why.
    Broken(String),
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The text's key; `<key>-why` says what to do when it is missing.
    pub key: &'static str,
    /// Whether it is there.
    pub present: bool,
    /// Whether the case cannot be archived without it.
    pub needed: bool,
    /// A number for the text.
    pub n: usize,
    /// A number for the sentence of what is missing.
    pub gap: usize,
}

/// Looks a case through. `queued` is the number of its commands that the server has not confirmed.
pub fn checks(inquiry: &Inquiry, queued: usize, files: &[FileState]) -> Vec<Check> {
    let ended_otherwise = inquiry
        .history
        .iter()
        .any(|e| matches!(e.what.as_str(), "forward" | "not_considered"));
    let answered = inquiry.outcome.is_some() && inquiry.draft.is_some();
    let away = files
        .iter()
        .filter(|f| f.state == Readable::NotHere)
        .count();
    let broken = files
        .iter()
        .filter(|f| matches!(f.state, Readable::Broken(_)))
        .count();
    let conflicts = inquiry.open_conflicts().count();
    let check = |key, present, n, gap| Check {
        key,
        present,
        needed: true,
        n,
        gap,
    };
    let mut checks = vec![
        check("archives-check-number", inquiry.number.is_some(), 0, 0),
        check("archives-check-answer", answered || ended_otherwise, 0, 0),
    ];
    if answered {
        checks.push(check(
            "archives-check-dispatch",
            inquiry.dispatch.is_some(),
            0,
            0,
        ));
    }
    checks.push(check("archives-check-files", away == 0, files.len(), away));
    if broken > 0 {
        checks.push(check("archives-check-readable", false, 0, broken));
    }
    checks.push(check(
        "archives-check-conflicts",
        conflicts == 0,
        0,
        conflicts,
    ));
    // What waits goes to the server before the record of archiving, in the order in which it was done.
    checks.push(Check {
        needed: false,
        ..check("archives-check-queue", queued == 0, 0, queued)
    });
    checks
}

/// How many needed things are missing.
pub fn missing(checks: &[Check]) -> usize {
    checks.iter().filter(|c| c.needed && !c.present).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{Code, CommandId, InquiryId, StaffId, UnitId};
    use domain::inquiry::{Card, Dispatch, Draft, Event};
    use domain::number::RegistrationNumber;
    use domain::{Lang, inquiry};

    fn nil<T: From<uuid::Uuid>>() -> T {
        T::from(uuid::Uuid::nil())
    }

    fn closed() -> Inquiry {
        let at =
            chrono::DateTime::parse_from_rfc3339("2026-11-20T10:00:00+06:00").expect("a moment");
        let card = Card {
            unit: UnitId::from("reception"),
            received_at: at,
            channel: Code::from("post"),
            kind: Code::from("application"),
            lang: Lang::Ky,
            applicants: Vec::new(),
            collective: false,
            subject: "Суу".into(),
            text: "Суу жок".into(),
            topic: None,
            territory: None,
            service: None,
            sheets: None,
            repeat_of: None,
            minor: false,
            attachments: Vec::new(),
            source: None,
        };
        let mut case = inquiry::Inquiry::from_card(nil::<InquiryId>(), card);
        case.number = Some(RegistrationNumber {
            year: 2026,
            journal: String::new(),
            serial: 7,
        });
        case.outcome = Some(Code::from("satisfied"));
        case.draft = Some(Draft {
            lang: Lang::Ky,
            template: None,
            outcome: case.outcome.clone(),
            body: "Жооп".into(),
        });
        case.dispatch = Some(Dispatch {
            method: Code::from("post"),
            on: at.date_naive(),
            reference: "1".into(),
            by: nil::<StaffId>(),
        });
        case
    }

    fn gaps(case: &Inquiry, queued: usize, files: &[FileState]) -> Vec<&'static str> {
        checks(case, queued, files)
            .into_iter()
            .filter(|c| !c.present)
            .map(|c| c.key)
            .collect()
    }

    #[test]
    fn a_complete_case_lacks_nothing() {
        assert_eq!(gaps(&closed(), 0, &[]), Vec::<&str>::new());
        assert_eq!(missing(&checks(&closed(), 0, &[])), 0);
    }

    #[test]
    fn every_gap_is_named() {
        let mut case = closed();
        case.number = None;
        case.dispatch = None;
        let files = [
            FileState {
                name: "a".into(),
                state: Readable::NotHere,
            },
            FileState {
                name: "b".into(),
                state: Readable::Broken("…".into()),
            },
        ];
        let found = checks(&case, 2, &files);
        assert_eq!(
            gaps(&case, 2, &files),
            [
                "archives-check-number",
                "archives-check-dispatch",
                "archives-check-files",
                "archives-check-readable",
                "archives-check-queue"
            ]
        );
        // What only waits to be sent does not hold the archivist up.
        assert_eq!(missing(&found), 4);
    }

    #[test]
    fn a_forwarded_case_needs_no_answer() {
        let mut case = closed();
        (case.outcome, case.draft, case.dispatch) = (None, None, None);
        assert_eq!(gaps(&case, 0, &[]), ["archives-check-answer"]);
        case.history.push(Event {
            command: nil::<CommandId>(),
            what: "forward".into(),
            by: nil::<StaffId>(),
            device: None,
            at: case.received_at,
            state: "forwarded".into(),
            detail: String::new(),
            reason: None,
        });
        assert_eq!(gaps(&case, 0, &[]), Vec::<&str>::new());
    }
}
