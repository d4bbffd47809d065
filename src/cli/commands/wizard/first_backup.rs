//! The end of the first set-up: a backup, a few files really restored, the drive let go.

use refuge::crypto::Identity;
use refuge::drives::{self, Ejected};
use refuge::event::Silent;
use refuge::practice::{Plugged, Practice};

use crate::cli::{
    Face, Failure,
    args::daily::Backup,
    commands::{backup, home},
    fl, safe, tell, units,
};
use crate::faces::first_day::first_test;

pub(super) fn backup_and_test(
    face: &mut Face<'_>,
    practice: &mut Practice,
    plugged: Plugged,
    identity: Identity,
) -> Result<(), Failure> {
    let words = face.words;
    let options = Backup {
        drive: Some(plugged.drive.name.clone()),
        wait: None,
        dry_run: false,
        // The test still reads it.
        no_eject: true,
        expected_changes: false,
        today: None,
    };
    let name = plugged.drive.name.clone();
    let done = backup::onto(face, practice, plugged, &options)?;
    let size = units::bytes(words.language(), done.summary.source_bytes);
    face.say(&fl!(words, "wizard-backed-up", size = size, files = done.summary.files));
    let plugged = practice.plugged_named(&name, home::now())?;
    let compared = first_test(practice, &plugged, &[identity], &Silent)?;
    face.say(&fl!(words, "wizard-tested", files = compared));
    let drive = safe(&name);
    match drives::eject(plugged) {
        Ok(Ejected::Done) => face.say(&fl!(words, "wizard-ejected", drive = drive)),
        Ok(Ejected::Unsupported) => face.say(&fl!(words, "backup-eject-by-hand", drive = drive)),
        Ok(Ejected::Nothing) => {}
        Err(error) => tell(face, &error.into()),
    }
    Ok(())
}
