//! What still lies on the computer of records that are forgotten: to be deleted there by hand.
//!
//! A purge reaches drives only; the practice's own files are its own business. The list is made when it is asked
//! for and kept nowhere.

use std::path::PathBuf;

use crate::config::RecordRule;
use crate::error::Result;
use crate::practice::Practice;

/// Paths on this computer whose record is forgotten. A folder that cannot be looked into is left out.
///
/// # Errors
/// `State`.
pub fn on_computer(practice: &Practice) -> Result<Vec<PathBuf>> {
    let forgotten = practice.state.forgotten()?;
    let writers = practice.writers()?;
    let mut left = Vec::new();
    for source in &practice.config.sources {
        let Some(writer) = writers.iter().find(|writer| writer.id == source.section) else {
            continue;
        };
        let is_forgotten =
            |name: &[u8]| forgotten.contains(&writer.naming.record_id(source.id, name));
        match source.records {
            RecordRule::Whole if is_forgotten(b"") => left.push(source.path.clone()),
            RecordRule::EachFolder => {
                let entries = std::fs::read_dir(&source.path).into_iter().flatten().flatten();
                let folders =
                    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
                let gone =
                    folders.filter(|entry| is_forgotten(entry.file_name().as_encoded_bytes()));
                left.extend(gone.map(|entry| entry.path()));
            }
            _ => {}
        }
    }
    left.sort();
    Ok(left)
}
