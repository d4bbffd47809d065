//! Public halves of keys: whom something is sealed to.
//!
//! A recipient is no secret of the computer, but it is kept off the drives and out of logs: who
//! never saw the public half cannot attack it either, not even with a quantum computer.

use std::fmt;
use std::str::FromStr;

use age::plugin::RecipientPluginV1;

use super::plugin::Talk;
use super::{hash, pq};
use crate::error::{Error, KeyTrouble, Result};

const TAG_CONTEXT: &str = "refuge 2026-11-24 tag of a recipient";

/// Longest text that is looked at as a recipient, in bytes; a post-quantum one takes about 1 960.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// Kinds of keys, as far as people and sealing care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecipientKind {
    /// The age key that every version of `age` knows.
    X25519,
    /// ML-KEM-768 with X25519; needs `age` 1.3 or later.
    PostQuantum,
    /// In a hardware token, used through an age plugin.
    Token,
}

/// Whom something is sealed to.
#[derive(Clone)]
pub struct Recipient(pub(super) Inner);

#[derive(Clone)]
pub(super) enum Inner {
    X25519(age::x25519::Recipient),
    Pq(Box<pq::Recipient>),
    Tag(Box<age::tag::Recipient>),
    TagPq(Box<age::tagpq::Recipient>),
    Plugin(age::plugin::Recipient),
}

impl Recipient {
    /// What kind of key it is.
    #[must_use]
    pub fn kind(&self) -> RecipientKind {
        match &self.0 {
            Inner::X25519(_) => RecipientKind::X25519,
            Inner::Pq(_) => RecipientKind::PostQuantum,
            Inner::Tag(_) | Inner::TagPq(_) | Inner::Plugin(_) => RecipientKind::Token,
        }
    }

    /// Eight hexadecimal digits that tell this recipient from others without revealing it.
    #[must_use]
    pub fn tag(&self) -> String {
        hash::short_tag(TAG_CONTEXT, &self.to_string())
    }

    /// The plugin that seals to it; empty for kinds that need none.
    pub(super) fn plugin_name(&self) -> &str {
        match &self.0 {
            Inner::Plugin(key) => key.plugin(),
            _ => "",
        }
    }

    /// The age crate's recipient; finds the plugin's program where there is one.
    pub(super) fn to_age(&self) -> Result<Box<dyn age::Recipient + '_>> {
        Ok(match &self.0 {
            Inner::X25519(key) => Box::new(key.clone()),
            Inner::Pq(key) => Box::new(pq::Recipient::clone(key)),
            Inner::Tag(key) => Box::new(age::tag::Recipient::clone(key)),
            Inner::TagPq(key) => Box::new(age::tagpq::Recipient::clone(key)),
            Inner::Plugin(key) => Box::new(with_plugin(key)?),
        })
    }
}

fn with_plugin(key: &age::plugin::Recipient) -> Result<RecipientPluginV1<Talk>> {
    RecipientPluginV1::new(key.plugin(), std::slice::from_ref(key), &[], Talk::silent())
        .map_err(|_| Error::Key(KeyTrouble::Plugin(key.plugin().to_owned())))
}

impl FromStr for Recipient {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let parsed = if text.len() > TEXT_BYTES_MAX { None } else { parse(text) };
        parsed.map(Self).ok_or(Error::Key(KeyTrouble::NotARecipient))
    }
}

/// A kind that is built in never goes to a plugin, whatever programs are on the search path.
fn parse(text: &str) -> Option<Inner> {
    let (name, _) = text.rsplit_once('1')?;
    match name.to_ascii_lowercase().as_str() {
        "age" => text.parse().ok().map(Inner::X25519),
        "age1pq" => pq::Recipient::parse(text).map(Box::new).map(Inner::Pq),
        "age1tag" => text.parse().ok().map(Box::new).map(Inner::Tag),
        "age1tagpq" => text.parse().ok().map(Box::new).map(Inner::TagPq),
        _ => text.parse().ok().map(Inner::Plugin),
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::X25519(key) => key.fmt(out),
            Inner::Pq(key) => key.fmt(out),
            Inner::Tag(key) => key.fmt(out),
            Inner::TagPq(key) => key.fmt(out),
            Inner::Plugin(key) => key.fmt(out),
        }
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Recipient({:?} {})", self.kind(), self.tag())
    }
}

impl PartialEq for Recipient {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Recipient {}

impl serde::Serialize for Recipient {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Recipient {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
