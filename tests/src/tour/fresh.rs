//! Inquiries that are added where a demonstration has few on control: how many there are depends on the day on which
//! it is made.

use super::cases::count;
use crate::window::Failure;
use desk::Session;
use desk::clock::{Clock as _, SystemClock};
use domain::inquiry::{Applicant, Card};
use domain::{Act, Lang};
use protocol::window::list::View;

/// So many on control are enough to choose from for every screen.
const ENOUGH: u32 = 14;

/// Registers as many as lack, and assigns every second one.
pub async fn enough(session: &Session) -> Result<(), Failure> {
    for n in count(session, View::Inbox).await?..ENOUGH {
        let done = session.register(card(session, n), &[]).await?;
        let Some(new) = done.done.first().filter(|_| n % 2 == 0) else {
            continue;
        };
        let assign = Act::Assign {
            executor: session.staff().id,
            co_executors: Vec::new(),
            topic: None,
            resolution: "Текшерип, жооп даярдаңыз".into(),
        };
        session.perform(&[new.inquiry], &assign).await?;
    }
    Ok(())
}

fn card(session: &Session, n: u32) -> Card {
    let now = SystemClock.now().with_timezone(&session.profile().offset());
    Card {
        unit: session.staff().unit.clone(),
        received_at: now,
        channel: "post".into(),
        kind: "application".into(),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: format!("Үлгүева Демо {n}").into(),
            address: "Демо району, Үлгү айылы".to_owned().into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: "Көчө жарыгы жөнүндө".into(),
        text: "Биздин көчөдө жарык жок, карап берүүңүздөрдү суранам."
            .to_owned()
            .into(),
        // Without one no answer is sent for sign-off.
        topic: session
            .profile()
            .list("topic")
            .first()
            .map(|(code, _)| (*code).clone()),
        territory: None,
        service: None,
        sheets: Some(1),
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }
}
