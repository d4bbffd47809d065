//! Keeps the computer awake during a long run, where the system lets a program ask for it.
//!
//! Linux: a lock of systemd-logind over D-Bus, released when its descriptor is closed. macOS: the
//! system's own `caffeinate`, which ends with this process. Windows offers it only to unsafe code.

use std::process::Child;

/// As long as this is kept the computer does not fall asleep by itself.
#[derive(Debug)]
pub struct Awake(Hold);

#[derive(Debug)]
enum Hold {
    #[cfg(target_os = "linux")]
    Login(#[expect(dead_code, reason = "kept open for its lock")] zbus::OwnedFd),
    #[cfg_attr(not(target_os = "macos"), expect(dead_code, reason = "made on macOS only"))]
    Child(Child),
}

/// Asks the system to stay awake; `None` when it cannot be asked or refuses, which is no reason
/// not to work.
#[must_use]
pub fn stay_awake() -> Option<Awake> {
    ask().map(Awake)
}

#[cfg(target_os = "linux")]
fn ask() -> Option<Hold> {
    const NAME: &str = "org.freedesktop.login1";
    zbus::block_on(async {
        let bus = zbus::Connection::system().await.ok()?;
        let manager = zbus::Proxy::new(
            &bus,
            NAME,
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
        );
        let manager = manager.await.ok()?;
        let what = ("sleep:idle", "refuge", "the backups are being worked on", "block");
        manager.call("Inhibit", &what).await.ok().map(Hold::Login)
    })
}

#[cfg(target_os = "macos")]
fn ask() -> Option<Hold> {
    let own = std::process::id().to_string();
    let child = std::process::Command::new("/usr/bin/caffeinate").args(["-i", "-w", &own]).spawn();
    child.ok().map(Hold::Child)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn ask() -> Option<Hold> {
    None
}

impl Drop for Awake {
    fn drop(&mut self) {
        match &mut self.0 {
            #[cfg(target_os = "linux")]
            Hold::Login(_) => {}
            Hold::Child(child) => {
                // It ends with this process anyway.
                child.kill().ok();
                child.wait().ok();
            }
        }
    }
}
