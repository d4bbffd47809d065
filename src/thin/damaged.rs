//! Letting damaged packs go once nothing in them is needed: what was is lost for good reasons, or lies
//! elsewhere on the drive by now.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::plan::{Needed, Plan, Section, distinct, of_sections};
use crate::error::Result;
use crate::event::{Event, Observer, Step};
use crate::id::{PackId, SectionId};
use crate::parity_groups;
use crate::repack::{self, Catalogue};
use crate::state::{Drive, State};
use crate::vault::{self, SectionReader, Vault};

/// Plans the removal of those of these packs that no snapshot needs. All snapshots stay as they are.
/// A pack stays if somebody whom the keys at hand do not open may have something in it.
///
/// # Errors
/// `Damaged` when a manifest, an index or an inventory cannot be read: then nobody can say what is
/// needed.
pub fn damaged<'a>(
    vault: Vault<'a>,
    readers: &'a [SectionReader],
    (state, drive): (&State, &Drive),
    packs: &HashSet<PackId>,
    observer: &dyn Observer,
) -> Result<Plan<'a>> {
    observer.on(Event::Step { step: Step::Read, total_bytes: None });
    let (known, fresh) = (repack::known_objects(state, drive)?, repack::fresh(state, drive)?);
    let lengths: HashMap<PackId, u64> = parity_groups::packs_on(&vault)?.into_iter().collect();
    let mut sections = Vec::with_capacity(readers.len());
    let mut idle = packs.clone();
    for reader in readers {
        let mut catalogue = Catalogue::read(&vault, reader, &known)?;
        let (kept, dropped) = distinct(std::mem::take(&mut catalogue.manifests), &known, &fresh);
        let contents = std::mem::take(&mut catalogue.contents);
        let (living, contents) = repack::living(&vault, reader, contents, kept.iter())?;
        let places = living.iter().filter_map(|chunk| contents.place(chunk));
        for (pack, _) in places.filter_map(|place| contents.segment(place)) {
            idle.remove(&pack.pack);
        }
        catalogue.contents = contents;
        let (trimmed, packs) = (HashSet::new(), BTreeMap::new());
        sections.push(Section { reader, catalogue, kept, dropped, trimmed, packs });
    }
    let opened: HashSet<SectionId> = readers.iter().map(|reader| reader.id).collect();
    if vault::sections_on(&vault)?.iter().all(|id| opened.contains(id)) {
        for section in &mut sections {
            let named = section.catalogue.contents.packs.iter().map(|line| line.pack);
            let going = named.filter(|pack| idle.contains(pack)).map(|pack| {
                let pack_bytes = lengths.get(&pack).copied().unwrap_or(0);
                (pack, Needed { pack_bytes, ..Needed::default() })
            });
            section.packs = going.collect();
        }
    }
    of_sections(vault, sections, repack::noted(state, drive)?, false)
}
