//! The list of what is due: read line by line, held where something must stay, kept as a plan, printed, approved.

use std::collections::BTreeMap;

use refuge::error::{Error, Result};
use refuge::expiry::holds::NewHold;
use refuge::expiry::{Judgement, KnownRecord, StoredPlan, approval, remembered};
use refuge::id::RecordId;
use refuge::incident;
use refuge::retention::Planned;
use refuge::retention::facts::{HoldReason, InRegister, RegisterTrust};
use refuge::status::year::YearStep;
use refuge::visit::{self, Assembly};

use super::Desk;
use super::asking::Given;
use super::year::{Going, JOB};
use crate::faces::hold_words::{REASONS, reason_name};
use crate::faces::papers::plan;
use crate::faces::purge_told::{also_in, effect, in_future, line_of, rows, warnings};
use crate::faces::register_told::loose;
use crate::faces::year_told::headline;
use crate::faces::{Catalog, fl, here, units};
use crate::window::orders::Tone;
use crate::window::questions::{Blank, Question, Ticks};

type Known = std::collections::HashMap<RecordId, KnownRecord>;

impl Desk {
    /// Disputes first, so that no plan names what must stay; then the plan, to be printed.
    pub(super) fn year_plan(&self) -> Result<Going> {
        let mut table = self.assemble()?;
        let judged = loop {
            let judged = table.judge(None)?;
            if judged.plan.due.is_empty() {
                break judged;
            }
            let held = self.read_list(&table, &judged)?;
            if held.is_empty() {
                break judged;
            }
            self.hold_all(&mut table, &held)?;
        };
        let stored = table.keep(&judged)?;
        self.say_all(JOB, Tone::Plain, |words| told(words, &table, &judged, stored.as_ref()));
        if let Some(stored) = &stored {
            self.print_plan(&table, &judged, stored)?;
        }
        Ok(Going::On)
    }

    /// Every record that is due, a line each. Those that are ticked must stay.
    fn read_list(&self, table: &Assembly, judged: &Judgement) -> Result<Vec<RecordId>> {
        let known = remembered::records(&table.practice.state)?;
        let due = &judged.plan.due;
        let asked = self.ask_ticks(|words| Ticks {
            told: vec![
                fl!(words, "window-year-due", records = due.len()),
                fl!(words, "window-year-tick"),
            ],
            rows: due.iter().map(|planned| line(words, table, planned, &known)).collect(),
            ticked: vec![false; due.len()],
            more: None,
            options: Vec::new(),
        })?;
        let Given::Typed(asked) = asked else { return Err(Error::NotConfirmed) };
        let ticked = due.iter().zip(&asked.ticked).filter(|(_, is_ticked)| **is_ticked);
        Ok(ticked.map(|(planned, _)| planned.record).collect())
    }

    /// Holds them, for one reason and by one person.
    fn hold_all(&self, table: &mut Assembly, records: &[RecordId]) -> Result<()> {
        let count = records.len();
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![
                fl!(words, "window-year-stays", records = count),
                fl!(words, "window-year-why"),
            ],
            options: REASONS.iter().map(|reason| reason_name(words, *reason)).collect(),
        })?;
        let reason = REASONS.get(chosen).copied().unwrap_or(HoldReason::Other);
        let by =
            self.ask_text(|words| Blank { name: fl!(words, "hold-by-ask"), ..Blank::default() })?;
        for record in records.iter().copied() {
            let new = NewHold { record, reason, kind: None, by: by.clone(), review: None };
            visit::hold(&mut table.practice, new, here::now())?;
        }
        self.say(JOB, Tone::Good, |words| {
            fl!(words, "hold-added", reason = reason_name(words, reason))
        });
        Ok(())
    }

    /// The list with names that the doctor reads, in the browser.
    fn print_plan(&self, table: &Assembly, judged: &Judgement, stored: &StoredPlan) -> Result<()> {
        let number = stored.plan.number.as_str();
        loop {
            let chosen = self.ask_or_leave(|words| Question {
                told: told(words, table, judged, Some(stored)),
                options: vec![
                    fl!(words, "window-year-open-plan", plan = number),
                    fl!(words, "window-go-on"),
                ],
            })?;
            if chosen != 0 {
                return Ok(());
            }
            let names: BTreeMap<RecordId, String> = table
                .gathered
                .names
                .iter()
                .map(|(record, (_, name))| (*record, name.clone()))
                .collect();
            let words = self.tongues.of(self.shared.language());
            let page = plan::page(words, &table.practice, &stored.plan, Some(&names))?;
            self.show_paper(&table.practice.home, number, &page.to_html()?)?;
        }
    }

    /// Who agrees, by name; then the name of the practice is typed, and it is carried out.
    pub(super) fn year_approve(&self, number: &str, step: &YearStep) -> Result<Going> {
        let who = self.ask_text(|words| Blank {
            told: vec![headline(words, step), fl!(words, "window-year-who-about")],
            name: fl!(words, "window-year-who"),
            ..Blank::default()
        })?;
        let practice = self.practice()?;
        let permit = incident::refuse_while_open(&practice.state)?;
        if practice.config.practice.public_structure {
            return Err(Error::PublicStructure);
        }
        let mut stored = approval::find(&practice.state, number)?;
        let control = practice.config.purge_settings().control.unwrap_or_default();
        stored.may_run(control, here::now())?;
        drop(practice);
        let mut table = self.assemble()?;
        self.carry_out(&mut table, &permit)?;
        let fresh = table.judge(None)?;
        if let Err(error) = stored.must_hold(&fresh) {
            // Nothing is erased by a list that is true no more: a new one is read.
            self.fails(JOB, &error);
            drop(table);
            return self.year_plan();
        }
        let ids = stored.plan.ids();
        let also = |words: &Catalog| also_in(words, &table, &ids, false).unwrap_or_default();
        let also = self.tongues.say(also);
        let records = stored.plan.records.len();
        let name = table.practice.config.practice.name.clone();
        self.typed(&name, |words| {
            let mut told = vec![fl!(words, "purge-warning", records = records)];
            told.extend(also.of(words.language()).iter().cloned());
            Blank { told, name: fl!(words, "window-year-confirm"), ..Blank::default() }
        })?;
        match table.approve(&mut stored, &fresh, control, Some(&who)) {
            Ok(()) => {}
            // The other person is asked next.
            Err(error @ Error::Plan(refuge::error::PlanTrouble::SecondPerson)) => {
                self.fails(JOB, &error);
                return Ok(Going::On);
            }
            Err(other) => return Err(other),
        }
        let done = self.carry_out(&mut table, &permit)?;
        let failed: Vec<String> = done
            .iter()
            .flat_map(|done| done.failed.iter().map(|(drive, _)| drive.clone()))
            .collect();
        table.plugged.retain(|on| !failed.contains(&on.drive.name));
        self.bring_ledger(JOB, &mut table.practice, &table.plugged);
        match done {
            Some(done) => self.tell_account(&table.practice.home, &done, &also),
            None => return Err(Error::NotConfirmed),
        }
        Ok(Going::On)
    }
}

fn line(words: &Catalog, table: &Assembly, planned: &Planned, known: &Known) -> String {
    let person = match known.get(&planned.record).map(|known| &known.listed) {
        Some(InRegister::Yes(person)) => Some(person),
        _ => None,
    };
    let cells = line_of(words, table, planned, person);
    cells.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What was found, and what it would do.
fn told(
    words: &Catalog,
    table: &Assembly,
    judged: &Judgement,
    stored: Option<&StoredPlan>,
) -> Vec<String> {
    let day = units::day(words, judged.plan.today);
    let mut lines = vec![match stored {
        Some(stored) => {
            fl!(words, "purge-plan", plan = stored.plan.number.as_str(), day = day)
        }
        None => fl!(words, "purge-nothing-due"),
    }];
    let full = |row: Vec<String>| {
        let [class, records, rest @ ..] = row.as_slice() else { return String::new() };
        let rest = rest.iter().filter(|cell| !cell.is_empty());
        let cells: Vec<&str> = std::iter::once(class).chain(rest).map(String::as_str).collect();
        format!("•  {records}  {}", cells.join(", "))
    };
    lines.extend(rows(words, judged).into_iter().skip(1).map(full));
    lines.extend(loose(words, table));
    lines.extend(warnings(words, judged));
    lines.extend(in_future(words, judged));
    match judged.plan.register {
        RegisterTrust::Sound => {}
        RegisterTrust::Absent => lines.push(fl!(words, "window-year-no-list")),
        RegisterTrust::Stale => lines.push(fl!(words, "register-stale")),
        RegisterTrust::Shrunk => lines.push(fl!(words, "window-year-shrunk")),
    }
    if let Some(stored) = stored {
        lines.extend(also_in(words, table, &stored.plan.ids(), false).unwrap_or_default());
        lines.extend(effect(words, table).unwrap_or_default());
    }
    lines
}
