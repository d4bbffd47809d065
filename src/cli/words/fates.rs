//! The fate of a drive in the user's language: verdict, reasons, debts, how to destroy.

use refuge::fate::{Destruction, DestructionClass, Fate, Means, Reason, Verdict, When};
use refuge::settle::Debt;

use crate::cli::{Catalog, fl, units};

/// What should happen to a drive, in a few words. Capitals where something must be done now.
pub(crate) fn fate(words: &Catalog, fate: &Fate, records_owed: u64) -> String {
    match fate.verdict {
        Verdict::Keep => fl!(words, "fate-keep"),
        Verdict::PlugIn => plug_in(words, fate, records_owed),
        Verdict::DestroyOldSheet if fate.reasons.contains(&Reason::RotateKeys) => {
            fl!(words, "fate-rotate")
        }
        Verdict::DestroyOldSheet => fl!(words, "fate-old-sheet"),
        Verdict::Replace => fl!(words, "fate-replace"),
        Verdict::Retire => fl!(words, "fate-retire"),
        Verdict::Destroy if fate.reasons.contains(&Reason::ProofMissing) => {
            fl!(words, "fate-proof-missing")
        }
        Verdict::Destroy => fl!(words, "fate-destroy"),
        Verdict::Lost => fl!(words, "fate-lost"),
        Verdict::Destroyed => fl!(words, "fate-destroyed"),
    }
}

fn plug_in(words: &Catalog, fate: &Fate, records_owed: u64) -> String {
    if fate.blocked {
        return fl!(words, "fate-identify");
    }
    if records_owed > 0 && fate.reasons.contains(&Reason::DeadlineOver) {
        return fl!(words, "fate-plug-in-or-destroy", records = records_owed);
    }
    match fate.deadline {
        _ if fate.reasons.contains(&Reason::DeadlineOver) => fl!(words, "fate-plug-in-or-lost"),
        Some(deadline) if fate.reasons.contains(&Reason::WorkOwed) => {
            fl!(words, "fate-plug-in-before", day = units::day_short(words, deadline))
        }
        _ => fl!(words, "fate-plug-in"),
    }
}

/// Why, as a sentence; nothing for what the verdict says already.
pub(crate) fn reason(words: &Catalog, reason: Reason) -> Option<String> {
    Some(match reason {
        Reason::NothingHeld | Reason::NothingToForget | Reason::WorkOwed => return None,
        Reason::KeysDestroyed => fl!(words, "reason-keys-destroyed"),
        Reason::OverwriteOwed => fl!(words, "reason-overwrite-owed"),
        Reason::RotateKeys => fl!(words, "reason-rotate-keys"),
        Reason::OldSheetExists => fl!(words, "reason-old-sheet"),
        Reason::KeysUnknown => fl!(words, "reason-keys-unknown"),
        Reason::ObjectsOnly => fl!(words, "reason-objects-only"),
        Reason::WholeDeviceOverwritten => fl!(words, "reason-whole-device"),
        Reason::OverwriteWholeDevice => fl!(words, "reason-overwrite-device"),
        Reason::FlashReservation => fl!(words, "reason-flash"),
        Reason::RemappedSectors => fl!(words, "reason-remapped"),
        Reason::PassphraseEver => fl!(words, "reason-passphrase"),
        Reason::ClearTextEver => fl!(words, "reason-clear-text"),
        Reason::ReadOnly => fl!(words, "reason-read-only"),
        Reason::Errors => fl!(words, "reason-errors"),
        Reason::OverwriteFailed => fl!(words, "reason-overwrite-failed"),
        Reason::FakeCapacity => fl!(words, "reason-fake"),
        Reason::SerialDiffers => fl!(words, "reason-serial"),
        Reason::DeadlineOver => fl!(words, "reason-deadline"),
        Reason::NotSeen => fl!(words, "reason-not-seen"),
        Reason::Aged => fl!(words, "reason-aged"),
        Reason::DeclaredLost => fl!(words, "reason-lost"),
        Reason::RecordIncident => fl!(words, "reason-record-incident"),
        Reason::AssessBreach => fl!(words, "reason-assess-breach"),
        Reason::ChangePassphrase => fl!(words, "reason-change-passphrase"),
        Reason::Breach => fl!(words, "reason-breach"),
        Reason::DeclaredRetired => fl!(words, "reason-retired"),
        Reason::ProofMissing => fl!(words, "reason-proof-missing"),
        Reason::ProvenDestroyed => fl!(words, "reason-proven"),
        Reason::LeavesCustody => fl!(words, "reason-leaves"),
        Reason::HoldsCopy => fl!(words, "reason-holds-copy"),
        Reason::ComputerEncryption => fl!(words, "reason-computer"),
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
pub(crate) fn destruction(words: &Catalog, destruction: &Destruction) -> String {
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
