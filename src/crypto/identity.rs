//! Secret halves of keys: what opens what was sealed.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use age_core::primitives::bech32_encode;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::plugin::{PluginTalk, Talk};
use super::recipient::{self, Recipient, RecipientKind};
use super::{hash, pq};
use crate::error::{Error, KeyTrouble, Result};

const X25519_NAME: bech32::Hrp = bech32::Hrp::parse_unchecked("AGE-SECRET-KEY-");

/// Longest line that is looked at as an identity, in bytes.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// An age identity. Its secret is zeroised when it is dropped.
#[derive(Clone)]
pub struct Identity(Inner);

#[derive(Clone)]
enum Inner {
    X25519(age::x25519::Identity),
    Pq(Box<pq::Identity>),
    Plugin(Token),
}

/// A token's identity is no secret; the secret stays in the token.
#[derive(Clone)]
struct Token {
    identity: age::plugin::Identity,
    talk: Talk,
}

impl Identity {
    /// A new random X25519 identity.
    #[must_use]
    pub fn generate() -> Self {
        Self(Inner::X25519(age::x25519::Identity::generate()))
    }

    /// A new random post-quantum identity (`mlkem768x25519`).
    #[must_use]
    pub fn generate_post_quantum() -> Self {
        let seed = Zeroizing::new(hash::random_bytes());
        Self(Inner::Pq(Box::new(pq::Identity::from_seed(&seed))))
    }

    /// The X25519 identity whose secret key is these 32 bytes.
    pub fn from_secret_bytes(bytes: &[u8; 32]) -> Result<Self> {
        let lower = Zeroizing::new(bech32_encode(X25519_NAME, bytes));
        Zeroizing::new(lower.to_ascii_uppercase()).parse()
    }

    /// What kind of key it is.
    #[must_use]
    pub fn kind(&self) -> RecipientKind {
        match self.0 {
            Inner::X25519(_) => RecipientKind::X25519,
            Inner::Pq(_) => RecipientKind::PostQuantum,
            Inner::Plugin(_) => RecipientKind::Token,
        }
    }

    /// The line of an age identity file.
    #[must_use]
    pub fn secret_text(&self) -> SecretString {
        match &self.0 {
            Inner::X25519(key) => key.to_string(),
            Inner::Pq(key) => key.secret_text(),
            Inner::Plugin(token) => SecretString::from(token.identity.to_string()),
        }
    }

    /// The public half; nothing for a token, whose plugin alone knows it.
    #[must_use]
    pub fn to_recipient(&self) -> Option<Recipient> {
        match &self.0 {
            Inner::X25519(key) => Some(Recipient(recipient::Inner::X25519(key.to_public()))),
            Inner::Pq(key) => Some(Recipient(recipient::Inner::Pq(Box::new(key.to_recipient())))),
            Inner::Plugin(_) => None,
        }
    }

    /// The plugin that opens with it; nothing for kinds that need none.
    #[must_use]
    pub fn plugin_name(&self) -> Option<&str> {
        match &self.0 {
            Inner::Plugin(token) => Some(token.identity.plugin()),
            Inner::X25519(_) | Inner::Pq(_) => None,
        }
    }

    /// The same identity, whose plugin can talk to the person. Changes nothing for other kinds.
    #[must_use]
    pub fn with_talk(self, talk: Arc<dyn PluginTalk>) -> Self {
        match self.0 {
            Inner::Plugin(Token { identity, .. }) => {
                Self(Inner::Plugin(Token { identity, talk: Talk(talk) }))
            }
            other => Self(other),
        }
    }

    /// The age crate's identity; nothing but an error when the plugin's program is not there.
    pub(super) fn to_age(&self) -> Result<Box<dyn age::Identity + '_>, MissingPlugin> {
        Ok(match &self.0 {
            Inner::X25519(key) => Box::new(key.clone()),
            Inner::Pq(key) => Box::new(pq::Identity::clone(key)),
            Inner::Plugin(token) => Box::new(token.plugin()?),
        })
    }
}

/// The name of a plugin whose program was not found.
pub(super) struct MissingPlugin(pub(super) String);

impl Token {
    fn plugin(&self) -> Result<age::plugin::IdentityPluginV1<Talk>, MissingPlugin> {
        let name = self.identity.plugin();
        let identities = std::slice::from_ref(&self.identity);
        age::plugin::IdentityPluginV1::new(name, identities, self.talk.clone())
            .map_err(|_| MissingPlugin(name.to_owned()))
    }
}

impl FromStr for Identity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let parsed = if text.len() > TEXT_BYTES_MAX { None } else { parse(text) };
        parsed.map(Self).ok_or(Error::Key(KeyTrouble::NotAnIdentity))
    }
}

fn parse(text: &str) -> Option<Inner> {
    let (name, _) = text.rsplit_once('1')?;
    match name.to_ascii_uppercase().as_str() {
        "AGE-SECRET-KEY-" => text.parse().ok().map(Inner::X25519),
        "AGE-SECRET-KEY-PQ-" => pq::Identity::parse(text).map(Box::new).map(Inner::Pq),
        _ => {
            let identity = text.parse().ok()?;
            Some(Inner::Plugin(Token { identity, talk: Talk::silent() }))
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Identity({:?} …)", self.kind())
    }
}

impl PartialEq for Identity {
    /// Compares hashes of the secrets, so that time tells nothing about them.
    fn eq(&self, other: &Self) -> bool {
        let hash = |key: &Self| blake3::hash(key.secret_text().expose_secret().as_bytes());
        hash(self) == hash(other)
    }
}

impl Eq for Identity {}
