//! The manifest on which later ones lean: what did not change since need not be written again.
//!
//! Whoever backs up cannot read what lies on the drive. So the computer remembers, for each record of the
//! last manifest of a drive that stands for itself, a keyed hash of its line.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::backup::run::Run;
use crate::crypto::hash::NamingSecret;
use crate::error::{Error, Result};
use crate::format::documents::RecordLine;
use crate::format::names::ObjectPath;
use crate::id::{RecordId, SectionId};
use crate::state::{self, named};
use crate::vault::{self, Beside, SectionWriter};

/// A manifest that leans on none, as far as the computer knows it.
#[derive(Serialize, Deserialize)]
pub(super) struct Base {
    object: String,
    lines: HashMap<RecordId, [u8; 16]>,
}

impl Base {
    /// The one on this drive, if it is still in force and whole there, in both copies: nothing may lean on
    /// what cannot be read.
    pub(super) fn find(run: &Run<'_>, section: SectionId) -> Result<Option<Self>> {
        let Some(packed) = run.state.fact(&named::base_on(run.drive.id, section))? else {
            return Ok(None);
        };
        let Some(base) = state::unpack::<Self>(&packed) else { return Ok(None) };
        let snapshots = run.state.snapshots(run.drive.row)?;
        let object = ObjectPath::parse(&base.object)
            .filter(|object| snapshots.iter().any(|known| known.object == object.as_str()));
        let Some(object) = object else { return Ok(None) };
        for copy in [object.mirror(), object] {
            match run.vault.read_exactly(&copy) {
                Ok(_) => {}
                Err(Error::Damaged { .. }) => return Ok(None),
                Err(other) => return Err(other),
            }
        }
        Ok(Some(base))
    }

    /// Its file name.
    pub(super) fn name(&self) -> &str {
        self.object.rsplit('/').next().unwrap_or_default()
    }

    /// What a manifest of these lines says beside it, if that is little.
    pub(super) fn beside(&self, naming: &NamingSecret, lines: &[RecordLine]) -> Option<Beside> {
        vault::difference(&self.lines, lines, |known, line| {
            digest(naming, line).is_ok_and(|digest| digest == *known)
        })
    }
}

/// A manifest that stands for itself was committed: the next ones may lean on it.
pub(super) fn remember(
    run: &mut Run<'_>,
    section: &SectionWriter,
    object: &ObjectPath,
    lines: &[RecordLine],
) -> Result<()> {
    let digests = lines.iter().map(|line| Ok((line.record, digest(&section.naming, line)?)));
    let base = Base { object: object.to_string(), lines: digests.collect::<Result<_>>()? };
    run.state.set_fact(&named::base_on(run.drive.id, section.id), &state::pack(&base)?)
}

/// Keyed, because a line holds the name of a record.
fn digest(naming: &NamingSecret, line: &RecordLine) -> Result<[u8; 16]> {
    let failed = |cause: serde_json::Error| Error::State { reason: cause.to_string() };
    Ok(naming.path_tag(line.record, &serde_json::to_vec(line).map_err(failed)?))
}
