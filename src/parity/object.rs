//! The bytes of a parity object: head, table and foot, encoded and decoded with distrust.

use super::{
    Found, GROUP_MEMBERS_MAX, GROUP_PARITY_MAX, GroupId, GroupShape, Hasher, Member, PIECE_BYTES,
    PieceHash, STRIPES_MAX, Shard,
};
use crate::id::{ID_BYTES, PackId};

/// Bytes of the head of a parity object.
pub const HEAD_BYTES: usize = HEAD_PLAIN_BYTES + HASH_BYTES;
pub(super) const FOOT_BYTES: usize = 16;

const HEAD_MAGIC: &[u8; 8] = b"refugepa";
const FOOT_MAGIC: &[u8; 8] = b"refugepe";
const VERSION: u16 = 1;
const HASH_BYTES: usize = size_of::<PieceHash>();
const HEAD_PLAIN_BYTES: usize = 48;
const MEMBER_BYTES: usize = ID_BYTES + 8;
const TABLE_BYTES_MAX: usize = HEAD_PLAIN_BYTES
    + GROUP_MEMBERS_MAX * MEMBER_BYTES
    + (GROUP_MEMBERS_MAX + GROUP_PARITY_MAX) * STRIPES_MAX * HASH_BYTES
    + HASH_BYTES;

/// The hashes of all pieces of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceTable {
    group: GroupShape,
    members: Vec<Vec<PieceHash>>,
    parity: Vec<Vec<PieceHash>>,
}

impl PieceTable {
    pub(super) fn empty(group: GroupShape) -> Self {
        let members = vec![Vec::new(); group.members().len()];
        let parity = vec![Vec::new(); group.parity()];
        Self { group, members, parity }
    }

    /// The group it describes.
    #[must_use]
    pub const fn group(&self) -> &GroupShape {
        &self.group
    }

    /// The hash of a piece; nothing when the file ends before it.
    #[must_use]
    pub fn hash(&self, shard: Shard, piece: usize) -> Option<PieceHash> {
        let hashes = match shard {
            Shard::Member(place) => self.members.get(place),
            Shard::Parity(number) => self.parity.get(number),
        };
        hashes?.get(piece).copied()
    }

    pub(super) fn extend(&mut self, shard: Shard, hashes: impl Iterator<Item = PieceHash>) {
        let known = match shard {
            Shard::Member(place) => self.members.get_mut(place),
            Shard::Parity(number) => self.parity.get_mut(number),
        };
        if let Some(known) = known {
            known.extend(hashes);
        }
    }

    /// Notes the hash of a piece whose bytes change; a piece that is not there has none.
    pub fn set(&mut self, shard: Shard, piece: usize, hash: PieceHash) {
        let hashes = match shard {
            Shard::Member(place) => self.members.get_mut(place),
            Shard::Parity(number) => self.parity.get_mut(number),
        };
        if let Some(known) = hashes.and_then(|hashes| hashes.get_mut(piece)) {
            *known = hash;
        }
    }

    fn decode(bytes: &[u8], hash: Hasher<'_>) -> Option<(usize, Self)> {
        let (bytes, own_hash) = bytes.split_last_chunk::<HASH_BYTES>()?;
        if hash(bytes) != *own_hash {
            return None;
        }
        let (plain, rest) = bytes.split_at_checked(HEAD_PLAIN_BYTES)?;
        let head = Head::parse(plain)?;
        let (members, mut hashes) = rest.split_at_checked(head.members * MEMBER_BYTES)?;
        let members = members.chunks_exact(MEMBER_BYTES).map(parse_member);
        let group =
            GroupShape::new(head.group, members.collect::<Option<_>>()?, head.parity).ok()?;
        let agrees = group.stripes() == head.stripes
            && bytes.len() + HASH_BYTES == table_bytes(&group)
            && head.number < group.parity();
        if !agrees {
            return None;
        }
        let mut table = Self::empty(group.clone());
        for shard in group.shards() {
            let (own, rest) = hashes.split_at_checked(group.pieces(shard) * HASH_BYTES)?;
            table.extend(shard, own.as_chunks::<HASH_BYTES>().0.iter().copied());
            hashes = rest;
        }
        Some((head.number, table))
    }
}

/// What the head of a parity object says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    members: usize,
    parity: usize,
    number: usize,
    group: GroupId,
    stripes: usize,
}

impl Head {
    fn decode(bytes: &[u8; HEAD_BYTES], hash: Hasher<'_>) -> Option<Self> {
        let (plain, own_hash) = bytes.split_last_chunk::<HASH_BYTES>()?;
        (hash(plain) == *own_hash).then(|| Self::parse(plain))?
    }

    fn parse(plain: &[u8]) -> Option<Self> {
        let (magic, rest) = plain.split_first_chunk::<8>()?;
        let (version, rest) = rest.split_first_chunk::<2>()?;
        let ([members, parity, number, zeros @ ..], rest) = rest.split_first_chunk::<6>()?;
        let (group, rest) = rest.split_first_chunk::<ID_BYTES>()?;
        let (piece, rest) = rest.split_first_chunk::<4>()?;
        let (stripes, rest) = rest.split_first_chunk::<4>()?;
        let stripes = usize::try_from(u32::from_le_bytes(*stripes)).ok()?;
        let good = magic == HEAD_MAGIC
            && u16::from_le_bytes(*version) == VERSION
            && *zeros == [0; 3]
            && u32::from_le_bytes(*piece) == PIECE_BYTES as u32
            && stripes <= STRIPES_MAX
            && *rest == [0; 8];
        good.then_some(Self {
            members: usize::from(*members),
            parity: usize::from(*parity),
            number: usize::from(*number),
            group: GroupId(*group),
            stripes,
        })
    }
}

fn parse_member(bytes: &[u8]) -> Option<Member> {
    let (pack, length) = bytes.split_first_chunk::<ID_BYTES>()?;
    Some(Member { pack: PackId(*pack), bytes: u64::from_le_bytes(length.try_into().ok()?) })
}

/// Bytes of the table of a group.
pub(super) fn table_bytes(group: &GroupShape) -> usize {
    let pieces: usize = group.shards().map(|shard| group.pieces(shard)).sum();
    HEAD_PLAIN_BYTES + group.members().len() * MEMBER_BYTES + (pieces + 1) * HASH_BYTES
}

/// The first bytes of a parity object.
#[must_use]
pub fn encode_head(group: &GroupShape, number: usize, hash: Hasher<'_>) -> Vec<u8> {
    let mut head = encode_head_plain(group, number);
    head.extend_from_slice(&hash(&head));
    head
}

fn encode_head_plain(group: &GroupShape, number: usize) -> Vec<u8> {
    // The counts fit: `GroupShape::new` checked them.
    let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    let stripes = u32::try_from(group.stripes()).unwrap_or(u32::MAX);
    let mut head = Vec::with_capacity(HEAD_BYTES);
    head.extend_from_slice(HEAD_MAGIC);
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend([byte(group.members().len()), byte(group.parity()), byte(number), 0, 0, 0]);
    head.extend_from_slice(&group.id().0);
    head.extend_from_slice(&(PIECE_BYTES as u32).to_le_bytes());
    head.extend_from_slice(&stripes.to_le_bytes());
    head.extend_from_slice(&[0; 8]);
    head
}

/// Everything after the payload of a parity object: table and foot.
#[must_use]
pub fn encode_tail(table: &PieceTable, number: usize, hash: Hasher<'_>) -> Vec<u8> {
    let mut tail = encode_head_plain(&table.group, number);
    for member in table.group.members() {
        tail.extend_from_slice(&member.pack.0);
        tail.extend_from_slice(&member.bytes.to_le_bytes());
    }
    for hashes in table.members.iter().chain(&table.parity) {
        tail.extend_from_slice(hashes.as_flattened());
    }
    tail.extend_from_slice(&hash(&tail));
    tail.extend_from_slice(&(tail.len() as u64).to_le_bytes());
    tail.extend_from_slice(FOOT_MAGIC);
    tail
}

/// What could be learned from a parity object, however damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedParity {
    /// The group it belongs to.
    pub group: GroupId,
    /// Its number in that group, from 0.
    pub number: usize,
    /// The group's hashes, when this object's table is whole.
    pub table: Option<PieceTable>,
    /// Whether head, table, foot and length are as they were written. Says nothing of the payload.
    pub sound: bool,
}

/// Looks at a parity object of `bytes` bytes; nothing when neither head nor table can be used.
///
/// `read(offset, buffer)` fills the buffer from the object.
///
/// # Errors
/// Those of `read`.
pub fn open<E>(
    bytes: u64,
    hash: Hasher<'_>,
    mut read: impl FnMut(u64, &mut [u8]) -> Result<Found, E>,
) -> Result<Option<OpenedParity>, E> {
    let mut head = [0; HEAD_BYTES];
    let head = match read(0, &mut head)? {
        Found::Whole => Head::decode(&head, hash),
        Found::Lost => None,
    };
    let by_foot = table_length_of_foot(bytes, &mut read)?;
    let by_head = head.and_then(|head| table_length_of_head(bytes, head));
    let mut table = read_table(bytes, by_foot, hash, &mut read)?;
    if table.is_none() && by_head != by_foot {
        table = read_table(bytes, by_head, hash, &mut read)?;
    }
    Ok(OpenedParity::combine(bytes, head, table, by_foot))
}

/// Whether the bytes of a parity object agree with themselves: head, table, foot, and every piece
/// of the payload with its hash in the table.
#[must_use]
pub fn is_whole(bytes: &[u8], hash: Hasher<'_>) -> bool {
    let read = |at: u64, into: &mut [u8]| {
        let found = usize::try_from(at).ok().and_then(|at| bytes.get(at..at + into.len()));
        Ok::<_, std::convert::Infallible>(found.map_or(Found::Lost, |found| {
            into.copy_from_slice(found);
            Found::Whole
        }))
    };
    let Ok(Some(OpenedParity { number, table: Some(table), sound: true, .. })) =
        open(bytes.len() as u64, hash, read)
    else {
        return false;
    };
    let payload = bytes.get(HEAD_BYTES..).unwrap_or_default().chunks(PIECE_BYTES);
    let mut pieces = payload.take(table.group.stripes()).enumerate();
    pieces.all(|(piece, bytes)| table.hash(Shard::Parity(number), piece) == Some(hash(bytes)))
}

impl OpenedParity {
    fn combine(
        bytes: u64,
        head: Option<Head>,
        table: Option<(usize, PieceTable)>,
        by_foot: Option<usize>,
    ) -> Option<Self> {
        let by_table = table.as_ref().map(|(number, table)| (table.group.id(), *number));
        let by_head = head.map(|head| (head.group, head.number));
        let (group, number) = by_table.or(by_head)?;
        let fits = table.as_ref().is_some_and(|(_, table)| {
            table.group.object_bytes() == bytes && by_foot == Some(table_bytes(&table.group))
        });
        let sound = fits && by_table == by_head;
        Some(Self { group, number, table: table.map(|(_, table)| table), sound })
    }
}

fn table_length_of_foot<E>(
    bytes: u64,
    read: &mut impl FnMut(u64, &mut [u8]) -> Result<Found, E>,
) -> Result<Option<usize>, E> {
    let Some(at) = bytes.checked_sub(FOOT_BYTES as u64) else { return Ok(None) };
    let mut foot = [0; FOOT_BYTES];
    if read(at, &mut foot)? == Found::Lost {
        return Ok(None);
    }
    let length = foot.first_chunk::<8>().map(|length| u64::from_le_bytes(*length));
    let length = length.filter(|_| foot.ends_with(FOOT_MAGIC));
    Ok(length.and_then(|length| usize::try_from(length).ok()))
}

fn table_length_of_head(bytes: u64, head: Head) -> Option<usize> {
    let others = HEAD_BYTES + head.stripes * PIECE_BYTES + FOOT_BYTES;
    usize::try_from(bytes.checked_sub(others as u64)?).ok()
}

fn read_table<E>(
    bytes: u64,
    length: Option<usize>,
    hash: Hasher<'_>,
    read: &mut impl FnMut(u64, &mut [u8]) -> Result<Found, E>,
) -> Result<Option<(usize, PieceTable)>, E> {
    let Some(length) = length.filter(|length| *length <= TABLE_BYTES_MAX) else { return Ok(None) };
    let Some(at) = bytes.checked_sub((length + FOOT_BYTES) as u64) else { return Ok(None) };
    let mut table = vec![0; length];
    Ok(match read(at, &mut table)? {
        Found::Whole => PieceTable::decode(&table, hash),
        Found::Lost => None,
    })
}
