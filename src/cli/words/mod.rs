//! How things are said: the catalogue of each language, numbers and dates, help, mistakes in typing.

mod flags;
pub(crate) mod help;
pub(crate) mod language;
pub(crate) mod meant;
pub(crate) mod outlook;
pub(crate) mod usage_error;

// The sentences that every face says.
pub(crate) use crate::faces::{coverage, fates, keeps, names, numbers};

#[cfg(test)]
mod catalog_tests;
