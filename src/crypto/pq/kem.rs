//! The key encapsulation under `mlkem768x25519`: ML-KEM-768 and X25519 together, as X-Wing joins them.
//!
//! After C2SP `age.md` and draft-connolly-cfrg-xwing-kem. Whoever breaks one of the two still faces
//! the other. To be replaced by the age crate's own type once it is released.

use hpke::generic_array::typenum::{Sum, U32, U96, U192, U1024};
use hpke::kem::SharedSecret;
use hpke::rand_core::{CryptoRng, RngCore};
use hpke::{Deserializable, HpkeError, Serializable};
use ml_kem::kem::{Decapsulate, Encapsulate};
use ml_kem::{Ciphertext, EncodedSizeUser, KemCore, MlKem768};
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Digest, Sha3_256, Shake256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

type Encapsulator = <MlKem768 as KemCore>::EncapsulationKey;
type Decapsulator = <MlKem768 as KemCore>::DecapsulationKey;

/// The label under which X-Wing joins the two shared secrets.
const LABEL: &[u8] = b"\\.//^\\";

const X25519_BYTES: usize = 32;
const PUBLIC_KEY_BYTES: usize = 1184 + X25519_BYTES;
const ENCAPSULATED_BYTES: usize = 1088 + X25519_BYTES;

/// The public half.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Public {
    lattice: Encapsulator,
    curve: PublicKey,
}

impl Eq for Public {}

impl Deserializable for Public {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let (lattice_bytes, curve_bytes) = encoded
            .split_last_chunk::<X25519_BYTES>()
            .ok_or(HpkeError::IncorrectInputLength(PUBLIC_KEY_BYTES, encoded.len()))?;
        let curve = PublicKey::from(*curve_bytes);
        let lattice = lattice_from(lattice_bytes)?;
        if is_low_order(&curve) {
            Err(HpkeError::ValidationError)
        } else {
            Ok(Self { lattice, curve })
        }
    }
}

/// FIPS 203 7.2: numbers must be below the modulus, which is so exactly when the encoding returns.
fn lattice_from(encoded: &[u8]) -> Result<Encapsulator, HpkeError> {
    let wrong_length = |_| HpkeError::IncorrectInputLength(PUBLIC_KEY_BYTES, encoded.len());
    let lattice = Encapsulator::from_bytes(encoded.try_into().map_err(wrong_length)?);
    let returns = lattice.as_bytes().as_slice() == encoded;
    returns.then_some(lattice).ok_or(HpkeError::ValidationError)
}

/// Every secret meets a point of low order in zero; any secret shows it.
fn is_low_order(point: &PublicKey) -> bool {
    !StaticSecret::from([1; X25519_BYTES]).diffie_hellman(point).was_contributory()
}

impl Serializable for Public {
    type OutputSize = Sum<U1024, U192>;

    fn write_exact(&self, out: &mut [u8]) {
        join(out, &self.lattice.as_bytes(), self.curve.as_bytes());
    }
}

/// The secret half: a seed, and the keys that grow from it.
#[derive(Clone)]
pub(super) struct Secret {
    seed: Zeroizing<[u8; 32]>,
    lattice: Decapsulator,
    curve: StaticSecret,
}

impl Secret {
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        let mut stream = Shake256::default().chain(seed).finalize_xof();
        let [d, z, x] = std::array::from_fn(|_| {
            let mut part = Zeroizing::new([0; 32]);
            stream.read(part.as_mut_slice());
            part
        });
        let (lattice, _) = MlKem768::generate_deterministic(&(*d).into(), &(*z).into());
        Self { seed: Zeroizing::new(*seed), lattice, curve: StaticSecret::from(*x) }
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        &self.seed
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        blake3::hash(self.seed.as_slice()) == blake3::hash(other.seed.as_slice())
    }
}

impl Eq for Secret {}

impl Deserializable for Secret {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let seed = Zeroizing::new(
            encoded.try_into().map_err(|_| HpkeError::IncorrectInputLength(32, encoded.len()))?,
        );
        Ok(Self::from_seed(&seed))
    }
}

impl Serializable for Secret {
    type OutputSize = U32;

    fn write_exact(&self, out: &mut [u8]) {
        join(out, self.seed.as_slice(), &[]);
    }
}

/// What travels in the header: the lattice ciphertext and the ephemeral point.
#[derive(Clone)]
pub(super) struct Encapsulated(Box<[u8; ENCAPSULATED_BYTES]>);

impl Encapsulated {
    fn parts(&self) -> Result<(Ciphertext<MlKem768>, PublicKey), HpkeError> {
        let (lattice, curve) =
            self.0.split_last_chunk::<X25519_BYTES>().ok_or(HpkeError::DecapError)?;
        let lattice = lattice.try_into().map_err(|_| HpkeError::DecapError)?;
        Ok((lattice, PublicKey::from(*curve)))
    }
}

impl Serializable for Encapsulated {
    type OutputSize = Sum<U1024, U96>;

    fn write_exact(&self, out: &mut [u8]) {
        join(out, self.0.as_slice(), &[]);
    }
}

impl Deserializable for Encapsulated {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let wrong_length = |_| HpkeError::IncorrectInputLength(ENCAPSULATED_BYTES, encoded.len());
        let encapsulated = Self(Box::new(encoded.try_into().map_err(wrong_length)?));
        let (_, ephemeral) = encapsulated.parts()?;
        if is_low_order(&ephemeral) {
            return Err(HpkeError::ValidationError);
        }
        Ok(encapsulated)
    }
}

/// The scheme, for HPKE.
pub(super) struct XWing;

impl hpke::Kem for XWing {
    type PublicKey = Public;
    type PrivateKey = Secret;
    type EncappedKey = Encapsulated;
    type NSecret = U32;

    const KEM_ID: u16 = 0x647a;

    fn sk_to_pk(secret: &Secret) -> Public {
        Public {
            lattice: secret.lattice.encapsulation_key().clone(),
            curve: (&secret.curve).into(),
        }
    }

    /// Age stores the seed itself, so keys grow from nothing else; other input is hashed to a seed.
    fn derive_keypair(input: &[u8]) -> (Secret, Public) {
        let secret = Secret::from_seed(blake3::hash(input).as_bytes());
        let public = Self::sk_to_pk(&secret);
        (secret, public)
    }

    fn decap(
        secret: &Secret,
        sender: Option<&Public>,
        encapsulated: &Encapsulated,
    ) -> Result<SharedSecret<Self>, HpkeError> {
        let (ciphertext, ephemeral) = encapsulated.parts()?;
        let lattice =
            secret.lattice.decapsulate(&ciphertext).map_err(|()| HpkeError::DecapError)?;
        let curve = secret.curve.diffie_hellman(&ephemeral);
        if sender.is_some() || !curve.was_contributory() {
            return Err(HpkeError::DecapError);
        }
        let own = PublicKey::from(&secret.curve);
        Ok(combine(&lattice, curve.as_bytes(), &ephemeral, &own))
    }

    fn encap<R: CryptoRng + RngCore>(
        to: &Public,
        sender: Option<(&Secret, &Public)>,
        random: &mut R,
    ) -> Result<(SharedSecret<Self>, Encapsulated), HpkeError> {
        let (ciphertext, lattice) =
            to.lattice.encapsulate(random).map_err(|()| HpkeError::EncapError)?;
        let ephemeral_secret = StaticSecret::random_from_rng(random);
        let ephemeral = PublicKey::from(&ephemeral_secret);
        let curve = ephemeral_secret.diffie_hellman(&to.curve);
        if sender.is_some() || !curve.was_contributory() {
            return Err(HpkeError::EncapError);
        }
        let mut encapsulated = Box::new([0; ENCAPSULATED_BYTES]);
        join(encapsulated.as_mut_slice(), &ciphertext, ephemeral.as_bytes());
        let shared = combine(&lattice, curve.as_bytes(), &ephemeral, &to.curve);
        Ok((shared, Encapsulated(encapsulated)))
    }
}

fn combine(
    lattice: &[u8],
    curve: &[u8],
    ephemeral: &PublicKey,
    recipient: &PublicKey,
) -> SharedSecret<XWing> {
    let mut hasher = Sha3_256::new();
    for part in [lattice, curve, ephemeral.as_bytes(), recipient.as_bytes(), LABEL] {
        Digest::update(&mut hasher, part);
    }
    SharedSecret(hasher.finalize())
}

/// Writes both parts one after the other; lengths are those of the types around it.
fn join(out: &mut [u8], first: &[u8], second: &[u8]) {
    for (to, from) in out.iter_mut().zip(first.iter().chain(second)) {
        *to = *from;
    }
}
