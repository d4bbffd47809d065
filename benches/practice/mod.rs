//! A practice with one source and one drive in a scratch folder, for benches that work on whole runs.

use std::path::Path;

use jiff::Timestamp;
use refuge::backup::{self, Run, Summary};
use refuge::config::Config;
use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Action, Error, Result};
use refuge::event::Silent;
use refuge::format::names::ObjectPath;
use refuge::id::{PracticeId, SectionId};
use refuge::state::{NewDrive, SectionKeys, State};
use refuge::storage::Storage;
use refuge::vault::{self, PartPlace, SectionWriter, Vault};

/// When everything began.
pub(crate) const CREATED: &str = "2026-11-24T00:00:00Z";

pub(crate) struct Practice<S> {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) config: Config,
    pub(crate) state: State,
    pub(crate) naming: NamingSecret,
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
            naming: zeroize::Zeroizing::new(vec![0; 32]),
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
        let practice = Self { folder, config, state, naming, vault_key, parts, drive };
        Ok((practice, identity))
    }

    /// Backs the source up, whatever changed.
    pub(crate) fn back_up(&mut self, now: Timestamp) -> Result<Summary> {
        let drive = self.state.drive_named("Blue")?;
        let vault = Vault::open(&self.drive, self.config.practice.id, &self.vault_key)?;
        bring(&vault, &self.parts)?;
        let section = self.state.sections()?.remove(0);
        let writer = SectionWriter {
            id: section.section,
            naming: self.naming.clone(),
            catalog: section.catalog.parse()?,
        };
        let parts = &mut self.parts;
        let run = Run {
            config: &self.config,
            state: &mut self.state,
            drive: &drive,
            vault,
            sections: &[writer],
            keep_part: &mut |object, bytes| {
                parts.push((object.clone(), bytes.to_vec()));
                Ok(())
            },
            never_enter: Vec::new(),
            now,
            dry_run: false,
            expected_changes: true,
        };
        backup::run(run, &Silent)
    }
}

/// Puts what the computer keeps of the keyring onto a drive.
pub(crate) fn bring(vault: &Vault<'_>, parts: &[(ObjectPath, Vec<u8>)]) -> Result<()> {
    parts.iter().try_for_each(|(object, bytes)| vault.ensure_small(object, bytes).map(drop))
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
