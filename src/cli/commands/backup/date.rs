//! The computer's date before a backup: one that does not fit the record is asked about once.

use jiff::tz::TimeZone;
use refuge::error::{Error, Result};
use refuge::expiry::gather::backup_clock;
use refuge::practice::{Practice, stamp};
use refuge::retention::clock::ClockCheck;
use refuge::visit;

use crate::cli::{Face, alarm, args::daily::Backup, commands::home, fl, units};

/// Whether the date stays doubtful because nobody is there to ask. A backup is made all the same: one
/// under a wrong date is better than none.
pub(super) fn is_doubtful(
    face: &mut Face<'_>,
    practice: &mut Practice,
    options: &Backup,
) -> Result<bool> {
    let now = home::now();
    let known = match backup_clock(practice, now)? {
        ClockCheck::Plausible => return Ok(false),
        ClockCheck::Behind { known } | ClockCheck::FarAhead { known } => known,
    };
    let refused = Error::Clock { now: stamp(now), known: stamp(known) };
    let today = home::today();
    let is_confirmed = match options.today {
        Some(typed) if typed == today => true,
        Some(_) => return Err(refused),
        None if face.can_ask() && !options.dry_run => {
            let known = known.to_zoned_datetime(TimeZone::system()).date();
            let (today, known) = (units::day(face.words, today), units::day(face.words, known));
            let question = fl!(face.words, "backup-ask-date", today = today, known = known);
            face.talk().confirm(&question, false)?
        }
        None => {
            let known = known.to_zoned_datetime(TimeZone::system()).date();
            let (today, known) = (units::day(face.words, today), units::day(face.words, known));
            face.say(&alarm(&fl!(
                face.words,
                "backup-date-doubtful",
                today = today,
                known = known
            )));
            return Ok(true);
        }
    };
    if !is_confirmed {
        return Err(refused);
    }
    visit::confirm_date(practice, now)?;
    Ok(false)
}
