//! What is known of all records at this moment: manifests, register, holds, rules, in one judgement.
//!
//! Names of records exist only inside manifests, so planning needs an opening key and a drive. What
//! is gathered stays in memory; the state learns no name.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::plan::{Inputs, KnownRecord, in_time, names, plan};
use super::{holds, remembered};
use crate::config::{Config, RecordRule, Source};
use crate::crypto::Identity;
use crate::error::{Damage, DriveTrouble, Error, KeyTrouble, Result};
use crate::format::documents::RecordLine;
use crate::format::names::ObjectPath;
use crate::id::{RecordId, SourceId};
use crate::ledger::{self, DateConfirmed, Deed};
use crate::practice::{Plugged, Practice};
use crate::register::Folder;
use crate::retention::RetentionPlan;
use crate::retention::clock::{ClockCheck, check_clock, is_ahead, leapt_and_came_back};
use crate::retention::facts::{MassDates, RegisterTrust};
use crate::retention::rules::Rules;
use crate::state::named::CLOCK_CONFIRMED;
use crate::vault::{self, Counted, Manifest, SectionReader, Vault};

/// Every manifest of the drives that are plugged in.
pub struct Gathered {
    /// The manifests.
    pub manifests: Vec<Manifest>,
    /// Name and source of every record in them; names are escaped as paths are.
    pub names: HashMap<RecordId, (SourceId, String)>,
    /// The sources, also those that are backed up no more, as far as a manifest tells of them.
    pub sources: Vec<Source>,
    /// What lies among the manifests and is none of ours: the drive's name, and which object.
    pub strange: Vec<(String, ObjectPath)>,
}

/// A judgement on all records, and what it was made of.
pub struct Judgement {
    /// The four lists.
    pub plan: RetentionPlan,
    /// The rules that were applied.
    pub rules: Rules,
    /// The register that was used.
    pub register: Option<remembered::RegisterNote>,
}

/// The two days of a judgement: they differ in a forecast only.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// The real day, by which the register is too old or not.
    pub today: Date,
    /// The day that is judged.
    pub judged: Date,
}

/// Reads every manifest of these drives.
///
/// # Errors
/// `NonePlugged` without a drive; `Key(NotAllSections)` when the identities do not open every section:
/// a record that nobody looked at must not be counted; `Damaged` for a manifest that may be ours and cannot be
/// read, or is not there, because evidence that a record is still in use may be in it.
pub fn gather(
    practice: &Practice,
    plugged: &[Plugged],
    identities: &[Identity],
) -> Result<Gathered> {
    if plugged.is_empty() {
        return Err(Error::drive(DriveTrouble::NonePlugged));
    }
    let (mut manifests, mut strange) = (Vec::new(), Vec::new());
    for drive in plugged {
        let vault = drive.vault(practice)?;
        practice.bring_parts(&vault)?;
        let sections = practice.read_sections(&vault, identities)?;
        for section in &practice.config.sections {
            let reader = sections.iter().find(|reader| reader.id == section.id);
            let reader = reader.ok_or(Error::Key(KeyTrouble::NotAllSections))?;
            let (found, others) = ours(practice, drive, &vault, reader)?;
            manifests.extend(found);
            strange.extend(others.into_iter().map(|object| (drive.drive.name.clone(), object)));
        }
    }
    let sources = sources(&practice.config, &manifests);
    Ok(Gathered { names: names(&manifests), manifests, sources, strange })
}

/// The manifests of a section of a drive, and what lies among them and is none of ours.
fn ours(
    practice: &Practice,
    on: &Plugged,
    vault: &Vault<'_>,
    reader: &SectionReader,
) -> Result<(Vec<Manifest>, Vec<ObjectPath>)> {
    let (found, damaged) = Manifest::all(vault, reader)?;
    let shots = practice.state.snapshots(on.drive.row)?;
    let known: HashSet<String> = shots.into_iter().map(|shot| shot.object).collect();
    let counted = Counted::new(reader, &known, &found);
    let mut seen: HashSet<ObjectPath> = found.iter().map(|one| one.object.clone()).collect();
    seen.extend(damaged.iter().map(|(object, _)| object.clone()));
    let unseen = vault::unseen(reader.id, &known, &seen);
    // What leans on another is proven ours, though nobody can say what it holds.
    let mut leaning = damaged.iter().filter(|(_, damage)| *damage == Damage::WithoutBase);
    match counted.first(damaged.iter().chain(&unseen)).or_else(|| leaning.next()) {
        Some((object, damage)) => Err(Error::damaged(object, *damage)),
        None => Ok((found, damaged.into_iter().map(|(object, _)| object).collect())),
    }
}

/// Sources as configured; one that was removed is still told by the manifests of its time.
fn sources(config: &Config, manifests: &[Manifest]) -> Vec<Source> {
    let mut sources = config.sources.clone();
    for manifest in manifests {
        let known: HashSet<SourceId> = sources.iter().map(|source| source.id).collect();
        if manifest.records.iter().all(|line| known.contains(&line.source)) {
            continue;
        }
        let told = manifest.snapshot.configuration.as_deref();
        let Some(Ok(told)) = told.map(Config::parse) else { continue };
        sources.extend(told.sources.into_iter().filter(|source| !known.contains(&source.id)));
    }
    sources
}

impl Gathered {
    /// Records that are a patient's folder.
    pub fn folders(&self) -> impl Iterator<Item = Folder<'_>> {
        let by_folder: HashSet<SourceId> = self
            .sources
            .iter()
            .filter(|source| source.records == RecordRule::EachFolder)
            .map(|source| source.id)
            .collect();
        let named = self
            .names
            .iter()
            .filter(move |(_, (source, name))| by_folder.contains(source) && !name.is_empty());
        named.map(|(record, (source, name))| Folder { record: *record, source: *source, name })
    }

    /// Whether a record is what lies loose in a source of folders.
    #[must_use]
    pub fn is_loose(&self, record: RecordId) -> bool {
        self.source_of(record).is_some_and(|(source, name)| {
            source.records == RecordRule::EachFolder && name.is_empty()
        })
    }

    fn source_of(&self, record: RecordId) -> Option<(&Source, &str)> {
        let (source, name) = self.names.get(&record)?;
        let source = self.sources.iter().find(|known| known.id == *source)?;
        Some((source, name))
    }

    /// The folder in which a record's files lie loose, and how many of them.
    #[must_use]
    pub fn loose_files(&self, record: RecordId) -> Option<(String, u64)> {
        let (source, _) = self.source_of(record)?;
        let path = source.path.to_string_lossy().into_owned();
        self.loose().into_iter().find(|(loose, _)| *loose == path).or(Some((path, 0)))
    }

    /// The folder of the source that a record is cut out of.
    #[must_use]
    pub fn place_of(&self, record: RecordId) -> Option<String> {
        self.source_of(record).map(|(source, _)| source.path.to_string_lossy().into_owned())
    }

    /// Sources of folders with files that lie in no folder: path of the source, and how many files.
    #[must_use]
    pub fn loose(&self) -> Vec<(String, u64)> {
        let by_folder =
            self.sources.iter().filter(|source| source.records == RecordRule::EachFolder);
        let ordered = in_time(&self.manifests);
        let newest = |source: &Source| {
            let files = ordered.iter().rev().find_map(|manifest| {
                let is_it = |line: &&RecordLine| line.source == source.id && line.name.is_empty();
                manifest.records.iter().find(is_it).map(|line| line.files)
            });
            files.filter(|files| *files > 0)
        };
        by_folder
            .filter_map(|source| {
                Some((source.path.to_string_lossy().into_owned(), newest(source)?))
            })
            .collect()
    }

    /// What the computer's clock is worth, by the times on the drives, in the ledger and in the state.
    ///
    /// # Errors
    /// `State`.
    pub fn clock(&self, practice: &Practice, now: Timestamp) -> Result<ClockCheck> {
        let manifests = self.manifests.iter().map(|manifest| manifest.snapshot.time.clone());
        let entries = ledger::read(&practice.state)?.into_iter().map(|one| one.entry.time);
        let drives = practice.state.drives()?.into_iter().flat_map(|drive| {
            [Some(drive.enrolled), drive.last_backup, drive.last_verified.map(|(time, _)| time)]
                .into_iter()
                .flatten()
        });
        let wrong = ledger::wrong_times(&ledger::read(&practice.state)?);
        let known = manifests.chain(entries).chain(drives);
        let known = known.filter(|time| !wrong.contains(time)).filter_map(|time| time.parse().ok());
        let confirmed = practice.state.fact(&CLOCK_CONFIRMED)?;
        let confirmed = confirmed
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.parse().ok());
        Ok(check_clock(now, known, confirmed))
    }

    /// Judges every record.
    ///
    /// # Errors
    /// `State`; `Config` when a class or a change of the practice is refused.
    pub fn judge(&self, practice: &Practice, days: Days, zone: &TimeZone) -> Result<Judgement> {
        let settings = practice.config.purge_settings();
        let rules = settings
            .rules()
            .map_err(|cause| Error::Config { line: None, reason: cause.to_string() })?;
        let register = remembered::register(&practice.state)?;
        let trust = register.as_ref().map_or(RegisterTrust::Absent, |note| note.trust(days.today));
        let forgotten = practice.state.forgotten()?;
        let no_fillers = MassDates::default();
        let inputs = Inputs {
            sources: &self.sources,
            rules: &rules,
            register: trust,
            known: &self.known(practice)?,
            holds: &holds::all(&practice.state)?,
            policy: &settings.policy(),
            fillers: register.as_ref().map_or(&no_fillers, |note| &note.fillers),
            zone,
            forgotten: &forgotten,
            today: days.judged,
        };
        let plan = plan(&self.manifests, &inputs);
        Ok(Judgement { plan, rules, register })
    }

    /// The register's word on each record, and what this computer saw in runs to drives that are
    /// away: the newest file of a record may have gone to another drive.
    fn known(&self, practice: &Practice) -> Result<HashMap<RecordId, KnownRecord>> {
        let mut known = remembered::records(&practice.state)?;
        for section in &practice.config.sections {
            let states = practice.state.record_states(section.id)?;
            for (record, key) in practice.state.record_keys(section.id)? {
                let Some(state) = states.get(&key.row) else { continue };
                if let Some(moment) = state.newest {
                    let known = known.entry(record).or_default();
                    (known.newest_file, known.content) = (Some(moment.0), state.content);
                }
            }
        }
        Ok(known)
    }
}

/// Remembers that a person confirmed today's date; answers which times on record are wrong then,
/// `manifests` among them: those that lie ahead of it. The caller writes that into the ledger.
///
/// # Errors
/// `State`.
pub fn confirm_clock(
    practice: &mut Practice,
    manifests: &[Manifest],
    now: Timestamp,
) -> Result<DateConfirmed> {
    practice.state.set_fact(&CLOCK_CONFIRMED, crate::practice::stamp(now).as_bytes())?;
    let mut times: BTreeSet<String> =
        manifests.iter().map(|manifest| manifest.snapshot.time.clone()).collect();
    times.extend(ledger::read(&practice.state)?.into_iter().map(|one| one.entry.time));
    for drive in practice.state.drives()? {
        times.extend(practice.state.snapshots(drive.row)?.into_iter().map(|shot| shot.time));
        let checked = drive.last_verified.map(|(time, _)| time);
        times.extend([Some(drive.enrolled), drive.last_backup, checked].into_iter().flatten());
    }
    let is_wrong = |time: &String| time.parse().is_ok_and(|time| is_ahead(time, now));
    let wrong = times.into_iter().filter(is_wrong).collect();
    Ok(DateConfirmed { day: now.to_zoned_datetime(TimeZone::system()).date(), wrong })
}

/// What a backup makes of the computer's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupClock {
    /// Nothing speaks against it.
    Fits,
    /// The last backup bore a date that cannot have been right, as the record itself tells.
    LastWasWrong {
        /// That date.
        known: Timestamp,
        /// Another backup was made since, and it was told before that.
        is_told: bool,
    },
    /// It is before the newest backup on record, or implausibly long after it.
    Doubtful {
        /// When that was.
        known: Timestamp,
    },
}

/// What the computer's clock is worth for a backup. Times that a person declared wrong do not count.
///
/// # Errors
/// `State`.
pub fn backup_clock(practice: &Practice, now: Timestamp) -> Result<BackupClock> {
    let entries = ledger::read(&practice.state).unwrap_or_default();
    let times = ledger::times(&entries);
    let wrong = ledger::wrong_times(&entries);
    let mut newest: Option<Timestamp> = None;
    for drive in practice.state.drives()? {
        for shot in practice.state.snapshots(drive.row)? {
            let time = Some(shot.time).filter(|time| !wrong.contains(time));
            newest = newest.max(time.and_then(|time| time.parse().ok()));
        }
    }
    let confirmed = practice.state.fact(&CLOCK_CONFIRMED)?;
    let confirmed = confirmed.and_then(|bytes| String::from_utf8(bytes).ok());
    let confirmed: Option<Timestamp> = confirmed.and_then(|text| text.parse().ok());
    Ok(match check_clock(now, newest, confirmed) {
        ClockCheck::Plausible => BackupClock::Fits,
        ClockCheck::Behind { known }
            if leapt_and_came_back(&times, now) && confirmed.is_none_or(|day| day < known) =>
        {
            let last = entries.iter().rposition(|one| matches!(one.entry.deed, Deed::BackedUp(_)));
            let last = last.and_then(|last| times.get(last).copied().flatten());
            BackupClock::LastWasWrong {
                known,
                is_told: !last.is_some_and(|last| is_ahead(last, now)),
            }
        }
        ClockCheck::Behind { known } | ClockCheck::FarAhead { known } => {
            BackupClock::Doubtful { known }
        }
    })
}
