//! `inquiries ...`

use super::print;
use crate::cli::{Cli, Inquiries};
use crate::failure::Failure;
use crate::session::{Open, open, read_text};
use desk::DeskError;
use domain::inquiry::Draft;
use domain::{Act, Inquiry, Refusal, StaffId};
use protocol::window::list::{List, Sort, View};
use protocol::window::work::DoneView;

pub async fn run(cli: &Cli, what: &Inquiries) -> Result<(), Failure> {
    let open = open(cli).await?;
    let result = dispatch(cli, &open, what)
        .await
        .map_err(|failure| failure.listing(&open.session.profile()));
    let closed = open.close().await;
    result.and(closed)
}

async fn dispatch(cli: &Cli, open: &Open, what: &Inquiries) -> Result<(), Failure> {
    match what {
        Inquiries::List {
            view,
            search,
            limit,
        } => list(cli, open, view, search, *limit).await,
        Inquiries::Show { number } => {
            let case = open.session.open_case(open.find(number).await?.id).await?;
            let office = open.session.office();
            print(cli, &case, |c| super::show::page(c, &office, cli.lang()))
        }
        Inquiries::Export => {
            for line in open.session.export().await? {
                super::say(&line)?;
            }
            Ok(())
        }
        Inquiries::Register(register) => super::register::register(cli, open, register).await,
        Inquiries::Import { file, unit, new } => {
            super::import::import(cli, open, file, unit.as_deref(), *new).await
        }
        Inquiries::Attach {
            number,
            file,
            answer,
        } => super::register::attach(cli, open, number, file, *answer).await,
        Inquiries::Answer {
            number,
            template,
            text,
            outcome,
            draft,
        } => {
            let inquiry = open.find(number).await?;
            if template.is_none() && text.is_none() {
                // Nothing to write: what is written already is sent, and never replaced by nothing.
                if *draft || inquiry.draft.is_none() {
                    return Err(missing(vec!["body".into()]));
                }
                let done = open
                    .session
                    .perform_one(inquiry.id, Act::SubmitForSignoff)
                    .await?;
                return told(cli, &done);
            }
            let written = self::draft(
                open,
                &inquiry,
                template.as_deref(),
                text.as_deref(),
                outcome.as_deref(),
            )
            .await?;
            if !*draft {
                // Both acts or neither: what would be refused at the second is refused before the first.
                let after = Inquiry {
                    draft: Some(written.clone()),
                    ..inquiry.clone()
                };
                let lacks = domain::apply::missing_for_signoff(&after);
                if !lacks.is_empty() {
                    return Err(missing(lacks));
                }
            }
            let done = open
                .session
                .perform_one(inquiry.id, Act::SaveDraft(Box::new(written)))
                .await?;
            let done = if *draft {
                done
            } else {
                open.session
                    .perform_one(inquiry.id, Act::SubmitForSignoff)
                    .await?
            };
            told(cli, &done)
        }
        other => {
            let (inquiry, act) = act(open, other).await?;
            let done = open.session.perform_one(inquiry.id, act).await?;
            told(cli, &done)
        }
    }
}

/// The acts that need nothing but their values.
async fn act(open: &Open, what: &Inquiries) -> Result<(Inquiry, Act), Failure> {
    let today = open.session.today();
    let (number, act) = match what {
        Inquiries::Assign {
            number,
            executor,
            with,
            topic,
            resolution,
        } => {
            let co_executors = with
                .iter()
                .map(|login| person(open, login))
                .collect::<Result<_, _>>()?;
            let topic = topic.as_deref().map(Into::into);
            let executor = person(open, executor)?;
            (
                number,
                Act::Assign {
                    executor,
                    co_executors,
                    topic,
                    resolution: resolution.clone(),
                },
            )
        }
        Inquiries::Return { number, reason } => (
            number,
            Act::Return {
                reason: reason.clone(),
            },
        ),
        Inquiries::Approve { number } => (number, Act::Approve),
        Inquiries::Dispatch {
            number,
            method,
            reference,
            on,
        } => {
            let (method, on) = (method.as_str().into(), on.unwrap_or(today));
            (
                number,
                Act::RecordDispatch {
                    method,
                    on,
                    reference: reference.clone(),
                },
            )
        }
        Inquiries::Close { number, file } => {
            let first = open
                .session
                .profile()
                .files
                .first()
                .map(|f| f.index.clone())
                .unwrap_or_default();
            (
                number,
                Act::Close {
                    file_index: file.clone().unwrap_or(first),
                },
            )
        }
        Inquiries::Note { number, text } => (number, Act::AddNote { text: text.clone() }),
        Inquiries::Undo { number } => {
            let inquiry = open.find(number).await?;
            let point = inquiry
                .undo
                .as_ref()
                .ok_or(DeskError::Refused(Refusal::NotTheLast))?;
            let act = Act::Withdraw {
                command: point.command,
            };
            return Ok((inquiry, act));
        }
        _ => return Err(Failure::usage("unknown-command", "inquiries")),
    };
    Ok((open.find(number).await?, act))
}

async fn list(cli: &Cli, open: &Open, view: &str, search: &str, limit: u32) -> Result<(), Failure> {
    let view = View::ALL
        .into_iter()
        .find(|v| v.code() == view)
        .ok_or_else(|| Failure::unknown("unknown-view", view, &View::ALL.map(View::code)))?;
    let list = List {
        view,
        search: search.to_owned(),
        limit,
        // What is done with has no nearest deadline.
        sort: match view {
            View::Closed | View::Archived => Sort::Received,
            _ => Sort::default(),
        },
        ..List::default()
    };
    let found = open.session.list(&list).await?;
    let texts = text::Texts::new(cli.lang());
    print(cli, &found, |f| {
        let rows = f.rows.iter().map(|r| {
            let left = r.days_left.map(|d| d.to_string()).unwrap_or_default();
            let state = texts.get(&format!("state-{}", r.state));
            format!(
                "{}\t{state}\t{left}\t{}\t{}",
                r.number, r.applicant, r.subject
            )
        });
        rows.chain([texts.with("deskctl-total", &[("n", text::arg(f.total))])])
            .collect::<Vec<_>>()
            .join("\n")
    })
}

fn missing(fields: Vec<String>) -> Failure {
    DeskError::Refused(Refusal::Missing { fields }).into()
}

async fn draft(
    open: &Open,
    inquiry: &Inquiry,
    template: Option<&str>,
    text: Option<&std::path::Path>,
    outcome: Option<&str>,
) -> Result<Draft, Failure> {
    let mut draft = Draft {
        lang: inquiry.lang,
        template: template.map(Into::into),
        outcome: outcome.map(Into::into),
        body: String::new().into(),
    };
    if let Some(code) = &draft.template {
        let filled = open
            .session
            .fill_template(inquiry.id, code, inquiry.lang)
            .await?;
        draft.body = filled.body.into();
        draft.outcome = draft.outcome.or(filled.outcome);
    }
    if let Some(path) = text {
        draft.body = read_text(path)?.into();
    }
    Ok(draft)
}

fn person(open: &Open, login: &str) -> Result<StaffId, Failure> {
    let office = open.session.office();
    let found = office
        .directory
        .iter()
        .find(|s| s.login == login && s.active);
    found.map(|s| s.id).ok_or_else(|| {
        let active = office.directory.iter().filter(|s| s.active);
        let known: Vec<&str> = active.map(|s| s.login.as_str()).collect();
        Failure::unknown("unknown-person", login, &known)
    })
}

pub fn told(cli: &Cli, done: &DoneView) -> Result<(), Failure> {
    print(cli, done, |d| d.number.clone())
}
