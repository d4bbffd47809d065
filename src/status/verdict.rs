//! The verdict on the whole: protected, action needed, not protected. Pure.
//!
//! What counts is a copy that was read back, its age, and whether it was checked since; never that
//! "the last run ended". One miss asks for action; no good copy within the limit, or a last check
//! that found damage, leaves the practice unprotected. Duties of the law count as misses too, so
//! that an overdue erasure cannot hide behind good copies.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::config::{KeyKind, Reminders};
use crate::fate;
use crate::retention::dates::{self, days_between as days};
use crate::unsaved::Lacking;

mod matter;

pub use matter::Matter;

/// Whether the data is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Good copies on two drives, checked, and no duty is overdue.
    Protected,
    /// The data is there, but something is overdue.
    Action,
    /// No good copy within the limit.
    Unprotected,
}

/// One drive in use, as far as the verdict is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCopy {
    /// Name of the drive.
    pub drive: String,
    /// Day of the last backup on it that was read back.
    pub backed_up: Option<Date>,
    /// Day of its last check and whether it was good.
    pub checked: Option<(Date, bool)>,
    /// What people or the system found: it cannot be trusted to be read.
    pub doubtful: bool,
    /// Since when erasing waits for it.
    pub purge_owed_since: Option<Date>,
    /// Erasing on it was begun and not finished.
    pub purge_begun: bool,
    /// New opening keys wait for it.
    pub lock_owed: bool,
    /// Since when it has been plugged in without a break.
    pub plugged_since: Option<Date>,
    /// The decision about its fate is to destroy or replace it.
    pub condemned: Option<fate::FateVerdict>,
    /// A page or script for people on it that is not one of ours.
    pub strange_page: Option<&'static str>,
    /// How many backups are on it, where the last one did not fit.
    pub was_full: Option<u64>,
    /// What its last backup does not hold, while a later one on another drive may.
    pub lacking: Option<Lacking>,
    /// Drives that alone hold keys to part of what is on this one.
    pub keys_elsewhere: Vec<String>,
}

/// Everything the verdict looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Whether any folder is backed up.
    pub has_sources: bool,
    /// Whether records of the practice have a legal period.
    pub has_periods: bool,
    /// Drives in use.
    pub copies: Vec<BackupCopy>,
    /// Day the practice was set up.
    pub since: Date,
    /// Day the recovery sheet was last rehearsed.
    pub rehearsed: Option<Date>,
    /// Day expired records were last looked for.
    pub purge_reviewed: Option<Date>,
    /// Old opening keys that still exist.
    pub keys_to_destroy: Vec<(String, KeyKind, u32)>,
    /// Opening keys that were removed while their lock is still in force: they open every backup.
    pub keys_still_open: Vec<(String, KeyKind, u32)>,
    /// Drives that were lost while a key that is in force opens them.
    pub lost_open: Vec<String>,
    /// Drives in use of which this computer only read in the ledger.
    pub unmet: Vec<String>,
    /// A computer that was attached and to which nothing came back yet: the drive with the newest backup,
    /// how many it holds, and the day of that one.
    pub unrecovered: Option<(String, u64, Option<Date>)>,
    /// An incident is open.
    pub incident: bool,
    /// Drives that were declared lost and are plugged in.
    pub found_again: Vec<String>,
    /// Forgotten records that the last backup met with newer files.
    pub forgotten_back: u64,
    /// Forgotten records that still lie in a source.
    pub forgotten_here: u64,
    /// Files of erased years that lie in a source with a new date.
    pub erased_again: u64,
    /// What was meant to be saved and is not.
    pub gaps: Gaps,
}

/// What the last backups did not save, each with the day since when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Files that another program kept for itself.
    pub held: Option<(u64, Date)>,
    /// Of these, files of which the last backup holds no version at all.
    pub held_in_no_version: u64,
    /// Other files that could not be taken as they are.
    pub files: Option<(u64, Date)>,
    /// Of these, files of which the last backup holds no version at all.
    pub in_no_version: u64,
    /// Folders that were not there.
    pub folders: Option<(u64, Date)>,
    /// Folders that no backup has taken yet.
    pub never_saved: u64,
    /// Links to things that no backup holds.
    pub links: Option<(u64, Date)>,
    /// Names left out by rule.
    pub left_out: Option<(u64, Date)>,
}

/// The verdict, and what it rests on.
#[must_use]
pub fn judge(facts: &Situation, limits: &Reminders, today: Date) -> (Verdict, Vec<Matter>) {
    let mut matters = Vec::new();
    if facts.incident {
        let plugged = facts.copies.iter().filter(|copy| copy.plugged_since.is_some());
        let drives = plugged.map(|copy| copy.drive.clone());
        matters.extend(drives.map(|drive| Matter::IncidentPlugged { drive }));
        matters.push(Matter::Incident);
    }
    matters.extend(
        facts.unrecovered.clone().map(|(drive, backups, last)| Matter::NothingRecovered {
            drive,
            backups,
            last,
        }),
    );
    matters.extend((!facts.has_sources).then_some(Matter::NoSource));
    let found = facts.found_again.iter().cloned();
    matters.extend(found.map(|drive| Matter::FoundAgain { drive }));
    matters.extend(of_gaps(&facts.gaps, today));
    matters.extend(of_copies(facts, limits, today));
    matters.extend(of_checks(facts, limits, today));
    matters.extend(of_duties(facts, limits, today));
    matters.extend(facts.copies.iter().flat_map(|copy| of_one(copy, today)));
    let verdict = matters.iter().map(Matter::weight).max().unwrap_or(Verdict::Protected);
    let is_urgent =
        |matter: &Matter| matches!(matter, Matter::IncidentPlugged { .. } | Matter::Incident);
    if facts.incident {
        // Nearly all else would bring a drive to a computer under attack, or is frozen: it is told again afterwards.
        matters.retain(is_urgent);
    }
    // Who has nothing yet gets it back first; a backup of nothing would come to no good.
    // To a drive that is full the next backup would not come either.
    let is_first = |matter: &Matter| {
        matches!(matter, Matter::NothingRecovered { .. } | Matter::DriveFull { .. })
    };
    matters.sort_by_key(|matter| {
        (!is_urgent(matter), !is_first(matter), std::cmp::Reverse(matter.weight()))
    });
    (verdict, matters)
}

/// The next drive to bring: of those in use, the one whose last good backup is oldest.
#[must_use]
pub fn next_to_bring<'a>(copies: &'a [BackupCopy], except: &[&str]) -> Option<&'a BackupCopy> {
    let others = copies.iter().filter(|copy| !except.contains(&copy.drive.as_str()));
    others.filter(|copy| copy.condemned.is_none()).min_by_key(|copy| copy.backed_up)
}

/// The day until which the next check must be done; none before the first backup.
#[must_use]
pub fn check_due(facts: &Situation, limits: &Reminders) -> Option<Date> {
    let checked = facts.copies.iter().filter_map(|copy| copy.checked).map(|(day, _)| day).max();
    let begun = || facts.copies.iter().find_map(|copy| copy.backed_up).map(|_| facts.since);
    checked.or_else(begun).and_then(|day| dates::plus_days(day, i32::from(limits.check_days)))
}

fn is_good(copy: &BackupCopy) -> bool {
    !copy.doubtful && copy.checked.is_none_or(|(_, good)| good)
}

/// Good copies of everything else do not protect what is in none of them.
fn of_gaps(gaps: &Gaps, today: Date) -> Vec<Matter> {
    let held = gaps.held.map(|(files, since)| Matter::HeldOpen {
        files,
        in_no_version: gaps.held_in_no_version,
        days: days(since, today),
        since,
    });
    let in_no_version = gaps.in_no_version;
    let files = gaps.files.map(|(files, since)| Matter::Unsaved { files, in_no_version, since });
    let folders = gaps.folders.map(|(folders, since)| Matter::FolderMissing { folders, since });
    let never = (gaps.never_saved > 0).then_some(Matter::NeverSaved { folders: gaps.never_saved });
    let links = gaps.links.map(|(links, since)| Matter::LinksOut { links, since });
    let left_out = gaps.left_out.map(|(names, since)| Matter::LeftOut { names, since });
    [held, files, folders, never, links, left_out].into_iter().flatten().collect()
}

fn of_copies(facts: &Situation, limits: &Reminders, today: Date) -> Vec<Matter> {
    if facts.copies.is_empty() {
        return vec![Matter::NoDrive];
    }
    let mut good: Vec<Date> = facts
        .copies
        .iter()
        .filter(|copy| is_good(copy))
        .filter_map(|copy| copy.backed_up)
        .collect();
    good.sort();
    let Some(newest) = good.pop() else { return vec![Matter::NoBackup] };
    let days = days(newest, today);
    let mut found = Vec::new();
    if days > i32::from(limits.backup_action_days) {
        found.push(Matter::BackupOverdue { days });
    } else if working_days(newest, today) > limits.backup_notice_days {
        found.push(Matter::BackupSoon { days });
    }
    found.extend(of_second(facts, limits, good.pop(), today));
    found
}

/// One other drive must hold a good copy that is not too old.
fn of_second(
    facts: &Situation,
    limits: &Reminders,
    second: Option<Date>,
    today: Date,
) -> Option<Matter> {
    let is_recent = |day: Date| days(day, today) <= i32::from(limits.drive_days);
    match second {
        Some(day) if is_recent(day) => None,
        _ if facts.copies.len() < 2 => Some(match facts.unmet.is_empty() {
            true => Matter::OneDrive,
            false => Matter::OthersUnmet { drives: facts.unmet.clone() },
        }),
        _ => next_to_bring(&facts.copies, &[]).map(|copy| Matter::SecondDriveLate {
            drive: copy.drive.clone(),
            days: copy.backed_up.map(|day| days(day, today)),
        }),
    }
}

fn of_checks(facts: &Situation, limits: &Reminders, today: Date) -> Vec<Matter> {
    let checks = facts.copies.iter().filter_map(|copy| Some((copy.checked?, &copy.drive)));
    let newest = checks.clone().max_by_key(|((day, good), _)| (*day, !good));
    let mut found = Vec::new();
    for ((_, good), drive) in checks {
        let drive = drive.clone();
        match newest {
            _ if good => {}
            Some((_, last)) if *last == drive => found.push(Matter::LastCheckBad { drive }),
            _ => found.push(Matter::DriveBad { drive }),
        }
    }
    if check_due(facts, limits).is_some_and(|due| due < today) {
        found.push(Matter::CheckOverdue { days: newest.map(|((day, _), _)| days(day, today)) });
    }
    found
}

fn of_duties(facts: &Situation, limits: &Reminders, today: Date) -> Vec<Matter> {
    let mut found = Vec::new();
    let reviewed = facts.purge_reviewed.unwrap_or(facts.since);
    let review_due = reviewed.checked_add(i64::from(limits.purge_months).months()).ok();
    if facts.has_periods && review_due.is_some_and(|due| due < today) {
        found.push(Matter::ReviewOverdue { days: days(reviewed, today) });
    }
    if !facts.keys_still_open.is_empty() {
        found.push(Matter::StillOpens { keys: facts.keys_still_open.clone() });
    }
    if !facts.lost_open.is_empty() {
        found.push(Matter::LostOpens { drives: facts.lost_open.clone() });
    }
    let all_have_new_locks = facts.copies.iter().all(|copy| !copy.lock_owed);
    if !facts.keys_to_destroy.is_empty() && all_have_new_locks {
        found.push(Matter::DestroyKeys { keys: facts.keys_to_destroy.clone() });
    }
    if facts.forgotten_back > 0 {
        found.push(Matter::ForgottenBack { records: facts.forgotten_back });
    }
    if facts.erased_again > 0 {
        found.push(Matter::ErasedAgain { files: facts.erased_again });
    }
    if facts.forgotten_here > 0 {
        found.push(Matter::ForgottenHere { records: facts.forgotten_here });
    }
    let rehearsed = facts.rehearsed.unwrap_or(facts.since);
    if days(rehearsed, today) > i32::from(limits.rehearsal_days) {
        found.push(Matter::RehearsalOverdue { days: days(rehearsed, today) });
    }
    found
}

fn of_one(copy: &BackupCopy, today: Date) -> Vec<Matter> {
    let drive = || copy.drive.clone();
    let mut found = Vec::new();
    let waited = copy.purge_owed_since.map(|since| days(since, today));
    if copy.purge_begun {
        found.push(Matter::PurgeInterrupted { drive: drive() });
    } else if let Some(days) = waited.filter(|days| *days > fate::OWED_DAYS_MAX) {
        found.push(Matter::PurgeOverdue { drive: drive(), days });
    } else if waited.is_some() || copy.lock_owed {
        found.push(Matter::WorkWaits { drive: drive() });
    }
    found.extend(copy.condemned.map(|fate| {
        let replace = fate == fate::FateVerdict::Replace;
        Matter::Condemned { drive: drive(), replace }
    }));
    found.extend(copy.was_full.map(|backups| Matter::DriveFull { drive: drive(), backups }));
    found.extend(copy.lacking.map(|Lacking { files, folders, is_needed }| Matter::Lacking {
        drive: drive(),
        files,
        folders,
        is_needed,
    }));
    if !copy.keys_elsewhere.is_empty() {
        found.push(Matter::KeysElsewhere { drive: drive(), on: copy.keys_elsewhere.clone() });
    }
    found.extend(copy.strange_page.map(|page| Matter::StrangePage { drive: drive(), page }));
    let plugged = copy.plugged_since.map(|since| days(since, today)).filter(|days| *days > 0);
    found.extend(plugged.map(|days| Matter::LeftPlugged { drive: drive(), days }));
    found
}

/// Days after `from` up to `to` that are neither Saturday nor Sunday.
fn working_days(from: Date, to: Date) -> u16 {
    let is_work = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut day = from;
    let mut count = 0_u16;
    while day < to && count < u16::MAX {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        count += u16::from(is_work(&day));
    }
    count
}

#[cfg(test)]
mod tests;
