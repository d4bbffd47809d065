//! Dates of which only the year or the month was known, and which a program made whole.
//!
//! `01/06/1985` for "1985" makes somebody up to seven months older than they may be, and a record due as much too
//! early. Where a day of the year or of the month is too frequent to be chance, the last possible day counts.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::register::{Field, Patient};
use crate::retention::chance::Coarse;
use crate::retention::facts::MassDates;

/// A day that stands for its whole year or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoarseDay {
    /// The field.
    pub field: Field,
    /// Its month; none where it is the same day of whatever month.
    pub month: Option<i8>,
    /// Its day.
    pub day: i8,
    /// How many patients bear it.
    pub patients: usize,
}

/// Puts the last possible day in the place of each such date. Days that a whole list shares are no facts at all and
/// stay as they are.
pub(super) fn widen(patients: &mut [Patient], fillers: &MassDates, today: Date) -> Vec<CoarseDay> {
    let births =
        found(patients, today, |one| one.birth.filter(|day| !fillers.births.contains(day)));
    let deaths =
        found(patients, today, |one| one.death.filter(|day| !fillers.deaths.contains(day)));
    let contacts = found(patients, today, |one| {
        one.last_contact.filter(|day| !fillers.register.contains(day))
    });
    for patient in patients {
        let widened = |coarse: &Coarse, fillers: &std::collections::BTreeSet<Date>, day: Date| {
            if fillers.contains(&day) { day } else { coarse.last_possible(day).min(today).max(day) }
        };
        patient.last_contact =
            patient.last_contact.map(|day| widened(&contacts, &fillers.register, day));
        patient.death = patient.death.map(|day| widened(&deaths, &fillers.deaths, day));
        // Nobody is born after they were seen, or died.
        let seen = patient.last_contact.into_iter().chain(patient.death).min().unwrap_or(today);
        patient.birth =
            patient.birth.map(|day| widened(&births, &fillers.births, day).min(seen).max(day));
    }
    let told = [(Field::Birth, births), (Field::Death, deaths), (Field::LastContact, contacts)];
    told.iter().flat_map(|(field, coarse)| days_of(*field, coarse)).collect()
}

fn found(patients: &[Patient], today: Date, day: impl Fn(&Patient) -> Option<Date>) -> Coarse {
    let mut seen = HashSet::new();
    let people = patients.iter().filter(|patient| seen.insert(patient.person));
    Coarse::of(people.filter_map(day), today)
}

fn days_of(field: Field, coarse: &Coarse) -> Vec<CoarseDay> {
    let of_year = coarse.of_year.iter().map(|((month, day), patients)| CoarseDay {
        field,
        month: Some(*month),
        day: *day,
        patients: *patients,
    });
    let of_month = coarse.of_month.iter().map(|(day, patients)| CoarseDay {
        field,
        month: None,
        day: *day,
        patients: *patients,
    });
    of_year.chain(of_month).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_first_of_june_stands_for_its_year_and_nobody_is_born_after_they_were_seen() {
        let today = date(2026, 11, 24);
        let one = |number: u32| {
            let year = 1940 + i16::try_from(number % 60).unwrap();
            let month = i8::try_from(number % 12).unwrap() + 1;
            let day = i8::try_from(number * 5 % 28).unwrap() + 1;
            let birth =
                if number.is_multiple_of(3) { date(year, 6, 1) } else { date(year, month, day) };
            let last_contact = Some(if number == 3 { date(year, 8, 1) } else { date(2004, 3, 9) });
            Patient { birth: Some(birth), last_contact, person: number, ..Patient::default() }
        };
        let mut patients: Vec<Patient> = (0..200).map(one).collect();
        let fillers = MassDates { register: [date(2004, 3, 9)].into(), ..MassDates::default() };
        let told = widen(&mut patients, &fillers, today);
        let wanted = CoarseDay { field: Field::Birth, month: Some(6), day: 1, patients: 67 };
        assert!(told.contains(&wanted), "{told:?}");
        assert_eq!(patients[0].birth, Some(date(1940, 12, 31)));
        assert_eq!(patients[3].birth, Some(date(1943, 8, 1)));
        assert_eq!(patients[1].birth, Some(date(1941, 2, 6)));
    }
}
