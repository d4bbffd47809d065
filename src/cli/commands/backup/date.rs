//! The computer's date before a backup: one that does not fit the record is asked about once.

use jiff::Timestamp;
use refuge::error::{Error, Result};
use refuge::expiry::gather::{BackupClock, backup_clock};
use refuge::practice::{Practice, stamp};
use refuge::status::day_of;
use refuge::visit;

use crate::cli::{Face, alarm, args::daily::Backup, commands::home, fl, units};

/// What is still to be said about the date, once there is a drive to back up to.
pub(super) struct Doubt {
    sentence: String,
    /// It stays doubtful, because nobody is there to ask.
    pub(super) is_open: bool,
}

impl Doubt {
    pub(super) fn say(&self, face: &mut Face<'_>) {
        face.say(&alarm(&self.sentence));
    }
}

/// Whether the date is in doubt. A backup is made all the same where nobody is there to ask: one under a
/// wrong date is better than none.
pub(super) fn doubt(
    face: &mut Face<'_>,
    practice: &mut Practice,
    options: &Backup,
) -> Result<Option<Doubt>> {
    // Nothing is recorded under that date.
    if options.dry_run {
        return Ok(None);
    }
    let now = home::now();
    let known = match backup_clock(practice, now)? {
        BackupClock::Fits => return Ok(None),
        BackupClock::LastWasWrong { known, is_told } if options.today.is_none() => {
            let (today, known) = days(face, known);
            let sentence = fl!(face.words, "backup-date-was-wrong", today = today, known = known);
            return Ok((!is_told).then_some(Doubt { sentence, is_open: false }));
        }
        BackupClock::LastWasWrong { known, .. } | BackupClock::Doubtful { known } => known,
    };
    let is_confirmed = match options.today {
        Some(typed) => typed == home::today(),
        None if face.can_ask() => {
            let (today, known) = days(face, known);
            let question = fl!(face.words, "backup-ask-date", today = today, known = known);
            face.talk().confirm(&question, false)?
        }
        None => {
            let (today, known) = days(face, known);
            let sentence = fl!(face.words, "backup-date-doubtful", today = today, known = known);
            return Ok(Some(Doubt { sentence, is_open: true }));
        }
    };
    if !is_confirmed {
        return Err(Error::Clock { now: stamp(now), known: stamp(known) });
    }
    visit::confirm_date(practice, now)?;
    Ok(None)
}

/// Today and the day of the backup it does not fit.
fn days(face: &Face<'_>, known: Timestamp) -> (String, String) {
    (units::day(face.words, home::today()), units::day(face.words, day_of(known)))
}
