//! Every backup of a drive as folders: one for each backup, and one in which all versions of a file stand beside each
//! other. Nothing of it is written anywhere; lists are read when somebody looks into them.
//!
//! ```text
//! 2026-11-30 02h08/Patients/DUPONT Marie/notes.txt
//! versions/Patients/DUPONT Marie/notes (2026-11-03 12h10).txt
//! ```

mod file;
mod past;
mod records;
mod versions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::browse::{Labels, SnapshotSummary};
use crate::error::{Damage, Error, Result, Thing};
use crate::format::entry::{Content, Moment};
use crate::format::names;
use crate::id::{RecordId, SourceId};
use crate::tree_path::TreePath;
use crate::vault::{Contents, Fetcher, SectionReader, Vault};
use past::{Past, Was};
use records::{Entry, Kind, Lists};

pub use file::{OpenedFile, WhereStored, beginning};

/// The folder of all versions, in every language.
const VERSIONS: &[u8] = b"versions";
/// Folders whose content was asked for last stay as they were shown.
const FOLDERS_KEPT: usize = 16;

/// A section and where its chunks lie.
pub struct Opened<'s> {
    section: &'s SectionReader,
    contents: Contents,
}

/// Reads the indexes of sections.
///
/// # Errors
/// When the drive cannot be read.
pub fn opened<'s>(vault: &Vault<'_>, sections: &'s [SectionReader]) -> Result<Vec<Opened<'s>>> {
    let open = |section| Ok(Opened { section, contents: Contents::load(vault, section)? });
    sections.iter().map(open).collect()
}

/// A folder of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// All of it.
    Root,
    /// One backup, by its number among them; or all versions.
    Backup(Option<usize>),
    /// A folder of a source in one backup, or with all its versions.
    Folder {
        /// Which backup; none: all versions.
        backup: Option<usize>,
        /// The source.
        source: SourceId,
        /// Where in it.
        path: TreePath,
    },
}

/// A file of the tree.
#[derive(Debug, Clone)]
pub struct StoredFile {
    section: usize,
    content: Arc<Content>,
}

impl StoredFile {
    /// Its length in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.content.size_bytes
    }
}

/// What a thing in a folder is.
#[derive(Debug, Clone)]
pub enum ChildKind {
    /// A folder.
    Folder(Place),
    /// A file.
    File(StoredFile),
    /// A link, and the bytes of where it points.
    Link(Vec<u8>),
    /// Stands where a list could not be read to its end: something is missing beside it.
    Unread,
}

/// A thing in a folder.
#[derive(Debug, Clone)]
pub struct Child {
    /// Its name, as bytes.
    pub name: Vec<u8>,
    /// What it is.
    pub what: ChildKind,
    /// When it was last changed.
    pub modified: Option<Moment>,
}

/// All backups of a drive as folders.
pub struct BackupTree<'a> {
    opened: &'a [Opened<'a>],
    fetchers: Vec<Fetcher<'a>>,
    pasts: Vec<Past>,
    labels: Labels,
    /// The name of each backup's folder, and when it was made.
    backups: Vec<(String, Option<Moment>)>,
    lists: Lists,
    shown: Vec<(Place, Arc<Vec<Child>>)>,
}

/// What a tree is made from.
pub struct TreeSource<'a> {
    /// The drive.
    pub vault: Vault<'a>,
    /// Its sections that are open.
    pub opened: &'a [Opened<'a>],
    /// Its backups, in the order they were made.
    pub snapshots: &'a [SnapshotSummary],
    /// What was forgotten on purpose is shown no more, on no drive.
    pub forgotten: &'a HashSet<RecordId>,
}

impl<'a> BackupTree<'a> {
    /// Reads every list of records once. Folders of backups are named by their time in `zone`.
    ///
    /// # Errors
    /// When the drive cannot be read.
    pub fn new(ground: &TreeSource<'a>, zone: &TimeZone) -> Result<Self> {
        let days = ground.snapshots.iter().enumerate().map(|(day, one)| (one.id, day)).collect();
        let (mut pasts, mut slim, mut fetchers) = (Vec::new(), Vec::new(), Vec::new());
        for open in ground.opened {
            let (past, manifests) =
                Past::read(&ground.vault, open.section, &days, ground.forgotten)?;
            pasts.push(past);
            slim.extend(manifests);
            fetchers.push(Fetcher::new(ground.vault, open.section, &open.contents)?);
        }
        Ok(Self {
            opened: ground.opened,
            fetchers,
            pasts,
            labels: Labels::over(slim.iter()),
            backups: backup_names(ground.snapshots, zone),
            lists: Lists::default(),
            shown: Vec::new(),
        })
    }

    /// What lies in a folder, by name.
    ///
    /// # Errors
    /// `NotFound`; `Damaged` where nothing of it can be read; when the drive cannot be read.
    pub fn list(&mut self, place: &Place) -> Result<Arc<Vec<Child>>> {
        if let Some(at) = self.shown.iter().position(|(known, _)| known == place) {
            let known = self.shown.remove(at);
            self.shown.push(known);
        } else {
            let mut children = match place {
                Place::Root => self.root(),
                Place::Backup(backup) => self.sources(*backup),
                Place::Folder { backup: Some(backup), source, path } => {
                    self.folder(*backup, *source, path)?
                }
                Place::Folder { backup: None, source, path } => self.versions(*source, path)?,
            };
            children.sort_by(|one, other| one.name.cmp(&other.name));
            if self.shown.len() >= FOLDERS_KEPT {
                self.shown.remove(0);
            }
            self.shown.push((place.clone(), Arc::new(children)));
        }
        Ok(self.shown.last().map(|(_, children)| children.clone()).unwrap_or_default())
    }

    /// The thing of that name in a folder.
    ///
    /// # Errors
    /// As [`BackupTree::list`].
    pub fn find(&mut self, place: &Place, name: &[u8]) -> Result<Option<Child>> {
        let children = self.list(place)?;
        let at = children.binary_search_by(|child| child.name.as_slice().cmp(name)).ok();
        Ok(at.and_then(|at| children.get(at)).cloned())
    }

    /// Opens a file.
    ///
    /// # Errors
    /// `Damaged` where part of it lies nowhere.
    pub fn open(&self, file: &StoredFile) -> Result<OpenedFile> {
        let opened = self.opened.get(file.section).ok_or_else(nowhere)?;
        OpenedFile::new(file.section, &file.content, &opened.contents)
    }

    /// Bytes of a file from somewhere in it; fewer only at its end.
    ///
    /// # Errors
    /// `Damaged`; when the drive cannot be read.
    pub fn read(&mut self, file: &OpenedFile, at: u64, bytes: usize) -> Result<Vec<u8>> {
        let fetcher = self.fetchers.get_mut(file.section).ok_or_else(nowhere)?;
        file.read(fetcher, at, bytes)
    }

    fn root(&self) -> Vec<Child> {
        let all = Child {
            name: VERSIONS.to_vec(),
            what: ChildKind::Folder(Place::Backup(None)),
            modified: self.backups.last().and_then(|(_, made)| *made),
        };
        let backups = self.backups.iter().enumerate().map(|(number, (name, made))| Child {
            name: name.clone().into_bytes(),
            what: ChildKind::Folder(Place::Backup(Some(number))),
            modified: *made,
        });
        std::iter::once(all).chain(backups).collect()
    }

    fn sources(&self, backup: Option<usize>) -> Vec<Child> {
        let is_there = |source: &SourceId| {
            self.pasts.iter().flat_map(|past| past.of(*source)).any(|was| is_in(was, backup))
        };
        let sources = self.labels.sources().filter(is_there);
        let child = |source| Child {
            name: self.labels.label(source).as_bytes().to_vec(),
            what: ChildKind::Folder(Place::Folder { backup, source, path: TreePath::root() }),
            modified: self.made(backup),
        };
        sources.map(child).collect()
    }

    fn made(&self, backup: Option<usize>) -> Option<Moment> {
        backup.and_then(|number| self.backups.get(number)).and_then(|(_, made)| *made)
    }

    fn folder(&mut self, backup: usize, source: SourceId, path: &TreePath) -> Result<Vec<Child>> {
        let mut add = |found: &mut Found, there: There<'_>| {
            let Entry { name, kind, modified } = there.entry;
            let what = match kind {
                Kind::File(content) => {
                    let (section, content) = (there.section, content.clone());
                    ChildKind::File(StoredFile { section, content })
                }
                Kind::Link(to) => ChildKind::Link(to.clone()),
                Kind::Folder => return,
            };
            found.add(name, what, *modified);
        };
        self.found(Some(backup), source, path, &mut add)?.children(path)
    }

    /// What lies in a folder, in one backup or in all: its folders, and what `add` makes of the rest.
    fn found(
        &mut self,
        backup: Option<usize>,
        source: SourceId,
        path: &TreePath,
        add: &mut dyn FnMut(&mut Found, There<'_>),
    ) -> Result<Found> {
        let (mut found, made) = (Found::default(), self.made(backup));
        let here = |name: &[u8]| Place::below(backup, source, path, name);
        for (section, past) in self.pasts.iter().enumerate() {
            for was in past.of(source).iter().filter(|was| is_in(was, backup)) {
                match way(&self.labels, was, path) {
                    Way::Elsewhere => {}
                    Way::Through(name) => found.add_folder(&name, here(&name), made),
                    Way::Inside => {
                        let Some(fetcher) = self.fetchers.get_mut(section) else { continue };
                        let listed = self.lists.get(section, fetcher, &was.line)?;
                        found.note(listed.damage);
                        let Some(entries) = listed.folder(path) else { continue };
                        found.is_folder = true;
                        for entry in entries {
                            if matches!(entry.kind, Kind::Folder) {
                                found.add_folder(&entry.name, here(&entry.name), entry.modified);
                            } else {
                                add(&mut found, There { section, was, entry });
                            }
                        }
                    }
                }
            }
        }
        Ok(found)
    }
}

/// A thing in a record that is no folder.
struct There<'e> {
    section: usize,
    was: &'e Was,
    entry: &'e Entry,
}

impl Place {
    fn below(
        backup: Option<usize>,
        source: SourceId,
        path: &TreePath,
        name: &[u8],
    ) -> Option<Self> {
        Some(Self::Folder { backup, source, path: path.join(name).ok()? })
    }
}

fn is_in(was: &Was, backup: Option<usize>) -> bool {
    backup.is_none_or(|backup| was.is_in(backup))
}

/// How a record stands to a folder.
enum Way {
    /// None of it lies there.
    Elsewhere,
    /// All of it lies further down, below a folder of this name.
    Through(Vec<u8>),
    /// Its list tells.
    Inside,
}

fn way(labels: &Labels, was: &Was, path: &TreePath) -> Way {
    let Some(own) = labels.record_folder(&was.line) else { return Way::Inside };
    if path.is_within(&own) {
        return Way::Inside;
    }
    let next = own.components().nth(path.components().count());
    match next.filter(|_| own.is_within(path)) {
        Some(name) => Way::Through(name.to_vec()),
        None => Way::Elsewhere,
    }
}

/// A folder while records add to it.
#[derive(Default)]
struct Found {
    children: BTreeMap<Vec<u8>, Child>,
    is_folder: bool,
    damage: Option<Damage>,
}

impl Found {
    fn add(&mut self, name: &[u8], what: ChildKind, modified: Option<Moment>) {
        let child = Child { name: name.to_vec(), what, modified };
        self.children.entry(name.to_vec()).or_insert(child);
    }

    /// A folder is there once, whoever has something in it.
    fn add_folder(&mut self, name: &[u8], place: Option<Place>, modified: Option<Moment>) {
        let Some(place) = place else { return };
        self.add(name, ChildKind::Folder(place), modified);
        if let Some(child) = self.children.get_mut(name) {
            child.modified = child.modified.max(modified);
        }
    }

    fn note(&mut self, damage: Option<Damage>) {
        self.damage = self.damage.or(damage);
    }

    /// What is shown: where nothing at all could be read, that is an error; where only part, a thing stands beside it.
    fn children(mut self, path: &TreePath) -> Result<Vec<Child>> {
        if let Some(damage) = self.damage {
            if self.children.is_empty() {
                return Err(Error::damaged(&names::vault_json(), damage));
            }
            self.add(UNREAD, ChildKind::Unread, None);
        } else if self.children.is_empty() && !self.is_folder && !path.is_root() {
            let name = path.escaped();
            return Err(Error::NotFound { what: Thing::Path, name });
        }
        Ok(self.children.into_values().collect())
    }
}

/// The name of what stands for things that could not be read.
const UNREAD: &[u8] = b"!! DAMAGED - ABIME !!";

fn nowhere() -> Error {
    Error::damaged(&names::vault_json(), Damage::Missing)
}

/// The folders of backups: day and minute, and a number where one of that minute is there already.
fn backup_names(snapshots: &[SnapshotSummary], zone: &TimeZone) -> Vec<(String, Option<Moment>)> {
    let mut taken: HashMap<String, u32> = HashMap::new();
    let name = |snapshot: &SnapshotSummary| {
        let time: Option<Timestamp> = snapshot.time.parse().ok();
        let local = time.map(|time| time.to_zoned_datetime(zone.clone()));
        let name = local.map_or_else(
            || snapshot.id.hex(),
            |local| local.strftime("%Y-%m-%d %Hh%M").to_string(),
        );
        let count = taken.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name} ({count})") } else { name };
        (name, time.map(|time| Moment(time.as_second(), 0)))
    };
    snapshots.iter().map(name).collect()
}
