//! Backups as folders: what lies where, versions beside each other, bytes from anywhere in a file, damage as damage.

use refuge::browse::tree::{
    self, BackupTree, Child, ChildKind, Opened, Place, StoredFile, TreeSource,
};
use refuge::browse::{self, SnapshotSummary};
use refuge::config::RecordRule;
use refuge::error::Error;
use refuge::format::names as objects;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;
use refuge::vault::{Contents, SectionReader, Vault};

use crate::rig::{Rig, file, noise};

/// A drive that is looked into.
struct Looked<'a> {
    vault: Vault<'a>,
    snapshots: Vec<SnapshotSummary>,
}

impl<'a> Looked<'a> {
    fn at(rig: &Rig, drive: &'a dyn Storage) -> (Self, Vec<SectionReader>) {
        let (vault, section) = rig.open(drive);
        let sections = vec![section];
        let snapshots = browse::snapshots(&vault, &sections).unwrap().snapshots;
        (Self { vault, snapshots }, sections)
    }

    fn tree<'t>(&'t self, opened: &'t [Opened<'t>]) -> BackupTree<'t>
    where
        'a: 't,
    {
        let forgotten = Box::leak(Box::default());
        let (vault, snapshots) = (self.vault, self.snapshots.as_slice());
        let ground = TreeSource { vault, opened, snapshots, forgotten };
        BackupTree::new(&ground, &jiff::tz::TimeZone::UTC).unwrap()
    }
}

fn names(children: &[Child]) -> Vec<String> {
    children.iter().map(|child| String::from_utf8(child.name.clone()).unwrap()).collect()
}

/// The folder of that path; its first component may be a number among the backups.
fn place(tree: &mut BackupTree<'_>, path: &str) -> Place {
    path.split('/').fold(Place::Root, |place, name| {
        match tree.find(&place, name.as_bytes()).unwrap().map(|child| child.what) {
            Some(ChildKind::Folder(inside)) => inside,
            other => panic!("{path}: {other:?}"),
        }
    })
}

fn listed(tree: &mut BackupTree<'_>, path: &str) -> Vec<String> {
    let place = place(tree, path);
    names(&tree.list(&place).unwrap())
}

fn stored(tree: &mut BackupTree<'_>, path: &str) -> StoredFile {
    let (folder, name) = path.rsplit_once('/').unwrap();
    let place = place(tree, folder);
    match tree.find(&place, name.as_bytes()).unwrap().map(|child| child.what) {
        Some(ChildKind::File(file)) => file,
        other => panic!("{path}: {other:?}"),
    }
}

fn bytes(tree: &mut BackupTree<'_>, path: &str) -> Result<Vec<u8>, Error> {
    let file = stored(tree, path);
    let open = tree.open(&file)?;
    tree.read(&open, 0, usize::try_from(open.size_bytes()).unwrap() + 10)
}

/// Three days of two patients.
fn lived(drive: &Memory) -> Rig {
    let days = [
        vec![file("DURAND/notes.txt", "one"), file("COSTA/x/lettre.txt", "dear")],
        vec![file("DURAND/notes.txt", "two"), file("DURAND/bilan.pdf", noise(5, 900_000))],
        vec![file("DURAND/notes.txt", "one"), file("note.txt", "loose")],
    ];
    Rig::after(&[("Blue", drive)], days)
}

#[test]
fn each_backup_is_a_folder_with_what_was_there_that_day() {
    let drive = Memory::new();
    let rig = lived(&drive);
    let (looked, sections) = Looked::at(&rig, &drive);
    let opened = tree::opened(&looked.vault, &sections).unwrap();
    let mut tree = looked.tree(&opened);
    let root = names(&tree.list(&Place::Root).unwrap());
    assert_eq!(root.len(), 4);
    assert_eq!(root[3], "versions");
    assert!(root[0].len() == "2026-11-18 12h26".len() && root[0].contains('h'), "{root:?}");
    let [first, second, third] = [&root[0], &root[1], &root[2]].map(|day| format!("{day}/source"));
    assert_eq!(listed(&mut tree, &first), ["COSTA", "DURAND"]);
    assert_eq!(listed(&mut tree, &format!("{second}/DURAND")), ["bilan.pdf", "notes.txt"]);
    assert_eq!(listed(&mut tree, &third), ["COSTA", "DURAND", "note.txt"]);
    assert_eq!(listed(&mut tree, &format!("{third}/COSTA/x")), ["lettre.txt"]);
    for (day, text) in [(&first, "one"), (&second, "two"), (&third, "one")] {
        assert_eq!(bytes(&mut tree, &format!("{day}/DURAND/notes.txt")).unwrap(), text.as_bytes());
    }
    let nowhere = place(&mut tree, &third);
    assert!(tree.find(&nowhere, b"MARTIN").unwrap().is_none());
}

#[test]
fn versions_of_a_file_stand_beside_each_other_each_once() {
    let drive = Memory::new();
    let rig = lived(&drive);
    let (looked, sections) = Looked::at(&rig, &drive);
    let opened = tree::opened(&looked.vault, &sections).unwrap();
    let mut tree = looked.tree(&opened);
    let days = names(&tree.list(&Place::Root).unwrap());
    let folder = "versions/source/DURAND";
    let wanted = [
        format!("bilan ({}).pdf", days[1]),
        format!("notes ({}).txt", days[0]),
        format!("notes ({}).txt", days[1]),
    ];
    assert_eq!(listed(&mut tree, folder), wanted);
    assert_eq!(bytes(&mut tree, &format!("{folder}/{}", wanted[2])).unwrap(), b"two");
    assert_eq!(
        listed(&mut tree, "versions/source"),
        ["COSTA".to_owned(), "DURAND".to_owned(), format!("note ({}).txt", days[2]),]
    );
}

#[test]
fn bytes_come_from_anywhere_in_a_file() {
    let drive = Memory::new();
    let rig = lived(&drive);
    let (looked, sections) = Looked::at(&rig, &drive);
    let opened = tree::opened(&looked.vault, &sections).unwrap();
    let mut tree = looked.tree(&opened);
    let day = names(&tree.list(&Place::Root).unwrap())[1].clone();
    let file = stored(&mut tree, &format!("{day}/source/DURAND/bilan.pdf"));
    let (open, whole) = (tree.open(&file).unwrap(), noise(5, 900_000));
    let mut seed = 7_u64;
    for _ in 0..300 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = usize::try_from(seed >> 33).unwrap() % 900_100;
        let length = usize::try_from(seed % 200_000).unwrap();
        let read = tree.read(&open, at as u64, length).unwrap();
        let (from, to) = (at.min(whole.len()), (at + length).min(whole.len()));
        assert_eq!(read, whole[from..to.max(from)], "{at} {length}");
    }
}

#[test]
fn damage_is_an_error_and_never_other_bytes() {
    let drive = Memory::new();
    let rig = lived(&drive);
    let (looked, sections) = Looked::at(&rig, &drive);
    let opened = tree::opened(&looked.vault, &sections).unwrap();
    let mut tree = looked.tree(&opened);
    let day = names(&tree.list(&Place::Root).unwrap())[1].clone();
    let path = format!("{day}/source/DURAND/bilan.pdf");
    let file = stored(&mut tree, &path);
    let open = tree.open(&file).unwrap();
    for pack in Contents::load(&looked.vault, &sections[0]).unwrap().packs {
        for segment in &pack.segments {
            let (object, at) =
                (objects::pack(pack.pack), segment.at + u64::from(segment.bytes) / 2);
            let was = drive.read(&object, at, 1).unwrap();
            drive.overwrite(&object, at, &[was[0] ^ 0xff]).unwrap();
        }
    }
    let whole = noise(5, 900_000);
    let mut failed = 0;
    for at in (0..900_000).step_by(100_000) {
        match tree.read(&open, at, 100_000) {
            Ok(read) => {
                let at = usize::try_from(at).unwrap();
                assert_eq!(read, whole[at..at + read.len()]);
            }
            Err(Error::Damaged { .. }) => failed += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(failed > 0, "nothing was damaged");
}

#[test]
fn a_source_that_is_cut_otherwise_is_a_folder_all_the_same() {
    let drive = Memory::new();
    let mut rig = Rig::new(&drive, RecordRule::ByYear);
    rig.write("2024/a.txt", b"a");
    rig.write("2025/deep/er/b.txt", b"b");
    rig.backup(&drive, "Blue").unwrap();
    let (looked, sections) = Looked::at(&rig, &drive);
    let opened = tree::opened(&looked.vault, &sections).unwrap();
    let mut tree = looked.tree(&opened);
    let day = names(&tree.list(&Place::Root).unwrap())[0].clone();
    assert_eq!(listed(&mut tree, &format!("{day}/source")), ["2024", "2025"]);
    assert_eq!(listed(&mut tree, &format!("{day}/source/2025/deep/er")), ["b.txt"]);
    assert_eq!(bytes(&mut tree, &format!("{day}/source/2024/a.txt")).unwrap(), b"a");
}
