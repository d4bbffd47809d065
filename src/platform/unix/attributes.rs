//! Times, rights, owners and extended attributes: read from and given to open files.

use std::fs::File;

use rustix::fs::{AtFlags, Gid, Mode, Timespec, Timestamps, Uid, XattrFlags};
use rustix::io::Errno;

use super::super::Attributes;
use crate::format::entry::{Metadata, Moment};
use crate::tree_path::unescape;

/// Bits that lend the owner's or the group's rights to whoever runs the file.
const MODE_LENDING: u32 = 0o6000;
/// Bytes of attribute names that most files stay below.
const NAMES_BYTES: usize = 1024;
/// Largest attribute value, the limit of Linux.
const VALUE_BYTES_MAX: usize = 64 * 1024;

/// Labels and seals that one installation of the system puts on files for itself; brought to
/// another one they would be wrong.
const OF_THE_SYSTEM: [&[u8]; 5] = [
    b"security.selinux",
    b"security.SMACK64",
    b"security.ima",
    b"security.evm",
    b"security.apparmor",
];
/// Of the `system.` names only these belong to the file.
const ACCESS_LISTS: [&[u8]; 2] = [b"system.posix_acl_access", b"system.posix_acl_default"];
/// Lends rights, as the bits of [`MODE_LENDING`] do.
const CAPABILITY: &[u8] = b"security.capability";

pub(in crate::platform) fn attributes_of(file: &File) -> Attributes {
    let mut attributes = Attributes::default();
    let Some(names) = names_of(file) else { return attributes };
    for name in names.split(|byte| *byte == 0).filter(|name| belongs_to_the_file(name)) {
        match value_of(file, name) {
            Ok(value) => attributes.kept.push((name.to_vec(), value)),
            // Linux has none so large; macOS keeps whole resource forks.
            Err(Errno::RANGE) => attributes.are_more = true,
            Err(_) => {}
        }
    }
    attributes.kept.sort();
    attributes
}

/// One call and no allocation for the many files that have none.
fn names_of(file: &File) -> Option<Vec<u8>> {
    let mut buffer = [0_u8; NAMES_BYTES];
    match rustix::fs::flistxattr(file, &mut buffer) {
        Ok(0) => None,
        Ok(length) => buffer.get(..length).map(<[u8]>::to_vec),
        Err(Errno::RANGE) => {
            let mut large = vec![0_u8; VALUE_BYTES_MAX];
            let length = rustix::fs::flistxattr(file, &mut large).ok()?;
            large.truncate(length);
            Some(large)
        }
        Err(_) => None,
    }
}

fn value_of(file: &File, name: &[u8]) -> Result<Vec<u8>, Errno> {
    let mut buffer = [0_u8; NAMES_BYTES];
    match rustix::fs::fgetxattr(file, name, &mut buffer) {
        Ok(length) => Ok(buffer.get(..length).unwrap_or_default().to_vec()),
        Err(Errno::RANGE) => {
            let mut large = vec![0_u8; VALUE_BYTES_MAX];
            let length = rustix::fs::fgetxattr(file, name, &mut large)?;
            large.truncate(length);
            Ok(large)
        }
        Err(cause) => Err(cause),
    }
}

fn belongs_to_the_file(name: &[u8]) -> bool {
    if name.is_empty() || OF_THE_SYSTEM.contains(&name) {
        return false;
    }
    !name.starts_with(b"system.") || ACCESS_LISTS.contains(&name)
}

/// The order matters: giving a file away clears rights, an access list changes the mode, and
/// everything changes times.
pub(in crate::platform) fn apply_metadata(file: &File, metadata: &Metadata, owners: bool) -> bool {
    let wanted = metadata.owner.filter(|_| owners);
    let owned = wanted.is_some_and(|owner| set_owner(file, owner));
    let mut whole = owned || wanted.is_none();
    for (name, value) in &metadata.xattrs {
        whole &= set_xattr(file, name, value, owned);
    }
    whole &= set_mode(file, metadata.mode, owned);
    whole & set_modified(file, metadata.modified)
}

fn set_owner(file: &File, (user, group): (u32, u32)) -> bool {
    ids(user, group).is_some_and(|(user, group)| rustix::fs::fchown(file, user, group).is_ok())
}

/// The highest number means "leave as it is" to the system, and no owner has it.
fn ids(user: u32, group: u32) -> Option<(Option<Uid>, Option<Gid>)> {
    let valid = user != u32::MAX && group != u32::MAX;
    valid.then(|| (Some(Uid::from_raw(user)), Some(Gid::from_raw(group))))
}

fn set_xattr(file: &File, name: &str, value: &str, owned: bool) -> bool {
    let Some(name) = unescape(name) else { return false };
    let Ok(value) = data_encoding::BASE64.decode(value.as_bytes()) else { return false };
    if !belongs_to_the_file(&name) || (name == CAPABILITY && !owned) {
        return false;
    }
    rustix::fs::fsetxattr(file, &*name, &value, XattrFlags::empty()).is_ok()
}

fn set_mode(file: &File, mode: Option<u32>, owned: bool) -> bool {
    let Some(mode) = mode else { return true };
    let kept = if owned { mode & 0o7777 } else { mode & 0o7777 & !MODE_LENDING };
    rustix::fs::fchmod(file, Mode::from_bits_truncate(kept as rustix::fs::RawMode)).is_ok()
}

fn set_modified(file: &File, modified: Option<Moment>) -> bool {
    let Some(times) = modified.map(times) else { return true };
    times.is_some_and(|times| rustix::fs::futimens(file, &times).is_ok())
}

/// Both times, always: file systems in user space were met (exFAT) that ignore or spoil a call that leaves
/// one of them as it is. A count of nanoseconds beyond a second would have a special meaning to the system.
fn times(modified: Moment) -> Option<Timestamps> {
    let time = Timespec { tv_sec: modified.0, tv_nsec: modified.1.into() };
    let times = Timestamps { last_access: time, last_modification: time };
    (modified.1 < 1_000_000_000).then_some(times)
}

pub(super) fn apply_to_link(folder: &File, name: &[u8], metadata: &Metadata, owners: bool) -> bool {
    let owned = match metadata.owner.filter(|_| owners) {
        None => true,
        Some((user, group)) => ids(user, group).is_some_and(|(user, group)| {
            rustix::fs::chownat(folder, name, user, group, AtFlags::SYMLINK_NOFOLLOW).is_ok()
        }),
    };
    let Some(modified) = metadata.modified else { return owned };
    owned
        & times(modified).is_some_and(|times| {
            rustix::fs::utimensat(folder, name, &times, AtFlags::SYMLINK_NOFOLLOW).is_ok()
        })
}
