//! Facts about drives on Linux.
use super::super::DriveFacts;
use std::path::{Path, PathBuf};
pub(in crate::platform) fn drive_facts(_path: &Path) -> DriveFacts {
    DriveFacts::default()
}
pub(in crate::platform) fn removable_mounts() -> Vec<PathBuf> {
    Vec::new()
}
