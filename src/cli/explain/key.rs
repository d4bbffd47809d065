//! What can be the matter with keys, sheets and passphrases. Never the secret itself.

use refuge::error::{KeyTrouble, Weakness};

use super::{ErrorId, Facts};
use crate::cli::safe;

pub(super) fn facts(trouble: &KeyTrouble) -> Facts {
    match trouble {
        KeyTrouble::WrongPassphrase => Facts::new(ErrorId::K01),
        KeyTrouble::WrongWords { position } => Facts::new(ErrorId::K02)
            .with("position", position.map_or_else(|| "none".to_owned(), |at| at.to_string())),
        KeyTrouble::OldEpoch { found, current } => Facts::new(ErrorId::K03)
            .with("found", found.to_string())
            .with("current", current.to_string())
            .with("key", if found < current { "old" } else { "new" }),
        KeyTrouble::OpensNothing => Facts::new(ErrorId::K04),
        KeyTrouble::Needed => Facts::new(ErrorId::K05),
        KeyTrouble::NotAnIdentity => Facts::new(ErrorId::K06),
        KeyTrouble::ReadableByOthers(path) => {
            Facts::new(ErrorId::K07).with("path", safe(&path.to_string_lossy()))
        }
        KeyTrouble::WeakPassphrase(weakness) => weak(*weakness),
        KeyTrouble::NotARecipient => Facts::new(ErrorId::K11),
        KeyTrouble::Plugin(reason) => Facts::new(ErrorId::K12).with("reason", safe(reason)),
        KeyTrouble::LastKey => Facts::new(ErrorId::K13),
        KeyTrouble::NotAllSections => Facts::new(ErrorId::K14),
        KeyTrouble::StillNeeded(drives) => {
            Facts::new(ErrorId::K15).with("drives", safe(&drives.join(", ")))
        }
        KeyTrouble::AlsoOld { epoch } => Facts::new(ErrorId::K16).with("epoch", epoch.to_string()),
    }
}

fn weak(weakness: Weakness) -> Facts {
    match weakness {
        Weakness::TooShort { needed } => {
            Facts::new(ErrorId::K08).number("needed", u64::try_from(needed).unwrap_or(u64::MAX))
        }
        Weakness::KindsMissing => Facts::new(ErrorId::K09),
        Weakness::Guessable { .. } => Facts::new(ErrorId::K10),
    }
}
