//! Checks that the chunks of a file add up, and finds where in the file each one goes.

use crate::format::entry::Content;
use crate::vault::{ChunkPlace, Contents};

/// Stretches of data in one file at most; far more than a backup ever writes.
const EXTENTS_MAX: usize = 1 << 20;

/// Where the data of a file lies, each stretch with its position in the joined chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Absent: the joined chunks are the file.
    extents: Option<Vec<Extent>>,
    /// Bytes of the joined chunks.
    pub(crate) data_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    joined_at: u64,
    file_at: u64,
    bytes: u64,
}

impl Layout {
    /// The layout of a file; nothing when stretches overlap, go backwards or leave the file.
    pub(crate) fn of(content: &Content) -> Option<Self> {
        let Some(extents) = &content.extents else {
            return Some(Self { extents: None, data_bytes: content.size_bytes });
        };
        if extents.len() > EXTENTS_MAX {
            return None;
        }
        let (mut joined_at, mut end) = (0_u64, 0_u64);
        let mut laid = Vec::with_capacity(extents.len());
        for &(file_at, bytes) in extents {
            if file_at < end {
                return None;
            }
            end = file_at.checked_add(bytes).filter(|end| *end <= content.size_bytes)?;
            laid.push(Extent { joined_at, file_at, bytes });
            joined_at = joined_at.checked_add(bytes)?;
        }
        Some(Self { extents: Some(laid), data_bytes: joined_at })
    }

    /// Which of the joined chunks' bytes lie between two places of the file; nothing where only holes do.
    pub(crate) fn joined(&self, from: u64, to: u64) -> Option<(u64, u64)> {
        let Some(extents) = &self.extents else { return (from < to).then_some((from, to)) };
        let first = extents.partition_point(|extent| extent.file_at + extent.bytes <= from);
        let after = extents.partition_point(|extent| extent.file_at < to);
        let (first, last) = (extents.get(first)?, extents.get(after.checked_sub(1)?)?);
        let begin = first.joined_at + from.saturating_sub(first.file_at);
        let end = last.joined_at + last.bytes.min(to - last.file_at);
        (begin < end).then_some((begin, end))
    }

    /// Calls `each` with every part of a chunk and its position in the file. `joined_at` is the
    /// chunk's position in the joined chunks.
    #[expect(clippy::type_complexity, reason = "one visitor, said in full")]
    pub(crate) fn parts<E>(
        &self,
        joined_at: u64,
        mut chunk: &[u8],
        each: &mut dyn FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(extents) = &self.extents else { return each(joined_at, chunk) };
        let mut at = joined_at;
        let first = extents.partition_point(|extent| extent.joined_at + extent.bytes <= at);
        for extent in extents.iter().skip(first) {
            if chunk.is_empty() {
                break;
            }
            let within = at.saturating_sub(extent.joined_at);
            let room = usize::try_from(extent.bytes.saturating_sub(within)).unwrap_or(usize::MAX);
            let (now, later) = chunk.split_at_checked(room).unwrap_or((chunk, &[]));
            each(extent.file_at + within, now)?;
            at += now.len() as u64;
            chunk = later;
        }
        Ok(())
    }
}

/// The places of a file's chunks with their positions in the joined chunks; nothing when a chunk
/// is unknown or their lengths do not add up to the data of the layout.
pub(crate) fn places(
    content: &Content,
    layout: &Layout,
    contents: &Contents,
) -> Option<Vec<(ChunkPlace, u64)>> {
    // No chunk is empty, so a count beyond the bytes is a lie; it is noticed before allocating.
    if content.chunks.len() as u64 > layout.data_bytes {
        return None;
    }
    let mut joined_at = 0_u64;
    let mut found = Vec::with_capacity(content.chunks.len());
    for chunk in &content.chunks {
        let place = contents.place(chunk).filter(|place| place.bytes > 0)?;
        found.push((place, joined_at));
        joined_at = joined_at.checked_add(u64::from(place.bytes))?;
    }
    (joined_at == layout.data_bytes).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::entry::ContentHash;
    use proptest::prelude::*;

    fn layout(size_bytes: u64, extents: &[(u64, u64)]) -> Option<Layout> {
        let extents = Some(extents.to_vec());
        Layout::of(&Content { size_bytes, hash: ContentHash([0; 32]), chunks: Vec::new(), extents })
    }

    #[test]
    fn stretches_that_leave_the_file_overlap_or_overflow_are_refused() {
        assert!(layout(10, &[(0, 4), (6, 4)]).is_some());
        assert!(layout(10, &[(0, 4), (6, 5)]).is_none());
        assert!(layout(10, &[(0, 4), (3, 2)]).is_none());
        assert!(layout(10, &[(5, 2), (0, 2)]).is_none());
        assert!(layout(u64::MAX, &[(1, u64::MAX)]).is_none());
        assert_eq!(layout(10, &[]).unwrap().data_bytes, 0);
    }

    #[test]
    fn a_stretch_of_the_file_is_found_in_its_data() {
        let holes = layout(20, &[(2, 4), (10, 6)]).unwrap();
        assert_eq!(holes.joined(0, 20), Some((0, 10)));
        assert_eq!(holes.joined(3, 5), Some((1, 3)));
        assert_eq!(holes.joined(4, 12), Some((2, 6)));
        assert_eq!(
            (holes.joined(6, 10), holes.joined(16, 20), holes.joined(0, 2)),
            (None, None, None)
        );
        assert_eq!(layout(10, &[]).unwrap().joined(0, 10), None);
    }

    proptest! {
        #[test]
        fn chunks_fill_the_stretches_whatever_the_cuts(
            gaps in proptest::collection::vec((0_u64..5, 0_u64..7), 0..6),
            cut in 1_usize..9,
        ) {
            let (mut end, mut extents, mut expected) = (0, Vec::new(), Vec::new());
            let mut next = 0_u8;
            for (gap, bytes) in gaps {
                extents.push((end + gap, bytes));
                end += gap + bytes;
                expected.resize((end - bytes) as usize, 0);
                for _ in 0..bytes {
                    next = next.wrapping_add(1);
                    expected.push(next);
                }
            }
            let layout = layout(end, &extents).unwrap();
            let data: Vec<u8> = expected.iter().copied().filter(|byte| *byte != 0).collect();
            let mut file = vec![0; end as usize];
            for (number, chunk) in data.chunks(cut).enumerate() {
                layout.parts((number * cut) as u64, chunk, &mut |at, part| {
                    file[at as usize..at as usize + part.len()].copy_from_slice(part);
                    Ok::<(), ()>(())
                }).unwrap();
            }
            prop_assert_eq!(file, expected);
        }
    }
}
