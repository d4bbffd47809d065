//! Manifests, and what it means that one leans on another.
//!
//! A manifest may name an earlier one of its section, its base, and say only what differs from it. Whoever
//! reads gets whole ones: a base that is missing, damaged or no base at all is damage of every manifest
//! that leans on it, and is never guessed.

use std::collections::HashSet;

use crate::error::{Damage, Error, Result};
use crate::format::documents::{ObjectKind, RecordLine, SnapshotLine};
use crate::format::names::{self, Name, NameTime, ObjectPath};
use crate::format::{FORMAT_VERSION, LEANING_VERSION};
use crate::id::{ObjectHash, RecordId, SectionId, SnapshotId};
use crate::vault::listing::objects_in;
use crate::vault::{SectionReader, Vault};

/// A snapshot of one section.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Its object.
    pub object: ObjectPath,
    /// Its number on the drive.
    pub seq: u64,
    /// The manifest on which it leans, which must stay as long as this one does.
    pub base: Option<ObjectPath>,
    /// The snapshot, as a manifest says it that leans on none.
    pub snapshot: SnapshotLine,
    /// All its records, those of the base among them.
    pub records: Vec<RecordLine>,
}

impl Manifest {
    /// When the snapshot was taken, as its name has it.
    ///
    /// # Errors
    /// `Damaged(Malformed)` when no name can hold that time.
    pub fn moment(&self) -> Result<NameTime> {
        let moment = NameTime::parse(&self.snapshot.time);
        moment.ok_or_else(|| Error::damaged(&self.object, Damage::Malformed))
    }

    /// Reads one manifest. Who reads many has [`Manifests`].
    ///
    /// # Errors
    /// As [`Manifests::read`].
    pub fn read(vault: &Vault<'_>, section: &SectionReader, object: &ObjectPath) -> Result<Self> {
        Manifests::new(vault, section).read(object)
    }

    /// Every manifest of a section, oldest first, and those that cannot be read.
    ///
    /// # Errors
    /// When the drive cannot be read.
    #[expect(clippy::type_complexity, reason = "two lists, named above")]
    pub fn all(
        vault: &Vault<'_>,
        section: &SectionReader,
    ) -> Result<(Vec<Self>, Vec<(ObjectPath, Damage)>)> {
        let folder = format!("{}/snapshots", names::section(section.id));
        let (names, mut bad) = objects_in(vault, &folder)?;
        let (mut good, mut manifests) = (Vec::new(), Manifests::new(vault, section));
        for object in names {
            match manifests.read(&object) {
                Ok(manifest) => good.push(manifest),
                Err(Error::Damaged { damage, .. }) => bad.push((object, damage)),
                Err(other) => return Err(other),
            }
        }
        good.sort_by_key(|manifest| manifest.seq);
        Ok((good, bad))
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> SnapshotId {
        self.snapshot.snapshot
    }

    /// The hash in the object's name.
    #[must_use]
    pub fn hash(&self) -> Option<ObjectHash> {
        self.object.own_hash()
    }
}

/// Reads manifests one after the other; a base on which several lean is read once.
pub struct Manifests<'a> {
    vault: &'a Vault<'a>,
    section: &'a SectionReader,
    base: Option<Manifest>,
}

impl<'a> Manifests<'a> {
    /// Nothing was read yet.
    #[must_use]
    pub const fn new(vault: &'a Vault<'a>, section: &'a SectionReader) -> Self {
        Self { vault, section, base: None }
    }

    /// A manifest, and what its base adds.
    ///
    /// # Errors
    /// `Damaged`: as the object is itself, `WithoutBase` where its base is; that one's own damage where
    /// another key or another try may read it.
    pub fn read(&mut self, object: &ObjectPath) -> Result<Manifest> {
        let mut manifest = self.read_alone(object)?;
        let Some(name) = manifest.snapshot.base.take() else { return Ok(manifest) };
        let malformed = || Error::damaged(object, Damage::Malformed);
        let place = place_of(self.section.id, &name).ok_or_else(malformed)?;
        let base = match self.base.take_if(|base| base.object == place) {
            Some(base) => base,
            None => self.read_alone(&place).map_err(|cause| of_base(cause, object))?,
        };
        // So no manifest leans on itself, by whatever detour.
        if base.snapshot.base.is_some() || base.seq >= manifest.seq {
            return Err(malformed());
        }
        let gone = std::mem::take(&mut manifest.snapshot.gone);
        manifest.records = joined(&base.records, gone, std::mem::take(&mut manifest.records));
        manifest.base = Some(place);
        self.base = Some(base);
        Ok(manifest)
    }

    /// What stands in the object itself.
    fn read_alone(&self, object: &ObjectPath) -> Result<Manifest> {
        let document = self.vault.read_document(self.section, ObjectKind::Manifest, object)?;
        // It is proven, so another version of this program wrote it.
        let newer = || Error::damaged(object, Damage::Newer);
        let mut lines = document.raw_lines();
        let first = lines.next().ok_or_else(newer)?;
        let snapshot: SnapshotLine = serde_json::from_slice(first).map_err(|_| newer())?;
        if snapshot.drive != self.vault.drive {
            return Err(Error::damaged(object, Damage::NotAuthentic));
        }
        let leans = snapshot.base.is_some();
        if document.header.refuge != version(&snapshot) || (!leans && !snapshot.gone.is_empty()) {
            return Err(Error::damaged(object, Damage::Malformed));
        }
        let records: Result<Vec<_>> =
            lines.map(|line| serde_json::from_slice(line).map_err(|_| newer())).collect();
        let (object, seq) = (object.clone(), document.header.seq);
        Ok(Manifest { object, seq, base: None, snapshot, records: records? })
    }
}

/// The version that a manifest's header names. A program that knows no bases would show a leaning one
/// with most of its records missing, so that it must refuse it.
pub(super) const fn version(snapshot: &SnapshotLine) -> u32 {
    if snapshot.base.is_some() { LEANING_VERSION } else { FORMAT_VERSION }
}

/// Where a base of that name lies: in the folder of the section's manifests, and nowhere else.
fn place_of(section: SectionId, name: &str) -> Option<ObjectPath> {
    let place = ObjectPath::parse(&format!("{}/snapshots/{name}", names::section(section)))?;
    let is_own = |found: Name| matches!(found, Name::Manifest { section: of, .. } if of == section);
    Name::of(&place).is_some_and(is_own).then_some(place)
}

/// A base that is not whole is damage of whoever leans on it, never the trace of a write that was cut
/// short. What another key opens, or another try reads, is no damage.
fn of_base(cause: Error, leaning: &ObjectPath) -> Error {
    match cause {
        Error::Damaged { damage, .. } if damage == Damage::DoesNotOpen || damage.is_unknown() => {
            cause
        }
        Error::Damaged { .. } => Error::damaged(leaning, Damage::WithoutBase),
        other => other,
    }
}

/// The records of a base, less those that are gone or have a line of their own here, and these.
pub(super) fn joined(
    base: &[RecordLine],
    gone: Vec<RecordId>,
    own: Vec<RecordLine>,
) -> Vec<RecordLine> {
    let mut replaced: HashSet<RecordId> = gone.into_iter().collect();
    replaced.extend(own.iter().map(|line| line.record));
    let mut all: Vec<RecordLine> =
        base.iter().filter(|line| !replaced.contains(&line.record)).cloned().collect();
    all.extend(own);
    RecordLine::sort(&mut all);
    all
}

/// Manifests that lean on another. They go before their bases do, so that whatever a run that was cut short
/// leaves whole can still be understood by the next.
#[derive(Debug, Default)]
pub struct Leaning(HashSet<ObjectPath>);

impl Leaning {
    /// Those of all these.
    pub fn of<'m>(manifests: impl IntoIterator<Item = &'m Manifest>) -> Self {
        let leaning = manifests.into_iter().filter(|manifest| manifest.base.is_some());
        Self(leaning.map(|manifest| manifest.object.clone()).collect())
    }

    /// Puts them before all others.
    pub fn put_first(&self, objects: &mut [ObjectPath]) {
        objects.sort_by_key(|object| !self.0.contains(object));
    }
}
