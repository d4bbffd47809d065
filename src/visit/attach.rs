//! A new computer, or one that forgot: everything is learnt from a drive and a key.
//!
//! A configuration that is here stays; it is only checked to be of the same practice.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::ledger::note;
use super::put_back;
use crate::attach::{self, Learnt};
use crate::config::{Config, KeyKind, OpenFilesWay, PracticeSettings, Reminders};
use crate::crypto::{Identity, Recipient};
use crate::drives::{self, Profile};
use crate::error::{DriveTrouble, Error, Result};
use crate::event::Observer;
use crate::expiry::holds;
use crate::format::documents::{KeyringLine, VaultJson};
use crate::format::names::{ObjectPath, PartName, VAULT_FOLDER};
use crate::id::RecordId;
use crate::keys;
use crate::ledger::{self, Deed, LedgerCopy, Recorded};
use crate::platform;
use crate::practice::{self, DriveIdentity, Practice};
use crate::state::named::{PURGED_UP_TO, VAULT_KEY};
use crate::state::{Drive, NewDrive};
use crate::storage::{self, Disk};
use crate::vault::{self, PartPlace, SectionReader, Vault};

/// A practice that was taken up again.
pub struct Attached {
    /// The practice.
    pub practice: Practice,
    /// The drive it was learnt from.
    pub drive: Drive,
    /// What was learnt of it.
    pub learnt: Learnt,
    /// What is wrong with the drive's copy of the ledger; keeps nobody from their data.
    pub ledger: Option<Error>,
    /// Entries of the ledger from which the drive's told another story; that is on record now.
    pub parted: Vec<u64>,
    /// Number of the lock, where the names of its other keys are not known.
    pub keys_unknown: Option<u32>,
}

/// The vault folder of the medium mounted at `path`.
///
/// # Errors
/// `Drive(Gone)`, `Drive(Unknown)`; when it cannot be opened.
pub fn vault_at(path: &Path) -> Result<Disk> {
    let path = platform::real_path(path).map_err(|_| Error::drive(DriveTrouble::Gone))?;
    let place = path.join(VAULT_FOLDER);
    if place.is_dir() { Disk::open(&place) } else { Err(Error::drive(DriveTrouble::Unknown)) }
}

/// Brings a drive of the practice, which this computer does not know yet, the keyring parts that it lacks. Says
/// whether the keys of this computer open all of it then: no part lies there that this computer has not. A drive that
/// it knows is another matter.
///
/// # Errors
/// `Drive` when it is none of the practice's; when it cannot be read or written.
pub fn share_parts(practice: &Practice, disk: &Disk) -> Result<bool> {
    let vault = Vault::open(disk, practice.config.practice.id, &practice.vault_key()?)?;
    if practice.state.drive(vault.drive)?.is_some() {
        return Ok(false);
    }
    let here: BTreeSet<ObjectPath> = practice.part_copies()?.into_iter().collect();
    // Every part is made once for each opening key: those for a key that counts here tell of all.
    let tags: BTreeSet<String> =
        here.iter().filter_map(PartName::of).map(|part| part.tag).collect();
    let survey = storage::survey(disk, "sections")?;
    let counts =
        |object: &ObjectPath| PartName::of(object).is_some_and(|part| tags.contains(&part.tag));
    let (had, strange): (Vec<_>, Vec<_>) = survey
        .objects
        .iter()
        .map(|(object, _)| object)
        .filter(|object| counts(object))
        .partition(|object| here.contains(*object));
    if had.is_empty() || !strange.is_empty() || !survey.unlisted.is_empty() {
        return Ok(false);
    }
    practice.bring_parts(&vault)?;
    Ok(true)
}

/// Learns a practice from one of its drives, into a home folder that may have a configuration. The
/// keys are taken for keys of `kind` where nothing tells.
///
/// # Errors
/// `Key` when the keys open nothing; `Drive` with `Tampered` or `Foreign`; `State` when no backup on
/// the drive tells the practice; when it cannot be read.
pub fn attach(
    home: &Path,
    disk: &Disk,
    identities: &[Identity],
    kind: KeyKind,
    now: Timestamp,
    observer: &dyn Observer,
) -> Result<Attached> {
    let (vault, sections) = recognised(disk, identities)?;
    let mut practice = begin(home, &vault, &sections)?;
    let path = disk.path().parent().unwrap_or(disk.path());
    let is_known = practice.state.drive(vault.drive)?.is_some();
    let drive = drive(&mut practice, &vault, path, now)?;
    let is_ours = !practice.config.practice.name.is_empty();
    let is_ahead = attach::is_ahead(&practice.state, &sections)?;
    let state = &mut practice.state;
    let learnt = if is_ours && !is_ahead {
        attach::learn_again(&vault, &sections, state, &drive, observer)
    } else {
        attach::learn(&vault, &sections, state, &drive, observer)
    }?;
    for section in &sections {
        keep_parts(&mut practice, &vault, section, identities, &learnt)?;
    }
    let is_new = adopt_configuration(&mut practice, learnt.configuration.as_deref())?;
    if is_new {
        put_back::begin(&mut practice)?;
    }
    let before = if is_new { 0 } else { ledger::read(&practice.state).map_or(0, |all| all.len()) };
    let mut parted = Vec::new();
    let adopted = adopt_ledger(&mut practice, &vault, &sections, now, &mut parted);
    let (others, ledger) = match adopted {
        Ok(others) => (others, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    if !is_known {
        rename_as_told(&mut practice, &drive, &others)?;
    }
    attach::adopt_history(&mut practice.state, &drive, &others)?;
    let drive = practice.state.drive(vault.drive)?.unwrap_or(drive);
    let keys_unknown = adopt_keys(&mut practice, &sections, before, identities, kind)?;
    practice.distrust(&drive)?;
    note_lock(&mut practice, &vault, &drive)?;
    forget_again(&mut practice, &drive, &learnt, now)?;
    practice.note_parts(&drive, &vault)?;
    if !parted.is_empty() {
        // A drive that cannot take it now gets it with the next backup.
        drop(super::ledger::bring_to(&mut practice, &vault, drive.row));
    }
    Ok(Attached { practice, drive, learnt, ledger, parted, keys_unknown })
}

/// What was forgotten before the memory was lost stays so; a drive that missed it is owed a purge.
fn forget_again(
    practice: &mut Practice,
    drive: &Drive,
    learnt: &Learnt,
    now: Timestamp,
) -> Result<()> {
    holds::adopt(practice)?;
    let entry = note(practice, Deed::SetUp { attached: true }, now)?.entry.number;
    put_back::counts_from(practice, entry)?;
    let forgotten: Vec<RecordId> = learnt.forgotten.iter().copied().collect();
    practice.state.forget_records(&forgotten, Some(entry))?;
    match practice.state.purge_entries()?.pop() {
        Some(last) if learnt.is_purged => {
            practice.state.set_drive_note(drive.row, PURGED_UP_TO, &last)
        }
        _ => Ok(()),
    }
}

/// Keeps copies of the drive's parts. None that holds what was forgotten is ever brought to a drive again,
/// whether it lies here or there; what else it holds is sealed anew.
fn keep_parts(
    practice: &mut Practice,
    vault: &Vault<'_>,
    section: &SectionReader,
    keys: &[Identity],
    learnt: &Learnt,
) -> Result<()> {
    let there = attach::parts(vault, section.id)?;
    let old_there = attach::outdated(section, &there, keys, &learnt.forgotten)?;
    let old_here = attach::outdated(section, &practice.copies()?, keys, &learnt.forgotten)?;
    let can_deny = old_there.is_spared || old_here.is_spared;
    // What somebody else left there is not carried to other drives.
    let is_strange =
        |object: &ObjectPath| section.damaged.iter().any(|(damaged, _)| damaged == object);
    for (object, bytes) in &there {
        if !(can_deny && old_there.denied.contains(object) || is_strange(object)) {
            practice.save_part(object, bytes)?;
        }
    }
    if old_there.is_spared {
        seal_anew(practice, section, &old_here.lines)?;
        old_here.denied.iter().try_for_each(|object| practice.drop_part(object))?;
    }
    Ok(())
}

/// A part of secrets that only outdated ones held.
fn seal_anew(
    practice: &mut Practice,
    section: &SectionReader,
    lines: &[KeyringLine],
) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let number = practice.state.take_part_number(section.id)?;
    let config = &practice.config;
    let place = PartPlace {
        practice: config.practice.id,
        section: section.id,
        epoch: config.practice.epoch,
        number,
    };
    let to = config.keys_of(section.id).map(|key| key.recipient.parse());
    let to: Vec<Recipient> = to.collect::<Result<_>>()?;
    for (object, bytes) in vault::make_part(place, &section.naming, lines, &to)? {
        practice.save_part(&object, &bytes)?;
    }
    Ok(())
}

/// The vault as it describes itself, where keys show that this is true; otherwise as what lies in it says.
fn recognised<'d>(
    disk: &'d Disk,
    identities: &[Identity],
) -> Result<(Vault<'d>, Vec<SectionReader>)> {
    if let Ok(json) = Vault::describe(disk)
        && let Some(found) = as_described(disk, &json, identities)?
    {
        return Ok(found);
    }
    let vault = vault::told_by_contents(disk, identities)?;
    let sections = practice::read_sections(&vault, identities)?;
    Ok((vault, sections))
}

fn as_described<'d>(
    disk: &'d Disk,
    json: &VaultJson,
    identities: &[Identity],
) -> Result<Option<(Vault<'d>, Vec<SectionReader>)>> {
    let vault = Vault { storage: disk, practice: json.practice, id: json.vault, drive: json.drive };
    let mut sections = practice::read_sections(&vault, identities).unwrap_or_default();
    // Whoever knows where to seal can add sections.
    sections.retain(|section| vault::is_authentic(&section.vault_key, json));
    if vault::is_newer(json) && !sections.is_empty() {
        // A later program may keep what lies there in ways that are not known here.
        return Err(Error::drive(DriveTrouble::NewerFormat));
    }
    let has_backups = sections.iter().any(|section| {
        vault::manifests_in(&vault, section).is_ok_and(|objects| !objects.is_empty())
    });
    let is_true = !sections.is_empty() && (!has_backups || vault::is_borne_out(&vault, &sections)?);
    Ok(is_true.then_some((vault, sections)))
}

/// The home folder, with the configuration that is there or an empty one of the same practice.
fn begin(home: &Path, vault: &Vault<'_>, sections: &[SectionReader]) -> Result<Practice> {
    let config = match Config::load(home) {
        Ok(config) if config.practice.id != vault.practice => {
            return Err(Error::drive(DriveTrouble::Foreign));
        }
        Err(Error::NotSetUp) => unnamed(vault),
        other => other?,
    };
    let mut practice = Practice::rebuild(home, config)?;
    // A register that was altered proves nothing any more, and stops everything else.
    if matches!(ledger::read(&practice.state), Err(Error::Ledger { .. })) {
        practice = practice.begin_anew()?;
    }
    if let Some(section) = sections.first() {
        let key = practice::secret_bytes(&section.vault_key);
        practice.state.set_fact(&VAULT_KEY, &key)?;
    }
    Ok(practice)
}

fn unnamed(vault: &Vault<'_>) -> Config {
    Config {
        practice: PracticeSettings {
            name: String::new(),
            id: vault.practice,
            language: String::new(),
            country: String::new(),
            public_structure: false,
            call_in_incident: None,
            phone: None,
            open_files: OpenFilesWay::default(),
            epoch: 1,
        },
        reminders: Reminders::default(),
        purge: None,
        sections: Vec::new(),
        sources: Vec::new(),
        keys: Vec::new(),
    }
}

/// A drive has no name in clear: until the ledger tells it, one that is not known is called as the
/// folder it is mounted on.
fn drive(practice: &mut Practice, vault: &Vault<'_>, path: &Path, now: Timestamp) -> Result<Drive> {
    let now = practice::stamp(now);
    if let Some(known) = practice.state.drive(vault.drive)? {
        practice.state.note_seen(&known, path, &now)?;
        return Ok(known);
    }
    let mounted = path.file_name().map(|name| name.to_string_lossy().into_owned());
    // The root of a letter has no name; the label is what a person sees beside it.
    let label = || platform::drive_facts(path).label;
    let name = mounted.or_else(label).unwrap_or_else(|| vault.drive.hex());
    let is_taken = practice.state.drive_named(&name).is_ok();
    let drive = practice.state.add_drive(&NewDrive {
        id: vault.drive,
        vault: vault.id,
        name: if is_taken { vault.drive.hex() } else { name },
        facts: DriveIdentity::of(path).to_json(),
        path: path.to_owned(),
        fixed: platform::drive_facts(path).removable != Some(true),
        enrolled: now,
    })?;
    drives::note_profile(&mut practice.state, &drive, &Profile::seen_at(path, None))?;
    Ok(drive)
}

/// The name on its label, which the ledger tells; that of its mount where the name is taken.
fn rename_as_told(practice: &mut Practice, drive: &Drive, others: &[Recorded]) -> Result<()> {
    let mut entries = ledger::read(&practice.state).unwrap_or_default();
    entries.extend(others.iter().cloned());
    let Some(name) = attach::name_told(&entries, drive.id) else { return Ok(()) };
    match practice.state.rename_drive(drive, &name) {
        Err(Error::Exists { .. }) => Ok(()),
        other => other,
    }
}

/// Says whether there was none here.
fn adopt_configuration(practice: &mut Practice, learnt: Option<&str>) -> Result<bool> {
    if !practice.config.practice.name.is_empty() {
        return Ok(false);
    }
    let none = || Error::State { reason: "no backup on this drive tells the practice".to_owned() };
    let config = Config::parse(learnt.ok_or_else(none)?)?;
    if config.practice.id != practice.config.practice.id {
        return Err(Error::drive(DriveTrouble::Foreign));
    }
    practice.config = config;
    practice.save_config()?;
    Ok(true)
}

/// Keys that changed after the backup whose configuration was adopted. Answers with the number of the
/// lock, where its keys are known by what was given only.
fn adopt_keys(
    practice: &mut Practice,
    sections: &[SectionReader],
    known_entries: usize,
    given: &[Identity],
    kind: KeyKind,
) -> Result<Option<u32>> {
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let new = entries.get(known_entries..).unwrap_or_default();
    keys::replay(&mut practice.config, new);
    let lock = sections.iter().map(|section| section.epoch).max().unwrap_or_default();
    let public: Vec<Recipient> = given.iter().filter_map(Identity::to_recipient).collect();
    let is_unknown = keys::adopt_lock(&mut practice.config, lock, &public, kind);
    practice.save_config()?;
    Ok(is_unknown.then_some(lock))
}

/// What was done with the practice's backups until now, as far as the drive was told. Answers with what other
/// computers did after they parted from this one: it is theirs to keep. Where the drive tells another story than this
/// computer, `parted` gets the numbers of the entries.
fn adopt_ledger(
    practice: &mut Practice,
    vault: &Vault<'_>,
    sections: &[SectionReader],
    now: Timestamp,
    parted: &mut Vec<u64>,
) -> Result<Vec<Recorded>> {
    let mut others = Vec::new();
    for section in sections {
        let copy = ledger::read_copy(vault, section)?;
        parted.extend(note_partings(practice, &copy, now)?);
        ledger::adopt(&mut practice.state, &copy)?;
        let ours = ledger::read(&practice.state)?;
        others.extend(copy.of_others(&ours).cloned());
    }
    Ok(others)
}

/// Puts on record where the register of a drive tells another story than that of this computer: whoever attaches the
/// drive has a key, and goes on with both. Gives the numbers of the entries.
fn note_partings(practice: &mut Practice, copy: &LedgerCopy, now: Timestamp) -> Result<Vec<u64>> {
    // One that was cut, here, is made whole from the drive first.
    let Ok(ours) = ledger::read(&practice.state) else { return Ok(Vec::new()) };
    let mut noted = Vec::new();
    for parting in copy.partings(&ours) {
        noted.push(parting.entry);
        note(practice, Deed::RegisterParted(parting), now)?;
    }
    Ok(noted)
}

/// A drive without parts of an earlier lock waits for no new one.
fn note_lock(practice: &mut Practice, vault: &Vault<'_>, drive: &Drive) -> Result<()> {
    let survey = storage::survey(vault.storage, "sections")?;
    if !survey.unlisted.is_empty() || keys::owes(&practice.config, &survey.objects) {
        return Ok(());
    }
    practice.state.set_drive_epoch(drive.id, practice.config.practice.epoch)
}
