//! Carrying an erasing out: on the drives that are there, and later on those that were away.

use std::path::Path;

use refuge::error::{Error, Result};
use refuge::event::Step;
use refuge::incident::{self, Permit};
use refuge::ledger::Deed;
use refuge::settle::{self, Account, Eraser};
use refuge::status::year::YearStep;
use refuge::visit::Assembly;

use super::Desk;
use super::watch::Watch;
use super::year::{Going, JOB};
use crate::faces::papers::file::delete_plans;
use crate::faces::purge_told::{drive_line, reached, waiting};
use crate::faces::{Catalog, explain, fl, here, safe};
use crate::window::both::Both;
use crate::window::orders::Tone;

/// Parity is made only where there is enough for a group, so that it has no number.
const STEPS: &[Step] = &[Step::Settle, Step::Wipe, Step::ReadBack];

impl Desk {
    /// The purge that is under way, if one is, on the drives of the table.
    pub(super) fn carry_out(
        &self,
        table: &mut Assembly,
        permit: &Permit,
    ) -> Result<Option<Account>> {
        let watch = Watch::begin(self, JOB, STEPS, None);
        let done = table.complete(permit, &watch);
        drop(watch);
        self.set_run(None);
        done
    }

    pub(super) fn tell_account(&self, home: &Path, done: &Account, also: &Both<Vec<String>>) {
        let plans = delete_plans(home);
        let tone = if done.failed.is_empty() { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| {
            let mut lines = reached(words, done, also.of(words.language()));
            lines.extend(
                waiting(done).map(|name| fl!(words, "window-year-waits", drive = safe(name))),
            );
            lines.extend(failures(words, &done.failed));
            lines.push(fl!(words, "purge-record", entry = done.recorded.label()));
            if plans > 0 {
                lines.push(fl!(words, "purge-plans-deleted", plans = plans));
            }
            lines
        });
    }

    /// Finishes an interrupted purge, and every purge that a drive missed while it was away; nothing is done at others
    /// before one of these is there.
    pub(super) fn year_finish(&self, step: &YearStep, wanted: Option<&[String]>) -> Result<Going> {
        self.year_now(step)?;
        let mut practice = self.practice()?;
        let permit = incident::refuse_while_open(&practice.state)?;
        let plugged = self.drives_here(&mut practice, wanted)?;
        let keys = self.keys(&practice)?;
        let now = here::now();
        let watch = Watch::begin(self, JOB, STEPS, None);
        let done = settle::carry_out(&mut practice, &permit, &plugged, &keys, now, &watch)?;
        if let Some(done) = done {
            self.bring_ledger(JOB, &mut practice, &plugged);
            self.tell_account(&practice.home, &done, &self.tongues.say(|_| Vec::new()));
            return Ok(Going::On);
        }
        for on in &plugged {
            let paid = settle::pay_purges(&mut practice, &permit, on, &keys, now, &watch);
            let paid = paid.and_then(|recorded| {
                let eraser = Eraser { permit: &permit, keys: &keys, now };
                settle::finish_new_keys(&mut practice, on, &eraser, &watch)?;
                Ok(recorded)
            });
            match paid {
                Err(error @ Error::Interrupted) => return Err(error),
                Err(error) => self.fails(JOB, &error.of_drive(&on.drive.name)),
                Ok(recorded) => {
                    let told = recorded.iter().filter_map(|one| match &one.entry.deed {
                        Deed::PurgedLater(erased) => Some((one.label(), erased.clone())),
                        _ => None,
                    });
                    for (entry, erased) in told {
                        self.say_all(JOB, Tone::Good, |words| {
                            vec![
                                drive_line(words, &erased),
                                fl!(words, "purge-record", entry = entry.as_str()),
                            ]
                        });
                    }
                }
            }
        }
        drop(watch);
        self.set_run(None);
        self.bring_ledger(JOB, &mut practice, &plugged);
        Ok(Going::On)
    }
}

fn failures(words: &Catalog, failed: &[(String, Error)]) -> Vec<String> {
    let told = |(drive, error): &(String, Error)| {
        let told = explain::in_window(words, error);
        [fl!(words, "window-year-stopped", drive = safe(drive)), told.what, told.now]
    };
    failed.iter().flat_map(told).collect()
}
