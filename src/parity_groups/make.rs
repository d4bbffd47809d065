//! Making groups: which packs come together, and the bytes of their parity objects.

use std::collections::{HashMap, HashSet};

use super::members::{Bad, Made, Objects, Reading, Stop, refused};
use super::{ParityGroup, groups, grow, name_of, packs_on, piece_hash};
use crate::crypto::hash;
use crate::error::Result;
use crate::event::{Event, Observer, Step};
use crate::format::names::ObjectPath;
use crate::id::PackId;
use crate::parity::{
    self, GROUP_MEMBERS, GROUP_PARITY, GroupId, GroupShape, Member, PIECE_BYTES, ParityError,
};
use crate::state::Permit;
use crate::vault::Vault;

/// Two parity objects are dear when they take more than one part in so many of their group.
const DEAR_SHARE: u64 = 5;

/// Writes parity for `packs`; see [`plan`] and [`Grouping::execute`].
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
    plan: Grouping,
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
pub struct Grouping {
    groups: Vec<Planned>,
    small: Vec<ParityGroup>,
    /// Packs that have a place in a full group.
    placed: HashSet<PackId>,
}

/// A group that is to be made.
struct Planned {
    members: Vec<Member>,
    /// Number of the small group whose members come first and whose parity is taken over.
    grows: Option<usize>,
}

/// Plans the protection of every pack that has none: as many full groups as there are members for,
/// counting those of small groups; when these are too few, one small group of them all.
///
/// # Errors
/// When the drive cannot be read.
pub fn plan(vault: &Vault<'_>) -> Result<Grouping> {
    plan_without(vault, &HashSet::new())
}

/// The same, as if these parity objects were not there.
///
/// # Errors
/// As [`plan`].
pub fn plan_without(vault: &Vault<'_>, worthless: &HashSet<ObjectPath>) -> Result<Grouping> {
    plan_for(vault, |_| true, worthless)
}

fn plan_for(
    vault: &Vault<'_>,
    is_wanted: impl Fn(PackId) -> bool,
    worthless: &HashSet<ObjectPath>,
) -> Result<Grouping> {
    let packs = packs_on(vault)?;
    let lengths: HashMap<PackId, u64> = packs.iter().copied().collect();
    let is_good = |group: &ParityGroup| {
        let has_worthless = group.objects.values().any(|(object, _)| worthless.contains(object));
        group.is_complete(&lengths) && !has_worthless
    };
    let complete = groups(vault)?.into_iter().filter(is_good);
    let (full, small): (Vec<_>, Vec<_>) = complete.partition(ParityGroup::is_full);
    let placed: HashSet<PackId> = packs_of(&full).collect();
    let mut seen = placed.clone();
    let grouped: Vec<PackId> = packs_of(&small).filter(|pack| seen.insert(*pack)).collect();
    let new: Vec<Member> = packs
        .iter()
        .filter(|(pack, _)| !seen.contains(pack) && is_wanted(*pack))
        .map(|(pack, bytes)| Member { pack: *pack, bytes: *bytes })
        .collect();
    let member = |pack: PackId| Some(Member { pack, bytes: *lengths.get(&pack)? });
    let grouped: Vec<Member> = grouped.into_iter().filter_map(member).collect();
    let waiting = grouped.len() + new.len();
    let groups = if new.is_empty() {
        Vec::new()
    } else if waiting >= GROUP_MEMBERS {
        full_groups([grouped, new].concat())
    } else {
        vec![small_group(&small, grouped, new)]
    };
    Ok(Grouping { groups, small, placed })
}

/// Groups of about as many members each, those of one length together: a parity object is as long
/// as the longest member.
fn full_groups(mut members: Vec<Member>) -> Vec<Planned> {
    members.sort_by_key(|member| (std::cmp::Reverse(member.bytes), member.pack));
    let count = (members.len() / GROUP_MEMBERS).max(1);
    let mut groups = Vec::with_capacity(count);
    for left in (1..=count).rev() {
        let later = members.split_off(members.len().div_ceil(left));
        groups.push(Planned { members, grows: None });
        members = later;
    }
    groups
}

/// One group of all that wait. Where a small group has all that were grouped, its parity is taken over.
fn small_group(small: &[ParityGroup], grouped: Vec<Member>, new: Vec<Member>) -> Planned {
    let has_all = |group: &ParityGroup| {
        let group = group.table.group();
        group.parity() == 1 && group.members().len() == grouped.len()
    };
    let grows = small.iter().position(has_all);
    let known = grows.and_then(|number| small.get(number));
    let known = known.map_or(grouped, |group| group.table.group().members().to_vec());
    Planned { members: [known, new].concat(), grows }
}

fn packs_of(groups: &[ParityGroup]) -> impl Iterator<Item = PackId> {
    groups.iter().flat_map(|group| group.table.group().members()).map(|member| member.pack)
}

impl Grouping {
    /// Bytes that are read to carry it out, about.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.groups.iter().map(|planned| self.bytes_of(planned)).sum()
    }

    fn bytes_of(&self, planned: &Planned) -> u64 {
        let grown = planned.grows.and_then(|number| self.small.get(number));
        let known = grown.map_or(0, |group| group.table.group().members().len());
        planned.members.iter().skip(known).map(|member| member.bytes).sum()
    }

    /// Makes the groups, each durable before the next, then removes small groups whose members have
    /// all found another place, if there is leave to. A pack that fails its own table is left out. Reads each
    /// new pack once and adds it to `proven` when every byte of it was good.
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
        for planned in std::mem::take(&mut self.groups) {
            let grown = planned.grows.and_then(|number| self.small.get(number));
            let made = match grown {
                Some(group) => grow::group(vault, group, &planned.members, observer)?,
                None => None,
            };
            let made = match made {
                Some(made) => made,
                None => make_group(vault, planned.members, observer)?,
            };
            proven.extend(made.proven.iter());
            for bytes in &made.objects {
                let object = name_of(bytes);
                vault.storage.put(&object, bytes)?;
                written.push(object);
            }
            self.placed.extend(made.members.iter().map(|member| member.pack));
        }
        for group in self.small.iter().filter(|_| permit.is_some()) {
            let mut members = group.table.group().members().iter();
            if members.all(|member| self.placed.contains(&member.pack)) {
                group.names().try_for_each(|object| vault.storage.remove(object))?;
            }
        }
        Ok(written)
    }
}

/// Parity objects of a group: one while it is small, so that it takes no more room than its longest
/// pack; two when it is full, unless a few long packs among short ones would make these dear.
fn parity_for(members: &[Member]) -> usize {
    let pieces = |member: &Member| member.bytes.div_ceil(PIECE_BYTES as u64);
    let all: u64 = members.iter().map(pieces).sum();
    let longest = members.iter().map(pieces).max().unwrap_or(0);
    let is_cheap = longest * GROUP_PARITY as u64 * DEAR_SHARE <= all;
    if members.len() >= GROUP_MEMBERS && is_cheap { GROUP_PARITY } else { 1 }
}

/// Makes the parity of those members that are sound.
fn make_group(
    vault: &Vault<'_>,
    mut members: Vec<Member>,
    observer: &dyn Observer,
) -> Result<Made> {
    while !members.is_empty() {
        observer.check()?;
        let bad = match try_group(vault, &members, observer)? {
            Ok(objects) => {
                let proven = members.iter().map(|member| member.pack).collect();
                return Ok(Made { members, proven, objects });
            }
            Err(bad) => bad,
        };
        members.retain(|member| !bad.contains(&member.pack));
    }
    Ok(Made { members, proven: Vec::new(), objects: Vec::new() })
}

/// The parity objects of a group, or its members that are not what their own tables say.
fn try_group(
    vault: &Vault<'_>,
    members: &[Member],
    observer: &dyn Observer,
) -> Result<std::result::Result<Vec<Vec<u8>>, Bad>> {
    let mut reading = match Reading::begin(vault, members, observer)? {
        Ok(reading) => reading,
        Err(bad) => return Ok(Err(bad)),
    };
    let id = GroupId(hash::random_id());
    let group =
        GroupShape::new(id, members.to_vec(), parity_for(members)).map_err(|_| refused())?;
    let objects = match encode(&group, &mut reading) {
        Ok(objects) => objects,
        Err(ParityError::Storage(Stop::Bad)) => Vec::new(),
        Err(ParityError::Storage(Stop::Failed(error))) => return Err(error),
        Err(_) => return Err(refused()),
    };
    let bad = reading.finish()?;
    Ok(if bad.is_empty() { Ok(objects) } else { Err(bad) })
}

fn encode(
    group: &GroupShape,
    reading: &mut Reading<'_>,
) -> std::result::Result<Vec<Vec<u8>>, ParityError<Stop>> {
    let mut objects = Objects::of(group);
    let read = |place: usize, at: u64, into: &mut [u8]| reading.read(place, at, into);
    let write = |number: usize, bytes: &[u8]| objects.write(number, bytes);
    parity::encode(group, &piece_hash, read, write)?;
    Ok(objects.0)
}
