//! Each object and each folder of a vault in turn missing, torn, unreadable or not to be listed: what needs
//! it says so, and all else works.

use std::collections::BTreeSet;

use refuge::attach;
use refuge::browse;
use refuge::destination::Destination;
use refuge::error::{Damage, DriveTrouble, Error, Result};
use refuge::event::Silent;
use refuge::format::names::{self, ObjectPath};
use refuge::restore::{self, Selection};
use refuge::state::{NewDrive, State};
use refuge::storage::memory::Memory;
use refuge::storage::{Inside, Storage};
use refuge::vault::{SectionReader, Vault};
use refuge::verify;

use crate::support::door::{Door, Guard};
use crate::support::vault::LittleVault;

/// What is the matter with one place of a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sore {
    Missing(ObjectPath),
    Torn(ObjectPath),
    /// The system says so, for one reason or another.
    Unreadable(ObjectPath, Damage),
    /// A folder that the system does not list, though what lies in it opens by its name.
    Unlisted(String, Damage),
}

/// A dying medium, a missing right, a file system in disorder.
const REASONS: [Damage; 3] = [Damage::Unreadable, Damage::Denied, Damage::Disordered];

struct Ailing<'a> {
    drive: &'a Memory,
    sore: Sore,
}

impl Ailing<'_> {
    fn hides(&self, object: &ObjectPath) -> bool {
        self.sore == Sore::Missing(object.clone())
    }
}

fn is_below(folder: &str, other: &str) -> bool {
    other == folder || folder.is_empty() || other.starts_with(&format!("{folder}/"))
}

impl Guard for Ailing<'_> {
    fn drive(&self) -> &dyn Storage {
        self.drive
    }

    fn list(&self, folder: &str) -> Result<Vec<(ObjectPath, u64)>> {
        if let Sore::Unlisted(sore, damage) = &self.sore
            && is_below(folder, sore)
        {
            let named = ObjectPath::parse(folder);
            let failing = || Error::drive(DriveTrouble::Failing);
            return Err(named.map_or_else(failing, |folder| Error::damaged(&folder, *damage)));
        }
        let mut listed = self.drive.list(folder)?;
        listed.retain(|(object, _)| !self.hides(object));
        Ok(listed)
    }

    fn inside(&self, folder: &str) -> Result<Inside> {
        match &self.sore {
            Sore::Unlisted(sore, damage) if sore == folder => {
                Ok(Inside { trouble: Some(*damage), ..Inside::default() })
            }
            _ => self.drive.inside(folder),
        }
    }

    fn length(&self, object: &ObjectPath) -> Result<u64> {
        match &self.sore {
            Sore::Missing(sore) if sore == object => Err(Error::damaged(object, Damage::Missing)),
            Sore::Torn(sore) if sore == object => Ok(self.drive.length(object)? / 2),
            _ => self.drive.length(object),
        }
    }

    fn read(&self, object: &ObjectPath, offset: u64, length: usize) -> Result<Vec<u8>> {
        match &self.sore {
            Sore::Missing(sore) if sore == object => Err(Error::damaged(object, Damage::Missing)),
            Sore::Unreadable(sore, damage) if sore == object => {
                Err(Error::damaged(object, *damage))
            }
            Sore::Torn(sore)
                if sore == object && offset + length as u64 > self.length(object)? =>
            {
                Err(Error::damaged(object, Damage::WrongLength))
            }
            _ => self.drive.read(object, offset, length),
        }
    }

    fn put(&self, _: &ObjectPath, _: &[u8]) -> Result<()> {
        Err(Error::drive(DriveTrouble::ReadOnly))
    }

    fn overwrite(&self, _: &ObjectPath, _: u64, _: &[u8]) -> Result<()> {
        Err(Error::drive(DriveTrouble::ReadOnly))
    }

    fn remove(&self, _: &ObjectPath) -> Result<()> {
        Err(Error::drive(DriveTrouble::ReadOnly))
    }

    fn supersede(&self, _: &ObjectPath, _: &[u8]) -> Result<()> {
        Err(Error::drive(DriveTrouble::ReadOnly))
    }
}

fn three_files() -> LittleVault {
    let mut little = LittleVault::new();
    let source = little.source("/srv/patients", "each-folder");
    for name in ["Dupont", "Martin", "Petit"] {
        let record = little.record(source, name);
        let file = little.file(&record, &format!("{name}/note.txt"), name.as_bytes(), 100);
        little.snapshot("2026-11-24T02:08:00Z", &[(&record, vec![file])]);
    }
    little
}

fn folders_of(drive: &Memory) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for (object, _) in drive.list("").unwrap() {
        let mut folder = object.folder();
        while !folder.is_empty() {
            folders.insert(folder.to_owned());
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    folders
}

fn sores(drive: &Memory) -> Vec<Sore> {
    let objects = drive.list("").unwrap().into_iter().map(|(object, _)| object);
    let each = objects.flat_map(|object| {
        let unreadable = REASONS.map(|damage| Sore::Unreadable(object.clone(), damage));
        [Sore::Missing(object.clone()), Sore::Torn(object)].into_iter().chain(unreadable)
    });
    let unlisted = folders_of(drive)
        .into_iter()
        .flat_map(|folder| REASONS.map(|damage| Sore::Unlisted(folder.clone(), damage)));
    each.chain(unlisted).collect()
}

/// Files that every snapshot together gives back.
fn restored(vault: &Vault<'_>, sections: &[SectionReader]) -> Result<usize> {
    let mut files = 0;
    for snapshot in browse::snapshots(vault, sections)?.snapshots {
        let dir = tempfile::tempdir().unwrap();
        let views = browse::open(vault, sections, snapshot.id)?;
        let plan = restore::plan(vault, &views, &Selection::All, &Default::default())?;
        let to = Destination::create(dir.path(), false)?;
        plan.execute(vault, &views, &to, &Silent)?;
        files += walkdir(dir.path());
    }
    Ok(files)
}

fn walkdir(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walkdir(&path) } else { 1 }).sum()
}

fn learns(vault: &Vault<'_>, sections: &[SectionReader]) -> Result<attach::Learnt> {
    let home = tempfile::tempdir().unwrap();
    let mut state = State::open(home.path()).unwrap();
    let drive = state.add_drive(&NewDrive {
        id: vault.drive,
        vault: vault.id,
        name: "Blue".into(),
        path: home.path().into(),
        facts: "{}".into(),
        fixed: true,
        enrolled: "2026-11-24T00:00:00Z".into(),
    })?;
    for section in sections {
        attach::parts(vault, section.id)?;
    }
    attach::learn(vault, sections, &mut state, &drive, &Silent)
}

fn is_named(report: &verify::Report, sore: &Sore) -> bool {
    let (place, damage) = match sore {
        Sore::Missing(object) => (object.as_str(), Some(Damage::Missing)),
        Sore::Torn(object) => (object.as_str(), None),
        Sore::Unreadable(object, damage) => (object.as_str(), Some(*damage)),
        Sore::Unlisted(folder, damage) => (&**folder, Some(*damage)),
    };
    let mut found = report.findings.iter().filter(|finding| finding.object.as_str() == place);
    found.any(|finding| damage.is_none_or(|damage| finding.damage == damage))
}

#[test]
fn one_bad_place_costs_what_lies_there_and_nothing_else() {
    let little = three_files();
    for sore in sores(&little.storage) {
        let drive = Door(Ailing { drive: &little.storage, sore: sore.clone() });
        let vault = Vault { storage: &drive, ..little.vault() };
        // Whatever place is bad, `vault.json` too: what lies there tells whose it is.
        let opening = std::slice::from_ref(&little.opening);
        let told = refuge::vault::told_by_contents(&drive, opening);
        let told = told.unwrap_or_else(|error| panic!("{sore:?}: {error}"));
        assert_eq!((told.practice, told.id, told.drive), (vault.practice, vault.id, vault.drive));
        let sections = little.sections_through(&vault);
        let sections = sections.unwrap_or_else(|error| panic!("{sore:?}: {error}"));
        let files = restored(&vault, &sections).unwrap_or_else(|error| panic!("{sore:?}: {error}"));
        let is_pack = matches!(&sore, Sore::Missing(object) | Sore::Torn(object) | Sore::Unreadable(object, _)
            if names::Name::of(object).is_some_and(|name| matches!(name, names::Name::Pack(_))));
        assert_eq!(files, if is_pack { 2 } else { 3 }, "{sore:?}");
        let learnt = learns(&vault, &sections).unwrap_or_else(|error| panic!("{sore:?}: {error}"));
        assert_eq!(learnt.snapshots, 3, "{sore:?}");
        let report = verify::full(&vault, &sections, None, &Silent);
        let report = report.unwrap_or_else(|error| panic!("{sore:?}: {error}"));
        assert!(is_named(&report, &sore), "{sore:?} is not told: {:?}", report.findings);
    }
}

#[test]
fn a_key_is_not_blamed_for_a_keyring_that_cannot_be_read() {
    let little = three_files();
    let keyring = |object: &ObjectPath| names::PartName::of(object).is_some();
    let parts: Vec<_> =
        little.storage.list("").unwrap().into_iter().map(|(object, _)| object).collect();
    for object in parts.into_iter().filter(keyring) {
        little.storage.remove(&object).unwrap();
        little.storage.put(&object, b"torn").unwrap();
    }
    let opened = little.sections_through(&little.vault()).map(drop);
    assert!(matches!(opened, Err(Error::Damaged { damage: Damage::WrongHash, .. })), "{opened:?}");
}
