//! The forms of four bodies, each under the names of its own fields, become cases. All of it is made up.

use crate::support::*;
use domain::Inquiry;
use domain::ids::UnitId;
use domain::inquiry::DataRequest;
use protocol::wire::WireError;
use serde_json::{Value, json};

const DISTRICT: &str = include_str!("../mappings/kg-district.toml");
const MUNICIPALITY: &str = include_str!("../mappings/ru-municipality.toml");
const VACANCIES: &str = include_str!("../mappings/kg-vacancies.toml");
const CONSULAR: &str = include_str!("../mappings/kg-consular.toml");

struct Website {
    house: House,
    token: String,
}

impl Website {
    fn new(mapping: &str) -> Self {
        let house = House::new();
        let admin = house.admin();
        let unit = UnitId::from("general");
        let token = house.rt.block_on(async {
            admin
                .set_mapping(house.tenant, Some(mapping))
                .await
                .unwrap();
            admin.set_intake(house.tenant, &unit).await.unwrap()
        });
        Self { house, token }
    }

    /// Posts, and reads the case back.
    fn post(&self, form: &Value) -> Inquiry {
        let body = serde_json::to_vec(form).unwrap();
        self.read(&self.send(&body, "application/json").unwrap())
    }

    fn send(&self, body: &[u8], kind: &str) -> Result<Value, WireError> {
        let headers = [("content-type", kind)];
        let url = self.house.url();
        let token = Some(self.token.as_str());
        let (status, reply) = send("POST", &url, "/intake/inquiries", token, body, &headers)?;
        assert_eq!(status, 201);
        Ok(serde_json::from_slice(&reply).unwrap())
    }

    fn read(&self, receipt: &Value) -> Inquiry {
        let id = receipt["id"].as_str().unwrap().parse().unwrap();
        self.house.desk(&["general"]).inquiry(id)
    }
}

fn codes(case: &Inquiry) -> (&str, Option<&str>, Option<&str>) {
    let text = |code: &Option<domain::Code>| code.as_ref().map(|c| c.0.clone().leak() as &str);
    (case.kind.as_str(), text(&case.topic), text(&case.territory))
}

fn asks(case: &Inquiry) -> Option<DataRequest> {
    case.source.as_ref().unwrap().asks
}

fn policy(case: &Inquiry) -> Option<&str> {
    let consent = case.source.as_ref().unwrap().consent.as_ref();
    consent.map(|c| c.policy.as_str())
}

#[test]
fn an_appeal_to_a_district() {
    let website = Website::new(DISTRICT);
    let case = website.post(&json!({
        "number": "2026-17", "date": "02.03.2026 09:40", "lang": "ky", "_token": "x",
        "fio": "Демоева Айгүл", "telefon": "0000 12 34 56", "email": "demo@example.org", "dareg": "Демо айылы, 1",
        "kayryluu": "Көчөнүн жарыгы өчүп калды.", "tur": "Даттануу", "tema": "Көчө жарыгы", "ayil": "Чым-Коргон",
        "makulduk": "ооба", "sayasat": "2026-03-03", "үй-бүлө": "5 адам",
        "tirkemeler": [{"aty": "сүрөт.png", "mazmuny": "iVBORw0KGgoAAAA="}]
    }));
    assert_eq!(
        codes(&case),
        ("complaint", Some("utilities.lighting"), Some("chym-korgon"))
    );
    assert_eq!(case.applicants[0].address.expose(), "Демо айылы, 1");
    assert_eq!(case.attachments[0].media_type, "image/png");
    assert_eq!(policy(&case), Some("2026-03-03"));
    assert_eq!(
        case.text.expose(),
        "Көчөнүн жарыгы өчүп калды.\n\n[үй-бүлө: 5 адам]",
        "what has no place stands below, and a token does not"
    );
    assert_eq!(case.source.as_ref().unwrap().system, "website");
    let erase = website.post(&json!({
        "fio": "Демо Демоев", "email": "demo@example.org", "tur": "маалыматымды өчүрүү",
        "kayryluu": "Сайттагы маалыматтарымды өчүрүп коюңуздар.", "makulduk": "жок"
    }));
    assert_eq!(asks(&erase), Some(DataRequest::Erase));
    assert_eq!(policy(&erase), None, "no is no consent");
}

#[test]
fn an_appeal_to_a_russian_municipality() {
    let website = Website::new(MUNICIPALITY);
    let form = "appealId=77&createDate=02.03.2026+09%3A40%3A00&lastName=Демов&firstName=Пётр&middleName=Демович\
        &postcode=000000&postAddress=Вымышленная+ул.,+1&email=demo%40example.org&theme=Дорога&message=Прошу+починить.\
        &appealKind=Жалоба&section=0003.0009.0099&socialStatus=Пенсионер&agree152=Y&sessid=abc&question=второй";
    let receipt = website
        .send(form.as_bytes(), "application/x-www-form-urlencoded")
        .unwrap();
    let case = website.read(&receipt);
    assert_eq!(codes(&case), ("complaint", Some("roads"), None));
    let applicant = &case.applicants[0];
    assert_eq!(applicant.name.expose(), "Демов Пётр Демович");
    assert_eq!(applicant.address.expose(), "000000 Вымышленная ул., 1");
    assert_eq!(applicant.category.as_ref().unwrap().as_str(), "pensioner");
    assert_eq!(
        case.text.expose(),
        "Дорога\n\nПрошу починить.\n\n[question: второй]"
    );
    assert_eq!(policy(&case), Some("2024-12-01"));
    let erase = website.post(&json!({
        "lastName": "Демов", "firstName": "Пётр", "message": "Отзываю согласие.", "personalDataAction": "Удалить"
    }));
    assert_eq!(asks(&erase), Some(DataRequest::Erase));
    assert_eq!(erase.lang, domain::Lang::Ru);
}

#[test]
fn an_applicant_for_a_vacancy() {
    let website = Website::new(VACANCIES);
    let case = website.post(&json!({
        "request_no": 4711, "created": "2026-03-02 09:40:00", "locale": "ru", "request_type": "appeal_of_result",
        "applicant": {"surname": "Демоев", "name": "Бакыт", "mobile": "+996 000 123456", "mail": "demo@example.org"},
        "vacancy": {"code": "V-0000", "body": "Выдуманное агентство"}, "stage": "interview",
        "question": "Прошу пересмотреть результат собеседования.", "accepted_policy": true, "policy_revision": "2025-11-17",
        "documents": [{"title": "диплом.pdf", "data": "JVBERi0xLjcK"}]
    }));
    assert_eq!(codes(&case), ("complaint", Some("social.work"), None));
    assert_eq!(case.applicants[0].name.expose(), "Демоев Бакыт");
    assert_eq!(case.service.as_deref(), Some("Отбор: собеседование"));
    assert!(
        case.text
            .expose()
            .ends_with("[Вакансия: V-0000]\n[Орган: Выдуманное агентство]"),
        "{}",
        case.text.expose()
    );
    assert_eq!(policy(&case), Some("2025-11-17"));
    let erase = website.post(&json!({
        "request_no": "4712", "request_type": "delete_account_data", "applicant": {"surname": "Демоев"},
        "question": "Удалите мою анкету."
    }));
    assert_eq!(asks(&erase), Some(DataRequest::Erase));
    assert_eq!(erase.kind.as_str(), "application");
}

#[test]
fn a_citizen_abroad_asks_the_consul() {
    let website = Website::new(CONSULAR);
    let case = website.post(&json!({
        "applicationUuid": "00000000-0000-4000-8000-000000000017", "sentAt": "2026-03-02T03:40:00.000Z", "uiLanguage": "ru",
        "fullName": "Демоева Айгүл", "contactPhone": "+7 000 123-45-67", "contactEmail": "demo@example.org",
        "residence": {"country": "RU", "city": "Демоград", "street": "Вымышленная, 1"}, "mission": "Демо консульство",
        "form": "consular-service", "serviceCode": "CERTIFICATE", "comment": "Прошу выдать справку.",
        "policyAccepted": true, "policyVersion": "2025-12-01", "deviceInfo": {"ip": "192.0.2.1", "os": "x"},
        "scans": [{"fileName": "скан.jpg", "base64": "/9j/4AAQ"}]
    }));
    assert_eq!(
        codes(&case),
        ("application", Some("admin.documents"), Some("elsewhere"))
    );
    assert_eq!(case.service.as_deref(), Some("Справка"));
    assert_eq!(
        case.text.expose(),
        "Прошу выдать справку.\n\n[Страна: Россия]\n[Загранучреждение: Демо консульство]",
        "where the device was is not kept"
    );
    assert_eq!(case.attachments[0].media_type, "image/jpeg");
    let erase = website.post(&json!({
        "applicationUuid": "00000000-0000-4000-8000-000000000018", "form": "account-deletion",
        "fullName": "Демоева Айгүл", "reason": "Прошу удалить мои данные из системы.", "policyAccepted": true
    }));
    assert_eq!(asks(&erase), Some(DataRequest::Erase));
    assert_eq!(policy(&erase), Some("2025-12-01"));
    assert!(erase.subject.contains("Удалить"), "{}", erase.subject);
}

#[test]
fn a_mapping_that_is_wrong_changes_nothing_and_a_form_with_files_needs_none() {
    let website = Website::new(DISTRICT);
    let admin = website.house.admin();
    let wrong = website.house.rt.block_on(admin.set_mapping(
        website.house.tenant,
        Some("system = 1\n[fields]\nnam = \"x\"\n"),
    ));
    let said = wrong.unwrap_err().to_string();
    for place in ["system", "fields.nam", "fields.text"] {
        assert!(said.contains(place), "{said}");
    }
    assert_eq!(
        website.post(&json!({"kayryluu": "Суу жок."})).text.expose(),
        "Суу жок."
    );
    let none = website
        .house
        .rt
        .block_on(admin.set_mapping(website.house.tenant, None));
    none.unwrap();
    let form = "--b\r\ncontent-disposition: form-data; name=\"content\"\r\n\r\nЖол бузук.\r\n\
        --b\r\ncontent-disposition: form-data; name=\"topic\"\r\n\r\nЖол оңдоо\r\n\
        --b\r\ncontent-disposition: form-data; name=\"up\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n";
    let receipt = website
        .send(form.as_bytes(), "multipart/form-data; boundary=b")
        .unwrap();
    let case = website.read(&receipt);
    assert_eq!(case.topic.as_ref().unwrap().as_str(), "roads.repair");
    assert_eq!(case.attachments[0].media_type, "application/pdf");
    let broken = website.send(b"--b\r\n", "multipart/form-data; boundary=b");
    assert_eq!(broken.unwrap_err().code, "bad-request");
}
