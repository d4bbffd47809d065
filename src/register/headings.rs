//! What a heading means: one table of headings met in six languages, each with where it was met.
//!
//! Headings are compared without accents, case, punctuation and spaces, with and without what stands in
//! brackets: `Date de naissance (JJ/MM/AAAA)` is a date of birth.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::field::Field;
use super::words::fold;

/// The table.
const TABLE: &str = include_str!("headings.tsv");

/// What a heading can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// One of the fields.
    Field(Field),
    /// The day of one visit, in a list of visits.
    Visit,
    /// Whose visit it was.
    VisitPatient,
    /// The year of birth, where year, month and day have a column each.
    BirthYear,
    /// The month of birth.
    BirthMonth,
    /// An appointment to come.
    Appointment,
    /// A status, one of whose words means dead.
    Status,
    /// A part of the person's name: compared with folders' names, never kept.
    Name,
    /// None of the fields, whatever it sounds like.
    Aside,
}

impl Meaning {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "visit" => Some(Self::Visit),
            "visit_patient" => Some(Self::VisitPatient),
            "birth_year" => Some(Self::BirthYear),
            "birth_month" => Some(Self::BirthMonth),
            "appointment" => Some(Self::Appointment),
            "status" => Some(Self::Status),
            "name" => Some(Self::Name),
            "aside" => Some(Self::Aside),
            field => Field::from_name(field).map(Self::Field),
        }
    }
}

fn table() -> &'static HashMap<String, Meaning> {
    static READ: OnceLock<HashMap<String, Meaning>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let listed = lines.filter_map(|line| {
            let (word, rest) = line.split_once('\t')?;
            let (heading, _) = rest.split_once('\t')?;
            Some((key(heading), Meaning::of_word(word)?))
        });
        let own = Field::ALL.into_iter().map(|field| (key(field.name()), Meaning::Field(field)));
        own.chain(listed).collect()
    })
}

/// What two headings are compared by.
pub(super) fn key(heading: &str) -> String {
    fold(heading).replace(' ', "")
}

/// What a heading means; none where it is not known.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let known = |heading: &str| {
        let whole = table().get(&key(heading));
        whole.or_else(|| table().get(&key(&without_brackets(heading)))).copied()
    };
    known(heading)
        .or_else(|| known(&repaired(heading)?))
        .or_else(|| resembled(&without_brackets(heading)))
}

/// A heading that was written as UTF-8 and read as Windows-1252 on its way here: `DÃ©cÃ¨s`.
fn repaired(heading: &str) -> Option<String> {
    if !heading.contains(['Ã', 'Â']) {
        return None;
    }
    let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(heading);
    String::from_utf8(bytes.into_owned()).ok().filter(|_| !is_lossy)
}

/// The only heading that one with signs in the place of letters can be: `D?c?s`.
fn resembled(heading: &str) -> Option<Meaning> {
    if !heading.contains(LOST) || !heading.contains(char::is_alphabetic) {
        return None;
    }
    let lost = |sign: char| if LOST.contains(&sign) { 'λ' } else { sign };
    let pattern: Vec<char> = key(&heading.chars().map(lost).collect::<String>()).chars().collect();
    let mut alike = table().iter().filter(|(known, _)| {
        let known: Vec<char> = known.chars().collect();
        is_alike(&pattern, &known)
    });
    let (_, first) = alike.next()?;
    alike.all(|(_, other)| other == first).then_some(*first)
}

/// Signs that programs write in the place of a letter they do not have.
const LOST: &[char] = &['?', '\u{fffd}'];

/// Whether a text is a pattern in which each λ is one letter or none. All places of the text that the pattern
/// may have come to are followed at once: each tried by itself would take as long as the file's maker likes.
fn is_alike(pattern: &[char], text: &[char]) -> bool {
    let start = std::iter::once(true).chain(text.iter().map(|_| false));
    let mut reached: Vec<bool> = start.collect();
    for sign in pattern {
        let is_lost = *sign == 'λ';
        let taken =
            reached.iter().zip(text).map(|(here, letter)| *here && (is_lost || letter == sign));
        let came = std::iter::once(false).chain(taken);
        reached = came.zip(&reached).map(|(came, here)| came || (is_lost && *here)).collect();
    }
    reached.last().copied().unwrap_or(false)
}

fn without_brackets(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(heading.len());
    for sign in heading.chars() {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(sign),
            _ => {}
        }
    }
    plain
}

/// The field of which an unknown heading speaks; such a column must not be left out in silence.
pub(super) fn speaks_of(heading: &str) -> Option<Field> {
    match meaning(heading) {
        Some(Meaning::Field(field)) => return Some(field).filter(|field| field.matters()),
        Some(Meaning::Name | Meaning::Aside | Meaning::Appointment | Meaning::Status) => {
            return None;
        }
        _ => {}
    }
    let folded = fold(repaired(heading).as_deref().unwrap_or(heading));
    let has = |stems: &[&str]| stems.iter().any(|stem| folded.contains(stem));
    let begins = |stems: &[&str]| {
        folded.split(' ').any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    };
    match () {
        () if begins(MERGING) => Some(Field::MergedInto),
        () if begins(DEATH) || has(DEATH_INSIDE) => Some(Field::Death),
        () if begins(BIRTH) || has(BIRTH_INSIDE) => Some(Field::Birth),
        () if begins(LAST) && (begins(CONTACT) || has(CONTACT_INSIDE)) => Some(Field::LastContact),
        () if begins(NUMBER) && begins(PATIENT) => Some(Field::Id),
        () => None,
    }
}

const MERGING: &[&str] =
    &["fusion", "merge", "doublon", "duplicate", "dublette", "samengevoegd", "duplicato"];
const DEATH: &[&str] = &[
    "deces",
    "decede",
    "dcd",
    "mort",
    "death",
    "dead",
    "decease",
    "died",
    "dod",
    "sterbe",
    "verstorben",
    "gestorben",
    "tod",
    "overle",
    "overlij",
    "decess",
    "decedut",
];
const DEATH_INSIDE: &[&str] = &["deceased", "dateofdeath", "deathdate", "sterbedatum", "datedeces"];
const BIRTH: &[&str] =
    &["naiss", "birth", "born", "dob", "ddn", "geburt", "geboor", "geboren", "nascit"];
const BIRTH_INSIDE: &[&str] = &["birthdate", "dateofbirth", "datenaiss"];
const LAST: &[&str] = &["dern", "last", "letzt", "laatst", "ultim", "zuletzt"];
const CONTACT: &[&str] = &[
    "visit",
    "consult",
    "contact",
    "kontakt",
    "rdv",
    "rendez",
    "encounter",
    "act",
    "appointment",
    "appt",
    "besuch",
    "bezoek",
    "seance",
    "passage",
    "venue",
    "seen",
    "vu",
    "gezien",
    "gesehen",
    "behandlung",
    "termin",
    "afspraak",
    "accesso",
    "prestazione",
    "appuntamento",
    "soin",
    "facture",
    "ordonnance",
];
const CONTACT_INSIDE: &[&str] = &["consult", "visit", "contact"];
const NUMBER: &[&str] =
    &["no", "nr", "num", "id", "code", "ref", "number", "ipp", "matricule", "guid", "uuid"];
const PATIENT: &[&str] = &["patient", "paziente", "dossier", "chart", "client", "akte", "kartei"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_no_heading_has_two_meanings() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [word, heading, source] = parts.as_slice() else { panic!("{line}") };
            assert!(Meaning::of_word(word).is_some() && !source.is_empty(), "{line}");
            assert_eq!(seen.insert(key(heading), word), None, "{line}");
        }
    }

    #[test]
    fn case_accents_punctuation_and_brackets_do_not_matter() {
        let birth = Some(Meaning::Field(Field::Birth));
        for heading in [
            "Né(e) le",
            "DATE DE NAISSANCE",
            "Date de naissance (JJ/MM/AAAA)",
            "birth_date",
            "BirthDate",
        ] {
            assert_eq!(meaning(heading), birth, "{heading}");
        }
    }

    #[test]
    fn a_heading_of_little_but_lost_letters_costs_no_more_than_another() {
        assert_eq!(meaning(&format!("las{}t_conta", "\u{fffd}".repeat(400))), None);
        assert_eq!(meaning(&format!("{}t", "?".repeat(400))), None);
    }

    #[test]
    fn a_heading_whose_letters_were_spoilt_on_the_way_is_known() {
        let cases = [
            ("Date de dÃ©cÃ¨s", Some(Meaning::Field(Field::Death))),
            ("NÂ° patient", Some(Meaning::Field(Field::Id))),
            ("D?c?s", Some(Meaning::Field(Field::Death))),
            ("N\u{fffd} le", Some(Meaning::Field(Field::Birth))),
            ("Derni?re visite", Some(Meaning::Field(Field::LastContact))),
            ("N? patient", Some(Meaning::Field(Field::Id))),
            ("???", None),
            ("?", None),
            ("Vrai ?", None),
        ];
        for (heading, known) in cases {
            assert_eq!(meaning(heading), known, "{heading}");
        }
        assert_eq!(speaks_of("Jour du dÃ©cÃ¨s"), Some(Field::Death));
    }

    #[test]
    fn what_a_heading_speaks_of() {
        let cases = [
            ("Jour du décès constaté", Some(Field::Death)),
            ("Année de naissance", Some(Field::Birth)),
            ("Dernière téléconsultation", Some(Field::LastContact)),
            ("Dernière consultation vidéo", Some(Field::LastContact)),
            ("Code patient externe", Some(Field::Id)),
            ("merged_uuid", Some(Field::MergedInto)),
            ("Dernier acte", Some(Field::LastContact)),
            ("Lieu de naissance", None),
            ("Last name", None),
            ("Profession", None),
            ("Ville", None),
        ];
        for (heading, field) in cases {
            assert_eq!(speaks_of(heading), field, "{heading}");
        }
    }
}
