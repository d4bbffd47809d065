//! How many patients can share a day by chance. What too many share is a filler, not a fact.
//!
//! Programs fill an empty cell with a day of their own, and migrations with the day of the migration. No list of
//! such days is whole, so the rule counts: where nobody's day is special, the number of patients on one day is
//! Poisson distributed with at most `Happens::share` of all as its mean. A day with more patients than one list
//! in a million would show anywhere is no fact for any of them. `docs/retention.md` has the reckoning.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::dates::plus_days;

/// Fewest patients on one day from which anything is concluded: families, twins, made-up examples.
const PATIENTS_MIN: usize = 10;
/// How often a list without fillers may be wronged.
const WRONGED: f64 = 1e-6;
/// Half a practice can have been seen within a few weeks, so the last contacts of this many days are left alone.
const RECENT_DAYS: i32 = 366;

/// The largest share of all dates that one day of the year may have: more than twice its part.
const OF_YEAR_SHARE: f64 = 1.0 / 150.0;
/// The largest share that one day of the month may have: twice its part.
const OF_MONTH_SHARE: f64 = 1.0 / 15.0;
/// The largest share of such dates that one month may have: twice its part.
const OF_MONTHS_SHARE: f64 = 1.0 / 6.0;
/// New Year's Day is what programs and people write for a day they do not know, so less proves it.
const WRONGED_NEW_YEAR: f64 = 1e-2;
const NEW_YEAR_MIN: usize = 5;

/// What a day is the day of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happens {
    /// A birth. A practice for children under 16 spreads births over 5 800 days; three times that is allowed for.
    Birth,
    /// A death. The worst days known (August 2003) had three times the usual; a list of four years is allowed for.
    Death,
    /// A last contact. The patients of a practice that never came again; one in a hundred on one day is allowed for.
    Contact,
}

impl Happens {
    /// The largest share of all patients that one day may be expected to have.
    const fn share(self) -> f64 {
        match self {
            Self::Birth => 1.0 / 2000.0,
            Self::Death => 1.0 / 500.0,
            Self::Contact => 1.0 / 100.0,
        }
    }
}

/// Most patients of `all` whom one day can have by chance.
#[must_use]
pub fn most(all: usize, what: Happens) -> usize {
    most_of(all, what.share(), WRONGED).max(PATIENTS_MIN - 1)
}

/// Most of `all` that can fall on what has this share of them, where this many lists may be wronged.
fn most_of(all: usize, share: f64, wronged: f64) -> usize {
    let all = u32::try_from(all).map_or(f64::from(u32::MAX), f64::from);
    let mean = all * share;
    let (mut most, mut patients) = (0, 0.0_f64);
    while patients < mean || tail(mean, patients + 1.0) / share > wronged {
        patients += 1.0;
        most += 1;
    }
    most
}

/// Chance of `patients` or more where `mean` are expected and `patients` is larger: no less than the Poisson
/// tail, whose terms shrink from here on at least as a geometric series does.
fn tail(mean: f64, patients: f64) -> f64 {
    let logarithm = -mean + patients * mean.ln() - factorial_logarithm(patients);
    logarithm.exp() / (1.0 - mean / (patients + 1.0)).max(f64::EPSILON)
}

/// Logarithm of n! by Stirling's series, good to nine digits from 1 on.
fn factorial_logarithm(n: f64) -> f64 {
    let series = 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3)) + 1.0 / (1260.0 * n.powi(5));
    n * n.ln() - n + (std::f64::consts::TAU * n).ln() / 2.0 + series
}

/// Days that too many share, among the days of all patients.
#[must_use]
pub fn fillers(days: impl IntoIterator<Item = Date>, what: Happens, today: Date) -> BTreeSet<Date> {
    let mut times: HashMap<Date, usize> = HashMap::new();
    let mut all = 0;
    for day in days {
        *times.entry(day).or_default() += 1;
        all += 1;
    }
    let most = most(all, what);
    let recent = plus_days(today, -RECENT_DAYS).filter(|_| what == Happens::Contact);
    let is_old = |day: Date| recent.is_none_or(|recent| day < recent);
    let common = times.into_iter().filter(|(day, times)| *times > most && is_old(*day));
    common.map(|(day, _)| day).collect()
}

/// Days of the year, and of the month, that too many share whatever the year: the rest of the date was known, and
/// the program wanted a whole one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coarse {
    /// Month and day, with how many bear them: only the year is a fact.
    pub of_year: BTreeMap<(i8, i8), usize>,
    /// Day, with how many bear it: only month and year are facts.
    pub of_month: BTreeMap<i8, usize>,
}

impl Coarse {
    /// Finds them among the days of all patients; those of the last 366 days are left alone.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = Date>, today: Date) -> Self {
        let recent = plus_days(today, -RECENT_DAYS).unwrap_or(Date::MIN);
        let days: Vec<Date> = days.into_iter().filter(|day| *day < recent).collect();
        let frequent = of_month(days.iter().copied());
        let mut of_year: BTreeMap<(i8, i8), usize> = BTreeMap::new();
        for day in &days {
            *of_year.entry((day.month(), day.day())).or_default() += 1;
        }
        of_year.retain(|day, times| {
            // Where that day is frequent in every month, it tells of the year only where one month stands out.
            let (all, share) = match frequent.get(&day.1) {
                Some(all) => (*all, OF_MONTHS_SHARE),
                None => (days.len(), OF_YEAR_SHARE),
            };
            let (wronged, fewest) = match *day {
                (1, 1) => (WRONGED_NEW_YEAR, NEW_YEAR_MIN),
                _ => (WRONGED, PATIENTS_MIN),
            };
            *times > most_of(all, share, wronged).max(fewest - 1)
        });
        let others =
            days.iter().filter(|day| !of_year.contains_key(&(day.month(), day.day()))).copied();
        Self { of_month: of_month(others), of_year }
    }

    /// The last day that a day of the list can really have been.
    #[must_use]
    pub fn last_possible(&self, day: Date) -> Date {
        if self.of_year.contains_key(&(day.month(), day.day())) {
            day.last_of_year()
        } else if self.of_month.contains_key(&day.day()) {
            day.last_of_month()
        } else {
            day
        }
    }
}

/// Days of the month that too many bear, with how many.
fn of_month(days: impl Iterator<Item = Date>) -> BTreeMap<i8, usize> {
    let mut times: BTreeMap<i8, usize> = BTreeMap::new();
    let mut all = 0;
    for day in days {
        *times.entry(day.day()).or_default() += 1;
        all += 1;
    }
    let usual = most_of(all, OF_MONTH_SHARE, WRONGED).max(PATIENTS_MIN - 1);
    times.retain(|_, times| *times > usual);
    times
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn what_a_day_can_have_grows_slowly_with_the_practice() {
        let most =
            |all| [Happens::Birth, Happens::Death, Happens::Contact].map(|what| most(all, what));
        assert_eq!(most(20), [9, 9, 9]);
        assert_eq!(most(300), [9, 9, 17]);
        assert_eq!(most(2_500), [13, 23, 58]);
        assert_eq!(most(20_000), [35, 82, 284]);
    }

    fn spread(patients: usize, over_days: i64) -> Vec<Date> {
        let day = |number: usize| {
            let number = i64::try_from(number).unwrap() * 7919 % over_days;
            date(1990, 1, 1).checked_add(number.days()).unwrap()
        };
        (0..patients).map(day).collect()
    }

    proptest! {
        #[test]
        fn a_filler_is_found_in_a_practice_of_any_size_and_no_real_day_is_taken_for_one(
            patients in 40_usize..20_000, percent in 30_usize..90,
        ) {
            for (what, over_days) in
                [(Happens::Birth, 9_000), (Happens::Death, 3_000), (Happens::Contact, 3_000)]
            {
                let real = spread(patients, over_days);
                prop_assert!(fillers(real.iter().copied(), what, TODAY).is_empty(), "{:?}", what);
                let filler = date(1970, 1, 1);
                let filled = real.iter().enumerate().map(|(number, day)| {
                    if number % 100 < percent { filler } else { *day }
                });
                prop_assert_eq!(fillers(filled, what, TODAY), BTreeSet::from([filler]));
            }
        }

        #[test]
        fn more_patients_never_make_fewer_allowed(one in 0_usize..100_000, more in 0_usize..1000) {
            for what in [Happens::Birth, Happens::Death, Happens::Contact] {
                prop_assert!(most(one, what) <= most(one + more, what));
            }
        }
    }

    proptest! {
        #[test]
        fn a_day_that_stands_for_its_year_or_month_is_found_and_only_moves_later(
            patients in 60_usize..5_000, percent in 30_usize..90, month in 1_i8..=12, at in 1_i8..=28,
        ) {
            let real = spread(patients, 9_000);
            prop_assert_eq!(Coarse::of(real.iter().copied(), TODAY), Coarse::default());
            let written = |of_year: bool| real.iter().enumerate().map(move |(number, day)| {
                match number % 100 < percent {
                    true if of_year => date(day.year(), month, at),
                    true => date(day.year(), day.month(), at),
                    false => *day,
                }
            });
            let by_year = Coarse::of(written(true), TODAY);
            prop_assert!(by_year.of_year.contains_key(&(month, at)), "{:?}", by_year);
            let by_month = Coarse::of(written(false), TODAY);
            prop_assert!(by_month.of_month.contains_key(&at), "{:?}", by_month);
            for day in written(true) {
                prop_assert!(by_year.last_possible(day) >= day);
            }
        }
    }

    #[test]
    fn a_few_new_years_days_are_enough() {
        let real = spread(80, 9_000).into_iter();
        let days = real.chain((1950..1960).map(|year| date(year, 1, 1)));
        let coarse = Coarse::of(days, TODAY);
        assert_eq!(coarse.of_year.get(&(1, 1)), Some(&11));
        assert_eq!(coarse.last_possible(date(1955, 1, 1)), date(1955, 12, 31));
        assert_eq!(coarse.last_possible(date(1955, 1, 2)), date(1955, 1, 2));
    }

    #[test]
    fn half_a_practice_may_have_been_seen_lately() {
        let lately = vec![date(2026, 11, 20); 200];
        assert!(fillers(lately.clone(), Happens::Contact, TODAY).is_empty());
        assert_eq!(fillers(lately, Happens::Birth, TODAY).len(), 1);
    }
}
