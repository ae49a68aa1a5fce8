//! PDF: `source` opens and draws a stranger's file, `text` reads its words with their places, `build` makes the copy.

pub(crate) mod build;
pub(crate) mod fixed;
mod fonts;
pub(crate) mod source;
pub(crate) mod text;
