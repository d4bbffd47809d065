//! Where else the files of a record lie: in records of a source that was cut higher up or lower down.
//!
//! A folder may first have been added one level too high and later cut finer. Both divisions have records, and
//! forgetting a record of one does not reach the copies in the other, so nobody may be told that it did.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::gather::Gathered;
use crate::config::{RecordRule, Source};
use crate::id::{RecordId, SourceId};

/// Where a record's files lie: components of a path. Nothing for files that lie loose.
fn place(source: &Source, name: &str) -> Option<Vec<String>> {
    let path = source.path.to_string_lossy().replace('\\', "/");
    let parts = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
    let is_folder = source.records == RecordRule::EachFolder;
    let name = is_folder.then(|| name.to_owned());
    if name.as_ref().is_some_and(String::is_empty) {
        return None;
    }
    Some(parts.chain(name).collect())
}

/// For each of these records, the records of other sources that hold, or held, the same files and stay.
#[must_use]
pub fn also_in(
    gathered: &Gathered,
    going: &HashSet<RecordId>,
    forgotten: &HashSet<RecordId>,
) -> BTreeMap<RecordId, Vec<RecordId>> {
    let sources: HashMap<SourceId, &Source> =
        gathered.sources.iter().map(|source| (source.id, source)).collect();
    let mut staying: HashMap<Vec<String>, Vec<(RecordId, SourceId)>> = HashMap::new();
    let mut above: HashMap<Vec<String>, Vec<(RecordId, SourceId)>> = HashMap::new();
    let mut places = Vec::new();
    for (record, (source_id, name)) in &gathered.names {
        let Some(source) = sources.get(source_id) else { continue };
        let Some(place) = place(source, name) else { continue };
        if going.contains(record) {
            places.push((*record, *source_id, place));
        } else if !forgotten.contains(record) {
            for length in 0..place.len() {
                let start = place.get(..length).unwrap_or_default().to_vec();
                above.entry(start).or_default().push((*record, *source_id));
            }
            staying.entry(place).or_default().push((*record, *source_id));
        }
    }
    let mut found = BTreeMap::new();
    for (record, source, place) in places {
        let coarser = (0..=place.len()).filter_map(|length| staying.get(place.get(..length)?));
        let others = coarser.chain(above.get(&place)).flatten();
        let mut others: Vec<RecordId> =
            others.filter(|(_, other)| *other != source).map(|(other, _)| *other).collect();
        others.sort_unstable();
        others.dedup();
        if !others.is_empty() {
            found.insert(record, others);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SectionId;

    fn source(id: u8, path: &str, records: RecordRule) -> Source {
        Source {
            id: SourceId([id; 16]),
            path: path.into(),
            class: "fr/medical-record".to_owned(),
            records,
            section: SectionId([1; 16]),
            exclude: vec![],
            keep: None,
        }
    }

    fn record(number: u8) -> RecordId {
        RecordId([number; 16])
    }

    fn gathered(sources: Vec<Source>, records: &[(u8, u8, &str)]) -> Gathered {
        let name = |(number, source, name): &(u8, u8, &str)| {
            (record(*number), (SourceId([*source; 16]), (*name).to_owned()))
        };
        let names = records.iter().map(name).collect();
        Gathered { manifests: Vec::new(), names, sources, strange: Vec::new() }
    }

    #[test]
    fn copies_in_a_coarser_and_in_a_finer_cut_are_found() {
        let sources = vec![
            source(1, "/patients", RecordRule::EachFolder),
            source(2, "/patients/D", RecordRule::EachFolder),
            source(3, "/other", RecordRule::Whole),
        ];
        let records =
            [(1, 1, "D"), (2, 1, "M"), (3, 2, "Dupont"), (4, 2, "Durand"), (5, 3, ""), (6, 1, "")];
        let gathered = gathered(sources, &records);
        let going = |number: u8| HashSet::from([record(number)]);
        let none = HashSet::new();
        let fine = also_in(&gathered, &going(3), &none);
        assert_eq!(fine, BTreeMap::from([(record(3), vec![record(1)])]));
        let coarse = also_in(&gathered, &going(1), &none);
        assert_eq!(coarse, BTreeMap::from([(record(1), vec![record(3), record(4)])]));
        assert!(also_in(&gathered, &going(2), &none).is_empty());
        assert!(also_in(&gathered, &going(3), &HashSet::from([record(1)])).is_empty());
        assert!(
            also_in(&gathered, &HashSet::from([record(1), record(3), record(4)]), &none).is_empty()
        );
    }
}
