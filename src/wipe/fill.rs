//! Fills the free room of a drive with random bytes, reads them back, and gives the room back.
//!
//! The bytes come from a key stream that is made again for the read-back, so nothing is kept.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::{PIECE_BYTES, WipeOutcome};
use crate::crypto::hash::KeyStream;
use crate::error::{DriveTrouble, Error, Result};
use crate::event::{Event, Observer};
use crate::platform;
use crate::storage::Disk;

/// One file of the fill stays below the limit of FAT, in bytes.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// How these files are called; whatever has such a name is removed.
const PREFIX: &str = ".fill-";
/// Unit in which the last bit of room is used up, in bytes.
const CRUMB_BYTES: usize = 4096;

struct Filled {
    path: PathBuf,
    bytes: u64,
}

pub(super) fn free_room(
    disk: &Disk,
    outcome: &mut WipeOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    let folder = disk.path();
    clean(folder)?;
    let stream = KeyStream::random();
    let done = fill(folder, &stream, observer)
        .and_then(|filled| read_back(&filled, &stream, outcome, observer));
    let cleaned = clean(folder);
    done.and(cleaned)
}

fn fill(folder: &Path, stream: &KeyStream, observer: &dyn Observer) -> Result<Vec<Filled>> {
    let mut all = Vec::new();
    for number in 0_u64.. {
        let path = folder.join(format!("{PREFIX}{number}"));
        let file = match File::create_new(&path) {
            Err(cause) if is_full(&cause) => break,
            other => other.map_err(|cause| trouble(&cause))?,
        };
        let (bytes, is_last) = fill_one(&file, number, stream, observer)?;
        all.push(Filled { path, bytes });
        if is_last {
            break;
        }
    }
    Ok(all)
}

/// Writes until the file or the drive is full.
fn fill_one(
    file: &File,
    number: u64,
    stream: &KeyStream,
    observer: &dyn Observer,
) -> Result<(u64, bool)> {
    let mut at = 0;
    let mut piece = PIECE_BYTES;
    while at < FILE_BYTES_MAX {
        observer.check()?;
        let bytes = stream.bytes(number, at, piece);
        match platform::write_all_at(file, &bytes, at) {
            Ok(()) => {
                at += piece as u64;
                observer.on(Event::Advanced { bytes: piece as u64 });
            }
            Err(cause) if is_full(&cause) && piece > CRUMB_BYTES => piece = CRUMB_BYTES,
            Err(cause) if is_full(&cause) => break,
            Err(cause) => return Err(trouble(&cause)),
        }
    }
    // A drive that cannot sync what it took has not taken it: the read-back tells.
    match file.sync_all() {
        Err(cause) if !is_full(&cause) => Err(trouble(&cause)),
        _ => Ok((at, at < FILE_BYTES_MAX)),
    }
}

fn read_back(
    filled: &[Filled],
    stream: &KeyStream,
    outcome: &mut WipeOutcome,
    observer: &dyn Observer,
) -> Result<()> {
    for (number, one) in (0_u64..).zip(filled) {
        let file = File::open(&one.path).map_err(|cause| trouble(&cause))?;
        let _advice = platform::drop_from_cache(&file);
        let mut at = 0;
        while at < one.bytes {
            observer.check()?;
            let length = usize::try_from(one.bytes - at).unwrap_or(PIECE_BYTES).min(PIECE_BYTES);
            let mut found = vec![0; length];
            let is_read = read_all_at(&file, &mut found, at).is_ok();
            outcome.add(is_read && found == stream.bytes(number, at, length), length as u64);
            at += length as u64;
        }
    }
    Ok(())
}

fn read_all_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match platform::read_at(file, rest, at + done as u64)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}

fn clean(folder: &Path) -> Result<()> {
    let failed = |cause: io::Error| trouble(&cause);
    for entry in folder.read_dir().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

fn is_full(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn trouble(cause: &io::Error) -> Error {
    Error::drive(match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotConnected => DriveTrouble::Gone,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            DriveTrouble::ReadOnly
        }
        _ => DriveTrouble::Failing,
    })
}
