//! What all pages share: who is at work, where the window stands, what just happened.

mod acting;

use crate::drafts::Unsaved;
use crate::i18n::{Words, words};
use crate::ipc::{call, listen};
use domain::ids::{Code, CommandId, InquiryId, StaffId};
use domain::{Lang, Role};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::files::StagedFile;
use protocol::window::list::{FigureOf, View};
use protocol::window::session::{SaveSettings, SessionView, Settings, StatusView};
use protocol::window::sync::{Changed, Chip, Progress};
use protocol::window::{events, session};
use std::sync::Arc;
use std::time::Duration;

/// How long a thing can be taken back.
const UNDO_FOR: Duration = Duration::from_secs(10);

/// A page of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What is due.
    Today,
    /// Views, list and case.
    Panes,
    /// A letter is entered.
    Register,
    /// The website's submissions.
    Import,
    /// The answer of a case.
    Answer(InquiryId),
    /// The supervisor reads and signs.
    SignOff(InquiryId),
    /// A file is looked at, and redacted.
    Redact {
        /// The case.
        inquiry: InquiryId,
        /// The file.
        attachment: domain::AttachmentId,
    },
    /// Reports.
    Reports,
    /// Closed cases into the archive.
    Archive,
    /// How the replica and the server stand.
    Sync,
}

/// Whether the text is so large that rows take a second line for what one line would cut.
pub fn large(settings: &Settings) -> bool {
    settings.text_scale >= 150
}

/// What lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Commands by name.
    Palette,
    /// The sheet of keys.
    Keys,
    /// Settings.
    Settings,
}

/// The bar at the bottom: what was done, and the way back.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it says.
    pub text: String,
    /// Whether it reports a failure.
    pub failed: bool,
    /// What can be taken back.
    pub undo: Vec<(InquiryId, CommandId)>,
    serial: u32,
}

/// Something that can be done with the case that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseAct {
    /// What it is.
    pub what: &'static str,
    /// Key of its words.
    pub text: &'static str,
    /// Its key on the keyboard.
    pub key: &'static str,
}

/// State that all pages share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the program stands, asked at the start.
    pub status: RwSignal<Option<StatusView>>,
    /// Who is at work; `None` while locked.
    pub session: RwSignal<Option<Arc<SessionView>>>,
    /// Settings of this computer.
    pub settings: RwSignal<Settings>,
    /// Sync chip.
    pub chip: RwSignal<Chip>,
    /// The page shown.
    pub page: RwSignal<Page>,
    /// The view shown in the panes.
    pub view: RwSignal<View>,
    /// Search of the list.
    pub search: RwSignal<String>,
    /// The list is narrowed to what stands behind a figure: a title and the figure.
    pub only: RwSignal<Option<(String, FigureOf)>>,
    /// The case in the third pane.
    pub case: RwSignal<Option<InquiryId>>,
    /// What lies over the page.
    pub overlay: RwSignal<Option<Overlay>>,
    /// What can be done with the case that is shown, for the palette.
    pub acts: RwSignal<Vec<CaseAct>>,
    /// The act of these that was chosen, until the case takes it.
    pub act: RwSignal<Option<&'static str>>,
    /// The undo bar.
    pub bar: RwSignal<Option<Bar>>,
    /// Said to screen readers.
    pub said: RwSignal<String>,
    /// The latest change of the replica: a serial number and the tags.
    pub changed: RwSignal<(u32, Changed)>,
    /// Progress of the job that goes on.
    pub progress: RwSignal<Option<Progress>>,
    /// Files dropped on the window, until a page takes them.
    pub dropped: RwSignal<Vec<StagedFile>>,
    /// Width of the window in units of the text's size: the layout's measure.
    pub width: RwSignal<f64>,
    /// Whether the views lie open over a narrow window.
    pub views_open: RwSignal<bool>,
    /// What is typed and not kept yet.
    pub unsaved: RwSignal<Unsaved>,
    /// The window was asked to close with that in it, and stayed.
    pub closing: RwSignal<bool>,
    /// How many the list holds, in words, for the foot.
    pub foot: RwSignal<String>,
    back: RwSignal<Vec<Page>>,
    /// The words.
    pub words: Words,
}

/// The shared state.
pub fn desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// Makes the state and puts it into the context.
    pub fn provide() -> Self {
        let desk = Self {
            status: RwSignal::new(None),
            session: RwSignal::new(None),
            settings: RwSignal::new(Settings::default()),
            chip: RwSignal::new(Chip::default()),
            page: RwSignal::new(Page::Panes),
            view: RwSignal::new(View::Inbox),
            search: RwSignal::new(String::new()),
            only: RwSignal::new(None),
            case: RwSignal::new(None),
            overlay: RwSignal::new(None),
            acts: RwSignal::new(Vec::new()),
            act: RwSignal::new(None),
            bar: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            changed: RwSignal::new((0, Changed::default())),
            progress: RwSignal::new(None),
            dropped: RwSignal::new(Vec::new()),
            width: RwSignal::new(1366.0),
            views_open: RwSignal::new(false),
            unsaved: RwSignal::new(Unsaved::default()),
            closing: RwSignal::new(false),
            foot: RwSignal::new(String::new()),
            back: RwSignal::new(Vec::new()),
            words: words(),
        };
        provide_context(desk);
        desk
    }

    /// Hears the core's events.
    pub fn listen(self) {
        listen::<Changed>(events::CHANGED, move |changed| self.touch(changed));
        listen::<Chip>(events::CHIP, move |chip| self.chip.set(chip));
        listen::<Progress>(events::PROGRESS, move |progress| {
            self.progress.set(Some(progress).filter(|p| p.done < p.of));
        });
        listen::<Vec<StagedFile>>(events::DROPPED, move |files| self.dropped.set(files));
        listen::<Option<()>>(events::LOCKED, move |_| self.locked());
        self.hold_what_is_typed();
    }

    fn touch(self, changed: Changed) {
        self.changed.update(|(serial, tags)| {
            *serial += 1;
            *tags = changed;
        });
    }

    /// The replica is open: starts work.
    pub fn unlocked(self, session: SessionView) {
        self.chip.set(session.chip.clone());
        let signs = session.staff.roles.contains(&Role::Supervisor);
        self.view.set(if signs { View::Inbox } else { View::Today });
        self.page.set(Page::Panes);
        self.back.set(Vec::new());
        self.case.set(None);
        self.search.set(String::new());
        self.drafts_of(session.staff.id);
        self.session.set(Some(Arc::new(session)));
    }

    /// The replica is closed: forgets everything that was on the screen.
    pub fn locked(self) {
        self.only.set(None);
        self.overlay.set(None);
        self.bar.set(None);
        self.said.set(String::new());
        self.case.set(None);
        self.search.set(String::new());
        self.session.set(None);
    }

    /// Closes the replica.
    pub fn lock(self) {
        spawn_local(async move {
            match call(session::Lock {}).await {
                Ok(()) => self.locked(),
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Goes to a page; [`Desk::back`] returns from it.
    pub fn go(self, page: Page) {
        self.overlay.set(None);
        let from = self.page.get_untracked();
        self.views_open.set(false);
        if from != page {
            self.back.update(|b| {
                b.retain(|p| *p != page);
                b.push(from);
            });
            self.page.set(page);
        }
    }

    /// Returns to the page before.
    pub fn back(self) {
        let mut to = Page::Panes;
        self.back.update(|b| to = b.pop().unwrap_or(Page::Panes));
        self.page.set(to);
    }

    /// Shows a view of the list.
    pub fn show_view(self, view: View) {
        self.views_open.set(false);
        self.search.set(String::new());
        self.only.set(None);
        self.case.set(None);
        self.view.set(view);
        self.go(Page::Panes);
    }

    /// Shows the inquiries behind a figure in the panes, under a title.
    pub fn show_only(self, title: String, figure: FigureOf) {
        self.search.set(String::new());
        self.case.set(None);
        self.view.set(View::All);
        self.only.set(Some((title, figure)));
        self.go(Page::Panes);
    }

    /// Searches the whole replica; an empty text ends the search.
    pub fn search_for(self, text: String) {
        self.only.set(None);
        self.case.set(None);
        self.search.set(text);
        self.go(Page::Panes);
    }

    /// Shows a case in the panes.
    pub fn show_case(self, id: InquiryId) {
        self.case.set(Some(id));
        self.go(Page::Panes);
    }

    /// Reads something of the session; `None` while locked. Tracked.
    pub fn with<T>(self, read: impl FnOnce(&SessionView) -> T) -> Option<T> {
        let read = |s: &Option<Arc<SessionView>>| s.as_ref().map(|s| read(s));
        // Asked outside of a view (by a key, say) it is answered once.
        if Observer::get().is_some() {
            self.session.with(read)
        } else {
            self.session.with_untracked(read)
        }
    }

    /// Today in the body's time zone.
    pub fn today(self) -> chrono::NaiveDate {
        self.with(|s| s.today).unwrap_or_default()
    }

    /// Whether the person has a role. Tracked.
    pub fn is(self, role: Role) -> bool {
        self.with(|s| s.staff.roles.contains(&role))
            .unwrap_or(false)
    }

    /// A person's name. Tracked.
    pub fn staff_name(self, id: StaffId) -> String {
        self.with(|s| {
            s.directory
                .iter()
                .find(|p| p.id == id)
                .map(|p| p.name.clone())
        })
        .flatten()
        .unwrap_or_else(|| self.words.get("staff-unknown"))
    }

    /// A label of the profile in the language in use (see `Profile::label`). Tracked.
    pub fn label(self, list: &str, code: &Code) -> String {
        let lang = self.words.lang();
        self.with(|s| s.profile.label(list, code, lang).to_owned())
            .unwrap_or_else(|| code.0.clone())
    }

    /// Codes and labels of a list of the profile, for a choice. Tracked.
    pub fn choices(self, list: &str) -> Vec<(String, String)> {
        let lang = self.words.lang();
        self.with(|s| {
            s.profile
                .list(list)
                .into_iter()
                .map(|(c, l)| (c.0.clone(), l.get(lang).to_owned()))
                .collect()
        })
        .unwrap_or_default()
    }

    /// Languages by tag and name, for a choice. Tracked.
    pub fn languages(self) -> Vec<(String, String)> {
        Lang::ALL
            .map(|lang| {
                let tag = lang.tag();
                (tag.to_owned(), self.words.get(&format!("language-{tag}")))
            })
            .to_vec()
    }

    /// Says something to screen readers.
    pub fn say(self, text: String) {
        self.said.set(text);
    }

    /// Shows the bar for ten seconds.
    pub fn show_bar(self, text: String, failed: bool, undo: Vec<(InquiryId, CommandId)>) {
        let serial = self
            .bar
            .with_untracked(|b| b.as_ref().map_or(0, |b| b.serial))
            .wrapping_add(1);
        self.say(text.clone());
        self.bar.set(Some(Bar {
            text,
            failed,
            undo,
            serial,
        }));
        let hide = move || {
            if self
                .bar
                .with_untracked(|b| b.as_ref().is_some_and(|b| b.serial == serial))
            {
                self.bar.set(None);
            }
        };
        set_timeout(hide, UNDO_FOR);
    }

    /// Says that something was done.
    pub fn done(self, text: String) {
        self.show_bar(text, false, Vec::new());
    }

    /// Says that something failed.
    pub fn fail(self, error: &ApiError) {
        self.show_bar(self.words.error(error), true, Vec::new());
    }

    /// Changes settings and keeps them.
    pub fn change_settings(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        let settings = self.settings.get_untracked();
        spawn_local(async move {
            if let Err(error) = call(SaveSettings { settings }).await {
                self.fail(&error);
            }
        });
    }

    /// Whether the page of the day stands in place of its list. Tracked.
    pub fn today_shown(self) -> bool {
        self.view.get() == View::Today
            && self.case.with(Option::is_none)
            && self.search.with(String::is_empty)
            && self.only.with(Option::is_none)
    }

    /// Whether list and case share one column.
    pub fn narrow(self) -> bool {
        self.width.get() < 1100.0
    }
}
