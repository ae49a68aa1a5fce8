//! The server's files in a store that speaks S3.
