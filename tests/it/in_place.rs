//! Back to where it was, by the library: what is a further name or a link there, and what changes between the
//! look and the answer.
#![cfg(unix)]

use std::collections::HashSet;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

use refuge::browse::{self, View};
use refuge::config::Config;
use refuge::event::Silent;
use refuge::format::entry::EntryKind;
use refuge::restore::{self, Existing, InPlace, Now, RestoreSummary, Selection};

use crate::support::vault::{LittleVault, entry, tree};

/// A folder `here` with a file, a second name of it, a link and an empty folder, as it was backed up.
struct Place {
    little: LittleVault,
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let (mut little, folder) = (LittleVault::new(), tempfile::tempdir().unwrap());
        let source = little.source(folder.path().join("here").to_str().unwrap(), "whole");
        let record = little.record(source, "");
        let one = little.file(&record, "one", b"one", 10);
        let entries = vec![
            entry("empty", EntryKind::Folder),
            one,
            entry("two", EntryKind::HardLink { to: tree("one") }),
            entry("link", EntryKind::Symlink { to: "one".to_owned() }),
        ];
        little.snapshot("2026-11-24T08:00:00Z", &[(&record, entries)]);
        let place = Self { little, folder };
        std::fs::create_dir_all(place.at("empty")).unwrap();
        std::fs::write(place.at("one"), "one").unwrap();
        std::fs::hard_link(place.at("one"), place.at("two")).unwrap();
        symlink("one", place.at("link")).unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join("here").join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap()
    }

    /// Another file under this name.
    fn changes(&self, name: &str, text: &str) {
        std::fs::remove_file(self.at(name)).unwrap();
        std::fs::write(self.at(name), text).unwrap();
    }

    /// Brings everything back; `between` happens after the look.
    fn back(&self, existing: Existing<'_>, between: impl FnOnce(&InPlace)) -> RestoreSummary {
        let (vault, sections) = (self.little.vault(), self.little.sections());
        let history = browse::snapshots(&vault, &sections).unwrap();
        let latest = browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::UTC).unwrap().id;
        let views: Vec<View<'_>> = browse::open(&vault, &sections, latest).unwrap();
        let text = views[0].manifest.snapshot.configuration.as_deref().unwrap();
        let config = Config::parse(text).unwrap();
        let none = HashSet::new();
        let all = &Selection::All;
        let mut places = restore::plan_in_place(&vault, &views, all, &none, &config).unwrap();
        let place = places.pop().unwrap();
        between(&place);
        let done = place.execute(&vault, &views, existing, &Silent).unwrap();
        assert!(done.problems.is_empty(), "{:?}", done.problems);
        done
    }
}

fn differing(place: &InPlace) -> Vec<(String, bool)> {
    let conflicts = place.conflicts.iter();
    conflicts.map(|one| (one.path.escaped(), one.now == Now::NoFile)).collect()
}

fn inode(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().ino()
}

#[test]
fn a_second_name_and_a_link_that_became_files_are_replaced_and_lie_beside() {
    let place = Place::new();
    place.changes("two", "written since");
    place.changes("link", "a copy by a cloud");
    let done = place.back(Existing::Aside("before"), |found| {
        assert_eq!(differing(found), [("two".into(), false), ("link".into(), false)]);
        assert_eq!((found.same, found.replaceable()), (1, 2));
    });
    assert_eq!((done.same, done.replaced, done.stayed), (1, 2, 0));
    assert_eq!(inode(&place.at("two")), inode(&place.at("one")));
    assert_eq!(std::fs::read_link(place.at("link")).unwrap(), Path::new("one"));
    assert_eq!(place.read("two (before)"), "written since");
    assert_eq!(place.read("link (before)"), "a copy by a cloud");
    let again = place.back(Existing::Stay, |found| assert_eq!(differing(found), []));
    assert_eq!((again.files, again.same, again.stayed), (0, 2, 0));
}

#[test]
fn a_link_where_a_file_was_is_put_aside_and_what_it_points_to_is_left_alone() {
    let place = Place::new();
    let outside = place.folder.path().join("outside");
    std::fs::write(&outside, "outside").unwrap();
    std::fs::remove_file(place.at("one")).unwrap();
    symlink(&outside, place.at("one")).unwrap();
    let done = place.back(Existing::Aside("before"), |_| {});
    assert_eq!((done.same, done.replaced, done.stayed), (1, 1, 0));
    assert_eq!((place.read("one"), place.at("one").is_symlink()), ("one".into(), false));
    assert_eq!(std::fs::read_link(place.at("one (before)")).unwrap(), outside);
    assert_eq!(std::fs::read_to_string(outside).unwrap(), "outside");
}

#[test]
fn a_name_that_is_missing_comes_back_also_where_the_first_name_stays() {
    let place = Place::new();
    place.changes("one", "written since");
    std::fs::remove_file(place.at("two")).unwrap();
    let done = place.back(Existing::Stay, |_| {});
    assert_eq!((done.files, done.replaced, done.stayed), (1, 0, 1));
    assert_eq!((place.read("one"), place.read("two")), ("written since".into(), "one".into()));
}

#[test]
fn what_left_after_the_look_is_brought_and_counted_neither_as_left_nor_as_replaced() {
    let place = Place::new();
    place.changes("one", "written since");
    let done = place.back(Existing::Aside("before"), |found| {
        assert_eq!(found.conflicts.len(), 1);
        std::fs::remove_file(place.at("one")).unwrap();
    });
    assert_eq!((done.files, done.replaced, done.stayed), (1, 0, 0));
    assert_eq!(place.read("one"), "one");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_told_and_stays() {
    let place = Place::new();
    std::fs::remove_dir(place.at("empty")).unwrap();
    std::fs::write(place.at("empty"), "no folder").unwrap();
    let done = place.back(Existing::Aside("before"), |found| {
        assert_eq!(differing(found), [("empty".into(), true)]);
    });
    assert_eq!((done.replaced, done.stayed), (0, 1));
    assert_eq!(place.read("empty"), "no folder");
}
