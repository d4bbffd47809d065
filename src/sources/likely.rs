//! What a folder likely is, from its name and how it is ordered: a category and a cut to say yes to.
//!
//! A legal period is proposed only where nothing speaks against it. Any doubt means kept without limit; what seems to
//! hold a folder for each person is cut by them all the same, so that one may be forgotten without the others.

use std::path::Path;

use crate::browse;
use crate::config::RecordRule;
use crate::retention::rules::{Rules, UNCLASSIFIED};

/// Parts of names, without accents, of folders that hold one folder for each patient.
const OF_PATIENTS: &[&str] = &["patient", "malade"];
/// What makes the name of such a folder together with one of [`OF_CARE`].
const OF_RECORDS: &[&str] =
    &["dossier", "fiche", "fichier", "record", "file", "chart", "akte", "kartei"];
/// What such records are about.
const OF_CARE: &[&str] =
    &["medica", "medisch", "medizin", "sante", "health", "clini", "klini", "soin", "kranke"];
/// Parts of names of folders that hold accounts.
const OF_ACCOUNTS: &[&str] = &["compta", "accounting", "accounts", "buchhaltung", "boekhouding"];
/// What a folder of either is not.
const SOMETHING_ELSE: &[&str] = &[
    "export",
    "sauvegarde",
    "backup",
    "archive",
    "list",
    "photo",
    "model",
    "ancien",
    "old",
    "test",
];

/// Where one category fits the patients of any private practice, or all that could fit keep as long. In the others
/// the person chooses.
const ONE_PERIOD: &[&str] = &["fr", "be", "ch", "de", "nl"];

/// What a folder is proposed to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// Its category.
    pub class: String,
    /// How it is cut into records.
    pub records: RecordRule,
}

impl Likely {
    /// What the folder looks like under the rules of this country.
    #[must_use]
    pub fn of(folder: &Path, country: &str) -> Self {
        let name = folder.file_name().map(|name| browse::fold(&name.to_string_lossy()));
        let name = name.unwrap_or_default();
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        let is_of_patients = is_of_patients(&name);
        let (is_other, people) = (has(SOMETHING_ELSE), holds_people(folder));
        match (is_of_patients, has(OF_ACCOUNTS)) {
            (true, false) if people && !is_other && ONE_PERIOD.contains(&country) => {
                Self::known(format!("{country}/medical-record"), RecordRule::EachFolder)
            }
            (false, true) if !is_other => {
                Self::known(format!("{country}/accounting"), RecordRule::ByYear)
            }
            _ if people => Self::endless(RecordRule::EachFolder),
            _ => Self::endless(RecordRule::Whole),
        }
    }

    /// Without limit where the country has no such class.
    fn known(class: String, records: RecordRule) -> Self {
        let is_known = Rules::presets().is_ok_and(|rules| rules.get(&class).is_some());
        if is_known { Self { class, records } } else { Self::endless(records) }
    }

    fn endless(records: RecordRule) -> Self {
        Self { class: UNCLASSIFIED.to_owned(), records }
    }
}

/// Whether a folder is called as one of patients is.
#[must_use]
pub fn names_patients(folder: &Path) -> bool {
    let name = folder.file_name().map(|name| browse::fold(&name.to_string_lossy()));
    name.is_some_and(|name| is_of_patients(&name))
}

fn is_of_patients(folded: &str) -> bool {
    let has = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    has(OF_PATIENTS) || (has(OF_RECORDS) && has(OF_CARE))
}

/// Whether most in a folder are folders, and nearly all of these have names as people have: not years, not letters
/// of a card index. A few files lie beside them in most practices.
fn holds_people(folder: &Path) -> bool {
    let (mut people, mut others, mut files) = (0_usize, 0_usize, 0_usize);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_of_a_person(&name) {
            people += 1;
        } else if is_folder {
            others += 1;
        } else if !name.starts_with('.') && !is_of_the_system(&name) {
            files += 1;
        }
    }
    people > 0 && others * 10 <= people && files * 3 <= people
}

/// What Windows leaves in folders that are looked at.
fn is_of_the_system(name: &str) -> bool {
    ["desktop.ini", "thumbs.db"].contains(&name.to_lowercase().as_str())
}

/// A name of several words, or a number longer than a year.
fn is_of_a_person(name: &str) -> bool {
    let (letters, digits) = name.chars().fold((0, 0), |(letters, digits), sign| {
        (letters + usize::from(sign.is_alphabetic()), digits + usize::from(sign.is_ascii_digit()))
    });
    let words = name.split([' ', '_', '-', ',']).filter(|word| word.len() > 1).count();
    (letters >= 4 && words >= 2) || digits >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, folders: &[&str], files: &[&str]) -> (tempfile::TempDir, Likely) {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(name);
        std::fs::create_dir(&path).unwrap();
        folders.iter().for_each(|one| std::fs::create_dir(path.join(one)).unwrap());
        files.iter().for_each(|one| std::fs::write(path.join(one), b"x").unwrap());
        let proposal = Likely::of(&path, "fr");
        (place, proposal)
    }

    #[test]
    fn a_folder_for_each_patient_is_proposed_as_medical_records() {
        let (_place, found) = folder("Patients", &["DURAND Paul 1949", "COSTA Ines"], &[]);
        assert_eq!((&*found.class, found.records), ("fr/medical-record", RecordRule::EachFolder));
        let beside = [".hidden", "Thumbs.db", "desktop.ini"];
        let (_place, found) = folder("Dossiers patients", &["2023001", "2023002"], &beside);
        assert_eq!(found.records, RecordRule::EachFolder);
        let three = ["DURAND Paul", "COSTA Ines", "PETIT Zoé"];
        let (_place, found) = folder("Patients", &three, &["liste.xlsx"]);
        assert_eq!((&*found.class, found.records), ("fr/medical-record", RecordRule::EachFolder));
    }

    #[test]
    fn accounts_are_proposed_by_year_where_the_country_has_a_period_for_them() {
        let (place, found) = folder("Comptabilité", &[], &["2025.csv"]);
        assert_eq!((&*found.class, found.records), ("fr/accounting", RecordRule::ByYear));
        let folder = place.path().join("Comptabilité");
        assert_eq!(Likely::of(&folder, "be"), Likely::endless(RecordRule::ByYear));
    }

    #[test]
    fn where_several_periods_may_fit_patients_are_kept_without_limit() {
        let (place, _) = folder("Patients", &["DURAND Paul 1949"], &[]);
        let found = Likely::of(&place.path().join("Patients"), "uk");
        assert_eq!(found, Likely::endless(RecordRule::EachFolder));
    }

    #[test]
    fn any_doubt_means_kept_without_limit() {
        let doubtful: [(&str, &[&str], &[&str]); 5] = [
            ("Patients", &[], &["a.pdf"]),
            ("Patients", &["2023", "2024"], &[]),
            ("Patients", &["A", "B"], &[]),
            ("Patients", &["DURAND Paul"], &["scan 1.pdf", "scan 2.pdf"]),
            ("Sauvegarde compta", &["2025"], &[]),
        ];
        for (name, folders, files) in doubtful {
            let (_place, found) = folder(name, folders, files);
            assert_eq!(found, Likely::endless(RecordRule::Whole), "{name} {folders:?} {files:?}");
        }
        for name in ["Export patients", "Photos de patients", "Documents", "Patients compta"] {
            let (_place, found) = folder(name, &["DURAND Paul"], &[]);
            assert_eq!(found, Likely::endless(RecordRule::EachFolder), "{name}");
        }
    }

    #[test]
    fn a_folder_of_patients_is_known_by_any_of_its_usual_names() {
        for name in [
            "Dossiers médicaux",
            "DOSSIERS MEDICAUX",
            "Dossiers me\u{301}dicaux",
            "dossier_medical",
            "Dossiers patients",
            "Patientèle",
            "Fichiers patients",
            "Fiches patients",
            "Dossiers de santé",
            "Dossiers de soins",
            "Dossiers cliniques",
            "Medical records",
            "Patient files",
            "Clinical records",
            "Patientenakten",
            "Krankenakten",
            "Medische dossiers",
            "Patiëntendossiers",
        ] {
            let (_place, found) = folder(name, &["DURAND Paul 1949", "COSTA Ines"], &[]);
            assert_eq!(&*found.class, "fr/medical-record", "{name}");
            assert_eq!(found.records, RecordRule::EachFolder, "{name}");
        }
    }
}
