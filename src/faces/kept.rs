//! Opening keys that stay open from one thing to the next in the same sitting.
//!
//! Only a menu keeps any, in the memory of this process and nowhere else: until it is left, until ten minutes
//! pass in which nobody did anything, or until the locks of the practice are others. Nothing is stored.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use refuge::crypto::Identity;
use refuge::id::PracticeId;
use refuge::practice::Practice;

/// After so long without anything done, keys are asked for anew.
const IDLE: SignedDuration = SignedDuration::from_mins(10);
/// How often somebody looks whether that time is over while the menu waits.
const LOOK: Duration = Duration::from_secs(5);

/// The keys of one sitting. They are wiped from memory when this goes.
#[derive(Default)]
pub(crate) struct Kept(Arc<Mutex<Option<Open>>>);

struct Open {
    of: (PracticeId, u32),
    keys: Vec<Identity>,
    last: Timestamp,
}

impl Open {
    /// A clock that was set back tells nothing of how long it has been.
    fn is_over(&self, now: Timestamp) -> bool {
        now < self.last || now.duration_since(self.last) >= IDLE
    }
}

impl Kept {
    /// Nothing yet; what comes goes by itself in time.
    pub(crate) fn begin(clock: fn() -> Timestamp) -> Self {
        let kept = Self::default();
        let watched = Arc::downgrade(&kept.0);
        std::thread::spawn(move || watch(&watched, clock));
        kept
    }

    /// Keys that were just opened.
    pub(crate) fn keep(&self, practice: &Practice, keys: &[Identity], now: Timestamp) {
        self.set(Some(Open { of: lock_of(practice), keys: keys.to_vec(), last: now }));
    }

    /// The keys of this practice, if somebody did something of late.
    pub(crate) fn open(&self, practice: &Practice, now: Timestamp) -> Option<Vec<Identity>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_good = |open: &Open| !open.is_over(now) && open.of == lock_of(practice);
        if !kept.as_ref().is_some_and(is_good) {
            *kept = None;
        }
        kept.as_ref().map(|open| open.keys.clone())
    }

    /// Somebody did something.
    pub(crate) fn stir(&self, now: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut() {
            Some(open) if open.is_over(now) => *kept = None,
            Some(open) => open.last = now,
            None => {}
        }
    }

    /// Wipes them.
    pub(crate) fn forget(&self) {
        self.set(None);
    }

    fn set(&self, open: Option<Open>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = open;
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Keys of an earlier lock are no use.
fn lock_of(practice: &Practice) -> (PracticeId, u32) {
    (practice.config.practice.id, practice.config.practice.epoch)
}

/// While a question waits for an answer nobody calls: so this wipes what is over.
fn watch(kept: &Weak<Mutex<Option<Open>>>, clock: fn() -> Timestamp) {
    while let Some(kept) = kept.upgrade() {
        let mut kept_now = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept_now.as_ref().is_some_and(|open| open.is_over(clock())) {
            *kept_now = None;
        }
        drop(kept_now);
        drop(kept);
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    use refuge::config::KeyKind;
    use refuge::setup::{self, NewPractice};

    fn practice(home: &std::path::Path) -> Practice {
        let key = Identity::generate().to_recipient().unwrap();
        let keys = [("identity".to_owned(), KeyKind::File, key)];
        setup::create(home, &NewPractice::named("x", "en", "fr"), &keys, NOW).unwrap()
    }

    #[test]
    fn keys_go_after_ten_idle_minutes_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let practice = practice(&folder.path().join("home"));
        let (kept, key) = (Kept::default(), [Identity::generate()]);
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        assert!(kept.open(&practice, at(0)).is_none());
        kept.keep(&practice, &key, at(0));
        assert!(kept.open(&practice, at(9)).unwrap() == key);
        kept.stir(at(9));
        assert!(kept.open(&practice, at(18)).is_some());
        assert!(kept.open(&practice, at(19)).is_none());
        assert!(kept.open(&practice, at(18)).is_none(), "what is gone does not come back");
        kept.keep(&practice, &key, at(20));
        kept.stir(at(30));
        assert!(kept.open(&practice, at(30)).is_none(), "who comes back too late wakes nothing");
        kept.keep(&practice, &key, at(40));
        assert!(kept.open(&practice, at(39)).is_none(), "the clock was set back");
    }

    #[test]
    fn keys_of_another_lock_or_practice_are_no_use_and_all_can_be_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let [mut one, other] = ["one", "other"].map(|name| practice(&folder.path().join(name)));
        let (kept, now) = (Kept::default(), NOW);
        let key = [Identity::generate()];
        kept.keep(&one, &key, now);
        assert!(kept.open(&other, now).is_none());
        kept.keep(&one, &key, now);
        one.config.practice.epoch += 1;
        assert!(kept.open(&one, now).is_none());
        kept.keep(&one, &key, now);
        kept.forget();
        assert!(kept.open(&one, now).is_none());
    }
}
