//! Settings, the scheduler's files, the log and the technician's file, on the command line.

use crate::office::{NAME, Office};

#[test]
fn a_setting_is_changed_by_name_and_comments_in_the_file_survive() {
    let office = Office::new();
    let file = office.path("home/refuge.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("# à nous\n{text}")).unwrap();
    assert_eq!(office.json(&["settings"])["settings"]["check-days"], "35");
    office.run(&["settings", "set", "check-days", "20"]).ends(0);
    assert_eq!(office.json(&["settings", "show"])["settings"]["check-days"], "20");
    assert!(std::fs::read_to_string(&file).unwrap().contains("# à nous"));
    office.run(&["settings", "set", "check-days", "soon"]).refuses("N03");
    office.run(&["settings", "set", "colour", "red"]).refuses("N01");
    assert_eq!(office.json(&["settings"])["settings"]["check-days"], "20");
}

#[cfg(target_os = "linux")]
#[test]
fn the_schedulers_files_name_this_program_and_this_practice() {
    let office = Office::new();
    let to = office.text("units");
    assert_eq!(office.json(&["settings", "schedule", "--output", &to])["files"], 4);
    let service = std::fs::read_to_string(office.path("units/refuge-remind.service")).unwrap();
    assert!(service.contains(env!("CARGO_BIN_EXE_refuge")), "{service}");
    assert!(service.contains(&office.text("home")), "{service}");
}

#[cfg(target_os = "linux")]
#[test]
fn systemd_takes_the_schedulers_files() {
    let office = Office::new();
    office.run(&["settings", "schedule", "--output", &office.text("my units")]).ends(0);
    let files = [
        "refuge-remind.service",
        "refuge-remind.timer",
        "refuge-plugged.path",
        "refuge-plugged.service",
    ];
    let verify = |files: &[&str]| {
        let mut systemd = std::process::Command::new("systemd-analyze");
        systemd.args(["verify", "--user", "--man=no"]).args(files);
        systemd.current_dir(office.path("my units")).env("XDG_RUNTIME_DIR", office.folder.path());
        systemd.output()
    };
    let Ok(checked) = verify(&files) else {
        return crate::support::skipped("no systemd-analyze");
    };
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && said.trim().is_empty(), "{said}");
    office.write("my units/refuge-plugged.service", "[Service]\nExecStrat=/bin/true\n");
    assert!(!verify(&files[3..]).unwrap().status.success(), "a wrong file is found");
}

#[test]
fn neither_the_log_nor_the_technicians_file_holds_a_name() {
    let office = Office::with_patients(&["DURAND Paul 1949", "ALBERT Zoé 1961"]);
    office.run(&["backup", "--names"]).ends(0);
    let to = office.text("out");
    office.run_with_key(&["restore", "DURAND", "--to", &to, "--names", "--json"]).ends(0);
    office.run(&["backup", "--drive", "DURAND Paul 1949"]).refuses("N01");
    let file = office.text("support.txt");
    office.run(&["support", "--output", &file]).ends(0);
    let support = std::fs::read_to_string(&file).unwrap();
    assert!(support.contains("1 x fr/medical-record EachFolder there"), "{support}");
    assert!(support.contains("\"command\":\"restore\""), "{support}");
    let mut texts = vec![support];
    texts.extend(office.tree("home/logs").into_values().map(|log| String::from_utf8(log).unwrap()));
    assert!(texts.len() > 1);
    let folder = office.folder.path().to_str().unwrap();
    for text in texts {
        for secret in ["DURAND", "ALBERT", "notes.txt", NAME, "patients/", folder] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
