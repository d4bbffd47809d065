//! Verifying a vault: reads what is there, says what is damaged and who suffers, changes nothing.
//!
//! *quick* needs no key: every byte against the checksums that objects carry themselves. *full*
//! opens everything as well and follows every file of every snapshot to its bytes. The *drill*, once a
//! month, looks at every object, reads the packs that were read longest ago, and restores a sample.
//! None stops at the first finding. `repair` is a separate act, on a report.

mod drill;
mod due;
mod full;
mod inventories;
mod packs;
mod parallel;
mod repair;
mod sample;
mod small_objects;
mod strange;

pub use drill::{Drill, drill};
pub use due::Pace;
pub use full::full;
pub use repair::{Elsewhere, repair};
pub use sample::Sampled;

use std::collections::{BTreeMap, BTreeSet};

use crate::crypto::hash::NamingSecret;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::id::{PackId, SnapshotId};
use crate::parity_groups;
use crate::state::KnownPack;
use crate::storage;
use crate::vault::{CLEAR_FILES, Vault};

/// What the computer expects to find on the drive.
#[derive(Default)]
pub struct ExpectedDrive {
    /// Packs.
    pub packs: Vec<KnownPack>,
    /// Paths of small objects that were written to it: indexes, manifests, keyring parts.
    pub objects: Vec<String>,
    /// Paths of others that are ours, whether they are on it or not: keyring parts, copies of the ledger.
    pub ours: Vec<String>,
    /// Authenticates `vault.json`.
    pub vault_key: Option<NamingSecret>,
}

/// How much was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Checksums of every object.
    Quick,
    /// Every object looked at, some packs read, some files restored.
    Drill,
    /// Every chunk opened, every file followed.
    Full,
}

words! { Mode, "Its word in ledger and JSON.":
    Quick => "quick",
    Drill => "drill",
    Full => "full",
}

/// Who suffers from damage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suffers {
    /// Files of which at least one state cannot be restored. The same file counts once.
    pub files: u64,
    /// Snapshots that hold such a state.
    pub snapshots: Vec<SnapshotId>,
}

/// One object that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which. A second copy is named by its own path, below `mirror/`.
    pub object: ObjectPath,
    /// What is wrong with it.
    pub damage: Damage,
    /// Numbers of the damaged segments, where it is a pack.
    pub segments: Vec<usize>,
    /// Who suffers, where keys were there to tell.
    pub suffers: Option<Suffers>,
    /// Its other copy is whole: nothing is lost, but nothing is left to spare either.
    pub spared: bool,
    /// Somebody else left it there: nothing of the backups depends on it.
    pub strange: bool,
    /// It was repaired since.
    pub repaired: bool,
}

impl Finding {
    const fn new(object: ObjectPath, damage: Damage) -> Self {
        Self {
            object,
            damage,
            segments: Vec::new(),
            suffers: None,
            spared: false,
            strange: false,
            repaired: false,
        }
    }

    /// Which of the files in clear it is, if it is one.
    #[must_use]
    pub fn page(&self) -> Option<&'static str> {
        let mut pages = CLEAR_FILES.iter().map(|(name, _)| *name);
        pages.find(|name| names::clear_file(name) == self.object)
    }

    /// Not one of ours, or for people only: nothing of the backups is lost by it. A small object that has
    /// the hash in its name and is none of ours was never one.
    #[must_use]
    pub fn is_strange(&self) -> bool {
        let is_ours =
            !matches!(self.damage, Damage::Malformed | Damage::NotAuthentic | Damage::Newer);
        let is_small = small_objects::first_copy(&self.object).is_some();
        let is_others = self.strange || is_small && !is_ours;
        self.page().is_some() || self.suffers.is_none() && is_others
    }
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How much was verified.
    pub mode: Mode,
    /// Objects looked at, second copies included.
    pub objects: u64,
    /// Bytes read from the drive.
    pub bytes_read: u64,
    /// Bytes of everything listed, where not all of it was read.
    pub bytes_all: u64,
    /// Packs read as a whole by a monthly check.
    pub packs_read: u64,
    /// Entries of files, in different states, that were followed to their bytes; of a monthly check,
    /// files that were restored. 0 without a key.
    pub files_compared: u64,
    /// What restoring some files showed.
    pub sampled: Sampled,
    /// Files of which at least one state cannot be restored, whatever is to blame. The same file counts once.
    pub files_suffering: u64,
    /// What is damaged.
    pub findings: Vec<Finding>,
    /// Packs whose every byte is good.
    pub packs_good: Vec<PackId>,
    /// Packs that are damaged or missing.
    pub packs_bad: Vec<PackId>,
    /// Segments that were overwritten on purpose.
    pub wiped_segments: u64,
}

impl Report {
    /// How many findings are still there.
    #[must_use]
    pub fn open_findings(&self) -> u64 {
        self.findings.iter().filter(|finding| !finding.repaired).count() as u64
    }

    const fn new(mode: Mode) -> Self {
        Self {
            mode,
            objects: 0,
            bytes_read: 0,
            bytes_all: 0,
            packs_read: 0,
            files_compared: 0,
            sampled: Sampled { compared: 0, failed: 0, compared_live: 0, live_differs: 0 },
            files_suffering: 0,
            findings: Vec::new(),
            packs_good: Vec::new(),
            packs_bad: Vec::new(),
            wiped_segments: 0,
        }
    }

    /// Whether everything is whole, or was made whole again.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }

    /// Whether all that belongs to the backups is whole: what is strange takes nothing from them.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired || finding.is_strange())
    }

    /// What is damaged and of which this drive holds no other copy.
    pub fn losses(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|found| !found.repaired && !found.spared && !found.is_strange())
    }

    /// The number of the finding about an object, which is made if there is none.
    fn finding(&mut self, object: &ObjectPath, damage: Damage) -> usize {
        let known = self.findings.iter().position(|finding| finding.object == *object);
        known.unwrap_or_else(|| {
            self.findings.push(Finding::new(object.clone(), damage));
            self.findings.len() - 1
        })
    }

    /// What opening the small objects showed: their hashes may be right all the same.
    fn add_damaged<'a>(&mut self, damaged: impl Iterator<Item = &'a (ObjectPath, Damage)>) {
        for (object, damage) in damaged {
            self.finding(object, *damage);
        }
    }

    fn announce(&self, observer: &dyn Observer) {
        for finding in &self.findings {
            observer.on(Event::Finding {
                object: finding.object.as_str(),
                damage: finding.damage,
                files: finding.suffers.as_ref().map(|suffers| suffers.files),
            });
        }
    }
}

/// Checks every object of a vault without a key.
///
/// # Errors
/// `Interrupted`, or when the drive is gone. Damage is in the report.
pub fn quick(
    vault: &Vault<'_>,
    known: Option<&ExpectedDrive>,
    observer: &dyn Observer,
) -> Result<Report> {
    let mut report = Report::new(Mode::Quick);
    let listing = Listing::of(vault, known)?;
    observer.on(Event::Step { step: Step::Read, total_bytes: Some(listing.bytes()) });
    small_objects::check(
        vault,
        &listing,
        known.and_then(|known| known.vault_key.as_ref()),
        &mut report,
        observer,
    )?;
    packs::check(vault, &listing, known, &mut report, observer)?;
    report.announce(observer);
    Ok(report)
}

/// What is listed on a drive or expected there, sorted by what it is. Unknown files are left out.
struct Listing {
    /// Everything listed, with its length in bytes.
    lengths: BTreeMap<ObjectPath, u64>,
    /// First copies of small objects, also those of which only the second is there.
    small: BTreeSet<ObjectPath>,
    /// Packs, with the length to read: the listed one, or else the expected one.
    packs: BTreeMap<PackId, u64>,
    /// Parity objects.
    parity: Vec<ObjectPath>,
    /// Folders that cannot be listed, and why.
    unlisted: Vec<(ObjectPath, Damage)>,
}

impl Listing {
    fn of(vault: &Vault<'_>, known: Option<&ExpectedDrive>) -> Result<Self> {
        let survey = storage::survey(vault.storage, "")?;
        let unlisted = survey.unlisted;
        let lengths: BTreeMap<_, _> = survey.objects.into_iter().collect();
        let expected = known.into_iter().flat_map(|known| &known.objects);
        let expected = expected.filter_map(|path| ObjectPath::parse(path));
        let small = lengths
            .keys()
            .cloned()
            .chain(expected)
            .filter_map(|path| small_objects::first_copy(&path));
        let small = small.collect();
        let known_packs = known.into_iter().flat_map(|known| &known.packs);
        let mut packs: BTreeMap<_, _> = known_packs.map(|pack| (pack.id, pack.bytes)).collect();
        packs.extend(
            lengths
                .iter()
                .filter_map(|(path, bytes)| Some((parity_groups::pack_id(path)?, *bytes))),
        );
        let is_parity = |path: &&ObjectPath| parity_groups::hash_in_name(path).is_some();
        let parity = lengths.keys().filter(is_parity).cloned().collect();
        Ok(Self { lengths, small, packs, parity, unlisted })
    }

    /// Bytes that will be read, about.
    fn bytes(&self) -> u64 {
        self.lengths.values().sum()
    }
}

/// `Damaged` as a value, anything else as an error: one bad object must not end a verification.
pub(crate) fn damage_of<T>(result: Result<T>) -> Result<std::result::Result<T, Damage>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Damaged { damage, .. }) => Ok(Err(damage)),
        Err(other) => Err(other),
    }
}

/// The object of a pack.
fn pack_object(pack: PackId) -> ObjectPath {
    names::pack(pack)
}

#[cfg(test)]
mod tests;
