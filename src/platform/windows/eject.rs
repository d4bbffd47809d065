//! Ejecting on Windows: the shell is asked for what its own menu does, then the letter is watched.
//!
//! The calls behind it have no safe form. The shell's own verb works for an ordinary person, asks the
//! same programs to let go, and shows the system's own window when one does not.

use std::io;
use std::os::windows::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::drives::disk_letter;

/// How long the system may take to let go of the drive.
const PATIENCE: Duration = Duration::from_secs(15);
/// No window flashes (`CREATE_NO_WINDOW`).
const NO_WINDOW: u32 = 0x0800_0000;
/// What the script says once it has asked; nothing where no real PowerShell ran it.
const ASKED: &str = "asked";

pub(in crate::platform) fn eject(mount: &Path) -> io::Result<()> {
    let place = mount.canonicalize()?;
    let letter = disk_letter(&place).ok_or(io::ErrorKind::Unsupported)?;
    let facts = super::drive_facts(&place);
    if facts.removable != Some(true) || facts.is_system_disk == Some(true) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    if !ask_shell(letter) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let started = Instant::now();
    let root = format!("{letter}:\\");
    while Path::new(&root).exists() {
        if started.elapsed() > PATIENCE {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// 17 is the shell's number for "this computer"; the verb's name is the same in every language.
fn ask_shell(letter: char) -> bool {
    let script = format!(
        "$d = (New-Object -ComObject Shell.Application).NameSpace(17).ParseName('{letter}:'); \
         if ($d) {{ $d.InvokeVerb('Eject'); '{ASKED}'; Start-Sleep -Seconds 3 }}"
    );
    let Some(system) = std::env::var_os("SystemRoot") else { return false };
    let program = Path::new(&system).join(r"System32\WindowsPowerShell\v1.0\powershell.exe");
    let ran = Command::new(program)
        .args(["-NoProfile", "-NonInteractive", "-Command", &script])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .creation_flags(NO_WINDOW)
        .output();
    ran.is_ok_and(|ran| String::from_utf8_lossy(&ran.stdout).contains(ASKED))
}
