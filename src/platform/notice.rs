//! Notices on the desktop, and windows that a job in the background opens.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the installer registers the program as, so that a notice bears its name and not that of the
/// shell of Windows.
#[cfg(windows)]
const APPLICATION: &str = "org.refuge";

/// Shows a notice; answers whether the desktop took it.
#[cfg(any(windows, target_os = "macos"))]
#[must_use]
pub fn notice(title: &str, text: &str) -> bool {
    let mut notice = notify_rust::Notification::new();
    notice.appname("refuge").summary(title).body(text).icon("drive-removable-media");
    #[cfg(windows)]
    notice.app_id(APPLICATION);
    notice.show().is_ok()
}

/// Shows a notice, as freedesktop.org's Desktop Notifications 1.2 has it; answers whether the desktop
/// took it.
#[cfg(not(any(windows, target_os = "macos")))]
#[must_use]
pub fn notice(title: &str, text: &str) -> bool {
    use super::unix::bus::{self, Object};
    let desktop = Object {
        bus: "--session",
        service: "org.freedesktop.Notifications",
        path: "/org/freedesktop/Notifications",
    };
    let (title, text) = (bus::text(title), bus::text(text));
    let words = ["'refuge'", "0", "'drive-removable-media'", &title, &text, "[]", "{}", "int32 -1"];
    desktop.call("org.freedesktop.Notifications.Notify", &words).is_ok()
}

/// Starts a program in a terminal window of its own; answers whether one was opened.
#[must_use]
pub fn open_window(program: &Path, words: &[OsString]) -> bool {
    lines(program, words).into_iter().any(|mut command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        in_own_console(&mut command);
        command.spawn().is_ok()
    })
}

/// What the terminals of desktops are called, and what stands before the program's own words.
#[cfg(not(any(windows, target_os = "macos")))]
fn lines(program: &Path, words: &[OsString]) -> Vec<Command> {
    const TERMINALS: [(&str, &str); 5] = [
        ("x-terminal-emulator", "-e"),
        ("gnome-terminal", "--"),
        ("konsole", "-e"),
        ("xfce4-terminal", "-x"),
        ("xterm", "-e"),
    ];
    let line = |(terminal, before): &(&str, &str)| {
        let mut command = Command::new(terminal);
        command.arg(before).arg(program).args(words);
        command
    };
    TERMINALS.iter().map(line).collect()
}

/// The terminal takes one line of the shell, as text within text of a script.
#[cfg(target_os = "macos")]
fn lines(program: &Path, words: &[OsString]) -> Vec<Command> {
    let word = |word: &std::ffi::OsStr| shell_word(&word.to_string_lossy());
    let line: Vec<String> = std::iter::once(word(program.as_os_str()))
        .chain(words.iter().map(|one| word(one)))
        .collect();
    let mut command = Command::new("/usr/bin/osascript");
    let script =
        format!("tell application \"Terminal\" to do script {}", script_text(&line.join(" ")));
    command.args(["-e", &script, "-e", "tell application \"Terminal\" to activate"]);
    vec![command]
}

#[cfg(windows)]
fn lines(program: &Path, words: &[OsString]) -> Vec<Command> {
    let mut command = Command::new(program);
    command.args(words);
    vec![command]
}

/// `CREATE_NEW_CONSOLE`: the one that runs the job has no window. Its own streams belong to it.
#[cfg(windows)]
fn in_own_console(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    *command = {
        let mut fresh = Command::new(command.get_program());
        fresh.args(command.get_args()).creation_flags(0x10);
        fresh
    };
}

#[cfg(not(windows))]
const fn in_own_console(_command: &mut Command) {}

/// A word of the shell, whatever it holds.
#[cfg(any(target_os = "macos", test))]
fn shell_word(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A text of AppleScript.
#[cfg(any(target_os = "macos", test))]
fn script_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_pass_through_the_shell_and_the_script_as_they_are() {
        assert_eq!(shell_word("/Zoé's \"x\"/$h"), "'/Zoé'\\''s \"x\"/$h'");
        assert_eq!(script_text("'a' \"b\" \\c"), "\"'a' \\\"b\\\" \\\\c\"");
    }
}
