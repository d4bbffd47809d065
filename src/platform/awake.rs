//! Keeps the computer awake during a long run, where the system lets a program ask for it.
//!
//! Linux: a lock of systemd-logind over D-Bus, released when its descriptor is closed. macOS: the
//! system's own `caffeinate`, which ends with this process. Windows: a note about this thread, through
//! the crate `keepawake`; elsewhere that crate would bring a second D-Bus.

#[cfg(target_os = "macos")]
use std::process::Child;

/// As long as this is kept the computer does not fall asleep by itself.
pub struct Awake(#[cfg_attr(not(target_os = "macos"), expect(dead_code, reason = "kept"))] Hold);

impl std::fmt::Debug for Awake {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Awake")
    }
}

enum Hold {
    #[cfg(target_os = "linux")]
    Login(#[expect(dead_code, reason = "kept open for its lock")] zbus::OwnedFd),
    #[cfg(target_os = "macos")]
    Child(Child),
    #[cfg(windows)]
    Thread(#[expect(dead_code, reason = "kept for what it holds")] keepawake::KeepAwake),
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

/// Only falling asleep by itself is kept off: the screen may go dark, and a person may close the lid.
#[cfg(windows)]
fn ask() -> Option<Hold> {
    keepawake::Builder::default().idle(true).create().ok().map(Hold::Thread)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn ask() -> Option<Hold> {
    None
}

#[cfg(target_os = "macos")]
impl Drop for Awake {
    fn drop(&mut self) {
        let Hold::Child(child) = &mut self.0;
        // It ends with this process anyway.
        child.kill().ok();
        child.wait().ok();
    }
}
