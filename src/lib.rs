//! refuge: encrypted, offline backup onto removable drives, able to forget provably.
//!
//! Modules stand on floors; each imports only from floors below its own (`tests/it/tidy.rs`).

pub mod attach;
pub mod backup;
pub mod chunker;
pub mod compress;
pub mod config;
pub mod crypto;
pub mod destination;
pub mod error;
pub mod event;
pub mod exclude;
pub mod fate;
pub mod format;
pub mod id;
pub mod limits;
pub mod parity;
pub mod parity_groups;
pub mod platform;
pub mod purge;
pub mod register;
pub mod retention;
pub mod source;
pub mod state;
pub mod storage;
pub mod tree_path;
pub mod vault;
pub mod verify;
