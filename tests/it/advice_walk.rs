//! Advice is followed to its end: a situation is set up, the program says what to do, exactly that is typed,
//! and the matter is gone. In both languages, because each prints its own commands.

use serde_json::Value;

use crate::advice::words_of;
use crate::office::{Answer, NAME, Office};

pub(crate) const LANGUAGES: [&str; 2] = ["en", "fr"];

/// The commands that an answer advises: those of its last line that says what to do now, or, where the
/// status screen ends with one, that one.
pub(crate) fn advised(answer: &Answer) -> Vec<String> {
    let said = format!("{}\n{}", answer.out, answer.err);
    let now = said.lines().rfind(|line| line.trim_start().starts_with("->"));
    let quoted = |line: &str| {
        let parts = line.split('`').skip(1).step_by(2).filter(|part| part.starts_with("refuge"));
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    now.map(quoted).unwrap_or_default()
}

/// What the status screen says is next, in `language`: the command at the end of that sentence.
pub(crate) fn next(office: &Office, language: &str) -> String {
    let screen = office.run_in(language, &["status"]).out;
    let starts = ["Next: ", "Ensuite : "];
    let mut lines = screen.lines().skip_while(|line| !starts.iter().any(|s| line.starts_with(s)));
    let first = lines.next().unwrap_or_else(|| panic!("nothing is next: {screen}"));
    let sentence = lines.fold(first.to_owned(), |all, line| format!("{all} {}", line.trim()));
    let at = sentence.rfind("refuge ").unwrap_or_else(|| panic!("no command: {sentence}"));
    sentence[at..].split([')', '?']).next().unwrap().trim().to_owned()
}

/// Types a line as it was printed; only what stands for a value of the person's own is put in its place.
/// The key is the recovery file, so that no passphrase has to be stretched.
pub(crate) fn typed(
    office: &Office,
    language: &str,
    line: &str,
    values: &[(&str, &str)],
) -> Answer {
    let sheet = office.text("sheet.txt");
    typed_with(office, language, line, values, &["--identity", &sheet])
}

/// The same, with what a person would be asked on a terminal.
pub(crate) fn typed_with(
    office: &Office,
    language: &str,
    line: &str,
    values: &[(&str, &str)],
    answers: &[&str],
) -> Answer {
    let line = values.iter().fold(line.to_owned(), |line, (word, value)| line.replace(word, value));
    let words = words_of(&line);
    assert_eq!(words[0], "refuge", "{line}");
    let words = words.iter().skip(1).map(String::as_str).chain(answers.iter().copied());
    office.run_in(language, &words.collect::<Vec<_>>())
}

#[track_caller]
pub(crate) fn id(answer: &Answer, wanted: &str) {
    assert_eq!(answer.error(), wanted, "{}{}", answer.out, answer.err);
    assert_ne!(answer.code, 0);
}

pub(crate) fn matters(office: &Office) -> Vec<String> {
    let status = office.run(&["status", "--json"]).json();
    let matters = status["matters"].as_array().cloned().unwrap_or_default();
    matters.iter().map(|matter| matter["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[track_caller]
pub(crate) fn has(office: &Office, matter: &str, wanted: bool) {
    let all = matters(office);
    assert_eq!(all.iter().any(|id| id == matter), wanted, "{matter}: {all:?}");
}

pub(crate) fn backed_up() -> Office {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    office.run(&["backup"]).ends(0);
    office
}

pub(crate) fn comes_back(office: &Office) {
    let to = tempfile::tempdir_in(office.path("")).unwrap();
    let to = to.path().join("out");
    let to = to.to_str().unwrap();
    office.run_with_key(&["restore", "--all", "--to", to]).ends(0);
}

/// The one line that is advised attaches a drive; Blue is it.
fn attach_as_advised(office: &Office, language: &str, told: &Answer) {
    let [attach] = advised(told).try_into().unwrap();
    let drive = office.text("Blue");
    typed(office, language, &attach, &[("DRIVE", &drive), ("DISQUE", &drive)]).ends(0);
}

#[test]
fn a_damaged_memory_is_learnt_anew_from_a_drive() {
    for language in LANGUAGES {
        let office = backed_up();
        std::fs::write(office.path("home/state.db"), vec![7; 20_000]).unwrap();
        let told = office.run_in(language, &["status"]);
        id(&told, "P04");
        attach_as_advised(&office, language, &told);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn an_altered_register_is_set_aside_and_that_of_a_drive_taken_up() {
    for language in LANGUAGES {
        let office = backed_up();
        let state = rusqlite::Connection::open(office.path("home/state.db")).unwrap();
        let alter = "UPDATE ledger SET json = replace(json, 'Blue', 'Bleu') WHERE number = 2";
        assert_eq!(state.execute(alter, []).unwrap(), 1);
        drop(state);
        let told = office.run_in(language, &["status"]);
        id(&told, "P09");
        attach_as_advised(&office, language, &told);
        assert!(office.path("home/state.db.damaged").exists());
        office.run(&["backup"]).ends(0);
        let register = office.run(&["report", "register"]).ends(0).out;
        assert!(register.contains("none altered, none missing"), "{register}");
    }
}

#[test]
fn a_folder_that_is_gone_is_given_up_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.write("cabinet d'à côté/lettre.txt", "x");
        let other = office.text("cabinet d'à côté");
        let add = ["sources", "add", &other, "--class", "fr/accounting", "--records", "whole"];
        office.run(&add).ends(0);
        office.run(&["backup"]).ends(0);
        std::fs::rename(&other, office.path("away")).unwrap();
        let told = office.run_in(language, &["backup"]).ends(3);
        id(&told, "B01");
        has(&office, "folder-missing", true);
        let [elsewhere, remove] = advised(&told).try_into().unwrap();
        let away = office.text("away");
        let there = [("FOLDER", &*away), ("DOSSIER", &*away)];
        typed(&office, language, &elsewhere, &there).ends(0);
        let same = office.json(&["backup"]);
        assert_eq!(same["new_bytes"], 0, "its backups count on");
        has(&office, "folder-missing", false);
        std::fs::rename(&away, &other).unwrap();
        office.run(&["backup"]).ends(3);
        let remove = remove.replace(&other, &away);
        typed(&office, language, &remove, &[]).ends(0);
        office.run(&["backup"]).ends(0);
        has(&office, "folder-missing", false);
    }
}

#[test]
fn a_folder_that_was_emptied_on_purpose_is_backed_up_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        for patient in ["DURAND Paul 1949", "COSTA Inès 2004"] {
            std::fs::remove_dir_all(office.path("patients").join(patient)).unwrap();
        }
        let told = office.run_in(language, &["backup"]);
        id(&told, "B02");
        let [again] = advised(&told).try_into().unwrap();
        typed(&office, language, &again, &[]).ends(0);
        office.run(&["backup"]).ends(0);
    }
}

#[test]
fn a_drive_that_was_erased_begins_anew_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        std::fs::remove_dir_all(office.path("Blue/refuge")).unwrap();
        let told = office.run_in(language, &["backup"]).ends(18);
        id(&told, "D05");
        let [add] = advised(&told).try_into().unwrap();
        let path = office.text("Blue");
        let values =
            [("PATH", path.as_str()), ("CHEMIN", &path), ("NAME", "Blue"), ("NOM", "Blue")];
        let mut line = add.clone();
        line.push_str(" --allow-fixed");
        typed(&office, language, &line, &values).ends(0);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn a_drive_that_was_put_back_is_taken_as_it_is_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        let older = office.tree("Blue");
        office.write("patients/DURAND Paul 1949/more.txt", "more");
        std::thread::sleep(std::time::Duration::from_millis(1100));
        office.run(&["backup"]).ends(0);
        for path in office.tree("Blue").into_keys().filter(|path| !older.contains_key(path)) {
            std::fs::remove_file(office.path("Blue").join(path)).unwrap();
        }
        let told = office.run_in(language, &["backup"]).ends(18);
        id(&told, "D07");
        let [add] = advised(&told).try_into().unwrap();
        let path = office.text("Blue");
        let values =
            [("PATH", path.as_str()), ("CHEMIN", &path), ("NAME", "Blue"), ("NOM", "Blue")];
        typed(&office, language, &format!("{add} --allow-fixed"), &values).ends(0);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn a_drive_that_another_computer_changed_is_learnt_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        let done = std::process::Command::new("cp")
            .args(["-a", &office.text("home"), &office.text("old home")])
            .status();
        assert!(done.unwrap().success());
        let [sheet, key, phrase] =
            ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
        let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &key];
        office.run_with_key(&[&rotate[..], &["--new-passphrase-file", &phrase]].concat()).ends(0);
        std::fs::rename(office.path("home"), office.path("new home")).unwrap();
        std::fs::rename(office.path("old home"), office.path("home")).unwrap();
        std::fs::rename(&sheet, office.path("sheet.txt")).unwrap();
        let told = office.run_in(language, &["backup"]);
        id(&told, "D21");
        attach_as_advised(&office, language, &told);
        office.run(&["backup"]).ends(0);
        comes_back(&office);
    }
}

#[test]
fn who_left_is_locked_out_and_the_old_keys_are_crossed_out_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.add_drive("Red");
        office.run(&["backup", "--drive", "Red"]).ends(0);
        let [key, phrase] = ["dupont.txt", "phrase.txt"].map(|name| office.text(name));
        let add = ["keys", "add", "--name", "dr-dupont", "--identity-out", &key];
        office.run_with_key(&[&add[..], &["--new-passphrase-file", &phrase]].concat()).ends(0);
        office.run(&["keys", "remove", "dr-dupont"]).ends(0);
        has(&office, "still-opens", true);
        let rotate = next(&office, language);
        let files = [("sheet2.txt", "--recovery-out"), ("key2.txt", "--identity-out")];
        let files: Vec<String> =
            files.iter().map(|(file, flag)| format!("{flag} \"{}\"", office.text(file))).collect();
        let line = format!("{rotate} {} --new-passphrase-file \"{phrase}\"", files.join(" "));
        typed(&office, language, &line, &[]).ends(0);
        has(&office, "still-opens", false);
        has(&office, "destroy-keys", true);
        for file in ["key.txt", "dupont.txt", "sheet.txt"] {
            std::fs::remove_file(office.path(file)).unwrap();
        }
        for left in (0..3).rev() {
            let attest = next(&office, language);
            // Which one is asked on a terminal; a script says it.
            let keys = office.json(&["keys"]);
            let mut old = keys["keys"].as_array().unwrap().iter();
            let old = old.find(|key| key["state"] == "to-destroy").unwrap();
            let name = old["name"].as_str().unwrap();
            let line = format!("{attest} \"{name}\" --by \"Dr A\" --method burnt");
            typed(&office, language, &line, &[]).ends(0);
            has(&office, "destroy-keys", left > 0);
        }
        let none = office.run_in(language, &["keys", "attest"]).ends(0);
        assert!(!none.out.is_empty());
    }
}

/// A drive with a name of two words, on which a pack is damaged; with or without what mends it.
fn damaged(language: &str, has_parity: bool) -> (Office, Answer) {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.add_drive("Bleu foncé");
    let noise = crate::rig::noise(3, 3_000_000);
    std::fs::write(office.path("patients/DURAND Paul 1949/scan.bin"), noise).unwrap();
    office.run(&["backup", "--drive", "Bleu foncé"]).ends(0);
    for place in ["packs", "parity"] {
        for file in office.tree(&format!("Bleu foncé/refuge/{place}")).into_keys() {
            let path = office.path("Bleu foncé/refuge").join(place).join(file);
            if place == "parity" {
                if !has_parity {
                    std::fs::remove_file(path).unwrap();
                }
                continue;
            }
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            if bytes.len() > 1_000_000 {
                std::fs::write(path, bytes).unwrap();
                if has_parity {
                    break;
                }
            }
        }
    }
    let sheet = office.text("sheet.txt");
    let verify = ["verify", "--full", "--drive", "Bleu foncé", "--identity", &sheet];
    let told = office.run_in(language, &verify).ends(15);
    has(&office, "last-check-bad", true);
    (office, told)
}

#[test]
fn a_check_that_was_not_good_is_mended_as_advised() {
    for language in LANGUAGES {
        let (office, told) = damaged(language, true);
        let [repair, _] = advised(&told).try_into().unwrap();
        typed(&office, language, &repair, &[]).ends(0);
        has(&office, "last-check-bad", false);
    }
}

#[test]
fn what_cannot_be_repaired_is_stored_anew_and_the_damage_goes_as_advised() {
    for language in LANGUAGES {
        let (office, told) = damaged(language, false);
        let [repair, backup] = advised(&told).try_into().unwrap();
        typed(&office, language, &repair, &[]).ends(15);
        typed(&office, language, &backup, &[]).ends(0);
        typed(&office, language, &repair, &[]).ends(0);
        has(&office, "last-check-bad", false);
        office.run_with_key(&["verify", "--full", "--drive", "Bleu foncé"]).ends(0);
        let to = office.text("out");
        let restore = ["restore", "--all", "--drive", "Bleu foncé", "--to", &to];
        office.run_with_key(&restore).ends(0);
        assert_eq!(office.tree("out"), office.tree("patients"));
    }
}

#[test]
fn an_incident_is_closed_as_advised_and_then_what_was_refused_is_done() {
    for language in LANGUAGES {
        let office = backed_up();
        office.run(&["incident", "start", "--note", "computer stolen"]).ends(0);
        let told = office.run_in(language, &["thin"]);
        id(&told, "S02");
        let [show, end] = advised(&told).try_into().unwrap();
        let shown = typed(&office, language, &show, &[]);
        assert!(shown.code == 0 && shown.out.contains("computer stolen"), "{}", shown.out);
        // On a terminal the name is asked for; a script gives it as the help says.
        let asked = typed(&office, language, &end, &[]).ends(19);
        assert!(asked.err.contains("--confirm") && asked.err.contains(NAME), "{}", asked.err);
        typed(&office, language, &format!("{end} --confirm \"{NAME}\""), &[]).ends(0);
        office.run_with_key(&["thin"]).ends(0);
    }
}

#[test]
fn an_old_key_is_kept_until_each_drive_has_the_new_lock_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.add_drive("Red");
        office.run(&["backup", "--drive", "Red"]).ends(0);
        office.unplug("Red");
        let [sheet, key, phrase] =
            ["sheet2.txt", "key2.txt", "phrase.txt"].map(|name| office.text(name));
        let rotate = ["keys", "rotate", "--recovery-out", &sheet, "--identity-out", &key];
        let rotated =
            office.run_with_key(&[&rotate[..], &["--new-passphrase-file", &phrase]].concat());
        assert!(rotated.code == 0 || rotated.code == 3, "{}", rotated.err);
        let attest = ["keys", "attest", "identity", "--by", "Dr A", "--method", "burnt"];
        let told = office.run_in(language, &attest);
        id(&told, "K15");
        let [finish, lost] = advised(&told).try_into().unwrap();
        // Without the drive: it is declared lost.
        let line = format!("{lost} Red --by \"Dr A\"");
        office.plug("Red");
        std::fs::rename(office.path("sheet.txt"), office.path("sheet1.txt")).unwrap();
        std::fs::copy(&sheet, office.path("sheet.txt")).unwrap();
        typed(&office, language, &finish, &[]).ends(0);
        let lies = office.run_in(language, &attest);
        id(&lies, "K17");
        assert!(lies.err.contains(&office.text("key.txt")), "{}", lies.err);
        std::fs::remove_file(office.path("key.txt")).unwrap();
        office.run_in(language, &attest).ends(0);
        typed(&office, language, &line, &[]).ends(0);
        has(&office, "condemned", false);
    }
}

#[test]
fn a_drive_declared_lost_is_found_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        office.run(&["drives", "lost", "Blue", "--by", "Dr A"]).ends(0);
        let told = office.run_in(language, &["backup"]);
        id(&told, "D15");
        let [found] = advised(&told).try_into().unwrap();
        typed(&office, language, &format!("{found} Blue --by \"Dr A\""), &[]).ends(0);
        office.run(&["backup"]).ends(0);
    }
}

/// The commands of the program on a page of the drive, in the order of the text.
fn on_the_page(office: &Office, page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(office.path("Blue/refuge").join(page)).unwrap();
    let parts = text.split("<code>").skip(1).filter_map(|part| part.split("</code>").next());
    let ours = parts.filter(|part| part.starts_with("refuge ") && !part.ends_with(':'));
    ours.map(|part| part.replace('\u{a0}', " ")).collect()
}

#[test]
fn the_page_on_the_drive_leads_a_new_computer_to_its_files() {
    for (language, page) in [("en", "README.html"), ("fr", "LISEZ-MOI.html")] {
        let office = backed_up();
        let commands = on_the_page(&office, page);
        std::fs::rename(office.path("home"), office.path("lost")).unwrap();
        std::fs::rename(office.path("patients"), office.path("gone")).unwrap();
        std::fs::create_dir(office.path("desk")).unwrap();
        let (drive, sheet) = (office.text("Blue"), office.text("sheet.txt"));
        let mut typed = 0;
        for line in commands {
            let words = words_of(&line.replace(r"E:\", &format!("\"{drive}\"")));
            // The example with a letter of Windows says in full what the line before it begins.
            if words.last().is_some_and(|word| word == "attach" || word == "rattacher") {
                continue;
            }
            let mut command = office.command_in(language);
            command.args(&words[1..]).args(["--identity", &sheet]);
            let answer = Answer::of(&command.current_dir(office.path("desk")).output().unwrap());
            answer.ends(0);
            typed += 1;
        }
        assert_eq!(typed, 2, "attach, then restore");
        let made = std::fs::read_dir(office.path("desk")).unwrap().next().unwrap().unwrap();
        let name = format!("desk/{}", made.file_name().to_str().unwrap());
        assert_eq!(office.tree(&name), office.tree("gone"));
    }
}

#[test]
fn the_script_on_the_drive_needs_no_more_than_the_sheet_says() {
    let has = |tool: &str| std::process::Command::new(tool).arg("--version").output().is_ok();
    if !(has("python3") && has("age") && has("zstd")) {
        crate::support::skipped("needs python3, age and zstd");
        return;
    }
    let office = backed_up();
    std::fs::create_dir(office.path("user")).unwrap();
    for (name, args) in [("first", &["rescue.py", "--words"][..]), ("second", &["rescue.py"])] {
        let user = office.path("user").join(name);
        std::fs::create_dir(&user).unwrap();
        let mut script = std::process::Command::new("python3")
            .args(args)
            .current_dir(office.path("Blue/refuge"))
            .env("HOME", &user)
            .env("USERPROFILE", &user)
            .env("PYTHONUTF8", "1")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let words = office.words_on("sheet.txt").join("\n") + "\n";
        let mut keyboard = script.stdin.take().unwrap();
        std::io::Write::write_all(&mut keyboard, words.as_bytes()).unwrap();
        drop(keyboard);
        assert!(script.wait().unwrap().success());
        let back = format!("user/{name}/refuge");
        assert_eq!(office.tree(&back), office.tree("patients"));
    }
}

#[test]
fn a_restore_into_a_folder_that_is_not_empty_goes_elsewhere() {
    for language in LANGUAGES {
        let office = backed_up();
        let to = office.text("patients");
        let sheet = office.text("sheet.txt");
        let told =
            office.run_in(language, &["restore", "--all", "--to", &to, "--identity", &sheet]);
        id(&told, "T01");
        comes_back(&office);
    }
}

#[test]
fn a_fixed_drive_at_a_new_place_is_found_there() {
    let office = backed_up();
    std::fs::rename(office.path("Blue"), office.path("Elsewhere")).unwrap();
    id(&office.run(&["backup"]).ends(10), "D01");
    let path = office.text("Elsewhere");
    let moved = office.run(&["drives", "add", &path, "--name", "Blue", "--allow-fixed"]).ends(0);
    assert!(moved.out.contains("is now at"), "{}", moved.out);
    office.run(&["backup"]).ends(0);
    comes_back(&office);
}

#[test]
fn what_a_script_could_not_be_asked_is_said() {
    let office = Office::new();
    let path = office.text("home");
    for (line, asked) in [
        (vec!["drives", "add", &path, "--allow-fixed"], "Its name"),
        // Before its category: which one fits is told by the folder.
        (vec!["sources", "add"], "Which folder"),
        (vec!["sources", "remove"], "no longer be backed up"),
        (vec!["keys", "add"], "Whose key"),
    ] {
        let told = office.run(&line);
        assert!(told.code != 19 || told.err.contains(asked), "{line:?}: {}", told.err);
        assert_ne!(told.code, 0, "{line:?}");
    }
}

#[test]
fn what_stands_for_a_value_is_the_same_word_in_advice_and_help() {
    // Who types `refuge attach DRIVE` as it stands, with no drive there, is told to plug one in.
    let office = Office::new();
    let json: Value = office.run_with_key(&["attach", "DRIVE", "--json"]).ends(10).json();
    assert_eq!(json["error"]["id"], "D01", "{json}");
    let json = office.run_with_key(&["attach", "DISQUE", "--json"]).ends(10).json();
    assert_eq!(json["error"]["id"], "D01", "{json}");
}
