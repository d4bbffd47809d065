//! What happened to one file, while the run went on.

use crate::tree_path::TreePath;

/// One file or folder that could not be dealt with; the run goes on and ends with code 3.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which, relative to its source or target.
    pub path: TreePath,
    /// Why.
    pub cause: ProblemCause,
}

/// Why one file was left out or not brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemCause {
    /// The system refused to read it.
    Unreadable,
    /// Permission denied.
    Denied,
    /// Another program keeps it for itself.
    Held,
    /// It kept changing while it was read.
    Changing,
    /// It vanished between listing and reading.
    Vanished,
    /// A device, pipe or socket.
    Special,
    /// A folder on which another file system is mounted: what lies behind is not backed up.
    OtherFileSystem,
    /// Its name cannot be represented.
    BadName,
    /// Its stored content is damaged.
    DamagedContent,
    /// A program had it open when it was backed up: it is as after a power cut.
    WasOpen,
    /// The target could not take it.
    NotWritten,
    /// The target could not take all of its times, rights or attributes.
    MetadataLost,
    /// The target says that it took the time, and keeps another.
    TimesNotKept,
    /// The target says that it took the rights, and keeps others.
    RightsNotKept,
    /// The target says that it took the name, and lists another.
    NamesNotKept,
    /// The target took it under another name.
    Renamed,
}

impl ProblemCause {
    /// Whether another try may bring what is missing: the target may take it, the drive may be repaired.
    #[must_use]
    pub const fn may_come_later(self) -> bool {
        matches!(self, Self::NotWritten | Self::DamagedContent | Self::Unreadable | Self::Held)
    }
}
