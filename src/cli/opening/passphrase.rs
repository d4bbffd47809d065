//! A new passphrase: made by the program, or the person's own, weighed before it is taken.

use std::path::Path;

use refuge::crypto::passphrase;
use refuge::error::{Error, KeyTrouble, Result};
use secrecy::{ExposeSecret, SecretString};

use crate::cli::{Face, face::read_secret, fl, telling::mention};

/// A new passphrase: from a file, weighed; else made and shown, or the person's own.
pub(crate) fn chosen(
    face: &mut Face<'_>,
    file: Option<&Path>,
    known: &[&str],
) -> Result<SecretString> {
    let Some(path) = file else { return new(face, known) };
    let given = read_secret(path.to_owned())?;
    let weak = |weakness| Error::Key(KeyTrouble::WeakPassphrase(weakness));
    passphrase::check(&given, known).map_err(weak)?;
    Ok(given)
}

/// A passphrase in words a person can copy, with the question whether to keep it, or their own.
fn new(face: &mut Face<'_>, known: &[&str]) -> Result<SecretString> {
    if !face.can_ask() {
        return Err(Error::NotConfirmed);
    }
    loop {
        let made = passphrase::generate(face.words.language().word_list());
        if is_written_down(face, &made)? {
            return Ok(made);
        }
        if let Some(own) = own(face, known)? {
            return Ok(own);
        }
    }
}

/// Shows it until the person types it back from paper, or would rather choose their own. An Enter alone has
/// read nothing: what nobody wrote down is lost with the screen.
fn is_written_down(face: &mut Face<'_>, made: &SecretString) -> Result<bool> {
    let words = face.words;
    loop {
        let keeps = face.privately(|face| {
            let mut talk = face.talk();
            talk.say(&fl!(words, "init-passphrase-made", phrase = made.expose_secret()));
            talk.confirm(&fl!(words, "init-passphrase-keep"), true)
        })?;
        if !keeps {
            return Ok(false);
        }
        let back = face.talk().secret(&fl!(words, "init-passphrase-back"))?;
        if back.expose_secret().split_whitespace().eq(made.expose_secret().split_whitespace()) {
            return Ok(true);
        }
        if !back.expose_secret().is_empty() {
            face.say(&fl!(words, "init-passphrase-not-it"));
        }
    }
}

/// What the person thought of; nothing when they would rather have one made.
fn own(face: &mut Face<'_>, known: &[&str]) -> Result<Option<SecretString>> {
    let words = face.words;
    face.say(&fl!(words, "init-passphrase-rules"));
    loop {
        let own = face.talk().secret(&fl!(words, "init-passphrase-own"))?;
        if own.expose_secret().is_empty() {
            return Ok(None);
        }
        if let Err(weakness) = passphrase::check(&own, known) {
            mention(face, &Error::Key(KeyTrouble::WeakPassphrase(weakness)));
            continue;
        }
        let again = face.talk().secret(&fl!(words, "init-passphrase-again"))?;
        if again.expose_secret() == own.expose_secret() {
            return Ok(Some(own));
        }
        face.say(&fl!(words, "init-passphrase-differs"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

    const OWN: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";

    #[test]
    fn what_is_proposed_counts_once_it_is_typed_back_and_is_shown_until_then() {
        let words = Catalog::load(Language::English).unwrap();
        let answers = ["", "", "y", "not these words", "n", OWN, OWN];
        let (mut face, transcript) = Face::scripted(&words, &["refuge"], &answers);
        let taken = new(&mut face, &[]).unwrap();
        assert_eq!(taken.expose_secret(), OWN, "an Enter alone keeps nothing");
        let said = transcript.said.text();
        assert_eq!(said.matches("Your passphrase: ").count(), 3, "{said}");
        let made =
            |line: &str| line.split_once("Your passphrase: ").map(|(_, made)| made.to_owned());
        let mut made: Vec<String> = said.lines().filter_map(made).collect();
        made.dedup();
        assert_eq!(made.len(), 1, "the same one is shown again");
    }

    #[test]
    fn the_rules_are_told_before_a_passphrase_of_ones_own_is_typed() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            let (mut face, transcript) = Face::scripted(&words, &["refuge"], &["n", OWN, OWN]);
            new(&mut face, &[]).unwrap();
            let said = transcript.said.text();
            let rules = said.find(&fl!(words, "init-passphrase-rules")).unwrap();
            assert!(rules < said.find(&fl!(words, "init-passphrase-own")).unwrap(), "{said}");
        }
    }
}
