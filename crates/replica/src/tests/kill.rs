//! `kill -9` at any moment: what was acknowledged is there, and the database is whole.

use super::*;
use crate::Vault;
use crate::vault::{Account, Cost};
use domain::inquiry::AttachmentRole;
use protocol::wire::{Op, PullReply};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const DIR: &str = "REPLICA_KILL_DIR";
const ROUNDS: u32 = 50;
const PASS: &str = "killed many times";

/// The program that is killed: works as fast as it can, and says what it has acknowledged.
#[test]
#[ignore = "started by the test below"]
fn works_until_it_is_killed() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work(Path::new(&dir)));
}

async fn work(dir: &Path) {
    let key = Vault::open(dir).unwrap().unlock("a", PASS).unwrap();
    let replica = Replica::open(dir, &key).await.unwrap();
    let say = |what: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nACK {what}")
            .and_then(|()| out.flush())
            .unwrap();
    };
    say("open");
    // Ids of another process's run must differ.
    let unlike = || Uuid::from_bytes(crate::random::bytes().unwrap());
    for n in 0_u64.. {
        let id = InquiryId(unlike());
        let mut new = NewCommand {
            id: CommandId(unlike()),
            inquiry: id,
            act: note(""),
            at: now(),
        };
        let mut card = card("Демо", "killed", &"text ".repeat(200));
        if n % 3 == 0 {
            let staged = replica.stage("a.bin", &vec![7; 100_000]).await.unwrap();
            say(&format!("staged {}", staged.id));
            card.attachments
                .push(staged.describe(AttachmentRole::Received, now()));
        }
        new.act = Act::Register(Box::new(card));
        replica
            .perform(new.clone(), &chief(), profile())
            .await
            .unwrap();
        say(&format!("command {}", new.id));
        let batch: Vec<NewCommand> = (0..5)
            .map(|k| NewCommand {
                id: CommandId(unlike()),
                inquiry: id,
                act: note(&format!("n{k}")),
                at: now(),
            })
            .collect();
        replica
            .perform_many(batch.clone(), &chief(), profile())
            .await
            .unwrap();
        batch.iter().for_each(|c| say(&format!("command {}", c.id)));
        let cursor = replica.standing().await.unwrap().cursor;
        replica.apply_pull(&frame(cursor, unlike)).await.unwrap();
        say(&format!("cursor {}", cursor + 20));
    }
}

/// Twenty new rows of the server.
fn frame(cursor: u64, id: impl Fn() -> Uuid) -> PullReply {
    let ops = (1..=20).map(|n| {
        let mut inquiry =
            domain::Inquiry::from_card(InquiryId(id()), card("Демо", "from the server", "text"));
        inquiry.versions.insert("subject".into(), cursor + n);
        let content = serde_json::to_string(&inquiry).unwrap();
        Op::Put {
            seq: cursor + n,
            id: inquiry.id,
            unit: inquiry.unit,
            content,
        }
    });
    PullReply {
        from: cursor,
        to: cursor + 20,
        head: cursor + 1_000,
        ops: ops.collect(),
        buckets: Vec::new(),
    }
}

#[derive(Default)]
struct Acknowledged {
    commands: Vec<Uuid>,
    staged: Vec<String>,
    cursor: u64,
}

impl Acknowledged {
    fn read(&mut self, line: &str) {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["ACK", "command", id] => self.commands.push(id.parse().unwrap()),
            ["ACK", "staged", id] => self.staged.push((*id).to_owned()),
            ["ACK", "cursor", to] => self.cursor = to.parse().unwrap(),
            _ => {}
        }
    }
}

/// Starts the program, lets it acknowledge so many things, and kills it a moment later.
fn round(dir: &Path, acks: usize, after: Duration, all: &mut Acknowledged) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "tests::kill::works_until_it_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open = lines
        .by_ref()
        .map_while(Result::ok)
        .any(|l| l == "ACK open");
    assert!(open, "the program must open what the last kill left");
    let mut said = lines.map_while(Result::ok).filter(|l| l.starts_with("ACK"));
    said.by_ref().take(acks).for_each(|line| all.read(&line));
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said before it died is acknowledged too.
    said.for_each(|line| all.read(&line));
}

async fn check(dir: &Path, key: &DbKey, all: &Acknowledged) {
    let replica = Replica::open(dir, key).await.unwrap();
    let stored: BTreeSet<Uuid> = {
        let mut held = replica.inner.db.reader().await.unwrap();
        let conn = held.conn().unwrap();
        let check: String = sqlx::query_scalar("pragma integrity_check")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(check, "ok");
        let rows = sqlx::query("select command from outbox")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        rows.iter()
            .map(|row| crate::rows::uuid(row, 0).unwrap())
            .collect()
    };
    let lost: Vec<&Uuid> = all
        .commands
        .iter()
        .filter(|c| !stored.contains(c))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} lost",
        lost.len(),
        all.commands.len()
    );
    let standing = replica.standing().await.unwrap();
    assert!(standing.cursor >= all.cursor);
    assert_eq!(usize::try_from(standing.queued).unwrap(), stored.len());
    for id in &all.staged {
        let bytes = replica.read_file(id.parse().unwrap()).await.unwrap();
        assert_eq!(bytes.map(|b| b.len()), Some(100_000));
    }
    assert!(replica.check_rows().await.unwrap().is_empty());
    assert_eq!(replica.audit_verify().await.unwrap().broken_at, None);
    let commands = replica
        .outbox_after(0, usize::MAX, usize::MAX)
        .await
        .unwrap();
    let mut prev = protocol::wire::GENESIS.to_owned();
    for command in &commands {
        assert_eq!(command.read().unwrap().prev_hash, prev);
        prev = command.hash_hex();
    }
    replica.close().await.unwrap();
}

#[test]
fn no_acknowledged_act_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = Vault::create_with(dir.path(), Cost::TRIVIAL).unwrap();
    let account = Account {
        login: "a".into(),
        name: "Demo".into(),
        roles: Vec::new(),
    };
    made.vault.add_account(&made.key, account, PASS).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let replica = Replica::create(dir.path(), &made.key).await.unwrap();
        replica.set_identity(&identity(3)).await.unwrap();
        replica.close().await.unwrap();
    });
    let mut all = Acknowledged::default();
    for n in 0..ROUNDS {
        // Each kind of transaction in its turn, and moments that no cycle of the program divides.
        let after = Duration::from_micros(u64::from(n) * 1_873 % 9_000);
        round(dir.path(), n as usize * 5 % 17, after, &mut all);
        if n % 10 == 9 {
            runtime.block_on(check(dir.path(), &made.key, &all));
        }
    }
    assert!(
        all.commands.len() > 100 && all.staged.len() > 20 && all.cursor > 0,
        "it must have been killed at work"
    );
}
