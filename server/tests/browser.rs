//! The pages of the Electronic Reception, and whoever uses them with a browser without scripts.

use crate::support::*;
use chrono::TimeDelta;
use domain::ids::{TenantId, UnitId};
use domain::{Inquiry, Lang};
use text::Texts;

const POLICY: &str = include_str!("../policies/kg-district.toml");
pub const PDF: &[u8] = b"%PDF-1.7\nmade up";
pub const CARD: &str = "4111 1111 1111 1111";

pub struct Page {
    pub status: u16,
    pub text: String,
    pub headers: Vec<(String, String)>,
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// What stands in a field with this name.
    pub fn value(&self, name: &str) -> String {
        let (_, rest) = self
            .text
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().unwrap().to_owned()
    }

    /// The n-th thing in large letters: number and code of a receipt.
    pub fn code(&self, n: usize) -> String {
        let parts: Vec<&str> = self.text.split("<strong class=\"code\">").collect();
        parts[n + 1].split('<').next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn says(&self, lang: Lang, key: &str) {
        let sentence = escaped(&Texts::new(lang).get(key));
        assert!(
            self.text.contains(&sentence),
            "{key} is not in {}",
            self.text
        );
    }

    #[track_caller]
    pub fn says_not(&self, words: &str) {
        assert!(!self.text.contains(words), "{words} is in {}", self.text);
    }
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub fn call(
    method: &str,
    url: &str,
    content_type: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Page {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !content_type.is_empty() {
        request = request.header("content-type", content_type);
    }
    let mut response = if method == "GET" {
        agent.run(request.body(()).unwrap()).unwrap()
    } else {
        agent.run(request.body(body).unwrap()).unwrap()
    };
    let headers = response.headers().iter();
    let headers = headers
        .map(|(n, v)| (n.to_string(), v.to_str().unwrap().to_owned()))
        .collect();
    Page {
        status: response.status().as_u16(),
        headers,
        text: response.body_mut().read_to_string().unwrap(),
    }
}

pub const BOUNDARY: &str = "----made-up-boundary";

pub fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .into_bytes(),
        );
    }
    for (name, bytes) in files {
        body.extend(
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: application/pdf\r\n\r\n")
                .into_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// A body with an open page.
pub struct Reception(pub House);

impl Reception {
    pub fn new() -> Self {
        let house = House::new();
        let path = open(&house, house.tenant, "demo");
        assert_eq!(path, "/reception/demo");
        Self(house)
    }

    pub fn get(&self, path: &str) -> Page {
        self.get_as(path, "")
    }

    pub fn get_as(&self, path: &str, accepts: &str) -> Page {
        let url = format!("{}{path}", self.0.url());
        call("GET", &url, "", &[("accept-language", accepts)], Vec::new())
    }

    pub fn send(&self, lang: Lang, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
        self.post(lang, multipart(fields, files))
    }

    pub fn post(&self, lang: Lang, body: Vec<u8>) -> Page {
        let url = format!("{}/reception/demo?lang={}", self.0.url(), lang.tag());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        call("POST", &url, &content_type, &[], body)
    }

    /// A new form's key, after as long as a person needs.
    pub fn key(&self) -> String {
        let key = self.get("/reception/demo").value("key");
        self.0.pass(TimeDelta::seconds(3));
        key
    }

    pub fn ask(&self, lang: Lang, number: &str, code: &str) -> Page {
        let url = format!("{}/reception/demo/status?lang={}", self.0.url(), lang.tag());
        let body = format!("number={number}&code={code}").into_bytes();
        call("POST", &url, "application/x-www-form-urlencoded", &[], body)
    }

    pub fn cases(&self) -> Vec<Inquiry> {
        let desk = self.0.desk(&["general"]);
        let rows = desk.rows();
        rows.values()
            .map(|(_, content)| serde_json::from_str(content).unwrap())
            .collect()
    }
}

pub fn open(house: &House, tenant: TenantId, slug: &str) -> String {
    let unit = UnitId::from("general");
    let opened = house.admin();
    let opened = opened.open_page(tenant, &unit, Some(slug), Some(POLICY));
    house.rt.block_on(opened).unwrap()
}

pub fn filled<'a>(key: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("what", "complaint"),
        ("name", "Демоева Айгүл"),
        ("phone", "0000 12 34 56"),
        ("email", "demo@example.org"),
        ("address", "Демо айылы, Ойдон чыгарылган көчө, 1"),
        ("territory", "kok-oyrok"),
        ("topic", "utilities.lighting"),
        ("text", text),
        ("leave_empty", ""),
        ("consent", "yes"),
    ]
}
