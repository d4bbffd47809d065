//! How many patients can share a day by chance. What too many share is a filler, not a fact.
//!
//! Programs fill an empty cell with a day of their own, and migrations with the day of the migration. No list of
//! such days is whole, so the rule counts: where nobody's day is special, the number of patients on one day is
//! Poisson distributed with at most `Happens::share` of all as its mean. A day with more patients than one list
//! in a million would show anywhere is no fact for any of them. `docs/retention.md` has the reckoning.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::dates::plus_days;

/// Fewest patients on one day from which anything is concluded: families, twins, made-up examples.
const PATIENTS_MIN: usize = 10;
/// How often a list without fillers may be wronged.
const WRONGED: f64 = 1e-6;
/// Half a practice can have been seen within a few weeks, so the last contacts of this many days are left alone.
const RECENT_DAYS: i32 = 366;

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
    let all = u32::try_from(all).map_or(f64::from(u32::MAX), f64::from);
    let mean = all * what.share();
    let (mut most, mut patients) = (0, 0.0_f64);
    while patients < mean || tail(mean, patients + 1.0) / what.share() > WRONGED {
        patients += 1.0;
        most += 1;
    }
    most.max(PATIENTS_MIN - 1)
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

    #[test]
    fn half_a_practice_may_have_been_seen_lately() {
        let lately = vec![date(2026, 11, 20); 200];
        assert!(fillers(lately.clone(), Happens::Contact, TODAY).is_empty());
        assert_eq!(fillers(lately, Happens::Birth, TODAY).len(), 1);
    }
}
