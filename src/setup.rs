//! Sets up a practice: its secrets, its first section, its opening keys.
//!
//! The configuration is written last: until then there is no practice, and an interrupted run is
//! repeated from the start. No drive is touched.

use std::path::Path;

use jiff::Timestamp;

use crate::config::{self, Config, KeyKind, KeyState, OpenFilesWay, OpeningKey, PracticeSettings};
use crate::crypto::Recipient;
use crate::crypto::hash::{self, NamingSecret};
use crate::error::{Action, Error, KeyTrouble, Result, Thing};
use crate::id::PracticeId;
use crate::platform;
use crate::practice::{self, Practice};
use crate::state::State;
use crate::state::named::{CREATED, VAULT_KEY};

/// Longest name of a practice, in characters.
const NAME_CHARACTERS_MAX: usize = 120;

/// What a new practice is called and where it works.
#[derive(Debug, Clone)]
pub struct NewPractice {
    /// Random id; the recovery sheet carries it too.
    pub id: PracticeId,
    /// Name printed on reports and typed to confirm.
    pub name: String,
    /// `fr` or `en`.
    pub language: String,
    /// Country preset of the retention rules.
    pub country: String,
    /// A public structure may not eliminate records by itself.
    pub public_structure: bool,
}

impl NewPractice {
    /// A practice with a new id.
    #[must_use]
    pub fn named(name: &str, language: &str, country: &str) -> Self {
        Self {
            id: PracticeId(hash::random_id()),
            name: name.trim().to_owned(),
            language: language.to_owned(),
            country: country.to_owned(),
            public_structure: false,
        }
    }
}

/// Says whether a practice could be set up in this home folder.
///
/// # Errors
/// `AlreadySetUp`; `State` when drives are remembered there although the configuration is gone.
pub fn check(home: &Path) -> Result<()> {
    if home.join(config::FILE_NAME).exists() {
        return Err(Error::AlreadySetUp);
    }
    if State::exists(home) && !State::open(home)?.drives()?.is_empty() {
        return Err(Error::State { reason: "drives are remembered, but no practice".to_owned() });
    }
    Ok(())
}

/// Sets up a practice whose backups these keys open: name, kind, public half.
///
/// # Errors
/// `AlreadySetUp`, `Invalid` for an impossible name, `Key(Needed)` without keys, and what the
/// system says when the home folder cannot be written.
pub fn create(
    home: &Path,
    new: &NewPractice,
    keys: &[(String, KeyKind, Recipient)],
    now: Timestamp,
) -> Result<Practice> {
    check_name(&new.name)?;
    if keys.is_empty() {
        return Err(Error::Key(KeyTrouble::Needed));
    }
    check(home)?;
    platform::create_private_folder(home).map_err(Error::io(Action::Create, home))?;
    clear_leftovers(home)?;
    let mut practice = Practice::begin(home, configuration(new, keys))?;
    let vault_key = practice::secret_bytes(&NamingSecret::generate());
    practice.state.set_fact(&VAULT_KEY, &vault_key)?;
    practice.state.set_fact(&CREATED, practice::stamp(now).as_bytes())?;
    practice.section_of(&[])?;
    practice.save_config()?;
    Ok(practice)
}

/// Says whether a practice can be called that.
///
/// # Errors
/// `Invalid`.
pub fn check_name(name: &str) -> Result<()> {
    let is_good = !name.is_empty()
        && name.chars().count() <= NAME_CHARACTERS_MAX
        && !name.contains(char::is_control);
    let invalid = || Error::Invalid { what: Thing::Name, value: name.to_owned() };
    is_good.then_some(()).ok_or_else(invalid)
}

fn configuration(new: &NewPractice, keys: &[(String, KeyKind, Recipient)]) -> Config {
    let key = |(name, kind, recipient): &(String, KeyKind, Recipient)| OpeningKey {
        name: name.clone(),
        kind: *kind,
        recipient: recipient.to_string(),
        epoch: 1,
        state: KeyState::Active,
        sections: None,
    };
    Config {
        practice: PracticeSettings {
            name: new.name.clone(),
            id: new.id,
            language: new.language.clone(),
            country: new.country.clone(),
            public_structure: new.public_structure,
            call_in_incident: None,
            phone: None,
            open_files: OpenFilesWay::default(),
            epoch: 1,
        },
        reminders: crate::config::Reminders::default(),
        purge: None,
        sections: Vec::new(),
        sources: Vec::new(),
        keys: keys.iter().map(key).collect(),
    }
}

/// State and sealed parts of a run that did not get as far as the configuration: they open nothing,
/// no drive knows them.
fn clear_leftovers(home: &Path) -> Result<()> {
    let state = crate::state::FILE_NAME;
    for name in [state.to_owned(), format!("{state}-wal"), format!("{state}-shm")] {
        let path = home.join(name);
        match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
            other => other.map_err(Error::io(Action::Remove, path))?,
        }
    }
    practice::drop_all_parts(home)
}
