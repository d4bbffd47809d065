//! What can be the matter with keys, sheets and passphrases. Never the secret itself.

use refuge::error::{KeyTrouble, Weakness};

use super::{ErrorId, Filling};
use crate::faces::safe;

pub(super) fn facts(trouble: &KeyTrouble) -> Filling {
    match trouble {
        KeyTrouble::WrongPassphrase => Filling::new(ErrorId::K01),
        KeyTrouble::WrongWords { position } => Filling::new(ErrorId::K02)
            .with("position", position.map_or_else(|| "none".to_owned(), |at| at.to_string())),
        KeyTrouble::OldEpoch { found, current } => Filling::new(ErrorId::K03)
            .with("found", found.to_string())
            .with("current", current.to_string())
            .with("key", if found < current { "old" } else { "new" }),
        KeyTrouble::OpensNothing => Filling::new(ErrorId::K04),
        KeyTrouble::Needed => Filling::new(ErrorId::K05),
        KeyTrouble::NotAnIdentity => Filling::new(ErrorId::K06),
        KeyTrouble::ReadableByOthers(path) => {
            Filling::new(ErrorId::K07).with("path", safe(&path.to_string_lossy()))
        }
        KeyTrouble::WeakPassphrase(weakness) => weak(*weakness),
        KeyTrouble::NotARecipient => Filling::new(ErrorId::K11),
        KeyTrouble::Plugin(reason) => Filling::new(ErrorId::K12).with("reason", safe(reason)),
        KeyTrouble::LastKey => Filling::new(ErrorId::K13),
        KeyTrouble::NotAllSections => Filling::new(ErrorId::K14),
        KeyTrouble::StillNeeded(drives) => {
            Filling::new(ErrorId::K15).with("drives", safe(&drives.join(", ")))
        }
        KeyTrouble::StillThere(path) => {
            Filling::new(ErrorId::K17).with("path", safe(&path.to_string_lossy()))
        }
        KeyTrouble::AlsoOld { epoch } => {
            Filling::new(ErrorId::K16).with("epoch", epoch.to_string())
        }
    }
}

fn weak(weakness: Weakness) -> Filling {
    match weakness {
        Weakness::TooShort { needed } => {
            Filling::new(ErrorId::K08).number("needed", u64::try_from(needed).unwrap_or(u64::MAX))
        }
        Weakness::KindsMissing => Filling::new(ErrorId::K09),
        Weakness::Guessable { .. } => Filling::new(ErrorId::K10),
    }
}
