//! Sealing to a recipient and opening with an identity: whole age files, in memory or streamed.
//!
//! What is opened comes from a drive and is hostile until proven otherwise. The age crate parses a
//! header of any size, in time that grows with the square of its lines; so the header's end is
//! looked for here first, within limits. A plaintext counts only once it was read to its end: until
//! then age has not proved that nothing was cut off.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use age::DecryptError;
use age::stream::{StreamReader, StreamWriter};
use zeroize::Zeroizing;

use super::identity::{Identity, MissingPlugin};
use super::recipient::Recipient;
use crate::error::{Action, Damage, Error, KeyTrouble, Result};
use crate::limits::AGE_HEADER_BYTES_MAX;

const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
/// What the last line of a header begins with, after the end of the line before.
const LAST_LINE_START: &[u8] = b"\n--- ";
const MAC_DIGITS: usize = 43;
/// Lines of a header at most. A post-quantum header has about 40, one X25519 recipient takes 2.
const HEADER_LINES_MAX: usize = 512;
const PAYLOAD_NONCE_BYTES: usize = 16;
const PAYLOAD_CHUNK_BYTES: usize = 64 * 1024;
const PAYLOAD_TAG_BYTES: usize = 16;

/// Why something did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// None of the identities opens it.
    #[error("no identity opens it")]
    NoMatch,
    /// It is not an age file, or not of a kind that is accepted here.
    #[error("not an age file that is accepted here")]
    Malformed,
    /// The identity fits, but bytes were changed or cut off; or it ends within the header.
    #[error("changed or cut off")]
    Corrupt,
    /// The header or the plaintext exceeds its limit.
    #[error("too large")]
    TooLarge,
    /// The plugin of a hardware token is missing or failed.
    #[error("plugin {0}")]
    Plugin(String),
}

impl OpenError {
    /// What this says about an object that the identity should have opened.
    #[must_use]
    pub const fn damage(&self) -> Damage {
        match self {
            Self::NoMatch | Self::Plugin(_) => Damage::DoesNotOpen,
            Self::Malformed => Damage::Malformed,
            Self::Corrupt => Damage::WrongHash,
            Self::TooLarge => Damage::TooLarge,
        }
    }
}

impl From<DecryptError> for OpenError {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::NoMatchingKeys
            | DecryptError::DecryptionFailed
            | DecryptError::KeyDecryptionFailed => Self::NoMatch,
            DecryptError::InvalidMac | DecryptError::Io(_) => Self::Corrupt,
            DecryptError::ExcessiveWork { .. } => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

impl From<MissingPlugin> for OpenError {
    fn from(missing: MissingPlugin) -> Self {
        Self::Plugin(missing.0)
    }
}

/// Seals bytes to one recipient: a whole age file.
///
/// # Errors
///
/// Only a hardware token's plugin can be missing or fail.
pub fn seal(to: &Recipient, plain: &[u8]) -> Result<Vec<u8>> {
    let sealed = Vec::with_capacity(sealed_bytes_about(plain.len()));
    let in_memory = Error::io(Action::Write, PathBuf::new());
    Envelope::to(to)?
        .around(sealed)
        .and_then(|mut sealer| {
            sealer.write_all(plain)?;
            sealer.finish()
        })
        .map_err(in_memory)
}

/// An age header that waits for something to seal.
pub struct Envelope(age::Encryptor);

impl Envelope {
    /// Prepares sealing to one recipient, with a new random file key.
    ///
    /// # Errors
    ///
    /// Only a hardware token's plugin can be missing or fail.
    pub fn to(recipient: &Recipient) -> Result<Self> {
        let key = recipient.to_age()?;
        age::Encryptor::with_recipients(std::iter::once(key.as_ref()))
            .map(Self)
            .map_err(|_| Error::Key(KeyTrouble::Plugin(recipient.plugin_name().to_owned())))
    }

    /// Writes the header; what is then written to the sealer is sealed into `out`.
    pub fn around<W: Write>(self, out: W) -> io::Result<Sealer<W>> {
        self.0.wrap_output(out).map(Sealer)
    }
}

/// Seals what is written to it. Without [`Sealer::finish`] the result is cut off and will not open.
pub struct Sealer<W: Write>(StreamWriter<W>);

impl<W: Write> Sealer<W> {
    /// Seals the rest and returns the writer beneath.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Opens a whole object and reads it to its end.
///
/// # Errors
///
/// See [`OpenError`]; nothing of the plaintext is returned then. The length is checked before
/// anything is decrypted or allocated.
pub fn open(
    identities: &[Identity],
    object: &[u8],
    plain_bytes_max: usize,
) -> Result<Vec<u8>, OpenError> {
    let mut plain = Vec::new();
    read_whole(identities, object, plain_bytes_max, &mut plain).map(|()| plain)
}

/// [`open()`] for secrets: what is returned is wiped from memory when it is dropped.
///
/// # Errors
///
/// See [`open()`].
pub fn open_secret(
    identities: &[Identity],
    object: &[u8],
    plain_bytes_max: usize,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut plain = Zeroizing::new(Vec::new());
    read_whole(identities, object, plain_bytes_max, &mut plain).map(|()| plain)
}

/// Opens an object for reading piece by piece. Read it to its end before trusting that it is whole;
/// an error while reading means [`OpenError::Corrupt`].
///
/// # Errors
///
/// See [`OpenError`].
pub fn open_reader<'a>(identity: &Identity, object: &'a [u8]) -> Result<OpenReader<'a>, OpenError> {
    decrypt(std::slice::from_ref(identity), object).map(OpenReader)
}

/// The plaintext of an object, piece by piece.
pub struct OpenReader<'a>(StreamReader<&'a [u8]>);

impl Read for OpenReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

/// The whole buffer is allocated first, so that no copy of a secret stays behind where it grew.
fn read_whole(
    identities: &[Identity],
    object: &[u8],
    plain_bytes_max: usize,
    into: &mut Vec<u8>,
) -> Result<(), OpenError> {
    let header_bytes = header_bytes(object)?;
    let plain_bytes = plain_bytes(object.len() - header_bytes);
    if plain_bytes > Some(plain_bytes_max) {
        return Err(OpenError::TooLarge);
    }
    let mut reader = decrypt(identities, object)?;
    into.reserve_exact(plain_bytes.ok_or(OpenError::Corrupt)?);
    reader.read_to_end(into).map(|_| ()).map_err(|_| OpenError::Corrupt)
}

fn decrypt<'a>(
    identities: &[Identity],
    object: &'a [u8],
) -> Result<StreamReader<&'a [u8]>, OpenError> {
    header_bytes(object)?;
    let (tokens, own): (Vec<_>, Vec<_>) =
        identities.iter().partition(|identity| identity.plugin_name().is_some());
    let mut failed = OpenError::NoMatch;
    // Each key by itself, tokens last: one whose program is missing must not keep the right key
    // beside it from opening.
    for identity in own.into_iter().chain(tokens) {
        match decrypt_with(identity, object) {
            Ok(reader) => return Ok(reader),
            Err(OpenError::NoMatch) => {}
            Err(other) => failed = other,
        }
    }
    Err(failed)
}

fn decrypt_with<'a>(
    identity: &Identity,
    object: &'a [u8],
) -> Result<StreamReader<&'a [u8]>, OpenError> {
    let decryptor = age::Decryptor::new_buffered(object)?;
    if decryptor.is_scrypt() {
        return Err(OpenError::Malformed);
    }
    let key = identity.to_age()?;
    decryptor
        .decrypt(std::iter::once(key.as_ref()))
        .map_err(|error| name_plugin(error, std::slice::from_ref(identity)))
}

/// Once the header is parsed, only a plugin still reads or writes anything.
fn name_plugin(error: DecryptError, identities: &[Identity]) -> OpenError {
    let plugin = identities.iter().find_map(Identity::plugin_name);
    match (&error, plugin) {
        (DecryptError::Plugin(_) | DecryptError::Io(_), Some(name)) => {
            OpenError::Plugin(name.to_owned())
        }
        _ => error.into(),
    }
}

/// Finds the end of the header without the age crate, within its limits.
pub(super) fn header_bytes(object: &[u8]) -> Result<usize, OpenError> {
    let head = object.get(..AGE_HEADER_BYTES_MAX).unwrap_or(object);
    let known = FIRST_LINE.iter().zip(head).all(|(ours, theirs)| ours == theirs);
    let unfinished = || match (known, object.len() > AGE_HEADER_BYTES_MAX) {
        (false, _) => OpenError::Malformed,
        (true, true) => OpenError::TooLarge,
        (true, false) => OpenError::Corrupt,
    };
    let last_line = find(head, LAST_LINE_START).filter(|_| known).ok_or_else(unfinished)?;
    let lines = head.get(..last_line).unwrap_or_default().iter().filter(|byte| **byte == b'\n');
    if lines.count() > HEADER_LINES_MAX {
        return Err(OpenError::TooLarge);
    }
    let end = last_line + LAST_LINE_START.len() + MAC_DIGITS;
    match head.get(end) {
        Some(b'\n') => Ok(end + 1),
        Some(_) => Err(OpenError::Malformed),
        None => Err(unfinished()),
    }
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

/// Length of the plaintext, from the length of everything after the header; nothing if no
/// plaintext has a payload of that length.
const fn plain_bytes(payload_bytes: usize) -> Option<usize> {
    let Some(chunks_bytes) = payload_bytes.checked_sub(PAYLOAD_NONCE_BYTES) else { return None };
    let chunks = chunks_bytes.div_ceil(PAYLOAD_CHUNK_BYTES + PAYLOAD_TAG_BYTES);
    if chunks == 0 { None } else { chunks_bytes.checked_sub(chunks * PAYLOAD_TAG_BYTES) }
}

/// Enough for a header and the payload of an X25519 recipient; a wrong guess costs only a copy.
const fn sealed_bytes_about(plain_bytes: usize) -> usize {
    let chunks = plain_bytes / PAYLOAD_CHUNK_BYTES + 1;
    plain_bytes.saturating_add(chunks * PAYLOAD_TAG_BYTES + 512)
}

#[cfg(test)]
mod tests;
