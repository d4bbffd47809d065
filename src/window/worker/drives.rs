//! The drives: what is plugged in and what is known, and what people declare of one.

use refuge::drives::{self, Ejected};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::event::Step;
use refuge::incident;
use refuge::state::DriveState;
use refuge::visit::{self, DestructionTold};

use super::Desk;
use super::asking::Given;
use super::watch::Watch;
use crate::faces::drives_told::{self, ListedDrive};
use crate::faces::papers::file::own_file;
use crate::faces::{
    Catalog, drive_label, drive_words, explain, fates, fl, here, plugged, safe, safe_path, units,
};
use crate::window::listed::{DriveDeed, DriveTold, DrivesTold, StrangerTold};
use crate::window::matters as ours;
use crate::window::orders::{Job, News, Tone};
use crate::window::questions::Blank;

const JOB: Job = Job::Drives;

impl Desk {
    /// Tells the screen what there is.
    pub(super) fn drives(&self) -> Result<()> {
        let mut practice = self.practice_reading()?;
        let listed = drives_told::listed(&mut practice, here::now())?;
        let found = plugged::look(&mut practice, None, here::now())?;
        let told = self.tongues.say(|words| DrivesTold {
            drives: listed.iter().map(|listed| drive_told(words, listed)).collect(),
            strangers: strangers(words, &found),
        });
        self.tell(News::Drives(Box::new(told)));
        Ok(())
    }

    /// Whatever became of it, the screen is told what there is now.
    pub(super) fn then_drives(&self, done: Result<()>) -> Result<()> {
        let told = self.drives();
        done.and(told)
    }

    /// What is done with one drive.
    pub(super) fn drive_deed(&self, deed: DriveDeed, name: &str) -> Result<()> {
        match deed {
            DriveDeed::Eject => self.eject(name),
            DriveDeed::Label => self.label(name),
            DriveDeed::Rename => self.rename(name),
            DriveDeed::Lost => self.lost(name),
            DriveDeed::Found => self.found(name),
            DriveDeed::Retire => self.retire(name),
            DriveDeed::Destroyed => self.destroyed(name),
        }
    }

    fn eject(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let on = practice.readable_one(Some(name), here::now())?;
        let drive = safe(&on.drive.name);
        let out = drives::eject(on)?;
        let tone = if matches!(out, Ejected::Done) { Tone::Loud } else { Tone::Plain };
        self.say(JOB, tone, |words| {
            let drive = drive.as_str();
            match out {
                Ejected::Done => fl!(words, "drives-ejected", drive = drive),
                Ejected::Nothing => fl!(words, "drives-nothing-to-eject", drive = drive),
                Ejected::Unsupported => fl!(words, "drives-eject-by-hand", drive = drive),
            }
        });
        Ok(())
    }

    /// A paper to cut out, in the browser.
    fn label(&self, name: &str) -> Result<()> {
        let practice = self.practice_reading()?;
        let drive = practice.state.drive_named(name)?;
        let words = self.tongues.of(self.shared.language());
        let (page, _) = drive_label::paper(words, &practice, &drive)?;
        let file = drive_label::file_name(&drive);
        let path = own_file(&practice.home, &format!("{file}.html"), &page.to_html()?)?;
        let is_open = open::that_detached(&path).is_ok();
        self.say_all(JOB, Tone::Good, |words| {
            let mut said = vec![fl!(words, "report-written", file = safe_path(&path))];
            said.extend((!is_open).then(|| fl!(words, "report-not-opened")));
            said
        });
        Ok(())
    }

    fn rename(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let new = self.ask_text(|words| Blank {
            name: fl!(words, "window-drive-new-name", drive = safe(name)),
            ..Blank::default()
        })?;
        let drive = visit::rename(&mut practice, name, &new, here::now())?;
        self.say(JOB, Tone::Good, |words| {
            fl!(words, "drives-renamed", old = safe(name), drive = safe(&drive.name))
        });
        Ok(())
    }

    fn lost(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let known = practice.state.drive_named(name)?;
        let only = visit::is_only_copy(&practice, &known)?;
        let by = self.ask_text(|words| Blank {
            told: vec![fl!(words, "window-drive-lost-before", drive = safe(name))],
            name: fl!(words, "drives-lost-by", drive = safe(name)),
            ..Blank::default()
        })?;
        let (drive, fate, entry) = visit::drive_lost(&mut practice, name, &by, None, here::now())?;
        let shown = safe(&drive.name);
        self.say_all(JOB, Tone::Good, |words| {
            let record = entry.label();
            vec![fl!(words, "drives-lost-done", drive = shown.as_str(), record = record)]
        });
        self.say_all(JOB, Tone::Warning, |words| {
            let mut said = vec![fl!(words, "drives-lost-advice", "window", drive = shown.as_str())];
            said.extend(only.then(|| fl!(words, "drives-only-copy-gone", "window")));
            said.extend(
                drives_told::more_than_lost(&fate).filter_map(|one| ours::reason(words, one)),
            );
            said
        });
        Ok(())
    }

    fn found(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        practice.state.drive_named(name)?;
        let by = self
            .ask_text(|words| Blank { name: fl!(words, "drives-found-by"), ..Blank::default() })?;
        let (drive, _, entry) = visit::drive_found(&mut practice, name, &by, None, here::now())?;
        let (drive, record) = (safe(&drive.name), entry.label());
        self.say(JOB, Tone::Good, |words| {
            let (drive, record) = (drive.as_str(), record.as_str());
            fl!(words, "drives-found-done", "window", drive = drive, record = record)
        });
        Ok(())
    }

    fn retire(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let permit = incident::refuse_while_open(&practice.state)?;
        let on = visit::to_retire(&mut practice, name, here::now())?;
        let only = visit::is_only_copy(&practice, &on.drive)?;
        let drive = safe(&on.drive.name);
        self.typed(&on.drive.name, |words| {
            let before = fl!(words, "drives-retire-before", drive = drive.as_str());
            let only = only.then(|| fl!(words, "drives-retire-only-copy", drive = drive.as_str()));
            Blank {
                told: only.into_iter().chain([before]).collect(),
                name: fl!(words, "drives-type-name"),
                ..Blank::default()
            }
        })?;
        let watch = Watch::begin(self, JOB, &[Step::Wipe], None);
        let done = visit::retire(&mut practice, on, &permit, here::now(), &watch)?;
        self.set_run(None);
        let tone = if done.outcome.is_whole() { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| drives_told::retired(words, &done, ours::reason));
        Ok(())
    }

    fn destroyed(&self, name: &str) -> Result<()> {
        let mut practice = self.practice()?;
        let drive = practice.state.drive_named(name)?;
        visit::check_away(&mut practice, &drive, here::now())?;
        let method = self.ask_method()?;
        let by = self.ask_text(|words| Blank {
            name: fl!(words, "drives-destroyed-by"),
            ..Blank::default()
        })?;
        let witness = self.ask_line(|words| Blank {
            name: fl!(words, "window-drive-witness"),
            options: vec![fl!(words, "window-drive-no-witness")],
            ..Blank::default()
        })?;
        let witness = match witness {
            Given::Typed(witness) => Some(witness),
            Given::Option(_) => None,
        };
        self.typed(&drive.name, |words| Blank {
            name: fl!(words, "drives-type-name"),
            ..Blank::default()
        })?;
        let only = visit::is_only_copy(&practice, &drive)?;
        let how = DestructionTold { method, by, on: None, certificate_sha256: None, witness };
        let (drive, fate, entry) = visit::destroyed(&mut practice, &drive, how, here::now())?;
        self.say_all(JOB, Tone::Good, |words| {
            let record = entry.label();
            vec![
                fl!(words, "drives-destroyed-done", drive = safe(&drive.name)),
                fl!(words, "drives-destroyed-record", "window", record = record),
            ]
        });
        self.say_all(JOB, Tone::Warning, |words| {
            let only = only.then(|| fl!(words, "drives-only-copy-gone", "window"));
            let reasons = fate.reasons.iter().filter_map(|one| ours::reason(words, *one));
            only.into_iter().chain(reasons).collect()
        });
        Ok(())
    }

    /// How it was destroyed: one of the usual ways, or in the person's own words.
    fn ask_method(&self) -> Result<String> {
        let ways = |words: &Catalog| {
            vec![
                fl!(words, "drives-destroyed-shredded"),
                fl!(words, "drives-destroyed-crushed"),
                fl!(words, "drives-destroyed-company"),
            ]
        };
        let given = self.ask_line(|words| Blank {
            told: vec![fl!(words, "drives-destroyed-before")],
            name: fl!(words, "window-drive-destroyed-how"),
            options: ways(words),
            ..Blank::default()
        })?;
        let chosen = match given {
            Given::Typed(method) => return Ok(method),
            Given::Option(chosen) => chosen,
        };
        let words = self.tongues.of(self.shared.language());
        let method = ways(words).swap_remove(chosen.min(2));
        if chosen != 2 {
            return Ok(method);
        }
        let company = self.ask_text(|words| Blank {
            name: fl!(words, "drives-destroyed-company-ask"),
            ..Blank::default()
        })?;
        Ok(format!("{method}: {company}"))
    }
}

fn drive_told(words: &Catalog, listed: &ListedDrive) -> DriveTold {
    let drive = &listed.drive;
    let fate = fates::fate(words, &listed.fate, listed.records_owed);
    let mut facts = vec![
        fl!(words, "window-drive-backup", day = day_of(words, drive.last_backup.as_deref())),
        checked(words, drive.last_verified.as_ref()),
        fl!(words, "window-drive-count", count = listed.backups),
    ];
    let free = listed.free_bytes.map(|free| units::bytes(words.language(), free));
    facts.extend(free.map(|free| fl!(words, "window-drive-free", size = free)));
    DriveTold {
        name: drive.name.clone(),
        shown: safe(&drive.name),
        fate: format!("{}, {fate}", seen(words, listed)),
        is_calm: drives_told::is_calm(&listed.fate) && listed.owes.is_empty(),
        facts: facts.join(" · "),
        reasons: drives_told::reasons(words, listed, ours::reason, ours::debt),
        can: can(listed),
    }
}

/// The usual thing first.
fn can(listed: &ListedDrive) -> Vec<DriveDeed> {
    use DriveDeed::{Destroyed, Eject, Found, Label, Lost, Rename, Retire};
    match (listed.drive.state, listed.is_plugged) {
        (DriveState::Active, true) => vec![Eject, Label, Rename, Retire],
        (DriveState::Active, false) => vec![Label, Rename, Lost, Destroyed],
        (DriveState::Lost, _) => vec![Found, Destroyed],
        (DriveState::Retired, _) => vec![Destroyed, Retire],
        (DriveState::Destroyed, _) => Vec::new(),
    }
}

fn seen(words: &Catalog, listed: &ListedDrive) -> String {
    let when = drives_told::seen(words, listed);
    if listed.is_plugged { when } else { fl!(words, "window-drive-seen", when = when) }
}

fn day_of(words: &Catalog, time: Option<&str>) -> String {
    let time = time.and_then(|time| time.parse::<jiff::Timestamp>().ok());
    time.map_or_else(
        || fl!(words, "status-never"),
        |time| {
            let day = time.to_zoned_datetime(jiff::tz::TimeZone::system()).date();
            units::day_near(words, day, here::today())
        },
    )
}

fn checked(words: &Catalog, last: Option<&(String, bool)>) -> String {
    let day = day_of(words, last.map(|(time, _)| time.as_str()));
    let good = if last.is_none_or(|(_, is_good)| *is_good) { "yes" } else { "no" };
    fl!(words, "window-drive-check", day = day, good = good)
}

/// What is plugged in and takes no backup, and what can be done about it.
fn strangers(words: &Catalog, found: &plugged::Found) -> Vec<StrangerTold> {
    let told = |error: &Error| {
        let told = explain::in_window(words, error);
        vec![told.what, told.now]
    };
    let trouble = |place: &std::path::PathBuf, trouble| StrangerTold {
        told: [vec![drive_words::place_in_words(words, place)], told(&Error::drive(trouble))]
            .concat(),
        place: None,
    };
    let new = |place: &std::path::PathBuf| StrangerTold {
        told: vec![drive_words::place_in_words(words, place), fl!(words, "window-drive-stranger")],
        place: Some(place.clone()),
    };
    let troubled =
        found.troubles.iter().map(|error| StrangerTold { told: told(error), place: None });
    troubled
        .chain(found.foreign.iter().map(|place| trouble(place, DriveTrouble::Foreign)))
        .chain(found.unknown.iter().map(|place| trouble(place, DriveTrouble::Unknown)))
        .chain(found.strangers.iter().map(new))
        .collect()
}
