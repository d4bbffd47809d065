//! Which packs a monthly check reads as a whole, so that every pack is read within some months.

use jiff::{SignedDuration, Timestamp};

use crate::id::PackId;
use crate::state::KnownPack;

/// How often checks are made, and within how long every byte of a drive is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Days from one check to the next.
    pub check_days: u16,
    /// Days within which every pack is read.
    pub coverage_days: u16,
}

impl Pace {
    /// Checks every so many days, the whole drive every so many months.
    #[must_use]
    pub const fn new(check_days: u16, coverage_months: u16) -> Self {
        let coverage = coverage_months.saturating_mul(30);
        let check_days = if check_days == 0 { 1 } else { check_days };
        let coverage_days = if coverage < check_days { check_days } else { coverage };
        Self { check_days, coverage_days }
    }
}

/// The packs to read now, those read longest ago first: whatever would be overdue before the next
/// check, and at least an even share of all bytes, so that no check takes much longer than another.
#[must_use]
pub(super) fn due(packs: &[KnownPack], pace: Pace, now: Timestamp) -> Vec<PackId> {
    let mut oldest: Vec<(Option<Timestamp>, &KnownPack)> =
        packs.iter().map(|pack| (read_at(pack), pack)).collect();
    oldest.sort_by_key(|(read, pack)| (*read, pack.row));
    let all: u64 = packs.iter().map(|pack| pack.bytes).sum();
    let share =
        all.saturating_mul(u64::from(pace.check_days)).div_ceil(u64::from(pace.coverage_days));
    let days = i64::from(pace.coverage_days) - i64::from(pace.check_days);
    let limit = now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now);
    let mut taken = 0;
    let mut wanted = Vec::new();
    for (read, pack) in oldest {
        let is_overdue = read.is_none_or(|read| read <= limit || read > now);
        if !is_overdue && taken >= share {
            break;
        }
        taken += pack.bytes;
        wanted.push(pack.id);
    }
    wanted
}

/// When a pack was last read; a time that cannot be understood is none.
fn read_at(pack: &KnownPack) -> Option<Timestamp> {
    pack.verified.as_deref().and_then(|time| time.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ObjectHash;
    use proptest::prelude::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn now() -> Timestamp {
        "2026-11-26T08:00:00Z".parse().unwrap()
    }

    fn pack(number: u8, bytes: u64, days_ago: Option<i32>) -> KnownPack {
        KnownPack {
            row: i64::from(number),
            id: PackId([number; 16]),
            bytes,
            hash: ObjectHash([0; 16]),
            verified: days_ago.map(|days| (now() - DAY * days).to_string()),
        }
    }

    fn numbers(packs: &[KnownPack], pace: Pace) -> Vec<u8> {
        due(packs, pace, now()).iter().map(|pack| pack.0[0]).collect()
    }

    #[test]
    fn what_was_never_read_or_long_ago_comes_first_and_the_share_is_kept() {
        let packs = [
            pack(1, 10, Some(1)),
            pack(2, 10, Some(80)),
            pack(3, 10, None),
            pack(4, 10, Some(30)),
            pack(5, 10, Some(20)),
        ];
        let pace = Pace::new(35, 3);
        assert_eq!(numbers(&packs, pace), [3, 2], "an even share would be 19.4 of 50 bytes");
        assert_eq!(numbers(&packs, Pace::new(35, 1)), [3, 2, 4, 5, 1], "all, every time");
        assert_eq!(numbers(&[], pace), Vec::<u8>::new());
    }

    #[test]
    fn a_time_in_the_future_is_no_proof() {
        assert_eq!(
            numbers(&[pack(1, 10, Some(-3)), pack(2, 90, Some(1))], Pace::new(35, 12)),
            [2, 1]
        );
    }

    proptest! {
        #[test]
        fn regular_checks_leave_no_pack_unread_for_longer_than_promised(
            sizes in proptest::collection::vec(1_u64..1000, 1..40),
            check_days in 1_u16..60,
            months in 1_u16..7,
        ) {
            let pace = Pace::new(check_days, months);
            let numbered = (0_u8..).zip(&sizes);
            let mut packs: Vec<_> = numbered.map(|(number, bytes)| pack(number, *bytes, None)).collect();
            let mut today = now();
            for _ in 0..40 {
                let wanted = due(&packs, pace, today);
                for pack in packs.iter_mut().filter(|pack| wanted.contains(&pack.id)) {
                    pack.verified = Some(today.to_string());
                }
                today += DAY * i32::from(pace.check_days);
                for pack in &packs {
                    let age = today.duration_since(read_at(pack).unwrap());
                    prop_assert!(age <= DAY * i32::from(pace.coverage_days), "{age:?}");
                }
            }
        }
    }
}
