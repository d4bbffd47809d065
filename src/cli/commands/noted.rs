//! Writes what a command did into the ledger, brings drives their copy, and compares.

use refuge::error::{Error, LedgerTrouble, Result};
use refuge::ledger::{self, Deed, Recorded, Standing};
use refuge::practice::{Plugged, Practice};
use refuge::vault::{SectionReader, Vault};

use super::home;
use crate::cli::{Face, telling::mention};

/// Adds an entry; its number belongs on every paper about what was done.
pub(super) fn note(practice: &mut Practice, deed: Deed) -> Result<Recorded> {
    ledger::append(&mut practice.state, deed, home::now())
}

/// Brings the drive the entries it lacks. What the command did is done already, so trouble is told
/// and does not make it fail: the next visit brings them.
pub(super) fn bring(face: &mut Face<'_>, practice: &mut Practice, plugged: &Plugged) {
    let brought = try_to_bring(practice, plugged);
    tell(face, brought);
}

/// As [`note`], after something that stays done whatever becomes of the ledger.
pub(super) fn note_after(face: &mut Face<'_>, practice: &mut Practice, deed: Deed) {
    let noted = note(practice, deed).map(drop);
    tell(face, noted);
}

/// Says what went wrong with the ledger, where something did.
pub(super) fn tell(face: &mut Face<'_>, done: Result<()>) {
    let Err(error) = done else { return };
    mention(face, &error);
}

/// The same for every drive that is there.
pub(super) fn bring_all(face: &mut Face<'_>, practice: &mut Practice, plugged: &[Plugged]) {
    for on in plugged {
        bring(face, practice, on);
    }
}

/// The same, for a command that needs no drive: one that is not there gets it at its next visit.
pub(super) fn bring_where_possible(face: &mut Face<'_>, practice: &mut Practice) {
    if let Ok(plugged) = practice.plugged(home::now()) {
        bring_all(face, practice, &plugged);
    }
}

fn try_to_bring(practice: &mut Practice, plugged: &Plugged) -> Result<()> {
    let ordinary = practice.config.sections.first().map(|section| section.id);
    let writers = practice.writers()?;
    let Some(section) = writers.iter().find(|writer| Some(writer.id) == ordinary) else {
        return Ok(());
    };
    let vault = plugged.vault(practice)?;
    let _lock = plugged.disk.lock()?;
    ledger::bring(&vault, section, &mut practice.state, plugged.drive.row).map(drop)
}

/// Compares the computer's ledger with the copy on a drive; gives what is wrong with either.
pub(super) fn compare(
    practice: &Practice,
    vault: &Vault<'_>,
    sections: &[SectionReader],
) -> Result<Option<Error>> {
    let ordinary = practice.config.sections.first().map(|section| section.id);
    let Some(reader) = sections.iter().find(|reader| Some(reader.id) == ordinary) else {
        return Ok(None);
    };
    let ours = match ledger::read(&practice.state) {
        Err(broken @ Error::Ledger { .. }) => return Ok(Some(broken)),
        other => other?,
    };
    let next = ours.len() as u64 + 1;
    Ok(match ledger::read_copy(vault, reader)?.against(&ours) {
        Standing::Agrees { .. } => None,
        Standing::Longer { .. } => Some(Error::Ledger { entry: next, trouble: LedgerTrouble::Cut }),
        Standing::Differs { entry } => {
            Some(Error::Ledger { entry, trouble: LedgerTrouble::Differs })
        }
    })
}
