//! Everything that seals, opens, hashes or draws at random; the only room that knows age, BLAKE3,
//! BIP-39, zxcvbn, scrypt and ML-KEM.
//!
//! Nothing in here reads a file or asks a person: bytes in, bytes out.

pub mod hash;
pub mod identity;
pub mod identity_file;
pub mod passphrase;
mod plugin;
mod pq;
pub mod recipient;
pub mod seal;
pub mod three_words;
pub mod words;

pub use identity::Identity;
pub use plugin::{NobodyThere, PluginTalk};
pub use recipient::{Recipient, RecipientKind};
pub use seal::{Envelope, OpenError, Sealer, open, open_reader, open_secret, seal};
pub use three_words::ThreeWords;
pub use words::{RecoverySecret, WordList};
