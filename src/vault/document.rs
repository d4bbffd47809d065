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
pub struct OpenedDocument(Document);

impl OpenedDocument {
    /// Opens `bytes` with whichever identity fits.
    ///
    /// # Errors
    /// As [`Document::open`].
    pub fn open(object: &ObjectPath, bytes: &[u8], identities: &[Identity]) -> Result<Self> {
        let failed = |damage| Error::damaged(object, damage);
        let packed = crypto::open_secret(identities, bytes, limits::OBJECT_BYTES_MAX)
            .map_err(|cause| cause_of(object, cause))?;
        let text = compress::expand(&packed, plain_bytes_max(packed.len()))
            .map_err(|_| failed(Damage::Malformed))?;
        let text = Zeroizing::new(text);
        if is_newer(&text) {
            return Err(failed(Damage::Newer));
        }
        let document = Document::parse(text);
        document.map(Self).ok_or_else(|| failed(Damage::Malformed))
    }

    /// What it says, whoever wrote it.
    #[must_use]
    pub const fn claims(&self) -> &Document {
        &self.0
    }

    /// The object, if it was authenticated with this secret.
    #[must_use]
    pub fn proven_by(self, naming: &NamingSecret) -> Option<Document> {
        self.0.is_authentic(naming).then_some(self.0)
    }
}

/// An object that was opened and is authentic.
pub struct Document {
    /// Its first line.
    pub header: Header,
    text: Zeroizing<Vec<u8>>,
    body: std::ops::Range<usize>,
}

impl Document {
    /// Opens `bytes` with whichever identity fits; `naming` authenticates it.
    ///
    /// # Errors
    /// `Damaged`, with `DoesNotOpen` when no identity fits; `Key(Plugin)` when nobody knows, because a
    /// token or its program failed.
    pub fn open(
        object: &ObjectPath,
        bytes: &[u8],
        identities: &[Identity],
        naming: &NamingSecret,
    ) -> Result<Self> {
        let opened = OpenedDocument::open(object, bytes, identities)?;
        opened.proven_by(naming).ok_or_else(|| Error::damaged(object, Damage::NotAuthentic))
    }

    fn parse(text: Zeroizing<Vec<u8>>) -> Option<Self> {
        let first = text.iter().position(|byte| *byte == b'\n')?;
        let header: Header = serde_json::from_slice(text.get(..first)?).ok()?;
        let inner = text.strip_suffix(b"\n")?;
        let last = inner.iter().rposition(|byte| *byte == b'\n')?;
        (last >= first).then(|| Self { header, body: first + 1..last + 1, text })
    }

    /// Whether it was authenticated with this secret.
    #[must_use]
    pub fn is_authentic(&self, naming: &NamingSecret) -> bool {
        let covered = self.text.get(..self.body.end).unwrap_or_default();
        let seal = self.text.get(self.body.end..).unwrap_or_default();
        let Ok(Seal { mac }) = serde_json::from_slice(seal) else { return false };
        let mac = data_encoding::HEXLOWER.decode(mac.as_bytes()).ok();
        let mac: Option<[u8; 32]> = mac.and_then(|mac| mac.try_into().ok());
        let key = naming.authenticator(self.header.kind.word());
        mac.is_some_and(|mac| key.verify(&[covered], &mac))
    }

    /// The lines between header and proof, decoded.
    ///
    /// # Errors
    /// `Damaged(Malformed)` at the first that is not a `T`.
    pub fn lines<T: DeserializeOwned>(
        &self,
        object: &ObjectPath,
    ) -> impl Iterator<Item = Result<T>> {
        self.raw_lines().map(move |line| {
            serde_json::from_slice(line).map_err(|_| Error::damaged(object, Damage::Malformed))
        })
    }

    /// The lines between header and proof, as bytes.
    pub fn raw_lines(&self) -> impl Iterator<Item = &[u8]> {
        let body = self.text.get(self.body.clone()).unwrap_or_default();
        body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
    }
}

/// The one line that every version of the format begins with.
#[derive(serde::Deserialize)]
struct Version {
    refuge: u32,
    #[serde(default)]
    kind: Option<ObjectKind>,
}

/// Whether a program of a later format wrote it: what it holds is not known, and not worthless.
fn is_newer(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<Version>(first).is_ok_and(|version| {
        let is_manifest = version.kind == Some(ObjectKind::Manifest);
        version.refuge > if is_manifest { LEANING_VERSION } else { FORMAT_VERSION }
    })
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
