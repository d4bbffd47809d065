//! The scan: which records are as they were, and which must be looked into.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::backup::record::{Found, RecordFiles};
use crate::backup::remembered::fresh;
use crate::backup::run::Run;
use crate::backup::waiting::Waiting;
use crate::backup::watch::{Basis, Watch};
use crate::config::{RecordRule, Source};
use crate::crypto::hash::NamingSecret;
use crate::error::{Error, ProblemCause, Result, SourceTrouble, Thing};
use crate::event::{Event, Observer};
use crate::exclude::Exclude;
use crate::format::documents::RecordLine;
use crate::format::entry::Moment;
use crate::id::{RecordId, SectionId, SourceId};
use crate::platform;
use crate::source::{Group, Scope, Seen, SeenKind, SourceFolder};
use crate::state::named::{self, Fact};
use crate::state::{ErasedFiles, FileCache, Lives, RecordKey, RecordState};
use crate::unsaved::{self, Met, Miss};
use crate::vault::SectionWriter;

/// What the scan of one section found.
pub(super) struct Scan {
    /// The section.
    pub section: SectionId,
    /// Records that are as the drive holds them.
    pub unchanged: Vec<RecordLine>,
    /// Records to look into.
    pub changed: Vec<Waiting>,
    /// Files that must be read, and their bytes.
    pub changed_files: u64,
    pub changed_bytes: u64,
    /// Entries that could not be listed.
    pub problems: u64,
    /// Forgotten records that still lie in a source.
    pub forgotten_met: u64,
    /// Of these, such that changed after they were forgotten.
    pub forgotten_changed: u64,
    /// Files of an erased year that lie in a source with a new date: they are taken, and told.
    pub erased_again: u64,
    /// Files met in each source, by the name of the fact that remembers them.
    pub met: Vec<(Fact, u64)>,
    /// What was met and not taken.
    pub unsaved: Met,
    /// Source folders that are not there, or suddenly empty.
    pub absent: Vec<(PathBuf, SourceTrouble)>,
}

/// What is known of a section before the scan.
struct Known<'a> {
    writer: &'a SectionWriter,
    keys: HashMap<RecordId, RecordKey>,
    states: HashMap<i64, RecordState>,
    held: HashMap<i64, Vec<crate::id::ChunkName>>,
    forgotten: std::collections::HashSet<RecordId>,
    forgotten_at: HashMap<RecordId, String>,
    lives: Lives,
    erased: BTreeMap<String, ErasedFiles>,
    /// Whether the drive holds a finished backup.
    has_backups: bool,
}

impl Known<'_> {
    /// How many of these files were erased with their year and lie there with another date.
    fn erased_again(&self, source: SourceId, entries: &[Seen]) -> u64 {
        let Some(erased) = self.erased.get(&source.to_string()) else { return 0 };
        let naming = &self.writer.naming;
        let is_back = |seen: &&Seen| {
            let path = seen.path.as_bytes();
            seen.kind == SeenKind::File && erased.record_of(naming, path, seen.size_bytes).is_some()
        };
        entries.iter().filter(is_back).count() as u64
    }
}

/// Where the scan is: a source, its folder, and what is known of it.
struct At<'a, 'r> {
    run: &'a Run<'r>,
    known: &'a Known<'a>,
    source: &'a Source,
    folder: SourceFolder,
}

/// Scans every source, section by section.
pub(super) fn all(run: &Run<'_>, watch: &mut Watch, observer: &dyn Observer) -> Result<Vec<Scan>> {
    let scan_of = |writer: &SectionWriter| {
        let known = Known {
            writer,
            keys: run.state.record_keys(writer.id)?,
            states: run.state.record_states(writer.id)?,
            held: run.state.held(run.drive.row)?,
            forgotten: run.state.forgotten()?,
            forgotten_at: run.state.forgotten_at()?,
            lives: run.state.lives()?,
            erased: run.state.erased_files()?,
            has_backups: !run.state.snapshots(run.drive.row)?.is_empty(),
        };
        let mut scan = Scan::empty(writer.id);
        for source in run.config.sources.iter().filter(|source| source.section == writer.id) {
            match scan.source(run, &known, source, watch, observer) {
                Err(Error::Source { path, trouble }) => scan.lacks(source.id, path, trouble),
                done => done?,
            }
        }
        Ok(scan)
    };
    let scans: Vec<Scan> = run.sections.iter().map(scan_of).collect::<Result<_>>()?;
    some_are_there(run, scans)
}

/// One folder that is missing does not keep the others from being saved; where none is there, there is
/// nothing to do.
fn some_are_there(run: &Run<'_>, scans: Vec<Scan>) -> Result<Vec<Scan>> {
    let mut absent = scans.iter().flat_map(|scan| &scan.absent);
    let first = absent.next().cloned();
    match first {
        Some((path, trouble)) if absent.count() + 1 == run.config.sources.len() => {
            Err(Error::Source { path, trouble })
        }
        _ => Ok(scans),
    }
}

impl Scan {
    fn empty(section: SectionId) -> Self {
        Self {
            section,
            unchanged: Vec::new(),
            changed: Vec::new(),
            changed_files: 0,
            changed_bytes: 0,
            problems: 0,
            forgotten_met: 0,
            forgotten_changed: 0,
            erased_again: 0,
            met: Vec::new(),
            unsaved: Met::default(),
            absent: Vec::new(),
        }
    }

    /// A source folder that cannot be saved today. What earlier backups hold of it stays there.
    fn lacks(&mut self, source: SourceId, path: PathBuf, trouble: SourceTrouble) {
        self.problems += 1;
        self.unsaved.folders.push(source);
        self.absent.push((path, trouble));
    }

    fn source(
        &mut self,
        run: &Run<'_>,
        known: &Known<'_>,
        source: &Source,
        watch: &mut Watch,
        observer: &dyn Observer,
    ) -> Result<()> {
        let exclude = Exclude::new(&source.exclude, platform::NAMES_IGNORE_CASE)
            .map_err(|bad| Error::Invalid { what: Thing::Pattern, value: bad.pattern })?;
        let never_enter = run.never_enter.clone();
        let open_files = run.open_files.clone();
        let scope = Scope { exclude, never_enter, cross_file_systems: false, open_files };
        let at = At { run, known, source, folder: SourceFolder::open(&source.path, scope)? };
        let fact = named::files_of(source.id);
        let before = run.state.fact(&fact)?;
        let held_some = before.is_some_and(|count| count.iter().any(|byte| *byte != 0));
        let mut files = 0;
        // Until a file is met nothing is taken: the folder may be suddenly empty.
        let mut waiting = Vec::new();
        for (name, group) in records(source.records, year_of_backup(run), at.folder.groups()?) {
            observer.check()?;
            files += group.entries.iter().filter(|seen| seen.kind == SeenKind::File).count() as u64;
            waiting.push((name, group));
            if files > 0 {
                for (name, group) in waiting.drain(..) {
                    self.group(&at, name, group, watch, observer)?;
                }
                observer.on(Event::Scanned {
                    files: files + self.met.iter().map(|(_, files)| files).sum::<u64>(),
                    changed_files: self.changed_files,
                    changed_bytes: self.changed_bytes,
                });
            }
        }
        if files == 0 && held_some && !run.expected_changes {
            let path = source.path.clone();
            return Err(Error::Source { path, trouble: SourceTrouble::Empty });
        }
        for (name, group) in waiting {
            self.group(&at, name, group, watch, observer)?;
        }
        self.met.push((fact, files));
        self.unsaved.taken.push(source.id);
        Ok(())
    }

    /// One record, and what of it is not taken.
    fn group(
        &mut self,
        at: &At<'_, '_>,
        name: Vec<u8>,
        mut group: Group,
        watch: &mut Watch,
        observer: &dyn Observer,
    ) -> Result<()> {
        let At { run, known, source, folder } = at;
        let others = || run.config.sources.iter().filter(|other| other.id != source.id);
        // A disk that is mounted inside the folder may be a source of its own.
        group.problems.retain(|problem| {
            problem.cause != ProblemCause::OtherFileSystem
                || !others().any(|other| folder.is_at(&problem.path, &other.path))
        });
        let id = known.lives.of(known.writer.naming.record_id(source.id, &name));
        let kept = kept_as_it_was(known, source, id, &name, &group);
        for problem in &group.problems {
            observer.on(Event::Problem(problem));
            if unsaved::counts(problem.cause) {
                let path = known.writer.naming.path_tag(id, problem.path.as_bytes());
                let is_held = problem.cause == ProblemCause::Held;
                self.unsaved.missed.push(Miss { path, has_earlier: kept.is_some(), is_held });
            }
        }
        self.problems += group.problems.len() as u64;
        self.unsaved.left_out.add(group.left_out);
        let elsewhere: Vec<PathBuf> = others().map(|other| other.path.clone()).collect();
        let links = group.entries.iter().filter(|seen| folder.leads_elsewhere(seen, &elsewhere));
        self.unsaved.links += links.count() as u64;
        match kept {
            Some((row, line)) => {
                watch.unchanged(source.id, row, line.files, &[]);
                self.unchanged.push(line);
                Ok(())
            }
            None => self.record(at, name, group, watch),
        }
    }

    fn record(
        &mut self,
        at: &At<'_, '_>,
        name: Vec<u8>,
        group: Group,
        watch: &mut Watch,
    ) -> Result<()> {
        let At { run, known, source, folder } = at;
        let naming = &known.writer.naming;
        let id = known.lives.of(naming.record_id(source.id, &name));
        if known.forgotten.contains(&id) {
            self.forgotten_met += 1;
            let since = known.forgotten_at.get(&id);
            self.forgotten_changed += u64::from(changed_since(&group.entries, since, run.now));
            return Ok(());
        }
        self.erased_again += known.erased_again(source.id, &group.entries);
        let is_fresh = is_fresh(&group.entries, run.now) || !group.problems.is_empty();
        let fingerprint = if is_fresh { [0; 16] } else { fingerprint(naming, id, &group.entries) };
        let key = known.keys.get(&id);
        let state = key.and_then(|key| known.states.get(&key.row));
        let held = key.and_then(|key| known.held.get(&key.row));
        if let (Some(key), Some(state)) = (key, state)
            && state.fingerprint == fingerprint
            && fingerprint != [0; 16]
            && held == Some(&state.inventory)
        {
            watch.unchanged(source.id, key.row, state.files, &group.entries);
            self.unchanged.push(line_of(source, id, &name, key, state));
            return Ok(());
        }
        let cache =
            key.map_or_else(|| Ok(FileCache::new()), |key| run.state.file_cache(key.row))?;
        let files = state.map_or(0, |state| state.files);
        let stored = key.map_or_else(
            || Ok(std::collections::HashSet::new()),
            |key| run.state.chunks(run.drive.row, key.row),
        );
        let stored = stored?;
        let is_known_here = held.is_some() || (known.has_backups && !stored.is_empty());
        let found =
            Found { source, folder, id, name, fingerprint, key: key.cloned(), is_known_here };
        let mut record = RecordFiles::new(found, naming, group.entries, cache, stored);
        let cache = std::mem::take(&mut record.cache);
        match last_generation(run, known, source).filter(|_| key.is_none()) {
            Some((last, cache)) => {
                let basis = Basis { record: last, files: cache.len() as u64, cache: &cache };
                watch.changed(source.id, &mut record, &basis, naming);
            }
            None => {
                let basis = Basis { record: id, files, cache: &cache };
                watch.changed(source.id, &mut record, &basis, naming);
            }
        }
        self.changed_files += record.to_read_files;
        self.changed_bytes += record.to_read_bytes;
        self.changed.push(record.wait()?);
        Ok(())
    }
}

/// A record whose folder can no longer be listed stays in this backup as the drive holds it.
fn kept_as_it_was(
    known: &Known<'_>,
    source: &Source,
    id: RecordId,
    name: &[u8],
    group: &Group,
) -> Option<(i64, RecordLine)> {
    let is_unread = source.records == RecordRule::EachFolder
        && !name.is_empty()
        && group.problems.iter().any(|problem| problem.path.as_bytes() == name);
    let key = known.keys.get(&id).filter(|_| is_unread && !known.forgotten_at.contains_key(&id))?;
    let state = known.states.get(&key.row)?;
    let is_held = known.held.get(&key.row) == Some(&state.inventory);
    is_held.then(|| (key.row, line_of(source, id, name, key, state)))
}

/// A generation that begins is compared with the one before: the same files under another year.
fn last_generation(
    run: &Run<'_>,
    known: &Known<'_>,
    source: &Source,
) -> Option<(RecordId, FileCache)> {
    if source.records != RecordRule::Generations {
        return None;
    }
    let last = (year_of_backup(run) - 1).to_string();
    let id = known.writer.naming.record_id(source.id, last.as_bytes());
    let cache = run.state.file_cache(known.keys.get(&id)?.row).ok()?;
    Some((id, cache))
}

fn year_of_backup(run: &Run<'_>) -> i64 {
    i64::from(run.now.to_zoned_datetime(jiff::tz::TimeZone::UTC).year())
}

fn line_of(
    source: &Source,
    record: RecordId,
    name: &[u8],
    key: &RecordKey,
    state: &RecordState,
) -> RecordLine {
    RecordLine {
        record,
        source: source.id,
        name: crate::tree_path::escape(name),
        class: source.class.clone(),
        key: key.key,
        inventory: state.inventory.clone(),
        files: state.files,
        bytes: state.bytes,
        newest: state.newest,
        content: state.content,
    }
}

/// Cuts what a source holds into records, by its rule. The name of a record is part of its id.
fn records(
    rule: RecordRule,
    year: i64,
    groups: impl Iterator<Item = Group> + 'static,
) -> Box<dyn Iterator<Item = (Vec<u8>, Group)>> {
    match rule {
        RecordRule::EachFolder => {
            Box::new(groups.map(|group| (group.name.clone().unwrap_or_default(), group)))
        }
        RecordRule::Whole => Box::new(std::iter::once((Vec::new(), joined(groups)))),
        RecordRule::Generations => {
            Box::new(std::iter::once((year.to_string().into_bytes(), joined(groups))))
        }
        RecordRule::ByYear => Box::new(by_year(groups).into_iter()),
    }
}

fn joined(groups: impl Iterator<Item = Group>) -> Group {
    groups.fold(empty(), |mut all, group| {
        all.entries.extend(group.entries);
        all.problems.extend(group.problems);
        all.left_out.add(group.left_out);
        all
    })
}

/// Every entry goes with the year (UTC) of its own last change.
fn by_year(groups: impl Iterator<Item = Group>) -> BTreeMap<Vec<u8>, Group> {
    let mut years: BTreeMap<Vec<u8>, Group> = BTreeMap::new();
    for group in groups {
        if !group.problems.is_empty() || group.left_out.names() > 0 {
            let unsaved = years.entry(Vec::new()).or_insert_with(empty);
            unsaved.problems.extend(group.problems);
            unsaved.left_out.add(group.left_out);
        }
        for seen in group.entries {
            let name = seen.year().to_string().into_bytes();
            years.entry(name).or_insert_with(empty).entries.push(seen);
        }
    }
    years
}

fn empty() -> Group {
    Group::default()
}

/// Whether a file is newer than that moment.
fn changed_since(entries: &[Seen], moment: Option<&String>, now: jiff::Timestamp) -> bool {
    let moment: Option<jiff::Timestamp> = moment.and_then(|text| text.parse().ok());
    moment.is_some_and(|moment| entries.iter().any(|seen| seen.is_file_since(moment, now)))
}

/// Whether something changed so recently that a second change might not show in its times.
fn is_fresh(entries: &[Seen], now: jiff::Timestamp) -> bool {
    entries.iter().any(|seen| fresh(seen, now))
}

/// Keyed hash over everything the file system says about a record.
fn fingerprint(naming: &NamingSecret, record: RecordId, entries: &[Seen]) -> [u8; 16] {
    let mut bytes = Vec::with_capacity(entries.len() * 128);
    for seen in entries {
        bytes.extend_from_slice(seen.path.as_bytes());
        bytes.push(0);
        match &seen.kind {
            SeenKind::File => bytes.push(b'f'),
            SeenKind::Folder => bytes.push(b'd'),
            SeenKind::Symlink { to } => {
                bytes.push(b'l');
                bytes.extend_from_slice(to);
                bytes.push(0);
            }
        }
        let times = [seen.modified, seen.changed];
        for Moment(seconds, nanos) in times {
            bytes.extend_from_slice(&seconds.to_le_bytes());
            bytes.extend_from_slice(&nanos.to_le_bytes());
        }
        // A folder's length and link count say nothing that its entries do not.
        if seen.kind != SeenKind::Folder {
            for number in [seen.size_bytes, seen.links] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
        bytes.extend_from_slice(&seen.inode.to_le_bytes());
        let (user, group) = seen.owner.unwrap_or_default();
        for number in [seen.mode.unwrap_or_default(), user, group] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&seen.windows_attributes.unwrap_or_default().to_le_bytes());
    }
    naming.path_tag(record, &bytes)
}
