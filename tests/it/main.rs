//! Integration tests, one binary: each module is a subject.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where it fails; the helpers of tests too"
)]

mod tidy;
