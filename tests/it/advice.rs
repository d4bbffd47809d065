//! Every command that the program prints as advice is typed, exactly as it stands: it must be understood,
//! and go on to its end or to a question.

use std::collections::BTreeSet;

use crate::office::Office;

/// What stands for a value in a text, and what a person would type there.
const VALUES: [(&str, &str); 12] = [
    ("{ $drive }", "Blue"),
    ("{ $path }", "PATIENTS"),
    ("{ $practice }", "Cabinet Dr Martin"),
    ("{ $name }", "Blue"),
    ("{ $record }", "2026-001"),
    ("{ $plan }", "2026-P1"),
    ("{ $number }", "2026-001"),
    ("{ $file }", "x.csv"),
    ("FIELD=COLUMN", "id=No"),
    ("FOLDER", "PATIENTS"),
    ("DOSSIER", "PATIENTS"),
    ("CHAMP=COLONNE", "id=No"),
];

/// Those that would touch the computer outside the practice, or open something on the screen.
fn reaches_out(line: &str) -> bool {
    ["schedule", "rappels", "planifier", "--open", "--ouvrir"]
        .iter()
        .any(|word| line.contains(word))
}

/// The commands between backticks, in the order of the text, each once.
fn quoted(text: &str) -> BTreeSet<String> {
    let parts = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    parts.filter(|part| part.starts_with("refuge ")).map(str::to_owned).collect()
}

/// The commands with which the sentences of the status screen end.
fn at_the_end(text: &str) -> BTreeSet<String> {
    let sentences = text.lines().filter(|line| {
        ["matter-", "init-next", "reason-"].iter().any(|start| line.starts_with(start))
            || line.starts_with('}')
    });
    let starts = [": refuge ", "then refuge ", "puis refuge ", "(refuge "];
    let ends =
        sentences.flat_map(|line| starts.iter().flat_map(move |start| line.split(start).skip(1)));
    // What follows in brackets or after a full stop is told about it.
    let ends =
        ends.map(|rest| rest.split([')', '.', ',', ';', '?', '`']).next().unwrap_or_default());
    ends.map(|rest| format!("refuge {}", rest.trim())).collect()
}

fn typed(line: &str, office: &Office) -> Vec<String> {
    let mut line = line.to_owned();
    for (value, stands) in VALUES {
        line = line.replace(value, stands);
    }
    let mut words = words_of(&line.replace("PATIENTS", &office.text("patients")));
    words.remove(0);
    words
}

/// The words of a line as a shell takes them apart.
pub(crate) fn words_of(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in line.split('"').enumerate() {
        // Every second part stood in quotation marks.
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn each_leads_somewhere(language: &str, lines: &BTreeSet<String>) {
    let mut wrong = Vec::new();
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    for line in lines {
        let mut words = typed(line, &office);
        if reaches_out(line) {
            words.push("--help".to_owned());
        }
        if let Some(place) = words.iter().position(|word| word == "--wait" || word == "--attendre")
        {
            // Nobody waits for minutes here.
            words[place + 1] = "0".to_owned();
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let answer = office.run_in(language, &words);
        if answer.err.contains("[U0") || answer.code == 2 {
            wrong.push(format!("{line}\n    {}", answer.err.lines().next().unwrap_or_default()));
        }
    }
    assert!(wrong.is_empty(), "typed as printed, these are not understood:\n{}", wrong.join("\n"));
}

#[test]
fn each_command_that_is_advised_leads_somewhere_in_english() {
    let text = std::fs::read_to_string("i18n/en/refuge.ftl").unwrap();
    let lines: BTreeSet<String> = quoted(&text).union(&at_the_end(&text)).cloned().collect();
    assert!(lines.len() > 40, "{lines:?}");
    each_leads_somewhere("en", &lines);
}

#[test]
fn each_command_that_is_advised_leads_somewhere_in_french() {
    let text = std::fs::read_to_string("i18n/fr/refuge.ftl").unwrap().replace('\u{a0}', " ");
    let lines: BTreeSet<String> = quoted(&text).union(&at_the_end(&text)).cloned().collect();
    assert!(lines.len() > 40, "{lines:?}");
    each_leads_somewhere("fr", &lines);
}

#[test]
fn the_commands_on_the_pages_of_a_drive_lead_somewhere() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    for (page, language) in [("README.html", "en"), ("LISEZ-MOI.html", "fr")] {
        let text = std::fs::read_to_string(office.path("Blue/refuge").join(page)).unwrap();
        let text = text.replace('\u{a0}', " ").replace("<code>", "`").replace("</code>", "`");
        each_leads_somewhere(language, &quoted(&text));
    }
}
