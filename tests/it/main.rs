//! All integration tests, in one binary.
//! Integration tests: one binary, one module per subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says aloud what it skips"
)]

mod age_vectors;
mod stock_age;
//! Integration tests, one binary: each module is a subject.
    reason = "a test may stop where it fails; the helpers of tests too"
mod tidy;
    reason = "a test may fail loudly"
mod face;
