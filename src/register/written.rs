//! The shapes in which a date is written: numbers, months in words, one run of digits; and its time of day.

use super::words::{fold, is_weekday, means_none, month};

/// Why a date is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateTrouble {
    /// Not a date at all.
    NotADate,
    /// The year has two digits.
    TwoDigitYear,
    /// Day and month cannot be told apart.
    Ambiguous,
}

/// Three numbers and where the year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Only a year.
    Year(i16),
    /// Year, month, day; also what a month in words has settled.
    YearFirst(i16, i8, i8),
    /// Two numbers in an order to be found, and the year.
    YearLast(i8, i8, i16),
}

/// The time of day behind a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// None.
    None,
    /// Where it was written.
    Plain {
        /// Since midnight.
        seconds: i32,
        /// With AM or PM.
        halves: bool,
    },
    /// With a zone: a moment.
    Instant {
        /// Since midnight, in that zone.
        seconds: i32,
        /// East of Greenwich.
        offset_seconds: i32,
    },
}

impl Clock {
    /// Written with AM or PM.
    pub(super) const fn has_halves(self) -> bool {
        matches!(self, Self::Plain { halves: true, .. })
    }

    /// In the last minute of the day.
    pub(super) const fn is_before_midnight(self) -> bool {
        matches!(self, Self::Plain { seconds, .. } if seconds >= 86_340)
    }
}

type Written = (Form, Clock);

/// Reads one cell; none where it says that there is no date.
pub(super) fn read(value: &str) -> Result<Option<Written>, DateTrouble> {
    let value = value.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
    if value.is_empty() || means_none(&fold(value)) {
        return Ok(None);
    }
    if let Some(plain) = plain(value) {
        return plain.map(Some);
    }
    words(value).map(Some)
}

/// The usual case without looking at words: numbers with one kind of sign between them, nothing else.
fn plain(value: &str) -> Option<Result<Written, DateTrouble>> {
    let is_plain =
        value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.'));
    let has_time =
        matches!(value.len(), 12 | 14) && value.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain || has_time {
        return None;
    }
    Some(numbers(value).map(|form| (form, Clock::None)))
}

/// `25/04/2001`, `2001-04-25`, `20010425`, `25042001`, `2001`.
fn numbers(text: &str) -> Result<Form, DateTrouble> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    match parts.as_slice() {
        [digits] => compact(digits),
        // A year and a month, as ISO writes them.
        [year, month] if year.len() == 4 && month.len() == 2 && text.contains('-') => {
            Ok(Form::YearFirst(number(year)?, number(month)?, 0))
        }
        [first, second, third] => three(first, second, third),
        _ => Err(DateTrouble::NotADate),
    }
}

fn three(first: &str, second: &str, third: &str) -> Result<Form, DateTrouble> {
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Ok(Form::YearFirst(number(first)?, number(second)?, number(third)?)),
        (1..=2, 1..=2, 4) => Ok(Form::YearLast(number(first)?, number(second)?, number(third)?)),
        (1..=2, 1..=2, 1..=2) => Err(DateTrouble::TwoDigitYear),
        _ => Err(DateTrouble::NotADate),
    }
}

/// A run of digits. Eight can be read from either end, but never both ways with a year that can be: read the
/// other way round, such a date lies before the year 1300.
fn compact(digits: &str) -> Result<Form, DateTrouble> {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    match digits.len() {
        4 => {
            let year = number(digits)?;
            if (1800..=2200).contains(&year) {
                Ok(Form::Year(year))
            } else {
                Err(DateTrouble::NotADate)
            }
        }
        8 => {
            let (year, month, day) =
                (number(part(0, 4))?, number(part(4, 6))?, number(part(6, 8))?);
            let is_year_first =
                year == 0 || year == 1 || month <= 12 && (1500..=9999).contains(&year);
            if is_year_first && (day <= 31) {
                return Ok(Form::YearFirst(year, month, day));
            }
            let (day, month, year) =
                (number(part(0, 2))?, number(part(2, 4))?, number(part(4, 8))?);
            let is_day_first = (1..=12).contains(&month) && (1..=31).contains(&day) && year >= 1500;
            if is_day_first {
                Ok(Form::YearFirst(year, month, day))
            } else {
                Err(DateTrouble::NotADate)
            }
        }
        _ => Err(DateTrouble::NotADate),
    }
}

fn number<N: std::str::FromStr>(digits: &str) -> Result<N, DateTrouble> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).ok_or(DateTrouble::NotADate)
}

/// Everything that is not plain numbers: a date, then perhaps a time of day and a zone.
fn words(value: &str) -> Result<Written, DateTrouble> {
    if let Some(written) = digits_and_zone(value).or_else(|| day_and_zone(value)) {
        return written;
    }
    let text = without_brackets(value);
    let text = split_iso(&text);
    let mut parts: Vec<&str> =
        text.split(|sign: char| sign.is_whitespace() || sign == ',').collect();
    parts.retain(|part| !part.is_empty());
    let skipped = parts.first().is_some_and(|word| {
        let is_word = word.chars().all(|sign| sign.is_alphabetic() || sign == '.');
        is_word && (is_weekday(word) || fold(word) == "le") && month(word).is_none()
    });
    // `mar.` is a Tuesday before a whole date, and March before a day.
    let before_date = parts.get(1).is_some_and(|next| {
        next.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.')).count() == 2
    });
    let skipped = skipped || before_date && parts.first().is_some_and(|word| is_weekday(word));
    let parts = parts.get(usize::from(skipped)..).unwrap_or_default();
    let (form, taken) = date_of(parts)?;
    let clock = clock(parts.get(taken..).unwrap_or_default())?;
    Ok((form, clock))
}

/// `20030510103000`, `200305101030`, with or without `Z` or `+0100` (HL7).
fn digits_and_zone(value: &str) -> Option<Result<Written, DateTrouble>> {
    let end = value.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(value.len());
    let (digits, zone) = (value.get(..end)?, value.get(end..)?);
    if !matches!(digits.len(), 12 | 14) {
        return None;
    }
    let (date, time) = (digits.get(..8)?, digits.get(8..)?);
    let zone = zone.trim_start_matches(|sign: char| sign == '.' || sign.is_ascii_digit());
    let hours = |from: usize| time.get(from..from + 2).unwrap_or("00");
    let text = format!("{}:{}:{}{zone}", hours(0), hours(2), hours(4));
    Some(compact(date).and_then(|form| Ok((form, clock(&[&text])?))))
}

/// `2003-05-10Z`, `2003-05-10+02:00` (XML): up to the last second of that day there.
fn day_and_zone(value: &str) -> Option<Result<Written, DateTrouble>> {
    let (day, zone) = (value.get(..10)?, value.get(10..)?);
    let is_day = day.bytes().filter(u8::is_ascii_digit).count() == 8 && day.split('-').count() == 3;
    if !is_day || !zone.starts_with(['Z', 'z', '+', '-']) {
        return None;
    }
    let last = format!("23:59:59{zone}");
    Some(numbers(day).and_then(|form| Ok((form, clock(&[&last])?))))
}

/// Without what stands in brackets: `(66 ans)`.
fn without_brackets(value: &str) -> String {
    match (value.find('('), value.rfind(')')) {
        (Some(from), Some(to)) if from < to => {
            let (before, after) = (value.get(..from), value.get(to + 1..));
            format!("{} {}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => value.to_owned(),
    }
}

/// The T between a date and its time becomes a space.
fn split_iso(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let split = |(at, sign): (usize, char)| {
        let between =
            matches!(sign, 'T' | 't') && is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1));
        if between { ' ' } else { sign }
    };
    text.char_indices().map(split).collect()
}

/// The date at the beginning of these words, and how many it takes.
fn date_of(parts: &[&str]) -> Result<(Form, usize), DateTrouble> {
    let first = parts.first().copied().unwrap_or_default();
    let is_numeric =
        first.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.'));
    let separators = first.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.')).count();
    if is_numeric
        && (separators == 2 && !first.ends_with('.') || first.len() == 8 && separators == 0)
    {
        return Ok((numbers(first)?, 1));
    }
    if !is_numeric && separators == 2 {
        let inner: Vec<&str> = first.split(['/', '-', '.']).collect();
        return Ok((named(&inner)?, 1));
    }
    let links = |word: &&&str| matches!(fold(word).as_str(), "de" | "di" | "of");
    let mut taken = 0;
    let mut words = Vec::with_capacity(3);
    for word in parts {
        taken += 1;
        if !links(&word) {
            words.push(*word);
        }
        if words.len() == 3 {
            break;
        }
    }
    Ok((named(&words)?, taken))
}

/// Three parts of which one is a month in words.
fn named(parts: &[&str]) -> Result<Form, DateTrouble> {
    let [first, second, third] = parts else { return Err(DateTrouble::NotADate) };
    let (year, month_word, day) = match (month(first), month(second)) {
        (Some(_), None) => (*third, *first, *second),
        (None, Some(_)) if first.len() == 4 && number::<i16>(first).is_ok() => {
            (*first, *second, *third)
        }
        (None, Some(_)) => (*third, *second, *first),
        _ => return Err(DateTrouble::NotADate),
    };
    let year = year.trim_end_matches(['.', ',']);
    if year.len() == 2 && number::<i16>(year).is_ok() {
        return Err(DateTrouble::TwoDigitYear);
    }
    let month = month(month_word).ok_or(DateTrouble::NotADate)?;
    if year.len() != 4 {
        return Err(DateTrouble::NotADate);
    }
    Ok(Form::YearFirst(number(year)?, month, number(ordinal(day))?))
}

/// `1er`, `10th`, `10.` without its ending.
fn ordinal(day: &str) -> &str {
    let end = day.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(day.len());
    let (digits, ending) = (day.get(..end).unwrap_or_default(), day.get(end..).unwrap_or_default());
    let ending = ending.trim_matches(['.', ',', 'º', '°']).to_lowercase();
    if matches!(ending.as_str(), "" | "er" | "st" | "nd" | "rd" | "th" | "e") { digits } else { "" }
}

/// The time of day: `10:30`, `10h30`, `12:00AM`, `10:30:00.000Z`, `10:30 +01:00`.
fn clock(parts: &[&str]) -> Result<Clock, DateTrouble> {
    if parts.is_empty() {
        return Ok(Clock::None);
    }
    let joined = parts.concat().to_lowercase();
    let joined = joined.strip_suffix("uhr").or(joined.strip_suffix("uur")).unwrap_or(&joined);
    let joined = joined.strip_prefix('à').or(joined.strip_prefix("um")).unwrap_or(joined);
    let end = joined
        .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, ':' | '.' | 'h')))
        .unwrap_or(joined.len());
    let (time, rest) =
        (joined.get(..end).unwrap_or_default(), joined.get(end..).unwrap_or_default());
    let seconds = seconds(time)?;
    let halves = |hours: i32| {
        let within = seconds % (12 * 3600);
        Ok(Clock::Plain { seconds: within + hours * 3600, halves: true })
    };
    match rest {
        "" => Ok(Clock::Plain { seconds, halves: false }),
        "am" | "a.m." => halves(0),
        "pm" | "p.m." => halves(12),
        "z" | "utc" | "gmt" => Ok(Clock::Instant { seconds, offset_seconds: 0 }),
        zone => Ok(Clock::Instant { seconds, offset_seconds: offset(zone)? }),
    }
}

fn seconds(time: &str) -> Result<i32, DateTrouble> {
    let time = time.split('.').next().unwrap_or_default();
    let mut parts = time.trim_end_matches('h').split([':', 'h']);
    let mut next = |below: i32| match parts.next() {
        None => Ok(0),
        Some(digits) if digits.len() <= 2 => number::<i32>(digits)
            .and_then(|value| if value < below { Ok(value) } else { Err(DateTrouble::NotADate) }),
        Some(_) => Err(DateTrouble::NotADate),
    };
    let (hours, minutes, seconds) = (next(24)?, next(60)?, next(61)?);
    let is_time = time.contains([':', 'h']) && parts.next().is_none();
    if is_time { Ok(hours * 3600 + minutes * 60 + seconds) } else { Err(DateTrouble::NotADate) }
}

fn offset(zone: &str) -> Result<i32, DateTrouble> {
    let sign = match zone.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Err(DateTrouble::NotADate),
    };
    let digits: String = zone.chars().skip(1).filter(|sign| *sign != ':').collect();
    let hours: i32 = number(digits.get(..2).unwrap_or_default())?;
    let minutes: i32 =
        if digits.len() == 4 { number(digits.get(2..).unwrap_or_default())? } else { 0 };
    let whole = matches!(digits.len(), 2 | 4) && hours <= 15 && minutes < 60;
    if whole { Ok(sign * (hours * 3600 + minutes * 60)) } else { Err(DateTrouble::NotADate) }
}
