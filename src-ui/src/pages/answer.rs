use domain::ids::InquiryId;
use leptos::prelude::*;
#[component]
pub fn Answer(inquiry: InquiryId) -> impl IntoView {
    let _ = inquiry;
    view! { <section class="page"></section> }
}
