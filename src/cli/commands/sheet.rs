//! The recovery sheet on the terminal: 24 words, six at a time, then typed back.

use refuge::crypto::words::{RECOVERY_WORDS, RecoverySecret};
use refuge::error::Result;
use secrecy::ExposeSecret;

use super::super::catalog::fl;
use super::super::face::Face;
use super::identities;

/// Words shown at one time.
const WORDS_AT_ONCE: usize = 6;

/// Shows the words, then has them typed back: a sheet nobody checked is no sheet.
pub(crate) fn write_down(face: &mut Face<'_>, secret: &RecoverySecret) -> Result<()> {
    let words = face.words;
    let list = identities::list(face);
    let all = secret.words(list);
    let mut talk = face.talk();
    talk.say(&fl!(words, "sheet-intro"));
    for (group, six) in all.chunks(WORDS_AT_ONCE).enumerate() {
        for (place, word) in six.iter().enumerate() {
            talk.say(&format!("    {:2}  {word}", group * WORDS_AT_ONCE + place + 1));
        }
        while !talk.confirm(&fl!(words, "sheet-written"), true)? {}
    }
    talk.say(&fl!(words, "sheet-back"));
    for number in 1..=RECOVERY_WORDS {
        loop {
            let typed = talk.words(&fl!(words, "sheet-word", number = number))?;
            if secret.has_word(list, number, typed.expose_secret()) {
                break;
            }
            talk.say(&fl!(words, "sheet-wrong", number = number));
        }
    }
    talk.say(&fl!(words, "sheet-right"));
    Ok(())
}
