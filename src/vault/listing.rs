//! The small objects of a folder, whichever of their two copies is listed.

use std::collections::BTreeSet;

use crate::error::{Damage, Result};
use crate::format::names::ObjectPath;
use crate::storage;
use crate::vault::Vault;

/// Objects of a folder, from the listings of both copies: a name missing in one may be in the other. What
/// cannot be listed is damage of that folder.
#[expect(clippy::type_complexity, reason = "names, and what is the matter with folders")]
pub(super) fn objects_in(
    vault: &Vault<'_>,
    folder: &str,
) -> Result<(BTreeSet<ObjectPath>, Vec<(ObjectPath, Damage)>)> {
    let (mut names, mut damaged) = (BTreeSet::new(), Vec::new());
    for place in [folder.to_owned(), format!("mirror/{folder}")] {
        let survey = storage::survey(vault.storage, &place)?;
        names.extend(survey.objects.iter().map(|(object, _)| object.first_copy()));
        damaged.extend(survey.unlisted);
    }
    Ok((names, damaged))
}
