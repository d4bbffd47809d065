//! Whatever is damaged on a drive: what the error advises is typed, and the files come back, from this drive or
//! from the other.

use std::collections::BTreeSet;
use std::path::Path;

use crate::advice_walk::{LANGUAGES, advised, typed};
use crate::office::{Answer, Office};

/// One way in which a file of the vault goes bad.
type Harm = (&'static str, fn(&Path));

const HARMS: [Harm; 4] = [
    ("gone", |file| std::fs::remove_file(file).unwrap()),
    ("cut short", |file| {
        let bytes = std::fs::read(file).unwrap();
        std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("a byte changed", |file| {
        let mut bytes = std::fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(file, bytes).unwrap();
    }),
    ("other content", |file| std::fs::write(file, "none of ours\n").unwrap()),
];

fn restored(office: &Office, language: &str, drive: &str) -> Answer {
    let to = tempfile::tempdir_in(office.path("")).unwrap();
    let to = to.path().join("out");
    let (to, sheet) = (to.to_str().unwrap().to_owned(), office.text("sheet.txt"));
    let line = ["restore", "--all", "--drive", drive, "--to", &to, "--identity", &sheet];
    office.run_in(language, &line)
}

/// Files of one kind go bad together with their second copies, so that a command has to say so.
fn of_a_kind(office: &Office, kind: &str) -> Vec<std::path::PathBuf> {
    let is_one = |path: &Path| path.to_string_lossy().contains(kind);
    let all = office.tree("Blue/refuge").into_keys().filter(|path| is_one(path));
    all.map(|path| office.path("Blue/refuge").join(path)).collect()
}

#[test]
fn whatever_is_damaged_the_advice_leads_to_the_files() {
    let mut met = BTreeSet::new();
    for language in LANGUAGES {
        // Each harm in one language, and one of them in the other.
        let harms = if language == "en" { &HARMS[..] } else { &HARMS[2..3] };
        for kind in ["keyring", "snapshots", "index", "packs"] {
            for (how, harm) in harms {
                let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
                office.add_drive("Red");
                office.run(&["backup"]).ends(0);
                let files = of_a_kind(&office, kind);
                assert!(!files.is_empty(), "{kind}");
                files.iter().for_each(|file| harm(file));
                let label = format!("{language}: {kind}: {how}");
                // Before this computer mends what it has copies of.
                let (new, blue) = (office.text("new"), office.text("Blue"));
                let sheet = office.text("sheet.txt");
                let line = ["--home", &new, "attach", &blue, "--identity", &sheet];
                follow(&office, language, &office.run_in(language, &line), &label, &mut met);
                for line in [&["verify", "--drive", "Blue"][..], &["backup", "--drive", "Blue"]] {
                    let told = office.run_in(language, &[line, &["--identity", &sheet]].concat());
                    follow(&office, language, &told, &label, &mut met);
                }
                let told = restored(&office, language, "Blue");
                follow(&office, language, &told, &label, &mut met);
                let back = restored(&office, language, "Red");
                assert_eq!(back.code, 0, "{label}: {}{}", back.out, back.err);
            }
        }
    }
    for wanted in ["V02", "V04"] {
        assert!(met.contains(wanted), "{wanted} was never met: {met:?}");
    }
}

/// Types what an answer advises: it must be understood, and end as a check or a backup ends.
fn follow(office: &Office, language: &str, told: &Answer, label: &str, met: &mut BTreeSet<String>) {
    let said = format!("{}{}", told.out, told.err);
    let ids = said.split('[').skip(1).filter_map(|after| Some(after.split_once(']')?.0.to_owned()));
    met.extend(ids);
    if told.code == 0 || told.code == 3 {
        return;
    }
    let drive = office.text("Blue");
    for line in advised(told) {
        let values =
            [("PATH", drive.as_str()), ("CHEMIN", &drive), ("NAME", "Blue"), ("NOM", "Blue")];
        let answer = typed(
            office,
            language,
            &line,
            &[&values[..], &[("DRIVE", &drive), ("DISQUE", &drive)]].concat(),
        );
        assert_ne!(answer.code, 2, "{label}: {line}: {}", answer.err);
        assert_ne!(answer.code, 101, "{label}: {line}: {}", answer.err);
    }
}

#[test]
fn a_restore_that_lacked_something_goes_on_in_the_same_folder() {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    office.run(&["backup"]).ends(0);
    let pack = of_a_kind(&office, "packs/").remove(0);
    let good = std::fs::read(&pack).unwrap();
    let mut bad = good.clone();
    bad[250] ^= 1;
    std::fs::write(&pack, bad).unwrap();
    let to = office.text("back");
    let restore = ["restore", "--all", "--to", &to];
    let lacking = office.run_with_key(&restore).ends(3);
    assert!(lacking.out.contains("The same command tries again"), "{}", lacking.out);
    assert_ne!(office.tree("back"), office.tree("patients"));
    std::fs::write(&pack, good).unwrap();
    office.run_with_key(&restore).ends(0);
    assert_eq!(office.tree("back"), office.tree("patients"));
    // It is whole.
    office.run_with_key(&restore).refuses("T01");
}
