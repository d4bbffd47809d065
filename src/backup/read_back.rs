//! Reading back, past the cache, everything a run wrote: only then is a backup called good.

use std::collections::HashSet;

use crate::backup::run::Run;
use crate::error::{Damage, DriveTrouble, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::id::PackId;
use crate::parity_groups::{self, Grouping};
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

    /// Bytes on the drive, second copies included.
    pub(super) fn bytes(&self) -> u64 {
        let packs: u64 = self.packs.iter().map(|(_, bytes)| bytes).sum();
        packs + self.small_bytes()
    }

    fn small_bytes(&self) -> u64 {
        self.small.iter().map(|(_, bytes)| 2 * bytes).sum()
    }
}

/// What was not given back as it was written: what the medium refuses is not altered, and is not called so.
type Bad = (ObjectPath, Damage);

/// Reads everything back. What is not good counts as absent, so that the next run writes it again.
pub(super) fn check(run: &mut Run<'_>, written: &Written, observer: &dyn Observer) -> Result<()> {
    let has_packs = !written.packs.is_empty();
    let parity = if has_packs { parity_groups::plan(&run.vault)? } else { Grouping::default() };
    let total_bytes = parity.bytes() + written.small_bytes();
    observer.on(Event::Step { step: Step::ReadBack, total_bytes: Some(total_bytes) });
    let mut proven = HashSet::new();
    let permit = run.state.may_erase()?;
    match parity.execute(&run.vault, permit.as_ref(), &mut proven, observer) {
        // A drive too full for parity keeps its backup.
        Ok(_) | Err(Error::Drive { trouble: DriveTrouble::Full { .. }, .. }) => {}
        Err(other) => return Err(other),
    }
    let worst = check_packs(run, written, &mut proven, observer)?;
    let worst = check_small(run, written, observer)?.or(worst);
    match worst {
        Some((object, damage)) if damage.may_be_whole() => Err(Error::Damaged { object, damage }),
        Some((object, _)) => Err(Error::Damaged { object, damage: Damage::WrongHash }),
        None => Ok(()),
    }
}

/// Reads the packs that the making of parity has not proven on its way.
fn check_packs(
    run: &mut Run<'_>,
    written: &Written,
    proven: &mut HashSet<PackId>,
    observer: &dyn Observer,
) -> Result<Option<Bad>> {
    let mut worst = None;
    for (pack, bytes) in &written.packs {
        if proven.contains(pack) {
            continue;
        }
        let bad = match vault::check_pack(&run.vault, *pack, *bytes) {
            Ok(check) if check.damaged.is_empty() => {
                proven.insert(*pack);
                None
            }
            Ok(_) => Some(Damage::WrongHash),
            Err(Error::Damaged { damage, .. }) => Some(damage),
            Err(other) => return Err(other),
        };
        if let Some(damage) = bad {
            run.state.distrust_pack(run.drive.row, *pack)?;
            worst.get_or_insert_with(|| (names::pack(*pack), damage));
        }
        observer.on(Event::Advanced { bytes: *bytes });
    }
    let good: Vec<PackId> = proven.iter().copied().collect();
    run.state.note_packs_verified(run.drive.row, &good, &run.now.to_string())?;
    Ok(worst)
}

fn check_small(run: &Run<'_>, written: &Written, observer: &dyn Observer) -> Result<Option<Bad>> {
    let mut worst = None;
    for (object, bytes) in &written.small {
        for copy in [object.clone(), object.mirror()] {
            match run.vault.read_exactly(&copy) {
                Err(Error::Damaged { damage, .. }) => drop(worst.get_or_insert((copy, damage))),
                other => drop(other?),
            }
        }
        observer.on(Event::Advanced { bytes: 2 * bytes });
    }
    Ok(worst)
}
