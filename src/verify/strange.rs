//! Telling what somebody left among the small objects from damage of ours.

use std::collections::HashSet;

use super::{ExpectedDrive, Report};
use crate::error::Result;
use crate::format::names::Name;
use crate::vault::{Counted, Manifest, SectionReader, Vault};

/// Marks findings of which nothing of the backups can depend, as far as computer, manifests and keys tell.
pub(super) fn mark(
    vault: &Vault<'_>,
    sections: &[SectionReader],
    known: Option<&ExpectedDrive>,
    report: &mut Report,
) -> Result<()> {
    let Some(known) = known.filter(|_| !report.findings.is_empty()) else { return Ok(()) };
    let known: HashSet<String> = known.objects.iter().chain(&known.ours).cloned().collect();
    for section in sections {
        let manifests = Manifest::all(vault, section)?.0;
        let counted = Counted::new(section, &known, &manifests);
        for finding in report.findings.iter_mut().filter(|finding| finding.suffers.is_none()) {
            let first = finding.object.first_copy();
            let is_here = match Name::of(&first) {
                Some(
                    Name::Manifest { section: of, .. }
                    | Name::Index { section: of, .. }
                    | Name::Ledger { section: of, .. },
                ) => of == section.id,
                Some(Name::Keyring(part)) => part.section == section.id,
                Some(Name::Pack(_) | Name::Parity(_)) | None => false,
            };
            finding.strange |= is_here && !counted.has(&first, finding.damage);
        }
    }
    Ok(())
}
