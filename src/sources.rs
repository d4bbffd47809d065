//! The folders that are backed up: which, under which rule, and cut how.
//!
//! Only the configuration changes here. Removing a source keeps its backups, which expire by their
//! own rules.

mod found;
mod likely;

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::{Keep, RecordRule, Source};
use crate::crypto::hash;
use crate::error::{Error, Result, SourceTrouble, Thing};
use crate::id::{SectionId, SourceId};
use crate::platform;
use crate::practice::Practice;
use crate::retention::rules::{Rules, UNCLASSIFIED};
use crate::state::named::REMOVED;

pub use found::{Candidate, below, measure};
pub use likely::{Likely, names_patients};

/// What a new source is.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// The folder, absolute.
    pub path: PathBuf,
    /// Retention class, in full or without the practice's country.
    pub class: String,
    /// How it is cut into records.
    pub records: RecordRule,
    /// Who may read it besides those who may read everything; empty: the ordinary section.
    pub readers: Vec<String>,
}

/// Adds a folder to what is backed up.
///
/// # Errors
/// `Source` when the folder is unsuitable, `NotFound` for an unknown class or reader.
pub fn add(practice: &mut Practice, new: &NewSource) -> Result<Source> {
    let path = checked_place(practice, &new.path)?;
    let class = class_named(&practice.config.practice.country, &new.class)?;
    let section = practice.section_of(&new.readers)?;
    let before = removed_before(practice, &path, section)?;
    // Who agreed that old backups are thinned out meant the practice's, not the folders of that day.
    let keep = practice.config.sources.iter().any(|other| other.keep.is_some());
    let source = Source {
        // A folder that comes back keeps its records: what the drives hold of it counts on.
        id: before.unwrap_or_else(|| SourceId(hash::random_id())),
        path,
        class,
        records: new.records,
        section,
        exclude: Vec::new(),
        keep: keep.then_some(Keep::USUAL),
    };
    practice.config.sources.push(source.clone());
    practice.save_config()?;
    practice.state.drop_item(REMOVED, &source.id.hex())?;
    Ok(source)
}

/// Gives every folder without a rule for old backups the usual one, on which somebody agreed.
///
/// # Errors
/// When the configuration cannot be written.
pub fn thin_as_usual(practice: &mut Practice) -> Result<()> {
    for source in &mut practice.config.sources {
        source.keep.get_or_insert(Keep::USUAL);
    }
    practice.save_config()
}

/// What is remembered of such a folder: its path as a keyed hash, and its section.
#[derive(Serialize, Deserialize)]
struct RemovedSource {
    path: String,
    section: SectionId,
}

fn path_tag(practice: &Practice, path: &Path) -> Result<String> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mac = practice.vault_key()?.authenticator("source path").mac(&[bytes]);
    Ok(data_encoding::HEXLOWER.encode(&mac))
}

/// The id that a folder had before it was removed.
fn removed_before(
    practice: &Practice,
    path: &Path,
    section: SectionId,
) -> Result<Option<SourceId>> {
    let path = path_tag(practice, path)?;
    let known = practice.state.items::<RemovedSource>(REMOVED)?;
    let same = known.into_iter().find(|(_, old)| old.path == path && old.section == section);
    Ok(same.and_then(|(id, _)| id.parse().ok()))
}

/// No longer backs up a folder, named by its path; its backups stay.
///
/// # Errors
/// `NotFound`.
pub fn remove(practice: &mut Practice, path: &Path) -> Result<Source> {
    let sources = &mut practice.config.sources;
    let place = sources.iter().position(|source| is_same(&source.path, path));
    let Some(place) = place else {
        return Err(Error::NotFound { what: Thing::Source, name: path.display().to_string() });
    };
    let source = sources.remove(place);
    practice.save_config()?;
    let removed =
        RemovedSource { path: path_tag(practice, &source.path)?, section: source.section };
    practice.state.set_item(REMOVED, &source.id.hex(), &removed)?;
    Ok(source)
}

/// Says where a folder lies on this computer, which has no place for its old path. What was backed up of it counts
/// on; the folder itself need not be there yet.
///
/// # Errors
/// `Source` when the place is unsuitable, `Invalid` when it is not absolute, `NotFound`.
pub fn relocate(practice: &mut Practice, source: SourceId, path: &Path) -> Result<()> {
    let refuse = |trouble| Error::Source { path: path.to_owned(), trouble };
    if path.to_str().is_none() {
        return Err(refuse(SourceTrouble::NotText));
    }
    if !path.is_absolute() {
        return Err(Error::Invalid { what: Thing::Source, value: path.display().to_string() });
    }
    let above = path.parent().and_then(|above| platform::real_path(above).ok());
    let (Some(above), Some(name)) = (above.filter(|above| above.is_dir()), path.file_name()) else {
        return Err(refuse(SourceTrouble::Missing));
    };
    let place = above.join(name);
    let others = practice.config.sources.iter().filter(|other| other.id != source);
    if others.clone().any(|other| is_same_or_within(&place, &other.path)) {
        return Err(refuse(SourceTrouble::Overlaps));
    }
    let drives = practice.state.drives()?;
    if drives.iter().any(|drive| overlap(&place, &drive.path)) || overlap(&place, &practice.home) {
        return Err(refuse(SourceTrouble::Unsuitable));
    }
    let Some(known) = practice.config.sources.iter_mut().find(|known| known.id == source) else {
        return Err(Error::NotFound { what: Thing::Source, name: source.hex() });
    };
    known.path = place;
    practice.save_config()
}

/// The full name of a class: as given, or completed by the country or by `common`.
///
/// # Errors
/// `NotFound`.
fn class_named(country: &str, class: &str) -> Result<String> {
    if class == UNCLASSIFIED {
        return Ok(class.to_owned());
    }
    let rules = Rules::presets()
        .map_err(|cause| Error::Config { line: None, reason: cause.to_string() })?;
    let names = [class.to_owned(), format!("{country}/{class}"), format!("common/{class}")];
    let known = names.into_iter().find(|name| rules.get(name).is_some());
    known.ok_or_else(|| Error::NotFound { what: Thing::Class, name: class.to_owned() })
}

/// A folder that may be backed up, by the name that the person knows.
///
/// # Errors
/// `Source` when it is unsuitable, `Invalid` when its path is not absolute.
pub fn checked_place(practice: &Practice, path: &Path) -> Result<PathBuf> {
    let refuse = |trouble| Error::Source { path: path.to_owned(), trouble };
    // The configuration is text: a name that is not would not find its folder again.
    if path.to_str().is_none() {
        return Err(refuse(SourceTrouble::NotText));
    }
    if !path.is_absolute() {
        return Err(Error::Invalid { what: Thing::Source, value: path.display().to_string() });
    }
    let place = platform::real_path(path).map_err(|_| refuse(SourceTrouble::Missing))?;
    if !place.is_dir() {
        return Err(refuse(SourceTrouble::NotAFolder));
    }
    let sources = practice.config.sources.iter();
    if sources.clone().any(|source| is_same_or_within(&place, &source.path)) {
        return Err(refuse(SourceTrouble::Overlaps));
    }
    let drives = practice.state.drives()?;
    let on_drive = drives.iter().any(|drive| overlap(&place, &drive.path));
    if on_drive || overlap(&place, &practice.home) {
        return Err(refuse(SourceTrouble::Unsuitable));
    }
    // The name as the person knows it, unless it climbs.
    let climbs = path.components().any(|part| part == Component::ParentDir);
    Ok(if climbs { place } else { path.components().collect() })
}

/// One is, holds or lies inside the other, by whatever name: a folder can be mounted in a second place.
/// Another disk that is mounted inside is no part of the folder around it: no backup enters it.
fn is_same_or_within(place: &Path, other: &Path) -> bool {
    let lies_in = |inner: &Path, outer: &Path| {
        let Ok(outer_is) = platform::identity_of(outer) else { return false };
        let is_outer = |path: &&Path| platform::identity_of(path).is_ok_and(|is| is == outer_is);
        let is_entered = platform::device_of(inner).is_ok_and(|device| device == outer_is.device);
        is_entered && inner.ancestors().any(|path| is_outer(&path))
    };
    let real = platform::real_path(other).unwrap_or_else(|_| other.to_owned());
    if place.exists() && real.exists() {
        place == real || lies_in(place, &real) || lies_in(&real, place)
    } else {
        overlap(place, other)
    }
}

/// One is, holds or lies inside the other. What is not there now is compared by its name.
fn overlap(place: &Path, other: &Path) -> bool {
    let other = platform::real_path(other).unwrap_or_else(|_| other.to_owned());
    place.starts_with(&other) || other.starts_with(place)
}

fn is_same(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| platform::real_path(path).unwrap_or_else(|_| path.to_owned());
    left == right || real(left) == real(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_known_by_its_short_form_in_the_country() {
        assert_eq!(class_named("fr", "medical-record").unwrap(), "fr/medical-record");
        assert_eq!(class_named("be", "fr/medical-record").unwrap(), "fr/medical-record");
        assert_eq!(class_named("fr", UNCLASSIFIED).unwrap(), UNCLASSIFIED);
        assert!(matches!(
            class_named("fr", "no-such"),
            Err(Error::NotFound { what: Thing::Class, .. })
        ));
    }
}
