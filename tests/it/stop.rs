//! Ctrl-C is heard within a second, whatever the program is at, and the same command goes on afterwards.
//!
//! On a machine that does other work too, a second on the clock says little: what counts then is the time that
//! the processor spent after the request.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::advice_walk::comes_back;
use crate::cli_purge::planned;
use crate::office::{NAME, Office};
use crate::rig::noise;

const HEARD_WITHIN: Duration = Duration::from_secs(1);
/// Where the machine is busy, and little was reckoned meanwhile.
const PATIENCE: Duration = Duration::from_secs(8);
/// Moments at which it is asked to stop, in milliseconds.
const MOMENTS: [u64; 6] = [30, 120, 300, 600, 1100, 1900];

/// Whether a process has ended, and how long processors worked for it.
fn state_of(child: &Child) -> (bool, Duration) {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let after_name = stat.rsplit_once(") ").unwrap().1;
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    (fields[0] == "Z", Duration::from_millis(ticks * 10))
}

/// Runs a command and asks it to stop after so long: its code, and whether it was still at work then.
fn stopped(office: &Office, args: &[&str], after: u64) -> (i32, bool) {
    let sheet = office.text("sheet.txt");
    let mut child = Command::new(env!("CARGO_BIN_EXE_refuge"))
        .args(["--lang", "en", "--no-input"])
        .args(args)
        .args(["--identity", &sheet])
        .env("REFUGE_HOME", office.path("home"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(after));
    let (had_ended, before) = state_of(&child);
    let asked = Instant::now();
    if !had_ended {
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    }
    let spent = loop {
        let (has_ended, spent) = state_of(&child);
        if has_ended {
            break spent.saturating_sub(before);
        }
        assert!(asked.elapsed() < PATIENCE, "{args:?}: not heard, {after} ms after the start");
        std::thread::sleep(Duration::from_millis(5));
    };
    let waited = asked.elapsed();
    // Before the program listens, the request itself ends it.
    let code = child.wait().unwrap().code();
    let is_heard = !had_ended && code == Some(130);
    let code = code.unwrap_or(130);
    assert!(
        waited < HEARD_WITHIN || spent < HEARD_WITHIN,
        "{args:?}: {waited:?}, {spent:?} of it at work, {after} ms after the start"
    );
    (code, is_heard)
}

/// Asks at each moment, and lets the command end after that. At least once it must have been at work.
fn is_heard(office: &Office, args: &[&str]) {
    let mut heard = 0;
    for after in MOMENTS {
        let (code, is_heard) = stopped(office, args, after);
        heard += usize::from(is_heard);
        if code == 0 {
            break;
        }
        assert_eq!(code, 130, "{args:?}, {after} ms after the start");
    }
    assert!(heard > 0, "{args:?} was never at work when it was asked");
}

/// Lets a command that was stopped end.
fn goes_on(office: &Office, args: &[&str], was_done: &str) {
    let ended = office.run_with_key(args);
    assert!(ended.code == 0 || ended.error() == was_done, "{args:?}: {}{}", ended.out, ended.err);
}

fn scans(office: &Office, seed: u64, patient: &str) {
    for number in 0..6 {
        let path = office.path(&format!("patients/{patient}/scan {seed} {number}.pdf"));
        std::fs::write(path, noise(seed * 10 + number, 8_000_000)).unwrap();
    }
}

#[test]
fn a_check_and_a_restore_hear_it() {
    let office = Office::with_patients(&["DURAND Paul"]);
    scans(&office, 1, "DURAND Paul");
    office.run(&["backup"]).ends(0);
    is_heard(&office, &["verify", "--full"]);
    let to = office.text("back");
    let restore = ["restore", "--all", "--to", &to];
    is_heard(&office, &restore);
    goes_on(&office, &restore, "T01");
    assert_eq!(office.tree("back"), office.tree("patients"));
}

#[test]
fn an_erasing_hears_it_and_the_same_command_goes_on() {
    let office = Office::with_patients(&["1001", "1002"]);
    scans(&office, 1, "1001");
    scans(&office, 2, "1002");
    let old = std::time::SystemTime::now() - Duration::from_secs(30 * 366 * 24 * 3600);
    for file in std::fs::read_dir(office.path("patients/1001")).unwrap() {
        let file = std::fs::File::options().write(true).open(file.unwrap().path()).unwrap();
        file.set_modified(old).unwrap();
    }
    office.run(&["backup"]).ends(0);
    let list = "id;birth;last_contact\n1001;1950-02-01;1996-03-15\n1002;1960-02-01;2026-01-15\n";
    office.write("list.csv", list);
    office.run_with_key(&["register", "import", &office.text("list.csv")]).ends(0);
    let number = planned(&office);
    let purge = ["purge", &number, "--confirm", NAME];
    is_heard(&office, &purge);
    goes_on(&office, &purge, "R07");
    office.run(&["backup"]).ends(0);
    comes_back(&office);
}

#[test]
fn thinning_and_a_new_key_hear_it() {
    let office = Office::with_patients(&["DURAND Paul", "COSTA Inès"]);
    for seed in 0..3 {
        scans(&office, seed, "DURAND Paul");
        office.run(&["backup", "--expected-changes"]).ends(0);
        for number in 0..4 {
            let path = office.path(&format!("patients/DURAND Paul/scan {seed} {number}.pdf"));
            std::fs::remove_file(path).unwrap();
        }
    }
    office.run(&["backup", "--expected-changes"]).ends(0);
    let path = office.path("home/refuge.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    let keep = "keep = { daily = 1 }\nrecords = ";
    std::fs::write(&path, config.replace("records = ", keep)).unwrap();
    is_heard(&office, &["thin"]);
    goes_on(&office, &["thin"], "");
    let new_key = ["thin", "--rekey", "DURAND Paul", "--confirm", NAME];
    is_heard(&office, &new_key);
    goes_on(&office, &new_key, "");
    office.run(&["backup"]).ends(0);
    comes_back(&office);
}

#[test]
fn a_hole_of_a_terabyte_does_not_keep_anybody_waiting() {
    let office = Office::with_patients(&["DURAND Paul"]);
    office.run(&["backup"]).ends(0);
    let hole = std::fs::File::create(office.path("patients/DURAND Paul/disk.img")).unwrap();
    if hole.set_len(1 << 40).is_err() {
        crate::support::skipped("this file system has no files of a terabyte");
        return;
    }
    let heard = [700, 1500].into_iter().filter(|after| stopped(&office, &["backup"], *after).1);
    assert!(heard.count() > 0, "the backup was over before it was asked");
}
