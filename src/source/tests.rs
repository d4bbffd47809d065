//! Walks real folders that hold what real folders hold.
//!
//! With links, modes and names as Unix has them; other systems are tested through the verbs.
#![cfg(unix)]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use super::*;

fn os(bytes: &[u8]) -> &OsStr {
    OsStr::from_bytes(bytes)
}

fn path(text: &str) -> TreePath {
    TreePath::from_bytes(text.as_bytes()).unwrap()
}

fn write(root: &Path, name: &str, content: &[u8]) {
    let file = root.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, content).unwrap();
}

fn open(root: &Path) -> SourceFolder {
    SourceFolder::open(root, Scope::default()).unwrap()
}

fn groups(root: &Path) -> Vec<Group> {
    open(root).groups().unwrap().collect()
}

fn paths(groups: &[Group]) -> Vec<String> {
    groups.iter().flat_map(|group| &group.entries).map(|seen| seen.path.escaped()).collect()
}

fn problems(groups: &[Group]) -> Vec<(String, ProblemCause)> {
    groups
        .iter()
        .flat_map(|group| &group.problems)
        .map(|problem| (problem.path.escaped(), problem.cause))
        .collect()
}

fn find(groups: &[Group], wanted: &TreePath) -> Seen {
    let mut entries = groups.iter().flat_map(|group| &group.entries);
    entries.find(|seen| seen.path == *wanted).unwrap().clone()
}

#[test]
fn groups_come_in_byte_order_and_folders_before_what_they_hold() {
    let root = tempfile::tempdir().unwrap();
    for name in ["b/2/x", "b/1", "b/2.txt", "a/z", "loose.txt", "B/q"] {
        write(root.path(), name, b"x");
    }
    std::fs::create_dir(root.path().join("empty")).unwrap();
    let groups = groups(root.path());
    let names: Vec<_> = groups.iter().map(|group| group.name.as_deref()).collect();
    assert_eq!(names, [None, Some(&b"B"[..]), Some(b"a"), Some(b"b"), Some(b"empty")]);
    assert_eq!(
        paths(&groups),
        ["", "loose.txt", "B", "B/q", "a", "a/z", "b", "b/1", "b/2", "b/2/x", "b/2.txt", "empty"]
    );
    assert!(problems(&groups).is_empty());
}

#[test]
fn more_groups_than_threads_all_come_once_and_in_order() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..300 {
        write(root.path(), &format!("p{number:04}/f"), b"x");
    }
    let groups = groups(root.path());
    assert_eq!(groups.len(), 301);
    assert!(groups.windows(2).all(|pair| pair[0].name < pair[1].name));
    assert!(groups[1..].iter().all(|group| group.entries.len() == 2));
}

#[test]
fn a_walk_given_up_early_ends_its_threads() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..50 {
        write(root.path(), &format!("p{number:04}/f"), b"x");
    }
    let source = open(root.path());
    let mut groups = source.groups().unwrap();
    assert!(groups.next().is_some() && groups.next().is_some());
    drop(groups);
    assert_eq!(Arc::strong_count(&source.inner), 1);
}

#[test]
fn names_that_are_not_text_and_names_of_255_bytes_are_seen_and_read() {
    let root = tempfile::tempdir().unwrap();
    let long = [b'n'; 255];
    let names: [&[u8]; 4] = [b"p\xff\xfe", &long, b"\x01\x1b[2J", "e\u{301}té".as_bytes()];
    for name in names {
        let folder = root.path().join(os(name));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(os(name)), name).unwrap();
    }
    let groups = groups(root.path());
    let source = open(root.path());
    for name in names {
        let inside = TreePath::root().join(name).unwrap().join(name).unwrap();
        let mut content = Vec::new();
        let seen = find(&groups, &inside);
        source.open_file(&seen).unwrap().read_to_end(&mut content).unwrap();
        assert_eq!(content, name);
    }
}

/// A chain of folders whose path is far longer than the system takes in one call.
fn deep_chain(root: &Path) -> TreePath {
    let name = [b'd'; 200];
    let mut path = TreePath::root();
    let tree = Tree::new(Folder::open_root(root).unwrap());
    for _ in 0..30 {
        let folder = tree.folder(&path).unwrap();
        folder.create_folder(&name).unwrap();
        path = path.join(&name).unwrap();
    }
    let folder = tree.folder(&path).unwrap();
    folder.create_file(b"bottom").unwrap().write_all(b"deep").unwrap();
    // A second branch near the top: walked after coming back from the bottom.
    folder.create_folder(b"zz").unwrap();
    tree.folder(&TreePath::root().join(&name).unwrap()).unwrap().create_folder(b"zz").unwrap();
    path.join(b"bottom").unwrap()
}

#[test]
fn paths_of_six_thousand_bytes_are_walked_and_read() {
    let root = tempfile::tempdir().unwrap();
    let bottom = deep_chain(root.path());
    assert!(bottom.as_bytes().len() > 6000);
    let groups = groups(root.path());
    assert!(problems(&groups).is_empty());
    assert_eq!(groups[1].entries.len(), 30 + 1 + 2);
    let mut content = String::new();
    let seen = find(&groups, &bottom);
    open(root.path()).open_file(&seen).unwrap().read_to_string(&mut content).unwrap();
    assert_eq!(content, "deep");
}

#[test]
fn links_are_seen_as_text_and_never_followed() {
    let root = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret", b"no");
    std::fs::create_dir(root.path().join("a")).unwrap();
    symlink(outside.path(), root.path().join("a/out")).unwrap();
    symlink("..", root.path().join("a/loop")).unwrap();
    symlink("/nowhere", root.path().join("broken")).unwrap();
    let groups = groups(root.path());
    assert_eq!(paths(&groups), ["", "broken", "a", "a/loop", "a/out"]);
    assert_eq!(find(&groups, &path("a/loop")).kind, SeenKind::Symlink { to: b"..".into() });
    let link = find(&groups, &path("a/out"));
    assert_eq!(open(root.path()).open_file(&link).unwrap_err(), ProblemCause::Vanished);
}

#[test]
fn pipes_and_sockets_are_named_and_hold_nothing_up() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/file", b"x");
    make_fifo(&root.path().join("a/pipe"));
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("a/socket")).unwrap();
    let seen = groups(root.path());
    assert_eq!(paths(&seen), ["", "a", "a/file"]);
    let special = ProblemCause::Special;
    let mut found = problems(&seen);
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(found, [("a/pipe".into(), special), ("a/socket".into(), special)]);
    // A file that became a pipe after it was seen.
    let file = find(&seen, &path("a/file"));
    std::fs::remove_file(root.path().join("a/file")).unwrap();
    make_fifo(&root.path().join("a/file"));
    assert_eq!(open(root.path()).open_file(&file).unwrap_err(), special);
}

fn make_fifo(path: &Path) {
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
}

#[test]
fn files_that_vanished_are_not_opened_and_a_newer_one_of_that_name_is() {
    let root = tempfile::tempdir().unwrap();
    for name in ["a/gone", "a/replaced", "a/linked", "b/f", "d/f"] {
        write(root.path(), name, b"x");
    }
    let groups = groups(root.path());
    let source = open(root.path());
    let at = |name: &str| root.path().join(name);
    std::fs::remove_file(at("a/gone")).unwrap();
    std::fs::write(at("a/new"), b"other").unwrap();
    std::fs::rename(at("a/new"), at("a/replaced")).unwrap();
    std::fs::remove_file(at("a/linked")).unwrap();
    symlink("/etc/passwd", at("a/linked")).unwrap();
    std::fs::rename(at("b"), at("c")).unwrap();
    symlink("/etc", at("b")).unwrap();
    for name in ["a/gone", "a/linked", "b/f"] {
        let seen = find(&groups, &path(name));
        assert_eq!(source.open_file(&seen).unwrap_err(), ProblemCause::Vanished, "{name}");
    }
    // Saved as programs do: into a new file, or a new folder, that gets the old name.
    let replaced = |name: &str, expected: &str| {
        let seen = find(&groups, &path(name));
        let mut file = source.open_file(&seen).unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        assert_eq!((content.as_str(), file.is(&seen), file.is_whole()), (expected, false, true));
    };
    replaced("a/replaced", "other");
    assert!(source.open_file(&find(&groups, &path("d/f"))).is_ok());
    std::fs::rename(at("d"), at("old")).unwrap();
    // Before the old one goes, whose number a file system may give again.
    write(root.path(), "d/f", b"newer");
    std::fs::remove_dir_all(at("old")).unwrap();
    replaced("d/f", "newer");
}

#[test]
fn what_was_read_is_whole_although_a_newer_file_took_the_name_meanwhile() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/f", b"before");
    let file = open(root.path()).open_file(&find(&groups(root.path()), &path("a/f"))).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    write(root.path(), "a/new", b"after");
    std::fs::rename(root.path().join("a/new"), root.path().join("a/f")).unwrap();
    assert!(file.is_whole());
    assert_ne!(file.stat_again().unwrap(), file.version());
}

#[test]
fn a_link_that_leads_out_of_all_sources_is_known() {
    let (root, other, outside) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(root.path(), "a/f", b"x");
    write(outside.path(), "secret", b"x");
    symlink(outside.path().join("secret"), root.path().join("a/out")).unwrap();
    symlink(other.path(), root.path().join("a/other")).unwrap();
    symlink("f", root.path().join("a/own")).unwrap();
    symlink("/nowhere/at/all", root.path().join("a/broken")).unwrap();
    let (groups, source) = (groups(root.path()), open(root.path()));
    let others = [other.path().to_owned()];
    for (name, leads_out) in
        [("out", true), ("other", false), ("own", false), ("broken", false), ("f", false)]
    {
        let seen = find(&groups, &path(&format!("a/{name}")));
        assert_eq!(source.leads_elsewhere(&seen, &others), leads_out, "{name}");
    }
}

#[test]
fn a_change_while_reading_shows() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/f", b"before");
    let seen = find(&groups(root.path()), &path("a/f"));
    let mut file = open(root.path()).open_file(&seen).unwrap();
    let mut content = Vec::new();
    file.read_to_end(&mut content).unwrap();
    assert_eq!(file.stat_again().unwrap(), file.version());
    let past = SystemTime::now() - Duration::from_secs(100);
    std::thread::sleep(Duration::from_millis(20));
    let writer = std::fs::OpenOptions::new().write(true).open(root.path().join("a/f")).unwrap();
    writer.write_all_at(b"After!", 0).unwrap();
    writer.set_modified(past).unwrap();
    assert_ne!(file.stat_again().unwrap(), file.version());
    // Even when the writer puts the old time back, the other clock shows it.
    let old = SystemTime::UNIX_EPOCH
        + Duration::new(u64::try_from(seen.modified.0).unwrap(), seen.modified.1);
    writer.set_modified(old).unwrap();
    let again = file.stat_again().unwrap();
    assert_eq!((again.size_bytes, again.modified), (seen.size_bytes, seen.modified));
    assert_ne!(again.changed, seen.changed);
}

#[test]
fn holes_are_found_and_whole_files_have_none() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/whole", &[1; 100_000]);
    let file = std::fs::File::create(root.path().join("a/sparse")).unwrap();
    file.write_all_at(&[1; 4096], 1 << 20).unwrap();
    file.set_len(3 << 20).unwrap();
    drop(file);
    let groups = groups(root.path());
    let source = open(root.path());
    assert_eq!(source.open_file(&find(&groups, &path("a/whole"))).unwrap().extents(), None);
    let mut sparse = source.open_file(&find(&groups, &path("a/sparse"))).unwrap();
    let Some(extents) = sparse.extents() else {
        // Not every file system has holes.
        assert!(find(&groups, &path("a/sparse")).allocated_bytes.unwrap() >= 3 << 20);
        return;
    };
    assert_eq!(extents, [(1 << 20, 4096)]);
    let mut all = Vec::new();
    sparse.read_to_end(&mut all).unwrap();
    assert_eq!(all.len(), 3 << 20, "looking for holes does not move the position");
    let mut part = [0; 8];
    assert_eq!(sparse.read_at(&mut part, 1 << 20).unwrap(), 8);
    assert_eq!(part, [1; 8]);
    sparse.advise_done();
}

#[test]
fn names_of_one_file_share_their_identity() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/one", b"x");
    std::fs::hard_link(root.path().join("a/one"), root.path().join("a/two")).unwrap();
    let groups = groups(root.path());
    let (one, two) = (find(&groups, &path("a/one")), find(&groups, &path("a/two")));
    assert_eq!(one.identity(), two.identity());
    assert_eq!((one.links, two.links), (2, 2));
}

#[test]
fn caches_litter_and_patterns_are_left_out() {
    let root = tempfile::tempdir().unwrap();
    let tag = b"Signature: 8a477f597d28d172789f06886806bc55\n# a cache";
    write(root.path(), "a/cache/CACHEDIR.TAG", tag);
    write(root.path(), "a/cache/big", b"x");
    write(root.path(), "a/no-cache/CACHEDIR.TAG", b"just a name");
    write(root.path(), "a/Thumbs.db", b"x");
    write(root.path(), "a/x.tmp", b"x");
    write(root.path(), "CACHEDIR.TAG", tag);
    write(root.path(), "b/CACHEDIR.TAG", tag);
    write(root.path(), "b/.cache/result", b"x");
    let exclude = Exclude::new(&["*.tmp".into()], false).unwrap();
    let scope = Scope { exclude, ..Scope::default() };
    let source = SourceFolder::open(root.path(), scope).unwrap();
    let groups: Vec<_> = source.groups().unwrap().collect();
    assert_eq!(
        paths(&groups),
        ["", "CACHEDIR.TAG", "a", "a/no-cache", "a/no-cache/CACHEDIR.TAG", "b", "b/CACHEDIR.TAG"],
        "neither a source that a person named nor a first-level folder is taken for a cache"
    );
    assert_eq!(groups[1].left_out, LeftOut { patterns: 1, caches: 1, litter: 0 });
    assert_eq!(groups[2].left_out, LeftOut { patterns: 0, caches: 0, litter: 1 });
}

#[test]
fn what_must_never_be_entered_is_not_even_listed() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/vault/pack", b"x");
    write(root.path(), "a/f", b"x");
    symlink(root.path().join("a/vault"), root.path().join("vault-link")).unwrap();
    let never_enter = vec![root.path().join("vault-link"), root.path().join("missing")];
    let scope = Scope { never_enter: never_enter.clone(), ..Scope::default() };
    let source = SourceFolder::open(root.path(), scope.clone()).unwrap();
    let groups: Vec<_> = source.groups().unwrap().collect();
    assert_eq!(paths(&groups), ["", "vault-link", "a", "a/f"]);
    let refused = SourceFolder::open(&root.path().join("a/vault"), scope).unwrap_err();
    let Error::Source { trouble, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(trouble, SourceTrouble::Unsuitable);
}

#[test]
fn a_source_that_is_missing_or_a_file_is_refused() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "file", b"x");
    for (name, wanted) in [("missing", SourceTrouble::Missing), ("file", SourceTrouble::NotAFolder)]
    {
        let error = SourceFolder::open(&root.path().join(name), Scope::default()).unwrap_err();
        assert!(matches!(error, Error::Source { trouble, .. } if trouble == wanted), "{name}");
    }
}

/// Runs `test` in a thread that has no special rights, as another person than the files' owner.
fn without_rights(test: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            if rustix::process::geteuid().is_root() {
                let nobody = rustix::fs::Uid::from_raw(65534);
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            }
            test();
        });
        run.join().unwrap();
    });
}

#[test]
fn what_may_not_be_read_is_a_problem_and_the_rest_is_read() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a/locked/f", b"x");
    write(root.path(), "a/secret", b"x");
    write(root.path(), "a/open", b"x");
    let set = |name: &str, mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(root.path().join(name), mode).unwrap();
    };
    set("", 0o755);
    set("a/locked", 0o000);
    set("a/secret", 0o000);
    without_rights(|| {
        let groups = groups(root.path());
        assert_eq!(paths(&groups), ["", "a", "a/locked", "a/open", "a/secret"]);
        assert_eq!(problems(&groups), [("a/locked".into(), ProblemCause::Denied)]);
        let source = open(root.path());
        let secret = find(&groups, &path("a/secret"));
        assert_eq!(source.open_file(&secret).unwrap_err(), ProblemCause::Denied);
        assert!(source.open_file(&find(&groups, &path("a/open"))).is_ok());
    });
    set("a/locked", 0o700);
}

#[test]
fn another_file_system_is_named_and_not_entered() {
    // `/proc` is another file system wherever it is mounted.
    let source = open(Path::new("/"));
    if source.inner.root.identity.device == platform::device_of(Path::new("/proc")).unwrap() {
        return;
    }
    let stat = source.inner.tree.root().stat(b"proc").unwrap();
    let top = Seen::new(path("proc"), SeenKind::Folder, &stat);
    let group = source.inner.walk(top, &false.into());
    assert_eq!(paths(std::slice::from_ref(&group)), ["proc"]);
    assert_eq!(problems(&[group]), [("proc".into(), ProblemCause::OtherFileSystem)]);
}
