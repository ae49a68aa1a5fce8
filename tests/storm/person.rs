//! Somebody at a laptop: works without asking for the link, synchronises, and now and then the program is killed under
//! their hands. What the program said was done is remembered.

use crate::journal::Journal;
use crate::office::{DEVICES, Device, LOGIN};
use scenarios::programs::{self, Chance, Moment, Outcome};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// A program is killed after one of so many changes of its files; some end before that.
const WRITES: u64 = 10;
/// A synchronisation writes more.
const WRITES_OF_SYNC: u64 = 30;
/// Rows that one import takes in.
const ROWS: u32 = 5;
/// Topics of the profile, for resolutions that differ.
const TOPICS: [&str; 2] = ["roads.repair", "utilities.lighting"];
/// Why a synchronisation may end early while nothing is wrong but the way to the servers. `bad-signature`: a changed command
/// was refused. `file`: a changed chunk was. `store`: a changed row was not let in. `still-differs`: it was let in after
/// the repair of an earlier one.
const EXCUSES: [&str; 9] = [
    "offline",
    "stall",
    "not-our-server",
    "server",
    "server-busy",
    "bad-signature",
    "file",
    "still-differs",
    "store",
];

/// What was done, as it is found again.
#[derive(Debug)]
pub enum Deed {
    /// A case with this subject, and the hash of its file.
    Registered(String, Option<String>),
    /// A note with this text.
    Noted(String),
    /// Something that others may have done differently at the same time.
    Changed,
}

/// What a program said was done.
#[derive(Debug)]
pub struct Acknowledged {
    pub command: Uuid,
    pub inquiry: Uuid,
    pub deed: Deed,
}

/// A person.
pub struct Person {
    pub device: Device,
    pub acknowledged: Vec<Acknowledged>,
    /// Subjects that were taken in from a file: its report names no commands.
    pub imported: Vec<String>,
    pub killed: u32,
    pub refused: u32,
    chance: Chance,
    /// Cases that all know of.
    common: Arc<Mutex<Vec<String>>>,
    dir: PathBuf,
    journal: Arc<Journal>,
}

impl Person {
    pub fn new(
        device: Device,
        dir: &Path,
        seed: u64,
        common: Arc<Mutex<Vec<String>>>,
        journal: Arc<Journal>,
    ) -> Self {
        let own = dir.join(format!("papers-{}", device.place));
        std::fs::create_dir_all(&own).expect("a folder");
        std::fs::write(own.join("text.txt"), "Биздин көчөдө таза суу жок.").expect("writes");
        Self {
            chance: Chance::new(
                seed ^ (device.place as u64 + 1).wrapping_mul(0x2545_F491_4F6C_DD1D),
            ),
            device,
            acknowledged: Vec::new(),
            imported: Vec::new(),
            killed: 0,
            refused: 0,
            common,
            dir: own,
            journal,
        }
    }

    /// A day's work: some of it is cut short.
    pub fn day(&mut self, round: u64) {
        let place = self.device.place;
        let until = self.perhaps(WRITES);
        self.register(&format!("storm-{place}-{round}-a"), true, until);
        let until = self.perhaps(WRITES);
        self.note(&format!("note-{place}-{round}"), until);
        let until = self.perhaps(WRITES);
        self.sync(None);
        match (round + place as u64) % 3 {
            0 => self.import(&format!("storm-{place}-{round}-import"), until),
            1 => self.assign(until),
            _ => self.draft(round, until),
        }
        let until = self.perhaps(WRITES_OF_SYNC);
        self.sync(until);
        let until = self.perhaps(WRITES);
        self.register(&format!("storm-{place}-{round}-b"), false, until);
        self.sync(None);
    }

    /// In every second case a moment to be killed at.
    fn perhaps(&mut self, writes: u64) -> Option<Moment> {
        (self.chance.below(2) == 0).then(|| self.chance.moment(writes))
    }

    fn run(&mut self, arguments: &[&str], until: Option<Moment>) -> Outcome {
        let folder = self.device.dir.clone();
        let until = until.map(|moment| (moment, folder.as_path()));
        let outcome = programs::run(&mut self.device.command(arguments), until);
        self.killed += u32::from(outcome.killed);
        let ended = match outcome.code {
            Some(code) => format!("exit code {code}"),
            None => "killed".to_owned(),
        };
        let said = outcome
            .said
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        self.journal.note(format!(
            "device {}: {} -> {ended} {said}",
            self.device.place,
            arguments.join(" ")
        ));
        outcome
    }

    /// Does one thing, and remembers it if the program said that it was done.
    fn act(&mut self, arguments: &[&str], deed: Deed, until: Option<Moment>) -> Option<String> {
        let outcome = self.run(arguments, until);
        let said = outcome.said.first();
        if let Some(command) = said.and_then(|s| s["command"].as_str()) {
            let id = said.and_then(|s| s["inquiry"].as_str()).expect("of a case");
            self.acknowledged.push(Acknowledged {
                command: command.parse().expect("an id"),
                inquiry: id.parse().expect("an id"),
                deed,
            });
            return Some(id.to_owned());
        }
        let refused = code_of(&outcome).is_some_and(|code| code.starts_with("refused-"));
        self.refused += u32::from(refused);
        assert!(outcome.killed || refused, "{arguments:?}: {outcome:?}");
        None
    }

    pub fn register(&mut self, subject: &str, attach: bool, until: Option<Moment>) {
        let (text, file) = (self.dir.join("text.txt"), self.dir.join("scan.png"));
        let (text, file) = (
            text.to_string_lossy().into_owned(),
            file.to_string_lossy().into_owned(),
        );
        let units = DEVICES[self.device.place];
        let unit = usize::try_from(self.chance.below(units.len() as u64)).unwrap_or(0);
        let mut arguments = vec!["inquiries", "register", "--subject", subject];
        arguments.extend(["--text", &text, "--unit", units[unit]]);
        let mut hash = None;
        if attach {
            // Of one chunk, and of several.
            let bytes = picture(&mut self.chance, [60, 500]);
            hash = Some(hex::encode(Sha256::digest(&bytes)));
            std::fs::write(&file, bytes).expect("writes");
            arguments.extend(["--attach", &file]);
        }
        let deed = Deed::Registered(subject.to_owned(), hash);
        if let Some(id) = self.act(&arguments, deed, until) {
            self.common().push(id);
        }
    }

    fn common(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.common.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One of the first cases, about which all speak, or any.
    fn case(&mut self, among: usize) -> String {
        let count = self.common().len().min(among) as u64;
        let which = usize::try_from(self.chance.below(count)).unwrap_or(0);
        self.common()[which].clone()
    }

    fn note(&mut self, text: &str, until: Option<Moment>) {
        let case = self.case(usize::MAX);
        let deed = Deed::Noted(text.to_owned());
        self.act(&["inquiries", "note", &case, text], deed, until);
    }

    fn assign(&mut self, until: Option<Moment>) {
        let case = self.case(2);
        let topic = TOPICS[usize::try_from(self.chance.below(2)).unwrap_or(0)];
        let arguments = [
            "inquiries",
            "assign",
            &case,
            "--executor",
            LOGIN,
            "--topic",
            topic,
        ];
        self.act(&arguments, Deed::Changed, until);
    }

    fn draft(&mut self, round: u64, until: Option<Moment>) {
        let case = self.case(2);
        let path = self.dir.join("draft.txt");
        let text = format!("Урматтуу арыз ээси! Жооп {round} {}.", self.device.place);
        std::fs::write(&path, text).expect("writes");
        let path = path.to_string_lossy();
        let arguments = ["inquiries", "answer", &case, "--text", &path, "--draft"];
        self.act(&arguments, Deed::Changed, until);
    }

    /// Takes in a file of the website; all of its rows are acknowledged by one report.
    fn import(&mut self, name: &str, until: Option<Moment>) {
        let subjects: Vec<String> = (0..ROWS).map(|row| format!("{name}-{row}")).collect();
        let rows: String = subjects
            .iter()
            .map(|s| format!("Демо Өмүр;+996 000 111 222;Көчөдө жарык жок: {s};{s}\r\n"))
            .collect();
        let csv = format!("Аты-жөнү;Телефон;Кайрылуунун мазмуну;Тема\r\n{rows}");
        let path = self.dir.join("import.csv");
        std::fs::write(&path, csv).expect("writes");
        let outcome = self.run(&["inquiries", "import", &path.to_string_lossy()], until);
        match outcome.said.first() {
            Some(report) => {
                assert_eq!(report["taken"], ROWS, "{report}");
                self.imported.extend(subjects);
            }
            None => assert!(outcome.killed, "{outcome:?}"),
        }
    }

    /// Whether it came to its end.
    fn sync(&mut self, until: Option<Moment>) -> bool {
        let outcome = self.run(&["sync"], until);
        let excused = code_of(&outcome)
            .and_then(|code| code.strip_prefix("sync-problem-"))
            .is_some_and(|code| EXCUSES.contains(&code));
        let fits = outcome.killed || outcome.code == Some(0) || excused;
        assert!(fits, "{outcome:?}");
        outcome.code == Some(0)
    }

    /// In calm: whether it came to its end, and nothing waits or came any more.
    pub fn is_quiet(&mut self) -> bool {
        let outcome = self.run(&["sync"], None);
        let report = outcome.said.first().cloned().unwrap_or_default();
        let nothing = [
            "pushed",
            "pulled",
            "files_sent",
            "files_fetched",
            "outbox",
            "files_waiting",
        ];
        outcome.code == Some(0) && nothing.iter().all(|what| report[what] == 0)
    }

    /// How many refused commands the program shows.
    pub fn shown_as_refused(&mut self) -> u64 {
        let outcome = self.run(&["sync"], None);
        let report = outcome.said.first().cloned().unwrap_or_default();
        report["rejected"].as_u64().expect("a number")
    }
}

/// The code of an error that was said.
fn code_of(outcome: &Outcome) -> Option<&str> {
    outcome
        .said
        .iter()
        .find_map(|said| said["error"]["code"].as_str())
}

/// A picture without any order, so that no two are alike and none can be packed; of one of these widths.
fn picture(chance: &mut Chance, widths: [u32; 2]) -> Vec<u8> {
    let width = widths[usize::try_from(chance.below(2)).unwrap_or(0)];
    let mut picture = image::RgbImage::new(width, width);
    for pixel in picture.pixels_mut() {
        let drawn = chance.below(1 << 24).to_le_bytes();
        *pixel = image::Rgb([drawn[0], drawn[1], drawn[2]]);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, image::ImageFormat::Png);
    written.expect("encodes into memory");
    bytes.into_inner()
}
