//! The end of the first set-up: a backup, a few files really restored, the drive let go.

use refuge::crypto::Identity;
use refuge::drives::{self, Ejected};
use refuge::error::{Error, Result};
use refuge::event::Silent;
use refuge::practice::{Plugged, Practice};
use refuge::verify::Mode;
use refuge::visit::{self, Checking, SAMPLE_FILES};

use crate::cli::{
    Face, Failure,
    args::daily::Backup,
    commands::{backup, home},
    fl, safe, tell, units,
};

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
    let compared = test(practice, &plugged, &[identity])?;
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

/// Really restores a few files. The number of those that came back as they were.
fn test(practice: &mut Practice, plugged: &Plugged, keys: &[Identity]) -> Result<u64> {
    let (sample, now) = (SAMPLE_FILES, home::now());
    let how = Checking { mode: Mode::Drill, sample, repair: false, now };
    let report = visit::check(practice, plugged, keys, &how, &Silent)?.report;
    match report.findings.first() {
        Some(found) => Err(Error::Damaged { object: found.object.clone(), damage: found.damage }),
        None => Ok(report.sampled.compared),
    }
}
