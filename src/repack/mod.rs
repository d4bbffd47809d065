//! Moving what is still needed into new packs: for thinning, rekeying and mending.
//!
//! Nothing here removes anything. What is copied is durable and read back before its index is
//! written, so that whoever removes the old copies afterwards can do so safely.

mod catalogue;
mod copier;
mod journal;

pub use catalogue::{Catalogue, known_objects, living};
pub use copier::{Copied, Job, copy};
pub use journal::{Journal, fresh, noted};

use crate::error::Result;
use crate::format::documents::PackLine;
use crate::state::Checkpoint;
use crate::vault::{self, SectionReader, Vault};

/// Names new packs in indexes above every other, so that the new places of chunks count, and tells the
/// state, as of checkpoints of a backup that goes on from there. `newest` is the number of the newest snapshot.
///
/// # Errors
/// `State`; as [`vault::put_indexes`].
pub fn add(
    vault: &Vault<'_>,
    section: &SectionReader,
    newest: u64,
    packs: Vec<PackLine>,
    journal: &mut Journal<'_>,
) -> Result<()> {
    journal.adopt(&packs)?;
    for index in vault::put_indexes(vault, &section.writer()?, newest + 1, packs)? {
        let bytes = vault.read_small(&index.object)?.len() as u64;
        let (section, object) = (section.id, index.object.to_string());
        let checkpoint = Checkpoint { row: 0, section, object, bytes };
        let row = journal.drive.row;
        let begun = journal.state.begin_checkpoint(row, &checkpoint, &index.packs)?;
        journal.state.finish_checkpoint(row, begun)?;
    }
    Ok(())
}
