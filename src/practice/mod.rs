//! The practice on this computer: its home folder, and which of its drives are plugged in.
//!
//! Every verb begins here. What decides about a drive is what it proves (`vault.json`, authenticated),
//! then what the system says about it, never its name or where it is mounted. Nothing here asks for
//! a secret, and nothing here writes to a drive except keyring parts that it lacks.

mod drive_identity;
mod held;
mod in_force;
mod key_files;
mod keys;
mod lost_parts;
mod parts;
mod recognise;
mod section;
mod standing;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::crypto::hash::NamingSecret;
use crate::error::{Action, Error, Result};
use crate::platform;
use crate::state::State;
use crate::state::named::VAULT_KEY;
use crate::vault::SectionWriter;

pub use drive_identity::DriveIdentity;
pub use held::Held;
pub use in_force::InForce;
pub use key_files::SheetCopy;
pub use keys::{epoch_of, read_sections};
pub use parts::{drop_all_parts, save_part};
pub use recognise::{Plugged, SeenPlace};

/// Name of the lock file in the home folder.
const LOCK_NAME: &str = "lock";

/// An open home folder.
pub struct Practice {
    /// The folder that holds configuration, state and copies of keyring parts.
    pub home: PathBuf,
    /// `refuge.toml`.
    pub config: Config,
    /// What the computer remembers.
    pub state: State,
    _lock: Option<platform::Lock>,
}

impl Practice {
    /// Opens the practice to change something; every other run that wants the same waits outside.
    ///
    /// # Errors
    /// `NotSetUp`, `Busy`, `Config`, `State`.
    pub fn open(home: &Path) -> Result<Self> {
        let config = Config::load(home)?;
        let lock = lock(home)?;
        // Read again: the run that held the lock until now may have changed it.
        let config = Config::load(home).unwrap_or(config);
        Self::assemble(home, config, Some(lock))
    }

    /// Opens the practice to look at it.
    ///
    /// # Errors
    /// `NotSetUp`, `Config`, `State`.
    pub fn open_reading(home: &Path) -> Result<Self> {
        Self::assemble(home, Config::load(home)?, None)
    }

    /// A home folder that has no configuration yet: what is here afterwards is only remembered once
    /// [`Practice::save_config`] was called. The folder must exist.
    ///
    /// # Errors
    /// `AlreadySetUp`, `Busy`, `State`.
    pub fn begin(home: &Path, config: Config) -> Result<Self> {
        let lock = lock(home)?;
        if home.join(crate::config::FILE_NAME).exists() {
            return Err(Error::AlreadySetUp);
        }
        Ok(Self { home: home.to_owned(), config, state: State::open(home)?, _lock: Some(lock) })
    }

    /// A home folder whose state is made anew where it is missing or damaged (that one is set aside);
    /// `config` need not be written yet.
    ///
    /// # Errors
    /// `Busy`, `State`, and what the system says when the folder cannot be made.
    pub fn rebuild(home: &Path, config: Config) -> Result<Self> {
        platform::create_private_folder(home).map_err(Error::io(Action::Create, home))?;
        let lock = lock(home)?;
        let (state, _) = State::open_or_set_aside(home)?;
        Ok(Self { home: home.to_owned(), config, state, _lock: Some(lock) })
    }

    /// The same with nothing remembered; what was is set aside.
    ///
    /// # Errors
    /// `State`, and what the system says when it cannot be moved.
    pub fn begin_anew(self) -> Result<Self> {
        let Self { home, config, state, _lock } = self;
        drop(state);
        State::set_aside(&home)?;
        let state = State::open(&home)?;
        Ok(Self { home, config, state, _lock })
    }

    fn assemble(home: &Path, config: Config, lock: Option<platform::Lock>) -> Result<Self> {
        if !State::exists(home) {
            return Err(Error::State { reason: "the state file is not there".to_owned() });
        }
        let state = match &lock {
            Some(_) => State::open(home)?,
            None => State::open_reading(home)?,
        };
        Ok(Self { home: home.to_owned(), config, state, _lock: lock })
    }

    /// The key that authenticates `vault.json` of every drive.
    ///
    /// # Errors
    /// `State` when it was lost.
    pub fn vault_key(&self) -> Result<NamingSecret> {
        let bytes = self.state.fact(&VAULT_KEY)?.map(Zeroizing::new);
        let secret = bytes.and_then(|bytes| secret_from(&bytes));
        secret.ok_or_else(|| Error::State { reason: "no vault key".to_owned() })
    }

    /// Keyed hash of a record's id, 64 hexadecimal digits: tells nothing to who has no key of the
    /// practice, and answers "was this record among them?" to who has.
    ///
    /// # Errors
    /// `State` when the vault key was lost.
    pub fn proof_of(&self, record: crate::id::RecordId) -> Result<String> {
        let mac = self.vault_key()?.authenticator("proof").mac(&[&record.0]);
        Ok(data_encoding::HEXLOWER.encode(&mac))
    }

    /// What is needed to write into each section; opens nothing.
    ///
    /// # Errors
    /// `State` when what is remembered cannot be understood.
    pub fn writers(&self) -> Result<Vec<SectionWriter>> {
        let unreadable = || Error::State { reason: "a section cannot be understood".to_owned() };
        let keys = self.state.sections()?;
        let writer = |keys: &crate::state::SectionKeys| {
            Ok(SectionWriter {
                id: keys.section,
                naming: secret_from(&keys.naming).ok_or_else(unreadable)?,
                catalog: keys.catalog.parse()?,
            })
        };
        keys.iter().map(writer).collect()
    }

    /// Writes the configuration as it stands here.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_config(&self) -> Result<()> {
        self.config.save(&self.home)
    }
}

/// Keeps every other run away from a home folder, which must exist, until the answer is dropped.
///
/// # Errors
/// `Busy` when another run has it.
pub fn lock(home: &Path) -> Result<platform::Lock> {
    let path = home.join(LOCK_NAME);
    let failed = |source| Error::Io { action: Action::Create, path: path.clone(), source };
    let file = match platform::create_private_file(&path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::OpenOptions::new().read(true).write(true).open(&path).map_err(failed)?
        }
        other => other.map_err(failed)?,
    };
    platform::lock(file).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::WouldBlock => Error::Busy,
        _ => failed(cause),
    })
}

/// A time as state and drives hold it: RFC 3339, UTC, whole seconds.
#[must_use]
pub fn stamp(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The 32 bytes of a secret, as the state holds them.
#[must_use]
pub fn secret_bytes(secret: &NamingSecret) -> Zeroizing<Vec<u8>> {
    use secrecy::ExposeSecret;
    let hex = secret.to_hex();
    let bytes = data_encoding::HEXLOWER.decode(hex.expose_secret().as_bytes());
    Zeroizing::new(bytes.unwrap_or_default())
}

fn secret_from(bytes: &[u8]) -> Option<NamingSecret> {
    NamingSecret::from_hex(&Zeroizing::new(data_encoding::HEXLOWER.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_the_state() {
        let secret = NamingSecret::generate();
        let back = secret_from(&secret_bytes(&secret)).unwrap();
        assert_eq!(secret_bytes(&back), secret_bytes(&secret));
        assert_eq!(secret_bytes(&back).len(), 32);
    }

    #[test]
    fn a_home_folder_is_locked_once() {
        let home = tempfile::tempdir().unwrap();
        let first = lock(home.path()).unwrap();
        assert!(matches!(lock(home.path()), Err(Error::Busy)));
        drop(first);
        assert!(lock(home.path()).is_ok());
    }
}
