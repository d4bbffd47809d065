//! Which column holds what: by the field's own name, by the usual headings, or by explicit mapping.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, List};
use super::field::Field;
use super::headings::{self, Meaning};
use super::table::Anchors;
use super::{ColumnSought, RegisterError};

/// Headings that say "number" and not whose, as compared: in a list of visits it may be the visit's.
const GENERAL: &[&str] = &[
    "id",
    "identifiant",
    "identifier",
    "no",
    "num",
    "numero",
    "nummer",
    "number",
    "ref",
    "reference",
    "code",
    "idinterne",
    "displayid",
    "recordno",
    "recordnumber",
    "filenumber",
];

/// Where each field is, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    by_field: BTreeMap<Field, Vec<usize>>,
    /// Year, month and day of birth where each has its own column.
    pub(super) birth_parts: Option<[usize; 3]>,
    /// Parts of the person's name.
    pub(super) names: Vec<usize>,
    /// Appointments to come: who has one is a patient.
    pub(super) ahead: Vec<usize>,
    /// A status, one of whose words means dead.
    pub(super) status: Vec<usize>,
    /// Fields whose columns a person named.
    pub(super) mapped: BTreeSet<Field>,
    /// In a list of visits: the number may be the visit's as well.
    pub(super) doubtful_id: bool,
}

impl Columns {
    /// Finds the columns in a header row. The number must be there.
    pub(super) fn find(
        header: &[String],
        choice: &Choice,
        list: List,
    ) -> Result<Self, RegisterError> {
        let mapping = match list {
            List::Patients => &choice.mapping,
            List::Visits => &choice.visits,
        };
        let known = Known::of(header, choice);
        let mut columns = Self {
            by_field: BTreeMap::new(),
            birth_parts: known.birth_parts(),
            names: known.positions(|meaning| meaning == Meaning::Name),
            ahead: known.of_patients(list, Meaning::Appointment),
            status: known.of_patients(list, Meaning::Status),
            doubtful_id: false,
            mapped: mapping.keys().copied().collect(),
        };
        for field in Field::ALL {
            let found = match mapping.get(&field) {
                Some(names) => mapped(header, field, names)?,
                None => known.recognised(field, list)?,
            };
            if !found.is_empty() {
                columns.by_field.insert(field, found);
            }
        }
        if columns.birth_parts.is_some() {
            columns.by_field.remove(&Field::Birth);
        }
        // A register of folders only: the folder's name is the number.
        if columns.position(Field::Id).is_none()
            && let Some(folder) = columns.by_field.get(&Field::Folder).cloned()
        {
            columns.by_field.insert(Field::Id, folder);
        }
        let Some(id) = columns.position(Field::Id) else {
            return Err(RegisterError::missing(list, Field::Id, &columns, header));
        };
        columns.doubtful_id =
            list == List::Visits && !mapping.contains_key(&Field::Id) && known.is_general(id);
        let used = columns.by_field.values().flatten().copied().collect::<BTreeSet<_>>();
        columns.ahead.retain(|at| !used.contains(at));
        columns.status.retain(|at| !used.contains(at));
        Ok(columns)
    }

    /// The columns by which a row is known.
    pub(super) fn anchors(&self, width: usize) -> Anchors {
        let fields = Field::ALL.into_iter().filter(|field| field.is_date());
        let dates = fields.flat_map(|field| self.positions(field)).copied().collect();
        Anchors { width, id: self.position(Field::Id), dates }
    }

    /// Position of a field's first column.
    pub(super) fn position(&self, field: Field) -> Option<usize> {
        self.positions(field).first().copied()
    }

    /// Positions of all columns of a field.
    pub(super) fn positions(&self, field: Field) -> &[usize] {
        self.by_field.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Does without a field: its column holds something else.
    pub(super) fn drop(&mut self, field: Field) {
        self.by_field.remove(&field);
    }

    /// Positions of columns that feed nothing.
    pub(super) fn unused(&self, width: usize) -> impl Iterator<Item = usize> + '_ {
        let parts = self.birth_parts.iter().flatten();
        let others = self.ahead.iter().chain(&self.status).chain(parts);
        let used: BTreeSet<usize> =
            self.by_field.values().flatten().chain(others).copied().collect();
        (0..width).filter(move |at| !used.contains(at))
    }
}

/// The headings of a file with their meanings; those left out on purpose mean nothing.
struct Known<'h> {
    header: &'h [String],
    meanings: Vec<Option<Meaning>>,
}

impl<'h> Known<'h> {
    fn of(header: &'h [String], choice: &Choice) -> Self {
        let meaning = |heading: &String| {
            Some(heading)
                .filter(|heading| !choice.ignores(heading))
                .and_then(|heading| choice.meaning(heading))
        };
        Self { header, meanings: header.iter().map(meaning).collect() }
    }

    fn positions(&self, wanted: impl Fn(Meaning) -> bool) -> Vec<usize> {
        let meanings = self.meanings.iter().enumerate();
        meanings.filter(|(_, meaning)| meaning.is_some_and(&wanted)).map(|(at, _)| at).collect()
    }

    fn of_patients(&self, list: List, wanted: Meaning) -> Vec<usize> {
        match list {
            List::Patients => self.positions(|meaning| meaning == wanted),
            List::Visits => Vec::new(),
        }
    }

    /// Whether a heading says "number" and not whose.
    fn is_general(&self, at: usize) -> bool {
        self.header
            .get(at)
            .is_some_and(|heading| GENERAL.contains(&headings::key(heading).as_str()))
    }

    fn birth_parts(&self) -> Option<[usize; 3]> {
        let one = |meaning| self.positions(|found| found == meaning).first().copied();
        let year = one(Meaning::BirthYear)?;
        Some([year, one(Meaning::BirthMonth)?, one(Meaning::Field(Field::Birth))?])
    }

    fn recognised(&self, field: Field, list: List) -> Result<Vec<usize>, RegisterError> {
        let usual = self.positions(|meaning| meaning == Meaning::Field(field));
        let found = match (list, field) {
            (List::Patients, Field::Class) => self.classes(usual),
            (List::Patients, _) => usual,
            (List::Visits, Field::Id) => self.visit_patient(usual),
            (List::Visits, Field::LastContact) => {
                let visits = self.positions(|meaning| meaning == Meaning::Visit);
                if visits.is_empty() { usual } else { visits }
            }
            (List::Visits, _) => Vec::new(),
        };
        if found.len() > 1 && !field.takes_several() {
            let name = |at: &usize| self.header.get(*at).cloned();
            let columns = found.iter().filter_map(name).collect();
            return Err(RegisterError::ColumnAmbiguous(ColumnSought { list, field, columns }));
        }
        Ok(found)
    }

    /// The field's own name wins: `catégorie` beside it is the practice software's.
    fn classes(&self, usual: Vec<usize>) -> Vec<usize> {
        let own = usual.iter().copied().find(|at| self.is_own(*at, Field::Class));
        own.map_or(usual, |own| vec![own])
    }

    fn is_own(&self, at: usize, field: Field) -> bool {
        let own = headings::key(field.name());
        self.header.get(at).is_some_and(|heading| headings::key(heading) == own)
    }

    /// In a table of visits `id` is the visit's, wherever anything else can be the patient's.
    fn visit_patient(&self, usual: Vec<usize>) -> Vec<usize> {
        let mut others: Vec<usize> =
            usual.iter().copied().filter(|at| !self.is_own(*at, Field::Id)).collect();
        others.extend(self.positions(|meaning| meaning == Meaning::VisitPatient));
        if others.is_empty() { usual } else { others }
    }
}

fn mapped(header: &[String], field: Field, names: &[String]) -> Result<Vec<usize>, RegisterError> {
    let position = |name: &String| {
        let key = headings::key(name);
        let found = header.iter().position(|heading| headings::key(heading) == key);
        found.ok_or_else(|| RegisterError::ColumnUnknown(field, name.clone()))
    };
    names.iter().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::super::choice::Mapping;
    use super::*;

    fn find(header: &[&str], choice: &Choice) -> Result<Columns, RegisterError> {
        let header: Vec<String> = header.iter().map(|heading| (*heading).to_owned()).collect();
        Columns::find(&header, choice, List::Patients)
    }

    fn mapping(field: Field, columns: &[&str]) -> Choice {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        Choice { mapping: Mapping::from([(field, columns)]), ..Choice::default() }
    }

    #[test]
    fn fields_are_found_under_their_own_names() {
        let header: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        let columns = find(&header, &Choice::default()).unwrap();
        for (position, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(columns.position(field), Some(position), "{field:?}");
        }
    }

    #[test]
    fn several_columns_feed_the_last_contact_but_the_number_must_be_chosen() {
        let columns = find(&["id", "dernier acte", "Dernière visite"], &Choice::default()).unwrap();
        assert_eq!(columns.positions(Field::LastContact), [1, 2]);
        let ambiguous = find(&["id", "patient_id", "last visit"], &Choice::default());
        let both = vec!["id".to_owned(), "patient_id".to_owned()];
        let (list, field) = (List::Patients, Field::Id);
        let sought = ColumnSought { list, field, columns: both };
        assert_eq!(ambiguous, Err(RegisterError::ColumnAmbiguous(sought)));
        let chosen = mapping(Field::Id, &["patient_id"]);
        let columns = find(&["id", "patient_id", "last visit"], &chosen).unwrap();
        assert_eq!(columns.position(Field::Id), Some(1));
    }

    #[test]
    fn a_column_left_out_on_purpose_is_no_candidate() {
        let choice = Choice { ignored: vec!["ID".to_owned()], ..Choice::default() };
        let columns = find(&["id", "patient_id", "last visit"], &choice).unwrap();
        assert_eq!(columns.position(Field::Id), Some(1));
    }

    #[test]
    fn a_register_of_folders_only_is_numbered_by_them() {
        let columns = find(&["Dossier", "Dernier acte"], &Choice::default()).unwrap();
        assert_eq!(columns.position(Field::Id), Some(0));
    }

    #[test]
    fn three_columns_of_a_birth_are_one_date() {
        let header =
            ["Demographic No", "Year of Birth", "Month of Birth", "Date of Birth", "last visit"];
        let columns = find(&header, &Choice::default()).unwrap();
        assert_eq!(columns.birth_parts, Some([1, 2, 3]));
        assert_eq!(columns.position(Field::Birth), None);
    }

    #[test]
    fn the_id_of_a_table_of_visits_is_the_visits_own() {
        let header = ["id", "date", "reason", "facility", "facility_id", "pid"].map(str::to_owned);
        let columns = Columns::find(&header, &Choice::default(), List::Visits).unwrap();
        assert_eq!(columns.position(Field::Id), Some(5));
        assert_eq!(columns.positions(Field::LastContact), [1]);
        let header = ["Id", "START", "STOP", "PATIENT"].map(str::to_owned);
        let columns = Columns::find(&header, &Choice::default(), List::Visits).unwrap();
        assert_eq!(columns.position(Field::Id), Some(3));
        assert_eq!(columns.positions(Field::LastContact), [1, 2]);
    }

    #[test]
    fn missing_columns_are_named() {
        let (list, field, columns) = (List::Patients, Field::Id, vec!["ville".to_owned()]);
        let missing = Err(RegisterError::ColumnMissing(ColumnSought { list, field, columns }));
        assert_eq!(find(&["ville", "naissance"], &Choice::default()), missing);
        let unknown = RegisterError::ColumnUnknown(Field::LastContact, "vu".to_owned());
        assert_eq!(find(&["id"], &mapping(Field::LastContact, &["vu"])), Err(unknown));
    }
}
