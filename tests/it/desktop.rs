//! What the program asks of the desktop: notices, and to stay awake. Against services of our own.

use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};

use zbus::OwnedVariant;

use crate::office::{NAME, Office};
use crate::support::bus::Bus;
use crate::support::skipped;

/// A bus, or a word that there is none.
fn bus() -> Option<Bus> {
    let bus = Bus::start();
    if bus.is_none() {
        skipped("no dbus-daemon");
    }
    bus
}

/// A service on the bus, for as long as its connection is kept.
fn serve(
    bus: &Bus,
    name: &'static str,
    path: &'static str,
    service: impl zbus::object_server::Interface,
) -> zbus::Connection {
    let service = bus.builder().name(name).serve_at(path, service);
    zbus::block_on(async { service.build().await.unwrap() })
}

/// What was shown, title and text.
type Shown = Arc<Mutex<Vec<(String, String)>>>;

struct Notifications(Shown);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "as the desktops agreed on")]
    async fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        title: String,
        text: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedVariant>,
        _timeout: i32,
    ) -> u32 {
        self.0.lock().unwrap().push((title, text));
        1
    }
}

/// Runs `act` while a desktop listens on the bus.
fn on_a_desktop(bus: &Bus, act: impl FnOnce()) -> Vec<(String, String)> {
    let shown = Shown::default();
    let desktop = Notifications(shown.clone());
    let service =
        serve(bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications", desktop);
    act();
    drop(service);
    shown.lock().unwrap().clone()
}

fn remind(office: &Office, bus: &Bus, more: &[&str], time: &str) {
    let mut command = std::process::Command::new("faketime");
    command
        .arg(time)
        .arg(env!("CARGO_BIN_EXE_refuge"))
        .args(["--lang", "fr", "--no-input", "remind"])
        .args(more)
        .env("TZ", "Europe/Paris")
        .env("REFUGE_HOME", office.path("home"))
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn an_overdue_backup_is_told_once_a_day_and_without_names() {
    let Some(bus) = bus() else { return };
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    let shown = on_a_desktop(&bus, || {
        remind(&office, &bus, &[], "now");
        remind(&office, &bus, &[], "+20 days");
        remind(&office, &bus, &[], "+20 days");
        remind(&office, &bus, &[], "+21 days");
    });
    assert_eq!(shown.len(), 2, "one a day, none on the day of a backup: {shown:?}");
    for (title, text) in &shown {
        assert!(text.contains("sauvegarde"), "{text}");
        for name in ["DURAND", NAME, "patients", office.path("home").to_str().unwrap()] {
            assert!(!title.contains(name) && !text.contains(name), "{title}: {text}");
        }
    }
}

#[test]
fn a_drive_that_is_plugged_in_is_greeted_unless_it_is_done_today() {
    let Some(bus) = bus() else { return };
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    let shown = on_a_desktop(&bus, || {
        remind(&office, &bus, &["--plugged"], "now");
        remind(&office, &bus, &["--plugged"], "+1 day");
        remind(&office, &bus, &["--plugged"], "+1 day");
    });
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].1.contains("Blue"), "{shown:?}");
}

/// Two drives were plugged in on one day; the second waits for its backup like the first.
#[test]
fn each_drive_of_a_day_is_greeted_or_backed_up_to_by_itself() {
    let Some(bus) = bus() else { return };
    let office = Office::with_patients(&["DURAND Paul"]);
    office.json(&["backup"]);
    office.json(&["settings", "schedule", "--output", &office.text("units"), "--plugged", "quiet"]);
    let shown = on_a_desktop(&bus, || {
        remind(&office, &bus, &["--plugged"], "+1 day");
        office.add_drive("Red");
        remind(&office, &bus, &["--plugged"], "+1 day");
        remind(&office, &bus, &["--plugged"], "+1 day");
    });
    let [(_, blue), (_, red)] = &shown[..] else { panic!("one of each drive: {shown:?}") };
    assert!(blue.contains("Blue") && red.contains("Red"), "{shown:?}");
    let drives = office.run(&["status", "--json"]).json()["drives"].clone();
    let backups = |drive: &str| {
        let mut all = drives.as_array().unwrap().iter();
        all.find(|one| one["name"] == drive).unwrap()["backups"].clone()
    };
    assert_eq!((backups("Blue"), backups("Red")), (2.into(), 1.into()));
}

/// The other ends of the locks that were given out, and what for.
type Locks = Arc<Mutex<Vec<(UnixStream, String)>>>;

struct Login(Locks);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    async fn inhibit(&self, what: String, who: String, why: String, mode: String) -> zbus::OwnedFd {
        let (own, given) = UnixStream::pair().unwrap();
        self.0.lock().unwrap().push((own, format!("{what} {who} {mode} {why}")));
        OwnedFd::from(given).into()
    }
}

#[test]
fn the_computer_stays_awake_for_as_long_as_a_backup_runs() {
    use std::io::Read;
    let Some(bus) = bus() else { return };
    let office = Office::with_patients(&["DURAND Paul"]);
    let locks = Locks::default();
    let login = Login(locks.clone());
    let _service = serve(&bus, "org.freedesktop.login1", "/org/freedesktop/login1", login);
    let mut command = office.command();
    command.args(["backup"]).env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address);
    command.assert().success();
    let mut locks = locks.lock().unwrap();
    assert_eq!(locks.len(), 1);
    let (lock, asked) = &mut locks[0];
    assert!(asked.starts_with("sleep:idle refuge block "), "{asked}");
    lock.set_nonblocking(true).unwrap();
    assert_eq!(lock.read(&mut [0]).unwrap(), 0, "given back at the end");
}
