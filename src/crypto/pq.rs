//! Post-quantum age keys: `age1pq1…` recipients and `AGE-SECRET-KEY-PQ-1…` identities.
//!
//! The recipient type `mlkem768x25519` of C2SP `age.md`, which stock `age` knows since 1.3. It never
//! shares a file with other kinds: its label `postquantum` forbids it, and the age crate checks.

mod kem;

use std::collections::HashSet;
use std::fmt;

use age::{DecryptError, EncryptError};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::primitives::{bech32_decode, bech32_encode, hpke_open, hpke_seal};
use data_encoding::BASE64_NOPAD;
use hpke::rand_core::OsRng;
use hpke::{Deserializable, Kem, Serializable};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use kem::{Encapsulated, Public, Secret, XWing};

const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";
const STANZA: &str = "mlkem768x25519";
const LABEL: &str = "postquantum";
const AEAD_TAG_BYTES: usize = 16;
const PUBLIC_NAME: bech32::Hrp = bech32::Hrp::parse_unchecked("age1pq");
const SECRET_NAME: bech32::Hrp = bech32::Hrp::parse_unchecked("AGE-SECRET-KEY-PQ-");

/// The public half.
#[derive(Clone)]
pub(super) struct Recipient(Public);

impl Recipient {
    /// Takes an `age1pq1…` text; nothing if it is not one, or holds a point of low order.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = decode(text, PUBLIC_NAME)?;
        Public::from_bytes(&bytes).ok().map(Self)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&bech32_encode(PUBLIC_NAME, &self.0.to_bytes()))
    }
}

impl age::Recipient for Recipient {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let secret = file_key.expose_secret();
        let (encapsulated, body) = hpke_seal::<XWing, _>(&self.0, INFO, secret, &mut OsRng);
        let args = vec![BASE64_NOPAD.encode(&encapsulated.to_bytes())];
        let stanza = Stanza { tag: STANZA.to_owned(), args, body };
        Ok((vec![stanza], HashSet::from([LABEL.to_owned()])))
    }
}

/// The secret half.
#[derive(Clone)]
pub(super) struct Identity(Secret);

impl Identity {
    /// The identity that grows from a seed of 32 bytes.
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Secret::from_seed(seed))
    }

    /// Takes an `AGE-SECRET-KEY-PQ-1…` text; nothing if it is not one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = decode(text, SECRET_NAME)?;
        Secret::from_bytes(&bytes).ok().map(Self)
    }

    /// The identity as the line of an identity file.
    pub(super) fn secret_text(&self) -> SecretString {
        let lower = Zeroizing::new(bech32_encode(SECRET_NAME, self.0.seed()));
        SecretString::from(lower.to_ascii_uppercase())
    }

    /// The public half.
    pub(super) fn to_recipient(&self) -> Recipient {
        Recipient(XWing::sk_to_pk(&self.0))
    }
}

impl age::Identity for Identity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        if stanza.tag != STANZA {
            return None;
        }
        let Some(encapsulated) = encapsulated(stanza) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        let plain = hpke_open::<XWing>(&encapsulated, &self.0, INFO, &stanza.body).ok()?;
        let file_key: [u8; FILE_KEY_BYTES] = Zeroizing::new(plain).as_slice().try_into().ok()?;
        Some(Ok(FileKey::new(Box::new(file_key))))
    }
}

/// The stanza's one argument, if the stanza has exactly the shape it must have.
fn encapsulated(stanza: &Stanza) -> Option<Encapsulated> {
    let [argument] = stanza.args.as_slice() else { return None };
    let bytes = BASE64_NOPAD.decode(argument.as_bytes()).ok()?;
    let whole = stanza.body.len() == FILE_KEY_BYTES + AEAD_TAG_BYTES;
    Encapsulated::from_bytes(&bytes).ok().filter(|_| whole)
}

fn decode(text: &str, name: bech32::Hrp) -> Option<Zeroizing<Vec<u8>>> {
    let right_name = |found| if found == name { Ok(()) } else { Err(()) };
    let collect = |_, bytes: bech32::primitives::decode::ByteIter<'_>| Ok(bytes.collect());
    bech32_decode(text, |_| (), right_name, collect).map(Zeroizing::new).ok()
}

#[cfg(test)]
mod tests {
    use age_core::format::FileKey;

    use super::*;

    /// An identity of the official vectors and the end of its recipient, as another implementation
    /// (the npm package `age-encryption` 0.3.1) derives it.
    const KNOWN: &str =
        "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";
    const KNOWN_RECIPIENT_START: &str =
        "age1pq1z4f9zeapqujpskesfxhujkg525ymk8mep9up4wa7kxsycgvtc3ef0";
    const KNOWN_RECIPIENT_END: &str = "ktvsyv397zmxwrqqnmc60gnhas8sccjjwu0rnsa3";

    fn known() -> Identity {
        Identity::parse(KNOWN).unwrap()
    }

    fn with_curve_part(point: [u8; 32]) -> String {
        let mut bytes = known().to_recipient().0.to_bytes().to_vec();
        let start = bytes.len() - point.len();
        bytes[start..].copy_from_slice(&point);
        bech32_encode(PUBLIC_NAME, &bytes)
    }

    #[test]
    fn another_implementation_derives_the_same_recipient() {
        let text = known().to_recipient().to_string();
        assert!(text.starts_with(KNOWN_RECIPIENT_START), "{text}");
        assert!(text.ends_with(KNOWN_RECIPIENT_END), "{text}");
        assert_eq!(text.len(), 1959);
        assert_eq!(known().secret_text().expose_secret(), KNOWN);
    }

    #[test]
    fn a_recipient_whose_curve_part_makes_no_secret_is_refused() {
        let mut one = [0; 32];
        one[0] = 1;
        for low_order in [[0; 32], one] {
            assert!(Recipient::parse(&with_curve_part(low_order)).is_none());
        }
        assert!(Recipient::parse(&with_curve_part([9; 32])).is_some());
    }

    #[test]
    fn a_recipient_with_numbers_beyond_the_modulus_or_of_another_length_is_refused() {
        let mut bytes = known().to_recipient().0.to_bytes().to_vec();
        assert!(Recipient::parse(&bech32_encode(PUBLIC_NAME, &bytes)).is_some());
        assert!(Recipient::parse(&bech32_encode(PUBLIC_NAME, &bytes[1..])).is_none());
        assert!(Recipient::parse(&bech32_encode(PUBLIC_NAME, &[])).is_none());
        bytes[..3].fill(0xff);
        assert!(Recipient::parse(&bech32_encode(PUBLIC_NAME, &bytes)).is_none());
    }

    #[test]
    fn an_identity_of_another_length_or_kind_is_refused() {
        for length in [0, 31, 33] {
            let text = bech32_encode(SECRET_NAME, &vec![1; length]).to_ascii_uppercase();
            assert!(Identity::parse(&text).is_none(), "{length}");
        }
        let text = bech32_encode(PUBLIC_NAME, &[1; 32]);
        assert!(Identity::parse(&text).is_none());
    }

    #[test]
    fn a_stanza_opens_for_its_identity_only() {
        use age::{Identity as _, Recipient as _};
        let file_key = FileKey::new(Box::new([5; FILE_KEY_BYTES]));
        let (stanzas, labels) = known().to_recipient().wrap_file_key(&file_key).unwrap();
        assert!(labels.contains(LABEL));
        let opened = known().unwrap_stanza(&stanzas[0]).unwrap().unwrap();
        assert_eq!(opened.expose_secret(), file_key.expose_secret());
        assert!(Identity::from_seed(&[1; 32]).unwrap_stanza(&stanzas[0]).is_none());
    }
}
