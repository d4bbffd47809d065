//! A day and time as people type them: what the list of backups prints can be typed back.
//!
//! Days are those of the person's zone. Both languages are understood whatever the program speaks:
//! `2026-12-02`, `2/12/2026`, `2 December`, `mer. 2 déc. 2026, 20 h 30`, `2026-12-02T19:30:00Z`.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::fold;

/// Months in both languages, folded.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "janvier"],
    ["february", "fevrier"],
    ["march", "mars"],
    ["april", "avril"],
    ["may", "mai"],
    ["june", "juin"],
    ["july", "juillet"],
    ["august", "aout"],
    ["september", "septembre"],
    ["october", "octobre"],
    ["november", "novembre"],
    ["december", "decembre"],
];
/// Days of the week in both languages, folded: understood and not needed.
const WEEKDAYS: [[&str; 2]; 7] = [
    ["monday", "lundi"],
    ["tuesday", "mardi"],
    ["wednesday", "mercredi"],
    ["thursday", "jeudi"],
    ["friday", "vendredi"],
    ["saturday", "samedi"],
    ["sunday", "dimanche"],
];
/// Words that say nothing about the day.
const FILLERS: [&str; 14] =
    ["a", "at", "the", "of", "on", "le", "du", "de", "er", "st", "nd", "rd", "th", "t"];
/// Fewest letters of a month or day of the week that stand for it.
const LETTERS_MIN: usize = 3;

/// A day, with or without its year, and a time of that day as far as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// A moment, to the second.
    Exactly(Timestamp),
    /// A day of the person's calendar.
    Day { year: Option<u16>, month: u16, day: u16, hour: Option<u16>, minute: Option<u16> },
}

impl When {
    /// Nothing when the text is no day.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Ok(moment) = text.trim().to_ascii_uppercase().parse() {
            return Some(Self::Exactly(moment));
        }
        let (numbers, words) = split(&fold(text));
        let month = month_of(&words)?;
        Self::of_numbers(&numbers, month)
    }

    fn of_numbers(numbers: &[u16], named: Option<u16>) -> Option<Self> {
        let mut rest = numbers.iter().copied();
        let first = rest.next()?;
        let (mut year, mut month, day);
        if first > 31 {
            year = Some(first);
            month = named;
            if month.is_none() {
                month = rest.next();
            }
            day = rest.next()?;
        } else {
            day = first;
            year = None;
            month = named;
            if month.is_none() {
                month = rest.next();
            }
            let mut ahead = rest.clone();
            if let Some(number) = ahead.next().filter(|number| *number > 31) {
                year = Some(number);
                rest = ahead;
            }
        }
        let (hour, minute) = (rest.next(), rest.next());
        let month = month.filter(|month| (1..=12).contains(month))?;
        // Seconds may follow; nothing else may.
        let is_sound = (1..=31).contains(&day)
            && hour.is_none_or(|hour| hour < 24)
            && minute.is_none_or(|minute| minute < 60)
            && rest.count() < 2;
        is_sound.then_some(Self::Day { year, month, day, hour, minute })
    }

    /// Whether a time, RFC 3339, is of that day and time where the person is.
    pub(super) fn fits(&self, time: &str, zone: &TimeZone) -> bool {
        let Ok(time) = time.parse::<Timestamp>() else { return false };
        match *self {
            Self::Exactly(moment) => moment.as_second() == time.as_second(),
            Self::Day { year, month, day, hour, minute } => {
                let local = zone.to_datetime(time);
                let same = |wanted: Option<u16>, is: i16| {
                    wanted.is_none_or(|wanted| i32::from(wanted) == i32::from(is))
                };
                same(year, local.year())
                    && same(Some(month), i16::from(local.month()))
                    && same(Some(day), i16::from(local.day()))
                    && same(hour, i16::from(local.hour()))
                    && same(minute, i16::from(local.minute()))
            }
        }
    }
}

/// The numbers and the words of a text, in order. Absurdly long numbers count as the largest.
fn split(folded: &str) -> (Vec<u16>, Vec<String>) {
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let same = |letter: char| letter.is_alphanumeric() && letter.is_ascii_digit() == is_digit;
        let end = rest.find(|letter| !same(letter)).unwrap_or(rest.len());
        if end == 0 {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (part, after) = rest.split_at(end);
        if is_digit {
            numbers.push(part.parse().unwrap_or(u16::MAX));
        } else {
            words.push(part.to_owned());
        }
        rest = after;
    }
    (numbers, words)
}

/// The month that the words name, or that none does; nothing when one of them is no part of a day.
#[expect(clippy::option_option, reason = "no month is not the same as no date")]
fn month_of(words: &[String]) -> Option<Option<u16>> {
    let mut months = Vec::new();
    let mut weekdays = 0;
    for word in words {
        let in_list = |names: &[&str; 2]| {
            word.len() >= LETTERS_MIN && names.iter().any(|name| name.starts_with(word.as_str()))
        };
        let fitting: Vec<u16> = (1..)
            .zip(MONTHS)
            .filter(|(_, names)| in_list(names))
            .map(|(number, _)| number)
            .collect();
        let is_weekday = WEEKDAYS.iter().any(in_list);
        match fitting.as_slice() {
            [month] => months.push((*month, is_weekday)),
            _ if is_weekday => weekdays += 1,
            _ if FILLERS.contains(&word.as_str()) || word == "h" || word == "min" => {}
            _ => return None,
        }
    }
    // `mar.` is Tuesday in French and March in English: Tuesday where a month is named besides.
    if months.len() > 1 {
        months.retain(|(_, may_be_weekday)| !may_be_weekday);
        weekdays += 1;
    }
    match (months.as_slice(), weekdays) {
        ([], _) => Some(None),
        ([(month, _)], 0 | 1) => Some(Some(*month)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Year, month, day, hour, minute.
    type Told = (Option<u16>, u16, u16, Option<u16>, Option<u16>);

    fn day(text: &str) -> Option<Told> {
        match When::parse(text)? {
            When::Day { year, month, day, hour, minute } => Some((year, month, day, hour, minute)),
            When::Exactly(_) => None,
        }
    }

    #[test]
    fn a_day_is_understood_as_it_is_printed_and_as_it_is_said() {
        let whole = Some((Some(2026), 12, 2, None, None));
        for text in [
            "2026-12-02",
            "2/12/2026",
            "02.12.2026",
            "2 December 2026",
            "2 décembre 2026",
            "Wednesday 2 December 2026",
            "mer. 2 déc. 2026",
            "December 2, 2026",
            "le 2 DECEMBRE 2026",
        ] {
            assert_eq!(day(text), whole, "{text}");
        }
        assert_eq!(day("2 décembre"), Some((None, 12, 2, None, None)));
        assert_eq!(day("1er mars"), Some((None, 3, 1, None, None)));
        assert_eq!(day("2 Dec"), Some((None, 12, 2, None, None)));
        assert_eq!(day("mar. 3 nov."), Some((None, 11, 3, None, None)), "a Tuesday");
        assert_eq!(day("3 Mar"), Some((None, 3, 3, None, None)));
    }

    #[test]
    fn a_time_may_follow() {
        let evening = Some((Some(2026), 11, 28, Some(20), Some(30)));
        for text in [
            "Saturday 28 November 2026, 20:30",
            "samedi 28 novembre 2026, 20\u{a0}h\u{a0}30",
            "2026-11-28T20:30",
            "2026-11-28 20:30:05",
            "28/11/2026 20h30",
        ] {
            assert_eq!(day(text), evening, "{text}");
        }
        assert_eq!(day("2026-11-28T20"), Some((Some(2026), 11, 28, Some(20), None)));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "yesterdayish", "2026", "32 December", "2 13 2026", "Zoé 2 mai", "jui 3"]
        {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_person() {
        let west = TimeZone::fixed(jiff::tz::offset(-4));
        let time = "2026-11-29T00:30:00Z";
        assert!(When::parse("2026-11-28").unwrap().fits(time, &west));
        assert!(!When::parse("2026-11-29").unwrap().fits(time, &west));
        assert!(When::parse("28 November, 20:30").unwrap().fits(time, &west));
        assert!(When::parse("2026-11-29T00:30:00Z").unwrap().fits(time, &west), "a moment is one");
    }
}
