//! The yearly erasing from the list of patients to the filed paper, one step after the other. It finds out by itself
//! where it stands, and can be left at any question.

use refuge::error::{Error, Result};
use refuge::expiry::left_on_computer;
use refuge::ledger::{self, DatedLedger};
use refuge::practice::{Plugged, Practice};
use refuge::status::year::{self, YearStep};
use refuge::visit::Assembly;

use super::Desk;
use crate::faces::papers::{self, file::own_file};
use crate::faces::year_told::headline;
use crate::faces::{Catalog, explain, fl, here, names, safe, safe_path};
use crate::window::orders::{Job, Tone};
use crate::window::questions::{Blank, Question};

pub(super) const JOB: Job = Job::Year;

/// Whether to go on to the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Going {
    On,
    Later,
}

impl Desk {
    pub(super) fn year(&self) -> Result<()> {
        let mut step = self.year_step()?;
        loop {
            self.say(JOB, Tone::Plain, |words| headline(words, &step));
            let going = match &step {
                YearStep::Incident | YearStep::PublicStructure => return Ok(()),
                YearStep::Done { entry, .. } => return self.year_done(entry),
                YearStep::CoolingOff { .. } => Going::Later,
                YearStep::Register => self.year_register(&step)?,
                YearStep::Plan => self.year_plan()?,
                YearStep::Approve { plan, .. } => self.year_approve(plan, &step)?,
                YearStep::Erase { .. } => self.year_finish(&step, None)?,
                YearStep::Drives { names } => self.year_finish(&step, Some(names))?,
                YearStep::Locks => self.year_locks(&step)?,
                YearStep::NewLock { names } => self.year_new_lock(&step, names)?,
                YearStep::Attest { .. } => self.year_attest(&step)?,
            };
            let next = self.year_step()?;
            if going == Going::Later || self.is_stopped() || next == step {
                self.say(JOB, Tone::Plain, |words| fl!(words, "window-year-later"));
                return Ok(());
            }
            step = next;
        }
    }

    fn year_step(&self) -> Result<YearStep> {
        let practice = self.practice_reading()?;
        year::next(&practice, &DatedLedger::read(&practice.state, here::now())?)
    }

    /// Goes on only with a yes; what the step is stands above.
    pub(super) fn year_now(&self, step: &YearStep) -> Result<()> {
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![headline(words, step)],
            options: vec![fl!(words, "window-do-it-now")],
        })?;
        if chosen == 0 { Ok(()) } else { Err(Error::NotConfirmed) }
    }

    /// The practice with everything on the table.
    pub(super) fn assemble(&self) -> Result<Assembly> {
        let mut practice = self.practice()?;
        let plugged = self.drives_here(&mut practice, None)?;
        let keys = self.keys(&practice)?;
        let mut table = Assembly::open(practice, plugged, keys, here::now())?;
        for (drive, object) in &table.gathered.strange {
            self.say(JOB, Tone::Warning, |words| {
                fl!(words, "object-strange", drive = safe(drive), object = object.as_str())
            });
        }
        self.guard_date(&mut table)?;
        Ok(table)
    }

    /// A clock that does not fit what is on record is believed only by who types today's date.
    fn guard_date(&self, table: &mut Assembly) -> Result<()> {
        let error = match table.guard_clock(None) {
            Err(error @ Error::Clock { .. }) => error,
            other => return other,
        };
        let typed = self.ask_text(|words| Blank {
            told: vec![explain::in_window(words, &error).what],
            name: fl!(words, "window-year-date"),
            ..Blank::default()
        })?;
        table.guard_clock(typed.trim().parse().ok())
    }

    /// The drives that are plugged in, once one of these is.
    pub(super) fn drives_here(
        &self,
        practice: &mut Practice,
        wanted: Option<&[String]>,
    ) -> Result<Vec<Plugged>> {
        loop {
            let found = practice.plugged(here::now())?;
            let is_wanted =
                |on: &Plugged| wanted.is_none_or(|names| names.contains(&on.drive.name));
            if found.iter().any(is_wanted) {
                return Ok(found);
            }
            let why = match wanted {
                None => practice.plugged_one(None, here::now()).err(),
                Some(_) => None,
            };
            self.ask_or_leave(|words| Question {
                told: vec![match (&why, wanted) {
                    (Some(why), _) => explain::in_window(words, why).what,
                    (None, names) => {
                        let drives = names::either(words, names.unwrap_or_default());
                        fl!(words, "window-plug-in", drives = drives)
                    }
                }],
                options: vec![fl!(words, "window-look-again")],
            })?;
        }
    }

    /// Shows a paper in the browser; where none is, its place is told.
    pub(super) fn show_paper(&self, home: &std::path::Path, name: &str, html: &str) -> Result<()> {
        let path = own_file(home, &format!("{name}.html"), html)?;
        drop(open::that_detached(&path));
        self.say(JOB, Tone::Plain, |words| fl!(words, "report-written", file = safe_path(&path)));
        Ok(())
    }

    /// The paper to sign, and what has to be deleted by hand.
    fn year_done(&self, entry: &str) -> Result<()> {
        let practice = self.practice_reading()?;
        let entries = ledger::read(&practice.state)?;
        let left = left_on_computer::on_computer(&practice, here::now())?;
        loop {
            let chosen = self.ask(|words| {
                let mut told = vec![fl!(words, "window-year-paper")];
                told.extend(to_delete(words, &left));
                let options =
                    vec![fl!(words, "window-year-open-paper"), fl!(words, "window-year-finished")];
                Question { told, options }
            });
            match chosen {
                Ok(0) => {}
                Ok(_) | Err(Error::NotConfirmed) => break,
                Err(other) => return Err(other),
            }
            let Some(record) = entries.iter().find(|record| record.label() == entry) else {
                break;
            };
            let words = self.tongues.of(self.shared.language());
            let desk = papers::desk::Desk::new(words, &practice, &entries, here::now());
            let page = papers::of(&desk, record)?;
            self.show_paper(&practice.home, &record.label(), &page.to_html()?)?;
        }
        self.say_all(JOB, Tone::Plain, |words| to_delete(words, &left));
        Ok(())
    }
}

/// What still lies on this computer of forgotten records; nothing where nothing does.
fn to_delete(words: &Catalog, left: &left_on_computer::Left) -> Vec<String> {
    let paths = |paths: &[std::path::PathBuf]| -> Vec<String> {
        paths.iter().map(|path| format!("•  {}", safe_path(path))).collect()
    };
    let mut lines = Vec::new();
    if left.to_delete > 0 {
        lines.push(fl!(words, "purge-left", records = left.to_delete));
        lines.extend(paths(&left.paths));
    }
    if !left.newer.is_empty() {
        lines.push(fl!(words, "purge-left-newer", folders = left.newer.len()));
        lines.extend(paths(&left.newer));
    }
    if !left.unseen.is_empty() {
        lines.push(fl!(words, "purge-left-unseen", folders = left.unseen.len()));
        lines.extend(paths(&left.unseen));
    }
    lines
}
