//! The window's words. A language is a signal: whatever reads a text here changes with it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::{Lang, Role};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use protocol::ApiError;
use protocol::window::detect::Why;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use text::{FluentValue, Texts, format};

thread_local! {
    static TEXTS: RefCell<Option<Rc<Texts>>> = const { RefCell::new(None) };
    /// Texts without values that were asked for: a list asks for the same ones in each of its rows.
    static PLAIN: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
}

/// The words in the language in use. Get it with [`words`].
#[derive(Clone, Copy)]
pub struct Words {
    lang: RwSignal<Lang>,
}

/// The words.
pub fn words() -> Words {
    expect_context::<Words>()
}

impl Words {
    /// Starts with a language and puts itself into the context.
    pub fn provide(lang: Lang) -> Self {
        let words = Self {
            lang: RwSignal::new(lang),
        };
        words.switch(lang, &BTreeMap::new());
        provide_context(words);
        words
    }

    /// A source of the law, in the language in use.
    pub fn source(self, source: &str) -> String {
        self.texts().source(source)
    }

    /// Changes the language.
    pub fn switch(self, lang: Lang, overrides: &BTreeMap<Lang, BTreeMap<String, String>>) {
        let none = BTreeMap::new();
        let texts = Rc::new(Texts::with_overrides(
            lang,
            overrides.get(&lang).unwrap_or(&none),
        ));
        TEXTS.with(|t| *t.borrow_mut() = Some(Rc::clone(&texts)));
        PLAIN.with(|p| p.borrow_mut().clear());
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            if let Some(root) = document.document_element() {
                let _ = root.set_attribute("lang", lang.tag());
            }
            for (id, key) in [("halt-title", "halt-title"), ("halt-text", "halt-text")] {
                if let Some(place) = document.get_element_by_id(id) {
                    place.set_text_content(Some(&texts.get(key)));
                }
            }
        }
        self.lang.set(lang);
    }

    /// The language in use; tracked.
    pub fn lang(self) -> Lang {
        self.follow();
        self.lang.get_untracked()
    }

    /// Tracks the language where something listens; a message of the bar, for one, is said once.
    fn follow(self) {
        if Observer::get().is_some() {
            self.lang.track();
        }
    }

    fn texts(self) -> Rc<Texts> {
        self.follow();
        TEXTS.with(|t| {
            Rc::clone(
                t.borrow_mut()
                    .get_or_insert_with(|| Rc::new(Texts::new(self.lang.get_untracked()))),
            )
        })
    }

    /// A text now; tracked, so inside a closure of a view it changes with the language.
    pub fn get(self, key: &str) -> String {
        self.kept(key, |texts| texts.get(key))
    }

    /// A text with a number in it, for what is drawn by the row. Tracked like [`Words::get`].
    pub fn count(self, key: &str, n: i64) -> String {
        self.kept(&format!("{key} {n}"), |texts| {
            texts.with(key, &[("n", n.into())])
        })
    }

    /// A text that is formed once for a language.
    fn kept(self, name: &str, form: impl FnOnce(&Texts) -> String) -> String {
        let texts = self.texts();
        PLAIN.with(|plain| {
            let mut plain = plain.borrow_mut();
            match plain.get(name) {
                Some(text) => text.clone(),
                None => {
                    let text = form(&texts);
                    plain.insert(name.to_owned(), text.clone());
                    text
                }
            }
        })
    }

    /// A text with values.
    pub fn with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.texts().with(key, values)
    }

    /// The text of the first key that exists.
    pub fn first(self, keys: &[&str], values: &[(&str, FluentValue<'_>)]) -> String {
        self.texts().first(keys, values)
    }

    /// A text for a view or a property: changes with the language.
    pub fn say(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || self.get(key))
    }

    /// Why something is taken for personal data.
    pub fn why(self, why: &Why) -> String {
        let word = why.word.clone().unwrap_or_default();
        let n = why.count.unwrap_or_default();
        let values = [("word", word.into()), ("n", n.into())];
        self.with(&format!("detect-why-{}", why.code), &values)
    }

    /// Somebody's roles in a row.
    pub fn roles(self, roles: &[Role]) -> String {
        let names = roles.iter().enumerate().map(|(at, role)| {
            let name = self.get(&format!("role-{}", role.code()));
            match name.chars().next() {
                // Within the row a name begins small.
                Some(first) if at > 0 => {
                    let rest = name.get(first.len_utf8()..).unwrap_or_default();
                    format!("{}{rest}", first.to_lowercase())
                }
                _ => name,
            }
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// A date in figures.
    pub fn date(self, date: NaiveDate) -> String {
        format::date_short(self.lang(), date)
    }

    /// A moment in figures.
    pub fn moment(self, at: DateTime<FixedOffset>) -> String {
        format::date_time(self.lang(), at)
    }

    /// A number.
    pub fn number(self, value: impl Into<i64>) -> String {
        format::number(self.lang(), value.into())
    }

    /// A file's size.
    pub fn size(self, bytes: u64) -> String {
        format::size(self.lang(), bytes)
    }

    /// What an error says: what happened, what is safe, what to do. Codes among its values (an act, a state,
    /// fields) are said in words.
    pub fn error(self, error: &ApiError) -> String {
        let texts = self.texts();
        let mut values: Vec<(String, String)> = Vec::new();
        for (name, value) in &error.params {
            let said = match name.as_str() {
                "act" => texts.get(&format!("act-{value}")),
                "state" => texts.get(&format!("state-{value}")),
                "field" => texts.get(&format!("field-{value}")),
                "fields" => {
                    let names: Vec<String> = value
                        .split(',')
                        .map(|f| texts.get(&format!("field-{}", f.trim())))
                        .collect();
                    names.join(", ")
                }
                _ => value.clone(),
            };
            values.push((name.clone(), said));
        }
        let args: Vec<(&str, FluentValue<'_>)> = values
            .iter()
            .map(|(n, v)| (n.as_str(), FluentValue::from(v.as_str())))
            .collect();
        // Other parts keep their own sentences under the code itself: `redaction-error-…`, `intake-file-…`.
        texts.first(
            &[
                &format!("error-{}", error.code),
                &error.code,
                "error-unexpected",
            ],
            &args,
        )
    }
}
