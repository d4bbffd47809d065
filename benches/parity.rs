//! How fast parity is made, checked and used for repair; one group of ordinary shape in memory.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a measurement may stop where it fails"
)]

use std::convert::Infallible;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::BytesCount;
use refuge::id::PackId;
use refuge::parity::{
    Found, GROUP_MEMBERS, GROUP_PARITY, GroupId, GroupShape, Member, PieceHash, PieceTable, Shard,
    assess, encode, repair,
};

/// Bytes of each pack of the group; the code's speed does not depend on it.
const PACK_BYTES: usize = 8 * 1024 * 1024;

fn main() {
    divan::main();
}

fn hash(bytes: &[u8]) -> PieceHash {
    *blake3::hash(bytes).as_bytes().first_chunk().unwrap()
}

struct Files {
    members: Vec<Vec<u8>>,
    parity: Vec<Vec<u8>>,
    table: PieceTable,
}

fn group() -> GroupShape {
    let pack = |place: usize| PackId([u8::try_from(place).unwrap(); 16]);
    let members =
        (0..GROUP_MEMBERS).map(|place| Member { pack: pack(place), bytes: PACK_BYTES as u64 });
    GroupShape::new(GroupId([0; 16]), members.collect(), GROUP_PARITY).unwrap()
}

fn members() -> Vec<Vec<u8>> {
    let member = |place: usize| {
        let mut bytes = vec![0; PACK_BYTES];
        blake3::Hasher::new().update(&place.to_le_bytes()).finalize_xof().fill(&mut bytes);
        bytes
    };
    (0..GROUP_MEMBERS).map(member).collect()
}

fn make(members: &[Vec<u8>], mut write: impl FnMut(usize, &[u8])) -> PieceTable {
    let read = |place: usize, at: u64, buffer: &mut [u8]| {
        let at = usize::try_from(at).unwrap();
        buffer.copy_from_slice(&members[place][at..at + buffer.len()]);
        Ok::<(), Infallible>(())
    };
    encode(&group(), &hash, read, |number, bytes| {
        write(number, bytes);
        Ok(())
    })
    .unwrap()
}

fn files() -> Files {
    let members = members();
    let mut parity = vec![Vec::new(); GROUP_PARITY];
    let table = make(&members, |number, bytes| parity[number].extend_from_slice(bytes));
    Files { members, parity, table }
}

impl Files {
    fn read(&self, shard: Shard, at: u64, buffer: &mut [u8]) -> Result<Found, Infallible> {
        let file = match shard {
            Shard::Member(place) => &self.members[place],
            Shard::Parity(number) => &self.parity[number],
        };
        let at = usize::try_from(at).unwrap();
        Ok(file.get(at..at + buffer.len()).map_or(Found::Lost, |bytes| {
            buffer.copy_from_slice(bytes);
            Found::Whole
        }))
    }
}

fn group_bytes() -> BytesCount {
    BytesCount::new(GROUP_MEMBERS * PACK_BYTES)
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn making(bencher: Bencher) {
    let members = members();
    bencher.counter(group_bytes()).bench(|| {
        make(&members, |_, bytes| {
            black_box(bytes);
        })
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn checking(bencher: Bencher) {
    let files = files();
    bencher
        .counter(group_bytes())
        .bench(|| assess(&files.table, &hash, |shard, at, buffer| files.read(shard, at, buffer)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn rebuilding_one_lost_pack(bencher: Bencher) {
    let mut files = files();
    files.members[3].clear();
    let read = |shard, at, buffer: &mut [u8]| files.read(shard, at, buffer);
    let found = assess(&files.table, &hash, read).unwrap();
    bencher.counter(group_bytes()).bench(|| {
        repair(&files.table, &found, &[Shard::Member(3)], &hash, read, |_, _, bytes| {
            black_box(bytes);
            Ok(())
        })
        .unwrap();
    });
}
