//! What the guard is told: this run's counts against what the last run left behind.
//!
//! Paths are compared as keyed hashes, endings of names are remembered as keyed hashes too. A file
//! that only moved, with its size and its time, is neither gone nor new. A new file as long as one that
//! is gone from its record is taken for that one under another name, and weighed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use crate::backup::record::RecordFiles;
use crate::backup::run::Run;
use crate::backup::waiting::Waiting;
use crate::backup::work::Copied;
use crate::browse;
use crate::crypto::hash::NamingSecret;
use crate::error::{Error, MassChange, Result};
use crate::format::entry::Moment;
use crate::guard::{
    self, Counts, ENDING_FILES_MIN, ENDINGS_MAX, FileLook, NewEnding, Observed, PastRuns, Samples,
    Stage,
};
use crate::id::{RecordId, SourceId};
use crate::source::{Seen, SeenKind, SourceFolder};
use crate::state::named::{FORGOTTEN_FILES, GUARD, MEMORY};
use crate::state::{CachedFile, FileCache};

/// Fewer files than this that are gone need no search for where they went.
const MOVED_FROM: u64 = 20;
/// Changed files that are looked at before anything is written.
const PEEKED_MAX: usize = 128;
const PEEKED_MIN: usize = 10;
/// Bytes asked of the system at a time when they are looked at.
const PEEK_BYTES: usize = 4096;

/// New files that share an ending.
#[derive(Default)]
struct Tally {
    files: u64,
    appended: u64,
}

/// A hash of size and time, which a file keeps when it moves. All of a first backup are remembered at once.
type Shape = u64;

/// The counts of one run.
pub(super) struct Watch {
    memory: PastRuns,
    /// Endings are not known yet, so unchanged files are asked too.
    learns: bool,
    known: BTreeMap<SourceId, u64>,
    met: HashSet<i64>,
    shapes: RandomState,
    added: Vec<Shape>,
    gone: Vec<Shape>,
    endings: HashMap<Vec<u8>, Tally>,
    /// What was counted.
    pub observed: Observed,
}

/// A record and how it was.
pub(super) struct Basis<'a> {
    /// Under this id its paths were hashed.
    pub record: RecordId,
    /// Its files at the last run.
    pub cache: &'a FileCache,
    /// How many these must be.
    pub files: u64,
}

impl Watch {
    pub(super) fn new(run: &Run<'_>) -> Result<Self> {
        let memory: PastRuns = run.state.item(GUARD, MEMORY)?.unwrap_or_default();
        Ok(Self {
            learns: memory.endings.is_empty(),
            memory,
            known: BTreeMap::new(),
            met: HashSet::new(),
            shapes: RandomState::new(),
            added: Vec::new(),
            gone: Vec::new(),
            endings: HashMap::new(),
            observed: Observed::default(),
        })
    }

    /// A record that is as it was.
    pub(super) fn unchanged(&mut self, source: SourceId, row: i64, files: u64, entries: &[Seen]) {
        self.met.insert(row);
        *self.known.entry(source).or_default() += files;
        if self.learns {
            entries.iter().for_each(|seen| self.learn(seen));
        }
    }

    /// A record that must be looked into.
    pub(super) fn changed(
        &mut self,
        source: SourceId,
        files: &mut RecordFiles,
        basis: &Basis<'_>,
        naming: &NamingSecret,
    ) {
        self.met.extend(files.key.as_ref().map(|key| key.row));
        if basis.cache.is_empty() && basis.files > 0 {
            // Nothing is known of its files: none of them is new, none is missed.
            *self.known.entry(source).or_default() += basis.files;
            return;
        }
        let tag = |path: &[u8]| naming.path_tag(basis.record, path);
        let is_first = basis.cache.is_empty();
        let (mut met, mut longer, mut strangers) = (HashSet::new(), Vec::new(), Vec::new());
        for (number, seen) in files.entries.iter().enumerate() {
            if seen.kind != SeenKind::File {
                continue;
            }
            let own = if is_first { None } else { Some(tag(seen.path.as_bytes())) };
            if let Some((own, old)) = own.and_then(|own| Some((own, basis.cache.get(&own)?))) {
                met.insert(own);
                if (seen.size_bytes, seen.modified) != (old.size_bytes, old.modified) {
                    self.observed.changed += 1;
                    files.suspects.push((number, old.version()));
                }
            } else if seen.links < 2 {
                self.new_file(seen);
                let stem = guard::without_ending(seen.path.as_bytes()).filter(|_| !is_first);
                match stem.map(tag).and_then(|stem| basis.cache.get_key_value(&stem)) {
                    Some((stem, old)) => {
                        longer.push((number, *stem));
                        files.suspects.push((number, old.version()));
                    }
                    None => strangers.push((number, seen.size_bytes)),
                }
            }
            if self.learns {
                self.learn(seen);
            }
        }
        // A copy beside the file that it was made of is no file that got a longer name.
        for (number, _) in longer.iter().filter(|(_, stem)| !met.contains(stem)) {
            let tally = files.entries.get(*number).and_then(|seen| self.tally_of(seen));
            tally.into_iter().for_each(|tally| tally.appended += 1);
        }
        let stems: HashSet<_> = longer.into_iter().map(|(_, stem)| stem).collect();
        *self.known.entry(source).or_default() += met.len() as u64;
        let gone = || basis.cache.iter().filter(|(tag, _)| !met.contains(*tag));
        let shapes = gone().map(|(_, old)| self.shape(old.size_bytes, old.modified));
        self.gone.extend(shapes.collect::<Vec<_>>());
        let missed = gone().filter(|(tag, _)| !stems.contains(*tag)).map(|(_, old)| old.version());
        files.suspects.extend(renamed(strangers, missed.collect()));
    }

    fn shape(&self, size_bytes: u64, modified: Moment) -> Shape {
        self.shapes.hash_one((size_bytes, modified.0, modified.1))
    }

    fn new_file(&mut self, seen: &Seen) {
        self.added.push(self.shape(seen.size_bytes, seen.modified));
        self.observed.notes += u64::from(guard::is_ransom_note(seen.path.as_bytes()));
        if let Some(tally) = self.tally_of(seen) {
            tally.files += 1;
        }
    }

    /// What is counted of a new file's ending; nothing while endings are learnt.
    fn tally_of(&mut self, seen: &Seen) -> Option<&mut Tally> {
        let ending = guard::ending(seen.path.as_bytes()).filter(|_| !self.learns)?;
        Some(self.endings.entry(ending.to_ascii_lowercase()).or_default())
    }

    fn learn(&mut self, seen: &Seen) {
        if let Some(ending) = guard::ending(seen.path.as_bytes())
            && seen.kind == SeenKind::File
        {
            self.endings.entry(ending.to_ascii_lowercase()).or_default().files += 1;
        }
    }

    /// After the scan: puts the counts together, looks at some changed files, and stops the run where
    /// that is enough.
    pub(super) fn judge_scan(&mut self, run: &Run<'_>, changed: &[&Waiting]) -> Result<()> {
        for (source, known) in &self.known {
            let before = self.memory.files.get(&source.hex()).copied().unwrap_or(0);
            self.observed.before += before;
            self.observed.vanished += before.saturating_sub(*known);
        }
        // What was forgotten since is not missed, and hides nothing that is gone from other records.
        let forgotten = run.state.item(GUARD, FORGOTTEN_FILES)?.unwrap_or(0);
        self.observed.before = self.observed.before.saturating_sub(forgotten);
        self.observed.vanished =
            self.observed.vanished.saturating_sub(forgotten).max(self.gone.len() as u64);
        let moved = if self.observed.vanished < MOVED_FROM { 0 } else { self.moved(run)? };
        self.observed.vanished = self.observed.vanished.saturating_sub(moved);
        self.observed.added = (self.added.len() as u64).saturating_sub(moved);
        self.observed.ending = self.new_ending(run);
        (self.observed.weighed, self.observed.spoiled) = peek(changed);
        self.judge(run, Stage::Scanned)
    }

    /// After everything was read, before anything is committed.
    pub(super) fn judge_read(&mut self, run: &Run<'_>, copied: &[Copied]) -> Result<()> {
        let done = || copied.iter().flat_map(|copied| &copied.done);
        self.observed.changed = done().map(|done| done.changed_files).sum();
        self.observed.weighed = done().map(|done| done.weighed_files).sum();
        self.observed.spoiled = done().map(|done| done.spoiled_files).sum();
        for copied in copied {
            let unchanged = copied.unchanged.iter().map(|line| (line.source, line.files));
            let read = copied.done.iter().map(|done| (done.source, done.known_files));
            for (source, files) in unchanged.chain(read) {
                *self.known.entry(source).or_default() += files;
            }
        }
        self.judge(run, Stage::Read)
    }

    fn judge(&mut self, run: &Run<'_>, stage: Stage) -> Result<()> {
        if stage == Stage::Scanned {
            // From here on, what the run leaves behind is counted.
            self.known.values_mut().for_each(|files| *files = 0);
        }
        if run.expected_changes {
            return Ok(());
        }
        let signs = guard::judge(&self.observed, &self.memory.runs, stage);
        if signs.is_empty() {
            return Ok(());
        }
        let Observed { ending, before, .. } = &self.observed;
        let backups: HashSet<_> =
            run.state.snapshots(run.drive.row)?.into_iter().map(|shot| shot.id).collect();
        let names_ending = signs.contains(&guard::Sign::NewEnding);
        Err(Error::MassChange(Box::new(MassChange {
            changed: self.observed.touched(),
            files: if *before > 0 { *before } else { self.added.len() as u64 },
            usual: guard::usual(&self.memory.runs),
            since: self.memory.runs.last().map(|run| run.time.clone()),
            ending: ending
                .shown
                .clone()
                .filter(|_| names_ending)
                .map(|shown| (shown, ending.files)),
            spoiled: self.observed.spoiled,
            notes: self.observed.notes,
            signs,
            drive: Some(run.drive.name.clone()),
            stays: run.drive.fixed,
            backups: backups.len() as u64,
        })))
    }

    /// Files that are gone from one place and stand in another with their size and time.
    fn moved(&self, run: &Run<'_>) -> Result<u64> {
        let mut shapes: HashMap<Shape, u64> = HashMap::new();
        let mut miss = |shape: Shape| *shapes.entry(shape).or_default() += 1;
        self.gone.iter().copied().for_each(&mut miss);
        for section in run.sections {
            for row in run.state.record_states(section.id)?.into_keys() {
                if !self.met.contains(&row) {
                    let cache = run.state.file_cache(row)?;
                    let shape = |old: &CachedFile| self.shape(old.size_bytes, old.modified);
                    cache.values().map(shape).for_each(&mut miss);
                }
            }
        }
        let mut moved = 0;
        for shape in &self.added {
            if let Some(left) = shapes.get_mut(shape).filter(|left| **left > 0) {
                *left -= 1;
                moved += 1;
            }
        }
        Ok(moved)
    }

    /// The ending that most new files share and no file had before.
    fn new_ending(&self, run: &Run<'_>) -> NewEnding {
        let naming = run.sections.first().map(|section| &section.naming);
        let is_new = |ending: &[u8]| {
            naming.is_some_and(|naming| {
                !self.memory.endings.contains(&browse::ending_tag(naming, ending))
            })
        };
        let candidates = self.endings.iter().filter(|(ending, _)| !self.learns && is_new(ending));
        let most = candidates.max_by_key(|(ending, tally)| (tally.files, *ending));
        most.map_or_else(NewEnding::default, |(ending, tally)| NewEnding {
            shown: guard::shown(ending),
            files: tally.files.min(self.observed.added),
            appended: tally.appended,
        })
    }

    /// Remembers the run that was committed.
    pub(super) fn remember(mut self, run: &mut Run<'_>) -> Result<()> {
        if let Some(section) = run.sections.first() {
            // An ending that files got which had another name before is none of the practice's own,
            // unless somebody vouched for it: a few today would make as many as one likes ordinary tomorrow.
            let is_own = |tally: &Tally| run.expected_changes || tally.appended * 2 < tally.files;
            let borne = self.endings.iter().filter(|(_, tally)| tally.files >= ENDING_FILES_MIN);
            let borne = borne.filter(|(_, tally)| is_own(tally));
            let tags = borne.map(|(ending, _)| browse::ending_tag(&section.naming, ending));
            let room = ENDINGS_MAX.saturating_sub(self.memory.endings.len());
            self.memory.endings.extend(tags.take(room));
        }
        self.memory.runs.push(Counts {
            time: run.now.to_string(),
            touched: self.observed.touched(),
            spoiled: self.observed.spoiled,
            expected: run.expected_changes,
        });
        let old = self.memory.runs.len().saturating_sub(guard::RUNS_MAX);
        self.memory.runs.drain(..old);
        // A folder that was not there today is still known as it was.
        let sources: BTreeSet<String> =
            run.config.sources.iter().map(|source| source.id.hex()).collect();
        self.memory.files.retain(|source, _| sources.contains(source));
        let known = self.known.iter().map(|(source, files)| (source.hex(), *files));
        self.memory.files.extend(known);
        run.state.set_item(GUARD, FORGOTTEN_FILES, &0_u64)?;
        run.state.set_item(GUARD, MEMORY, &self.memory)
    }
}

/// New files that may be missed ones under another name: as long, or longer by what encryption adds.
fn renamed(mut strangers: Vec<(usize, u64)>, mut missed: Vec<FileLook>) -> Vec<(usize, FileLook)> {
    strangers.sort_unstable_by_key(|(_, size_bytes)| *size_bytes);
    missed.sort_unstable_by_key(|missed| missed.size_bytes);
    let mut missed = missed.into_iter().peekable();
    let mut found = Vec::new();
    for (number, size_bytes) in strangers {
        while missed.next_if(|missed| missed.is_outgrown_by(size_bytes)).is_some() {}
        let fit = missed.next_if(|missed| missed.has_length_of(size_bytes));
        found.extend(fit.map(|version| (number, version)));
    }
    found
}

/// Looks at some suspects, evenly spread. Answers how many can be weighed, and how many of all of them
/// are likely to be unreadable now.
fn peek(changed: &[&Waiting]) -> (u64, u64) {
    let all: usize = changed.iter().map(|record| record.weighable).sum();
    if all < PEEKED_MIN {
        return (0, 0);
    }
    let step = all.div_ceil(PEEKED_MAX);
    let (mut passed, mut next) = (0, 0);
    let (mut looked, mut weighed, mut spoiled) = (0, 0, 0);
    for record in changed {
        let (first, end) = (passed, passed + record.weighable);
        passed = end;
        if next >= end {
            continue;
        }
        let (entries, mut suspects) = (record.entries(), record.suspects());
        suspects.retain(|(_, before)| before.nature.can_spoil());
        while next < end {
            let suspect = suspects.get(next - first);
            next += step;
            let Some((number, before)) = suspect else { continue };
            if let Some(now) = entries.get(*number).and_then(|seen| look(&record.head.folder, seen))
            {
                let verdict = before.weigh(now);
                looked += 1;
                weighed += u64::from(verdict.is_some());
                spoiled += u64::from(verdict == Some(true));
            }
        }
    }
    let of_all = |part: u64| (all as u64 * part).checked_div(looked).unwrap_or(0);
    (of_all(weighed), of_all(spoiled))
}

fn look(folder: &SourceFolder, seen: &Seen) -> Option<FileLook> {
    let file = folder.open_file(seen).ok()?;
    let mut samples = Samples::new(seen.size_bytes);
    let mut bytes = [0; PEEK_BYTES];
    while let Some(place) = samples.missing() {
        let wanted = usize::try_from(place.end - place.start).unwrap_or(PEEK_BYTES);
        let into = bytes.get_mut(..wanted.min(PEEK_BYTES))?;
        let got = file.read_at(into, place.start).ok().filter(|got| *got > 0)?;
        samples.take(place.start, into.get(..got)?);
    }
    Some(FileLook { size_bytes: seen.size_bytes, nature: samples.nature() })
}
