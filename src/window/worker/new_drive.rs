//! A medium that becomes a drive: what is asked, what is tried, and what became of it.

use std::path::{Path, PathBuf};

use refuge::drives::{self, Enrolment};
use refuge::error::{DriveTrouble, Error, Result};
use refuge::platform;
use refuge::practice::Practice;
use refuge::state::Drive;
use refuge::visit::{self, Admission};

use super::Desk;
use super::watch::Watch;
use crate::faces::room::too_small;
use crate::faces::{drive_words, dropped, explain, fl, here, new_drive, safe, safe_path, units};
use crate::window::both::Both;
use crate::window::orders::{Job, Tone};
use crate::window::questions::{Blank, Question};

const JOB: Job = Job::Drives;

impl Desk {
    /// Adds what is plugged in there; where nothing is said, the person says which it is.
    pub(super) fn new_drive(&self, place: Option<&Path>) -> Result<()> {
        let mut practice = self.practice()?;
        let path = match place {
            Some(path) => path.to_owned(),
            None => self.new_place(&mut practice)?,
        };
        let allow_fixed = self.allows_fixed(&practice, &path)?;
        if let Some(drive) = drives::move_fixed(&mut practice, &path)? {
            self.say(JOB, Tone::Good, |words| {
                let (drive, path) = (safe(&drive.name), safe_path(&drive.path));
                fl!(words, "drives-moved", drive = drive, path = path)
            });
            return Ok(());
        }
        let noticed = self.noticed(&practice, &path)?;
        let copied = drives::is_copy_of_known(&practice, &path)?;
        let way = copied.map_or(Ok(Admission::New), |original| self.way_of_copy(original))?;
        let (way, name) = self.name(&mut practice, &path, way, &noticed)?;
        let held = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "window-drive-past")],
            options: new_drive::pasts(words).to_vec(),
        })?;
        let looks = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "window-drive-looks")],
            options: new_drive::looks(words).to_vec(),
        })?;
        let (looks, held) = (Some(new_drive::look(looks)), Some(new_drive::past(held)));
        let new = Enrolment { path, name, allow_fixed, looks, held };
        self.admit(&mut practice, &new, &way)
    }

    /// One of the removable drives that are no drives of the practice yet, or another place.
    fn new_place(&self, practice: &mut Practice) -> Result<PathBuf> {
        loop {
            let seen = practice.look(here::now())?.into_iter();
            let ours: Vec<PathBuf> =
                seen.filter(|seen| seen.trouble.is_none()).map(|seen| seen.path).collect();
            let found = new_drive::new_places(&ours);
            let chosen = self.ask_or_leave(|words| {
                let first = match found.is_empty() {
                    true => fl!(words, "window-drive-none"),
                    false => fl!(words, "window-drive-which"),
                };
                let places = found.iter().map(|path| drive_words::place_in_words(words, path));
                let others = [fl!(words, "window-look-again"), fl!(words, "window-drive-place")];
                Question { told: vec![first], options: places.chain(others).collect() }
            })?;
            if let Some(path) = found.get(chosen) {
                return Ok(path.clone());
            }
            if chosen > found.len() {
                let typed = self.ask_text(|words| Blank {
                    told: vec![fl!(words, "window-drive-place-about")],
                    name: fl!(words, "window-drive-place-name"),
                    ..Blank::default()
                })?;
                return Ok(dropped::path(&typed));
            }
        }
    }

    /// A folder or a built-in disk is refused, unless somebody says that it is meant.
    fn allows_fixed(&self, practice: &Practice, path: &Path) -> Result<bool> {
        let error = match drives::check_place(practice, path, false) {
            Err(error @ Error::Drive { trouble: DriveTrouble::NotRemovable, .. }) => error,
            other => return other.map(|()| false),
        };
        drives::check_place(practice, path, true)?;
        self.confirm(|words| {
            let told = explain::in_window(words, &error).what;
            vec![told, fl!(words, "window-drive-stays"), fl!(words, "drives-use-all-the-same")]
        })?;
        Ok(true)
    }

    /// What is noticed of it. Files of somebody else on it are reason to think again.
    fn noticed(&self, practice: &Practice, path: &Path) -> Result<Both<Vec<String>>> {
        let found = new_drive::warnings(path);
        let told = self.tongues.say(|words| {
            let what = drive_words::place_in_words(words, path);
            let folders = practice.config.sources.iter().map(|source| source.path.as_path());
            let mut told = vec![fl!(words, "drives-plugged-in", what = what)];
            told.extend(found.iter().map(|word| new_drive::warning(words, word)));
            told.extend(too_small(words, folders, path));
            told
        });
        if found.contains(&"other-files") {
            self.confirm(|words| {
                let ask = fl!(words, "drives-use-all-the-same");
                told.of(words.language()).iter().cloned().chain([ask]).collect()
            })?;
        }
        Ok(told)
    }

    fn way_of_copy(&self, original: Drive) -> Result<Admission> {
        let chosen = self.ask(|words| {
            let name = safe(&original.name);
            let [own, instead, leave] = new_drive::ways_of_copy(words, &name);
            Question {
                told: vec![
                    fl!(words, "drives-copy-found", drive = name),
                    fl!(words, "window-drive-copy"),
                ],
                options: vec![leave, own, instead],
            }
        })?;
        match chosen {
            1 => Ok(Admission::Copy),
            2 => Ok(Admission::CopyInstead(original)),
            _ => Err(Error::NotConfirmed),
        }
    }

    /// Its name. One that is taken may be meant: the drive of that name was erased, broken or lost.
    fn name(
        &self,
        practice: &mut Practice,
        path: &Path,
        way: Admission,
        noticed: &Both<Vec<String>>,
    ) -> Result<(Admission, String)> {
        let is_free = |name: &String| practice.state.drive_named(name).is_err();
        let proposed = drive_words::proposed_name(path).filter(is_free).unwrap_or_default();
        let mut why: Option<Error> = None;
        loop {
            let name = self.ask_text(|words| Blank {
                told: noticed.of(words.language()).clone(),
                why: why.as_ref().map(|why| explain::in_window(words, why).what),
                name: fl!(words, "drives-name-ask"),
                proposed: proposed.clone(),
                ..Blank::default()
            })?;
            if matches!(way, Admission::CopyInstead(_)) {
                return Ok((way, name));
            }
            match (drives::check_name(practice, &name), practice.state.drive_named(&name)) {
                (Ok(()), _) => return Ok((way, name)),
                (Err(Error::Exists { .. }), Ok(old)) if matches!(way, Admission::New) => {
                    if let Some(way) = self.instead_of(practice, path, old)? {
                        return Ok((way, name));
                    }
                    why = None;
                }
                (Err(error), _) => why = Some(error),
            }
        }
    }

    fn instead_of(
        &self,
        practice: &mut Practice,
        path: &Path,
        old: Drive,
    ) -> Result<Option<Admission>> {
        let chosen = self.ask(|words| Question {
            told: vec![fl!(words, "drives-instead-ask", drive = safe(&old.name))],
            options: vec![fl!(words, "window-drive-other-name"), fl!(words, "window-yes")],
        })?;
        Ok(match chosen {
            0 => None,
            _ if visit::is_older(practice, path, &old, here::now())? => Some(Admission::Older(old)),
            _ => Some(Admission::Instead(old)),
        })
    }

    fn admit(&self, practice: &mut Practice, new: &Enrolment, way: &Admission) -> Result<()> {
        // What is not new must be read, and for that a key is needed before anything is changed.
        let keys = if way.needs_key() { self.keys(practice)? } else { Vec::new() };
        let watch = Watch::begin(self, JOB, new_drive::steps(way), None);
        let done = visit::admit(practice, new, way, &keys, here::now(), &watch)?;
        self.set_run(None);
        let free = platform::free_bytes(&done.plugged.drive.path);
        let name = safe(&done.plugged.drive.name);
        self.say_all(JOB, Tone::Good, |words| {
            let mut said = vec![fl!(words, "drives-added", drive = name.as_str())];
            let size = free.map(|free| units::bytes(words.language(), free));
            said.extend(size.map(|size| fl!(words, "drives-free", size = size)));
            said.push(fl!(words, "window-drive-next"));
            said
        });
        self.say_all(JOB, Tone::Warning, |words| {
            let before = done.before.as_ref();
            before
                .map(|old| fl!(words, "drives-before", drive = safe(&old.name)))
                .into_iter()
                .collect()
        });
        Ok(())
    }
}
