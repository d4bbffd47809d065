//! Ejecting a drive on Linux: udisks2 is asked over D-Bus, so the person at the desk needs no rights.
//!
//! First the file system is unmounted, which writes everything out; only then is the power cut or
//! the medium let go. What is in use stays mounted and is told as busy.

use std::io;
use std::path::Path;

use super::bus::{Object, first_text, text};
use super::mounts;

const SERVICE: &str = "org.freedesktop.UDisks2";
const MANAGER: &str = "/org/freedesktop/UDisks2/Manager";
/// No options.
const NONE: &str = "{}";

pub(in crate::platform) fn eject(mount: &Path) -> io::Result<()> {
    let all = mounts::all();
    let path = mount.canonicalize()?;
    let found = mounts::of(&all, &path).filter(|mount| mount.point != Path::new("/"));
    let device = &found.ok_or(io::ErrorKind::Unsupported)?.source;
    eject_device("--system", device)
}

fn eject_device(bus: &str, device: &Path) -> io::Result<()> {
    let object = |path| Object { bus, service: SERVICE, path };
    let device = format!("{{'path': <{}>}}", text(&device.to_string_lossy()));
    let method = "org.freedesktop.UDisks2.Manager.ResolveDevice";
    let found = object(MANAGER).call(method, &[&device, NONE])?;
    let volume = object(first_text(&found).ok_or(io::ErrorKind::Unsupported)?);
    let answer = volume.property("org.freedesktop.UDisks2.Block", "Drive")?;
    volume.call("org.freedesktop.UDisks2.Filesystem.Unmount", &[NONE])?;
    match first_text(&answer) {
        None | Some("/") => Ok(()),
        Some(drive) => let_go(&object(drive)),
    }
}

/// Cuts the power where that can be done, else lets the medium go.
fn let_go(drive: &Object<'_>) -> io::Result<()> {
    let interface = "org.freedesktop.UDisks2.Drive";
    let is = |name| Ok::<_, io::Error>(drive.property(interface, name)?.contains("true"));
    if is("CanPowerOff")? {
        drive.call("org.freedesktop.UDisks2.Drive.PowerOff", &[NONE])?;
    } else if is("Ejectable")? {
        drive.call("org.freedesktop.UDisks2.Drive.Eject", &[NONE])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
