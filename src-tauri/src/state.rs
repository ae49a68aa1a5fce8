//! What the commands share.

use crate::picker::Picker;
use desk::Desk;
use office::DemoServer;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The program's state, managed by Tauri.
pub struct Program {
    /// The use cases.
    pub desk: Arc<Desk>,
    /// File dialogs.
    pub picker: Picker,
    /// The embedded server of the demonstration.
    pub demo: Option<Arc<DemoServer>>,
    /// Something typed is only in the window: the next attempt to close it is refused.
    pub held: AtomicBool,
}
