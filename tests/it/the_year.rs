//! The yearly erasing as one guided run: it finds out where it stands, at every step.

use crate::cli_purge;
#[cfg(target_os = "linux")]
use crate::guide_person::on_a_terminal;
use crate::office::Office;
#[cfg(target_os = "linux")]
use crate::office::PHRASE;

fn step(office: &Office) -> String {
    office.json(&["year"])["step"].as_str().unwrap().to_owned()
}

/// An office with two drives, of which one is away, and a patient who is due.
fn office() -> Office {
    let office = cli_purge::office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    office.unplug("Red");
    office
}

/// A hold that came after the plan: it would be refused for ever.
#[test]
fn a_plan_that_names_what_is_held_by_now_is_made_anew() {
    let office = office();
    cli_purge::planned(&office);
    assert_eq!(step(&office), "approve");
    let hold = ["hold", "add", "1001", "--reason", "litigation", "--by", "Dr Martin"];
    office.run_with_key(&hold).ends(0);
    assert_eq!(step(&office), "plan");
}

#[test]
fn every_step_is_found_out_from_what_was_done() {
    let office = office();
    assert_eq!(step(&office), "plan", "the list is there");
    let plan = cli_purge::planned(&office);
    let told = office.json(&["year"]);
    assert_eq!(
        (&told["step"], &told["stage"], &told["stages"]),
        (&"approve".into(), &3.into(), &7.into())
    );
    assert_eq!(told["next"], format!("refuge purge {plan} --by NAME"));
    office.run(&["incident", "start"]).ends(0);
    assert_eq!(step(&office), "incident");
    let name = crate::office::NAME;
    office.run(&["incident", "end", "--confirm", name]).ends(0);
    cli_purge::carry_out(&office, &plan).ends(0);
    let told = office.run(&["year"]).ends(0);
    assert!(told.out.contains("Red") && told.out.contains("Next: refuge purge"), "{}", told.out);
    assert_eq!(step(&office), "drives");
    office.plug("Red");
    office.run_with_key(&["purge"]).ends(0);
    assert_eq!(step(&office), "locks");
    office.unplug("Red");
    let [key, sheet, phrase] =
        ["key-2.txt", "sheet-2.txt", "phrase.txt"].map(|name| office.text(name));
    let rotate = ["keys", "rotate", "--reason", "yearly", "--new-passphrase-file", &phrase];
    let files = ["--identity-out", &key, "--recovery-out", &sheet];
    office.run_with_key(&[&rotate[..], &files].concat()).ends(0);
    assert_eq!(step(&office), "new-lock");
    office.plug("Red");
    let finish = ["keys", "rotate", "--finish", "--identity", &sheet];
    let old = office.text("sheet.txt");
    office.run(&[&finish[..], &["--old-identity", &old]].concat()).ends(0);
    assert_eq!(step(&office), "attest");
    for old in ["key.txt", "sheet.txt"] {
        std::fs::remove_file(office.path(old)).unwrap();
    }
    for key in office.json(&["keys"])["keys"].as_array().unwrap().clone() {
        if key["epoch"] == 1 {
            let name = key["name"].as_str().unwrap().to_owned();
            let attest =
                ["keys", "attest", &name, "--epoch", "1", "--by", "Dr A", "--method", "cut"];
            office.run(&attest).ends(0);
        }
    }
    let done = office.json(&["year"]);
    assert_eq!(done["step"], "done");
    assert!(done["next"].as_str().unwrap().starts_with("refuge report 20"), "{done}");
}

#[test]
fn a_list_of_patients_comes_first() {
    let office = Office::with_patients(&["1001"]);
    office.json(&["backup"]);
    assert_eq!(step(&office), "register");
}

#[test]
fn a_public_structure_is_told_that_it_may_not() {
    let office = Office::with_patients(&["1001"]);
    office.run(&["settings", "set", "public-structure", "yes"]).ends(0);
    assert_eq!(step(&office), "public-structure");
}

#[test]
fn a_year_in_which_nothing_is_due_is_looked_at_and_done() {
    let office = cli_purge::office();
    cli_purge::planned(&office);
    assert_eq!(step(&office), "approve");
    cli_purge::everybody_was_seen(&office);
    let looked = office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json();
    assert_eq!((&looked["plan"], &looked["due"]), (&serde_json::Value::Null, &0.into()));
    let done = office.json(&["year"]);
    assert_eq!((&done["step"], &done["stage"]), (&"done".into(), &7.into()), "{done}");
    let advice = done["next"].as_str().unwrap().to_owned();
    let typed: Vec<&str> = advice.split(' ').skip(1).filter(|word| *word != "--open").collect();
    let paper = office.run(&typed).ends(0).out;
    assert!(paper.contains("No record was due."), "{paper}");
}

#[test]
fn nothing_due_without_a_list_of_patients_ends_no_year() {
    let office = Office::with_patients(&["1001"]);
    office.json(&["backup"]);
    office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0);
    assert_eq!(step(&office), "register");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_due_is_no_end_where_a_drive_still_has_what_was_erased_and_says_which() {
    let office = office();
    let plan = cli_purge::planned(&office);
    cli_purge::carry_out(&office, &plan).ends(0);
    let told = office.run_with_key(&["purge"]).ends(0);
    assert!(told.out.contains("Red still has what was erased earlier"), "{}", told.out);
    assert_eq!(step(&office), "drives");
    // Nothing is asked about a drive that is away but for itself; later is an answer.
    let answers = [("Not plugged in: Red", ""), ("Not plugged in: Red", "n")];
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge year", &answers, |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("No such drive is seen yet."), "{seen}");
    assert!(!seen.contains("No record is due"), "{seen}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_wrong_path_of_the_list_is_asked_again() {
    let office = Office::with_patients(&["1001"]);
    office.json(&["backup"]);
    let list = "The file with the list";
    let answers =
        [(list, "/nowhere/list.csv"), (list, ""), ("must stay", ""), ("Passphrase", PHRASE)];
    let (code, seen) = on_a_terminal(&office.path("home"), "refuge year", &answers, |_| {});
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("/nowhere/list.csv"), "{seen}");
}
