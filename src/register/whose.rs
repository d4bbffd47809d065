//! Which folders' names cannot be a patient's: years, dates, and words that name no person.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::rows::Patient;
use super::words::{fold, is_weekday, month};
use crate::id::{RecordId, SourceId};

/// A record that is a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder<'n> {
    /// The record.
    pub record: RecordId,
    /// The source it lies in.
    pub source: SourceId,
    /// Its name.
    pub name: &'n str,
}

/// Years in which files are filed.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
/// Nobody keeps more years of files than this.
const YEARS_MAX: usize = 80;
/// Shortest run of years that is taken for filing by year.
const RUN_MIN: usize = 3;
/// Words of folders that hold no single patient's files, folded, in the languages of the lists.
const NOBODY: &[&str] = &[
    "congres",
    "reunion",
    "reunions",
    "formation",
    "formations",
    "facture",
    "factures",
    "compta",
    "comptabilite",
    "courrier",
    "courriers",
    "archives",
    "archive",
    "scans",
    "photos",
    "divers",
    "modeles",
    "stage",
    "stages",
    "congress",
    "meeting",
    "meetings",
    "training",
    "invoices",
    "accounts",
    "templates",
    "backup",
    "kongress",
    "sitzung",
    "sitzungen",
    "rechnungen",
    "vorlagen",
    "congres",
    "vergadering",
    "facturen",
    "sjablonen",
    "riunione",
    "fatture",
];

/// Words behind a number that say what it counts, folded, in the languages of the lists.
const COUNTED: &[&str] = &[
    "an",
    "ans",
    "annee",
    "annees",
    "mois",
    "semaine",
    "semaines",
    "sem",
    "jour",
    "jours",
    "j",
    "h",
    "heures",
    "kg",
    "cm",
    "mm",
    "mg",
    "ml",
    "eur",
    "euro",
    "euros",
    "page",
    "pages",
    "photo",
    "photos",
    "fois",
    "seance",
    "seances",
    "sa",
    "year",
    "years",
    "yr",
    "yrs",
    "yo",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "jahr",
    "jahre",
    "monate",
    "wochen",
    "tage",
    "jaar",
    "maanden",
    "weken",
    "dagen",
    "anni",
    "mesi",
    "settimane",
    "giorni",
];
/// Words before a number that say of what it is one, folded: a room, a volume, a page, a street's house.
const NUMBERED: &[&str] = &[
    "salle", "chambre", "lit", "vol", "volume", "tome", "partie", "page", "annexe", "lot",
    "version", "v", "semaine", "age", "room", "bed", "part", "zimmer", "band", "teil", "kamer",
    "deel", "stanza", "parte", "disque", "cd", "dvd", "boite", "carton", "classeur",
];

/// Records of sources whose folders are years: `2001 … 2026` in a practice whose numbers go beyond them.
pub(super) fn filed_by_year(folders: &[Folder<'_>]) -> HashSet<RecordId> {
    let mut sources: BTreeMap<SourceId, Numbered> = BTreeMap::new();
    for folder in folders {
        let name = folder.name.trim();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let of_source = sources.entry(folder.source).or_default();
        of_source.all += 1;
        if let Some(year) = year(name) {
            of_source.years.push((year, folder.record));
        }
    }
    sources.into_values().filter(Numbered::is_by_year).flat_map(Numbered::records).collect()
}

#[derive(Default)]
struct Numbered {
    all: usize,
    years: Vec<(u32, RecordId)>,
}

impl Numbered {
    /// Most numbers are years, and some of them follow one another.
    fn is_by_year(&self) -> bool {
        let mut years: Vec<u32> = self.years.iter().map(|(year, _)| *year).collect();
        years.sort_unstable();
        years.dedup();
        let runs = years.windows(RUN_MIN);
        let mut follow = runs.filter(|run| {
            run.windows(2).all(|two| two.first().zip(two.last()).is_some_and(|(a, b)| a + 1 == *b))
        });
        let is_most = self.years.len() * 2 > self.all && years.len() <= YEARS_MAX;
        is_most && follow.next().is_some()
    }

    fn records(self) -> impl Iterator<Item = RecordId> {
        self.years.into_iter().map(|(_, record)| record)
    }
}

fn year(word: &str) -> Option<u32> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

/// A folder's name without dates, years and counts, whose digits are nobody's number; none where its words say
/// that it is nobody's folder.
pub(super) fn without_dates(name: &str) -> Option<String> {
    let folded = fold(name);
    if folded.split(' ').any(|word| NOBODY.contains(&word)) {
        return None;
    }
    let runs = runs_of(name);
    let mut plain = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let rest = runs.get(at..).unwrap_or_default();
        let taken = date_at(rest).max(worded_date_at(rest)).max(count_at(&runs, at));
        if taken == 0 {
            plain.push_str(run);
            at += 1;
        } else {
            plain.push(' ');
            at += taken;
        }
    }
    Some(plain)
}

fn is_link(run: &str) -> bool {
    matches!(run, "-" | "." | "_" | "/" | " " | ", " | ". ")
}

/// How many runs at the beginning are a day and a month in words, with or without its year: `12 mars 1960`.
fn worded_date_at(runs: &[&str]) -> usize {
    // The runs that are no links, with their places.
    let places = (0..runs.len()).filter(|at| runs.get(*at).is_some_and(|run| !is_link(run)));
    let mut parts = places.filter_map(|at| Some((at, *runs.get(at)?))).take(4);
    let (Some((0, first)), Some((second_at, second))) = (parts.next(), parts.next()) else {
        return 0;
    };
    let is_day = |run: &str| run.parse::<u32>().is_ok_and(|day| run.len() <= 2 && day <= 31);
    let is_month = |run: &str| run.len() > 2 && month(run).is_some();
    let third = parts.next();
    let ordinal =
        |word: &str| matches!(fold(word).as_str(), "er" | "st" | "nd" | "rd" | "th" | "e");
    match third {
        Some((at, third)) if is_day(first) && ordinal(second) && is_month(third) => at + 1,
        _ if is_day(first) && is_month(second) => second_at + 1,
        _ if is_month(first) && is_day(second) => second_at + 1,
        _ => 0,
    }
}

/// Whether the run at a place is a number that counts something, or one of something: `12 ans`, `salle 12`.
fn count_at(runs: &[&str], at: usize) -> usize {
    let is_number = |run: &&str| run.bytes().all(|byte| byte.is_ascii_digit());
    if !runs.get(at).is_some_and(is_number) {
        return 0;
    }
    let beside = |step: isize| {
        let next = at.checked_add_signed(step)?;
        let next = if is_link(runs.get(next)?) { next.checked_add_signed(step)? } else { next };
        runs.get(next).map(|run| fold(run))
    };
    let is_counted = beside(1).is_some_and(|word| COUNTED.contains(&word.as_str()));
    let is_one_of = beside(-1).is_some_and(|word| {
        NUMBERED.contains(&word.as_str()) || word.len() > 2 && is_weekday(&word)
    });
    let is_money = runs.get(at + 1).is_some_and(|run| run.trim().starts_with(['€', '%', '$', '£']));
    usize::from(is_counted || is_one_of || is_money)
}

/// Runs of digits, of letters and of other signs.
fn runs_of(name: &str) -> Vec<&str> {
    let kind = |sign: char| (sign.is_ascii_digit(), sign.is_alphabetic());
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before: Option<(bool, bool)> = None;
    for (at, sign) in name.char_indices() {
        if before.is_some_and(|before| before != kind(sign)) {
            runs.push(name.get(start..at).unwrap_or_default());
            start = at;
        }
        before = Some(kind(sign));
    }
    runs.push(name.get(start..).unwrap_or_default());
    runs
}

/// How many runs at the beginning are a date or a year; 0 where they are none.
fn date_at(runs: &[&str]) -> usize {
    let digits = |at: usize| {
        let run = runs.get(at).copied().unwrap_or_default();
        run.parse::<u32>()
            .ok()
            .filter(|_| run.bytes().all(|byte| byte.is_ascii_digit()))
            .map(|n| (run.len(), n))
    };
    let links =
        |at: usize| runs.get(at).is_some_and(|run| matches!(*run, "-" | "." | "_" | "/" | " "));
    let is_day = |(length, number): (usize, u32)| length <= 2 && (1..=31).contains(&number);
    let is_year = |(length, number): (usize, u32)| length == 4 && YEARS.contains(&number);
    if links(1)
        && links(3)
        && let (Some(first), Some(second), Some(third)) = (digits(0), digits(2), digits(4))
    {
        let year_last = is_day(first) && is_day(second) && (is_year(third) || third.0 == 2);
        let year_first = is_year(first) && is_day(second) && is_day(third);
        if year_last || year_first {
            return 5;
        }
    }
    // A month and a year: 03-1960.
    if links(1)
        && let (Some(first), Some(second)) = (digits(0), digits(2))
        && (is_day(first) && is_year(second) || is_year(first) && is_day(second))
        && runs.get(1) != Some(&" ")
        && runs.get(1) != Some(&"_")
    {
        return 3;
    }
    match digits(0) {
        Some(one) if is_year(one) => 1,
        Some((8, _)) if runs.first().is_some_and(|run| is_compact_date(run)) => 1,
        _ => 0,
    }
}

fn is_compact_date(run: &str) -> bool {
    super::written::read(run).is_ok_and(|written| written.is_some())
}

/// Names of the list and who bears them.
pub(super) struct Names<'r> {
    bearers: HashMap<&'r str, Vec<usize>>,
}

impl<'r> Names<'r> {
    pub(super) fn of(patients: &'r [Patient]) -> Self {
        let mut bearers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, patient) in patients.iter().enumerate() {
            for name in &patient.names {
                bearers.entry(name).or_default().push(at);
            }
        }
        Self { bearers }
    }

    /// Whether a folder with these words can be that patient's: where the list gives names and the folder has
    /// words, one of them must be a name of the patient, and nobody else may bear more of them.
    pub(super) fn allow(&self, patients: &[Patient], at: usize, words: &[&str]) -> bool {
        let Some(patient) = patients.get(at) else { return false };
        let id = fold(&patient.id);
        let is_name = |word: &&str| {
            word.len() > 1
                && word.chars().all(char::is_alphabetic)
                && !id.split(' ').any(|part| part == *word)
        };
        let words: BTreeSet<&str> = words.iter().copied().filter(is_name).collect();
        if patient.names.is_empty() || words.is_empty() {
            return true;
        }
        let borne =
            |bearer: &Patient| words.iter().filter(|word| bearer.names.contains(**word)).count();
        let own = borne(patient);
        let mut bearers: Vec<_> = words.iter().filter_map(|word| self.bearers.get(word)).collect();
        bearers.sort_unstable_by_key(|bearers| bearers.len());
        // Who bears more than `own` of these names stands in one of any `all - own` lists of bearers: the longest,
        // a first name that half the practice has, need not be gone through.
        let short = bearers.len().saturating_sub(own);
        let mut others = bearers.into_iter().take(short).flatten();
        own > 0 && others.all(|other| patients.get(*other).is_none_or(|other| borne(other) <= own))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn patient(names: &BTreeSet<u8>) -> Patient {
        let names = names.iter().map(|name| format!("nom{}", char::from(b'a' + name))).collect();
        Patient { id: "4711".to_owned(), names, ..Patient::default() }
    }

    proptest! {
        #[test]
        fn a_folder_is_anothers_exactly_where_somebody_bears_more_of_its_words(
            people in proptest::collection::vec(proptest::collection::btree_set(0_u8..6, 1..4), 1..9),
            words in proptest::collection::btree_set(0_u8..7, 1..5),
        ) {
            let patients: Vec<Patient> = people.iter().map(patient).collect();
            let folder: Vec<String> = patient(&words).names.into_iter().collect();
            let folder: Vec<&str> = folder.iter().map(String::as_str).collect();
            let borne = |names: &BTreeSet<u8>| names.intersection(&words).count();
            let most = people.iter().map(borne).max().unwrap_or(0);
            let names = Names::of(&patients);
            for (at, one) in people.iter().enumerate() {
                let wanted = most > 0 && borne(one) == most;
                prop_assert_eq!(names.allow(&patients, at, &folder), wanted);
            }
        }
    }

    #[test]
    fn digits_of_dates_and_years_are_no_numbers() {
        for (name, plain) in [
            ("DUPONT_Marie_12-03-1960", "dupont marie"),
            ("DUPONT 1960-03-12 4711", "dupont 4711"),
            ("DUPONT_12.03.60", "dupont"),
            ("4711 MARTIN 19600312", "4711 martin"),
            ("MARTIN_12_bis", "martin 12 bis"),
            ("12-34 famille", "12 34 famille"),
            ("DUPONT 1960", "dupont"),
            ("03-1960 DUPONT 7", "dupont 7"),
            ("1001-PA", "1001 pa"),
            ("4711 1960", "4711"),
            ("DUPONT Marie 12 mars 1960", "dupont marie"),
            ("DUPONT 12mars1960 4711", "dupont 4711"),
            ("DUPONT_1er_avril_1960", "dupont"),
            ("Dupont, March 12, 1960", "dupont"),
            ("DUPONT Marie 12 ans", "dupont marie ans"),
            ("4711 DUPONT 12 pages", "4711 dupont pages"),
            ("Chambre 12", "chambre"),
            ("Mars 4711", "mars 4711"),
        ] {
            assert_eq!(fold(&without_dates(name).unwrap()), plain, "{name}");
        }
        assert_eq!(without_dates("Congrès 12"), None);
        assert_eq!(without_dates("Réunions 2004"), None);
    }

    fn folders(names: &[String]) -> Vec<Folder<'_>> {
        (0_u8..)
            .zip(names)
            .map(|(number, name)| Folder {
                record: RecordId([number; 16]),
                source: SourceId([1; 16]),
                name,
            })
            .collect()
    }

    #[test]
    fn a_run_of_years_is_not_patients_but_numbers_among_others_are() {
        let years: Vec<String> = (2001..=2026).map(|year| year.to_string()).collect();
        assert_eq!(filed_by_year(&folders(&years)).len(), 26);
        let numbers: Vec<String> = (1900..=2140).map(|number| number.to_string()).collect();
        assert!(filed_by_year(&folders(&numbers)).is_empty());
        let all: Vec<String> =
            [1, 7, 12, 30, 44, 2001, 2002, 2003].map(|n: u32| n.to_string()).to_vec();
        assert!(filed_by_year(&folders(&all)).is_empty());
        let apart: Vec<String> = ["2001", "2014", "1987"].map(str::to_owned).to_vec();
        assert!(filed_by_year(&folders(&apart)).is_empty());
    }
}
