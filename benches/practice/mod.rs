//! A practice with one source and one drive in a scratch folder, for benches that work on whole runs.

use std::path::Path;

use jiff::Timestamp;
use refuge::backup::BackupSummary;
use refuge::config::Config;
use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Action, Error, Result};
use refuge::event::Silent;
use refuge::format::names::ObjectPath;
use refuge::id::{PracticeId, SectionId};
use refuge::practice::{self, Held};
use refuge::state::{NewDrive, SectionKeys, State};
use refuge::storage::Storage;
use refuge::vault::{self, PartPlace, Vault};
use refuge::visit::{Taking, Visit};

/// When everything began.
pub(crate) const CREATED: &str = "2026-11-24T00:00:00Z";

pub(crate) struct Practice<S> {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) config: Config,
    pub(crate) state: State,
    pub(crate) vault_key: NamingSecret,
    /// What the computer keeps of the keyring.
    pub(crate) parts: Vec<(ObjectPath, Vec<u8>)>,
    pub(crate) drive: S,
}

impl<S: Storage> Practice<S> {
    /// Its source is the folder `source`; the drive is made from the folder `drive`. The key opens it.
    pub(crate) fn new(drive: impl FnOnce(&Path) -> Result<S>) -> Result<(Self, Identity)> {
        let folder = tempfile::tempdir().map_err(on(Path::new("scratch")))?;
        for name in ["home", "source", "drive"] {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).map_err(on(&path))?;
        }
        let (naming, vault_key) = (NamingSecret::generate(), NamingSecret::generate());
        let (identity, catalog) = (Identity::generate(), Identity::generate());
        let config = config(folder.path(), &public(&identity)?)?;
        let section = config.sections.first().map_or(SectionId([0; 16]), |section| section.id);
        let mut state = State::open(&folder.path().join("home"))?;
        state.set_section(&SectionKeys {
            section,
            naming: practice::secret_bytes(&naming),
            generation: 1,
            catalog: public(&catalog)?.to_string(),
            next_part: 2,
        })?;
        let lines = vault::first_lines(&vault_key, &naming, &catalog, 1);
        let place = PartPlace { practice: config.practice.id, section, epoch: 1, number: 1 };
        let parts = vault::make_part(place, &naming, &lines, &[public(&identity)?])?;
        let path = folder.path().join("drive");
        let drive = drive(&path)?;
        let vault = Vault::create(&drive, config.practice.id, &vault_key, CREATED)?;
        state.add_drive(&NewDrive {
            id: vault.drive,
            vault: vault.id,
            name: "Blue".into(),
            path,
            facts: "{}".into(),
            fixed: true,
            enrolled: CREATED.into(),
        })?;
        let practice = Self { folder, config, state, vault_key, parts, drive };
        Ok((practice, identity))
    }

    /// Backs the source up, whatever changed.
    pub(crate) fn back_up(&mut self, now: Timestamp) -> Result<BackupSummary> {
        let home = self.folder.path().join("home");
        practice::drop_all_parts(&home)?;
        for (object, bytes) in &self.parts {
            practice::save_part(&home, object, bytes)?;
        }
        let mut practice = practice::Practice::rebuild(&home, self.config.clone())?;
        let drive = self.state.drive_named("Blue")?;
        let vault = Vault::open(&self.drive, self.config.practice.id, &self.vault_key)?;
        let taking = Taking::new(now, true);
        let mut visit = Visit::writing_at(&mut practice, Held::alone(&drive, vault), &Silent)?;
        let done = visit.back_up(&taking, &Silent)?;
        for (object, path) in practice.parts()? {
            if self.parts.iter().all(|(known, _)| *known != object) {
                let bytes = std::fs::read(&path).map_err(Error::io(Action::Read, &path))?;
                self.parts.push((object, bytes));
            }
        }
        Ok(done)
    }
}

/// The public half of a key.
pub(crate) fn public(identity: &Identity) -> Result<Recipient> {
    let missing = || Error::State { reason: "no public half".to_owned() };
    identity.to_recipient().ok_or_else(missing)
}

/// An error of the scratch folder.
pub(crate) fn on(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    Error::io(Action::Write, path)
}

fn config(folder: &Path, recipient: &Recipient) -> Result<Config> {
    let [practice, section, source] = [0; 3].map(|_| hash::random_id()).map(PracticeId);
    let path = folder.join("source");
    Config::parse(&format!(
        "practice = {{ name = 'Cabinet', id = '{practice}', language = 'fr' }}\n\
         section = [{{ id = '{section}' }}]\n\
         source = [{{ id = '{source}', path = '{}', class = 'fr/medical-record', \
         records = 'each-folder', section = '{section}' }}]\n\
         key = [{{ name = 'sheet', kind = 'sheet', recipient = '{recipient}', epoch = 1, \
         state = 'active' }}]\n",
        path.display()
    ))
}
