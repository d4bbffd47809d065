//! Backups that should be on a drive and cannot be read: what is shown without them may be older than it seems.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::History;
use crate::error::{Damage, Result};
use crate::format::names::ObjectPath;
use crate::id::SnapshotId;
use crate::state::{Drive, Snapshot, State};
use crate::vault::SectionReader;

/// What of the backups of a drive cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many lists of backups.
    pub count: u64,
    /// One of them may be newer than all that can be read.
    pub may_be_newer: bool,
    /// One of them, and why.
    pub first: Option<(ObjectPath, Damage)>,
}

impl Unread {
    /// By what can be read, and by the lists that must be there, of sections that are open. What an interrupted run
    /// left is none.
    ///
    /// # Errors
    /// `State`.
    pub fn of(
        history: &History,
        mut known: Vec<Snapshot>,
        state: &State,
        drive: &Drive,
        sections: &[SectionReader],
    ) -> Result<Self> {
        let is_open = |known: &Snapshot| sections.iter().any(|open| open.id == known.section);
        known.retain(is_open);
        let begun = state.uncommitted_snapshots(drive.row)?.into_iter();
        let begun: HashSet<String> = begun.map(|snapshot| snapshot.object).collect();
        let numbers: HashMap<&str, u64> =
            known.iter().map(|one| (one.object.as_str(), one.seq)).collect();
        let newest = history.snapshots.last().map_or(0, |shot| shot.seq);
        let read: HashSet<SnapshotId> = history.snapshots.iter().map(|shot| shot.id).collect();
        let gone = known.iter().filter(|one| !read.contains(&one.id));
        let mut unread: BTreeMap<ObjectPath, Damage> = gone
            .filter_map(|one| Some((ObjectPath::parse(&one.object)?, Damage::Missing)))
            .collect();
        let counts = |(object, damage): &&(ObjectPath, Damage)| {
            !begun.contains(object.as_str())
                && (is_taken_away(*damage) || numbers.contains_key(object.as_str()))
        };
        unread.extend(history.damaged.iter().filter(counts).cloned());
        let is_newer = |object: &ObjectPath| {
            numbers.get(object.as_str()).is_none_or(|number| *number > newest)
        };
        Ok(Self {
            count: unread.len() as u64,
            may_be_newer: unread.keys().any(is_newer),
            first: unread.into_iter().next(),
        })
    }

    /// How many lists whoever takes the latest backup may miss: none, where all of them are older than what can be read.
    #[must_use]
    pub const fn missed_by_latest(&self) -> u64 {
        if self.may_be_newer { self.count } else { 0 }
    }
}

/// What the medium does not give back may be a list of ours; whatever else this computer does not know was never
/// one, or was torn before it was, or is told by `attach`.
const fn is_taken_away(damage: Damage) -> bool {
    damage.may_be_whole()
}
