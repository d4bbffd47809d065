//! What the guards remember, learnt again: a computer that was just attached is as hard to fool as
//! the one it replaces.
//!
//! The newest state of every record tells which files there were, how long, how old, with which
//! endings. What they looked like inside is not learnt: their next reading tells.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::browse::{self, View};
use crate::crypto::hash::NamingSecret;
use crate::error::Result;
use crate::format::documents::RecordLine;
use crate::format::entry::{EntryKind, InventoryEntry, Moment};
use crate::guard::{self, ENDING_FILES_MIN, ENDINGS_MAX, Nature, PastRuns};
use crate::id::{RecordId, SourceId};
use crate::state::named::{self, GUARD, MEMORY};
use crate::state::{CachedContent, CachedFile, Drive, FileCache, RecordState, State, pack_cache};
use crate::vault::{Contents, Manifest, SectionReader, Vault};

/// Records whose state is kept in one go.
const BATCH: usize = 500;

/// The newest manifest of each section, with the section.
pub(super) type Newest<'a> = (&'a SectionReader, Manifest);

/// Learns the states of records of which this computer knows none, and how many files each source
/// had, where it does not know that.
///
/// # Errors
/// When the drive cannot be read; `State`. Records that are damaged are left out.
pub(super) fn learn(
    vault: &Vault<'_>,
    newest: Vec<Newest<'_>>,
    state: &mut State,
    drive: &Drive,
    forgotten: &BTreeSet<RecordId>,
) -> Result<()> {
    let mut learnt = Learnt { memory: PastRuns::default(), endings: HashMap::new() };
    let mut met: BTreeMap<SourceId, u64> = BTreeMap::new();
    let mut naming: Option<NamingSecret> = None;
    for (section, manifest) in newest {
        naming.get_or_insert_with(|| section.naming.clone());
        for line in manifest.records.iter().filter(|line| !forgotten.contains(&line.record)) {
            *met.entry(line.source).or_default() += line.files;
        }
        let view = View { section, contents: Contents::load(vault, section)?, manifest };
        learn_section(vault, &view, state, drive, forgotten, &mut learnt)?;
    }
    for (source, files) in met {
        let fact = named::files_of(source);
        if state.fact(&fact)?.is_none() {
            state.set_fact(&fact, &files.to_le_bytes())?;
        }
    }
    if state.item::<PastRuns>(GUARD, MEMORY)?.is_some() {
        return Ok(());
    }
    let Some(naming) = naming else { return Ok(()) };
    let Learnt { mut memory, endings } = learnt;
    let borne = endings.into_iter().filter(|(_, files)| *files >= ENDING_FILES_MIN);
    let tags = borne.map(|(ending, _)| browse::ending_tag(&naming, &ending));
    memory.endings = tags.take(ENDINGS_MAX).collect();
    state.set_item(GUARD, MEMORY, &memory)
}

/// Endings and the files that bear them.
type Endings = HashMap<Vec<u8>, u64>;

/// What is learnt section by section.
struct Learnt {
    memory: PastRuns,
    endings: Endings,
}

fn learn_section(
    vault: &Vault<'_>,
    view: &View<'_>,
    state: &mut State,
    drive: &Drive,
    forgotten: &BTreeSet<RecordId>,
    learnt: &mut Learnt,
) -> Result<()> {
    let Learnt { memory, endings } = learnt;
    let section = view.section;
    let keys = state.record_keys(section.id)?;
    let known: HashSet<i64> = state.record_states(section.id)?.into_keys().collect();
    let mut caches: HashMap<RecordId, FileCache> = HashMap::new();
    let want = |line: &RecordLine| {
        let key = keys.get(&line.record).filter(|key| !known.contains(&key.row));
        key.is_some() && !forgotten.contains(&line.record)
    };
    let lost = browse::entries(vault, view, &want, &mut |line, entry| {
        let cache = caches.entry(line.record).or_default();
        take(cache, endings, &section.naming, line.record, &entry);
        Ok(())
    })?;
    let lost: HashSet<RecordId> = lost.into_iter().map(|lost| lost.record.record).collect();
    let mut states = Vec::new();
    for line in view.manifest.records.iter().filter(|line| !lost.contains(&line.record)) {
        let Some(cache) = caches.remove(&line.record) else { continue };
        let Some(key) = keys.get(&line.record) else { continue };
        *memory.files.entry(line.source.hex()).or_default() += cache.len() as u64;
        states.push((key.row, state_of(line), pack_cache(&cache)?));
        if states.len() >= BATCH {
            state.set_record_states(drive.row, &std::mem::take(&mut states))?;
        }
    }
    state.set_record_states(drive.row, &states)
}

/// Zeros for the fingerprint: every file is looked at again.
fn state_of(line: &RecordLine) -> RecordState {
    RecordState {
        fingerprint: [0; 16],
        inventory: line.inventory.clone(),
        files: line.files,
        bytes: line.bytes,
        newest: line.newest,
        content: line.content,
    }
}

/// A file as the guard compares it. Its number in the file system is one that none has, so that its
/// bytes are read once more.
fn take(
    cache: &mut FileCache,
    endings: &mut Endings,
    naming: &NamingSecret,
    record: RecordId,
    entry: &InventoryEntry,
) {
    let EntryKind::File(content) = &entry.kind else { return };
    let path = entry.path.as_bytes();
    if let Some(ending) = guard::ending(path) {
        *endings.entry(ending.to_ascii_lowercase()).or_default() += 1;
    }
    let file = CachedFile {
        size_bytes: content.size_bytes,
        modified: entry.metadata.modified.unwrap_or_default(),
        changed: Moment::default(),
        inode: u64::MAX,
        content: CachedContent::of(content),
        nature: Nature::default(),
    };
    cache.insert(naming.path_tag(record, path), file);
}
