//! Parity that follows its members: the code is linear, so what changed is enough.

use std::collections::BTreeMap;

use reed_solomon_simd::ReedSolomonEncoder;

use super::{GroupShape, PIECE_BYTES, ParityError};

/// Adds to the parity pieces of one stripe what these pieces of members contribute; a member that
/// is not named contributes nothing, as zeros do. With every member, on pieces of zeros, that is
/// the parity of the stripe; with old bytes XOR new ones, on the parity that there was, the parity
/// that there must be. Pieces are padded with zeros to [`PIECE_BYTES`].
///
/// # Errors
/// [`ParityError::Code`] when a piece has another length.
pub fn add<E>(
    group: &GroupShape,
    members: &BTreeMap<usize, Vec<u8>>,
    parity: &mut [Vec<u8>],
) -> Result<(), ParityError<E>> {
    let nothing = vec![0; PIECE_BYTES];
    let mut coder = ReedSolomonEncoder::new(group.members().len(), group.parity(), PIECE_BYTES)?;
    for place in 0..group.members().len() {
        coder.add_original_shard(members.get(&place).unwrap_or(&nothing))?;
    }
    let coded = coder.encode()?;
    for (piece, added) in parity.iter_mut().zip(coded.recovery_iter()) {
        xor(piece, added);
    }
    Ok(())
}

/// Adds bytes to others, in the sense of the code.
pub fn xor(bytes: &mut [u8], others: &[u8]) {
    bytes.iter_mut().zip(others).for_each(|(byte, other)| *byte ^= other);
}
