//! The window: Leptos, client side, compiled to wasm. It knows the core only through `protocol`'s commands
//! and events ([`ipc`]); it holds no data of its own beyond what is on the screen.
//!
//! `app` is the frame, `state` what all pages share, `drafts` what is typed and not yet done, `keys` the keyboard, `i18n` the words, `components` the
//! parts, `pages` the screens. To add a page: a file in `pages`, a variant of [`state::Page`], an arm in
//! `app::Work`, a line in the palette.

mod app;
mod components;
mod drafts;
mod i18n;
mod ipc;
mod keys;
mod pages;
mod state;
#[cfg(test)]
mod words_test;

/// Puts the program into the page.
pub fn mount() {
    std::panic::set_hook(Box::new(|info| ipc::halt(&info.to_string())));
    leptos::mount::mount_to_body(app::App);
}
