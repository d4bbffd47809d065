//! Restores into folders that are hostile, crowded or odd.
//!
//! With links, modes and names as Unix has them; other systems are tested through the verbs.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::*;
use crate::exclude::{Exclude, ExclusionRule};
use crate::format::entry::Moment;

fn path(text: &str) -> TreePath {
    TreePath::from_bytes(text.as_bytes()).unwrap()
}

fn plain() -> Metadata {
    Metadata { modified: Some(Moment(1_000_000_000, 123_456_789)), ..Metadata::default() }
}

fn open(dir: &Path) -> Destination {
    Destination::create(dir, true).unwrap()
}

fn restore(destination: &Destination, to: &str, content: &[u8], metadata: &Metadata) -> GivenUp {
    let file = destination.file(&path(to), content.len() as u64).unwrap();
    file.write_at(0, content).unwrap();
    file.finish(metadata).unwrap()
}

fn mode_of(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().mode() & 0o7777
}

fn exactly() -> GivenUp {
    GivenUp::default()
}

fn renamed(to: &str) -> GivenUp {
    GivenUp { renamed_to: Some(path(to)), metadata_lost: false }
}

#[test]
fn a_file_appears_under_its_name_only_when_it_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let file = destination.file(&path("a/b/f"), 5).unwrap();
    file.write_at(3, b"lo").unwrap();
    assert!(!dir.path().join("a/b/f").exists());
    let partial = std::fs::read_dir(dir.path().join("a/b")).unwrap().next().unwrap().unwrap();
    assert_eq!(partial.metadata().unwrap().mode() & 0o7777, 0o600);
    let left_out = Exclude::default().rule(&path("a"), partial.file_name().as_bytes());
    assert_eq!(left_out, Some(ExclusionRule::System));
    file.write_at(0, b"hel").unwrap();
    let metadata = Metadata { mode: Some(0o644), ..plain() };
    assert_eq!(file.finish(&metadata).unwrap(), exactly());
    let restored = std::fs::metadata(dir.path().join("a/b/f")).unwrap();
    assert_eq!(std::fs::read(dir.path().join("a/b/f")).unwrap(), b"hello");
    assert_eq!((restored.mtime(), restored.mtime_nsec()), (1_000_000_000, 123_456_789));
    assert_eq!(restored.mode() & 0o7777, 0o644);
    drop(destination.file(&path("a/b/g"), 5).unwrap());
    assert_eq!(std::fs::read_dir(dir.path().join("a/b")).unwrap().count(), 1, "given up, removed");
}

#[test]
fn a_folder_that_holds_something_is_refused_unless_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    assert!(Destination::create(dir.path(), false).is_ok());
    std::fs::write(dir.path().join("mine"), b"x").unwrap();
    let refused = Destination::create(dir.path(), false).unwrap_err();
    assert!(matches!(refused, Error::TargetNotEmpty(_)), "{refused:?}");
    let new = dir.path().join("new/deep");
    assert!(Destination::create(&new, false).is_ok());
    assert_eq!(std::fs::metadata(new).unwrap().mode() & 0o777, 0o700);
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("a")).unwrap();
    std::fs::set_permissions(dir.path().join("a"), PermissionsExt::from_mode(0o751)).unwrap();
    std::fs::write(dir.path().join("a/f.txt"), b"mine").unwrap();
    let destination = open(dir.path());
    let folder = Metadata { mode: Some(0o700), ..plain() };
    assert_eq!(destination.folder(&path("a"), &folder).unwrap(), exactly());
    assert_eq!(restore(&destination, "a/f.txt", b"restored", &plain()), renamed("a/f (2).txt"));
    assert_eq!(destination.symlink(&path("a/f.txt"), b"x", &plain()).unwrap(), {
        renamed("a/f (3).txt")
    });
    assert!(destination.finish_folders().is_empty());
    assert_eq!(std::fs::read(dir.path().join("a/f.txt")).unwrap(), b"mine");
    assert_eq!(std::fs::read(dir.path().join("a/f (2).txt")).unwrap(), b"restored");
    let mode = std::fs::metadata(dir.path().join("a")).unwrap().mode() & 0o777;
    assert_eq!(mode, 0o751, "a folder that was there keeps its rights");
}

#[test]
fn a_link_planted_in_the_target_leads_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("victim"), b"mine").unwrap();
    symlink(outside.path(), dir.path().join("folder")).unwrap();
    symlink(outside.path().join("victim"), dir.path().join("file")).unwrap();
    symlink(outside.path().join("made"), dir.path().join("dangling")).unwrap();
    let destination = open(dir.path());
    let metadata = Metadata { mode: Some(0o777), ..plain() };
    let within = renamed("folder (2)/deep/f");
    assert_eq!(restore(&destination, "folder/deep/f", b"x", &metadata), within);
    assert_eq!(restore(&destination, "file", b"x", &metadata), renamed("file (2)"));
    assert_eq!(restore(&destination, "dangling", b"x", &metadata), renamed("dangling (2)"));
    destination.folder(&path("folder"), &metadata).unwrap();
    assert!(destination.finish_folders().is_empty());
    assert_eq!(std::fs::read(outside.path().join("victim")).unwrap(), b"mine");
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
    assert_ne!(mode_of(outside.path()), 0o777, "what the link points to keeps its rights");
}

#[test]
fn a_link_from_the_backup_is_not_a_way_out_for_what_follows() {
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let to = outside.path().as_os_str().as_bytes();
    assert_eq!(destination.symlink(&path("a"), to, &plain()).unwrap(), exactly());
    assert_eq!(restore(&destination, "a/f", b"x", &plain()), renamed("a (2)/f"));
    assert_eq!(std::fs::read_link(dir.path().join("a")).unwrap(), outside.path());
    let link = std::fs::symlink_metadata(dir.path().join("a")).unwrap();
    assert_eq!(link.mtime(), 1_000_000_000);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_swapped_for_a_link_while_restoring_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    destination.folder(&path("a"), &Metadata { mode: Some(0o777), ..plain() }).unwrap();
    // More folders than are kept open, so that `a` must be opened again.
    for number in 0..100 {
        destination.folder(&path(&format!("x{number}")), &plain()).unwrap();
    }
    std::fs::rename(dir.path().join("a"), dir.path().join("away")).unwrap();
    symlink(outside.path(), dir.path().join("a")).unwrap();
    let refused = destination.file(&path("a/f"), 0).unwrap_err();
    assert!(matches!(refused, Setback::Problem(ProblemCause::NotWritten)), "{refused:?}");
    let lost = destination.finish_folders();
    assert_eq!(lost.iter().map(|lost| lost.path.escaped()).collect::<Vec<_>>(), ["a"]);
    assert_ne!(mode_of(outside.path()), 0o777);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn data_beyond_the_announced_size_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = open(dir.path()).file(&path("f"), 4).unwrap();
    for (offset, bytes) in [(0, &b"12345"[..]), (4, b"1"), (u64::MAX, b"1")] {
        assert!(matches!(file.write_at(offset, bytes), Err(Setback::Problem(_))));
    }
}

#[test]
fn holes_stay_holes() {
    let dir = tempfile::tempdir().unwrap();
    let file = open(dir.path()).file(&path("f"), 64 << 20).unwrap();
    file.write_at(1 << 20, &[7; 4096]).unwrap();
    file.finish(&plain()).unwrap();
    let restored = std::fs::metadata(dir.path().join("f")).unwrap();
    assert_eq!(restored.len(), 64 << 20);
    assert!(restored.blocks() * 512 < 1 << 20, "{} blocks", restored.blocks());
}

#[test]
fn hard_links_lead_to_what_this_run_restored_and_to_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("taken"), b"mine").unwrap();
    let destination = open(dir.path());
    restore(&destination, "taken", b"restored", &plain());
    let linked = destination.hard_link(&path("b/other"), &path("taken")).unwrap();
    assert_eq!(linked, exactly());
    assert_eq!(std::fs::read(dir.path().join("b/other")).unwrap(), b"restored");
    assert_eq!(std::fs::metadata(dir.path().join("b/other")).unwrap().nlink(), 2);
    std::fs::write(dir.path().join("foreign"), b"mine").unwrap();
    let refused = destination.hard_link(&path("c"), &path("foreign")).unwrap_err();
    assert!(matches!(refused, Setback::Problem(ProblemCause::NotWritten)));
}

#[test]
fn a_copy_takes_the_place_of_a_hard_link_where_there_are_none() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    restore(&destination, "one", b"content", &Metadata { mode: Some(0o640), ..plain() });
    let inner = &destination.inner;
    let copied = file::copy(inner, inner.tree.root(), b"one", &path("two")).unwrap();
    assert_eq!(copied, GivenUp { renamed_to: None, metadata_lost: true });
    let copy = std::fs::metadata(dir.path().join("two")).unwrap();
    assert_eq!(std::fs::read(dir.path().join("two")).unwrap(), b"content");
    assert_eq!((copy.mode() & 0o777, copy.mtime(), copy.nlink()), (0o640, 1_000_000_000, 1));
}

#[test]
fn folders_get_their_times_and_rights_last_and_deepest_first() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let closed = Metadata { mode: Some(0o500), ..plain() };
    destination.folder(&path("a"), &closed).unwrap();
    destination.folder(&path("a/b"), &closed).unwrap();
    restore(&destination, "a/b/f", b"x", &plain());
    restore(&destination, "a/g", b"x", &plain());
    assert!(destination.finish_folders().is_empty());
    for name in ["a", "a/b"] {
        let folder = std::fs::metadata(dir.path().join(name)).unwrap();
        assert_eq!((folder.mode() & 0o777, folder.mtime()), (0o500, 1_000_000_000), "{name}");
    }
    destination.sync().unwrap();
}

#[test]
fn rights_that_could_be_lent_come_back_only_with_their_owner() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let lending = Metadata { mode: Some(0o6755), ..plain() };
    restore(&destination, "no-owner", b"x", &lending);
    let mode = |name: &str| std::fs::metadata(dir.path().join(name)).unwrap().mode() & 0o7777;
    assert_eq!(mode("no-owner"), 0o755);
    let owned = Metadata { owner: Some((1234, 1235)), ..lending };
    let restored = restore(&destination, "owner", b"x", &owned);
    let facts = std::fs::metadata(dir.path().join("owner")).unwrap();
    if platform::may_set_owners() {
        assert_eq!((facts.uid(), facts.gid(), mode("owner")), (1234, 1235, 0o6755));
    } else {
        assert_eq!(mode("owner"), 0o755);
    }
    assert_eq!(restored, exactly());
}

#[test]
fn metadata_that_makes_no_sense_is_reported_and_the_file_kept() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let lost = GivenUp { renamed_to: None, metadata_lost: true };
    let hostile = [
        Metadata { modified: Some(Moment(0, u32::MAX)), ..Metadata::default() },
        // The number that means "now" to the system.
        Metadata { modified: Some(Moment(0, 0x3fff_ffff)), ..Metadata::default() },
        Metadata { xattrs: vec![("system.evil".into(), String::new())], ..plain() },
        Metadata { xattrs: vec![("user.x".into(), "not base64".into())], ..plain() },
        Metadata { xattrs: vec![("security.capability".into(), "AQAAAg==".into())], ..plain() },
        Metadata { xattrs: vec![(String::new(), String::new())], ..plain() },
    ];
    for (number, metadata) in hostile.iter().enumerate() {
        let name = format!("f{number}");
        assert_eq!(restore(&destination, &name, b"x", metadata), lost, "{metadata:?}");
        assert_eq!(std::fs::read(dir.path().join(name)).unwrap(), b"x");
    }
    let restored = restore(&destination, "ok", b"x", &Metadata { mode: Some(u32::MAX), ..plain() });
    assert_eq!(restored, exactly());
}

#[test]
fn odd_names_and_paths_of_six_thousand_bytes_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let odd: [&[u8]; 5] = [b"p\xff\xfe", &[b'n'; 255], b"a\nb\x1b[2J", b"con. ", "é".as_bytes()];
    for name in odd {
        let path = TreePath::root().join(name).unwrap().join(name).unwrap();
        let restored = destination.file(&path, 0).unwrap().finish(&plain()).unwrap();
        if !destination.inner.has_windows_names {
            assert_eq!(restored, exactly());
            let name = OsStr::from_bytes(name);
            assert!(dir.path().join(name).join(name).is_file());
        }
    }
    let mut deep = TreePath::root();
    for _ in 0..30 {
        deep = deep.join(&[b'd'; 200]).unwrap();
    }
    let file = destination.file(&deep.join(b"f").unwrap(), 1).unwrap();
    file.write_at(0, b"x").unwrap();
    assert_eq!(file.finish(&plain()).unwrap(), exactly());
    destination.folder(&deep, &plain()).unwrap();
    assert!(destination.finish_folders().is_empty());
    let folder = destination.inner.tree.folder(&deep).unwrap();
    assert_eq!(folder.stat(b"f").unwrap().size_bytes, 1);
}

#[test]
fn a_name_too_long_for_any_system_is_shortened_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    let long = "é".repeat(200);
    let restored = restore(&destination, &long, b"x", &plain());
    assert_eq!(restored, renamed(&"é".repeat(127)));
    let again = restore(&destination, &long, b"y", &plain());
    assert_eq!(again, renamed(&format!("{} (2)", "é".repeat(125))));
    assert_eq!(again.causes().collect::<Vec<_>>(), [ProblemCause::Renamed]);
}

#[test]
fn two_folders_never_become_one() {
    // What a file system that ignores letter case answers is imitated by using the folder twice.
    let dir = tempfile::tempdir().unwrap();
    let root = Folder::open_root(dir.path()).unwrap();
    let places = Places::new(true, true, true);
    let use_folder = |name: &[u8]| places.create_or_use(&root, &TreePath::root(), name);
    assert!(use_folder(b"Dupont").unwrap().is_new);
    assert_eq!(use_folder(b"Dupont").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(use_folder("DUPONT".as_bytes()).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert!(use_folder("Düpont".as_bytes()).unwrap().is_new);
}

#[test]
fn several_threads_fill_the_same_folders() {
    let dir = tempfile::tempdir().unwrap();
    let destination = open(dir.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let destination = &destination;
            scope.spawn(move || {
                for number in 0..50 {
                    let name = format!("p{number}/deep/{thread}");
                    assert_eq!(restore(destination, &name, b"x", &plain()), exactly());
                }
            });
        }
    });
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 50);
    assert_eq!(std::fs::read_dir(dir.path().join("p7/deep")).unwrap().count(), 4);
}

#[test]
fn a_full_target_stops_everything() {
    let destination = open(tempfile::tempdir().unwrap().path());
    let full = destination.inner.setback(io::ErrorKind::StorageFull.into());
    assert!(matches!(full, Setback::Stop(Error::Io { action: Action::Write, .. })));
}
