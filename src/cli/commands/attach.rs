//! `refuge attach`: a new computer, or one that forgot: everything is learnt from a drive and a key.
//!
//! A configuration that is here stays; it is only checked to be of the same practice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use refuge::attach;
use refuge::browse;
use refuge::config::{Config, KeyKind, PracticeSettings};
use refuge::crypto::{Identity, Recipient};
use refuge::drives::{self, Profile};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::expiry::holds;
use refuge::format::documents::KeyringLine;
use refuge::format::names::VAULT_FOLDER;
use refuge::id::RecordId;
use refuge::ledger::{self, Deed};
use refuge::platform;
use refuge::practice::{self, Facts, Practice};
use refuge::state::{Drive, NewDrive, PURGED_UP_TO, State};
use refuge::storage::{self, Disk};
use refuge::vault::{self, PartPlace, SectionReader, Vault};

use super::{home, noted, wizard};
use crate::cli::{
    Exit, Face, Failure, Summary,
    args::setup::Attach,
    fl,
    opening::{self, sheet},
    safe,
};

pub(super) fn run(face: &mut Face<'_>, options: &Attach) -> Result<Exit, Failure> {
    let folder = home::folder(face)?;
    let path = place(face, &folder, options.drive_path.as_deref())?;
    let place = path.join(VAULT_FOLDER);
    if !place.is_dir() {
        return Err(Error::drive(DriveTrouble::Unknown).into());
    }
    let disk = Disk::open(&place)?;
    let vault = described(&disk)?;
    let keys = opening::open_identities(face, None)?;
    let mut sections = practice::read_sections(&vault, &keys)?;
    check_author(&disk, &mut sections)?;
    let mut practice = begin(&folder, &vault, &sections)?;
    let is_known = practice.state.drive(vault.drive)?.is_some();
    let drive = drive(&mut practice, &vault, &path)?;
    let progress = face.progress("attach", &[Step::Read]);
    let is_ours = !practice.config.practice.name.is_empty();
    let is_ahead = attach::is_ahead(&practice.state, &sections)?;
    let state = &mut practice.state;
    let learnt = if is_ours && !is_ahead {
        attach::learn_again(&vault, &sections, state, &drive, &progress)
    } else {
        attach::learn(&vault, &sections, state, &drive, &progress)
    }?;
    progress.finish();
    for section in &sections {
        keep_parts(&mut practice, &vault, section, &keys, &learnt)?;
    }
    let is_new = adopt_configuration(&mut practice, learnt.configuration.as_deref())?;
    let before = if is_new { 0 } else { ledger::read(&practice.state).map_or(0, |all| all.len()) };
    let adopted = adopt_ledger(&mut practice, &vault, &sections);
    noted::tell(face, adopted);
    if !is_known {
        rename_as_told(&mut practice, &drive)?;
    }
    attach::adopt_history(&mut practice.state, &drive)?;
    let drive = practice.state.drive(vault.drive)?.unwrap_or(drive);
    adopt_keys(face, &mut practice, (&sections, before), &keys)?;
    practice.distrust(&drive)?;
    note_lock(&mut practice, &vault, &drive)?;
    remember_identity(face, &mut practice, &keys)?;
    forget_again(&mut practice, &drive, &learnt)?;
    practice.note_parts(&drive, &vault)?;
    report(face, &practice, &drive, &learnt)
}

/// Where the drive is: at a path, under the name it was given, or wherever one is found.
fn place(face: &mut Face<'_>, home: &Path, given: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = given.and_then(|path| platform::real_path(path).ok()) {
        return Ok(path);
    }
    loop {
        let mut found = drives_about(home);
        let Some(given) = given else {
            match found.as_slice() {
                [] if face.can_ask() => {
                    let question = fl!(face.words, "attach-plug-in");
                    face.talk().ask_or_skip(&question)?;
                    continue;
                }
                [] => return Err(Error::drive(DriveTrouble::NonePlugged)),
                [only] => return Ok(only.clone()),
                several => {
                    let names: Vec<String> =
                        several.iter().map(|path| wizard::describe(face, path)).collect();
                    let question = fl!(face.words, "attach-which");
                    let chosen = face.talk().choose(&question, &names)?;
                    let path = several.get(chosen).cloned();
                    return path.ok_or(Error::drive(DriveTrouble::NonePlugged));
                }
            }
        };
        let name = given.to_string_lossy();
        found.retain(|path| is_called(home, path, &name));
        match found.as_slice() {
            [only] => return Ok(only.clone()),
            _ => {
                let name = Some(name.into_owned());
                return Err(Error::Drive { name, trouble: DriveTrouble::NotPlugged });
            }
        }
    }
}

/// Places where a drive with a vault is plugged in, or was when this computer last knew.
fn drives_about(home: &Path) -> Vec<PathBuf> {
    let known = State::exists(home).then(|| State::open(home).and_then(|state| state.drives()));
    let known = known.and_then(Result::ok).unwrap_or_default();
    let known = known.into_iter().map(|drive| drive.path);
    let all: BTreeSet<PathBuf> = known
        .chain(platform::removable_mounts())
        .filter_map(|path| platform::real_path(&path).ok())
        .collect();
    all.into_iter().filter(|path| drives::describe(path).is_ok()).collect()
}

/// By the name this computer knows, or that of the place where it is mounted.
fn is_called(home: &Path, path: &Path, name: &str) -> bool {
    let wanted = browse::fold(name);
    let known = State::exists(home).then(|| State::open(home).and_then(|state| state.drives()));
    let mut known = known.and_then(Result::ok).unwrap_or_default().into_iter();
    let mounted = path.file_name().map(|name| browse::fold(&name.to_string_lossy()));
    mounted.is_some_and(|mounted| mounted == wanted)
        || known.any(|drive| browse::fold(&drive.name) == wanted && drive.path == path)
}

/// What was forgotten before the memory was lost stays so; a drive that missed it is owed a purge.
fn forget_again(practice: &mut Practice, drive: &Drive, learnt: &attach::Learnt) -> Result<()> {
    holds::adopt(practice)?;
    let entry = noted::note(practice, Deed::SetUp { attached: true })?.entry.number;
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
    learnt: &attach::Learnt,
) -> Result<()> {
    let there = attach::parts(vault, section.id)?;
    let old_there = attach::outdated(section, &there, keys, &learnt.forgotten)?;
    let old_here = attach::outdated(section, &practice.copies()?, keys, &learnt.forgotten)?;
    let can_deny = old_there.is_spared || old_here.is_spared;
    for (object, bytes) in &there {
        if !(can_deny && old_there.denied.contains(object)) {
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

/// The vault as it describes itself; whether that is true is shown by the keys.
fn described(disk: &Disk) -> Result<Vault<'_>> {
    let json = Vault::describe(disk)?;
    Ok(Vault { storage: disk, practice: json.practice, id: json.vault, drive: json.drive })
}

/// Leaves the sections whose secrets authenticate the vault: whoever knows where to seal can add others.
fn check_author(disk: &Disk, sections: &mut Vec<SectionReader>) -> Result<()> {
    let json = Vault::describe(disk)?;
    sections.retain(|section| vault::is_authentic(&section.vault_key, &json));
    if sections.is_empty() { Err(Error::drive(DriveTrouble::Tampered)) } else { Ok(()) }
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
    if let Some(section) = sections.first() {
        let key = practice::secret_bytes(&section.vault_key);
        practice.state.set_fact(practice::VAULT_KEY, &key)?;
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
            epoch: 1,
        },
        reminders: refuge::config::Reminders::default(),
        purge: None,
        sections: Vec::new(),
        sources: Vec::new(),
        keys: Vec::new(),
    }
}

/// A drive has no name in clear: until the ledger tells it, one that is not known is called as the
/// folder it is mounted on.
fn drive(practice: &mut Practice, vault: &Vault<'_>, path: &Path) -> Result<Drive> {
    let now = practice::stamp(home::now());
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
        facts: Facts::of(path).to_json(),
        path: path.to_owned(),
        fixed: platform::drive_facts(path).removable != Some(true),
        enrolled: now,
    })?;
    drives::note_profile(&mut practice.state, &drive, &Profile::seen_at(path, None))?;
    Ok(drive)
}

/// The name on its label, which the ledger tells; that of its mount where the name is taken.
fn rename_as_told(practice: &mut Practice, drive: &Drive) -> Result<()> {
    let entries = ledger::read(&practice.state).unwrap_or_default();
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

/// Keys that changed after the backup whose configuration was adopted.
fn adopt_keys(
    face: &mut Face<'_>,
    practice: &mut Practice,
    (sections, known_entries): (&[SectionReader], usize),
    given: &[Identity],
) -> Result<()> {
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let new = entries.get(known_entries..).unwrap_or_default();
    refuge::keys::replay(&mut practice.config, new);
    let lock = sections.iter().map(|section| section.epoch).max().unwrap_or_default();
    let public: Vec<Recipient> = given.iter().filter_map(Identity::to_recipient).collect();
    let kind = if face.common.identity.is_some() { KeyKind::File } else { KeyKind::Sheet };
    if refuge::keys::adopt_lock(&mut practice.config, lock, &public, kind) {
        face.say(&fl!(face.words, "attach-keys-unknown", number = lock));
    }
    practice.save_config()
}

/// What was done with the practice's backups until now, as far as the drive was told. Trouble with it
/// keeps nobody from their data.
fn adopt_ledger(
    practice: &mut Practice,
    vault: &Vault<'_>,
    sections: &[SectionReader],
) -> Result<()> {
    for section in sections {
        ledger::adopt(&mut practice.state, &ledger::read_copy(vault, section)?)?;
    }
    Ok(())
}

/// A drive without parts of an earlier lock waits for no new one.
fn note_lock(practice: &mut Practice, vault: &Vault<'_>, drive: &Drive) -> Result<()> {
    let survey = storage::survey(vault.storage, "sections")?;
    if !survey.unlisted.is_empty() || refuge::keys::owes(&practice.config, &survey.objects) {
        return Ok(());
    }
    practice.state.set_drive_epoch(drive.id, practice.config.practice.epoch)
}

/// The key that was given opens the backups from now on without being named. A sheet does not: it
/// belongs on paper.
fn remember_identity(face: &Face<'_>, practice: &mut Practice, keys: &[Identity]) -> Result<()> {
    let Some(path) = face.common.identity.as_ref() else { return Ok(()) };
    if keys.iter().any(|key| sheet::is_sheet(practice, key)) {
        return Ok(());
    }
    let path: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let text = path.to_string_lossy();
    practice.state.set_fact(opening::IDENTITY_PATH, text.as_bytes())
}

fn report(
    face: &mut Face<'_>,
    practice: &Practice,
    drive: &Drive,
    learnt: &attach::Learnt,
) -> Result<Exit, Failure> {
    let exit = if learnt.damaged.is_empty() { Exit::Done } else { Exit::Problems };
    let summary = Summary::new("attach", exit)
        .with("practice", practice.config.practice.name.as_str())
        .with("drive", drive.name.as_str())
        .with("snapshots", learnt.snapshots)
        .with("records", learnt.records)
        .with("packs", learnt.packs)
        .with("damaged", learnt.damaged.len());
    let name = safe(&practice.config.practice.name);
    let drive = safe(&drive.name);
    let sentence =
        fl!(face.words, "attach-done", practice = name, drive = drive, count = learnt.snapshots);
    let mut sentences = vec![sentence];
    if practice.state.fact(opening::IDENTITY_PATH)?.is_none() {
        sentences.push(fl!(face.words, "attach-next-passphrase"));
    }
    sentences.push(fl!(face.words, "attach-next"));
    face.finish(&summary, &sentences)
}
