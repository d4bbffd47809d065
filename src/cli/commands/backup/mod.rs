//! `refuge backup`: every drive that is plugged in, one after the other, and what to do next.

mod date;
mod debts;
mod drives;
mod make_room;
mod one_drive;
mod stopped;

use std::collections::BTreeSet;

use refuge::drives::Ejected;
use refuge::error::Error;
use refuge::practice::{Plugged, Practice};
use refuge::visit;
use serde_json::{Value, json};

use super::{attach, home, incident, recover, thinning_rule};
use crate::cli::{Exit, Face, Failure, Line, Summary, alarm, args::daily::Backup, fl, safe, tell};
use crate::faces::backup_told;
pub(super) use crate::faces::outcome::Done;
use crate::faces::outcome::Out;

use drives::Waited;
pub(super) use one_drive::back_up as onto;
use stopped::Stopped;

pub(super) fn run(face: &mut Face<'_>, options: &Backup) -> Result<Exit, Failure> {
    if !options.dry_run
        && let Some(exit) = recover::before_backup(face)?
    {
        return Ok(exit);
    }
    let mut practice = home::practice(face)?;
    if practice.config.sources.is_empty() {
        return Err(Error::NoSource.into());
    }
    if !options.dry_run {
        incident::before_backup(face, &practice)?;
    }
    let doubt = date::doubt(face, &mut practice, options)?;
    let (mut practice, plugged, troubles) = wait_for(face, practice, options)?;
    let has_doubtful_date = doubt.as_ref().is_some_and(|doubt| doubt.is_open);
    let mut outcomes = Outcomes { has_doubtful_date, ..Outcomes::default() };
    if let Some(doubt) = doubt {
        doubt.say(face);
    }
    for trouble in troubles {
        outcomes.fails(face, trouble.into());
    }
    if !options.dry_run && plugged.len() > 1 {
        // What stands in its way is met by the backup itself, and told then.
        plugged.iter().for_each(|drive| drop(visit::take_parts_back(&practice, drive)));
    }
    for drive in plugged {
        let name = drive.drive.name.clone();
        match back_up(face, &mut practice, drive, options) {
            Ok(done) => outcomes.done.push(done),
            Err(Stopped { failure: Failure::Library(Error::MassChange(change)), out }) => {
                let is_ejected = out == Some(Out::Let(Ejected::Done));
                face.say(&let_go(face.words, &name, is_ejected, change.stays));
                return incident::after_refusal(face, &mut practice, change);
            }
            Err(stopped) if concerns_one_drive(&stopped.failure) => {
                outcomes.fails(face, stopped.failure);
            }
            Err(stopped) => return Err(stopped.failure),
        }
    }
    if !options.dry_run {
        thinning_rule::offer(face, &mut practice)?;
    }
    let next = if options.dry_run { vec![] } else { outcomes.next(face, &mut practice)? };
    outcomes.finish(face, &next)
}

/// The drives to back up to. Another drive of the practice, on a computer that was set up anew from one of them,
/// is taken up on the way, with the keys that this computer has by now.
fn wait_for(
    face: &mut Face<'_>,
    mut practice: Practice,
    options: &Backup,
) -> Result<(Practice, Vec<Plugged>, Vec<Error>), Failure> {
    let mut known = BTreeSet::new();
    loop {
        match drives::wait_for(face, &mut practice, options, &known)? {
            Waited::For(good, troubles) => return Ok((practice, good, troubles)),
            Waited::Unknown(new) => {
                drop(practice);
                attach::take_up(face, &new)?;
                known.extend(new);
                practice = home::practice(face)?;
            }
        }
    }
}

/// Backs up to one drive and says how it went.
pub(super) fn back_up(
    face: &mut Face<'_>,
    practice: &mut Practice,
    drive: Plugged,
    options: &Backup,
) -> Result<Done, Stopped> {
    let done = one_drive::back_up(face, practice, drive, options)?;
    for (path, trouble) in done.summary.absent.clone() {
        tell(face, &Error::Source { path, trouble }.into());
    }
    if !face.common.json {
        let forecast = backup_told::forecast(face.words, practice, &done, home::now())?;
        for sentence in
            backup_told::sentences(face.words, &done, home::now()).into_iter().chain(forecast)
        {
            face.result(&sentence)?;
        }
    }
    Ok(done)
}

/// Another drive may well be good.
const fn concerns_one_drive(failure: &Failure) -> bool {
    matches!(failure, Failure::Library(Error::Drive { .. } | Error::Damaged { .. }))
}

/// What became of each drive.
#[derive(Default)]
struct Outcomes {
    done: Vec<Done>,
    failed: Vec<Failure>,
    /// The computer's date does not fit the record, and nobody was there to ask.
    has_doubtful_date: bool,
}

impl Outcomes {
    fn fails(&mut self, face: &mut Face<'_>, failure: Failure) {
        self.failed.push(failure);
        if let Some(failure) = self.failed.last() {
            tell(face, failure);
        }
    }

    /// The failure that decides, where one does; else whether every file was backed up.
    fn exit(&self) -> Exit {
        let whole = self.done.iter().all(Done::is_whole) && !self.has_doubtful_date;
        let usual = if whole { Exit::Done } else { Exit::Problems };
        self.failed.first().map_or(usual, Failure::exit)
    }

    /// Which drive to bring next, and when the check is due.
    fn next(&self, face: &Face<'_>, practice: &mut Practice) -> Result<Vec<String>, Failure> {
        let names: Vec<&str> = self.done.iter().map(|done| done.drive.name.as_str()).collect();
        let told = backup_told::next(face.words, practice, &names, home::now())?;
        Ok(vec![format!("  {told}")])
    }

    /// The summary of the last drive, with the others beside it where there are several.
    fn finish(mut self, face: &mut Face<'_>, next: &[String]) -> Result<Exit, Failure> {
        let exit = self.exit();
        if self.done.is_empty() && self.failed.len() == 1 {
            // Already told; with `--json` its summary is still missing.
            if let Some(failure) = self.failed.pop() {
                return if face.common.json { Err(failure) } else { Ok(exit) };
            }
        }
        let mut summary = Summary::new("backup", exit);
        if let Some(last) = self.done.last() {
            summary = last
                .fields()
                .into_iter()
                .fold(summary, |line, (name, value)| line.with(name, value));
        }
        if self.done.len() > 1 {
            let each = self.done.iter().map(|done| json!(line(done)));
            summary = summary.with("drives", each.collect::<Vec<Value>>());
        }
        if let Some(failure) = self.failed.first() {
            summary = summary.error(&crate::cli::explain::explain(face.words, failure));
        }
        face.finish(&summary, next)
    }
}

fn line(done: &Done) -> Line {
    let fields = done.fields().into_iter();
    fields.fold(Line::bare(), |line, (name, value)| line.with(name, value))
}

/// What became of the drive when the run was stopped as a possible attack: it must not stay.
fn let_go(words: &crate::cli::Catalog, drive: &str, is_ejected: bool, stays: bool) -> String {
    let drive = safe(drive);
    match (is_ejected, stays) {
        (true, _) => fl!(words, "backup-stopped-ejected", drive = drive),
        (false, false) => alarm(&fl!(words, "backup-stopped-unplug", drive = drive)),
        (false, true) => alarm(&fl!(words, "backup-stopped-stays", drive = drive)),
    }
}
