//! Cases of the demonstration that have what the screens are to show, found by the program's own lists.

use crate::window::Failure;
use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::inquiry::{AttachmentRole, Draft};
use domain::{Act, InquiryId};
use protocol::window::case::CaseView;
use protocol::window::list::{List, View};
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
}

impl Cases {
    /// Looks for them in the first device of a demonstration, which must not be open elsewhere.
    ///
    /// # Errors
    /// When the demonstration lacks one.
    pub async fn find(demo: &Path) -> Result<Self, Failure> {
        let desk = Desk::at(&demo.join("device-1"), Arc::new(SystemClock));
        let session = desk.unlock("clerk", "demo-clerk-2026").await?;
        let found = Self::among(&session).await;
        drop(session);
        desk.lock().await?;
        found
    }

    async fn among(session: &Session) -> Result<Self, Failure> {
        let mut waiting = session
            .list(&List {
                view: View::ToSign,
                limit: 1,
                ..List::default()
            })
            .await?
            .total
            > 0;
        let (mut rich, mut paper, mut answerable) = (None, None, None);
        let mut most = 0;
        // What is in work comes first, and then whatever there is.
        let mut rows = Vec::new();
        for view in [View::Inbox, View::All] {
            let list = List {
                view,
                limit: 200,
                ..List::default()
            };
            rows.extend(session.list(&list).await?.rows);
        }
        for row in rows {
            if row.number.is_empty() || !alone(session, &row.number).await? {
                continue;
            }
            let case = session.open_case(row.id).await?;
            if paper.is_none() && readable(session, &case).await? {
                paper = Some(row.number.clone());
            }
            let may = |act: &str| case.can.iter().any(|c| c == act);
            if answerable.is_none() && may("save_draft") && case.inquiry.draft.is_none() {
                answerable = Some(row.number.clone());
            }
            if !waiting && may("save_draft") && answerable.as_ref() != Some(&row.number) {
                answer(session, row.id).await?;
                waiting = true;
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
        Ok(Self {
            rich: rich.ok_or("no case with files and a deadline")?,
            paper: paper.ok_or("no case with a file of words")?,
            answerable: answerable.ok_or("no case to be answered")?,
        })
    }
}

/// Answers a case and sends it for sign-off, where a small demonstration has none that waits.
async fn answer(session: &Session, id: InquiryId) -> Result<(), Failure> {
    let lang = session.open_case(id).await?.inquiry.lang;
    let filled = session.fill_template(id, &"explained".into(), lang).await?;
    let draft = Draft {
        lang,
        template: Some("explained".into()),
        outcome: filled.outcome,
        body: filled.body.into(),
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
