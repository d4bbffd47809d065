//! Members of a group while they are read: each proves itself on the way.

use std::collections::HashSet;

use super::fill;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer};
use crate::format::names;
use crate::id::PackId;
use crate::parity::{Found, GroupShape, Member};
use crate::vault::{PackProof, Vault, read_table};

/// What ends the reading of a group.
pub(super) enum Stop {
    /// Something of it cannot be read.
    Bad,
    /// Nothing can be done.
    Failed(Error),
}

/// Packs that fail their own table.
pub(super) type Bad = HashSet<PackId>;

/// A group that was made.
pub(super) struct Made {
    pub members: Vec<Member>,
    /// Members that were read, every byte good.
    pub proven: Vec<PackId>,
    /// Its parity objects.
    pub objects: Vec<Vec<u8>>,
}

/// The parity objects of a group while their bytes come.
pub(super) struct Objects(pub Vec<Vec<u8>>);

impl Objects {
    /// Empty, with the room they will need.
    pub(super) fn of(group: &GroupShape) -> Self {
        let room = usize::try_from(group.object_bytes()).unwrap_or_default();
        let mut objects = vec![Vec::new(); group.parity()];
        objects.iter_mut().for_each(|object| object.reserve_exact(room));
        Self(objects)
    }

    /// The next bytes of one of them.
    pub(super) fn write(&mut self, number: usize, bytes: &[u8]) -> std::result::Result<(), Stop> {
        let object = self.0.get_mut(number).ok_or_else(|| Stop::Failed(refused()))?;
        object.extend_from_slice(bytes);
        Ok(())
    }
}

/// Packs that are read from first to last, side by side.
pub(super) struct Reading<'a> {
    vault: &'a Vault<'a>,
    observer: &'a dyn Observer,
    proofs: Vec<PackProof>,
    lost: Bad,
}

impl<'a> Reading<'a> {
    /// Begins with their tables; the inner error is those that have none.
    pub(super) fn begin(
        vault: &'a Vault<'a>,
        members: &[Member],
        observer: &'a dyn Observer,
    ) -> Result<std::result::Result<Self, Bad>> {
        let (mut proofs, mut bad) = (Vec::with_capacity(members.len()), Bad::new());
        for member in members {
            match read_table(vault, member.pack, member.bytes) {
                Ok(table) => proofs.push(PackProof::new(table, member.bytes)),
                Err(Error::Damaged { .. }) => drop(bad.insert(member.pack)),
                Err(other) => return Err(other),
            }
        }
        let reading = Self { vault, observer, proofs, lost: Bad::new() };
        Ok(if bad.is_empty() { Ok(reading) } else { Err(bad) })
    }

    /// The next bytes of one of them.
    pub(super) fn read(
        &mut self,
        number: usize,
        at: u64,
        into: &mut [u8],
    ) -> std::result::Result<(), Stop> {
        let proof = self.proofs.get_mut(number).ok_or_else(|| Stop::Failed(refused()))?;
        let object = names::pack(proof.pack());
        match fill(self.vault, &object, at, into).map_err(Stop::Failed)? {
            Found::Whole => proof.update(into),
            Found::Lost => {
                self.lost.insert(proof.pack());
                return Err(Stop::Bad);
            }
        }
        self.observer.on(Event::Advanced { bytes: into.len() as u64 });
        self.observer.check().map_err(Stop::Failed)
    }

    /// Those that were not what their tables say, after all were read or one could not be.
    pub(super) fn finish(self) -> Result<Bad> {
        let mut bad = self.lost;
        if !bad.is_empty() {
            return Ok(bad);
        }
        for proof in self.proofs {
            let pack = proof.pack();
            match proof.finish() {
                Ok(check) if check.damaged.is_empty() => {}
                Ok(_) | Err(Error::Damaged { .. }) => drop(bad.insert(pack)),
                Err(other) => return Err(other),
            }
        }
        Ok(bad)
    }
}

/// Parity refused what it was given.
pub(super) fn refused() -> Error {
    Error::damaged(&names::vault_json(), Damage::TooLarge)
}
