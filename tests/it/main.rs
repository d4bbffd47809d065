//! All integration tests, in one binary: one module per subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says aloud what it skips"
)]

mod advice;
mod advice_damage;
mod advice_drives;
mod advice_erasing;
#[cfg(target_os = "linux")]
mod advice_media;
#[cfg(target_os = "linux")]
mod advice_papers;
mod advice_small;
mod advice_stopped;
mod advice_table;
mod advice_walk;
mod age_vectors;
mod attacker;
mod backup;
mod cli_backup;
mod cli_clock;
mod cli_drives;
mod cli_find;
mod cli_home;
mod cli_in_place;
mod cli_incident;
mod cli_keys;
mod cli_purge;
mod cli_register;
mod cli_report;
mod cli_settings;
mod cli_status;
mod cli_verify;
mod crash;
#[cfg(target_os = "linux")]
mod desktop;
mod erased_again;
mod face;
mod file_systems;
mod first_year;
mod folders;
mod guard;
mod guard_days;
#[cfg(target_os = "linux")]
mod guide;
#[cfg(target_os = "linux")]
mod guide_levels;
#[cfg(target_os = "linux")]
mod guide_person;
#[cfg(target_os = "linux")]
mod guide_words;
mod hoarder;
mod hoarder_office;
mod hostile;
mod house;
mod in_place;
#[cfg(unix)]
mod junk;
#[cfg(target_os = "linux")]
mod keeps;
mod keys;
mod leaning;
#[cfg(target_os = "linux")]
mod left_halfway;
#[cfg(target_os = "linux")]
mod links;
mod lost_parts;
mod mend;
mod misread;
#[cfg(feature = "mount")]
mod mount;
mod office;
#[cfg(target_os = "linux")]
mod open_files;
mod order;
mod papers;
mod places;
mod promises;
mod purge;
mod purge_parity;
mod real_lists;
#[cfg(unix)]
mod rescue;
mod restore;
mod rig;
mod settle;
mod setup;
mod sharing;
#[cfg(target_os = "linux")]
mod short_ways;
#[cfg(target_os = "linux")]
mod sore;
mod source_tree;
mod stock_age;
#[cfg(target_os = "linux")]
mod stop;
#[cfg(unix)]
mod strange;
mod support;
mod the_year;
mod thin;
mod tidy;
mod token;
#[cfg(target_os = "linux")]
mod typed_ahead;
mod unreadable;
#[cfg(target_os = "linux")]
mod unsaved;
#[cfg(target_os = "linux")]
mod widths;
