//! The form, empty or with what was typed and what is to be said about it.

use super::draft::{ASKS, Draft, Finding, Problem};
use super::{Place, page};
use crate::entry::files::{FILE_MOST, FILES_MOST};
use axum::http::StatusCode;
use domain::ids::Code;
use domain::inquiry::DataRequest;
use domain::profile::Label;
use maud::{Markup, html};

/// What is said above the form.
pub(super) struct Notice {
    pub status: StatusCode,
    /// Keys of sentences on the form as a whole.
    pub said: Vec<&'static str>,
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    /// The name of the warning about the findings.
    pub warning: String,
    /// The warning was read already, and what it is about has not changed: it is not given twice.
    pub read_before: bool,
    /// There were files: they have to be chosen again.
    pub files_again: bool,
}

impl Default for Notice {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            said: Vec::new(),
            problems: Vec::new(),
            findings: Vec::new(),
            warning: String::new(),
            read_before: false,
            files_again: false,
        }
    }
}

impl Notice {
    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.said.is_empty() && self.problems.is_empty() && self.findings.is_empty()
    }
}

pub(super) fn form(place: &Place, draft: &Draft, notice: &Notice) -> Markup {
    let form = FormPage {
        place,
        draft,
        notice,
    };
    let name = place.say("form-title");
    let title = if notice.is_empty() {
        name.clone()
    } else {
        format!("{}: {name}", place.say("error"))
    };
    let main = html! {
        h1 { (name) }
        (form.notices())
        @if notice.is_empty() { (form.introduction()) }
        form method="post" action=(place.link("")) enctype="multipart/form-data" novalidate {
            input type="hidden" name="key" value=(draft.key);
            @if notice.read_before { input type="hidden" name="knowingly" value=(draft.knowingly); }
            (form.kinds())
            (form.person())
            (form.matter())
            (form.files())
            (form.consent())
            (form.buttons())
        }
    };
    page::of(place, "", &title, &main)
}

struct FormPage<'a> {
    place: &'a Place,
    draft: &'a Draft,
    notice: &'a Notice,
}

impl FormPage<'_> {
    fn say(&self, key: &str) -> String {
        self.place.say(key)
    }

    fn sentence(&self, problem: &Problem) -> String {
        let values = [
            ("name", problem.name.clone().into()),
            ("files", FILES_MOST.into()),
            ("mb", (FILE_MOST / 1024 / 1024).into()),
        ];
        let key = format!("reception-{}", problem.says);
        self.place.texts.with(&key, &values)
    }

    fn problems<'n>(&'n self, field: &'n str) -> impl Iterator<Item = &'n Problem> {
        self.notice
            .problems
            .iter()
            .filter(move |p| p.field == field)
    }

    fn introduction(&self) -> Markup {
        let under = [("age", self.place.profile.minor_under.into())];
        html! {
            p { (self.say("intro")) }
            p { (self.say("intro-other-ways")) " " (self.place.profile.body.address.get(self.place.lang)) }
            div.box.soon {
                p { strong { (self.say("never-title")) } }
                p { (self.say("never")) }
            }
            p.muted { (self.place.texts.with("reception-minor-intro", &under)) }
            p.muted { (self.say("language-first")) }
        }
    }

    fn notices(&self) -> Markup {
        let notice = self.notice;
        html! {
            @if !notice.said.is_empty() || !notice.problems.is_empty() {
                div.box.late #problems role="alert" tabindex="-1" autofocus {
                    h2 { (self.say("problems-title")) }
                    @for said in &notice.said { p { (self.say(said)) } }
                    @if !notice.problems.is_empty() {
                        ul {
                            @for problem in &notice.problems {
                                li { a href={ "#" (problem.field) } { (self.sentence(problem)) } }
                            }
                        }
                    }
                    p { (self.say("problems-safe")) }
                }
            }
            @if !notice.findings.is_empty() {
                div.box.soon #warning role="alert" tabindex="-1" autofocus[notice.said.is_empty() && notice.problems.is_empty()] {
                    h2 { (self.say("warning-title")) }
                    p { (self.say("warning")) }
                    ul {
                        @for finding in &notice.findings {
                            li {
                                a href={ "#" (finding.field) } { (self.say(&format!("field-{}", finding.field))) }
                                ": " (self.say(&format!("finding-{}", finding.kind.code()))) " "
                                span.mask { (finding.masked) }
                            }
                        }
                    }
                    p { (self.say("warning-what")) }
                }
            }
            @if notice.files_again {
                div.box.soon { p { a href="#files" { (self.say("files-again")) } } }
            }
        }
    }

    /// Ids of what describes a field.
    fn described(&self, field: &str, hint: bool) -> Option<String> {
        let mut ids = Vec::new();
        if hint {
            ids.push(format!("{field}-hint"));
        }
        if self.problems(field).next().is_some() {
            ids.push(format!("{field}-problem"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self, field: &str) -> Option<&'static str> {
        self.problems(field).next().map(|_| "true")
    }

    fn beside(&self, field: &str) -> Markup {
        html! {
            @if self.problems(field).next().is_some() {
                p.problem id={ (field) "-problem" } {
                    @for problem in self.problems(field) {
                        span.sign aria-hidden="true" { "!" } " " (self.sentence(problem)) " "
                    }
                }
            }
        }
    }

    fn kinds(&self) -> Markup {
        let place = self.place;
        let radio = |value: String, label: String, first: bool| {
            let id = if first {
                "what".to_owned()
            } else {
                format!("what-{}", value.replace(':', "-"))
            };
            html! {
                div.choice {
                    input type="radio" name="what" id=(id) value=(value) checked[self.draft.what == value] required;
                    label for=(id) { (label) }
                }
            }
        };
        html! {
            fieldset aria-describedby=[self.described("what", false)] {
                legend { (self.say("field-what")) " " (self.needed()) }
                (self.beside("what"))
                @for (n, (code, label)) in place.profile.list("kind").into_iter().enumerate() {
                    (radio(code.0.clone(), label.get(place.lang).to_owned(), n == 0))
                }
                p.hint { (self.say("data-hint")) }
                @for asks in DataRequest::ALL {
                    (radio(format!("{ASKS}{}", asks.code()), self.say(&format!("asks-{}", asks.code())), false))
                }
            }
        }
    }

    fn needed(&self) -> Markup {
        html! { span.needed { "(" (self.say("needed")) ")" } }
    }

    fn line(&self, field: &str, value: &str, kind: &str, complete: &str) -> Markup {
        let hint = self.place.texts.has(&format!("reception-hint-{field}"));
        html! {
            div.field {
                label for=(field) { (self.say(&format!("field-{field}"))) }
                @if hint { p.hint id={ (field) "-hint" } { (self.say(&format!("hint-{field}"))) } }
                (self.beside(field))
                input type=(kind) id=(field) name=(field) value=(value) autocomplete=(complete)
                    aria-describedby=[self.described(field, hint)] aria-invalid=[self.invalid(field)];
            }
        }
    }

    fn person(&self) -> Markup {
        let under = [("age", self.place.profile.minor_under.into())];
        html! {
            fieldset {
                legend { (self.say("person")) }
                p.hint { (self.say("person-hint")) }
                (self.line("name", &self.draft.name, "text", "name"))
                (self.line("phone", &self.draft.phone, "tel", "tel"))
                (self.line("email", &self.draft.email, "email", "email"))
                (self.line("address", &self.draft.address, "text", "street-address"))
                div.choice {
                    input type="checkbox" id="minor" name="minor" value="yes" checked[self.draft.minor] aria-describedby="minor-hint";
                    label for="minor" { (self.place.texts.with("reception-minor", &under)) }
                }
                p.hint #minor-hint { (self.say("minor-hint")) }
            }
        }
    }

    fn select(&self, field: &str, chosen: &str, list: &[(&Code, &Label)]) -> Markup {
        html! {
            div.field {
                label for=(field) { (self.say(&format!("field-{field}"))) }
                select id=(field) name=(field) {
                    option value="" { (self.say("not-chosen")) }
                    @for (code, label) in list {
                        option value=(code) selected[code.as_str() == chosen] { (label.get(self.place.lang)) }
                    }
                }
            }
        }
    }

    /// Topics under their sections.
    fn topics(&self) -> Markup {
        let topics = &self.place.profile.topics;
        let lang = self.place.lang;
        let option = |topic: &domain::profile::Topic| {
            html! {
                option value=(topic.code) selected[topic.code.as_str() == self.draft.topic] { (topic.label.get(lang)) }
            }
        };
        html! {
            div.field {
                label for="topic" { (self.say("field-topic")) }
                select id="topic" name="topic" {
                    option value="" { (self.say("not-chosen")) }
                    @for section in topics.iter().filter(|t| t.parent.is_none()) {
                        @let inner: Vec<_> = topics.iter().filter(|t| t.parent.as_ref() == Some(&section.code)).collect();
                        @if inner.is_empty() {
                            (option(section))
                        } @else {
                            optgroup label=(section.label.get(lang)) {
                                @for topic in inner { (option(topic)) }
                                option value=(section.code) selected[section.code.as_str() == self.draft.topic] {
                                    (self.place.texts.with("reception-other-of", &[("section", section.label.get(lang).into())]))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn matter(&self) -> Markup {
        html! {
            fieldset {
                legend { (self.say("matter")) }
                (self.topics())
                (self.select("territory", &self.draft.territory, &self.place.profile.list("territory")))
                div.field {
                    label for="text" { (self.say("field-text")) " " (self.needed()) }
                    p.hint #text-hint { (self.say("hint-text")) }
                    (self.beside("text"))
                    textarea id="text" name="text" rows="10" required
                        aria-describedby=[self.described("text", true)] aria-invalid=[self.invalid("text")] {
                        // A browser drops the first line end of a text field.
                        "\n" (self.draft.text)
                    }
                }
                div.trap {
                    label for="leave_empty" { (self.say("field-leave_empty")) }
                    (self.beside("leave_empty"))
                    input type="text" id="leave_empty" name="leave_empty" value=(self.draft.trap) autocomplete="off";
                }
            }
        }
    }

    fn files(&self) -> Markup {
        let values = [
            ("files", FILES_MOST.into()),
            ("mb", (FILE_MOST / 1024 / 1024).into()),
        ];
        html! {
            fieldset {
                legend { (self.say("files")) }
                div.field {
                    label for="files" { (self.say("field-files")) }
                    p.hint #files-hint { (self.place.texts.with("reception-hint-files", &values)) }
                    (self.beside("files"))
                    input type="file" id="files" name="files" multiple
                        aria-describedby=[self.described("files", true)] aria-invalid=[self.invalid("files")];
                }
            }
        }
    }

    fn consent(&self) -> Markup {
        let version = [("version", self.place.policy.version.clone().into())];
        html! {
            fieldset {
                legend { (self.say("consent-title")) }
                (self.beside("consent"))
                div.choice {
                    input type="checkbox" id="consent" name="consent" value="yes" checked[self.draft.consent] required
                        aria-describedby=[self.described("consent", true)] aria-invalid=[self.invalid("consent")];
                    label for="consent" { (self.place.texts.with("reception-consent", &version)) " " (self.needed()) }
                }
                p.hint #consent-hint {
                    a href=(self.place.link("/policy")) target="_blank" rel="noopener" { (self.say("consent-read")) }
                    " " (self.say("consent-else"))
                }
            }
        }
    }

    fn buttons(&self) -> Markup {
        html! {
            div.buttons {
                // The first button is the one that Enter presses: it never passes over a warning.
                button.primary type="submit" { (self.say("send")) }
                @if !self.notice.findings.is_empty() {
                    button type="submit" name="knowingly" value=(self.notice.warning) aria-describedby="knowingly-hint" {
                        (self.say("send-knowingly"))
                    }
                    p.hint #knowingly-hint { (self.say("send-knowingly-hint")) }
                }
            }
        }
    }
}
