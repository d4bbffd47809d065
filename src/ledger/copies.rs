//! Copies of the ledger on drives: bringing them, reading them, telling what differs.
//!
//! A copy is sealed to the catalog of the first section, so writing it needs no secret. Each object
//! holds the entries that were missing at one visit; after many visits, or under a new catalog,
//! everything is written anew as one. Only objects this computer wrote are ever removed, and only
//! after their entries lie in a newer one: another computer's copy is evidence.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Deed, LedgerEntry, NOTHING_BEFORE, Recorded, RegisterParted, read};
use crate::crypto::hash;
use crate::error::{Damage, Error, LedgerTrouble, Result};
use crate::format::documents::ObjectKind;
use crate::format::names::{self, Name, ObjectPath};
use crate::state::named::LEDGER_COPY;
use crate::state::{LedgerRow, State};
use crate::storage;
use crate::vault::{self, Draft, SectionReader, SectionWriter, Vault};

/// So many objects on a drive are joined into one.
const OBJECTS_MAX: usize = 24;

/// What this computer brought to a drive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Brought {
    /// The catalog it is sealed to.
    catalog: String,
    /// Number and hash of the last entry.
    up_to: u64,
    head: String,
    /// Its objects.
    objects: Vec<String>,
    /// Older objects of ours, to be removed once all of `objects` are there.
    old: Vec<String>,
    /// Whether the last of `objects` may have been cut short: it was begun, and nobody noted its end.
    #[serde(default)]
    unfinished: bool,
}

/// A line of a copy: the entry's text as it was hashed.
#[derive(Serialize, Deserialize)]
struct Line {
    json: String,
}

/// The ledger as a drive carries it: one chain, or one for each computer that writes to it. They are one
/// until a computer is attached, and each goes on alone from there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerCopy {
    /// Whole chains from the first entry on, the longest first.
    pub chains: Vec<Vec<Recorded>>,
    /// The first number at which no chain goes on although later entries are there, or at which one story
    /// is told in two versions.
    pub broken_at: Option<u64>,
    /// Objects that are damaged.
    pub damaged: Vec<ObjectPath>,
}

/// How a drive's copy stands to the computer's ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyStanding {
    /// The drive has everything, or lacks what a later visit brings.
    Agrees {
        /// Entries on the drive.
        entries: u64,
    },
    /// The drive knows entries that the computer does not: the computer's ledger was cut.
    Longer {
        /// How many.
        entries: u64,
    },
    /// They tell another story from this entry on.
    Differs {
        /// Its number.
        entry: u64,
    },
}

/// Brings a drive the entries it lacks, and says how many. Needs no secret; a drive that has
/// everything is not written to.
///
/// # Errors
/// `Ledger` when the computer's ledger is broken: nothing is copied then. When the drive cannot be
/// read or written.
pub fn bring(
    vault: &Vault<'_>,
    section: &SectionWriter,
    state: &mut State,
    drive: i64,
) -> Result<u64> {
    let entries = read(state)?;
    let mut brought: Brought = state.drive_note(drive, LEDGER_COPY)?.unwrap_or_default();
    let folder = format!("{}/ledger", names::section(section.id));
    let listed = vault::both_copies(vault.storage, &folder)?;
    let is_there = |name: &String| {
        let path = ObjectPath::parse(name);
        path.and_then(|path| listed.get(&path)).is_some_and(|both| both.iter().all(Option::is_some))
    };
    let catalog = section.catalog.to_string();
    let is_current = !brought.unfinished
        && brought.catalog == catalog
        && brought.objects.iter().all(is_there)
        && brought.objects.len() < OBJECTS_MAX;
    if !is_current {
        let old = std::mem::take(&mut brought.objects);
        brought = Brought { catalog, old: [brought.old, old].concat(), ..Brought::default() };
    }
    let known = usize::try_from(brought.up_to).unwrap_or(usize::MAX);
    let missing = entries.get(known..).unwrap_or_default();
    if let Some(last) = missing.last() {
        let (object, bytes) = draft(vault, section, missing, last.entry.number)?;
        brought.objects.push(object.to_string());
        brought.up_to = last.entry.number;
        brought.head.clone_from(&last.hash);
        // Noted first: an object that is noted and not there is written anew, never left over.
        brought.unfinished = true;
        state.set_drive_note(drive, LEDGER_COPY, &brought)?;
        vault.put_small(&object, &bytes)?;
        brought.unfinished = false;
        state.set_drive_note(drive, LEDGER_COPY, &brought)?;
    }
    remove_old(vault, state, drive, brought)?;
    Ok(missing.len() as u64)
}

fn draft(
    vault: &Vault<'_>,
    section: &SectionWriter,
    entries: &[Recorded],
    seq: u64,
) -> Result<(ObjectPath, Vec<u8>)> {
    let mut draft = Draft::new(&vault::header(vault, section.id, ObjectKind::Ledger, seq))?;
    for entry in entries {
        draft.line(&Line { json: entry.json.clone() })?;
    }
    let bytes = draft.seal(&section.naming, &section.catalog)?;
    let hash = hash::object_hash(&bytes);
    let name = Name::Ledger { section: section.id, number: seq, hash };
    let none = || Error::State { reason: format!("no name for ledger entry {seq}") };
    Ok((name.path().ok_or_else(none)?, bytes))
}

fn remove_old(
    vault: &Vault<'_>,
    state: &mut State,
    drive: i64,
    mut brought: Brought,
) -> Result<()> {
    if brought.old.is_empty() {
        return Ok(());
    }
    // While an incident is open the old copies stay, and stay noted.
    let Some(permit) = state.may_erase()? else { return Ok(()) };
    for object in brought.old.iter().filter_map(|name| ObjectPath::parse(name)) {
        vault.remove_small(&permit, &object)?;
    }
    brought.old.clear();
    state.set_drive_note(drive, LEDGER_COPY, &brought)
}

/// Whether a run was stopped while it brought a drive its copy or took older objects away. What that left, an object
/// cut short or one of two copies, is no damage of the drive.
///
/// # Errors
/// `State`.
pub fn is_unfinished(state: &State, drive: i64) -> Result<bool> {
    let brought: Brought = state.drive_note(drive, LEDGER_COPY)?.unwrap_or_default();
    Ok(brought.unfinished || !brought.old.is_empty())
}

/// The objects that this computer brought to a drive.
///
/// # Errors
/// `State`.
pub fn brought(state: &State, drive: i64) -> Result<Vec<String>> {
    let Brought { objects, old, .. } = state.drive_note(drive, LEDGER_COPY)?.unwrap_or_default();
    Ok([objects, old].concat())
}

/// Refuses a ledger that lacks, or tells otherwise, what was once brought to a drive.
pub(super) fn check_brought(state: &State, entries: &[Recorded]) -> Result<()> {
    for drive in state.drives()? {
        let brought: Brought = state.drive_note(drive.row, LEDGER_COPY)?.unwrap_or_default();
        let last = usize::try_from(brought.up_to).unwrap_or(usize::MAX);
        let Some(last) = last.checked_sub(1) else { continue };
        let trouble = match entries.get(last) {
            Some(entry) if entry.hash == brought.head => continue,
            Some(_) => LedgerTrouble::Altered,
            None => LedgerTrouble::Cut,
        };
        return Err(Error::Ledger { entry: brought.up_to, trouble });
    }
    Ok(())
}

/// Reads the copy on a drive.
///
/// # Errors
/// When the drive is gone. Damaged objects, and folders that cannot be listed, are listed, not fatal.
pub fn read_copy(vault: &Vault<'_>, section: &SectionReader) -> Result<LedgerCopy> {
    let folder = format!("{}/ledger", names::section(section.id));
    let mut copy = LedgerCopy::default();
    let mut listed = BTreeSet::new();
    for place in [folder.clone(), format!("mirror/{folder}")] {
        let survey = storage::survey(vault.storage, &place)?;
        listed.extend(survey.objects.iter().map(|(object, _)| object.first_copy()));
        copy.damaged.extend(survey.unlisted.into_iter().map(|(folder, _)| folder));
    }
    let mut found = Found::new();
    for object in &listed {
        match vault.read_document(section, ObjectKind::Ledger, object) {
            Ok(document) => match document.lines::<Line>(object).collect::<Result<Vec<_>>>() {
                Ok(lines) => lines.into_iter().for_each(|line| take(&mut found, line.json)),
                Err(_) => copy.damaged.push(object.clone()),
            },
            // Sealed to a catalog that was forgotten since; its entries lie in a newer object.
            Err(Error::Damaged { damage: Damage::DoesNotOpen, .. }) => {}
            Err(Error::Damaged { .. }) => copy.damaged.push(object.clone()),
            Err(other) => return Err(other),
        }
    }
    copy.chain(&found);
    Ok(copy)
}

/// Entries by their hash.
type Found = BTreeMap<String, Recorded>;

fn take(found: &mut Found, json: String) {
    let Ok(entry) = serde_json::from_str::<LedgerEntry>(&json) else { return };
    let hash = hash::sha256_hex(json.as_bytes());
    found.insert(hash.clone(), Recorded { entry, json, hash });
}

/// Whether an entry begins the chain of a computer that was attached.
fn begins_branch(recorded: &Recorded) -> bool {
    matches!(recorded.entry.deed, Deed::SetUp { attached: true })
}

/// Entries that two chains have in common.
fn in_common(left: &[Recorded], right: &[Recorded]) -> usize {
    left.iter().zip(right).take_while(|(left, right)| left.hash == right.hash).count()
}

/// Where two chains part in another way than by a computer that was attached, and neither says so: the entry's number.
fn contradiction(left: &[Recorded], right: &[Recorded]) -> Option<u64> {
    let at = in_common(left, right);
    let (mine, theirs) = (left.get(at)?, right.get(at)?);
    let is_branch = begins_branch(mine) || begins_branch(theirs);
    let is_told = is_branch || tells_of(left, theirs) || tells_of(right, mine);
    (!is_told).then_some(mine.entry.number)
}

/// Whether a chain says itself that an entry of another parts from it.
fn tells_of(chain: &[Recorded], other: &Recorded) -> bool {
    chain.iter().any(|recorded| match &recorded.entry.deed {
        Deed::RegisterParted(parted) => parted.other == other.hash,
        _ => false,
    })
}

impl LedgerCopy {
    /// Follows every entry that none follows back to the first.
    fn chain(&mut self, found: &Found) {
        let followed: BTreeSet<&String> =
            found.values().map(|recorded| &recorded.entry.previous).collect();
        for last in found.values().filter(|recorded| !followed.contains(&recorded.hash)) {
            let mut chain = vec![last.clone()];
            let mut at = last;
            while let Some(before) = found.get(&at.entry.previous) {
                if before.entry.number.checked_add(1) != Some(at.entry.number) {
                    break;
                }
                chain.push(before.clone());
                at = before;
            }
            chain.reverse();
            if at.entry.number == 1 && at.entry.previous == NOTHING_BEFORE {
                self.chains.push(chain);
            } else {
                self.break_at(at.entry.number.saturating_sub(1).max(1));
            }
        }
        self.chains.sort_by_key(|chain| std::cmp::Reverse(chain.len()));
        let chains = std::mem::take(&mut self.chains);
        for (number, chain) in chains.iter().enumerate() {
            let others = chains.iter().skip(number + 1);
            let parted = others.filter_map(|other| contradiction(chain, other)).min();
            parted.into_iter().for_each(|at| self.break_at(at));
        }
        self.chains = chains;
    }

    fn break_at(&mut self, number: u64) {
        self.broken_at = Some(self.broken_at.map_or(number, |known| known.min(number)));
    }

    /// The first entry at which some chain tells another story than the computer's ledger.
    fn contradicts(&self, ours: &[Recorded]) -> Option<u64> {
        self.chains.iter().filter_map(|chain| contradiction(ours, chain)).min()
    }

    /// Where chains part from the computer's ledger without a word of it in either.
    #[must_use]
    pub fn partings(&self, ours: &[Recorded]) -> BTreeSet<RegisterParted> {
        let parted = |chain: &Vec<Recorded>| {
            let entry = contradiction(ours, chain)?;
            let other = chain.get(in_common(ours, chain))?.hash.clone();
            Some(RegisterParted { entry, other })
        };
        self.chains.iter().filter_map(parted).collect()
    }

    /// The chain that goes furthest with the computer's ledger; of several the longest.
    fn nearest(&self, ours: &[Recorded]) -> &[Recorded] {
        let nearest = self.chains.iter().max_by_key(|chain| (in_common(ours, chain), chain.len()));
        nearest.map(Vec::as_slice).unwrap_or_default()
    }

    /// What other computers did, as far as this one does not know.
    pub fn of_others<'a>(&'a self, ours: &'a [Recorded]) -> impl Iterator<Item = &'a Recorded> {
        let beyond = |chain: &'a Vec<Recorded>| chain.iter().skip(in_common(ours, chain));
        self.chains.iter().flat_map(beyond)
    }

    /// How the copy stands to the computer's ledger.
    #[must_use]
    pub fn against(&self, ours: &[Recorded]) -> CopyStanding {
        if let Some(entry) = self.contradicts(ours).or(self.broken_at) {
            return CopyStanding::Differs { entry };
        }
        let nearest = self.nearest(ours);
        let at = in_common(ours, nearest);
        match nearest.get(at) {
            // What follows is another computer's.
            Some(next) if at == ours.len() && !begins_branch(next) => {
                CopyStanding::Longer { entries: (nearest.len() - at) as u64 }
            }
            _ => CopyStanding::Agrees { entries: at as u64 },
        }
    }
}

/// Takes over what a drive knows and the computer does not, where that goes on from the computer's last entry; a
/// computer that knows more keeps it, and goes on with its own chain. Gives the number of entries that were new.
///
/// # Errors
/// `Ledger` when the computer's ledger is broken or tells another story; `State`.
pub fn adopt(state: &mut State, copy: &LedgerCopy) -> Result<u64> {
    let ours = super::checked(state)?;
    if let Some(entry) = copy.contradicts(&ours) {
        return Err(Error::Ledger { entry, trouble: LedgerTrouble::Differs });
    }
    let nearest = copy.nearest(&ours);
    if in_common(&ours, nearest) < ours.len() {
        return Ok(0);
    }
    let new = nearest.get(ours.len()..).unwrap_or_default();
    for recorded in new {
        state.add_ledger_row(&LedgerRow {
            number: recorded.entry.number,
            json: recorded.json.clone(),
            hash: recorded.hash.clone(),
        })?;
    }
    Ok(new.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::super::tests::three;
    use super::*;
    use crate::crypto::Identity;
    use crate::crypto::hash::NamingSecret;
    use crate::id::{PracticeId, SectionId};
    use crate::state::NewDrive;
    use crate::storage::memory::Memory;

    struct Bench {
        _home: tempfile::TempDir,
        state: State,
        drive: i64,
        storage: Memory,
        naming: NamingSecret,
    }

    /// The drive of a vault, as any computer adds it.
    fn blue(vault: &Vault<'_>) -> NewDrive {
        NewDrive {
            id: vault.drive,
            vault: vault.id,
            name: "Blue".to_owned(),
            facts: "{}".to_owned(),
            path: "/x".into(),
            fixed: true,
            enrolled: "2026-11-24T10:00:00Z".to_owned(),
        }
    }

    impl Bench {
        fn new() -> Self {
            let (home, mut state) = three();
            let storage = Memory::new();
            let naming = NamingSecret::generate();
            let vault =
                Vault::create(&storage, PracticeId([1; 16]), &naming, "2026-11-24T10:00:00Z");
            let vault = vault.unwrap();
            let drive = state.add_drive(&blue(&vault)).unwrap().row;
            Self { _home: home, state, drive, storage, naming }
        }

        fn vault<'a>(storage: &'a Memory, naming: &NamingSecret) -> Vault<'a> {
            Vault::open(storage, PracticeId([1; 16]), naming).unwrap()
        }

        fn bring(&mut self, catalog: &Identity) -> u64 {
            let vault = Self::vault(&self.storage, &self.naming);
            let section = SectionWriter {
                id: SectionId([2; 16]),
                naming: self.naming.clone(),
                catalog: catalog.to_recipient().unwrap(),
            };
            bring(&vault, &section, &mut self.state, self.drive).unwrap()
        }

        fn copy(&self, catalogs: Vec<Identity>) -> LedgerCopy {
            let reader = SectionReader {
                id: SectionId([2; 16]),
                vault_key: self.naming.clone(),
                naming: self.naming.clone(),
                catalogs,
                generation: 1,
                keys: std::collections::HashMap::new(),
                forgotten: std::collections::HashSet::new(),
                forgotten_records: std::collections::HashMap::new(),
                next_part: 1,
                epoch: 1,
                damaged: Vec::new(),
                shut: Vec::new(),
            };
            read_copy(&Self::vault(&self.storage, &self.naming), &reader).unwrap()
        }

        fn objects(&self) -> usize {
            use crate::storage::Storage;
            let listed = |folder| self.storage.list(folder).unwrap().len();
            listed("sections") + listed("mirror/sections")
        }

        fn note(&mut self, text: &str) {
            let deed = super::super::tests::deed(text);
            super::super::append(&mut self.state, deed, jiff::Timestamp::UNIX_EPOCH).unwrap();
        }
    }

    #[test]
    fn a_drive_gets_what_it_lacks_and_tells_it_again() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        assert_eq!(bench.bring(&catalog), 3);
        assert_eq!(bench.bring(&catalog), 0, "nothing twice");
        bench.note("d");
        assert_eq!(bench.bring(&catalog), 1);
        let copy = bench.copy(vec![catalog]);
        let ours = read(&bench.state).unwrap();
        assert_eq!(copy.chains, std::slice::from_ref(&ours));
        assert_eq!(copy.against(&ours), CopyStanding::Agrees { entries: 4 });
        let fresh = tempfile::tempdir().unwrap();
        let mut state = State::open(fresh.path()).unwrap();
        assert_eq!(adopt(&mut state, &copy).unwrap(), 4);
        assert_eq!(read(&state).unwrap(), ours);
    }

    #[test]
    fn under_a_new_catalog_everything_is_written_anew_and_the_old_copy_goes() {
        let (old, new) = (Identity::generate(), Identity::generate());
        let mut bench = Bench::new();
        bench.bring(&old);
        assert_eq!(bench.bring(&new), 3);
        assert_eq!(bench.objects(), 2, "one object and its second copy");
        assert!(bench.copy(vec![old]).chains.is_empty());
        assert_eq!(bench.copy(vec![new]).chains[0].len(), 3);
    }

    #[test]
    fn many_visits_do_not_leave_many_objects() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        for visit in 0..60 {
            bench.note(&visit.to_string());
            bench.bring(&catalog);
            assert!(bench.objects() <= 2 * OBJECTS_MAX);
        }
        assert_eq!(bench.copy(vec![catalog]).chains[0].len(), 63);
    }

    #[test]
    fn a_copy_that_was_cut_short_is_known_for_it_and_brought_again() {
        use crate::storage::Storage;
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.bring(&catalog);
        assert!(!is_unfinished(&bench.state, bench.drive).unwrap());
        // As a process that is killed leaves it: the first copy torn, the second not begun.
        let (object, _) = bench.storage.list("sections").unwrap().remove(0);
        let whole = bench.storage.read(&object, 0, 100).unwrap();
        bench.storage.supersede(&object, &whole).unwrap();
        bench.storage.remove(&object.mirror()).unwrap();
        let mut brought: Brought =
            bench.state.drive_note(bench.drive, LEDGER_COPY).unwrap().unwrap();
        brought.unfinished = true;
        bench.state.set_drive_note(bench.drive, LEDGER_COPY, &brought).unwrap();
        assert!(is_unfinished(&bench.state, bench.drive).unwrap());
        assert_eq!(bench.bring(&catalog), 3);
        assert!(!is_unfinished(&bench.state, bench.drive).unwrap());
        let copy = bench.copy(vec![catalog]);
        assert_eq!((copy.chains[0].len(), copy.damaged.len()), (3, 0), "the torn one went");
    }

    #[test]
    fn an_older_object_that_was_removed_by_half_is_known_for_it_and_goes() {
        use crate::storage::Storage;
        let (before, catalog) = (Identity::generate(), Identity::generate());
        let mut bench = Bench::new();
        bench.bring(&before);
        let (older, length) = bench.storage.list("sections").unwrap().remove(0);
        let second = bench.storage.read(&older.mirror(), 0, length as usize).unwrap();
        bench.bring(&catalog);
        // As a process that is killed between the two removals leaves it.
        bench.storage.put(&older.mirror(), &second).unwrap();
        let mut brought: Brought =
            bench.state.drive_note(bench.drive, LEDGER_COPY).unwrap().unwrap();
        brought.old = vec![older.to_string()];
        bench.state.set_drive_note(bench.drive, LEDGER_COPY, &brought).unwrap();
        assert!(is_unfinished(&bench.state, bench.drive).unwrap());
        assert_eq!(bench.bring(&catalog), 0);
        assert!(!is_unfinished(&bench.state, bench.drive).unwrap());
        assert_eq!(bench.objects(), 2, "the newer one, twice");
    }

    #[test]
    fn a_copy_that_was_lost_is_brought_again() {
        use crate::storage::Storage;
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.bring(&catalog);
        for (object, _) in bench.storage.list("sections").unwrap() {
            bench.storage.remove(&object).unwrap();
        }
        assert_eq!(bench.bring(&catalog), 3);
        assert_eq!(bench.copy(vec![catalog]).chains[0].len(), 3);
    }

    #[test]
    fn a_ledger_cut_short_on_the_computer_is_noticed_there_and_on_the_drive() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.bring(&catalog);
        let path = bench.state.path().to_owned();
        let db = rusqlite::Connection::open(path).unwrap();
        db.execute("DELETE FROM ledger WHERE number = 3", []).unwrap();
        let error = read(&bench.state).unwrap_err();
        assert!(matches!(error, Error::Ledger { entry: 3, trouble: LedgerTrouble::Cut }));
        let ours = super::super::checked(&bench.state).unwrap();
        let copy = bench.copy(vec![catalog]);
        assert_eq!(copy.against(&ours), CopyStanding::Longer { entries: 1 });
        assert_eq!(adopt(&mut bench.state, &copy).unwrap(), 1, "the drive brings it back");
        assert_eq!(read(&bench.state).unwrap().len(), 3);
    }

    #[test]
    fn another_story_on_the_drive_is_named() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.bring(&catalog);
        let copy = bench.copy(vec![catalog]);
        let (_home, mut other) = three();
        let mut ours = read(&other).unwrap();
        ours.truncate(1);
        assert_eq!(copy.against(&ours), CopyStanding::Longer { entries: 2 });
        let mut forked = read(&bench.state).unwrap();
        forked[1].hash = "0".repeat(64);
        assert_eq!(copy.against(&forked), CopyStanding::Differs { entry: 2 });
        super::super::append(
            &mut other,
            super::super::tests::deed("x"),
            jiff::Timestamp::UNIX_EPOCH,
        )
        .unwrap();
        assert_eq!(adopt(&mut other, &copy).unwrap(), 0, "one that knows more keeps it");
    }

    /// Two computers at one drive: each with a chain of its own from the day the second was attached.
    #[test]
    fn two_computers_write_two_chains_and_neither_is_called_altered() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.bring(&catalog);
        let home = tempfile::tempdir().unwrap();
        let mut second = State::open(home.path()).unwrap();
        assert_eq!(adopt(&mut second, &bench.copy(vec![catalog.clone()])).unwrap(), 3);
        let now = jiff::Timestamp::UNIX_EPOCH;
        super::super::append(&mut second, Deed::SetUp { attached: true }, now).unwrap();
        super::super::append(&mut second, super::super::tests::deed("of the second"), now).unwrap();
        bench.note("of the first");
        bench.bring(&catalog);
        let first = std::mem::replace(&mut bench.state, second);
        let vault = Bench::vault(&bench.storage, &bench.naming);
        bench.drive = bench.state.add_drive(&blue(&vault)).unwrap().row;
        bench.bring(&catalog);
        let copy = bench.copy(vec![catalog.clone()]);
        assert_eq!((copy.chains.len(), copy.broken_at), (2, None));
        let theirs = read(&first).unwrap();
        let ours = read(&bench.state).unwrap();
        assert_eq!(copy.against(&theirs), CopyStanding::Agrees { entries: 4 });
        assert_eq!(copy.against(&ours), CopyStanding::Agrees { entries: 5 });
        let learnt: Vec<u64> = copy.of_others(&ours).map(|one| one.entry.number).collect();
        assert_eq!(learnt, [4], "each learns what the other did");
        assert_eq!(copy.of_others(&theirs).count(), 2);
        assert_eq!(adopt(&mut bench.state, &copy).unwrap(), 0);
        // An entry told in two versions is none of this.
        bench.state = first;
        let path = bench.state.path().to_owned();
        let db = rusqlite::Connection::open(path).unwrap();
        db.execute("DELETE FROM ledger WHERE number = 4", []).unwrap();
        bench.note("another story");
        let cut = super::super::checked(&bench.state).unwrap();
        assert_eq!(copy.against(&cut), CopyStanding::Differs { entry: 4 });
    }

    /// A computer that was put back from a picture of its disk, and went on from there.
    #[test]
    fn two_stories_of_one_computer_end_once_it_is_told_where_they_part() {
        let catalog = Identity::generate();
        let mut bench = Bench::new();
        bench.note("what was lost with the disk");
        bench.bring(&catalog);
        let (_home, put_back) = three();
        bench.state = put_back;
        let vault = Bench::vault(&bench.storage, &bench.naming);
        bench.drive = bench.state.add_drive(&blue(&vault)).unwrap().row;
        bench.note("another story");
        let ours = read(&bench.state).unwrap();
        let copy = bench.copy(vec![catalog.clone()]);
        assert_eq!(copy.against(&ours), CopyStanding::Differs { entry: 4 });
        let refused = adopt(&mut bench.state, &copy);
        assert!(matches!(refused, Err(Error::Ledger { entry: 4, .. })), "{refused:?}");
        let partings = copy.partings(&ours);
        assert_eq!(partings.iter().map(|parted| parted.entry).collect::<Vec<_>>(), [4]);
        let now = jiff::Timestamp::UNIX_EPOCH;
        for parted in partings {
            super::super::append(&mut bench.state, Deed::RegisterParted(parted), now).unwrap();
        }
        let told = read(&bench.state).unwrap();
        assert_eq!(copy.partings(&told).len(), 0);
        assert_eq!(copy.against(&told), CopyStanding::Agrees { entries: 3 });
        assert_eq!(adopt(&mut bench.state, &copy).unwrap(), 0);
        bench.bring(&catalog);
        let copy = bench.copy(vec![catalog]);
        assert_eq!((copy.chains.len(), copy.broken_at), (2, None));
        assert_eq!(copy.against(&told), CopyStanding::Agrees { entries: 5 });
    }
}
