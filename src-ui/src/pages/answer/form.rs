//! The fields of an answer: what is typed is kept at once, and becomes the case's draft when it is stored.

use crate::drafts::Draft;
use crate::state::Desk;
use domain::ids::{Code, InquiryId};
use domain::inquiry;
use domain::sensitive::Sensitive;
use domain::{Act, Lang};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long typing rests before the draft is kept.
const KEEP_AFTER: Duration = Duration::from_millis(400);

/// What is typed, kept under `answer:<inquiry>` until it becomes the case's draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Language of the answer.
    pub lang: Lang,
    /// Template, if one was taken.
    pub template: String,
    /// Outcome.
    pub outcome: String,
    /// Text.
    pub body: String,
}

impl Typed {
    /// What is typed when the draft is opened.
    pub fn of(draft: &inquiry::Draft) -> Self {
        Self {
            lang: draft.lang,
            template: draft
                .template
                .as_ref()
                .map(|t| t.0.clone())
                .unwrap_or_default(),
            outcome: draft
                .outcome
                .as_ref()
                .map(|o| o.0.clone())
                .unwrap_or_default(),
            body: draft.body.expose().clone(),
        }
    }
}

/// The form's fields.
#[derive(Clone, Copy)]
pub struct Form {
    /// Language of the answer.
    pub lang: RwSignal<String>,
    /// Template.
    pub template: RwSignal<String>,
    /// Outcome.
    pub outcome: RwSignal<String>,
    /// Text.
    pub body: RwSignal<String>,
    /// What the template last filled in: while the text is still that, another template replaces it.
    pub filled: RwSignal<String>,
    /// The case's draft as the replica has it.
    pub stored: RwSignal<Typed>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The case.
    pub inquiry: InquiryId,
    desk: Desk,
}

impl Form {
    /// An empty form of a case.
    pub fn new(desk: Desk, inquiry: InquiryId) -> Self {
        Self {
            lang: RwSignal::new(String::new()),
            template: RwSignal::new(String::new()),
            outcome: RwSignal::new(String::new()),
            body: RwSignal::new(String::new()),
            filled: RwSignal::new(String::new()),
            stored: RwSignal::new(Typed::default()),
            timer: StoredValue::new(None),
            inquiry,
            desk,
        }
    }

    /// What stands in the fields. Tracked.
    pub fn now(self) -> Typed {
        Typed {
            lang: Lang::from_tag(&self.lang.get()).unwrap_or_default(),
            template: self.template.get(),
            outcome: self.outcome.get(),
            body: self.body.get(),
        }
    }

    /// Fills the fields.
    pub fn set(self, typed: &Typed) {
        self.lang.set(typed.lang.tag().to_owned());
        self.template.set(typed.template.clone());
        self.outcome.set(typed.outcome.clone());
        self.body.set(typed.body.clone());
    }

    /// Where it is kept.
    pub fn slot(self) -> Draft {
        self.desk.draft(format!("answer:{}", self.inquiry))
    }

    /// Keeps what is typed, a moment after the last key.
    pub fn keep_soon(self) {
        if let Some(Some(timer)) = self.timer.try_get_value() {
            timer.clear();
        }
        let keep = move || {
            // Nothing is lost when the page is gone: leaving keeps it too.
            if self.body.try_get_untracked().is_some() {
                self.keep();
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(keep, KEEP_AFTER).ok());
    }

    /// Keeps what is typed, or forgets it where the case has the same.
    pub fn keep(self) {
        let typed = untrack(|| self.now());
        let same = typed == self.stored.get_untracked();
        let text = if same {
            None
        } else {
            serde_json::to_string(&typed).ok()
        };
        self.slot().keep_soon(text);
    }

    /// Stores what is typed as the case's draft, if it differs. Whether the case has it now.
    pub async fn store(self) -> bool {
        let typed = untrack(|| self.now());
        if typed == self.stored.get_untracked() {
            return true;
        }
        let code = |text: &String| (!text.is_empty()).then(|| Code(text.clone()));
        let draft = inquiry::Draft {
            lang: typed.lang,
            template: code(&typed.template),
            outcome: code(&typed.outcome),
            body: Sensitive(typed.body.clone()),
        };
        let done = self
            .desk
            .perform(vec![self.inquiry], Act::SaveDraft(Box::new(draft)))
            .await;
        let stored = done.is_some_and(|d| !d.done.is_empty());
        if stored {
            self.stored.try_set(typed);
            self.slot().keep(None).await;
        }
        stored
    }
}
