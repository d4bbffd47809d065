//! Register, holds and purges through the command line: what is due goes, what is kept stays.

use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::cli_keys::copied;
use crate::office::{NAME, Office};

/// Patients whose folder is named by their number.
pub(crate) const PATIENTS: [&str; 4] = ["1001", "1002", "1003", "1004"];

/// 1001 was last seen 30 years ago, the others lately; all files are as old.
pub(crate) fn office() -> Office {
    let office = Office::with_patients(&PATIENTS);
    age(&office, "patients/1001/notes.txt", 30);
    office.json(&["backup"]);
    import(&office, &register("1996-03-15")).ends(0);
    office
}

/// Sets the last change of a file so many years back.
fn age(office: &Office, file: &str, years: u64) {
    let file = std::fs::File::options().write(true).open(office.path(file)).unwrap();
    let back = Duration::from_secs(years * 366 * 24 * 3600);
    file.set_modified(SystemTime::now() - back).unwrap();
}

fn register(last_contact: &str) -> String {
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    format!(
        "N° patient;Date de naissance;Dernière visite\n\
         1001;01/02/1950;{last_contact}\n\
         1002;01/02/1960;{today}\n1003;01/02/1970;{today}\n1004;01/02/1980;{today}\n"
    )
}

fn import(office: &Office, csv: &str) -> crate::office::Answer {
    office.write("register.csv", csv);
    let path = office.text("register.csv");
    office.run_with_key(&["register", "import", &path, "--json"])
}

/// Reads a list in which nobody's time is up.
pub(crate) fn everybody_was_seen(office: &Office) {
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    import(office, &register(&today.to_string())).ends(0);
}

fn plan(office: &Office) -> Value {
    office.run_with_key(&["purge", "--dry-run", "--json"]).ends(0).json()
}

/// Makes a plan and gives its number.
pub(crate) fn planned(office: &Office) -> String {
    plan(office)["plan"].as_str().unwrap().to_owned()
}

pub(crate) fn carry_out(office: &Office, plan: &str) -> crate::office::Answer {
    office.run_with_key(&["purge", plan, "--confirm", NAME, "--json"])
}

fn restored(office: &Office, to: &str) -> Vec<String> {
    let folder = office.text(to);
    office.run_with_key(&["restore", "--all", "--to", &folder, "--json"]).ends(0);
    names(&office.path(to))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_expired_record_is_planned_erased_and_skipped_ever_after() {
    let office = office();
    let made = plan(&office);
    assert_eq!((made["due"].as_u64(), made["kept"].as_u64()), (Some(1), Some(3)));
    assert!(!made.to_string().contains("1001"), "no names unless asked for");
    let done = carry_out(&office, made["plan"].as_str().unwrap()).ends(0).json();
    assert_eq!(done["forgotten"], 1);
    let drive = &done["drives"][0];
    assert_eq!((&drive["name"], &drive["level"]), (&"Blue".into(), &"logical-deletion".into()));
    assert_eq!(
        (&drive["negative_test"], drive["owes"].as_array().unwrap().len()),
        (&true.into(), 0)
    );
    assert!(done["ledger_entry"].is_string());
    assert_eq!(restored(&office, "back"), ["1002", "1003", "1004"]);
    let again = office.json(&["backup"]);
    assert_eq!(again["forgotten_met"], 1, "it still lies in the folder, and is not taken again");
    assert_eq!(restored(&office, "again"), ["1002", "1003", "1004"]);
    carry_out(&office, made["plan"].as_str().unwrap()).refuses("R07");
}

#[test]
fn a_drive_that_was_away_is_purged_when_it_comes_and_restores_nothing_forgotten_before() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    office.unplug("Red");
    let done = carry_out(&office, &planned(&office)).ends(0).json();
    let red = done["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Red");
    let red = red.unwrap();
    assert_eq!((&red["level"], &red["owes"][0]), (&"none".into(), &"purge".into()));
    office.unplug("Blue");
    office.plug("Red");
    assert_eq!(restored(&office, "unpurged"), ["1002", "1003", "1004"]);
    let paid = office.run_with_key(&["purge", "--json"]).ends(0).json();
    let red = paid["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Red");
    let red = red.unwrap();
    assert_eq!((&red["negative_test"], red["owes"].as_array().unwrap().len()), (&true.into(), 0));
    office.json(&["backup", "--drive", "Red"]);
    assert_eq!(restored(&office, "purged"), ["1002", "1003", "1004"]);
    office.plug("Blue");
    office.run_with_key(&["verify", "--full", "--drive", "Blue", "--json"]).ends(0);
    office.run_with_key(&["verify", "--full", "--drive", "Red", "--json"]).ends(0);
}

#[test]
fn a_hold_between_plan_and_execution_stops_it_and_its_days_count_afterwards() {
    let office = office();
    let number = planned(&office);
    let hold = ["hold", "add", "1001", "--reason", "liability-claim", "--by", "Dr Martin"];
    assert_eq!(office.json(&hold)["kind"], "suspensive");
    let before = office.tree("Blue");
    carry_out(&office, &number).refuses("R03");
    assert_eq!(office.tree("Blue"), before, "nothing was touched");
    let held = plan(&office);
    assert_eq!((&held["due"], &held["held"], &held["plan"]), (&0.into(), &1.into(), &Value::Null));
    assert_eq!(office.json(&["hold", "list"])["holds"].as_array().unwrap().len(), 1);
    office.run(&["hold", "remove", "1001"]).ends(19);
    office.json(&["hold", "remove", "1001", "--by", "Dr Martin"]);
    office.run(&["hold", "remove", "1001", "--by", "Dr Martin", "--json"]).refuses("N01");
    let closed = &office.json(&["hold", "list"])["holds"][0];
    assert_eq!(closed["closed_by"], "Dr Martin", "closed, never deleted");
    office.run(&["hold", "add", "9999", "--reason", "other", "--by", "Dr Martin"]).refuses("N01");
}

#[test]
fn nothing_and_what_was_erased_cannot_be_held_and_a_part_of_a_name_is_told() {
    let office = Office::with_patients(&["DURAND Paul 1949", "DURAND Anne"]);
    office.run(&["backup"]).ends(0);
    let hold = |name| ["hold", "add", name, "--reason", "other", "--by", "Dr Martin"];
    office.run(&hold("")).refuses("N01");
    office.run(&hold("  ")).refuses("N01");
    let part = office.run(&hold("durand")).refuses("N01");
    assert!(part.err.contains("2 folders have this in the name"), "{}", part.err);
    assert!(!part.err.contains("Paul"), "names are for whoever asks: {}", part.err);
}

#[test]
fn what_was_erased_cannot_be_held() {
    let office = office();
    let number = planned(&office);
    carry_out(&office, &number).ends(0);
    let hold = ["hold", "add", "1001", "--reason", "other", "--by", "Dr Martin"];
    let told = office.run(&hold).refuses("N01").err;
    assert!(told.contains("This was erased"), "{told}");
    // It still lies on the computer: that is told before the next backup looks.
    let next = office.run(&["status"]).out;
    assert!(next.contains("erased record still lies on this computer"), "{next}");
}

#[test]
fn a_broken_register_makes_nothing_due() {
    let office = office();
    let good = register("1996-03-15");
    import(&office, "").refuses("R02");
    import(&office, "nom;ville\na;b\n").refuses("R02");
    office.write("register.csv", "x");
    std::fs::write(office.path("register.csv"), [0_u8, 255, 254, 0, 1, 2, 3]).unwrap();
    let path = office.text("register.csv");
    office.run_with_key(&["register", "import", &path, "--json"]).refuses("R02");
    assert_eq!(plan(&office)["due"], 1, "the one before stays in force");
    let cut: String = good.lines().take(3).map(|line| format!("{line}\n")).collect();
    let half = import(&office, &cut).ends(3).json();
    assert_eq!((&half["trust"], &half["rows"]), (&"shrunk".into(), &2.into()));
    assert_eq!(plan(&office)["due"], 0);
    assert_eq!(import(&office, &cut).ends(3).json()["trust"], "shrunk", "not even the second time");
    let doubtful = good.replace("1001;01/02/1950", "1001;31/13/1950");
    let doubtful = import(&office, &doubtful).ends(3).json();
    assert_eq!(
        (&doubtful["quarantined"], &doubtful["quarantined_rows"][0]["line"]),
        (&1.into(), &2.into())
    );
    assert_eq!(plan(&office)["due"], 0);
    let old = ["register", "import", &path, "--exported", "2020-01-01", "--json"];
    office.write("register.csv", &good);
    assert_eq!(office.run_with_key(&old).ends(3).json()["trust"], "stale");
    assert_eq!(plan(&office)["due"], 0);
    import(&office, &good).ends(0);
    assert_eq!(plan(&office)["due"], 1);
}

#[test]
fn a_column_is_named_once_and_remembered() {
    let office = office();
    let csv = register("1996-03-15").replace("Dernière visite", "Vu pour la fin");
    office.write("register.csv", &csv);
    let path = office.text("register.csv");
    office.run_with_key(&["register", "import", &path, "--json"]).refuses("R02");
    let map = ["register", "import", &path, "--map", "last_contact=Vu pour la fin", "--json"];
    assert_eq!(office.run_with_key(&map).ends(0).json()["matched"], 4);
    office.run_with_key(&["register", "import", &path, "--json"]).ends(0);
}

#[test]
fn a_forecast_leaves_nothing_behind() {
    let office = office();
    let before = office.tree("home");
    let forecast = ["purge", "--dry-run", "--as-of", "2060-01-01", "--json"];
    let forecast = office.run_with_key(&forecast).ends(0).json();
    assert_eq!((&forecast["due"], &forecast["plan"]), (&4.into(), &Value::Null));
    let keep = |name: &&std::path::PathBuf| !name.to_string_lossy().contains("state.db");
    let names = |tree: &std::collections::BTreeMap<_, _>| tree.keys().filter(keep).count();
    assert_eq!(names(&office.tree("home")), names(&before));
    assert_eq!(planned(&office), format!("P-{}-01", today().year()));
}

fn today() -> jiff::civil::Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

#[test]
fn names_are_shown_only_when_asked_for_and_kept_nowhere() {
    let office = Office::with_patients(&["ZYXWEBER Anna", "QUVLADIS Paul"]);
    age(&office, "patients/ZYXWEBER Anna/notes.txt", 35);
    office.json(&["backup"]);
    let csv = format!(
        "Dossier;Naissance;Dernier acte\nzyxweber anna;1950-02-01;1996-03-15\nAUTRE Jean;1950-02-01;{}\n",
        today()
    );
    let read = import(&office, &csv).ends(0);
    assert!(!read.out.contains("QUVLADIS") && !read.out.contains("AUTRE"), "{}", read.out);
    let (found, seen) = (read.json(), plan(&office));
    assert_eq!(
        (&found["matched"], &found["unmatched_rows"], &found["unmatched_records"]),
        (&1.into(), &1.into(), &1.into())
    );
    let listed = office.run_with_key(&["purge", "--dry-run", "--names", "--json"]).ends(0);
    let due: Vec<Value> =
        listed.lines().into_iter().filter(|line| line["verdict"] == "due").collect();
    assert_eq!(
        (due.len(), &due[0]["record"], &due[0]["type"]),
        (1, &"ZYXWEBER Anna".into(), &"record".into())
    );
    assert_eq!((&due[0]["keep_until"], &due[0]["reason"]), (&"2016-03-15".into(), &"term".into()));
    carry_out(&office, seen["plan"].as_str().unwrap()).ends(0);
    for (name, bytes) in office.tree("home") {
        for secret in ["ZYXWEBER", "zyxweber", "QUVLADIS", "AUTRE"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", name.display());
        }
    }
}

#[test]
fn a_second_person_a_week_or_the_archives_must_agree_where_the_practice_says_so() {
    let office = office();
    let number = planned(&office);
    let path = office.path("home/refuge.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    let with = |control: &str| {
        std::fs::write(&path, format!("{config}\n[purge] # agreed\ncontrol = \"{control}\"\n"))
            .unwrap();
    };
    let as_person = |by: &str| {
        office.run_with_key(&["purge", &number, "--confirm", NAME, "--by", by, "--json"])
    };
    with("cooling-off");
    assert_eq!(carry_out(&office, &number).ends(19).json()["error"]["id"], "R05");
    std::fs::write(&path, config.replace("public_structure = false", "public_structure = true"))
        .unwrap();
    carry_out(&office, &number).refuses("R01");
    with("dual");
    carry_out(&office, &number).refuses("N03");
    assert_eq!(as_person("Dr Martin").ends(19).json()["error"]["id"], "R06");
    assert_eq!(as_person("dr  martin").ends(19).json()["error"]["id"], "R06");
    office.run_with_key(&["purge", &number, "--confirm", "Another", "--by", "Mme Leroy"]).ends(19);
    assert_eq!(as_person("Mme Leroy").ends(0).json()["forgotten"], 1);
    assert!(std::fs::read_to_string(&path).unwrap().contains("[purge] # agreed"));
}

#[test]
fn a_lost_memory_brings_nothing_forgotten_back() {
    let office = office();
    let hold = ["hold", "add", "1002", "--reason", "insurer", "--by", "Dr Martin"];
    office.json(&hold);
    carry_out(&office, &planned(&office)).ends(0);
    office.json(&["backup"]);
    std::fs::remove_dir_all(office.path("home")).unwrap();
    let drive = office.text("Blue");
    office.run_with_key(&["attach", &drive, "--json"]).ends(0);
    let again = office.json(&["backup"]);
    assert_eq!(again["forgotten_met"], 1);
    assert_eq!(restored(&office, "after"), ["1002", "1003", "1004"]);
    assert_eq!(office.json(&["hold", "list"])["holds"][0]["reason"], "insurer");
    let nothing = office.run_with_key(&["purge", "--json"]).ends(0).json();
    assert_eq!(nothing["due"], 0, "the drive is owed nothing: {nothing}");
}

#[test]
fn the_same_command_goes_on_with_a_drive_that_missed_the_plan() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    let number = planned(&office);
    office.unplug("Red");
    carry_out(&office, &number);
    let waits = carry_out(&office, &number).ends(10).json();
    assert_eq!(waits["error"]["id"], "D02", "{waits}");
    assert!(waits["error"]["text"].as_str().unwrap().contains("Red"), "{waits}");
    office.plug("Red");
    let done = carry_out(&office, &number).ends(0).json();
    let red = done["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Red");
    assert_eq!(red.unwrap()["negative_test"], true, "{done}");
    assert_eq!(carry_out(&office, &number).error(), "R07");
}

/// The program as at another time; nothing where `faketime` is not installed.
fn at(office: &Office, time: &str, args: &[&str]) -> Option<(i32, Value)> {
    let [key, phrase] = ["key.txt", "phrase.txt"].map(|name| office.text(name));
    let mut command = std::process::Command::new("faketime");
    command.arg(time).arg(env!("CARGO_BIN_EXE_refuge")).args(["--lang", "en", "--no-input"]);
    command.args(args).args(["--identity", &key, "--passphrase-file", &phrase, "--json"]);
    let Ok(output) = command.env("REFUGE_HOME", office.path("home")).output() else {
        eprintln!("skipped: no faketime");
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let last = text.lines().last().unwrap_or("null");
    Some((output.status.code().unwrap(), serde_json::from_str(last).unwrap()))
}

#[test]
fn a_wrong_clock_erases_nothing() {
    let office = office();
    let number = planned(&office);
    let before = office.tree("Blue");
    let Some((code, behind)) = at(&office, "2020-01-01 10:00:00", &["purge", "--dry-run"]) else {
        return;
    };
    assert_eq!((code, &behind["error"]["id"]), (1, &"C01".into()), "{behind}");
    let carry_out = ["purge", number.as_str(), "--confirm", NAME];
    let (code, old) = at(&office, "2099-01-01 10:00:00", &carry_out).unwrap();
    assert_eq!((code, &old["error"]["id"]), (1, &"R04".into()), "{old}");
    let (code, ahead) = at(&office, "2099-01-01 10:00:00", &["purge", "--dry-run"]).unwrap();
    assert_eq!((code, &ahead["error"]["id"]), (1, &"C02".into()), "{ahead}");
    // Whatever is recorded under the wrong date does not vouch for it.
    at(&office, "2099-01-01 10:00:00", &["verify", "--quick"]).unwrap();
    let (code, ahead) = at(&office, "2099-01-01 11:00:00", &["purge", "--dry-run"]).unwrap();
    assert_eq!((code, &ahead["error"]["id"]), (1, &"C02".into()), "{ahead}");
    let typed = ["purge", "--dry-run", "--today", "2099-01-01"];
    let (code, late) = at(&office, "2099-01-01 12:00:00", &typed).unwrap();
    assert_eq!((code, &late["due"]), (0, &0.into()), "the register is too old by then: {late}");
    assert_eq!(office.tree("Blue"), before);
}

#[test]
fn every_category_is_explained_in_both_languages() {
    let office = Office::new();
    let mut french = std::process::Command::new(env!("CARGO_BIN_EXE_refuge"));
    french.args(["--lang", "fr", "settings", "classes"]).env("REFUGE_HOME", office.path("home"));
    let french = String::from_utf8(french.output().unwrap().stdout).unwrap();
    assert!(
        french.contains("dossier médical") && french.contains("Gardé 20 ans après"),
        "{french}"
    );
    assert!(
        french.contains("28 ans") && french.contains("par analogie CSP, art.\u{a0}R.\u{a0}1112-7"),
        "{french}"
    );
    let english = office.run(&["settings", "classes"]).ends(0).out;
    assert!(english.contains("Kept 20 years after the last visit"), "{english}");
    let classes = office.json(&["settings", "classes"]);
    assert!(classes["classes"].as_array().unwrap().len() > 5);
}

#[test]
fn after_new_keys_no_key_opens_what_was_forgotten_not_even_on_an_older_copy() {
    let office = office();
    office.add_drive("Red");
    office.json(&["backup", "--drive", "Red"]);
    office.unplug("Red");
    copied(&office.path("Blue"), &office.path("older/Blue"));
    carry_out(&office, &planned(&office)).ends(0);
    let [sheet, key] = ["sheet2.txt", "key2.txt"].map(|name| office.text(name));
    let phrase = office.text("phrase.txt");
    office
        .run_with_key(&[
            "keys",
            "rotate",
            "--recovery-out",
            &sheet,
            "--identity-out",
            &key,
            "--new-passphrase-file",
            &phrase,
            "--json",
        ])
        .ends(0);
    for opening in [&sheet, &key] {
        let to = office.text(&format!("with {}", opening.len()));
        let with = ["--identity", opening, "--passphrase-file", &phrase, "--json"];
        let restore = ["restore", "--all", "--drive", "Blue", "--to", &to];
        office.run(&[&restore[..], &with].concat()).ends(0);
        assert_eq!(names(Path::new(&to)), ["1002", "1003", "1004"]);
        let older = office.text("older/Blue");
        let mut attach = office.command();
        attach.env("REFUGE_HOME", office.path("another home")).args(["attach", &older]).args(with);
        assert_eq!(attach.output().unwrap().status.code(), Some(12), "an older copy opens");
    }
    // Red missed both: its manifests need the old key once more, and without it nothing is lost.
    office.unplug("Blue");
    office.plug("Red");
    let packs = office.tree("Red/refuge/packs");
    office.run(&["purge", "--identity", &sheet, "--json"]).ends(3);
    assert_eq!(office.tree("Red/refuge/packs"), packs);
    let both = [office.path("sheet.txt"), office.path("sheet2.txt")]
        .map(|path| std::fs::read_to_string(path).unwrap());
    std::fs::copy(office.path("sheet.txt"), office.path("both.txt")).unwrap();
    std::fs::write(office.path("both.txt"), both.concat()).unwrap();
    let both = office.text("both.txt");
    let done = office.run(&["purge", "--identity", &both, "--json"]).ends(0).json();
    let red = done["drives"].as_array().unwrap().iter().find(|drive| drive["name"] == "Red");
    assert_eq!(red.unwrap()["negative_test"], true, "{done}");
    let to = office.text("from Red");
    office.run(&["restore", "--all", "--to", &to, "--identity", &both, "--json"]).ends(0);
    assert_eq!(names(Path::new(&to)), ["1002", "1003", "1004"]);
}
