//! Keeps the computer awake during a long run, where the system lets a program ask for it.
//!
//! Linux: a lock of systemd-logind, held by its own `systemd-inhibit` around a program that ends when
//! this one does. macOS: the system's own `caffeinate`, which ends with this process. Windows: a note
//! about this thread, through the crate `keepawake`; elsewhere that crate would bring D-Bus with it.

#[cfg(unix)]
use std::process::Child;

/// As long as this is kept the computer does not fall asleep by itself.
pub struct Awake(#[cfg_attr(windows, expect(dead_code, reason = "kept"))] Hold);

impl std::fmt::Debug for Awake {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Awake")
    }
}

enum Hold {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
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

/// `cat` ends when the pipe from this process is closed, however that comes about, and the lock with
/// it. In a process group of its own, so that a Ctrl-C at the terminal leaves the lock while the work
/// goes on to a safe point.
#[cfg(target_os = "linux")]
fn ask() -> Option<Hold> {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    let mut command = Command::new("systemd-inhibit");
    command.args(["--what=sleep:idle", "--who=refuge", "--why=the backups are being worked on"]);
    command.args(["--mode=block", "cat"]).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().ok().map(Hold::Child)
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

#[cfg(any(target_os = "linux", target_os = "macos"))]
impl Drop for Awake {
    fn drop(&mut self) {
        let Hold::Child(child) = &mut self.0;
        // It ends with this process anyway; one that waits for a service that is silent is not waited for.
        child.kill().ok();
        child.wait().ok();
    }
}
