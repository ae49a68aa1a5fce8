use domain::ids::InquiryId;
use leptos::prelude::*;
#[component]
pub fn SignOff(inquiry: InquiryId) -> impl IntoView {
    let _ = inquiry;
    view! { <section class="page"></section> }
}
