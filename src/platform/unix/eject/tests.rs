//! Against a made-up udisks2 on a bus of our own; nothing of this computer is asked or ejected.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::OwnedObjectPath;

use super::*;

#[path = "../../../../tests/it/support/bus.rs"]
mod bus;
use bus::Bus;

/// What was asked of the drive, in order.
type Asked = Arc<Mutex<Vec<&'static str>>>;

const VOLUME: &str = "/org/freedesktop/UDisks2/block_devices/sdx1";
const DRIVE: &str = "/org/freedesktop/UDisks2/drives/stick";

type Given = HashMap<String, zbus::OwnedVariant>;

struct Manager;

#[zbus::interface(name = "org.freedesktop.UDisks2.Manager")]
impl Manager {
    async fn resolve_device(&self, device: Given, _options: Given) -> Vec<OwnedObjectPath> {
        let path = device.get("path").and_then(|path| String::try_from(path.clone()).ok());
        let is_known = path.as_deref() == Some("/dev/sdx1");
        is_known.then(|| VOLUME.try_into().unwrap()).into_iter().collect()
    }
}

struct Block;

#[zbus::interface(name = "org.freedesktop.UDisks2.Block")]
impl Block {
    #[zbus(property)]
    async fn drive(&self) -> OwnedObjectPath {
        DRIVE.try_into().unwrap()
    }
}

struct Filesystem {
    busy: bool,
    asked: Asked,
}

#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.UDisks2.Error")]
enum Refusal {
    #[zbus(error)]
    Bus(zbus::Error),
    DeviceBusy(String),
}

#[zbus::interface(name = "org.freedesktop.UDisks2.Filesystem")]
impl Filesystem {
    async fn unmount(&self, _options: Given) -> Result<(), Refusal> {
        if self.busy {
            return Err(Refusal::DeviceBusy("target is busy".into()));
        }
        self.asked.lock().unwrap().push("unmount");
        Ok(())
    }
}

struct Drive {
    power: bool,
    asked: Asked,
}

#[zbus::interface(name = "org.freedesktop.UDisks2.Drive")]
impl Drive {
    #[zbus(property)]
    async fn can_power_off(&self) -> bool {
        self.power
    }

    #[zbus(property)]
    async fn ejectable(&self) -> bool {
        true
    }

    async fn power_off(&self, _options: Given) {
        self.asked.lock().unwrap().push("power off");
    }

    async fn eject(&self, _options: Given) {
        self.asked.lock().unwrap().push("eject");
    }
}

#[expect(clippy::print_stderr, reason = "a test says aloud what it skips")]
fn started() -> Option<Bus> {
    let bus = Bus::start();
    if bus.is_none() {
        eprintln!("skipped: there is no dbus-daemon here");
    }
    bus
}

/// Ejects through a service that behaves like this.
fn ejected(device: &str, busy: bool, power: bool) -> Option<(io::Result<()>, Vec<&'static str>)> {
    let bus = started()?;
    let asked = Asked::default();
    let service = zbus::block_on(async {
        let service = bus
            .builder()
            .name(SERVICE)
            .serve_at(MANAGER, Manager)
            .serve_at(VOLUME, Block)
            .serve_at(VOLUME, Filesystem { busy, asked: asked.clone() })
            .serve_at(DRIVE, Drive { power, asked: asked.clone() });
        service.build().await.unwrap()
    });
    let done = eject_device(&format!("--address={}", bus.address), Path::new(device));
    drop(service);
    let asked = asked.lock().unwrap().clone();
    Some((done, asked))
}

#[test]
fn a_drive_is_unmounted_before_its_power_is_cut() {
    let Some((done, asked)) = ejected("/dev/sdx1", false, true) else { return };
    done.unwrap();
    assert_eq!(asked, ["unmount", "power off"]);
}

#[test]
fn a_card_whose_reader_stays_on_is_ejected() {
    let Some((done, asked)) = ejected("/dev/sdx1", false, false) else { return };
    done.unwrap();
    assert_eq!(asked, ["unmount", "eject"]);
}

#[test]
fn a_drive_in_use_stays_mounted_and_powered() {
    let Some((done, asked)) = ejected("/dev/sdx1", true, true) else { return };
    assert_eq!(done.unwrap_err().kind(), io::ErrorKind::ResourceBusy);
    assert!(asked.is_empty());
}

#[test]
fn what_the_service_does_not_know_is_not_ejected() {
    let Some((done, _)) = ejected("/dev/sdy1", false, true) else { return };
    let error = done.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Unsupported, "{error}");
}
