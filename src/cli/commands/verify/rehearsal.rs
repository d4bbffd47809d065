//! The half-yearly rehearsal of the recovery sheet, at the end of a monthly check.

use refuge::config::OpeningKey;
use refuge::crypto::Identity;
use refuge::error::{Error, KeyTrouble, Result};
use refuge::practice::Practice;
use refuge::visit;

use crate::cli::{
    Face, Failure,
    args::daily::Verify,
    commands::{home, keys},
    fl,
};
use crate::faces::rehearsal::{done_by, is_due};

/// What to do about the sheet.
pub(super) enum Rehearsal {
    /// Nothing.
    No,
    /// The sheet itself opened the drive: that is the rehearsal.
    Done(OpeningKey),
    /// Have it typed in.
    Ask,
    /// The last time is long ago: ask whether to.
    Offer,
}

/// Decides before the check begins, so that nobody waits for a check whose end is impossible.
pub(super) fn decide(
    face: &Face<'_>,
    practice: &Practice,
    opened: &[Identity],
    options: &Verify,
) -> Result<Rehearsal> {
    if let Some(key) = done_by(practice, opened) {
        return Ok(Rehearsal::Done(key.clone()));
    }
    match (options.rehearse, face.can_ask()) {
        (true, true) => Ok(Rehearsal::Ask),
        (true, false) => Err(Error::Key(KeyTrouble::Needed)),
        (false, true) if !options.quick && is_due(practice, home::now())? => Ok(Rehearsal::Offer),
        (false, _) => Ok(Rehearsal::No),
    }
}

impl Rehearsal {
    /// After the check, with the practice free again.
    pub(super) fn carry_out(
        self,
        face: &mut Face<'_>,
        mut practice: Practice,
    ) -> std::result::Result<(), Failure> {
        let words = face.words;
        match self {
            Self::No => return Ok(()),
            Self::Done(key) => return Ok(visit::rehearsed(&mut practice, &key, home::now())?),
            Self::Ask => {}
            Self::Offer => {
                let question = fl!(words, "drill-rehearse-offer");
                if !face.talk().confirm(&question, false)? {
                    return Ok(());
                }
            }
        }
        drop(practice);
        // The key that opened the drive is not the sheet: that is to be typed in.
        face.common.identity = None;
        keys::rehearse(face).map(drop)
    }
}
