//! From a description to the bytes of a file.

pub(crate) mod papers;
pub(crate) mod photo;
pub(crate) mod scan;
mod type_on_picture;
