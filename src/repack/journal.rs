//! Remembers which packs come and go, until it is done: what an interrupted run leaves of them is
//! found again by that alone.

use std::collections::HashSet;

use crate::error::Result;
use crate::format::documents::PackLine;
use crate::id::PackId;
use crate::state::named::{MANIFESTS_IN_MOTION, PACKS_IN_MOTION};
use crate::state::{Drive, State};

/// Manifests that an interrupted run wrote anew, all of them.
///
/// # Errors
/// `State`.
pub fn fresh(state: &State, drive: &Drive) -> Result<HashSet<String>> {
    Ok(state.drive_note(drive.row, MANIFESTS_IN_MOTION)?.unwrap_or_default())
}

/// The note of one drive.
pub struct Journal<'a> {
    /// What the computer remembers.
    pub state: &'a mut State,
    /// The drive.
    pub drive: &'a Drive,
    packs: Vec<PackId>,
}

/// What earlier runs noted.
///
/// # Errors
/// `State`.
pub fn noted(state: &State, drive: &Drive) -> Result<Vec<PackId>> {
    Ok(state.drive_note(drive.row, PACKS_IN_MOTION)?.unwrap_or_default())
}

impl<'a> Journal<'a> {
    /// Goes on from what earlier runs noted.
    ///
    /// # Errors
    /// `State`.
    pub fn open(state: &'a mut State, drive: &'a Drive) -> Result<Self> {
        let packs = noted(state, drive)?;
        Ok(Self { state, drive, packs })
    }

    /// Notes packs before anything happens to them.
    ///
    /// # Errors
    /// `State`.
    pub fn note(&mut self, packs: impl Iterator<Item = PackId>) -> Result<()> {
        self.packs.extend(packs);
        self.state.set_drive_note(self.drive.row, PACKS_IN_MOTION, &self.packs)
    }

    /// A pack is about to be written; a backup that comes next may remove it.
    ///
    /// # Errors
    /// `State`.
    pub fn begin(&mut self, pack: PackId) -> Result<()> {
        self.state.begin_pack(self.drive.row, pack)
    }

    /// From here on an index may name these packs, so no other run may take them for unfinished.
    ///
    /// # Errors
    /// `State`.
    pub fn adopt(&mut self, packs: &[PackLine]) -> Result<()> {
        self.note(packs.iter().map(|line| line.pack))?;
        packs.iter().try_for_each(|line| self.state.drop_begun_pack(self.drive.row, line.pack))
    }

    /// All manifests are written anew: from here on these count, not the old ones.
    ///
    /// # Errors
    /// `State`.
    pub fn renewed(&mut self, manifests: impl Iterator<Item = String>) -> Result<()> {
        let mut all = fresh(self.state, self.drive)?;
        all.extend(manifests);
        self.state.set_drive_note(self.drive.row, MANIFESTS_IN_MOTION, &all)
    }

    /// Done: only these are still in question.
    ///
    /// # Errors
    /// `State`.
    pub fn close(mut self, left: Vec<PackId>) -> Result<()> {
        self.packs = left;
        self.state.set_drive_note(
            self.drive.row,
            MANIFESTS_IN_MOTION,
            &HashSet::<String>::new(),
        )?;
        self.note(std::iter::empty())
    }
}
