//! The window's entry point in the browser.

fn main() {
    src_ui::mount();
}
