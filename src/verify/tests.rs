//! A small vault, broken on purpose in every way: reported, never a panic, and nothing else is.

use std::collections::HashSet;

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;
use crate::attach;
use crate::compress::Shrinker;
use crate::crypto::hash::{self, content_hash};
use crate::crypto::{self, Identity};
use crate::event::Silent;
use crate::format::documents::{
    BlockLine, Header, KeyringLine, ObjectKind, PackLine, RecordLine, SegmentLine, SnapshotLine,
};
use crate::format::entry::{Content, EntryKind, InventoryEntry, Metadata};
use crate::format::names::NameTime;
use crate::format::pack::{PackTable, Slot, WIPED_MARK};
use crate::id::{KeyId, ObjectHash, PracticeId, RecordId, SectionId, SourceId};
use crate::state::{NewDrive, Permit, State};
use crate::storage::Storage;
use crate::storage::memory::Memory;
use crate::tree_path::TreePath;
use crate::vault::{self, Draft, PartPlace, SectionReader};

const PRACTICE: PracticeId = PracticeId([1; 16]);
const SECTION: SectionId = SectionId([2; 16]);
const RECORDS: [RecordId; 2] = [RecordId([3; 16]), RecordId([4; 16])];
const CONFIGURATION: &str = "practice = \"Cabinet\"\n";
const CLEAR: [&str; 3] = ["README.html", "LISEZ-MOI.html", "rescue.py"];

type Backup<'a> = &'a [(usize, &'a str, &'a [u8])];

/// A drive; each backup made one pack, one index and one snapshot.
struct Sample {
    storage: Memory,
    key: NamingSecret,
    opening: Identity,
    snapshots: Vec<SnapshotId>,
    packs: Vec<PackLine>,
    part: ObjectPath,
}

struct Builder<'a> {
    vault: Vault<'a>,
    writer: vault::SectionWriter,
    keys: Vec<(RecordId, KeyId, Identity)>,
    packs: Vec<PackLine>,
    indexes: Vec<ObjectHash>,
    states: BTreeMap<RecordId, RecordLine>,
    snapshots: Vec<SnapshotId>,
}

fn header(vault: &Vault<'_>, kind: ObjectKind, seq: u64) -> Header {
    Header {
        refuge: 1,
        kind,
        practice: PRACTICE,
        section: SECTION,
        vault: Some(vault.id),
        seq,
        epoch: None,
    }
}

fn short(bytes: &[u8]) -> [u8; 16] {
    hash::object_hash(bytes).0
}

impl Builder<'_> {
    /// A segment with one block for each chunk.
    fn segment(&self, record: usize, chunks: &[&[u8]]) -> (SegmentLine, Vec<u8>) {
        let (record, key, identity) = &self.keys[record];
        let names = self.writer.naming.chunk_key(*record);
        let (mut frames, mut blocks, mut shrinker) = (vec![], vec![], Shrinker::new().unwrap());
        for chunk in chunks {
            let mut frame = Vec::new();
            shrinker.frame(chunk, &mut frame).unwrap();
            frames.extend_from_slice(&frame);
            let bytes = u32::try_from(chunk.len()).unwrap();
            let frame = u32::try_from(frame.len()).unwrap();
            blocks.push(BlockLine { frame, chunks: vec![(names.name(chunk), bytes)] });
        }
        let sealed = crypto::seal(&identity.to_recipient().unwrap(), &frames).unwrap();
        let bytes = u32::try_from(sealed.len()).unwrap();
        (SegmentLine { at: 0, bytes, record: *record, key: *key, blocks }, sealed)
    }

    fn pack(&mut self, segments: Vec<(SegmentLine, Vec<u8>)>) {
        let id = PackId(hash::random_id());
        let (mut body, mut lines, mut slots) = (vec![], vec![], vec![]);
        for (mut line, sealed) in segments {
            line.at = body.len() as u64;
            slots.push(Slot { bytes: line.bytes, hash: short(&sealed) });
            body.extend_from_slice(&sealed);
            lines.push(line);
        }
        let (table, tail) = PackTable::build(self.vault.id, id, slots, short);
        body.extend_from_slice(&tail);
        self.vault.storage.put(&names::pack(id), &body).unwrap();
        let table = ObjectHash(table.hash);
        let line = PackLine { pack: id, bytes: body.len() as u64, table, segments: lines };
        let seq = self.indexes.len() as u64 + 1;
        let mut draft = Draft::new(&header(&self.vault, ObjectKind::Index, seq)).unwrap();
        draft.line(&line).unwrap();
        let place = |hash| names::index(SECTION, hash);
        let object = self.vault.put_document(&self.writer, draft, place).unwrap();
        self.indexes.push(object.own_hash().unwrap());
        self.packs.push(line);
    }

    /// Backs up one file of each given record, and commits a snapshot.
    fn backup(&mut self, files: Backup<'_>) {
        let mut segments = vec![];
        for (record, path, bytes) in files {
            let (id, key) = (self.keys[*record].0, self.keys[*record].1);
            let names = self.writer.naming.chunk_key(id);
            let entry = InventoryEntry {
                path: TreePath::from_bytes(path.as_bytes()).unwrap(),
                kind: EntryKind::File(Content {
                    size_bytes: bytes.len() as u64,
                    hash: content_hash(bytes),
                    chunks: vec![names.name(bytes)],
                    extents: None,
                }),
                metadata: Metadata::default(),
            };
            let mut inventory = serde_json::to_vec(&entry).unwrap();
            inventory.push(b'\n');
            segments.push(self.segment(*record, &[bytes, &inventory]));
            let line = RecordLine {
                record: id,
                source: SourceId([5; 16]),
                name: format!("record {record}"),
                class: "fr/medical-record".to_owned(),
                key,
                inventory: vec![names.name(&inventory)],
                files: 1,
                bytes: bytes.len() as u64,
                newest: None,
                content: None,
            };
            self.states.insert(id, line);
        }
        self.pack(segments);
        self.manifest();
    }

    fn manifest(&mut self) {
        let number = self.snapshots.len() as u64 + 1;
        let snapshot = SnapshotId([u8::try_from(number).unwrap(); 16]);
        let line = SnapshotLine {
            base: None,
            gone: Vec::new(),
            snapshot,
            time: format!("2026-11-{number:02}T02:00:00Z"),
            drive: self.vault.drive,
            parent: None,
            indexes: self.indexes.clone(),
            files: 2,
            bytes: 10,
            problems: 0,
            program: "test".to_owned(),
            configuration: Some(CONFIGURATION.to_owned()),
        };
        let mut draft = Draft::new(&header(&self.vault, ObjectKind::Manifest, number)).unwrap();
        draft.line(&line).unwrap();
        for state in self.states.values() {
            draft.line(state).unwrap();
        }
        let time = NameTime::parse(&format!("202611{number:02}t020000z")).unwrap();
        let place = |hash| names::manifest(SECTION, time, hash);
        self.vault.put_document(&self.writer, draft, place).unwrap();
        self.snapshots.push(snapshot);
    }
}

impl Sample {
    fn new() -> Self {
        Self::with(&[
            &[(0, "dupont/note.txt", b"tension 12/8"), (1, "martin/note.txt", b"rien a signaler")],
            &[(0, "dupont/note.txt", b"tension 13/8")],
        ])
    }

    fn with(backups: &[Backup<'_>]) -> Self {
        let storage = Memory::new();
        let (key, naming) = (NamingSecret::generate(), NamingSecret::generate());
        let (opening, catalog) = (Identity::generate(), Identity::generate());
        let keys: Vec<_> = RECORDS
            .iter()
            .map(|record| (*record, KeyId(hash::random_id()), Identity::generate()))
            .collect();
        let (packs, snapshots, part) = {
            let vault = Vault::create(&storage, PRACTICE, &key, "2026-11-01T00:00:00Z").unwrap();
            let mut lines = vault::first_lines(&key, &naming, &catalog, 1);
            lines.extend(keys.iter().map(|(record, key, identity)| KeyringLine::Record {
                record: *record,
                key: *key,
                secret: identity.secret_text().expose_secret().to_owned(),
            }));
            let place = PartPlace { practice: PRACTICE, section: SECTION, epoch: 1, number: 1 };
            let to = [opening.to_recipient().unwrap()];
            let (part, bytes) = vault::make_part(place, &naming, &lines, &to).unwrap().remove(0);
            vault.put_small(&part, &bytes).unwrap();
            let catalog = catalog.to_recipient().unwrap();
            let mut builder = Builder {
                vault,
                writer: vault::SectionWriter { id: SECTION, naming: naming.clone(), catalog },
                keys,
                packs: vec![],
                indexes: vec![],
                states: BTreeMap::new(),
                snapshots: vec![],
            };
            for files in backups {
                builder.backup(files);
            }
            (builder.packs, builder.snapshots, part)
        };
        Self { storage, key, opening, snapshots, packs, part }
    }

    fn vault(&self) -> Vault<'_> {
        Vault::open(&self.storage, PRACTICE, &self.key).unwrap()
    }

    fn section(&self) -> SectionReader {
        let opening = [self.opening.secret_text().expose_secret().parse().unwrap()];
        vault::read_section(&self.vault(), SECTION, &opening).unwrap()
    }

    fn known(&self) -> ExpectedDrive {
        let known = |line: &PackLine| KnownPack {
            row: 0,
            id: line.pack,
            bytes: line.bytes,
            hash: line.table,
            verified: None,
        };
        let paths = self.paths();
        let small = paths.iter().filter_map(small_objects::first_copy);
        ExpectedDrive {
            packs: self.packs.iter().map(known).collect(),
            objects: small.map(|path| path.as_str().to_owned()).collect(),
            ours: Vec::new(),
            vault_key: Some(self.key.clone()),
        }
    }

    fn paths(&self) -> Vec<ObjectPath> {
        self.storage.list("").unwrap().into_iter().map(|(path, _)| path).collect()
    }

    fn get(&self, path: &ObjectPath) -> Vec<u8> {
        // Not `length_of`: objects in the vault's own folder are not below a folder's name.
        let listed = self.storage.list("").unwrap();
        let bytes = listed.iter().find(|(other, _)| other == path).unwrap().1;
        self.storage.read(path, 0, usize::try_from(bytes).unwrap()).unwrap()
    }

    fn set(&self, path: &ObjectPath, bytes: Option<&[u8]>) {
        self.storage.remove(path).unwrap();
        if let Some(bytes) = bytes {
            self.storage.put(path, bytes).unwrap();
        }
    }
}

/// The ways in which an object goes bad. `Swapped` takes the bytes of another of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Missing,
    Truncated,
    Flipped,
    Swapped,
    Empty,
}

const WAYS: [Way; 5] = [Way::Missing, Way::Truncated, Way::Flipped, Way::Swapped, Way::Empty];

/// The bytes of a broken object; an error when this way means nothing for it.
fn broken(sample: &Sample, path: &ObjectPath, way: Way) -> Result<Option<Vec<u8>>, ()> {
    let mut bytes = sample.get(path);
    Ok(match way {
        Way::Missing => None,
        Way::Empty => Some(vec![]),
        Way::Truncated => {
            bytes.truncate(bytes.len() - 1);
            Some(bytes)
        }
        Way::Flipped => {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            Some(bytes)
        }
        Way::Swapped => {
            let kind = |path: &ObjectPath| path.as_str().split('/').next().map(str::to_owned);
            let paths = sample.paths();
            let other = paths.iter().rfind(|other| {
                !path.folder().is_empty() && kind(other) == kind(path) && sample.get(other) != bytes
            });
            Some(sample.get(other.ok_or(())?))
        }
    })
}

fn is_clear(path: &ObjectPath) -> bool {
    CLEAR.contains(&path.as_str())
}

fn objects(report: &Report) -> Vec<&ObjectPath> {
    report.findings.iter().map(|finding| &finding.object).collect()
}

#[test]
fn a_whole_vault_has_no_findings_and_every_file_is_followed() {
    let sample = Sample::new();
    let (known, section) = (sample.known(), [sample.section()]);
    let quick = quick(&sample.vault(), Some(&known), &Silent).unwrap();
    assert_eq!(quick.findings, []);
    assert_eq!((quick.packs_good.len(), quick.files_compared), (2, 0));
    let full = full(&sample.vault(), &section, Some(&known), &Silent).unwrap();
    assert_eq!(full.findings, []);
    assert_eq!((full.packs_good.len(), full.files_compared), (2, 3));
}

#[test]
fn every_object_broken_in_every_way_is_reported_and_nothing_else_is() {
    let sample = Sample::new();
    let (known, section) = (sample.known(), [sample.section()]);
    let vault = sample.vault();
    let mut tried = 0;
    for path in sample.paths() {
        let whole = sample.get(&path);
        for way in WAYS {
            let Ok(bytes) = broken(&sample, &path, way) else { continue };
            // Nothing says what clear files hold.
            if is_clear(&path) && matches!(way, Way::Truncated | Way::Flipped) {
                continue;
            }
            sample.set(&path, bytes.as_deref());
            let reports = [
                quick(&vault, Some(&known), &Silent).unwrap(),
                full(&vault, &section, Some(&known), &Silent).unwrap(),
            ];
            for report in &reports {
                assert_eq!(objects(report), [&path], "{way:?} {:?}", report.mode);
                let finding = &report.findings[0];
                assert_eq!(finding.damage == Damage::Missing, way == Way::Missing, "{way:?}");
                assert_eq!(finding.spared, small_objects::first_copy(&path).is_some());
                let is_pack = parity_groups::pack_id(&path).is_some();
                assert_eq!(report.packs_bad.len(), usize::from(is_pack));
                assert_eq!(
                    report.losses().count() > 0,
                    !finding.spared && finding.page().is_none()
                );
            }
            tried += 1;
            sample.set(&path, Some(&whole));
        }
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn a_broken_small_object_is_repaired_from_its_twin_and_from_nothing_else() {
    let sample = Sample::new();
    let (known, vault) = (sample.known(), sample.vault());
    for path in sample.paths() {
        let Some(first) = small_objects::first_copy(&path) else { continue };
        let whole = sample.get(&path);
        for way in WAYS {
            let Ok(bytes) = broken(&sample, &path, way) else { continue };
            sample.set(&path, bytes.as_deref());
            let mut report = quick(&vault, Some(&known), &Silent).unwrap();
            assert_eq!(
                repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(),
                1,
                "{path} {way:?}"
            );
            assert!(report.is_good());
            assert_eq!(sample.get(&path), whole);
        }
        sample.set(&first, Some(b"torn"));
        sample.set(&first.mirror(), None);
        let mut report = quick(&vault, Some(&known), &Silent).unwrap();
        assert_eq!(report.findings.len(), 2);
        assert!(report.losses().count() > 0);
        assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 0);
        assert!(!report.is_good());
        sample.set(&first, Some(&whole));
        sample.set(&first.mirror(), Some(&whole));
    }
}

#[test]
fn a_keyring_part_lost_in_both_copies_comes_back_from_another_drive() {
    let (sample, other) = (Sample::new(), Sample::new());
    let part = sample.get(&sample.part);
    other.vault().put_small(&sample.part, &part).unwrap();
    let (known, vault) = (sample.known(), sample.vault());
    vault.remove_small(&Permit::in_peace(), &sample.part).unwrap();
    let mut report = quick(&vault, Some(&known), &Silent).unwrap();
    assert_eq!(report.findings.len(), 2);
    let elsewhere = |object: &ObjectPath| Ok(other.vault().read_small(object).ok());
    assert_eq!(
        repair(&vault, &Permit::in_peace(), &mut report, Some(&elsewhere), &Silent).unwrap(),
        2
    );
    assert_eq!(sample.get(&sample.part), part);
}

#[test]
fn full_says_which_files_and_snapshots_suffer() {
    let sample = Sample::new();
    let (vault, section) = (sample.vault(), [sample.section()]);
    let suffers = |report: &Report| {
        let suffers = report.findings[0].suffers.clone().unwrap();
        (suffers.files, suffers.snapshots)
    };
    // The second segment of the first pack is the other record's, which both snapshots hold.
    let line = &sample.packs[0];
    let object = names::pack(line.pack);
    let whole = sample.get(&object);
    let mut bytes = whole.clone();
    bytes[usize::try_from(line.segments[1].at).unwrap() + 250] ^= 1;
    sample.set(&object, Some(&bytes));
    let report = full(&vault, &section, None, &Silent).unwrap();
    assert_eq!(report.findings[0].segments, [1]);
    assert_eq!(suffers(&report), (1, sample.snapshots.clone()));
    // Without the whole first pack: two files, of which one has another state in the second.
    sample.set(&object, None);
    let report = full(&vault, &section, None, &Silent).unwrap();
    assert_eq!(report.findings[0].damage, Damage::Missing);
    assert_eq!(suffers(&report), (2, sample.snapshots.clone()));
    // A flipped table: everything the indexes describe can still be had.
    let mut bytes = whole.clone();
    *bytes.last_mut().unwrap() ^= 1;
    sample.set(&object, Some(&bytes));
    let report = full(&vault, &section, None, &Silent).unwrap();
    assert_eq!(objects(&report), [&object]);
    assert_eq!(suffers(&report), (0, vec![]));
    // The second pack: only the second snapshot.
    sample.set(&object, Some(&whole));
    sample.set(&names::pack(sample.packs[1].pack), None);
    let report = full(&vault, &section, None, &Silent).unwrap();
    assert_eq!(suffers(&report), (1, vec![sample.snapshots[1]]));
    // Both: two files, of which one suffers from both packs.
    sample.set(&object, None);
    let report = full(&vault, &section, None, &Silent).unwrap();
    let by_pack = |report: &Report| -> Vec<u64> {
        report.findings.iter().map(|found| found.suffers.as_ref().unwrap().files).collect()
    };
    assert_eq!((report.findings.len(), by_pack(&report).iter().sum::<u64>()), (2, 3));
    assert_eq!(report.files_suffering, 2);
}

#[test]
fn full_blames_the_index_that_is_gone_in_both_copies() {
    let sample = Sample::new();
    let (vault, section) = (sample.vault(), [sample.section()]);
    let folder = format!("{}/index", names::section(SECTION));
    for (index, _) in sample.storage.list(&folder).unwrap() {
        let whole = sample.get(&index);
        vault.remove_small(&Permit::in_peace(), &index).unwrap();
        let report = full(&vault, &section, None, &Silent).unwrap();
        assert_eq!(objects(&report), [&index]);
        assert_eq!(report.findings[0].damage, Damage::Missing);
        assert!(report.findings[0].suffers.as_ref().unwrap().files > 0);
        vault.put_small(&index, &whole).unwrap();
    }
}

#[test]
fn a_segment_wiped_with_its_key_forgotten_is_nobodys_loss() {
    let sample = Sample::new();
    let vault = sample.vault();
    let line = &sample.packs[0];
    let object = names::pack(line.pack);
    sample.storage.overwrite(&object, line.segments[1].at, &WIPED_MARK).unwrap();
    let mut section = sample.section();
    let report = full(&vault, std::slice::from_ref(&section), None, &Silent).unwrap();
    assert_eq!(report.findings.len(), 1, "its key is still there");
    assert_eq!(report.packs_bad, [line.pack]);
    let key = line.segments[1].key;
    section.keys.remove(&key);
    section.forgotten.insert(key);
    let report = full(&vault, &[section], None, &Silent).unwrap();
    assert_eq!((report.findings, report.wiped_segments), (vec![], 1));
    assert_eq!(report.packs_good.len(), 2);
}

/// Seventeen packs: a full group and a small one.
fn protected() -> Sample {
    let texts: Vec<String> = (0..17).map(|number| format!("note {number}").repeat(40)).collect();
    let files: Vec<[(usize, &str, &[u8]); 1]> =
        texts.iter().map(|text| [(0, "dupont/note.txt", text.as_bytes())]).collect();
    let backups: Vec<Backup<'_>> = files.iter().map(|files| files.as_slice()).collect();
    let sample = Sample::with(&backups);
    let vault = sample.vault();
    let free = parity_groups::unprotected(&vault).unwrap();
    assert_eq!(free.len(), 17);
    assert_eq!(
        parity_groups::protect(&vault, &Permit::in_peace(), &free[..16], &Silent).unwrap().len(),
        2
    );
    assert_eq!(
        parity_groups::protect(&vault, &Permit::in_peace(), &free[16..], &Silent).unwrap().len(),
        1
    );
    assert_eq!(parity_groups::unprotected(&vault).unwrap(), []);
    sample
}

/// Packs of the groups on the drive, the longest group first.
fn groups_of(sample: &Sample) -> Vec<Vec<PackId>> {
    let groups = parity_groups::groups(&sample.vault()).unwrap();
    let members = groups.iter().map(|group| group.table.group().members().iter());
    let mut packs: Vec<Vec<PackId>> =
        members.map(|members| members.map(|member| member.pack).collect()).collect();
    packs.sort_by_key(|group| std::cmp::Reverse(group.len()));
    packs
}

/// The packs of the full group.
fn members(sample: &Sample) -> Vec<PackLine> {
    let full = &groups_of(sample)[0];
    sample.packs.iter().filter(|line| full.contains(&line.pack)).cloned().collect()
}

#[test]
fn packs_that_come_one_by_one_are_protected_at_once_and_end_up_in_a_full_group() {
    let sample = protected();
    let vault = sample.vault();
    let all: HashSet<PackId> = sample.packs.iter().map(|line| line.pack).collect();
    parity_groups::release(&vault, &Permit::in_peace(), &all).unwrap();
    let free = parity_groups::unprotected(&vault).unwrap();
    for (number, pack) in free.iter().enumerate() {
        parity_groups::protect(&vault, &Permit::in_peace(), &[*pack], &Silent).unwrap();
        let left = parity_groups::unprotected(&vault).unwrap();
        assert_eq!(left, free[number + 1..]);
        let lengths: Vec<usize> = groups_of(&sample).iter().map(Vec::len).collect();
        let expected = if number < 16 { vec![number + 1] } else { vec![16, number - 15] };
        assert_eq!(lengths, expected);
    }
}

#[test]
fn a_small_group_grows_by_new_packs_alone_and_still_cures_an_old_one() {
    let sample = protected();
    let vault = sample.vault();
    let all: HashSet<PackId> = sample.packs.iter().map(|line| line.pack).collect();
    parity_groups::release(&vault, &Permit::in_peace(), &all).unwrap();
    let free = parity_groups::unprotected(&vault).unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free[..3], &Silent).unwrap();
    let hurt = names::pack(free[1].0);
    let whole = sample.get(&hurt);
    sample.storage.overwrite(&hurt, 3, b"?!").unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free[3..5], &Silent).unwrap();
    assert_eq!(groups_of(&sample), [free[..5].iter().map(|(pack, _)| *pack).collect::<Vec<_>>()]);
    let mut report = quick(&vault, Some(&sample.known()), &Silent).unwrap();
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 1);
    assert_eq!(sample.get(&hurt), whole);
    // Parity that is damaged itself is not taken over: all packs are read.
    let (object, _) = sample.storage.list("parity").unwrap().remove(0);
    sample.storage.overwrite(&object, 100, b"?!").unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free[5..6], &Silent).unwrap();
    assert_eq!(groups_of(&sample).iter().map(Vec::len).collect::<Vec<_>>(), [6]);
    assert_eq!(quick(&vault, Some(&sample.known()), &Silent).unwrap().findings, []);
}

#[test]
fn a_lost_pack_of_a_small_group_comes_back() {
    let sample = protected();
    let (vault, known) = (sample.vault(), sample.known());
    let alone = &groups_of(&sample)[1];
    assert_eq!(alone.len(), 1);
    let object = names::pack(alone[0]);
    let whole = sample.get(&object);
    sample.set(&object, None);
    let mut report = quick(&vault, Some(&known), &Silent).unwrap();
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 1);
    assert_eq!(sample.get(&object), whole);
}

#[test]
fn a_small_group_stays_while_a_member_of_it_has_no_other_place() {
    let sample = protected();
    let vault = sample.vault();
    let all: HashSet<PackId> = sample.packs.iter().map(|line| line.pack).collect();
    parity_groups::release(&vault, &Permit::in_peace(), &all).unwrap();
    let free = parity_groups::unprotected(&vault).unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free[..5], &Silent).unwrap();
    let hurt = names::pack(free[2].0);
    let whole = sample.get(&hurt);
    sample.storage.overwrite(&hurt, 3, b"?!").unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free[5..], &Silent).unwrap();
    let lengths: Vec<usize> = groups_of(&sample).iter().map(Vec::len).collect();
    assert_eq!(lengths, [16, 5], "damage is never protected, and its cure is kept");
    let mut report = quick(&vault, Some(&sample.known()), &Silent).unwrap();
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 1);
    assert_eq!(sample.get(&hurt), whole);
}

#[test]
fn lost_packs_are_rebuilt_from_parity_and_too_many_are_not() {
    let sample = protected();
    let (vault, known) = (sample.vault(), sample.known());
    assert_eq!(quick(&vault, Some(&known), &Silent).unwrap().findings, []);
    let members = members(&sample);
    let object = |number: usize| names::pack(members[number].pack);
    let whole = [sample.get(&object(0)), sample.get(&object(1))];
    sample.set(&object(0), None);
    sample.set(&object(1), Some(b"torn"));
    let mut report = quick(&vault, Some(&known), &Silent).unwrap();
    assert_eq!(report.packs_bad.len(), 2);
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 2);
    assert!(report.is_good() && report.packs_bad.is_empty());
    assert_eq!([sample.get(&object(0)), sample.get(&object(1))], whole);
    for number in 0..3 {
        sample.set(&object(number), None);
    }
    let mut report = quick(&vault, Some(&known), &Silent).unwrap();
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 0);
    assert_eq!(report.packs_bad.len(), 3);
}

#[test]
fn parity_never_brings_back_what_was_wiped() {
    let sample = protected();
    let (vault, known) = (sample.vault(), sample.known());
    let line = members(&sample).remove(0);
    let object = names::pack(line.pack);
    sample.storage.overwrite(&object, 0, &WIPED_MARK).unwrap();
    let wiped = sample.get(&object);
    let mut torn = wiped.clone();
    *torn.last_mut().unwrap() ^= 1;
    sample.set(&object, Some(&torn));
    let mut report = quick(&vault, Some(&known), &Silent).unwrap();
    assert_eq!(repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(), 1);
    assert_eq!(sample.get(&object), wiped);
    let packs = std::collections::HashSet::from([line.pack]);
    assert_eq!(parity_groups::release(&vault, &Permit::in_peace(), &packs).unwrap().removed, 2);
    assert_eq!(parity_groups::unprotected(&vault).unwrap().len(), 16);
}

#[test]
fn a_broken_parity_object_is_rebuilt_and_a_missing_one_protects_nothing() {
    let sample = protected();
    let (vault, known) = (sample.vault(), sample.known());
    let parity = sample.storage.list("parity").unwrap();
    for (object, _) in &parity {
        let whole = sample.get(object);
        for way in [Way::Truncated, Way::Flipped, Way::Swapped, Way::Empty] {
            let bytes = broken(&sample, object, way).unwrap();
            sample.set(object, bytes.as_deref());
            let mut report = quick(&vault, Some(&known), &Silent).unwrap();
            assert_eq!(objects(&report), [object], "{way:?}");
            assert_eq!(
                repair(&vault, &Permit::in_peace(), &mut report, None, &Silent).unwrap(),
                1,
                "{way:?}"
            );
            let same = sample.storage.list("parity").unwrap().iter().any(|(now, _)| now == object);
            assert!(!same || sample.get(object) == whole, "{way:?}");
            assert_eq!(parity_groups::unprotected(&vault).unwrap(), []);
            let report = quick(&vault, Some(&known), &Silent).unwrap();
            assert_eq!(report.findings, [], "{way:?}: nothing is left behind");
            if !same {
                break;
            }
        }
    }
    let parity = sample.storage.list("parity").unwrap();
    parity.iter().for_each(|(object, _)| sample.set(object, None));
    assert_eq!(parity_groups::unprotected(&vault).unwrap().len(), 17);
}

#[test]
fn a_damaged_pack_is_never_protected() {
    let sample = protected();
    let vault = sample.vault();
    let packs = sample.packs.iter().map(|line| line.pack).collect();
    parity_groups::release(&vault, &Permit::in_peace(), &packs).unwrap();
    let hurt: Vec<PackId> = sample.packs[..2].iter().map(|line| line.pack).collect();
    for pack in &hurt {
        sample.storage.overwrite(&names::pack(*pack), 9, b"?").unwrap();
    }
    let free = parity_groups::unprotected(&vault).unwrap();
    parity_groups::protect(&vault, &Permit::in_peace(), &free, &Silent).unwrap();
    let left = parity_groups::unprotected(&vault).unwrap();
    assert_eq!(
        left.iter().map(|(pack, _)| *pack).collect::<HashSet<_>>(),
        HashSet::from_iter(hurt)
    );
}

/// A state that knows the drive and nothing of what lies on it.
fn attached(sample: &Sample, home: &std::path::Path) -> (State, crate::state::Drive) {
    let mut state = State::open(home).unwrap();
    let vault = sample.vault();
    let new = NewDrive {
        id: vault.drive,
        vault: vault.id,
        name: "A".to_owned(),
        path: home.to_owned(),
        facts: "{}".to_owned(),
        fixed: false,
        enrolled: "2026-11-24T00:00:00Z".to_owned(),
    };
    let drive = state.add_drive(&new).unwrap();
    (state, drive)
}

#[test]
fn learning_a_drive_twice_gives_the_same_state() {
    let sample = Sample::new();
    let home = tempfile::tempdir().unwrap();
    let (mut state, drive) = attached(&sample, home.path());
    let section = [sample.section()];
    let mut learn = || {
        let learnt = attach::learn(&sample.vault(), &section, &mut state, &drive, &Silent).unwrap();
        let rows = state.record_keys(SECTION).unwrap();
        let of_record = |record| state.chunks(drive.row, rows[record].row).unwrap();
        let mut chunks: Vec<_> = RECORDS.iter().flat_map(of_record).collect();
        chunks.sort();
        let packs = state.packs(drive.row).unwrap().into_iter();
        let packs: Vec<_> = packs.map(|pack| (pack.id, pack.hash)).collect();
        let snapshots = state.snapshots(drive.row).unwrap().into_iter();
        let snapshots: Vec<_> = snapshots.map(|one| (one.id, one.seq)).collect();
        let indexes = state.indexes(drive.row).unwrap().into_iter();
        let indexes: Vec<_> = indexes.map(|one| (one.object, one.bytes)).collect();
        let head = state.drives().unwrap()[0].clone();
        (learnt, chunks, packs, snapshots, indexes, (head.seq, head.head))
    };
    let first = learn();
    assert_eq!(first, learn());
    let (learnt, chunks, packs, snapshots, indexes, (seq, head)) = first;
    assert_eq!((learnt.snapshots, learnt.packs, learnt.chunks, learnt.records), (2, 2, 6, 2));
    assert_eq!(learnt.configuration.as_deref(), Some(CONFIGURATION));
    assert_eq!((chunks.len(), packs.len(), indexes.len(), seq), (6, 2, 2, 2));
    assert_eq!(snapshots, [(sample.snapshots[0], 1), (sample.snapshots[1], 2)]);
    assert!(head.unwrap().contains("20261102t020000z"));
    assert_eq!(attach::parts(&sample.vault(), SECTION).unwrap().len(), 1);
    let found = quick(&sample.vault(), Some(&known_by(&state, &drive)), &Silent).unwrap();
    assert_eq!(found.findings, []);
}

fn known_by(state: &State, drive: &crate::state::Drive) -> ExpectedDrive {
    let indexes = state.indexes(drive.row).unwrap().into_iter().map(|index| index.object);
    let manifests = state.snapshots(drive.row).unwrap().into_iter().map(|one| one.object);
    ExpectedDrive {
        packs: state.packs(drive.row).unwrap(),
        objects: indexes.chain(manifests).collect(),
        ours: Vec::new(),
        vault_key: None,
    }
}

#[test]
fn only_packs_that_are_there_whole_in_length_are_learnt() {
    let sample = Sample::new();
    let home = tempfile::tempdir().unwrap();
    let (mut state, drive) = attached(&sample, home.path());
    sample.set(&names::pack(sample.packs[0].pack), Some(b"torn"));
    let section = [sample.section()];
    let learnt = attach::learn(&sample.vault(), &section, &mut state, &drive, &Silent).unwrap();
    assert_eq!((learnt.packs, learnt.chunks), (1, 2));
    assert_eq!(state.packs(drive.row).unwrap()[0].id, sample.packs[1].pack);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_flipped_byte_is_found_where_it_is(
        object in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        bit in 0..8u8,
    ) {
        let sample = Sample::new();
        let vault = sample.vault();
        let (known, section) = (sample.known(), [sample.section()]);
        let mut paths = sample.paths();
        paths.retain(|path| !is_clear(path));
        let path = &paths[object.index(paths.len())];
        let mut bytes = sample.get(path);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        sample.set(path, Some(&bytes));
        // White space of `vault.json` is nobody's.
        let same = path.as_str() == "vault.json"
            && Vault::describe(&sample.storage)
                .is_ok_and(|json| vault::is_authentic(&sample.key, &json));
        let expected: &[&ObjectPath] = if same { &[] } else { &[path] };
        for report in [
            quick(&vault, Some(&known), &Silent).unwrap(),
            full(&vault, &section, Some(&known), &Silent).unwrap(),
        ] {
            prop_assert_eq!(&objects(&report)[..], expected);
        }
    }
}
