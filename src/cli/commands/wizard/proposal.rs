//! What a found folder likely is, from its name and how it is ordered: a category and a cut to say yes to.
//!
//! A legal period is proposed only where nothing speaks against it. Any doubt means kept without limit.

use std::path::Path;

use refuge::browse;
use refuge::config::RecordRule;
use refuge::error::{Error, Result};
use refuge::retention::rules::{Rules, UNCLASSIFIED};

use crate::cli::{Face, commands::classes, fl};

/// Parts of names, without accents, of folders that hold one folder for each patient.
const OF_PATIENTS: &[&str] = &["patient"];
/// The same of accounts.
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
pub(super) struct Proposal {
    pub(super) class: String,
    pub(super) records: RecordRule,
}

impl Proposal {
    /// What the folder looks like under the rules of this country.
    pub(super) fn of(folder: &Path, country: &str) -> Self {
        let name = folder.file_name().map(|name| browse::fold(&name.to_string_lossy()));
        let name = name.unwrap_or_default();
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        let is_sure = ONE_PERIOD.contains(&country);
        match (has(OF_PATIENTS), has(OF_ACCOUNTS)) {
            _ if has(SOMETHING_ELSE) => Self::endless(RecordRule::Whole),
            (true, false) if holds_people(folder) && is_sure => {
                Self::known(format!("{country}/medical-record"), RecordRule::EachFolder)
            }
            (true, false) if holds_people(folder) => Self::endless(RecordRule::EachFolder),
            (false, true) => Self::known(format!("{country}/accounting"), RecordRule::ByYear),
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

    /// The question that a plain Enter says yes to: it names the category, the period and the cut.
    pub(super) fn question(&self, face: &Face<'_>) -> Result<String> {
        let words = face.words;
        let cut = match self.records {
            RecordRule::EachFolder => fl!(words, "wizard-cut-each-folder"),
            RecordRule::ByYear => fl!(words, "wizard-cut-by-year"),
            RecordRule::Whole | RecordRule::Generations => fl!(words, "wizard-cut-whole"),
        };
        let rules = Rules::presets()
            .map_err(|cause| Error::Config { line: None, reason: cause.to_string() })?;
        let rule = rules.get(&self.class).filter(|_| self.class != UNCLASSIFIED);
        let term = rule.and_then(|rule| rule.term).map(|term| classes::length(face, term));
        Ok(match (rule, term) {
            (Some(rule), Some(term)) => {
                let class = classes::name(words.language(), &rule.name);
                fl!(words, "wizard-propose", class = class, term = term, cut = cut)
            }
            _ => fl!(words, "wizard-propose-endless", cut = cut),
        })
    }
}

/// Whether nearly all in a folder are folders, and these have names as people have: not years, not letters of
/// a card index.
fn holds_people(folder: &Path) -> bool {
    let (mut people, mut others) = (0_usize, 0_usize);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_of_a_person(&name) {
            people += 1;
        } else if is_folder || !name.starts_with('.') {
            others += 1;
        }
    }
    people > 0 && others * 10 <= people
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

    fn folder(name: &str, folders: &[&str], files: &[&str]) -> (tempfile::TempDir, Proposal) {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(name);
        std::fs::create_dir(&path).unwrap();
        folders.iter().for_each(|one| std::fs::create_dir(path.join(one)).unwrap());
        files.iter().for_each(|one| std::fs::write(path.join(one), b"x").unwrap());
        let proposal = Proposal::of(&path, "fr");
        (place, proposal)
    }

    #[test]
    fn a_folder_for_each_patient_is_proposed_as_medical_records() {
        let (_place, found) = folder("Patients", &["DURAND Paul 1949", "COSTA Ines"], &[]);
        assert_eq!((&*found.class, found.records), ("fr/medical-record", RecordRule::EachFolder));
        let (_place, found) = folder("Dossiers patients", &["2023001", "2023002"], &[".hidden"]);
        assert_eq!(found.records, RecordRule::EachFolder);
    }

    #[test]
    fn accounts_are_proposed_by_year_where_the_country_has_a_period_for_them() {
        let (place, found) = folder("Comptabilité", &[], &["2025.csv"]);
        assert_eq!((&*found.class, found.records), ("fr/accounting", RecordRule::ByYear));
        let folder = place.path().join("Comptabilité");
        assert_eq!(Proposal::of(&folder, "be"), Proposal::endless(RecordRule::ByYear));
    }

    #[test]
    fn where_several_periods_may_fit_patients_are_kept_without_limit() {
        let (place, _) = folder("Patients", &["DURAND Paul 1949"], &[]);
        let found = Proposal::of(&place.path().join("Patients"), "uk");
        assert_eq!(found, Proposal::endless(RecordRule::EachFolder));
    }

    #[test]
    fn any_doubt_means_kept_without_limit() {
        let doubtful: [(&str, &[&str], &[&str]); 8] = [
            ("Patients", &[], &["a.pdf"]),
            ("Patients", &["2023", "2024"], &[]),
            ("Patients", &["A", "B"], &[]),
            ("Patients", &["DURAND Paul"], &["scan 1.pdf", "scan 2.pdf"]),
            ("Export patients", &["DURAND Paul"], &[]),
            ("Photos de patients", &["DURAND Paul"], &[]),
            ("Documents", &["DURAND Paul"], &[]),
            ("Patients compta", &["DURAND Paul"], &[]),
        ];
        for (name, folders, files) in doubtful {
            let (_place, found) = folder(name, folders, files);
            assert_eq!(found, Proposal::endless(RecordRule::Whole), "{name} {folders:?} {files:?}");
        }
    }
}
