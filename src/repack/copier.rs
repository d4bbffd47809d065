//! Copies chunks out of old segments into new packs.
//!
//! A segment that is needed as a whole, under the same key, is copied as it lies, after its hash
//! was checked. Others are opened: chunks that are not needed do not come along.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

use crate::crypto::hash;
use crate::error::{Damage, Error, KeyTrouble, Result};
use crate::event::{Event, Observer};
use crate::format::documents::{PackLine, SegmentLine};
use crate::format::names;
use crate::format::pack::PackTable;
use crate::id::{ChunkName, KeyId, PackId, RecordId};
use crate::vault::{
    self, PackBuilder, Sealed, SectionReader, SegmentBuilder, SegmentReader, Vault,
};

/// What to copy out of one segment.
pub struct Job<'a> {
    /// The pack.
    pub pack: &'a PackLine,
    /// The segment.
    pub segment: &'a SegmentLine,
    /// The chunks.
    pub wanted: HashSet<ChunkName>,
    /// The key of the record that they are sealed to.
    pub key: KeyId,
}

impl Job<'_> {
    fn is_verbatim(&self) -> bool {
        let chunks: usize = self.segment.blocks.iter().map(|block| block.chunks.len()).sum();
        self.key == self.segment.key && self.wanted.len() == chunks
    }
}

/// What was copied.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// New packs, durable and read back.
    pub packs: Vec<PackLine>,
    /// Old packs of which something could not be read; they must stay.
    pub failed: HashSet<PackId>,
}

/// Copies everything the jobs name out of one vault into another, or into the same; `begin` is told
/// each new pack before it is written. The keys of records are the same on every drive.
///
/// # Errors
/// `Interrupted`; when a drive is gone or cannot be written, or does not hold what was written.
pub fn copy(
    from: &Vault<'_>,
    vault: &Vault<'_>,
    section: &SectionReader,
    mut jobs: Vec<Job<'_>>,
    begin: &mut dyn FnMut(PackId) -> Result<()>,
    observer: &dyn Observer,
) -> Result<Copied> {
    jobs.sort_by_key(|job| (job.segment.record, job.key, job.pack.pack, job.segment.at));
    let mut copier = Copier::new(*from, section)?;
    let mut packer = Packer { vault, pack: PackBuilder::new(), begin, packs: Vec::new() };
    let mut failed = HashSet::new();
    for job in &jobs {
        observer.check()?;
        let mut sealed = Vec::new();
        match copier.take(job, &mut sealed) {
            Err(Error::Damaged { .. }) => drop(failed.insert(job.pack.pack)),
            other => other?,
        }
        sealed.into_iter().try_for_each(|sealed| packer.add(sealed))?;
        observer.on(Event::Advanced { bytes: job.segment.bytes.into() });
    }
    copier.seal()?.into_iter().try_for_each(|sealed| packer.add(sealed))?;
    Ok(Copied { packs: packer.finish()?, failed })
}

/// Takes chunks out of segments and seals them anew.
struct Copier<'a> {
    /// Where the segments lie.
    vault: Vault<'a>,
    section: &'a SectionReader,
    reader: SegmentReader<'a>,
    builder: SegmentBuilder,
    /// Whose chunks the builder holds.
    owner: Option<(RecordId, KeyId)>,
    tables: BTreeMap<PackId, PackTable>,
}

impl<'a> Copier<'a> {
    fn new(vault: Vault<'a>, section: &'a SectionReader) -> Result<Self> {
        Ok(Self {
            vault,
            section,
            reader: SegmentReader::new(section)?,
            builder: SegmentBuilder::new()?,
            owner: None,
            tables: BTreeMap::new(),
        })
    }

    /// Adds to `out` what is ready for a pack. `Damaged` means the old segment.
    fn take(&mut self, job: &Job<'_>, out: &mut Vec<Sealed>) -> Result<()> {
        let object = names::pack(job.pack.pack);
        let line = job.segment;
        let bytes = self.vault.storage.read(&object, line.at, line.bytes as usize)?;
        if job.is_verbatim() {
            if self.hash_of(job)? != hash::object_hash(&bytes).0 {
                return Err(Error::damaged(&object, Damage::WrongHash));
            }
            out.push(Sealed { bytes, line: line.clone() });
            return Ok(());
        }
        let owner = Some((line.record, job.key));
        if self.owner != owner {
            out.extend(self.seal()?);
            self.owner = owner;
        }
        self.take_chunks(job, &bytes)?;
        if self.builder.is_full() {
            out.extend(self.seal()?);
        }
        Ok(())
    }

    fn take_chunks(&mut self, job: &Job<'_>, bytes: &[u8]) -> Result<()> {
        let opened = self.reader.open(job.pack, job.segment, bytes)?;
        for (number, block) in job.segment.blocks.iter().enumerate() {
            if block.chunks.iter().any(|(name, _)| job.wanted.contains(name)) {
                let builder = &mut self.builder;
                self.reader.block(&opened, number, &mut |name, chunk| {
                    if job.wanted.contains(&name) { builder.add(name, chunk) } else { Ok(()) }
                })?;
            }
        }
        Ok(())
    }

    fn seal(&mut self) -> Result<Option<Sealed>> {
        let Some((record, key)) = self.owner else { return Ok(None) };
        let known = self.section.keys.get(&key).filter(|(owner, _)| *owner == record);
        let to = known.and_then(|(_, identity)| identity.to_recipient());
        let to = to.ok_or(Error::Key(KeyTrouble::OpensNothing))?;
        self.builder.seal(record, key, &to)
    }

    /// The hash that the pack's own table gives a segment. The table must be the one that the index
    /// names, which is authentic: who rewrites a pack can write a table for it as well.
    fn hash_of(&mut self, job: &Job<'_>) -> Result<[u8; 16]> {
        let pack = job.pack.pack;
        let table = match self.tables.entry(pack) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let table = vault::read_table(&self.vault, pack, job.pack.bytes)?;
                if table.hash != job.pack.table.0 {
                    return Err(Error::damaged(&names::pack(pack), Damage::NotAuthentic));
                }
                place.insert(table)
            }
        };
        let slot = table.placed().find(|(at, _)| *at == job.segment.at);
        slot.map(|(_, slot)| slot.hash)
            .ok_or_else(|| Error::damaged(&names::pack(pack), Damage::Malformed))
    }
}

/// Puts segments into packs, and packs onto the drive.
struct Packer<'a, 'b> {
    vault: &'a Vault<'a>,
    pack: PackBuilder,
    begin: &'b mut dyn FnMut(PackId) -> Result<()>,
    packs: Vec<PackLine>,
}

impl Packer<'_, '_> {
    fn add(&mut self, sealed: Sealed) -> Result<()> {
        if !self.pack.has_room_for(&sealed) {
            self.put()?;
        }
        drop(self.pack.add(sealed));
        Ok(())
    }

    fn put(&mut self) -> Result<()> {
        let Some((line, bytes)) = self.pack.finish(self.vault.id) else { return Ok(()) };
        (self.begin)(line.pack)?;
        self.vault.storage.put(&names::pack(line.pack), bytes)?;
        self.packs.push(line);
        self.pack.clear();
        Ok(())
    }

    /// The new packs, after every byte of them was read back.
    fn finish(mut self) -> Result<Vec<PackLine>> {
        self.put()?;
        for line in &self.packs {
            let check = vault::check_pack(self.vault, line.pack, line.bytes)?;
            if !check.damaged.is_empty() {
                return Err(Error::damaged(&names::pack(line.pack), Damage::WrongHash));
            }
        }
        Ok(self.packs)
    }
}
