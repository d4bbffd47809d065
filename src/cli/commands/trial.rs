//! `refuge try`: the whole cycle on made-up patients, in a folder of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use jiff::ToSpan;
use jiff::civil::Date;
use refuge::backup;
use refuge::browse;
use refuge::config::{Control, KeyKind, RecordRule};
use refuge::crypto::{Identity, RecoverySecret, identity_file, passphrase};
use refuge::destination::Destination;
use refuge::drives::Enrolment;
use refuge::error::{Action, Error, KeyTrouble, Result};
use refuge::event::Silent;
use refuge::expiry::import::{Earlier, Handed};
use refuge::incident;
use refuge::ledger::{Purged, Recorded};
use refuge::platform;
use refuge::practice::{Plugged, Practice};
use refuge::register::Choice;
use refuge::restore::{self, Selection};
use refuge::setup::{self, NewPractice};
use refuge::sources::{self, NewSource};
use refuge::verify::Mode;
use refuge::visit::{self, Admission, Assembly, Checking, Taking};

use super::home;
use crate::cli::{Exit, Face, Failure, Summary, args::setup::Try, fl, safe, stop, units};
use crate::faces::purge_told::drive_line;

/// Made-up patients, and how many letters each has.
const PATIENTS: [(&str, usize); 6] = [
    ("ALBERT Zoé 1961", 12),
    ("BERNARD Léo 1987", 7),
    ("COSTA Inès 2004", 4),
    ("DURAND Paul 1949", 20),
    ("EL AMRI Nour 1993", 9),
    (EXPIRED, 16),
];
/// The one whose legal period is over, and for how long they have not come.
const EXPIRED: &str = "FABRE Jeanne 1938";
const YEARS_AWAY: i32 = 25;
/// Who approves.
const PERSON: &str = "Dr Essai";

pub(super) fn run(face: &mut Face<'_>, options: &Try) -> Result<Exit, Failure> {
    let started = Instant::now();
    let (_scratch, folder) = scratch(options)?;
    let words = face.words;
    face.say(&fl!(words, "try-begin", folder = safe(&folder.to_string_lossy())));
    let mut trial = Trial::set_up(face, &folder)?;
    told(face, &fl!(words, "try-set-up"))?;
    let first = trial.back_up()?;
    let size = units::bytes(words.language(), first.new_bytes);
    told(
        face,
        &fl!(words, "try-first", files = first.files, records = first.records, size = size),
    )?;
    trial.change()?;
    let second = trial.back_up()?;
    let size = units::bytes(words.language(), second.stored_bytes);
    told(face, &fl!(words, "try-second", files = second.new_files, size = size))?;
    let verified = trial.verify()?;
    told(face, &fl!(words, "try-verify", files = verified))?;
    let restored = trial.restore(&folder.join("restored"))?;
    told(face, &fl!(words, "try-restore", files = restored))?;
    trial.try_foreign_key()?;
    told(face, &fl!(words, "try-wrong-key"))?;
    let (mut trial, purged, recorded) = trial.purge()?;
    told(face, &fl!(words, "try-purge", plan = purged.plan.as_str()))?;
    trial.miss_the_forgotten(&folder.join("restored-after"))?;
    told(face, &fl!(words, "try-forgotten"))?;
    let paper = folder.join(format!("{}.html", recorded.label()));
    super::report::write(face, &trial.practice, &recorded, &paper)?;
    let seconds = started.elapsed().as_secs();
    let end = if options.keep.is_some() {
        let paper = safe(&paper.to_string_lossy());
        fl!(words, "try-kept", folder = safe(&folder.to_string_lossy()), paper = paper)
    } else {
        fl!(words, "try-removed", time = units::elapsed(words, seconds))
    };
    let summary = Summary::new("try", Exit::Done)
        .with("files", second.files)
        .with("records", second.records)
        .with("verified_files", verified)
        .with("restored_files", restored)
        .with("forgotten", purged.forgotten)
        .with("seconds", seconds);
    let mut lines = certificate(face, &purged, &recorded);
    lines.push(end);
    face.finish(&summary, &lines)
}

/// Says what was done; whoever wants to stop is heard between two steps.
fn told(face: &mut Face<'_>, line: &str) -> Result<()> {
    face.say(line);
    if face.stop.requested() { Err(Error::Interrupted) } else { Ok(()) }
}

/// The folder of the trial, and what removes it in the end.
fn scratch(options: &Try) -> Result<(Option<tempfile::TempDir>, PathBuf)> {
    if let Some(folder) = &options.keep {
        std::fs::create_dir_all(folder).map_err(Error::io(Action::Create, folder))?;
        let is_empty =
            std::fs::read_dir(folder).map_err(Error::io(Action::Read, folder))?.next().is_none();
        let whole = platform::real_path(folder).map_err(Error::io(Action::Read, folder))?;
        return if is_empty { Ok((None, whole)) } else { Err(Error::TargetNotEmpty(whole)) };
    }
    let made = tempfile::Builder::new().prefix("refuge-try-").tempdir();
    let made = made.map_err(Error::io(Action::Create, std::env::temp_dir()))?;
    let path = platform::real_path(made.path()).map_err(Error::io(Action::Read, made.path()))?;
    Ok((Some(made), path))
}

/// A practice with one folder of patients and one drive.
struct Trial {
    practice: Practice,
    plugged: Plugged,
    patients: PathBuf,
    keys: Vec<Identity>,
}

impl Trial {
    fn set_up(face: &mut Face<'_>, folder: &Path) -> Result<Self> {
        let patients = folder.join("patients");
        for (name, letters) in PATIENTS {
            for letter in 1..=letters {
                let file = patients.join(name).join(format!("lettre {letter:02}.txt"));
                write(&file, &letter_text(name, letter))?;
                if name == EXPIRED {
                    age(&file)?;
                }
            }
        }
        let drive = folder.join("drive");
        std::fs::create_dir_all(&drive).map_err(Error::io(Action::Create, &drive))?;
        let secret = RecoverySecret::generate();
        let identity = Identity::generate();
        let half = |key: &Identity| key.to_recipient().ok_or(Error::Key(KeyTrouble::NotARecipient));
        let public = [
            ("identity".to_owned(), KeyKind::File, half(&identity)?),
            ("recovery-sheet".to_owned(), KeyKind::Sheet, half(&secret.identity()?)?),
        ];
        let phrase = passphrase::generate(face.words.language().word_list());
        let keys = stop::meanwhile(&face.stop, move || {
            let file = identity_file::protect(&[identity], &[], &phrase)?;
            identity_file::open(&file, &mut || Some(phrase.clone()))
        })?;
        let language = face.words.language().tag();
        let new = NewPractice::named("Cabinet d'essai", language, "fr");
        let mut practice = setup::create(&folder.join("home"), &new, &public, home::now())?;
        sources::add(
            &mut practice,
            &NewSource {
                path: patients.clone(),
                class: "fr/medical-record".to_owned(),
                records: RecordRule::EachFolder,
                readers: Vec::new(),
            },
        )?;
        let (path, name) = (drive.clone(), fl!(face.words, "try-drive"));
        let new = Enrolment { path, name, allow_fixed: true, ..Enrolment::default() };
        let way = Admission::New;
        let plugged = visit::admit(&mut practice, &new, &way, &[], home::now(), &Silent)?.plugged;
        Ok(Self { practice, plugged, patients, keys })
    }

    fn back_up(&mut self) -> Result<backup::BackupSummary> {
        self.plugged = self.practice.plugged_named(&self.plugged.drive.name, home::now())?;
        let taking = Taking::new(home::now(), false);
        Ok(visit::backup(&mut self.practice, &self.plugged, &taking, &Silent)?.summary)
    }

    /// A day passes: one note changes, one letter is added.
    fn change(&self) -> Result<()> {
        write(&self.patients.join("DURAND Paul 1949/lettre 03.txt"), "Corrigé / corrected.\n")?;
        write(&self.patients.join("COSTA Inès 2004/lettre 05.txt"), &letter_text("COSTA Inès", 5))
    }

    fn verify(&mut self) -> Result<u64> {
        let how = Checking { mode: Mode::Full, sample: 0, repair: false, now: home::now() };
        let done = visit::check(&mut self.practice, &self.plugged, &self.keys, &how, &Silent)?;
        match done.report.findings.first() {
            Some(found) => {
                Err(Error::Damaged { object: found.object.clone(), damage: found.damage })
            }
            None => Ok(done.report.files_compared),
        }
    }

    /// Restores everything and compares it with the originals, byte for byte.
    fn restore(&self, to: &Path) -> Result<u64> {
        let vault = self.plugged.vault(&self.practice)?;
        let sections = self.practice.read_sections(&vault, &self.keys)?;
        let history = browse::snapshots(&vault, &sections)?;
        let snapshot = browse::choose(&history.snapshots, None, &jiff::tz::TimeZone::UTC)?;
        let views = browse::open(&vault, &sections, snapshot.id)?;
        let plan =
            restore::plan(&vault, &views, &Selection::All, &self.practice.state.forgotten()?)?;
        let done = plan.execute(&vault, &views, &Destination::create(to, false)?, &Silent)?;
        compare(&self.patients, to)?;
        Ok(done.files)
    }

    /// Six patients, one not seen for 25 years: register, plan, purge.
    fn purge(self) -> Result<(Self, Purged, Recorded)> {
        let Self { practice, plugged, patients, keys } = self;
        let permit = incident::refuse_while_open(&practice.state)?;
        let mut table = Assembly::open(practice, vec![plugged], keys, home::now())?;
        let today = table.today();
        let csv = register(today);
        let handed = Handed {
            patients: csv.as_bytes(),
            visits: None,
            choice: Choice::default(),
            earlier: Earlier::IfAlike,
            own_numbers: false,
            exported: today,
            fewer: false,
        };
        table.import(handed)?;
        let judged = table.judge(None)?;
        let mut stored = table.keep(&judged)?.ok_or(Error::NotConfirmed)?;
        table.approve(&mut stored, &judged, Control::Single, Some(PERSON))?;
        let done = table.complete(&permit, &Silent)?.ok_or(Error::NotConfirmed)?;
        if let Some((_, error)) = done.failed.into_iter().next() {
            return Err(error);
        }
        let Assembly { practice, mut plugged, keys, .. } = table;
        let plugged = plugged.pop().ok_or(Error::NotConfirmed)?;
        Ok((Self { practice, plugged, patients, keys }, done.purged, done.recorded))
    }

    /// The next backup does not take the patient again, and nothing brings them back.
    fn miss_the_forgotten(&mut self, to: &Path) -> Result<()> {
        let met = self.back_up()?.forgotten_met;
        let folder = self.patients.join(EXPIRED);
        std::fs::remove_dir_all(&folder).map_err(Error::io(Action::Remove, &folder))?;
        self.restore(to)?;
        if met == 1 && !to.join(EXPIRED).exists() { Ok(()) } else { Err(Error::NotConfirmed) }
    }

    fn try_foreign_key(&self) -> Result<()> {
        let vault = self.plugged.vault(&self.practice)?;
        match self.practice.read_sections(&vault, &[Identity::generate()]) {
            Err(Error::Key(KeyTrouble::OpensNothing)) => Ok(()),
            Err(other) => Err(other),
            Ok(_) => Err(Error::NotConfirmed),
        }
    }
}

/// The list of patients as practice software exports it; the expired one was last seen 25 years ago.
fn register(today: Date) -> String {
    let long_ago = today.checked_sub(YEARS_AWAY.years()).unwrap_or(today);
    let row = |(name, _): &(&str, usize)| {
        let born = name.rsplit(' ').next().unwrap_or_default();
        let seen = if *name == EXPIRED { long_ago } else { today };
        format!("{name};{born}-05-17;{seen}\n")
    };
    let rows: String = PATIENTS.iter().map(row).collect();
    format!("Dossier;Date de naissance;Dernière visite\n{rows}")
}

/// The files of the expired patient are as old as their last visit.
fn age(file: &Path) -> Result<()> {
    let failed = |source| Error::Io { action: Action::Write, path: file.to_owned(), source };
    let back = Duration::from_secs(u64::from(YEARS_AWAY.unsigned_abs()) * 366 * 24 * 3600);
    let opened = std::fs::File::options().write(true).open(file).map_err(failed)?;
    opened.set_modified(SystemTime::now() - back).map_err(failed)
}

/// What the certificate says, in a few lines.
fn certificate(face: &Face<'_>, purged: &Purged, recorded: &Recorded) -> Vec<String> {
    let words = face.words;
    let mut lines = vec![fl!(
        words,
        "try-certificate",
        entry = recorded.label(),
        rules = purged.rules.as_str(),
        records = purged.forgotten
    )];
    lines.extend(purged.drives.iter().map(|drive| drive_line(face.words, drive)));
    lines.push(fl!(words, "try-certificate-hash", hash = recorded.hash.as_str()));
    lines
}

fn letter_text(patient: &str, letter: usize) -> String {
    let line = "Cher confrère, merci de m'avoir adressé ce patient. Tension 12/8, pouls 64.\n";
    format!("{patient}, lettre {letter}\n\n{}", line.repeat(20 + letter))
}

fn write(path: &Path, text: &str) -> Result<()> {
    let failed = |cause| Error::Io { action: Action::Write, path: path.to_owned(), source: cause };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}

fn compare(originals: &Path, copies: &Path) -> Result<()> {
    let entries = std::fs::read_dir(originals).map_err(Error::io(Action::Read, originals))?;
    for entry in entries {
        let original = entry.map_err(Error::io(Action::Read, originals))?.path();
        let copy = copies.join(original.file_name().unwrap_or_default());
        if original.is_dir() {
            compare(&original, &copy)?;
            continue;
        }
        let left = std::fs::read(&original).map_err(Error::io(Action::Read, &original))?;
        let right = std::fs::read(&copy).map_err(Error::io(Action::Read, &copy))?;
        if left != right {
            let source = std::io::ErrorKind::InvalidData.into();
            return Err(Error::Io { action: Action::Read, path: copy, source });
        }
    }
    Ok(())
}
