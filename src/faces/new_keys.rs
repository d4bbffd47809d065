//! The two keys of a new lock: their files are there before they count.

use std::path::{Path, PathBuf};

use refuge::config::KeyKind;
use refuge::crypto::identity_file::{self, RecoveryFacts};
use refuge::crypto::{Identity, RecoverySecret, WordList};
use refuge::error::{Error, KeyTrouble, Result};
use refuge::event::Observer;
use refuge::keys::{NewKey, RotationDone};
use refuge::practice::{Plugged, Practice};
use refuge::vault::SectionReader;
use refuge::visit::{self, Untold};

use crate::faces::key_names::KEY_NAMES;
use crate::faces::new_key::public;
use crate::faces::secret_files;

/// What they are, and where they go.
pub(crate) struct NewKeys {
    pub(crate) identity: Identity,
    pub(crate) secret: RecoverySecret,
    pub(crate) file: PathBuf,
    /// A sheet without a file was written by hand and typed back.
    pub(crate) recovery: Option<PathBuf>,
    /// The key file under its passphrase.
    pub(crate) protected: Vec<u8>,
}

impl NewKeys {
    /// The files are there before the keys in them count.
    pub(crate) fn put_in_force(
        &self,
        practice: &mut Practice,
        readers: &[SectionReader],
        list: WordList,
        reason: &str,
    ) -> Result<Untold<RotationDone>> {
        let places: Vec<&Path> =
            std::iter::once(&self.file).chain(&self.recovery).map(PathBuf::as_path).collect();
        let settings = practice.config.practice.clone();
        let facts = RecoveryFacts {
            practice: &settings.name,
            practice_id: settings.id,
            epoch: settings.epoch + 1,
            list,
        };
        secret_files::made(&places, |files| {
            files.write(&self.file, &self.protected)?;
            if let Some(path) = &self.recovery {
                let text = identity_file::recovery_text(&self.secret, &facts)?;
                files.write(path, text.as_bytes())?;
            }
            let new = self.as_new_keys()?;
            visit::rotate(practice, readers, new, reason)
        })
    }

    fn as_new_keys(&self) -> Result<Vec<NewKey>> {
        let [file, paper] = KEY_NAMES.map(str::to_owned);
        let all = |name, kind, identity: &Identity| {
            Ok(NewKey { name, kind, recipient: public(identity)?, sections: None })
        };
        Ok(vec![
            all(file, KeyKind::File, &self.identity)?,
            all(paper, KeyKind::Sheet, &self.secret.identity()?)?,
        ])
    }

    pub(crate) fn remember(&self, practice: &mut Practice, epoch: u32) -> Result<()> {
        practice.remember_own_key_file(&self.file)?;
        practice.remember_place(&public(&self.identity)?, &self.file)?;
        if let Some(path) = &self.recovery {
            practice.remember_place(&public(&self.secret.identity()?)?, path)?;
        }
        practice.keep_three_words(epoch, &self.secret)
    }
}

/// Everything that these keys open on these drives. Each first gets the parts it lacks, so that its readers hold all
/// there is.
pub(crate) fn readers(
    practice: &Practice,
    drives: &[Plugged],
    keys: &[Identity],
    observer: &dyn Observer,
) -> Result<Vec<SectionReader>> {
    let mut readers = Vec::new();
    let mut refused = None;
    for drive in drives {
        visit::mind_pages(practice, drive, observer)?;
        visit::exchange_parts(practice, drive)?;
        match practice.read_sections(&drive.vault(practice)?, keys) {
            Ok(found) => readers.extend(found),
            // A drive that was away may have another lock; one that opens is enough.
            Err(error @ Error::Key(_)) => refused = Some(error),
            Err(other) => return Err(other),
        }
    }
    if readers.is_empty() {
        return Err(refused.unwrap_or(Error::Key(KeyTrouble::OpensNothing)));
    }
    Ok(readers)
}
