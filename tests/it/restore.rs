//! Restores from little vaults made by hand: what comes back, and what damage costs.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use refuge::browse::{self, ChangeKind, Words};
use refuge::destination::Destination;
use refuge::error::{Error, ProblemCause, Result};
use refuge::event::{Event, Observer, Silent};
use refuge::format::documents::KeyringLine;
use refuge::format::entry::{Content, ContentHash, EntryKind, InventoryEntry};
use refuge::id::{ChunkName, RecordId};
use refuge::restore::{self, RestoreSummary, Selection};

use crate::support::vault::{CHANGED, LittleVault, entry, file_entry, tree};

struct Restored {
    summary: RestoreSummary,
    dir: tempfile::TempDir,
}

impl Restored {
    /// Every file by its path in the target, with its content.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(self.dir.path(), "", &mut found);
        found
    }

    fn names(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }

    fn problems(&self) -> Vec<(String, ProblemCause)> {
        let problems = self.summary.problems.iter();
        let mut all: Vec<_> =
            problems.map(|problem| (problem.path.escaped(), problem.cause)).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }
}

fn collect(dir: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for item in std::fs::read_dir(dir).unwrap() {
        let item = item.unwrap();
        let name = format!("{prefix}{}", item.file_name().to_string_lossy());
        let kind = item.file_type().unwrap();
        if kind.is_dir() {
            collect(&item.path(), &format!("{name}/"), found);
        } else if kind.is_file() {
            found.insert(name, std::fs::read(item.path()).unwrap());
        }
    }
}

fn try_restore(
    little: &LittleVault,
    selection: &Selection,
    forgotten: &[RecordId],
    observer: &dyn Observer,
) -> (Result<RestoreSummary>, tempfile::TempDir) {
    let (vault, sections) = (little.vault(), little.sections());
    let dir = tempfile::tempdir().unwrap();
    let forgotten: HashSet<_> = forgotten.iter().copied().collect();
    let done = (|| {
        let history = browse::snapshots(&vault, &sections)?;
        let latest = browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::UTC)?;
        let views = browse::open(&vault, &sections, latest.id)?;
        let plan = restore::plan(&vault, &views, selection, &forgotten)?;
        plan.check_room(dir.path())?;
        let to = Destination::create(dir.path(), false)?;
        plan.execute(&vault, &views, &to, observer)
    })();
    (done, dir)
}

fn restore(little: &LittleVault, selection: &Selection) -> Restored {
    let (summary, dir) = try_restore(little, selection, &[], &Silent);
    Restored { summary: summary.unwrap(), dir }
}

fn words(text: &str) -> Selection {
    Selection::Words(vec![text.to_owned()])
}

fn noise(bytes: usize, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..bytes).map(next).collect()
}

fn modified(path: &Path) -> i64 {
    let time = std::fs::metadata(path).unwrap().modified().unwrap();
    let since = time.duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

#[test]
fn everything_comes_back_byte_for_byte() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let record = little.record(source, "");
    let long = noise(900_000, 1);
    let big = little.file(&record, "Zoé/radio.bin", &long, 100_000);
    let EntryKind::File(content) = &big.kind else { unreachable!() };
    // The same chunks again, in another order: a chunk may be wanted at many places.
    let mut turned = content.chunks.clone();
    turned.reverse();
    let turned_bytes: Vec<u8> = long.chunks(100_000).rev().flatten().copied().collect();
    let data = noise(3_000, 2);
    let data_chunks = little.pack(&[(&record, data.chunks(1_024).collect())]).remove(0);
    let mut holes = vec![0; 1_000_000];
    holes[10..1_510].copy_from_slice(&data[..1_500]);
    holes[700_000..701_500].copy_from_slice(&data[1_500..]);
    let sparse = Content {
        size_bytes: 1_000_000,
        hash: ContentHash([0; 32]),
        chunks: data_chunks,
        extents: Some(vec![(10, 1_500), (700_000, 1_500)]),
    };
    let only_hole = Content {
        size_bytes: 5_000,
        hash: ContentHash([0; 32]),
        chunks: Vec::new(),
        extents: Some(Vec::new()),
    };
    let entries = vec![
        entry("Zoé", EntryKind::Folder),
        big,
        file_entry("Zoé/turned.bin", &turned_bytes, turned),
        file_entry("Zoé/empty", b"", Vec::new()),
        entry("sparse", EntryKind::File(sparse)),
        entry("hole", EntryKind::File(only_hole)),
        entry("again.bin", EntryKind::HardLink { to: tree("Zoé/radio.bin") }),
        entry("link", EntryKind::Symlink { to: "Zoé/radio.bin".to_owned() }),
    ];
    little.snapshot("2026-11-24T08:00:00Z", &[(&record, entries)]);
    let restored = restore(&little, &Selection::All);
    let expected = BTreeMap::from([
        ("Zoé/empty".to_owned(), Vec::new()),
        ("Zoé/radio.bin".to_owned(), long.clone()),
        ("Zoé/turned.bin".to_owned(), turned_bytes),
        ("again.bin".to_owned(), long),
        ("hole".to_owned(), vec![0; 5_000]),
        ("sparse".to_owned(), holes),
    ]);
    let found = restored.files();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    assert!(found == expected, "some content differs");
    assert_eq!(restored.problems(), []);
    assert_eq!((restored.summary.files, restored.summary.bytes), (6, 2_805_000));
    for name in ["Zoé", "Zoé/radio.bin", "Zoé/empty", "sparse"] {
        assert_eq!(modified(&restored.dir.path().join(name)), CHANGED.0, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn rights_hard_links_and_links_come_back() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let record = little.record(source, "");
    let first = little.file(&record, "a/one", b"one", 10);
    let entries = vec![
        entry("a", EntryKind::Folder),
        first,
        entry("a/two", EntryKind::HardLink { to: tree("a/one") }),
        entry("a/link", EntryKind::Symlink { to: "../../etc".to_owned() }),
    ];
    little.snapshot("2026-11-24T08:00:00Z", &[(&record, entries)]);
    let restored = restore(&little, &Selection::All);
    let at = |name: &str| restored.dir.path().join(name);
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("a"), mode("a/one")), (0o750, 0o640));
    let inode = |name: &str| std::fs::metadata(at(name)).unwrap().ino();
    assert_eq!(inode("a/one"), inode("a/two"));
    assert_eq!(std::fs::read_link(at("a/link")).unwrap(), Path::new("../../etc"));
}

fn two_sources() -> LittleVault {
    let mut little = LittleVault::new();
    let patients = little.source("/srv/Patients", "each-folder");
    let accounts = little.source("/srv/Compta", "whole");
    let zoe = little.record(patients, "Dupont Zoé");
    let max = little.record(patients, "Martin Max");
    let all = little.record(accounts, "");
    let of_zoe = vec![
        little.file(&zoe, "Dupont Zoé/note.txt", b"tension 12/8", 100),
        entry("Dupont Zoé/copie.txt", EntryKind::HardLink { to: tree("Dupont Zoé/note.txt") }),
    ];
    let of_max = vec![little.file(&max, "Martin Max/note.txt", b"rien", 100)];
    let of_all = vec![little.file(&all, "2025.ods", b"1 2 3", 100)];
    let records = [(&zoe, of_zoe), (&max, of_max), (&all, of_all)];
    little.snapshot("2026-11-24T08:00:00Z", &records);
    little
}

#[test]
fn several_sources_get_a_folder_each_and_paths_choose() {
    let little = two_sources();
    let everything = restore(&little, &Selection::All);
    let zoe = ["Patients/Dupont Zoé/copie.txt", "Patients/Dupont Zoé/note.txt"];
    assert_eq!(
        everything.names(),
        ["Compta/2025.ods", zoe[0], zoe[1], "Patients/Martin Max/note.txt"]
    );
    for path in ["/srv/Patients/Dupont Zoé", "Dupont Zoé", "Patients/Dupont Zoé/"] {
        assert_eq!(restore(&little, &Selection::Path(path.into())).names(), zoe, "{path}");
    }
    let one = restore(&little, &Selection::Path("Compta".into()));
    assert_eq!(one.names(), ["Compta/2025.ods"]);
    let (nothing, _dir) = try_restore(&little, &Selection::Path("Dup".into()), &[], &Silent);
    assert!(matches!(nothing, Err(Error::NotFound { .. })), "{nothing:?}");
}

#[test]
fn a_further_name_chosen_alone_brings_the_content() {
    let restored = restore(&two_sources(), &words("zoe copie"));
    let expected =
        BTreeMap::from([("Patients/Dupont Zoé/copie.txt".to_owned(), b"tension 12/8".to_vec())]);
    assert_eq!(restored.files(), expected);
    assert_eq!(restored.summary.files, 1);
}

#[test]
fn damage_costs_exactly_the_files_that_need_what_is_damaged() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let (one, other) = (little.record(source, "1"), little.record(source, "2"));
    let parts: Vec<Vec<u8>> = (0..4).map(|seed| noise(5_000, seed)).collect();
    let names = little.pack(&[
        (&one, vec![&parts[0], &parts[1]]),
        (&other, vec![&parts[2]]),
        (&one, vec![&parts[3]]),
    ]);
    let both = [parts[0].clone(), parts[3].clone()].concat();
    let of_one = vec![
        file_entry("first", &parts[0], vec![names[0][0]]),
        file_entry("second", &parts[1], vec![names[0][1]]),
        file_entry("both", &both, vec![names[0][0], names[2][0]]),
        file_entry("third", &parts[3], vec![names[2][0]]),
        entry("third again", EntryKind::HardLink { to: tree("third") }),
        entry("both again", EntryKind::HardLink { to: tree("both") }),
    ];
    let of_other = vec![file_entry("theirs", &parts[2], vec![names[1][0]])];
    little.snapshot("2026-11-24T08:00:00Z", &[(&one, of_one), (&other, of_other)]);
    little.damage(0, 0);
    let restored = restore(&little, &Selection::All);
    assert_eq!(restored.names(), ["theirs", "third", "third again"]);
    let lost = ["both", "both again", "first", "second"];
    let expected = lost.map(|name| (name.to_owned(), ProblemCause::DamagedContent));
    assert_eq!(restored.problems(), expected);
    assert_eq!(restored.summary.files, 3);
}

#[test]
fn forgotten_records_are_left_out_and_counted() {
    let mut little = two_sources();
    let (vault, sections) = (little.vault(), little.sections());
    let history = browse::snapshots(&vault, &sections).unwrap();
    let views = browse::open(&vault, &sections, history.snapshots[0].id).unwrap();
    let record = views[0].manifest.records[0].clone();
    drop(views);
    let (done, dir) = try_restore(&little, &Selection::All, &[record.record], &Silent);
    assert_eq!(done.unwrap().skipped_forgotten, 1);
    assert!(!dir.path().join("Patients/Dupont Zoé").exists());
    assert!(dir.path().join("Patients/Martin Max/note.txt").exists());
    // The drive's own keyring says so, although the ledger does not.
    little.put_part(&[KeyringLine::Forgotten { key: record.key, record: None }]);
    let restored = restore(&little, &Selection::All);
    assert_eq!((restored.summary.skipped_forgotten, restored.problems().len()), (1, 0));
    assert_eq!(restored.names(), ["Compta/2025.ods", "Patients/Martin Max/note.txt"]);
}

#[test]
fn lies_of_an_inventory_cost_the_file_they_are_about() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let record = little.record(source, "");
    let honest = little.file(&record, "honest", b"1234", 2);
    let EntryKind::File(good) = &honest.kind else { unreachable!() };
    let lie = |size_bytes, chunks: Vec<ChunkName>, extents: Option<Vec<(u64, u64)>>| {
        EntryKind::File(Content { size_bytes, chunks, extents, ..good.clone() })
    };
    let chunks = || good.chunks.clone();
    let entries = vec![
        entry("too short", lie(5, chunks(), None)),
        entry("too long", lie(3, chunks(), None)),
        entry("huge", lie(u64::MAX, chunks(), None)),
        entry("beyond", lie(4, chunks(), Some(vec![(2, 4)]))),
        entry("overflow", lie(u64::MAX, chunks(), Some(vec![(u64::MAX, 4)]))),
        entry("overlap", lie(9, chunks(), Some(vec![(0, 3), (2, 1)]))),
        entry("many", lie(4, vec![good.chunks[0]; 10_000], None)),
        entry("unknown", lie(4, vec![ChunkName([9; 16])], None)),
        entry("nothing", lie(4, Vec::new(), None)),
        honest,
    ];
    let lies = entries.len() - 1;
    little.snapshot("2026-11-24T08:00:00Z", &[(&record, entries)]);
    let restored = restore(&little, &Selection::All);
    assert_eq!(restored.files(), BTreeMap::from([("honest".to_owned(), b"1234".to_vec())]));
    let problems = restored.problems();
    assert_eq!(problems.len(), lies, "{problems:?}");
    assert!(problems.iter().all(|(_, cause)| *cause == ProblemCause::DamagedContent));
}

#[test]
fn a_broken_inventory_costs_its_record_from_there_on() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "each-folder");
    let (one, other) = (little.record(source, "one"), little.record(source, "other"));
    let good = little.file(&one, "one/good", b"good", 9);
    let mut text = serde_json::to_vec(&good).unwrap();
    text.extend_from_slice(b"\n{\"p\":\"../../etc/passwd\",\"t\":\"d\"}\n");
    let broken = little.record_line(&one, &[good], &text);
    let fine = [little.file(&other, "other/f", b"fine", 9)];
    let mut line = serde_json::to_vec(&fine[0]).unwrap();
    line.push(b'\n');
    let whole = little.record_line(&other, &fine, &line);
    little.commit("2026-11-24T08:00:00Z", vec![broken, whole]);
    let restored = restore(&little, &Selection::All);
    assert_eq!(restored.names(), ["one/good", "other/f"]);
    assert_eq!(restored.problems(), [("one".to_owned(), ProblemCause::DamagedContent)]);
}

#[test]
fn more_scattered_files_than_may_be_open_all_come_back() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let record = little.record(source, "");
    let halves: Vec<Vec<u8>> = (0..400).map(|seed| noise(50, seed)).collect();
    let (first, second) = halves.split_at(200);
    let first_names =
        little.pack(&[(&record, first.iter().map(Vec::as_slice).collect())]).remove(0);
    let second_names =
        little.pack(&[(&record, second.iter().map(Vec::as_slice).collect())]).remove(0);
    let entries: Vec<InventoryEntry> = (0..200)
        .map(|n| {
            let bytes = [first[n].as_slice(), &second[n]].concat();
            file_entry(&format!("{n:03}"), &bytes, vec![first_names[n], second_names[n]])
        })
        .collect();
    little.snapshot("2026-11-24T08:00:00Z", &[(&record, entries)]);
    let restored = restore(&little, &Selection::All);
    let files = restored.files();
    assert_eq!((restored.summary.files, files.len()), (200, 200));
    let whole = |n: usize| files[&format!("{n:03}")] == [first[n].as_slice(), &second[n]].concat();
    assert!((0..200).all(whole));
}

struct Impatient;

impl Observer for Impatient {
    fn on(&self, _event: Event<'_>) {}

    fn stop_requested(&self) -> bool {
        true
    }
}

#[test]
fn a_stopped_restore_leaves_no_half_file() {
    let (done, dir) = try_restore(&two_sources(), &Selection::All, &[], &Impatient);
    assert!(matches!(done, Err(Error::Interrupted)), "{done:?}");
    let mut found = BTreeMap::new();
    collect(dir.path(), "", &mut found);
    assert_eq!(found.len(), 0);
}

#[test]
fn a_comparison_names_what_was_added_changed_and_removed() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "by-year");
    let (old, new) = (little.record(source, "2025"), little.record(source, "2026"));
    let same = little.record(source, "2020");
    let still = little.file(&same, "still", b"same", 9);
    let stays = little.file(&old, "stays", b"stays", 9);
    let goes = little.file(&old, "goes", b"goes", 9);
    let before = little.file(&old, "changes", b"before", 9);
    let after = little.file(&new, "changes", b"after", 9);
    let comes = little.file(&new, "comes", b"comes", 9);
    let first = [(&old, vec![stays.clone(), goes, before]), (&same, vec![still.clone()])];
    let older = little.snapshot("2026-11-23T08:00:00Z", &first);
    // A file that moves to another record keeps its path: it did not change.
    let second = [(&new, vec![stays, after, comes]), (&same, vec![still])];
    let newer = little.snapshot("2026-11-24T08:00:00Z", &second);
    let (vault, sections) = (little.vault(), little.sections());
    let history = browse::snapshots(&vault, &sections).unwrap();
    let ids: Vec<_> = history.snapshots.iter().map(|summary| summary.id).collect();
    assert_eq!(ids, [older, newer]);
    assert_eq!(history.snapshots[0].files, 4);
    let older = browse::open(&vault, &sections, older).unwrap();
    let newer = browse::open(&vault, &sections, newer).unwrap();
    let difference = browse::diff(&vault, &older, &newer).unwrap();
    let found: Vec<_> =
        difference.changes.iter().map(|change| (change.path.escaped(), change.kind)).collect();
    let expected = [
        ("changes", ChangeKind::Changed),
        ("comes", ChangeKind::Added),
        ("goes", ChangeKind::Removed),
    ];
    assert_eq!(found, expected.map(|(path, kind)| (path.to_owned(), kind)));
    assert!(difference.lost.is_empty());
    assert!(Words::new(["CHA"]).fit(&difference.changes[0].path));
}

#[test]
fn the_latest_is_the_one_made_last_whatever_its_clock_said() {
    let mut little = LittleVault::new();
    let source = little.source("/srv/Patients", "whole");
    let record = little.record(source, "");
    let before = little.file(&record, "letter", b"before", 9);
    let after = little.file(&record, "letter", b"after!", 9);
    little.snapshot("2029-05-17T19:45:00Z", &[(&record, vec![before])]);
    little.snapshot("2026-11-24T08:00:00Z", &[(&record, vec![after])]);
    assert_eq!(restore(&little, &Selection::All).files()["letter"], b"after!");
}

#[test]
fn what_a_restore_brought_before_it_was_interrupted_is_not_brought_again() {
    let little = two_sources();
    let (vault, sections) = (little.vault(), little.sections());
    let dir = tempfile::tempdir().unwrap();
    let run = |mark: &str, is_whole: bool| -> Result<RestoreSummary> {
        let history = browse::snapshots(&vault, &sections)?;
        let latest = browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::UTC)?;
        let views = browse::open(&vault, &sections, latest.id)?;
        let plan = restore::plan(&vault, &views, &Selection::All, &HashSet::new())?;
        let to = Destination::begin(dir.path(), mark)?;
        let done = plan.execute(&vault, &views, &to, &Silent)?;
        if is_whole {
            to.complete()?;
        }
        Ok(done)
    };
    let found = || {
        let mut found = BTreeMap::new();
        collect(dir.path(), "", &mut found);
        found.into_keys().collect::<Vec<_>>()
    };
    let first = run("one", false).unwrap();
    let names = found();
    std::fs::remove_file(dir.path().join(names.last().unwrap())).unwrap();
    assert!(matches!(run("another", true), Err(Error::TargetNotEmpty(_))));
    // As after the process was killed in the middle of a file.
    let folder = dir.path().join(names.last().unwrap());
    std::fs::write(dir.path().join(".refuge-partial-77-0"), "half").unwrap();
    std::fs::write(folder.with_file_name(".refuge-partial-77-1"), "half").unwrap();
    let again = run("one", true).unwrap();
    assert_eq!((again.files, again.problems.len()), (first.files, 0));
    let expected: Vec<_> = names.into_iter().filter(|name| !name.starts_with('.')).collect();
    assert_eq!(found(), expected);
    assert!(matches!(run("one", true), Err(Error::TargetNotEmpty(_))), "it was finished");
}
