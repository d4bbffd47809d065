//! What an interrupted run left: finished work is adopted, the rest is cleared away.

use std::collections::HashMap;

use crate::error::{Damage, Error, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::{self, ObjectPath};
use crate::state::{Drive, Permit, State};
use crate::storage::{self, Survey};
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
    let Survey { objects, unlisted } = storage::survey(vault.storage, "packs")?;
    let listed: HashMap<ObjectPath, u64> = objects.into_iter().collect();
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
    distrust_missing(state, drive, &Listed { packs: listed, unlisted }, observer)
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

/// What could be seen of the packs.
struct Listed {
    packs: HashMap<ObjectPath, u64>,
    unlisted: Vec<(ObjectPath, Damage)>,
}

impl Listed {
    /// Why a pack cannot be counted on, if that is so.
    fn trouble(&self, object: &ObjectPath, bytes: u64) -> Option<Damage> {
        let is_above = |(folder, _): &&(ObjectPath, Damage)| {
            folder.as_str() == object.folder() || folder.as_str() == "packs"
        };
        match self.packs.get(object) {
            Some(there) => (*there != bytes).then_some(Damage::WrongLength),
            None => Some(self.unlisted.iter().find(is_above).map_or(Damage::Missing, |it| it.1)),
        }
    }
}

/// Packs that are not there, not to be seen, or not as long as they were, hold nothing that one may count on.
fn distrust_missing(
    state: &mut State,
    drive: &Drive,
    listed: &Listed,
    observer: &dyn Observer,
) -> Result<()> {
    for pack in state.packs(drive.row)? {
        let object = names::pack(pack.id);
        if let Some(damage) = listed.trouble(&object, pack.bytes) {
            observer.on(Event::Finding { object: object.as_str(), damage, files: None });
            state.distrust_pack(drive.row, pack.id)?;
        }
    }
    Ok(())
}
