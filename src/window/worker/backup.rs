//! A backup: what is asked before it, waiting for a drive, every drive that is there, and what to do next.

use std::time::{Duration, Instant};

use refuge::drives::{self, Ejected};
use refuge::error::{DriveTrouble, Error, KeyTrouble, MassChange, Result};
use refuge::event::{Event, Observer, Step};
use refuge::expiry::gather::{BackupClock, backup_clock};
use refuge::practice::{Plugged, Practice, stamp};
use refuge::settle::{self, Debt};
use refuge::state::{DriveState, Permit};
use refuge::visit::{self, BackupDone, Taking};
use refuge::{incident, status};

use super::Desk;
use super::watch::Watch;
use crate::faces::outcome::{Done, Out};
use crate::faces::{Catalog, backup_told, explain, fl, here, names, plugged, safe, units};
use crate::window::orders::{Job, News, Tone};
use crate::window::questions::Question;

const JOB: Job = Job::BackUp;
const STEPS: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack, Step::Eject];
/// A disk that stays where it is is not ejected.
const STEPS_STAYING: &[Step] = &[Step::Scan, Step::Copy, Step::ReadBack];
/// How often a drive is looked for while waiting.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often it is heard whether the person asked to stop.
const HEAR_EVERY: Duration = Duration::from_millis(50);

impl Desk {
    pub(super) fn back_up(&self, expected_changes: bool) -> Result<()> {
        let mut practice = self.practice()?;
        if practice.config.sources.is_empty() {
            return Err(Error::NoSource);
        }
        self.before_backup(&mut practice)?;
        let (drives, troubles) = self.wait_for(&mut practice)?;
        for trouble in troubles {
            self.fails(JOB, &trouble);
        }
        if drives.len() > 1 {
            // What stands in its way is met by the backup itself, and told then.
            drives.iter().for_each(|drive| drop(visit::take_parts_back(&practice, drive)));
        }
        let mut done = Vec::new();
        for drive in drives {
            let name = drive.drive.name.clone();
            match self.one_drive(&mut practice, drive, expected_changes) {
                Ok(one) => done.push(one.drive.name),
                Err(Error::MassChange(change)) => {
                    return self.refused(&mut practice, &name, *change);
                }
                // Another drive may well be good.
                Err(error @ (Error::Drive { .. } | Error::Damaged { .. })) => {
                    self.fails(JOB, &error);
                }
                Err(error) => return Err(error),
            }
        }
        if done.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = done.iter().map(String::as_str).collect();
        let standing = status::stand(&mut practice, here::now())?;
        let days = i32::from(practice.config.reminders.drive_days);
        let today = here::today();
        self.say(JOB, Tone::Plain, |words| {
            backup_told::bring(words, &standing, &names, days, today)
        });
        Ok(())
    }

    /// What a person decides before anything is written.
    fn before_backup(&self, practice: &mut Practice) -> Result<()> {
        if status::unrecovered(practice, here::now())?.is_some() {
            let chosen = self.ask(|words| Question {
                told: vec![
                    fl!(words, "recover-before-backup"),
                    fl!(words, "window-put-back-first"),
                ],
                options: vec![
                    fl!(words, "window-not-now"),
                    fl!(words, "recover-backup-now"),
                    fl!(words, "recover-no-more"),
                ],
            })?;
            match chosen {
                0 => return Err(Error::NotConfirmed),
                1 => {}
                _ => visit::put_back_ends(practice)?,
            }
        }
        if incident::is_open(&practice.state)? {
            let told = |words: &Catalog| {
                vec![fl!(words, "incident-backup-open"), fl!(words, "incident-backup-ask")]
            };
            self.confirm(told)?;
        }
        self.heed_date(practice)
    }

    /// Goes on only with a yes.
    pub(super) fn confirm(&self, told: impl Fn(&Catalog) -> Vec<String>) -> Result<()> {
        let chosen = self.ask(|words| Question {
            told: told(words),
            options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
        })?;
        if chosen == 1 { Ok(()) } else { Err(Error::NotConfirmed) }
    }

    fn heed_date(&self, practice: &mut Practice) -> Result<()> {
        let now = here::now();
        let known = match backup_clock(practice, now)? {
            BackupClock::Fits | BackupClock::LastWasWrong { is_told: true, .. } => return Ok(()),
            BackupClock::LastWasWrong { known, .. } | BackupClock::Doubtful { known } => known,
        };
        let told = |words: &Catalog| {
            let (today, known) = (here::today(), status::day_of(known));
            let (today, known) = (units::day(words, today), units::day(words, known));
            vec![fl!(words, "backup-ask-date", today = today, known = known)]
        };
        match self.confirm(told) {
            Err(Error::NotConfirmed) => Err(Error::Clock { now: stamp(now), known: stamp(known) }),
            Err(other) => Err(other),
            Ok(()) => visit::confirm_date(practice, now).map(drop),
        }
    }

    /// The drives to back up to, and what is the matter with others that are there.
    fn wait_for(&self, practice: &mut Practice) -> Result<(Vec<Plugged>, Vec<Error>)> {
        let (mut is_said, mut told) = (false, std::collections::BTreeSet::new());
        loop {
            let found = plugged::look(practice, None, here::now())?;
            if !found.good.is_empty() {
                return Ok((found.good, found.troubles));
            }
            if let Some(trouble) = found.troubles.into_iter().next() {
                return Err(trouble);
            }
            let in_use = practice.state.drives()?.into_iter();
            let in_use = in_use.filter(|drive| drive.state == DriveState::Active);
            let known: Vec<String> = in_use.map(|drive| drive.name).collect();
            if known.is_empty() {
                return Err(Error::drive(DriveTrouble::NonePlugged));
            }
            if !std::mem::replace(&mut is_said, true) {
                self.say(JOB, Tone::Loud, |words| {
                    fl!(words, "window-plug-in", drives = names::either(words, &known))
                });
            }
            for (place, trouble) in found
                .foreign
                .into_iter()
                .map(|place| (place, DriveTrouble::Foreign))
                .chain(found.unknown.into_iter().map(|place| (place, DriveTrouble::Unknown)))
            {
                if told.insert(place) {
                    let error = Error::drive(trouble);
                    self.say(JOB, Tone::Warning, |words| {
                        let told = explain::in_window(words, &error);
                        format!("{} {}", told.what, told.now)
                    });
                }
            }
            self.rest()?;
        }
    }

    fn rest(&self) -> Result<()> {
        let looked = Instant::now();
        while looked.elapsed() < LOOK_EVERY {
            if self.is_stopped() {
                return Err(Error::Interrupted);
            }
            std::thread::sleep(HEAR_EVERY);
        }
        Ok(())
    }

    fn one_drive(
        &self,
        practice: &mut Practice,
        drive: Plugged,
        expected_changes: bool,
    ) -> Result<Done> {
        self.say_all(JOB, Tone::Plain, |words| {
            let told = backup_told::recognised(words, practice, &drive.drive, here::now());
            told.unwrap_or_default()
        });
        self.pay(practice, &drive)?;
        let usual = visit::usual_speed(practice, &drive.drive)?;
        let steps = if drive.drive.fixed { STEPS_STAYING } else { STEPS };
        let watch = Watch::begin(self, JOB, steps, usual);
        let taking = Taking::new(here::now(), expected_changes);
        match visit::backup(practice, &drive, &taking, &watch) {
            Ok(done) => self.end_well(practice, drive, done, &watch),
            Err(error) => {
                self.set_run(None);
                // Nothing should stay plugged in after a failure; that it cannot be ejected is the smaller trouble.
                let is_gone = matches!(&error, Error::Drive { trouble: DriveTrouble::Gone, .. });
                if !is_gone && matches!(drives::eject(drive), Ok(Ejected::Done)) {
                    self.say(JOB, Tone::Plain, |words| fl!(words, "window-ejected"));
                }
                Err(error)
            }
        }
    }

    fn end_well(
        &self,
        practice: &Practice,
        drive: Plugged,
        made: BackupDone,
        watch: &Watch,
    ) -> Result<Done> {
        if let Some(error) = &made.ledger {
            self.fails(JOB, error);
        }
        let known = drive.drive.clone();
        if !known.fixed {
            watch.on(Event::Step { step: Step::Eject, total_bytes: None });
        }
        let out = match drives::eject(drive) {
            Ok(out) => Out::Let(out),
            Err(error) => {
                self.fails(JOB, &error);
                Out::Busy
            }
        };
        self.set_run(None);
        let done = Done {
            drive: known,
            entry: made.recorded.map(|recorded| recorded.entry.number),
            summary: made.summary,
            owes: made.owes,
            keys_elsewhere: made.keys_elsewhere,
            out,
            seconds: made.seconds,
        };
        self.tell_done(practice, &done)?;
        Ok(done)
    }

    fn tell_done(&self, practice: &Practice, done: &Done) -> Result<()> {
        let now = here::now();
        for (path, trouble) in &done.summary.absent {
            self.fails(JOB, &Error::Source { path: path.clone(), trouble: *trouble });
        }
        let tone = if done.summary.read_back { Tone::Loud } else { Tone::Warning };
        self.say_all(JOB, tone, |words| backup_told::unplug(words, done).into_iter().collect());
        let tone = if done.is_complete() { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| backup_told::what_was_done(words, done, now));
        self.say_all(JOB, Tone::Warning, |words| {
            let told = backup_told::forecast(words, practice, done, now);
            told.unwrap_or_default().into_iter().collect()
        });
        Ok(())
    }

    /// What a drive is owed comes first, where somebody has the keys and an incident does not forbid it.
    fn pay(&self, practice: &mut Practice, drive: &Plugged) -> Result<()> {
        let owed = settle::owed(practice, &drive.drive)?;
        if owed.is_empty() {
            return Ok(());
        }
        let name = drive.drive.name.clone();
        let Some(permit) = practice.state.may_erase()? else {
            self.say(JOB, Tone::Warning, |words| {
                fl!(
                    words,
                    "backup-owes-in-incident",
                    drive = safe(&name),
                    what = debts(words, &owed)
                )
            });
            return Ok(());
        };
        let chosen = self.ask(|words| Question {
            told: vec![fl!(words, "backup-owes", drive = safe(&name), what = debts(words, &owed))],
            options: vec![fl!(words, "window-do-it-now"), fl!(words, "window-later")],
        });
        match chosen {
            Ok(0) => self.pay_now(practice, drive, &permit)?,
            Ok(_) | Err(Error::NotConfirmed) => {}
            Err(other) => return Err(other),
        }
        let left = settle::owed(practice, &drive.drive)?;
        if !left.is_empty() && !practice.is_half_purged(&drive.drive)? {
            self.say(JOB, Tone::Warning, |words| {
                fl!(words, "backup-still-owes", drive = safe(&name), what = debts(words, &left))
            });
        }
        Ok(())
    }

    fn pay_now(&self, practice: &mut Practice, drive: &Plugged, permit: &Permit) -> Result<()> {
        let keys = match self.keys(practice) {
            Err(Error::NotConfirmed) => return Ok(()),
            other => other?,
        };
        let watch = Watch::begin(self, JOB, &[], None);
        match settle::pay(practice, permit, drive, &keys, here::now(), &watch) {
            // The backup itself needs none of it.
            Err(error @ Error::Key(KeyTrouble::AlsoOld { .. })) => {
                self.fails(JOB, &error);
                Ok(())
            }
            other => other.map(drop),
        }
    }

    /// A backup that looks like an attack: the evidence is kept, and the person decides.
    fn refused(&self, practice: &mut Practice, drive: &str, change: MassChange) -> Result<()> {
        incident::note_refusal(&mut practice.state, &change, here::now())?;
        let name = drive.to_owned();
        if !change.stays {
            self.say(JOB, Tone::Alarm, |words| {
                fl!(words, "window-unplug-now", drive = safe(&name))
            });
        }
        let error = Error::MassChange(Box::new(change));
        let told = self.tongues.say(|words| explain::in_window(words, &error));
        self.tell(News::Refused(told));
        Ok(())
    }
}

fn debts(words: &Catalog, owed: &[Debt]) -> String {
    let name = |debt: &Debt| match debt {
        Debt::Purge { .. } => fl!(words, "status-owes-purge"),
        Debt::NewLock => fl!(words, "status-owes-lock"),
        Debt::NewKey => fl!(words, "status-owes-key"),
    };
    owed.iter().map(name).collect::<Vec<_>>().join(", ")
}
