//! Packs without a key: every byte against the pack's own table, and the table against what is known.

use std::collections::HashMap;

use super::{ExpectedDrive, Finding, Listing, Report, damage_of, pack_object, parallel};
use crate::error::{Damage, Result};
use crate::event::{Event, Observer};
use crate::id::{ObjectHash, PackId};
use crate::state::KnownPack;
use crate::vault::{PackCheck, Vault, check_pack};

/// Checks every pack that is listed or known.
pub(super) fn check(
    vault: &Vault<'_>,
    listing: &Listing,
    known: Option<&ExpectedDrive>,
    report: &mut Report,
    observer: &dyn Observer,
) -> Result<()> {
    let packs: Vec<(PackId, u64)> = listing.packs.iter().map(|(id, bytes)| (*id, *bytes)).collect();
    let checks = parallel::in_order(
        &packs,
        observer,
        || Ok(()),
        |(), (pack, bytes)| {
            let check = damage_of(check_pack(vault, *pack, *bytes))?;
            observer.on(Event::Advanced { bytes: *bytes });
            Ok(check)
        },
    )?;
    let known = expected(known);
    for ((pack, bytes), check) in packs.iter().zip(checks) {
        take(report, *pack, *bytes, check, known.get(pack).copied());
    }
    Ok(())
}

/// The packs that are known, by id.
pub(super) fn expected(known: Option<&ExpectedDrive>) -> HashMap<PackId, &KnownPack> {
    let packs = known.into_iter().flat_map(|known| &known.packs);
    packs.map(|pack| (pack.id, pack)).collect()
}

/// Why a pack whose own table is in order is not the one that is known.
pub(super) fn differs(known: Option<&KnownPack>, bytes: u64, table: ObjectHash) -> Option<Damage> {
    let known = known?;
    if known.bytes != bytes {
        Some(Damage::WrongLength)
    } else if known.hash != table {
        Some(Damage::WrongHash)
    } else {
        None
    }
}

fn take(
    report: &mut Report,
    pack: PackId,
    bytes: u64,
    check: std::result::Result<PackCheck, Damage>,
    known: Option<&KnownPack>,
) {
    report.objects += 1;
    let mut segments = Vec::new();
    let damage = match check {
        Err(Damage::Missing) => Some(Damage::Missing),
        Err(damage) => {
            let other_length = known.is_some_and(|known| known.bytes != bytes);
            Some(if other_length { Damage::WrongLength } else { damage })
        }
        Ok(check) => {
            report.bytes_read += check.bytes;
            report.wiped_segments += check.wiped.len() as u64;
            segments = check.damaged;
            let other = differs(known, bytes, ObjectHash(check.table.hash));
            other.or((!segments.is_empty()).then_some(Damage::WrongHash))
        }
    };
    match damage {
        None => report.packs_good.push(pack),
        Some(damage) => {
            report.packs_bad.push(pack);
            report.findings.push(Finding { segments, ..Finding::new(pack_object(pack), damage) });
        }
    }
}
