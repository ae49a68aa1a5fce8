//! The keyboard. Keys are physical (`KeyJ`), so that they work on a Cyrillic layout; single letters rest
//! inside fields. Whoever came last is asked first: a page before the frame, a dialog before the page.

use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, KeyboardEvent};

/// A key press.
pub struct Key {
    /// Physical code.
    pub code: String,
    /// Control (or Command).
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// Whether it was typed into a field.
    pub typing: bool,
    /// Whether a button, a link or a tab has the focus, which has its own use for Enter and Space.
    pub on_control: bool,
    character: String,
}

impl Key {
    /// Reads an event.
    pub fn of(event: &KeyboardEvent) -> Self {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let role = target
            .as_ref()
            .and_then(|t| t.get_attribute("role"))
            .unwrap_or_default();
        let name = target
            .as_ref()
            .map(|t| t.tag_name().to_ascii_lowercase())
            .unwrap_or_default();
        let kind = target
            .as_ref()
            .and_then(|t| t.get_attribute("type"))
            .unwrap_or_default();
        let typing = match name.as_str() {
            "textarea" | "select" => true,
            "input" => !matches!(kind.as_str(), "checkbox" | "radio" | "button"),
            _ => false,
        };
        let on_control = matches!(name.as_str(), "button" | "a" | "summary" | "input")
            || matches!(role.as_str(), "tab" | "menuitem" | "option" | "separator");
        Self {
            code: event.code(),
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
            typing,
            on_control,
            character: event.key(),
        }
    }

    /// The key alone, outside fields. Enter and Space belong to the control that has the focus.
    pub fn plain(&self, code: &str) -> bool {
        let taken = self.on_control && matches!(code, "Enter" | "Space");
        self.code == code && !self.ctrl && !self.alt && !self.shift && !self.typing && !taken
    }

    /// The key with Shift, outside fields.
    pub fn shift(&self, code: &str) -> bool {
        self.code == code && self.shift && !self.ctrl && !self.alt && !self.typing
    }

    /// The key with Control, also inside fields.
    pub fn ctrl(&self, code: &str) -> bool {
        self.code == code && self.ctrl && !self.shift && !self.alt
    }

    /// The key with Control and Shift, also inside fields.
    pub fn ctrl_shift(&self, code: &str) -> bool {
        self.code == code && self.ctrl && self.shift && !self.alt
    }

    /// Escape, also inside fields.
    pub fn escape(&self) -> bool {
        self.code == "Escape"
    }

    /// A question mark on any layout, outside fields.
    pub fn question(&self) -> bool {
        !self.typing
            && !self.ctrl
            && !self.alt
            && ((self.code == "Slash" && self.shift) || self.character == "?")
    }

    /// A slash on any layout, outside fields.
    pub fn slash(&self) -> bool {
        !self.typing
            && !self.ctrl
            && !self.alt
            && !self.shift
            && (self.code == "Slash" || self.character == "/")
    }

    /// Which figure from 1 to 9 was pressed alone.
    pub fn digit(&self) -> Option<usize> {
        if self.typing || self.ctrl || self.alt || self.shift {
            return None;
        }
        let figure = self
            .code
            .strip_prefix("Digit")
            .or_else(|| self.code.strip_prefix("Numpad"))?;
        figure.parse().ok().filter(|n| (1..=9).contains(n))
    }
}

type GoHandler = Rc<dyn Fn(&str)>;
type Handler = Rc<dyn Fn(&Key) -> bool>;

#[derive(Clone)]
struct Entry {
    id: u64,
    modal: bool,
    handler: Handler,
}

thread_local! {
    static HANDLERS: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static GO: RefCell<Option<GoHandler>> = const { RefCell::new(None) };
    static PREFIXED_AT: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// How long after `g` a letter still means "go to", in milliseconds.
const PREFIX_FOR: f64 = 1_500.0;

/// Listens to keys for as long as the component lives. The handler says whether it used the key.
pub fn use_keys(handler: impl Fn(&Key) -> bool + 'static) {
    add(false, Rc::new(handler));
}

/// As [`use_keys`], for a dialog: nothing behind it hears a key while it lives.
pub fn use_modal_keys(handler: impl Fn(&Key) -> bool + 'static) {
    add(true, Rc::new(handler));
}

fn add(modal: bool, handler: Handler) {
    let id = NEXT.with(|n| n.replace(n.get() + 1));
    HANDLERS.with(|h| h.borrow_mut().push(Entry { id, modal, handler }));
    on_cleanup(move || {
        HANDLERS.with(|h| h.borrow_mut().retain(|entry| entry.id != id));
    });
}

/// Starts listening; once, by the frame.
pub fn start() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn(KeyboardEvent)>::new(|event: KeyboardEvent| {
        if event.is_composing() || event.default_prevented() {
            return;
        }
        if used(&Key::of(&event)) {
            event.prevent_default();
        }
    });
    let _ = window.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Hears the letter after `g`, wherever no dialog is open.
pub fn on_go(handler: impl Fn(&str) + 'static) {
    GO.with(|g| *g.borrow_mut() = Some(Rc::new(handler)));
}

/// Whether the key is part of `g` and a letter.
fn goes(key: &Key) -> bool {
    if key.typing
        || key.ctrl
        || key.alt
        || key.shift
        || HANDLERS.with(|h| h.borrow().iter().any(|e| e.modal))
    {
        return false;
    }
    let now = js_sys::Date::now();
    let pending = now - PREFIXED_AT.get() < PREFIX_FOR;
    PREFIXED_AT.set(f64::NEG_INFINITY);
    if pending && let Some(letter) = key.code.strip_prefix("Key") {
        if let Some(handler) = GO.with(|g| g.borrow().clone()) {
            handler(letter);
        }
        return true;
    }
    if key.code == "KeyG" {
        PREFIXED_AT.set(now);
        return true;
    }
    false
}

fn used(key: &Key) -> bool {
    if goes(key) {
        return true;
    }
    // A copy, since a handler may mount or unmount others.
    let entries: Vec<Entry> = HANDLERS.with(|h| h.borrow().iter().rev().cloned().collect());
    for entry in entries {
        if (entry.handler)(key) {
            return true;
        }
        if entry.modal {
            return false;
        }
    }
    false
}
