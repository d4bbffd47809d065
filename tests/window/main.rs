//! The window, played without a screen: by the names that a screen reader hears, against a real practice.

#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, reason = "each face uses most of what both share, none uses all of it")]
#[path = "../../src/faces/mod.rs"]
mod faces;
#[allow(dead_code, reason = "the tests of the command line use the rest")]
#[path = "../it/office.rs"]
mod office;
mod pictures;
mod player;
#[allow(dead_code, reason = "its entrance belongs to the program")]
#[path = "../../src/window/mod.rs"]
mod window;

mod check;
mod drives;
mod every_day;
mod first_day;
mod keys;
mod people;
mod year;
