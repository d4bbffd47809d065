//! A whole practice for tests: home, sources, state, and a vault on any `Storage`.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use refuge::backup::BackupSummary;
use refuge::config::{
    Config, KeyKind, KeyState, OpenFilesWay, OpeningKey, PracticeSettings, RecordRule, Section,
    Source,
};
use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{Identity, Recipient};
use refuge::error::{Error, Result};
use refuge::event::{Observer, Silent};
use refuge::format::entry::{EntryKind, InventoryEntry};
use refuge::id::{ChunkName, PracticeId, SectionId, SnapshotId, SourceId};
use refuge::platform::Pictures;
use refuge::practice::{self, Held, Practice};
use refuge::state::{NewDrive, Permit, SectionKeys, State};
use refuge::storage::Storage;
use refuge::vault::{self, Contents, Fetcher, Manifest, PartPlace, SectionReader, Vault};
use refuge::visit::{Taking, Visit};

/// A practice with one source and one drive.
pub(crate) struct Rig {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) config: Config,
    pub(crate) state: State,
    pub(crate) identity: Identity,
    pub(crate) naming: NamingSecret,
    pub(crate) vault_key: NamingSecret,
    pub(crate) catalog: Recipient,
    /// The computer's copies of keyring parts.
    pub(crate) parts: Vec<(refuge::format::names::ObjectPath, Vec<u8>)>,
    /// Naming secrets and catalogs of sections after the first.
    more: Vec<(SectionId, NamingSecret, Recipient)>,
    pub(crate) clock: i64,
    pub(crate) expected_changes: bool,
    /// Who takes pictures of disks, where the practice wants them.
    pub(crate) pictures: Arc<dyn Pictures>,
}

/// Leave to erase, as where no incident is open.
pub(crate) fn permit() -> Permit {
    let home = tempfile::tempdir().unwrap();
    State::open(home.path()).unwrap().permit().unwrap()
}

/// What is written before a backup: paths below the source, and bytes.
pub(crate) type Day = Vec<(String, Vec<u8>)>;

/// One file of a day.
pub(crate) fn file(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (path.into(), bytes.into())
}

/// Opens a practice: a process that another test is just starting has its lock open for a moment.
pub(crate) fn patiently(open: impl Fn() -> Result<Practice>) -> Practice {
    once_free(open).unwrap()
}

/// What a piece of work comes to once no lock is in its way any more: the same goes for that of a drive.
pub(crate) fn once_free<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    for _ in 0..50 {
        match work() {
            Err(Error::Busy) => std::thread::sleep(Duration::from_millis(20)),
            other => return other,
        }
    }
    Err(Error::Busy)
}

impl Rig {
    /// A practice where each patient has a folder, after some days of [`Rig::live`]. The first drive must
    /// be "Blue".
    pub(crate) fn after(
        drives: &[(&str, &dyn Storage)],
        days: impl IntoIterator<Item = Day>,
    ) -> Self {
        let mut rig = Self::new(drives[0].1, RecordRule::EachFolder);
        for (name, storage) in &drives[1..] {
            rig.enrol(*storage, name);
        }
        days.into_iter().for_each(|day| rig.live(drives, day));
        rig
    }

    /// A day: files are written, every drive gets a backup, and the next day comes.
    pub(crate) fn live(&mut self, drives: &[(&str, &dyn Storage)], day: Day) {
        day.into_iter().for_each(|(path, bytes)| self.write(&path, &bytes));
        for (name, storage) in drives {
            self.backup(*storage, name).unwrap();
        }
        self.days_later(1);
    }

    /// Sets everything up and enrols `storage` as the drive "Blue".
    pub(crate) fn new(storage: &dyn Storage, rule: RecordRule) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir(&home).unwrap();
        std::fs::create_dir(folder.path().join("source")).unwrap();
        let section = SectionId(hash::random_id());
        let (naming, vault_key) = (NamingSecret::generate(), NamingSecret::generate());
        let (identity, catalog) = (Identity::generate(), Identity::generate());
        let config = config(folder.path().join("source"), section, rule, &identity);
        let mut state = State::open(&home).unwrap();
        let catalog_half = catalog.to_recipient().unwrap();
        state
            .set_section(&SectionKeys {
                section,
                naming: practice::secret_bytes(&naming),
                generation: 1,
                catalog: catalog_half.to_string(),
                next_part: 2,
            })
            .unwrap();
        let lines = vault::first_lines(&vault_key, &naming, &catalog, 1);
        let place = PartPlace { practice: config.practice.id, section, epoch: 1, number: 1 };
        let to = [identity.to_recipient().unwrap()];
        let parts = vault::make_part(place, &naming, &lines, &to).unwrap();
        let catalog = catalog_half;
        let mut rig = Self {
            folder,
            config,
            state,
            identity,
            naming,
            vault_key,
            catalog,
            parts,
            more: Vec::new(),
            clock: 1_795_000_000,
            expected_changes: false,
            pictures: refuge::platform::pictures(),
        };
        rig.enrol(storage, "Blue");
        rig
    }

    /// Enrols another drive.
    pub(crate) fn enrol(&mut self, storage: &dyn Storage, name: &str) {
        let practice = self.config.practice.id;
        let vault = Vault::create(storage, practice, &self.vault_key, "2026-11-24T00:00:00Z");
        let vault = vault.unwrap();
        self.state
            .add_drive(&NewDrive {
                id: vault.drive,
                vault: vault.id,
                name: name.into(),
                path: self.folder.path().join(name),
                facts: "{}".into(),
                fixed: true,
                enrolled: "2026-11-24T00:00:00Z".into(),
            })
            .unwrap();
    }

    /// Adds a section with a source of its own, open to keys of these names and to those that open all.
    pub(crate) fn add_section(&mut self, source: &str, readers: &[&str]) -> SectionId {
        let id = SectionId(hash::random_id());
        let (naming, catalog) = (NamingSecret::generate(), Identity::generate());
        let path = self.folder.path().join(source);
        std::fs::create_dir(&path).unwrap();
        let (source, section) = (SourceId(hash::random_id()), id);
        let first = self.config.sources[0].clone();
        self.config.sources.push(Source { id: source, path, section, ..first });
        let readers: Vec<String> = readers.iter().map(|name| (*name).to_owned()).collect();
        for key in self.config.keys.iter_mut().filter(|key| readers.contains(&key.name)) {
            key.sections.iter_mut().for_each(|sections| sections.push(id));
        }
        self.config.sections.push(Section { id, readers });
        let half = catalog.to_recipient().unwrap();
        self.state
            .set_section(&SectionKeys {
                section,
                naming: practice::secret_bytes(&naming),
                generation: 1,
                catalog: half.to_string(),
                next_part: 2,
            })
            .unwrap();
        let lines = vault::first_lines(&self.vault_key, &naming, &catalog, 1);
        let practice = &self.config.practice;
        let place = PartPlace { practice: practice.id, section, epoch: practice.epoch, number: 1 };
        let to: Vec<Recipient> =
            self.config.keys_of(id).map(|key| key.recipient.parse().unwrap()).collect();
        self.parts.extend(vault::make_part(place, &naming, &lines, &to).unwrap());
        self.more.push((id, naming, half));
        id
    }

    /// Time passes.
    pub(crate) fn days_later(&mut self, days: i64) {
        self.clock += 86_400 * days;
    }

    /// The folder that is backed up.
    pub(crate) fn source(&self) -> PathBuf {
        self.folder.path().join("source")
    }

    /// Writes a file of the source, last changed long ago.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.source().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }

    /// Backs up to the drive of that name, an hour after the last time.
    pub(crate) fn backup(&mut self, storage: &dyn Storage, drive: &str) -> Result<BackupSummary> {
        self.backup_watched(storage, drive, &Silent)
    }

    pub(crate) fn backup_watched(
        &mut self,
        storage: &dyn Storage,
        drive: &str,
        observer: &dyn Observer,
    ) -> Result<BackupSummary> {
        self.clock += 3600;
        let now = jiff::Timestamp::from_second(self.clock).unwrap();
        let taking =
            Taking { pictures: self.pictures.clone(), ..Taking::new(now, self.expected_changes) };
        let mut practice = self.practice();
        let drive = practice.state.drive_named(drive)?;
        let vault = Vault::open(storage, self.config.practice.id, &self.vault_key)?;
        let held = Held::alone(&drive, vault);
        let done = Visit::writing_at(&mut practice, held, observer)
            .and_then(|mut visit| visit.back_up(&taking, observer));
        self.keep_new_parts(&practice);
        done
    }

    /// The home folder as the program opens it.
    fn practice(&self) -> Practice {
        let home = self.folder.path().join("home");
        practice::drop_all_parts(&home).unwrap();
        for (object, bytes) in &self.parts {
            practice::save_part(&home, object, bytes).unwrap();
        }
        patiently(|| Practice::rebuild(&home, self.config.clone()))
    }

    fn keep_new_parts(&mut self, practice: &Practice) {
        for (object, path) in practice.parts().unwrap() {
            if self.parts.iter().all(|(known, _)| *known != object) {
                self.parts.push((object, std::fs::read(path).unwrap()));
            }
        }
    }

    /// The vault as a reader with the opening key sees it.
    pub(crate) fn open<'a>(&self, storage: &'a dyn Storage) -> (Vault<'a>, SectionReader) {
        let vault = Vault::open(storage, self.config.practice.id, &self.vault_key).unwrap();
        let section = self.config.sections[0].id;
        let reader =
            vault::read_section(&vault, section, std::slice::from_ref(&self.identity)).unwrap();
        (vault, reader)
    }

    /// Every snapshot on a drive, and in each every file with its bytes.
    pub(crate) fn contents(&self, storage: &dyn Storage) -> Vec<(SnapshotId, Files)> {
        let (vault, section) = self.open(storage);
        let contents = Contents::load(&vault, &section).unwrap();
        assert!(contents.damaged.is_empty(), "{:?}", contents.damaged);
        assert!(Manifest::all(&vault, &section).unwrap().1.is_empty());
        self.whole_contents(storage)
    }

    /// The same, past the torn objects that an interrupted run left.
    pub(crate) fn whole_contents(&self, storage: &dyn Storage) -> Vec<(SnapshotId, Files)> {
        self.read_contents(storage, &|why| panic!("{why}"))
    }

    /// The same, past what `lost` lets pass.
    pub(crate) fn read_contents(
        &self,
        storage: &dyn Storage,
        lost: &dyn Fn(Error),
    ) -> Vec<(SnapshotId, Files)> {
        let (vault, section) = self.open(storage);
        let contents = Contents::load(&vault, &section).unwrap();
        let manifests = Manifest::all(&vault, &section).unwrap().0;
        let files = |manifest: &Manifest| read_files(&vault, &section, &contents, manifest, lost);
        manifests.iter().map(|manifest| (manifest.id(), files(manifest))).collect()
    }
}

/// Files by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn files_of(
    vault: &Vault<'_>,
    section: &SectionReader,
    contents: &Contents,
    manifest: &Manifest,
) -> Files {
    read_files(vault, section, contents, manifest, &|why| panic!("{why}"))
}

fn read_files(
    vault: &Vault<'_>,
    section: &SectionReader,
    contents: &Contents,
    manifest: &Manifest,
    lost: &dyn Fn(Error),
) -> Files {
    let mut fetcher = Fetcher::new(*vault, section, contents).unwrap();
    let mut files = Files::new();
    let mut joined = |chunks: &[ChunkName]| fetcher.joined(chunks, usize::MAX).map_err(lost).ok();
    for record in &manifest.records {
        let Some(inventory) = joined(&record.inventory) else { continue };
        for line in inventory.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let entry: InventoryEntry = serde_json::from_slice(line).unwrap();
            if let EntryKind::File(content) = entry.kind {
                let Some(data) = joined(&content.chunks) else { continue };
                let bytes = laid_out(&data, content.size_bytes, content.extents.as_deref());
                assert_eq!(hash::content_hash(&bytes), content.hash, "{:?}", entry.path);
                files.insert(entry.path.escaped(), bytes);
            }
        }
    }
    files
}

fn laid_out(data: &[u8], size: u64, extents: Option<&[(u64, u64)]>) -> Vec<u8> {
    let Some(extents) = extents else { return data.to_vec() };
    let mut bytes = vec![0; size as usize];
    let mut taken = 0;
    for (offset, length) in extents {
        let (offset, length) = (*offset as usize, *length as usize);
        bytes[offset..offset + length].copy_from_slice(&data[taken..taken + length]);
        taken += length;
    }
    bytes
}

/// Every regular file below a folder; of hard links the name that sorts first.
pub(crate) fn files_below(root: &Path) -> Files {
    let mut files = Files::new();
    let mut inodes = HashSet::new();
    let mut waiting = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = path.symlink_metadata().unwrap();
            if meta.is_dir() {
                waiting.push(path);
            } else if meta.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    for path in found {
        let inode = refuge::platform::identity_of(&path).unwrap();
        if inodes.insert((inode.device, inode.inode)) {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files
}

/// Bytes that do not compress, the same for the same seed.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

fn config(path: PathBuf, section: SectionId, rule: RecordRule, identity: &Identity) -> Config {
    Config {
        practice: PracticeSettings {
            name: "Cabinet Dr Martin".into(),
            id: PracticeId(hash::random_id()),
            language: "fr".into(),
            country: "fr".into(),
            public_structure: false,
            call_in_incident: None,
            phone: None,
            open_files: OpenFilesWay::default(),
            epoch: 1,
        },
        reminders: refuge::config::Reminders::default(),
        purge: None,
        sections: vec![Section { id: section, readers: vec![] }],
        sources: vec![Source {
            id: SourceId(hash::random_id()),
            path,
            class: "fr/medical-record".into(),
            records: rule,
            section,
            exclude: vec![],
            keep: None,
        }],
        keys: vec![OpeningKey {
            name: "sheet".into(),
            kind: KeyKind::Sheet,
            recipient: identity.to_recipient().unwrap().to_string(),
            epoch: 1,
            state: KeyState::Active,
            sections: None,
        }],
    }
}
