//! Parity as it lies on a drive: which groups of packs there are, making a group, letting one go.
//!
//! Packs are protected sixteen at a time, in the order in which they are given. Those left over
//! wait for the next backups to fill their group: until then they exist once only. A group counts
//! while all its packs and all its parity objects are there. Parity never learns of damage: a
//! pack that fails its own table is left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::crypto::hash;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::layout::{self, ObjectPath};
use crate::id::{ObjectHash, PackId};
use crate::parity::{
    self, Assessment, Found, GROUP_MEMBERS, GROUP_PARITY, Group, GroupId, Member, ParityError,
    Shard, Table,
};
use crate::vault::{Vault, check_pack};

/// A group of packs and the parity objects of it that are on the drive.
pub struct ParityGroup {
    /// Its packs, and the hashes of all pieces.
    pub table: Table,
    /// The parity objects that were found, by number, and whether their frame is whole.
    pub objects: BTreeMap<usize, (ObjectPath, bool)>,
}

impl ParityGroup {
    /// Whether every file of the group is there, with its length.
    fn is_complete(&self, packs: &HashMap<PackId, u64>) -> bool {
        let group = self.table.group();
        let has = |number| self.objects.get(&number).is_some_and(|(_, sound)| *sound);
        (0..group.parity()).all(has)
            && group.members().iter().all(|member| packs.get(&member.pack) == Some(&member.bytes))
    }

    fn object(&self, shard: Shard) -> Option<ObjectPath> {
        match shard {
            Shard::Member(place) => {
                self.table.group().members().get(place).map(|member| layout::pack(member.pack))
            }
            Shard::Parity(number) => self.objects.get(&number).map(|(object, _)| object.clone()),
        }
    }

    fn read(&self, vault: &Vault<'_>, shard: Shard, at: u64, into: &mut [u8]) -> Result<Found> {
        self.object(shard).map_or(Ok(Found::Lost), |object| fill(vault, &object, at, into))
    }

    /// Reads the whole group and finds its bad pieces.
    ///
    /// # Errors
    /// When the drive is gone.
    pub fn assess(&self, vault: &Vault<'_>) -> Result<Assessment> {
        parity::assess(&self.table, &piece_hash, |shard, at, into| {
            self.read(vault, shard, at, into)
        })
    }

    /// The bytes of one file of the group as they were; nothing when too much is lost.
    ///
    /// # Errors
    /// When the drive is gone.
    pub fn rebuild(
        &self,
        vault: &Vault<'_>,
        assessment: &Assessment,
        shard: Shard,
    ) -> Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let done = parity::repair(
            &self.table,
            assessment,
            &[shard],
            &piece_hash,
            |shard, at, into| self.read(vault, shard, at, into),
            |_, _, piece| {
                bytes.extend_from_slice(piece);
                Ok(())
            },
        );
        match done {
            Ok(()) => Ok(Some(bytes)),
            Err(ParityError::Storage(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// The hash parity objects are made with.
fn piece_hash(bytes: &[u8]) -> parity::PieceHash {
    hash::object_hash(bytes).0
}

fn fill(vault: &Vault<'_>, object: &ObjectPath, at: u64, into: &mut [u8]) -> Result<Found> {
    match vault.storage.read(object, at, into.len()) {
        Ok(bytes) if bytes.len() == into.len() => {
            into.copy_from_slice(&bytes);
            Ok(Found::Whole)
        }
        Ok(_) | Err(Error::Damaged { .. }) => Ok(Found::Lost),
        Err(other) => Err(other),
    }
}

/// The hash of its bytes that a parity object carries in its name.
#[must_use]
pub fn hash_in_name(object: &ObjectPath) -> Option<ObjectHash> {
    let hash = object.file_name().strip_suffix(".par")?.parse().ok()?;
    (layout::parity(hash) == *object).then_some(hash)
}

/// Parity objects of a group by number, and whether each is sound.
type Objects = BTreeMap<usize, (ObjectPath, bool)>;

/// Every group of which at least one table can be read.
///
/// # Errors
/// When the drive cannot be read.
pub fn groups(vault: &Vault<'_>) -> Result<Vec<ParityGroup>> {
    let mut found: BTreeMap<GroupId, (Option<Table>, Objects)> = BTreeMap::new();
    for (object, bytes) in vault.storage.list("parity")? {
        if hash_in_name(&object).is_none() {
            continue;
        }
        let opened = parity::open(bytes, &piece_hash, |at, into| fill(vault, &object, at, into))?;
        let Some(opened) = opened else { continue };
        let (table, objects) = found.entry(opened.group).or_default();
        *table = table.take().or(opened.table);
        let known_sound = objects.get(&opened.number).is_some_and(|(_, sound)| *sound);
        if !known_sound {
            objects.insert(opened.number, (object, opened.sound));
        }
    }
    let whole = |(table, objects): (Option<Table>, _)| Some(ParityGroup { table: table?, objects });
    Ok(found.into_values().filter_map(whole).collect())
}

/// Every pack on the drive and its length in bytes, in the order of the listing.
///
/// # Errors
/// When the drive cannot be listed.
pub fn packs_on(vault: &Vault<'_>) -> Result<Vec<(PackId, u64)>> {
    let listed = vault.storage.list("packs")?;
    Ok(listed.iter().filter_map(|(object, bytes)| Some((pack_id(object)?, *bytes))).collect())
}

/// The id of a pack, from a name that a pack can have.
#[must_use]
pub fn pack_id(object: &ObjectPath) -> Option<PackId> {
    let id = object.file_name().strip_suffix(".pack")?.parse().ok()?;
    (layout::pack(id) == *object).then_some(id)
}

/// Packs that no complete group protects, and their lengths in bytes.
///
/// # Errors
/// When the drive cannot be read.
pub fn unprotected(vault: &Vault<'_>) -> Result<Vec<(PackId, u64)>> {
    let packs = packs_on(vault)?;
    let lengths: HashMap<PackId, u64> = packs.iter().copied().collect();
    let groups = groups(vault)?;
    let complete = groups.iter().filter(|group| group.is_complete(&lengths));
    let members = complete.flat_map(|group| group.table.group().members());
    let protected: HashSet<PackId> = members.map(|member| member.pack).collect();
    Ok(packs.into_iter().filter(|(pack, _)| !protected.contains(pack)).collect())
}

/// Writes parity for as many full groups as the sound ones among `packs` make; the rest is left
/// for later. Each pack is read twice: once for its own proof, once for the parity.
///
/// # Errors
/// `Interrupted`, or when the drive cannot be read or written.
pub fn protect(
    vault: &Vault<'_>,
    packs: &[(PackId, u64)],
    observer: &dyn Observer,
) -> Result<Vec<ObjectPath>> {
    let mut written = Vec::new();
    if packs.len() < GROUP_MEMBERS {
        return Ok(written);
    }
    let total_bytes = Some(packs.iter().map(|(_, bytes)| bytes).sum());
    observer.on(Event::Step { step: Step::Parity, total_bytes });
    let mut members = Vec::with_capacity(GROUP_MEMBERS);
    for (pack, bytes) in packs {
        if observer.stop_requested() {
            return Err(Error::Interrupted);
        }
        if is_sound(vault, *pack, *bytes)? {
            members.push(Member { pack: *pack, bytes: *bytes });
        }
        observer.on(Event::Advanced { bytes: *bytes });
        if members.len() == GROUP_MEMBERS {
            written.extend(write_group(vault, std::mem::take(&mut members))?);
        }
    }
    Ok(written)
}

/// Removes the parity of every group that one of `packs` belongs to, so that nothing can bring
/// back what is about to be overwritten in it. The other members count as unprotected then.
///
/// # Errors
/// When the drive cannot be read or written.
pub fn release(vault: &Vault<'_>, packs: &HashSet<PackId>) -> Result<u64> {
    let mut removed = 0;
    for group in groups(vault)? {
        let members = group.table.group().members();
        if members.iter().any(|member| packs.contains(&member.pack)) {
            for (object, _) in group.objects.values() {
                vault.storage.remove(object)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn is_sound(vault: &Vault<'_>, pack: PackId, bytes: u64) -> Result<bool> {
    match check_pack(vault, pack, bytes) {
        Ok(check) => Ok(check.damaged.is_empty()),
        Err(Error::Damaged { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

fn write_group(vault: &Vault<'_>, members: Vec<Member>) -> Result<Vec<ObjectPath>> {
    let id = GroupId(hash::random_id());
    let refused = || Error::damaged(&layout::vault_json(), Damage::TooLarge);
    let group = Group::new(id, members, GROUP_PARITY).map_err(|_| refused())?;
    let mut objects = vec![Vec::new(); group.parity()];
    let read = |place: usize, at: u64, into: &mut [u8]| {
        let member = group.members().get(place).ok_or_else(refused)?;
        let object = layout::pack(member.pack);
        match fill(vault, &object, at, into)? {
            Found::Whole => Ok(()),
            Found::Lost => Err(Error::damaged(&object, Damage::Unreadable)),
        }
    };
    let write = |number: usize, bytes: &[u8]| {
        objects.get_mut(number).ok_or_else(refused)?.extend_from_slice(bytes);
        Ok(())
    };
    match parity::encode(&group, &piece_hash, read, write) {
        Ok(_) => {}
        Err(ParityError::Storage(error)) => return Err(error),
        Err(_) => return Err(refused()),
    }
    let put = |bytes: &Vec<u8>| {
        let object = layout::parity(hash::object_hash(bytes));
        vault.storage.put(&object, bytes).map(|()| object)
    };
    objects.iter().map(put).collect()
}
