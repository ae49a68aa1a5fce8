//! The document of the public endpoints says what the server does: every route is in it, its requests are taken, and its
//! replies have the shape of the server's own.

use crate::support::*;
use domain::ids::UnitId;
use protocol::wire::WireError;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SOURCES: [&str; 2] = [
    include_str!("../src/routes/mod.rs"),
    include_str!("../src/reception/mod.rs"),
];

fn document(house: &House) -> Value {
    let (status, text) = send("GET", &house.url(), "/openapi.yaml", None, &[], &[]).unwrap();
    assert_eq!(status, 200);
    serde_saphyr::from_slice(&text).unwrap()
}

/// Public routes, as the router's source names them.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for source in SOURCES {
        for part in source.split(".route(").skip(1) {
            let path = part.split('"').nth(1).unwrap();
            let public = [
                "/intake",
                "/reception",
                "/health",
                "/ready",
                "/openapi.yaml",
            ];
            if !public.iter().any(|p| path.starts_with(p)) {
                continue;
            }
            // Up to the next route.
            let methods = part.split(".layer(").next().unwrap();
            for method in ["get", "post", "put"] {
                if methods.contains(&format!("{method}(")) {
                    found.insert((path.to_owned(), method.to_owned()));
                }
            }
        }
    }
    found
}

#[test]
fn every_public_route_is_in_the_document_and_nothing_else() {
    let house = House::new();
    let document = document(&house);
    let mut written = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            written.insert((path.clone(), method.clone()));
        }
    }
    assert!(written.len() > 12, "{written:?}");
    assert_eq!(routes(), written);
    refer(&document, &document);
}

/// Every reference leads somewhere.
fn refer(document: &Value, value: &Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(place)) = object.get("$ref") {
                let pointer = place.trim_start_matches('#');
                assert!(document.pointer(pointer).is_some(), "{place}");
            }
            object.values().for_each(|v| refer(document, v));
        }
        Value::Array(items) => items.iter().for_each(|v| refer(document, v)),
        _ => {}
    }
}

/// Same keys, and values of the same kind where neither is null.
#[track_caller]
fn same_shape(example: &Value, real: &Value) {
    match (example, real) {
        (Value::Object(a), Value::Object(b)) => {
            let keys =
                |m: &serde_json::Map<String, Value>| m.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(a), keys(b));
            for (key, value) in a {
                same_shape(value, &b[key]);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if let (Some(a), Some(b)) = (a.first(), b.first()) {
                same_shape(a, b);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (a, b) => assert_eq!(
            std::mem::discriminant(a),
            std::mem::discriminant(b),
            "{a} and {b}"
        ),
    }
}

fn examples<'a>(document: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let found = document
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{pointer}"));
    found
        .as_object()
        .unwrap()
        .values()
        .map(|e| &e["value"])
        .collect()
}

#[test]
fn its_examples_are_what_the_server_takes_and_gives() {
    let house = House::new();
    let document = document(&house);
    let unit = UnitId::from("general");
    let admin = house.admin();
    let token = house
        .rt
        .block_on(admin.set_intake(house.tenant, &unit))
        .unwrap();
    let ask = |path: &str, body: &[u8], kind: &str| {
        let headers = [("content-type", kind)];
        send("POST", &house.url(), path, Some(&token), body, &headers)
    };
    let at = |rest: &str| format!("/paths/~1intake~1inquiries/post/{rest}");
    let mut receipt = Value::Null;
    for example in examples(
        &document,
        &at("requestBody/content/application~1json/examples"),
    ) {
        let body = serde_json::to_vec(example).unwrap();
        let (status, reply) = ask("/intake/inquiries", &body, "application/json").unwrap();
        assert_eq!(status, 201);
        receipt = serde_json::from_slice(&reply).unwrap();
        for told in examples(
            &document,
            &at("responses/201/content/application~1json/examples"),
        ) {
            same_shape(told, &receipt);
        }
    }
    let form = "requestBody/content/application~1x-www-form-urlencoded/examples";
    for example in examples(&document, &at(form)) {
        let pairs = example.as_object().unwrap().iter();
        let body: Vec<String> = pairs
            .map(|(k, v)| format!("{k}={}", v.as_str().unwrap()))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        let (status, _) = ask("/intake/inquiries", body.join("&").as_bytes(), kind).unwrap();
        assert_eq!(status, 201);
    }
    let at = |rest: &str| format!("/paths/~1intake~1status/post/{rest}");
    for example in examples(
        &document,
        &at("requestBody/content/application~1json/examples"),
    ) {
        // The example with a receipt that exists.
        let mut question = example.clone();
        for (ours, theirs) in [("id", "id"), ("number", "number"), ("secret", "secret")] {
            if question.get(ours).is_some() {
                question[ours] = receipt[theirs].clone();
            }
        }
        let body = serde_json::to_vec(&question).unwrap();
        let (_, reply) = ask("/intake/status", &body, "application/json").unwrap();
        let real: Value = serde_json::from_slice(&reply).unwrap();
        for told in examples(
            &document,
            &at("responses/200/content/application~1json/examples"),
        ) {
            same_shape(told, &real);
        }
        // As it stands nobody has it.
        let unknown = ask(
            "/intake/status",
            &serde_json::to_vec(example).unwrap(),
            "application/json",
        );
        assert_eq!(unknown.unwrap_err().code, "bad-code");
    }
    let problems = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent()
        .post(format!("{}/intake/inquiries", house.url()))
        .header("authorization", format!("Bearer {token}"))
        .send(json!({"content": ""}).to_string())
        .unwrap()
        .body_mut()
        .read_to_string()
        .unwrap();
    let told = "/paths/~1intake~1inquiries/post/responses/422/content/application~1json/examples/blank/value";
    assert_eq!(
        &serde_json::from_str::<Value>(&problems).unwrap(),
        document.pointer(told).unwrap()
    );
    for name in ["Wrong", "Token", "Large", "Many", "Full"] {
        let place = format!("/components/responses/{name}/content/application~1json/examples");
        for example in examples(&document, &place) {
            let error: WireError = serde_json::from_value(example.clone()).unwrap();
            assert!(!error.code.is_empty());
        }
    }
    for path in ["health", "ready"] {
        let place = format!("/paths/~1{path}/get/responses/200/content/text~1plain/examples");
        let (_, reply) = send("GET", &house.url(), &format!("/{path}"), None, &[], &[]).unwrap();
        for example in examples(&document, &place) {
            assert_eq!(example.as_str().unwrap().as_bytes(), reply);
        }
    }
}
