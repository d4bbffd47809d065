//! Paths as they arrive when a file is dropped on the window: between quotes, as a `file:///` address, or with
//! backslashes before blanks. What is none of these stays as it was typed.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::here::own_folder;

const SCHEME: &str = "file://";
/// Whether the sign that elsewhere escapes a blank parts folders here.
const BACKSLASH_PARTS: bool = std::path::MAIN_SEPARATOR == '\\';

/// The path that was typed or dropped.
pub(crate) fn path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let between = |quote| typed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let bare = between('\'').or_else(|| between('"'));
    let text = bare.unwrap_or(typed);
    if let Some(path) = address(text) {
        return path.into();
    }
    if let Some(path) = at_home(text) {
        return path;
    }
    // Windows parts folders by that sign, and nobody escapes within quotes.
    if BACKSLASH_PARTS || bare.is_some() { text.into() } else { unescaped(text).into() }
}

/// `~/Documents`, as it is typed where a shell would understand it.
fn at_home(text: &str) -> Option<PathBuf> {
    let rest = text.strip_prefix('~')?;
    let below = rest.strip_prefix(std::path::MAIN_SEPARATOR).or(rest.is_empty().then_some(""))?;
    let below = if BACKSLASH_PARTS { below.to_owned() } else { unescaped(below) };
    own_folder().map(|home| if below.is_empty() { home } else { home.join(below) })
}

/// An argument of the command line: an address, alone or after `--flag=`, becomes the path it means.
pub(crate) fn argument(given: &OsStr) -> OsString {
    let Some(text) = given.to_str() else { return given.to_owned() };
    let (flag, value) = match text.split_once('=') {
        Some((flag, value)) if flag.starts_with("--") => (format!("{flag}="), value),
        _ => (String::new(), text),
    };
    address(value).map_or_else(|| given.to_owned(), |path| (flag + &path).into())
}

/// The path of a `file://` address on this computer.
fn address(text: &str) -> Option<String> {
    let begins = text.get(..SCHEME.len())?.eq_ignore_ascii_case(SCHEME);
    let rest = text.get(SCHEME.len()..).filter(|_| begins)?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decoded(rest)?;
    // `/E:/Patients`.
    let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    match drive {
        Some(drive) if BACKSLASH_PARTS => Some(drive.to_owned()),
        _ => path.starts_with('/').then_some(path),
    }
}

/// `%20` as a blank. Nothing where it is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains('\0'))
}

/// `My\ folder` as `My folder`.
fn unescaped(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        bare.push(if sign == '\\' { signs.next().unwrap_or(sign) } else { sign });
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_the_path_it_means() {
        for (typed, meant) in [
            ("/home/x/Patients", "/home/x/Patients"),
            ("'/home/x/Mes patients' ", "/home/x/Mes patients"),
            ("\"/home/x/Mes patients\"", "/home/x/Mes patients"),
            ("file:///home/x/Mes%20patients", "/home/x/Mes patients"),
            ("'file:///home/x/Comptabilit%C3%A9'", "/home/x/Comptabilité"),
            ("FILE://localhost/home/x", "/home/x"),
            ("file://server/share", "file://server/share"),
            ("file:///home/x%", "file:///home/x%"),
            ("file:///home/x%zz", "file:///home/x%zz"),
        ] {
            assert_eq!(path(typed), PathBuf::from(meant), "{typed}");
        }
        let home = own_folder().unwrap();
        let below = home.join("Mes patients");
        let sign = std::path::MAIN_SEPARATOR;
        assert_eq!([path("~"), path(&format!("~{sign}Mes patients"))], [home, below]);
        assert_eq!(path("~x"), PathBuf::from("~x"));
        #[cfg(unix)]
        assert_eq!(path("/home/x/Mes\\ patients"), PathBuf::from("/home/x/Mes patients"));
        #[cfg(windows)]
        assert_eq!(path("file:///E:/Mes%20patients"), PathBuf::from("E:/Mes patients"));
    }

    #[test]
    fn arguments_that_are_no_address_stay_as_they_are() {
        let after = |text: &str| argument(OsStr::new(text)).into_string().unwrap();
        assert_eq!(after("file:///tmp/a%20b"), "/tmp/a b");
        assert_eq!(after("--to=file:///tmp/a%20b"), "--to=/tmp/a b");
        for other in ["--to", "a=file:///x", "100%20", "'/tmp/x'", "backup", ""] {
            assert_eq!(after(other), other);
        }
    }
}
