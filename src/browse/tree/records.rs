//! Lists of records, read when somebody looks into them; those that were looked into last stay, up to a bound.

use std::collections::HashMap;
use std::sync::Arc;

use crate::browse::inventory;
use crate::error::{Damage, Result};
use crate::format::documents::RecordLine;
use crate::format::entry::{Content, EntryKind, InventoryEntry, Moment};
use crate::id::{ChunkName, RecordId};
use crate::tree_path::{TreePath, unescape};
use crate::vault::Fetcher;

/// Lists that are kept take this many bytes together; the one in use stays, whatever it takes.
const KEPT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What an entry takes besides its name and its chunks.
const ENTRY_BYTES: usize = 160;

/// What a thing in a folder is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Folder,
    File(Arc<Content>),
    Link(Vec<u8>),
}

/// A thing in a folder of a record.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) kind: Kind,
    pub(super) modified: Option<Moment>,
}

/// All folders of one record in one state.
#[derive(Debug, Default)]
pub(super) struct Listed {
    folders: HashMap<TreePath, Vec<Entry>>,
    bytes: usize,
    /// Not all of it could be read.
    pub(super) damage: Option<Damage>,
}

impl Listed {
    /// What lies in a folder; nothing where there is no such folder.
    pub(super) fn folder(&self, path: &TreePath) -> Option<&[Entry]> {
        self.folders.get(path).map(Vec::as_slice)
    }

    fn read(fetcher: &mut Fetcher<'_>, record: &RecordLine) -> Result<Self> {
        let mut listed = Self::default();
        listed.folders.insert(TreePath::root(), Vec::new());
        let mut links = Vec::new();
        let mut files: HashMap<TreePath, (Arc<Content>, Option<Moment>)> = HashMap::new();
        listed.damage = inventory::read_record(fetcher, record, &mut |_, entry| {
            let InventoryEntry { path, kind, metadata } = entry;
            let modified = metadata.modified;
            match kind {
                EntryKind::File(content) => {
                    let content = Arc::new(content);
                    files.insert(path.clone(), (content.clone(), modified));
                    listed.add(&path, Kind::File(content), modified);
                }
                EntryKind::Folder => {
                    listed.folders.entry(path.clone()).or_default();
                    listed.add(&path, Kind::Folder, modified);
                }
                EntryKind::Symlink { to } => {
                    let to = unescape(&to).unwrap_or_default();
                    listed.add(&path, Kind::Link(to), modified);
                }
                EntryKind::HardLink { to } => links.push((path, to)),
            }
            Ok(())
        })?;
        for (path, to) in links {
            if let Some((content, modified)) = files.get(&to) {
                listed.add(&path, Kind::File(content.clone()), *modified);
            }
        }
        Ok(listed)
    }

    fn add(&mut self, path: &TreePath, kind: Kind, modified: Option<Moment>) {
        let (Some(folder), Some(name)) = (path.parent(), path.name()) else { return };
        let chunks = match &kind {
            Kind::File(content) => content.chunks.len() * size_of::<ChunkName>(),
            _ => 0,
        };
        self.bytes += ENTRY_BYTES + 2 * path.as_bytes().len() + chunks;
        self.make_way_to(&folder);
        let name = name.to_vec();
        self.folders.entry(folder).or_default().push(Entry { name, kind, modified });
    }

    /// Folders that no line names, because none of their own things is worth one.
    fn make_way_to(&mut self, folder: &TreePath) {
        if self.folders.contains_key(folder) {
            return;
        }
        self.folders.insert(folder.clone(), Vec::new());
        if let (Some(above), Some(name)) = (folder.parent(), folder.name()) {
            self.make_way_to(&above);
            let entry = Entry { name: name.to_vec(), kind: Kind::Folder, modified: None };
            self.folders.entry(above).or_default().push(entry);
        }
    }
}

/// Which list: of which section, which record, in which state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    section: usize,
    record: RecordId,
    inventory: Vec<ChunkName>,
}

/// The lists that were looked into last.
#[derive(Default)]
pub(super) struct Lists {
    kept: HashMap<Key, (Arc<Listed>, u64)>,
    bytes: usize,
    turn: u64,
}

impl Lists {
    /// The list of a record, read if it is not there.
    pub(super) fn get(
        &mut self,
        section: usize,
        fetcher: &mut Fetcher<'_>,
        record: &RecordLine,
    ) -> Result<Arc<Listed>> {
        let inventory = record.inventory.clone();
        let key = Key { section, record: record.record, inventory };
        self.turn += 1;
        if let Some((listed, turn)) = self.kept.get_mut(&key) {
            *turn = self.turn;
            return Ok(listed.clone());
        }
        let listed = Arc::new(Listed::read(fetcher, record)?);
        // What could not be read may be read another time.
        if listed.damage.is_some() {
            return Ok(listed);
        }
        self.bytes += listed.bytes;
        while self.bytes > KEPT_BYTES_MAX {
            let oldest = self.kept.iter().min_by_key(|(_, (_, turn))| *turn);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            let gone = self.kept.remove(&oldest);
            self.bytes -= gone.map_or(0, |(listed, _)| listed.bytes);
        }
        self.kept.insert(key, (listed.clone(), self.turn));
        Ok(listed)
    }
}
