//! Reed-Solomon parity over groups of packs: brings back lost files, pages and bursts without a key.
//!
//! A *group* is k packs, its *members*, and m *parity objects*. Every file is cut into *pieces* of
//! [`PIECE_BYTES`]; *stripe* i is the i-th piece of each member and of each parity object. A
//! stripe survives as long as at most m of its k + m pieces are lost, whichever they are. A
//! Reed-Solomon code corrects erasures, not errors: it must be told which pieces are bad. So every
//! parity object carries a table of hashes of all pieces of its group, and one whole table is
//! enough for the group. All this is computed over ciphertext and tells nothing but lengths.
//!
//! What it does not do: authenticate. Whoever can write to the drive can write a table that calls
//! good packs bad. A pack proves itself by its own table of segments; repair only packs that fail
//! that proof, and check them again afterwards.
//!
//! # Bytes of a parity object
//!
//! Integers are unsigned and little-endian. A *hash* is the first 16 bytes of BLAKE3. An object is
//! a head, the payload, a table and a foot, without gaps; its length follows from the head and
//! the members' lengths.
//!
//! | head: offset | bytes | content |
//! | --- | --- | --- |
//! | 0 | 8 | `refugepa` in ASCII |
//! | 8 | 2 | version: 1 |
//! | 10 | 1 | k, members of the group, 1 to 64 |
//! | 11 | 1 | m, parity objects of the group, 1 to 8 |
//! | 12 | 1 | number of this object, 0 to m - 1 |
//! | 13 | 3 | zero |
//! | 16 | 16 | group id |
//! | 32 | 4 | bytes of a piece: 65 536 |
//! | 36 | 4 | s, stripes: pieces of the longest member, the last one counted whole |
//! | 40 | 8 | zero |
//! | 48 | 16 | hash of the 48 bytes before |
//!
//! The payload is s pieces of 65 536 bytes: piece i is this object's share of stripe i.
//!
//! | table: bytes | content |
//! | --- | --- |
//! | 48 | the first 48 bytes of the head again |
//! | 24 k | per member: pack id (16), length in bytes (8), not zero |
//! | 16 per piece | hashes of the pieces of member 0, then of member 1, … The last piece of a member may be short; its hash covers the bytes that are there |
//! | 16 s m | hashes of the payload pieces of parity object 0, then of object 1, … |
//! | 16 | hash of all bytes of the table before |
//!
//! | foot: offset | bytes | content |
//! | --- | --- | --- |
//! | 0 | 8 | length of the table in bytes |
//! | 8 | 8 | `refugepe` in ASCII |
//!
//! The tables of one group differ only in the object's number (and so in their last hash).
//!
//! An object is named by the hash of its head, which never changes: when bytes of a member are
//! overwritten on purpose, the payload pieces of the stripes they lie in and then the tables are
//! overwritten too. So an object proves itself by its own table, piece by piece, not by its name.
//!
//! # The code
//!
//! Leopard's Reed-Solomon code over GF(2^16) (C. Taylor, <https://github.com/catid/leopard>; Lin,
//! Al-Naffouri, Han, Chung: *Novel Polynomial Basis With Fast Fourier Transform and Its
//! Application to Reed-Solomon Erasure Codes*, IEEE Trans. Inf. Theory 2016), as the crate
//! `reed-solomon-simd` 3 computes it: k original shards in the order of the members, m recovery
//! shards in the order of the object numbers; high rate when k is larger than m, otherwise as that
//! crate's `DefaultRate` chooses. Each 64 bytes of a piece are 32 field elements, low bytes first,
//! then high bytes. A member shorter than the stripe counts as zeros. A golden vector in the tests
//! pins all of this.

mod encode;
mod object;
mod repair;
mod update;

use std::collections::BTreeSet;

use crate::id::{ID_BYTES, PackId};
use crate::limits::PACK_BYTES_MAX;

pub use self::encode::{encode, grow};
pub use self::object::{
    HEAD_BYTES, OpenedParity, PieceTable, encode_head, encode_tail, is_whole, open,
};
pub use self::repair::{Assessment, assess, repair};
pub use self::update::{add, xor};

/// Bytes of a piece, the unit of loss and of repair.
pub const PIECE_BYTES: usize = 64 * 1024;
/// Members of an ordinary group.
pub const GROUP_MEMBERS: usize = 16;
/// Parity objects of an ordinary group: with 16 members, 12.5 % more bytes.
pub const GROUP_PARITY: usize = 2;
/// Members of a group at most.
pub const GROUP_MEMBERS_MAX: usize = 64;
/// Parity objects of a group at most.
pub const GROUP_PARITY_MAX: usize = 8;
/// Stripes of a group at most.
pub const STRIPES_MAX: usize = PACK_BYTES_MAX.div_ceil(PIECE_BYTES);

const _: () = assert!(PIECE_BYTES.is_multiple_of(64));
const _: () = assert!(GROUP_MEMBERS <= GROUP_MEMBERS_MAX && GROUP_PARITY <= GROUP_PARITY_MAX);

/// The first 16 bytes of the BLAKE3 hash of a piece.
pub type PieceHash = [u8; 16];

/// Computes a [`PieceHash`]; the cryptographic room offers it.
pub type Hasher<'a> = &'a dyn Fn(&[u8]) -> PieceHash;

/// A group of packs with common parity. Random; tells parity objects that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub [u8; ID_BYTES]);

/// One file of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shard {
    /// A pack, by its place among the members, from 0.
    Member(usize),
    /// A parity object, by its number, from 0.
    Parity(usize),
}

/// What came of reading some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// All of them are in the buffer.
    Whole,
    /// At least one cannot be read: the file is missing, too short or the medium is bad there.
    Lost,
}

/// A pack of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Which pack.
    pub pack: PackId,
    /// Its length in bytes.
    pub bytes: u64,
}

/// Members or counts outside the limits of the format, or a pack named twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a group of packs that can have parity")]
pub struct BadGroup;

/// Why parity could not be made or used. `E` is the error of the caller's reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParityError<E> {
    /// Reading or writing failed.
    Storage(E),
    /// More pieces of a stripe are lost than there are parity objects.
    Beyond {
        /// The first such stripe.
        stripe: usize,
    },
    /// A rebuilt piece has not the hash that the table gives it: the table is not that of these files.
    Disagrees {
        /// In this stripe.
        stripe: usize,
    },
    /// The code refused its input; a defect of this program.
    Code,
}

impl<E> From<reed_solomon_simd::Error> for ParityError<E> {
    fn from(_: reed_solomon_simd::Error) -> Self {
        Self::Code
    }
}

/// The shape of a group: who belongs to it and how much parity it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupShape {
    id: GroupId,
    members: Vec<Member>,
    parity: usize,
    stripes: usize,
}

impl GroupShape {
    /// A group of these packs with `parity` parity objects.
    ///
    /// # Errors
    /// When a count or a length is outside the format's limits, or a pack is named twice.
    pub fn new(id: GroupId, members: Vec<Member>, parity: usize) -> Result<Self, BadGroup> {
        let longest = members.iter().map(|member| member.bytes).max().ok_or(BadGroup)?;
        let stripes = usize::try_from(longest).map_err(|_| BadGroup)?.div_ceil(PIECE_BYTES);
        let packs: BTreeSet<PackId> = members.iter().map(|member| member.pack).collect();
        let good = members.len() <= GROUP_MEMBERS_MAX
            && (1..=GROUP_PARITY_MAX).contains(&parity)
            && stripes <= STRIPES_MAX
            && members.iter().all(|member| member.bytes > 0)
            && packs.len() == members.len();
        good.then_some(Self { id, members, parity, stripes }).ok_or(BadGroup)
    }

    /// Which group.
    #[must_use]
    pub const fn id(&self) -> GroupId {
        self.id
    }

    /// Its packs, in the order of the code.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// How many parity objects it has.
    #[must_use]
    pub const fn parity(&self) -> usize {
        self.parity
    }

    /// How many stripes it has.
    #[must_use]
    pub const fn stripes(&self) -> usize {
        self.stripes
    }

    /// All its files, members first.
    pub fn shards(&self) -> impl Iterator<Item = Shard> + use<> {
        let members = (0..self.members.len()).map(Shard::Member);
        members.chain((0..self.parity).map(Shard::Parity))
    }

    /// How many pieces a file of the group has.
    #[must_use]
    pub fn pieces(&self, shard: Shard) -> usize {
        match shard {
            Shard::Member(place) => self.member_bytes(place).div_ceil(PIECE_BYTES),
            Shard::Parity(number) if number < self.parity => self.stripes,
            Shard::Parity(_) => 0,
        }
    }

    /// Bytes of one piece; 0 when the file ends before it.
    #[must_use]
    pub fn piece_bytes(&self, shard: Shard, piece: usize) -> usize {
        match shard {
            Shard::Member(place) => {
                self.member_bytes(place).saturating_sub(piece * PIECE_BYTES).min(PIECE_BYTES)
            }
            Shard::Parity(_) if piece < self.pieces(shard) => PIECE_BYTES,
            Shard::Parity(_) => 0,
        }
    }

    /// Where a piece begins in its file.
    #[must_use]
    pub const fn piece_offset(shard: Shard, piece: usize) -> u64 {
        let before = match shard {
            Shard::Member(_) => 0,
            Shard::Parity(_) => object::HEAD_BYTES,
        };
        (before + piece * PIECE_BYTES) as u64
    }

    /// Where table and foot begin in each of its parity objects.
    #[must_use]
    pub const fn tail_offset(&self) -> u64 {
        Self::piece_offset(Shard::Parity(0), self.stripes)
    }

    /// Bytes of each of its parity objects.
    #[must_use]
    pub fn object_bytes(&self) -> u64 {
        let bytes = object::HEAD_BYTES
            + self.stripes * PIECE_BYTES
            + object::table_bytes(self)
            + object::FOOT_BYTES;
        bytes as u64
    }

    fn member_bytes(&self, place: usize) -> usize {
        let bytes = self.members.get(place).map_or(0, |member| member.bytes);
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests;
