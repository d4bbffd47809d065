//! Makes the parity objects of a group in one pass over its members, a few MiB at a time.

use reed_solomon_simd::ReedSolomonEncoder;

use super::object::{PieceTable, encode_head, encode_tail};
use super::update::xor;
use super::{GroupShape, Hasher, PIECE_BYTES, ParityError, Shard};

/// Bytes of all members that are held in memory together, about.
const WINDOW_BYTES: usize = 4 * 1024 * 1024;

/// Makes the parity of a group.
///
/// `read(place, offset, buffer)` fills the buffer from a member, on a thread of its own, so that the
/// drive reads while the code is computed. `write(number, bytes)` appends to
/// a parity object; the objects grow side by side. Needs about 16 MiB of memory,
/// whatever the members' lengths.
///
/// Returns the table, so that the caller can compare it with what it knows about its packs: parity
/// made of a damaged pack would preserve the damage.
///
/// # Errors
/// Those of `read` and `write`; the objects begun are then worth nothing.
pub fn encode<E: Send>(
    group: &GroupShape,
    hash: Hasher<'_>,
    read: impl FnMut(usize, u64, &mut [u8]) -> Result<(), E> + Send,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<PieceTable, ParityError<E>> {
    for number in 0..group.parity() {
        write(number, &encode_head(group, number, hash)).map_err(ParityError::Storage)?;
    }
    let mut table = PieceTable::empty(group.clone());
    std::thread::scope(|scope| {
        let (full, windows_read) = std::sync::mpsc::sync_channel(1);
        let reader = scope.spawn(move || read_windows(group, read, &full));
        let mut coded = Ok(());
        while let Ok((window, members)) = windows_read.recv() {
            coded = encode_window(&mut table, &window, &members, hash, &mut write);
            if coded.is_err() {
                break;
            }
        }
        // The reader ends at its next window when nobody takes them any more.
        drop(windows_read);
        let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        read.map_err(ParityError::Storage).and(coded)
    })?;
    for number in 0..group.parity() {
        write(number, &encode_tail(&table, number, hash)).map_err(ParityError::Storage)?;
    }
    Ok(table)
}

/// Some stripes, and the bytes that each member has there.
type Filled = (Window, Vec<Vec<u8>>);

fn read_windows<E>(
    group: &GroupShape,
    mut read: impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
    to: &std::sync::mpsc::SyncSender<Filled>,
) -> Result<(), E> {
    for window in windows(group) {
        let mut members = Vec::with_capacity(group.members().len());
        for place in 0..group.members().len() {
            let mut bytes = vec![0; member_bytes_in(group, place, &window)];
            if !bytes.is_empty() {
                let at = GroupShape::piece_offset(Shard::Member(place), window.first);
                read(place, at, &mut bytes)?;
            }
            members.push(bytes);
        }
        if to.send((window, members)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Makes the parity of a group that has the members of `old`, in their order, and more after them.
/// The code is linear and counts a missing member as zeros, so the old parity and the new members
/// are enough: no old member is read.
///
/// `read_parity(number, offset, buffer)` fills the buffer from an old parity object; `read` and
/// `write` are those of [`encode`], `read` is asked for new members only.
///
/// # Errors
/// Those of the three; [`ParityError::Disagrees`] when old parity is not what its table says.
pub fn grow<E>(
    old: &PieceTable,
    group: &GroupShape,
    hash: Hasher<'_>,
    mut read_parity: impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
    mut read: impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<PieceTable, ParityError<E>> {
    for number in 0..group.parity() {
        write(number, &encode_head(group, number, hash)).map_err(ParityError::Storage)?;
    }
    let mut table = PieceTable::empty(group.clone());
    let known = old.group().members().len();
    for shard in (0..known).map(Shard::Member) {
        table.extend(shard, (0..group.pieces(shard)).filter_map(|piece| old.hash(shard, piece)));
    }
    for window in windows(group) {
        let before = old_payload(old, &window, hash, &mut read_parity)?;
        let added = added_payload(&mut table, known, &window, hash, &mut read)?;
        for (number, (mut payload, added)) in before.into_iter().zip(added).enumerate() {
            xor(&mut payload, &added);
            table.extend(Shard::Parity(number), payload.chunks(PIECE_BYTES).map(hash));
            write(number, &payload).map_err(ParityError::Storage)?;
        }
    }
    for number in 0..group.parity() {
        write(number, &encode_tail(&table, number, hash)).map_err(ParityError::Storage)?;
    }
    Ok(table)
}

/// The old parity of a window, zeros where it had none.
fn old_payload<E>(
    old: &PieceTable,
    window: &Window,
    hash: Hasher<'_>,
    read: &mut impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
) -> Result<Vec<Vec<u8>>, ParityError<E>> {
    let held = old.group().stripes().saturating_sub(window.first).min(window.stripes);
    let mut all = Vec::with_capacity(old.group().parity());
    for number in 0..old.group().parity() {
        let shard = Shard::Parity(number);
        let mut payload = vec![0; window.stripes * PIECE_BYTES];
        if let Some(filled) = payload.get_mut(..held * PIECE_BYTES).filter(|_| held > 0) {
            let at = GroupShape::piece_offset(shard, window.first);
            read(number, at, filled).map_err(ParityError::Storage)?;
            for (stripe, piece) in (window.first..).zip(filled.chunks(PIECE_BYTES)) {
                if old.hash(shard, stripe) != Some(hash(piece)) {
                    return Err(ParityError::Disagrees { stripe });
                }
            }
        }
        all.push(payload);
    }
    Ok(all)
}

/// What the members from number `known` on contribute to the parity of a window.
fn added_payload<E>(
    table: &mut PieceTable,
    known: usize,
    window: &Window,
    hash: Hasher<'_>,
    read: &mut impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
) -> Result<Vec<Vec<u8>>, ParityError<E>> {
    let (members, parity) = (table.group().members().len(), table.group().parity());
    let mut buffer = vec![0; window.stripes * PIECE_BYTES];
    let mut coder = ReedSolomonEncoder::new(members, parity, buffer.len())?;
    for _ in 0..known {
        coder.add_original_shard(&buffer)?;
    }
    for place in known..members {
        fill_member(table, place, window, hash, &mut buffer, read)?;
        coder.add_original_shard(&buffer)?;
    }
    Ok(coder.encode()?.recovery_iter().map(<[u8]>::to_vec).collect())
}

/// Some stripes that follow each other.
struct Window {
    first: usize,
    stripes: usize,
}

fn windows(group: &GroupShape) -> Vec<Window> {
    let at_once = (WINDOW_BYTES / PIECE_BYTES / group.members().len()).clamp(1, 16);
    let firsts = (0..group.stripes()).step_by(at_once);
    firsts.map(|first| Window { first, stripes: at_once.min(group.stripes() - first) }).collect()
}

/// The code works on each 64 bytes alone, so the stripes of a window are coded as one long stripe.
fn encode_window<E>(
    table: &mut PieceTable,
    window: &Window,
    members: &[Vec<u8>],
    hash: Hasher<'_>,
    write: &mut impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), ParityError<E>> {
    let parity = table.group().parity();
    let mut padded = vec![0; window.stripes * PIECE_BYTES];
    let mut coder = ReedSolomonEncoder::new(members.len(), parity, padded.len())?;
    for (place, bytes) in members.iter().enumerate() {
        table.extend(Shard::Member(place), bytes.chunks(PIECE_BYTES).map(hash));
        if bytes.len() == padded.len() {
            coder.add_original_shard(bytes)?;
        } else {
            let (filled, padding) = padded.split_at_mut(bytes.len());
            filled.copy_from_slice(bytes);
            padding.fill(0);
            coder.add_original_shard(&padded)?;
        }
    }
    let coded = coder.encode()?;
    for (number, payload) in coded.recovery_iter().enumerate() {
        table.extend(Shard::Parity(number), payload.chunks(PIECE_BYTES).map(hash));
        write(number, payload).map_err(ParityError::Storage)?;
    }
    Ok(())
}

/// Reads what a member has in a window, and notes the hashes of its pieces.
fn fill_member<E>(
    table: &mut PieceTable,
    place: usize,
    window: &Window,
    hash: Hasher<'_>,
    buffer: &mut [u8],
    read: &mut impl FnMut(usize, u64, &mut [u8]) -> Result<(), E>,
) -> Result<(), ParityError<E>> {
    let shard = Shard::Member(place);
    let filled = member_bytes_in(table.group(), place, window);
    let (bytes, padding) = buffer.split_at_mut(filled);
    if filled > 0 {
        read(place, GroupShape::piece_offset(shard, window.first), bytes)
            .map_err(ParityError::Storage)?;
    }
    padding.fill(0);
    table.extend(shard, bytes.chunks(PIECE_BYTES).map(hash));
    Ok(())
}

fn member_bytes_in(group: &GroupShape, place: usize, window: &Window) -> usize {
    let stripes = window.first..window.first + window.stripes;
    stripes.map(|stripe| group.piece_bytes(Shard::Member(place), stripe)).sum()
}
