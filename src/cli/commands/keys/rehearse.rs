//! `refuge keys rehearse`: can the recovery sheet still be read?

use refuge::config::OpeningKey;
use refuge::crypto::words::RECOVERY_WORDS;
use refuge::error::{Error, KeyTrouble, Result};
use refuge::visit;

use crate::cli::{
    Exit, Face, Failure, Summary,
    commands::home,
    fl,
    opening::{self, sheet},
};
use crate::faces::sheet_key::{in_force, sheet_in_force};

/// Three words, or all of them when told so, when no three are known of this sheet, or when a script
/// has the sheet as a file.
pub(super) fn run(face: &mut Face<'_>, all: bool) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let three = practice.three_words()?;
    let (key, checked, sentence) = match (face.common.identity.clone(), three) {
        (None, Some(three)) if !all => {
            let key = sheet_in_force(&practice.config).cloned();
            let key = key.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
            let asked = sheet::ask_three(face, key.epoch, &three)?;
            let sentence = fl!(face.words, "sheet-three-right", number = key.epoch, words = asked);
            (key, three.positions().len(), sentence)
        }
        (Some(path), _) => {
            let found = opening::open_file(face, &path)?.into_iter().next();
            let found = found.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
            whole(face, in_force(&practice, &found)?.clone())
        }
        (None, _) => {
            let secret = sheet::ask_secret(face, Some(&practice))?;
            let key = in_force(&practice, &secret.identity()?)?.clone();
            practice.keep_three_words(key.epoch, &secret)?;
            whole(face, key)
        }
    };
    visit::rehearsed(&mut practice, &key, home::now())?;
    let summary = Summary::new("keys", Exit::Done)
        .with("sheet", key.epoch)
        .with("words", checked)
        .with("correct", true);
    face.finish(&summary, &[sentence])
}

fn whole(face: &Face<'_>, key: OpeningKey) -> (OpeningKey, usize, String) {
    let sentence = fl!(face.words, "sheet-rehearsed", number = key.epoch);
    (key, RECOVERY_WORDS, sentence)
}
