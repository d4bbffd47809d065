//! Folders that a program copies to somewhere else. A backup there would leave the practice.

use std::path::Path;

/// Where the synchronising program of Windows says that its folders lie.
const SYNC_VARIABLES: [&str; 3] = ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"];
/// What synchronising programs leave in the folders they copy elsewhere.
const SYNC_MARKS: [&str; 5] =
    [".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".stfolder"];
/// How the folders of such programs are usually called.
const SYNC_NAMES: [&str; 7] =
    ["dropbox", "onedrive", "google drive", "googledrive", "nextcloud", "icloud drive", "kdrive"];

/// Whether a program copies what lies at `path` to somewhere else, judging by names and marks.
pub(super) fn is_synced(path: &Path) -> bool {
    let mut told =
        SYNC_VARIABLES.iter().filter_map(std::env::var_os).filter(|root| !root.is_empty());
    let is_below = |root: std::ffi::OsString| path.starts_with(Path::new(&root));
    if told.any(is_below) {
        return true;
    }
    path.ancestors().any(|folder| {
        let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase());
        name.is_some_and(|name| SYNC_NAMES.iter().any(|known| is_named(&name, known)))
            || SYNC_MARKS.iter().any(|mark| folder.join(mark).exists())
    })
}

/// `OneDrive` and `OneDrive - Cabinet` both are.
fn is_named(name: &str, known: &str) -> bool {
    name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_synchronising_programs_are_known_by_name() {
        for (path, synced) in [
            ("/home/a/OneDrive - Cabinet/x", true),
            ("/home/a/Dropbox", true),
            ("/home/a/Dropboxes", false),
            ("/home/a/patients", false),
        ] {
            assert_eq!(is_synced(Path::new(path)), synced, "{path}");
        }
    }
}
