//! How far, how long still, and whether it is slower than usual. Pure.
//!
//! The remaining bytes are those that are new or changed; their speed is this drive's own from
//! earlier runs until the run has shown its own. Filters over the last seconds were measured and
//! flicker under deduplication: it is the quantity that must be right, not the filter.

/// From here on the run's own speed counts.
const OWN_SPEED_AFTER_SECONDS: u64 = 20;

/// What a drive without history is expected to take, in bytes per second: a slow stick on an old port.
pub(crate) const FIRST_SPEED: u64 = 20_000_000;

/// Seconds for so many new bytes before the run has shown anything.
pub(crate) fn first_seconds(bytes: u64, usual: Option<u64>) -> u64 {
    bytes / usual.filter(|speed| *speed > 0).unwrap_or(FIRST_SPEED)
}

/// Percent done: none without a total, and 99 at most, because a step that is shown is not over; the line
/// it leaves behind has no percentage.
pub(crate) fn percent(done: u64, total: Option<u64>) -> Option<u8> {
    let total = total.filter(|total| *total > 0)?;
    let percent = u128::from(done) * 100 / u128::from(total);
    Some(u8::try_from(percent).unwrap_or(u8::MAX).min(99))
}

/// Seconds left for `remaining` bytes; none while nothing honest can be said.
///
/// `usual` is the drive's speed in earlier runs (bytes per second). After twenty seconds it still
/// counts like twenty seconds of evidence, so that the estimate moves over and does not jump.
pub(crate) fn seconds_left(
    remaining: u64,
    usual: Option<u64>,
    done: u64,
    elapsed: u64,
) -> Option<u64> {
    let own_counts = elapsed >= OWN_SPEED_AFTER_SECONDS && done > 0;
    let (bytes, seconds) = match usual.filter(|speed| *speed > 0) {
        Some(usual) if own_counts => (
            usual.saturating_mul(OWN_SPEED_AFTER_SECONDS).saturating_add(done),
            elapsed.saturating_add(OWN_SPEED_AFTER_SECONDS),
        ),
        Some(usual) => (usual, 1),
        None if own_counts => (done, elapsed),
        None => return None,
    };
    let left = u128::from(remaining) * u128::from(seconds) / u128::from(bytes);
    Some(u64::try_from(left).unwrap_or(u64::MAX))
}

/// The run's speed when it takes at least half as long again as usual, in bytes per second.
pub(crate) fn slower_than_usual(usual: Option<u64>, done: u64, elapsed: u64) -> Option<u64> {
    let usual = usual.filter(|_| elapsed >= OWN_SPEED_AFTER_SECONDS && done > 0)?;
    let own = done / elapsed.max(1);
    (u128::from(own) * 3 <= u128::from(usual) * 2).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_percentage_without_a_total() {
        assert_eq!(percent(5, None), None);
        assert_eq!(percent(0, Some(0)), None);
    }

    #[test]
    fn never_a_hundred_while_the_step_goes_on() {
        assert_eq!(percent(100, Some(100)), Some(99));
        assert_eq!(percent(250, Some(100)), Some(99));
        assert_eq!(percent(1, Some(3)), Some(33));
    }

    #[test]
    fn a_first_backup_is_expected_at_the_pace_of_a_slow_stick() {
        assert_eq!(first_seconds(53_000_000_000, None), 2650);
        assert_eq!(first_seconds(53_000_000_000, Some(0)), 2650);
        assert_eq!(first_seconds(600, Some(60)), 10);
    }

    #[test]
    fn the_drives_own_history_speaks_first() {
        assert_eq!(seconds_left(600, Some(60), 5, 1), Some(10));
        assert_eq!(seconds_left(600, Some(60), 0, 300), Some(10));
    }

    #[test]
    fn without_history_nothing_is_said_for_twenty_seconds() {
        assert_eq!(seconds_left(600, None, 1000, 19), None);
        assert_eq!(seconds_left(600, None, 1000, 20), Some(12));
    }

    #[test]
    fn the_runs_own_speed_takes_over_without_a_jump() {
        // Usually 100 B/s, now 50: after 20 s the two weigh the same.
        assert_eq!(seconds_left(750, Some(100), 1000, 20), Some(10));
        assert_eq!(seconds_left(750, Some(100), 50_000, 1000), Some(14));
    }

    #[test]
    fn slowness_is_told_from_half_as_long_again() {
        assert_eq!(slower_than_usual(Some(60), 20 * 8, 20), Some(8));
        assert_eq!(slower_than_usual(Some(60), 20 * 40, 20), Some(40));
        assert_eq!(slower_than_usual(Some(60), 20 * 41, 20), None);
        assert_eq!(slower_than_usual(Some(60), 8, 19), None);
        assert_eq!(slower_than_usual(None, 8, 60), None);
    }

    proptest! {
        #[test]
        fn no_input_makes_it_overflow(r: u64, u: Option<u64>, d: u64, e: u64, t: Option<u64>) {
            let _ = seconds_left(r, u, d, e);
            let _ = slower_than_usual(u, d, e);
            prop_assert!(percent(d, t).is_none_or(|percent| percent <= 99));
        }
    }
}
