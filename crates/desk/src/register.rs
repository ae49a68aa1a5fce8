//! Entering an inquiry in the register, with its files.

use crate::clock::Ids;
use crate::error::Result;
use crate::session::Session;
use domain::Act;
use domain::inquiry::{AttachmentRole, Card};
use protocol::window::work::Performed;

impl Session {
    /// Registers an inquiry; staged files become its attachments. The files are durable before the command is:
    /// a crash between the two leaves staged files, never an inquiry without its letter.
    ///
    /// # Errors
    /// A refusal (then the staged files stay staged), or the replica's.
    pub async fn register(&self, card: Card, staged: &[String]) -> Result<Performed> {
        self.create(card, staged, true).await
    }

    /// Takes an inquiry in without entering it in the register.
    ///
    /// # Errors
    /// As [`Session::register`].
    pub async fn receive(&self, card: Card, staged: &[String]) -> Result<Performed> {
        self.create(card, staged, false).await
    }

    async fn create(&self, mut card: Card, staged: &[String], register: bool) -> Result<Performed> {
        self.office().check_unit(&card.unit)?;
        for id in staged {
            card.attachments
                .push(self.describe_staged(id, AttachmentRole::Received).await?);
        }
        let inquiry = Ids(&*self.clock).inquiry()?;
        let card = Box::new(card);
        let act = if register {
            Act::Register(card)
        } else {
            Act::Receive(card)
        };
        let done = self.perform_one(inquiry, act).await?;
        self.adopt_staged(inquiry, staged).await?;
        self.announce(vec![inquiry]).await?;
        Ok(Performed {
            done: vec![done],
            refused: Vec::new(),
        })
    }
}
