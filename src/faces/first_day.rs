//! Making a practice: its secrets become files and keys in an order that leaves nothing half done.

use std::path::{Path, PathBuf};

use refuge::config::KeyKind;
use refuge::crypto::identity_file::{self, RecoveryFacts};
use refuge::crypto::{Identity, Recipient, RecoverySecret, WordList};
use refuge::error::{Action, Error, Result};
use refuge::event::Observer;
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::setup::{self, NewPractice};
use refuge::verify::Mode;
use refuge::visit::{self, Checking, SAMPLE_FILES};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::faces::key_names::KEY_NAMES;
use crate::faces::new_key::public;
use crate::faces::sheet_key::was_typed;
use crate::faces::{draft, here, secret_files};

/// The two keys that every practice begins with.
pub(crate) struct FirstKeys {
    pub(crate) identity: Identity,
    pub(crate) sheet: RecoverySecret,
}

/// Where they go. A sheet without a file was written by hand and typed back.
pub(crate) struct Outputs {
    pub(crate) identity: PathBuf,
    pub(crate) recovery: Option<PathBuf>,
}

impl Outputs {
    /// The key file lies in the home folder, the sheet is on paper.
    pub(crate) fn usual(home: &Path) -> Self {
        Self { identity: home.join("identity.age"), recovery: None }
    }
}

impl FirstKeys {
    pub(crate) fn generate() -> Self {
        Self { identity: Identity::generate(), sheet: RecoverySecret::generate() }
    }

    /// The key file under its passphrase. This takes a while, on purpose.
    pub(crate) fn protected(&self, practice: &str, passphrase: &SecretString) -> Result<Vec<u8>> {
        identity_file::protect(std::slice::from_ref(&self.identity), &[practice], passphrase)
    }

    fn public(&self) -> Result<Vec<(String, KeyKind, Recipient)>> {
        let [file, sheet] = KEY_NAMES.map(str::to_owned);
        Ok(vec![
            (file, KeyKind::File, public(&self.identity)?),
            (sheet, KeyKind::Sheet, public(&self.sheet.identity()?)?),
        ])
    }

    fn recovery_text(&self, new: &NewPractice, list: WordList) -> Result<Zeroizing<String>> {
        let facts = RecoveryFacts { practice: &new.name, practice_id: new.id, epoch: 1, list };
        identity_file::recovery_text(&self.sheet, &facts)
    }

    /// Makes the practice: the files first, its configuration last.
    pub(crate) fn make(
        &self,
        home: &Path,
        new: &NewPractice,
        protected: &[u8],
        out: &Outputs,
        list: WordList,
    ) -> Result<Practice> {
        let places: Vec<&Path> =
            std::iter::once(&out.identity).chain(&out.recovery).map(PathBuf::as_path).collect();
        let mut practice = secret_files::made(&places, |files| {
            platform::create_private_folder(home).map_err(Error::io(Action::Create, home))?;
            files.write(&out.identity, protected)?;
            if let Some(path) = &out.recovery {
                files.write(path, self.recovery_text(new, list)?.as_bytes())?;
            }
            setup::create(home, new, &self.public()?, here::now())
        })?;
        draft::forget(home);
        practice.remember_own_key_file(&out.identity)?;
        practice.remember_place(&public(&self.identity)?, &out.identity)?;
        if let Some(path) = &out.recovery {
            practice.remember_place(&public(&self.sheet.identity()?)?, path)?;
        }
        practice.keep_three_words(1, &self.sheet)?;
        visit::set_up(&mut practice, here::now())?;
        if out.recovery.is_none() {
            was_typed(&mut practice, &self.sheet.identity()?)?;
        }
        Ok(practice)
    }
}

/// The first test: really restores a few files. The number of those that came back as they were.
pub(crate) fn first_test(
    practice: &mut Practice,
    plugged: &Plugged,
    keys: &[Identity],
    observer: &dyn Observer,
) -> Result<u64> {
    let how = Checking { mode: Mode::Drill, sample: SAMPLE_FILES, repair: false, now: here::now() };
    let report = visit::check(practice, plugged, keys, &how, observer)?.report;
    match report.findings.first() {
        Some(found) => Err(Error::Damaged { object: found.object.clone(), damage: found.damage }),
        None => Ok(report.sampled.compared),
    }
}
