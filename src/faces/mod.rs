//! What every face has in common: the words of both languages, errors and results in sentences, the figures behind a
//! progress, keys that stay open for a sitting. Asks nothing and shows nothing.
//!
//! Both programs are built with it (docs/architecture.md, "The face"). Each uses most of it, none all.

pub(crate) mod attack_told;
pub(crate) mod backup_told;
pub(crate) mod catalog;
pub(crate) mod check_told;
pub(crate) mod country;
pub(crate) mod coverage;
pub(crate) mod draft;
pub(crate) mod drive_label;
pub(crate) mod drive_words;
pub(crate) mod drives_told;
pub(crate) mod dropped;
pub(crate) mod explain;
pub(crate) mod fates;
pub(crate) mod first_day;
pub(crate) mod found_told;
pub(crate) mod here;
pub(crate) mod hold_words;
pub(crate) mod keeps;
pub(crate) mod kept;
pub(crate) mod key_file;
pub(crate) mod key_names;
pub(crate) mod keys_told;
pub(crate) mod language;
pub(crate) mod matters;
pub(crate) mod names;
pub(crate) mod new_drive;
pub(crate) mod new_key;
pub(crate) mod new_keys;
pub(crate) mod numbers;
pub(crate) mod opened_drives;
pub(crate) mod outcome;
pub(crate) mod papers;
pub(crate) mod plugged;
pub(crate) mod progress;
pub(crate) mod purge_told;
pub(crate) mod register_files;
pub(crate) mod register_told;
pub(crate) mod rehearsal;
pub(crate) mod restored_told;
pub(crate) mod room;
pub(crate) mod rule_words;
pub(crate) mod sanitize;
pub(crate) mod secret_files;
pub(crate) mod setting_words;
pub(crate) mod sheet_form;
pub(crate) mod sheet_key;
pub(crate) mod sheet_words;
pub(crate) mod source_words;
pub(crate) mod standing_told;
pub(crate) mod target;
pub(crate) mod units;
pub(crate) mod year_told;

// What almost every file needs, under one short path.
pub(crate) use catalog::{Catalog, Values, fl};
pub(crate) use language::Language;
pub(crate) use sanitize::{safe, safe_bytes, safe_path};
