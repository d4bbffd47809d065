//! One record on its way into the vault: which files are read, which are known, and what became of each.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::backup::remembered::{NEVER_SAME, NEVER_SAME_AND_OPEN, cached, number_of};
use crate::chunker::CutRule;
use crate::config::Source;
use crate::crypto::Recipient;
use crate::crypto::hash::{ChunkKey, NamingSecret};
use crate::error::{Problem, ProblemCause, Result};
use crate::event::{Event, Observer};
use crate::format::entry::{Content, EntryKind, InventoryEntry, Metadata, Moment};
use crate::guard::{FileLook, Nature};
use crate::id::{ChunkName, ContentTag, KeyId, RecordId, SourceId};
use crate::platform;
use crate::source::{OpenFile, Seen, SeenKind, SourceFolder};
use crate::state::{CachedFile, FileCache, RecordKey};
use crate::tree_path::{self, TreePath};
use crate::unsaved::{self, Miss};

/// How often, for a whole record, a name that is gone is waited for, and how long each time.
const WAITS_MAX: usize = 8;
const WAIT: Duration = Duration::from_millis(25);

/// A record as the scan found it.
pub(super) struct Found<'a> {
    pub source: &'a Source,
    pub folder: &'a SourceFolder,
    pub id: RecordId,
    pub name: Vec<u8>,
    pub fingerprint: [u8; 16],
    pub key: Option<RecordKey>,
    pub is_known_here: bool,
}

/// What to do with one entry.
#[derive(Serialize, Deserialize)]
pub(super) enum Treatment {
    /// Folders, links: only described.
    Describe,
    /// Another name of the entry with that number.
    SameAs(usize),
    /// Nothing changed since it was last read, and the drive has all its chunks.
    Reuse,
    /// It must be read; the drive has all of how it was, or has not.
    Read { is_here: bool },
}

/// A record whose files must be looked into.
pub(super) struct RecordFiles {
    pub source: SourceId,
    pub class: String,
    pub folder: SourceFolder,
    pub id: RecordId,
    pub name: Vec<u8>,
    pub fingerprint: [u8; 16],
    pub key: Option<RecordKey>,
    pub entries: Vec<Seen>,
    pub plans: Vec<Treatment>,
    pub cache: FileCache,
    pub stored: HashSet<ChunkName>,
    /// Whether a finished backup on this drive holds it.
    pub is_known_here: bool,
    pub to_read_files: u64,
    pub to_read_bytes: u64,
    /// The same without holes.
    pub to_store_bytes: u64,
    /// Files that changed or got another name, by number, and what they were before.
    pub suspects: Vec<(usize, FileLook)>,
}

impl RecordFiles {
    pub(super) fn new(
        found: Found<'_>,
        naming: &NamingSecret,
        entries: Vec<Seen>,
        cache: FileCache,
        stored: HashSet<ChunkName>,
    ) -> Self {
        let mut first_names: HashMap<(u64, u64), usize> = HashMap::new();
        let mut plans = Vec::with_capacity(entries.len());
        let (mut to_read_files, mut to_read_bytes, mut to_store_bytes) = (0, 0, 0);
        for (number, seen) in entries.iter().enumerate() {
            let first = (seen.kind == SeenKind::File && seen.links > 1 && seen.inode != 0)
                .then(|| *first_names.entry((seen.device, seen.inode)).or_insert(number));
            let plan = match (&seen.kind, first) {
                (SeenKind::File, Some(first)) if first != number => Treatment::SameAs(first),
                (SeenKind::File, _) if cache.is_empty() => Treatment::Read { is_here: false },
                (SeenKind::File, _) => {
                    let cached = cache.get(&naming.path_tag(found.id, seen.path.as_bytes()));
                    let here = cached.filter(|cached| is_stored(cached, &stored));
                    match here {
                        Some(cached) if is_same(seen, cached) => Treatment::Reuse,
                        here => Treatment::Read { is_here: here.is_some() },
                    }
                }
                _ => Treatment::Describe,
            };
            if matches!(plan, Treatment::Read { .. }) {
                to_read_files += 1;
                to_read_bytes += seen.size_bytes;
                to_store_bytes += seen.allocated_bytes.unwrap_or(u64::MAX).min(seen.size_bytes);
            }
            plans.push(plan);
        }
        Self {
            source: found.source.id,
            class: found.source.class.clone(),
            folder: found.folder.clone(),
            id: found.id,
            name: found.name,
            fingerprint: found.fingerprint,
            key: found.key,
            entries,
            plans,
            cache,
            is_known_here: found.is_known_here,
            stored,
            to_read_files,
            to_read_bytes,
            to_store_bytes,
            suspects: Vec::new(),
        }
    }
}

/// Whether a file looks as it did.
fn is_same(seen: &Seen, cached: &CachedFile) -> bool {
    cached.size_bytes == seen.size_bytes
        && cached.modified == seen.modified
        && cached.changed == seen.changed
        && cached.inode == seen.inode
}

/// Whether the drive has all of a file as it was.
fn is_stored(cached: &CachedFile, stored: &HashSet<ChunkName>) -> bool {
    cached.content.chunks().iter().all(|chunk| stored.contains(chunk))
}

/// The chunk names of a large file, filled in as its pieces are named.
#[derive(Default)]
pub(super) struct LargeFile(Mutex<Vec<Option<ChunkName>>>);

impl LargeFile {
    /// Notes the names of chunks from `first` on.
    pub(super) fn put(&self, first: usize, names: &[ChunkName]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() < first + names.len() {
            all.resize(first + names.len(), None);
        }
        for (place, name) in all.iter_mut().skip(first).zip(names) {
            *place = Some(*name);
        }
    }

    /// All names, in order.
    fn names(&self) -> Vec<ChunkName> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter_map(|name| *name).collect()
    }
}

/// What a file that was read looks like; nothing when it was not read.
pub(super) type Look = Option<Nature>;

/// What became of one file.
pub(super) enum Outcome {
    /// As it is now.
    Taken(Content, Metadata, Look),
    /// As it is now; the names of its chunks are filled in by the time the record is finished.
    Named(Arc<LargeFile>, Content, Metadata, Look),
    /// It could not be read now; this is how it was at an earlier backup.
    Kept(Content, Metadata, ProblemCause),
    /// Left out.
    LeftOut(ProblemCause),
}

impl Outcome {
    /// A large file whose chunks are all named is a file like any other.
    fn with_names(self) -> Self {
        match self {
            Self::Named(file, content, metadata, look) => {
                Self::Taken(Content { chunks: file.names(), ..content }, metadata, look)
            }
            other => other,
        }
    }
}

/// A record in work; shared by the threads that work on it.
pub(super) struct Job {
    pub files: RecordFiles,
    pub key: KeyId,
    pub recipient: Recipient,
    pub names: ChunkKey,
    pub cut: CutRule,
    pub naming: NamingSecret,
    stored: Mutex<HashSet<ChunkName>>,
    outcomes: Mutex<Vec<Option<Outcome>>>,
    pending: AtomicUsize,
    patience: AtomicUsize,
}

impl Job {
    pub(super) fn new(
        mut files: RecordFiles,
        naming: &NamingSecret,
        key: KeyId,
        recipient: Recipient,
    ) -> Self {
        let cut = naming.cut_key(files.id);
        Self {
            key,
            recipient,
            names: naming.chunk_key(files.id),
            cut: CutRule { multiplier: cut.multiplier, addend: cut.addend },
            naming: naming.clone(),
            stored: Mutex::new(std::mem::take(&mut files.stored)),
            outcomes: Mutex::new(files.entries.iter().map(|_| None).collect()),
            pending: AtomicUsize::new(1),
            patience: AtomicUsize::new(WAITS_MAX),
            files,
        }
    }

    /// Whether a chunk must be stored; answers yes once.
    pub(super) fn is_new(&self, name: ChunkName) -> bool {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner).insert(name)
    }

    /// One more piece of work belongs to this record.
    pub(super) fn add_work(&self) {
        self.pending.fetch_add(1, Ordering::AcqRel);
    }

    /// One piece of work is done; true for whoever did the last.
    pub(super) fn work_done(&self) -> bool {
        self.pending.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Opens a file by its name. One that is saved by renaming has none for a moment, so it is looked for
    /// again, a few times for the whole record.
    pub(super) fn open(&self, seen: &Seen) -> Result<OpenFile, ProblemCause> {
        let may_wait = || {
            let left = |left: usize| left.checked_sub(1);
            self.patience.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
        };
        loop {
            match self.files.folder.open_file(seen) {
                Err(ProblemCause::Vanished) if may_wait() => std::thread::sleep(WAIT),
                opened => return opened,
            }
        }
    }

    /// Further names of the entry `first`, to be read by themselves where another file took its name.
    pub(super) fn further_names(&self, first: usize) -> Vec<usize> {
        let is_same = |plan: &Treatment| matches!(plan, Treatment::SameAs(of) if *of == first);
        let plans = self.files.plans.iter().enumerate();
        plans.filter(|(_, plan)| is_same(plan)).map(|(number, _)| number).collect()
    }

    /// Notes what became of a file.
    pub(super) fn settle(&self, number: usize, outcome: Outcome) {
        let mut outcomes = self.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = outcomes.get_mut(number) {
            *place = Some(outcome);
        }
    }

    /// The file in a picture of its disk, where a program keeps it for itself or keeps changing it.
    pub(super) fn open_pictured(&self, seen: &Seen, cause: ProblemCause) -> Option<OpenFile> {
        let is_open = matches!(cause, ProblemCause::Held | ProblemCause::Changing);
        is_open.then(|| self.files.folder.open_pictured(seen)).flatten()
    }

    /// How a file was at an earlier backup, if the drive has all of that.
    pub(super) fn earlier(&self, seen: &Seen, cause: ProblemCause) -> Option<Outcome> {
        let tag = self.tag(seen);
        let cached = self.files.cache.get(&tag)?;
        let stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = cached.size_bytes != u64::MAX && is_stored(cached, &stored);
        let (modified, was_open) = (Some(cached.modified), cached.inode == NEVER_SAME_AND_OPEN);
        let metadata = Metadata { modified, was_open, ..seen.plain_metadata() };
        whole.then(|| Outcome::Kept(cached.content.to_content(cached.size_bytes), metadata, cause))
    }

    /// What is known of a file that is to be reused.
    pub(super) fn known(&self, seen: &Seen) -> Option<Content> {
        let tag = self.naming.path_tag(self.files.id, seen.path.as_bytes());
        self.files.cache.get(&tag).map(|cached| cached.content.to_content(seen.size_bytes))
    }

    /// The inventory, each entry handed to `each`, and the cache of files for the next run. Called
    /// once, after all work is done.
    pub(super) fn inventory(
        &self,
        is_fresh: impl Fn(&Seen) -> bool,
        each: &mut dyn FnMut(&InventoryEntry) -> Result<()>,
    ) -> Result<Inventory> {
        let taken = &mut *self.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        let outcomes = std::mem::take(taken);
        let present: Vec<bool> = outcomes
            .iter()
            .map(|outcome| {
                matches!(outcome, Some(Outcome::Taken(..) | Outcome::Named(..) | Outcome::Kept(..)))
            })
            .collect();
        let mut inventory = Inventory::default();
        let files = &self.files;
        let suspects: HashMap<usize, FileLook> = files.suspects.iter().copied().collect();
        let entries = files.entries.iter().zip(&files.plans).zip(outcomes);
        for (number, ((seen, plan), outcome)) in entries.enumerate() {
            let outcome = outcome.map(Outcome::with_names);
            let entry = match (plan, outcome) {
                (Treatment::Describe, _) => self.described(seen),
                (Treatment::SameAs(first), None) => {
                    let stands = present.get(*first).copied().unwrap_or(false);
                    let Some(first) = files.entries.get(*first).filter(|_| stands) else {
                        continue;
                    };
                    linked(seen, &first.path)
                }
                (_, Some(Outcome::Taken(content, metadata, look))) => {
                    let tag = self.tag(seen);
                    let old = files.cache.get(&tag);
                    if !self.has(plan, old, &content) {
                        inventory.new_files += 1;
                        inventory.new_bytes += content.size_bytes;
                    }
                    inventory.compare(old, suspects.get(&number).copied(), &content, look);
                    let nature = look.or(old.map(|old| old.nature)).unwrap_or_default();
                    let number = number_of(seen, metadata.was_open, is_fresh(seen));
                    // What is open now may be another by the next time, and not show it.
                    inventory.set_aside += u64::from(metadata.was_open);
                    inventory.cache.insert(tag, cached(seen, &content, nature, number));
                    inventory.count(seen, &content, &metadata);
                    file(seen, content, metadata)
                }
                (_, Some(Outcome::Kept(content, metadata, cause))) => {
                    let tag = self.tag(seen);
                    inventory.miss(tag, cause, true);
                    // Remembered for its earlier version: the next run may need it as well.
                    let old = files.cache.get(&tag).cloned();
                    let inode = if metadata.was_open { NEVER_SAME_AND_OPEN } else { NEVER_SAME };
                    inventory.cache.extend(old.map(|old| (tag, CachedFile { inode, ..old })));
                    inventory.count(seen, &content, &metadata);
                    file(seen, content, metadata)
                }
                (_, Some(Outcome::LeftOut(cause))) => {
                    inventory.miss(self.tag(seen), cause, false);
                    continue;
                }
                _ => continue,
            };
            inventory.entries += 1;
            each(&entry)?;
        }
        inventory.content = Some(self.naming.content_tag(files.id, &mut inventory.documents));
        Ok(inventory)
    }

    /// Whether the drive had a file with these bytes.
    fn has(&self, plan: &Treatment, old: Option<&CachedFile>, content: &Content) -> bool {
        let lacks = matches!(plan, Treatment::Read { is_here: false });
        self.files.is_known_here && !lacks && old.is_some_and(|old| old.content.is(content))
    }

    fn tag(&self, seen: &Seen) -> [u8; 16] {
        self.naming.path_tag(self.files.id, seen.path.as_bytes())
    }

    fn described(&self, seen: &Seen) -> InventoryEntry {
        let kind = match &seen.kind {
            SeenKind::Symlink { to } => EntryKind::Symlink { to: tree_path::escape(to) },
            _ => EntryKind::Folder,
        };
        InventoryEntry { path: seen.path.clone(), kind, metadata: self.files.folder.metadata(seen) }
    }
}

/// What a record's inventory counts, and what the computer remembers of it.
#[derive(Default)]
pub(super) struct Inventory {
    pub entries: usize,
    pub cache: FileCache,
    pub files: u64,
    pub bytes: u64,
    pub newest: Option<Moment>,
    /// The bytes of its documents.
    pub content: Option<ContentTag>,
    documents: Vec<[u8; 32]>,
    pub new_files: u64,
    pub new_bytes: u64,
    /// Known files whose bytes are others now.
    pub changed_files: u64,
    /// Suspects that could be weighed, and those that were made unreadable.
    pub weighed_files: u64,
    pub spoiled_files: u64,
    /// Files that were not taken as they are.
    pub set_aside: u64,
    /// Of these, the ones that are missing from the backup as they are.
    pub missed: Vec<Miss>,
}

impl Inventory {
    fn miss(&mut self, path: [u8; 16], cause: ProblemCause, has_earlier: bool) {
        self.set_aside += 1;
        if unsaved::counts(cause) {
            let is_held = cause == ProblemCause::Held;
            self.missed.push(Miss { path, has_earlier, is_held });
        }
    }

    /// Counts a file for the guard: whether it changed, and whether it can still be read.
    fn compare(
        &mut self,
        old: Option<&CachedFile>,
        suspect: Option<FileLook>,
        content: &Content,
        look: Look,
    ) {
        let has_changed = old.is_some_and(|old| !old.content.is(content));
        self.changed_files += u64::from(has_changed);
        let before = old.filter(|_| has_changed).map(CachedFile::version);
        let before = before.or(suspect.filter(|_| old.is_none()));
        let now = look.map(|nature| FileLook { size_bytes: content.size_bytes, nature });
        if let (Some(before), Some(now)) = (before, now)
            && let Some(is_spoiled) = before.weigh(now)
        {
            self.weighed_files += 1;
            self.spoiled_files += u64::from(is_spoiled);
        }
    }

    fn count(&mut self, seen: &Seen, content: &Content, metadata: &Metadata) {
        self.files += 1;
        self.bytes += content.size_bytes;
        if is_document(&seen.path) {
            self.newest = self.newest.max(metadata.modified);
            self.documents.push(content.hash.0);
        }
    }
}

/// Files that systems and programs leave beside documents: nobody wrote them about a patient.
fn is_document(path: &TreePath) -> bool {
    let bytes = path.as_bytes();
    let name = bytes.rsplit(|byte| *byte == b'/').next().unwrap_or(bytes);
    let name = String::from_utf8_lossy(name).to_lowercase();
    let is_left = matches!(
        name.as_str(),
        ".ds_store"
            | "thumbs.db"
            | "ehthumbs.db"
            | "desktop.ini"
            | "icon\r"
            | ".directory"
            | ".localized"
    );
    let is_lock = ["~$", "._", ".~lock.", "~wrl", ".fuse_hidden", ".nfs"];
    !is_left && !is_lock.iter().any(|start| name.starts_with(start)) && !name.ends_with(".laccdb")
}

fn file(seen: &Seen, content: Content, metadata: Metadata) -> InventoryEntry {
    InventoryEntry { path: seen.path.clone(), kind: EntryKind::File(content), metadata }
}

fn linked(seen: &Seen, first: &TreePath) -> InventoryEntry {
    let kind = EntryKind::HardLink { to: first.clone() };
    InventoryEntry { path: seen.path.clone(), kind, metadata: Metadata::default() }
}

/// A file that could not be taken: said aloud, and its earlier version kept where there is one.
pub(super) fn set_aside(job: &Job, number: usize, cause: ProblemCause, observer: &dyn Observer) {
    let Some(seen) = job.files.entries.get(number) else { return };
    report(observer, seen, cause);
    job.settle(number, job.earlier(seen, cause).unwrap_or(Outcome::LeftOut(cause)));
}

/// Tells the observer about a problem of one file.
fn report(observer: &dyn Observer, seen: &Seen, cause: ProblemCause) {
    observer.on(Event::Problem(&Problem { path: seen.path.clone(), cause }));
}

/// Why a file could not be read.
pub(super) fn cause_of(cause: &io::Error) -> ProblemCause {
    match cause.kind() {
        _ if platform::is_held(cause) => ProblemCause::Held,
        io::ErrorKind::PermissionDenied => ProblemCause::Denied,
        io::ErrorKind::NotFound => ProblemCause::Vanished,
        _ => ProblemCause::Unreadable,
    }
}
