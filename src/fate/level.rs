//! What an erasure is worth: never more than what was verified or, for keys, attested.

use serde::{Deserialize, Serialize};

use super::facts::{
    DestructionProof, EverHeld, ForgetExtent, MediumDeclared, MediumFacts, Overwrite, SerialCheck,
    WaysToKeys,
};

/// Passes that count as an overwrite of flash; a disk needs one.
const FLASH_PASSES_MIN: u8 = 2;

/// Levels, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// There is nothing to erase.
    NotApplicable,
    /// Nothing was reached.
    None,
    /// The system no longer shows it; the medium may still hold it.
    LogicalDeletion,
    /// Overwritten as a whole and read back; good for reuse in the same hands.
    Clear,
    /// Every key that opens it is destroyed (Purge-type, conditions attested).
    CryptographicErase,
    /// Physically destroyed, with proof.
    Destroyed,
}

/// The level that the recorded facts support.
pub(super) fn reached(facts: &MediumFacts) -> Level {
    if let Some(MediumDeclared::Destroyed { proof, .. }) = facts.declared {
        return if proof == DestructionProof::None { Level::None } else { Level::Destroyed };
    }
    if facts.ever_held == EverHeld::C0 {
        return Level::NotApplicable;
    }
    if facts.serial == SerialCheck::Differs || facts.fake_capacity {
        return Level::None;
    }
    if facts.to_forget == ForgetExtent::Nothing {
        return Level::NotApplicable;
    }
    let sealed = matches!(facts.ever_held, EverHeld::C1 | EverHeld::C2);
    if sealed && facts.keys == WaysToKeys::Destroyed {
        return Level::CryptographicErase;
    }
    of_bytes(facts)
}

/// What overwriting alone is worth.
fn of_bytes(facts: &MediumFacts) -> Level {
    if facts.health.is_failing() {
        return Level::None;
    }
    let passes_min = if facts.medium.is_disk() { 1 } else { FLASH_PASSES_MIN };
    let gone =
        matches!(facts.declared, Some(MediumDeclared::Lost { .. } | MediumDeclared::Stolen { .. }));
    match facts.overwrite {
        Overwrite::WholeDevice { passes } if passes >= passes_min => Level::Clear,
        Overwrite::WholeDevice { passes: 0 } | Overwrite::None | Overwrite::Failed => Level::None,
        // In other hands, hidden is not deleted.
        _ if gone => Level::None,
        Overwrite::WholeDevice { .. } | Overwrite::Objects | Overwrite::Deleted => {
            Level::LogicalDeletion
        }
    }
}
