//! Everything small that the computer remembers, under its name: the one table of them.
//!
//! A fact stands alone, a note is about one drive, a collection holds things by key. Only a name that
//! stands here reaches one, so that no name stands twice and none is written in one place and read
//! under another in the next.

use std::borrow::Cow;

use crate::id::{DriveId, SectionId, SourceId};

/// A value that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact(pub(super) Cow<'static, str>);

impl Fact {
    const fn named(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

/// A value about one drive, kept as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note(pub(super) &'static str);

/// Values by key, kept as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection(pub(super) &'static str);

/// The key that authenticates `vault.json` of every drive, 32 bytes.
pub const VAULT_KEY: Fact = Fact::named("vault-key");
/// When the practice was set up, RFC 3339.
pub const CREATED: Fact = Fact::named("created");
/// The moment up to which a person vouched for the clock, RFC 3339.
pub const CLOCK_CONFIRMED: Fact = Fact::named("clock-confirmed");
/// Where the key file of whoever set up this computer lies.
pub const IDENTITY_PATH: Fact = Fact::named("identity-path");
/// Day on which somebody wanted no rule for old backups.
pub const THINNING_DECLINED: Fact = Fact::named("thinning-declined");
/// Day of the last notice about what is due.
pub const REMINDED: Fact = Fact::named("reminded");
/// What happens when a drive is plugged in.
pub const WHEN_PLUGGED: Fact = Fact::named("when-plugged");

/// The epoch whose keys alone open a drive, as far as the computer saw to it.
pub(super) fn epoch_of(drive: DriveId) -> Fact {
    Fact(Cow::Owned(format!("epoch of drive {drive}")))
}

/// How many files were met in a source when it was last backed up; absent while no backup took it.
#[must_use]
pub fn files_of(source: SourceId) -> Fact {
    Fact(Cow::Owned(format!("files-of-{source}")))
}

/// What the names of facts begin with that know the records of a manifest.
pub(super) const BASES: &str = "manifest base ";

/// The manifest of a section on which the next ones of a drive may lean, and hashes of its lines.
#[must_use]
pub fn base_on(drive: DriveId, section: SectionId) -> Fact {
    Fact(Cow::Owned(format!("{BASES}{drive} {section}")))
}

/// What people and systems said about a drive when it was enrolled.
pub const PROFILE: Note = Note("profile");
/// Backups of other computers that were met on a drive.
pub const OTHERS_MET: Note = Note("others-met");
/// What the file system of a drive keeps of what is written to it.
pub const KEEPS: Note = Note("keeps");
/// What was seen of a drive's health.
pub const HEALTH: Note = Note("health");
/// What overwriting a drive as a whole came to.
pub const OVERWRITE: Note = Note("overwrite");
/// Day on which a drive was taken out of use.
pub const RETIRED_ON: Note = Note("retired-on");
/// Free bytes on a drive after its last backup.
pub const FREE_BYTES: Note = Note("free-bytes");
/// Since when a drive has been plugged in without a pause.
pub const PLUGGED_SINCE: Note = Note("plugged-since");
/// Day on which a drive that was plugged in was last told, or backed up to by itself.
pub const GREETED: Note = Note("greeted");
/// Bytes per second that copying to a drive usually takes.
pub const COPY_SPEED: Note = Note("copy-speed");
/// When the backup began that was not finished, RFC 3339.
pub const BACKUP_BEGUN: Note = Note("backup-begun");
/// The last backup to a drive did not fit on it.
pub const WAS_FULL: Note = Note("was-full");
/// Number of the last purge in the ledger that a drive took part in.
pub const PURGED_UP_TO: Note = Note("purged-up-to");
/// A purge has begun on a drive and is not finished.
pub const PURGE_BEGUN: Note = Note("purge-begun");
/// What this computer brought to a drive of its ledger.
pub const LEDGER_COPY: Note = Note("ledger-copy");
/// Packs that are on their way into new ones.
pub const PACKS_IN_MOTION: Note = Note("packs-in-motion");
/// Manifests that an interrupted run wrote anew.
pub const MANIFESTS_IN_MOTION: Note = Note("manifests-in-motion");

/// The incident that is open, under [`OPEN`].
pub const INCIDENT: Collection = Collection("incident");
/// Key of the one incident that is open.
pub const OPEN: &str = "open";
/// Plans of purges, by number.
pub const PLANS: Collection = Collection("plan");
/// What falls due in the years to come, as last judged, under [`NOW`].
pub const OUTLOOK: Collection = Collection("outlook");
/// The purge that is under way, under [`NOW`].
pub const PURGE_JOURNAL: Collection = Collection("purge-journal");
/// Key of the one thing that is under way.
pub const NOW: &str = "now";
/// What is still to be put back on a new computer, under [`NOW`].
pub const PUT_BACK: Collection = Collection("put-back");
/// New keys for records that are under way, by record.
pub const REKEYINGS: Collection = Collection("rekey");
/// Holds, by record.
pub const HOLDS: Collection = Collection("hold");
/// The patients' register: [`CURRENT`] and [`COLUMNS`].
pub const REGISTER: Collection = Collection("register");
/// Key of what is known of the register as a whole.
pub const CURRENT: &str = "current";
/// Key of what was decided about columns.
pub const COLUMNS: &str = "columns";
/// What the register says of records, by record.
pub const REGISTER_RECORDS: Collection = Collection("register-record");
/// What the guard against extortionists remembers, under [`MEMORY`] and [`FORGOTTEN_FILES`].
pub const GUARD: Collection = Collection("guard");
/// What was meant to be saved and is not, under [`MEMORY`].
pub const UNSAVED: Collection = Collection("unsaved");
/// Key of a memory that is kept as a whole.
pub const MEMORY: &str = "memory";
/// Key of the number of files that were forgotten since the last backup.
pub const FORGOTTEN_FILES: &str = "forgotten-files";
/// Where copies of recovery sheets are kept.
pub const SHEETS: Collection = Collection("sheets");
/// What three words of the sheet in force are checked with, by its number.
pub const THREE_WORDS: Collection = Collection("sheet-words");
/// Where key files were put, by the names of their keys.
pub const KEY_FILES: Collection = Collection("key-files");
/// Where the files of keys were put, by the public halves.
pub const KEY_PLACES: Collection = Collection("key-places");
/// Keyed hashes of how names of records are spelled, by record.
pub const SPELLINGS: Collection = Collection("record-spelling");
/// What a drive had of keyring parts when it was last seen.
pub const KEYRING_PARTS: Note = Note("keyring-parts");
/// Segments that a purge could not overwrite; no index names them any more.
pub const UNWIPED: Note = Note("unwiped-segments");
/// How many forgotten records met in sources changed since, at the last backup.
pub const FORGOTTEN_CHANGED: Fact = Fact::named("forgotten-changed");
/// How many forgotten records lay unchanged in sources at the last backup.
pub const FORGOTTEN_MET: Fact = Fact::named("forgotten-met");
/// How many files of erased years lay in sources with a new date at the last backup.
pub const ERASED_AGAIN: Fact = Fact::named("erased-again");
/// Collection: keyed hashes of the files of an erased year, by record.
pub const ERASED_FILES: Collection = Collection("erased-files");
/// Collection: folders that are backed up no more, by their id.
pub const REMOVED: Collection = Collection("removed-source");
/// Collection: forgotten records by the record that took their place.
pub const RETURNED: Collection = Collection("returned");
