//! What a run looks like, line by line, without a clock.

use refuge::error::{Damage, Problem, ProblemCause};
use refuge::tree_path::TreePath;

use super::*;
use crate::cli::{Language, terminal::Memory};

const BACKUP: [Step; 4] = [Step::Scan, Step::Copy, Step::ReadBack, Step::Eject];
const SYMBOLS: Symbols = Symbols { warning: "!", bar: "#>-" };

fn problem() -> Problem {
    Problem {
        path: TreePath::from_bytes(b"Patients/DUPONT Jean").unwrap(),
        cause: ProblemCause::Denied,
    }
}

/// A first backup that is long says so; the bare steps of `play` do not.
fn first(language: Language, total: u64) -> String {
    let words = Catalog::load(language).unwrap();
    let memory = Memory::default();
    let to = Sink::new(memory.clone());
    let voice = Voice { command: "backup", words: &words, names: false, symbols: SYMBOLS, to };
    let tracker = Tracker::new(&BACKUP);
    let progress = Progress::with(voice, StopFlag::default(), tracker, Style::Lines).first(true);
    progress.on(Event::Step { step: Step::Copy, total_bytes: Some(total) });
    progress.abandon();
    memory.text().replace('\u{a0}', " ")
}

#[test]
fn a_long_first_backup_is_told_beforehand() {
    let said = first(Language::French, 53_000_000_000);
    assert!(
        said.contains("  Première sauvegarde : environ 45 minutes pour 53 Go. Vous pouvez travailler. Ne débranchez pas."),
        "{said}"
    );
    let said = first(Language::English, 53_000_000_000);
    assert!(said.contains("about 45 minutes for 53 GB. You may keep working. Do not unplug."));
    assert_eq!(first(Language::French, 53_000_000).lines().count(), 1);
}

#[test]
fn what_did_not_end_well_is_not_called_good() {
    let words = Catalog::load(Language::English).unwrap();
    let memory = Memory::default();
    let to = Sink::new(memory.clone());
    let voice = Voice { command: "backup", words: &words, names: false, symbols: SYMBOLS, to };
    let progress = Progress::with(voice, StopFlag::default(), Tracker::new(&BACKUP), Style::Lines);
    progress.on(Event::Step { step: Step::ReadBack, total_bytes: Some(1) });
    progress.abandon();
    assert!(!memory.text().contains("good"), "{}", memory.text());
}

fn play(style: Style, language: Language, names: bool) -> (String, Tally) {
    let words = Catalog::load(language).unwrap();
    let memory = Memory::default();
    let to = Sink::new(memory.clone());
    let voice = Voice { command: "backup", words: &words, names, symbols: SYMBOLS, to };
    let progress = Progress::with(voice, StopFlag::default(), Tracker::new(&BACKUP), style);
    for event in [
        Event::Recovered { adopted_bytes: 5_000_000 },
        Event::Step { step: Step::Scan, total_bytes: None },
        Event::Scanned { files: 48_377, changed_files: 212, changed_bytes: 1_400_000_000 },
        Event::Step { step: Step::Copy, total_bytes: Some(1_400_000_000) },
        Event::Advanced { bytes: 700_000_000 },
        Event::Problem(&problem()),
        Event::Advanced { bytes: 700_000_000 },
        Event::Step { step: Step::Commit, total_bytes: None },
        Event::Step { step: Step::ReadBack, total_bytes: Some(1_000) },
        Event::Finding { object: "packs/ab/x.pack", damage: Damage::WrongHash, files: Some(2) },
        Event::Step { step: Step::Eject, total_bytes: None },
    ] {
        progress.on(event);
    }
    let tally = progress.finish();
    (memory.text(), tally)
}

#[test]
fn plain_lines_name_and_number_the_steps() {
    let (text, tally) = play(Style::Lines, Language::French, false);
    let text = text.replace('\u{a0}', " ");
    let expected = "  Reprise de la sauvegarde interrompue : 5 Mo n'ont pas à être recopiés.
  1/4 Recherche des changements
  1/4 Recherche des changements   48 377 fichiers, 212 à copier (1,4 Go)
  2/4 Copie                       1,4 Go
  2/4 Copie                       700 Mo sur 1,4 Go (50 %)
  ! un fichier n'est pas lisible par cet utilisateur
  2/4 Copie                       1,4 Go sur 1,4 Go (99 %)
  3/4 Relecture                   1 Ko
  3/4 Relecture                   tout n'est PAS bon
  4/4 Éjection
  4/4 Éjection                    faite
";
    assert_eq!(text, expected);
    assert_eq!((tally.problems, tally.findings, tally.adopted_bytes), (1, 1, 5_000_000));
    assert_eq!(tally.copied.map(|(bytes, _)| bytes), Some(1_400_000_000));
}

#[test]
fn each_line_for_programs_is_one_object_and_names_nobody() {
    let (text, _) = play(Style::Json, Language::French, false);
    let mut kinds = Vec::new();
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(value["command"], "backup");
        kinds.push(value["type"].as_str().unwrap().to_owned());
    }
    for kind in ["step", "progress", "warning", "finding", "recovered"] {
        assert!(kinds.iter().any(|known| known == kind), "{kind} in {kinds:?}");
    }
    assert!(!text.contains("DUPONT"));
    assert!(play(Style::Json, Language::French, true).0.contains("DUPONT"));
}

#[test]
fn plain_lines_show_names_only_when_asked() {
    assert!(!play(Style::Lines, Language::English, false).0.contains("DUPONT"));
    assert!(play(Style::Lines, Language::English, true).0.contains("DUPONT"));
}

#[test]
fn quiet_says_nothing_but_counts() {
    let (text, tally) = play(Style::Quiet, Language::English, false);
    assert_eq!(text, "");
    assert_eq!(tally.problems, 1);
}

#[test]
fn a_line_is_due_every_minute_or_tenth() {
    let mut pace = lines::Pace::default();
    let at = std::time::Duration::from_secs;
    pace.restart(at(100));
    assert!(!pace.due(at(101), Some(9)));
    assert!(pace.due(at(102), Some(10)));
    assert!(!pace.due(at(161), Some(19)));
    assert!(pace.due(at(162), Some(19)));
    assert!(!pace.due(at(163), None));
}

#[test]
fn while_a_step_goes_on_it_never_says_a_hundred() {
    let mut tracker = Tracker::new(&BACKUP);
    let at = std::time::Duration::from_secs;
    tracker.begin(Step::ReadBack, Some(100), at(0));
    tracker.take(&Event::Advanced { bytes: 100 }, at(1));
    assert_eq!(tracker.percent(), Some(99));
    tracker.begin(Step::Eject, Some(1), at(2));
    tracker.take(&Event::Advanced { bytes: 1 }, at(3));
    assert_eq!(tracker.percent(), Some(99));
    let mut drill = Tracker::new(&[Step::Restore]);
    drill.begin(Step::Restore, Some(100), at(0));
    drill.take(&Event::Advanced { bytes: 130 }, at(1));
    assert_eq!(drill.percent(), Some(99));
}

#[test]
fn slowness_is_told_once() {
    let mut tracker = Tracker::new(&BACKUP);
    let at = std::time::Duration::from_secs;
    tracker.usual = Some(60_000_000);
    tracker.begin(Step::Copy, Some(10_000_000_000), at(0));
    tracker.take(&Event::Advanced { bytes: 160_000_000 }, at(20));
    assert_eq!(tracker.slowness(), Some((8_000_000, 60_000_000)));
    assert_eq!(tracker.slowness(), None);
}

#[test]
fn the_style_suits_whoever_watches() {
    use crate::cli::args::Cli;
    use clap::Parser;
    let style =
        |args: &[&str], watched| Style::decide(&Cli::try_parse_from(args).unwrap().common, watched);
    assert_eq!(style(&["refuge"], true), Style::Bar);
    assert_eq!(style(&["refuge"], false), Style::Lines);
    assert_eq!(style(&["refuge", "-q"], true), Style::Quiet);
    assert_eq!(style(&["refuge", "--json", "-q"], true), Style::Json);
}
