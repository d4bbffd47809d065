//! A drive that is full in the middle of a backup: old backups go by the rule that was agreed on, never below it.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use refuge::practice::{Plugged, Practice};
use refuge::settle::Eraser;
use refuge::visit;

use crate::cli::{
    Face, Failure,
    args::forget::Thin,
    commands::{home, thin, thinning_rule},
    fl, opening, safe,
};

/// Thins the drive out as `refuge thin` does: with a key, after the plan was seen, and nothing during an
/// incident. Whether there is more room now.
pub(super) fn by_the_rule(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: &Plugged,
) -> Result<bool, Failure> {
    let Some(permit) = practice.state.may_erase()? else { return Ok(false) };
    if !face.can_ask() && face.common.identity.is_none() {
        return Ok(false);
    }
    // Folders without a rule among others that have one are asked about as well.
    let agrees = thinning_rule::offer(face, practice)?;
    if !agrees && !visit::has_thinning_rule(practice) {
        return Ok(false);
    }
    if !visit::may_thin(practice, &plugged.drive, &TimeZone::system())? {
        return Ok(false);
    }
    let drive = safe(&plugged.drive.name);
    let words = face.words;
    face.say(&fl!(words, "backup-full-thins", drive = drive));
    if face.can_ask() && !face.talk().confirm(&fl!(words, "backup-full-ask"), true)? {
        return Ok(false);
    }
    let keys = opening::open_identities(face, Some(practice))?;
    let eraser = Eraser { permit: &permit, keys: &keys, now: home::now() };
    let options = Thin { dry_run: false, drive: None, rekey: None, newest_only: false };
    let done = thin::on_drive(face, practice, plugged, &eraser, &HashSet::new(), &options)?;
    let Some(done) = done else { return Ok(false) };
    face.say(&thin::outcome(face, plugged, &done));
    Ok(done.made_room())
}
