//! src-ui
