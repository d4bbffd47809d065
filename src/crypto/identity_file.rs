//! Files that hold opening keys: age identity files, plain or behind a passphrase, and recovery files.
//!
//! Bytes in, bytes out; who may read the file on the computer is looked after elsewhere. Everything
//! written here opens with stock `age -i`. A file that is opened may come from anywhere, so its size,
//! its header and the work of its passphrase are bounded.

use std::io::{Read, Write};

use age::DecryptError;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::identity::Identity;
use super::seal::header_bytes;
use super::words::{RecoverySecret, WordList, split};
use crate::error::{Error, KeyTrouble, Result};
use crate::id::PracticeId;
use crate::limits::{SCRYPT_WORK_FACTOR, SCRYPT_WORK_FACTOR_MAX};

/// Largest identity file that is looked at, in bytes.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

/// Identities of one file at most.
const IDENTITIES_MAX: usize = 1024;

/// Words known to one of our lists from which a file is taken for a sheet with mistakes on it.
const WORDS_OF_A_SHEET_MIN: usize = 12;

const ARMOR_START: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const BINARY_START: &[u8] = b"age-encryption.org/";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Asks for the passphrase of a file; nothing when the person gives none.
pub type AskPassphrase<'a> = &'a mut dyn FnMut() -> Option<SecretString>;

/// Whether opening the file will ask for a passphrase.
#[must_use]
pub fn is_protected(file: &[u8]) -> bool {
    let start = without_mark(file).trim_ascii_start();
    start.starts_with(ARMOR_START) || start.starts_with(BINARY_START)
}

/// Some editors put a byte order mark before everything they save.
fn without_mark(file: &[u8]) -> &[u8] {
    file.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(file)
}

/// A new identity file behind a passphrase, armoured. `comments` go inside, one line each, and are
/// as secret as the rest: the format has no place for them outside.
///
/// # Errors
///
/// None in practice.
pub fn protect(
    identities: &[Identity],
    comments: &[&str],
    passphrase: &SecretString,
) -> Result<Vec<u8>> {
    seal_text(plain_text(identities, comments).as_bytes(), passphrase)
}

/// The text of a plain identity file, as `age-keygen` writes it.
#[must_use]
pub fn plain_text(identities: &[Identity], comments: &[&str]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(16 * 1024));
    for comment in comments {
        add_comment(&mut text, comment);
    }
    for identity in identities {
        text.push_str(identity.secret_text().expose_secret());
        text.push('\n');
    }
    text
}

/// The keys of an identity file: plain or behind a passphrase, armoured or not; or of a recovery
/// file; or of a file that holds nothing but 24 words.
///
/// # Errors
///
/// [`KeyTrouble::Needed`] when no passphrase was given, [`KeyTrouble::WrongPassphrase`],
/// [`KeyTrouble::WrongWords`], and [`KeyTrouble::NotAnIdentity`] for everything else.
pub fn open(file: &[u8], ask: AskPassphrase<'_>) -> Result<Vec<Identity>> {
    parse(&text_of(file, ask)?)
}

/// What a recovery file says about itself.
#[derive(Debug, Clone)]
pub struct RecoveryFacts<'a> {
    /// The practice's name.
    pub practice: &'a str,
    /// The practice's id.
    pub practice_id: PracticeId,
    /// The epoch of the secret, which is also the number of the sheet.
    pub epoch: u32,
    /// The list the words are written in.
    pub list: WordList,
}

/// A recovery file: facts and words in comments, then the secret as an age secret key.
///
/// # Errors
///
/// None in practice.
pub fn recovery_text(
    secret: &RecoverySecret,
    facts: &RecoveryFacts<'_>,
) -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(4 * 1024));
    add_comment(&mut text, &format!("refuge: {}", facts.practice));
    add_comment(&mut text, &format!("id: {}", facts.practice_id));
    add_comment(&mut text, &format!("epoch: {}", facts.epoch));
    for (before, word) in secret.words(facts.list).iter().enumerate() {
        let line = Zeroizing::new(format!("{:2} {word}", before + 1));
        add_comment(&mut text, &line);
    }
    text.push_str(secret.secret_text()?.expose_secret());
    text.push('\n');
    Ok(text)
}

/// A line break within a comment would begin a line that is none.
fn add_comment(text: &mut String, comment: &str) {
    let one_line = comment.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    text.push_str("# ");
    text.extend(one_line);
    text.push('\n');
}

const fn not_an_identity() -> Error {
    Error::Key(KeyTrouble::NotAnIdentity)
}

fn text_of(file: &[u8], ask: AskPassphrase<'_>) -> Result<Zeroizing<String>> {
    if file.len() > FILE_BYTES_MAX {
        return Err(not_an_identity());
    }
    if !is_protected(file) {
        let text = str::from_utf8(file).map_err(|_| not_an_identity())?;
        return Ok(Zeroizing::new(text.to_owned()));
    }
    let sealed = without_armor(without_mark(file).trim_ascii_start())?;
    header_bytes(&sealed).map_err(|_| not_an_identity())?;
    let decryptor = age::Decryptor::new_buffered(&*sealed).map_err(|_| not_an_identity())?;
    if !decryptor.is_scrypt() {
        return Err(not_an_identity());
    }
    let passphrase = ask().ok_or(Error::Key(KeyTrouble::Needed))?;
    let mut key = age::scrypt::Identity::new(composed(&passphrase));
    key.set_max_work_factor(SCRYPT_WORK_FACTOR_MAX);
    let reader = decryptor
        .decrypt(std::iter::once(&key as &dyn age::Identity))
        .map_err(|error| trouble(&error))?;
    read_text(reader, sealed.len())
}

fn trouble(error: &DecryptError) -> Error {
    match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => Error::Key(KeyTrouble::WrongPassphrase),
        _ => not_an_identity(),
    }
}

/// White space may stand after armour. Without it the last bytes belong to the file, whatever they are.
fn without_armor(file: &[u8]) -> Result<Vec<u8>> {
    if !file.starts_with(ARMOR_START) {
        return Ok(file.to_owned());
    }
    let mut sealed = Vec::with_capacity(file.len());
    ArmoredReader::new(file.trim_ascii_end())
        .read_to_end(&mut sealed)
        .map_err(|_| not_an_identity())?;
    Ok(sealed)
}

/// The buffer is large enough from the start, so that no copy of the secret stays behind.
fn read_text(mut from: impl Read, bytes_max: usize) -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(bytes_max));
    from.read_to_string(&mut text).map_err(|_| not_an_identity())?;
    Ok(text)
}

fn seal_text(text: &[u8], passphrase: &SecretString) -> Result<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(composed(passphrase));
    // Left alone, age measures the machine, and a busy one would make a weaker file.
    recipient.set_work_factor(SCRYPT_WORK_FACTOR);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _))
        .map_err(|_| not_an_identity())?;
    let mut file = Vec::with_capacity(2 * text.len() + 1024);
    write_armored(encryptor, text, &mut file)
        .map_err(Error::io(crate::error::Action::Write, std::path::PathBuf::new()))?;
    Ok(file)
}

fn write_armored(
    encryptor: age::Encryptor,
    text: &[u8],
    file: &mut Vec<u8>,
) -> std::io::Result<()> {
    let armor = ArmoredWriter::wrap_output(file, Format::AsciiArmor)?;
    let mut sealer = encryptor.wrap_output(armor)?;
    sealer.write_all(text)?;
    sealer.finish()?.finish().map(|_| ())
}

/// Some systems type `é` as two characters, others as one: the same passphrase everywhere.
fn composed(passphrase: &SecretString) -> SecretString {
    let text: Zeroizing<String> = Zeroizing::new(passphrase.expose_secret().nfc().collect());
    SecretString::from(text.as_str())
}

fn parse(text: &str) -> Result<Vec<Identity>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let lines = || text.lines().map(str::trim).filter(|line| is_content(line));
    if lines().count() > IDENTITIES_MAX {
        return Err(not_an_identity());
    }
    let keys: Result<Vec<Identity>> = lines().map(str::parse).collect();
    match keys {
        Ok(keys) if !keys.is_empty() => Ok(keys),
        _ => parse_words(lines()),
    }
}

fn is_content(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

fn parse_words<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Identity>> {
    let mut text = Zeroizing::new(String::with_capacity(FILE_BYTES_MAX));
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    let words = split(&text);
    let known = |list: WordList| words.iter().filter(|word| list.find(word).is_some()).count();
    if WordList::ALL.into_iter().all(|list| known(list) < WORDS_OF_A_SHEET_MIN) {
        return Err(not_an_identity());
    }
    Ok(vec![RecoverySecret::from_words(&text)?.identity()?])
}

#[cfg(test)]
mod tests;
