//! Backing up and bringing back through the program: odd files, new computers, two runs, Ctrl-C.

use serde_json::Value;

use crate::office::{Answer, Office};
use crate::rig::noise;
#[cfg(unix)]
use crate::source_tree;

fn packs(office: &Office) -> usize {
    let files = office.tree("Blue/refuge/packs");
    files.len()
}

/// Every line is an object of this command, and the summary is the last.
fn check_stream(answer: &Answer, command: &str) -> Value {
    let lines = answer.lines();
    for line in &lines {
        assert_eq!((&line["schema"], &line["command"]), (&1.into(), &command.into()), "{line}");
    }
    let summaries = lines.iter().filter(|line| line["type"] == "summary").count();
    assert_eq!(summaries, 1, "{}", answer.out);
    let last = answer.json();
    assert_eq!(last["type"], "summary");
    assert_eq!(last["code"], answer.code);
    last
}

#[cfg(unix)]
#[test]
fn a_tree_of_odd_files_comes_back_as_it_was() {
    let office = Office::with_patients(&[]);
    source_tree::make_odd_tree(&office.path("patients"));
    source_tree::add_attributes(&office.path("patients"));
    assert_eq!(office.json(&["backup"])["problems"], 0);
    let to = office.text("out");
    office.run_with_key(&["restore", "--all", "--to", &to]).ends(0);
    let facts = |name| source_tree::facts(&office.path(name));
    let (before, after) = (facts("patients"), facts("out"));
    assert!(before.len() > 50, "{}", before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
}

#[test]
fn a_new_computer_is_attached_and_its_first_backup_stores_nothing_twice() {
    let office = Office::with_patients(&["DURAND Paul", "MARTIN Zoé"]);
    let scan = noise(1, 3_000_000);
    std::fs::write(office.path("patients/DURAND Paul/scan.pdf"), scan).unwrap();
    office.run(&["backup"]).ends(0);
    let before = packs(&office);
    std::fs::rename(office.path("home"), office.path("old home")).unwrap();
    let (drive, sheet) = (office.text("Blue"), office.text("sheet.txt"));
    office.run(&["attach", &drive, "--identity", &sheet]).ends(0);
    let done = office.json(&["backup"]);
    assert_eq!((&done["files"], &done["problems"]), (&3.into(), &0.into()));
    assert_eq!(packs(&office), before, "{done}");
    assert!(done["stored_bytes"].as_u64().unwrap() < 20_000, "{done}");
    let snapshots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
    assert_eq!(snapshots["snapshots"].as_array().unwrap().len(), 2);
}

#[test]
fn a_second_run_at_the_same_time_says_so() {
    let office = Office::with_patients(&["DURAND Paul"]);
    let other_run = std::fs::File::open(office.path("Blue/refuge/vault.json")).unwrap();
    other_run.lock().unwrap();
    let answer = office.run(&["backup", "--json"]).ends(11);
    assert!(check_stream(&answer, "backup")["error"]["id"].is_string());
    drop(other_run);
    office.run(&["backup"]).ends(0);
}

#[test]
fn a_source_that_is_missing_or_suddenly_empty_is_no_deletion() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    std::fs::rename(office.path("patients"), office.path("away")).unwrap();
    let missing = office.run(&["backup", "--json"]).refuses("B01");
    assert!(check_stream(&missing, "backup")["error"]["id"].is_string());
    std::fs::create_dir(office.path("patients")).unwrap();
    let empty = office.run(&["backup", "--json"]);
    assert_ne!(empty.code, 0);
    assert!(check_stream(&empty, "backup")["error"]["id"].is_string());
    let snapshots = office.run_with_key(&["snapshots", "--json"]).ends(0).json();
    assert_eq!(snapshots["snapshots"].as_array().unwrap().len(), 1);
    office.run(&["backup", "--expected-changes"]).ends(0);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_backed_up_is_a_warning_and_named_only_on_request() {
    let office = Office::with_patients(&["DURAND Paul"]);
    let pipe = office.path("patients/DURAND Paul/secret pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let answer = office.run(&["backup", "--json"]).ends(3);
    assert_eq!(check_stream(&answer, "backup")["problems"], 1);
    let warning = |answer: &Answer| {
        let lines = answer.lines();
        lines.into_iter().find(|line| line["type"] == "warning").expect("a warning")
    };
    assert_eq!(warning(&answer)["problem"], "special");
    assert!(!answer.out.contains("DURAND") && !answer.out.contains("secret pipe"));
    let answer = office.run(&["backup", "--json", "--names"]).ends(3);
    assert_eq!(warning(&answer)["path"], "DURAND Paul/secret pipe");
}

#[test]
fn what_cannot_be_restored_is_a_warning_and_named_only_on_request() {
    let office = Office::with_patients(&["DURAND Paul"]);
    let scan = noise(1, 9_000_000);
    std::fs::write(office.path("patients/DURAND Paul/scan.pdf"), scan).unwrap();
    office.run(&["backup"]).ends(0);
    let packs = office.path("Blue/refuge/packs");
    let packs = office.tree("Blue/refuge/packs").into_keys().map(|pack| packs.join(pack));
    let path = packs.max_by_key(|pack| std::fs::metadata(pack).unwrap().len()).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[1_000_000] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    for (to, more) in [("one", &[][..]), ("two", &["--names"][..])] {
        let to = office.text(to);
        let args = [&["restore", "--all", "--to", &to, "--json"], more].concat();
        let answer = office.run_with_key(&args).ends(3);
        assert_eq!(check_stream(&answer, "restore")["problems"], 1);
        let named = answer.out.contains("scan.pdf");
        assert_eq!(named, !more.is_empty(), "{}", answer.out);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_backup_with_its_summary_and_the_next_run_goes_on() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let office = Office::with_patients(&["DURAND Paul"]);
    for number in 0..12 {
        let path = office.path(&format!("patients/DURAND Paul/scan {number}.pdf"));
        std::fs::write(path, noise(number, 8_000_000)).unwrap();
    }
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_refuge"));
    let mut child = command
        .args(["--lang", "en", "--no-input", "backup", "--json"])
        .env("REFUGE_HOME", office.path("home"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    let mut out = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if line.contains("\"type\":\"step\"") && line.contains("\"copy\"") {
            rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        }
        out += &line;
        out.push('\n');
    }
    let code = child.wait().unwrap().code().unwrap();
    let answer = Answer { code, out, err: String::new() }.ends(130);
    assert!(check_stream(&answer, "backup")["error"]["id"].is_string());
    assert_eq!(office.json(&["backup"])["files"], 13);
    office.run_with_key(&["verify"]).ends(0);
}
