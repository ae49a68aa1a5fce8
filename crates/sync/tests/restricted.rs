//! What a restricted case leaves on a computer: a real replica, whose tables are read with its own key.

use crate::support::{House, new_id, now, register};
use domain::ids::{AttachmentId, CommandId, InquiryId, StaffId, UnitId};
use domain::inquiry::AttachmentRole;
use domain::profile::{KG_DISTRICT, Label};
use domain::sensitive::Sensitive;
use domain::{Act, Actor, Profile, Role};
use protocol::wire::EnrolRequest;
use replica::{DbKey, Identity, NewCommand, Replica};
use server::NewStaff;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};
use sync::{ReplicaStore, synchronise};
use tempfile::TempDir;
use uuid::Uuid;

const KEY: [u8; 32] = [0x3d; 32];
/// Words of the case that nothing else has: of its card, and of its file. They begin differently, since the word index
/// stores of a word only where it differs from the one before.
const WORD: &str = "zqkupuya7431";
const IN_FILE: &str = "xwqagaz9052";

/// A computer.
pub struct Computer {
    pub replica: Replica,
    dir: TempDir,
    actor: Actor,
}

impl Computer {
    pub async fn new(house: &House, who: StaffId, role: Role) -> Self {
        static NEXT: AtomicU8 = AtomicU8::new(1);
        let seed = Sensitive([NEXT.fetch_add(1, Ordering::SeqCst); 32]);
        let request = EnrolRequest {
            code: house.code_for(&["general"], &[who]).await,
            public_key: replica::sign::public_key(&seed),
            app_version: "0.1.0".into(),
            device_name: "demo".into(),
            staff: Vec::new(),
        };
        let reply = sync::enrol(&house.http(), &request).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let replica = Replica::create(dir.path(), &DbKey::known(KEY))
            .await
            .unwrap();
        let identity = Identity::admitted(reply, seed, "http://127.0.0.1:9", None);
        replica.set_identity(&identity).await.unwrap();
        let roles = [role].into();
        Self {
            replica,
            dir,
            actor: Actor { id: who, roles },
        }
    }

    pub async fn act(&self, inquiry: InquiryId, act: Act) {
        let new = NewCommand {
            id: CommandId(Uuid::now_v7()),
            inquiry,
            act,
            at: now(),
        };
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let done = self.replica.perform(new, &self.actor, &profile).await;
        done.unwrap();
    }

    pub async fn sync(&self, house: &House) {
        let store = ReplicaStore(&self.replica);
        let outcome = synchronise(&store, &house.http(), &now, &|_| {}).await;
        assert!(outcome.complete, "{:?}", outcome.problems);
    }

    async fn has(&self, inquiry: InquiryId) -> bool {
        self.replica.get(inquiry).await.unwrap().is_some()
    }

    fn file(&self, attachment: AttachmentId) -> PathBuf {
        let name = attachment.to_string();
        let folder: String = name.chars().rev().take(2).collect();
        self.dir.path().join("files").join(folder).join(name)
    }

    /// Tables that have a word somewhere, the word index among them.
    async fn tables_with(&self, word: &[u8]) -> BTreeSet<String> {
        let options = SqliteConnectOptions::new()
            .filename(self.dir.path().join("replica.db"))
            .pragma("key", format!("\"x'{}'\"", hex::encode(KEY)))
            .disable_statement_logging();
        let mut db = options.connect().await.unwrap();
        // The word index cannot be listed as such; the tables that it consists of can.
        let tables: Vec<String> = sqlx::query_scalar(
            "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'",
        )
        .fetch_all(&mut db)
        .await
        .unwrap();
        let mut found = BTreeSet::new();
        for table in tables {
            let all = AssertSqlSafe(format!("select * from \"{table}\""));
            for row in sqlx::query(all).fetch_all(&mut db).await.unwrap() {
                let cells = (0..row.len()).map(|n| row.get_unchecked::<Option<Vec<u8>>, _>(n));
                let mut cells = cells.flatten();
                if cells.any(|cell| cell.windows(word.len()).any(|w| w == word)) {
                    found.insert(table.clone());
                }
            }
        }
        db.close().await.unwrap();
        found
    }

    /// Nothing of the case is here, whoever looks, and with whatever key.
    async fn knows_nothing(&self, case: InquiryId, attachment: AttachmentId) {
        assert!(!self.has(case).await);
        for word in [WORD.as_bytes(), IN_FILE.as_bytes(), case.0.as_bytes()] {
            let tables = self.tables_with(word).await;
            assert_eq!(tables, BTreeSet::new(), "{}", String::from_utf8_lossy(word));
        }
        assert!(!self.file(attachment).exists());
        assert!(self.replica.check_rows().await.unwrap().is_empty());
    }
}

async fn helper(house: &House) -> StaffId {
    let id = StaffId(Uuid::from_u128(0x1010));
    let new = NewStaff {
        id,
        login: "demo.helper".into(),
        password: "демо-сырсөз-2026".into(),
        name: "Демо жардамчы".into(),
        position: Label::default(),
        roles: vec![Role::Clerk],
        unit: UnitId::from("general"),
        phone: String::new(),
    };
    let admin = house.admin();
    admin.add_staff(house.tenant, new).await.unwrap();
    id
}

/// Registers a case with a file whose text was read.
async fn register_with_file(desk: &Computer, case: InquiryId) -> AttachmentId {
    let Act::Register(mut card) = register("general") else {
        panic!("no registration");
    };
    card.subject = format!("Көчө {WORD}");
    desk.act(case, Act::Register(card)).await;
    let staged = desk.replica.stage("кат.pdf", IN_FILE.as_bytes()).await;
    let staged = staged.unwrap();
    let file = staged.describe(AttachmentRole::Received, now());
    desk.act(case, Act::Attach(Box::new(file))).await;
    staged.attachment
}

#[tokio::test]
async fn a_restricted_case_leaves_nothing_behind_and_comes_back_to_whom_it_concerns() {
    let house = House::new().await;
    let helper = helper(&house).await;
    let clerk = Computer::new(&house, house.clerk, Role::Clerk).await;
    let chief = Computer::new(&house, house.supervisor, Role::Supervisor).await;
    let other = Computer::new(&house, helper, Role::Clerk).await;
    let (open, case) = (new_id(), new_id());
    clerk.act(open, register("general")).await;
    let attachment = register_with_file(&clerk, case).await;
    for desk in [&clerk, &chief, &other] {
        desk.sync(&house).await;
    }
    let text = other
        .replica
        .set_attachment_text(case, attachment, IN_FILE)
        .await;
    text.unwrap();
    assert!(other.file(attachment).exists());
    let before = other.tables_with(WORD.as_bytes()).await;
    for table in ["base_inquiry", "inquiry", "search_data"] {
        assert!(
            before.contains(table),
            "what is looked for is found: {before:?}"
        );
    }
    assert!(!other.tables_with(IN_FILE.as_bytes()).await.is_empty());

    // One pull after it was restricted, nothing is left.
    chief.act(case, Act::Restrict { restricted: true }).await;
    for desk in [&chief, &other, &clerk] {
        desk.sync(&house).await;
    }
    other.knows_nothing(case, attachment).await;
    assert!(other.has(open).await);
    assert!(chief.has(case).await && chief.file(attachment).exists());
    // Who typed it keeps what was signed, as with a department that left: the server may need it after a restore.
    assert!(!clerk.has(case).await && !clerk.file(attachment).exists());
    let signed = clerk.tables_with(WORD.as_bytes()).await;
    assert_eq!(signed, BTreeSet::from(["outbox".to_owned()]));

    // A computer that comes later never learns of it.
    let later = Computer::new(&house, helper, Role::Clerk).await;
    later.sync(&house).await;
    later.knows_nothing(case, attachment).await;
    assert!(later.has(open).await);

    // Named, and no more.
    let name = |co_executors: &[StaffId]| Act::Assign {
        executor: house.supervisor,
        co_executors: co_executors.to_vec(),
        topic: None,
        resolution: String::new(),
    };
    for (named, here) in [(vec![helper], true), (vec![], false)] {
        chief.act(case, name(&named)).await;
        chief.sync(&house).await;
        other.sync(&house).await;
        assert_eq!(other.has(case).await, here);
        assert_eq!(other.file(attachment).exists(), here);
    }
    other.knows_nothing(case, attachment).await;

    // Another role of who sits there: nothing happened to the case, and the log is at its end.
    for (roles, here) in [
        (vec![Role::Clerk, Role::DataOfficer], true),
        (vec![Role::Clerk], false),
    ] {
        let admin = house.admin();
        admin.set_roles(house.tenant, helper, &roles).await.unwrap();
        other.sync(&house).await;
        assert_eq!(other.has(case).await, here);
        assert_eq!(other.file(attachment).exists(), here);
    }
    other.knows_nothing(case, attachment).await;

    // Opened, it is everybody's again.
    chief.act(case, Act::Restrict { restricted: false }).await;
    chief.sync(&house).await;
    for desk in [&other, &clerk, &later] {
        desk.sync(&house).await;
        assert!(desk.has(case).await);
        assert!(desk.replica.check_rows().await.unwrap().is_empty());
    }
}
