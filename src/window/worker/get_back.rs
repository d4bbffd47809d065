//! Getting files back: opening a drive, finding, showing the beginning of a file, bringing one thing back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::tz::TimeZone;
use refuge::browse::tree::{WhereStored, beginning};
use refuge::browse::{self, Words};
use refuge::destination::Destination;
use refuge::error::{Error, Result, Thing};
use refuge::event::Step;
use refuge::id::SnapshotId;
use refuge::practice::{Plugged, Practice};
use refuge::restore::{self, Existing, Ground, InPlace, RestoreSummary, Selection};
use refuge::vault::SectionReader;
use refuge::visit;

use super::Desk;
use super::watch::Watch;
use crate::faces::{fl, here, restored_told, safe, safe_path, target};
use crate::window::orders::{Found, Job, News, Place, Preview, Thing as Wanted, Tone};
use crate::window::questions::Question;

const JOB: Job = Job::GetBack;
/// Bytes of a file that are read to show it: a large photograph.
const PREVIEW_BYTES: usize = 24 << 20;
/// Characters of a text that are shown.
const TEXT_CHARACTERS: usize = 6000;
/// Sides of the picture that is shown, and of the largest that is opened.
const PICTURE_SIDE: u32 = 640;
const PICTURE_SIDE_MAX: u32 = 12_000;
/// Memory that a picture may take while it is opened.
const PICTURE_BYTES_MAX: u64 = 512 << 20;
/// Conflicts that are listed; the others are counted.
const CONFLICTS_SHOWN: usize = 12;

/// A drive that was opened with a key, and everything that is in its backups.
pub(super) struct Looking {
    practice: Practice,
    plugged: Plugged,
    sections: Vec<SectionReader>,
    found: Arc<Found>,
}

impl Desk {
    /// The drive that was backed up to last, of those that are plugged in.
    pub(super) fn open_backups(&mut self) -> Result<()> {
        self.looking = None;
        let mut practice = self.practice_reading()?;
        let freshest = visit::freshest(&mut practice, here::now())?;
        let mut plugged = practice.readable_one(freshest.as_deref(), here::now())?;
        let keys = self.keys(&practice)?;
        plugged.heed_contents(&practice, &keys)?;
        let sections = practice.sections_or_copies(&plugged.vault(&practice)?, &keys)?;
        let (history, unread) = visit::history(&practice, &plugged, &sections)?;
        let drive = plugged.drive.name.clone();
        if unread.count > 0 {
            self.say(JOB, Tone::Warning, |words| {
                let newer = if unread.may_be_newer { "yes" } else { "no" };
                let (count, drive) = (unread.count, safe(&drive));
                fl!(words, "reading-unread", count = count, drive = drive, newer = newer)
            });
        }
        let forgotten = practice.state.forgotten()?;
        let vault = plugged.vault(&practice)?;
        let everything = |_: &browse::Labels, _, _: &refuge::tree_path::TreePath| true;
        let stop = || self.is_stopped();
        let search = browse::search(&vault, &sections, &history, &forgotten, &everything, &stop)?;
        let found = Arc::new(Found { search, history, drive });
        self.tell(News::Opened(found.clone()));
        self.looking = Some(Looking { practice, plugged, sections, found });
        Ok(())
    }

    /// What fits; every word in the name of the folder or the file counts.
    pub(super) fn filter(&self, number: u64, typed: &str) {
        let Some(looking) = &self.looking else { return };
        if self.shared.newest_filter.load(Ordering::SeqCst) > number {
            return;
        }
        let words = Words::new([typed]);
        let search = &looking.found.search;
        let labels = &search.labels;
        let fits = |hit: &browse::Hit| {
            words.is_empty() || words.fit(&labels.label(hit.source).join_path(&hit.path))
        };
        let hits = (0..).zip(&search.hits).filter(|(_, hit)| fits(hit)).map(|(at, _)| at);
        self.tell(News::Fits(number, hits.collect()));
    }

    /// The beginning of a file, as a text or a picture.
    pub(super) fn preview(&self, thing: Wanted) -> Result<()> {
        let Some(looking) = &self.looking else { return Ok(()) };
        let Some((hit, from)) = looking.version(thing) else { return Ok(()) };
        let read = looking.beginning(hit, from);
        let what = match &read {
            Ok(Some(bytes)) => shown(bytes),
            Ok(None) | Err(_) => Preview::Neither,
        };
        self.tell(News::Shown(thing, what));
        read.map(drop)
    }

    /// Brings one version of one thing back.
    pub(super) fn restore(&mut self, thing: Wanted, place: Place) -> Result<()> {
        let Some(mut looking) = self.looking.take() else { return Ok(()) };
        let done = self.bring_back(&looking, thing, place);
        // The files are there, whatever becomes of the ledger.
        let noted = match &done {
            Ok((done, _)) => {
                let drive = looking.plugged.drive.clone();
                visit::restored(&mut looking.practice, &drive, done, here::now()).map(drop)
            }
            Err(_) => Ok(()),
        };
        self.looking = Some(looking);
        let (done, folder) = done?;
        if let Err(error) = noted {
            self.fails(JOB, &error);
        }
        let tone = if done.problems.is_empty() { Tone::Good } else { Tone::Warning };
        self.say_all(JOB, tone, |words| match &folder {
            Some(folder) => restored_told::into_folder(words, folder, &done),
            None => restored_told::in_place(words, &done),
        });
        self.say_all(JOB, Tone::Warning, |words| {
            restored_told::not_all(words, &done).into_iter().collect()
        });
        if let Some(folder) = folder {
            self.tell(News::Restored(folder));
        }
        Ok(())
    }

    fn bring_back(
        &self,
        looking: &Looking,
        thing: Wanted,
        place: Place,
    ) -> Result<(RestoreSummary, Option<PathBuf>)> {
        let missing = || Error::NotFound { what: Thing::Path, name: String::new() };
        let (hit, from) = looking.version(thing).ok_or_else(missing)?;
        let selection = Selection::Whole(hit.source, hit.path.clone());
        let vault = looking.plugged.vault(&looking.practice)?;
        let views = browse::open(&vault, &looking.sections, from)?;
        let forgotten = looking.practice.state.forgotten()?;
        if place == Place::InPlace {
            let config = &looking.practice.config;
            let places = restore::plan_in_place(&vault, &views, &selection, &forgotten, config)?;
            let existing = self.decide(&places)?;
            let mut done = RestoreSummary::default();
            for place in places {
                self.check_ground(&place.root)?;
                let existing = existing.as_deref().map_or(Existing::Stay, Existing::Aside);
                place.check_room(existing)?;
                let watch = Watch::begin(self, JOB, &[Step::Restore], None);
                done.add(place.execute(&vault, &views, existing, &watch)?);
            }
            return Ok((done, None));
        }
        let mark = restore::mark(vault.drive, &[(from, &selection)]);
        let words = self.tongues.of(self.shared.language());
        let to = target::usual_target(words, &mark, here::now())?;
        self.check_ground(&to)?;
        let plan = restore::plan(&vault, &views, &selection, &forgotten)?;
        if !Destination::is_unfinished(&to, &mark) {
            plan.check_room(&to)?;
        }
        let folder = Destination::begin(&to, &mark)?;
        let watch = Watch::begin(self, JOB, &[Step::Restore], None);
        let done = plan.execute(&vault, &views, &folder, &watch)?;
        if !done.is_to_go_on() {
            folder.complete()?;
        }
        Ok((done, Some(to)))
    }

    /// Nothing is ever written into a vault; beside one only with a yes.
    fn check_ground(&self, to: &Path) -> Result<()> {
        let refused = |in_vault| Error::TargetOnDrive { path: to.to_owned(), in_vault };
        match restore::ground(to) {
            Ground::Free => Ok(()),
            Ground::Vault(_) => Err(refused(true)),
            Ground::Drive(drive) => {
                let asked = self.confirm(|words| {
                    vec![fl!(words, "restore-onto-drive", path = safe_path(&drive))]
                });
                asked.map_err(|_| refused(false))
            }
        }
    }

    /// What becomes of files that stand there and differ: they stay, or they are kept beside under a name with this
    /// mark in it.
    fn decide(&self, places: &[InPlace]) -> Result<Option<String>> {
        let files: u64 = places.iter().map(InPlace::replaceable).sum();
        if files == 0 {
            return Ok(None);
        }
        let conflicts: Vec<_> = places.iter().flat_map(|place| &place.conflicts).collect();
        let chosen = self.ask(|words| {
            let folder = places.first().map(|place| safe_path(&place.root)).unwrap_or_default();
            let count = conflicts.len() as u64;
            let mut told = vec![fl!(words, "in-place-differs", count = count, folder = folder)];
            told.extend(conflicts.iter().take(CONFLICTS_SHOWN).map(|conflict| {
                let row = restored_told::conflict(words, conflict);
                row.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
            }));
            let more = conflicts.len().saturating_sub(CONFLICTS_SHOWN) as u64;
            if more > 0 {
                told.push(fl!(words, "in-place-more", count = more));
            }
            let options = vec![
                fl!(words, "in-place-stay"),
                fl!(words, "in-place-replace"),
                fl!(words, "in-place-nothing"),
            ];
            Question { told, options }
        })?;
        match chosen {
            0 => Ok(None),
            1 => {
                let now = here::now().to_zoned_datetime(TimeZone::system());
                let time = now.strftime("%Y-%m-%d %Hh%M").to_string();
                let words = self.tongues.of(self.shared.language());
                Ok(Some(fl!(words, "in-place-mark", time = time)))
            }
            _ => Err(Error::NotConfirmed),
        }
    }
}

impl Looking {
    /// The thing, and the last backup that has this version of it.
    fn version(&self, thing: Wanted) -> Option<(&browse::Hit, SnapshotId)> {
        let hit = self.found.search.hits.get(thing.hit as usize)?;
        let version = hit.versions.get(thing.version)?;
        let from = self.found.history.snapshots.get(version.last)?;
        Some((hit, from.id))
    }

    fn beginning(&self, hit: &browse::Hit, from: SnapshotId) -> Result<Option<Vec<u8>>> {
        let vault = self.plugged.vault(&self.practice)?;
        let views = browse::open(&vault, &self.sections, from)?;
        let file = WhereStored { record: hit.record, path: &hit.path };
        beginning(&vault, &views, file, PREVIEW_BYTES)
    }
}

/// What can be shown of these bytes. They come from a drive: their claims about their size are limited first.
fn shown(bytes: &[u8]) -> Preview {
    if let Some(picture) = picture(bytes) {
        return picture;
    }
    let beginning = bytes.get(..bytes.len().min(4 * TEXT_CHARACTERS)).unwrap_or_default();
    let is_text = !beginning.is_empty() && !beginning.contains(&0);
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => Some(text),
        // Cut in the middle of a letter.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(beginning.get(..error.valid_up_to()).unwrap_or_default()).ok()
        }
        Err(_) => None,
    };
    match text.filter(|_| is_text) {
        Some(text) => {
            let line = |line: &str| safe(line.trim_end_matches('\r'));
            let cut: String = text.chars().take(TEXT_CHARACTERS).collect();
            let lines: Vec<String> =
                cut.lines().map(|text| line(&text.replace('\t', "    "))).collect();
            Preview::Text(lines.join("\n"))
        }
        None => Preview::Neither,
    }
}

fn picture(bytes: &[u8]) -> Option<Preview> {
    let mut reader =
        image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE_MAX);
    limits.max_image_height = Some(PICTURE_SIDE_MAX);
    limits.max_alloc = Some(PICTURE_BYTES_MAX);
    reader.limits(limits);
    let opened = reader.decode().ok()?.thumbnail(PICTURE_SIDE, PICTURE_SIDE).into_rgba8();
    let size = [opened.width() as usize, opened.height() as usize];
    Some(Preview::Picture { size, rgba: opened.into_raw() })
}
