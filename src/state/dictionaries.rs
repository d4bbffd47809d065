//! The dictionary that new frames of a section refer to, kept so that no backup must read it from a drive.

use rusqlite::{Transaction, params};
use zeroize::Zeroizing;

use crate::compress;
use crate::error::{Error, Result};
use crate::id::SectionId;
use crate::limits::DICTIONARY_BYTES_MAX;
use crate::state::State;
use crate::state::named::{DICTIONARIES, dictionary_of};

/// Bytes of a value that say how many records may still be forgotten.
const LEFT_BYTES: usize = 8;

/// As many records may be forgotten before a dictionary is used no more: those that shared a stretch of it were at
/// least twice as many.
const FORGOTTEN_MAX: u64 = 10;

/// A dictionary in force.
#[derive(zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct KeptDictionary {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How much smaller blocks were with it when it was made, in percent; 0 where that is not known.
    pub gain_percent: u8,
}

impl State {
    /// The dictionary in force in a section; nothing where there is none, or it cannot be read.
    ///
    /// # Errors
    /// `State`.
    pub fn dictionary(&self, section: SectionId) -> Result<Option<KeptDictionary>> {
        let value = self.fact(&dictionary_of(section))?.map(Zeroizing::new);
        let read = |value: Zeroizing<Vec<u8>>| {
            let (gain_percent, packed) = value.get(LEFT_BYTES..)?.split_first()?;
            let bytes = compress::expand_own(packed, DICTIONARY_BYTES_MAX).ok()?;
            Some(KeptDictionary { bytes, gain_percent: *gain_percent })
        };
        Ok(value.and_then(read))
    }

    /// From now on this dictionary is in force, until too many records were forgotten; `forgotten` of those that
    /// were there when it was made are already.
    ///
    /// # Errors
    /// `State`.
    pub fn set_dictionary(
        &mut self,
        section: SectionId,
        kept: &KeptDictionary,
        forgotten: u64,
    ) -> Result<()> {
        let left = FORGOTTEN_MAX.saturating_sub(forgotten);
        if left == 0 {
            return Ok(());
        }
        let packed = compress::shrink(&kept.bytes);
        let packed = packed.map_err(|cause| Error::State { reason: cause.to_string() })?;
        let value = [left.to_le_bytes().as_slice(), &[kept.gain_percent], &packed].concat();
        self.set_fact(&dictionary_of(section), &value)
    }
}

/// Some records were forgotten. What was made when they were there goes once that may be too many of those
/// that shared a stretch.
pub(super) fn records_were_forgotten(db: &Transaction<'_>, records: u64) -> rusqlite::Result<()> {
    let sql = "SELECT name, value FROM fact WHERE substr(name, 1, length(?1)) = ?1";
    let mut query = db.prepare(sql)?;
    let rows = query.query_map([DICTIONARIES], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: Vec<(String, Vec<u8>)> = rows.collect::<rusqlite::Result<_>>()?;
    for (name, mut value) in rows {
        let left = value.first_chunk::<LEFT_BYTES>().map_or(0, |left| u64::from_le_bytes(*left));
        let left = left.saturating_sub(records);
        if left == 0 {
            db.execute("DELETE FROM fact WHERE name = ?1", [name])?;
        } else if let Some(bytes) = value.first_chunk_mut::<LEFT_BYTES>() {
            *bytes = left.to_le_bytes();
            db.execute("UPDATE fact SET value = ?2 WHERE name = ?1", params![name, value])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;

    #[test]
    fn a_dictionary_goes_when_many_of_those_that_shared_it_may_be_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        let (section, other) = (SectionId([1; 16]), SectionId([2; 16]));
        let kept = KeptDictionary { bytes: vec![7; 300], gain_percent: 12 };
        state.set_dictionary(section, &kept, 1).unwrap();
        let found = state.dictionary(section).unwrap().unwrap();
        assert_eq!((found.bytes.as_slice(), found.gain_percent), (&[7; 300][..], 12));
        let records = |to: u8| (0..to).map(|id| RecordId([id; 16])).collect::<Vec<_>>();
        state.forget_records(&records(8), None).unwrap();
        state.set_dictionary(other, &kept, 0).unwrap();
        state.forget_records(&records(8), None).unwrap();
        assert!(state.dictionary(section).unwrap().is_some(), "nine of twenty");
        state.forget_records(&records(9), None).unwrap();
        assert!(state.dictionary(section).unwrap().is_none(), "ten of twenty");
        assert!(state.dictionary(other).unwrap().is_some());
        state.set_dictionary(section, &kept, 10).unwrap();
        assert!(state.dictionary(section).unwrap().is_none(), "it may be too many already");
    }
}
