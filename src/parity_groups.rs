//! Parity as it lies on a drive: which groups of packs there are, making a group, letting one go.
//!
//! Packs are protected sixteen at a time, in a *full* group. Those left over make a *small* group at
//! once; when enough of these have come together, a full group takes their place, and only when it
//! is durable are they removed. A group counts while all its packs and all its parity objects are
//! there. Parity never learns of damage: a pack that fails its own table is left out.

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
use crate::vault::{PackProof, Vault, read_table};

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

    /// Whether it has as many members as a group should.
    fn is_full(&self) -> bool {
        self.table.group().members().len() >= GROUP_MEMBERS
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

/// Writes parity for `packs`; see [`plan`] and [`Plan::execute`].
///
/// # Errors
/// `Interrupted`, or when the drive cannot be read or written.
pub fn protect(
    vault: &Vault<'_>,
    packs: &[(PackId, u64)],
    observer: &dyn Observer,
) -> Result<Vec<ObjectPath>> {
    let wanted: HashSet<PackId> = packs.iter().map(|(pack, _)| *pack).collect();
    let plan = plan_for(vault, |pack| wanted.contains(&pack))?;
    if plan.groups.is_empty() {
        return Ok(Vec::new());
    }
    observer.on(Event::Step { step: Step::Parity, total_bytes: Some(plan.bytes()) });
    plan.execute(vault, &mut HashSet::new(), observer)
}

/// Groups that are to be made.
#[derive(Default)]
pub struct Plan {
    groups: Vec<Vec<Member>>,
    small: Vec<ParityGroup>,
    in_full_groups: HashSet<PackId>,
}

/// Plans the protection of every pack that has none: full groups of as many as there are, together
/// with the members of small groups; what is left over makes a small group of its own.
///
/// # Errors
/// When the drive cannot be read.
pub fn plan(vault: &Vault<'_>) -> Result<Plan> {
    plan_for(vault, |_| true)
}

fn plan_for(vault: &Vault<'_>, is_wanted: impl Fn(PackId) -> bool) -> Result<Plan> {
    let packs = packs_on(vault)?;
    let lengths: HashMap<PackId, u64> = packs.iter().copied().collect();
    let complete = groups(vault)?.into_iter().filter(|group| group.is_complete(&lengths));
    let (full, small): (Vec<_>, Vec<_>) = complete.partition(ParityGroup::is_full);
    let in_full_groups: HashSet<PackId> = packs_of(&full).collect();
    let mut seen = in_full_groups.clone();
    let grouped: Vec<PackId> = packs_of(&small).filter(|pack| seen.insert(*pack)).collect();
    let alone: HashSet<PackId> =
        packs.iter().map(|(pack, _)| *pack).filter(|pack| !seen.contains(pack)).collect();
    let new = packs.iter().map(|(pack, _)| *pack);
    let new = new.filter(|pack| alone.contains(pack) && is_wanted(*pack));
    let waiting: Vec<Member> = grouped
        .into_iter()
        .chain(new)
        .filter_map(|pack| Some(Member { pack, bytes: *lengths.get(&pack)? }))
        .collect();
    let (together, rest) = waiting.as_chunks::<GROUP_MEMBERS>();
    let rest = rest.iter().filter(|member| alone.contains(&member.pack)).copied().collect();
    let mut groups: Vec<Vec<Member>> = together.iter().map(|group| group.to_vec()).collect();
    groups.push(rest);
    groups.retain(|group| !group.is_empty());
    Ok(Plan { groups, small, in_full_groups })
}

fn packs_of(groups: &[ParityGroup]) -> impl Iterator<Item = PackId> {
    groups.iter().flat_map(|group| group.table.group().members()).map(|member| member.pack)
}

impl Plan {
    /// Bytes that are read to carry it out.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.groups.iter().flatten().map(|member| member.bytes).sum()
    }

    /// Makes the groups, each durable before the next, then removes small groups whose members have
    /// all found a place in a full one. A pack that fails its own table is left out. Reads each
    /// pack once and adds it to `proven` when every byte of it was good.
    ///
    /// # Errors
    /// `Interrupted`, or when the drive cannot be read or written. Stopping anywhere leaves every
    /// pack at least as protected as before.
    pub fn execute(
        mut self,
        vault: &Vault<'_>,
        proven: &mut HashSet<PackId>,
        observer: &dyn Observer,
    ) -> Result<Vec<ObjectPath>> {
        let mut written = Vec::new();
        for members in std::mem::take(&mut self.groups) {
            let made = make_group(vault, members, observer)?;
            proven.extend(made.members.iter().map(|member| member.pack));
            for bytes in &made.objects {
                let object = layout::parity(hash::object_hash(bytes));
                vault.storage.put(&object, bytes)?;
                written.push(object);
            }
            if made.members.len() >= GROUP_MEMBERS {
                self.in_full_groups.extend(made.members.iter().map(|member| member.pack));
            }
        }
        for group in &self.small {
            let mut members = group.table.group().members().iter();
            if members.all(|member| self.in_full_groups.contains(&member.pack)) {
                remove_objects(vault, group)?;
            }
        }
        Ok(written)
    }
}

/// Parity objects in a group of so many members: one for up to eight, so that a small group takes
/// no more room than its longest pack, and two from then on.
const fn parity_for(members: usize) -> usize {
    if members * GROUP_PARITY <= GROUP_MEMBERS { 1 } else { GROUP_PARITY }
}

fn remove_objects(vault: &Vault<'_>, group: &ParityGroup) -> Result<u64> {
    for (object, _) in group.objects.values() {
        vault.storage.remove(object)?;
    }
    Ok(group.objects.len() as u64)
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
            removed += remove_objects(vault, &group)?;
        }
    }
    Ok(removed)
}

/// A group and the bytes of its parity objects.
struct Made {
    members: Vec<Member>,
    objects: Vec<Vec<u8>>,
}

/// Makes the parity of those members that are sound.
fn make_group(
    vault: &Vault<'_>,
    mut members: Vec<Member>,
    observer: &dyn Observer,
) -> Result<Made> {
    while !members.is_empty() {
        if observer.stop_requested() {
            return Err(Error::Interrupted);
        }
        let bad = match try_group(vault, &members, observer)? {
            Ok(objects) => return Ok(Made { members, objects }),
            Err(bad) => bad,
        };
        members.retain(|member| !bad.contains(&member.pack));
    }
    Ok(Made { members, objects: Vec::new() })
}

/// What ends the reading of a group.
enum Stop {
    /// A member cannot be read.
    Bad(PackId),
    /// Nothing can be done.
    Failed(Error),
}

/// The parity objects of a group, or its members that are not what their own tables say.
fn try_group(
    vault: &Vault<'_>,
    members: &[Member],
    observer: &dyn Observer,
) -> Result<std::result::Result<Vec<Vec<u8>>, HashSet<PackId>>> {
    let (mut proofs, mut bad) = (Vec::with_capacity(members.len()), HashSet::new());
    for member in members {
        match read_table(vault, member.pack, member.bytes) {
            Ok(table) => proofs.push(PackProof::new(table, member.bytes)),
            Err(Error::Damaged { .. }) => drop(bad.insert(member.pack)),
            Err(other) => return Err(other),
        }
    }
    if !bad.is_empty() {
        return Ok(Err(bad));
    }
    let id = GroupId(hash::random_id());
    let group =
        Group::new(id, members.to_vec(), parity_for(members.len())).map_err(|_| refused())?;
    match encode(vault, &group, &mut proofs, observer) {
        Ok(objects) => {
            for proof in proofs {
                bad.extend(failed(proof)?);
            }
            Ok(if bad.is_empty() { Ok(objects) } else { Err(bad) })
        }
        Err(ParityError::Storage(Stop::Bad(pack))) => Ok(Err(HashSet::from([pack]))),
        Err(ParityError::Storage(Stop::Failed(error))) => Err(error),
        Err(_) => Err(refused()),
    }
}

fn refused() -> Error {
    Error::damaged(&layout::vault_json(), Damage::TooLarge)
}

/// The pack, if it failed its proof.
fn failed(proof: PackProof) -> Result<Option<PackId>> {
    let pack = proof.pack();
    match proof.finish() {
        Ok(check) => Ok((!check.damaged.is_empty()).then_some(pack)),
        Err(Error::Damaged { .. }) => Ok(Some(pack)),
        Err(other) => Err(other),
    }
}

fn encode(
    vault: &Vault<'_>,
    group: &Group,
    proofs: &mut [PackProof],
    observer: &dyn Observer,
) -> std::result::Result<Vec<Vec<u8>>, ParityError<Stop>> {
    let room = usize::try_from(group.object_bytes()).unwrap_or_default();
    let mut objects = vec![Vec::new(); group.parity()];
    objects.iter_mut().for_each(|object| object.reserve_exact(room));
    let read = |place: usize, at: u64, into: &mut [u8]| {
        let nowhere = || Stop::Failed(refused());
        let proof = proofs.get_mut(place).ok_or_else(nowhere)?;
        let pack = proof.pack();
        match fill(vault, &layout::pack(pack), at, into).map_err(Stop::Failed)? {
            Found::Whole => proof.update(into),
            Found::Lost => return Err(Stop::Bad(pack)),
        }
        observer.on(Event::Advanced { bytes: into.len() as u64 });
        if observer.stop_requested() { Err(Stop::Failed(Error::Interrupted)) } else { Ok(()) }
    };
    let write = |number: usize, bytes: &[u8]| {
        let object = objects.get_mut(number).ok_or_else(|| Stop::Failed(refused()))?;
        object.extend_from_slice(bytes);
        Ok(())
    };
    parity::encode(group, &piece_hash, read, write)?;
    Ok(objects)
}
