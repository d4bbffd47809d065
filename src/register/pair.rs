//! A folder as programs export it: the file of the patients in it, and that of their visits.

/// Names of the two files, as programs write them: Synthea, FHIR in bulk, OpenEMR, Open Dental.
const PAIRS: &[(&str, &[&str])] = &[
    ("patients.csv", &["encounters.csv"]),
    ("patient.ndjson", &["encounter.ndjson"]),
    ("patient_data.csv", &["form_encounter.csv"]),
    ("patient.csv", &["procedurelog.csv", "appointment.csv"]),
];

/// The patients and the visits among the names of the files of a folder; none where no program is known that
/// exports such files.
#[must_use]
pub fn pair_in(names: &[String]) -> Option<(String, Option<String>)> {
    let named = |wanted: &str| names.iter().find(|name| name.eq_ignore_ascii_case(wanted)).cloned();
    PAIRS.iter().find_map(|(patients, visits)| {
        let visits = visits.iter().find_map(|visits| named(visits));
        Some((named(patients)?, visits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_files_are_found_whatever_lies_beside_them() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let synthea = names(&["allergies.csv", "encounters.csv", "patients.csv"]);
        let both = ("patients.csv".to_owned(), Some("encounters.csv".to_owned()));
        assert_eq!(pair_in(&synthea), Some(both));
        let bulk = names(&["Encounter.ndjson", "Patient.ndjson", "Observation.ndjson"]);
        let both = ("Patient.ndjson".to_owned(), Some("Encounter.ndjson".to_owned()));
        assert_eq!(pair_in(&bulk), Some(both));
        assert_eq!(pair_in(&names(&["patients.csv"])), Some(("patients.csv".to_owned(), None)));
        assert_eq!(pair_in(&names(&["list.csv"])), None);
    }
}
