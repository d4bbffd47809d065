//! Reading back, past the cache, everything a run wrote: only then is a backup called good.

use crate::backup::Run;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::layout::{self, ObjectPath};
use crate::id::PackId;
use crate::vault;

/// What a run wrote.
#[derive(Default)]
pub(super) struct Written {
    packs: Vec<(PackId, u64)>,
    small: Vec<(ObjectPath, u64)>,
}

impl Written {
    pub(super) fn pack(&mut self, pack: PackId, bytes: u64) {
        self.packs.push((pack, bytes));
    }

    pub(super) fn small(&mut self, object: ObjectPath, bytes: u64) {
        self.small.push((object, bytes));
    }

    /// Whether there is anything new that parity could protect.
    pub(super) fn has_packs(&self) -> bool {
        !self.packs.is_empty()
    }

    /// Bytes on the drive, second copies included.
    pub(super) fn bytes(&self) -> u64 {
        let packs: u64 = self.packs.iter().map(|(_, bytes)| bytes).sum();
        packs + self.small.iter().map(|(_, bytes)| 2 * bytes).sum::<u64>()
    }
}

/// Reads everything back. What is not good counts as absent, so that the next run writes it again.
pub(super) fn check(run: &mut Run<'_>, written: &Written, observer: &dyn Observer) -> Result<()> {
    observer.on(Event::Step { step: Step::ReadBack, total_bytes: Some(written.bytes()) });
    let mut worst = None;
    let mut good = Vec::new();
    for (pack, bytes) in &written.packs {
        match vault::check_pack(&run.vault, *pack, *bytes) {
            Ok(check) if check.damaged.is_empty() => good.push(*pack),
            Ok(_) | Err(Error::Damaged { .. }) => {
                run.state.distrust_pack(run.drive.row, *pack)?;
                worst.get_or_insert_with(|| layout::pack(*pack));
            }
            Err(other) => return Err(other),
        }
        observer.on(Event::Advanced { bytes: *bytes });
    }
    run.state.note_packs_verified(run.drive.row, &good, &run.now.to_string())?;
    for (object, bytes) in &written.small {
        for copy in [object.clone(), object.mirror()] {
            match run.vault.read_exactly(&copy) {
                Err(Error::Damaged { .. }) => drop(worst.get_or_insert(copy)),
                other => drop(other?),
            }
        }
        observer.on(Event::Advanced { bytes: 2 * bytes });
    }
    match worst {
        Some(object) => Err(Error::Damaged { object, damage: Damage::WrongHash }),
        None => Ok(()),
    }
}
