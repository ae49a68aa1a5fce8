//! The main job through the desk's own door, with the server stopped: register, import, assign, answer, redact,
//! sign, dispatch, close, archive, report; then the server comes back, everything synchronises, and a second device
//! sees the same case with its official number.

use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::inquiry::{Applicant, AttachmentRole, Draft};
use domain::{Act, Inquiry, InquiryId, Lang};
use office::{DemoServer, Options};
use protocol::window::list::{List, View};
use protocol::window::papers::MakeReport;
use protocol::window::redact::{Apply, MarkView};
use protocol::window::work::Performed;
use scenarios::demonstration;
use std::path::Path;
use std::sync::Arc;

const CSV: &str = "Аты-жөнү;Телефон;Кайрылуунун мазмуну;Тема\r\nДемо Өмүр;+996 000 111 222;\"Көчөдө жарык жок.\r\nЧара көрүңүздөр.\";Жарык\r\nДемо Ңуу;+996 000 111 333;;Жол\r\n";

async fn unlock(dir: &Path, login: &str) -> (Desk, Arc<Session>) {
    let desk = Desk::at(dir, Arc::new(SystemClock));
    let session = desk
        .unlock(login, &format!("demo-{login}-2026"))
        .await
        .expect("unlocks offline");
    (desk, session)
}

async fn close(desk: Desk, session: Arc<Session>) {
    drop(session);
    desk.lock().await.expect("closes");
}

fn only(performed: &Performed) -> InquiryId {
    assert!(performed.refused.is_empty(), "{:?}", performed.refused);
    performed.done.first().expect("one is done").inquiry
}

async fn case(session: &Session, id: InquiryId) -> Inquiry {
    session.open_case(id).await.expect("the case opens").inquiry
}

/// The clerk's part, up to sign-off.
async fn clerk_works(dir: &Path, picture: &[u8]) -> InquiryId {
    let (desk, session) = unlock(dir, "clerk").await;
    let staged = session.stage("сүрөт.png", picture.to_vec()).await;
    assert!(staged.refused.is_none(), "{staged:?}");
    let mut card = desk::open_case::blank_card(
        "general".into(),
        session.now(),
        "post".into(),
        "application".into(),
    );
    card.subject = "Таза суу жок".into();
    card.text = "Биздин көчөдө эки жумадан бери таза суу жок. Телефон +996 000 123 456."
        .to_owned()
        .into();
    card.applicants = vec![Applicant {
        name: "Демо Жылдыз".into(),
        ..Applicant::default()
    }];
    let id = only(
        &session
            .register(card, &[staged.id])
            .await
            .expect("registers"),
    );
    let registered = case(&session, id).await;
    assert!(
        registered.number.is_none(),
        "offline there is no official number"
    );
    assert!(
        registered
            .shown_number()
            .is_some_and(|n| n.starts_with("P-")),
        "but a provisional one"
    );

    let executor = session.staff().id;
    let assign = Act::Assign {
        executor,
        co_executors: vec![],
        topic: Some("utilities.water".into()),
        resolution: "Текшерүү".into(),
    };
    only(&session.perform(&[id], &assign).await.expect("assigns"));
    redact(&session, id).await;
    let filled = session
        .fill_template(id, &"explained".into(), Lang::Ky)
        .await
        .expect("fills");
    assert!(filled.body.contains("Демо Жылдыз"), "{}", filled.body);
    let draft = Draft {
        lang: Lang::Ky,
        template: Some("explained".into()),
        outcome: filled.outcome,
        body: scenarios::written(&filled.body).into(),
    };
    only(
        &session
            .perform(&[id], &Act::SaveDraft(Box::new(draft)))
            .await
            .expect("saves"),
    );
    only(
        &session
            .perform(&[id], &Act::SubmitForSignoff)
            .await
            .expect("submits"),
    );
    close(desk, session).await;
    id
}

async fn redact(session: &Session, id: InquiryId) {
    let source = case(session, id).await.attachments[0].clone();
    let mark = MarkView {
        page: 1,
        rect: protocol::window::redact::RectView {
            x0: 20.0,
            y0: 20.0,
            x1: 120.0,
            y1: 60.0,
        },
        reason: "personal-data".into(),
        text: None,
    };
    let request = Apply {
        inquiry: id,
        attachment: source.id,
        marks: vec![mark],
        job: "job".into(),
    };
    session.apply_redaction(request).await.expect("burns");
    assert!(
        session.release_redaction("job").await.is_err(),
        "nothing leaves before it is verified"
    );
    let verification = session.verify_redaction("job").await.expect("verifies");
    assert!(verification.passed, "{:?}", verification.checks);
    only(&session.release_redaction("job").await.expect("releases"));
    let copy = case(session, id)
        .await
        .attachments
        .last()
        .cloned()
        .expect("a copy");
    assert!(matches!(copy.role, AttachmentRole::RedactedCopy { of, .. } if of == source.id));
    assert!(
        !copy.name.expose().contains("сүрөт"),
        "the source's name does not travel"
    );
    let (_, bytes) = session
        .attachment(id, copy.id)
        .await
        .expect("the copy is here");
    let shown = image::load_from_memory(&bytes)
        .expect("a picture")
        .to_rgb8();
    assert_eq!(
        shown.get_pixel(60, 40).0,
        [0, 0, 0],
        "the marked place is black"
    );
    assert_eq!(
        shown.get_pixel(300, 200).0,
        [200, 220, 240],
        "the rest is as it was"
    );
}

async fn supervisor_signs(dir: &Path, id: InquiryId) {
    let (desk, session) = unlock(dir, "supervisor").await;
    let list = session
        .list(&List {
            view: View::ToSign,
            limit: 200,
            ..List::default()
        })
        .await
        .expect("lists");
    assert!(
        list.rows.iter().any(|r| r.id == id),
        "it waits for sign-off"
    );
    let refused = session
        .perform(&[id], &Act::Return { reason: " ".into() })
        .await
        .expect("answers");
    assert_eq!(refused.refused.len(), 1, "a return needs a reason");
    only(
        &session
            .perform(
                &[id],
                &Act::Return {
                    reason: "Мыйзамдын беренесин көрсөтүңүз".into(),
                },
            )
            .await
            .expect("returns"),
    );
    close(desk, session).await;

    let (desk, session) = unlock(dir, "clerk").await;
    only(
        &session
            .perform(&[id], &Act::SubmitForSignoff)
            .await
            .expect("submits again"),
    );
    close(desk, session).await;

    let (desk, session) = unlock(dir, "supervisor").await;
    only(&session.perform(&[id], &Act::Approve).await.expect("signs"));
    let letter = session.make_letter(id).await.expect("the letter");
    assert!(letter.pages >= 1);
    close(desk, session).await;
}

async fn clerk_closes(dir: &Path, id: InquiryId) {
    let (desk, session) = unlock(dir, "clerk").await;
    let dispatch = Act::RecordDispatch {
        method: "post".into(),
        on: session.today(),
        reference: "01-7/55".into(),
    };
    only(&session.perform(&[id], &dispatch).await.expect("dispatches"));
    only(
        &session
            .perform(
                &[id],
                &Act::Close {
                    file_index: "01-14".into(),
                },
            )
            .await
            .expect("closes"),
    );
    close(desk, session).await;
}

async fn clerk_imports(dir: &Path) -> u32 {
    let (desk, session) = unlock(dir, "clerk").await;
    let bytes = with_mark(CSV);
    let preview = session
        .preview_import_bytes("kabyldama.csv", bytes.clone())
        .await
        .expect("reads");
    assert_eq!((preview.new, preview.known), (1, 0), "{preview:?}");
    assert!(
        preview.problems.iter().any(|p| p.line == 4 && !p.warning),
        "the row without text is named: {:?}",
        preview.problems
    );
    let report = session
        .commit_import(&preview.token, &"general".into(), true)
        .await
        .expect("takes");
    assert_eq!(report.taken, 1);
    let again = session
        .preview_import_bytes("again.csv", bytes)
        .await
        .expect("reads");
    assert_eq!(
        (again.new, again.known),
        (0, 1),
        "the same file adds nothing"
    );
    let found = session
        .list(&List {
            view: View::All,
            search: "жарык омур".into(),
            limit: 10,
            ..List::default()
        })
        .await
        .expect("finds");
    close(desk, session).await;
    found.total
}

/// As Excel writes UTF-8.
fn with_mark(text: &str) -> Vec<u8> {
    [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat()
}

/// The highest serial that the server has given, as a device knows it.
async fn highest_serial(dir: &Path) -> u32 {
    let (desk, session) = unlock(dir, "supervisor").await;
    let lines = session.export().await.expect("exports");
    close(desk, session).await;
    let serials = lines.iter().filter_map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        value
            .pointer("/number/serial")
            .and_then(serde_json::Value::as_u64)
    });
    serials
        .max()
        .and_then(|n| u32::try_from(n).ok())
        .expect("numbers were given")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_job_offline_and_then_synchronised() {
    let dir = tempfile::tempdir().expect("a directory");
    let options = Options {
        inquiries: 40,
        ..demonstration()
    };
    let demo = office::build(&dir.path().join("demo"), &options, &|_| {})
        .await
        .expect("a demonstration");
    let (one, two) = (
        dir.path().join("demo/device-1"),
        dir.path().join("demo/device-2"),
    );

    let highest = highest_serial(&two).await;

    // The server is stopped: `build` has stopped it.
    let picture = scenarios::picture();
    let id = clerk_works(&one, &picture).await;
    supervisor_signs(&one, id).await;
    clerk_closes(&one, id).await;
    assert!(
        clerk_imports(&one).await >= 1,
        "what was imported is found without Kyrgyz letters"
    );
    {
        let (desk, session) = unlock(&one, "clerk").await;
        assert!(session.synchronise().await.is_err(), "there is no server");
        assert!(
            session.chip().await.expect("chip").queued > 8,
            "everything waits"
        );
        close(desk, session).await;
    }

    let server = DemoServer::start(&dir.path().join("demo"), &demo)
        .await
        .expect("the server is back");
    {
        let (desk, session) = unlock(&one, "supervisor").await;
        session.synchronise().await.expect("synchronises");
        let view = session.view_sync().await.expect("view");
        assert!(
            view.outbox.is_empty() && view.rejected.is_empty(),
            "{view:?}"
        );
        let official = case(&session, id).await;
        assert_eq!(
            official.number.as_ref().map(|n| n.serial),
            Some(highest + 1),
            "the number after the last one given"
        );
        let year = session.today();
        let wanted = MakeReport {
            from: year - chrono::Duration::days(30),
            to: year,
            lang: Lang::Ky,
        };
        let report = session.make_report(&wanted).await.expect("the report");
        assert!(report.total >= 2);
        for section in &report.sections {
            assert_eq!(
                section.rows.iter().map(|r| r.count).sum::<u32>(),
                report.total,
                "{}",
                section.title
            );
        }
        assert!(
            session
                .verify_audit()
                .await
                .expect("audit")
                .broken_at
                .is_none()
        );
        close(desk, session).await;
    }
    let (desk, session) = unlock(&two, "archivist").await;
    session.synchronise().await.expect("synchronises");
    let here = case(&session, id).await;
    assert_eq!(
        here.number.as_ref().map(|n| n.serial),
        Some(highest + 1),
        "the second device sees the same"
    );
    assert_eq!(here.state.code(), "closed");
    let file = session
        .make_case_file(id, Lang::Ky)
        .await
        .expect("the case file");
    only(
        &session
            .perform(
                &[id],
                &Act::Archive {
                    sha256: file.sha256,
                },
            )
            .await
            .expect("archives"),
    );
    session.synchronise().await.expect("synchronises");
    let exported = session.export().await.expect("exports");
    close(desk, session).await;

    let (desk, session) = unlock(&one, "archivist").await;
    session.synchronise().await.expect("synchronises");
    assert_eq!(
        session.export().await.expect("exports"),
        exported,
        "both devices hold the same"
    );
    close(desk, session).await;
    server.switch(false).await.expect("stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_gives_the_same_data() {
    let dir = tempfile::tempdir().expect("a directory");
    let options = Options {
        inquiries: 25,
        ..demonstration()
    };
    let mut exports = Vec::new();
    for name in ["a", "b"] {
        let place = dir.path().join(name);
        office::build(&place, &options, &|_| {})
            .await
            .expect("a demonstration");
        let (desk, session) = unlock(&place.join("device-2"), "supervisor").await;
        exports.push(session.export().await.expect("exports"));
        close(desk, session).await;
    }
    assert_eq!(exports[0].len(), 25);
    assert_eq!(exports[0], exports[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ran_out_is_renewed_at_the_door_once_there_is_a_server() {
    let dir = tempfile::tempdir().expect("a directory");
    let options = Options {
        inquiries: 3,
        ..demonstration()
    };
    let demo = office::build(&dir.path().join("demo"), &options, &|_| {})
        .await
        .expect("a demonstration");
    let one = dir.path().join("demo/device-1");
    let (desk, session) = unlock(&one, "clerk").await;
    let card = desk::open_case::blank_card(
        "general".into(),
        session.now(),
        "post".into(),
        "application".into(),
    );
    let card = domain::inquiry::Card {
        subject: "Таза суу жок".into(),
        text: "Биздин көчөдө таза суу жок.".to_owned().into(),
        ..card
    };
    only(&session.register(card, &[]).await.expect("registers"));
    let long_ago = session.now() - chrono::Duration::days(1);
    close(desk, session).await;
    let vault = replica::Vault::open(&one).expect("a vault");
    let key = vault.unlock("clerk", "demo-clerk-2026").expect("its key");
    let replica = replica::Replica::open(&one, &key).await.expect("opens");
    let contact = replica::Contact {
        server_time: long_ago,
        device_time: long_ago,
        lease_until: long_ago,
    };
    replica.note_contact(&contact).await.expect("noted");
    replica.close().await.expect("closes");

    let door = Desk::at(&one, Arc::new(SystemClock));
    let refused = door.unlock("clerk", "demo-clerk-2026").await;
    assert!(
        matches!(refused, Err(desk::DeskError::LeaseEnded(_))),
        "without a server it stays shut"
    );
    assert!(door.session().await.is_err());

    let server = DemoServer::start(&dir.path().join("demo"), &demo)
        .await
        .expect("the server is back");
    let session = door
        .unlock("clerk", "demo-clerk-2026")
        .await
        .expect("the greeting renews the lease");
    assert_eq!(session.chip().await.expect("chip").queued, 0, "all went");
    close(door, session).await;
    drop(server);
}
