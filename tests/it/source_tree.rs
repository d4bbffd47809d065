//! An odd tree goes from a source through memory into a destination and is the same there.
//!
//! With links, modes and attributes as Unix has them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::path::Path;

use refuge::destination::{Destination, GivenUp};
use refuge::format::entry::Metadata;
use refuge::platform::{self, Folder, Tree};
use refuge::source::{Scope, Seen, SeenKind, SourceFolder};
use refuge::tree_path::TreePath;

/// Times on the restored tree must not look right only because they are of just now.
const LONG_AGO: std::time::Duration = std::time::Duration::new(1_234_567_890, 123_456_789);

/// Names that have been trouble somewhere.
const ODD_NAMES: [&[u8]; 8] = [
    b" ",
    b"-rf",
    b"new\nline",
    b"\x1b[2J",
    b"not-text-\xff\xfe",
    "e\u{301}te\u{301}".as_bytes(),
    "été 🗂".as_bytes(),
    &[b'n'; 255],
];

fn write(path: &Path, content: &[u8]) {
    std::fs::write(path, content).unwrap();
    File::open(path).unwrap().set_modified(std::time::UNIX_EPOCH + LONG_AGO).unwrap();
}

pub(crate) fn make_odd_tree(root: &Path) {
    for name in ODD_NAMES {
        let folder = root.join(OsStr::from_bytes(name));
        std::fs::create_dir(&folder).unwrap();
        write(&folder.join(OsStr::from_bytes(name)), name);
    }
    let plain = root.join("plain");
    std::fs::create_dir_all(plain.join("empty/folder")).unwrap();
    write(&plain.join("empty file"), b"");
    write(&plain.join("locked"), b"locked");
    std::fs::set_permissions(plain.join("locked"), PermissionsExt::from_mode(0o400)).unwrap();
    std::fs::hard_link(plain.join("locked"), plain.join("second name")).unwrap();
    symlink("../../nowhere", plain.join("broken link")).unwrap();
    symlink("/etc", root.join("loose link")).unwrap();
    write(&root.join("loose file"), b"loose");
    let sparse = File::create(plain.join("sparse")).unwrap();
    sparse.write_all_at(&[7; 5000], 3 << 20).unwrap();
    sparse.set_len(8 << 20).unwrap();
    std::fs::set_permissions(plain.join("empty"), PermissionsExt::from_mode(0o500)).unwrap();
    make_deep_file(root);
    File::open(plain).unwrap().set_modified(std::time::UNIX_EPOCH + LONG_AGO).unwrap();
}

/// A path that no single call of the system takes.
fn make_deep_file(root: &Path) {
    let tree = Tree::new(Folder::open_root(root).unwrap());
    let mut path = TreePath::root();
    for _ in 0..30 {
        tree.folder(&path).unwrap().create_folder(&[b'd'; 200]).unwrap();
        path = path.join(&[b'd'; 200]).unwrap();
    }
    let file = tree.folder(&path).unwrap().create_file(b"bottom").unwrap();
    platform::write_all_at(&file, b"deep", 0).unwrap();
}

/// An access list: owner rw, user 1234 r, group r, mask r, others none (`posix_acl_xattr.h`).
fn access_list() -> Vec<u8> {
    let entry = |tag: u16, rights: u16, id: u32| {
        [&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat()
    };
    let none = u32::MAX;
    let entries =
        [(0x01, 6, none), (0x02, 4, 1234), (0x04, 4, none), (0x10, 4, none), (0x20, 0, none)];
    let entries = entries.map(|(tag, rights, id)| entry(tag, rights, id)).concat();
    [&2_u32.to_le_bytes()[..], &entries].concat()
}

fn set_xattr(path: &Path, name: &str, value: &[u8]) -> bool {
    rustix::fs::setxattr(path, name, value, rustix::fs::XattrFlags::empty()).is_ok()
}

/// Attributes and access lists on a file and its folder, as far as the file system has any: how
/// many came on the file, and whether there are lists.
pub(crate) fn add_attributes(root: &Path) -> (usize, bool) {
    std::fs::create_dir_all(root.join("a")).unwrap();
    write(&root.join("a/f"), b"x");
    let has_some = set_xattr(&root.join("a/f"), "user.long", &[b'v'; 3000])
        && set_xattr(&root.join("a/f"), "user.empty", b"");
    let has_lists = set_xattr(&root.join("a/f"), "system.posix_acl_access", &access_list())
        && set_xattr(&root.join("a"), "system.posix_acl_default", &access_list());
    (2 * usize::from(has_some), has_lists)
}

fn open(root: &Path) -> SourceFolder {
    SourceFolder::open(root, Scope::default()).unwrap()
}

fn walk(source: &SourceFolder) -> Vec<Seen> {
    let mut seen = Vec::new();
    for group in source.groups().unwrap() {
        assert!(group.problems.is_empty(), "{:?}", group.problems);
        seen.extend(group.entries);
    }
    seen
}

/// What must be the same on both sides.
pub(crate) type Facts = (TreePath, SeenKind, u64, Metadata, Vec<u8>, Option<Vec<(u64, u64)>>);

pub(crate) fn facts(root: &Path) -> Vec<Facts> {
    let source = open(root);
    walk(&source)
        .into_iter()
        .map(|seen| {
            let metadata = source.metadata(&seen);
            let (mut content, mut extents, mut size) = (Vec::new(), None, 0);
            if seen.kind == SeenKind::File {
                let mut file = source.open_file(&seen).unwrap();
                extents = file.extents();
                size = seen.size_bytes;
                file.read_to_end(&mut content).unwrap();
            }
            (seen.path, seen.kind, size, metadata, content, extents)
        })
        .collect()
}

/// Restores what `from` holds, in the order of the walk.
fn copy(from: &Path, to: &Path) {
    let source = open(from);
    let destination = Destination::create(to, false).unwrap();
    let mut first_names = std::collections::HashMap::new();
    for seen in walk(&source) {
        let first = first_names.entry(seen.identity()).or_insert_with(|| seen.path.clone());
        let restored = match &seen.kind {
            SeenKind::Folder => destination.folder(&seen.path, &source.metadata(&seen)).unwrap(),
            SeenKind::Symlink { to } => {
                destination.symlink(&seen.path, to, &source.metadata(&seen)).unwrap()
            }
            SeenKind::File if *first != seen.path => {
                destination.hard_link(&seen.path, first).unwrap()
            }
            SeenKind::File => copy_file(&source, &seen, &destination),
        };
        assert_eq!(restored, GivenUp::default(), "{:?}", seen.path);
    }
    assert!(destination.finish_folders().is_empty());
}

fn copy_file(source: &SourceFolder, seen: &Seen, destination: &Destination) -> GivenUp {
    let file = source.open_file(seen).unwrap();
    let to = destination.file(&seen.path, seen.size_bytes).unwrap();
    for (offset, length) in file.extents().unwrap_or_else(|| vec![(0, seen.size_bytes)]) {
        let mut bytes = vec![0; usize::try_from(length).unwrap()];
        assert_eq!(file.read_at(&mut bytes, offset).unwrap(), bytes.len());
        to.write_at(offset, &bytes).unwrap();
    }
    assert_eq!(file.stat_again().unwrap(), file.version());
    to.finish(&file.metadata()).unwrap()
}

#[test]
fn an_odd_tree_is_the_same_after_going_through() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("from"), dir.path().join("to"));
    std::fs::create_dir(&from).unwrap();
    make_odd_tree(&from);
    copy(&from, &to);
    let (before, after) = (facts(&from), facts(&to));
    assert!(before.len() > 50, "{}", before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
    let links = |root: &Path| {
        let mut links = walk(&open(root)).into_iter().filter(|seen| seen.links == 2);
        links.find(|seen| seen.kind == SeenKind::File).map(|seen| seen.path)
    };
    assert_eq!(links(&to), TreePath::from_bytes(b"plain/locked").ok());
}

#[test]
fn attributes_and_access_lists_go_through() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("from"), dir.path().join("to"));
    let (on_file, has_lists) = add_attributes(&from);
    copy(&from, &to);
    let after = facts(&to);
    let xattrs: Vec<_> = after.iter().map(|facts| facts.3.xattrs.len()).collect();
    // A file system without attributes or lists has none to carry, and none may appear.
    let on_folder = usize::from(has_lists);
    assert_eq!(xattrs, [0, on_folder, on_file + on_folder]);
    assert_eq!(after, facts(&from));
}
