//! A file that another program keeps for itself, as a database does on Windows: here through a lease, which
//! refuses whoever opens the file without waiting.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const HOLD: &str = "
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print('held', flush=True)
sys.stdin.read()
";

/// Holds the file until it is dropped.
pub(crate) struct HeldFile(Child);

impl HeldFile {
    /// Nothing, said aloud, where this computer or its file system cannot.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let (input, output) = (Stdio::piped(), Stdio::piped());
        let mut command = Command::new("python3");
        command.args(["-c", HOLD]).arg(path).stdin(input).stdout(output).stderr(Stdio::null());
        let Ok(mut child) = command.spawn() else {
            super::skipped("no python3 to hold a file");
            return None;
        };
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let held = Self(child);
        if line.trim() == "held" {
            return Some(held);
        }
        super::skipped("this file system has no leases");
        None
    }
}

impl Drop for HeldFile {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
