//! Ejecting a drive on Linux: udisks2 is asked over D-Bus, so the person at the desk needs no rights.
//!
//! First the file system is unmounted, which writes everything out; only then is the power cut or
//! the medium let go. What is in use stays mounted and is told as busy.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use zbus::{Connection, OwnedObjectPath, Proxy, Variant};

use super::mounts;

const SERVICE: &str = "org.freedesktop.UDisks2";
const MANAGER: &str = "/org/freedesktop/UDisks2/Manager";
/// What answers when nobody offers the service.
const NOBODY: [&str; 4] = [
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.Spawn.ServiceNotFound",
    "org.freedesktop.DBus.Error.UnknownMethod",
];

type Options<'a> = HashMap<&'a str, Variant<'a>>;

pub(in crate::platform) fn eject(mount: &Path) -> io::Result<()> {
    let all = mounts::all();
    let path = mount.canonicalize()?;
    let found = mounts::of(&all, &path).filter(|mount| mount.point != Path::new("/"));
    let device = &found.ok_or(io::ErrorKind::Unsupported)?.source;
    zbus::block_on(async {
        let bus = Connection::system().await.map_err(|_| io::ErrorKind::Unsupported)?;
        eject_device(&bus, device).await.map_err(|error| refusal(&error))
    })
}

async fn eject_device(bus: &Connection, device: &Path) -> zbus::Result<()> {
    let volume = volume_of(bus, device).await?;
    let none = Options::new();
    let block = part(bus, &volume, "Block").await?;
    let drive: OwnedObjectPath = block.get_property("Drive").await?;
    let () = part(bus, &volume, "Filesystem").await?.call("Unmount", &(&none,)).await?;
    if drive.as_str() == "/" {
        return Ok(());
    }
    let drive = part(bus, &drive, "Drive").await?;
    if drive.get_property::<bool>("CanPowerOff").await? {
        drive.call("PowerOff", &(&none,)).await
    } else if drive.get_property::<bool>("Ejectable").await? {
        drive.call("Eject", &(&none,)).await
    } else {
        Ok(())
    }
}

/// The object that stands for a device file.
async fn volume_of(bus: &Connection, device: &Path) -> zbus::Result<OwnedObjectPath> {
    let manager = Proxy::new(bus, SERVICE, MANAGER, "org.freedesktop.UDisks2.Manager").await?;
    let device = device.to_string_lossy();
    let wanted = Options::from([("path", Variant::from(&*device))]);
    let found: Vec<OwnedObjectPath> =
        manager.call("ResolveDevice", &(wanted, Options::new())).await?;
    found.into_iter().next().ok_or(zbus::Error::InterfaceNotFound)
}

async fn part<'a>(
    bus: &Connection,
    object: &'a OwnedObjectPath,
    interface: &str,
) -> zbus::Result<Proxy<'a>> {
    Proxy::new(bus, SERVICE, object, format!("{SERVICE}.{interface}")).await
}

fn refusal(error: &zbus::Error) -> io::Error {
    let kind = match error {
        zbus::Error::MethodError(name, ..) if NOBODY.contains(&name.as_str()) => {
            io::ErrorKind::Unsupported
        }
        zbus::Error::MethodError(name, ..) if name.ends_with(".DeviceBusy") => {
            io::ErrorKind::ResourceBusy
        }
        zbus::Error::InterfaceNotFound => io::ErrorKind::Unsupported,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error.to_string())
}

#[cfg(test)]
mod tests;
