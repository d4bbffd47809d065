//! Which scheduler the system has, and where a user's own jobs lie.

use std::path::PathBuf;

/// What starts programs at a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheduler {
    /// systemd user units.
    Systemd,
    /// launchd agents.
    Launchd,
    /// The Windows Task Scheduler.
    TaskScheduler,
}

/// The scheduler of this system.
#[must_use]
pub const fn scheduler() -> Scheduler {
    if cfg!(windows) {
        Scheduler::TaskScheduler
    } else if cfg!(target_os = "macos") {
        Scheduler::Launchd
    } else {
        Scheduler::Systemd
    }
}

/// Where it looks for jobs of this user; for the Task Scheduler any folder will do.
#[must_use]
pub fn scheduler_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let below = |name: &str, rest: &str| variable(name).map(|at| PathBuf::from(at).join(rest));
    match scheduler() {
        Scheduler::Systemd => below("XDG_CONFIG_HOME", "systemd/user")
            .or_else(|| below("HOME", ".config/systemd/user")),
        Scheduler::Launchd => below("HOME", "Library/LaunchAgents"),
        Scheduler::TaskScheduler => below("LOCALAPPDATA", "refuge"),
    }
}
