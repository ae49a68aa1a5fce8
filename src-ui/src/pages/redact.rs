//! A file is looked at, and redacted.

use domain::ids::{AttachmentId, InquiryId};
use leptos::prelude::*;

/// A file is looked at, and redacted.
#[component]
pub fn Redact(inquiry: InquiryId, attachment: AttachmentId) -> impl IntoView {
    let _ = (inquiry, attachment);
    view! { <section class="page"></section> }
}
