//! Orders not to erase a record: opened and closed by people, never deleted.
//!
//! No key is needed: the id of a record is a keyed hash of its source and its folder's name, which
//! the computer can make itself. The name is not kept; a keyed hash of how it reads is.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use jiff::civil::Date;

use crate::browse;
use crate::config::{RecordRule, Source};
use crate::error::{Error, Result, Thing};
use crate::id::RecordId;
use crate::practice::Practice;
use crate::retention::facts::{Hold, HoldKind, HoldReason};
use crate::state::State;
use crate::state::named::HOLDS;
use crate::tree_path;

/// An order as a person gives it.
pub struct NewHold {
    /// The record.
    pub record: RecordId,
    /// Why.
    pub reason: HoldReason,
    /// How it acts; absent: as usual for the reason.
    pub kind: Option<HoldKind>,
    /// Who.
    pub by: String,
    /// When to look at it again.
    pub review: Option<Date>,
}

/// Every hold, open or closed, in the order they were opened.
///
/// # Errors
/// `State`.
pub fn all(state: &State) -> Result<Vec<Hold>> {
    Ok(state.items(HOLDS)?.into_iter().map(|(_, hold)| hold).collect())
}

/// Records that must not be erased now.
///
/// # Errors
/// `State`.
pub fn held(state: &State) -> Result<HashSet<RecordId>> {
    let open = all(state)?.into_iter().filter(|hold| hold.closed.is_none());
    Ok(open.map(|hold| hold.record).collect())
}

/// Opens a hold.
///
/// # Errors
/// `Invalid` when nobody is named, `State`.
pub fn open(practice: &mut Practice, new: NewHold, today: Date) -> Result<Hold> {
    let state = &mut practice.state;
    named(&new.by)?;
    let hold = Hold {
        record: new.record,
        kind: new.kind.unwrap_or_else(|| new.reason.usual_kind()),
        reason: new.reason,
        opened_by: new.by,
        opened: today,
        review: new.review,
        closed: None,
        closed_by: None,
    };
    let number = state.items::<Hold>(HOLDS)?.len() + 1;
    state.set_item(HOLDS, &format!("{number:08}"), &hold)?;
    mirror(practice)?;
    Ok(hold)
}

/// Closes every open hold of a record, and gives them. Their days still count afterwards.
///
/// # Errors
/// `NotFound` when none is open; `NotConfirmed` when `two_people` are wanted and the one who opened it
/// would close it; `Invalid` when nobody is named; `State`.
pub fn close(
    practice: &mut Practice,
    record: RecordId,
    by: &str,
    two_people: bool,
    today: Date,
) -> Result<Vec<Hold>> {
    named(by)?;
    let state = &mut practice.state;
    let of_record = |hold: &Hold| hold.record == record && hold.closed.is_none();
    let open: Vec<(String, Hold)> =
        state.items(HOLDS)?.into_iter().filter(|(_, hold)| of_record(hold)).collect();
    if open.is_empty() {
        return Err(Error::NotFound { what: Thing::Hold, name: record.hex() });
    }
    if two_people && open.iter().any(|(_, hold)| same_person(&hold.opened_by, by)) {
        return Err(Error::NotConfirmed);
    }
    let mut closed = Vec::with_capacity(open.len());
    for (number, mut hold) in open {
        hold.closed = Some(today);
        hold.closed_by = Some(by.to_owned());
        state.set_item(HOLDS, &number, &hold)?;
        closed.push(hold);
    }
    mirror(practice)?;
    Ok(closed)
}

/// The configuration travels in every manifest, so a hold that stands there outlives the state.
fn mirror(practice: &mut Practice) -> Result<()> {
    let holds = all(&practice.state)?;
    practice.config.purge.get_or_insert_default().holds = holds;
    practice.save_config()
}

/// Takes the holds of the configuration where the state knows none: it was lost.
///
/// # Errors
/// `State`.
pub fn adopt(practice: &mut Practice) -> Result<()> {
    if !all(&practice.state)?.is_empty() {
        return Ok(());
    }
    let holds = practice.config.purge_settings().holds;
    let numbered: Vec<(String, Hold)> =
        (1..).zip(holds).map(|(number, hold)| (format!("{number:08}"), hold)).collect();
    practice.state.replace_items(HOLDS, &numbered)
}

/// Whether two texts name one person; capitals and runs of spaces do not matter.
#[must_use]
pub fn same_person(left: &str, right: &str) -> bool {
    let folded = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    folded(left) == folded(right)
}

fn named(person: &str) -> Result<()> {
    let invalid = || Error::Invalid { what: Thing::Name, value: person.to_owned() };
    if person.trim().is_empty() { Err(invalid()) } else { Ok(()) }
}

/// The record a person means, where one only fits: as [`records_named`]. Also one that was forgotten.
///
/// # Errors
/// `NotFound` when there is none, `Invalid` when several fit; `State`.
pub fn record_named(practice: &Practice, text: &str) -> Result<RecordId> {
    let known = known_records(practice)?;
    let mut found = records_named(practice, text)?;
    found.retain(|record| known.contains(record));
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(Error::NotFound { what: Thing::Record, name: text.to_owned() }),
        _ => Err(Error::Invalid { what: Thing::Record, value: text.to_owned() }),
    }
}

fn known_records(practice: &Practice) -> Result<HashSet<RecordId>> {
    let mut known = practice.state.forgotten()?;
    for section in &practice.config.sections {
        known.extend(practice.state.record_keys(section.id)?.into_keys());
    }
    Ok(known)
}

/// Every record a person can mean: its id, or the name of its folder however it is spelled (case,
/// accents, composed or not), in every source that has one of that name, also where the source is
/// backed up no more or the folder is gone, and where no backup took it yet. Before the name may
/// stand the folder it lies in, which then decides. No key is needed.
///
/// # Errors
/// `NotFound` when there is none; `State`.
pub fn records_named(practice: &Practice, text: &str) -> Result<Vec<RecordId>> {
    if text.trim().is_empty() {
        return Err(Error::NotFound { what: Thing::Record, name: text.to_owned() });
    }
    let known = known_records(practice)?;
    if let Some(record) = text.trim().parse().ok().filter(|record| known.contains(record)) {
        return Ok(vec![record]);
    }
    let whole = tree_path::unescape(text).unwrap_or_else(|| text.as_bytes().to_vec());
    let mut found = BTreeSet::new();
    let writers = practice.writers()?;
    let lives = practice.state.lives()?;
    for writer in &writers {
        found.extend(browse::records_spelled(&practice.state, &writer.naming, &whole)?);
    }
    for source in &practice.config.sources {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        let of_name = |name: &[u8]| lives.of(writer.naming.record_id(source.id, name));
        found.extend(on_disk(source, &whole).iter().map(|name| of_name(name)));
        found.extend(Some(of_name(&whole)).filter(|record| known.contains(record)));
    }
    if found.is_empty() {
        found = in_named_folder(practice, text, &known)?;
    }
    match found.is_empty() {
        true => Err(Error::NotFound { what: Thing::Record, name: text.to_owned() }),
        false => Ok(found.into_iter().collect()),
    }
}

/// The records a person wants to protect: as [`records_named`], those that were erased left out.
///
/// # Errors
/// `NotFound` when there is none, or when all of that name were erased (`Thing::Erased`); `State`.
pub fn records_to_hold(practice: &Practice, text: &str) -> Result<Vec<RecordId>> {
    let forgotten = practice.state.forgotten()?;
    let mut found = records_named(practice, text)?;
    found.retain(|record| !forgotten.contains(record));
    match found.is_empty() {
        true => Err(Error::NotFound { what: Thing::Erased, name: text.to_owned() }),
        false => Ok(found),
    }
}

/// Folders of patients, by name: what a person who types part of one, or slips, may mean. Those that hold every
/// word that was typed.
#[must_use]
pub fn folders_with(practice: &Practice, text: &str) -> Vec<String> {
    let wanted = browse::fold(text);
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let holds = |name: &String| {
        let name = browse::fold(name);
        !wanted.is_empty() && wanted.iter().all(|word| name.contains(word))
    };
    folders(practice).into_iter().filter(holds).collect()
}

/// The names of all folders of patients that lie in the sources.
#[must_use]
pub fn folders(practice: &Practice) -> BTreeSet<String> {
    let by_folder = |source: &&Source| source.records == RecordRule::EachFolder;
    let sources = practice.config.sources.iter().filter(by_folder);
    let entries = sources.filter_map(|source| std::fs::read_dir(&source.path).ok()).flatten();
    let folders =
        entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| tree_path::escape(entry.file_name().as_encoded_bytes())).collect()
}

/// `Imaging/DUPONT`, or the whole path of the folder.
fn in_named_folder(
    practice: &Practice,
    text: &str,
    known: &HashSet<RecordId>,
) -> Result<BTreeSet<RecordId>> {
    let path = Path::new(text.trim_end_matches(['/', '\\']));
    let mut found = BTreeSet::new();
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return Ok(found) };
    if above.as_os_str().is_empty() {
        return Ok(found);
    }
    let (writers, lives) = (practice.writers()?, practice.state.lives()?);
    let wanted = name.as_encoded_bytes();
    for source in practice.config.sources.iter().filter(|source| ends_like(&source.path, above)) {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        let of_name = |name: &[u8]| lives.of(writer.naming.record_id(source.id, name));
        found.extend(on_disk(source, wanted).iter().map(|name| of_name(name)));
        found.extend(Some(of_name(wanted)).filter(|record| known.contains(record)));
    }
    Ok(found)
}

/// Whether a path is the other, or ends with it; case and accents do not matter.
fn ends_like(path: &Path, end: &Path) -> bool {
    let folded = |path: &Path| -> Vec<String> {
        path.components().map(|part| browse::fold(&part.as_os_str().to_string_lossy())).collect()
    };
    folded(path).ends_with(&folded(end))
}

/// The folders of a source that read like a name, as they are spelled there.
fn on_disk(source: &Source, name: &[u8]) -> Vec<Vec<u8>> {
    if source.records != RecordRule::EachFolder {
        return Vec::new();
    }
    let folded = |name: &[u8]| browse::fold(&String::from_utf8_lossy(name));
    let wanted = folded(name);
    let Ok(entries) = std::fs::read_dir(&source.path) else { return Vec::new() };
    let folders =
        entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let names = folders.map(|entry| entry.file_name().as_encoded_bytes().to_vec());
    names.filter(|name| folded(name) == wanted).collect()
}
