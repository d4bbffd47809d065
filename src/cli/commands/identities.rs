//! Opening keys for the commands that read: from `--identity`, or from where `init` put the file.

use std::path::{Path, PathBuf};

use refuge::crypto::{Identity, identity_file};
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::platform;
use refuge::practice::Practice;
use zeroize::Zeroizing;

use super::super::catalog::fl;
use super::super::face::Face;
use super::super::failure::Failure;

/// State fact: where `init` put the identity file.
pub(crate) const IDENTITY_PATH: &str = "identity-path";

/// The keys that were given, or the practice's own identity file. `practice` is absent where there
/// is none yet (`attach`).
pub(crate) fn open_identities(
    face: &mut Face<'_>,
    practice: Option<&Practice>,
) -> std::result::Result<Vec<Identity>, Failure> {
    let path = match face.common.identity.clone() {
        Some(path) => path,
        None => usual(practice)?.ok_or(Error::Key(KeyTrouble::Needed))?,
    };
    Ok(open_file(face, &path)?)
}

fn usual(practice: Option<&Practice>) -> Result<Option<PathBuf>> {
    let Some(practice) = practice else { return Ok(None) };
    let bytes = practice.state.fact(IDENTITY_PATH)?;
    let path = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(PathBuf::from);
    Ok(path.filter(|path| path.is_file()))
}

/// The keys of one file; its passphrase is asked for only when it has one.
pub(crate) fn open_file(face: &mut Face<'_>, path: &Path) -> Result<Vec<Identity>> {
    let file = read(path)?;
    if !identity_file::is_protected(&file) && is_open_to_others(path) {
        return Err(Error::Key(KeyTrouble::ReadableByOthers(path.to_owned())));
    }
    let mut refusal = None;
    let opened = identity_file::open(&file, &mut || match face.passphrase() {
        Ok(passphrase) => Some(passphrase),
        Err(error) => {
            refusal = Some(error);
            None
        }
    });
    match refusal {
        Some(error) => Err(error),
        None => opened,
    }
}

fn is_open_to_others(path: &Path) -> bool {
    platform::is_readable_by_others(path).is_ok_and(|answer| answer == Some(true))
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |source| Error::Io { action: Action::Read, path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > identity_file::FILE_BYTES_MAX as u64 {
        return Err(Error::Key(KeyTrouble::NotAnIdentity));
    }
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}

/// A passphrase in words a person can copy, with the question whether to keep it, or their own.
pub(crate) fn new_passphrase(face: &mut Face<'_>, known: &[&str]) -> Result<secrecy::SecretString> {
    use refuge::crypto::passphrase;
    use secrecy::ExposeSecret;
    let words = face.words;
    let made = passphrase::generate(list(face));
    let mut talk = face.talk();
    let keep = fl!(words, "init-passphrase-keep");
    talk.say(&fl!(words, "init-passphrase-made", phrase = made.expose_secret()));
    if talk.confirm(&keep, true)? {
        return Ok(made);
    }
    loop {
        let own = talk.secret(&fl!(words, "init-passphrase-own"))?;
        if let Err(weakness) = passphrase::check(&own, known) {
            let weak = Failure::Library(Error::Key(KeyTrouble::WeakPassphrase(weakness)));
            let told = super::super::explain::explain(words, &weak);
            talk.say(&told.what);
            continue;
        }
        let again = talk.secret(&fl!(words, "init-passphrase-again"))?;
        if again.expose_secret() == own.expose_secret() {
            return Ok(own);
        }
        talk.say(&fl!(words, "init-passphrase-differs"));
    }
}

/// The word list of the person's language.
pub(crate) fn list(face: &Face<'_>) -> refuge::crypto::words::WordList {
    use super::super::language::Language;
    use refuge::crypto::words::WordList;
    match face.words.language() {
        Language::French => WordList::French,
        Language::English => WordList::English,
    }
}
