//! The one error of the library: facts; the face makes them into what happened, is my data safe, what to do now.
//! Not `non_exhaustive`: the face must know what to say. A file that cannot be read is no error but a [`Problem`].

mod mass_change;
mod problem;

use std::{io, path::PathBuf};

use crate::format::names::ObjectPath;
use crate::register::RegisterError;

pub use mass_change::MassChange;
pub use problem::{Problem, ProblemCause};

/// Result of everything in the library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation stopped. Nothing committed before it is affected by any of these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading or writing on the computer (configuration, state, restore target) failed.
    #[error("{action} {path}: {source}", path = path.display())]
    Io {
        /// What was being done.
        action: Action,
        /// Where on the computer.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The configuration cannot be understood.
    #[error("configuration, line {line:?}: {reason}")]
    Config {
        /// Line of `refuge.toml`, from 1, where known.
        line: Option<usize>,
        /// The parser's own words, English.
        reason: String,
    },
    /// There is no practice in this home folder yet.
    #[error("no practice is set up")]
    NotSetUp,
    /// A practice is there already; it is never overwritten.
    #[error("a practice is set up already")]
    AlreadySetUp,
    /// The local state is damaged; it can be rebuilt from a drive.
    #[error("local state: {reason}")]
    State {
        /// SQLite's or the decoder's words, English.
        reason: String,
    },
    /// The ledger is not what it was.
    #[error("ledger entry {entry}: {trouble:?}")]
    Ledger {
        /// The first entry concerned.
        entry: u64,
        /// What is the matter.
        trouble: LedgerTrouble,
    },
    /// Something about a drive forbids going on.
    #[error("drive {name:?}: {trouble:?}")]
    Drive {
        /// The drive's name, where it is known.
        name: Option<String>,
        /// What is the matter.
        trouble: DriveTrouble,
    },
    /// The keys at hand do not allow this.
    #[error("keys: {0:?}")]
    Key(KeyTrouble),
    /// An object of a vault is not what it must be.
    #[error("{object}: {damage:?}")]
    Damaged {
        /// Which object.
        object: ObjectPath,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A source folder cannot be trusted right now, so nothing was recorded.
    #[error("source {path}: {trouble:?}", path = path.display())]
    Source {
        /// The source folder.
        path: PathBuf,
        /// What is the matter.
        trouble: SourceTrouble,
    },
    /// No folder was chosen yet: a backup of nothing would look like one.
    #[error("no source folder")]
    NoSource,
    /// So much changed at once that it may be an attack; nothing was committed.
    #[error("mass change: {} of {} files", .0.changed, .0.files)]
    MassChange(Box<MassChange>),
    /// Another run holds the practice or the drive.
    #[error("another run is in progress")]
    Busy,
    /// What was asked for does not exist.
    #[error("not found: {what:?} {name}")]
    NotFound {
        /// What kind of thing.
        what: Thing,
        /// What the person called it.
        name: String,
    },
    /// The name is taken.
    #[error("exists already: {what:?} {name}")]
    Exists {
        /// What kind of thing.
        what: Thing,
        /// The name.
        name: String,
    },
    /// A value that cannot be accepted.
    #[error("invalid {what:?}: {value}")]
    Invalid {
        /// What kind of value.
        what: Thing,
        /// What was given.
        value: String,
    },
    /// The restore target already holds something; nothing is overwritten.
    #[error("target not empty: {}", .0.display())]
    TargetNotEmpty(PathBuf),
    /// The restore target lies on a backup drive.
    #[error("target on a backup drive: {}", path.display())]
    TargetOnDrive {
        /// Where.
        path: PathBuf,
        /// Inside the vault, where nothing may be written whatever anyone says.
        in_vault: bool,
    },
    /// Files would be replaced, and nobody said that they may be.
    #[error("{files} files would be replaced")]
    WouldReplace {
        /// How many.
        files: u64,
    },
    /// Confirmation was refused, or could not be asked for.
    #[error("not confirmed")]
    NotConfirmed,
    /// An incident is open: nothing may be erased.
    #[error("an incident is open")]
    IncidentOpen,
    /// The computer's date cannot be right.
    #[error("suspicious clock: {now} is before {known}")]
    Clock {
        /// What the computer says, RFC 3339.
        now: String,
        /// The latest date already recorded, RFC 3339.
        known: String,
    },
    /// The practice is of a kind that may not eliminate records by itself.
    #[error("elimination is not allowed for a public structure")]
    PublicStructure,
    /// A plan may not be carried out.
    #[error("plan: {0:?}")]
    Plan(PlanTrouble),
    /// The patients' register as a whole cannot be used.
    #[error("register: {0}")]
    Register(RegisterError),
    /// The person pressed Ctrl-C, or the system asked the program to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Why a plan may not be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanTrouble {
    /// The facts changed after it was shown.
    Changed {
        /// Records of it that are due no more.
        records: u64,
    },
    /// It is too old.
    Expired,
    /// It was carried out already.
    Executed,
    /// The cooling-off period is not over.
    TooEarly {
        /// Its length in days.
        days: u32,
    },
    /// A second person must agree.
    SecondPerson,
}

/// What was being done on the computer when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Reading.
    Read,
    /// Writing.
    Write,
    /// Creating.
    Create,
    /// Removing.
    Remove,
}

/// What is the matter with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerTrouble {
    /// An entry on the computer was changed or removed.
    Altered,
    /// Entries at the end of the computer's ledger are gone.
    Cut,
    /// A drive carries another version of it.
    Differs,
}

/// What is the matter with a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriveTrouble {
    /// No enrolled drive is plugged in.
    NonePlugged,
    /// The drive of that name is not plugged in.
    NotPlugged,
    /// The medium holds no vault and was never enrolled.
    Unknown,
    /// The vault belongs to another practice.
    Foreign,
    /// An enrolled drive that no longer holds its vault.
    Erased,
    /// A vault we know, on a medium we do not know.
    Copied,
    /// The drive is older than it was when last seen.
    RolledBack {
        /// Highest manifest sequence this computer saw on it.
        known: u64,
        /// Highest manifest sequence on it now.
        found: u64,
        /// Records of which the forgetting may be undone on it, where an erasing is.
        undone: u64,
    },
    /// Somebody else erased on it or changed its keys since it was last seen here.
    Ahead,
    /// `vault.json` is not authentic.
    Tampered,
    /// The vault was written in a format this program does not know.
    NewerFormat,
    /// Not enough room.
    Full {
        /// Bytes still missing, where known.
        missing_bytes: Option<u64>,
        /// Bytes free, where known.
        free_bytes: Option<u64>,
        /// Backups on it, where known.
        backups: Option<u64>,
    },
    /// It vanished while in use.
    Gone,
    /// It can be read but not written.
    ReadOnly,
    /// The system reports an input or output error.
    Failing,
    /// It was declared lost, retired or destroyed.
    Retired,
    /// It is not a removable drive, and fixed ones were not allowed.
    NotRemovable,
    /// A network share or a folder that is synchronised to somewhere else.
    NotLocal,
    /// It already is an enrolled drive.
    AlreadyEnrolled,
    /// It stores less than it says.
    FakeCapacity,
    /// Another program uses it, so it cannot be ejected.
    CannotEject,
    /// Another program keeps a file of it to itself.
    Held,
    /// A purge on it was interrupted: nothing is written to it before that is finished.
    HalfPurged,
    /// It is plugged in and answers, so it was not destroyed.
    StillHere,
}

/// What is the matter with the keys at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyTrouble {
    /// The passphrase does not open the identity file.
    WrongPassphrase,
    /// The words are not those of any sheet: a word is unknown or the checksum is wrong.
    WrongWords {
        /// Position of the first unknown word, from 1, where there is one.
        position: Option<usize>,
    },
    /// A well-formed key that opens nothing of this practice.
    OpensNothing,
    /// A key of this practice, but of another epoch than what it should open.
    OldEpoch {
        /// The key's epoch.
        found: u32,
        /// The epoch that is needed.
        current: u32,
    },
    /// A key is needed and none was given.
    Needed,
    /// The file is not an identity file.
    NotAnIdentity,
    /// Others may read the identity file.
    ReadableByOthers(PathBuf),
    /// The chosen passphrase is refused.
    WeakPassphrase(Weakness),
    /// A text that is not a recipient, or not of a kind that is accepted.
    NotARecipient,
    /// The plugin of a hardware token is missing or failed.
    Plugin(String),
    /// The last opening key of a section cannot be removed.
    LastKey,
    /// This key may not do this: it opens only some sections.
    NotAllSections,
    /// An old key must not be destroyed yet: these drives still open with nothing else.
    StillNeeded(Vec<String>),
    /// The file of a key that is said to be destroyed still lies there.
    StillThere(PathBuf),
    /// The drive missed a purge and a change of keys: besides the new key it needs, once, one of this earlier epoch.
    AlsoOld {
        /// The epoch.
        epoch: u32,
    },
}

/// Why a chosen passphrase is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than needed.
    TooShort {
        /// Characters needed.
        needed: usize,
    },
    /// Not all four kinds: lower case, upper case, digit, other.
    KindsMissing,
    /// It can be guessed by someone who holds the file.
    Guessable {
        /// Estimated guesses, as a power of ten.
        guesses_log10: u32,
        /// Power of ten that is needed.
        needed_log10: u32,
    },
}

/// What is wrong with an object of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// It is shorter or longer than it must be.
    WrongLength,
    /// Its bytes do not have the hash they must have.
    WrongHash,
    /// The system cannot read it.
    Unreadable,
    /// The system does not let this user read it.
    Denied,
    /// What the file system says of it cannot be true: that wants repairing, not the medium.
    Disordered,
    /// The key that should open it does not.
    DoesNotOpen,
    /// Its content breaks the format.
    Malformed,
    /// A newer version of the program wrote it.
    Newer,
    /// It was not written by this practice, or not for this place.
    NotAuthentic,
    /// The manifest on which it leans is missing or damaged.
    WithoutBase,
    /// It exceeds a limit of the format.
    TooLarge,
    /// It is a link, has a second name elsewhere, or lies on another file system.
    Linked,
    /// It is protected against writing, alone.
    Protected,
}

/// What is the matter with a source folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceTrouble {
    /// It does not exist or cannot be opened.
    Missing,
    /// It is suddenly empty although it held files before.
    Empty,
    /// It is not a folder.
    NotAFolder,
    /// It lies on a backup drive, or holds the program's own folder.
    Unsuitable,
    /// It is, holds or lies inside another source.
    Overlaps,
    /// Its name is not text, so that it cannot be written down in the configuration.
    NotText,
}

/// Kinds of things a person can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A drive.
    Drive,
    /// A source folder.
    Source,
    /// A snapshot.
    Snapshot,
    /// A file or folder in a snapshot.
    Path,
    /// Words of names that no snapshot has.
    Words,
    /// A record.
    Record,
    /// A record of which nothing is left.
    Erased,
    /// A retention class.
    Class,
    /// An opening key or a reader.
    Key,
    /// A purge plan.
    Plan,
    /// A document of the ledger.
    Document,
    /// A hold.
    Hold,
    /// A date.
    Date,
    /// A glob pattern.
    Pattern,
    /// A name.
    Name,
    /// A setting.
    Setting,
    /// A patients' register.
    Register,
}

impl Damage {
    /// Whether the system did not give it back: nobody can say that it is damaged at all.
    #[must_use]
    pub const fn may_be_whole(self) -> bool {
        matches!(self, Self::Unreadable | Self::Denied | Self::Disordered)
    }

    /// Whether nobody here can say what it holds: the system did not give it back, or a later program wrote it.
    #[must_use]
    pub const fn is_unknown(self) -> bool {
        self.may_be_whole() || matches!(self, Self::Newer)
    }
}

impl Error {
    /// An input or output error on the computer.
    pub fn io(action: Action, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.into(), source }
    }

    /// Trouble with a drive whose name is not at hand; see [`Error::of_drive`].
    pub const fn drive(trouble: DriveTrouble) -> Self {
        Self::Drive { name: None, trouble }
    }

    /// The same error, naming the drive it is about.
    #[must_use]
    pub fn of_drive(self, drive: &str) -> Self {
        match self {
            Self::Drive { name: None, trouble } => {
                Self::Drive { name: Some(drive.into()), trouble }
            }
            other => other,
        }
    }

    /// Damage of one object.
    #[must_use]
    pub fn damaged(object: &ObjectPath, damage: Damage) -> Self {
        Self::Damaged { object: object.clone(), damage }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Create => "create",
            Self::Remove => "remove",
        })
    }
}
