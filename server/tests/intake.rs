//! The website's form.

use crate::support::*;
use chrono::TimeDelta;
use domain::Act;
use domain::ids::UnitId;
use protocol::wire::WireError;
use serde_json::{Value, json};

pub fn post_form(house: &House, token: &str, form: &Value) -> Result<Value, WireError> {
    post(&house.url(), "/intake/inquiries", Some(token), form)
}

#[test]
fn a_submission_becomes_a_received_case_once_and_can_be_followed_without_personal_data() {
    let house = House::new();
    let token = house
        .rt
        .block_on(
            house
                .admin()
                .set_intake(house.tenant, &UnitId::from("general")),
        )
        .unwrap();
    let form = json!({
        "id": "ER-17", "name": "Демоева Айгүл", "phone": "0000 12 34 56", "email": "A@Demo.Example",
        "content": "Көчөнүн жарыгы өчүп калды.\nОңдоп бериңиздер.", "language": "ky",
        "attachments": [
            {"name": "сүрөт.png", "content": "iVBORw0KGgoAAAA="},
            {"name": "нерсе.exe", "content": "TVqQAAMAAAA="}
        ]
    });
    let receipt = post_form(&house, &token, &form).unwrap();
    let again = post_form(&house, &token, &form).unwrap();
    assert_eq!(
        receipt["id"], again["id"],
        "the same submission is the same case"
    );
    let mut desk = house.desk(&["general"]);
    let rows = desk.rows();
    assert_eq!(rows.len(), 1);
    let row = desk.inquiry(*rows.keys().next().unwrap());
    assert_eq!(
        (row.state.code(), row.subject.as_str()),
        ("received", "Көчөнүн жарыгы өчүп калды.")
    );
    assert_eq!(row.applicants[0].phone.expose(), "+996000123456");
    assert_eq!(row.history[0].device, None);
    let by = desk
        .enrolled
        .scope
        .staff
        .iter()
        .find(|s| s.id == row.history[0].by)
        .unwrap();
    assert!(
        by.login == "website" && !by.active,
        "the name of the website's hand is known, and it cannot sign in"
    );
    // The picture is let through; what is no document waits.
    let get = |sha256: &str| {
        send(
            "GET",
            &desk.url,
            &format!("/v1/blobs/{sha256}/chunks/0"),
            Some(&desk.enrolled.token),
            &[],
            &[],
        )
    };
    let (png, exe) = (&row.attachments[0].sha256, &row.attachments[1].sha256);
    assert!(get(png).is_ok());
    assert_eq!(get(exe).unwrap_err().code, "unknown-blob");
    let waiting = house
        .rt
        .block_on(house.admin().quarantined(house.tenant))
        .unwrap();
    assert_eq!(waiting, [(exe.clone(), Some(row.id))]);
    house
        .rt
        .block_on(house.admin().release(house.tenant, exe))
        .unwrap();
    assert!(get(exe).is_ok());
    // How it stands.
    let status = |secret: &Value| {
        post::<_, Value>(
            &house.url(),
            "/intake/status",
            Some(&token),
            &json!({"id": receipt["id"], "secret": secret}),
        )
    };
    assert_eq!(
        status(&receipt["secret"]).unwrap(),
        json!({"state": "received", "number": null, "registered_on": null, "due": null})
    );
    desk.act(
        house.clerk,
        row.id,
        Act::EnterInRegister {
            on: "2026-03-02".parse().unwrap(),
        },
        &[],
    );
    let known = status(&receipt["secret"]).unwrap();
    assert_eq!(
        (known["state"].as_str(), known["number"].as_str()),
        (Some("registered"), Some("1/2026"))
    );
    assert!(!known.to_string().contains("Демоева"));
    assert_eq!(status(&json!("AAAAA")).unwrap_err().code, "bad-code");
    assert!(house.check().sound());
}

#[test]
fn the_door_is_narrow() {
    let house = House::new();
    let token = house
        .rt
        .block_on(
            house
                .admin()
                .set_intake(house.tenant, &UnitId::from("general")),
        )
        .unwrap();
    let form = json!({"content": "Жол бузук, оңдоп бериңиздер."});
    assert_eq!(
        post_form(&house, "nobody", &form).unwrap_err().code,
        "bad-token"
    );
    assert_eq!(
        post_form(&house, "nobody", &json!(7)).unwrap_err().code,
        "bad-token",
        "nobody's body is looked at"
    );
    let desk = house.desk(&["general"]);
    assert_eq!(
        post_form(&house, &desk.enrolled.token, &form)
            .unwrap_err()
            .code,
        "bad-token",
        "a device is no website"
    );
    assert_eq!(
        post::<_, Value>(&desk.url, "/v1/hello", Some(&token), &0)
            .unwrap_err()
            .code,
        "bad-token"
    );
    let blank = json!({"content": " "});
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut refused = agent
        .post(format!("{}/intake/inquiries", house.url()))
        .header("authorization", format!("Bearer {token}"))
        .send(blank.to_string())
        .unwrap();
    assert_eq!(refused.status().as_u16(), 422);
    let text = refused.body_mut().read_to_string().unwrap();
    assert!(
        text.contains("content"),
        "the problem names its field: {text}"
    );
    let mut last = Ok(Value::Null);
    for n in 0..70 {
        last = post_form(
            &house,
            &token,
            &json!({"content": format!("Кайрылуу {n}: жол бузук.")}),
        );
        if last.is_err() {
            break;
        }
    }
    assert_eq!(last.unwrap_err().code, "too-many-tries");
    house.pass(TimeDelta::minutes(16));
    assert!(post_form(&house, &token, &form).is_ok());
}
