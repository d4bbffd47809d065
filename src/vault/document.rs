//! Small objects: JSON Lines that begin with what they are and end with a proof of who wrote them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::compress;
use crate::crypto::hash::NamingSecret;
use crate::crypto::{self, Identity, OpenError, Recipient};
use crate::error::{Action, Damage, Error, KeyTrouble, Result};
use crate::format::documents::{Header, ObjectKind, Seal};
use crate::format::names::ObjectPath;
use crate::format::{FORMAT_VERSION, LEANING_VERSION};
use crate::limits;

/// An object while it is being written.
pub struct Draft {
    kind: &'static str,
    lines: Zeroizing<Vec<u8>>,
}

impl Draft {
    /// Begins with the header.
    ///
    /// # Errors
    /// Never in practice: a header is always valid JSON.
    pub fn new(header: &Header) -> Result<Self> {
        let mut draft = Self { kind: header.kind.word(), lines: Zeroizing::default() };
        draft.line(header)?;
        Ok(draft)
    }

    /// Adds one line.
    ///
    /// # Errors
    /// When `line` cannot be JSON.
    pub fn line(&mut self, line: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut *self.lines, line).map_err(|cause| not_written(cause.into()))?;
        self.lines.push(b'\n');
        Ok(())
    }

    /// The finished object: authenticated, compressed, sealed.
    ///
    /// # Errors
    /// When the recipient's plugin fails, or memory ran out.
    pub fn seal(mut self, naming: &NamingSecret, to: &Recipient) -> Result<Vec<u8>> {
        self.authenticate(naming)?;
        self.seal_authenticated(to)
    }

    /// Adds the last line. An object for several recipients is authenticated once.
    ///
    /// # Errors
    /// Never in practice.
    pub fn authenticate(&mut self, naming: &NamingSecret) -> Result<()> {
        let mac = naming.authenticator(self.kind).mac(&[&self.lines]);
        self.line(&Seal { mac: data_encoding::HEXLOWER.encode(&mac) })
    }

    /// The object for one recipient, after [`Draft::authenticate`].
    ///
    /// # Errors
    /// As [`Draft::seal`].
    pub fn seal_authenticated(&self, to: &Recipient) -> Result<Vec<u8>> {
        let packed = Zeroizing::new(compress::shrink(&self.lines).map_err(not_written)?);
        crypto::seal(to, &packed)
    }
}

/// An object that was opened. Who wrote it is not known yet: whoever has a recipient can seal to it.
pub enum OpenedDocument {
    /// Of a format that is known here.
    Known(Document),
    /// Of a later one.
    Newer(Newer),
}

impl OpenedDocument {
    /// Opens `bytes` with whichever identity fits.
    ///
    /// # Errors
    /// `Damaged`, with `DoesNotOpen` when no identity fits; `Key(Plugin)` when nobody knows, because a
    /// token or its program failed.
    pub fn open(object: &ObjectPath, bytes: &[u8], identities: &[Identity]) -> Result<Self> {
        let failed = |damage| Error::damaged(object, damage);
        let packed = crypto::open_secret(identities, bytes, limits::OBJECT_BYTES_MAX)
            .map_err(|cause| cause_of(object, cause))?;
        let text = compress::expand(&packed, plain_bytes_max(packed.len()))
            .map_err(|_| failed(Damage::Malformed))?;
        Self::parse(Zeroizing::new(text)).ok_or_else(|| failed(Damage::Malformed))
    }

    fn parse(text: Zeroizing<Vec<u8>>) -> Option<Self> {
        let frame = Frame::around(text)?;
        let version: Version = serde_json::from_slice(frame.header()).ok()?;
        let is_manifest = version.kind == ObjectKind::Manifest.word();
        if version.refuge > if is_manifest { LEANING_VERSION } else { FORMAT_VERSION } {
            return Some(Self::Newer(Newer { kind: version.kind, frame }));
        }
        let header: Header = serde_json::from_slice(frame.header()).ok()?;
        Some(Self::Known(Document { header, frame }))
    }

    /// What it says, whoever wrote it, as far as it can be understood.
    #[must_use]
    pub const fn claims(&self) -> Option<&Document> {
        match self {
            Self::Known(document) => Some(document),
            Self::Newer(_) => None,
        }
    }

    /// The object, if it was authenticated with this secret.
    ///
    /// # Errors
    /// `NotAuthentic`; `Newer` when it was, by a program of a later format.
    pub fn proven_by(self, naming: &NamingSecret) -> Result<Document, Damage> {
        match self {
            Self::Known(document) if document.is_authentic(naming) => Ok(document),
            Self::Newer(newer) if newer.frame.is_authentic(&newer.kind, naming) => {
                Err(Damage::Newer)
            }
            Self::Known(_) | Self::Newer(_) => Err(Damage::NotAuthentic),
        }
    }
}

/// An object of a later format: what it holds is not known, but who wrote it can be.
pub struct Newer {
    kind: String,
    frame: Frame,
}

/// What every version of the format keeps: a header first, and last a proof of everything before it.
struct Frame {
    text: Zeroizing<Vec<u8>>,
    body: std::ops::Range<usize>,
}

impl Frame {
    fn around(text: Zeroizing<Vec<u8>>) -> Option<Self> {
        let first = text.iter().position(|byte| *byte == b'\n')?;
        let inner = text.strip_suffix(b"\n")?;
        let last = inner.iter().rposition(|byte| *byte == b'\n')?;
        (last >= first).then(|| Self { body: first + 1..last + 1, text })
    }

    fn header(&self) -> &[u8] {
        self.text.get(..self.body.start).unwrap_or_default()
    }

    fn is_authentic(&self, kind: &str, naming: &NamingSecret) -> bool {
        let covered = self.text.get(..self.body.end).unwrap_or_default();
        let seal = self.text.get(self.body.end..).unwrap_or_default();
        let Ok(Seal { mac }) = serde_json::from_slice(seal) else { return false };
        let mac = data_encoding::HEXLOWER.decode(mac.as_bytes()).ok();
        let mac: Option<[u8; 32]> = mac.and_then(|mac| mac.try_into().ok());
        let key = naming.authenticator(kind);
        mac.is_some_and(|mac| key.verify(&[covered], &mac))
    }
}

/// An object that was opened and is authentic.
pub struct Document {
    /// Its first line.
    pub header: Header,
    frame: Frame,
}

impl Document {
    /// Opens `bytes` with whichever identity fits; `naming` authenticates it.
    ///
    /// # Errors
    /// As [`OpenedDocument::open`] and [`OpenedDocument::proven_by`].
    pub fn open(
        object: &ObjectPath,
        bytes: &[u8],
        identities: &[Identity],
        naming: &NamingSecret,
    ) -> Result<Self> {
        let opened = OpenedDocument::open(object, bytes, identities)?;
        opened.proven_by(naming).map_err(|damage| Error::damaged(object, damage))
    }

    /// Whether it was authenticated with this secret.
    #[must_use]
    pub fn is_authentic(&self, naming: &NamingSecret) -> bool {
        self.frame.is_authentic(self.header.kind.word(), naming)
    }

    /// The lines between header and proof, decoded.
    ///
    /// # Errors
    /// `Damaged(Newer)` at the first that is not a `T`: it is proven, so another version of this program wrote it.
    pub fn lines<T: DeserializeOwned>(
        &self,
        object: &ObjectPath,
    ) -> impl Iterator<Item = Result<T>> {
        self.raw_lines().map(move |line| {
            serde_json::from_slice(line).map_err(|_| Error::damaged(object, Damage::Newer))
        })
    }

    /// The lines between header and proof, as bytes.
    pub fn raw_lines(&self) -> impl Iterator<Item = &[u8]> {
        let body = self.frame.text.get(self.frame.body.clone()).unwrap_or_default();
        body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
    }
}

/// What every version of the format says in its first line.
#[derive(serde::Deserialize)]
struct Version {
    refuge: u32,
    #[serde(default)]
    kind: String,
}

/// What so many packed bytes may expand to: a small object must not fill the memory.
fn plain_bytes_max(packed_bytes: usize) -> usize {
    let likely = packed_bytes.saturating_mul(limits::OBJECT_EXPANSION_MAX);
    likely.saturating_add(limits::OBJECT_SLACK_BYTES).min(limits::OBJECT_PLAIN_BYTES_MAX)
}

fn cause_of(object: &ObjectPath, cause: OpenError) -> Error {
    match cause {
        OpenError::Plugin(name) => Error::Key(KeyTrouble::Plugin(name)),
        other => Error::damaged(object, other.damage()),
    }
}

fn not_written(source: std::io::Error) -> Error {
    Error::Io { action: Action::Write, path: std::path::PathBuf::new(), source }
}
