//! Parity kept right while bytes of packs are overwritten: it costs what is overwritten, not the group.
//!
//! For each group, in this order:
//! 1. the payload pieces of the touched stripes become those of the bytes that *will* be there; so
//!    nothing can bring back what is about to be overwritten, and they are read back;
//! 2. the caller overwrites the bytes in the packs;
//! 3. the tables follow, one object after the other, so that one whole table is always there when the
//!    group has two.
//!
//! Between 1 and 3 the touched stripes do not agree with the tables: they count as lost. The next
//! run meets them again and computes them from all members, because what is to be wiped is listed
//! until it is wiped. A group that cannot be kept right, or for which it would cost more than new
//! parity, is let go before its packs are touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{LetGo, ParityGroup, fingerprint, packs_on, piece_hash, shred, survey};
use crate::error::{Error, Result};
use crate::event::Observer;
use crate::format::names;
use crate::format::pack::WIPED_MARK;
use crate::id::PackId;
use crate::parity::{self, Found, GroupShape, Member, PIECE_BYTES, ParityError, PieceTable, Shard};
use crate::state::Permit;
use crate::vault::{Vault, Wiping, read_table};

/// Stripes that are read and written together, at most.
const RUN_STRIPES: usize = 16;
/// Times a payload piece passes by: read, written, read back.
const PASSES: usize = 3;

/// Bytes of a pack that will be overwritten.
pub struct PackChange {
    /// Which pack.
    pub pack: PackId,
    /// Where they begin.
    pub at: u64,
    /// How many.
    pub bytes: u32,
    /// With what.
    pub with: Wiping,
}

/// Changes that belong together, and the parity that must follow them, if there is any.
pub struct Batch {
    /// What is to be overwritten.
    pub changes: Vec<PackChange>,
    update: Option<Update>,
}

/// Sorts changes by the groups they touch. Parity that cannot follow is removed here, and so is what
/// belongs to no group that can be read. Answers how many objects that were, too.
///
/// # Errors
/// When the drive cannot be read or written.
pub fn batches(
    vault: &Vault<'_>,
    permit: &Permit,
    changes: Vec<PackChange>,
) -> Result<(Vec<Batch>, LetGo)> {
    let lengths: HashMap<PackId, u64> = packs_on(vault)?.into_iter().collect();
    let (mut groups, mut going) = survey(vault)?;
    let touched: HashSet<PackId> = changes.iter().map(|change| change.pack).collect();
    let mut by_pack: HashMap<PackId, Vec<PackChange>> = HashMap::new();
    for change in changes {
        by_pack.entry(change.pack).or_default().push(change);
    }
    groups.retain(|group| group.has_any(&touched));
    groups.sort_by_key(|group| std::cmp::Reverse(group.table.group().members().len()));
    let mut batches = Vec::new();
    for group in groups {
        // A pack that has its place in another group needs no second one.
        let members = group.table.group().members().iter().map(|member| member.pack);
        let own: Vec<PackId> = members.filter(|pack| touched.contains(pack)).collect();
        let is_first = own.iter().all(|pack| by_pack.contains_key(pack));
        let update = Update::new(group, &by_pack);
        if is_first && update.is_worth_it(&lengths) {
            let changes = own.iter().filter_map(|pack| by_pack.remove(pack)).flatten();
            batches.push(Batch { changes: changes.collect(), update: Some(update) });
        } else {
            going.extend(update.group.names().cloned());
        }
    }
    let mut alone: Vec<PackChange> = by_pack.into_values().flatten().collect();
    alone.sort_by_key(|change| (change.pack, change.at));
    batches.push(Batch { changes: alone, update: None });
    Ok((batches, shred(vault, permit, &going)?))
}

impl Batch {
    /// First step: parity of what will be there. Answers how many parity objects were removed instead.
    ///
    /// # Errors
    /// `Interrupted`, or when the drive cannot be read or written: then nothing more may be written.
    pub fn before(
        &mut self,
        vault: &Vault<'_>,
        permit: &Permit,
        observer: &dyn Observer,
    ) -> Result<LetGo> {
        let Some(update) = &mut self.update else { return Ok(LetGo::default()) };
        if damaged_is_no(update.payload(vault, &self.changes, observer))? {
            return Ok(LetGo::default());
        }
        self.let_go(vault, permit)
    }

    /// Third step: the tables. Answers how many parity objects were removed instead.
    ///
    /// # Errors
    /// When the drive cannot be read or written: then nothing more may be written.
    pub fn after(&mut self, vault: &Vault<'_>, permit: &Permit) -> Result<LetGo> {
        let Some(update) = &self.update else { return Ok(LetGo::default()) };
        if damaged_is_no(update.tables(vault))? {
            Ok(LetGo::default())
        } else {
            self.let_go(vault, permit)
        }
    }

    /// Whether it has parity that follows its changes.
    #[must_use]
    pub const fn has_parity(&self) -> bool {
        self.update.is_some()
    }

    fn let_go(&mut self, vault: &Vault<'_>, permit: &Permit) -> Result<LetGo> {
        let update = self.update.take();
        let names = update.map(|update| update.group.names().cloned().collect::<Vec<_>>());
        shred(vault, permit, &names.unwrap_or_default())
    }
}

/// An object that is not there, or too short, is no reason to stop.
fn damaged_is_no(done: Result<bool>) -> Result<bool> {
    match done {
        Err(Error::Damaged { .. }) => Ok(false),
        other => other,
    }
}

/// A group whose parity follows.
struct Update {
    group: ParityGroup,
    /// Its table as it must be afterwards.
    table: PieceTable,
    /// Members that change, by stripe.
    stripes: BTreeMap<usize, BTreeSet<usize>>,
}

/// Parity pieces of stripes in a row, by number.
type Run = Vec<Vec<u8>>;

impl Update {
    fn new(group: ParityGroup, changes: &HashMap<PackId, Vec<PackChange>>) -> Self {
        let mut stripes: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (place, member) in group.table.group().members().iter().enumerate() {
            for change in changes.get(&member.pack).into_iter().flatten() {
                for stripe in pieces_of(change, member) {
                    stripes.entry(stripe).or_default().insert(place);
                }
            }
        }
        Self { table: group.table.clone(), group, stripes }
    }

    /// Whether everything is there, and new parity would cost more.
    fn is_worth_it(&self, lengths: &HashMap<PackId, u64>) -> bool {
        let shape = self.group.table.group();
        let is_there = |member: &Member| lengths.get(&member.pack) == Some(&member.bytes);
        shape.members().iter().all(is_there)
            && (0..shape.parity()).all(|number| self.group.objects.contains_key(&number))
            && is_cheaper(shape, &self.stripes)
    }

    /// First step; no, when the group cannot be kept right.
    fn payload(
        &mut self,
        vault: &Vault<'_>,
        changes: &[PackChange],
        observer: &dyn Observer,
    ) -> Result<bool> {
        let mut changed = vec![Vec::new(); self.group.table.group().members().len()];
        for (place, member) in self.group.table.group().members().iter().enumerate() {
            let own = changes.iter().filter(|change| change.pack == member.pack);
            if let Some(list) = changed.get_mut(place) {
                list.extend(own);
            }
        }
        for run in self.runs() {
            observer.check()?;
            let Some(pieces) = self.follow(vault, &run, &changed)? else { return Ok(false) };
            let Some(first) = run.first() else { continue };
            for (number, bytes) in pieces.iter().enumerate() {
                if !self.put(
                    vault,
                    number,
                    GroupShape::piece_offset(Shard::Parity(number), *first),
                    bytes,
                )? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Touched stripes that follow each other, a few at a time.
    fn runs(&self) -> Vec<Vec<usize>> {
        let stripes: Vec<usize> = self.stripes.keys().copied().collect();
        let in_a_row = stripes.chunk_by(|one, next| one + 1 == *next);
        in_a_row.flat_map(|row| row.chunks(RUN_STRIPES)).map(<[usize]>::to_vec).collect()
    }

    /// Overwrites a part of a parity object and reads it back.
    fn put(&self, vault: &Vault<'_>, number: usize, at: u64, bytes: &[u8]) -> Result<bool> {
        let Some(object) = self.group.object(Shard::Parity(number)) else { return Ok(false) };
        vault.storage.overwrite(&object, at, bytes)?;
        Ok(vault.storage.read(&object, at, bytes.len())? == bytes)
    }

    /// The parity that some stripes must have; nothing when it cannot be told.
    fn follow(
        &mut self,
        vault: &Vault<'_>,
        run: &[usize],
        changed: &[Vec<&PackChange>],
    ) -> Result<Option<Run>> {
        let parity = self.group.table.group().parity();
        let mut old = Pieces::default();
        for shard in (0..parity).map(Shard::Parity) {
            old.load(vault, &self.group, shard, run)?;
        }
        let places: BTreeSet<usize> =
            run.iter().filter_map(|stripe| self.stripes.get(stripe)).flatten().copied().collect();
        for place in places {
            let touched = |stripe: &usize| {
                self.stripes.get(stripe).is_some_and(|places| places.contains(&place))
            };
            let own: Vec<usize> = run.iter().copied().filter(touched).collect();
            old.load(vault, &self.group, Shard::Member(place), &own)?;
        }
        let mut whole = vec![Vec::with_capacity(run.len() * PIECE_BYTES); parity];
        for stripe in run {
            let done = match self.by_difference(&mut old, *stripe, changed)? {
                Some(pieces) => Some(pieces),
                None => self.anew(vault, *stripe, changed)?,
            };
            let Some(pieces) = done else { return Ok(None) };
            for (number, (piece, whole)) in pieces.iter().zip(&mut whole).enumerate() {
                self.table.set(Shard::Parity(number), *stripe, piece_hash(piece));
                whole.extend_from_slice(piece);
            }
        }
        Ok(Some(whole))
    }

    /// From old parity and what changes; nothing when a piece is not what the table says.
    fn by_difference(
        &mut self,
        old: &mut Pieces,
        stripe: usize,
        changed: &[Vec<&PackChange>],
    ) -> Result<Option<Vec<Vec<u8>>>> {
        let shape = self.group.table.group();
        let numbers = 0..shape.parity();
        let parity: Option<Vec<Vec<u8>>> =
            numbers.map(|number| old.take(Shard::Parity(number), stripe)).collect();
        let mut differences = BTreeMap::new();
        let mut hashes = Vec::new();
        for place in self.stripes.get(&stripe).into_iter().flatten() {
            let Some(before) = old.take(Shard::Member(*place), stripe) else { return Ok(None) };
            let mut after = before.clone();
            let bytes = shape.piece_bytes(Shard::Member(*place), stripe);
            overlay(&mut after, bytes, stripe, changed.get(*place));
            hashes.push((*place, hash_of(&after, bytes)));
            parity::xor(&mut after, &before);
            differences.insert(*place, after);
        }
        let Some(mut parity) = parity else { return Ok(None) };
        code(shape, &differences, &mut parity)?;
        for (place, hash) in hashes {
            self.table.set(Shard::Member(place), stripe, hash);
        }
        Ok(Some(parity))
    }

    /// From all members. A piece that is not what the table says must be so for a reason: an earlier
    /// run has wiped in it, and everything else in it is good.
    fn anew(
        &mut self,
        vault: &Vault<'_>,
        stripe: usize,
        changed: &[Vec<&PackChange>],
    ) -> Result<Option<Vec<Vec<u8>>>> {
        let shape = self.group.table.group();
        let (mut members, mut hashes) = (BTreeMap::new(), Vec::new());
        for (place, member) in shape.members().iter().enumerate() {
            let shard = Shard::Member(place);
            let bytes = shape.piece_bytes(shard, stripe);
            if bytes == 0 {
                continue;
            }
            let mut piece = vec![0; PIECE_BYTES];
            let Some(filled) = piece.get_mut(..bytes) else { return Ok(None) };
            if self.group.read(vault, shard, GroupShape::piece_offset(shard, stripe), filled)?
                == Found::Lost
            {
                return Ok(None);
            }
            let own = changed.get(place);
            if Some(piece_hash(filled)) != self.group.table.hash(shard, stripe)
                && !is_explained(vault, member, stripe, own)?
            {
                return Ok(None);
            }
            overlay(&mut piece, bytes, stripe, own);
            hashes.push((place, hash_of(&piece, bytes)));
            members.insert(place, piece);
        }
        let mut parity = vec![vec![0; PIECE_BYTES]; shape.parity()];
        code(shape, &members, &mut parity)?;
        for (place, hash) in hashes {
            self.table.set(Shard::Member(place), stripe, hash);
        }
        Ok(Some(parity))
    }

    /// Third step; no, when the objects are not whole afterwards.
    fn tables(&self, vault: &Vault<'_>) -> Result<bool> {
        let shape = self.table.group();
        for number in 0..shape.parity() {
            let tail = parity::encode_tail(&self.table, number, &piece_hash);
            if !self.put(vault, number, shape.tail_offset(), &tail)? {
                return Ok(false);
            }
        }
        let wanted = fingerprint(&self.table);
        for number in 0..shape.parity() {
            let shard = Shard::Parity(number);
            let read = |at, into: &mut [u8]| self.group.read(vault, shard, at, into);
            let Some(object) = self.group.object(shard) else { return Ok(false) };
            let bytes = vault.storage.length(&object)?;
            let opened = parity::open(bytes, &piece_hash, read)?;
            let is_good = opened.is_some_and(|opened| {
                opened.sound && opened.table.is_some_and(|table| fingerprint(&table) == wanted)
            });
            if !is_good {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether following costs less than reading all members once and writing parity.
fn is_cheaper(shape: &GroupShape, stripes: &BTreeMap<usize, BTreeSet<usize>>) -> bool {
    let touched: usize = stripes.values().map(BTreeSet::len).sum();
    let members = (0..shape.members().len()).map(|place| shape.pieces(Shard::Member(place)));
    let anew = members.sum::<usize>() + shape.parity() * shape.stripes();
    touched + PASSES * shape.parity() * stripes.len() < anew
}

/// The pieces of a member that a change lies in.
fn pieces_of(change: &PackChange, member: &Member) -> std::ops::Range<usize> {
    let end = change.at.saturating_add(change.bytes.into()).min(member.bytes);
    let piece = |at: u64| usize::try_from(at / PIECE_BYTES as u64).unwrap_or(usize::MAX);
    if change.at >= end { 0..0 } else { piece(change.at)..piece(end - 1) + 1 }
}

fn code(
    shape: &GroupShape,
    members: &BTreeMap<usize, Vec<u8>>,
    parity: &mut [Vec<u8>],
) -> Result<()> {
    let refused = |_: ParityError<Error>| super::members::refused();
    parity::add(shape, members, parity).map_err(refused)
}

fn hash_of(piece: &[u8], bytes: usize) -> parity::PieceHash {
    piece_hash(piece.get(..bytes).unwrap_or(piece))
}

/// Lays over a piece what will be overwritten in it.
fn overlay(piece: &mut [u8], bytes: usize, stripe: usize, changes: Option<&Vec<&PackChange>>) {
    let piece = piece.get_mut(..bytes).unwrap_or_default();
    let begin = stripe * PIECE_BYTES;
    for change in changes.into_iter().flatten() {
        let Ok(at) = usize::try_from(change.at) else { continue };
        let from = at.max(begin);
        let to = at.saturating_add(change.bytes as usize).min(begin + piece.len());
        if from < to
            && let Some(place) = piece.get_mut(from - begin..to - begin)
        {
            place.copy_from_slice(&change.with.part(from - at, to - at));
        }
    }
}

/// Whether a piece that is not what the parity's table says holds nothing but what is to be wiped,
/// what was wiped, and what the pack's own table proves.
fn is_explained(
    vault: &Vault<'_>,
    member: &Member,
    stripe: usize,
    changes: Option<&Vec<&PackChange>>,
) -> Result<bool> {
    let table = match read_table(vault, member.pack, member.bytes) {
        Err(Error::Damaged { .. }) => return Ok(false),
        other => other?,
    };
    let begin = (stripe * PIECE_BYTES) as u64;
    let end = begin + PIECE_BYTES as u64;
    for (at, slot) in table.placed() {
        let is_apart = at >= end || at + u64::from(slot.bytes) <= begin;
        let is_changed = |change: &&PackChange| change.at == at && change.bytes == slot.bytes;
        if is_apart || changes.into_iter().flatten().any(is_changed) {
            continue;
        }
        match vault.storage.read(&names::pack(member.pack), at, slot.bytes as usize) {
            Ok(bytes) if piece_hash(&bytes) == slot.hash || bytes.starts_with(&WIPED_MARK) => {}
            Ok(_) | Err(Error::Damaged { .. }) => return Ok(false),
            Err(other) => return Err(other),
        }
    }
    Ok(true)
}

/// Pieces as they were read and found good.
#[derive(Default)]
struct Pieces(HashMap<(Shard, usize), Vec<u8>>);

impl Pieces {
    /// Reads some pieces of a file, in one go where that is possible, and keeps those that are good.
    fn load(
        &mut self,
        vault: &Vault<'_>,
        group: &ParityGroup,
        shard: Shard,
        stripes: &[usize],
    ) -> Result<()> {
        let (Some(first), Some(last)) = (stripes.first(), stripes.last()) else { return Ok(()) };
        let shape = group.table.group();
        let at = GroupShape::piece_offset(shard, *first);
        let end = GroupShape::piece_offset(shard, *last) + shape.piece_bytes(shard, *last) as u64;
        let mut all = vec![0; usize::try_from(end.saturating_sub(at)).unwrap_or(0)];
        let in_one_go = group.read(vault, shard, at, &mut all)? == Found::Whole;
        for stripe in stripes {
            let bytes = shape.piece_bytes(shard, *stripe);
            let mut piece = vec![0; PIECE_BYTES];
            let Some(filled) = piece.get_mut(..bytes) else { continue };
            let from = (stripe - first) * PIECE_BYTES;
            match all.get(from..from + bytes).filter(|_| in_one_go) {
                Some(found) => filled.copy_from_slice(found),
                None if group.read(
                    vault,
                    shard,
                    GroupShape::piece_offset(shard, *stripe),
                    filled,
                )? == Found::Whole => {}
                None => continue,
            }
            if Some(piece_hash(filled)) == group.table.hash(shard, *stripe) {
                self.0.insert((shard, *stripe), piece);
            }
        }
        Ok(())
    }

    fn take(&mut self, shard: Shard, stripe: usize) -> Option<Vec<u8>> {
        self.0.remove(&(shard, stripe))
    }
}
