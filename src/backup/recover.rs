//! What an interrupted run left: finished work is adopted, the rest is cleared away.

use std::collections::HashMap;

use crate::backup::Run;
use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::layout::{self, ObjectPath};
use crate::id::PackId;

/// Brings state and drive into agreement. Deletes only packs that this computer began itself and
/// that no index names.
pub(super) fn recover(run: &mut Run<'_>, observer: &dyn Observer) -> Result<()> {
    observer.on(Event::Step { step: Step::Recover, total_bytes: None });
    let listed: HashMap<ObjectPath, u64> = run.vault.storage.list("packs")?.into_iter().collect();
    adopt_checkpoints(run, observer)?;
    adopt_snapshots(run)?;
    for pack in run.state.begun_packs(run.drive.row)? {
        run.vault.storage.remove(&layout::pack(pack))?;
        run.state.drop_begun_pack(run.drive.row, pack)?;
    }
    distrust_missing(run, &listed, observer)
}

fn adopt_checkpoints(run: &mut Run<'_>, observer: &dyn Observer) -> Result<()> {
    for checkpoint in run.state.unfinished_checkpoints(run.drive.row)? {
        if is_whole(run, &checkpoint.object)? {
            run.state.finish_checkpoint(run.drive.row, checkpoint.row)?;
            observer.on(Event::Recovered { adopted_bytes: checkpoint.bytes });
        } else {
            run.state.drop_checkpoint(checkpoint.row)?;
        }
    }
    Ok(())
}

fn adopt_snapshots(run: &mut Run<'_>) -> Result<()> {
    for snapshot in run.state.uncommitted_snapshots(run.drive.row)? {
        if is_whole(run, &snapshot.object)? {
            run.state.commit_snapshot(run.drive.row, &snapshot.object)?;
        } else {
            run.state.drop_snapshot(run.drive.row, &snapshot.object)?;
        }
    }
    Ok(())
}

/// Whether a small object is on the drive, whole; if so, both copies are when this returns.
fn is_whole(run: &Run<'_>, object: &str) -> Result<bool> {
    let Some(object) = ObjectPath::parse(object) else { return Ok(false) };
    match run.vault.read_small(&object) {
        Ok(bytes) => run.vault.ensure_small(&object, &bytes).map(|_| true),
        Err(Error::Damaged { .. }) => {
            run.vault.remove_small(&object)?;
            Ok(false)
        }
        Err(other) => Err(other),
    }
}

/// Packs that are not there, or not as long as they were, hold nothing any more.
fn distrust_missing(
    run: &mut Run<'_>,
    listed: &HashMap<ObjectPath, u64>,
    observer: &dyn Observer,
) -> Result<()> {
    let packs = run.state.packs(run.drive.row)?;
    let lost: Vec<PackId> = packs
        .iter()
        .filter(|pack| listed.get(&layout::pack(pack.id)) != Some(&pack.bytes))
        .map(|pack| pack.id)
        .collect();
    for pack in lost {
        let object = layout::pack(pack);
        let damage =
            if listed.contains_key(&object) { Damage::WrongLength } else { Damage::Missing };
        observer.on(Event::Finding { object: object.as_str(), damage, files: None });
        run.state.distrust_pack(run.drive.row, pack)?;
    }
    Ok(())
}
