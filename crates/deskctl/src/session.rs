//! Unlocking for a command.

use crate::cli::Cli;
use crate::failure::Failure;
use desk::clock::SystemClock;
use desk::{Desk, DeskError, Session};
use domain::{Inquiry, InquiryId, Refusal};
use protocol::ApiError;
use protocol::window::list::{List, View};
use std::path::Path;
use std::sync::Arc;

/// An unlocked replica; [`Open::close`] closes it in order.
pub struct Open {
    desk: Desk,
    /// The session.
    pub session: Arc<Session>,
}

/// Unlocks the replica of `--data` with `--as` and `DESK_PASSPHRASE`.
pub async fn open(cli: &Cli) -> Result<Open, Failure> {
    let need = |what: &str| Failure::new(2, ApiError::new("needs").with("value", what));
    let data = cli.data.clone().ok_or_else(|| need("--data"))?;
    let account = cli.account.clone().ok_or_else(|| need("--as"))?;
    let passphrase = std::env::var("DESK_PASSPHRASE").map_err(|_| need("DESK_PASSPHRASE"))?;
    let texts = text::Texts::new(cli.lang());
    for file in desk::settings::damaged(&data) {
        let name = text::arg(file.display().to_string());
        eprintln!("{}", texts.with("deskctl-damaged", &[("name", name)]));
    }
    let desk = Desk::at(&data, Arc::new(SystemClock));
    let session = desk.unlock(&account, &passphrase).await?;
    Ok(Open { desk, session })
}

impl Open {
    /// What happens in the session.
    pub fn events(&self) -> tokio::sync::broadcast::Receiver<desk::session::Event> {
        self.desk.subscribe()
    }

    /// Closes the replica.
    pub async fn close(self) -> Result<(), Failure> {
        drop(self.session);
        Ok(self.desk.lock().await?)
    }

    /// The inquiry of a registration number, a provisional number or an id.
    pub async fn find(&self, number: &str) -> Result<Inquiry, Failure> {
        let unknown = || Failure::from(DeskError::Refused(Refusal::Unknown));
        if let Ok(id) = number.parse::<InquiryId>() {
            return self
                .session
                .open_case(id)
                .await
                .map(|c| c.inquiry)
                .map_err(Failure::from);
        }
        let list = List {
            view: View::All,
            search: number.to_owned(),
            limit: 200,
            ..List::default()
        };
        let rows = self.session.list(&list).await?.rows;
        for row in rows {
            let inquiry = self.session.open_case(row.id).await?.inquiry;
            let provisional = inquiry
                .provisional
                .as_ref()
                .is_some_and(|p| p.to_string() == number);
            if inquiry.shown_number().as_deref() == Some(number) || provisional {
                return Ok(inquiry);
            }
        }
        Err(unknown())
    }
}

/// A file's bytes; `-` is standard input.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |source| {
        Failure::from(DeskError::File {
            path: path.to_owned(),
            source,
        })
    };
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(failed)?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(failed)
}

/// A file's text; must be UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?).map_err(|e| {
        Failure::new(
            4,
            ApiError::new("not-utf8")
                .with("name", path.display())
                .because(e),
        )
    })
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Ok(desk::settings::write_atomically(path, bytes)?)
}
