//! Scenarios: one story a data flow.
