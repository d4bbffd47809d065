//! What became of one drive: the words and figures of it.

use refuge::backup;
use refuge::drives::Ejected;
use refuge::settle::Debt;
use refuge::state::Drive;
use serde_json::{Value, json};

/// How a drive left the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Out {
    /// It was let go of.
    Let(Ejected),
    /// It stays, as was asked.
    Stays,
    /// Something uses it.
    Busy,
}

/// What was done on one drive.
pub(crate) struct Done {
    pub(crate) drive: Drive,
    pub(crate) summary: backup::BackupSummary,
    pub(crate) owes: Vec<Debt>,
    /// Drives that alone hold keys to part of it: their names.
    pub(crate) keys_elsewhere: Vec<String>,
    pub(crate) out: Out,
    pub(crate) seconds: u64,
    /// Number of the entry in the ledger.
    pub(crate) entry: Option<u64>,
}

impl Done {
    /// Whether every file was backed up, everything written was read back, and the keys to it are there.
    pub(crate) fn is_whole(&self) -> bool {
        let done = &self.summary;
        let is_read = done.read_back || done.snapshot.is_none();
        let is_all = done.problems == 0 && done.forgotten_changed == 0;
        is_all && is_read && self.keys_elsewhere.is_empty()
    }

    /// Whether nothing of the folders is missing from it, not even by rule.
    pub(crate) fn is_complete(&self) -> bool {
        let done = &self.summary;
        let is_all = done.problems == 0 && done.left_out == 0 && done.links_out == 0;
        is_all && done.forgotten_changed == 0 && self.keys_elsewhere.is_empty()
    }

    /// What programs are told.
    pub(crate) fn fields(&self) -> Vec<(&'static str, Value)> {
        let done = &self.summary;
        let owes: Vec<&str> = self.owes.iter().map(|debt| debt.word()).collect();
        vec![
            ("drive", json!(self.drive.name)),
            ("snapshot", json!(done.snapshot.map(|id| id.hex()))),
            ("files", json!(done.files)),
            ("records", json!(done.records)),
            ("source_bytes", json!(done.source_bytes)),
            ("new_files", json!(done.new_files)),
            ("new_bytes", json!(done.new_bytes)),
            ("vanished_files", json!(done.vanished_files)),
            ("odd_files", json!(done.odd_files)),
            ("stored_bytes", json!(done.stored_bytes)),
            ("drive_written", json!(done.drive_written)),
            ("drive_read", json!(done.drive_read)),
            ("problems", json!(done.problems)),
            ("absent_folders", json!(done.absent.len())),
            ("left_out", json!(done.left_out)),
            ("links_out", json!(done.links_out)),
            ("open_files", json!(done.open_files)),
            ("with_streams", json!(done.with_streams)),
            ("forgotten_met", json!(done.forgotten_met)),
            ("forgotten_changed", json!(done.forgotten_changed)),
            ("erased_again", json!(done.erased_again)),
            ("read_back", json!(done.read_back)),
            ("ejected", json!(self.out == Out::Let(Ejected::Done))),
            ("owes", json!(owes)),
            ("keys_elsewhere", json!(self.keys_elsewhere)),
            ("ledger_entry", json!(self.entry)),
            ("seconds", json!(self.seconds)),
        ]
    }
}
