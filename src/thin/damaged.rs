//! Letting damaged packs go once nothing in them is needed: what was is lost for good reasons, or lies
//! elsewhere on the drive by now.

use std::collections::{BTreeMap, HashSet};

use super::plan::{Needed, Section, ThinPlan, are_all, distinct, needed, of_sections};
use crate::error::Result;
use crate::event::{Event, Observer, Step};
use crate::format::documents::PackLine;
use crate::id::PackId;
use crate::repack::{self, Catalogue};
use crate::state::{Drive, State};
use crate::vault::{SectionReader, Vault};

/// Plans the removal of those of these packs that no snapshot needs. All snapshots stay as they are.
/// A pack stays if somebody whom the keys at hand do not open may have something in it.
///
/// # Errors
/// `Damaged` when a manifest, an index or an inventory cannot be read: then nobody can say what is
/// needed.
pub fn damaged<'a>(
    vault: Vault<'a>,
    readers: &'a [SectionReader],
    state: &State,
    drive: &Drive,
    packs: &HashSet<PackId>,
    observer: &dyn Observer,
) -> Result<ThinPlan<'a>> {
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let (known, fresh) = (repack::known_objects(state, drive)?, repack::fresh(state, drive)?);
    let mut sections = Vec::with_capacity(readers.len());
    let mut idle = packs.clone();
    for reader in readers {
        let mut catalogue = Catalogue::read(&vault, reader, &known)?;
        let (kept, dropped) = distinct(std::mem::take(&mut catalogue.manifests), &known, &fresh);
        let living = repack::living(&vault, reader, &mut catalogue.contents, &kept)?;
        let needed = needed(&catalogue.contents, &living);
        idle.retain(|pack| !needed.contains_key(pack));
        let (trimmed, packs) = (HashSet::new(), BTreeMap::new());
        sections.push(Section { reader, catalogue, kept, dropped, trimmed, living, packs });
    }
    if are_all(&vault, &sections)? {
        for section in &mut sections {
            let named = section.catalogue.contents.packs.iter();
            let going = named.filter(|line| idle.contains(&line.pack));
            let nothing = |line: &PackLine| Needed { pack_bytes: line.bytes, ..Needed::default() };
            section.packs = going.map(|line| (line.pack, nothing(line))).collect();
        }
    }
    of_sections(vault, sections, repack::noted(state, drive)?, false)
}
