//! A small group takes in new packs: its parity and theirs are enough, no old pack is read.

use super::members::{Made, Objects, Reading, Stop, refused};
use super::{ParityGroup, piece_hash};
use crate::crypto::hash;
use crate::error::Result;
use crate::event::Observer;
use crate::parity::{self, Found, GroupId, GroupShape, Member, ParityError, Shard};
use crate::vault::Vault;

/// The parity of a group that begins with the members of `old`; nothing when it must be made from all
/// its packs, because the old parity is damaged or a new pack is.
pub(super) fn group(
    vault: &Vault<'_>,
    old: &ParityGroup,
    members: &[Member],
    observer: &dyn Observer,
) -> Result<Option<Made>> {
    let known = old.table.group().members().len();
    let new = members.get(known..).unwrap_or_default();
    let Ok(mut reading) = Reading::begin(vault, new, observer)? else { return Ok(None) };
    let id = GroupId(hash::random_id());
    let parity = old.table.group().parity();
    let group = GroupShape::new(id, members.to_vec(), parity).map_err(|_| refused())?;
    let objects = match encode(vault, old, &group, &mut reading) {
        Ok(objects) => objects,
        Err(ParityError::Storage(Stop::Failed(error))) => return Err(error),
        Err(_) => return Ok(None),
    };
    let is_good = reading.finish()?.is_empty();
    let proven = new.iter().map(|member| member.pack).collect();
    Ok(is_good.then(|| Made { members: members.to_vec(), proven, objects }))
}

fn encode(
    vault: &Vault<'_>,
    old: &ParityGroup,
    group: &GroupShape,
    reading: &mut Reading<'_>,
) -> std::result::Result<Vec<Vec<u8>>, ParityError<Stop>> {
    let mut objects = Objects::of(group);
    let known = old.table.group().members().len();
    let read_parity = |number: usize, at: u64, into: &mut [u8]| match old
        .read(vault, Shard::Parity(number), at, into)
        .map_err(Stop::Failed)?
    {
        Found::Whole => Ok(()),
        Found::Lost => Err(Stop::Bad),
    };
    let read = |place: usize, at: u64, into: &mut [u8]| reading.read(place - known, at, into);
    let write = |number: usize, bytes: &[u8]| objects.write(number, bytes);
    parity::grow(&old.table, group, &piece_hash, read_parity, read, write)?;
    Ok(objects.0)
}
