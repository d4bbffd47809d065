//! Against a made-up udisks2 on a bus of our own; nothing of this computer is asked or ejected.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use zbus::conn::Builder;

use super::*;

/// A private message bus, until it is dropped.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    #[expect(clippy::print_stderr, reason = "a test says aloud what it skips")]
    fn start() -> Option<Self> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped());
        let Ok(mut daemon) = command.spawn() else {
            eprintln!("skipped: there is no dbus-daemon here");
            return None;
        };
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned() })
    }

    fn builder(&self) -> Builder<'_> {
        Builder::address(self.address.as_str())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }
}

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

/// Ejects through a service that behaves like this.
fn ejected(device: &str, busy: bool, power: bool) -> Option<(io::Result<()>, Vec<&'static str>)> {
    let bus = Bus::start()?;
    let asked = Asked::default();
    let done = zbus::block_on(async {
        let service = bus
            .builder()
            .name(SERVICE)
            .serve_at(MANAGER, Manager)
            .serve_at(VOLUME, Block)
            .serve_at(VOLUME, Filesystem { busy, asked: asked.clone() })
            .serve_at(DRIVE, Drive { power, asked: asked.clone() });
        let _service = service.build().await.unwrap();
        let own = bus.builder().build().await.unwrap();
        eject_device(&own, Path::new(device)).await.map_err(|error| refusal(&error))
    });
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
