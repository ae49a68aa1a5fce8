//! The parts that pages are made of: hand-written, accessible, plain CSS (`assets/app.css`).

mod bar;
mod choice;
mod combo;
mod controls;
mod dialog;
mod icon;
mod states;
mod tabs;

pub use bar::{Live, UndoBar, UnsavedNote};
pub use choice::{Check, Select};
pub use combo::Combo;
pub use controls::{Button, DateField, Look, TextArea, TextField};
pub use dialog::{Confirm, Dialog, keep_focus};
pub use icon::Icon;
pub use states::{Empty, ErrorNote, Loading, Note, ProgressBar};
pub use tabs::Tabs;
