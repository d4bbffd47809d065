//! A check of one drive: reading it, repairing it, and what is remembered and told of it.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Reading, Visit, ledger};
use crate::backup;
use crate::crypto::Identity;
use crate::drives;
use crate::error::{DriveTrouble, Error, Result};
use crate::event::Observer;
use crate::format::names::{self, ObjectPath};
use crate::id::PackId;
use crate::ledger::{Checked, Deed, Recorded, brought};
use crate::practice::{self, Plugged, Practice};
use crate::settle::{self, Eraser, Harm};
use crate::state::Drive;
use crate::status;
use crate::vault::{self, Contents, SectionReader, Vault};
use crate::verify::{self, Drill, ExpectedDrive, Finding, Mode, Pace, Report};

/// Files that a monthly check restores.
pub const SAMPLE_FILES: u32 = 20;

/// How a drive is checked.
#[derive(Debug, Clone, Copy)]
pub struct Checking {
    /// How much of it.
    pub mode: Mode,
    /// Files that are restored; more where there are fewer than that in a record.
    pub sample: u32,
    /// What is damaged is repaired, unless an incident is open: it is evidence then.
    pub repair: bool,
    /// When.
    pub now: Timestamp,
}

/// What a check found and what became of it.
pub struct CheckDone {
    /// What was found.
    pub report: Report,
    /// Findings that are none any more.
    pub repaired: u64,
    /// Day on which the next check is due.
    pub next_due: Date,
    /// Other drives that hold all that is damaged, as far as is remembered: their names.
    pub elsewhere: Vec<String>,
    /// The ledger's entry.
    pub recorded: Recorded,
    /// What is wrong with the ledger, here or on the drive.
    pub ledger: Option<Error>,
}

/// Checks a drive, and notes what was found in the state and in the ledger. Quick needs no key.
///
/// # Errors
/// `Key` when the keys open nothing; `Interrupted`; when the drive cannot be read. Damage is no error.
pub fn check(
    practice: &mut Practice,
    on: &Plugged,
    keys: &[Identity],
    how: &Checking,
    observer: &dyn Observer,
) -> Result<CheckDone> {
    let mut visit = Visit::reading(practice, on)?;
    let sections = match how.mode {
        Mode::Quick => Vec::new(),
        Mode::Drill | Mode::Full => visit.practice.sections_or_copies(&visit.held.vault, keys)?,
    };
    let changed = visit.practice.changed_elsewhere(visit.drive(), &visit.vault())?;
    let is_behind = changed == Some(DriveTrouble::Ahead);
    let changed = changed.map(|trouble| Error::drive(trouble).of_drive(&visit.drive().name));
    // This computer would undo what it does not know.
    if how.repair
        && let Some(changed) = changed
    {
        return Err(changed);
    }
    if changed.is_none() && !on.is_believed() {
        visit.tidy_up(observer)?;
    }
    if changed.is_none() {
        let (drive, vault) = (visit.drive(), visit.vault());
        ledger::bring_what_was_begun(visit.practice, &vault, drive)?;
    }
    let mut report = visit.read(&sections, is_behind, how, observer)?;
    let permit = visit.practice.state.may_erase()?.filter(|_| how.repair);
    let repaired = match &permit {
        Some(permit) => {
            let eraser = Eraser { permit, keys, now: how.now };
            visit.repair(&eraser, &sections, &mut report, how, observer)?
        }
        None => 0,
    };
    let undone = visit.forgetting_undone(&sections)?;
    let ledger = changed.or(undone).or(ledger::compare(visit.practice, &visit.vault(), &sections)?);
    let elsewhere = visit.elsewhere(&sections, &report)?;
    visit.remember(&report, how.now)?;
    let next_due = next_due(visit.practice, how.now);
    let deed = deed(visit.drive(), &report, repaired, next_due);
    let recorded = ledger::note(visit.practice, deed, how.now)?;
    Ok(CheckDone { report, repaired, next_due, elsewhere, recorded, ledger })
}

impl Visit<'_, Reading> {
    /// What an interrupted run left is no damage: it is cleared away first, where that is possible.
    fn tidy_up(&mut self, observer: &dyn Observer) -> Result<()> {
        let (drive, vault) = (self.drive(), self.vault());
        match backup::recover(&mut self.practice.state, drive, &vault, observer) {
            Err(Error::Drive { trouble: DriveTrouble::ReadOnly, .. }) => Ok(()),
            other => other,
        }
    }

    fn read(
        &self,
        sections: &[SectionReader],
        is_behind: bool,
        how: &Checking,
        observer: &dyn Observer,
    ) -> Result<Report> {
        let (vault, known) = (self.vault(), self.known(is_behind)?);
        let reminders = &self.practice.config.reminders;
        match how.mode {
            Mode::Quick => verify::quick(&vault, Some(&known), observer),
            Mode::Full => verify::full(&vault, sections, Some(&known), observer),
            Mode::Drill => {
                let drill = Drill {
                    pace: Pace::new(reminders.check_days, reminders.coverage_months),
                    sample: how.sample,
                    live: Some(&self.practice.config),
                    now: how.now,
                };
                verify::drill(&vault, sections, &known, &drill, observer)
            }
        }
    }

    /// What must be there. Where others changed the drive since, they took away what this computer remembers.
    fn known(&self, is_behind: bool) -> Result<ExpectedDrive> {
        let (state, row) = (&self.practice.state, self.drive().row);
        let indexes = state.indexes(row)?.into_iter().map(|index| index.object);
        let snapshots = state.snapshots(row)?.into_iter().map(|shot| shot.object);
        let (parts, ledger) = (self.practice.part_copies()?, brought(state, row)?);
        let ours = parts.iter().map(ToString::to_string).chain(ledger).collect();
        let vault_key = Some(self.practice.vault_key()?);
        if is_behind {
            return Ok(ExpectedDrive { ours, vault_key, ..ExpectedDrive::default() });
        }
        let due = self.practice.expected_parts(self.drive())?;
        let objects = indexes.chain(snapshots).chain(due.iter().map(ToString::to_string)).collect();
        Ok(ExpectedDrive { packs: state.packs(row)?, objects, ours, vault_key })
    }

    /// From the drive itself, then from other drives of the practice that are plugged in. What damaged
    /// packs lost comes from these only where there is a key; then the drive is checked again.
    fn repair(
        &mut self,
        eraser: &Eraser<'_>,
        sections: &[SectionReader],
        report: &mut Report,
        how: &Checking,
        observer: &dyn Observer,
    ) -> Result<u64> {
        let (drive, vault) = (self.drive(), self.vault());
        let mut others = self.practice.plugged(how.now)?;
        others.retain(|other| other.drive.id != drive.id);
        let other = others.first().map(|other| other.vault(self.practice)).transpose()?;
        let own = self.practice.parts_in_force()?;
        let elsewhere = |object: &ObjectPath| match (own.get(object), &other) {
            (Some(part), _) => Ok(Some(part.clone())),
            (None, Some(other)) => Ok(verify::damage_of(other.read_small(object))?.ok()),
            (None, None) => Ok(None),
        };
        let mut repaired =
            verify::repair(&vault, eraser.permit, report, Some(&elsewhere), observer)?;
        repaired += self.repair_identity(sections, report)?;
        let bad = report.packs_bad.iter().filter(|pack| !report.packs_good.contains(pack));
        let bad: HashSet<PackId> = bad.copied().collect();
        let harm = Harm { at: &self.held, readers: sections, packs: &bad };
        if !settle::mend(self.practice, &harm, &others, eraser, observer)? {
            return Ok(repaired);
        }
        let before = report.open_findings();
        *report = self.read(sections, false, how, observer)?;
        Ok(repaired + before.saturating_sub(report.open_findings()))
    }

    /// Says again in `vault.json` what the drive is, where something that was written to it bears that out.
    fn repair_identity(&self, sections: &[SectionReader], report: &mut Report) -> Result<u64> {
        let vault = self.vault();
        let is_it = |found: &&mut Finding| found.object == names::vault_json() && !found.repaired;
        let Some(finding) = report.findings.iter_mut().find(is_it) else { return Ok(0) };
        if !vault::is_borne_out(&vault, sections)? {
            return Ok(0);
        }
        let key = self.practice.vault_key()?;
        vault::put_identity_back(&vault, &key, &self.drive().enrolled)?;
        let back = Vault::open(vault.storage, vault.practice, &key);
        finding.repaired = back.is_ok_and(|back| (back.id, back.drive) == (vault.id, vault.drive));
        Ok(u64::from(finding.repaired))
    }

    /// Keys on the drive that open what the ledger calls forgotten, although it owes no erasing: it owes one
    /// again.
    fn forgetting_undone(&mut self, sections: &[SectionReader]) -> Result<Option<Error>> {
        let drive = self.drive();
        let forgotten = self.practice.state.forgotten()?;
        let mut known = sections.iter().flat_map(|section| section.keys.values());
        let owed = settle::owed(self.practice, drive)?;
        let is_owed = owed.iter().any(|debt| matches!(debt, settle::Debt::Purge { .. }));
        if is_owed || !known.any(|(record, _)| forgotten.contains(record)) {
            return Ok(None);
        }
        self.practice.distrust(drive)?;
        Ok(Some(Error::drive(DriveTrouble::HalfPurged).of_drive(&drive.name)))
    }

    /// Other drives that hold every chunk of the damaged packs too, as far as this computer remembers.
    fn elsewhere(&self, sections: &[SectionReader], report: &Report) -> Result<Vec<String>> {
        if report.packs_bad.is_empty() {
            return Ok(Vec::new());
        }
        let mut lost = Vec::new();
        for section in sections {
            let packs = Contents::load(&self.vault(), section)?.packs;
            let bad = packs.iter().filter(|line| report.packs_bad.contains(&line.pack));
            for segment in bad.flat_map(|line| &line.segments) {
                let chunks = segment.blocks.iter().flat_map(|block| &block.chunks);
                lost.extend(chunks.map(|(name, _)| (segment.record, *name)));
            }
        }
        let state = &self.practice.state;
        let (rows, row) = (state.drives_holding(&lost)?, self.drive().row);
        let drives = state.drives()?.into_iter();
        let others = drives.filter(|other| other.row != row && rows.contains(&other.row));
        Ok(others.map(|other| other.name).collect())
    }

    fn remember(&mut self, report: &Report, now: Timestamp) -> Result<()> {
        let (drive, state) = (self.drive(), &mut self.practice.state);
        let now = practice::stamp(now);
        state.note_packs_verified(drive.row, &report.packs_good, &now)?;
        for pack in report.packs_bad.iter().filter(|pack| !report.packs_good.contains(pack)) {
            state.distrust_pack(drive.row, *pack)?;
        }
        let ours = report.findings.iter().filter(|found| !found.is_strange());
        let damages = ours.map(|found| found.damage);
        drives::note_damage(state, drive, damages)?;
        if report.is_sound() {
            drives::note_good_check(state, drive)?;
        }
        drives::note_smart(state, drive)?;
        state.note_verified(drive, &now, report.is_sound())
    }
}

fn next_due(practice: &Practice, now: Timestamp) -> Date {
    let days = i64::from(practice.config.reminders.check_days);
    status::day_of(now + SignedDuration::from_hours(24 * days))
}

fn deed(drive: &Drive, report: &Report, repaired: u64, next_due: Date) -> Deed {
    Deed::Checked(Checked {
        drive: drive.id,
        name: drive.name.clone(),
        mode: report.mode.word().to_owned(),
        objects: report.objects,
        bytes_read: report.bytes_read,
        files_compared: report.files_compared,
        files_compared_live: report.sampled.compared_live,
        findings: report.open_findings(),
        repaired,
        good: report.is_sound(),
        next_due: Some(next_due),
    })
}
