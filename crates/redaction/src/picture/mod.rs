//! Pictures: `source` decodes a stranger's file into upright pixels, `build` encodes pixels anew, with nothing besides.

pub(crate) mod build;
pub(crate) mod source;
