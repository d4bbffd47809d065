//! Numbers, sizes, dates and durations as people write them in each language.
//!
//! Pure: the time comes in as an argument. Sizes are decimal (1 Go = 1 000 000 000 octets), as on
//! the drive's box.

use jiff::civil::{Date, DateTime};

use super::numbers::{NO_BREAK, count};
use crate::faces::{Catalog, Language, fl};

const ROUND_MINUTES: [u64; 9] = [1, 2, 5, 10, 15, 20, 30, 45, 60];

/// A size: `1,4 Go`, `930 Go`, `512 octets`.
pub(crate) fn bytes(language: Language, number: u64) -> String {
    let names = match language {
        Language::French => ["octets", "Ko", "Mo", "Go", "To", "Po"],
        Language::English => ["bytes", "KB", "MB", "GB", "TB", "PB"],
    };
    let mut scale = 1_u64;
    let mut unit = names.iter();
    let mut name = unit.next();
    // From 999.5 of a unit on, the next one reads better than `1000`.
    while rounded(number, scale) >= 1000 {
        let Some(next) = unit.next() else { break };
        name = Some(next);
        scale = scale.saturating_mul(1000);
    }
    format!("{}{NO_BREAK}{}", figure(language, number, scale), singular(name, number))
}

fn singular(name: Option<&&'static str>, number: u64) -> &'static str {
    match (name.copied(), number) {
        (Some("octets"), 0 | 1) => "octet",
        (Some("bytes"), 1) => "byte",
        (name, _) => name.unwrap_or_default(),
    }
}

const fn rounded(number: u64, scale: u64) -> u64 {
    number.saturating_add(scale / 2) / scale
}

/// One decimal below 100, none above, and never `,0`.
fn figure(language: Language, number: u64, scale: u64) -> String {
    let tenths = if scale < 10 { number * 10 } else { rounded(number, scale / 10) };
    if tenths >= 1000 || tenths.is_multiple_of(10) {
        let whole = if tenths >= 1000 { rounded(number, scale) } else { tenths / 10 };
        return count(language, whole);
    }
    let mark = match language {
        Language::French => ',',
        Language::English => '.',
    };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}

/// An estimate: `about 10 minutes`, rounded up to 1, 2, 5, 10, 15, 20, 30, 45, 60, then to hours.
pub(crate) fn estimate(words: &Catalog, seconds: u64) -> String {
    if seconds < 60 {
        return fl!(words, "duration-under-a-minute");
    }
    let minutes = seconds.div_ceil(60);
    match ROUND_MINUTES.into_iter().find(|round| minutes <= *round) {
        Some(round) => fl!(words, "duration-about-minutes", minutes = round),
        None => {
            let hours = minutes.div_ceil(60);
            fl!(words, "duration-about-hours", hours = hours)
        }
    }
}

/// A duration that has passed: `42 secondes`, `4 minutes`, `1 h 20`.
pub(crate) fn elapsed(words: &Catalog, seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => fl!(words, "duration-seconds", seconds = seconds),
        (0, minutes) => fl!(words, "duration-minutes", minutes = minutes),
        (hours, minutes) => {
            fl!(words, "duration-hours", hours = hours, minutes = format!("{minutes:02}"))
        }
    }
}

/// `lundi 23 novembre 2026`, `Monday 23 November 2026`.
pub(crate) fn day(words: &Catalog, date: Date) -> String {
    fl!(
        words,
        "date-long",
        weekday = weekday(words, date),
        day = day_number(words, date),
        month = fl!(words, "month", number = i64::from(date.month())),
        year = date.year().to_string()
    )
}

/// `23 nov. 2026`, `23 Nov 2026`.
pub(crate) fn day_short(words: &Catalog, date: Date) -> String {
    fl!(
        words,
        "date-short",
        day = day_number(words, date),
        month = fl!(words, "month-short", number = i64::from(date.month())),
        year = date.year().to_string()
    )
}

/// `14 h 05`, `14:05`.
pub(crate) fn hour(words: &Catalog, time: DateTime) -> String {
    let minute = format!("{:02}", time.minute());
    match words.language() {
        Language::French => format!("{}{NO_BREAK}h{NO_BREAK}{minute}", time.hour()),
        Language::English => format!("{:02}:{minute}", time.hour()),
    }
}

/// `lundi 23 novembre 2026, 14 h 05`.
pub(crate) fn moment(words: &Catalog, time: DateTime) -> String {
    format!("{}, {}", day(words, time.date()), hour(words, time))
}

/// `2 nov.` in the year of `today` or near it, else with the year.
pub(crate) fn day_near(words: &Catalog, date: Date, today: Date) -> String {
    let is_near = today.duration_until(date).abs() < jiff::SignedDuration::from_hours(24 * 183);
    if date.year() != today.year() && !is_near {
        return day_short(words, date);
    }
    let month = fl!(words, "month-short", number = i64::from(date.month()));
    fl!(words, "date-near", day = day_number(words, date), month = month)
}

/// `2 décembre`, `2 December`: for the end of a sentence.
pub(crate) fn day_and_month(words: &Catalog, date: Date) -> String {
    let month = fl!(words, "month", number = i64::from(date.month()));
    fl!(words, "date-near", day = day_number(words, date), month = month)
}

/// `lun. 23 nov. 2026`, `Mon 23 Nov 2026`.
pub(crate) fn day_with_weekday(words: &Catalog, date: Date) -> String {
    let number = i64::from(date.weekday().to_monday_one_offset());
    let weekday = fl!(words, "weekday-short", number = number);
    format!("{weekday} {}", day_short(words, date))
}

/// How long before `today` a day was, in words.
pub(crate) fn day_or_ago(words: &Catalog, date: Date, today: Date) -> String {
    let days = date.duration_until(today).as_hours() / 24;
    // A day to come was noted under a wrong clock: it is told as it is.
    u64::try_from(days).map_or_else(|_| self::day(words, date), |days| ago(words, days))
}

/// How long ago in days: `aujourd'hui`, `hier`, `il y a 6 jours`, `il y a 1 an`.
pub(crate) fn ago(words: &Catalog, days: u64) -> String {
    match days {
        0 => fl!(words, "ago-today"),
        1 => fl!(words, "ago-yesterday"),
        2..=89 => fl!(words, "ago-days", days = days),
        90..=364 => {
            let months = days / 30;
            fl!(words, "ago-months", months = months)
        }
        _ => {
            let years = days / 365;
            fl!(words, "ago-years", years = years)
        }
    }
}

fn weekday(words: &Catalog, date: Date) -> String {
    fl!(words, "weekday", number = i64::from(date.weekday().to_monday_one_offset()))
}

/// The first of a month is `1er` in French.
fn day_number(words: &Catalog, date: Date) -> String {
    match (words.language(), date.day()) {
        (Language::French, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const FR: Language = Language::French;
    const EN: Language = Language::English;

    fn plain(text: &str) -> String {
        text.replace(NO_BREAK, " ")
    }

    #[test]
    fn counts_are_grouped_by_threes() {
        assert_eq!(count(EN, 0), "0");
        assert_eq!(count(EN, 999), "999");
        assert_eq!(count(EN, 1000), "1,000");
        assert_eq!(plain(&count(FR, 48_210)), "48 210");
        assert_eq!(count(EN, u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn sizes_are_written_as_on_the_box() {
        for (number, french, english) in [
            (0, "0 octet", "0 bytes"),
            (1, "1 octet", "1 byte"),
            (999, "999 octets", "999 bytes"),
            (1_000, "1 Ko", "1 KB"),
            (1_400_000_000, "1,4 Go", "1.4 GB"),
            (53_100_000_000, "53,1 Go", "53.1 GB"),
            (41_000_000_000, "41 Go", "41 GB"),
            (930_400_000_000, "930 Go", "930 GB"),
            (999_600_000_000, "1 To", "1 TB"),
            (2_000_000_000_000, "2 To", "2 TB"),
        ] {
            assert_eq!(plain(&bytes(FR, number)), french);
            assert_eq!(plain(&bytes(EN, number)), english);
            let parts: Vec<String> = [EN, FR].map(|language| bytes(language, number)).into();
            assert!(parts.iter().all(|size| !size.contains(' ')), "a unit stays with its number");
        }
        assert!(bytes(EN, u64::MAX).ends_with("PB"));
    }

    #[test]
    fn estimates_are_rounded_up_to_human_figures() {
        let fr = Catalog::load(FR).unwrap();
        let en = Catalog::load(EN).unwrap();
        for (seconds, french, english) in [
            (59, "moins d'une minute", "less than a minute"),
            (60, "environ 1 minute", "about 1 minute"),
            (61, "environ 2 minutes", "about 2 minutes"),
            (7 * 60, "environ 10 minutes", "about 10 minutes"),
            (31 * 60, "environ 45 minutes", "about 45 minutes"),
            (61 * 60, "environ 2 heures", "about 2 hours"),
            (175 * 60, "environ 3 heures", "about 3 hours"),
        ] {
            assert_eq!(plain(&estimate(&fr, seconds)), french);
            assert_eq!(estimate(&en, seconds), english);
        }
    }

    #[test]
    fn dates_are_written_in_full() {
        let fr = Catalog::load(FR).unwrap();
        let en = Catalog::load(EN).unwrap();
        let time = date(2026, 11, 23).at(14, 5, 0, 0);
        assert_eq!(plain(&moment(&fr, time)), "lundi 23 novembre 2026, 14 h 05");
        assert_eq!(plain(&moment(&en, time)), "Monday 23 November 2026, 14:05");
        assert_eq!(plain(&day(&fr, date(2026, 12, 1))), "mardi 1er décembre 2026");
        assert_eq!(plain(&day_short(&fr, date(2026, 11, 23))), "23 nov. 2026");
        assert_eq!(plain(&hour(&fr, date(2026, 1, 1).at(9, 12, 0, 0))), "9 h 12");
    }

    #[test]
    fn every_month_and_weekday_has_a_name() {
        for words in [Catalog::load(FR).unwrap(), Catalog::load(EN).unwrap()] {
            let mut names = std::collections::BTreeSet::new();
            for month in 1..=12 {
                names.insert(fl!(words, "month", number = i64::from(month)));
            }
            for number in 1..=7 {
                names.insert(fl!(words, "weekday", number = i64::from(number)));
            }
            assert_eq!(names.len(), 19);
        }
    }

    #[test]
    fn the_past_is_told_in_words() {
        let fr = Catalog::load(FR).unwrap();
        assert_eq!(plain(&ago(&fr, 0)), "aujourd'hui");
        assert_eq!(plain(&ago(&fr, 1)), "hier");
        assert_eq!(plain(&ago(&fr, 24)), "il y a 24 jours");
        assert_eq!(plain(&ago(&fr, 365)), "il y a 1 an");
        assert_eq!(plain(&ago(&fr, 800)), "il y a 2 ans");
    }

    #[test]
    fn elapsed_time_is_exact_enough() {
        let fr = Catalog::load(FR).unwrap();
        assert_eq!(plain(&elapsed(&fr, 1)), "1 seconde");
        assert_eq!(plain(&elapsed(&fr, 245)), "4 minutes");
        assert_eq!(plain(&elapsed(&fr, 4800)), "1 h 20");
    }
}
