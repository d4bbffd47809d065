//! The picture of coverage in rows: a week each, a letter for each drive that has a backup of a day. It needs
//! no colour, and is the same on the screen and on paper.

use std::collections::BTreeSet;

use jiff::civil::Date;
use refuge::status::calendar::{Calendar, Gap};

use crate::faces::{Catalog, fl, safe, units};

/// A day that has no backup on any drive.
const NONE: &str = "·";

/// The rows: what stands above them first. A week, its seven days, the drives it lies on.
pub(crate) fn rows(words: &Catalog, calendar: &Calendar) -> Vec<Vec<String>> {
    let letters = letters(calendar);
    let mut head = vec![fl!(words, "calendar-week")];
    head.extend((1..=7_i64).map(|number| fl!(words, "calendar-weekday", number = number)));
    head.push(fl!(words, "calendar-drives"));
    let mut rows = vec![head];
    let is_shown = |monday: &&Date| calendar.week(**monday).iter().any(Option::is_some);
    for monday in calendar.weeks.iter().filter(is_shown) {
        let week = calendar.week(*monday);
        let mut row = vec![units::day_short(words, *monday)];
        row.extend(week.iter().map(|day| cell(day.as_deref(), &letters)));
        let on: BTreeSet<usize> = week.into_iter().flatten().flatten().collect();
        let names: Vec<String> = on
            .iter()
            .filter_map(|number| calendar.drives.get(*number))
            .map(|drive| safe(&drive.drive))
            .collect();
        row.push(if names.is_empty() { fl!(words, "calendar-none") } else { names.join(", ") });
        rows.push(row);
    }
    rows
}

fn cell(day: Option<&[usize]>, letters: &[String]) -> String {
    match day {
        None => String::new(),
        Some([]) => NONE.to_owned(),
        Some(on) => on.iter().filter_map(|number| letters.get(*number)).cloned().collect(),
    }
}

/// What the letters mean, and what the picture rests on: a line each.
pub(crate) fn key(words: &Catalog, calendar: &Calendar) -> [String; 2] {
    let letters = letters(calendar);
    let named = letters.iter().zip(&calendar.drives);
    let all: Vec<String> =
        named.map(|(letter, drive)| format!("{letter} {}", safe(&drive.drive))).collect();
    let meaning = fl!(words, "calendar-key", drives = all.join(", "), none = NONE);
    [meaning, fl!(words, "calendar-rests-on")]
}

/// The longest stretch without a backup, if there is any of more than a weekend. Where the clock and the backups
/// contradict each other, that: nothing reassuring can be said.
pub(crate) fn longest(words: &Catalog, calendar: &Calendar) -> String {
    if let Some(ahead) = calendar.ahead {
        let today = calendar.open.unwrap_or(calendar.until);
        let (today, backup) = (units::day_short(words, today), units::day_short(words, ahead));
        return fl!(words, "calendar-clock", today = today, backup = backup);
    }
    let gap = calendar.gaps().into_iter().find(|gap| gap.days > 2);
    let Some(Gap { first, last, days }) = gap else { return fl!(words, "calendar-no-gap") };
    let (first, last) = (units::day_short(words, first), units::day_short(words, last));
    fl!(words, "calendar-gap", days = days, first = first, last = last)
}

/// One letter or figure for each drive, of its name where it is free.
fn letters(calendar: &Calendar) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let figures = || ('1'..='9').chain('a'..='z');
    let free = |drive: &str, taken: &mut BTreeSet<char>| {
        let own = drive.chars().filter(|letter| letter.is_alphanumeric());
        let own = own.flat_map(char::to_uppercase);
        own.chain(figures()).find(|letter| taken.insert(*letter)).unwrap_or('?')
    };
    calendar.drives.iter().map(|days| free(&days.drive, &mut taken).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::Language;
    use refuge::status::calendar::DriveDays;

    fn drives(names: &[&str]) -> Calendar {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let days = |name: &&str| DriveDays {
            drive: (*name).to_owned(),
            days: BTreeSet::from([day("2026-11-24")]),
        };
        Calendar {
            begun: Some(day("2026-11-24")),
            until: day("2026-11-26"),
            open: None,
            ahead: None,
            weeks: vec![day("2026-11-23")],
            drives: names.iter().map(days).collect(),
        }
    }

    #[test]
    fn drives_of_one_initial_have_a_letter_each() {
        assert_eq!(
            letters(&drives(&["Bleu", "Blanc", "Été", "Bl", "-"])),
            ["B", "L", "É", "1", "2"]
        );
    }

    #[test]
    fn a_clock_that_contradicts_the_backups_reassures_nobody() {
        let words = Catalog::load(Language::English).unwrap();
        let mut calendar = drives(&["Blue"]);
        assert!(longest(&words, &calendar).starts_with("Never more than two days"));
        calendar.open = Some("2020-01-06".parse().unwrap());
        calendar.ahead = Some("2026-11-24".parse().unwrap());
        let said = longest(&words, &calendar);
        assert!(said.contains("6 Jan 2020") && said.contains("24 Nov 2026"), "{said}");
    }

    #[test]
    fn a_week_says_its_days_and_its_drives_without_colour() {
        let words = Catalog::load(Language::English).unwrap();
        let rows = rows(&words, &drives(&["Blue", "Red"]));
        let week = rows.last().unwrap();
        assert_eq!(week[1..], ["", "BR", "·", "·", "", "", "", "Blue, Red"]);
        assert!(rows.iter().all(|row| row.len() == 9));
    }
}
