//! Read-only, hidden, system: what Windows keeps of a file besides its times.

use std::path::Path;

use winsafe::co::FILE_ATTRIBUTE;

/// The attributes that are given back. "Archive" is set by the system on whatever is written.
const GIVEN: [(u32, FILE_ATTRIBUTE); 3] =
    [(0x1, FILE_ATTRIBUTE::READONLY), (0x2, FILE_ATTRIBUTE::HIDDEN), (0x4, FILE_ATTRIBUTE::SYSTEM)];

/// Sets them on what lies at `path`; nothing is tried where there are none. Answers whether it held.
pub(super) fn set(path: &Path, attributes: Option<u32>) -> bool {
    let wanted = GIVEN.iter().filter(|(bit, _)| attributes.unwrap_or_default() & bit != 0);
    let Some(wanted) = wanted.map(|(_, given)| *given).reduce(|all, one| all | one) else {
        return true;
    };
    let text = path.to_str();
    text.is_some_and(|text| winsafe::SetFileAttributes(text, wanted).is_ok())
}
