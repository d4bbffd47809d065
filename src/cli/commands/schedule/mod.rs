//! `refuge settings schedule`: files for the system's scheduler, so that nobody has to remember.
//!
//! Every day the scheduler starts `refuge remind`, which reads only what the computer remembers and
//! says nothing unless something is due. When a drive is plugged in, what happens is what the person
//! chose: a notice unless they said otherwise. Nothing is backed up behind anybody's back.

mod units;

use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, Result};
use refuge::platform::{self, Scheduler};

use super::{home, remind};
use crate::cli::{Catalog, Exit, Face, Failure, Summary, args::papers::Schedule, fl, safe};

use units::{HOUR, Unit, units};

pub(super) fn run(face: &mut Face<'_>, options: &Schedule) -> Result<Exit, Failure> {
    let home = home::folder(face)?;
    let program = std::env::current_exe().map_err(Error::io(Action::Read, "refuge"))?;
    let scheduler = platform::scheduler();
    if let Some(choice) = options.plugged {
        remind::choose(&mut home::practice(face)?, choice)?;
    }
    let folder = options.output.clone().unwrap_or_else(|| home.join("schedule"));
    let units = units(scheduler, &program, &home);
    let mut written = write(&folder, &units)?;
    let mut installed = Installed::default();
    if options.install {
        let place = platform::scheduler_folder().ok_or(Error::NotConfirmed)?;
        written = write(&place, &units)?;
        installed = switch_on(scheduler, &place)?;
    }
    let summary = Summary::new("settings", Exit::Done)
        .with("files", written.len())
        .with("installed", installed.daily)
        .with("plugged", installed.plugged);
    let mut lines: Vec<String> = written.iter().map(|path| safe(&path.to_string_lossy())).collect();
    lines.insert(0, fl!(face.words, "schedule-written"));
    lines.extend(next(face.words, options.install.then_some(installed)));
    face.finish(&summary, &lines)
}

fn write(folder: &Path, units: &[Unit]) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(Error::io(Action::Create, folder))?;
    let mut written = Vec::with_capacity(units.len());
    for unit in units {
        let path = folder.join(unit.name);
        std::fs::write(&path, unit.bytes()).map_err(Error::io(Action::Write, &path))?;
        written.push(path);
    }
    Ok(written)
}

/// Which jobs the system took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Installed {
    daily: bool,
    plugged: bool,
}

/// What is left to do; `taken` tells which jobs the system took, where it was asked to.
fn next(words: &Catalog, taken: Option<Installed>) -> Vec<String> {
    let command = || format!("  {}", fl!(words, "schedule-install"));
    match taken {
        Some(Installed { daily: true, plugged }) => {
            let hour = u64::from(HOUR);
            let done = fl!(words, "schedule-installed", hour = hour);
            let other = if plugged {
                fl!(words, "schedule-plugged")
            } else {
                fl!(words, "schedule-plugged-refused")
            };
            vec![done, other]
        }
        Some(_) => vec![fl!(words, "schedule-refused"), command()],
        None => vec![fl!(words, "schedule-how"), command()],
    }
}

fn switch_on(scheduler: Scheduler, folder: &Path) -> Result<Installed> {
    let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
    match scheduler {
        Scheduler::Systemd => {
            let reloaded = started(&["systemctl", "--user", "daemon-reload"])?;
            let on =
                |unit| Ok(reloaded && started(&["systemctl", "--user", "enable", "--now", unit])?);
            Ok(Installed { daily: on("refuge-remind.timer")?, plugged: on("refuge-plugged.path")? })
        }
        Scheduler::Launchd => {
            let on = |name: &str| agent(&at(name));
            Ok(Installed {
                daily: on("org.refuge.remind.plist")?,
                plugged: on("org.refuge.plugged.plist")?,
            })
        }
        Scheduler::TaskScheduler => {
            let on =
                |name, file| started(&["schtasks", "/Create", "/F", "/TN", name, "/XML", file]);
            Ok(Installed {
                daily: on("refuge remind", &at("refuge-remind.xml"))?,
                plugged: on("refuge plugged", &at("refuge-plugged.xml"))?,
            })
        }
    }
}

/// An agent that is loaded already must go first; the number of the person names their session.
fn agent(file: &str) -> Result<bool> {
    let Some(number) = platform::person_number() else { return Ok(false) };
    let session = format!("gui/{number}");
    // Whether there was one makes no difference.
    started(&["launchctl", "bootout", &session, file])?;
    started(&["launchctl", "bootstrap", &session, file])
}

/// Whether the system's own tool took it. One that is not there did not.
fn started(line: &[&str]) -> Result<bool> {
    let Some((program, arguments)) = line.split_first() else { return Ok(false) };
    let ran = std::process::Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    match ran {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        other => Ok(other.map_err(Error::io(Action::Read, *program))?.success()),
    }
}
