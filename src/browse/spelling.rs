//! Finding a record by its name without keeping the name: keyed hashes of how it reads.
//!
//! Names of records exist only inside manifests; what the computer remembers opens nothing and shows
//! no name. A keyed hash of the name, folded, finds a record whatever the case, the accents and how
//! these are composed, without a key, also when its folder is gone.

use std::collections::HashMap;

use crate::browse::fold;
use crate::crypto::hash::NamingSecret;
use crate::error::Result;
use crate::id::RecordId;
use crate::state::State;
use crate::state::named::SPELLINGS;
use crate::tree_path;

/// Bytes of the hash that are kept, which tell a few thousand names apart many times over.
const TAG_BYTES: usize = 16;
/// Stands for the practice where endings are hashed.
const NO_RECORD: RecordId = RecordId([0; 16]);

/// How a name reads, as 32 hexadecimal digits; runs of spaces do not count.
fn spelling(naming: &NamingSecret, name: &[u8]) -> String {
    let folded = fold(&String::from_utf8_lossy(name));
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let mac = naming.authenticator("record spelling").mac(&[folded.as_bytes()]);
    data_encoding::HEXLOWER.encode(mac.get(..TAG_BYTES).unwrap_or_default())
}

/// Remembers how the names of records read; `named` gives them escaped, as manifests do.
///
/// # Errors
/// `State`.
pub fn note_spellings<'a>(
    state: &mut State,
    naming: &NamingSecret,
    named: impl Iterator<Item = (RecordId, &'a str)>,
) -> Result<()> {
    let known: HashMap<String, String> = state.items(SPELLINGS)?.into_iter().collect();
    let mut new = HashMap::new();
    for (record, name) in named.filter(|(_, name)| !name.is_empty()) {
        if !known.contains_key(&record.hex()) {
            let name = tree_path::unescape(name).unwrap_or_else(|| name.as_bytes().to_vec());
            new.insert(record.hex(), spelling(naming, &name));
        }
    }
    let new: Vec<(String, String)> = new.into_iter().collect();
    state.add_items(SPELLINGS, &new)
}

/// The records whose name reads like this one, in the section of `naming`.
///
/// # Errors
/// `State`.
pub fn records_spelled(state: &State, naming: &NamingSecret, name: &[u8]) -> Result<Vec<RecordId>> {
    let wanted = spelling(naming, name);
    let all = state.items::<String>(SPELLINGS)?.into_iter();
    let fitting = all.filter(|(_, known)| *known == wanted);
    Ok(fitting.filter_map(|(record, _)| record.parse().ok()).collect())
}

/// Forgets how the names of these records read.
///
/// # Errors
/// `State`.
pub fn drop_spellings(state: &mut State, records: &[RecordId]) -> Result<()> {
    records.iter().try_for_each(|record| state.drop_item(SPELLINGS, &record.hex()))
}

/// An ending of file names, such as `pdf`, as the guard remembers it.
#[must_use]
pub fn ending_tag(naming: &NamingSecret, ending: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&naming.path_tag(NO_RECORD, ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_by_any_spelling_of_its_name_and_by_no_other_name() {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        let naming = NamingSecret::generate();
        let (zoe, paul) = (RecordId([1; 16]), RecordId([2; 16]));
        let named = [(zoe, "DUPONT Zoé"), (paul, "DUPONT Paul"), (RecordId([3; 16]), "")];
        note_spellings(&mut state, &naming, named.into_iter()).unwrap();
        let found = |name: &str| records_spelled(&state, &naming, name.as_bytes()).unwrap();
        for name in ["DUPONT Zoé", "dupont  zoe", "Dupont Zoe\u{301}"] {
            assert_eq!(found(name), [zoe], "{name}");
        }
        assert!(found("DUPONT").is_empty());
        drop_spellings(&mut state, &[zoe]).unwrap();
        assert!(records_spelled(&state, &naming, b"dupont zoe").unwrap().is_empty());
    }
}
