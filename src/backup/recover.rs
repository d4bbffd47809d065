//! What an interrupted run left: finished work is adopted, the rest is cleared away.

use std::collections::HashMap;

use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::id::PackId;
use crate::state::{Drive, Permit, State};
use crate::vault::Vault;

/// Brings state and drive into agreement. Deletes only packs that this computer began itself and
/// that no index names; while an incident is open nothing, and what is unfinished stays noted.
///
/// # Errors
/// When the drive cannot be read or written, `State`.
pub fn recover(
    state: &mut State,
    drive: &Drive,
    vault: &Vault<'_>,
    observer: &dyn Observer,
) -> Result<()> {
    let is_clean = state.unfinished_checkpoints(drive.row)?.is_empty()
        && state.uncommitted_snapshots(drive.row)?.is_empty()
        && state.begun_packs(drive.row)?.is_empty();
    if !is_clean {
        observer.on(Event::Step { step: Step::Recover, total_bytes: None });
    }
    let listed: HashMap<ObjectPath, u64> = vault.storage.list("packs")?.into_iter().collect();
    let permit = state.may_erase()?;
    adopt_checkpoints(state, drive, vault, permit.as_ref(), observer)?;
    adopt_snapshots(state, drive, vault, permit.as_ref())?;
    if permit.is_some() {
        // It waited to take a place when the run ended; it may hold what is forgotten meanwhile.
        for beside in listed.keys().filter(|name| name.as_str().ends_with(names::SUCCESSOR)) {
            vault.storage.remove(beside)?;
        }
        for pack in state.begun_packs(drive.row)? {
            match vault.storage.remove(&names::pack(pack)) {
                // One that is linked or protected stays, and stays noted.
                Err(Error::Damaged { .. }) => continue,
                other => other?,
            }
            state.drop_begun_pack(drive.row, pack)?;
        }
    }
    distrust_missing(state, drive, &listed, observer)
}

fn adopt_checkpoints(
    state: &mut State,
    drive: &Drive,
    vault: &Vault<'_>,
    permit: Option<&Permit>,
    observer: &dyn Observer,
) -> Result<()> {
    for checkpoint in state.unfinished_checkpoints(drive.row)? {
        match became(vault, permit, &checkpoint.object)? {
            Became::Whole => {
                let adopted_bytes = state.checkpoint_bytes(checkpoint.row)?;
                state.finish_checkpoint(drive.row, checkpoint.row)?;
                observer.on(Event::Recovered { adopted_bytes });
            }
            Became::Nothing => state.drop_checkpoint(checkpoint.row)?,
            Became::Waiting => {}
        }
    }
    Ok(())
}

fn adopt_snapshots(
    state: &mut State,
    drive: &Drive,
    vault: &Vault<'_>,
    permit: Option<&Permit>,
) -> Result<()> {
    for snapshot in state.uncommitted_snapshots(drive.row)? {
        match became(vault, permit, &snapshot.object)? {
            Became::Whole => state.commit_snapshot(drive.row, &snapshot.object)?,
            Became::Nothing => state.drop_snapshot(drive.row, &snapshot.object)?,
            Became::Waiting => {}
        }
    }
    Ok(())
}

/// What became of a small object that an interrupted run wrote.
enum Became {
    /// It is whole, in both places.
    Whole,
    /// It was torn, and is gone.
    Nothing,
    /// It is torn, and must stay for now.
    Waiting,
}

fn became(vault: &Vault<'_>, permit: Option<&Permit>, object: &str) -> Result<Became> {
    let Some(object) = ObjectPath::parse(object) else { return Ok(Became::Nothing) };
    match vault.read_small(&object) {
        Ok(bytes) => vault.ensure_small(&object, &bytes).map(|_| Became::Whole),
        Err(Error::Damaged { damage, .. }) if !damage.may_be_whole() => {
            let Some(permit) = permit else { return Ok(Became::Waiting) };
            vault.remove_small(permit, &object).map(|()| Became::Nothing)
        }
        Err(other) => Err(other),
    }
}

/// Packs that are not there, or not as long as they were, hold nothing any more.
fn distrust_missing(
    state: &mut State,
    drive: &Drive,
    listed: &HashMap<ObjectPath, u64>,
    observer: &dyn Observer,
) -> Result<()> {
    let packs = state.packs(drive.row)?;
    let lost: Vec<PackId> = packs
        .iter()
        .filter(|pack| listed.get(&names::pack(pack.id)) != Some(&pack.bytes))
        .map(|pack| pack.id)
        .collect();
    for pack in lost {
        let object = names::pack(pack);
        let damage =
            if listed.contains_key(&object) { Damage::WrongLength } else { Damage::Missing };
        observer.on(Event::Finding { object: object.as_str(), damage, files: None });
        state.distrust_pack(drive.row, pack)?;
    }
    Ok(())
}
