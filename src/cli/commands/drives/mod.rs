//! `refuge drives`: the life of drives, one file for each part of it.

mod add;
mod declare;
mod list;
mod out;

use std::path::{Path, PathBuf};

use refuge::error::{DriveTrouble, Error, Result};
use refuge::ledger::DriveEvent;
use refuge::platform;
use refuge::practice::{Facts, Practice};
use refuge::state::Drive;
use serde_json::json;

use crate::cli::{
    Exit, Face, Failure,
    args::setup::{self, DriveVerb},
    commands::home,
    fl,
    papers::label,
    safe, units,
};

pub(super) use add::enrol;

pub(super) fn run(face: &mut Face<'_>, options: setup::Drives) -> Result<Exit, Failure> {
    match options.verb {
        Some(DriveVerb::Add(options)) => add::run(face, options),
        Some(DriveVerb::List) | None => list::run(face),
        Some(DriveVerb::Eject(options)) => {
            let name = which(face, options.name)?;
            out::eject(face, &name)
        }
        Some(DriveVerb::Retire(options)) => {
            let name = which(face, options.name)?;
            out::retire(face, &name)
        }
        Some(DriveVerb::Rename { name, new_name }) => declare::rename(face, &name, &new_name),
        Some(DriveVerb::Lost(mut options)) => {
            let name = which(face, options.name.take())?;
            declare::lost(face, &name, options)
        }
        Some(DriveVerb::Found(mut options)) => {
            let name = which(face, options.name.take())?;
            declare::found(face, &name, options)
        }
        Some(DriveVerb::Destroyed(mut options)) => {
            let name = which(face, options.drive.name.take())?;
            declare::destroyed(face, &name, options)
        }
        Some(DriveVerb::Label(mut options)) => {
            let name = which(face, options.name.take())?;
            label::run(face, &name, &options)
        }
    }
}

/// The drive that was named, or the one that the person chooses.
fn which(face: &mut Face<'_>, name: Option<String>) -> Result<String, Failure> {
    if let Some(name) = name {
        return Ok(name);
    }
    let drives = home::practice_reading(face)?.state.drives()?;
    let mut names: Vec<String> = drives.into_iter().map(|drive| drive.name).collect();
    let shown: Vec<String> = names.iter().map(|name| safe(name)).collect();
    let chosen = match names.len() {
        0 => return Err(Error::drive(DriveTrouble::NonePlugged).into()),
        1 => 0,
        _ => {
            let question = fl!(face.words, "drives-which");
            face.talk().choose(&question, &shown)?
        }
    };
    Ok(names.swap_remove(chosen))
}

/// One of the removable drives that are plugged in.
pub(super) fn ask_path(face: &mut Face<'_>) -> Result<PathBuf> {
    let words = face.words;
    let mut mounts = platform::removable_mounts();
    while mounts.is_empty() {
        // It may be plugged in only now.
        if let Some(typed) = face.talk().ask_or_skip(&fl!(words, "drives-path-ask"))? {
            return Ok(PathBuf::from(typed));
        }
        mounts = platform::removable_mounts();
    }
    let options: Vec<String> = mounts.iter().map(|path| describe(face, path)).collect();
    let chosen = face.talk().choose(&fl!(words, "drives-choose"), &options)?;
    Ok(mounts.get(chosen).cloned().unwrap_or_default())
}

fn describe(face: &Face<'_>, path: &Path) -> String {
    let facts = platform::drive_facts(path);
    let language = face.words.language();
    let size = facts.size_bytes.map(|bytes| units::bytes(language, bytes));
    let known = [facts.label, facts.model, size, facts.file_system];
    let known: Vec<String> = known.into_iter().flatten().map(|fact| safe(&fact)).collect();
    format!("{} ({})", safe(&path.to_string_lossy()), known.join(", "))
}

/// A drive as the ledger tells of it.
fn event(practice: &Practice, drive: &Drive, by: Option<&str>) -> Result<DriveEvent> {
    let profile = refuge::drives::profile_of(&practice.state, drive)?;
    let facts = Facts::recorded(drive);
    Ok(DriveEvent {
        drive: drive.id,
        name: drive.name.clone(),
        by: by.map(str::to_owned),
        on: None,
        facts: Some(json!({
            "model": facts.model,
            "serial": facts.hardware_serial,
            "bus": facts.bus,
            "file_system": facts.file_system,
            "size_bytes": facts.size_bytes,
            "medium": profile.medium(),
            "ever_held": profile.ever_held(),
            "probe": profile.probe,
        })),
    })
}
