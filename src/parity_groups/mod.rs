//! Parity as it lies on a drive: which groups of packs there are, making a group, letting one go.
//!
//! Packs are protected sixteen or more at a time, in a *full* group. Where there are too few, they make a
//! *small* group at once, which grows with every backup; when it has members enough, a full group
//! takes its place, and only when that is durable is it removed. A group counts while all its packs and all its parity objects are
//! there. Parity never learns of damage: a pack that fails its own table is left out. What is wiped
//! in a member changes its parity in place, piece by piece (`update`).

mod grow;
mod make;
mod members;
mod update;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::crypto::hash;
use crate::error::{Error, Result};
use crate::format::names::{self, Name, ObjectPath};
use crate::id::{ObjectHash, PackId};
use crate::parity::{
    self, Assessment, Found, GROUP_MEMBERS, GroupId, HEAD_BYTES, OpenedParity, ParityError,
    PieceHash, PieceTable, Shard,
};
use crate::state::Permit;
use crate::storage;
use crate::vault::{self, Vault};

pub use self::make::{Grouping, plan, plan_without, protect, protect_all};
pub use self::update::{Batch, PackChange, batches};

/// A group of packs and the parity objects of it that are on the drive.
pub struct ParityGroup {
    /// Its packs, and the hashes of all pieces.
    pub table: PieceTable,
    /// The parity objects that were found, by number, and whether their frame is whole and agrees
    /// with the table.
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

    fn has_any(&self, packs: &HashSet<PackId>) -> bool {
        self.table.group().members().iter().any(|member| packs.contains(&member.pack))
    }

    fn names(&self) -> impl Iterator<Item = &ObjectPath> {
        self.objects.values().map(|(object, _)| object)
    }

    /// Whether it has as many members as a group should.
    fn is_full(&self) -> bool {
        self.table.group().members().len() >= GROUP_MEMBERS
    }

    fn object(&self, shard: Shard) -> Option<ObjectPath> {
        match shard {
            Shard::Member(place) => {
                self.table.group().members().get(place).map(|member| names::pack(member.pack))
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

/// The hash of its head that a parity object carries in its name; nothing when it is no such name.
#[must_use]
pub fn hash_in_name(object: &ObjectPath) -> Option<ObjectHash> {
    match Name::of(object)? {
        Name::Parity(hash) => Some(hash),
        _ => None,
    }
}

/// The name of a parity object, from its bytes.
#[must_use]
pub fn name_of(bytes: &[u8]) -> ObjectPath {
    names::parity(hash::object_hash(bytes.get(..HEAD_BYTES).unwrap_or(bytes)))
}

/// Whether bytes are those of the parity object of that name: it proves itself, payload included.
#[must_use]
pub fn is_whole(object: &ObjectPath, bytes: &[u8]) -> bool {
    name_of(bytes) == *object && parity::is_whole(bytes, &piece_hash)
}

/// A parity object by its number, and whether its frame is whole and says what the group's says.
type Objects = BTreeMap<usize, (ObjectPath, bool)>;

/// What was found of one group.
#[derive(Default)]
struct Sighted {
    objects: Vec<(ObjectPath, usize, bool, PieceHash)>,
    /// The table to go by, and how good it is: that of a sound object, of the lowest number.
    table: Option<((bool, usize), PieceTable)>,
}

impl Sighted {
    fn add(&mut self, object: ObjectPath, opened: OpenedParity) {
        let OpenedParity { number, table, sound, .. } = opened;
        let head =
            |table: &PieceTable| name_of(&parity::encode_head(table.group(), number, &piece_hash));
        let sound = sound && table.as_ref().is_some_and(|table| head(table) == object);
        let told = table.as_ref().map_or([0; 16], fingerprint);
        self.objects.push((object, number, sound, told));
        let rank = (!sound, number);
        if let Some(table) = table
            && self.table.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            self.table = Some((rank, table));
        }
    }

    /// The group, and what lies there in its name but is of no use to it.
    fn sorted(self) -> (Option<ParityGroup>, Vec<ObjectPath>) {
        let Some((_, table)) = self.table else {
            return (None, self.objects.into_iter().map(|(object, ..)| object).collect());
        };
        let (mut objects, mut strays) = (Objects::new(), Vec::new());
        let wanted = fingerprint(&table);
        let mut found = self.objects;
        found.sort_by_key(|(object, number, sound, _)| (*number, !sound, object.clone()));
        for (object, number, sound, told) in found {
            match objects.entry(number) {
                Entry::Vacant(free) => drop(free.insert((object, sound && told == wanted))),
                Entry::Occupied(_) => strays.push(object),
            }
        }
        (Some(ParityGroup { table, objects }), strays)
    }
}

/// What a table says, whichever object of the group it stands in.
fn fingerprint(table: &PieceTable) -> PieceHash {
    piece_hash(&parity::encode_tail(table, 0, &piece_hash))
}

/// Every group of which at least one table can be read, and parity objects that belong to none.
fn survey(vault: &Vault<'_>) -> Result<(Vec<ParityGroup>, Vec<ObjectPath>)> {
    sorted(vault, vault.storage.list("parity")?)
}

fn sorted(
    vault: &Vault<'_>,
    objects: Vec<(ObjectPath, u64)>,
) -> Result<(Vec<ParityGroup>, Vec<ObjectPath>)> {
    let mut found: BTreeMap<GroupId, Sighted> = BTreeMap::new();
    let mut strays = Vec::new();
    for (object, bytes) in objects {
        if hash_in_name(&object).is_none() {
            continue;
        }
        match parity::open(bytes, &piece_hash, |at, into| fill(vault, &object, at, into))? {
            Some(opened) => found.entry(opened.group).or_default().add(object, opened),
            None => strays.push(object),
        }
    }
    let mut groups = Vec::with_capacity(found.len());
    for (group, left) in found.into_values().map(Sighted::sorted) {
        groups.extend(group);
        strays.extend(left);
    }
    Ok((groups, strays))
}

/// Every group of which at least one table can be read.
///
/// # Errors
/// When the drive cannot be read.
pub fn groups(vault: &Vault<'_>) -> Result<Vec<ParityGroup>> {
    Ok(survey(vault)?.0)
}

/// As [`groups`], past folders that cannot be listed: enough for repairing, not for letting go.
///
/// # Errors
/// When the drive is gone.
pub fn groups_in_sight(vault: &Vault<'_>) -> Result<Vec<ParityGroup>> {
    Ok(sorted(vault, storage::survey(vault.storage, "parity")?.objects)?.0)
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
    match Name::of(object)? {
        Name::Pack(id) => Some(id),
        _ => None,
    }
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

/// What became of parity objects that were to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LetGo {
    /// They are gone.
    pub removed: u64,
    /// They are linked or protected, and stay.
    pub resisting: u64,
}

/// Overwrites and removes the parity of every group that one of `packs` belongs to, so that nothing
/// can bring back what is about to go; and parity of which nobody can say what it belongs to. The
/// other members count as unprotected then.
///
/// # Errors
/// When the drive cannot be read or written.
pub fn release(vault: &Vault<'_>, permit: &Permit, packs: &HashSet<PackId>) -> Result<LetGo> {
    let (groups, mut going) = survey(vault)?;
    let released = groups.iter().filter(|group| group.has_any(packs));
    going.extend(released.flat_map(ParityGroup::names).cloned());
    shred(vault, permit, &going)
}

/// Overwrites parity objects before they are removed: with the other members, what is left of one on
/// the medium would give back what is wiped in a pack.
fn shred(vault: &Vault<'_>, permit: &Permit, objects: &[ObjectPath]) -> Result<LetGo> {
    let mut let_go = LetGo::default();
    if objects.is_empty() {
        return Ok(let_go);
    }
    let lengths: HashMap<ObjectPath, u64> = vault.storage.list("parity")?.into_iter().collect();
    for object in objects {
        match vault::shred(vault.storage, permit, object, lengths.get(object).copied())? {
            None => let_go.removed += 1,
            Some(_) => let_go.resisting += 1,
        }
    }
    Ok(let_go)
}
