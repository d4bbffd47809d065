//! Guards against a wrong clock: a dead battery or malware that sets 2099 must not erase archives.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Two computers of one practice may differ by this much.
const SKEW_MAX: SignedDuration = SignedDuration::from_hours(1);
/// About thirteen months: no practice backs up more rarely and means it.
const LEAP_MAX: SignedDuration = SignedDuration::from_hours(396 * 24);

/// What the computer's clock is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockCheck {
    /// Nothing speaks against it.
    Plausible,
    /// It is earlier than something already recorded: nothing may be erased.
    Behind {
        /// The latest time on record.
        known: Timestamp,
    },
    /// It is so far ahead of everything recorded that a person must type today's date.
    FarAhead {
        /// The latest time on record.
        known: Timestamp,
    },
}

/// Whether a time on record does not follow from the one recorded before it: it lies earlier, or so much
/// later that one of the two dates was wrong.
#[must_use]
pub fn is_out_of_line(before: Timestamp, after: Timestamp) -> bool {
    let step = after.duration_since(before);
    step < -SKEW_MAX || step > LEAP_MAX
}

/// Compares the clock with the times known from manifests, the ledger and drives.
///
/// A leap counts wherever it lies among them: one entry that was written under a wrong date must
/// not vouch for the next. `confirmed` is when a person last typed the date; leaps before it were
/// meant. Without any known time nothing speaks against the clock; nothing can be due then either.
#[must_use]
pub fn check_clock(
    now: Timestamp,
    known: impl IntoIterator<Item = Timestamp>,
    confirmed: Option<Timestamp>,
) -> ClockCheck {
    let mut times: Vec<Timestamp> = known.into_iter().collect();
    times.sort();
    match times.last() {
        Some(latest) if now.duration_since(*latest) < -SKEW_MAX => {
            return ClockCheck::Behind { known: *latest };
        }
        _ => times.push(now),
    }
    let is_unmeant = |pair: &&[Timestamp; 2]| {
        let [before, after] = pair;
        is_leap(*before, *after) && confirmed.is_none_or(|day| day < *after)
    };
    match times.array_windows().find(is_unmeant) {
        Some([known, _]) => ClockCheck::FarAhead { known: *known },
        None => ClockCheck::Plausible,
    }
}

/// When things happened that were written down one after the other, as far as their times can be
/// believed: a clock that was wrong for a while must make nothing look done that is not.
///
/// Believed are the times of the longest chain that goes forward in the order of writing and ends by
/// `now`. What lies ahead of the next of them by less than two clocks may differ counts as done with it. Anything else counts as done when what was written before it was. Absent times are
/// those a person declared wrong.
#[must_use]
pub fn believed(times: &[Option<Timestamp>], now: Timestamp) -> Vec<Option<Timestamp>> {
    let chain = longest_chain(times, now);
    let mut last = None;
    let mut known = Vec::with_capacity(times.len());
    for (number, time) in times.iter().enumerate() {
        let place = chain.partition_point(|link| *link < number);
        let next = chain.get(place).and_then(|link| times.get(*link).copied().flatten());
        match (time, next) {
            // A link, or what a clock that was set right by a little lets look later than the next link.
            (Some(time), Some(next)) if *time >= next && !is_ahead(*time, next) => {
                last = Some(next)
            }
            _ => {}
        }
        known.push(last);
    }
    known
}

/// Numbers of the times in the longest chain that never goes back, ascending. Of several, the one that
/// ends earliest.
fn longest_chain(times: &[Option<Timestamp>], now: Timestamp) -> Vec<usize> {
    let at = |number: usize| times.get(number).copied().flatten();
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; times.len()];
    for (number, time) in times.iter().enumerate() {
        let Some(time) = time.filter(|time| time.duration_since(now) <= SKEW_MAX) else { continue };
        let place = ends.partition_point(|end| at(*end) <= Some(time));
        if let Some(slot) = before.get_mut(number) {
            *slot = place.checked_sub(1).and_then(|last| ends.get(last).copied());
        }
        match ends.get_mut(place) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(number) = next {
        chain.push(number);
        next = before.get(number).copied().flatten();
    }
    chain.reverse();
    chain
}

/// Whether the record itself tells that the times ahead of `now` are the wrong ones, and not `now`: they
/// begin with a leap that nobody can have meant, `now` goes on where the record stood before it, and more
/// was written before the leap than after. In the order of writing; absent times are those declared wrong.
#[must_use]
pub fn leapt_and_came_back(times: &[Option<Timestamp>], now: Timestamp) -> bool {
    let is_later = |time: &&Timestamp| is_ahead(**time, now);
    let times: Vec<Timestamp> = times.iter().copied().flatten().collect();
    let before: Vec<&Timestamp> = times.iter().take_while(|time| !is_later(time)).collect();
    let (Some(last), Some(first)) = (before.iter().max(), times.get(before.len())) else {
        return false;
    };
    let later = times.iter().filter(is_later).count();
    is_leap(**last, *first) && !is_leap(**last, now) && later < before.len()
}

fn is_leap(before: Timestamp, after: Timestamp) -> bool {
    after.duration_since(before) > LEAP_MAX
}

/// Whether a time lies so far ahead of a clock that the two cannot both be right.
#[must_use]
pub fn is_ahead(time: Timestamp, now: Timestamp) -> bool {
    time.duration_since(now) > SKEW_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_clock_before_the_newest_manifest_is_suspicious() {
        let known = [at("2026-11-01T08:00:00Z"), at("2026-11-20T08:00:00Z")];
        let check = check_clock(at("2026-11-19T08:00:00Z"), known, None);
        assert_eq!(check, ClockCheck::Behind { known: known[1] });
    }

    #[test]
    fn a_date_that_goes_back_or_leaps_is_out_of_line() {
        let day = at("2026-11-20T08:00:00Z");
        assert!(!is_out_of_line(day, at("2026-11-20T07:30:00Z")));
        assert!(is_out_of_line(day, at("2026-11-19T08:00:00Z")));
        assert!(!is_out_of_line(day, at("2027-11-20T08:00:00Z")));
        assert!(is_out_of_line(day, at("2029-05-17T08:00:00Z")));
    }

    #[test]
    fn a_clock_that_leaps_years_ahead_is_suspicious() {
        let known = at("2026-11-20T08:00:00Z");
        assert_eq!(
            check_clock(at("2099-01-01T00:00:00Z"), [known], None),
            ClockCheck::FarAhead { known }
        );
        assert_eq!(check_clock(at("2027-12-01T00:00:00Z"), [known], None), ClockCheck::Plausible);
    }

    #[test]
    fn a_clock_that_agrees_with_the_record_is_plausible() {
        let known = at("2026-11-20T08:00:00Z");
        assert_eq!(check_clock(at("2026-11-20T07:30:00Z"), [known], None), ClockCheck::Plausible);
        assert_eq!(check_clock(at("2026-11-24T08:00:00Z"), [], None), ClockCheck::Plausible);
    }

    #[test]
    fn what_was_written_under_a_wrong_date_does_not_vouch_for_it() {
        let (known, wrong) = (at("2026-11-20T08:00:00Z"), at("2099-01-01T00:00:00Z"));
        let now = at("2099-01-01T09:00:00Z");
        assert_eq!(check_clock(now, [known, wrong], None), ClockCheck::FarAhead { known });
        let early = at("2026-12-01T00:00:00Z");
        assert_eq!(check_clock(now, [known, wrong], Some(early)), ClockCheck::FarAhead { known });
    }

    /// Days of November 2026 that are believed, in order; 0 where nothing is.
    fn days(times: &[&str], now: &str) -> Vec<i8> {
        let times: Vec<_> = times.iter().map(|text| text.parse().ok()).collect();
        let day = |time: &Option<Timestamp>| {
            time.map_or(0, |time| time.to_zoned_datetime(jiff::tz::TimeZone::UTC).day())
        };
        believed(&times, at(now)).iter().map(day).collect()
    }

    #[test]
    fn what_was_done_under_a_wrong_clock_counts_as_done_when_what_came_before_was() {
        let (first, second, third) =
            ("2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z", "2026-11-04T08:00:00Z");
        let (ahead, dead) = ("2027-12-20T08:00:00Z", "2000-01-01T00:00:00Z");
        let now = "2026-11-20T08:00:00Z";
        assert_eq!(days(&[first, second, third], now), [2, 3, 4]);
        assert_eq!(days(&[first, ahead], now), [2, 2], "still ahead");
        assert_eq!(days(&[first, first, dead, third], now), [2, 2, 2, 4], "a dead battery");
        let (a, b) = ("2026-11-10T08:00:26Z", "2026-11-10T08:00:13Z");
        assert_eq!(days(&[first, a, b, b], now), [2, 10, 10, 10], "set right by seconds");
        let later = "2028-01-20T08:00:00Z";
        assert_eq!(days(&[first, ahead, second, third], later), [2, 2, 3, 4], "ahead at the time");
        assert_eq!(days(&[first, "declared wrong", third], now), [2, 2, 4]);
        assert_eq!(days(&[ahead], now), [0]);
    }

    #[test]
    fn a_record_that_leapt_and_came_back_tells_which_date_was_wrong() {
        let now = at("2026-11-20T08:00:00Z");
        let tells = |times: &[&str]| {
            let times: Vec<_> = times.iter().map(|text| text.parse().ok()).collect();
            leapt_and_came_back(&times, now)
        };
        let (first, second) = ("2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z");
        let (near, ahead, later) =
            ("2026-11-24T08:00:00Z", "2027-12-20T08:00:00Z", "2027-12-21T08:00:00Z");
        assert!(tells(&[first, second, ahead]));
        assert!(tells(&[first, second, ahead, second]), "and today is no news");
        assert!(!tells(&[first, second, near]), "four days ahead: either may be wrong");
        assert!(!tells(&[first, ahead]) && !tells(&[first, second, ahead, later]), "as many");
        assert!(!tells(&[ahead]) && !tells(&[first, second]) && !tells(&[]));
        assert!(!tells(&["2020-01-02T08:00:00Z", "2020-01-03T08:00:00Z", ahead]), "long before");
    }

    #[test]
    fn a_leap_that_a_person_confirmed_is_no_leap_any_more() {
        let known = [at("2020-11-20T08:00:00Z"), at("2026-11-20T08:00:00Z")];
        let now = at("2026-11-24T08:00:00Z");
        assert_eq!(check_clock(now, known, None), ClockCheck::FarAhead { known: known[0] });
        assert_eq!(check_clock(now, known, Some(now)), ClockCheck::Plausible);
    }
}
