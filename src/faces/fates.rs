//! The fate of a drive in the user's language: verdict, reasons, debts, how to destroy.

use refuge::fate::{DestructionClass, DestructionDue, Fate, FateReason, FateVerdict, Means, When};
use refuge::settle::Debt;

use crate::faces::{Catalog, fl, units};

/// What should happen to a drive, in a few words. Capitals where something must be done now.
pub(crate) fn fate(words: &Catalog, fate: &Fate, records_owed: u64) -> String {
    match fate.verdict {
        FateVerdict::Keep => fl!(words, "fate-keep"),
        FateVerdict::PlugIn => plug_in(words, fate, records_owed),
        FateVerdict::DestroyOldSheet if fate.reasons.contains(&FateReason::RotateKeys) => {
            fl!(words, "fate-rotate")
        }
        FateVerdict::DestroyOldSheet if fate.reasons.contains(&FateReason::OldSheetNeeded) => {
            fl!(words, "fate-new-locks-first")
        }
        FateVerdict::DestroyOldSheet => fl!(words, "fate-old-sheet"),
        FateVerdict::Replace => fl!(words, "fate-replace"),
        FateVerdict::Retire => fl!(words, "fate-retire"),
        FateVerdict::Destroy if fate.reasons.contains(&FateReason::ProofMissing) => {
            fl!(words, "fate-proof-missing")
        }
        FateVerdict::Destroy => fl!(words, "fate-destroy"),
        FateVerdict::Lost => fl!(words, "fate-lost"),
        FateVerdict::Destroyed => fl!(words, "fate-destroyed"),
    }
}

fn plug_in(words: &Catalog, fate: &Fate, records_owed: u64) -> String {
    if fate.blocked {
        return fl!(words, "fate-identify");
    }
    if records_owed > 0 && fate.reasons.contains(&FateReason::DeadlineOver) {
        return fl!(words, "fate-plug-in-or-destroy", records = records_owed);
    }
    match fate.deadline {
        _ if fate.reasons.contains(&FateReason::DeadlineOver) => fl!(words, "fate-plug-in-or-lost"),
        Some(deadline) if fate.reasons.contains(&FateReason::WorkOwed) => {
            fl!(words, "fate-plug-in-before", day = units::day_short(words, deadline))
        }
        _ => fl!(words, "fate-plug-in"),
    }
}

/// Why, as a sentence; nothing for what the verdict says already.
pub(crate) fn reason(words: &Catalog, reason: FateReason) -> Option<String> {
    Some(match reason {
        FateReason::NothingHeld | FateReason::NothingToForget | FateReason::WorkOwed => {
            return None;
        }
        FateReason::KeysDestroyed => fl!(words, "reason-keys-destroyed"),
        FateReason::OverwriteOwed => fl!(words, "reason-overwrite-owed"),
        FateReason::RotateKeys => fl!(words, "reason-rotate-keys"),
        FateReason::OldSheetExists => fl!(words, "reason-old-sheet"),
        FateReason::OldSheetNeeded => fl!(words, "reason-old-sheet-needed"),
        FateReason::KeysUnknown => fl!(words, "reason-keys-unknown"),
        FateReason::ObjectsOnly => fl!(words, "reason-objects-only"),
        FateReason::WholeDeviceOverwritten => fl!(words, "reason-whole-device"),
        FateReason::OverwriteWholeDevice => fl!(words, "reason-overwrite-device"),
        FateReason::FlashReservation => fl!(words, "reason-flash"),
        FateReason::RemappedSectors => fl!(words, "reason-remapped"),
        FateReason::PassphraseEver => fl!(words, "reason-passphrase"),
        FateReason::ClearTextEver => fl!(words, "reason-clear-text"),
        FateReason::ReadOnly => fl!(words, "reason-read-only"),
        FateReason::Errors => fl!(words, "reason-errors"),
        FateReason::OverwriteFailed => fl!(words, "reason-overwrite-failed"),
        FateReason::FakeCapacity => fl!(words, "reason-fake"),
        FateReason::SerialDiffers => fl!(words, "reason-serial"),
        FateReason::DeadlineOver => fl!(words, "reason-deadline"),
        FateReason::NotSeen => fl!(words, "reason-not-seen"),
        FateReason::Aged => fl!(words, "reason-aged"),
        FateReason::DeclaredLost => fl!(words, "reason-lost"),
        FateReason::RecordIncident => fl!(words, "reason-record-incident"),
        FateReason::AssessBreach => fl!(words, "reason-assess-breach"),
        FateReason::ChangePassphrase => fl!(words, "reason-change-passphrase"),
        FateReason::Breach => fl!(words, "reason-breach"),
        FateReason::DeclaredRetired => fl!(words, "reason-retired"),
        FateReason::ProofMissing => fl!(words, "reason-proof-missing"),
        FateReason::ProvenDestroyed => fl!(words, "reason-proven"),
        FateReason::LeavesCustody => fl!(words, "reason-leaves"),
        FateReason::HoldsCopy => fl!(words, "reason-holds-copy"),
        FateReason::ComputerEncryption => fl!(words, "reason-computer"),
    })
}

/// What waits for a drive, as a sentence.
pub(crate) fn debt(words: &Catalog, debt: Debt) -> String {
    match debt {
        Debt::Purge { .. } => fl!(words, "debt-purge"),
        Debt::NewLock => fl!(words, "debt-new-lock"),
        Debt::NewKey => fl!(words, "debt-new-key"),
    }
}

/// How to destroy a drive, how fine, and when.
pub(crate) fn destruction(words: &Catalog, destruction: &DestructionDue) -> String {
    let means: Vec<String> = destruction.means.iter().map(|one| means(words, *one)).collect();
    let when = match destruction.when {
        When::Now => fl!(words, "destroy-now"),
        When::BeforeLeavingCustody => fl!(words, "destroy-before-leaving"),
        When::AtLeisure => fl!(words, "destroy-at-leisure"),
        When::EndOfLife => fl!(words, "destroy-end-of-life"),
    };
    let class = class_name(destruction.class);
    fl!(words, "destroy-how", when = when, means = means.join(" / "), class = class)
}

fn means(words: &Catalog, means: Means) -> String {
    match means {
        Means::CertifiedCollector => fl!(words, "means-collector"),
        Means::BreakPlatters => fl!(words, "means-platters"),
        Means::BreakEveryChip => fl!(words, "means-chips"),
        Means::CrossCutOrBurn => fl!(words, "means-paper"),
    }
}

/// As DIN 66399 writes it.
const fn class_name(class: DestructionClass) -> &'static str {
    match class {
        DestructionClass::H3 => "H-3",
        DestructionClass::H4 => "H-4",
        DestructionClass::H5 => "H-5",
        DestructionClass::E3 => "E-3",
        DestructionClass::E4 => "E-4",
        DestructionClass::E5 => "E-5",
        DestructionClass::P5 => "P-5",
    }
}
