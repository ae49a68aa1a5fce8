//! What nobody of good will sends: cut, forged, endless, from the future, too slow, too much. Each has its answer, and
//! nothing that was there is lost.

use crate::blobs::{attach, complete, file, get, put};
use crate::support::*;
use chrono::TimeDelta;
use domain::Refusal;
use domain::ids::{StaffId, TenantId};
use protocol::wire::{
    BlobOffer, BlobState, CHUNK, Hello, HelloReply, Outcome, OutcomeKind, PROTOCOL, Push,
    PushReply, WireError,
};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use uuid::Uuid;

/// A connection by hand.
fn connect(url: &str) -> TcpStream {
    let stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    // A server that never answers fails the test instead of holding it.
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

/// The head of a call with a body of some length, or without an end.
fn head(desk: &Desk, what: &str, length: Option<u64>) -> Vec<u8> {
    let token = &desk.enrolled.token;
    let length = length.map_or_else(
        || "transfer-encoding: chunked".to_owned(),
        |n| format!("content-length: {n}"),
    );
    format!("{what} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {token}\r\n{length}\r\n\r\n")
        .into_bytes()
}

/// Status, `Retry-After` and the refusal, where one came before the connection ended.
fn answer(stream: TcpStream) -> Option<(u16, Option<u64>, WireError)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let (mut retry, mut length) = (None, 0);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        match name {
            "retry-after" => retry = value.parse().ok(),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((status, retry, serde_json::from_slice(&body).ok()?))
}

/// Whether the other side has ended the connection.
fn is_over(mut stream: TcpStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

fn pushed(desk: &Desk, commands: &[protocol::wire::Command]) -> Vec<u8> {
    let push = Push {
        epoch: desk.epoch,
        commands: commands.to_vec(),
    };
    serde_json::to_vec(&push).unwrap()
}

#[test]
fn what_breaks_off_on_the_way_changes_nothing_and_is_sent_again() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let command = desk.command(house.clerk, new_id(), register("general"), &[]);
    let body = pushed(&desk, std::slice::from_ref(&command));
    for length in [0, 1, body.len() / 2, body.len() - 1] {
        let mut stream = connect(&desk.url);
        let head = head(&desk, "POST /v1/push", Some(body.len() as u64));
        stream.write_all(&head).unwrap();
        stream.write_all(&body[..length]).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        if let Some((status, _, refusal)) = answer(stream) {
            assert_eq!((status, refusal.code.as_str()), (400, "bad-request"));
        }
    }
    let packed = zstd::encode_all(body.as_slice(), 3).unwrap();
    let token = Some(desk.enrolled.token.as_str());
    let headers = [("content-encoding", "zstd")];
    for length in [1, packed.len() / 2, packed.len() - 1] {
        let cut = &packed[..length];
        let error = send("POST", &desk.url, "/v1/push", token, cut, &headers).unwrap_err();
        assert_eq!(error.code, "bad-request", "{length} of {}", packed.len());
    }
    assert!(desk.rows().is_empty());
    assert!(is_applied(&desk.push(&[command]).unwrap()[0]));
    assert!(house.check().sound());
}

#[test]
fn ten_gigabytes_are_refused_when_announced_and_when_simply_sent() {
    let house = House::new();
    let desk = house.desk(&["general"]);
    let (_, offer) = file(9, CHUNK + 1);
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    let sha256 = &offer.sha256;
    for what in [
        format!("PUT /v1/blobs/{sha256}/chunks/0"),
        "POST /v1/push".to_owned(),
        "POST /v1/enrol".to_owned(),
    ] {
        let mut stream = connect(&desk.url);
        stream
            .write_all(&head(&desk, &what, Some(10 << 30)))
            .unwrap();
        let (status, _, refusal) = answer(stream).expect("an answer before any of it was sent");
        assert_eq!(
            (status, refusal.code.as_str()),
            (413, "too-large"),
            "{what}"
        );

        let mut stream = connect(&desk.url);
        stream.write_all(&head(&desk, &what, None)).unwrap();
        let piece = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
        let most = 10u64 << 30;
        let mut sent = 0;
        // The server hangs up long before.
        while sent < most && stream.write_all(&piece).is_ok() {
            sent += piece.len() as u64;
        }
        assert!(sent < 256 << 20, "{what}: {sent} bytes were taken");
        if let Some((status, _, refusal)) = answer(stream) {
            assert_eq!(
                (status, refusal.code.as_str()),
                (413, "too-large"),
                "{what}"
            );
        }
    }
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(state.missing, [0, 1], "nothing of it was kept");
}

#[test]
fn who_comes_from_the_future_is_answered_in_this_servers_words() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let hello = Hello {
        protocol: [7, 9],
        epoch: desk.epoch,
        cursor: 0,
        scope_version: desk.scope_version,
        acked: 0,
        queued: 1,
        clock: start_of_time() + TimeDelta::days(36_500),
        tree: None,
        erased: Vec::new(),
        profile: None,
    };
    let reply: HelloReply = desk.post("/v1/hello", &hello).unwrap();
    assert_eq!(reply.protocol, PROTOCOL[1]);
    // It goes on sending its commands; one in a form of its own time waits and loses nothing.
    let known = desk.command(house.clerk, new_id(), register("general"), &[]);
    let mut later = desk
        .command(house.clerk, new_id(), register("general"), &[])
        .read()
        .unwrap();
    later.type_version = 900;
    desk.seq = 1;
    later.prev_hash = known.hash_hex();
    let later = desk.sign(&later);
    let outcomes = desk.push(&[known, later.clone()]).unwrap();
    assert!(is_applied(&outcomes[0]));
    assert_eq!(outcomes[1].result, protocol::wire::OutcomeKind::Unsupported);
    assert_eq!(desk.hello().durable_seq, 1);
    // A message with fields that nobody knows yet is read for those that are known.
    let mut body: serde_json::Value = serde_json::from_slice(&pushed(&desk, &[later])).unwrap();
    body["of_the_future"] = serde_json::json!({ "a": 1 });
    let reply: PushReply = desk.post("/v1/push", &body).unwrap();
    assert_eq!(reply.outcomes.len(), 1);
}

#[test]
fn nothing_of_another_body_is_reached_by_its_name() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let other = TenantId(Uuid::from_u128(0x2000));
    let people = [0x2001, 0x2002, 0x2003].map(|n| StaffId(Uuid::from_u128(n)));
    house.furnish(other, people);
    let code = house.code_of(other, &["general"], &[people[0]]);
    let mut stranger = Desk::enrol(&house.url(), &code).unwrap();
    let (bytes, offer) = file(5, 100);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    desk.act(house.clerk, id, attach(&offer), &[]);
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    let unknown = |error: WireError| assert_eq!(error.code, "unknown-blob");
    unknown(put(&stranger, &offer.sha256, 0, &bytes).unwrap_err());
    unknown(complete(&stranger, &offer.sha256).unwrap_err());
    put(&desk, &offer.sha256, 0, &bytes).unwrap();
    complete(&desk, &offer.sha256).unwrap();
    unknown(get(&stranger, &offer.sha256, 0).unwrap_err());
    // To name the file on a case of one's own does not open the other body's.
    let own = new_id();
    stranger.act(people[0], own, register("general"), &[]);
    stranger.act(people[0], own, attach(&offer), &[]);
    unknown(get(&stranger, &offer.sha256, 0).unwrap_err());
    let done = stranger.act(people[0], id, note("башка"), &[]);
    assert_eq!(refusal(&done), Some("unknown"));
    // A command signed by another body's device is nobody's here.
    let theirs = stranger.command(people[0], new_id(), register("general"), &[]);
    assert_eq!(desk.push(&[theirs]).unwrap_err().code, "bad-signature");
    let forged = "f".repeat(64);
    let error = send("POST", &desk.url, "/v1/push", Some(&forged), b"{}", &[]);
    assert_eq!(error.unwrap_err().code, "bad-token");
    assert_eq!(get(&desk, &offer.sha256, 0).unwrap(), bytes);
    assert!(house.check().sound());
}

#[test]
fn a_server_whose_clock_fell_back_to_1970_goes_on_and_comes_back() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let back = TimeDelta::days(56 * 365 + 14);
    house.pass(-back);
    assert!(desk.hello().server_time.timestamp() < 365 * 86_400);
    assert!(is_applied(&desk.act(house.clerk, id, note("эски"), &[])));
    let mut fresh = house.desk(&["general"]);
    assert!(is_applied(&fresh.act(house.clerk, id, note("жаңы"), &[])));
    house.pass(back);
    assert!(is_applied(&desk.act(house.clerk, id, note("бүгүн"), &[])));
    assert!(desk.hello().lease_until > start_of_time());
    let seqs: Vec<u64> = desk.rows().values().map(|(seq, _)| *seq).collect();
    assert_eq!(seqs, [4], "the log orders, not the clock");
    assert_eq!(desk.inquiry(id).notes.len(), 3);
    assert!(house.check().sound());
}

#[test]
fn who_sends_too_slowly_is_let_go_and_others_do_not_notice() {
    let house = House::with(|config| {
        config.limits.head = Duration::from_millis(400);
        config.limits.idle = Duration::from_millis(400);
        config.limits.patience = Duration::from_secs(1);
        config.limits.least_rate = 1000;
    });
    let mut desk = house.desk(&["general"]);
    let silent = connect(&desk.url);
    let mut halfway = connect(&desk.url);
    halfway.write_all(b"PRI * HT").unwrap();
    let mut heading = connect(&desk.url);
    heading
        .write_all(b"POST /v1/push HTTP/1.1\r\nhost: desk\r\nx-slow: ")
        .unwrap();
    let mut stuck = connect(&desk.url);
    stuck
        .write_all(&head(&desk, "POST /v1/push", Some(1000)))
        .unwrap();
    stuck.write_all(b"{\"epoch\":").unwrap();
    let mut trickle = connect(&desk.url);
    let begun = head(&desk, "POST /v1/push", Some(1_000_000));
    trickle.write_all(&begun).unwrap();
    let dripping = trickle.try_clone().unwrap();
    let drops = std::thread::spawn(move || {
        let mut dripping = dripping;
        // Ends when the server does not listen any more.
        while dripping.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert!(is_applied(&desk.act(
        house.clerk,
        new_id(),
        register("general"),
        &[]
    )));
    for slow in [silent, halfway, heading] {
        assert!(is_over(slow));
    }
    for slow in [stuck, trickle] {
        let (status, _, refusal) = answer(slow).expect("it is said why");
        assert_eq!((status, refusal.code.as_str()), (408, "too-slow"));
    }
    drops.join().unwrap();
    assert!(is_applied(&desk.act(
        house.clerk,
        new_id(),
        register("general"),
        &[]
    )));
}

#[test]
fn connections_of_one_address_are_bounded() {
    let house = House::with(|config| config.limits.connections_of_one = 4);
    let (url, desk) = (house.url(), house.desk(&["general"]));
    // A call that is answered shows that a connection was taken.
    let taken = |stream: &mut TcpStream| {
        stream
            .write_all(b"GET /health HTTP/1.1\r\nhost: desk\r\n\r\n")
            .is_ok()
            && stream.read(&mut [0; 12]).is_ok_and(|n| n > 0)
    };
    let mut open: Vec<TcpStream> = Vec::new();
    while open.len() < 4 {
        let mut stream = connect(&url);
        // Those of the enrolment may not have ended yet.
        if taken(&mut stream) {
            open.push(stream);
        }
    }
    let mut fifth = connect(&url);
    assert!(!taken(&mut fifth), "one too many");
    drop(open);
    let again = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        taken(&mut connect(&url))
    });
    assert!(again, "who is gone makes place");
    drop(desk);
}

#[test]
fn too_many_at_a_time_are_told_when_to_come_again() {
    let house = House::with(|config| config.limits.writes = 1);
    let mut desk = house.desk(&["general"]);
    let command = desk.command(house.clerk, new_id(), register("general"), &[]);
    let body = pushed(&desk, std::slice::from_ref(&command));
    let mut first = connect(&desk.url);
    let head = head(&desk, "POST /v1/push", Some(body.len() as u64));
    // It is told to go on when somebody reads its body: it is at work then.
    let text = String::from_utf8(head.clone()).unwrap();
    let asking = text.replacen("\r\n", "\r\nexpect: 100-continue\r\n", 1);
    first.write_all(asking.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    first.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    first.write_all(&body[..10]).unwrap();
    let mut waits = Vec::new();
    for _ in 0..20 {
        let mut second = connect(&desk.url);
        second.write_all(&head).unwrap();
        let (status, retry, refusal) = answer(second).unwrap();
        assert_eq!((status, refusal.code.as_str()), (503, "busy"));
        waits.push(retry.unwrap());
    }
    assert!(waits.iter().all(|s| (1..=5).contains(s)), "{waits:?}");
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 1, "not all come again in the same second");
    assert!(desk.rows().is_empty(), "reading goes on");
    first.write_all(&body[10..]).unwrap();
    let mut line = String::new();
    BufReader::new(first).read_line(&mut line).unwrap();
    assert!(line.contains("200"), "who was let in is answered: {line}");
    assert_eq!(desk.rows().len(), 1);
}

#[test]
fn who_tried_too_often_is_told_for_how_long() {
    let house = House::new();
    let request = protocol::wire::EnrolRequest {
        code: "AAAAA".into(),
        public_key: hex::encode([1; 32]),
        app_version: "0.1.0".into(),
        device_name: "demo".into(),
        staff: Vec::new(),
    };
    let mut request = serde_json::to_value(&request).unwrap();
    request["public_key"] = house.desk(&["general"]).enrolled.server_key.into();
    let body = request.to_string();
    let call = || {
        let mut stream = connect(&house.url());
        let length = body.len();
        let head =
            format!("POST /v1/enrol HTTP/1.1\r\nhost: desk\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        answer(stream).unwrap()
    };
    for _ in 0..10 {
        assert_eq!(call().2.code, "bad-code");
    }
    let (status, retry, refusal) = call();
    assert_eq!((status, refusal.code.as_str()), (429, "too-many-tries"));
    assert_eq!(retry, Some(900));
}

/// The program itself, in a process whose files may not grow beyond a megabyte.
struct Cramped {
    child: Child,
    url: String,
}

impl Cramped {
    fn start(house: &House) -> Self {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg("trap '' XFSZ; ulimit -f 2048; exec \"$0\" serve --listen 127.0.0.1:0")
            .arg(env!("CARGO_BIN_EXE_inquiry-server"))
            .env("INQUIRY_SERVER_DATA", house.dir.path())
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped());
        if let Some(url) = house.database.url() {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        Self { child, url }
    }
}

impl Drop for Cramped {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_computed_or_stored_is_refused_and_the_next_command_goes_through() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let field = |outcome: Outcome| match outcome.result {
        OutcomeKind::Rejected {
            refusal: Refusal::OutOfBounds { field },
        } => field,
        other => panic!("{other:?}"),
    };
    let end = chrono::DateTime::<chrono::Utc>::MAX_UTC.fixed_offset();
    let late = desk.command_at(end, house.clerk, id, note("late"), &[]);
    assert_eq!(field(desk.push(&[late]).unwrap().remove(0)), "at");
    let (_, good) = file(3, 10);
    for size in [1 << 63, u64::MAX] {
        let offer = BlobOffer {
            size,
            ..good.clone()
        };
        assert_eq!(
            field(desk.act(house.clerk, id, attach(&offer), &[])),
            "size"
        );
    }
    let offer = BlobOffer {
        sha256: "not a hash".into(),
        ..good
    };
    assert_eq!(
        field(desk.act(house.clerk, id, attach(&offer), &[])),
        "sha256"
    );
    assert!(is_applied(&desk.act(house.clerk, id, note("next"), &[])));
    assert!(house.check().sound());
}

#[test]
fn a_full_disk_is_said_and_loses_nothing_of_what_was_acknowledged() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let (bytes, offer) = file(7, 12 * CHUNK);
    desk.act(house.clerk, id, attach(&offer), &[]);
    house.rt.block_on(house.running.take().unwrap().shutdown());

    let cramped = Cramped::start(&house);
    desk.url.clone_from(&cramped.url);
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        put(&desk, &offer.sha256, n, chunk).unwrap();
    }
    let full = complete(&desk, &offer.sha256).unwrap_err();
    assert_eq!(full.code, "storage-full", "of the files: {}", full.details);
    let mut waiting = Vec::new();
    if !house.database.is_postgres() {
        let long = "ж".repeat(40_000);
        let refused = (0..40).find_map(|_| {
            let command = desk.command(house.clerk, id, note(&long), &[]);
            waiting = vec![command.clone()];
            desk.push(&[command]).err()
        });
        let refused = refused.expect("a database that may not grow");
        assert_eq!(refused.code, "storage-full", "{}", refused.details);
        // Nor does the server get stuck on it: whoever comes next is told the same.
        let again = desk.push(&waiting).unwrap_err();
        assert_eq!(again.code, "storage-full", "{}", again.details);
    }
    let acknowledged = desk.seq - waiting.len() as u64;
    drop(cramped);

    house.restart_stopped();
    desk.url = house.url();
    assert_eq!(desk.hello().durable_seq, acknowledged);
    assert!(house.check().sound(), "{:?}", house.check());
    if !waiting.is_empty() {
        assert!(
            is_applied(&desk.push(&waiting).unwrap()[0]),
            "now there is room"
        );
    }
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    for n in &state.missing {
        let start = *n as usize * CHUNK;
        put(
            &desk,
            &offer.sha256,
            *n as usize,
            &bytes[start..start + CHUNK],
        )
        .unwrap();
    }
    complete(&desk, &offer.sha256).unwrap();
    assert!(house.check().sound());
}
