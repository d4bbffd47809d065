//! How things are said: the catalogue of each language, numbers and dates, help, mistakes in typing.

pub(crate) mod catalog;
pub(crate) mod coverage;
pub(crate) mod fates;
mod flags;
pub(crate) mod help;
pub(crate) mod keeps;
pub(crate) mod language;
pub(crate) mod meant;
pub(crate) mod names;
pub(crate) mod numbers;
pub(crate) mod outlook;
pub(crate) mod units;
pub(crate) mod usage_error;
