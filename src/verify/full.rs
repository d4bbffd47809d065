//! Every byte, with keys: each pack once, segment by segment, down to the names of its chunks.
//!
//! A chunk counts as lost when the place where a restore would look for it is bad. Segments whose
//! key was forgotten on purpose are nobody's loss, overwritten or not.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::inventories::{Losses, Section, Tally};
use super::{
    ExpectedDrive, Finding, Listing, Mode, Report, Suffers, damage_of, pack_object, packs,
};
use super::{parallel, small_objects, strange};
use crate::crypto::hash;
use crate::error::{Damage, Result};
use crate::event::{Event, Observer, Step};
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::pack::{PackTable, WIPED_MARK};
use crate::id::{ObjectHash, PackId};
use crate::state::KnownPack;
use crate::vault::{Contents, SectionReader, SegmentReader, Vault, read_table};

/// Checks every object of a vault, opens everything the keys of `sections` open, and follows every
/// file of their snapshots to its bytes.
///
/// # Errors
/// `Interrupted`, or when the drive is gone. Damage is in the report.
pub fn full(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    known: Option<&ExpectedDrive>,
    observer: &dyn Observer,
) -> Result<Report> {
    let mut report = Report::new(Mode::Full);
    let listing = Listing::of(vault, known)?;
    observer.on(Event::Step { step: Step::Read, total_bytes: Some(listing.bytes()) });
    let key = sections.first().map(|section| &section.vault_key);
    small_objects::check(vault, &listing, key, &mut report, observer)?;
    let mut contents = Vec::with_capacity(sections.len());
    for section in sections {
        contents.push(Contents::load(vault, section)?);
    }
    report.add_damaged(sections.iter().flat_map(|section| &section.damaged));
    report.add_damaged(contents.iter().flat_map(|contents| &contents.damaged));
    let mut losses = Losses::default();
    let tasks = tasks(&listing, &contents, known);
    let outcomes = read_packs(vault, sections, &tasks, observer)?;
    for (task, outcome) in tasks.iter().zip(outcomes) {
        take(&mut report, &mut losses, &contents, task, outcome);
    }
    for (reader, contents) in sections.iter().zip(&contents) {
        Section { vault, reader, contents }.follow(&mut report, &mut losses, observer)?;
    }
    conclude(&mut report, losses);
    strange::mark(vault, sections, known, &mut report)?;
    report.announce(observer);
    Ok(report)
}

/// One pack, and what the indexes of the sections say of it.
pub(super) struct Task<'a> {
    pub(super) pack: PackId,
    pub(super) bytes: u64,
    pub(super) known: Option<&'a KnownPack>,
    lines: Vec<Described<'a>>,
}

/// A pack as an index describes it.
#[derive(Clone, Copy)]
struct Described<'a> {
    section: usize,
    number: u32,
    line: &'a PackLine,
}

pub(super) fn tasks<'a>(
    listing: &Listing,
    contents: &'a [Contents],
    known: Option<&'a ExpectedDrive>,
) -> Vec<Task<'a>> {
    let mut lines: BTreeMap<PackId, Vec<Described<'a>>> = BTreeMap::new();
    for (section, contents) in contents.iter().enumerate() {
        for (number, line) in (0..).zip(&contents.packs) {
            lines.entry(line.pack).or_default().push(Described { section, number, line });
        }
    }
    let mut lengths = listing.packs.clone();
    for (pack, lines) in &lines {
        let described = lines.first().map_or(0, |described| described.line.bytes);
        lengths.entry(*pack).or_insert(described);
    }
    let known = packs::expected(known);
    let task = |(pack, bytes)| Task {
        pack,
        bytes,
        known: known.get(&pack).copied(),
        lines: lines.remove(&pack).unwrap_or_default(),
    };
    lengths.into_iter().map(task).collect()
}

/// Why the chunks of a segment or block are not where they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    Damaged,
    /// Overwritten on purpose, although its key is still there.
    Wiped,
    /// Its key was forgotten on purpose.
    Forgotten,
}

/// Chunks that are not where an index says they are.
struct BadPlace {
    section: usize,
    pack: u32,
    segment: u32,
    /// One block, or all.
    block: Option<u32>,
    loss: Loss,
}

#[derive(Default)]
pub(super) struct Outcome {
    damage: Option<Damage>,
    segments: Vec<usize>,
    wiped: u64,
    bytes_read: u64,
    bad: Vec<BadPlace>,
}

pub(super) fn read_packs(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    tasks: &[Task<'_>],
    observer: &dyn Observer,
) -> Result<Vec<Outcome>> {
    let readers = || sections.iter().map(SegmentReader::new).collect::<Result<Vec<_>>>();
    parallel::in_order(tasks, observer, readers, |readers, task| {
        let pass = Pass { vault, sections, task, readers, outcome: Outcome::default() };
        let outcome = pass.run()?;
        observer.on(Event::Advanced { bytes: task.bytes });
        Ok(outcome)
    })
}

/// One reading of one pack.
struct Pass<'a, 'b, 'c> {
    vault: &'a Vault<'a>,
    sections: &'b [SectionReader],
    task: &'a Task<'a>,
    readers: &'c mut Vec<SegmentReader<'b>>,
    outcome: Outcome,
}

impl Pass<'_, '_, '_> {
    fn run(mut self) -> Result<Outcome> {
        match damage_of(read_table(self.vault, self.task.pack, self.task.bytes))? {
            Ok(table) => self.by_table(&table)?,
            Err(damage) => {
                let other = self.task.known.is_some_and(|known| known.bytes != self.task.bytes);
                let cut = other && damage != Damage::Missing;
                self.damaged(if cut { Damage::WrongLength } else { damage });
                self.by_indexes()?;
            }
        }
        self.outcome.segments.sort_unstable();
        self.outcome.segments.dedup();
        Ok(self.outcome)
    }

    fn damaged(&mut self, damage: Damage) {
        self.outcome.damage.get_or_insert(damage);
    }

    /// The ordinary way: each segment is read once, compared, and opened for whoever knows it.
    fn by_table(&mut self, table: &PackTable) -> Result<()> {
        if let Some(damage) =
            packs::differs(self.task.known, self.task.bytes, ObjectHash(table.hash))
        {
            self.damaged(damage);
        }
        let mut described: HashMap<(u64, u32), Vec<(Described<'_>, u32)>> = HashMap::new();
        for lines in &self.task.lines {
            if lines.line.bytes != self.task.bytes || lines.line.table.0 != table.hash {
                self.damaged(Damage::WrongHash);
            }
            for (number, segment) in (0..).zip(&lines.line.segments) {
                let place = (segment.at, segment.bytes);
                described.entry(place).or_default().push((*lines, number));
            }
        }
        for (number, (at, slot)) in table.placed().enumerate() {
            let bytes = self.read(at, slot.bytes)?;
            let whole = bytes.as_ref().is_ok_and(|bytes| hash::object_hash(bytes).0 == slot.hash);
            let wiped = !whole && bytes.as_ref().is_ok_and(|bytes| is_wiped(bytes));
            self.outcome.wiped += u64::from(wiped);
            if !whole && !wiped {
                self.damaged(bytes.as_ref().err().copied().unwrap_or(Damage::WrongHash));
                self.outcome.segments.push(number);
            }
            let bytes = bytes.ok().filter(|_| whole);
            for (lines, segment) in described.remove(&(at, slot.bytes)).unwrap_or_default() {
                let loss = if wiped { Loss::Wiped } else { Loss::Damaged };
                self.segment(lines, segment, bytes.as_deref(), loss)?;
            }
        }
        // What an index describes and the table has not.
        for (lines, segment) in described.into_values().flatten() {
            self.segment(lines, segment, None, Loss::Damaged)?;
        }
        Ok(())
    }

    /// The table is lost: what an index describes may still be whole.
    fn by_indexes(&mut self) -> Result<()> {
        let task = self.task;
        for lines in &task.lines {
            for (number, segment) in (0..).zip(&lines.line.segments) {
                let bytes = self.read(segment.at, segment.bytes)?.ok();
                let wiped = bytes.as_ref().is_some_and(|bytes| is_wiped(bytes));
                self.outcome.wiped += u64::from(wiped);
                let loss = if wiped { Loss::Wiped } else { Loss::Damaged };
                let bytes = bytes.filter(|_| !wiped);
                self.segment(*lines, number, bytes.as_deref(), loss)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, at: u64, bytes: u32) -> Result<std::result::Result<Vec<u8>, Damage>> {
        let object = pack_object(self.task.pack);
        let read = damage_of(self.vault.storage.read(&object, at, bytes as usize))?;
        self.outcome.bytes_read += read.as_ref().map_or(0, Vec::len) as u64;
        Ok(read)
    }

    /// Opens one segment for a section; `bytes` only when they are worth it, else why not.
    fn segment(
        &mut self,
        lines: Described<'_>,
        number: u32,
        bytes: Option<&[u8]>,
        loss: Loss,
    ) -> Result<()> {
        let Some(line) = lines.line.segments.get(number as usize) else { return Ok(()) };
        let forgotten = self
            .sections
            .get(lines.section)
            .is_some_and(|section| section.forgotten.contains(&line.key));
        let place = |block, loss| BadPlace {
            section: lines.section,
            pack: lines.number,
            segment: number,
            block,
            loss,
        };
        if forgotten {
            self.outcome.bad.push(place(None, Loss::Forgotten));
            return Ok(());
        }
        let Some(bytes) = bytes else {
            self.outcome.segments.extend((loss == Loss::Damaged).then_some(number as usize));
            self.outcome.bad.push(place(None, loss));
            return Ok(());
        };
        let bad = self.open(lines, line, bytes)?;
        for (block, damage) in bad {
            self.damaged(damage);
            self.outcome.segments.push(number as usize);
            self.outcome.bad.push(place(block, Loss::Damaged));
        }
        Ok(())
    }

    /// Blocks that cannot be had from these bytes; no number stands for all of them.
    fn open(
        &mut self,
        lines: Described<'_>,
        line: &SegmentLine,
        bytes: &[u8],
    ) -> Result<Vec<(Option<u32>, Damage)>> {
        let Some(reader) = self.readers.get_mut(lines.section) else { return Ok(Vec::new()) };
        let segment = match damage_of(reader.open(lines.line, line, bytes))? {
            Ok(segment) => segment,
            Err(damage) => return Ok(vec![(None, damage)]),
        };
        let mut bad = Vec::new();
        for (block, number) in (0..).zip(0..segment.blocks()) {
            let checked = reader.block(&segment, number, &mut |_, _| Ok(()));
            bad.extend(damage_of(checked)?.err().map(|damage| (Some(block), damage)));
        }
        Ok(bad)
    }
}

fn is_wiped(bytes: &[u8]) -> bool {
    bytes.starts_with(&WIPED_MARK)
}

/// Turns what was found in one pack into a finding, and its lost chunks into losses.
pub(super) fn take(
    report: &mut Report,
    losses: &mut Losses,
    contents: &[Contents],
    task: &Task<'_>,
    outcome: Outcome,
) {
    report.objects += 1;
    report.bytes_read += outcome.bytes_read;
    report.wiped_segments += outcome.wiped;
    let wiped_only =
        outcome.damage.is_none() && outcome.bad.iter().any(|bad| bad.loss == Loss::Wiped);
    let damage = outcome.damage.or(wiped_only.then_some(Damage::WrongHash));
    let finding = damage.map(|damage| {
        let object = pack_object(task.pack);
        report.findings.push(Finding {
            segments: outcome.segments,
            suffers: Some(Suffers::default()),
            ..Finding::new(object, damage)
        });
        report.findings.len() - 1
    });
    losses.only_if_it_hurts.extend(finding.filter(|_| wiped_only));
    match outcome.damage {
        None => report.packs_good.push(task.pack),
        Some(_) => report.packs_bad.push(task.pack),
    }
    for bad in outcome.bad {
        let Some(contents) = contents.get(bad.section) else { continue };
        let finding = finding.filter(|_| bad.loss != Loss::Forgotten);
        lose(losses, contents, &bad, finding);
    }
}

/// Notes the chunks of a bad place, as far as a restore would look for them there.
fn lose(losses: &mut Losses, contents: &Contents, bad: &BadPlace, finding: Option<usize>) {
    let pack = contents.packs.get(bad.pack as usize);
    let segment = pack.and_then(|pack| pack.segments.get(bad.segment as usize));
    for (number, block) in (0..).zip(segment.into_iter().flat_map(|segment| &segment.blocks)) {
        if bad.block.is_some_and(|only| only != number) {
            continue;
        }
        for (chunk, _) in &block.chunks {
            let here = contents.place(chunk).is_some_and(|place| {
                (place.pack, place.segment, place.block) == (bad.pack, bad.segment, number)
            });
            if here {
                losses.chunks.insert(*chunk, finding);
            }
        }
    }
}

/// Says of each finding who suffers, and drops those that were findings only if somebody does.
pub(super) fn conclude(report: &mut Report, losses: Losses) {
    let Losses { only_if_it_hurts, tallies, .. } = losses;
    let mut all = Tally::default();
    for (number, tally) in tallies {
        all.join(&tally);
        if let Some(finding) = report.findings.get_mut(number) {
            finding.suffers = Some(tally.into_suffers());
        }
    }
    report.files_suffering = all.into_suffers().files;
    let findings = std::mem::take(&mut report.findings);
    let hurts = |finding: &Finding| finding.suffers.as_ref().is_some_and(|who| who.files > 0);
    let mut hurt = HashSet::new();
    for (number, finding) in findings.into_iter().enumerate() {
        if only_if_it_hurts.contains(&number) && !hurts(&finding) {
            continue;
        }
        if only_if_it_hurts.contains(&number) {
            hurt.insert(finding.object.clone());
        }
        report.findings.push(finding);
    }
    let (bad, good) = std::mem::take(&mut report.packs_good)
        .into_iter()
        .partition(|pack| hurt.contains(&pack_object(*pack)));
    report.packs_good = good;
    report.packs_bad.extend::<Vec<_>>(bad);
}
