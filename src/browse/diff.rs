//! What changed between two snapshots; records whose inventory is the same are not even read.

use std::collections::{BTreeMap, HashSet};

use crate::browse::{LostRecord, View, inventory};
use crate::error::Result;
use crate::format::documents::RecordLine;
use crate::format::entry::{ContentHash, EntryKind, InventoryEntry, Moment};
use crate::id::{ChunkName, RecordId, SourceId};
use crate::tree_path::TreePath;
use crate::vault::Vault;

/// How a path differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Only the newer snapshot has it.
    Added,
    /// Both have it, with different content, kind or target. Times and rights do not count.
    Changed,
    /// Only the older snapshot has it.
    Removed,
}

words! { ChangeKind, "Its word in JSON.":
    Added => "added",
    Changed => "changed",
    Removed => "removed",
}

/// One path that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathChange {
    /// How.
    pub kind: ChangeKind,
    /// Its source.
    pub source: SourceId,
    /// Where it lies in the source.
    pub path: TreePath,
    /// Length in bytes, of the newer where both have it; absent for what is no file.
    pub size_bytes: Option<u64>,
    /// Time of the last change, of the newer where both have it.
    pub modified: Option<Moment>,
}

/// All differences, by source and path.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// The paths that differ.
    pub changes: Vec<PathChange>,
    /// Records that could not be read in one of the two.
    pub lost: Vec<LostRecord>,
}

#[derive(PartialEq, Eq)]
enum What {
    File(u64, ContentHash),
    Folder,
    Symlink(String),
    HardLink(TreePath),
}

struct Side {
    record: RecordId,
    what: What,
    modified: Option<Moment>,
}

type Found = BTreeMap<(SourceId, TreePath), Side>;

/// Compares two snapshots. Files that moved from one record to another (a year to the next) are
/// compared by path. What a record that cannot be read held is neither added nor removed. Needs memory for the paths of the records that differ.
///
/// # Errors
/// When the drive cannot be read.
pub fn diff(vault: &Vault<'_>, older: &[View<'_>], newer: &[View<'_>]) -> Result<Difference> {
    let mut difference = Difference::default();
    let before = gather(vault, older, &inventories(newer), &mut difference.lost)?;
    let mut after = gather(vault, newer, &inventories(older), &mut difference.lost)?;
    let lost: HashSet<_> = difference.lost.iter().map(|lost| lost.record.record).collect();
    let is_known = |side: &Side| !lost.contains(&side.record);
    for (place, old) in before {
        let new = after.remove(&place);
        let (source, path) = place;
        match new {
            None if is_known(&old) => {
                difference.changes.push(change(ChangeKind::Removed, source, path, &old));
            }
            Some(new) if new.what != old.what => {
                difference.changes.push(change(ChangeKind::Changed, source, path, &new));
            }
            _ => {}
        }
    }
    let added = after.into_iter().filter(|(_, new)| is_known(new));
    difference
        .changes
        .extend(added.map(|((source, path), new)| change(ChangeKind::Added, source, path, &new)));
    difference.changes.sort_by(|a, b| (a.source, &a.path).cmp(&(b.source, &b.path)));
    Ok(difference)
}

fn inventories<'a>(views: &'a [View<'_>]) -> HashSet<(RecordId, &'a [ChunkName])> {
    let records = views.iter().flat_map(|view| &view.manifest.records);
    records.map(|record| (record.record, record.inventory.as_slice())).collect()
}

fn gather(
    vault: &Vault<'_>,
    views: &[View<'_>],
    same: &HashSet<(RecordId, &[ChunkName])>,
    lost: &mut Vec<LostRecord>,
) -> Result<Found> {
    let mut found = Found::new();
    let differs =
        |record: &RecordLine| !same.contains(&(record.record, record.inventory.as_slice()));
    for view in views {
        lost.extend(inventory::entries(vault, view, &differs, &mut |record, entry| {
            let modified = entry.metadata.modified;
            let side = Side { record: record.record, modified, what: what(&entry) };
            found.insert((record.source, entry.path), side);
            Ok(())
        })?);
    }
    Ok(found)
}

fn what(entry: &InventoryEntry) -> What {
    match &entry.kind {
        EntryKind::File(content) => What::File(content.size_bytes, content.hash),
        EntryKind::Folder => What::Folder,
        EntryKind::Symlink { to } => What::Symlink(to.clone()),
        EntryKind::HardLink { to } => What::HardLink(to.clone()),
    }
}

fn change(kind: ChangeKind, source: SourceId, path: TreePath, side: &Side) -> PathChange {
    let size_bytes = match side.what {
        What::File(size, _) => Some(size),
        _ => None,
    };
    PathChange { kind, source, path, size_bytes, modified: side.modified }
}
