//! Repairing what a report found: from the other copy, from parity, from another drive.
//!
//! Nothing is replaced before what replaces it has proved itself, and nothing that was overwritten
//! on purpose comes back: a wiped segment keeps the bytes it has on the drive. What is whole and not ours
//! stays: a newer program may have written it, or it is evidence.

use std::collections::{BTreeMap, HashSet};

use super::{Report, damage_of, pack_object, small_objects};
use crate::crypto::hash;
use crate::error::{Damage, Result};
use crate::event::{Event, Observer, Step};
use crate::format::names::ObjectPath;
use crate::format::pack::{FOOTER_BYTES, PackTable, Slot, WIPED_MARK};
use crate::id::PackId;
use crate::parity::{self, Shard};
use crate::parity_groups::{self, ParityGroup};
use crate::state::Permit;
use crate::vault::{Vault, check_pack, put_clear_file_back};

/// Another place that may have an object of this name whole.
pub type Elsewhere<'a> = &'a dyn Fn(&ObjectPath) -> Result<Option<Vec<u8>>>;

/// Repairs what can be repaired and marks it in the report. Answers how many findings that was.
///
/// Small objects come back from their other copy, or from `elsewhere`, where that has the very same object (keyring
/// parts are the same on every drive). Packs and parity objects come back from parity, if the drive has any.
///
/// # Errors
/// `Interrupted`, or when the drive cannot be read or written: then nothing more may be written.
pub fn repair(
    vault: &Vault<'_>,
    permit: &Permit,
    report: &mut Report,
    elsewhere: Option<Elsewhere<'_>>,
    observer: &dyn Observer,
) -> Result<u64> {
    observer.on(Event::Step { step: Step::Repair, total_bytes: None });
    let open = |report: &Report| report.findings.iter().filter(|found| !found.repaired).count();
    let before = open(report);
    repair_small(vault, report, elsewhere, observer)?;
    repair_clear_files(vault, report)?;
    repair_by_parity(vault, permit, report, observer)?;
    Ok((before - open(report)) as u64)
}

/// Only copies whose bytes are bad: rewriting the same bytes repairs nothing.
fn repair_small(
    vault: &Vault<'_>,
    report: &mut Report,
    elsewhere: Option<Elsewhere<'_>>,
    observer: &dyn Observer,
) -> Result<()> {
    let mut bad = Vec::new();
    for (number, finding) in report.findings.iter().enumerate() {
        if let Some(first) = small_objects::first_copy(&finding.object)
            && !finding.repaired
            && damage_of(vault.read_exactly(&finding.object))?.is_err()
        {
            bad.push((number, first));
        }
    }
    for (number, first) in bad {
        observer.check()?;
        let Some(bytes) = whole_copy(vault, elsewhere, &first)? else { continue };
        let done = damage_of(vault.ensure_small(&first, &bytes))?;
        if let Some(finding) = report.findings.get_mut(number) {
            finding.repaired = damage_of(vault.read_exactly(&finding.object))?.is_ok();
            // It may be linked or protected: then that is what a person must know.
            if let (Err(why), false) = (done, finding.repaired) {
                finding.damage = why;
            }
        }
    }
    Ok(())
}

fn whole_copy(
    vault: &Vault<'_>,
    elsewhere: Option<Elsewhere<'_>>,
    object: &ObjectPath,
) -> Result<Option<Vec<u8>>> {
    if let Ok(bytes) = damage_of(vault.read_small(object))? {
        return Ok(Some(bytes));
    }
    elsewhere.map_or(Ok(None), |elsewhere| elsewhere(object))
}

fn repair_clear_files(vault: &Vault<'_>, report: &mut Report) -> Result<()> {
    for finding in report.findings.iter_mut().filter(|finding| !finding.repaired) {
        if let Some(name) = finding.page() {
            finding.repaired = put_clear_file_back(vault.storage, name)?;
        }
    }
    Ok(())
}

/// Puts proven bytes in the place of a damaged object. Where its length is right only what differs is
/// written, so that what is good in it is at no moment in danger; otherwise the whole waits beside it until
/// it was read back.
fn replace(vault: &Vault<'_>, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
    let storage = vault.storage;
    match damage_of(storage.length(object))? {
        Err(Damage::Missing) => storage.put(object, bytes),
        Ok(length) if length == bytes.len() as u64 => {
            match damage_of(overwrite_differing(vault, object, bytes))? {
                Ok(()) => Ok(()),
                // It has a second name, or is protected: another file may take its name.
                Err(_) => storage.supersede(object, bytes),
            }
        }
        _ => storage.supersede(object, bytes),
    }
}

fn overwrite_differing(vault: &Vault<'_>, object: &ObjectPath, bytes: &[u8]) -> Result<()> {
    for (number, piece) in (0_u64..).zip(bytes.chunks(parity::PIECE_BYTES)) {
        let at = number * parity::PIECE_BYTES as u64;
        let there = damage_of(vault.storage.read(object, at, piece.len()))?;
        if there.ok().as_deref() != Some(piece) {
            vault.storage.overwrite(object, at, piece)?;
        }
    }
    Ok(())
}

fn repair_by_parity(
    vault: &Vault<'_>,
    permit: &Permit,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let open = report.findings.iter().enumerate().filter(|(_, finding)| !finding.repaired);
    let (mut packs, mut parity) = (BTreeMap::new(), BTreeMap::new());
    for (number, finding) in open {
        if let Some(pack) = parity_groups::pack_id(&finding.object) {
            packs.insert(pack, number);
        } else if parity_groups::hash_in_name(&finding.object).is_some() {
            parity.insert(finding.object.clone(), number);
        }
    }
    if packs.is_empty() && parity.is_empty() {
        return Ok(());
    }
    // Members first: parity can then be computed from all of them.
    for group in parity_groups::groups_in_sight(vault)? {
        observer.check()?;
        for pack in repair_members(vault, &group, &packs)? {
            note_pack(report, &mut packs, pack);
        }
        for object in repair_parity(vault, &group, &parity)? {
            let number = parity.remove(&object);
            mark(report, number);
        }
    }
    if packs.is_empty() { renew_parity(vault, permit, report, parity, observer) } else { Ok(()) }
}

/// Parity that nothing can rebuild is made anew. Only when every pack is good and has its parity
/// are the damaged objects of no more use, and removed.
fn renew_parity(
    vault: &Vault<'_>,
    permit: &Permit,
    report: &mut Report,
    worthless: BTreeMap<ObjectPath, usize>,
    observer: &dyn Observer,
) -> Result<()> {
    if worthless.is_empty() || !report.packs_bad.is_empty() {
        return Ok(());
    }
    let names = worthless.keys().cloned().collect();
    let plan = parity_groups::plan_without(vault, &names)?;
    plan.execute(vault, Some(permit), &mut HashSet::new(), observer)?;
    if parity_groups::plan_without(vault, &names)?.bytes() > 0 {
        return Ok(());
    }
    for (object, number) in worthless {
        vault.storage.remove(&object)?;
        mark(report, Some(number));
    }
    Ok(())
}

fn mark(report: &mut Report, number: Option<usize>) {
    if let Some(finding) = number.and_then(|number| report.findings.get_mut(number)) {
        finding.repaired = true;
    }
}

fn note_pack(report: &mut Report, packs: &mut BTreeMap<PackId, usize>, pack: PackId) {
    mark(report, packs.remove(&pack));
    report.packs_bad.retain(|bad| *bad != pack);
    report.packs_good.push(pack);
}

/// Rebuilds the damaged members of a group; answers those that are whole now.
fn repair_members(
    vault: &Vault<'_>,
    group: &ParityGroup,
    bad: &BTreeMap<PackId, usize>,
) -> Result<Vec<PackId>> {
    let members = group.table.group().members().iter().enumerate();
    let mut wanted = Vec::new();
    for (place, member) in members.filter(|(_, member)| bad.contains_key(&member.pack)) {
        // A pack that passes its own table gains nothing from parity.
        if !is_whole(vault, member.pack)? {
            wanted.push((place, member.pack));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let assessment = group.assess(vault)?;
    let mut whole = Vec::new();
    for (place, pack) in wanted {
        let rebuilt = group.rebuild(vault, &assessment, Shard::Member(place))?;
        let Some(bytes) = rebuilt.and_then(|bytes| proven(vault, pack, bytes)) else { continue };
        let replaced = damage_of(replace(vault, &pack_object(pack), &bytes))?;
        if replaced.is_ok() && is_whole(vault, pack)? {
            whole.push(pack);
        }
    }
    Ok(whole)
}

/// Whether a pack on the drive passes its own table.
fn is_whole(vault: &Vault<'_>, pack: PackId) -> Result<bool> {
    let object = pack_object(pack);
    let Ok(bytes) = damage_of(vault.storage.length(&object))? else {
        return Ok(false);
    };
    let check = damage_of(check_pack(vault, pack, bytes))?;
    Ok(check.is_ok_and(|check| check.damaged.is_empty()))
}

/// The rebuilt bytes of a pack, if they pass its table; segments that were overwritten on purpose
/// since the parity was made stay overwritten.
fn proven(vault: &Vault<'_>, pack: PackId, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let table = table_of(&bytes).filter(|table| table.vault == vault.id && table.pack == pack)?;
    for (at, slot) in table.placed() {
        let start = usize::try_from(at).ok()?;
        let segment = bytes.get_mut(start..start + slot.bytes as usize)?;
        if let Some(now) = wiped_since(vault, pack, at, slot) {
            segment.copy_from_slice(&now);
        } else if hash::object_hash(segment).0 != slot.hash && !segment.starts_with(&WIPED_MARK) {
            return None;
        }
    }
    Some(bytes)
}

fn wiped_since(vault: &Vault<'_>, pack: PackId, at: u64, slot: Slot) -> Option<Vec<u8>> {
    let now = vault.storage.read(&pack_object(pack), at, slot.bytes as usize).ok()?;
    (now.starts_with(&WIPED_MARK) && now.len() == slot.bytes as usize).then_some(now)
}

fn table_of(bytes: &[u8]) -> Option<PackTable> {
    let footer = bytes.last_chunk::<FOOTER_BYTES>()?;
    let length = PackTable::bytes_from_footer(footer).ok()?;
    let tail = bytes.get(bytes.len().checked_sub(length)?..)?;
    PackTable::parse(tail, bytes.len() as u64, |bytes| hash::object_hash(bytes).0).ok()
}

/// Rebuilds parity objects of a group that are damaged, recognised by their name: the hash of their head.
fn repair_parity(
    vault: &Vault<'_>,
    group: &ParityGroup,
    bad: &BTreeMap<ObjectPath, usize>,
) -> Result<Vec<ObjectPath>> {
    let is_bad = |number: &usize| {
        group.objects.get(number).is_none_or(|(object, _)| bad.contains_key(object))
    };
    let numbers: Vec<usize> = (0..group.table.group().parity()).filter(is_bad).collect();
    if numbers.is_empty() || bad.is_empty() {
        return Ok(Vec::new());
    }
    let assessment = group.assess(vault)?;
    let mut whole = Vec::new();
    for number in numbers {
        let Some(bytes) = group.rebuild(vault, &assessment, Shard::Parity(number))? else {
            continue;
        };
        let object = parity_groups::name_of(&bytes);
        if bad.contains_key(&object) && damage_of(replace(vault, &object, &bytes))?.is_ok() {
            whole.push(object);
        }
    }
    Ok(whole)
}
