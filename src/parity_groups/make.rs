//! Making groups: which packs come together, and the bytes of their parity objects.

use std::collections::{HashMap, HashSet};

use super::{ParityGroup, fill, groups, name_of, packs_on, piece_hash};
use crate::crypto::hash;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::id::PackId;
use crate::parity::{
    self, Found, GROUP_MEMBERS, GROUP_PARITY, Group, GroupId, Member, ParityError,
};
use crate::state::Permit;
use crate::vault::{PackProof, Vault, read_table};

/// Writes parity for `packs`; see [`plan`] and [`Plan::execute`].
///
/// # Errors
/// `Interrupted`, or when the drive cannot be read or written.
pub fn protect(
    vault: &Vault<'_>,
    permit: &Permit,
    packs: &[(PackId, u64)],
    observer: &dyn Observer,
) -> Result<Vec<ObjectPath>> {
    let wanted: HashSet<PackId> = packs.iter().map(|(pack, _)| *pack).collect();
    let plan = plan_for(vault, |pack| wanted.contains(&pack), &HashSet::new())?;
    carry_out(vault, permit, plan, observer)
}

/// Writes parity for every pack that has none.
///
/// # Errors
/// As [`protect`].
pub fn protect_all(
    vault: &Vault<'_>,
    permit: &Permit,
    observer: &dyn Observer,
) -> Result<Vec<ObjectPath>> {
    carry_out(vault, permit, plan(vault)?, observer)
}

fn carry_out(
    vault: &Vault<'_>,
    permit: &Permit,
    plan: Plan,
    observer: &dyn Observer,
) -> Result<Vec<ObjectPath>> {
    if plan.groups.is_empty() {
        return Ok(Vec::new());
    }
    observer.on(Event::Step { step: Step::Parity, total_bytes: Some(plan.bytes()) });
    plan.execute(vault, Some(permit), &mut HashSet::new(), observer)
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
    plan_without(vault, &HashSet::new())
}

/// The same, as if these parity objects were not there.
///
/// # Errors
/// As [`plan`].
pub fn plan_without(vault: &Vault<'_>, worthless: &HashSet<ObjectPath>) -> Result<Plan> {
    plan_for(vault, |_| true, worthless)
}

fn plan_for(
    vault: &Vault<'_>,
    is_wanted: impl Fn(PackId) -> bool,
    worthless: &HashSet<ObjectPath>,
) -> Result<Plan> {
    let packs = packs_on(vault)?;
    let lengths: HashMap<PackId, u64> = packs.iter().copied().collect();
    let is_good = |group: &ParityGroup| {
        let has_worthless = group.objects.values().any(|(object, _)| worthless.contains(object));
        group.is_complete(&lengths) && !has_worthless
    };
    let complete = groups(vault)?.into_iter().filter(is_good);
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
    /// all found a place in a full one, if there is leave to. A pack that fails its own table is left out. Reads each
    /// pack once and adds it to `proven` when every byte of it was good.
    ///
    /// # Errors
    /// `Interrupted`, or when the drive cannot be read or written. Stopping anywhere leaves every
    /// pack at least as protected as before.
    pub fn execute(
        mut self,
        vault: &Vault<'_>,
        permit: Option<&Permit>,
        proven: &mut HashSet<PackId>,
        observer: &dyn Observer,
    ) -> Result<Vec<ObjectPath>> {
        let mut written = Vec::new();
        for members in std::mem::take(&mut self.groups) {
            let made = make_group(vault, members, observer)?;
            proven.extend(made.members.iter().map(|member| member.pack));
            for bytes in &made.objects {
                let object = name_of(bytes);
                vault.storage.put(&object, bytes)?;
                written.push(object);
            }
            if made.members.len() >= GROUP_MEMBERS {
                self.in_full_groups.extend(made.members.iter().map(|member| member.pack));
            }
        }
        for group in self.small.iter().filter(|_| permit.is_some()) {
            let mut members = group.table.group().members().iter();
            if members.all(|member| self.in_full_groups.contains(&member.pack)) {
                group.names().try_for_each(|object| vault.storage.remove(object))?;
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

pub(super) fn refused() -> Error {
    Error::damaged(&names::vault_json(), Damage::TooLarge)
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
        match fill(vault, &names::pack(pack), at, into).map_err(Stop::Failed)? {
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
