//! Every job in the fewest steps: each conversation as a page, with what a person types or answers counted. A
//! line typed is one; the passphrase is not counted.

use crate::guide::{BACK_UP, BLUE, RED, adds_red, in_both_languages, office, same, sets_up};
use crate::guide_person::{PHRASE, Person};
use crate::guide_words::{Language, Said};

const PASSPHRASE: &str = "keys-passphrase-or-sheet";

in_both_languages! {
    a_deleted_file_and_an_older_version_take_a_line_and_a_number
    everything_goes_back_to_where_it_was
    a_line_shows_which_day_lies_on_which_drive
    the_year_is_one_run_that_is_left_for_the_doctor_and_taken_up_again
}

/// Types a line and gives the answers; beside the passphrase there are so many.
#[track_caller]
fn takes(person: &mut Person, count: usize, line: impl Said, answers: &[(&str, &str)]) {
    let code = counted(person, count, line, answers);
    assert_eq!(code, 0, "{}", person.page());
}

/// The same for what ends as it likes: the menu ends with what the status says.
#[track_caller]
fn counted(person: &mut Person, count: usize, line: impl Said, answers: &[(&str, &str)]) -> u32 {
    let given = answers.iter().filter(|(question, _)| *question != PASSPHRASE).count();
    assert_eq!(1 + given, count, "a line and its answers");
    person.types(line, answers)
}

/// Writes a file that was changed at this time: the clock of a disk is not the person's.
fn changed(person: &Person, name: &str, text: &str, time: &str) {
    person.write(name, text.as_bytes());
    let time: jiff::Timestamp = time.parse().unwrap();
    let since = std::time::Duration::from_secs(time.as_second().unsigned_abs());
    let file = std::fs::File::options().write(true).open(person.path(name)).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + since).unwrap();
}

/// A radio that was deleted, and notes that were changed, each after a backup.
fn after_a_week(language: Language) -> Option<Person> {
    let mut person = office(language)?;
    let notes = "Patients/DURAND Paul 1949/notes.txt";
    changed(&person, notes, "tension 12/8\n", "2026-11-20T09:00:00Z");
    person.buys(BLUE);
    sets_up(&mut person);
    person.write("Patients/DURAND Paul 1949/radio.txt", b"poumons clairs\n");
    person.at("2026-11-24 18:00:00");
    person.types(BACK_UP, &[]);
    std::fs::remove_file(person.path("Patients/DURAND Paul 1949/radio.txt")).unwrap();
    changed(&person, notes, "tension 14/9\n", "2026-11-25T09:00:00Z");
    person.at("2026-11-25 18:00:00");
    person.types(BACK_UP, &[]);
    person.forgets();
    Some(person)
}

fn a_deleted_file_and_an_older_version_take_a_line_and_a_number(language: Language) {
    let Some(mut person) = after_a_week(language) else { return };
    let durand = ["refuge restaurer durand", "refuge restore durand"];
    let passphrase = (PASSPHRASE, PHRASE);
    let [radio, older] = ["4", "3"].map(|number| ("restore-ask-which-or-all", number));
    person.at("2026-12-15 10:00:00");
    takes(&mut person, 2, durand, &[passphrase, radio]);
    person.at("2026-12-15 10:01:00");
    takes(&mut person, 2, durand, &[passphrase, older]);
    person.at("2026-12-15 10:02:00");
    let notes = ["refuge restaurer notes", "refuge restore notes"];
    takes(&mut person, 2, notes, &[passphrase, ("restore-ask-which", "3")]);
    // The menu asks for the words, and is left again.
    person.at("2026-12-15 10:03:00");
    let menu = ("menu-question", "2");
    let words = ("restore-ask-words", "radio");
    counted(&mut person, 4, "refuge", &[menu, passphrase, words, ("menu-question", "10")]);
    let brought = |minute: &str| {
        let name = language.of(["Restauration", "Restored"]);
        crate::rig::files_below(&person.path(format!("{name} 2026-12-15 10h{minute}").as_str()))
    };
    for (minute, name, text) in [
        ("00", "radio.txt", "poumons clairs\n"),
        ("01", "notes.txt", "tension 12/8\n"),
        ("02", "notes.txt", "allergie a la penicilline\n"),
        ("03", "radio.txt", "poumons clairs\n"),
    ] {
        let files = brought(minute);
        assert_eq!(files.len(), 1, "{minute}: {files:?}");
        let file = files.iter().next().unwrap();
        let (path, bytes) = (format!("{:?}", file.0), String::from_utf8_lossy(file.1));
        assert!(path.contains(name) && bytes == text, "{minute}: {path} {bytes}");
    }
    same(["12-fichier-supprime", "12-deleted-file"], &person);
}

fn everything_goes_back_to_where_it_was(language: Language) {
    let Some(mut person) = after_a_week(language) else { return };
    std::fs::remove_dir_all(person.path("Patients/MARTIN Zoe 1962")).unwrap();
    let notes = "Patients/DURAND Paul 1949/notes.txt";
    changed(&person, notes, "tension 13/8, revu\n", "2026-12-14T16:30:00Z");
    person.at("2026-12-15 10:00:00");
    let all = ["refuge restaurer --all --in-place", "refuge restore --all --in-place"];
    takes(&mut person, 2, all, &[(PASSPHRASE, PHRASE), ("in-place-ask", "2")]);
    let durand = crate::rig::files_below(&person.path("Patients/DURAND Paul 1949"));
    let mut texts: Vec<String> =
        durand.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    texts.sort();
    assert_eq!(texts, ["tension 13/8, revu\n", "tension 14/9\n"], "{durand:?}");
    let kept =
        language.of(["notes (avant 2026-12-15 10h00).txt", "notes (before 2026-12-15 10h00).txt"]);
    let kept = person.path("Patients/DURAND Paul 1949").join(kept);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "tension 13/8, revu\n");
    assert!(person.path("Patients/MARTIN Zoe 1962/notes.txt").is_file());
    same(["13-a-sa-place", "13-in-place"], &person);
}

fn a_line_shows_which_day_lies_on_which_drive(language: Language) {
    let Some(mut person) = office(language) else { return };
    person.buys(BLUE);
    person.buys(RED);
    sets_up(&mut person);
    adds_red(&mut person);
    person.unplugs(RED);
    for day in ["24", "25", "27"] {
        person.at(&format!("2026-11-{day} 18:00:00"));
        person.write(format!("Patients/DURAND Paul 1949/{day}.txt"), b"consultation\n");
        person.types(BACK_UP, &[]);
    }
    person.plugs(RED);
    person.at("2026-12-08 18:00:00");
    person.types(BACK_UP, &[]);
    person.forgets();
    person.at("2026-12-10 18:00:00");
    takes(&mut person, 1, ["refuge etat --calendar", "refuge status --calendar"], &[]);
    let page = person.page();
    let days: Vec<&str> = page.lines().filter(|line| line.contains('·')).collect();
    assert_eq!(days.len(), 4, "three weeks and the key: {page}");
    assert!(days[..3].iter().all(|line| line.chars().count() < 60), "{page}");
    same(["14-calendrier", "14-calendar"], &person);
}

fn the_year_is_one_run_that_is_left_for_the_doctor_and_taken_up_again(language: Language) {
    let Some(mut person) = office(language) else { return };
    let notes = "Patients/DURAND Paul 1949/notes.txt";
    changed(&person, notes, "tension 12/8\n", "1996-03-15T09:00:00Z");
    person.buys(BLUE);
    sets_up(&mut person);
    let list = "N° patient;Dossier;Date de naissance;Dernière visite\n\
                1;DURAND Paul 1949;01/02/1949;15/03/1996\n\
                2;MARTIN Zoe 1962;01/02/1962;20/11/2026\n";
    changed(&person, "patients.csv", list, "2026-11-24T08:00:00Z");
    person.forgets();
    let list = person.typed_path("patients.csv");
    let year = ["refuge annee", "refuge year"];
    let passphrase = (PASSPHRASE, PHRASE);
    let no = language.of(["n", "n"]);
    person.at("2026-11-24 10:00:00");
    let until_the_doctor = [
        ("year-list", &*list),
        passphrase,
        ("year-hold", ""),
        ("year-print", no),
        ("year-who", ""),
    ];
    takes(&mut person, 5, year, &until_the_doctor);
    person.notes(["le médecin a lu le plan", "the doctor has read the plan"]);
    person.at("2026-11-25 10:00:00");
    let until_the_locks = [
        ("year-who", "Dr Martin"),
        passphrase,
        ("purge-confirm-ask", crate::office::NAME),
        ("year-now", no),
    ];
    takes(&mut person, 4, year, &until_the_locks);
    same(["15-annee", "15-year"], &person);
}
