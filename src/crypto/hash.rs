//! Keyed and plain BLAKE3: names, tags, cut points and proofs of origin; and the system's randomness.
//!
//! Every key is derived from the naming secret in BLAKE3's `derive_key` mode with a context of its
//! own, so that no value computed for one purpose means anything in another. The contexts are part
//! of the format: changing one changes every name it makes.

use rand::TryRng;
use secrecy::SecretString;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::format::entry::ContentHash;
use crate::id::{ChunkName, ContentTag, ID_BYTES, ObjectHash, RecordId, SourceId};

const CHUNK_NAMES: &str = "refuge 2026-11-24 chunk names of a record";
const RECORD_IDS: &str = "refuge 2026-11-24 record ids";
const CONTENT_TAGS: &str = "refuge 2026-11-29 content of a record's documents";
const PATH_TAGS: &str = "refuge 2026-11-24 path tags in local state";
const CUT_POINTS: &str = "refuge 2026-11-24 cut points of a record";
const AUTHENTICATORS: &str = "refuge 2026-11-24 authenticators";

/// Length of a naming secret and of everything derived from it, in bytes.
const KEY_BYTES: usize = 32;

/// Draws from the system's randomness.
///
/// # Panics
///
/// When the system has none to give. Nothing safe can be done on such a computer, and every crate
/// below this one stops there too.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness no secret may be made")]
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the system has no randomness");
    bytes
}

/// So many random bytes that nobody remembers: what forgotten bytes are overwritten with.
#[must_use]
pub fn noise(length: usize) -> Vec<u8> {
    const DRAW_BYTES: usize = 4096;
    let mut bytes = Vec::with_capacity(length + DRAW_BYTES);
    while bytes.len() < length {
        bytes.extend_from_slice(&random_bytes::<DRAW_BYTES>());
    }
    bytes.truncate(length);
    bytes
}

/// Random bytes that can be made again as long as this is kept: to fill a drive and compare.
pub struct KeyStream([u8; KEY_BYTES]);

impl KeyStream {
    /// A new stream.
    #[must_use]
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// Bytes of the numbered part of the stream, from `at` on.
    #[must_use]
    pub fn bytes(&self, number: u64, at: u64, length: usize) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&number.to_le_bytes());
        let mut reader = hasher.finalize_xof();
        reader.set_position(at);
        let mut bytes = vec![0; length];
        reader.fill(&mut bytes);
        bytes
    }
}

/// Sixteen random bytes, for ids.
#[must_use]
pub fn random_id() -> [u8; ID_BYTES] {
    random_bytes()
}

/// The hash that a small object carries in its name: the first 16 bytes of BLAKE3.
#[must_use]
pub fn object_hash(bytes: &[u8]) -> ObjectHash {
    ObjectHash(first(blake3::hash(bytes).as_bytes()))
}

/// SHA-256 of what is read piece by piece.
#[derive(Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        sha2::Digest::update(&mut self.0, bytes);
    }

    /// 64 hexadecimal digits of everything taken so far.
    #[must_use]
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&sha2::Digest::finalize(self.0.clone()))
    }
}

/// SHA-256 as 64 hexadecimal digits: for papers that people check with `sha256sum`.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

/// The hash of a file's content, kept in inventories: BLAKE3, as `b3sum` computes it.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    ContentHash(*blake3::hash(bytes).as_bytes())
}

/// [`content_hash`] of content that comes in pieces.
#[derive(Debug, Clone, Default)]
pub struct ContentHasher(blake3::Hasher);

impl ContentHasher {
    /// A hasher that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Takes the next piece with all cores; worth it from about a mebibyte on.
    pub fn update_with_all_cores(&mut self, bytes: &[u8]) {
        self.0.update_rayon(bytes);
    }

    /// The hash of all pieces so far.
    #[must_use]
    pub fn finish(&self) -> ContentHash {
        ContentHash(*self.0.finalize().as_bytes())
    }
}

/// The secret of a section under which everything gets its name and proves its origin.
///
/// It opens nothing. It lies in the keyring and in local state.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct NamingSecret([u8; KEY_BYTES]);

impl NamingSecret {
    /// A new random secret.
    #[must_use]
    pub fn generate() -> Self {
        Self(random_bytes())
    }

    /// Takes the 64 lower-case hexadecimal digits that [`NamingSecret::to_hex`] wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self)
    }

    /// The secret as 64 lower-case hexadecimal digits, for the keyring and local state only.
    #[must_use]
    pub fn to_hex(&self) -> SecretString {
        SecretString::from(data_encoding::HEXLOWER.encode(&self.0))
    }

    /// The key that names the chunks of one record: the same bytes in two records have two names.
    #[must_use]
    pub fn chunk_key(&self, record: RecordId) -> ChunkKey {
        ChunkKey(self.derive(CHUNK_NAMES, &[&record.0]))
    }

    /// The id of a record whose namesake was forgotten, counted from 1: no name holds a NUL.
    #[must_use]
    pub fn later_record_id(&self, source: SourceId, name: &[u8], life: usize) -> RecordId {
        self.record_id(source, &[name, b"\0", life.to_string().as_bytes()].concat())
    }

    /// The id of a record: a keyed hash of its source and of the name its rule gave it.
    #[must_use]
    pub fn record_id(&self, source: SourceId, name: &[u8]) -> RecordId {
        RecordId(first(&self.derive(RECORD_IDS, &[&source.0, name])))
    }

    /// What local state keeps instead of a path.
    #[must_use]
    pub fn path_tag(&self, record: RecordId, path: &[u8]) -> [u8; ID_BYTES] {
        first(&self.derive(PATH_TAGS, &[&record.0, path]))
    }

    /// The tag of a record's documents: a keyed hash of the hashes of their bytes, in ascending order.
    #[must_use]
    pub fn content_tag(&self, record: RecordId, hashes: &mut [[u8; KEY_BYTES]]) -> ContentTag {
        hashes.sort_unstable();
        ContentTag(first(&self.derive(CONTENT_TAGS, &[&record.0, hashes.as_flattened()])))
    }

    /// The key under which the chunker looks for cut points in one record's files.
    #[must_use]
    pub fn cut_key(&self, record: RecordId) -> CutKey {
        let key = self.derive(CUT_POINTS, &[&record.0]);
        let word = |at: usize| key.iter().skip(at).take(4).rev().fold(0, push_byte);
        CutKey { multiplier: word(0) | 1, addend: word(4) }
    }

    /// The key that proves that an object of this kind was written by someone who knows the secret.
    #[must_use]
    pub fn authenticator(&self, kind: &str) -> MacKey {
        MacKey(self.derive(AUTHENTICATORS, &[kind.as_bytes()]))
    }

    fn derive(&self, context: &str, parts: &[&[u8]]) -> [u8; KEY_BYTES] {
        let mut hasher = blake3::Hasher::new_derive_key(context);
        hasher.update(&self.0);
        add_parts(&mut hasher, parts);
        let derived = *hasher.finalize().as_bytes();
        hasher.zeroize();
        derived
    }
}

impl std::fmt::Debug for NamingSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NamingSecret(…)")
    }
}

/// Names the chunks of one record.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ChunkKey([u8; KEY_BYTES]);

impl ChunkKey {
    /// The name of a chunk with this content: the first 16 bytes of keyed BLAKE3.
    #[must_use]
    pub fn name(&self, bytes: &[u8]) -> ChunkName {
        ChunkName(first(blake3::keyed_hash(&self.0, bytes).as_bytes()))
    }
}

impl std::fmt::Debug for ChunkKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ChunkKey(…)")
    }
}

/// The multiply-add under which the chunker looks for cut points.
///
/// Without it, lengths of chunks would tell a thief of the drive which known files are there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CutKey {
    /// Always odd, so that multiplying loses nothing.
    pub multiplier: u32,
    /// Added after multiplying.
    pub addend: u32,
}

impl std::fmt::Debug for CutKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("CutKey(…)")
    }
}

/// Proves the origin of one kind of object: age to a public key says nothing about the writer.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MacKey([u8; KEY_BYTES]);

impl MacKey {
    /// Authenticates the parts, each as itself: moving a byte from one to the next changes the mac.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; KEY_BYTES] {
        *self.hash(parts).as_bytes()
    }

    /// Whether the mac is that of the parts; takes the same time wherever they differ.
    #[must_use]
    pub fn verify(&self, parts: &[&[u8]], mac: &[u8; KEY_BYTES]) -> bool {
        // `blake3::Hash` compares in constant time.
        self.hash(parts) == blake3::Hash::from_bytes(*mac)
    }

    fn hash(&self, parts: &[&[u8]]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        add_parts(&mut hasher, parts);
        hasher.finalize()
    }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MacKey(…)")
    }
}

/// A short public tag of a text that must not be known from it: 8 hexadecimal digits.
pub(crate) fn short_tag(context: &str, text: &str) -> String {
    let hash = blake3::derive_key(context, text.as_bytes());
    let four: [u8; 4] = first(&hash);
    data_encoding::HEXLOWER.encode(&four)
}

/// Each part is preceded by its length (u64, little-endian), so that no two lists of parts meet.
fn add_parts(hasher: &mut blake3::Hasher, parts: &[&[u8]]) {
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
}

fn push_byte(word: u32, byte: &u8) -> u32 {
    (word << 8) | u32::from(*byte)
}

fn first<const N: usize>(hash: &[u8; KEY_BYTES]) -> [u8; N] {
    const { assert!(N <= KEY_BYTES) };
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn secret() -> NamingSecret {
        NamingSecret([7; KEY_BYTES])
    }

    #[test]
    fn a_content_hash_is_what_b3sum_prints() {
        let known = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(data_encoding::HEXLOWER.encode(&content_hash(b"").0), known);
        let mut pieces = ContentHasher::new();
        pieces.update(b"ab");
        pieces.update(b"c");
        assert_eq!(pieces.finish(), content_hash(b"abc"));
        let large = vec![7; 3 << 20];
        let mut at_once = ContentHasher::new();
        at_once.update_with_all_cores(&large);
        assert_eq!(at_once.finish(), content_hash(&large));
        assert_eq!(object_hash(b"").hex(), &known[..32]);
    }

    #[test]
    fn names_are_pinned_for_ever() {
        let record = secret().record_id(SourceId([1; 16]), b"dupont");
        let name = secret().chunk_key(record).name(b"content");
        let mac = secret().authenticator("manifest").mac(&[b"a", b"b"]);
        let cut = secret().cut_key(record);
        let tag = data_encoding::HEXLOWER.encode(&secret().path_tag(record, b"a/b"));
        let mac = data_encoding::HEXLOWER.encode(&mac);
        assert_eq!(record.hex(), "35aea094837ec1268fa64004a156b99b");
        assert_eq!(name.hex(), "77c5a5f6348d035e7b3a08bf67b20fbd");
        assert_eq!(tag, "bb161202b4d992a5855e38e5b748f483");
        assert_eq!(mac, "dd4b018a2ebb5db46968bbf26da7022bd1917bcd48aaa4ae34802ad30129d617");
        assert_eq!((cut.multiplier, cut.addend), (0x2a62_de3b, 0x87fd_b005));
    }

    #[test]
    fn the_same_bytes_have_another_name_in_another_record_and_under_another_secret() {
        let other = NamingSecret([8; KEY_BYTES]);
        let (one, two) = (RecordId([1; 16]), RecordId([2; 16]));
        let name = secret().chunk_key(one).name(b"x");
        assert_ne!(name, secret().chunk_key(two).name(b"x"));
        assert_ne!(name, other.chunk_key(one).name(b"x"));
        assert_eq!(name, secret().chunk_key(one).name(b"x"));
    }

    #[test]
    fn purposes_do_not_mix() {
        let record = RecordId([1; 16]);
        let path = secret().path_tag(record, b"x");
        assert_ne!(path, secret().record_id(SourceId(record.0), b"x").0);
        assert_ne!(secret().authenticator("a").0, secret().authenticator("b").0);
    }

    #[test]
    fn a_mac_holds_its_parts_apart() {
        let key = secret().authenticator("vault");
        let mac = key.mac(&[b"ab", b"c"]);
        assert!(key.verify(&[b"ab", b"c"], &mac));
        for other in [&[&b"a"[..], b"bc"][..], &[b"abc"], &[b"ab", b"c", b""], &[]] {
            assert!(!key.verify(other, &mac), "{other:?}");
        }
        assert!(!secret().authenticator("manifest").verify(&[b"ab", b"c"], &mac));
    }

    #[test]
    fn a_cut_key_always_multiplies_by_an_odd_number() {
        for byte in 0..64 {
            assert_eq!(secret().cut_key(RecordId([byte; 16])).multiplier & 1, 1);
        }
    }

    #[test]
    fn a_naming_secret_survives_its_hexadecimal_form_and_hides_in_debug() {
        let secret = NamingSecret::generate();
        let hex = secret.to_hex();
        let back = NamingSecret::from_hex(hex.expose_secret()).unwrap();
        assert_eq!(back.0, secret.0);
        assert!(NamingSecret::from_hex("00").is_none());
        assert!(NamingSecret::from_hex(&hex.expose_secret().to_uppercase()).is_none());
        assert_eq!(format!("{secret:?}"), "NamingSecret(…)");
    }

    #[test]
    fn random_ids_differ() {
        assert_ne!(random_id(), random_id());
    }
}
