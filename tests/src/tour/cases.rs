//! Cases of the demonstration that have what the screens are to show, found by the program's own lists.

use super::{apart, fresh};
use crate::window::Failure;
use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::inquiry::{AttachmentRole, Draft};
use domain::{Act, InquiryId};
use protocol::window::case::CaseView;
use protocol::window::list::{List, RowView, View};
use std::path::Path;
use std::sync::Arc;

/// Numbers of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// Has a history, a deadline and files.
    pub rich: String,
    /// Its first file has words that can be marked.
    pub paper: String,
    /// Can be answered by the clerk.
    pub answerable: String,
    /// Is answered: can be sent and closed.
    pub signed: String,
    /// Its deadline can be moved by the supervisor.
    pub extendable: String,
    /// Two devices disagree about it.
    pub disputed: String,
    /// The server refused what this device did to it.
    pub refused: String,
}

impl Cases {
    /// Looks for them in the first device of a demonstration, which must not be open elsewhere; what a small or quiet
    /// demonstration lacks is done in it.
    ///
    /// # Errors
    /// When the demonstration lacks one.
    pub async fn find(demo: &Path) -> Result<Self, Failure> {
        let desk = Desk::at(&demo.join("device-1"), Arc::new(SystemClock));
        let session = desk.unlock("clerk", "demo-clerk-2026").await?;
        let found = async {
            fresh::enough(&session).await?;
            Self::among(&session).await
        }
        .await;
        drop(session);
        desk.lock().await?;
        let (mut cases, to_sign) = found?;
        let session = desk.unlock("supervisor", "demo-supervisor-2026").await?;
        let found = cases.signed_and_extended(&session, to_sign).await;
        drop(session);
        desk.lock().await?;
        found?;
        let others = [
            &cases.rich,
            &cases.paper,
            &cases.answerable,
            &cases.signed,
            &cases.extendable,
        ];
        let [disputed, refused] = apart::make(demo, &others).await?;
        (cases.disputed, cases.refused) = (disputed, refused);
        Ok(cases)
    }

    /// What the supervisor finds; signs the answer that the clerk has made for it.
    async fn signed_and_extended(
        &mut self,
        session: &Session,
        to_sign: Option<InquiryId>,
    ) -> Result<(), Failure> {
        if let Some(id) = to_sign {
            let done = session.perform(&[id], &Act::Approve).await?;
            if let Some((_, error)) = done.refused.first() {
                return Err(format!("approve: {error}").into());
            }
        }
        for row in rows(session, &[View::ToDispatch]).await? {
            let case = session.open_case(row.id).await?;
            let may = |act: &str| case.can.iter().any(|c| c == act);
            if may("record_dispatch") && may("close") && case.inquiry.state.code() == "answered" {
                self.signed = row.number;
                break;
            }
        }
        let mut in_work = rows(session, &[View::Inbox]).await?;
        // Those that are shown anyway come first: the others are wanted free.
        in_work.sort_by_key(|row| row.number != self.rich && row.number != self.answerable);
        for row in in_work {
            let case = session.open_case(row.id).await?;
            if case.can.iter().any(|c| c == "extend") {
                self.extendable = row.number;
                break;
            }
        }
        match (self.signed.is_empty(), self.extendable.is_empty()) {
            (false, false) => Ok(()),
            (true, _) => Err("no answered case".into()),
            (_, true) => Err("no case that can be extended".into()),
        }
    }

    /// What the clerk finds, and the answer that the supervisor is to sign.
    async fn among(session: &Session) -> Result<(Self, Option<InquiryId>), Failure> {
        let waits = count(session, View::ToSign).await? > 0;
        // One more than is wanted for sign-off becomes an answered case.
        let mut lacking = usize::from(!waits) + 1;
        let mut to_sign = None;
        let (mut rich, mut paper, mut answerable) = (None, None, None);
        let mut most = 0;
        // What is in work comes first, and then whatever there is.
        for row in rows(session, &[View::Inbox, View::All]).await? {
            let case = session.open_case(row.id).await?;
            if paper.is_none() && readable(session, &case).await? {
                paper = Some(row.number.clone());
            }
            let may = |act: &str| case.can.iter().any(|c| c == act);
            if answerable.is_none() && may("save_draft") && case.inquiry.draft.is_none() {
                answerable = Some(row.number.clone());
            }
            let taken = [&answerable, &paper, &rich]
                .into_iter()
                .flatten()
                .any(|number| *number == row.number);
            if lacking > 0 && may("save_draft") && !taken {
                answer(session, row.id).await?;
                lacking -= 1;
                to_sign = Some(row.id);
                continue;
            }
            let weight = case.inquiry.attachments.len() * 2
                + case.inquiry.resolutions.len()
                + case.related.len()
                + usize::from(case.inquiry.draft.is_some()) * 2;
            if may("assign") && !case.deadlines.is_empty() && weight > most {
                (rich, most) = (Some(row.number), weight);
            }
        }
        let cases = Self {
            rich: rich.ok_or("no case with files and a deadline")?,
            paper: paper.ok_or("no case with a file of words")?,
            answerable: answerable.ok_or("no case to be answered")?,
            signed: String::new(),
            extendable: String::new(),
            disputed: String::new(),
            refused: String::new(),
        };
        Ok((cases, to_sign))
    }
}

/// How many a view holds.
pub(super) async fn count(session: &Session, view: View) -> Result<u32, Failure> {
    let list = List {
        view,
        limit: 1,
        ..List::default()
    };
    Ok(session.list(&list).await?.total)
}

/// The first rows of some views whose number finds them alone.
pub(super) async fn rows(session: &Session, views: &[View]) -> Result<Vec<RowView>, Failure> {
    let mut found = Vec::new();
    for view in views {
        let list = List {
            view: *view,
            limit: 200,
            ..List::default()
        };
        for row in session.list(&list).await?.rows {
            if !row.number.is_empty() && alone(session, &row.number).await? {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// Answers a case and sends it for sign-off, where a small demonstration has none that waits.
async fn answer(session: &Session, id: InquiryId) -> Result<(), Failure> {
    let lang = session.open_case(id).await?.inquiry.lang;
    let filled = session.fill_template(id, &"explained".into(), lang).await?;
    let draft = Draft {
        lang,
        template: Some("explained".into()),
        outcome: filled.outcome,
        body: crate::written(&filled.body).into(),
    };
    for act in [Act::SaveDraft(Box::new(draft)), Act::SubmitForSignoff] {
        let done = session.perform(&[id], &act).await?;
        if let Some((_, error)) = done.refused.first() {
            return Err(format!("{}: {error}", act.code()).into());
        }
    }
    Ok(())
}

/// Whether a search for the number finds this case alone.
async fn alone(session: &Session, number: &str) -> Result<bool, Failure> {
    let list = List {
        view: View::All,
        search: number.to_owned(),
        limit: 2,
        ..List::default()
    };
    Ok(session.list(&list).await?.total == 1)
}

/// Whether the first file is a received one with words.
async fn readable(session: &Session, case: &CaseView) -> Result<bool, Failure> {
    let Some(file) = case.inquiry.attachments.first() else {
        return Ok(false);
    };
    if file.role != AttachmentRole::Received || file.media_type != "application/pdf" {
        return Ok(false);
    }
    let words = session.page_words(case.inquiry.id, file.id, 1).await;
    Ok(words.is_ok_and(|w| w.len() > 20))
}
