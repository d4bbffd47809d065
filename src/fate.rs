//! What should happen to a drive, and what its erasure is worth: a pure function of recorded facts.
//!
//! The numbers in comments are the rows of the decision table in `docs/retention.md`. The level is
//! computed apart from the verdict and never exceeds what was verified: overwriting single objects
//! is a logical deletion on every medium, a destroyed key counts only where no memorised passphrase
//! and no clear text ever was, and a declaration without proof is no destruction.

mod facts;
mod level;
mod outcome;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use facts::{
    DestructionProof, EverHeld, ForgetExtent, Health, Look, Medium, MediumDeclared, MediumFacts,
    MediumSignals, Overwrite, Owed, Recording, SerialCheck, WaysToKeys,
};
pub use level::Level;
pub use outcome::{DestructionClass, DestructionDue, Fate, FateReason, FateVerdict, Means, When};

/// A drive out of sight for longer should be plugged in, in days.
pub const ABSENT_DAYS_MAX: i32 = 30;
/// Work that waits for a drive must be done within this, in days; then it is declared lost.
pub const OWED_DAYS_MAX: i32 = 90;
/// From this age on a replacement should be planned, in days.
pub const AGE_DAYS_MAX: i32 = 5 * 365;

/// How thorough a destruction must be.
#[derive(Clone, Copy)]
enum Thorough {
    /// Ciphertext without keys: defence in depth.
    Light,
    /// Something readable may be left.
    Full,
}

/// Decides the fate of a drive on a day.
#[must_use]
pub fn decide(facts: &MediumFacts, today: Date) -> Fate {
    let decided = declared(facts)
        .or_else(|| distrusted(facts))
        .or_else(|| special(facts))
        .or_else(|| failing(facts))
        .or_else(|| absent(facts, today))
        .unwrap_or_else(|| in_hand(facts));
    finished(decided, facts, today)
}

impl Fate {
    fn new(verdict: FateVerdict, reasons: &[FateReason]) -> Self {
        let reasons = reasons.to_vec();
        let level = Level::None;
        Self { verdict, reasons, level, destruction: None, deadline: None, blocked: false }
    }

    fn destroying(mut self, facts: &MediumFacts, thorough: Thorough, when: When) -> Self {
        self.destruction = Some(destruction(facts, thorough, when));
        self
    }
}

/// What is the same for all: level, being needed, retirement, age.
fn finished(mut fate: Fate, facts: &MediumFacts, today: Date) -> Fate {
    fate.level = level::reached(facts);
    let fate = if facts.needed { replaced_first(fate) } else { fate };
    aged(fate, facts, today)
}

/// What holds one of the last two copies is not told to be destroyed nor emptied: another drive takes its
/// place first.
fn replaced_first(mut fate: Fate) -> Fate {
    if matches!(fate.verdict, FateVerdict::Destroy | FateVerdict::Retire) {
        fate.verdict = FateVerdict::Replace;
        fate.reasons.push(FateReason::HoldsCopy);
    }
    Fate { destruction: None, ..fate }
}

fn aged(mut fate: Fate, facts: &MediumFacts, today: Date) -> Fate {
    let retired = matches!(facts.declared, Some(MediumDeclared::Retired { .. }));
    if retired && matches!(fate.verdict, FateVerdict::Keep | FateVerdict::PlugIn) {
        fate.verdict = FateVerdict::Retire;
        fate.reasons.push(FateReason::DeclaredRetired);
    }
    let in_use = matches!(fate.verdict, FateVerdict::Keep | FateVerdict::PlugIn);
    if in_use && days(facts.enrolled, today) > AGE_DAYS_MAX {
        fate.reasons.push(FateReason::Aged);
    }
    fate
}

fn declared(facts: &MediumFacts) -> Option<Fate> {
    match facts.declared? {
        MediumDeclared::Retired { .. } => None,
        // 23, 25
        MediumDeclared::Destroyed {
            proof: DestructionProof::OwnReport | DestructionProof::Certificate,
            ..
        } => Some(Fate::new(FateVerdict::Destroyed, &[FateReason::ProvenDestroyed])),
        MediumDeclared::Destroyed { proof: DestructionProof::None, .. } => {
            let fate = Fate::new(FateVerdict::Destroy, &[FateReason::ProofMissing]);
            Some(fate.destroying(facts, Thorough::Full, When::Now))
        }
        MediumDeclared::Lost { .. } | MediumDeclared::Stolen { .. } => Some(lost(facts)),
    }
}

fn lost(facts: &MediumFacts) -> Fate {
    use FateReason::{
        AssessBreach, Breach, ChangePassphrase, ClearTextEver, DeclaredLost, KeysDestroyed,
        KeysUnknown, NothingHeld, PassphraseEver, RecordIncident, RotateKeys,
    };
    let reasons: &[FateReason] = match (facts.ever_held, facts.keys) {
        (EverHeld::C0, _) => &[DeclaredLost, NothingHeld],
        // 19
        (EverHeld::C1 | EverHeld::C2, WaysToKeys::Destroyed) => {
            &[DeclaredLost, KeysDestroyed, RecordIncident]
        }
        (EverHeld::C1 | EverHeld::C2, WaysToKeys::Live) => &[DeclaredLost, RotateKeys],
        (EverHeld::C1 | EverHeld::C2, WaysToKeys::OldSheetExists) => {
            &[DeclaredLost, old_sheet(facts)]
        }
        (EverHeld::C1 | EverHeld::C2, WaysToKeys::Unknown) => {
            &[DeclaredLost, KeysUnknown, AssessBreach, RotateKeys]
        }
        // 20
        (EverHeld::C3, _) => &[DeclaredLost, PassphraseEver, ChangePassphrase, AssessBreach],
        // 21
        (EverHeld::C4, _) => &[DeclaredLost, ClearTextEver, Breach],
    };
    Fate::new(FateVerdict::Lost, reasons)
}

/// An old sheet is destroyed once no drive needs it any longer.
const fn old_sheet(facts: &MediumFacts) -> FateReason {
    if facts.old_keys_needed { FateReason::OldSheetNeeded } else { FateReason::OldSheetExists }
}

/// 22 and 18: a device that is not what it says.
fn distrusted(facts: &MediumFacts) -> Option<Fate> {
    let fate = if facts.serial == SerialCheck::Differs {
        Fate::new(FateVerdict::PlugIn, &[FateReason::SerialDiffers])
    } else if facts.fake_capacity {
        Fate::new(FateVerdict::Destroy, &[FateReason::FakeCapacity]).destroying(
            facts,
            Thorough::Full,
            When::Now,
        )
    } else {
        return None;
    };
    Some(Fate { blocked: true, ..fate })
}

fn special(facts: &MediumFacts) -> Option<Fate> {
    match facts.medium {
        // 23
        Medium::Paper => {
            let fate = Fate::new(FateVerdict::Destroy, &[FateReason::OldSheetExists]);
            Some(fate.destroying(facts, Thorough::Full, When::Now))
        }
        // 24
        Medium::ComputerDrive if facts.ever_held > EverHeld::C0 => {
            let reasons = [FateReason::ClearTextEver, FateReason::ComputerEncryption];
            let fate = Fate::new(FateVerdict::Keep, &reasons);
            Some(fate.destroying(facts, Thorough::Full, When::BeforeLeavingCustody))
        }
        // 1
        _ if facts.ever_held == EverHeld::C0 => Some(never_used(facts)),
        _ => None,
    }
}

fn never_used(facts: &MediumFacts) -> Fate {
    if facts.health.is_failing() {
        Fate::new(FateVerdict::Retire, &[trouble(facts), FateReason::NothingHeld])
    } else {
        Fate::new(FateVerdict::Keep, &[FateReason::NothingHeld])
    }
}

fn trouble(facts: &MediumFacts) -> FateReason {
    match facts.health {
        health if health.has_errors() => FateReason::Errors,
        health if health.read_only => FateReason::ReadOnly,
        _ => FateReason::OverwriteFailed,
    }
}

/// 14 to 17: what cannot be written, or fails.
fn failing(facts: &MediumFacts) -> Option<Fate> {
    if !facts.health.is_failing() && facts.overwrite != Overwrite::Failed {
        return None;
    }
    let trouble = trouble(facts);
    let sealed = facts.ever_held <= EverHeld::C2;
    let nothing_owed = facts.to_forget == ForgetExtent::Nothing;
    Some(match facts.keys {
        WaysToKeys::Destroyed if sealed => {
            let fate = Fate::new(FateVerdict::Retire, &[trouble, FateReason::KeysDestroyed]);
            fate.destroying(facts, Thorough::Light, When::AtLeisure)
        }
        // It may hold the only good copy: what to save comes before what to break.
        _ if nothing_owed => {
            let fate = Fate::new(FateVerdict::Retire, &[trouble, FateReason::NothingToForget]);
            fate.destroying(facts, Thorough::Full, When::BeforeLeavingCustody)
        }
        WaysToKeys::OldSheetExists if sealed => {
            Fate::new(FateVerdict::DestroyOldSheet, &[old_sheet(facts), trouble])
        }
        WaysToKeys::Live if sealed => {
            Fate::new(FateVerdict::Retire, &[trouble, FateReason::RotateKeys])
        }
        _ => {
            let fate = Fate::new(FateVerdict::Destroy, &[trouble, worst_past(facts)]);
            fate.destroying(facts, Thorough::Full, When::Now)
        }
    })
}

const fn worst_past(facts: &MediumFacts) -> FateReason {
    match facts.ever_held {
        EverHeld::C4 => FateReason::ClearTextEver,
        EverHeld::C3 => FateReason::PassphraseEver,
        _ => FateReason::KeysUnknown,
    }
}

/// 2: what is not there cannot be judged nor re-keyed.
fn absent(facts: &MediumFacts, today: Date) -> Option<Fate> {
    let retired = matches!(facts.declared, Some(MediumDeclared::Retired { .. }));
    if facts.plugged || retired && facts.owed.is_none() {
        return None;
    }
    if let Some(owed) = facts.owed {
        let deadline = later(owed.since, OWED_DAYS_MAX);
        let mut fate = Fate::new(FateVerdict::PlugIn, &[FateReason::WorkOwed]);
        if deadline.is_some_and(|deadline| deadline < today) {
            fate.reasons.push(FateReason::DeadlineOver);
        }
        return Some(Fate { deadline, ..fate });
    }
    let deadline = later(facts.last_seen.unwrap_or(facts.enrolled), ABSENT_DAYS_MAX);
    let overdue = deadline.is_some_and(|deadline| deadline < today);
    overdue.then(|| Fate { deadline, ..Fate::new(FateVerdict::PlugIn, &[FateReason::NotSeen]) })
}

/// The drive is there and works, or was so when last seen.
fn in_hand(facts: &MediumFacts) -> Fate {
    match level::reached(facts) {
        Level::CryptographicErase => erased_by_key(facts),
        Level::Clear => overwritten(facts),
        _ => match (facts.to_forget, facts.ever_held) {
            (ForgetExtent::Nothing, _) => nothing_to_forget(facts),
            (_, EverHeld::C3) => whole_device_needed(facts, FateReason::PassphraseEver),
            (_, EverHeld::C4) => whole_device_needed(facts, FateReason::ClearTextEver),
            _ => keys_needed(facts),
        },
    }
}

fn nothing_to_forget(facts: &MediumFacts) -> Fate {
    let mut fate = Fate::new(FateVerdict::Keep, &[FateReason::NothingToForget]);
    if facts.ever_held >= EverHeld::C3 {
        fate.reasons.push(worst_past(facts));
        fate = fate.destroying(facts, Thorough::Full, When::BeforeLeavingCustody);
    }
    leaving(fate, facts)
}

/// 3, 11
fn erased_by_key(facts: &MediumFacts) -> Fate {
    let mut fate = Fate::new(FateVerdict::Keep, &[FateReason::KeysDestroyed]);
    if matches!(facts.overwrite, Overwrite::None | Overwrite::Deleted) {
        fate.reasons.push(FateReason::OverwriteOwed);
    }
    if facts.medium.is_disk() {
        return fate;
    }
    if facts.leaves_custody {
        fate.verdict = FateVerdict::Destroy;
        fate.reasons.push(FateReason::LeavesCustody);
        return fate.destroying(facts, Thorough::Light, When::Now);
    }
    fate.destroying(facts, Thorough::Light, When::EndOfLife)
}

/// 6, 7, 9, 12, 13: the whole device was overwritten and read back.
fn overwritten(facts: &MediumFacts) -> Fate {
    let past = facts.ever_held;
    let mut fate = Fate::new(FateVerdict::Keep, &[FateReason::WholeDeviceOverwritten]);
    if !facts.medium.is_disk() {
        fate.reasons.push(FateReason::FlashReservation);
        if past == EverHeld::C3 {
            fate.verdict = FateVerdict::Retire;
            fate.reasons.push(FateReason::PassphraseEver);
        }
    } else if facts.health.remapped_sectors > 0 {
        fate.reasons.push(FateReason::RemappedSectors);
        if past >= EverHeld::C3 {
            fate.verdict = FateVerdict::Destroy;
            fate.reasons.push(worst_past(facts));
            return fate.destroying(facts, Thorough::Full, When::Now);
        }
    }
    leaving(fate.destroying(facts, Thorough::Full, When::BeforeLeavingCustody), facts)
}

/// Overwriting is good for the same hands only: what leaves them is destroyed.
fn leaving(mut fate: Fate, facts: &MediumFacts) -> Fate {
    if !facts.leaves_custody {
        return fate;
    }
    fate.verdict = FateVerdict::Destroy;
    fate.reasons.push(FateReason::LeavesCustody);
    fate.destroying(facts, Thorough::Full, When::Now)
}

/// 5
fn whole_device_needed(facts: &MediumFacts, past: FateReason) -> Fate {
    let fate = Fate::new(FateVerdict::Retire, &[past, FateReason::OverwriteWholeDevice]);
    leaving(fate.destroying(facts, Thorough::Full, When::BeforeLeavingCustody), facts)
}

/// 4, 8, 10
fn keys_needed(facts: &MediumFacts) -> Fate {
    let mut fate = match facts.keys {
        WaysToKeys::OldSheetExists => Fate::new(FateVerdict::DestroyOldSheet, &[old_sheet(facts)]),
        WaysToKeys::Unknown => {
            let reasons = [FateReason::KeysUnknown, FateReason::OverwriteWholeDevice];
            Fate::new(FateVerdict::Retire, &reasons)
        }
        WaysToKeys::Live | WaysToKeys::Destroyed => {
            Fate::new(FateVerdict::DestroyOldSheet, &[FateReason::RotateKeys])
        }
    };
    if facts.overwrite != Overwrite::None {
        fate.reasons.push(FateReason::ObjectsOnly);
    }
    leaving(fate, facts)
}

fn destruction(facts: &MediumFacts, thorough: Thorough, when: When) -> DestructionDue {
    use DestructionClass::{E3, E4, E5, H3, H4, H5, P5};
    let class = match (facts.medium, thorough, facts.level_five) {
        (Medium::Paper, ..) => P5,
        (Medium::ComputerDrive, ..) => E5,
        (Medium::Disk(_), Thorough::Light, _) => H3,
        (Medium::Disk(_), Thorough::Full, false) => H4,
        (Medium::Disk(_), Thorough::Full, true) => H5,
        (Medium::Flash | Medium::Unknown, Thorough::Light, _) => E3,
        (Medium::Flash | Medium::Unknown, Thorough::Full, false) => E4,
        (Medium::Flash | Medium::Unknown, Thorough::Full, true) => E5,
    };
    let means = match class {
        H3 | H4 | H5 => vec![Means::CertifiedCollector, Means::BreakPlatters],
        E3 | E4 | E5 => vec![Means::BreakEveryChip, Means::CertifiedCollector],
        P5 => vec![Means::CrossCutOrBurn],
    };
    DestructionDue { class, means, when }
}

fn later(day: Date, days: i32) -> Option<Date> {
    day.checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

fn days(from: Date, to: Date) -> i32 {
    i32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or(i32::MAX)
}
