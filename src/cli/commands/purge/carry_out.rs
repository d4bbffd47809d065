//! `refuge purge PLAN`: every guard, the approval, then the drives; and finishing what waits.

use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::expiry::approval;
use refuge::incident::Permit;
use refuge::ledger::Recorded;
use refuge::practice::Practice;
use refuge::settle::{self, Account, Eraser, Rekeyed};
use refuge::state::Drive;
use refuge::visit::Assembly;

use super::account::{self, CaughtUp};
use crate::cli::{
    Exit, Face, Failure,
    args::forget::Purge,
    commands::{forgetting, home, ledger_copies},
    fl, opening, safe,
};
use crate::faces::purge_told::also_in;

/// Parity is made only where there is enough for a group, so that it has no number.
const STEPS: &[Step] = &[Step::Settle, Step::Wipe, Step::ReadBack];

pub(super) fn run(
    face: &mut Face<'_>,
    practice: Practice,
    permit: &Permit,
    options: &Purge,
    number: &str,
) -> Result<Exit, Failure> {
    let under_way = settle::begun(&practice.state)?;
    if under_way.is_some_and(|begun| begun.purged.plan.eq_ignore_ascii_case(number.trim())) {
        return finish(face, practice, permit);
    }
    if practice.config.practice.public_structure {
        return Err(Error::PublicStructure.into());
    }
    let mut stored = approval::find(&practice.state, number)?;
    let control = practice.config.purge_settings().control.unwrap_or_default();
    if stored.executed.is_some()
        && let Some(drive) = owing(&practice)?
    {
        return go_on(face, practice, permit, drive);
    }
    stored.may_run(control, home::now())?;
    let mut desk = forgetting::assemble(face, practice)?;
    desk.guard_clock(options.today)?;
    complete(face, &mut desk, permit)?;
    let fresh = desk.judge(None)?;
    stored.must_hold(&fresh)?;
    let also = also_in(face.words, &desk, &stored.plan.ids(), face.common.names)?;
    confirm(face, &desk, stored.plan.records.len(), &also)?;
    desk.approve(&mut stored, &fresh, control, options.by.as_deref())?;
    let account = complete(face, &mut desk, permit)?;
    bring(face, &mut desk, account.as_ref());
    account.map_or_else(
        || Err(Error::NotConfirmed.into()),
        |done| account::of_plan(face, &desk.practice, done, &also),
    )
}

/// A drive in use on which a purge stopped, or that missed one; first those on which it stopped.
fn owing(practice: &Practice) -> Result<Option<Drive>> {
    let missed = settle::missed_a_purge(practice)?;
    for drive in &missed {
        if practice.is_half_purged(drive)? {
            return Ok(Some(drive.clone()));
        }
    }
    Ok(missed.into_iter().next())
}

/// The same command again, as was advised, where a plan is carried out but not on every drive.
fn go_on(
    face: &mut Face<'_>,
    mut practice: Practice,
    permit: &Permit,
    waits: Drive,
) -> Result<Exit, Failure> {
    if practice.plugged(home::now())?.iter().any(|on| on.drive.id == waits.id) {
        return finish(face, practice, permit);
    }
    Err(Error::Drive { name: Some(waits.name), trouble: DriveTrouble::NotPlugged }.into())
}

/// Every drive but those on which the purge just stopped gets its copy of the ledger.
fn bring(face: &mut Face<'_>, desk: &mut Assembly, account: Option<&Account>) {
    let failed = account.map(|done| done.failed.as_slice()).unwrap_or_default();
    desk.plugged.retain(|on| failed.iter().all(|(name, _)| *name != on.drive.name));
    ledger_copies::bring_all(face, &mut desk.practice, &desk.plugged);
}

/// Carries the purge that is under way out on the drives that are there.
fn complete(face: &Face<'_>, desk: &mut Assembly, permit: &Permit) -> Result<Option<Account>> {
    let progress = face.progress("purge", STEPS);
    let account = desk.complete(permit, &progress);
    progress.finish();
    account
}

fn confirm(face: &mut Face<'_>, desk: &Assembly, records: usize, also: &[String]) -> Result<()> {
    let words = face.words;
    let practice = &desk.practice.config.practice.name;
    let given = face.common.confirm.clone();
    let mut talk = face.talk();
    talk.say(&fl!(words, "purge-warning", records = records));
    also.iter().for_each(|line| talk.say(line));
    let ask = fl!(words, "purge-confirm-ask", practice = safe(practice));
    talk.typed(&ask, practice, given.as_deref())
}

/// Finishes an interrupted purge, every purge that a drive missed while it was away, and the new key of a
/// record that stopped while the old one was wiped.
pub(super) fn finish(
    face: &mut Face<'_>,
    mut practice: Practice,
    permit: &Permit,
) -> Result<Exit, Failure> {
    let plugged = forgetting::plugged(&mut practice)?;
    let keys = opening::open_identities(face, Some(&practice))?;
    let progress = face.progress("purge", STEPS);
    let now = home::now();
    let done = settle::carry_out(&mut practice, permit, &plugged, &keys, now, &progress)?;
    if let Some(done) = done {
        progress.finish();
        ledger_copies::bring_all(face, &mut practice, &plugged);
        return account::of_plan(face, &practice, done, &[]);
    }
    let mut done = CaughtUp::default();
    for on in &plugged {
        let paid = opening::with_old_if_needed(face, &keys, |keys| {
            let recorded = settle::pay_purges(&mut practice, permit, on, keys, now, &progress)?;
            let eraser = Eraser { permit, keys, now };
            let rekeyed = settle::finish_new_keys(&mut practice, on, &eraser, &progress)?;
            Ok::<(Option<Recorded>, Vec<Rekeyed>), Error>((recorded, rekeyed))
        });
        match paid {
            Err(Error::Interrupted) => return Err(Error::Interrupted.into()),
            Err(error) => done.failed.push((on.drive.name.clone(), error.of_drive(&on.drive.name))),
            Ok((recorded, rekeyed)) => {
                done.paid.extend(recorded);
                done.rekeyed.extend(rekeyed);
            }
        }
    }
    progress.finish();
    ledger_copies::bring_all(face, &mut practice, &plugged);
    account::of_drives(face, &practice, &done)
}
