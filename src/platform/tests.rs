//! What every system must answer.

use std::io::Write;

use super::*;

#[test]
fn private_files_and_folders_are_private_and_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a/b");
    create_private_folder(&folder).unwrap();
    create_private_folder(&folder).unwrap();
    let path = folder.join("key");
    let mut file = create_private_file(&path).unwrap();
    file.write_all(b"secret").unwrap();
    assert_ne!(is_readable_by_others(&path).unwrap(), Some(true));
    let taken = create_private_file(&path).unwrap_err();
    assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
    sync_folder(&folder).unwrap();
}

#[test]
fn a_file_that_others_may_read_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    let file = create_private_file(&path).unwrap();
    let metadata = Metadata { mode: Some(0o640), ..Metadata::default() };
    assert!(apply_metadata(&file, &metadata, false));
    assert_ne!(is_readable_by_others(&path).unwrap(), Some(false));
    let missing = is_readable_by_others(&dir.path().join("missing"));
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[test]
fn reading_past_the_cache_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let file = create_private_file(&dir.path().join("f")).unwrap();
    write_all_at(&file, b"content", 3).unwrap();
    file.sync_all().unwrap();
    let _advice = drop_from_cache(&file);
    let mut bytes = [9; 16];
    assert_eq!(read_at(&file, &mut bytes, 0).unwrap(), 10);
    assert_eq!(&bytes[..10], b"\0\0\0content");
}

#[test]
fn the_device_is_the_same_for_neighbours_and_room_is_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("a")).unwrap();
    let device = device_of(dir.path()).unwrap();
    assert_eq!(device_of(&dir.path().join("a")).unwrap(), device);
    let missing = device_of(&dir.path().join("missing"));
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
    assert!(free_bytes(dir.path()).is_none_or(|bytes| bytes > 0));
    assert_eq!(free_bytes(&dir.path().join("missing")), None);
}

#[test]
fn the_disk_of_the_system_is_never_ejected() {
    let error = eject(Path::new("/")).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Unsupported);
}

#[test]
fn handles_below_a_root_are_opened_by_component_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("a/b/c")).unwrap();
    let tree = Tree::new(Folder::open_root(dir.path()).unwrap());
    let path = |text: &str| crate::tree_path::TreePath::from_bytes(text.as_bytes()).unwrap();
    for text in ["", "a/b/c", "a", "a/b", "a/b/c"] {
        let folder = tree.folder(&path(text)).unwrap();
        let wanted = identity_of(&dir.path().join(text)).unwrap();
        assert_eq!(stat_of(folder.as_file()).unwrap().identity, wanted, "{text}");
    }
    let missing = tree.folder(&path("a/missing/c")).map(drop);
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[test]
fn a_process_that_forbids_core_dumps_has_none() {
    if forbid_core_dumps() {
        // Linux shows the limit; other systems that granted it are believed.
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size"));
        assert!(core.is_none_or(|line| line.split_whitespace().nth(4) == Some("0")), "{core:?}");
    }
}
