//! What a file system says about one file, folder or link, in the same words on every system.

use crate::format::entry::Moment;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink,
    /// A device, pipe, socket or anything else.
    Special,
}

/// Which file it is, whatever its name: holds while the file exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileIdentity {
    /// Device number.
    pub device: u64,
    /// Number of the file on that device.
    pub inode: u64,
}

/// What the file system says, besides the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// What it is.
    pub kind: FileKind,
    /// Length in bytes, holes included.
    pub size_bytes: u64,
    /// Last change of the content.
    pub modified: Moment,
    /// Last change of content or metadata, which programs cannot set; zero where unknown.
    pub changed: Moment,
    /// Which file it is.
    pub identity: FileIdentity,
    /// How many names it has.
    pub links: u64,
    /// Unix permission bits (12 bits).
    pub mode: Option<u32>,
    /// Unix owner and group.
    pub owner: Option<(u32, u32)>,
    /// Windows attributes.
    pub windows_attributes: Option<u32>,
    /// Bytes that it takes on the medium.
    pub allocated_bytes: Option<u64>,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderName {
    /// The name, one component.
    pub name: Vec<u8>,
    /// Number of the file it stands for; asking for files in this order spares the disk. 0: unknown.
    pub inode: u64,
}
