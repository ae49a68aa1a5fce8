//! A closed case: the only thing an archive accepts.

use crate::inquiry::Inquiry;
use crate::refusal::Refusal;
use crate::state::State;

/// A case that is closed or archived. Cannot be made of anything else.
#[derive(Debug, Clone)]
pub struct ClosedCase(Inquiry);

impl ClosedCase {
    /// Checks that the case is complete enough to be archived: closed, and with an official number.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] while work goes on, [`Refusal::Missing`] without an official number.
    pub fn of(inquiry: Inquiry) -> Result<Self, Refusal> {
        if !matches!(inquiry.state, State::Closed { .. } | State::Archived { .. }) {
            return Err(Refusal::WrongState {
                act: "archive".into(),
                state: inquiry.state.code().into(),
            });
        }
        if inquiry.number.is_none() {
            return Err(Refusal::Missing {
                fields: vec!["number".into()],
            });
        }
        Ok(Self(inquiry))
    }

    /// The inquiry.
    #[must_use]
    pub fn inquiry(&self) -> &Inquiry {
        &self.0
    }
}
