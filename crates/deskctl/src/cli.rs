//! What can be typed.

mod deadline;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::Lang;
use std::path::PathBuf;

pub use deadline::{Compute, Deadline};

/// Inquiry Desk on the command line.
#[derive(Debug, Parser)]
#[command(
    name = "deskctl",
    version,
    about,
    long_about = None,
    after_help = "Exit codes: 0 done; 1 refused or failed; 2 wrong usage; 3 a copy that did not pass its verification; \
                  4 a file that cannot be read; 5 a file beyond the limits; 6 no way to the server; 7 the result could not be written, \
                  or the disk is full"
)]
pub struct Cli {
    /// Directory of the replica.
    #[arg(long, global = true, env = "DESK_DATA")]
    pub data: Option<PathBuf>,
    /// Account that unlocks it; the passphrase comes from the environment variable DESK_PASSPHRASE.
    #[arg(
        long = "as",
        global = true,
        env = "DESK_ACCOUNT",
        value_name = "ACCOUNT"
    )]
    pub account: Option<String>,
    /// Results as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of sentences and papers: ky, ru or en.
    #[arg(long, global = true, env = "DESK_LANG", value_parser = language)]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// The language asked for, else the system's, else English.
    pub fn lang(&self) -> Lang {
        let system = || {
            std::env::var("LC_ALL")
                .or_else(|_| std::env::var("LANG"))
                .ok()
        };
        self.lang
            .or_else(|| system().and_then(|tag| Lang::from_tag(&tag)))
            .unwrap_or(Lang::En)
    }
}

/// A language that was asked for by name is never replaced by another one.
fn language(tag: &str) -> Result<Lang, String> {
    Lang::from_tag(tag).ok_or_else(|| {
        let known: Vec<&str> = Lang::ALL.iter().map(|l| l.tag()).collect();
        format!("known: {}", known.join(", "))
    })
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a demonstration office: a server, two enrolled devices, a fictional year of inquiries.
    Demo(Demo),
    /// Run the embedded server of a demonstration office until interrupted.
    Serve(Serve),
    /// Enrol this computer with a one-time code.
    Enrol(Enrol),
    /// Inquiries.
    #[command(subcommand)]
    Inquiries(Inquiries),
    /// Redact a file: burn, verify, release. Needs no replica.
    Redact(Redact),
    /// Check a released copy again, against its certificate. Needs no replica.
    VerifyCopy(VerifyCopy),
    /// Suggest personal data in texts, line by line. Needs no replica.
    Detect(Detect),
    /// Make a period's report.
    Report(Report),
    /// Make the archival PDF of a closed case.
    Archive(Archive),
    /// Synchronise with the server.
    Sync,
    /// List the computers of this one's departments: when each last reached the server, and what waits on it.
    Devices,
    /// A stick instead of a link.
    #[command(subcommand)]
    Stick(Stick),
    /// Fields that two people changed at once.
    #[command(subcommand)]
    Conflicts(Conflicts),
    /// How deadlines are computed.
    #[command(subcommand)]
    Deadline(Deadline),
    /// The audit chain.
    #[command(subcommand)]
    Audit(Audit),
}

/// `stick ...`
#[derive(Debug, Subcommand)]
pub enum Stick {
    /// Write all that waits into a file for the server (there: `inquiry-server device outbox FILE`).
    Outbox {
        /// The file; one that is there is replaced.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Take in the cases that the server wrote for this computer (there: `inquiry-server device snapshot`), before the
    /// first synchronisation.
    Snapshot {
        /// The file.
        file: PathBuf,
    },
}

/// `conflicts ...`
#[derive(Debug, Subcommand)]
pub enum Conflicts {
    /// List open conflicts with both values.
    List,
    /// Decide one. The value that loses is kept in the case, and who decided is noted.
    Settle {
        /// Which inquiry.
        number: String,
        /// The field's code, as in the list.
        field: String,
        /// What shall stand.
        #[arg(long)]
        take: Take,
    },
}

/// Which value of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Take {
    /// The proposal that was not taken at first.
    Mine,
    /// What stands.
    Theirs,
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// How many inquiries.
    #[arg(long, default_value_t = office::YEAR)]
    pub inquiries: u32,
    /// Seed: the same seed gives the same data.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Last day of the year of data.
    #[arg(long)]
    pub until: Option<NaiveDate>,
    /// Directory to make; must not exist or be empty.
    #[arg(long)]
    pub out: PathBuf,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Directory of the demonstration office.
    pub dir: PathBuf,
}

/// `enrol`
#[derive(Debug, Args)]
pub struct Enrol {
    /// Address of the server, for example https://desk.example.kg
    #[arg(long)]
    pub server: String,
    /// File with the certificate (PEM) of the office's own authority, where the server's is signed by it.
    #[arg(long)]
    pub authority: Option<PathBuf>,
    /// One-time code from the administrator.
    #[arg(long, env = "DESK_CODE", hide_env_values = true)]
    pub code: String,
    /// Name for the list of devices.
    #[arg(long, default_value = "deskctl")]
    pub name: String,
    /// Login at the server; its password comes from DESK_PASSWORD, the new passphrase from DESK_PASSPHRASE.
    #[arg(long)]
    pub login: String,
}

/// `inquiries ...`
#[derive(Debug, Subcommand)]
pub enum Inquiries {
    /// List a view.
    List {
        /// View: today, inbox, new, mine, to_sign, returned, overdue, to_dispatch, closed, archived, conflicts, all.
        #[arg(long, default_value = "all")]
        view: String,
        /// Words, or any part of a number.
        #[arg(long, default_value = "")]
        search: String,
        /// At most this many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show one inquiry.
    Show {
        /// Registration number, provisional number, or id.
        number: String,
    },
    /// All inquiries of the replica as JSON, the same on every device that holds them.
    Export,
    /// Register an inquiry; the text comes from FILE or standard input.
    Register(Box<Register>),
    /// Import the website's submissions.
    Import {
        /// CSV or JSON.
        file: PathBuf,
        /// Department that gets them.
        #[arg(long)]
        unit: Option<String>,
        /// Leave them as new rather than entering them in the register at once.
        #[arg(long)]
        new: bool,
    },
    /// Assign.
    Assign {
        /// Which.
        number: String,
        /// Executor's login.
        #[arg(long)]
        executor: String,
        /// Co-executors' logins.
        #[arg(long)]
        with: Vec<String>,
        /// Topic code.
        #[arg(long)]
        topic: Option<String>,
        /// Resolution.
        #[arg(long, default_value = "")]
        resolution: String,
    },
    /// Write the answer and send it for sign-off.
    Answer {
        /// Which.
        number: String,
        /// Template code.
        #[arg(long)]
        template: Option<String>,
        /// Text instead of a template: a file, or - for standard input.
        #[arg(long)]
        text: Option<PathBuf>,
        /// Outcome code; a template brings its own.
        #[arg(long)]
        outcome: Option<String>,
        /// Keep as a draft.
        #[arg(long)]
        draft: bool,
    },
    /// Return an answer for rework.
    Return {
        /// Which.
        number: String,
        /// What has to be mended.
        #[arg(long)]
        reason: String,
    },
    /// Sign an answer.
    Approve {
        /// Which.
        number: String,
    },
    /// Record how the answer left.
    Dispatch {
        /// Which.
        number: String,
        /// Way of delivery, a code of the profile.
        #[arg(long, default_value = "post")]
        method: String,
        /// Outgoing number or receipt.
        #[arg(long, default_value = "")]
        reference: String,
        /// Day; today if absent.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// Remove from control.
    Close {
        /// Which.
        number: String,
        /// Index of the file; the profile's first if absent.
        #[arg(long)]
        file: Option<String>,
    },
    /// Add a note.
    Note {
        /// Which.
        number: String,
        /// Text.
        text: String,
    },
    /// Take back the last act.
    Undo {
        /// Which.
        number: String,
    },
    /// Add a file.
    Attach {
        /// Which.
        number: String,
        /// File.
        file: PathBuf,
        /// It goes with the answer.
        #[arg(long)]
        answer: bool,
    },
}

/// `inquiries register`. Channels, kinds, topics and territories are codes of the legal profile: one that it does not
/// have is refused, and those that it has are named.
#[derive(Debug, Args)]
#[command(
    after_help = "Channels, kinds, topics and territories are codes of the legal profile. A code that it does not \
                        have is refused, and the ones that it has are named."
)]
pub struct Register {
    /// One line.
    #[arg(long)]
    pub subject: String,
    /// Text: a file, or - for standard input.
    #[arg(long)]
    pub text: PathBuf,
    /// Applicant; absent for an anonymous inquiry.
    #[arg(long, default_value = "")]
    pub name: String,
    /// Telephone.
    #[arg(long, default_value = "")]
    pub phone: String,
    /// E-mail.
    #[arg(long, default_value = "")]
    pub email: String,
    /// Postal address.
    #[arg(long, default_value = "")]
    pub address: String,
    /// Channel code.
    #[arg(long, default_value = "post")]
    pub channel: String,
    /// Kind code.
    #[arg(long, default_value = "application")]
    pub kind: String,
    /// Topic code.
    #[arg(long)]
    pub topic: Option<String>,
    /// Territory code.
    #[arg(long)]
    pub territory: Option<String>,
    /// Language of the inquiry; guessed from the text if absent.
    #[arg(long, value_parser = language)]
    pub language: Option<Lang>,
    /// Department; the account's own if absent.
    #[arg(long)]
    pub unit: Option<String>,
    /// Files that came with it.
    #[arg(long)]
    pub attach: Vec<PathBuf>,
    /// Moment of receipt (RFC 3339); now if absent.
    #[arg(long)]
    pub received: Option<chrono::DateTime<chrono::FixedOffset>>,
}

/// `redact`
#[derive(Debug, Args)]
pub struct Redact {
    /// PDF, JPEG, PNG, TIFF, WebP or BMP.
    pub input: PathBuf,
    /// Marks as JSON: `{"marks":[{"page":1,"rect":[x0,y0,x1,y1],"reason":"personal-data"},{"text":"...","reason":"..."}]}`;
    /// points from the page's top left. A text with a page is taken out on that page only; a text with a page and a
    /// rectangle must stand under it.
    #[arg(long, required_unless_present = "auto")]
    pub plan: Option<PathBuf>,
    /// Take out all personal data that are found in the file's words, and each place where the same words stand. A file
    /// with a page that has no words (a scan) is refused.
    #[arg(long, conflicts_with = "plan")]
    pub auto: bool,
    /// Which personal data, with --auto: person, phone, email, national_id, tax_id, insurance_number, passport, address,
    /// birth_date, card, iban, plate, secret. All of them if nothing is said.
    #[arg(long, value_delimiter = ',', requires = "auto")]
    pub kinds: Vec<String>,
    /// The copy; written only when it passed its verification.
    #[arg(short, long)]
    pub out: PathBuf,
    /// The certificate, as JSON.
    #[arg(long)]
    pub certificate: Option<PathBuf>,
    /// Who releases it, for the certificate.
    #[arg(long, default_value = "deskctl")]
    pub by: String,
}

/// `verify-copy`
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 0: it is the certified copy, built of nothing but pictures of pages, and one flat colour covers \
                  whatever was taken out. 3: something does not hold; each is said. 4: a file cannot be read."
)]
pub struct VerifyCopy {
    /// The released copy.
    pub copy: PathBuf,
    /// Its certificate, as JSON; the public form does, too.
    #[arg(long)]
    pub certificate: PathBuf,
    /// The original: also checks that the copy was made from it. Needs the office's own form of the certificate.
    #[arg(long)]
    pub source: Option<PathBuf>,
}

/// `detect`
#[derive(Debug, Args)]
#[command(
    after_help = "Reads lines {\"id\": ..., \"text\": \"...\"} from standard input and writes for each {\"id\": ..., \"spans\": \
                  [{\"start\", \"end\", \"kind\", \"score\", \"why\"}]}. Places count Unicode scalar values; the end is exclusive. \
                  With --json each line also says by \"tagger\" whether the language model worked; without it, rules work alone. A \
                  line that cannot be read is told on standard error by its number, the others are done, and the exit code is 4. \
                  INQUIRY_DESK_WEIGHTS names the folder of the model, where it is not installed with the program."
)]
pub struct Detect {
    /// Only say whether the language model is there.
    #[arg(long)]
    pub about: bool,
    /// Rules alone, as if the language model were not there.
    #[arg(long)]
    pub rules: bool,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// PDF/A-3a with the figures embedded.
    Pdf,
    /// The model, as JSON.
    Json,
}

/// `report`
#[derive(Debug, Args)]
pub struct Report {
    /// Which: `activity`.
    pub name: String,
    /// First day.
    #[arg(long)]
    pub from: NaiveDate,
    /// Last day.
    #[arg(long)]
    pub to: NaiveDate,
    /// Form.
    #[arg(long, value_enum, default_value = "pdf")]
    pub format: ReportFormat,
    /// File to write.
    #[arg(short, long)]
    pub out: PathBuf,
}

/// `archive`
#[derive(Debug, Args)]
pub struct Archive {
    /// Registration number or id.
    pub number: String,
    /// File to write.
    #[arg(short, long)]
    pub out: PathBuf,
    /// Record in the case that it was archived (an archivist's act).
    #[arg(long)]
    pub record: bool,
}

/// `audit ...`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Read the whole chain and say where it breaks, if it does.
    Verify,
}
