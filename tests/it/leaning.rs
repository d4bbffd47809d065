//! Manifests that lean on others: what they cost, what they hold, and what is told of those that lie.

use refuge::config::RecordRule;
use refuge::error::{Damage, Error};
use refuge::format::documents::{Header, ObjectKind, RecordLine, SnapshotLine};
use refuge::format::names::ObjectPath;
use refuge::format::{FORMAT_VERSION, LEANING_VERSION};
use refuge::id::{RecordId, SectionId};
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::Manifest;
use refuge::verify;

use crate::purge::{purge, record};
use crate::rig::{Rig, files_below};
use crate::support::vault::{LittleRecord, LittleVault};

fn manifests_on(drive: &dyn Storage) -> Vec<(ObjectPath, u64)> {
    let mut all = drive.list("sections").unwrap();
    all.retain(|(object, _)| object.as_str().contains("/snapshots/"));
    all.sort();
    all
}

/// A practice with so many patients, backed up once.
fn practice(drive: &Memory, patients: usize) -> Rig {
    let mut rig = Rig::new(drive, RecordRule::EachFolder);
    for number in 0..patients {
        rig.write(&format!("Patient {number}/note.txt"), format!("note {number}").as_bytes());
    }
    rig.backup(drive, "Blue").unwrap();
    rig
}

/// Bases of the manifests, oldest first.
fn bases(rig: &Rig, drive: &dyn Storage) -> Vec<Option<ObjectPath>> {
    let (vault, section) = rig.open(drive);
    let (manifests, damaged) = Manifest::all(&vault, &section).unwrap();
    assert_eq!(damaged, []);
    manifests.into_iter().map(|manifest| manifest.base).collect()
}

#[test]
fn a_day_without_changes_costs_little_however_many_records_there_are() {
    let drive = Memory::new();
    let mut rig = practice(&drive, 400);
    let whole = manifests_on(&drive)[0].1;
    let same = rig.backup(&drive, "Blue").unwrap();
    assert!(same.drive_written < 8_000 && same.drive_written < whole, "{same:?}, {whole}");
    rig.write("Patient 7/note.txt", b"another note");
    rig.write("Patient 400/note.txt", b"a new patient");
    std::fs::remove_dir_all(rig.source().join("Patient 8")).unwrap();
    let changed = rig.backup(&drive, "Blue").unwrap();
    // The loose files of the folder are a record too.
    assert_eq!((changed.records, changed.files), (401, 400));
    let first = manifests_on(&drive)[0].0.clone();
    assert_eq!(bases(&rig, &drive), [None, Some(first.clone()), Some(first)]);
    let snapshots = rig.contents(&drive);
    assert_eq!(snapshots[0].1, snapshots[1].1);
    assert_eq!(snapshots[2].1, files_below(&rig.source()));
}

#[test]
fn what_differs_much_stands_for_itself_and_later_ones_lean_on_it() {
    let drive = Memory::new();
    let mut rig = practice(&drive, 260);
    for number in 0..201 {
        rig.write(&format!("Patient {number}/note.txt"), format!("changed {number}").as_bytes());
    }
    rig.expected_changes = true;
    rig.backup(&drive, "Blue").unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let second = manifests_on(&drive)[1].0.clone();
    assert_eq!(bases(&rig, &drive), [None, None, Some(second)]);
    assert_eq!(rig.contents(&drive)[2].1, files_below(&rig.source()));
}

#[test]
fn a_base_that_is_damaged_is_told_and_nothing_leans_on_it_any_more() {
    let drive = Memory::new();
    let mut rig = practice(&drive, 9);
    rig.backup(&drive, "Blue").unwrap();
    let (first, second) = (manifests_on(&drive)[0].0.clone(), manifests_on(&drive)[1].0.clone());
    for copy in [first.clone(), first.mirror()] {
        drive.overwrite(&copy, 30, b"damage").unwrap();
    }
    let (vault, section) = rig.open(&drive);
    let (good, damaged) = Manifest::all(&vault, &section).unwrap();
    assert!(good.is_empty());
    let told = [(first.clone(), Damage::WrongHash), (second.clone(), Damage::WithoutBase)];
    assert_eq!(damaged, told);
    let report = verify::full(&vault, &[section], None, &refuge::event::Silent).unwrap();
    for (object, damage) in told {
        let finds = |finding: &&verify::Finding| finding.object == object;
        assert_eq!(report.findings.iter().find(finds).map(|found| found.damage), Some(damage));
    }
    rig.backup(&drive, "Blue").unwrap();
    assert_eq!(rig.whole_contents(&drive).pop().unwrap().1, files_below(&rig.source()));
    // One copy is not enough to lean on.
    let third = manifests_on(&drive)[2].0.clone();
    drive.remove(&third).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let (vault, section) = rig.open(&drive);
    let last = manifests_on(&drive).pop().unwrap().0;
    assert_eq!(Manifest::read(&vault, &section, &last).unwrap().base, None);
}

#[test]
fn forgetting_reaches_the_lines_of_a_base_and_the_computers_memory_of_it() {
    let drive = Memory::new();
    let mut rig = practice(&drive, 9);
    // The record is in the base alone: what leans on it has left it out already.
    let gone = rig.source().join("Patient 3");
    std::fs::rename(&gone, rig.folder.path().join("moved")).unwrap();
    rig.backup(&drive, "Blue").unwrap();
    let old = manifests_on(&drive);
    let forgotten = record(&rig, "Patient 3");
    let kept = rig.contents(&drive).pop().unwrap();
    let outcome = purge(&mut rig, &drive, "Blue", &[forgotten]).unwrap();
    assert!(outcome.negative_test && outcome.doubts.is_empty(), "{outcome:?}");
    assert!(
        manifests_on(&drive).iter().all(|(object, _)| old.iter().all(|(old, _)| old != object))
    );
    let (vault, section) = rig.open(&drive);
    let (manifests, _) = Manifest::all(&vault, &section).unwrap();
    let lines: Vec<&RecordLine> = manifests.iter().flat_map(|manifest| &manifest.records).collect();
    assert!(lines.len() == 18 && lines.iter().all(|line| line.record != forgotten));
    assert_eq!(rig.contents(&drive).pop().unwrap(), kept);
    rig.backup(&drive, "Blue").unwrap();
    assert_eq!(bases(&rig, &drive).last(), Some(&None), "its base is not remembered any more");
}

/// A little vault of three records, and the parts of which its liars are made.
struct Scene {
    vault: LittleVault,
    records: Vec<LittleRecord>,
    lines: Vec<RecordLine>,
    base: ObjectPath,
}

impl Scene {
    fn new() -> Self {
        let mut vault = LittleVault::new();
        let source = vault.source("/srv/patients", "each-folder");
        let records: Vec<_> =
            ["Ali", "Bo", "Cy"].iter().map(|name| vault.record(source, name)).collect();
        let mut lines = Vec::new();
        for record in &records {
            let note = vault.file(record, &format!("{}/note.txt", record.name), b"12/8", 100);
            let text = serde_json::to_vec(&note).unwrap();
            lines.push(vault.record_line(record, &[note], &[text, b"\n".to_vec()].concat()));
        }
        vault.commit("2026-11-24T02:08:00Z", lines.clone());
        let base = manifests_on(&vault.storage)[0].0.clone();
        Self { vault, records, lines, base }
    }

    fn gone(&self) -> Vec<RecordId> {
        vec![self.records[0].id]
    }

    /// A manifest that says the first record is gone and the second has other files, after `lie` was told.
    fn leaning(&self, lie: impl Fn(&mut Header, &mut SnapshotLine)) -> ObjectPath {
        let own = [RecordLine { files: 7, ..self.lines[1].clone() }];
        let mut header = self.vault.header(ObjectKind::Manifest);
        (header.refuge, header.seq) = (LEANING_VERSION, header.seq + 1);
        let mut line = self.vault.snapshot_line("2026-11-25T02:08:00Z", &own);
        (line.base, line.gone) = (Some(self.base.file_name().to_owned()), self.gone());
        lie(&mut header, &mut line);
        self.vault.put_manifest(&header, &line, &own)
    }

    fn read(&self, object: &ObjectPath) -> Result<Manifest, Damage> {
        let vault = self.vault.vault();
        match Manifest::read(&vault, &self.vault.sections()[0], object) {
            Err(Error::Damaged { damage, .. }) => Err(damage),
            other => Ok(other.unwrap()),
        }
    }
}

#[test]
fn a_manifest_holds_its_base_less_what_is_gone_and_its_own_lines_instead() {
    let scene = Scene::new();
    let manifest = scene.read(&scene.leaning(|_, _| {})).unwrap();
    let held: Vec<_> =
        manifest.records.iter().map(|line| (line.name.as_str(), line.files)).collect();
    assert_eq!(held, [("Bo", 7), ("Cy", 1)]);
    assert_eq!((manifest.base, &*manifest.snapshot.gone), (Some(scene.base), &[][..]));
    assert_eq!(manifest.snapshot.base, None);
}

/// A change to a header and a line that a drive may tell.
type Lie<'a> = &'a dyn Fn(&mut Header, &mut SnapshotLine);

#[test]
fn a_base_that_cannot_be_one_is_refused() {
    let scene = Scene::new();
    let chained = scene.leaning(|_, _| {}).file_name().to_owned();
    let foreign = SectionId([9; 16]);
    let lies: [(&str, Lie<'_>, Damage); 9] = [
        ("is not there", &|_, line| line.base = Some(unknown("")), Damage::WithoutBase),
        (
            "leans itself",
            &|header, line| {
                (header.seq, line.base) = (header.seq + 1, Some(chained.clone()));
            },
            Damage::Malformed,
        ),
        ("came later", &|header, _| header.seq -= 2, Damage::Malformed),
        ("came at once", &|header, _| header.seq -= 1, Damage::Malformed),
        (
            "is in another section",
            &|_, line| {
                line.base = Some(unknown(&format!("../../{foreign}/snapshots/")));
            },
            Damage::Malformed,
        ),
        ("is no manifest", &|_, line| line.base = Some("vault.json".into()), Damage::Malformed),
        ("is no name", &|_, line| line.base = Some(String::new()), Damage::Malformed),
        (
            "may not be named by version 1",
            &|header, _| header.refuge = FORMAT_VERSION,
            Damage::Malformed,
        ),
        (
            "is not named, and something of it gone",
            &|header, line| {
                (header.refuge, line.base) = (FORMAT_VERSION, None);
            },
            Damage::Malformed,
        ),
    ];
    for (label, lie, damage) in lies {
        assert_eq!(scene.read(&scene.leaning(lie)).err(), Some(damage), "a base that {label}");
    }
    let newer = scene.leaning(|header, _| header.refuge = LEANING_VERSION + 1);
    assert_eq!(scene.read(&newer).err(), Some(Damage::Newer));
    assert!(scene.read(&scene.base).is_ok());
}

fn unknown(folder: &str) -> String {
    format!("{folder}20261123t000000z-{}.age", "0".repeat(32))
}

/// Whole, authentic, and of another section: moved to where the base must lie.
#[test]
fn a_base_that_was_brought_from_elsewhere_is_not_believed() {
    let scene = Scene::new();
    let mut header = scene.vault.header(ObjectKind::Manifest);
    header.section = SectionId([9; 16]);
    let line = scene.vault.snapshot_line("2026-11-24T02:08:00Z", &scene.lines);
    let foreign = scene.vault.put_manifest(&header, &line, &scene.lines);
    let length = usize::try_from(scene.vault.storage.length(&foreign).unwrap()).unwrap();
    let bytes = scene.vault.storage.read(&foreign, 0, length).unwrap();
    let moved = format!("{}/{}", scene.base.folder(), foreign.file_name());
    let moved = ObjectPath::parse(&moved).unwrap();
    scene.vault.vault().put_small(&moved, &bytes).unwrap();
    let leaning = scene.leaning(|_, line| line.base = Some(moved.file_name().to_owned()));
    assert_eq!(scene.read(&leaning).err(), Some(Damage::WithoutBase));
}
