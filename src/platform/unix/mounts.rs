//! What is mounted where on Linux: `/proc/self/mountinfo`, see `proc_pid_mountinfo(5)`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

/// One mounted file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    /// `major:minor` of the device.
    pub(super) device: String,
    /// Where it is mounted.
    pub(super) point: PathBuf,
    /// The system's name for the kind of file system.
    pub(super) file_system: String,
    /// What is mounted, for instance `/dev/sdb1`.
    pub(super) source: PathBuf,
}

/// All mounts that this process sees; none when the system does not say.
pub(super) fn all() -> Vec<Mount> {
    let list = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    list.split(|byte| *byte == b'\n').filter_map(parse).collect()
}

/// The mount that `path`, which is absolute and without links, lies on. Of several at one place,
/// the last hides the others.
pub(super) fn of<'a>(mounts: &'a [Mount], path: &Path) -> Option<&'a Mount> {
    let holds = mounts.iter().filter(|mount| path.starts_with(&mount.point));
    holds.max_by_key(|mount| mount.point.components().count())
}

/// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`
fn parse(line: &[u8]) -> Option<Mount> {
    let mut words = line.split(|byte| *byte == b' ');
    let device = String::from_utf8(words.nth(2)?.to_vec()).ok()?;
    let point = unescape(words.nth(1)?);
    let mut rest = words.skip_while(|word| *word != b"-").skip(1);
    let file_system = String::from_utf8(rest.next()?.to_vec()).ok()?;
    Some(Mount { device, point, file_system, source: unescape(rest.next()?) })
}

/// Space, tab, line feed and backslash stand as `\` and three octal digits.
fn unescape(word: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..3).filter(|_| byte == b'\\').and_then(octal);
        bytes.push(digits.unwrap_or(byte));
        rest = after.get(if digits.is_some() { 3 } else { 0 }..).unwrap_or_default();
    }
    PathBuf::from(OsString::from_vec(bytes))
}

fn octal(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_mountinfo_is_understood() {
        let line = b"36 35 8:17 / /media/cabinet/Disque\\040A rw,nosuid shared:1 master:2 - vfat /dev/sdb1 rw";
        let mount = parse(line).unwrap();
        assert_eq!(mount.device, "8:17");
        assert_eq!(mount.point, Path::new("/media/cabinet/Disque A"));
        assert_eq!((mount.file_system.as_str(), mount.source), ("vfat", "/dev/sdb1".into()));
        for bad in [&b""[..], b"36 35", b"36 35 8:17 / /a rw - vfat"] {
            assert_eq!(parse(bad), None);
        }
    }

    #[test]
    fn a_path_lies_on_the_nearest_mount() {
        let mount = |point: &str, source: &str| Mount {
            device: String::new(),
            point: point.into(),
            file_system: String::new(),
            source: source.into(),
        };
        let all = [mount("/", "a"), mount("/media/x", "b"), mount("/media/x", "c")];
        let source = |path: &str| of(&all, Path::new(path)).unwrap().source.clone();
        assert_eq!(source("/media/x/refuge"), Path::new("c"));
        assert_eq!(source("/media/xy"), Path::new("a"));
    }
}
