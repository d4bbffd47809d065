//! Questions to the services of a Linux desktop over D-Bus, through `gdbus`, the tool of GLib.
//!
//! A client in this process would be a tenth of the program for three questions a day.

use std::io;
use std::process::{Command, Stdio};

/// What the tool writes before the name of an error that a service answered.
const ERROR: &str = "GDBus.Error:";

/// An object of a service: what is asked.
pub(in crate::platform) struct Object<'a> {
    /// `--system` or `--session`.
    pub(in crate::platform) bus: &'a str,
    pub(in crate::platform) service: &'a str,
    pub(in crate::platform) path: &'a str,
}

impl Object<'_> {
    /// Calls a method with arguments in GVariant's text form and gives the answer in the same form.
    ///
    /// # Errors
    ///
    /// Where there is no tool, no bus or no such service, of the kind `Unsupported`; else what the
    /// service said: `ResourceBusy` for its `...DeviceBusy`, `Other` for anything else.
    pub(in crate::platform) fn call(&self, method: &str, words: &[&str]) -> io::Result<String> {
        let mut command = Command::new("gdbus");
        command.args(["call", self.bus, "--dest", self.service, "--object-path", self.path]);
        command.args(["--method", method]).args(words).env("LC_ALL", "C").stdin(Stdio::null());
        let output = command.output().map_err(|_| io::ErrorKind::Unsupported)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(refusal(&String::from_utf8_lossy(&output.stderr)))
    }

    /// A property of one of its interfaces.
    pub(in crate::platform) fn property(&self, interface: &str, name: &str) -> io::Result<String> {
        self.call("org.freedesktop.DBus.Properties.Get", &[&text(interface), &text(name)])
    }
}

/// A text in GVariant's text form.
pub(in crate::platform) fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}

/// The first text or path of objects in an answer; these hold no quotes of their own.
pub(in crate::platform) fn first_text(answer: &str) -> Option<&str> {
    answer.split('\'').nth(1)
}

/// The error's name stands in the message: `Error: GDBus.Error:NAME: what the service says`.
fn refusal(message: &str) -> io::Error {
    let named = message.split_once(ERROR).and_then(|(_, after)| after.split(':').next());
    let kind = match named {
        None => io::ErrorKind::Unsupported,
        Some(name) if name.starts_with("org.freedesktop.DBus.Error.") => io::ErrorKind::Unsupported,
        Some(name) if name.ends_with(".DeviceBusy") => io::ErrorKind::ResourceBusy,
        Some(_) => io::ErrorKind::Other,
    };
    io::Error::new(kind, message.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_and_found_again() {
        assert_eq!(text("l'été \\ \n"), "'l\\'été \\\\ \\n'");
        assert_eq!(first_text("([objectpath '/a/b'],)"), Some("/a/b"));
        assert_eq!(first_text("(@ao [],)"), None);
    }

    #[test]
    fn what_a_service_refuses_is_told_apart() {
        let of = |message| refusal(message).kind();
        let busy = "Error: GDBus.Error:org.freedesktop.UDisks2.Error.DeviceBusy: target is busy\n";
        assert_eq!(of(busy), io::ErrorKind::ResourceBusy);
        let nobody = "Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name";
        assert_eq!(of(nobody), io::ErrorKind::Unsupported);
        assert_eq!(of("Error connecting: No such file"), io::ErrorKind::Unsupported);
        let other = "Error: GDBus.Error:org.freedesktop.UDisks2.Error.NotAuthorized: no";
        assert_eq!(of(other), io::ErrorKind::Other);
    }
}
