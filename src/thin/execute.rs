//! Carrying a plan out, in the order that the module's first lines give.

use std::collections::{HashMap, HashSet};

use super::plan::{Section, ThinPlan};
use crate::error::{DriveTrouble, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::documents::{PackLine, RecordLine};
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, ObjectHash, PackId};
use crate::parity_groups;
use crate::repack::{self, Job, Journal};
use crate::state::{
    Checkpoint, Drive, Permit, Rewritten, RewrittenIndex, RewrittenSnapshot, State,
};
use crate::vault::{self, Index, Kept, Leaning, Manifest, Rewriting, Successors, Vault};

/// What thinning did to a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThinOutcome {
    /// Snapshots removed.
    pub snapshots_removed: u64,
    /// Snapshots of which something stays.
    pub snapshots_kept: u64,
    /// Bytes of packs removed, less those of new ones.
    pub freed_bytes: u64,
    /// Packs removed.
    pub packs_removed: u64,
    /// Packs that were left as they are, because something needed in them cannot be read; and files
    /// that should go and are linked or protected.
    pub problems: u64,
}

impl ThinPlan<'_> {
    /// Carries the plan out, and tells the state.
    ///
    /// # Errors
    /// `Interrupted`; when the drive cannot be read or written. Every snapshot that stays can be
    /// restored then, and the next run finishes.
    pub fn execute(
        self,
        permit: &Permit,
        state: &mut State,
        drive: &Drive,
        observer: &dyn Observer,
    ) -> Result<ThinOutcome> {
        let mut outcome = ThinOutcome {
            snapshots_removed: self.snapshots_removed,
            snapshots_kept: self.snapshots_kept,
            ..ThinOutcome::default()
        };
        if self.is_empty() {
            return Ok(outcome);
        }
        let going = self.sections.iter().flat_map(|section| section.packs.keys());
        let mut journal = Journal::open(state, drive)?;
        journal.note(going.copied())?;
        outcome.problems += remove_packs(&self.vault, permit, &self.orphans, self.overwrite)?;
        for section in self.sections {
            let (vault, overwrite) = (self.vault, self.overwrite);
            let mut run = Run { vault, permit, section, overwrite, journal: &mut journal };
            run.section(&mut outcome, observer)?;
        }
        journal.close(self.noted)?;
        protect(&self.vault, permit, observer)?;
        Ok(outcome)
    }
}

struct Run<'a, 'j, 's> {
    vault: Vault<'a>,
    permit: &'a Permit,
    section: Section<'a>,
    overwrite: bool,
    journal: &'j mut Journal<'s>,
}

impl Run<'_, '_, '_> {
    fn section(&mut self, outcome: &mut ThinOutcome, observer: &dyn Observer) -> Result<()> {
        let new_packs = self.copy(outcome, observer)?;
        observer.check()?;
        let copied: u64 = new_packs.iter().map(|line| line.bytes).sum();
        self.journal.adopt(&new_packs)?;
        let old = self.old_indexes();
        let fresh = self.put_indexes(new_packs, &old)?;
        let in_force = self.put_manifests(&old, &fresh)?;
        self.journal.renewed(in_force.iter().map(|(_, object)| object.to_string()))?;
        self.prove(&old, &fresh, &in_force)?;
        self.tell(&old, &fresh, &in_force)?;
        outcome.problems += self.shred(&self.leftovers(&in_force, &old), observer)?;
        let packs: Vec<PackId> = self.section.packs.keys().copied().collect();
        let going = packs.iter().copied().collect();
        outcome.problems += parity_groups::release(&self.vault, self.permit, &going)?.resisting;
        outcome.problems += remove_packs(&self.vault, self.permit, &packs, self.overwrite)?;
        outcome.packs_removed += packs.len() as u64;
        let removed: u64 = self.section.packs.values().map(|needed| needed.pack_bytes).sum();
        outcome.freed_bytes += removed.saturating_sub(copied);
        Ok(())
    }

    /// First step. Packs that could not be read to the end are struck off.
    fn copy(
        &mut self,
        outcome: &mut ThinOutcome,
        observer: &dyn Observer,
    ) -> Result<Vec<PackLine>> {
        let total = self.section.packs.values().map(|needed| needed.bytes).sum();
        observer.on(Event::Step { step: Step::Copy, total_bytes: Some(total) });
        let lines: HashMap<PackId, &PackLine> =
            self.section.catalogue.contents.packs.iter().map(|line| (line.pack, line)).collect();
        let mut jobs = Vec::new();
        for (pack, needed) in &self.section.packs {
            let Some(line) = lines.get(pack) else { continue };
            for segment in &line.segments {
                let Some(wanted) = needed.segments.get(&segment.at) else { continue };
                let (wanted, key) = (wanted.clone(), segment.key);
                jobs.push(Job { pack: line, segment, wanted, key });
            }
        }
        let mut begin = |pack| self.journal.begin(pack);
        let copied = repack::copy(
            &self.vault,
            &self.vault,
            self.section.reader,
            jobs,
            &mut begin,
            observer,
        )?;
        outcome.problems += copied.failed.len() as u64;
        self.section.packs.retain(|pack, _| !copied.failed.contains(pack));
        Ok(copied.packs)
    }

    /// Indexes that name a pack that goes.
    fn old_indexes(&self) -> HashSet<ObjectPath> {
        let goes = |line: &PackLine| self.section.packs.contains_key(&line.pack);
        let all = self.section.catalogue.indexes.iter();
        let old = all.filter(|index| index.packs.iter().any(goes));
        old.map(|index| index.object.clone()).collect()
    }

    /// Second step: old indexes without the packs that go, under their own numbers, because of a
    /// chunk that lies in two places the higher number counts; and the new packs. What an
    /// interrupted run has written already is not written again.
    fn put_indexes(
        &self,
        new_packs: Vec<PackLine>,
        old: &HashSet<ObjectPath>,
    ) -> Result<Vec<Index>> {
        let all = &self.section.catalogue.indexes;
        let named: HashSet<(u64, PackId)> = all
            .iter()
            .filter(|index| !old.contains(&index.object))
            .flat_map(|index| index.packs.iter().map(|line| (index.seq, line.pack)))
            .collect();
        let (writer, mut fresh) = (self.section.reader.writer()?, Vec::new());
        for index in all.iter().filter(|index| old.contains(&index.object)) {
            let stays = |line: &&PackLine| {
                !self.section.packs.contains_key(&line.pack)
                    && !named.contains(&(index.seq, line.pack))
            };
            let packs: Vec<PackLine> = index.packs.iter().filter(stays).cloned().collect();
            fresh.extend(vault::put_indexes(&self.vault, &writer, index.seq, packs)?);
        }
        // Not above the newest snapshot: what is above belongs to an unfinished backup.
        let seq = self.section.kept.last().map_or(0, |newest| newest.seq);
        fresh.extend(vault::put_indexes(&self.vault, &writer, seq, new_packs)?);
        Ok(fresh)
    }

    /// Third step: manifests that are right as they are stay; answers all in force, in order.
    fn put_manifests(
        &self,
        old: &HashSet<ObjectPath>,
        fresh: &[Index],
    ) -> Result<Vec<(Manifest, ObjectPath)>> {
        let is_there: HashSet<ObjectHash> = self
            .section
            .catalogue
            .indexes
            .iter()
            .filter(|index| !old.contains(&index.object))
            .filter_map(|index| index.object.own_hash())
            .collect();
        let fresh: Vec<ObjectHash> =
            fresh.iter().filter_map(|index| index.object.own_hash()).collect();
        let mut parents = Parents::of(&self.section.dropped);
        let twins = |manifest: &Manifest| {
            let id = manifest.id();
            self.section.dropped.iter().filter(move |other| other.id() == id)
        };
        let mut rewriting = Rewriting::new(&self.vault, self.section.reader.writer()?);
        let mut in_force = Vec::with_capacity(self.section.kept.len());
        for manifest in &self.section.kept {
            let mut now = manifest.clone();
            now.snapshot.files = sum(&now.records, |line| line.files);
            now.snapshot.bytes = sum(&now.records, |line| line.bytes);
            let before = now.snapshot.indexes.len();
            now.snapshot.indexes.retain(|hash| is_there.contains(hash));
            if now.snapshot.indexes.len() < before {
                now.snapshot.indexes.extend(&fresh);
            }
            now.snapshot.parent = parents.now(now.snapshot.parent);
            let is_trimmed = self.section.trimmed.contains(&manifest.object);
            let is_same = !is_trimmed && now.snapshot == manifest.snapshot;
            let object = if is_same && rewriting.may_stay(manifest) {
                rewriting.keep(manifest)?
            } else {
                rewriting.put(&now)?
            };
            for known in twins(manifest).chain([manifest]) {
                parents.renamed(known, &object);
            }
            in_force.push((now, object));
        }
        Ok(in_force)
    }

    /// Before anything goes: what stays gives every chunk that a kept snapshot needs, and that was to be had.
    fn prove(
        &self,
        old: &HashSet<ObjectPath>,
        fresh: &[Index],
        in_force: &[(Manifest, ObjectPath)],
    ) -> Result<()> {
        let contents = &self.section.catalogue.contents;
        let keys = &self.section.reader.keys;
        let is_had = |chunk: &&ChunkName| {
            let segment = contents.place(chunk).and_then(|place| contents.segment(place));
            segment.is_some_and(|(_, segment)| keys.contains_key(&segment.key))
        };
        let mut kept = Kept {
            chunks: self.section.living.iter().filter(is_had).copied().collect(),
            ..Kept::default()
        };
        self.section.kept.iter().for_each(|manifest| kept.add_lines(manifest));
        let all = self.section.catalogue.indexes.iter();
        let staying = all.filter(|index| !old.contains(&index.object));
        let successors = Successors {
            indexes: staying.chain(fresh).map(|index| index.object.clone()).collect(),
            manifests: in_force.iter().map(|(_, object)| object.clone()).collect(),
            going: self.section.packs.keys().copied().collect(),
        };
        let missing = vault::unproven(&self.vault, self.section.reader, &successors, &kept)?;
        match missing.first() {
            None => Ok(()),
            Some((object, damage)) => Err(Error::damaged(object, *damage)),
        }
    }

    /// Fourth step.
    fn tell(
        &mut self,
        old: &HashSet<ObjectPath>,
        fresh: &[Index],
        in_force: &[(Manifest, ObjectPath)],
    ) -> Result<()> {
        let (section, row) = (self.section.reader.id, self.journal.drive.row);
        let distrusted = self.journal.state.distrusted_packs(row)?;
        let known = repack::known_objects(self.journal.state, self.journal.drive)?;
        let all = self.section.catalogue.indexes.iter();
        let staying = all.filter(|index| !old.contains(&index.object));
        let mut indexes = Vec::new();
        for index in staying.chain(fresh) {
            let small = vault::make_whole(&self.vault, &index.object)?;
            let (object, bytes) = (index.object.to_string(), small.len() as u64);
            if !known.contains(&object) {
                let good = index.packs.iter().map(|line| only_if_good(line, &distrusted));
                let packs: Vec<PackLine> = good.collect();
                let checkpoint = Checkpoint { row: 0, section, object: object.clone(), bytes };
                let begun = self.journal.state.begin_checkpoint(row, &checkpoint, &packs)?;
                self.journal.state.finish_checkpoint(row, begun)?;
            }
            let packs = index.packs.iter().map(|line| line.pack).collect();
            indexes.push(RewrittenIndex { object, bytes, packs });
        }
        let snapshots = in_force.iter().map(|(manifest, object)| RewrittenSnapshot {
            id: manifest.id(),
            object: object.to_string(),
            files: manifest.snapshot.files,
            bytes: manifest.snapshot.bytes,
        });
        let now = Rewritten {
            section,
            generation: self.section.reader.generation,
            catalog: self.section.reader.writer()?.catalog.to_string(),
            next_part: self.section.reader.next_part,
            snapshots: snapshots.collect(),
            indexes,
        };
        self.journal.state.adopt_rewritten(row, &now)
    }

    /// Objects that are not in force any more: manifests first, then indexes.
    fn leftovers(
        &self,
        in_force: &[(Manifest, ObjectPath)],
        old: &HashSet<ObjectPath>,
    ) -> Vec<ObjectPath> {
        let kept: HashSet<&ObjectPath> = in_force.iter().map(|(_, object)| object).collect();
        let all = self.section.kept.iter().chain(&self.section.dropped);
        let before = all.map(|manifest| &manifest.object);
        let (snapshots, indexes): (Vec<_>, Vec<_>) = self
            .section
            .catalogue
            .torn
            .iter()
            .partition(|object| object.folder().ends_with("snapshots"));
        let mut gone: Vec<ObjectPath> =
            before.chain(snapshots).filter(|object| !kept.contains(object)).cloned().collect();
        let all = self.section.kept.iter().chain(&self.section.dropped);
        Leaning::of(all).put_first(&mut gone);
        gone.extend(old.iter().chain(indexes).cloned());
        gone
    }

    /// Fifth step, in the order given. Answers how many stay, being linked or protected. One that cannot be seen may
    /// stay unsaid, and no pack goes that an index may still name.
    fn shred(&self, objects: &[ObjectPath], observer: &dyn Observer) -> Result<u64> {
        let mut resisting = 0;
        let storage = self.vault.storage;
        for object in objects {
            observer.check()?;
            for copy in [object.clone(), object.mirror()] {
                // Its own length, not a listing's: what was left out there is to go as well.
                match vault::shred(storage, self.permit, &copy, None)? {
                    None => {}
                    Some(damage) if damage.is_unknown() => {
                        return Err(Error::damaged(&copy, damage));
                    }
                    Some(_) => resisting += 1,
                }
            }
        }
        Ok(resisting)
    }
}

/// Chunks of a pack that the state distrusts stay absent: the next backup stores them again.
fn only_if_good(line: &PackLine, distrusted: &HashSet<PackId>) -> PackLine {
    let segments = if distrusted.contains(&line.pack) { Vec::new() } else { line.segments.clone() };
    PackLine { segments, ..line.clone() }
}

/// What the hashes of manifests stand for now: themselves, another, or the one before.
struct Parents(HashMap<ObjectHash, Option<ObjectHash>>);

impl Parents {
    fn of(dropped: &[Manifest]) -> Self {
        let own = dropped.iter().filter_map(|gone| Some((gone.hash()?, gone.snapshot.parent)));
        Self(own.collect())
    }

    /// Follows the chain past what is gone. It cannot be longer than there are manifests.
    fn now(&self, parent: Option<ObjectHash>) -> Option<ObjectHash> {
        let mut at = parent;
        for _ in 0..=self.0.len() {
            match at.and_then(|hash| self.0.get(&hash)) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    fn renamed(&mut self, manifest: &Manifest, object: &ObjectPath) {
        if let Some(before) = manifest.hash().filter(|_| manifest.object != *object) {
            self.0.insert(before, object.own_hash());
        }
    }
}

fn sum(records: &[RecordLine], of: fn(&RecordLine) -> u64) -> u64 {
    records.iter().map(of).sum()
}

fn remove_packs(
    vault: &Vault<'_>,
    permit: &Permit,
    packs: &[PackId],
    overwrite: bool,
) -> Result<u64> {
    let mut resisting = 0;
    for pack in packs {
        let object = names::pack(*pack);
        // Nothing is overwritten of a pack that is only given back.
        let bytes = if overwrite { None } else { Some(0) };
        let left = vault::shred(vault.storage, permit, &object, bytes)?;
        resisting += u64::from(left.is_some());
    }
    Ok(resisting)
}

/// Parity for every full group of packs that has none. A drive too full for it keeps its data.
fn protect(vault: &Vault<'_>, permit: &Permit, observer: &dyn Observer) -> Result<()> {
    match parity_groups::protect_all(vault, permit, observer) {
        Err(Error::Drive { trouble: DriveTrouble::Full { .. }, .. }) => Ok(()),
        other => other.map(drop),
    }
}
