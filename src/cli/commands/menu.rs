//! `refuge` alone: the status, then a numbered menu on a terminal.
//!
//! Each choice is the command a person could have typed, so the menu teaches them. It comes back until
//! the person leaves it: a window that was opened by a double click stays open for as long.

use refuge::error::Error;
use refuge::ledger::DatedLedger;
use refuge::status::year;

use super::{home, line::carry_out, mishaps, recover, status, thinning_rule};
use crate::cli::{
    Exit, Face, Failure, args::daily::Status, fl, opening::kept::Kept, stop, tell, terminal::table,
};

/// More choices than this stand in two columns.
const ROWS_MAX: usize = 4;

/// What a choice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// A command line.
    Run(&'static [&'static str]),
    /// Puts back what a new computer still lacks.
    Recover,
    /// Asks what happened, and helps.
    Mishap,
    /// Leaves the menu.
    Quit,
}

pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let is_set_up = !matches!(home::practice_reading(face), Err(Failure::Library(Error::NotSetUp)));
    if !face.can_ask() {
        return status::run(face, &Status::default());
    }
    if !is_set_up {
        return menu(face, &fl!(face.words, "menu-not-set-up"), &first_choices(face));
    }
    let shown = status::run(face, &Status::default());
    if shown.is_ok() {
        offer_rule(face);
    }
    let choices = choices(face, Due::of(face));
    match shown {
        Ok(exit) => menu(face, &fl!(face.words, "menu-question"), &choices).map(|_| exit),
        Err(failure) => {
            tell(face, &failure);
            menu(face, &fl!(face.words, "menu-question"), &choices)
        }
    }
}

/// A rule for old backups, where a drive gets tight and there is none. What goes wrong with it stops nobody.
fn offer_rule(face: &mut Face<'_>) {
    let offered = home::practice(face)
        .and_then(|mut practice| Ok(thinning_rule::offer(face, &mut practice)?));
    if let Err(failure) = offered {
        tell(face, &failure);
    }
}

/// What is due: putting back what a new computer lacks, the yearly erasing. Nothing where that cannot be told.
#[derive(Debug, Clone, Copy, Default)]
struct Due {
    recovers: bool,
    year: bool,
}

impl Due {
    fn of(face: &Face<'_>) -> Self {
        let Ok(practice) = home::practice_reading(face) else { return Self::default() };
        let now = home::now();
        let is_near = |past: DatedLedger| year::is_near(&practice, &past);
        Self {
            recovers: matches!(refuge::status::unrecovered(&practice, now), Ok(Some(_))),
            year: DatedLedger::read(&practice.state, now).and_then(is_near).unwrap_or(false),
        }
    }
}

/// What is due stands above what is usual.
fn choices(face: &Face<'_>, due: Due) -> Vec<(String, Choice)> {
    let words = face.words;
    let year = || (fl!(words, "menu-year"), Choice::Run(&["year"]));
    let all = (fl!(words, "menu-recover"), Choice::Recover);
    let usual = vec![
        (fl!(words, "menu-backup"), Choice::Run(&["backup"])),
        (fl!(words, "menu-restore"), Choice::Run(&["restore"])),
        (fl!(words, "menu-verify"), Choice::Run(&["verify"])),
        (fl!(words, "menu-drives"), Choice::Run(&["drives"])),
        (fl!(words, "menu-papers"), Choice::Run(&["report"])),
        (fl!(words, "menu-settings"), Choice::Run(&["settings"])),
        (fl!(words, "menu-status"), Choice::Run(&["status"])),
        (fl!(words, "menu-mishap"), Choice::Mishap),
    ];
    let first = [due.recovers.then_some(all), due.year.then(year)];
    let last = [(!due.year).then(year), Some((fl!(words, "menu-quit"), Choice::Quit))];
    first.into_iter().flatten().chain(usual).chain(last.into_iter().flatten()).collect()
}

fn first_choices(face: &Face<'_>) -> Vec<(String, Choice)> {
    let words = face.words;
    vec![
        (fl!(words, "menu-init"), Choice::Run(&["init"])),
        (fl!(words, "menu-try"), Choice::Run(&["try"])),
        (fl!(words, "menu-quit"), Choice::Quit),
    ]
}

/// Asks until the person leaves. Turning away (Escape, Ctrl-C) leaves too; from what was chosen it comes back here.
/// Keys that something opened stay open for what comes next.
fn menu(
    face: &mut Face<'_>,
    question: &str,
    choices: &[(String, Choice)],
) -> Result<Exit, Failure> {
    face.kept = Some(Kept::begin(home::now));
    stop::comes_back(true);
    let left = choose_until_left(face, question, choices);
    stop::comes_back(false);
    face.kept = None;
    left
}

fn choose_until_left(
    face: &mut Face<'_>,
    question: &str,
    choices: &[(String, Choice)],
) -> Result<Exit, Failure> {
    let options: Vec<&str> = choices.iter().map(|(name, _)| name.as_str()).collect();
    let mut last = Exit::Done;
    loop {
        face.say("");
        for line in listed(&options) {
            face.say(&line);
        }
        let chosen = match face.talk().number(question, options.len()) {
            Err(Error::NotConfirmed | Error::Interrupted) => return Ok(last),
            other => other?,
        };
        let choice = choices.get(chosen).map_or(Choice::Quit, |(_, choice)| *choice);
        if choice == Choice::Quit {
            return Ok(last);
        }
        face.say("");
        stir(face);
        last = match choice {
            Choice::Run(typed) => carry_out(face, typed),
            Choice::Recover => told(face, |face| recover::again(face, None)),
            Choice::Mishap => told(face, mishaps::run),
            Choice::Quit => last,
        };
        stir(face);
        face.stop.forget();
        if choice == Choice::Run(&["init"]) && last == Exit::Done {
            return run(face);
        }
    }
}

/// Turning away from it comes back to the menu.
fn told(face: &mut Face<'_>, does: impl FnOnce(&mut Face<'_>) -> Result<Exit, Failure>) -> Exit {
    match does(face) {
        Ok(exit) => exit,
        Err(Failure::Library(Error::NotConfirmed | Error::Interrupted)) => Exit::Done,
        Err(failure) => {
            tell(face, &failure);
            failure.exit()
        }
    }
}

/// Something was done: ten minutes begin anew.
fn stir(face: &Face<'_>) {
    if let Some(kept) = &face.kept {
        kept.stir(home::now());
    }
}

/// The choices under their numbers. Many stand in two columns, so that a small window keeps the verdict
/// above them.
fn listed(options: &[&str]) -> Vec<String> {
    let rows = if options.len() > ROWS_MAX { options.len().div_ceil(2) } else { options.len() };
    let numbered: Vec<String> =
        (1..).zip(options).map(|(number, option)| format!("{number}  {option}")).collect();
    let rows: Vec<Vec<String>> =
        (0..rows).map(|row| numbered.iter().skip(row).step_by(rows).cloned().collect()).collect();
    table::on_screen(&[], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language, args::Cli};
    use clap::Parser;

    #[test]
    fn every_choice_is_a_command_that_exists() {
        let words = Catalog::load(Language::French).unwrap();
        let (face, _) = Face::scripted(&words, &["refuge"], &[]);
        for (name, choice) in
            choices(&face, Due { recovers: true, year: false }).iter().chain(&first_choices(&face))
        {
            if let Choice::Run(typed) = choice {
                let line = ["refuge"].iter().chain(*typed);
                assert!(Cli::try_parse_from(line).is_ok(), "{name}");
            }
        }
    }

    #[test]
    fn the_menu_runs_what_is_chosen_and_comes_back_after_a_failure() {
        let words = Catalog::load(Language::French).unwrap();
        let home = tempfile::tempdir().unwrap();
        let at = home.path().to_str().unwrap();
        let (mut face, transcript) =
            Face::scripted(&words, &["refuge", "--home", at], &["11", "1", "10"]);
        let choices = choices(&face, Due::default());
        assert_eq!(menu(&mut face, "Que faire ?", &choices).unwrap(), Exit::Failed);
        let said = transcript.said.text();
        assert!(said.contains("Tapez un nombre de 1 à 10."), "{said}");
        assert!(said.contains("[P01]"), "{said}");
        assert_eq!(said.matches("10  Quitter").count(), 2, "{said}");
    }

    #[test]
    fn many_choices_stand_in_two_columns() {
        assert_eq!(listed(&["Back up", "Quit"]), ["  1  Back up", "  2  Quit"]);
        assert_eq!(
            listed(&["Back up", "Restore", "Check", "Drives", "Quit"]),
            ["  1  Back up   4  Drives", "  2  Restore   5  Quit", "  3  Check"]
        );
    }

    #[test]
    fn a_computer_without_a_practice_is_offered_the_first_set_up() {
        let words = Catalog::load(Language::English).unwrap();
        let home = tempfile::tempdir().unwrap();
        let at = home.path().to_str().unwrap();
        let (mut face, transcript) = Face::scripted(&words, &["refuge", "--home", at], &["3"]);
        assert_eq!(run(&mut face).unwrap(), Exit::Done);
        assert!(transcript.said.text().contains("  1  Set up"), "{}", transcript.said.text());
    }
}
