//! `refuge year`: the yearly erasing from the list of patients to the filed paper, one step after the other. It finds
//! out by itself where it stands, and can be left at any step.
//!
//! Each step is the command a person could have typed; whatever forbids it says so there.

use refuge::expiry::left_on_computer;
use refuge::ledger::DatedLedger;
use refuge::status::year::{self, YearStep};

use super::{home, line::carry_out};
use crate::cli::{Exit, Face, Failure, Summary, fl, opening::kept::Kept, terminal::dropped};
use crate::faces::year_told::{STAGES, headline, listed, stage};

/// Whether to go on to the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Going {
    /// Something was done; how it ended.
    Ran(Exit),
    /// The person leaves it here.
    Later,
}

pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let step = step(face)?;
    if !face.can_ask() || face.common.json {
        return report(face, &step);
    }
    // Within a menu its keys stay its own.
    let is_own = face.kept.is_none();
    if is_own {
        face.kept = Some(Kept::begin(home::now));
    }
    let done = guided(face, step);
    if is_own {
        face.kept = None;
    }
    done
}

fn step(face: &Face<'_>) -> Result<YearStep, Failure> {
    let practice = home::practice_reading(face)?;
    Ok(year::next(&practice, &DatedLedger::read(&practice.state, home::now())?)?)
}

/// Where it stands and what comes next, for whoever cannot be asked.
fn report(face: &mut Face<'_>, step: &YearStep) -> Result<Exit, Failure> {
    let summary = Summary::new("year", Exit::Done)
        .with("step", step.word())
        .with("stage", stage(step))
        .with("stages", STAGES)
        .with("next", command(face, step));
    let mut lines = vec![headline(face.words, step)];
    if let Some(command) = command(face, step) {
        lines.push(fl!(face.words, "year-next", command = command));
    }
    face.finish(&summary, &lines)
}

fn guided(face: &mut Face<'_>, mut step: YearStep) -> Result<Exit, Failure> {
    face.say(&fl!(face.words, "year-intro"));
    loop {
        face.say("");
        face.say(&headline(face.words, &step));
        let going = match &step {
            YearStep::Incident | YearStep::PublicStructure => return Ok(Exit::Done),
            YearStep::Done { entry, .. } => return finish(face, entry),
            YearStep::Register => register(face)?,
            YearStep::Plan => plan(face)?,
            YearStep::Approve { plan, .. } => approve(face, plan)?,
            YearStep::CoolingOff { .. } => Going::Later,
            YearStep::Erase { .. } => asked(face, &["purge"])?,
            YearStep::Drives { names } => at_a_drive(face, names, &["purge"])?,
            YearStep::Locks => asked(face, &["keys", "rotate", "--reason", "yearly"])?,
            YearStep::NewLock { names } => {
                at_a_drive(face, names, &["keys", "rotate", "--finish"])?
            }
            YearStep::Attest { .. } => asked(face, &["keys", "attest"])?,
        };
        let next = self::step(face)?;
        let exit = match going {
            Going::Ran(exit) => exit,
            Going::Later => Exit::Done,
        };
        let is_left = going == Going::Later || exit == Exit::Interrupted || next == step;
        if is_left || face.stop.requested() {
            face.say(&fl!(face.words, "year-later"));
            return Ok(exit);
        }
        step = next;
    }
}

/// One command, if the person wants it now.
fn asked(face: &mut Face<'_>, typed: &[&str]) -> Result<Going, Failure> {
    let question = fl!(face.words, "year-now");
    if !face.talk().confirm(&question, true)? {
        return Ok(Going::Later);
    }
    Ok(Going::Ran(carry_out(face, typed)))
}

/// One command that needs a drive of these: nothing is done at others before one is there.
fn at_a_drive(face: &mut Face<'_>, names: &[String], typed: &[&str]) -> Result<Going, Failure> {
    let is_there = |face: &Face<'_>| -> Result<bool, Failure> {
        let plugged = home::practice(face)?.plugged(home::now())?;
        Ok(plugged.iter().any(|on| names.contains(&on.drive.name)))
    };
    if is_there(face)? {
        return asked(face, typed);
    }
    let words = face.words;
    let question = fl!(words, "year-plug-in", drives = listed(names));
    while face.talk().confirm(&question, true)? {
        if is_there(face)? {
            return Ok(Going::Ran(carry_out(face, typed)));
        }
        face.say(&fl!(words, "year-not-there"));
    }
    Ok(Going::Later)
}

/// The list, where there is a new one; then everything up to the plan. What cannot be read is told, and asked
/// again; a list with lines that are not believed is read first.
fn register(face: &mut Face<'_>) -> Result<Going, Failure> {
    let question = fl!(face.words, "year-list");
    while let Some(typed) = face.talk().ask_or_skip(&question)? {
        let path = dropped::path(&typed).to_string_lossy().into_owned();
        match carry_out(face, &["register", "import", &path]) {
            Exit::Done => return plan(face),
            Exit::Problems => return Ok(Going::Later),
            exit if exit == Exit::Interrupted || face.stop.requested() => {
                return Ok(Going::Ran(exit));
            }
            _ => {}
        }
    }
    plan(face)
}

/// Disputes first, so that no plan names what must stay; then the plan, to be printed.
fn plan(face: &mut Face<'_>) -> Result<Going, Failure> {
    carry_out(face, &["hold", "list"]);
    let question = fl!(face.words, "year-hold");
    while let Some(record) = face.talk().ask_or_skip(&question)? {
        carry_out(face, &["hold", "add", &record]);
    }
    let exit = carry_out(face, &["purge", "--dry-run"]);
    if let YearStep::Approve { plan, .. } = step(face)? {
        print(face, &plan)?;
    }
    Ok(Going::Ran(exit))
}

/// The list that the doctor reads bears names: it is asked for.
fn print(face: &mut Face<'_>, plan: &str) -> Result<(), Failure> {
    let question = fl!(face.words, "year-print");
    if face.talk().confirm(&question, true)? {
        let had_names = std::mem::replace(&mut face.common.names, true);
        carry_out(face, &["report", plan, "--open"]);
        face.common.names = had_names;
    }
    Ok(())
}

/// Who agrees, by name; who has to read it first takes it up again later.
fn approve(face: &mut Face<'_>, plan: &str) -> Result<Going, Failure> {
    let question = fl!(face.words, "year-who");
    match face.talk().ask_or_skip(&question)? {
        Some(who) => Ok(Going::Ran(carry_out(face, &["purge", plan, "--by", &who]))),
        None => Ok(Going::Later),
    }
}

/// The paper to sign, and what has to be deleted by hand.
fn finish(face: &mut Face<'_>, entry: &str) -> Result<Exit, Failure> {
    let question = fl!(face.words, "year-paper");
    if face.talk().confirm(&question, true)? {
        carry_out(face, &["report", entry, "--open"]);
    }
    let left = left_on_computer::on_computer(&home::practice_reading(face)?, home::now())?;
    if left.records > 0 || !left.unseen.is_empty() {
        carry_out(face, &["purge", "--on-computer"]);
    }
    Ok(Exit::Done)
}

/// What a script would run.
fn command(face: &Face<'_>, step: &YearStep) -> Option<String> {
    let words = face.words;
    match step {
        YearStep::Incident => Some(fl!(words, "year-command-incident")),
        YearStep::PublicStructure => None,
        YearStep::Register => Some(fl!(words, "year-command-register")),
        YearStep::Plan => Some(fl!(words, "year-command-plan")),
        YearStep::Approve { plan, .. } | YearStep::CoolingOff { plan, .. } => {
            Some(fl!(words, "year-command-erase", plan = plan.as_str()))
        }
        YearStep::Erase { .. } | YearStep::Drives { .. } => Some(fl!(words, "year-command-finish")),
        YearStep::Locks => Some(fl!(words, "year-command-locks")),
        YearStep::NewLock { .. } => Some(fl!(words, "year-command-new-lock")),
        YearStep::Attest { .. } => Some(fl!(words, "year-command-attest")),
        YearStep::Done { entry, .. } => {
            Some(fl!(words, "year-command-paper", entry = entry.as_str()))
        }
    }
}
