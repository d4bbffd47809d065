//! Small things that the screen, the papers and the files say: each true, and each with its test.

use crate::office::{Answer, NAME, Office, PHRASE};

fn with_key_file(office: &Office, phrase: &str, to: &str) -> Answer {
    let [key, phrase, to] = ["key.txt", phrase, to].map(|name| office.text(name));
    let line = ["restore", "--all", "--to", &to, "--identity", &key, "--passphrase-file", &phrase];
    office.run(&line)
}

#[test]
fn a_mark_of_byte_order_is_no_part_of_a_passphrase_nor_of_a_key_file() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    std::fs::write(office.path("marked.txt"), format!("\u{feff}{PHRASE}\r\n")).unwrap();
    with_key_file(&office, "marked.txt", "one").ends(0);
    let key = std::fs::read(office.path("key.txt")).unwrap();
    std::fs::write(office.path("key.txt"), [b"\xef\xbb\xbf\n", &key[..]].concat()).unwrap();
    with_key_file(&office, "phrase.txt", "two").ends(0);
    assert_eq!(office.tree("two"), office.tree("patients"));
}

#[test]
fn what_is_not_found_leaves_no_folder_behind() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let to = office.text("out");
    office.run_with_key(&["restore", "--path", "NOBODY", "--to", &to]).refuses("N01");
    office.run_with_key(&["restore", "nothing", "like", "this", "--to", &to]).refuses("N01");
    assert!(!office.path("out").exists());
}

#[test]
fn no_paper_takes_the_place_of_a_file() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    office.write("mine.html", "mine");
    let mine = office.text("mine.html");
    for line in [
        &["report", "last", "--output", &mine][..],
        &["report", "register", "--output", &mine],
        &["drives", "label", "Blue", "--output", &mine],
        &["support", "--output", &mine],
        &["keys", "sheet", "--output", &mine],
    ] {
        let told = office.run(line);
        assert_ne!(told.code, 0, "{line:?}");
        assert!(matches!(&*told.error(), "N02" | "P06"), "{line:?}: {}", told.err);
    }
    assert_eq!(std::fs::read(office.path("mine.html")).unwrap(), b"mine");
}

#[test]
fn a_first_copy_on_a_second_drive_counts_its_files() {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    office.run(&["backup"]).ends(0);
    office.add_drive("Red");
    let done = office.json(&["backup", "--drive", "Red"]);
    assert_eq!((&done["files"], &done["new_files"]), (&2.into(), &2.into()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_not_text_is_told_as_that() {
    use std::os::unix::ffi::OsStrExt;
    let office = Office::new();
    let folder = office.path("").join(std::ffi::OsStr::from_bytes(b"Patients \xe9"));
    std::fs::create_dir(&folder).unwrap();
    let mut command = office.command();
    command.args(["sources", "add"]).arg(&folder);
    command.args(["--class", "fr/medical-record", "--records", "each-folder"]);
    Answer::of(&command.output().unwrap()).refuses("B08");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_mounted_in_a_second_place_is_the_same_folder() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    std::fs::create_dir(office.path("again")).unwrap();
    let mount = |words: &[&str]| std::process::Command::new(words[0]).args(&words[1..]).status();
    let (from, to) = (office.text("patients"), office.text("again"));
    if !mount(&["mount", "--bind", &from, &to]).is_ok_and(|done| done.success()) {
        crate::support::skipped("nothing can be mounted here");
        return;
    }
    let add = ["sources", "add", &to, "--class", "fr/medical-record", "--records", "each-folder"];
    let told = office.run(&add);
    assert!(mount(&["umount", &to]).unwrap().success());
    assert!(matches!(&*told.error(), "N02" | "B06"), "{}{}", told.out, told.err);
}

#[test]
fn the_paper_of_a_year_says_which_dates_cannot_be_right() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let mut ahead = std::process::Command::new("faketime");
    ahead.args(["-f", "+1200d"]).arg(env!("CARGO_BIN_EXE_refuge"));
    ahead.args(["--lang", "en", "--no-input", "backup"]).env("REFUGE_HOME", office.path("home"));
    if ahead.output().is_err() {
        crate::support::skipped("no faketime");
        return;
    }
    office.run(&["backup"]);
    let paper = office.run(&["report", "register"]).ends(0).out;
    let paper = paper.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(paper.contains("The dates of some entries cannot be right"), "{paper}");
    assert!(!paper.contains("unaltered"), "{paper}");
    assert!(paper.contains(NAME));
}
