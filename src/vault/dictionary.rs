//! Dictionaries of a section: text that many records share, to which their frames refer.
//!
//! A dictionary is stored as a chunk like any other, of a record of its own under a key of its own, so that
//! packs, parity, indexes, mending and thinning carry it as they carry everything. No manifest
//! names that record; a segment names the dictionary that its frames need.

use std::collections::HashMap;
use std::sync::Arc;

use crate::compress::{Dictionary, Expander};
use crate::crypto;
use crate::crypto::hash::{self, NamingSecret};
use crate::error::{Damage, Error, Result};
use crate::format::names::{self, ObjectPath};
use crate::id::{ChunkName, RecordId, SectionId, SourceId};
use crate::limits;
use crate::vault::{Contents, SectionReader, Vault};

/// Dictionaries that are kept at hand at most; a section rarely has more than two.
const KEPT_MAX: usize = 8;

/// The record that holds the dictionaries of a section. Its id is none of a folder: a section is no source.
#[must_use]
pub fn dictionary_record(naming: &NamingSecret, section: SectionId) -> RecordId {
    naming.record_id(SourceId(section.0), b"dictionary")
}

/// A dictionary and the chunk it is stored as.
#[derive(Clone)]
pub struct NamedDictionary {
    /// Its chunk.
    pub name: ChunkName,
    /// Its bytes.
    pub dictionary: Arc<Dictionary>,
}

impl NamedDictionary {
    /// A dictionary made from this content; nothing when that is too little or too much for one.
    #[must_use]
    pub fn of(naming: &NamingSecret, section: SectionId, content: &[u8]) -> Option<Self> {
        let [first, second, third, fourth, ..] = hash::content_hash(content).0;
        let seed = u32::from_le_bytes([first, second, third, fourth]);
        Dictionary::of(content, seed).map(|it| Self::named(naming, section, it))
    }

    /// The dictionary that these bytes are; nothing when they are none.
    #[must_use]
    pub fn read(naming: &NamingSecret, section: SectionId, bytes: Vec<u8>) -> Option<Self> {
        Dictionary::read(bytes).map(|it| Self::named(naming, section, it))
    }

    fn named(naming: &NamingSecret, section: SectionId, dictionary: Dictionary) -> Self {
        let names = naming.chunk_key(dictionary_record(naming, section));
        Self { name: names.name(dictionary.bytes()), dictionary: Arc::new(dictionary) }
    }
}

/// Reads the dictionaries of a section, each once.
pub struct Dictionaries<'a> {
    vault: Vault<'a>,
    section: &'a SectionReader,
    contents: &'a Contents,
    known: HashMap<ChunkName, NamedDictionary>,
}

impl<'a> Dictionaries<'a> {
    /// None is read yet.
    #[must_use]
    pub fn new(vault: Vault<'a>, section: &'a SectionReader, contents: &'a Contents) -> Self {
        Self { vault, section, contents, known: HashMap::new() }
    }

    /// The dictionary of that name.
    ///
    /// # Errors
    /// `Damaged`, of the pack in which it lies; `Missing` in the index folder when no index knows it.
    pub fn get(&mut self, name: ChunkName) -> Result<NamedDictionary> {
        if let Some(known) = self.known.get(&name) {
            return Ok(known.clone());
        }
        let found = self.read(name)?;
        if self.known.len() >= KEPT_MAX {
            self.known.clear();
        }
        self.known.insert(name, found.clone());
        Ok(found)
    }

    /// It lies in a block by itself, and its frame needs no dictionary.
    fn read(&self, name: ChunkName) -> Result<NamedDictionary> {
        let place = self.contents.place(&name);
        let Some((pack, line)) = place.and_then(|place| self.contents.segment(place)) else {
            return Err(Error::damaged(&index_folder(self.section.id), Damage::Missing));
        };
        let object = names::pack(pack.pack);
        let failed = |damage| Error::damaged(&object, damage);
        let owner = dictionary_record(&self.section.naming, self.section.id);
        let [block] = line.blocks.as_slice() else { return Err(failed(Damage::Malformed)) };
        let [(_, bytes)] = block.chunks.as_slice() else { return Err(failed(Damage::Malformed)) };
        let bytes = *bytes as usize;
        if line.record != owner || line.dictionary.is_some() || bytes > limits::DICTIONARY_BYTES_MAX
        {
            return Err(failed(Damage::Malformed));
        }
        let Some((_, identity)) = self.section.keys.get(&line.key).filter(|it| it.0 == owner)
        else {
            return Err(failed(Damage::DoesNotOpen));
        };
        let sealed = self.vault.storage.read(&object, line.at, line.bytes as usize)?;
        let opened =
            crypto::open(std::slice::from_ref(identity), &sealed, limits::SEGMENT_BYTES_MAX);
        let frame = zeroize::Zeroizing::new(opened.map_err(|cause| failed(cause.damage()))?);
        let mut expander = Expander::new().map_err(|cause| Error::Io {
            action: crate::error::Action::Read,
            path: std::path::PathBuf::new(),
            source: cause,
        })?;
        let bytes = expander.block(&frame, bytes, None).map_err(|_| failed(Damage::Malformed))?;
        let found = NamedDictionary::read(&self.section.naming, self.section.id, bytes);
        let found = found.ok_or_else(|| failed(Damage::Malformed))?;
        if found.name == name { Ok(found) } else { Err(failed(Damage::WrongHash)) }
    }
}

/// What is to blame for a chunk that no index names.
fn index_folder(section: SectionId) -> ObjectPath {
    let folder = ObjectPath::parse(&format!("{}/index", names::section(section)));
    folder.unwrap_or_else(names::vault_json)
}
