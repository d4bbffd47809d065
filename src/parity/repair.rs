//! Finds the bad pieces of a group and rebuilds its files, or says that it cannot.

use std::collections::{BTreeMap, BTreeSet};

use reed_solomon_simd::{ReedSolomonDecoder, ReedSolomonEncoder};

use super::object::{encode_head, encode_tail};
use super::{Found, GroupShape, Hasher, PIECE_BYTES, ParityError, PieceTable, Shard};

/// Which pieces of a group are bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    parity: usize,
    bad: BTreeMap<usize, BTreeSet<Shard>>,
}

impl Assessment {
    /// Whether nothing is bad.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.bad.is_empty()
    }

    /// The bad pieces, by stripe, then by file.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, Shard)> {
        self.bad.iter().flat_map(|(stripe, shards)| shards.iter().map(|shard| (*stripe, *shard)))
    }

    /// The files that have a bad piece.
    #[must_use]
    pub fn shards(&self) -> BTreeSet<Shard> {
        self.bad.values().flatten().copied().collect()
    }

    /// The first stripe of a file of which too much is bad, if there is one.
    pub(super) fn first_beyond(&self, shard: Shard) -> Option<usize> {
        let mut beyond = self.bad.iter().filter(|(_, bad)| bad.len() > self.parity);
        beyond.find(|(_, bad)| bad.contains(&shard)).map(|(stripe, _)| *stripe)
    }

    fn is_bad(&self, stripe: usize, shard: Shard) -> bool {
        self.bad.get(&stripe).is_some_and(|bad| bad.contains(&shard))
    }
}

/// Reads every piece of a group, one file after the other, and compares it with its hash.
///
/// `read(file, offset, buffer)` fills the buffer; offsets count from the file's first byte.
///
/// # Errors
/// Those of `read`.
pub fn assess<E>(
    table: &PieceTable,
    hash: Hasher<'_>,
    mut read: impl FnMut(Shard, u64, &mut [u8]) -> Result<Found, E>,
) -> Result<Assessment, E> {
    let group = table.group();
    let mut bad: BTreeMap<usize, BTreeSet<Shard>> = BTreeMap::new();
    for shard in group.shards() {
        for stripe in 0..group.pieces(shard) {
            if read_piece(table, hash, &mut read, shard, stripe)?.is_none() {
                bad.entry(stripe).or_default().insert(shard);
            }
        }
    }
    Ok(Assessment { parity: group.parity(), bad })
}

/// Writes the wanted files of a group anew, whole and in order: what is good as it is read, what
/// is bad rebuilt. Every byte written has been checked against the table.
///
/// `write(file, offset, bytes)` is called with growing offsets for each file, without gaps. Holds
/// one stripe in memory.
///
/// # Errors
/// [`ParityError::Beyond`] before anything is written when a wanted file cannot be made whole (or
/// later, when more got lost since `assess`: what was written is then worth nothing); those of
/// `read` and `write`.
pub fn repair<E>(
    table: &PieceTable,
    assessment: &Assessment,
    wanted: &[Shard],
    hash: Hasher<'_>,
    mut read: impl FnMut(Shard, u64, &mut [u8]) -> Result<Found, E>,
    mut write: impl FnMut(Shard, u64, &[u8]) -> Result<(), E>,
) -> Result<(), ParityError<E>> {
    let group = table.group();
    if let Some(stripe) = wanted.iter().filter_map(|shard| assessment.first_beyond(*shard)).min() {
        return Err(ParityError::Beyond { stripe });
    }
    let mut write = |shard, at, bytes: &[u8]| write(shard, at, bytes).map_err(ParityError::Storage);
    for (shard, number) in parity_numbers(wanted) {
        write(shard, 0, &encode_head(group, number, hash))?;
    }
    for stripe in 0..group.stripes() {
        let here = wanted.iter().copied().filter(|shard| stripe < group.pieces(*shard));
        let here: Vec<Shard> = here.collect();
        for (shard, piece) in whole_pieces(table, assessment, &here, stripe, hash, &mut read)? {
            write(shard, GroupShape::piece_offset(shard, stripe), &piece)?;
        }
    }
    for (shard, number) in parity_numbers(wanted) {
        let end = GroupShape::piece_offset(shard, group.stripes());
        write(shard, end, &encode_tail(table, number, hash))?;
    }
    Ok(())
}

fn parity_numbers(wanted: &[Shard]) -> impl Iterator<Item = (Shard, usize)> {
    wanted.iter().filter_map(|shard| match shard {
        Shard::Parity(number) => Some((*shard, *number)),
        Shard::Member(_) => None,
    })
}

/// The wanted pieces of a stripe; the rest of the stripe is read only if one of them is bad.
fn whole_pieces<E>(
    table: &PieceTable,
    assessment: &Assessment,
    wanted: &[Shard],
    stripe: usize,
    hash: Hasher<'_>,
    read: &mut impl FnMut(Shard, u64, &mut [u8]) -> Result<Found, E>,
) -> Result<Vec<(Shard, Vec<u8>)>, ParityError<E>> {
    let mut pieces = BTreeMap::new();
    let mut load = |shard: Shard, pieces: &mut BTreeMap<Shard, Vec<u8>>| {
        if !assessment.is_bad(stripe, shard) && !pieces.contains_key(&shard) {
            let piece =
                read_piece(table, hash, read, shard, stripe).map_err(ParityError::Storage)?;
            pieces.extend(piece.map(|piece| (shard, piece)));
        }
        Ok::<(), ParityError<E>>(())
    };
    for shard in wanted {
        load(*shard, &mut pieces)?;
    }
    if pieces.len() < wanted.len() {
        for shard in table.group().shards() {
            load(shard, &mut pieces)?;
        }
        rebuild(table.group(), stripe, &mut pieces)?;
    }
    let mut whole = Vec::with_capacity(wanted.len());
    for shard in wanted {
        let mut piece = pieces.remove(shard).ok_or(ParityError::Beyond { stripe })?;
        piece.truncate(table.group().piece_bytes(*shard, stripe));
        if Some(hash(&piece)) != table.hash(*shard, stripe) {
            return Err(ParityError::Disagrees { stripe });
        }
        whole.push((*shard, piece));
    }
    Ok(whole)
}

/// Adds the missing pieces of a stripe. Pieces come and go padded with zeros.
fn rebuild<E>(
    group: &GroupShape,
    stripe: usize,
    pieces: &mut BTreeMap<Shard, Vec<u8>>,
) -> Result<(), ParityError<E>> {
    let (members, parity) = (group.members().len(), group.parity());
    if pieces.len() < members {
        return Err(ParityError::Beyond { stripe });
    }
    if pieces.range(..Shard::Parity(0)).count() < members {
        let mut decoder = ReedSolomonDecoder::new(members, parity, PIECE_BYTES)?;
        for (shard, piece) in &*pieces {
            match shard {
                Shard::Member(place) => decoder.add_original_shard(*place, piece)?,
                Shard::Parity(number) => decoder.add_recovery_shard(*number, piece)?,
            }
        }
        let rebuilt = decoder.decode()?;
        let rebuilt = rebuilt.restored_original_iter();
        pieces.extend(rebuilt.map(|(place, piece)| (Shard::Member(place), piece.to_vec())));
    }
    let mut encoder = ReedSolomonEncoder::new(members, parity, PIECE_BYTES)?;
    for piece in pieces.range(..Shard::Parity(0)).map(|(_, piece)| piece) {
        encoder.add_original_shard(piece)?;
    }
    let coded = encoder.encode()?;
    for (number, piece) in coded.recovery_iter().enumerate() {
        pieces.entry(Shard::Parity(number)).or_insert_with(|| piece.to_vec());
    }
    Ok(())
}

/// A piece that has the hash it must have, padded with zeros; nothing when it is bad.
///
/// Where a member has ended its piece is all zeros, and never bad.
fn read_piece<E>(
    table: &PieceTable,
    hash: Hasher<'_>,
    read: &mut impl FnMut(Shard, u64, &mut [u8]) -> Result<Found, E>,
    shard: Shard,
    stripe: usize,
) -> Result<Option<Vec<u8>>, E> {
    let mut piece = vec![0; PIECE_BYTES];
    let bytes = table.group().piece_bytes(shard, stripe);
    let Some(filled) = piece.get_mut(..bytes).filter(|filled| !filled.is_empty()) else {
        return Ok(Some(piece));
    };
    let good = read(shard, GroupShape::piece_offset(shard, stripe), filled)? == Found::Whole
        && Some(hash(filled)) == table.hash(shard, stripe);
    Ok(good.then_some(piece))
}
