//! Stories over whole files.
