//! Deliberate faults: each must be found.

use clap::ValueEnum;

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Break {
    /// The outcome of every fifth command of a device never reaches it.
    DropAck,
    /// The server gives a registration number a second time.
    ReuseNumber,
    /// A device never gets some rows, and nobody tells it that sums differ.
    SkipRow,
    /// The server lets the later value win where it should have asked a person.
    SilentMerge,
    /// A device does not carry out an erasure.
    ForgetErase,
    /// The server forgets whom restricted cases concern: every device of the department gets them.
    OpenRestricted,
}

impl Break {
    /// As it is given on the command line.
    pub fn name(self) -> String {
        self.to_possible_value()
            .map(|v| v.get_name().to_owned())
            .unwrap_or_default()
    }
}
