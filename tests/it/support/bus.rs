//! A message bus of our own, so that no service of this computer is asked.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use zbus::conn::Builder;

/// A private message bus, until it is dropped.
pub(crate) struct Bus {
    daemon: Child,
    pub(crate) address: String,
}

impl Bus {
    /// Nothing where there is no `dbus-daemon`; the caller says so.
    pub(crate) fn start() -> Option<Self> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = command.spawn().ok()?;
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned() })
    }

    pub(crate) fn builder(&self) -> Builder<'_> {
        Builder::address(self.address.as_str())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }
}
