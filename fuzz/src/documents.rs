//! The small encrypted objects. An input is one or more of them as they stand behind seal and compression, header
//! first and without the last line, which is made here; `%%` on a line of its own parts them.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use refuge::browse::{self, Labels};
use refuge::compress;
use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{self, Identity, Recipient};
use refuge::format::documents::{Header, KeyringLine, RecordLine, SnapshotLine};
use refuge::format::names::{self, Name, NameTime, ObjectPath, PartName};
use refuge::id::{DriveId, KeyId, PackId, PracticeId, RecordId, SectionId, SourceId, VaultId};
use refuge::ledger;
use refuge::restore::{self, Selection};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{
    self, Contents, Draft, Manifest, PackBuilder, SectionReader, SegmentBuilder, Vault,
};

use crate::tried;

const BETWEEN: &str = "\n%%\n";
/// In a manifest: the file name of the one that stands before it in the input.
const BASE: &str = "@base";

/// Keys that everybody may know.
struct Keys {
    opening: Identity,
    catalog: Identity,
    record: Identity,
    naming: NamingSecret,
    vault_key: NamingSecret,
    sealing: Recipient,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let identity = |byte| Identity::from_secret_bytes(&[byte; 32]).unwrap();
    let secret = |byte: u8| NamingSecret::from_hex(&format!("{byte:02x}").repeat(32)).unwrap();
    let catalog = identity(2);
    Keys {
        opening: identity(1),
        sealing: catalog.to_recipient().unwrap(),
        catalog,
        record: identity(3),
        naming: secret(4),
        vault_key: secret(5),
    }
});

/// A drive that holds what an input says, and the section as its keys open it.
struct Scene {
    storage: Memory,
    practice: PracticeId,
    section: SectionId,
    vault: VaultId,
    drive: DriveId,
}

impl Scene {
    /// The ids are those of the first header and of the first drive that are named, so that they need not be guessed.
    fn of(text: &str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let header: Option<Header> = serde_json::from_str(first).ok();
        let drive = text.split("\"drive\":\"").nth(1).and_then(|rest| rest.get(..32)?.parse().ok());
        Self {
            storage: Memory::new(),
            practice: header.as_ref().map_or(PracticeId([1; 16]), |header| header.practice),
            section: header.as_ref().map_or(SectionId([2; 16]), |header| header.section),
            vault: header.and_then(|header| header.vault).unwrap_or(VaultId([3; 16])),
            drive: drive.unwrap_or(DriveId([4; 16])),
        }
    }

    fn vault(&self) -> Vault<'_> {
        Vault { storage: &self.storage, practice: self.practice, id: self.vault, drive: self.drive }
    }

    fn section(&self) -> SectionReader {
        SectionReader {
            id: self.section,
            vault_key: KEYS.vault_key.clone(),
            naming: KEYS.naming.clone(),
            catalogs: vec![KEYS.catalog.clone()],
            generation: 1,
            keys: [(KeyId([9; 16]), (RecordId([8; 16]), KEYS.record.clone()))].into(),
            forgotten: HashSet::new(),
            forgotten_records: Default::default(),
            next_part: 2,
            epoch: 1,
            damaged: Vec::new(),
            shut: Vec::new(),
        }
    }

    /// Puts a document with its last line, compressed and sealed, under the name that it must have.
    fn put(
        &self,
        text: &str,
        (kind, naming): (&str, &NamingSecret),
        to: &Recipient,
        name: impl FnOnce(refuge::id::ObjectHash) -> Option<ObjectPath>,
    ) -> Option<ObjectPath> {
        let covered = format!("{}\n", text.trim_end_matches('\n'));
        let mac = naming.authenticator(kind).mac(&[covered.as_bytes()]);
        let mac: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        let whole = format!("{covered}{{\"mac\":\"{mac}\"}}\n");
        let bytes = crypto::seal(to, &compress::shrink(whole.as_bytes()).unwrap()).unwrap();
        let object = name(hash::object_hash(&bytes))?;
        self.storage.put(&object, &bytes).ok()?;
        Some(object)
    }
}

fn text_of(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Keyring parts, opened with and without the secret that proves them.
pub fn keyring_part(bytes: &[u8]) {
    let text = text_of(bytes);
    let scene = Scene::of(&text);
    let to = KEYS.opening.to_recipient().unwrap();
    for document in text.split(BETWEEN) {
        let own = document.lines().find_map(|line| match serde_json::from_str(line).ok()? {
            KeyringLine::Naming { ref secret } => NamingSecret::from_hex(secret),
            _ => None,
        });
        let naming = own.unwrap_or_else(|| KEYS.naming.clone());
        let first = document.lines().next().unwrap_or_default();
        let header: Option<Header> = serde_json::from_str(first).ok();
        let (number, epoch) =
            header.map_or((1, 1), |header| (header.seq, header.epoch.unwrap_or(1)));
        let (section, tag) = (scene.section, to.tag());
        let name = |hash| Name::Keyring(PartName { section, epoch, number, tag, hash }).path();
        scene.put(document, ("keyring", &naming), &to, name);
    }
    let (vault, opening) = (scene.vault(), std::slice::from_ref(&KEYS.opening));
    tried(vault::read_known_section(&vault, scene.section, opening, Some(&KEYS.naming)));
    let Ok(reader) = vault::read_section(&vault, scene.section, opening) else { return };
    tried(reader.writer());
    for (object, _) in scene.storage.list("").unwrap() {
        tried(vault::read_part(&vault, &object, opening, &reader.naming));
    }
}

fn put_manifests(scene: &Scene, text: &str) {
    let mut base = String::new();
    for document in text.split(BETWEEN) {
        let document = document.replace(BASE, &base);
        let line = document.lines().nth(1).unwrap_or_default();
        let snapshot: Option<SnapshotLine> = serde_json::from_str(line).ok();
        let time = snapshot.and_then(|snapshot| NameTime::parse(&snapshot.time));
        let time = time.or_else(|| NameTime::parse("20260101t000000z")).unwrap();
        let name = |hash| Some(names::manifest(scene.section, time, hash));
        let put = scene.put(&document, ("manifest", &KEYS.naming), &KEYS.sealing, name);
        base = put.map(|object| object.file_name().to_owned()).unwrap_or_default();
    }
}

/// Manifests, those that lean on others among them, and what is told and planned from them.
pub fn manifest(bytes: &[u8]) {
    let text = text_of(bytes);
    let scene = Scene::of(&text);
    put_manifests(&scene, &text);
    let (vault, section) = (scene.vault(), scene.section());
    let (good, _) = Manifest::all(&vault, &section).unwrap();
    good.iter().for_each(|manifest| tried(manifest.moment()));
    let labels = Labels::over(good.iter());
    for record in good.iter().flat_map(|manifest| &manifest.records) {
        labels.record_folder(record).inspect(|folder| tried(labels.shown(record.source, folder)));
    }
    look_around(&vault, section);
}

/// What a person may do with the backups of a drive.
fn look_around(vault: &Vault<'_>, section: SectionReader) {
    let sections = [section];
    let history = browse::snapshots(vault, &sections).unwrap();
    tried(browse::choose(&history.snapshots, Some("2026-11-24"), &TimeZone::UTC).cloned());
    let mut before = Vec::new();
    for shot in history.snapshots.iter().take(3) {
        let Ok(views) = browse::open(vault, &sections, shot.id) else { continue };
        tried(restore::plan(vault, &views, &Selection::All, &HashSet::new()));
        let words = Selection::Words(vec!["e".to_owned()]);
        tried(restore::plan(vault, &views, &words, &HashSet::new()));
        tried(browse::diff(vault, &before, &views));
        before = views;
    }
    let fits = |labels: &Labels, source: SourceId, path: &refuge::tree_path::TreePath| {
        labels.shown(source, path).as_bytes().len() % 2 == 0
    };
    tried(browse::search(vault, &sections, &history, &HashSet::new(), &fits, &|| false));
}

/// Indexes, and reading every chunk they name from a drive that has other packs.
pub fn index(bytes: &[u8]) {
    let text = text_of(bytes);
    let scene = Scene::of(&text);
    for document in text.split(BETWEEN) {
        let name = |hash| Some(names::index(scene.section, hash));
        scene.put(document, ("index", &KEYS.naming), &KEYS.sealing, name);
    }
    let (vault, section) = (scene.vault(), scene.section());
    let contents = Contents::load(&vault, &section).unwrap();
    // A pack of each name lies there, so that offsets and lengths are tried on something.
    for pack in contents.packs.iter().take(4) {
        tried(scene.storage.put(&names::pack(pack.pack), &[7; 4096]));
        tried(vault::read_table(&vault, pack.pack, pack.bytes));
    }
    let Ok(mut fetcher) = vault::Fetcher::new(vault, &section, &contents) else { return };
    for (name, place) in contents.places().take(64) {
        assert!(contents.segment(*place).is_some());
        tried(fetcher.chunk(*name));
    }
}

/// The inventory of a record, stored as the program stores one, whatever it says.
pub fn inventory(bytes: &[u8]) {
    let scene = Scene::of("");
    let (vault, section) = (scene.vault(), scene.section());
    let (record, key) = (RecordId([8; 16]), KeyId([9; 16]));
    let chunk_key = KEYS.naming.chunk_key(record);
    let mut segments = SegmentBuilder::new().unwrap();
    let cut = 1 + bytes.len() / 2;
    let chunks: Vec<_> = bytes.chunks(cut).map(|chunk| (chunk_key.name(chunk), chunk)).collect();
    for (name, chunk) in &chunks {
        segments.add(*name, chunk).unwrap();
    }
    let to = KEYS.record.to_recipient().unwrap();
    let Some(sealed) = segments.seal(record, key, &to).unwrap() else { return };
    thread_local!(static PACK: std::cell::RefCell<PackBuilder> = PackBuilder::new().into());
    let line = PACK.with_borrow_mut(|pack| {
        pack.add(sealed);
        let (line, bytes) = pack.finish(scene.vault).unwrap();
        scene.storage.put(&names::pack(line.pack), bytes).unwrap();
        pack.clear();
        line
    });
    let header = |kind| vault::header(&vault, scene.section, kind, 1);
    let mut index = Draft::new(&header(refuge::format::documents::ObjectKind::Index)).unwrap();
    index.line(&line).unwrap();
    let writer = section.writer().unwrap();
    vault.put_document(&writer, index, |hash| names::index(scene.section, hash)).unwrap();
    let line = RecordLine {
        record,
        source: SourceId([5; 16]),
        name: "DURAND".to_owned(),
        class: "fr/medical-record".to_owned(),
        key,
        inventory: chunks.iter().map(|(name, _)| *name).collect(),
        files: 1,
        bytes: 1,
        newest: None,
        content: None,
    };
    let snapshot = SnapshotLine {
        base: None,
        gone: Vec::new(),
        snapshot: refuge::id::SnapshotId([6; 16]),
        time: "2026-11-24T02:08:00Z".to_owned(),
        drive: scene.drive,
        parent: None,
        indexes: Vec::new(),
        files: 1,
        bytes: 1,
        problems: 0,
        program: String::new(),
        configuration: None,
    };
    let kind = refuge::format::documents::ObjectKind::Manifest;
    let mut manifest = Draft::new(&header(kind)).unwrap();
    manifest.line(&snapshot).unwrap();
    manifest.line(&line).unwrap();
    let time = NameTime::parse(&snapshot.time).unwrap();
    let place = |hash| names::manifest(scene.section, time, hash);
    vault.put_document(&writer, manifest, place).unwrap();
    look_around(&vault, section);
}

/// Copies of the ledger, and what they have to do with each other.
pub fn ledger_copy(bytes: &[u8]) {
    let text = text_of(bytes);
    let scene = Scene::of(&text);
    for (document, number) in text.split(BETWEEN).zip(1..) {
        let section = scene.section;
        let name = |hash| Name::Ledger { section, number, hash }.path();
        scene.put(document, ("ledger", &KEYS.naming), &KEYS.sealing, name);
    }
    let copy = ledger::read_copy(&scene.vault(), &scene.section()).unwrap();
    let ours = copy.chains.first().cloned().unwrap_or_default();
    tried(copy.against(&ours));
    tried(copy.of_others(&ours).count());
    for entries in &copy.chains {
        tried(ledger::wrong_times(entries));
        let times = ledger::times(entries);
        tried(refuge::retention::clock::believed(&times, jiff::Timestamp::UNIX_EPOCH));
    }
}

/// A pack that no index names; for [`crate::tables`].
pub(crate) fn vault_with(storage: &Memory, pack: PackId, bytes: &[u8], id: VaultId) {
    let vault = Vault { storage, practice: PracticeId([1; 16]), id, drive: DriveId([4; 16]) };
    tried(storage.put(&names::pack(pack), bytes));
    tried(vault::check_pack(&vault, pack, bytes.len() as u64));
}
