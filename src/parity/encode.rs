//! Makes the parity objects of a group in one pass over its members, a few MiB at a time.

use reed_solomon_simd::ReedSolomonEncoder;

use super::object::{Table, encode_head, encode_tail};
use super::{Group, Hasher, PIECE_BYTES, ParityError, Shard};

/// Bytes of all members that are held in memory together, about.
const WINDOW_BYTES: usize = 8 * 1024 * 1024;

/// Makes the parity of a group.
///
/// `read(place, offset, buffer)` fills the buffer from a member. `write(number, bytes)` appends to
/// a parity object; the objects grow side by side. Needs about 16 MiB of memory,
/// whatever the members' lengths.
///
/// Returns the table, so that the caller can compare it with what it knows about its packs: parity
/// made of a damaged pack would preserve the damage.
///
/// # Errors
/// Those of `read` and `write`; the objects begun are then worth nothing.
pub fn encode<E>(
    group: &Group,
    hash: Hasher<'_>,
    mut read: impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<Table, ParityError<E>> {
    for number in 0..group.parity() {
        write(number, &encode_head(group, number, hash)).map_err(ParityError::Storage)?;
    }
    let mut table = Table::empty(group.clone());
    for window in windows(group) {
        encode_window(&mut table, &window, hash, &mut read, &mut write)?;
    }
    for number in 0..group.parity() {
        write(number, &encode_tail(&table, number, hash)).map_err(ParityError::Storage)?;
    }
    Ok(table)
}

/// Some stripes that follow each other.
struct Window {
    first: usize,
    stripes: usize,
}

fn windows(group: &Group) -> Vec<Window> {
    let at_once = (WINDOW_BYTES / PIECE_BYTES / group.members().len()).clamp(1, 16);
    let firsts = (0..group.stripes()).step_by(at_once);
    firsts.map(|first| Window { first, stripes: at_once.min(group.stripes() - first) }).collect()
}

/// The code works on each 64 bytes alone, so the stripes of a window are coded as one long stripe.
fn encode_window<E>(
    table: &mut Table,
    window: &Window,
    hash: Hasher<'_>,
    read: &mut impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
    write: &mut impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), ParityError<E>> {
    let group = table.group();
    let (members, parity) = (group.members().len(), group.parity());
    let mut buffer = vec![0; window.stripes * PIECE_BYTES];
    let mut coder = ReedSolomonEncoder::new(members, parity, buffer.len())?;
    for place in 0..members {
        let shard = Shard::Member(place);
        let filled = member_bytes_in(table.group(), place, window);
        let (bytes, padding) = buffer.split_at_mut(filled);
        if filled > 0 {
            read(place, Group::piece_offset(shard, window.first), bytes)
                .map_err(ParityError::Storage)?;
        }
        padding.fill(0);
        table.extend(shard, bytes.chunks(PIECE_BYTES).map(hash));
        coder.add_original_shard(&buffer)?;
    }
    let coded = coder.encode()?;
    for (number, payload) in coded.recovery_iter().enumerate() {
        table.extend(Shard::Parity(number), payload.chunks(PIECE_BYTES).map(hash));
        write(number, payload).map_err(ParityError::Storage)?;
    }
    Ok(())
}

fn member_bytes_in(group: &Group, place: usize, window: &Window) -> usize {
    let stripes = window.first..window.first + window.stripes;
    stripes.map(|stripe| group.piece_bytes(Shard::Member(place), stripe)).sum()
}
