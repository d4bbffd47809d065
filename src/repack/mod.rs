//! Moving what is still needed into new packs: for thinning, rekeying and mending.
//!
//! Nothing here removes anything. What is copied is durable and read back before its index is
//! written, so that whoever removes the old copies afterwards can do so safely.

mod catalogue;
mod copier;
mod journal;

pub use catalogue::{Catalogue, Index, known_objects, living};
pub use copier::{Copied, Job, copy};
pub use journal::{Journal, fresh, noted};

use crate::error::Result;
use crate::format::FORMAT_VERSION;
use crate::format::documents::{Header, ObjectKind, PackLine};
use crate::format::names::{self, ObjectPath};
use crate::state::Checkpoint;
use crate::vault::{Draft, SectionReader, Vault};

/// Chunks that one index describes at most: about 30 MB of it.
const INDEX_CHUNKS_MAX: usize = 500_000;

/// The header of an object of this section.
#[must_use]
pub fn header(vault: &Vault<'_>, section: &SectionReader, kind: ObjectKind, seq: u64) -> Header {
    Header {
        refuge: FORMAT_VERSION,
        kind,
        practice: vault.practice,
        section: section.id,
        vault: Some(vault.id),
        seq,
        epoch: None,
    }
}

/// Puts an object and reads both copies back.
///
/// # Errors
/// When the drive cannot be written, or holds something else afterwards.
pub fn put_checked(
    vault: &Vault<'_>,
    section: &SectionReader,
    draft: Draft,
    place: impl FnOnce(crate::id::ObjectHash) -> ObjectPath,
) -> Result<ObjectPath> {
    let object = vault.put_document(&section.writer()?, draft, place)?;
    vault.read_exactly(&object)?;
    vault.read_exactly(&object.mirror())?;
    Ok(object)
}

/// Writes as many indexes as these packs need.
///
/// # Errors
/// As [`put_checked`].
pub fn put_indexes(
    vault: &Vault<'_>,
    section: &SectionReader,
    seq: u64,
    packs: Vec<PackLine>,
) -> Result<Vec<Index>> {
    let mut indexes = Vec::new();
    for packs in in_portions(packs) {
        let mut draft = Draft::new(&header(vault, section, ObjectKind::Index, seq))?;
        for pack in &packs {
            draft.line(pack)?;
        }
        let place = |hash| names::index(section.id, hash);
        let object = put_checked(vault, section, draft, place)?;
        indexes.push(Index { object, seq, packs });
    }
    Ok(indexes)
}

fn in_portions(packs: Vec<PackLine>) -> Vec<Vec<PackLine>> {
    let mut portions: Vec<Vec<PackLine>> = Vec::new();
    let mut chunks = INDEX_CHUNKS_MAX;
    for pack in packs {
        let blocks = pack.segments.iter().flat_map(|segment| &segment.blocks);
        let own: usize = blocks.map(|block| block.chunks.len()).sum();
        match portions.last_mut() {
            Some(portion) if chunks + own <= INDEX_CHUNKS_MAX => portion.push(pack),
            _ => {
                chunks = 0;
                portions.push(vec![pack]);
            }
        }
        chunks += own;
    }
    portions
}

/// Names new packs in indexes above every other, so that the new places of chunks count, and tells the
/// state, as of checkpoints of a backup that goes on from there. `newest` is the number of the newest snapshot.
///
/// # Errors
/// `State`; as [`put_checked`].
pub fn add(
    vault: &Vault<'_>,
    section: &SectionReader,
    newest: u64,
    packs: Vec<PackLine>,
    journal: &mut Journal<'_>,
) -> Result<()> {
    journal.adopt(&packs)?;
    for index in put_indexes(vault, section, newest + 1, packs)? {
        let bytes = vault.read_small(&index.object)?.len() as u64;
        let (section, object) = (section.id, index.object.to_string());
        let checkpoint = Checkpoint { row: 0, section, object, bytes };
        let row = journal.drive.row;
        let begun = journal.state.begin_checkpoint(row, &checkpoint, &index.packs)?;
        journal.state.finish_checkpoint(row, begun)?;
    }
    Ok(())
}
