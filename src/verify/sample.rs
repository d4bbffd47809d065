//! Really restoring some files, picked by chance: into memory, compared with their hashes, and with the
//! file on the computer where that did not change since.

use std::collections::{BTreeMap, HashMap};

use super::Report;
use super::inventories::stored_bytes;
use crate::config::Config;
use crate::crypto::hash::{self, ContentHasher};
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer};
use crate::format::documents::RecordLine;
use crate::format::entry::{Content, ContentHash, EntryKind, InventoryEntry};
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, SourceId};
use crate::source::{OpenFile, Scope, SourceFolder};
use crate::vault::{Contents, Fetcher, Manifest, SectionReader, Vault};

/// Bytes of a live file asked of the system at a time.
const READ_BYTES: usize = 1024 * 1024;

/// What the sample showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sampled {
    /// Files restored whose bytes have the hash that was recorded.
    pub compared: u64,
    /// Files that could not be restored.
    pub failed: u64,
    /// Of the restored, files that lie on the computer as they did, with the same bytes.
    pub compared_live: u64,
    /// Of the restored, files on the computer with the same size and time but other bytes.
    pub live_differs: u64,
}

/// A section, and where its chunks lie.
pub(super) struct Drawer<'a> {
    pub(super) vault: &'a Vault<'a>,
    pub(super) reader: &'a SectionReader,
    pub(super) contents: &'a Contents,
}

/// A file that was picked.
struct Pick {
    source: SourceId,
    entry: InventoryEntry,
    content: Content,
}

/// Restores `count` files of the newest snapshots, each record being as likely as any other.
pub(super) fn restore(
    drawers: &[Drawer<'_>],
    count: u32,
    live: Option<&Config>,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let mut newest = Vec::new();
    for drawer in drawers {
        let last = Manifest::all(drawer.vault, drawer.reader)?.0.pop();
        let records = last.map(|manifest| manifest.records).unwrap_or_default();
        let forgotten = &drawer.reader.forgotten;
        newest.extend(
            records
                .into_iter()
                .filter(|line| line.files > 0 && !forgotten.contains(&line.key))
                .map(|line| (drawer, line)),
        );
    }
    let mut folders = Live::new(live);
    for (number, files) in
        spread(&newest.iter().map(|(_, line)| line.files).collect::<Vec<_>>(), count)
    {
        let Some((drawer, line)) = newest.get(number) else { continue };
        drawer.record(line, files, &mut folders, report, observer)?;
    }
    Ok(())
}

/// A file with more holes than this is not drawn: reading zeros proves nothing, and takes for ever.
const HOLES_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;

/// How many files to take from which record: one record by chance after the other, none asked for
/// more than it has.
fn spread(files: &[u64], count: u32) -> BTreeMap<usize, u64> {
    let mut left: Vec<(usize, u64)> =
        files.iter().copied().enumerate().filter(|(_, files)| *files > 0).collect();
    let mut wanted = BTreeMap::new();
    for _ in 0..count {
        if left.is_empty() {
            break;
        }
        let place = below(left.len());
        let Some((record, files)) = left.get_mut(place) else { break };
        *wanted.entry(*record).or_default() += 1;
        *files -= 1;
        if *files == 0 {
            left.swap_remove(place);
        }
    }
    wanted
}

/// A number by chance, less than `end`.
fn below(end: usize) -> usize {
    let random = u64::from_le_bytes(hash::random_bytes());
    usize::try_from(random % (end.max(1) as u64)).unwrap_or(0)
}

impl Drawer<'_> {
    fn record(
        &self,
        line: &RecordLine,
        files: u64,
        live: &mut Live<'_>,
        report: &mut Report,
        observer: &dyn Observer,
    ) -> Result<()> {
        let mut fetcher = Fetcher::new(*self.vault, self.reader, self.contents)?;
        let picks = match pick(&mut fetcher, line, files, &self.object_of(&line.inventory)) {
            Ok(picks) => picks,
            Err(error) => return blame(error, files, report),
        };
        for pick in picks {
            observer.check()?;
            if !self.is_of_its_length(&pick.content) {
                let object = self.object_of(&pick.content.chunks);
                blame(Error::damaged(&object, Damage::WrongLength), 1, report)?;
                continue;
            }
            if holes(&pick.content) > HOLES_BYTES_MAX {
                continue;
            }
            match restored(&mut fetcher, &pick.content) {
                Ok(hash) if hash == pick.content.hash => {
                    report.sampled.compared += 1;
                    live.compare(&pick, &mut report.sampled);
                }
                Ok(_) => {
                    let object = self.object_of(&pick.content.chunks);
                    blame(Error::damaged(&object, Damage::WrongHash), 1, report)?;
                }
                Err(error) => blame(error, 1, report)?,
            }
            observer.on(Event::Advanced { bytes: pick.content.size_bytes });
        }
        Ok(())
    }
}

impl Drawer<'_> {
    /// Whether the chunks of a file hold as much as its line says: an absurd length must not be
    /// believed, let alone read.
    fn is_of_its_length(&self, content: &Content) -> bool {
        let places = content.chunks.iter().map(|chunk| self.contents.place(chunk));
        let held: Option<u64> = places.map(|place| Some(u64::from(place?.bytes))).sum();
        // A chunk without a place is told by whoever fetches it.
        held.is_none_or(|held| held == stored_bytes(content))
    }

    /// What to blame for a file or an inventory: the pack it begins in.
    fn object_of(&self, chunks: &[ChunkName]) -> ObjectPath {
        let place = chunks.first().and_then(|chunk| self.contents.place(chunk));
        let pack = place.and_then(|place| self.contents.packs.get(place.pack as usize));
        pack.map_or_else(names::vault_json, |line| names::pack(line.pack))
    }
}

/// Bytes of a file that no chunk holds.
fn holes(content: &Content) -> u64 {
    content.size_bytes.saturating_sub(stored_bytes(content))
}

/// Damage is a finding, which files suffer from; anything else ends the check.
fn blame(error: Error, files: u64, report: &mut Report) -> Result<()> {
    let Error::Damaged { object, damage } = error else { return Err(error) };
    report.sampled.failed += files;
    report.files_suffering = report.files_suffering.max(report.sampled.failed);
    let number = report.finding(&object, damage);
    if let Some(finding) = report.findings.get_mut(number) {
        let suffers = finding.suffers.get_or_insert_default();
        suffers.files = suffers.files.max(files);
    }
    Ok(())
}

/// Some files of a record, every one as likely as any other; its inventory lies in `held_in`.
fn pick(
    fetcher: &mut Fetcher<'_>,
    line: &RecordLine,
    files: u64,
    held_in: &ObjectPath,
) -> Result<Vec<Pick>> {
    let wanted = usize::try_from(files).unwrap_or(usize::MAX);
    let (mut picks, mut met, mut pending) = (Vec::new(), 0_usize, Vec::new());
    for chunk in &line.inventory {
        pending.extend_from_slice(&fetcher.chunk(*chunk)?);
        let whole = pending.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let rest = pending.split_off(whole);
        for text in pending.split(|byte| *byte == b'\n').filter(|text| !text.is_empty()) {
            let entry: InventoryEntry = serde_json::from_slice(text)
                .map_err(|_| Error::damaged(held_in, Damage::Malformed))?;
            let EntryKind::File(content) = entry.kind.clone() else { continue };
            met += 1;
            let pick = Pick { source: line.source, entry, content };
            if picks.len() < wanted {
                picks.push(pick);
            } else if let Some(place) = picks.get_mut(below(met)) {
                *place = pick;
            }
        }
        pending = rest;
    }
    Ok(picks)
}

/// The hash of a file as it comes back, piece by piece: nothing of it is kept.
fn restored(fetcher: &mut Fetcher<'_>, content: &Content) -> Result<ContentHash> {
    let mut hasher = ContentHasher::new();
    let whole = [(0, content.size_bytes)];
    let stretches = content.extents.as_deref().unwrap_or(&whole);
    let mut at = 0_u64;
    let mut stretches = stretches.iter().copied().filter(|(_, length)| *length > 0);
    let mut current = stretches.next();
    for name in &content.chunks {
        let chunk = fetcher.chunk(*name)?;
        let mut rest = chunk.as_slice();
        while !rest.is_empty() {
            let Some((offset, length)) = current.as_mut() else { break };
            zeros(&mut hasher, offset.saturating_sub(at));
            let take = usize::try_from(*length).unwrap_or(usize::MAX).min(rest.len());
            let (now, later) = rest.split_at_checked(take).unwrap_or((rest, &[]));
            hasher.update(now);
            at = *offset + now.len() as u64;
            *offset = at;
            *length -= now.len() as u64;
            rest = later;
            if *length == 0 {
                current = stretches.next();
            }
        }
    }
    zeros(&mut hasher, content.size_bytes.saturating_sub(at));
    Ok(hasher.finish())
}

/// Holes count as zeros.
fn zeros(hasher: &mut ContentHasher, bytes: u64) {
    static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let part = usize::try_from(left).unwrap_or(ZEROS.len()).min(ZEROS.len());
        hasher.update(ZEROS.get(..part).unwrap_or_default());
        left -= part as u64;
    }
}

/// The source folders as they are now, opened when they are first asked for.
struct Live<'a> {
    config: Option<&'a Config>,
    folders: HashMap<SourceId, Option<SourceFolder>>,
}

impl<'a> Live<'a> {
    fn new(config: Option<&'a Config>) -> Self {
        Self { config, folders: HashMap::new() }
    }

    /// Compares a restored file with the one on the computer, if that looks as it did.
    fn compare(&mut self, pick: &Pick, sampled: &mut Sampled) {
        let config = self.config;
        let open = || {
            let source = config?.sources.iter().find(|source| source.id == pick.source)?;
            SourceFolder::open(&source.path, Scope::default()).ok()
        };
        let folder = self.folders.entry(pick.source).or_insert_with(open);
        let Some(file) = folder.as_ref().and_then(|folder| folder.find_file(&pick.entry.path))
        else {
            return;
        };
        let version = file.version();
        let is_same = version.size_bytes == pick.content.size_bytes
            && Some(version.modified) == pick.entry.metadata.modified;
        if !is_same {
            return;
        }
        match live_hash(&file, version.size_bytes) {
            Some(hash) if hash == pick.content.hash => sampled.compared_live += 1,
            Some(_) if file.stat_again() == Ok(version) => sampled.live_differs += 1,
            _ => {}
        }
    }
}

fn live_hash(file: &OpenFile, size_bytes: u64) -> Option<ContentHash> {
    let mut hasher = ContentHasher::new();
    let mut buffer = vec![0; READ_BYTES];
    let mut at = 0;
    while at < size_bytes {
        let got = file.read_at(&mut buffer, at).ok().filter(|got| *got > 0)?;
        hasher.update(buffer.get(..got)?);
        at += got as u64;
    }
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_is_asked_for_more_than_it_has() {
        let all = |files: &[u64], count| spread(files, count).values().sum::<u64>();
        assert_eq!(all(&[3, 0, 5], 20), 8, "no more than there are");
        assert_eq!(all(&[30, 30], 20), 20);
        assert_eq!(all(&[], 20), 0);
    }

    #[test]
    fn every_record_has_its_turn() {
        let mut met = [0_u32; 4];
        for _ in 0..400 {
            for record in spread(&[1000, 1, 1, 1], 1).into_keys() {
                met[record] += 1;
            }
        }
        assert!(met.iter().all(|times| *times > 40), "{met:?}");
    }
}
