//! Words that are cut short say themselves in full under the mouse. Who reads by keys or by ear has them in full: they
//! are cut by the style sheet alone, and large text is not cut at all.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, HtmlSelectElement};

/// Marks a tooltip of this module, so that it goes when the words have room again.
const OWN: &str = "data-full";

/// Begins to watch; once, by the frame.
pub fn start() {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    let closure = Closure::<dyn Fn(web_sys::MouseEvent)>::new(|event: web_sys::MouseEvent| {
        let target = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let cut = target.and_then(|t| {
            t.closest(".cut, .head, .chip > span, select")
                .ok()
                .flatten()
        });
        if let Some(element) = cut.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            tell(&element);
        }
    });
    let _ =
        document.add_event_listener_with_callback("mouseover", closure.as_ref().unchecked_ref());
    closure.forget();
}

fn tell(element: &HtmlElement) {
    let own = element.has_attribute(OWN);
    if element.has_attribute("title") && !own {
        return;
    }
    let full = match element.dyn_ref::<HtmlSelectElement>() {
        // Whether a choice is cut cannot be asked.
        Some(select) => chosen(select),
        None if element.scroll_width() > element.client_width()
            || element.scroll_height() > element.client_height() + 2 =>
        {
            element.text_content()
        }
        None => None,
    };
    if let Some(full) = full.filter(|f| !f.trim().is_empty()) {
        let _ = element.set_attribute("title", full.trim());
        let _ = element.set_attribute(OWN, "");
    } else if own {
        let _ = element.remove_attribute("title");
        let _ = element.remove_attribute(OWN);
    }
}

fn chosen(select: &HtmlSelectElement) -> Option<String> {
    let at = u32::try_from(select.selected_index()).ok()?;
    select.get(at).and_then(|option| option.text_content())
}
