//! A drive that dies at every write of a piece of work, one after the other: what is left, and what the
//! next run makes of it.

use std::fmt::Debug;
use std::sync::atomic::Ordering;

use refuge::error::{Error, Result};

use super::faulty::Faulty;

/// More writes than any work here needs.
const MANY: i64 = 1_000_000;

/// A scene, and the work on it during which its drive dies.
pub(crate) struct Sweep<Scene, Work> {
    /// Sets the scene anew, on a drive that is well.
    pub(crate) scene: Scene,
    /// What the drive dies in.
    pub(crate) work: Work,
}

impl<Scene, Work> Sweep<Scene, Work> {
    /// Every write: `look` gets the scene and the drive, which is there again, with a number and a name
    /// of the write. Fewer than `writes_min` mean nothing.
    #[track_caller]
    pub(crate) fn every_write<S, T: Debug>(
        &self,
        writes_min: i64,
        look: impl Fn(S, &Faulty, i64, &str),
    ) where
        Scene: Fn() -> (S, Faulty),
        Work: Fn(&mut S, &Faulty) -> Result<T>,
    {
        let (mut scene, drive) = (self.scene)();
        drive.fail_at(MANY);
        (self.work)(&mut scene, &drive).unwrap();
        let writes = MANY - drive.left.load(Ordering::SeqCst);
        assert!(writes > writes_min, "{writes} writes are too few to mean anything");
        for write in 0..writes {
            let label = format!("{:?} at write {write} of {writes}", drive.fault);
            let Some((scene, drive)) = self.at(write, &label) else {
                // Segments come in no fixed order, so that a run may need a pack less: all were met.
                assert!(write > writes_min, "{label}: nothing failed");
                break;
            };
            look(scene, &drive, write, &label);
        }
    }

    /// One write. The scene and the drive, which is there again; nothing where the work needed fewer.
    #[track_caller]
    pub(crate) fn at<S, T: Debug>(&self, write: i64, label: &str) -> Option<(S, Faulty)>
    where
        Scene: Fn() -> (S, Faulty),
        Work: Fn(&mut S, &Faulty) -> Result<T>,
    {
        let (mut scene, drive) = (self.scene)();
        drive.fail_at(write);
        let failed = (self.work)(&mut scene, &drive);
        if failed.is_ok() && drive.left.load(Ordering::SeqCst) >= 0 {
            return None;
        }
        assert!(matches!(failed, Err(Error::Drive { .. })), "{label}: {failed:?}");
        drive.revive();
        Some((scene, drive))
    }
}
