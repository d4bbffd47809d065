//! Which of the objects that cannot be used may be ours: whoever removes something, or judges by what is
//! there, must not go past one of these.
//!
//! Whoever can write to a drive can put files there, and none of them may stop erasing for ever. So an
//! object counts for a reason that they cannot bring about: the computer knows it, a proven object names it,
//! it is proven itself and of a later format, or the medium does not give it back. One that no key opens counts
//! besides as long as the keyring has a part that nobody opened: a catalog may be in there.

use std::collections::HashSet;

use crate::error::Damage;
use crate::format::names::ObjectPath;
use crate::id::ObjectHash;
use crate::vault::{Manifest, SectionReader};

/// What of a section of a drive counts.
pub struct Counted<'a> {
    known: &'a HashSet<String>,
    named: HashSet<ObjectHash>,
    parents: HashSet<ObjectHash>,
    is_shut: bool,
}

impl<'a> Counted<'a> {
    /// By the objects that the computer believes to be on the drive, and by its manifests that can be read.
    pub fn new<'m>(
        reader: &SectionReader,
        known: &'a HashSet<String>,
        manifests: impl IntoIterator<Item = &'m Manifest>,
    ) -> Self {
        let (mut named, mut parents) = (HashSet::new(), HashSet::new());
        for manifest in manifests {
            named.extend(&manifest.snapshot.indexes);
            named.extend(manifest.base.as_ref().and_then(ObjectPath::own_hash));
            parents.extend(manifest.snapshot.parent);
        }
        Self { known, named, parents, is_shut: !reader.shut.is_empty() }
    }

    /// The same, where to be named as a parent is no reason: thinning takes parents away, and what a run of it
    /// left half-way must not stop the next.
    #[must_use]
    pub fn without_parents(self) -> Self {
        Self { parents: HashSet::new(), ..self }
    }

    /// Whether something of ours may be lost with an object with which this is the matter.
    #[must_use]
    pub fn has(&self, object: &ObjectPath, damage: Damage) -> bool {
        let is_named = |hash| self.named.contains(&hash) || self.parents.contains(&hash);
        damage.is_unknown()
            || damage == Damage::DoesNotOpen && self.is_shut
            || self.known.contains(object.as_str())
            || object.own_hash().is_some_and(is_named)
    }

    /// The first of these that counts.
    #[must_use]
    pub fn first<'d>(
        &self,
        damaged: impl IntoIterator<Item = &'d (ObjectPath, Damage)>,
    ) -> Option<&'d (ObjectPath, Damage)> {
        damaged.into_iter().find(|(object, damage)| self.has(object, *damage))
    }
}
