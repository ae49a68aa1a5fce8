//! Two devices that worked apart: a field that both changed, and an act that the server could no longer take. Done
//! once in a demonstration, by the two devices themselves and the real server.

use super::cases::{count, rows};
use crate::window::Failure;
use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::act::Correction;
use domain::{Act, InquiryId};
use office::DemoServer;
use protocol::window::list::{List, View};
use std::path::Path;
use std::sync::Arc;

/// The numbers of a case in dispute and of one of which an act was refused; none of them one of `others`.
///
/// # Errors
/// When the devices or the server fail, or do not come apart.
pub async fn make(demo: &Path, others: &[&String]) -> Result<[String; 2], Failure> {
    let server = DemoServer::start(demo, &office::open(demo)?).await?;
    let [here, there] = ["device-1", "device-2"].map(|d| Device::at(&demo.join(d)));
    let made = async {
        let here = here.open().await?;
        let there = there.open().await?;
        here.synchronise().await?;
        there.synchronise().await?;
        if stands(&here).await?.is_none() {
            drift(&here, &there, others).await?;
        }
        stands(&here)
            .await?
            .ok_or_else(|| Failure::from("the devices agree"))
    }
    .await;
    here.0.lock().await?;
    there.0.lock().await?;
    server.switch(false).await?;
    made
}

struct Device(Desk);

impl Device {
    fn at(dir: &Path) -> Self {
        Self(Desk::at(dir, Arc::new(SystemClock)))
    }

    async fn open(&self) -> Result<Arc<Session>, Failure> {
        Ok(self.0.unlock("clerk", "demo-clerk-2026").await?)
    }
}

/// What stands already: an earlier walk may have left it.
async fn stands(here: &Session) -> Result<Option<[String; 2]>, Failure> {
    if count(here, View::Conflicts).await? == 0 {
        return Ok(None);
    }
    let list = List {
        view: View::Conflicts,
        limit: 1,
        ..List::default()
    };
    let disputed = here.list(&list).await?.rows.into_iter().next();
    let refused = here.view_sync().await?.rejected.into_iter().next();
    let (Some(disputed), Some(refused)) = (disputed, refused) else {
        return Ok(None);
    };
    let refused = here.open_case(refused.inquiry).await?.inquiry;
    Ok(Some([
        disputed.number,
        refused.shown_number().unwrap_or_default(),
    ]))
}

/// Both act on the same two cases without hearing of each other; the other one is first at the server.
async fn drift(here: &Session, there: &Session, others: &[&String]) -> Result<(), Failure> {
    let (mut disputed, mut refused) = (None, None);
    for row in rows(here, &[View::Inbox]).await? {
        let case = here.open_case(row.id).await?;
        let may = |act: &str| case.can.iter().any(|c| c == act);
        // What is forwarded is of no use to another screen; a dispute over the subject hurts none.
        if refused.is_none() && !others.contains(&&row.number) && may("assign") && may("forward") {
            refused = Some(row.id);
        } else if disputed.is_none() && may("correct") {
            disputed = Some(row.id);
        }
    }
    let disputed = disputed.ok_or("no case on which devices could disagree")?;
    let refused = refused.ok_or("no case that could be forwarded")?;
    let profile = here.profile();
    let reason = profile
        .list("forwarded")
        .first()
        .map(|(code, _)| (*code).clone());
    let about = |subject: &str| {
        Act::Correct(Box::new(Correction {
            subject: Some(subject.to_owned()),
            ..Correction::default()
        }))
    };
    act(here, disputed, about("Көчөдөгү суу түтүгүн оңдоо")).await?;
    let assign = Act::Assign {
        executor: here.staff().id,
        co_executors: Vec::new(),
        topic: None,
        resolution: "Текшерип, жооп даярдаңыз".into(),
    };
    act(here, refused, assign).await?;
    act(there, disputed, about("Суу түтүгүнүн жарылышы")).await?;
    let forward = Act::Forward {
        to: "Демо айыл өкмөтү".into(),
        reason: reason.ok_or("the profile has no reason to forward")?,
    };
    act(there, refused, forward).await?;
    there.synchronise().await?;
    here.synchronise().await?;
    Ok(())
}

async fn act(session: &Session, id: InquiryId, act: Act) -> Result<(), Failure> {
    let done = session.perform(&[id], &act).await?;
    match done.refused.first() {
        Some((_, error)) => Err(format!("{}: {error}", act.code()).into()),
        None => Ok(()),
    }
}
