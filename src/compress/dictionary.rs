//! A dictionary that zstd knows by its number: bytes that frames may refer to without holding them.

use std::num::NonZeroU32;

use zeroize::Zeroizing;
use zstd::zstd_safe::get_dict_id_from_dict;

use crate::limits::DICTIONARY_BYTES_MAX;

/// First bytes of a dictionary (RFC 8878, 5).
const MAGIC: [u8; 4] = 0xec30_a437_u32.to_le_bytes();
/// Numbers below are kept for a public register, and so is the upper half (RFC 8878, 5).
const NUMBER_LEAST: u32 = 32_768;

/// A shorter one gains nothing.
const BYTES_LEAST: usize = 256;

/// Entropy tables and the offsets 1, 4, 8, made once with `zstd --train` from pages and sources of this project: they
/// say nothing about anybody's files. The offsets are those with which a frame without a dictionary
/// begins, so that such a frame gives the same bytes with a dictionary as without.
const TABLES: &[u8] = b"\
    \x41\x10\xb0\x1a\xa7\x03\x30\x0c\xc3\x30\x70\xef\x28\x30\x25\x82\x20\x8c\x88\x31\x56\x5b\x93\x32\
    \x65\xdc\x49\xae\x6c\x43\x76\xdb\x49\x76\xe7\x2b\x0c\xce\xc2\xb4\x15\x11\xcf\x8b\xb3\x30\x8d\x5f\
    \x87\x65\xd5\x57\xe0\x1f\xfd\xe3\xbe\x8c\x24\x86\x59\x0c\x72\xb2\x92\x03\x63\x00\x00\x08\x0c\x16\
    \x1c\x8f\x48\x45\xf3\x29\xb9\x3c\x00\x04\x80\x80\x9b\x26\x16\xa6\x98\x11\x46\x6a\x14\xc4\x14\x42\
    \xc6\x18\x42\x00\x00\x00\x00\x00\x00\x00\x40\x06\x00\x00\x00\x00\x00\x14\xb1\x87\x24\xca\x48\xcd\
    \x82\x4e\x21\x64\x46\x46\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00\x08\x00\x00\
    \x00";

/// A dictionary of this format. Its bytes are wiped from memory when it goes.
pub struct Dictionary {
    bytes: Zeroizing<Vec<u8>>,
    number: NonZeroU32,
}

impl Dictionary {
    /// The dictionary that holds `content`, under a number made from `seed`; nothing when that is too
    /// little or too much.
    #[must_use]
    pub fn of(content: &[u8], seed: u32) -> Option<Self> {
        let number = NUMBER_LEAST + seed % (i32::MAX.unsigned_abs() - NUMBER_LEAST);
        let mut bytes = Vec::with_capacity(8 + TABLES.len() + content.len());
        for part in [&MAGIC, &number.to_le_bytes(), TABLES, content] {
            bytes.extend_from_slice(part);
        }
        Self::read(bytes)
    }

    /// The dictionary that these bytes are, whoever wrote them; nothing when they are none.
    #[must_use]
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let bytes = Zeroizing::new(bytes);
        let is_sound = bytes.len() <= DICTIONARY_BYTES_MAX
            && bytes.len() >= BYTES_LEAST
            && bytes.starts_with(&MAGIC);
        let number = get_dict_id_from_dict(&bytes).filter(|_| is_sound)?;
        Some(Self { bytes, number })
    }

    /// All of it, as `zstd -D` takes it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number by which frames name it.
    pub(super) const fn number(&self) -> NonZeroU32 {
        self.number
    }
}
