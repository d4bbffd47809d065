//! What Windows' storage management (WMI) says about the hardware behind a letter.
//!
//! An ordinary person may ask. The answer comes from a thread of its own, for the service behind it
//! may hang; then nothing is known. It is kept while the program runs, since asking takes a while.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use wmi::{WMIConnection, WMIResult};

use super::super::media::{Media, OldDisk, StorageDisk, StoragePhysical};

/// How long the answer may take.
const PATIENCE: Duration = Duration::from_secs(8);
const STORAGE: &str = r"ROOT\Microsoft\Windows\Storage";

/// What was answered, by letter and serial number of the volume: another stick is another question.
static KNOWN: Mutex<BTreeMap<(char, u32), Media>> = Mutex::new(BTreeMap::new());

/// The hardware behind a letter, as far as it is told.
pub(super) fn media(letter: char, volume_serial: u32) -> Media {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = || ask(letter);
    known.entry((letter, volume_serial)).or_insert_with(asked).clone()
}

fn ask(letter: char) -> Media {
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let found = storage(letter).or_else(|_| old(letter)).unwrap_or_default();
        // Nobody may be listening any more.
        answer.send(found).ok();
    });
    answered.recv_timeout(PATIENCE).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Partition {
    disk_number: u32,
}

/// As Windows 8 and later know it.
fn storage(letter: char) -> WMIResult<Media> {
    let connection = WMIConnection::with_namespace_path(STORAGE)?;
    let partitions: Vec<Partition> = connection.raw_query(format!(
        "SELECT DiskNumber FROM MSFT_Partition WHERE DriveLetter = '{letter}'"
    ))?;
    let Some(Partition { disk_number }) = partitions.into_iter().next() else { return old(letter) };
    let disks: Vec<StorageDisk> = connection.raw_query(format!(
        "SELECT BusType, FriendlyName, SerialNumber, IsBoot, IsSystem FROM MSFT_Disk WHERE Number = {disk_number}"
    ))?;
    let physical: Vec<StoragePhysical> = connection
        .raw_query(format!(
            "SELECT MediaType, SpindleSpeed FROM MSFT_PhysicalDisk WHERE DeviceId = '{disk_number}'"
        ))
        .unwrap_or_default();
    Ok(Media::of(disks.into_iter().next(), physical.into_iter().next()))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OldPartition {
    disk_index: u32,
}

/// As every Windows knows it.
fn old(letter: char) -> WMIResult<Media> {
    let connection = WMIConnection::new()?;
    let partitions: Vec<OldPartition> = connection.raw_query(format!(
        "ASSOCIATORS OF {{Win32_LogicalDisk.DeviceID='{letter}:'}} WHERE AssocClass = Win32_LogicalDiskToPartition"
    ))?;
    let Some(OldPartition { disk_index }) = partitions.into_iter().next() else {
        return Ok(Media::default());
    };
    let disks: Vec<OldDisk> = connection.raw_query(format!(
        "SELECT InterfaceType, Model, SerialNumber, PNPDeviceID FROM Win32_DiskDrive WHERE Index = {disk_index}"
    ))?;
    Ok(disks.into_iter().next().map(Media::from).unwrap_or_default())
}
