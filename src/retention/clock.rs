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

/// Compares the clock with the latest times known from manifests, the ledger and drives.
///
/// Without any known time nothing speaks against it; nothing can be due then either.
#[must_use]
pub fn check_clock(now: Timestamp, known: impl IntoIterator<Item = Timestamp>) -> ClockCheck {
    let Some(known) = known.into_iter().max() else { return ClockCheck::Plausible };
    let ahead = now.duration_since(known);
    if ahead < -SKEW_MAX {
        ClockCheck::Behind { known }
    } else if ahead > LEAP_MAX {
        ClockCheck::FarAhead { known }
    } else {
        ClockCheck::Plausible
    }
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
        let check = check_clock(at("2026-11-19T08:00:00Z"), known);
        assert_eq!(check, ClockCheck::Behind { known: known[1] });
    }

    #[test]
    fn a_clock_that_leaps_years_ahead_is_suspicious() {
        let known = at("2026-11-20T08:00:00Z");
        assert_eq!(
            check_clock(at("2099-01-01T00:00:00Z"), [known]),
            ClockCheck::FarAhead { known }
        );
        assert_eq!(check_clock(at("2027-12-01T00:00:00Z"), [known]), ClockCheck::Plausible);
    }

    #[test]
    fn a_clock_that_agrees_with_the_record_is_plausible() {
        let known = at("2026-11-20T08:00:00Z");
        assert_eq!(check_clock(at("2026-11-20T07:30:00Z"), [known]), ClockCheck::Plausible);
        assert_eq!(check_clock(at("2026-11-24T08:00:00Z"), []), ClockCheck::Plausible);
    }
}
