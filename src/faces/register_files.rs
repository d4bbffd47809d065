//! The files of a patients' register: the list, and the list of visits beside it.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use refuge::error::{Action, Error, Result, Thing};
use refuge::register::{REGISTER_BYTES_MAX, RegisterError, pair_in};

/// The two files that a program exported into one folder.
pub(crate) struct Pair {
    pub(crate) patients: PathBuf,
    pub(crate) visits: Option<PathBuf>,
}

/// Those that a folder stands for.
pub(crate) fn pair_of(folder: &Path) -> Result<Pair> {
    let entries = std::fs::read_dir(folder).map_err(failed(folder))?;
    let names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let missing =
        || Error::Invalid { what: Thing::Register, value: folder.to_string_lossy().into_owned() };
    let (patients, visits) = pair_in(&names).ok_or_else(missing)?;
    Ok(Pair { patients: folder.join(patients), visits: visits.map(|name| folder.join(name)) })
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { action: Action::Read, path, source }
}

/// Opens it.
pub(crate) fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(failed(path))
}

/// When a file was last written.
pub(crate) fn changed(path: &Path) -> Result<Option<Timestamp>> {
    let about = std::fs::metadata(path).map_err(failed(path))?;
    Ok(about.modified().ok().and_then(|time| Timestamp::try_from(time).ok()))
}

/// The file; its length is checked before it is read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let about = std::fs::metadata(path).map_err(failed(path))?;
    if about.len() > REGISTER_BYTES_MAX as u64 {
        return Err(Error::Register(RegisterError::TooLarge));
    }
    std::fs::read(path).map_err(failed(path))
}
