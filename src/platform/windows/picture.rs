//! Pictures of a disk on Windows: volume shadow copies, asked for through WMI.
//!
//! No program is told to write down what it has in hand first, so a file is as after a power cut. Never
//! seen on real Windows (`docs/platforms.md`); Wine has none.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wmi::{WMIConnection, WMIError};

use super::super::picture::{NoPicture, Picture, Pictures};
use super::drives::disk_letter;

/// How long the system may take; some ten seconds are usual.
const PATIENCE: Duration = Duration::from_secs(120);
/// `E_ACCESSDENIED`, `WBEM_E_ACCESS_DENIED` and `WBEM_E_PRIVILEGE_NOT_HELD`.
const DENIED: [u32; 3] = [0x8007_0005, 0x8004_1003, 0x8004_1062];
/// `WBEM_E_INVALID_CLASS`, `WBEM_E_NOT_FOUND` and `WBEM_E_INVALID_NAMESPACE`.
const UNKNOWN: [u32; 3] = [0x8004_1010, 0x8004_1002, 0x8004_100E];

/// The system's own.
#[derive(Debug)]
pub(in crate::platform) struct ShadowCopies;

#[derive(Debug)]
struct ShadowCopy {
    id: String,
    folder: PathBuf,
}

#[derive(Deserialize)]
#[allow(non_camel_case_types, reason = "the name is the name of the class that is asked")]
struct Win32_ShadowCopy {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Wanted {
    volume: String,
    context: String,
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "ReturnValue")]
    code: u32,
    #[serde(rename = "ShadowID")]
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Place {
    device_object: String,
}

impl Pictures for ShadowCopies {
    fn take(&self, folder: &Path) -> Result<Box<dyn Picture>, NoPicture> {
        let place = folder.canonicalize().map_err(|_| NoPicture::Failed)?;
        let letter = disk_letter(&place).ok_or(NoPicture::Unsupported)?;
        let (id, device) = on_a_thread(move || make(letter))??;
        let inside = place.components().filter(|part| matches!(part, Component::Normal(_)));
        // The picture's root ends with a stroke, without which it is the device and no folder.
        let folder = PathBuf::from(device + "\\").join(inside.collect::<PathBuf>());
        Ok(Box::new(ShadowCopy { id, folder }))
    }
}

impl Picture for ShadowCopy {
    fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for ShadowCopy {
    fn drop(&mut self) {
        let path = format!("Win32_ShadowCopy.ID=\"{}\"", self.id);
        // One that stays is the system's to drop, when it needs the room.
        on_a_thread(move || WMIConnection::new()?.delete_instance(&path)).ok();
    }
}

/// The service behind it may hang, and what it hands out stays with its thread.
fn on_a_thread<T: Send + 'static>(
    ask: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NoPicture> {
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || answer.send(ask()).ok());
    answered.recv_timeout(PATIENCE).map_err(|_| NoPicture::Failed)
}

/// Its number and where the system shows it.
fn make(letter: char) -> Result<(String, String), NoPicture> {
    let connection = WMIConnection::new().map_err(|cause| why(&cause))?;
    let wanted = Wanted { volume: format!("{letter}:\\"), context: "ClientAccessible".to_owned() };
    let made: Made = connection
        .exec_class_method::<Win32_ShadowCopy, _>("Create", wanted)
        .map_err(|cause| why(&cause))?;
    let id = match (made.code, made.id) {
        (0, Some(id))
            if id.chars().all(|sign| sign.is_ascii_hexdigit() || "{}-".contains(sign)) =>
        {
            id
        }
        (1, _) => return Err(NoPicture::NotAllowed),
        // The volume is not of a kind that has any.
        (3..=5, _) => return Err(NoPicture::Unsupported),
        _ => return Err(NoPicture::Failed),
    };
    let asked = format!("SELECT DeviceObject FROM Win32_ShadowCopy WHERE ID = '{id}'");
    let places: Vec<Place> = connection.raw_query(asked).map_err(|cause| why(&cause))?;
    let place = places.into_iter().next().ok_or(NoPicture::Failed)?;
    Ok((id, place.device_object))
}

fn why(cause: &WMIError) -> NoPicture {
    match cause {
        WMIError::HResultError { hres } if DENIED.contains(&hres.cast_unsigned()) => {
            NoPicture::NotAllowed
        }
        WMIError::HResultError { hres } if UNKNOWN.contains(&hres.cast_unsigned()) => {
            NoPicture::Unsupported
        }
        _ => NoPicture::Failed,
    }
}
