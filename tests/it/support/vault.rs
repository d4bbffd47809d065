//! A little vault in memory, made by hand from the format's own parts.

use std::io::Write;

use refuge::compress::Shrinker;
use refuge::crypto::hash::{self, NamingSecret};
use refuge::crypto::{Envelope, Identity};
use refuge::format::FORMAT_VERSION;
use refuge::format::documents::{
    BlockLine, Header, KeyringLine, ObjectKind, PackLine, RecordLine, SegmentLine, SnapshotLine,
};
use refuge::format::entry::{Content, EntryKind, InventoryEntry, Metadata, Moment};
use refuge::format::names::{self, NameTime, ObjectPath};
use refuge::format::pack::{PackTable, Slot};
use refuge::id::{
    ChunkName, DriveId, KeyId, ObjectHash, PackId, PracticeId, RecordId, SectionId, SnapshotId,
    SourceId, VaultId,
};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::tree_path::TreePath;
use refuge::vault::{self, Draft, PartPlace, SectionReader, SectionWriter, Vault};
use secrecy::ExposeSecret;

/// Chunks of one block in these vaults.
const BLOCK_CHUNKS: usize = 2;

/// A vault with one section.
pub(crate) struct LittleVault {
    pub(crate) storage: Memory,
    pub(crate) packs: Vec<PackLine>,
    practice: PracticeId,
    id: VaultId,
    drive: DriveId,
    writer: SectionWriter,
    pub(crate) opening: Identity,
    sources: Vec<(SourceId, String, &'static str)>,
    seq: u64,
    part: u64,
}

/// A record and its key.
#[derive(Clone)]
pub(crate) struct LittleRecord {
    pub(crate) id: RecordId,
    pub(crate) source: SourceId,
    pub(crate) name: String,
    pub(crate) key: KeyId,
    identity: Identity,
}

/// Bytes of chunks that go into one segment.
pub(crate) type Chunks<'a> = Vec<&'a [u8]>;

impl LittleVault {
    /// An empty vault with its keyring.
    pub(crate) fn new() -> Self {
        let (storage, practice) = (Memory::new(), PracticeId(hash::random_id()));
        let vault_key = NamingSecret::generate();
        let made = Vault::create(&storage, practice, &vault_key, "2026-11-24T00:00:00Z").unwrap();
        let (id, drive) = (made.id, made.drive);
        let catalog = Identity::generate();
        let writer = SectionWriter {
            id: SectionId(hash::random_id()),
            naming: NamingSecret::generate(),
            catalog: catalog.to_recipient().unwrap(),
        };
        let lines = vault::first_lines(&vault_key, &writer.naming, &catalog, 1);
        let (packs, sources, opening) = (Vec::new(), Vec::new(), Identity::generate());
        let mut this =
            Self { storage, packs, practice, id, drive, writer, opening, sources, seq: 0, part: 0 };
        this.put_part(&lines);
        this
    }

    /// The vault, opened.
    pub(crate) fn vault(&self) -> Vault<'_> {
        Vault { storage: &self.storage, practice: self.practice, id: self.id, drive: self.drive }
    }

    /// The section, opened with the opening key.
    pub(crate) fn sections(&self) -> Vec<SectionReader> {
        let opening = std::slice::from_ref(&self.opening);
        vec![vault::read_section(&self.vault(), self.writer.id, opening).unwrap()]
    }

    /// The section, opened through another door.
    pub(crate) fn sections_through(
        &self,
        vault: &Vault<'_>,
    ) -> refuge::error::Result<Vec<SectionReader>> {
        let opening = std::slice::from_ref(&self.opening);
        Ok(vec![vault::read_section(vault, self.writer.id, opening)?])
    }

    /// Adds keyring lines, as one part.
    pub(crate) fn put_part(&mut self, lines: &[KeyringLine]) {
        self.part += 1;
        let place = PartPlace {
            practice: self.practice,
            section: self.writer.id,
            epoch: 1,
            number: self.part,
        };
        let to = [self.opening.to_recipient().unwrap()];
        for (object, bytes) in vault::make_part(place, &self.writer.naming, lines, &to).unwrap() {
            self.vault().put_small(&object, &bytes).unwrap();
        }
    }

    /// A new source; `rule` as in `refuge.toml`.
    pub(crate) fn source(&mut self, path: &str, rule: &'static str) -> SourceId {
        let id = SourceId(hash::random_id());
        self.sources.push((id, path.to_owned(), rule));
        id
    }

    /// A new record, its key in the keyring.
    pub(crate) fn record(&mut self, source: SourceId, name: &str) -> LittleRecord {
        let record = LittleRecord {
            id: self.writer.naming.record_id(source, name.as_bytes()),
            source,
            name: name.to_owned(),
            key: KeyId(hash::random_id()),
            identity: Identity::generate(),
        };
        let secret = record.identity.secret_text().expose_secret().to_owned();
        self.put_part(&[KeyringLine::Record { record: record.id, key: record.key, secret }]);
        record
    }

    /// Writes one pack with a segment for each of these, and answers the names of their chunks.
    pub(crate) fn pack(&mut self, segments: &[(&LittleRecord, Chunks<'_>)]) -> Vec<Vec<ChunkName>> {
        let pack = PackId(hash::random_id());
        let (mut bytes, mut slots, mut lines, mut names) = (vec![], vec![], vec![], vec![]);
        for (record, chunks) in segments {
            let (sealed, blocks) = self.segment(record, chunks);
            let length = u32::try_from(sealed.len()).unwrap();
            let found = blocks.iter().flat_map(|block| &block.chunks).map(|(name, _)| *name);
            names.push(found.collect());
            slots.push(Slot { bytes: length, hash: hash::object_hash(&sealed).0 });
            let at = bytes.len() as u64;
            let (record, key) = (record.id, record.key);
            lines.push(SegmentLine { at, bytes: length, record, key, blocks });
            bytes.extend(sealed);
        }
        let (table, end) = PackTable::build(self.id, pack, slots, |part| hash::object_hash(part).0);
        bytes.extend(end);
        self.storage.put(&names::pack(pack), &bytes).unwrap();
        let (table, bytes) = (ObjectHash(table.hash), bytes.len() as u64);
        self.packs.push(PackLine { pack, bytes, table, segments: lines });
        names
    }

    fn segment(&self, record: &LittleRecord, chunks: &[&[u8]]) -> (Vec<u8>, Vec<BlockLine>) {
        let key = self.writer.naming.chunk_key(record.id);
        let (mut frames, mut blocks) = (Vec::new(), Vec::new());
        let mut shrinker = Shrinker::new().unwrap();
        for block in chunks.chunks(BLOCK_CHUNKS) {
            let mut frame = Vec::new();
            shrinker.frame(&block.concat(), &mut frame).unwrap();
            let line = |chunk: &&[u8]| (key.name(chunk), u32::try_from(chunk.len()).unwrap());
            let chunks = block.iter().map(line).collect();
            blocks.push(BlockLine { frame: u32::try_from(frame.len()).unwrap(), chunks });
            frames.extend(frame);
        }
        let to = record.identity.to_recipient().unwrap();
        let mut sealer = Envelope::to(&to).unwrap().around(Vec::new()).unwrap();
        sealer.write_all(&frames).unwrap();
        (sealer.finish().unwrap(), blocks)
    }

    /// Stores a file in a pack of its own, cut every `chunk_bytes`.
    pub(crate) fn file(
        &mut self,
        record: &LittleRecord,
        path: &str,
        bytes: &[u8],
        chunk_bytes: usize,
    ) -> InventoryEntry {
        let chunks = self.pack(&[(record, bytes.chunks(chunk_bytes).collect())]).remove(0);
        file_entry(path, bytes, chunks)
    }

    /// Stores the inventories, and commits a snapshot of these records.
    pub(crate) fn snapshot(
        &mut self,
        time: &str,
        records: &[(&LittleRecord, Vec<InventoryEntry>)],
    ) -> SnapshotId {
        let mut lines = Vec::new();
        for (record, entries) in records {
            let text: Vec<u8> = entries.iter().flat_map(inventory_line).collect();
            lines.push(self.record_line(record, entries, &text));
        }
        self.commit(time, lines)
    }

    /// The manifest's line for a record whose inventory is `text`, whatever that says.
    pub(crate) fn record_line(
        &mut self,
        record: &LittleRecord,
        entries: &[InventoryEntry],
        text: &[u8],
    ) -> RecordLine {
        // Cut in the middle of lines, as a chunker does.
        let inventory = self.pack(&[(record, text.chunks(100).collect())]).remove(0);
        let sizes = entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::File(content) => Some(content.size_bytes),
            _ => None,
        });
        let sizes: Vec<_> = sizes.collect();
        RecordLine {
            record: record.id,
            source: record.source,
            name: record.name.clone(),
            class: "fr/medical-record".to_owned(),
            key: record.key,
            inventory,
            files: sizes.len() as u64,
            bytes: sizes.iter().fold(0, |sum, size| sum.saturating_add(*size)),
            newest: None,
            content: None,
        }
    }

    /// Writes index and manifest.
    #[expect(clippy::needless_pass_by_value, reason = "reads better where vaults are made")]
    pub(crate) fn commit(&mut self, time: &str, records: Vec<RecordLine>) -> SnapshotId {
        self.seq += 1;
        let mut index = Draft::new(&self.header(ObjectKind::Index)).unwrap();
        for line in &self.packs {
            index.line(line).unwrap();
        }
        let (vault, section) = (self.vault(), self.writer.id);
        vault.put_document(&self.writer, index, |hash| names::index(section, hash)).unwrap();
        let snapshot = self.snapshot_line(time, &records);
        self.put_manifest(&self.header(ObjectKind::Manifest), &snapshot, &records);
        snapshot.snapshot
    }

    /// A manifest of these lines, whatever they say; answers its object.
    pub(crate) fn put_manifest(
        &self,
        header: &Header,
        snapshot: &SnapshotLine,
        records: &[RecordLine],
    ) -> ObjectPath {
        let mut manifest = Draft::new(header).unwrap();
        manifest.line(snapshot).unwrap();
        for line in records {
            manifest.line(line).unwrap();
        }
        let moment = NameTime::parse(&snapshot.time).unwrap();
        let place = |hash| names::manifest(header.section, moment, hash);
        self.vault().put_document(&self.writer, manifest, place).unwrap()
    }

    /// What a manifest says of a snapshot of these records.
    pub(crate) fn snapshot_line(&self, time: &str, records: &[RecordLine]) -> SnapshotLine {
        SnapshotLine {
            base: None,
            gone: Vec::new(),
            snapshot: SnapshotId(hash::random_id()),
            time: time.to_owned(),
            drive: self.drive,
            parent: None,
            indexes: Vec::new(),
            files: records.iter().map(|record| record.files).sum(),
            bytes: records.iter().fold(0, |sum, record| sum.saturating_add(record.bytes)),
            problems: 0,
            program: "test".to_owned(),
            configuration: Some(self.configuration()),
        }
    }

    pub(crate) fn header(&self, kind: ObjectKind) -> Header {
        Header {
            refuge: FORMAT_VERSION,
            kind,
            practice: self.practice,
            section: self.writer.id,
            vault: Some(self.id),
            seq: self.seq,
            epoch: None,
        }
    }

    fn configuration(&self) -> String {
        let section = self.writer.id;
        let mut text = format!(
            "[practice]\nname = \"Test\"\nid = \"{}\"\nlanguage = \"fr\"\n[[section]]\nid = \"{section}\"\n",
            self.practice
        );
        for (id, path, rule) in &self.sources {
            text += &format!(
                "[[source]]\nid = \"{id}\"\npath = '{path}'\nclass = \"fr/medical-record\"\nrecords = \"{rule}\"\nsection = \"{section}\"\n"
            );
        }
        text
    }

    /// An object in both its copies under a name that fits its bytes, whatever these are.
    pub(crate) fn put_raw(&self, kind: ObjectKind, bytes: &[u8]) {
        let hash = hash::object_hash(bytes);
        let object = match kind {
            ObjectKind::Index => names::index(self.writer.id, hash),
            _ => {
                names::manifest(self.writer.id, NameTime::parse("20270101t000000z").unwrap(), hash)
            }
        };
        self.vault().put_small(&object, bytes).unwrap();
    }

    /// Sealed as anyone can seal who knows where to.
    pub(crate) fn seal(&self, packed: &[u8]) -> Vec<u8> {
        refuge::crypto::seal(&self.writer.catalog, packed).unwrap()
    }

    /// A segment of a record in a pack of its own, with frames and lines as they are given.
    pub(crate) fn raw_pack(
        &mut self,
        record: &LittleRecord,
        frames: &[u8],
        blocks: Vec<BlockLine>,
    ) -> &mut PackLine {
        let to = record.identity.to_recipient().unwrap();
        let sealed = refuge::crypto::seal(&to, frames).unwrap();
        let pack = PackId(hash::random_id());
        let length = u32::try_from(sealed.len()).unwrap();
        let slots = vec![Slot { bytes: length, hash: hash::object_hash(&sealed).0 }];
        let (table, end) = PackTable::build(self.id, pack, slots, |part| hash::object_hash(part).0);
        let bytes = [sealed, end].concat();
        self.storage.put(&names::pack(pack), &bytes).unwrap();
        let segment =
            SegmentLine { at: 0, bytes: length, record: record.id, key: record.key, blocks };
        let (table, bytes) = (ObjectHash(table.hash), bytes.len() as u64);
        self.packs.push(PackLine { pack, bytes, table, segments: vec![segment] });
        self.packs.last_mut().unwrap()
    }

    /// Other people's work: what is written from now on does not prove its author.
    pub(crate) fn forge(&mut self) {
        self.writer.naming = NamingSecret::generate();
    }

    /// Writes every object, and the opening key, into a folder.
    pub(crate) fn export(&self, to: &std::path::Path) {
        for (object, bytes) in self.storage.list("").unwrap() {
            if vault::CLEAR_FILES.iter().any(|(name, _)| object.as_str() == *name) {
                continue;
            }
            let path = to.join("refuge").join(object.as_str());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let bytes = self.storage.read(&object, 0, usize::try_from(bytes).unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let key = format!("{}\n", self.opening.secret_text().expose_secret());
        std::fs::write(to.join("key.txt"), key).unwrap();
    }

    /// Flips a byte in the middle of a segment.
    pub(crate) fn damage(&self, pack: usize, segment: usize) {
        let line = &self.packs[pack];
        let at = line.segments[segment].at + u64::from(line.segments[segment].bytes) - 1;
        let object = names::pack(line.pack);
        let byte = self.storage.read(&object, at, 1).unwrap()[0];
        self.storage.overwrite(&object, at, &[byte ^ 1]).unwrap();
    }
}

fn inventory_line(entry: &InventoryEntry) -> Vec<u8> {
    let mut line = serde_json::to_vec(entry).unwrap();
    line.push(b'\n');
    line
}

/// The time that all these files were last changed.
pub(crate) const CHANGED: Moment = Moment(1_600_000_000, 500_000_000);

/// A path.
pub(crate) fn tree(path: &str) -> TreePath {
    TreePath::from_bytes(path.as_bytes()).unwrap()
}

/// An entry with a time and rights.
pub(crate) fn entry(path: &str, kind: EntryKind) -> InventoryEntry {
    let mode = if matches!(kind, EntryKind::Folder) { 0o750 } else { 0o640 };
    let metadata = Metadata { modified: Some(CHANGED), mode: Some(mode), ..Metadata::default() };
    InventoryEntry { path: tree(path), kind, metadata }
}

/// The entry of a file without holes.
pub(crate) fn file_entry(path: &str, bytes: &[u8], chunks: Vec<ChunkName>) -> InventoryEntry {
    let hash = hash::content_hash(bytes);
    let size_bytes = bytes.len() as u64;
    entry(path, EntryKind::File(Content { size_bytes, hash, chunks, extents: None }))
}
