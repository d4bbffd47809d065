//! The order of work: packs one after the other, their segments in order, few files open at once.

use std::cmp::Ordering;

use crate::browse::View;
use crate::id::PackId;
use crate::restore::plan::Want;

/// Files that may be open at one place of the order. Several threads stand at different places, so
/// a few times as many are open in the worst case; systems allow at least 256.
pub(super) const OPEN_FILES_MAX: usize = 48;

/// Sorts by pack, then by position in it.
pub(super) fn sort(wants: &mut [Want], views: &[View<'_>]) {
    wants.sort_unstable_by(|one, other| compare(one, other, views));
}

fn compare(one: &Want, other: &Want, views: &[View<'_>]) -> Ordering {
    let inside = |want: &Want| (want.view, want.place, want.file, want.joined_at);
    position(one, views).cmp(&position(other, views)).then_with(|| inside(one).cmp(&inside(other)))
}

fn position(want: &Want, views: &[View<'_>]) -> Option<(PackId, u64)> {
    let view = views.get(want.view as usize)?;
    let (pack, segment) = view.contents.segment(want.place)?;
    Some((pack.pack, segment.at))
}

/// Splits sorted work into what can be done now and what waits for another pass over the packs,
/// because too many half-written files would be open. `last` is scratch, one slot for each file.
///
/// Only files whose chunks lie scattered wait, and only when very many of them overlap.
pub(super) fn split(wants: Vec<Want>, files: usize, open_max: usize) -> (Vec<Want>, Vec<Want>) {
    let mut turns = vec![Turn::default(); files];
    for (at, want) in wants.iter().enumerate() {
        if let Some(turn) = turns.get_mut(want.file as usize) {
            turn.last = at;
        }
    }
    let mut open = 0;
    let (mut now, mut later) = (Vec::with_capacity(wants.len()), Vec::new());
    for (at, want) in wants.into_iter().enumerate() {
        let Some(turn) = turns.get_mut(want.file as usize) else { continue };
        if turn.state == State::Unseen {
            let is_free = at == turn.last || open < open_max;
            turn.state = if is_free { State::Now } else { State::Later };
            open += usize::from(is_free);
        }
        if turn.state == State::Later {
            later.push(want);
            continue;
        }
        open -= usize::from(at == turn.last);
        now.push(want);
    }
    (now, later)
}

#[derive(Clone, Copy, Default)]
struct Turn {
    last: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Unseen,
    Now,
    Later,
}

/// Whether two pieces of work lie in one segment.
pub(super) fn same_segment(one: &Want, other: &Want) -> bool {
    (one.view, one.place.pack, one.place.segment)
        == (other.view, other.place.pack, other.place.segment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::ChunkPlace;

    fn want(file: u32, segment: u32) -> Want {
        let place = ChunkPlace { pack: 0, segment, block: 0, offset: 0, bytes: 1 };
        Want { view: 0, place, file, joined_at: 0 }
    }

    fn files(wants: &[Want]) -> Vec<u32> {
        wants.iter().map(|want| want.file).collect()
    }

    #[test]
    fn scattered_files_wait_for_another_pass_and_small_ones_never_do() {
        let order = [0, 1, 2, 3, 2, 1, 0, 1];
        let wants = (0..).zip(order).map(|(at, file)| want(file, at)).collect();
        let (now, later) = split(wants, 4, 2);
        assert_eq!(files(&now), [0, 1, 3, 1, 0, 1]);
        assert_eq!(files(&later), [2, 2]);
        let (now, later) = split(later, 4, 2);
        assert_eq!((files(&now), later.len()), (vec![2, 2], 0));
    }
}
