//! Bringing back from another drive of the practice what damaged packs have lost.
//!
//! Chunks have the same names on every drive and records the same keys, so that segments may be taken
//! over as they lie. Nothing is removed or changed: new packs come, and an index whose number is above
//! all others, so that the new place of a chunk counts. Stopped anywhere and done again, it copies only
//! what is still missing.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::error::{Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::documents::{PackLine, SegmentLine};
use crate::id::{ChunkName, PackId, RecordId};
use crate::parity_groups;
use crate::repack::{self, Catalogue, Job, Journal};
use crate::state::{Drive, State};
use crate::vault::{self, Contents, SectionReader, Vault};

/// What was brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mended {
    /// Chunks that can be read again, or were moved out of what is still good of a damaged pack.
    pub chunks: u64,
    /// Chunks that the other drive does not have either.
    pub missing: u64,
}

/// One section of one drive.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The drive's vault.
    pub vault: &'a Vault<'a>,
    /// What the keys at hand open on it.
    pub reader: &'a SectionReader,
}

/// Brings back what these packs lost, in one section, from another drive that the same keys open. What an interrupted backup left must have been recovered, and neither drive may be
/// owed anything: what is to be forgotten must not be carried from drive to drive.
///
/// # Errors
/// `Damaged` when a manifest or an index of the drive cannot be read: they must be repaired first.
/// `Interrupted`; when a drive is gone or cannot be written.
pub fn mend(
    to: Side<'_>,
    donor: Side<'_>,
    state: &mut State,
    drive: &Drive,
    packs: &HashSet<PackId>,
    observer: &dyn Observer,
) -> Result<Mended> {
    let Side { vault, reader } = to;
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let known = repack::known_objects(state, drive)?;
    let catalogue = Catalogue::read(vault, reader, &known)?;
    let newest = catalogue.newest_seq();
    // Their place could not be told from the new one. The next backup goes on from there anyway.
    let unfinished = catalogue.indexes.iter().filter(|index| index.seq > newest);
    let unfinished: HashSet<PackId> =
        unfinished.flat_map(|index| &index.packs).map(|line| line.pack).collect();
    let packs = packs.difference(&unfinished).copied().collect();
    let given = Contents::load(donor.vault, donor.reader)?;
    let found = find(vault, reader, &catalogue.contents, &packs, &given)?;
    let own: Vec<Job<'_>> = found.own.into_values().collect();
    let lent: Vec<Job<'_>> = found.lent.into_values().collect();
    if lent.is_empty() && (own.is_empty() || found.missing > 0) {
        return Ok(Mended { chunks: 0, missing: found.missing });
    }
    observer.on(Event::Step { step: Step::Copy, total_bytes: None });
    let wanted: u64 = own.iter().chain(&lent).map(|job| job.wanted.len() as u64).sum();
    let mut journal = Journal::open(state, drive)?;
    let mut begin = |pack| journal.begin(pack);
    let mut copied = repack::copy(donor.vault, vault, reader, lent, &mut begin, observer)?;
    let rest = repack::copy(vault, vault, reader, own, &mut begin, observer)?;
    copied.packs.extend(rest.packs);
    let named = copied.packs.iter().flat_map(|line| &line.segments);
    let named = named.flat_map(|line| &line.blocks).map(|block| block.chunks.len() as u64).sum();
    repack::add(vault, reader, newest, copied.packs, &mut journal)?;
    Ok(Mended { chunks: named, missing: found.missing + wanted.saturating_sub(named) })
}

/// Segments by where they lie, with the chunks that are wanted of each.
type Jobs<'c> = BTreeMap<(PackId, u64), Job<'c>>;

/// Where what damaged packs held can be had.
#[derive(Default)]
struct Found<'c> {
    /// In the packs themselves.
    own: Jobs<'c>,
    /// On the other drive.
    lent: Jobs<'c>,
    /// Nowhere.
    missing: u64,
}

fn find<'c>(
    vault: &Vault<'_>,
    reader: &SectionReader,
    contents: &'c Contents,
    packs: &HashSet<PackId>,
    given: &'c Contents,
) -> Result<Found<'c>> {
    let lengths: HashMap<PackId, u64> = parity_groups::packs_on(vault)?.into_iter().collect();
    let mut good = HashMap::new();
    for line in contents.packs.iter().filter(|line| packs.contains(&line.pack)) {
        let is_whole = lengths.get(&line.pack) == Some(&line.bytes);
        let segments = if is_whole { good_segments(vault, line)? } else { HashSet::new() };
        good.insert(line.pack, segments);
    }
    let forgotten: HashSet<RecordId> = reader.forgotten_records.values().copied().collect();
    let mut found = Found::default();
    for (chunk, place) in contents.places() {
        let Some((pack, segment)) = contents.segment(*place) else { continue };
        let Some(good) = good.get(&pack.pack) else { continue };
        if forgotten.contains(&segment.record) {
            continue;
        }
        if good.contains(&segment.at) {
            add(&mut found.own, pack, segment, *chunk);
            continue;
        }
        let other = given.place(chunk).and_then(|place| given.segment(place));
        match other.filter(|(_, at)| is_openable(reader, at, segment.record)) {
            Some((pack, at)) => add(&mut found.lent, pack, at, *chunk),
            None => found.missing += 1,
        }
    }
    Ok(found)
}

fn add<'c>(jobs: &mut Jobs<'c>, pack: &'c PackLine, segment: &'c SegmentLine, chunk: ChunkName) {
    let new = || Job { pack, segment, wanted: HashSet::new(), key: segment.key };
    jobs.entry((pack.pack, segment.at)).or_insert_with(new).wanted.insert(chunk);
}

/// Whether what is sealed there is of that record, and can be opened with the keys of this drive too.
fn is_openable(reader: &SectionReader, segment: &SegmentLine, record: RecordId) -> bool {
    segment.record == record
        && reader.keys.get(&segment.key).is_some_and(|(owner, _)| *owner == record)
}

/// Where the segments of a damaged pack begin that are still what its table says, if that is still the
/// table that the index names.
fn good_segments(vault: &Vault<'_>, line: &PackLine) -> Result<HashSet<u64>> {
    let check = match vault::check_pack(vault, line.pack, line.bytes) {
        Err(Error::Damaged { .. }) => return Ok(HashSet::new()),
        Ok(check) if check.table.hash != line.table.0 => return Ok(HashSet::new()),
        other => other?,
    };
    let is_bad = |number: &usize| check.damaged.contains(number) || check.wiped.contains(number);
    let placed = check.table.placed().enumerate().filter(|(number, _)| !is_bad(number));
    Ok(placed.map(|(_, (at, _))| at).collect())
}
