//! What paper and the pages on a drive say is done, exactly as it is printed, by somebody who has nothing else: the
//! recovery sheet, README and LISEZ-MOI, the label.

use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use crate::advice_walk::{LANGUAGES, comes_back, typed, typed_with};
use crate::guide::{BLUE, office as at_the_desk, sets_up};
use crate::guide_person::PHRASE;
use crate::guide_words::Language;
use crate::office::{Answer, NAME, Office};

const BOTH: [Language; 2] = [Language::French, Language::English];

/// The text of a page, without markup; code stands between backticks.
fn text_of(page: &str) -> String {
    let page = page.split_once("<body").map_or(page, |(_, body)| body);
    let page = page.replace("<code>", "`").replace("</code>", "`");
    let inline = ["strong", "/strong", "a ", "/a"];
    let mut plain = String::new();
    for part in page.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        let is_inline =
            inline.iter().any(|one| tag == *one || one.ends_with(' ') && tag.starts_with(one));
        plain.push_str(if tag.is_empty() || is_inline { "" } else { "\n" });
        plain.push_str(text);
    }
    let signs =
        [("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"), ("\u{a0}", " ")];
    signs.into_iter().fold(plain, |text, (from, to)| text.replace(from, to))
}

/// The sheet of an office in a language, as it is printed.
fn sheet_of(office: &Office, language: Language) -> String {
    let path = office.text(&format!("sheet {}.html", language.code()));
    office.run_in(language.code(), &["keys", "sheet", "--output", &path]).ends(0);
    text_of(&std::fs::read_to_string(path).unwrap())
}

/// What is to be typed after these words, up to the end of the sentence.
#[track_caller]
fn told(sheet: &str, before: &str) -> String {
    let (_, after) = sheet.split_once(before).unwrap_or_else(|| panic!("no {before:?}: {sheet}"));
    let line = after.lines().next().unwrap();
    line.split(". ").next().unwrap().trim().trim_end_matches('.').to_owned()
}

fn can_rescue() -> bool {
    let missing = ["python3", "age", "zstd"]
        .into_iter()
        .find(|tool| Command::new(tool).arg("--version").output().is_err());
    if let Some(tool) = missing {
        crate::support::skipped(&format!("restoring without refuge needs {tool}"));
    }
    missing.is_none()
}

fn backed_up() -> Office {
    let office = Office::with_patients(&["DURAND Paul 1949", "COSTA Inès 2004"]);
    office.run(&["backup"]).ends(0);
    office
}

#[test]
fn a_sheet_that_was_replaced_is_declared_destroyed_as_it_says_itself() {
    for language in BOTH {
        let office = backed_up();
        let sheet = sheet_of(&office, language);
        let [recovery, key, phrase] =
            ["sheet-2.txt", "key-2.txt", "phrase.txt"].map(|name| office.text(name));
        let rotate = ["keys", "rotate", "--recovery-out", &recovery, "--identity-out", &key];
        let rotate = [&rotate[..], &["--new-passphrase-file", &phrase]].concat();
        office.run_with_key(&rotate).ends(0);
        std::fs::remove_file(office.path("sheet.txt")).unwrap();
        let attest = told(&sheet, language.of(["Puis notez-le : ", "Then record it: "]));
        let by = ["--by", "Dr Martin", "--method", "fire"];
        typed_with(&office, language.code(), &attest, &[], &by).ends(0);
        let keys = office.run(&["keys", "list", "--json"]).json()["keys"].to_string();
        assert!(keys.contains("destroyed"), "{keys}");
    }
}

#[test]
fn the_script_that_the_sheet_names_is_ours_and_restores_with_the_words_alone() {
    if !can_rescue() {
        return;
    }
    for language in BOTH {
        let office = backed_up();
        let sheet = sheet_of(&office, language);
        let script = std::fs::read(office.path("Blue/refuge/rescue.py")).unwrap();
        let hash: String =
            Sha256::digest(&script).iter().map(|byte| format!("{byte:02x}")).collect();
        let says = language.of(["rescue.py commence par ", "rescue.py begins with "]);
        let begins = told(&sheet, says).replace(' ', "");
        assert!(begins.len() >= 16 && hash.starts_with(&begins), "{begins} {hash}");
        let line = language.of(["Avec python3, age et zstd, ", "With python3, age and zstd, "]);
        let line = told(&sheet, line);
        let arguments: Vec<&str> = line
            .split(' ')
            .take_while(|word| word.starts_with("rescue.py") || word.starts_with("--"))
            .collect();
        assert_eq!(arguments, ["rescue.py", "--words"], "{line}");
        is_rescued(&office, &arguments[1..]);
        // With nothing else, as README and LISEZ-MOI have it.
        is_rescued(&office, &[]);
    }
}

/// Starts the script of the drive as somebody who has a desktop and the words.
#[track_caller]
fn is_rescued(office: &Office, arguments: &[&str]) {
    let person = tempfile::tempdir_in(office.path("")).unwrap();
    std::fs::create_dir(person.path().join("Desktop")).unwrap();
    let mut script = Command::new("python3")
        .arg(office.path("Blue/refuge/rescue.py"))
        .args(arguments)
        .env("HOME", person.path())
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let words = office.words_on("sheet.txt").join("\n") + "\n";
    std::io::Write::write_all(&mut script.stdin.take().unwrap(), words.as_bytes()).unwrap();
    let output = script.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    let back = person.path().strip_prefix(office.path("")).unwrap().join("Desktop/refuge");
    assert_eq!(office.tree(back.to_str().unwrap()), office.tree("patients"), "{said}");
}

#[test]
fn the_pages_on_the_drive_lead_to_the_files_with_and_without_the_program() {
    let pages = [
        ("README.html", Language::English, "--all"),
        ("LISEZ-MOI.html", Language::French, "--tout"),
    ];
    for (page, language, everything) in pages {
        let office = backed_up();
        let text = std::fs::read_to_string(office.path("Blue/refuge").join(page)).unwrap();
        let text = text_of(&text);
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        let line = |part: &str| {
            let found =
                quoted.iter().find(|line| line.contains(part) && line.starts_with("refuge "));
            (*found.unwrap_or_else(|| panic!("{page}: no {part}: {quoted:?}"))).to_owned()
        };
        // A computer that knows nothing.
        std::fs::rename(office.path("home"), office.path("lost")).unwrap();
        let sheet = office.text("sheet.txt");
        let key = ["--identity", sheet.as_str()];
        let drive = office.text("Blue");
        let attach = line("E:\\");
        typed_with(&office, language.code(), &attach, &[("E:\\", &drive)], &key).ends(0);
        let to = office.text("with refuge");
        let all = typed_with(
            &office,
            language.code(),
            &line(everything),
            &[],
            &[&key[..], &["--to", &to]].concat(),
        );
        all.ends(0);
        assert_eq!(office.tree("with refuge"), office.tree("patients"), "{page}");
        if !can_rescue() {
            continue;
        }
        std::fs::copy(&sheet, office.path("key.txt.tmp")).unwrap();
        std::fs::rename(
            office.path("key.txt.tmp"),
            office.path(language.of(["cle.txt", "key.txt"])),
        )
        .unwrap();
        let places = [office.text("Blue"), office.text("")];
        let lines = quoted.iter().flat_map(|block| block.lines());
        let lines: Vec<&str> = lines
            .filter(|line| line.starts_with("python3 /media/") || line.starts_with("python3 /run/"))
            .collect();
        assert!(lines.len() >= 2, "{page}: {quoted:?}");
        for line in &lines {
            let drive = line.split(' ').nth(1).unwrap().split("/refuge/").next().unwrap();
            let line = line
                .replace(drive, &places[0])
                .replace("~/", &format!("{}/", places[1].trim_end_matches('/')));
            let done = Command::new("sh")
                .args(["-c", &line])
                .current_dir(office.path(""))
                .output()
                .unwrap();
            assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
        }
        let to = lines.iter().find_map(|line| line.split("--to ~/").nth(1)).unwrap();
        assert_eq!(office.tree(to.trim()), office.tree("patients"), "{page}");
    }
}

#[test]
fn a_label_tells_whom_to_call_and_asks_for_nothing_to_be_typed() {
    for language in LANGUAGES {
        let office = backed_up();
        let path = office.text("label.html");
        office.run_in(language, &["drives", "label", "Blue", "--output", &path]).ends(0);
        let text = text_of(&std::fs::read_to_string(path).unwrap());
        assert!(text.contains("Blue") && text.contains(NAME), "{text}");
        assert!(!text.contains("refuge ") && !text.contains('`'), "{text}");
        for patient in ["DURAND", "COSTA"] {
            assert!(!text.contains(patient), "{text}");
        }
    }
}

/// Steps 1, 2, 4 and 5; step 3 is how `guide` takes up a new computer.
#[test]
fn the_steps_of_the_sheet_lead_to_the_files_and_to_a_new_passphrase() {
    for language in BOTH {
        let Some(mut person) = at_the_desk(language) else { return };
        person.buys(BLUE);
        sets_up(&mut person);
        let step = |number: u32| {
            let text = language.question(&format!("sheet-form-step-{number}"));
            text.replace('\u{a0}', " ")
        };
        let restore = told(&step(2), language.of(["tapez ", "type "]));
        let word = told(&step(2), language.of(["phrase secrète, tapez ", "passphrase, type "]));
        let word = word.split(' ').next().unwrap();
        let asks = "keys-passphrase-or-sheet";
        person.at("2026-11-24 10:00:00");
        let code = person.types(
            restore,
            &[(asks, word), ("restore-ask-words", "notes"), ("restore-ask-which", "1")],
        );
        assert_eq!(code, 0, "{}", person.page());
        let folder = language.of(["Restauration 2026-11-24 10h00", "Restored 2026-11-24 10h00"]);
        let back = crate::rig::files_below(&person.path(folder));
        assert_eq!(back.len(), 1, "{back:?}: {}", person.page());
        let renew = told(&step(5), language.of(["nouvelle phrase secrète : ", "new passphrase: "]));
        let new = "ruban cabanon octobre navire potager lanterne tambour soleil";
        let answers = [
            (asks, word),
            ("init-passphrase-keep", "n"),
            ("init-passphrase-own", new),
            ("init-passphrase-again", new),
        ];
        assert_eq!(person.types(renew, &answers), 0, "{}", person.page());
        let check = ["refuge verifier", "refuge verify"];
        assert_eq!(person.types(check, &[(asks, PHRASE), (asks, new)]), 0, "{}", person.page());
    }
}

fn said_of_two(told: &Answer) -> bool {
    ["tells another story", "raconte autre chose"].iter().any(|words| told.err.contains(words))
}

#[test]
fn two_stories_of_the_register_are_kept_and_printed_as_advised() {
    for language in LANGUAGES {
        let office = backed_up();
        let copy = ["-a", &office.text("home"), &office.text("earlier")];
        assert!(Command::new("cp").args(copy).status().unwrap().success());
        let goes_on = |days: &str| {
            office.run(&["settings", "set", "check-days", days]).ends(0);
            office.run(&["backup"]).ends(0);
        };
        goes_on("20");
        // A picture of the disk puts the computer back to that day, and it goes on from there.
        std::fs::rename(office.path("home"), office.path("later")).unwrap();
        std::fs::rename(office.path("earlier"), office.path("home")).unwrap();
        goes_on("30");
        let sheet = office.text("sheet.txt");
        let told = office.run_in(language, &["verify", "--identity", &sheet]).ends(15);
        let said = format!("{}{}", told.out, told.err).replace('\u{a0}', " ");
        let printed = said.split('`').find(|part| part.starts_with("refuge ")).unwrap();
        let register = typed(&office, language, printed, &[]).ends(0).out;
        assert!(register.contains("SHA-256"), "{register}");
        // That it was put back is said once.
        let blue = office.text("Blue");
        let told = office.run_in(language, &["attach", &blue, "--identity", &sheet]).ends(0);
        assert!(said_of_two(&told), "{}{}", told.out, told.err);
        office.run_in(language, &["verify", "--identity", &sheet]).ends(0);
        let again = office.run_in(language, &["attach", &blue, "--identity", &sheet]).ends(0);
        assert!(!said_of_two(&again), "{}{}", again.out, again.err);
        goes_on("40");
        comes_back(&office);
    }
}
