//! Words in the languages of the lists: comparing, yes and no, months, and words for "none".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, every run of other signs a single space: for comparing only.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|byte| push(&mut folded, char::from(byte.to_ascii_lowercase())));
    } else {
        let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter));
        plain.flat_map(char::to_lowercase).for_each(|letter| push(&mut folded, letter));
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push(folded: &mut String, letter: char) {
    if letter.is_alphanumeric() {
        folded.push(letter);
    } else if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// A clear yes or no.
pub(super) fn flag(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "oui" | "o" | "yes" | "y" | "ja" | "j" | "si" | "vrai" | "true" | "t" | "wahr" | "waar"
        | "vero" | "x" | "1" => Some(true),
        dead if means_dead(dead) => Some(true),
        "non" | "n" | "no" | "nein" | "nee" | "faux" | "false" | "f" | "falsch" | "onwaar"
        | "falso" | "0" | "vivant" | "vivante" | "alive" | "lebend" | "lebt" | "levend"
        | "vivo" | "viva" | "en vie" | "aucun" | "aucune" | "neant" | "rien" | "keine"
        | "keiner" | "kein" | "geen" | "nessuno" | "none" | "null" | "n a" | "na" => Some(false),
        _ => None,
    }
}

/// Whether a word, folded, says that somebody is dead.
pub(super) fn means_dead(folded: &str) -> bool {
    matches!(
        folded,
        "dcd"
            | "decede"
            | "decedee"
            | "decede e"
            | "patient decede"
            | "mort"
            | "morte"
            | "deceased"
            | "dead"
            | "verstorben"
            | "gestorben"
            | "overleden"
            | "deceduto"
            | "deceduta"
    )
}

/// Whether a word stands for "no date" or "nothing known".
pub(super) fn means_none(folded: &str) -> bool {
    matches!(
        folded,
        "" | "null"
            | "nil"
            | "n a"
            | "na"
            | "nan"
            | "nat"
            | "none"
            | "nc"
            | "inconnu"
            | "inconnue"
            | "unknown"
            | "unbekannt"
            | "onbekend"
            | "ignoto"
            | "aucun"
            | "aucune"
            | "keine"
            | "geen"
            | "jamais"
            | "never"
            | "nie"
            | "nooit"
            | "neant"
    )
}

/// The month of that name or its abbreviation, in French, English, German, Dutch or Italian.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["janvier", "january", "januar", "januari", "janner", "jaenner", "gennaio", "genn"],
        &["fevrier", "february", "februar", "februari", "febbraio", "fevr"],
        &["mars", "march", "marz", "maerz", "maart", "marzo", "mrt"],
        &["avril", "april", "aprile", "avr"],
        &["mai", "may", "mei", "maggio", "magg"],
        &["juin", "june", "juni", "giugno"],
        &["juillet", "july", "juli", "luglio", "juil"],
        &["aout", "august", "augustus", "agosto"],
        &["septembre", "september", "settembre", "sept"],
        &["octobre", "october", "oktober", "ottobre"],
        &["novembre", "november"],
        &["decembre", "december", "dezember", "dicembre"],
    ];
    // The first three letters, where they are nobody else's: mar, jui would be two months.
    const SHORT: [&[&str]; 12] = [
        &["jan", "gen"],
        &["fev", "feb"],
        &["mar", "mae"],
        &["apr"],
        &["mag"],
        &["jun", "giu"],
        &["jul", "lug"],
        &["aou", "aug", "ago"],
        &["sep", "set"],
        &["oct", "okt", "ott"],
        &["nov"],
        &["dec", "dez", "dic"],
    ];
    let word = fold(word);
    let found = MONTHS.iter().zip(SHORT).zip(1_i8..);
    found
        .filter(|((long, short), _)| {
            long.contains(&word.as_str()) || short.contains(&word.as_str())
        })
        .map(|(_, number)| number)
        .next()
}

/// Whether a word is a day of the week, whole or short.
pub(super) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 40] = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
        "tues",
        "thur",
        "thurs",
        "weds",
    ];
    let word = fold(word);
    let is_short = (2..=3).contains(&word.len()) && DAYS.iter().any(|day| day.starts_with(&word));
    is_short || DAYS.contains(&word.as_str())
}

/// What a cell looks like without saying it: digits as 9, letters as a.
pub(super) fn shape(cell: &str) -> String {
    const SIGNS_MAX: usize = 40;
    let sign = |sign: char| match sign {
        _ if sign.is_numeric() => '9',
        _ if sign.is_alphabetic() => 'a',
        _ if sign.is_control() => '?',
        other => other,
    };
    cell.chars().take(SIGNS_MAX).map(sign).collect()
}

/// A number of rows.
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_in_five_languages() {
        for yes in
            ["Oui", "yes", "JA", "wahr", "Waar", "sì", "vero", "true", "x", "1", "Verstorben"]
        {
            assert_eq!(flag(yes), Some(true), "{yes}");
        }
        for no in ["Non", "no", "Nein", "nee", "falsch", "onwaar", "falso", "FALSE", "0", "lebend"]
        {
            assert_eq!(flag(no), Some(false), "{no}");
        }
        assert_eq!(flag("litige en cours"), None);
    }

    #[test]
    fn months_are_understood_whole_and_short() {
        let cases = [
            ("mai", 5),
            ("May", 5),
            ("Mei", 5),
            ("févr.", 2),
            ("August", 8),
            ("août", 8),
            ("Dez", 12),
            ("maart", 3),
            ("Mär", 3),
            ("juil.", 7),
            ("juin", 6),
            ("JUN", 6),
            ("sept.", 9),
            ("mrt", 3),
        ];
        for (word, number) in cases {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["jui", "ma", "m", "", "visite"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn a_shape_tells_nothing_of_the_value() {
        assert_eq!(shape("Le 3 mai 1960!"), "aa 9 aaa 9999!");
    }
}
