//! refuge: encrypted, offline backup onto removable drives, able to forget provably.
//!
//! Modules stand on floors; each imports only from floors below its own (`tests/it/tidy.rs`).

#[macro_use]
mod words;

pub mod attach;
pub mod backup;
pub mod browse;
pub mod chunker;
pub mod compress;
pub mod config;
pub mod crypto;
pub mod destination;
pub mod documents;
pub mod drives;
pub mod error;
pub mod event;
pub mod exclude;
pub mod expiry;
pub mod fate;
pub mod format;
pub mod guard;
pub mod id;
pub mod incident;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod mend;
#[cfg(feature = "mount")]
pub mod mount;
pub mod parity;
pub mod parity_groups;
pub mod platform;
pub mod practice;
pub mod purge;
pub mod register;
pub mod rekey;
pub mod repack;
pub mod restore;
pub mod retention;
pub mod settle;
pub mod setup;
pub mod source;
pub mod sources;
pub mod state;
pub mod status;
pub mod storage;
pub mod thin;
pub mod tree_path;
pub mod unsaved;
pub mod vault;
pub mod verify;
pub mod visit;
pub mod wipe;
