//! The first day: everything is asked, then the practice is made, then a first backup and a first test, because
//! "configured" protects nobody.

use std::path::Path;

use refuge::config::Setting;
use refuge::crypto::Identity;
use refuge::drives::{self, Ejected, Enrolment};
use refuge::error::{Action, Error, Result, Thing};
use refuge::event::{Silent, Step};
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::setup::{self, NewPractice};
use refuge::sources::{self, NewSource};
use refuge::visit::{self, Admission, Taking};

use super::Desk;
use super::asking::Given;
use super::first_answers::FirstAnswers;
use super::first_drive::ChosenDrive;
use super::new_secrets::Form;
use super::watch::Watch;
use crate::faces::draft::Draft;
use crate::faces::first_day::{FirstKeys, Outputs, first_test};
use crate::faces::{dropped, explain, fl, here, safe, safe_path, units};
use crate::window::orders::{Job, Tone};
use crate::window::questions::Blank;

const JOB: Job = Job::FirstDay;

impl Desk {
    pub(super) fn first_day(&self) -> Result<()> {
        let home = self.home.as_deref().ok_or(Error::NotSetUp)?;
        setup::check(home)?;
        let FirstAnswers { draft, drive, .. } = self.first_answers(home)?;
        let new = NewPractice {
            id: draft.id,
            public_structure: draft.public_structure.unwrap_or(false),
            ..NewPractice::named(
                draft.name.as_deref().unwrap_or_default(),
                self.shared.language().tag(),
                draft.country.as_deref().unwrap_or_default(),
            )
        };
        let (mut practice, identity) = self.make_practice(home, &new)?;
        self.look()?;
        self.say(JOB, Tone::Good, |words| fl!(words, "init-done", practice = safe(&new.name)));
        self.say(JOB, Tone::Warning, |words| fl!(words, "init-warning"));
        self.take_folders(&mut practice, &draft)?;
        let plugged = match drive {
            Some(drive) => self.enrol_first(&mut practice, drive)?,
            None => None,
        };
        let Some(plugged) = plugged else {
            self.say(JOB, Tone::Plain, |words| fl!(words, "window-first-drive-later"));
            return Ok(());
        };
        if practice.config.sources.is_empty() {
            self.say(JOB, Tone::Plain, |words| fl!(words, "window-first-folders-later"));
            return Ok(());
        }
        self.first_backup(&mut practice, plugged, &[identity])
    }

    /// The secrets, each proven to be on paper, and the practice that they open.
    fn make_practice(&self, home: &Path, new: &NewPractice) -> Result<(Practice, Identity)> {
        platform::create_private_folder(home).map_err(Error::io(Action::Create, home))?;
        let form = Form { home, practice: &new.name, id: new.id, number: 1 };
        self.offer_form(JOB, &form)?;
        let known: Vec<&str> = new.name.split_whitespace().collect();
        let passphrase = self.new_passphrase(&known)?;
        let keys = FirstKeys::generate();
        self.copy_out(&keys.sheet)?;
        self.say(JOB, Tone::Plain, |words| fl!(words, "window-first-locking"));
        let protected = keys.protected(&new.name, &passphrase)?;
        drop(passphrase);
        let list = self.shared.language().word_list();
        let practice = keys.make(home, new, &protected, &Outputs::usual(home), list)?;
        self.shared.kept.keep(&practice, std::slice::from_ref(&keys.identity), here::now());
        Ok((practice, keys.identity))
    }

    /// Folders, thinning and telephone as answered.
    fn take_folders(&self, practice: &mut Practice, draft: &Draft) -> Result<()> {
        let country = practice.config.practice.country.clone();
        for folder in draft.folders().unwrap_or_default() {
            self.take_folder(practice, &country, folder)?;
        }
        if draft.thins == Some(true) {
            sources::thin_as_usual(practice)?;
        }
        match draft.phone.as_deref().filter(|phone| !phone.is_empty()) {
            Some(phone) => visit::setting(practice, Setting::Phone, phone, here::now()),
            None => Ok(()),
        }
    }

    /// A folder that does not fit is told, and another may be named in its place.
    fn take_folder(
        &self,
        practice: &mut Practice,
        country: &str,
        mut folder: NewSource,
    ) -> Result<()> {
        loop {
            let error = match sources::add(practice, &folder) {
                Ok(source) => {
                    self.say(JOB, Tone::Plain, |words| {
                        fl!(words, "sources-added", path = safe_path(&source.path))
                    });
                    return Ok(());
                }
                Err(error) => error,
            };
            let given = self.ask_line(|words| {
                let told = explain::in_window(words, &error);
                Blank {
                    told: vec![told.what, told.now],
                    name: fl!(words, "window-first-instead"),
                    options: vec![fl!(words, "window-first-without")],
                    ..Blank::default()
                }
            })?;
            let Given::Typed(path) = given else { return Ok(()) };
            match self.what_it_is(country, dropped::path(&path))? {
                Some(other) => folder = other,
                None => return Ok(()),
            }
        }
    }

    /// Enrols the drive. What does not fit is told: another name is asked for, or another drive.
    fn enrol_first(
        &self,
        practice: &mut Practice,
        mut chosen: ChosenDrive,
    ) -> Result<Option<Plugged>> {
        loop {
            let ChosenDrive { path, name, allow_fixed } = chosen;
            let new = Enrolment { path, name, allow_fixed, ..Enrolment::default() };
            match visit::admit(practice, &new, &Admission::New, &[], here::now(), &Silent) {
                Ok(admitted) => {
                    let name = admitted.plugged.drive.name.clone();
                    self.say(JOB, Tone::Plain, |words| {
                        fl!(words, "drives-added", drive = safe(&name))
                    });
                    return Ok(Some(admitted.plugged));
                }
                Err(error @ Error::Interrupted) => return Err(error),
                Err(error) => {
                    let is_name = matches!(error, Error::Invalid { what: Thing::Name, .. });
                    let why = (!is_name).then_some(error);
                    let folders: Vec<_> =
                        practice.config.sources.iter().map(|one| one.path.clone()).collect();
                    match self.choose_drive(&folders, why)? {
                        Given::Typed(other) => chosen = other,
                        Given::Option(_) => return Ok(None),
                    }
                }
            }
        }
    }

    /// A backup, a few files really restored, the drive let go.
    fn first_backup(
        &self,
        practice: &mut Practice,
        plugged: Plugged,
        keys: &[Identity],
    ) -> Result<()> {
        self.say(JOB, Tone::Plain, |words| fl!(words, "wizard-step-first"));
        let name = plugged.drive.name.clone();
        let watch = Watch::begin(self, JOB, &[Step::Scan, Step::Copy, Step::ReadBack], None);
        let done = visit::backup(practice, &plugged, &Taking::new(here::now(), false), &watch)?;
        drop(watch);
        self.set_run(None);
        if let Some(error) = &done.ledger {
            self.fails(JOB, error);
        }
        for (path, trouble) in &done.summary.absent {
            self.fails(JOB, &Error::Source { path: path.clone(), trouble: *trouble });
        }
        let (bytes, files) = (done.summary.source_bytes, done.summary.files);
        self.say(JOB, Tone::Good, |words| {
            let size = units::bytes(words.language(), bytes);
            fl!(words, "wizard-backed-up", size = size, files = files)
        });
        drop(plugged);
        let plugged = practice.plugged_named(&name, here::now())?;
        let watch = Watch::begin(self, JOB, &[Step::Read, Step::Restore, Step::Compare], None);
        let compared = first_test(practice, &plugged, keys, &watch)?;
        drop(watch);
        self.set_run(None);
        self.say(JOB, Tone::Good, |words| fl!(words, "wizard-tested", files = compared));
        match drives::eject(plugged) {
            Ok(Ejected::Done) => {
                self.say(JOB, Tone::Loud, |words| {
                    fl!(words, "wizard-ejected", drive = safe(&name))
                });
            }
            Ok(Ejected::Unsupported) => {
                self.say(JOB, Tone::Warning, |words| {
                    fl!(words, "backup-eject-by-hand", drive = safe(&name))
                });
            }
            Ok(Ejected::Nothing) => {}
            Err(error) => self.fails(JOB, &error),
        }
        self.say(JOB, Tone::Plain, |words| fl!(words, "window-first-second-drive"));
        Ok(())
    }
}
