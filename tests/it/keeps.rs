//! What file systems keep, as the probe finds it on real ones, and what a restore says of it before it begins.

use std::time::{Duration, Instant};

use refuge::destination::{Keeps, Lack};

use crate::file_systems::{FileSystem, Image};
use crate::office::Office;

const MIB: u64 = 1 << 20;
const KINDS: [FileSystem; 6] = [
    FileSystem::Ext4,
    FileSystem::Xfs,
    FileSystem::Btrfs,
    FileSystem::ExFat,
    FileSystem::Ntfs,
    FileSystem::Fat,
];

/// What at least is known of each from elsewhere: what it lacks, and what it does not.
fn known(kind: FileSystem) -> (&'static [Lack], &'static [Lack]) {
    use Lack::{Attributes, BigFiles, HardLinks, Holes, LetterCase, Links, LongNames, Rights};
    match kind {
        FileSystem::Ext4 | FileSystem::Xfs | FileSystem::Btrfs => {
            (&[LongNames], &[LetterCase, Links, HardLinks, Rights, Holes, BigFiles, Attributes])
        }
        FileSystem::ExFat => (&[Links, HardLinks, Rights, Holes, Attributes], &[BigFiles]),
        FileSystem::Ntfs => (&[], &[Links, HardLinks, LongNames, BigFiles]),
        FileSystem::Fat => (&[Links, HardLinks, Rights, Holes, Attributes, BigFiles], &[]),
    }
}

/// The file that `REFUGE_PLACES` names gets a row for each file system: `tests/places.sh` makes the table of
/// `docs/platforms.md` of them.
#[test]
fn what_real_file_systems_keep_is_found_within_a_second() {
    let mut rows = String::new();
    for kind in KINDS {
        let Some(image) = Image::new(kind, 512 * MIB) else { continue };
        let begun = Instant::now();
        let keeps = Keeps::probe(&image.mount_point()).unwrap();
        let taken = begun.elapsed();
        let (lacked, kept) = known(kind);
        assert!(lacked.iter().all(|lack| keeps.lacks(*lack)), "{kind:?}: {keeps:?}");
        assert!(!kept.iter().any(|lack| keeps.lacks(*lack)), "{kind:?}: {keeps:?}");
        if matches!(kind, FileSystem::ExFat | FileSystem::Fat) {
            // Whatever it says before it is unmounted.
            assert_eq!((keeps.time_step_ns, keeps.years), (2_000_000_000, (1980, 2107)));
        }
        // A machine under load is slower, never tenfold.
        assert!(taken < Duration::from_secs(10), "{kind:?}: {taken:?}");
        let left = std::fs::read_dir(image.mount_point()).unwrap();
        let is_ours = |name: &str| name.starts_with(".refuge");
        assert!(!left.flatten().any(|one| is_ours(&one.file_name().to_string_lossy())));
        rows +=
            &format!("{kind:?} {} {}\n", taken.as_millis(), serde_json::to_string(&keeps).unwrap());
    }
    if let Some(file) = std::env::var_os("REFUGE_PLACES") {
        std::fs::write(file, rows).unwrap();
    }
}

#[test]
fn what_will_be_lost_is_told_before_anything_is_restored() {
    let Some(image) = Image::new(FileSystem::ExFat, 128 * MIB) else { return };
    let office = Office::with_patients(&["DURAND Paul"]);
    std::os::unix::fs::symlink("notes.txt", office.path("patients/DURAND Paul/link")).unwrap();
    office.run(&["backup"]).ends(0);
    let there = image.mount_point().join("back");
    let told = office.run_with_key(&["restore", "--all", "--to", there.to_str().unwrap()]);
    let foreseen = "Not everything can be as it was where this goes: access rights of";
    assert!(told.err.contains(foreseen) && told.err.contains("1 link left out"), "{}", told.err);
    // Beside the source nothing is lost, and nothing is said.
    let told = office.run_with_key(&["restore", "--all", "--to", &office.text("back")]).ends(0);
    assert!(!told.err.contains("Not everything"), "{}", told.err);
}

#[test]
fn a_drive_remembers_what_it_keeps() {
    let Some(image) = Image::new(FileSystem::ExFat, 128 * MIB) else { return };
    let office = Office::with_patients(&[]);
    let mount = image.mount_point();
    let mount = mount.to_str().unwrap();
    office.run(&["drives", "add", mount, "--name", "Stick", "--allow-fixed"]).ends(0);
    let listed = office.json(&["drives"]);
    let stick = listed["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Stick");
    let lacks = stick.unwrap()["keeps"]["lacks"].as_array().unwrap();
    assert!(lacks.contains(&"links".into()) && lacks.contains(&"rights".into()), "{lacks:?}");
    let told = office.run(&["drives", "--names"]).ends(0);
    assert!(told.out.contains("Files restored to it would lose"), "{}", told.out);
    assert!(!office.run(&["drives"]).out.contains("would lose"));
    let file = office.text("support.txt");
    office.run(&["support", "--output", &file]).ends(0);
    assert!(std::fs::read_to_string(file).unwrap().contains(r#""lacks":["#));
}
