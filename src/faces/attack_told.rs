//! What to do in an attack, and whom to call.

use jiff::Timestamp;
use refuge::error::Result;
use refuge::incident::{Authority, Incident};
use refuge::practice::Practice;
use refuge::state::DriveState;

use crate::faces::{Catalog, fl, safe, units};

/// That an incident is open, since when, and what was noted.
pub(crate) fn open(words: &Catalog, open: &Incident) -> Vec<String> {
    let mut lines = vec![fl!(words, "incident-open", time = moment(words, &open.started))];
    lines.extend(open.note.as_deref().map(|note| fl!(words, "incident-note", note = safe(note))));
    lines
}

/// What to do, in this order; the last is whom to call.
pub(crate) fn steps(words: &Catalog, practice: &Practice) -> Result<[String; 3]> {
    let network = fl!(words, "incident-do-network");
    // A drive that can be reached from an attacked computer is in danger each second.
    let [first, second] = match has_fixed_only(practice)? {
        true => [network, fl!(words, "incident-do-fixed")],
        false => [fl!(words, "incident-do-unplug"), network],
    };
    let own = practice.config.practice.call_in_incident.as_deref();
    let own = own.map_or_else(|| fl!(words, "incident-call-nobody"), safe);
    Ok([first, second, fl!(words, "incident-do-call", who = own.as_str())])
}

/// Whether no backup drive can be unplugged.
pub(crate) fn has_fixed_only(practice: &Practice) -> Result<bool> {
    let drives = practice.state.drives()?;
    let mut in_use = drives.iter().filter(|drive| drive.state == DriveState::Active).peekable();
    Ok(in_use.peek().is_some() && in_use.all(|drive| drive.fixed))
}

/// What not to do, and what to write down.
pub(crate) fn then(words: &Catalog) -> [String; 2] {
    [fl!(words, "incident-do-not"), fl!(words, "incident-do-write")]
}

/// What stands above the authorities, with the day on which their addresses were looked at last.
pub(crate) fn whom_else(words: &Catalog, authorities: &[Authority]) -> Option<String> {
    let day = authorities.iter().map(|authority| authority.reviewed_on).min()?;
    Some(fl!(words, "incident-call", day = units::day_short(words, day)))
}

/// A time on record.
pub(crate) fn moment(words: &Catalog, time: &str) -> String {
    let Ok(time) = time.parse::<Timestamp>() else { return safe(time) };
    units::moment(words, time.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime())
}

/// The signs of a mass change, as the ledger keeps them.
pub(crate) fn signs_in_words(words: &Catalog, signs: &[String]) -> String {
    let one = |sign: &String| match sign.as_str() {
        "notes" => fl!(words, "sign-notes"),
        "new-ending" => fl!(words, "sign-new-ending"),
        "spoiled" => fl!(words, "sign-spoiled"),
        "spoiled-slowly" => fl!(words, "sign-spoiled-slowly"),
        "gone" => fl!(words, "sign-gone"),
        _ => fl!(words, "sign-share"),
    };
    signs.iter().map(one).collect::<Vec<_>>().join(", ")
}
