//! An incident: theft, extortion, a leak. While it is open nothing is erased, and the ledger keeps the evidence.
//!
//! What is frozen asks the state itself ([`is_open`]); here it is opened, closed and looked at.

mod authorities;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Error, MassChange, Result};
use crate::ledger::{self, Deed, IncidentNote, Recorded, Refused};
use crate::state::State;
use crate::state::named::{INCIDENT, OPEN};

pub use crate::state::Permit;
pub use authorities::{Authority, authorities};

/// An open incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// When it was opened, RFC 3339, UTC.
    pub started: String,
    /// What a person noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Number of the ledger entry of the backup that was stopped before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<u64>,
    /// Number of the ledger entry that opened it.
    pub entry: u64,
}

/// The incident that is open, if any.
///
/// # Errors
/// `State`.
pub fn current(state: &State) -> Result<Option<Incident>> {
    state.item(INCIDENT, OPEN)
}

/// Whether one is open.
///
/// # Errors
/// `State`.
pub fn is_open(state: &State) -> Result<bool> {
    Ok(state.may_erase()?.is_none())
}

/// Leave to erase: whatever erases asks for it, and there is none while an incident is open.
///
/// # Errors
/// `IncidentOpen`, `State`.
pub fn refuse_while_open(state: &State) -> Result<Permit> {
    state.permit()
}

/// Opens an incident; one that is open already stays as it is, and a further note goes into the
/// ledger.
///
/// # Errors
/// `State`.
pub fn start(state: &mut State, note: Option<String>, now: Timestamp) -> Result<Incident> {
    let known = current(state)?;
    if let Some(known) = &known
        && note.is_none()
    {
        return Ok(known.clone());
    }
    let refused = last_refusal(state)?;
    let deed = Deed::IncidentStarted(IncidentNote { note: note.clone(), refused });
    let entry = ledger::append(state, deed, now)?.entry;
    let new = Incident { started: entry.time, note, refused, entry: entry.number };
    let incident = known.unwrap_or(new);
    state.set_item(INCIDENT, OPEN, &incident)?;
    Ok(incident)
}

/// Closes the incident; what was frozen may go on.
///
/// # Errors
/// `NotConfirmed` when none is open, `State`.
pub fn end(state: &mut State, now: Timestamp) -> Result<Recorded> {
    let open = current(state)?.ok_or(Error::NotConfirmed)?;
    let deed = Deed::IncidentEnded(IncidentNote { note: open.note, refused: open.refused });
    let recorded = ledger::append(state, deed, now)?;
    state.drop_item(INCIDENT, OPEN)?;
    Ok(recorded)
}

/// Keeps the evidence of a backup that was stopped: counts and signs, no names.
///
/// # Errors
/// `State`.
pub fn note_refusal(state: &mut State, change: &MassChange, now: Timestamp) -> Result<Recorded> {
    let deed = Deed::BackupRefused(Refused {
        files: change.files,
        changed: change.changed,
        ending: change.ending.as_ref().map(|(ending, _)| ending.clone()),
        signs: change.signs.iter().map(|sign| sign.word().to_owned()).collect(),
        drive: change.drive.clone(),
        usual: change.usual,
        since: change.since.clone(),
        spoiled: change.spoiled,
        notes: change.notes,
    });
    ledger::append(state, deed, now)
}

/// Countries whose law gives the practice three days to tell the authority, from when it knows (GDPR, art. 33).
const THREE_DAYS: [&str; 5] = ["fr", "be", "de", "nl", "uk"];
/// These three days.
const REPORT_HOURS: i64 = 72;

/// Until when the data protection authority of a country is to be told of what was known at a time; nothing where
/// its law names no hour, or is not known here.
#[must_use]
pub fn report_by(country: &str, known: Timestamp) -> Option<Timestamp> {
    let term = jiff::SignedDuration::from_hours(REPORT_HOURS);
    THREE_DAYS.contains(&country).then(|| known.checked_add(term).ok()).flatten()
}

/// The latest entries that belong to an incident: refusals, openings, endings.
///
/// # Errors
/// `State`.
pub fn evidence(state: &State) -> Result<Vec<Recorded>> {
    let belongs = |recorded: &Recorded| {
        matches!(
            recorded.entry.deed,
            Deed::BackupRefused(_) | Deed::IncidentStarted(_) | Deed::IncidentEnded(_)
        )
    };
    Ok(ledger::read(state)?.into_iter().filter(belongs).collect())
}

/// The number of the last refusal, unless a backup was made or an incident ended since.
fn last_refusal(state: &State) -> Result<Option<u64>> {
    let entries = ledger::read(state)?;
    let newest = entries.iter().rev().find(|recorded| {
        matches!(
            recorded.entry.deed,
            Deed::BackupRefused(_) | Deed::BackedUp(_) | Deed::IncidentEnded(_)
        )
    });
    Ok(newest
        .filter(|recorded| matches!(recorded.entry.deed, Deed::BackupRefused(_)))
        .map(|recorded| recorded.entry.number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::Sign;

    fn state() -> (tempfile::TempDir, State, Timestamp) {
        let home = tempfile::tempdir().unwrap();
        let state = State::open(home.path()).unwrap();
        (home, state, "2026-11-24T10:00:00Z".parse().unwrap())
    }

    fn change() -> MassChange {
        MassChange {
            changed: 90,
            files: 100,
            usual: Some(4),
            since: None,
            ending: Some((".locked".to_owned(), 80)),
            spoiled: 80,
            notes: 0,
            signs: vec![Sign::NewEnding, Sign::Spoiled],
            drive: Some("Blue".to_owned()),
            stays: false,
            backups: 2,
        }
    }

    #[test]
    fn while_an_incident_is_open_erasing_is_refused() {
        let (_home, mut state, now) = state();
        assert!(refuse_while_open(&state).is_ok());
        start(&mut state, None, now).unwrap();
        assert!(matches!(refuse_while_open(&state), Err(Error::IncidentOpen)));
        end(&mut state, now).unwrap();
        assert!(refuse_while_open(&state).is_ok());
        assert!(matches!(end(&mut state, now), Err(Error::NotConfirmed)), "none is open");
    }

    #[test]
    fn an_incident_points_to_the_backup_that_was_stopped() {
        let (_home, mut state, now) = state();
        let refused = note_refusal(&mut state, &change(), now).unwrap().entry.number;
        let open = start(&mut state, Some("screens are black".to_owned()), now).unwrap();
        assert_eq!(open.refused, Some(refused));
        end(&mut state, now).unwrap();
        assert_eq!(start(&mut state, None, now).unwrap().refused, None, "that one is over");
        assert_eq!(evidence(&state).unwrap().len(), 4);
    }

    #[test]
    fn a_second_start_keeps_the_first_time_and_adds_the_note_to_the_ledger() {
        let (_home, mut state, now) = state();
        let first = start(&mut state, Some("a".to_owned()), now).unwrap();
        let later = now + jiff::SignedDuration::from_hours(2);
        assert_eq!(start(&mut state, Some("b".to_owned()), later).unwrap(), first);
        assert_eq!(evidence(&state).unwrap().len(), 2);
        assert_eq!(start(&mut state, None, later).unwrap(), first);
        assert_eq!(evidence(&state).unwrap().len(), 2, "nothing was added");
    }

    #[test]
    fn the_authority_is_to_be_told_within_three_days_where_the_law_says_so() {
        let known: Timestamp = "2026-11-27T17:30:00Z".parse().unwrap();
        let until = report_by("fr", known).unwrap();
        assert_eq!(until.to_string(), "2026-11-30T17:30:00Z");
        assert_eq!((report_by("ch", known), report_by("xx", known)), (None, None));
    }
}
