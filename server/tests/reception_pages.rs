//! Which pages of the Electronic Reception there are, and what a browser may do with them.

use crate::browser::*;
use crate::support::*;
use domain::Lang;
use domain::ids::{StaffId, TenantId, UnitId};
use uuid::Uuid;

#[test]
fn the_pages_are_guarded_and_chosen_by_address_and_language() {
    let reception = Reception::new();
    let page = reception.get_as("/reception", "en-GB,en;q=0.9,ru;q=0.8");
    assert_eq!(page.status, 200, "the only body needs no name");
    page.says(Lang::En, "reception-form-title");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("set-cookie"), "");
    for foreign in ["<script", " style=", "http://", "https://", " onclick"] {
        page.says_not(foreign);
    }
    let css = reception.get("/reception/style.css");
    assert_eq!(
        (css.status, css.header("content-type")),
        (200, "text/css; charset=utf-8")
    );
    let privacy = reception.get("/reception/policy?lang=ru");
    assert!(privacy.text.contains("Ваши права") && privacy.text.contains("2026-03-03"));
    assert_eq!(reception.get("/reception/nobody").status, 404);
    // An address that says a thing twice, or what nobody asked for, shows the page all the same.
    for odd in [
        "?lang=ru&lang=ky",
        "?lang=ru&lang",
        "?x=1&lang=ru",
        "?lang=ru&%FF=%FE",
    ] {
        let page = reception.get(&format!("/reception/policy{odd}"));
        assert!(page.text.contains("Ваши права"), "{odd}");
    }
    // Two bodies: the address without a name asks which.
    let other = TenantId(Uuid::from_u128(0x2000));
    reception.0.furnish(
        other,
        [1, 2, 3].map(|n| StaffId(Uuid::from_u128(0x2000 + n))),
    );
    open(&reception.0, other, "other");
    let which = reception.get("/reception?lang=en");
    assert!(which.text.contains("/reception/demo?") && which.text.contains("/reception/other?"));
    let admin = reception.0.admin();
    let unit = UnitId::from("general");
    for taken in ["demo", "status", "a", "Demo", "a/b"] {
        let opened = admin.open_page(other, &unit, Some(taken), None);
        assert!(reception.0.rt.block_on(opened).is_err(), "{taken}");
    }
    assert!(reception.0.rt.block_on(admin.close_page(other)).unwrap());
    assert_eq!(reception.get("/reception/other").status, 404);
    let again = reception
        .0
        .rt
        .block_on(admin.open_page(other, &unit, None, None));
    assert_eq!(again.unwrap(), "/reception/other");
}

#[test]
fn without_a_page_there_is_none() {
    let house = House::new();
    let reception = Reception(house);
    assert_eq!(reception.get("/reception?lang=ru").status, 404);
    let admin = reception.0.admin();
    let unit = UnitId::from("general");
    let bare = admin.open_page(reception.0.tenant, &unit, Some("demo"), None);
    assert!(
        reception.0.rt.block_on(bare).is_err(),
        "consent to nothing is none"
    );
    let wrong = admin.open_page(
        reception.0.tenant,
        &unit,
        Some("demo"),
        Some("version = \"\""),
    );
    assert!(reception.0.rt.block_on(wrong).is_err());
}
