//! The steps of the job, each by keys.

use crate::person::Person;
use thirtyfour::Key;

/// The subject of the inquiry.
pub const SUBJECT: &str = "Таза суу берилбей жатат";
/// Who wrote it, as it is looked for.
const APPLICANT: &str = "Сынакбаева Жылдыз";
/// The website's submissions: a good row with a line break inside, and one without a text.
const CSV: &str = "Аты-жөнү;Телефон;Кайрылуунун мазмуну;Тема\r\nДемо Өмүр;+996 000 111 222;\"Көчөдө жарык жок.\r\nЧара көрүңүздөр.\";Жарык\r\nДемо Ңуу;+996 000 111 333;;Жол\r\n";

async fn finds(person: &Person) {
    person.finds(APPLICANT, SUBJECT).await;
}

/// Presses Ctrl+Enter, which does what the page or the dialog is for.
async fn does(person: &Person) {
    person.presses(&[Key::Control], Key::Enter).await;
}

/// A letter came by post, with a photo.
pub async fn registers(person: &Person) {
    person.presses(&[Key::Control], 'n').await;
    person.focuses("register-name-1").await;
    person.writes(APPLICANT).await;
    person.walks_to("register-phone-1").await;
    person.writes("+996 000 123 456").await;
    person.walks_to("register-subject").await;
    person.writes(SUBJECT).await;
    person.walks_to("register-text").await;
    person
        .writes("Биздин көчөдө эки жумадан бери таза суу жок. Ңаалат, Өмүр, Үлгү.")
        .await;
    person.picks("photo.png");
    person.presses(&[Key::Control], 'o').await;
    person.sees("register-file").await;
    person.looks("register").await;
    does(person).await;
    person
        .reads("register-last", |text| text.contains("P-"))
        .await;
    person.presses(&[], Key::Escape).await;
    person.presses(&[], Key::Escape).await;
}

/// The website's submissions: the good row is taken, the bad one named.
pub async fn imports(person: &Person) {
    let file = person.picks("kabyldama.csv");
    std::fs::write(&file, [&[0xef, 0xbb, 0xbf], CSV.as_bytes()].concat()).expect("a file");
    person.goes('w', "import").await;
    person.presses(&[Key::Control], 'o').await;
    person
        .reads("import-problems-title", |text| text.contains("4-сап"))
        .await;
    person.looks("import").await;
    does(person).await;
    person
        .reads("import-taken", |text| text.contains('1'))
        .await;
    person.picks("kabyldama.csv");
    person.presses(&[Key::Control], 'o').await;
    person
        .reads("import-count-known", |text| text.contains('1'))
        .await;
    person.presses(&[], Key::Escape).await;
}

/// Executor, topic and resolution.
pub async fn assigns(person: &Person) {
    finds(person).await;
    person.presses(&[], 'a').await;
    person.focuses("assign-executor").await;
    person.writes("Мисалова").await;
    person.walks_to("assign-topic").await;
    person.writes("Таза").await;
    person.walks_to("assign-resolution").await;
    person.writes("Текшерип, жооп даярдаңыз").await;
    person.looks("assign").await;
    does(person).await;
    person
        .reads("case-state", |text| text == "дайындалды")
        .await;
}

/// A place of the photo is painted over; the copy is verified and released with its certificate.
pub async fn redacts(person: &Person) {
    person.presses(&[], '3').await;
    person.sees("file").await;
    person.presses(&[], Key::F6).await;
    person.walks_to("file").await;
    person.presses(&[], Key::Enter).await;
    person.sees("redact-picture").await;
    // A photo has no words: that is said, and nothing is suggested.
    person.sees("redact-suggestions-unread").await;
    person.presses(&[], 'b').await;
    for _ in 0..4 {
        person.presses(&[], Key::Up).await;
    }
    person.presses(&[Key::Shift], Key::Right).await;
    person.presses(&[], Key::Enter).await;
    person.sees("redact-marks").await;
    person.looks("marked").await;
    does(person).await;
    person.sees("redact-applied").await;
    person.presses(&[Key::Control, Key::Shift], 'v').await;
    person.sees("redact-verdict").await;
    person.looks("verified").await;
    does(person).await;
    person.sees("redact-released").await;
    person.presses(&[], Key::Escape).await;
    person.sees("case").await;
}

/// The answer, from a template whose gap the person fills.
pub async fn answers(person: &Person) {
    finds(person).await;
    person.presses(&[], 'r').await;
    person.focuses("answer-body").await;
    person.presses(&[Key::Control], ';').await;
    person.focuses("answer-template").await;
    person.writes("Тү").await;
    person
        .reads("answer-missing", |text| text.contains('['))
        .await;
    person.looks("answer").await;
    // It does not go with a gap.
    does(person).await;
    person.sees("answer-missing").await;
    person.walks_to("answer-body").await;
    person.presses(&[Key::Control], 'a').await;
    person
        .writes("Урматтуу Сынакбаева Жылдыз! Суу түтүгү оңдолуп, таза суу берилди. Макул болбосоңуз, даттанууга укугуңуз бар.")
        .await;
    does(person).await;
    person
        .reads("case-state", |text| text == "кол коюуга")
        .await;
}

/// The supervisor gives it back, with the reason.
pub async fn returns(person: &Person) {
    finds(person).await;
    person.presses(&[], 's').await;
    person.sees("signoff-text").await;
    person.presses(&[], 'x').await;
    person.focuses("sheet-text").await;
    // Without a reason it does not go back.
    does(person).await;
    person.focuses("sheet-text").await;
    person.writes("Мыйзамдын беренесин көрсөтүңүз").await;
    person.looks("return").await;
    does(person).await;
    person.hears("кайтарылды").await;
}

/// The clerk reads why, mends it and sends it again.
pub async fn sends_again(person: &Person) {
    finds(person).await;
    person.presses(&[], 'r').await;
    person.focuses("answer-body").await;
    person.presses(&[Key::Control], Key::End).await;
    person.writes(" Негизи: мыйзамдын 8-беренеси.").await;
    person.looks("returned").await;
    does(person).await;
    person
        .reads("case-state", |text| text == "кол коюуга")
        .await;
}

/// The supervisor signs.
pub async fn signs(person: &Person) {
    finds(person).await;
    person.presses(&[], 's').await;
    person
        .reads("signoff-text", |text| text.contains("8-беренеси"))
        .await;
    person.looks("sign").await;
    person.presses(&[], 'y').await;
    person.hears("кол коюлду").await;
    person.presses(&[], Key::Escape).await;
}

/// The letter goes out, the case is closed.
pub async fn dispatches_and_closes(person: &Person) {
    finds(person).await;
    person.presses(&[], 'p').await;
    person.focuses("dispatch-method").await;
    person.walks_to("dispatch-reference").await;
    person.writes("01-7/55").await;
    does(person).await;
    person.hears("жөнөтүү белгиленди").await;
    person.presses(&[], 'c').await;
    person.focuses("close-index").await;
    does(person).await;
    person.reads("case-state", |text| text == "жабылды").await;
    person.looks("closed").await;
}

/// The period's report as PDF.
pub async fn reports(person: &Person) {
    person.goes('p', "reports").await;
    person.presses(&[Key::Control], 'g').await;
    person.sees("reports-total").await;
    let paper = person.picks("report.pdf");
    person.presses(&[Key::Control], 's').await;
    person.hears("report.pdf").await;
    person.looks("report").await;
    assert!(
        std::fs::read(&paper)
            .expect("the report")
            .starts_with(b"%PDF-")
    );
}

/// Everything goes to the server.
pub async fn synchronises(person: &Person) {
    person.goes('y', "sync").await;
    person.presses(&[], 'r').await;
    person.reads("sync-said", |text| !text.is_empty()).await;
    person
        .reads("sync-queued", |text| {
            !text.chars().any(|c| c.is_ascii_digit())
        })
        .await;
    // Both computers of the demonstration, this one among them.
    person
        .reads("sync-devices", |text| text.contains("(ушул)"))
        .await;
    person.looks("sync").await;
    person.presses(&[], Key::Escape).await;
}

/// The case as one archival PDF, and the record that it was archived.
pub async fn archives(person: &Person) {
    person.goes('h', "archive").await;
    person.sees("archives-row").await;
    person
        .chooses("[data-test=archives-row][aria-current=true]", SUBJECT)
        .await;
    // A file can be made once the case has been looked through, which a busy machine takes its time for.
    person
        .reads("archives-verdict", |text| text == "Иш толук.")
        .await;
    person.presses(&[Key::Control], 'g').await;
    person.sees("archives-made").await;
    let paper = person.picks("case.pdf");
    person.presses(&[Key::Control], 's').await;
    person.sees("archives-saved").await;
    person.looks("archive").await;
    assert!(
        std::fs::read(&paper)
            .expect("the case")
            .starts_with(b"%PDF-")
    );
    does(person).await;
    person.hears("архивге").await;
}
